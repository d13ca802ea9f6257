"""Snapshots: what one extract said, kept for good beside the clean tables, so that no newer extract can lose it.

data_clean/snapshots/la_code=357/2026-10-31 357-2026-10-31-annex-a-xlsx 0a1b2c3d/
    about.json  aside.parquet  faults.parquet  part-00-referrals.parquet …
"""

import hashlib
import json
import re
import shutil
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields
from datetime import date
from pathlib import Path
from typing import Any, Final, Self
from uuid import uuid4

import polars as pl

from csc_metrics.contracts.records.tables import RECORD_TABLES
from csc_metrics.errors import CscMetricsError
from csc_metrics.records.aside import ASIDE_SCHEMA, NOTHING_ASIDE
from csc_metrics.records.draft import Draft
from csc_metrics.records.extracts import NOBODY
from csc_metrics.records.faults import NO_FAULTS, all_faults
from csc_metrics.records.files import ExtractFile
from csc_metrics.records.history import Part
from csc_metrics.records.understand import Understood

FOLDER: Final = "snapshots"
ABOUT: Final = "about.json"
_TOLD: Final = ("la_code", "file", "sha256", "fingerprint", "sizes")
_FAULTS: Final = "faults.arrow"
_ASIDE: Final = "aside.arrow"
COMPRESSION_LEVEL: Final = 1
"""Of zstd in Parquet: the quickest, and as small as the usual one on such tables."""
_LONGEST_NAME: Final = 60
_LETTERS_OF_A_HASH: Final = 8
_BEFORE: Final = "-before"
_HALF_WRITTEN: Final = re.compile(r"\..+\.[0-9a-f]{32}")


class CleanFolderFault(CscMetricsError):
    """The folder of clean tables cannot be written, or holds something that was changed by hand."""

    @classmethod
    def not_writable(cls, path: Path, error: OSError) -> Self:
        """Word the error for a place in which the system does not let us write."""
        return cls(
            f"{path}: cannot be written ({error.strerror}). Close what is open there, check that the disk has room and "
            "that you may write, or give another --clean."
        )

    @classmethod
    def damaged(cls, path: Path, reason: str) -> Self:
        """Word the error for a snapshot that cannot be read back."""
        return cls(
            f"{path}: this snapshot cannot be read ({reason}). Put the folder back from a copy. If there is none, "
            "delete it and run `csc-metrics clean` again: the extract is read anew if it is still among the raw files."
        )


@dataclass(frozen=True, kw_only=True)
class SnapshotPart:
    """One part of a snapshot: rows of a table from a file or sheet.

    name: of its Parquet file. made: identifiers that the file has not. The counts are those of `Understood`.
    source: what the rows were read as; empty in a snapshot of a version that did not say it.
    """

    name: str
    table: str
    file: str
    supplied: tuple[str, ...]
    made: tuple[str, ...]
    rows_in: int
    rows: int
    aside: int
    duplicates: int
    source: str = ""


