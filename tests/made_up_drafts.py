"""Rows of made-up extracts for tests: a draft of any table from a few cells, and clean rows of any table."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Final

import polars as pl

from csc_metrics.contracts.codes import words_of
from csc_metrics.contracts.records.columns import Column, Kind
from csc_metrics.contracts.records.tables import RECORD_TABLES
from csc_metrics.records.draft import Draft
from csc_metrics.records.history import Part
from csc_metrics.records.raw import RowFault
from csc_metrics.records.understand import Understood, understand

LA_CODE: Final = "357"
FILE: Final = "357/2026-10/made_up.csv"
DRAWN_ON: Final = date(2026, 10, 31)
Row = Mapping[str, object]


def draft(
    table: str,
    *rows: Row,
    lines: Sequence[int] | None = None,
    faults: Sequence[RowFault] = (),
    id_from: Mapping[str, tuple[str, ...]] | None = None,
    is_repeated: bool = False,
) -> Draft:
    """Return rows as a reader gives them. lines: on which they stand; from the second, if not said."""
    names = list(dict.fromkeys(name for row in rows for name in row))
    places = list(range(2, 2 + len(rows))) if lines is None else list(lines)
    cells = {name: pl.Series([row.get(name) for row in rows], dtype=pl.String) for name in names}
    return Draft(
        table=table,
        file=FILE,
        la_code=LA_CODE,
        extracted_on=DRAWN_ON,
        cells=pl.DataFrame({**cells, "source_row": pl.Series(places, dtype=pl.Int64)}),
        headings={name: heading_of(name) for name in names},
        id_from=id_from or {},
        is_repeated=is_repeated,
        faults=tuple(faults),
    )


def heading_of(column: str) -> str:
    """Return the heading under which a column stands in a made-up extract."""
    return column.replace("_", " ").capitalize()


def understood(table: str, *rows: Row, words: Mapping[str, Mapping[str, str]] | None = None) -> Understood:
    return understand(draft(table, *rows), words=words or {})


def whole_row(table: str, **said: object) -> dict[str, object]:
    """Return a row of cells that no rule finds fault with, every column filled that must be; and what is said."""
    needed = {
        name: _cell(name, column)
        for name, column in RECORD_TABLES[table].columns.items()
        if not RECORD_TABLES[table].schema.columns()[name].nullable
    }
    return needed | said


def _cell(name: str, column: Column) -> str:
    plain = {Kind.DAY: "2026-05-01", Kind.MOMENT: "2026-05-01 09:00:00", Kind.NUMBER: "1", Kind.YES_NO: "yes"}
    if column.code_set is not None:
        return "pending" if column.code_set == "meeting_status" else words_of(column.code_set)[0]
    return plain.get(column.kind, f"{name.removesuffix('_id')}1")


def clean_rows(table: str, *rows: Row, file: str = FILE, drawn_on: date = DRAWN_ON) -> pl.DataFrame:
    """Return rows of a clean table, typed; days and moments may be given as ISO text, source_row counts from 2."""
    schema = RECORD_TABLES[table].schema.create_empty().schema
    where = {"la_code": LA_CODE, "source_file": file, "extracted_on": drawn_on}
    told = [
        where | {"source_row": number} | {name: _typed(schema[name], cell) for name, cell in row.items()}
        for number, row in enumerate(rows, start=2)
    ]
    return pl.DataFrame(told, schema=schema)


def _typed(dtype: pl.DataType, cell: object) -> object:
    if isinstance(cell, str) and dtype == pl.Date:
        return date.fromisoformat(cell)
    return datetime.fromisoformat(cell) if isinstance(cell, str) and dtype.is_temporal() else cell


def part(
    table: str, drawn_on: date, *rows: Row, supplied: Sequence[str] = (), file: str = "a", made: tuple[str, ...] = ()
) -> Part:
    """Return rows of a file. supplied: columns that it has; if none is said, those in its rows."""
    told = tuple(supplied) or tuple(dict.fromkeys(name for row in rows for name in row))
    return Part(
        extracted_on=drawn_on, rows=clean_rows(table, *rows, file=file, drawn_on=drawn_on), supplied=told, made=made
    )


def referral(name: str = "R1", **said: object) -> dict[str, object]:
    return {"referral_id": name, "child_id": "C1", "referred_on": "2026-05-01"} | said
