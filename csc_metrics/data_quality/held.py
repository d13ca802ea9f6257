"""Everything that is held of one authority: clean tables, what extracts supply, faults that stand, and snapshots."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any, Final, Self

import polars as pl

from csc_metrics.contracts.authorities import Authority, UnknownAuthority, current_authorities, find_authority
from csc_metrics.contracts.made_up_region import authority_with_records, made_up_authorities
from csc_metrics.contracts.records.tables import RECORD_TABLES
from csc_metrics.errors import CscMetricsError, did_you_mean
from csc_metrics.records.fault_lists import hash_of_list, read_fault_list
from csc_metrics.records.history import Part
from csc_metrics.records.own_identifiers import with_own_identifiers
from csc_metrics.records.snapshots import Snapshot, read_snapshots
from csc_metrics.records.store import account_of, is_up_to_date, scan_clean
from csc_metrics.records.visits_told_twice import with_workers

PROVENANCE: Final = "provenance"
_OF_EXTRACTS: Final = (
    "Put its extracts into data_raw and run `csc-metrics clean` first, or give the folder that holds them with --clean "
    "(in a notebook: clean, in its second cell)."
)
_OF_DEMO: Final = (
    "It is made up: run `csc-metrics demo` in the folder that holds notebooks, data_raw and data_clean, and notebooks "
    "find its records; elsewhere give reports/demo/made_up_region/data_clean with --clean."
)
_LIKENESS_OF_PLACES: Final = 0.75
_CODES: Final = "[0-9][0-9][0-9].json"


class NoCleanRecords(CscMetricsError):
    """There are no clean tables of an authority, or they are not as they were left."""

    @classmethod
    def of(cls, authority: Authority, clean: Path, *, held: Iterable[Authority]) -> Self:
        """Word the error for an authority of which the folder of clean tables holds nothing."""
        names = [f"{one.name} ({one.la_code})" for one in held]
        hint = did_you_mean(f"{authority.name} ({authority.la_code})", names)
        there = f" It holds {', '.join(names)}." if names and not hint else ""
        remedy = _OF_DEMO if authority.la_code in made_up_authorities() else _OF_EXTRACTS
        return cls(f"{clean}: holds no clean tables of {authority.name} ({authority.la_code}).{hint}{there} {remedy}")

    @classmethod
    def of_anybody(cls, clean: Path) -> Self:
        """Word the error for a folder that holds no authority's clean tables."""
        return cls(
            f"{clean}: holds no clean tables of any authority. Put extracts into data_raw and run `csc-metrics clean` "
            "first, or give the folder that holds them with --clean."
        )

    @classmethod
    def not_whole(cls, authority: Authority, clean: Path) -> Self:
        """Word the error for clean tables that were changed by hand, or that a run which was cut off left."""
        return cls(
            f"{clean}: the clean tables, the list of faults or the snapshots of {authority.name} ({authority.la_code}) "
            "are not as `csc-metrics clean` left them. Run it again."
        )


def find_authority_with_records(name_or_code: str) -> Authority:
    """Return the authority, real or made up, that a person means by a code or a name.

    Raises: UnknownAuthority with the nearest right names.

    >>> find_authority_with_records("alderbeck").la_code
    '001'
    """
    wanted = name_or_code.strip().casefold()
    made_up = made_up_authorities().values()
    found = next((one for one in made_up if wanted in {one.la_code, one.name.casefold()}), None)
    if found is not None:
        return found
    try:
        return find_authority(name_or_code)
    except UnknownAuthority:
        names = [one.name for one in made_up]
        if did_you_mean(name_or_code, names, likeness=_LIKENESS_OF_PLACES):
            raise UnknownAuthority.named(name_or_code, [*names, *(one.name for one in current_authorities())]) from None
        raise


def require_records_of_made_up(authority: Authority, clean: Path) -> None:
    """Refuse a made-up authority whose records are not there: DfE publishes nothing of it, so nothing can be shown.

    authority: real or made up. clean: folder of clean tables. Raises: NoCleanRecords.
    """
    held = authorities_held(clean)
    if authority.la_code in made_up_authorities() and authority not in held:
        raise NoCleanRecords.of(authority, clean, held=held)