@dataclass(frozen=True, kw_only=True)
class Snapshot:
    """What one extract said of one authority.

    folder: where it lies. file: name of the extract. sha256: of its bytes. fingerprint: of settings and code with
    which it was read. extracted_on: None where nothing says it; then it has no parts. sizes: bytes of each of its
    files, by name; faults and rows aside have one only where there are any. held: rows of its files that were read
    just now, by name; the schema is the file's.
    """

    folder: Path
    la_code: str
    file: str
    sha256: str
    fingerprint: str
    extracted_on: date | None
    parts: tuple[SnapshotPart, ...]
    sizes: Mapping[str, int]
    held: Mapping[str, pl.DataFrame] = field(default_factory=dict, repr=False, compare=False)

    def faults(self) -> pl.DataFrame:
        """Return the faults of the extract.

        Returns: schema Faults, each with the day of the extract. Raises: CleanFolderFault for a damaged snapshot.
        """
        if _FAULTS not in self.sizes:
            return NO_FAULTS
        faults = self._told(_FAULTS, schema=NO_FAULTS.schema)
        return faults.with_columns(pl.lit(self.extracted_on, dtype=pl.Date).alias("extracted_on"))

    def aside(self) -> pl.DataFrame:
        """Return the rows kept aside. Returns: schema ASIDE_SCHEMA. Raises: CleanFolderFault as of `faults`."""
        return self._told(_ASIDE, schema=ASIDE_SCHEMA) if _ASIDE in self.sizes else NOTHING_ASIDE

    def _told(self, name: str, *, schema: pl.Schema) -> pl.DataFrame:
        """Return the rows of one of its files."""
        rows = self.held.get(name)
        return _read(self.folder / name, schema=schema) if rows is None else rows

    def part(self, part: SnapshotPart) -> Part:
        """Return the clean rows of a part. Raises: CleanFolderFault as of `faults`."""
        assert self.extracted_on is not None
        rows = self._told(part.name, schema=RECORD_TABLES[part.table].empty.schema)
        if rows.height != part.rows:
            raise CleanFolderFault.damaged(self.folder, f"{part.name} has {rows.height} rows, not {part.rows}")
        return Part(
            extracted_on=self.extracted_on, rows=rows, supplied=part.supplied, made=part.made, source=part.source
        )

    def require_whole(self) -> None:
        """Refuse a snapshot of which a file is gone, or is not as it was written.

        Raises: CleanFolderFault.
        """
        for name, size in self.sizes.items():
            path = self.folder / name
            if not path.is_file() or path.stat().st_size != size:
                raise CleanFolderFault.damaged(self.folder, f"{name} is gone, or not as it was written")

    @property
    def identity(self) -> str:
        """What tells this word of this extract from any other, as text."""
        return f"{self.la_code} {self.extracted_on} {self.file} {self.sha256} {self.fingerprint}"


def _read(path: Path, *, schema: pl.Schema) -> pl.DataFrame:
    try:
        is_parquet = path.suffix == ".parquet"
        rows = pl.read_parquet(path, hive_partitioning=False) if is_parquet else pl.read_ipc_stream(path)
    except (pl.exceptions.PolarsError, OSError) as error:
        raise CleanFolderFault.damaged(path.parent, str(error).splitlines()[0]) from error
    if rows.schema != schema:
        raise CleanFolderFault.damaged(path.parent, f"{path.name} has other columns than it was written with")
    return rows


def read_snapshots(clean: Path) -> list[Snapshot]:
    """Return every snapshot that lies in a folder of clean tables, in order of authority, day and file.

    clean: the folder. Raises: CleanFolderFault for one whose description cannot be read.
    """
    return in_order(_snapshot_of(path.parent) for path in (clean / FOLDER).glob(f"la_code=*/[!.]*/{ABOUT}"))


def in_order(snapshots: Iterable[Snapshot]) -> list[Snapshot]:
    """Return snapshots in order of authority, day and file, whichever of them was read last.

    What an authority's tables say must not depend on the order in which its extracts were corrected.
    """
    return sorted(snapshots, key=lambda one: (one.la_code, str(one.extracted_on), one.file))


def _snapshot_of(folder: Path) -> Snapshot:
    try:
        told: dict[str, Any] = json.loads((folder / ABOUT).read_text(encoding="utf-8"))
        day = date.fromisoformat(told["extracted_on"]) if told["extracted_on"] else None
        parts = tuple(
            SnapshotPart(**{**part, "supplied": tuple(part["supplied"]), "made": tuple(part["made"])})
            for part in told["parts"]
        )
        return Snapshot(folder=folder, **{**told, "extracted_on": day, "parts": parts})
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise CleanFolderFault.damaged(folder, str(error)) from error


