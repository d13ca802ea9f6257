"""From the folder of extracts to the folder of clean tables; or only to the list of faults."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

import polars as pl

from csc_metrics.contracts.records.rules import Severity
from csc_metrics.progress import Step, Tell, tell_nobody
from csc_metrics.records.authority import Balance, clean_authority
from csc_metrics.records.extracts import NOBODY, words_of_table
from csc_metrics.records.fault_lists import (
    hash_of_list,
    lists_of,
    read_fault_list,
    remove_other_lists,
    write_fault_lists,
)
from csc_metrics.records.faults import all_faults, file_fault
from csc_metrics.records.files import ExtractFile, extract_files
from csc_metrics.records.fingerprint import fingerprint_of
from csc_metrics.records.places import place_of
from csc_metrics.records.raw import UnreadableExtract
from csc_metrics.records.read import read_extract
from csc_metrics.records.snapshots import (
    Fresh,
    Snapshot,
    WhatCounts,
    in_order,
    read_snapshots,
    remove_leavings,
    remove_snapshot,
    write_snapshots,
)
from csc_metrics.records.store import account_of, is_up_to_date, remove_others, write_authority
from csc_metrics.records.two_authorities import children_in_two, children_tables
from csc_metrics.records.understand import understand
from csc_metrics.settings.model import Settings

SEVERAL: Final = "several-authorities"
"""In the place of an authority's code: the list of faults that concern two."""
_CLEANING: Final = "Cleaning extracts"