def authorities_held(clean: Path) -> tuple[Authority, ...]:
    """Return the authorities of which a folder of clean tables holds any, in order of code. clean: the folder."""
    codes = sorted(path.stem for path in (clean / PROVENANCE).glob(_CODES))
    found = (authority_with_records(code) for code in codes)
    return tuple(authority for authority in found if authority is not None)


@dataclass(frozen=True, kw_only=True)
class HeldRecords:
    """What is held of one authority.

    clean: folder of clean tables. supplied: by table, the columns that any extract speaks of. snapshots: those that
    the clean tables are made of, in order of day. faults: schema Faults, those that still stand. rows: of each clean
    table.
    """

    authority: Authority
    clean: Path
    supplied: Mapping[str, tuple[str, ...]]
    rows: Mapping[str, int]
    snapshots: tuple[Snapshot, ...]
    faults: pl.DataFrame

    @property
    def la_code(self) -> str:
        """The authority's code."""
        return self.authority.la_code

    @cached_property
    def tables(self) -> dict[str, pl.DataFrame]:
        """Every clean table that there is, by name.

        Returns: rows of each, schema of the table.
        """
        scanned = {name: scan_clean(self.clean, name, la_codes=[self.la_code]) for name in RECORD_TABLES}
        return {name: rows.collect() for name, rows in scanned.items() if rows is not None}

    @cached_property
    def parts(self) -> dict[str, list[Part]]:
        """What each extract said, by table, records under the identifiers that they have in the clean tables."""
        found: dict[str, list[Part]] = {}
        for snapshot in self.snapshots:
            for part in snapshot.parts:
                found.setdefault(part.table, []).append(snapshot.part(part))
        named = dict(with_own_identifiers(found))
        return named | {"visits": with_workers(named["visits"])} if "visits" in named else named

    @property
    def days(self) -> tuple[date, ...]:
        """Days on which extracts were drawn, in order."""
        return tuple(sorted({one.extracted_on for one in self.snapshots if one.extracted_on is not None}))

    def is_supplied(self, table: str, field: str) -> bool:
        """Whether any extract speaks of a column, or cleaning has filled it from another table. field: the column."""
        if table not in self.tables:
            return False
        return field in self.supplied.get(table, ()) or self.tables[table][field].is_not_null().any()


def held_records(clean: Path, la_code: str) -> HeldRecords:
    """Return what is held of an authority.

    clean: folder of clean tables. la_code: of an authority, real or made up.
    Raises: NoCleanRecords where there is nothing, or not all of it; CleanFolderFault for a damaged snapshot;
    UnknownAuthority.
    """
    authority = find_authority_with_records(la_code)
    account = account_of(clean, authority.la_code)
    if account is None:
        raise NoCleanRecords.of(authority, clean, held=authorities_held(clean))
    told = _provenance(clean, authority.la_code)
    of_extracts = {(one["file"], one["sha256"], one["extracted_on"]) for one in told["extracts"]}
    snapshots = tuple(
        one
        for one in read_snapshots(clean)
        if one.la_code == authority.la_code and (one.file, one.sha256, str(one.extracted_on or "")) in of_extracts
    )
    faults = read_fault_list(clean, la_code=authority.la_code)
    is_listed = account.fault_list == hash_of_list(clean, la_code=authority.la_code)
    if faults is None or not is_listed or not is_up_to_date(clean, authority.la_code, snapshots):
        raise NoCleanRecords.not_whole(authority, clean)
    return HeldRecords(
        authority=authority,
        clean=clean,
        supplied={table: tuple(columns) for table, columns in told["supplied"].items()},
        rows=told["rows"],
        snapshots=snapshots,
        faults=faults,
    )


def _provenance(clean: Path, la_code: str) -> dict[str, Any]:
    """Return the account that cleaning left of an authority; `account_of` has seen that it can be read."""
    told: dict[str, Any] = json.loads((clean / PROVENANCE / f"{la_code}.json").read_text(encoding="utf-8"))
    return told
