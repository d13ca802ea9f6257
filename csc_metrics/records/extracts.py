"""An authority's own extracts: one clean table to a file or sheet, told by its name; headings as the settings say."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fnmatch import fnmatch
from pathlib import PurePosixPath
from typing import Final

import polars as pl

from csc_metrics.contracts.agencies import AGENCIES
from csc_metrics.contracts.records.columns import Blank, Kind
from csc_metrics.contracts.records.tables import RECORD_TABLES
from csc_metrics.errors import did_you_mean
from csc_metrics.records.annex_a import CHILD
from csc_metrics.records.cell_values import agency_word, as_text
from csc_metrics.records.draft import Draft
from csc_metrics.records.faults import AUTHORITY_DIFFERS, LONGEST_VALUE
from csc_metrics.records.headings import folded, found_headings, heading_of
from csc_metrics.records.places import known_authority, named_tables
from csc_metrics.records.raw import RawTable, RowFault
from csc_metrics.settings.mappings import ATTENDANCE
from csc_metrics.settings.model import Settings

LA_CODE: Final = ("la_code", "LA code", "LA", "Local authority", "LEA")
"""Headings of a column that says whose a row is, in an extract of several authorities."""
NOBODY: Final = "unknown"
"""In the place of a code: rows and files of which nobody knows whose they are."""
NO_CODE: Final = "This is no authority's code. Give DfE's three digits, such as 357, or the authority's name."
"""What to do about rows or files of an authority that does not exist."""
_TOLD_BESIDE: Final[dict[str, tuple[str, ...]]] = {"meetings": ("meeting_children", ATTENDANCE)}
"""Tables that an extract of another may hold in the same rows: a meeting's children, and who attended."""


@dataclass(frozen=True, kw_only=True)
class MissingHeadings:
    """An extract lacks headings.

    table: that it is of. columns: ours, without which no row can be read. hints: the nearest headings that it has.
    """

    table: str
    columns: tuple[str, ...]
    hints: str


def table_named(name: str, *, settings: Settings, sheet: str = "") -> str | None:
    """Return the clean table that an extract holds, by the settings or by its name; None where neither says.

    name: path below the folder of extracts. sheet: of a workbook; its name counts before the file's.
    """
    file = PurePosixPath(name).name
    said = (
        table for pattern, table in settings.records.files.items() if fnmatch(file, pattern) or fnmatch(name, pattern)
    )
    known = [*RECORD_TABLES, ATTENDANCE]
    told = [*said, *named_tables(sheet, known), *named_tables(PurePosixPath(name).stem, known)]
    return told[0] if told else None


def drafts_of_extract(
    raw: RawTable,
    *,
    table: str,
    file: str,
    folder: str | None,
    default: str | None,
    extracted_on: date,
    settings: Settings,
) -> Iterator[Draft | MissingHeadings]:
    """Give the drafts that an extract fills, for each authority in it; or say which headings it lacks.

    table: clean table, or `attendance`. file: as named to a person. folder: code of the authority in whose folder the
    extract lies; all rows are its own, and those that say another one have a fault. None where the place names none:
    then each row says whose it is. default: whose rows are that say nothing.
    """
    told = [(table, True), *((beside, False) for beside in _TOLD_BESIDE.get(table, ()))]
    for name, is_asked in told:
        drafts = _attendance if name == ATTENDANCE else _plain
        for rows, code in _by_authority(raw, folder=folder, default=default):
            found = drafts(
                rows,
                table=name,
                file=file,
                la_code=code,
                extracted_on=extracted_on,
                settings=settings,
                is_asked=is_asked,
            )
            yield from (_that_says_whose(one, raw) if isinstance(one, Draft) else one for one in found)


def _that_says_whose(draft: Draft, raw: RawTable) -> Draft:
    """Return a draft that knows the heading under which its rows say whose they are, for the faults of that column."""
    heading = heading_of(LA_CODE, raw.headings)
    return draft if heading is None else replace(draft, headings={**draft.headings, LA_CODE[0]: heading})


