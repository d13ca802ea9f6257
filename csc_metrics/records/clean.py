"""From the folder of extracts to the folder of clean tables; or only to the list of faults."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

import polars as pl

from csc_metrics.contracts.records.rules import Severity
from csc_metrics.progress import Step, Tell, tell_nobody
from csc_metrics.records.authority import Balance, clean_authority
from csc_metrics.records.extracts import NOBODY, words_of_table
from csc_metrics.records.fault_lists import remove_other_lists, write_fault_lists
from csc_metrics.records.faults import all_faults, file_fault
from csc_metrics.records.files import ExtractFile, extract_files
from csc_metrics.records.fingerprint import fingerprint_of
from csc_metrics.records.raw import UnreadableExtract
from csc_metrics.records.read import read_extract
from csc_metrics.records.snapshots import (
    Fresh,
    Snapshot,
    is_current,
    read_snapshots,
    remove_leavings,
    remove_snapshot,
    stale,
    write_snapshots,
)
from csc_metrics.records.store import is_up_to_date, remove_others, write_authority
from csc_metrics.records.two_authorities import children_in_two
from csc_metrics.records.understand import understand
from csc_metrics.settings.model import Settings

SEVERAL: Final = "several-authorities"
"""In the place of an authority's code: the list of faults that concern two."""
_READING: Final = "Reading extracts"
_CLEANING: Final = "Cleaning"


@dataclass(frozen=True, kw_only=True)
class Cleaned:
    """What a run found and did.

    faults: schema Faults, of all authorities. balances: one per file or sheet and table. restated: how many figures
    extracts changed, by authority. changed: files of clean tables that were written or removed. lists: of faults.
    """

    faults: pl.DataFrame
    balances: tuple[Balance, ...]
    restated: Mapping[str, int]
    changed: tuple[str, ...]
    lists: tuple[Path, ...]

    @property
    def loses_data(self) -> bool:
        """Whether any row or file has to be kept aside."""
        return not self.faults.filter(pl.col("severity") == Severity.ERROR.value).is_empty()


def clean_records(raw: Path, clean: Path, *, settings: Settings, tell: Tell = tell_nobody) -> Cleaned:
    """Make the clean tables from an authority's extracts, or those of many, and write the lists of faults.

    An extract that was read before is not read again; an authority whose extracts did not change is not written again.
    raw: folder of extracts. clean: folder of clean tables. tell: is given a step for each file and authority.
    Raises: NoRawFolder; CleanFolderFault where the folder cannot be written or a snapshot was damaged.
    """
    remove_leavings(clean)
    files = _hashed(extract_files(raw))
    print_ = fingerprint_of(settings)
    _read_what_is_new(files, known=read_snapshots(clean), into=clean, settings=settings, tell=tell)
    snapshots = read_snapshots(clean)
    gone = stale(snapshots, files=files.hashes, fingerprint=print_)
    for one in gone:
        remove_snapshot(one)
    left = [one for one in snapshots if one not in gone]
    return _all_authorities(left, clean=clean, unreadable=files.faults, is_trial=False, tell=tell)


def check_records(raw: Path, clean: Path, *, settings: Settings, tell: Tell = tell_nobody) -> Cleaned:
    """Find every fault that `clean_records` would find, and write the lists of faults; nothing else is written.

    raw: folder of extracts. clean: folder of clean tables, whose earlier snapshots count. tell: as of `clean_records`.
    Raises: NoRawFolder; CleanFolderFault.
    """
    files = _hashed(extract_files(raw))
    print_ = fingerprint_of(settings)
    known = read_snapshots(clean)
    with TemporaryDirectory() as scratch:
        _read_what_is_new(files, known=known, into=Path(scratch), settings=settings, tell=tell)
        snapshots = [*known, *read_snapshots(Path(scratch))]
        gone = stale(snapshots, files=files.hashes, fingerprint=print_)
        left = [one for one in snapshots if one not in gone]
        return _all_authorities(left, clean=clean, unreadable=files.faults, is_trial=True, tell=tell)


@dataclass(frozen=True, kw_only=True)
class _Files:
    files: tuple[ExtractFile, ...]
    hashes: Mapping[str, str]
    faults: tuple[pl.DataFrame, ...]