@dataclass(frozen=True, kw_only=True)
class Fresh:
    """An extract that was just read.

    understood: each draft and what became of it. faults: of the file, schema Faults, one row each.
    """

    file: ExtractFile
    sha256: str
    fingerprint: str
    understood: Sequence[tuple[Draft, Understood]]
    faults: Sequence[pl.DataFrame]
    la_code: str | None


def write_snapshots(clean: Path, fresh: Fresh) -> list[Snapshot]:
    """Write what an extract said as snapshots, one per authority and day in it; each is there whole or not at all.

    clean: folder of clean tables. Returns: the snapshots; one without parts where nothing could be read.
    Raises: CleanFolderFault.
    """
    try:
        groups = list(_by_authority_and_day(fresh))
        codes = {la_code for la_code, _, _ in groups}
        return [_write(clean, fresh, group, others=codes - {group[0]}) for group in groups]
    except OSError as error:
        raise CleanFolderFault.not_writable(clean / FOLDER, error) from error


_Drafts = list[tuple[Draft, Understood]]
_Group = tuple[str, date | None, _Drafts]


def _by_authority_and_day(fresh: Fresh) -> Iterator[_Group]:
    groups: dict[tuple[str, date], list[tuple[Draft, Understood]]] = {}
    for draft, understood in fresh.understood:
        groups.setdefault((draft.la_code, draft.extracted_on), []).append((draft, understood))
    for (la_code, day), several in groups.items():
        yield la_code, day, several
    if not groups:
        yield fresh.la_code or NOBODY, None, []


def _write(clean: Path, fresh: Fresh, group: _Group, *, others: set[str]) -> Snapshot:
    la_code, day, understood = group
    home = clean / FOLDER / f"la_code={la_code}"
    staging = home / f".{uuid4().hex}"
    staging.mkdir(parents=True)
    parts = tuple(_write_part(staging, number, draft, told) for number, (draft, told) in enumerate(understood))
    of_file = [faults for faults in fresh.faults if faults["la_code"][0] not in others]
    faults = all_faults([*of_file, *(told.faults for _, told in understood)])
    aside = pl.concat([NOTHING_ASIDE, *(told.aside for _, told in understood)])
    found = {_FAULTS: faults, _ASIDE: aside}
    _write_if_any(found, staging)
    snapshot = Snapshot(
        folder=home / _folder_name(fresh.file.name, day),
        la_code=la_code,
        file=fresh.file.name,
        sha256=fresh.sha256,
        fingerprint=fresh.fingerprint,
        extracted_on=day,
        parts=parts,
        sizes={path.name: path.stat().st_size for path in sorted(staging.iterdir())},
        held={part.name: told.rows for part, (_, told) in zip(parts, understood, strict=True)} | found,
    )
    (staging / ABOUT).write_text(_as_text(snapshot), encoding="utf-8", newline="\n")
    _put_in_place(staging, snapshot.folder)
    return snapshot


def _write_if_any(found: Mapping[str, pl.DataFrame], folder: Path) -> None:
    for name, rows in found.items():
        if not rows.is_empty():
            rows.write_ipc_stream(folder / name, compression="zstd")


def _as_text(snapshot: Snapshot) -> str:
    told = {field.name: getattr(snapshot, field.name) for field in fields(snapshot) if field.name in _TOLD}
    told["parts"] = [{field.name: getattr(part, field.name) for field in fields(part)} for part in snapshot.parts]
    told["extracted_on"] = snapshot.extracted_on.isoformat() if snapshot.extracted_on else ""
    return json.dumps(told, indent=1, sort_keys=True)


def _put_in_place(staging: Path, folder: Path) -> None:
    """Move a whole folder to its place; what lay there is moved out first, and comes back if the move fails."""
    before = staging.with_name(f"{staging.name}{_BEFORE}")
    if folder.exists():
        folder.replace(before)
    try:
        staging.replace(folder)
    except OSError:
        if before.exists():
            before.replace(folder)
        raise
    shutil.rmtree(before, ignore_errors=True)