def _by_authority(raw: RawTable, *, folder: str | None, default: str | None) -> Iterator[tuple[RawTable, str]]:
    """Give the rows of each authority; those of all if the folder says whose they are, or no column does."""
    heading = heading_of(LA_CODE, raw.headings)
    if heading is None:
        yield raw, folder or default or ""
        return
    told = as_text(raw.cells[heading]).str.strip_chars().replace("", None)
    if folder is not None:
        yield _with_others_told(raw, told, folder=folder), folder
        return
    for name in told.unique(maintain_order=True):
        code = default or "" if name is None else known_authority(name) or name
        rows = raw.cells.filter(told.eq_missing(name))
        places = set(rows["source_row"])
        yield RawTable(name=raw.name, cells=rows, faults=tuple(f for f in raw.faults if f.row in places)), code


def _with_others_told(raw: RawTable, told: pl.Series, *, folder: str) -> RawTable:
    """Return the rows with a fault for each that says another authority than its folder. told: what each row says."""
    others = [name for name in told.drop_nulls().unique() if (known_authority(name) or name) != folder]
    at = raw.cells.select("source_row", told.alias("said")).filter(pl.col("said").is_in(others))
    faults = [
        RowFault(rule=AUTHORITY_DIFFERS, row=row, column=told.name, value=said[:LONGEST_VALUE], remedy="")
        for row, said in at.iter_rows()
    ]
    return replace(raw, faults=(*raw.faults, *faults))


def of_nobody(draft: Draft) -> Draft:
    """Return a draft whose rows say no authority that exists, so that each is kept aside, under nobody's name."""
    faults = [
        RowFault(rule="authority_unknown", row=row, column="", value=draft.la_code, remedy=NO_CODE)
        for row in draft.cells["source_row"].unique(maintain_order=True)
    ]
    return replace(draft, la_code=NOBODY, faults=tuple(faults))


def wanted_headings(table: str, *, settings: Settings) -> dict[str, tuple[str, ...]]:
    """Return our column → the headings that it may have in an extract of a table: the settings', then our name for it.

    Settings are one for all extracts, of which some may be printed by another system, under our names.
    """
    beside = next((main for main, others in _TOLD_BESIDE.items() if table in others), "")
    said = settings.columns.get(beside, {}) | settings.columns.get(table, {})
    usual = {"child_id": ("child_id", *CHILD)} if beside else {}
    return {
        name: (*((said[name],) if name in said else ()), *usual.get(name, (name,)))
        for name in RECORD_TABLES[table].columns
    }


def _plain(
    raw: RawTable, *, table: str, file: str, la_code: str, extracted_on: date, settings: Settings, is_asked: bool
) -> Iterator[Draft | MissingHeadings]:
    headings = found_headings(wanted_headings(table, settings=settings), raw.headings)
    missing = missing_columns(table, headings)
    if missing:
        if is_asked:
            yield MissingHeadings(table=table, columns=tuple(missing), hints=_hints(missing, raw.headings))
        return
    cells = raw.cells.select("source_row", *(pl.col(heading).alias(name) for name, heading in headings.items()))
    yield Draft(
        table=table,
        file=file,
        la_code=la_code,
        extracted_on=extracted_on,
        cells=cells,
        headings=headings,
        faults=raw.faults,
    )


def missing_columns(table: str, headings: Mapping[str, str]) -> list[str]:
    """Return the columns without which no row of a table can be read, of those that have no heading."""
    return [
        name
        for name, column in RECORD_TABLES[table].columns.items()
        if column.blank is Blank.NOT_ALLOWED and column.filled_with is None and name not in headings
    ]


def _hints(missing: Sequence[str], headings: Sequence[str]) -> str:
    return "".join(dict.fromkeys(did_you_mean(name.replace("_", " "), headings) for name in missing))