def _hashed(files: Sequence[ExtractFile]) -> _Files:
    """Return the files with the hash of each; one that cannot be opened is a fault."""
    hashes: dict[str, str] = {}
    faults = []
    for file in files:
        try:
            hashes[file.name] = file.sha256()
        except UnreadableExtract as error:
            remedy = f"{error.what} {error.remedy}"
            faults.append(
                file_fault(la_code=None, file=file.name, rule=error.rule, remedy=remedy, severity=Severity.ERROR)
            )
    return _Files(files=tuple(file for file in files if file.name in hashes), hashes=hashes, faults=tuple(faults))


def _read_what_is_new(files: _Files, *, known: Sequence[Snapshot], into: Path, settings: Settings, tell: Tell) -> None:
    print_ = fingerprint_of(settings)
    read_before = {one.file for one in known if is_current(one, files=files.hashes, fingerprint=print_)}
    new = [file for file in files.files if file.name not in read_before]
    for file in _told(new, work=_READING, tell=tell):
        extract = read_extract(file, settings=settings)
        understood = [
            (draft, understand(draft, words=words_of_table(draft.table, settings=settings))) for draft in extract.drafts
        ]
        codes = [faults["la_code"][0] for faults in extract.faults]
        fresh = Fresh(
            file=file,
            sha256=files.hashes[file.name],
            fingerprint=print_,
            understood=understood,
            faults=extract.faults,
            la_code=next((code for code in codes if code), None),
        )
        write_snapshots(into, fresh)


def _told(files: Sequence[ExtractFile], *, work: str, tell: Tell) -> Iterator[ExtractFile]:
    tell(Step(work=work, done=0, steps=len(files)))
    for done, file in enumerate(files, start=1):
        yield file
        tell(Step(work=work, done=done, steps=len(files), what=file.name))


def _all_authorities(
    snapshots: Sequence[Snapshot], *, clean: Path, unreadable: Sequence[pl.DataFrame], is_trial: bool, tell: Tell
) -> Cleaned:
    codes = sorted({one.la_code for one in snapshots} | ({NOBODY} if unreadable else set()))
    under_way = _Cleaning(clean, is_trial=is_trial)
    tell(Step(work=_CLEANING, done=0, steps=len(codes)))
    for done, la_code in enumerate(codes, start=1):
        under_way.add(la_code, snapshots, unreadable=unreadable if la_code == NOBODY else ())
        tell(Step(work=_CLEANING, done=done, steps=len(codes), what=la_code))
    remove_other_lists(clean, codes)
    if not is_trial:
        under_way.end(codes)
    return under_way.done()


class _Cleaning:
    """A run over all authorities under way. clean: folder of clean tables. is_trial: whether only lists are written."""

    def __init__(self, clean: Path, *, is_trial: bool) -> None:
        self.clean = clean
        self.is_trial = is_trial
        self.faults: list[pl.DataFrame] = []
        self.balances: list[Balance] = []
        self.restated: dict[str, int] = {}
        self.changed: list[str] = []
        self.lists: list[Path] = []

    def add(self, la_code: str, snapshots: Sequence[Snapshot], *, unreadable: Sequence[pl.DataFrame]) -> None:
        one = clean_authority(la_code, snapshots)
        own = [part for part in snapshots if part.la_code == la_code]
        if not self.is_trial and la_code != NOBODY and not is_up_to_date(self.clean, la_code, own):
            self.changed += write_authority(self.clean, one, own)
        self._list(all_faults([one.faults, *unreadable]), la_code=la_code)
        self.balances += one.balances
        self.restated[la_code] = one.restated.height

    def end(self, codes: Sequence[str]) -> None:
        """Take away what no extract tells of any more, and look across authorities. codes: of those that stay."""
        self.changed += remove_others(self.clean, codes)
        self._list(children_in_two(self.clean), la_code=SEVERAL)

    def _list(self, faults: pl.DataFrame, *, la_code: str) -> None:
        self.lists += write_fault_lists(self.clean, faults, la_code=la_code)
        self.faults.append(faults)

    def done(self) -> Cleaned:
        return Cleaned(
            faults=all_faults(self.faults),
            balances=tuple(self.balances),
            restated=self.restated,
            changed=tuple(self.changed),
            lists=tuple(self.lists),
        )