@dataclass(frozen=True, kw_only=True)
class Cleaned:
    """What a run found and did.

    faults: schema Faults, of all authorities. balances: one per file or sheet and table. records: authority → table →
    rows of the clean table. restated: how many figures extracts changed, by authority. changed: files of clean tables
    that were written or removed. lists: of faults.
    """

    faults: pl.DataFrame
    balances: tuple[Balance, ...]
    records: Mapping[str, Mapping[str, int]]
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
    One authority after the other is read and cleaned, so that the memory holds one at a time.
    raw: folder of extracts. clean: folder of clean tables. tell: is given a step for each file.
    Raises: NoRawFolder; CleanFolderFault where the folder cannot be written or a snapshot was damaged.
    """
    remove_leavings(clean)
    run = _Run(raw, clean, into=clean, settings=settings, tell=tell)
    cleaned = run.done()
    for one in run.stale():
        remove_snapshot(one)
    return cleaned


def check_records(raw: Path, clean: Path, *, settings: Settings, tell: Tell = tell_nobody) -> Cleaned:
    """Find every fault that `clean_records` would find, and write the lists of faults; nothing else is written.

    raw: folder of extracts. clean: folder of clean tables, whose earlier snapshots count. tell: as of `clean_records`.
    Raises: NoRawFolder; CleanFolderFault.
    """
    with TemporaryDirectory() as scratch:
        return _Run(raw, clean, into=Path(scratch), settings=settings, tell=tell).done()


@dataclass(kw_only=True)
class _Found:
    """What has been found and done so far."""

    faults: dict[str, pl.DataFrame] = field(default_factory=dict)
    balances: dict[str, Sequence[Balance]] = field(default_factory=dict)
    records: dict[str, Mapping[str, int]] = field(default_factory=dict)
    restated: dict[str, int] = field(default_factory=dict)
    changed: list[str] = field(default_factory=list)
    lists: dict[str, Sequence[Path]] = field(default_factory=dict)


class _Run:
    """One run over the folder of extracts, authority by authority."""

    def __init__(self, raw: Path, clean: Path, *, into: Path, settings: Settings, tell: Tell) -> None:
        self.clean = clean
        self.into = into
        self.settings = settings
        self.tell = tell
        self.fingerprint = fingerprint_of(settings)
        self.hashes: dict[str, str] = {}
        self.unreadable: list[pl.DataFrame] = []
        self.files = [file for file in extract_files(raw) if self._is_hashed(file)]
        self.counts = WhatCounts(self.hashes, fingerprint=self.fingerprint)
        self.snapshots: dict[str, list[Snapshot]] = {}
        self.found = _Found()
        self.steps = 0
        for one in read_snapshots(clean):
            self._keep(one)

    def _keep(self, one: Snapshot) -> None:
        """Keep a snapshot in the place of any that lay in its folder."""
        others = (other for other in self.snapshots.get(one.la_code, []) if other.folder != one.folder)
        self.snapshots[one.la_code] = [*others, one]
        self.counts.add([one])

    def _is_hashed(self, file: ExtractFile) -> bool:
        """Whether a file could be opened for its hash; if not, that is a fault."""
        try:
            self.hashes[file.name] = file.sha256()
        except UnreadableExtract as error:
            remedy = f"{error.what} {error.remedy}"
            fault = file_fault(la_code=None, file=file.name, rule=error.rule, remedy=remedy, severity=Severity.ERROR)
            self.unreadable.append(fault)
        return file.name in self.hashes

    def done(self) -> Cleaned:
        by_place = self._new_by_place()
        told = self._told(sum(map(len, by_place.values())))
        elsewhere: set[str] = set()
        for file in by_place.pop(None, []):
            elsewhere |= self._read([file], told)
            self._let_go(elsewhere)  # a region's extracts may tell of all its authorities
        codes = {code for code in by_place if code is not None} | self.snapshots.keys()
        codes |= {NOBODY} if self.unreadable else set()
        for la_code in sorted(codes):
            spoken_of = self._read(by_place.get(la_code, []), told)
            self._clean(la_code)
            self._let_go({*spoken_of, la_code})
            elsewhere |= spoken_of - {la_code}
        for la_code in sorted(elsewhere):
            self._clean(la_code)
        self._clear_away()
        self._compare_authorities()
        return Cleaned(
            faults=all_faults(list(self.found.faults.values())),
            balances=tuple(one for several in self.found.balances.values() for one in several),
            records=self.found.records,
            restated=self.found.restated,
            changed=tuple(self.found.changed),
            lists=tuple(path for several in self.found.lists.values() for path in several),
        )

    def _let_go(self, la_codes: Iterable[str]) -> None:
        """Hold no rows of these authorities in memory any longer."""
        for la_code in la_codes:
            self.snapshots[la_code] = [replace(one, held={}) for one in self.snapshots.get(la_code, [])]

    def _clear_away(self) -> None:
        """Take away what is left of authorities of which no extract tells any more."""
        left = {code for code in self.snapshots if self._own(code)}
        codes = sorted(left | ({NOBODY} if self.unreadable else set()))
        remove_other_lists(self.clean, codes)
        if self.into == self.clean:
            self.found.changed += remove_others(self.clean, codes)

    def _compare_authorities(self) -> None:
        """Look for children who stand in the records of two authorities."""
        tables = children_tables(self.clean) | children_tables(self.into)
        in_two = children_in_two([tables[code] for code in sorted(tables)])
        self.found.faults[SEVERAL] = in_two
        self.found.lists[SEVERAL] = write_fault_lists(self.clean, in_two, la_code=SEVERAL)

    def stale(self) -> list[Snapshot]:
        """Return the snapshots that no longer count once everything has been read."""
        return [one for several in self.snapshots.values() for one in several if self.counts.is_stale(one)]

    def _own(self, la_code: str) -> list[Snapshot]:
        """Return the snapshots of an authority that count, in order."""
        return in_order(one for one in self.snapshots.get(la_code, []) if not self.counts.is_stale(one))

    def _new_by_place(self) -> dict[str | None, list[ExtractFile]]:
        """Return the files to read, by the authority that their place says; None where it says none."""
        read_before = {
            one.file for several in self.snapshots.values() for one in several if self.counts.is_current(one)
        }
        found: dict[str | None, list[ExtractFile]] = {}
        for file in self.files:
            if file.name not in read_before:
                found.setdefault(place_of(file.name).la_code, []).append(file)
        return found

    def _told(self, steps: int) -> Iterator[int]:
        """Count the files that were read, telling of each."""
        self.steps = steps
        self.tell(Step(work=_CLEANING, done=0, steps=steps))
        yield from range(1, steps + 1)

    def _read(self, files: Sequence[ExtractFile], told: Iterator[int]) -> set[str]:
        """Read files into snapshots; return the authorities that they speak of."""
        spoken_of: set[str] = set()
        for file in files:
            fresh = self._fresh(file)
            for one in write_snapshots(self.into, fresh):
                self._keep(one)
                spoken_of.add(one.la_code)
            self.tell(Step(work=_CLEANING, done=next(told), steps=self.steps, what=file.name))
        return spoken_of

    def _fresh(self, file: ExtractFile) -> Fresh:
        extract = read_extract(file, settings=self.settings)
        words = {draft.table: words_of_table(draft.table, settings=self.settings) for draft in extract.drafts}
        codes = [faults["la_code"][0] for faults in extract.faults]
        return Fresh(
            file=file,
            sha256=self.hashes[file.name],
            fingerprint=self.fingerprint,
            understood=[(draft, understand(draft, words=words[draft.table])) for draft in extract.drafts],
            faults=extract.faults,
            la_code=next((code for code in codes if code), None),
        )

    def _clean(self, la_code: str) -> None:
        """Clean an authority, or only say what is known of it where nothing has changed."""
        own = self._own(la_code)
        for one in own:
            one.require_whole()
        known = account_of(self.clean, la_code) if is_up_to_date(self.clean, la_code, own) else None
        is_listed = known is not None and known.fault_list == hash_of_list(self.clean, la_code=la_code)
        listed = read_fault_list(self.clean, la_code=la_code) if is_listed else None
        if known is not None and listed is not None:
            self.found.faults[la_code], self.found.balances[la_code] = listed, known.balances
            self.found.records[la_code], self.found.restated[la_code] = known.records, known.restated
            self.found.lists[la_code] = lists_of(self.clean, la_code=la_code)
        else:
            self._write(la_code, own)

    def _write(self, la_code: str, own: Sequence[Snapshot]) -> None:
        """Clean an authority and write what was found: its lists of faults first, which its account names."""
        tables = clean_authority(la_code, own)
        faults = all_faults([tables.faults, *(self.unreadable if la_code == NOBODY else [])])
        self.found.lists[la_code] = write_fault_lists(self.clean, faults, la_code=la_code)
        if la_code != NOBODY:
            fault_list = hash_of_list(self.clean, la_code=la_code)
            self.found.changed += write_authority(self.into, tables, own, fault_list=fault_list)
        # Read back, since text that was cut out of a table holds all of that table's text in memory.
        listed = read_fault_list(self.clean, la_code=la_code)
        self.found.faults[la_code] = faults if listed is None else listed
        self.found.balances[la_code] = tables.balances
        self.found.records[la_code] = {name: rows.height for name, rows in tables.tables.items()}
        self.found.restated[la_code] = tables.restated.height