def _attendance(
    raw: RawTable, *, table: str, file: str, la_code: str, extracted_on: date, settings: Settings, is_asked: bool
) -> Iterator[Draft | MissingHeadings]:
    """Give a draft of invitations for each column that is an agency's: a cell says whether the agency came."""
    del table
    headings = raw.headings
    meeting = heading_of((_heading_of_meeting(settings), "meeting_id"), headings)
    agencies = agencies_of(headings, settings=settings, is_asked=is_asked)
    if meeting is None or not agencies:
        if is_asked:
            lacking = ("meeting_id",) if meeting is None else ("a column for each agency",)
            yield MissingHeadings(table=ATTENDANCE, columns=lacking, hints=_hints(lacking, headings))
        return
    for agency, heading in agencies.items():
        yield Draft(
            table="invitations",
            file=file,
            la_code=la_code,
            extracted_on=extracted_on,
            cells=raw.cells.select(
                "source_row",
                pl.col(meeting).alias("meeting_id"),
                pl.lit(agency).alias("agency"),
                pl.col(heading).alias("attendance"),
            ),
            headings={"meeting_id": meeting, "agency": heading, "attendance": heading},
            faults=raw.faults,
        )


def _heading_of_meeting(settings: Settings) -> str:
    """Return the heading of a meeting's identifier in an extract of attendance, which may be one of meetings too."""
    said = settings.columns.get("meetings", {}) | settings.columns.get(ATTENDANCE, {})
    return said.get("meeting_id", "meeting_id")


def agencies_of(headings: Sequence[str], *, settings: Settings, is_asked: bool) -> dict[str, str]:
    """Return agency → heading of its column, by the settings; by the agencies' own names in an extract of attendance.

    headings: as written. is_asked: whether the extract is known to be of attendance.
    """
    said = {name: heading for name, heading in settings.columns.get(ATTENDANCE, {}).items() if name != "meeting_id"}
    found = {name: heading_of((heading,), headings) for name, heading in said.items()}
    if is_asked:
        known = {*settings.agencies, *AGENCIES}
        taken = {heading for heading in found.values() if heading}
        for heading in headings:
            agency = agency_word(heading.removesuffix(" attended").removesuffix("?"))
            if agency in known and agency not in found and heading not in taken:
                found[agency] = heading
    return {name: heading for name, heading in found.items() if heading is not None}


def headings_not_found(table: str, raw: RawTable, *, settings: Settings) -> dict[str, str]:
    """Return heading that the settings name for an extract and it does not have → the nearest that it has, in words.

    table: that the extract is of.
    """
    said = settings.columns.get(table, {})
    lacking = [heading for name, heading in said.items() if heading_of((heading, name), raw.headings) is None]
    return {heading: did_you_mean(heading, raw.headings) for heading in lacking}


def headings_of_ours(table: str, raw: RawTable, *, settings: Settings) -> dict[str, str]:
    """Return heading that the settings name and an extract lacks → our own name for it, which is read in its place.

    table: that the extract is of.
    """
    said = settings.columns.get(table, {})
    lacking = {name: heading for name, heading in said.items() if heading_of((heading,), raw.headings) is None}
    return {heading: name for name, heading in lacking.items() if heading_of((name,), raw.headings) is not None}


def has_any_heading(table: str, raw: RawTable, *, settings: Settings) -> bool:
    """Whether an extract has any heading of a table at all. table: that it may be of."""
    if table == ATTENDANCE:
        return bool(agencies_of(raw.headings, settings=settings, is_asked=True))
    return bool(found_headings(wanted_headings(table, settings=settings), raw.headings))


def unused_headings(table: str, raw: RawTable, *, settings: Settings) -> list[str]:
    """Return the headings of an extract that no column of ours is read from. table: that it is of."""
    used = {folded(name) for name in LA_CODE}
    tables = [name for name in (table, *_TOLD_BESIDE.get(table, ())) if name in RECORD_TABLES]
    for name in tables:
        used |= {folded(one) for names in wanted_headings(name, settings=settings).values() for one in names}
    used |= {folded(heading) for heading in settings.columns.get(ATTENDANCE, {}).values()}
    if table == ATTENDANCE:
        agencies = agencies_of(raw.headings, settings=settings, is_asked=True)
        used |= {folded(heading) for heading in (*agencies.values(), "meeting_id")}
    return [heading for heading in raw.headings if folded(heading) not in used]


def words_of_table(table: str, *, settings: Settings) -> dict[str, dict[str, str]]:
    """Return column → the authority's word → ours, as the settings say for a table."""
    kinds = RECORD_TABLES[table].columns
    said = settings.codes.get(table, {})
    return {name: words for name, words in said.items() if name in kinds and kinds[name].kind is not Kind.IDENTIFIER}
