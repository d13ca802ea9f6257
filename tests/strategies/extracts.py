"""An authority's own extracts in every form: delimited text, workbooks, Parquet, attendance by agency."""

import csv
import io
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final

import polars as pl
from hypothesis import strategies as st
from made_up_records import MONTHS, parquet_bytes
from made_up_workbook import Sheet, inline, number, workbook_bytes
from strategies.clean_tables import Row, rows_of
from strategies.spelling import Spelling

from csc_metrics.contracts.records.tables import RECORD_TABLES

HERE: Final = f"001/{MONTHS[1]}"
FORMS: Final = ("csv", "tsv", "txt", "xlsx", "parquet", "text.parquet")
_FIRST_DAY_OF_EXCEL: Final = {False: date(1900, 3, 1), True: date(1904, 1, 2)}
"""Before it, Excel counts a day that no calendar has, or nothing."""
_ESCAPE: Final = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
Cells = Sequence[Sequence[object]]


@dataclass(frozen=True)
class Extract:
    """A file of one clean table. rows: what it means, in its order."""

    table: str
    name: str
    content: bytes = field(repr=False)
    rows: list[Row]


def names_in_file(table: str, spelling: Spelling) -> list[str]:
    """Return the columns of an extract in the order in which its file has them."""
    return spelling.order_of(list(RECORD_TABLES[table].columns))


def delimited(lines: Cells, spelling: Spelling, *, ending: str = "csv") -> bytes:
    """Return lines of cells as delimited text, in one of the ways in which programs write it."""
    separator = "\t" if ending == "tsv" else spelling.one_of(",", ";", "\t")
    text = io.StringIO(newline="")
    quoting = csv.QUOTE_ALL if spelling.one_of("some", "all") == "all" else csv.QUOTE_MINIMAL
    end = spelling.one_of("\r\n", "\n")
    csv.writer(text, delimiter=separator, quoting=quoting, lineterminator=end).writerows(lines)
    head = spelling.one_of("", "", f"sep={separator}{end}", f"{end}{end}")
    tail = spelling.one_of("", "", end, separator * (len(lines[0]) - 1) + end)
    whole = head + spelling.one_of(text.getvalue(), text.getvalue().removesuffix(end) + end) + tail
    return whole.encode(spelling.one_of("utf-8", "utf-8-sig", "utf-16"))


def as_text(table: str, rows: Sequence[Row], spelling: Spelling) -> list[list[str | None]]:
    """Return rows as cells of text under headings."""
    names, columns = names_in_file(table, spelling), RECORD_TABLES[table].columns
    heads: list[str | None] = [spelling.heading(name) for name in names]
    return [heads, *([spelling.cell(columns[name], row[name]) for name in names] for row in rows)]


def excel_cell(value: object, written: str | None, spelling: Spelling, *, is_1904: bool) -> object:
    """Return a cell of a workbook: typed as Excel types it, or the text."""
    if written is None:
        return None
    if isinstance(value, date) and date.fromisoformat(f"{value:%Y-%m-%d}") >= _FIRST_DAY_OF_EXCEL[is_1904]:
        return value if spelling.one_of("typed", "text") == "typed" else written
    if isinstance(value, bool | float):
        return value if spelling.one_of("typed", "text") == "typed" else written
    if written.isascii() and written.isdigit() and len(written) < 12 and str(int(written)) == written:
        return number(written) if spelling.one_of("number", "text") == "number" else written
    escaped = _ESCAPE.sub("_x005F_", written)
    return inline(escaped) if spelling.one_of("shared", "inline") == "inline" else escaped


def workbook(lines: Cells, values: Cells, spelling: Spelling, *, sheet: str) -> bytes:
    """Return lines as a workbook of one sheet, perhaps with a title above and gaps between the rows."""
    is_1904 = spelling.one_of("1900", "1904") == "1904"
    head, *rows = lines
    told = [
        [excel_cell(value, written, spelling, is_1904=is_1904) for value, written in zip(meant, row, strict=True)]
        for meant, row in zip(values, rows, strict=True)
    ]
    first = int(spelling.one_of("1", "2", "4"))
    title = [(1, ["Extract of cases"])] if first > 1 else []
    gap = int(spelling.one_of("0", "0", "1", "3"))
    body = [(first + 1 + gap + place * (1 + gap), cells) for place, cells in enumerate(told)]
    return workbook_bytes(
        [Sheet(sheet, [*title, (first, list(head)), *body])], is_1904=is_1904, shares_text=spelling.is_plain
    )