def _folder_name(file: str, day: date | None) -> str:
    slug = re.sub(r"[^a-z0-9]+", "-", file.casefold()).strip("-")[-_LONGEST_NAME:]
    return f"{day or 'undated'} {slug} {hashlib.sha256(file.encode()).hexdigest()[:_LETTERS_OF_A_HASH]}"


def _write_part(folder: Path, number: int, draft: Draft, told: Understood) -> SnapshotPart:
    name = f"part-{number:02d}-{draft.table}.parquet"
    told.rows.write_parquet(folder / name, compression_level=COMPRESSION_LEVEL, statistics=False)
    return SnapshotPart(
        name=name,
        table=draft.table,
        file=draft.file,
        supplied=told.supplied,
        made=tuple(column for column in draft.id_from if column not in draft.cells.columns),
        rows_in=told.rows_in,
        rows=told.rows.height,
        aside=told.aside.height,
        duplicates=told.duplicates,
        source=draft.source,
    )


def remove_snapshot(snapshot: Snapshot) -> None:
    """Remove a snapshot whose extract was corrected, renamed, or never held a row. Raises: CleanFolderFault."""
    gone = snapshot.folder.with_name(f".{uuid4().hex}-gone")
    try:
        snapshot.folder.replace(gone)  # at once: half a snapshot would be a damaged one
    except OSError as error:
        raise CleanFolderFault.not_writable(snapshot.folder, error) from error
    shutil.rmtree(gone, ignore_errors=True)


def remove_leavings(clean: Path) -> None:
    """Remove what a run that was cut off left half written, and put back a snapshot that it had just moved out.

    clean: folder of clean tables. Raises: CleanFolderFault for such a snapshot that cannot be read.
    """
    for path in (clean / FOLDER).glob(f"la_code=*/.*{_BEFORE}/{ABOUT}"):
        told = _snapshot_of(path.parent)
        place = path.parent.with_name(_folder_name(told.file, told.extracted_on))
        if not place.exists():
            path.parent.replace(place)
    for path in (clean / FOLDER).glob("la_code=*/.*"):
        shutil.rmtree(path, ignore_errors=True)
    for path in (*clean.glob("[!.]*/.*.*"), *clean.glob("[!.]*/la_code=*/.*.*")):
        if _HALF_WRITTEN.fullmatch(path.name) and path.is_file():
            path.unlink(missing_ok=True)


class WhatCounts:
    """Which snapshots still count, beside the extracts that there are now.

    An extract that was corrected (other bytes, the same day) or read anew replaces its own snapshot. One whose file now
    bears another day, or is gone from the raw files, keeps it: history is never lost; it goes only if it holds no row,
    or if the same bytes lie there under another name.
    files: name → hash of each extract there is. fingerprint: of settings and code.
    """

    def __init__(self, files: Mapping[str, str], *, fingerprint: str) -> None:
        self._files = files
        self._fingerprint = fingerprint
        self._hashes = set(files.values())
        self._days: set[tuple[str, date | None]] = set()

    def add(self, snapshots: Iterable[Snapshot]) -> None:
        """Take note of snapshots: those that are current replace older ones of their file and day."""
        self._days |= {(one.file, one.extracted_on) for one in snapshots if self.is_current(one)}

    def is_current(self, snapshot: Snapshot) -> bool:
        """Whether a snapshot is what reading its extract now would give."""
        return self._files.get(snapshot.file) == snapshot.sha256 and snapshot.fingerprint == self._fingerprint

    def is_stale(self, snapshot: Snapshot) -> bool:
        """Whether a snapshot no longer counts, as far as what was added tells."""
        is_replaced = (snapshot.file, snapshot.extracted_on) in self._days
        return not self.is_current(snapshot) and (not snapshot.parts or snapshot.sha256 in self._hashes or is_replaced)