def parquet(table: str, rows: Sequence[Row], spelling: Spelling, *, is_typed: bool) -> bytes:
    """Return rows as Parquet, each column of its type, or of text."""
    names, columns = names_in_file(table, spelling), RECORD_TABLES[table].columns
    schema = RECORD_TABLES[table].empty.schema
    heads = {name: spelling.heading(name) for name in names}
    if is_typed:
        told = pl.DataFrame(list(rows), schema={name: schema[name] for name in names}).rename(heads)
    else:
        cells = [[spelling.cell(columns[name], row[name]) for name in names] for row in rows]
        told = pl.DataFrame(cells, schema=dict.fromkeys(heads.values(), pl.String), orient="row")
    return parquet_bytes(told)


def file_of(table: str, rows: list[Row], *, form: str, seed: int, folder: str = HERE) -> Extract:
    """Return rows as a file. form: one of `FORMS`. seed: of how everything is written; 0 for the plainest way."""
    spelling = Spelling(seed)
    ending = form.rpartition(".")[2]
    stem = spelling.one_of(table, table.replace("_", " ").title(), f"export {table} all")
    if ending == "parquet":
        content = parquet(table, rows, spelling, is_typed=form == "parquet")
    elif ending == "xlsx":
        names, columns = names_in_file(table, spelling), RECORD_TABLES[table].columns
        head = [spelling.heading(name) for name in names]
        lines = [head, *([spelling.cell(columns[name], row[name]) for name in names] for row in rows)]
        values = [[row[name] for name in names] for row in rows]
        content = workbook(lines, values, spelling, sheet=spelling.one_of(table, "Sheet1"))
    else:
        content = delimited(as_text(table, rows, spelling), spelling, ending=ending)
    return Extract(table=table, name=f"{folder}/{stem}.{ending}", content=content, rows=rows)


@st.composite
def extracts(draw: st.DrawFn, tables: Sequence[str] = tuple(RECORD_TABLES), forms: Sequence[str] = FORMS) -> Extract:
    """Draw an extract of a table in which nothing is wrong."""
    table, form = draw(st.sampled_from(tables)), draw(st.sampled_from(forms))
    return file_of(table, draw(rows_of(table)), form=form, seed=draw(st.integers(0, 2**20)))


AGENCIES: Final = ("police", "health", "social_worker", "education", "housing")


@st.composite
def attendances(draw: st.DrawFn) -> Extract:
    """Draw an extract of attendance with a column per agency; its rows are those of `invitations`."""
    meetings = draw(st.lists(st.integers(1, 50).map("M{}".format), min_size=1, max_size=5, unique=True))
    agencies = draw(st.lists(st.sampled_from(AGENCIES), min_size=1, max_size=4, unique=True))
    column = RECORD_TABLES["invitations"].columns["attendance"]
    words = st.sampled_from((None, "attended", "apologies", "no_response", "not_recorded"))
    told = {meeting: draw(st.tuples(*[words] * len(agencies))) for meeting in meetings}
    spelling = Spelling(draw(st.integers(0, 2**20)))
    heads = [spelling.one_of(one, one.title(), f"{one.replace('_', ' ').title()} attended") for one in agencies]
    lines = [
        [spelling.heading("meeting_id"), *heads],
        *([meeting, *(spelling.cell(column, word) for word in words)] for meeting, words in told.items()),
    ]
    rows: list[Row] = [
        {"meeting_id": meeting, "agency": agency, "attendance": word or "not_recorded"}
        for meeting, words in told.items()
        for agency, word in zip(agencies, words, strict=True)
    ]
    return Extract("invitations", f"{HERE}/attendance.csv", delimited(lines, spelling), rows)
