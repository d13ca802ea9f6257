"""Extracts with faults: rows of which it is known what is wrong, and messy ones of which all may be."""

from collections.abc import Sequence
from dataclasses import dataclass

from hypothesis import strategies as st
from made_up_records import parquet_bytes
from polars import DataFrame, String
from strategies.clean_tables import Row, as_cleaned, rows_of
from strategies.extracts import HERE, delimited
from strategies.spelling import Spelling
from strategies.values import FAULTY

from csc_metrics.contracts.records.columns import Blank, Column
from csc_metrics.contracts.records.tables import RECORD_TABLES

Lines = list[list[str | None]]


@dataclass(frozen=True)
class Faulty:
    """An extract of a table in which some cells mean nothing.

    clean: rows that stand, the cell that cannot be read empty where it may be unknown. aside: how many cannot stand.
    faults: column and cell of each fault that must be told.
    """

    table: str
    name: str
    content: bytes
    clean: list[Row]
    aside: int
    faults: list[tuple[str, str]]


def may_be_spoilt(column: Column) -> bool:
    """Whether what comes of a spoilt cell is plain: an empty one in a key that may be empty may be another record."""
    return not (column.is_key and column.blank is not Blank.NOT_ALLOWED)


def stands_without(column: Column) -> bool:
    """Whether a row stands though a cell of this column cannot be read."""
    return column.blank is Blank.UNKNOWN or column.filled_with is not None


@st.composite
def faulty_extracts(draw: st.DrawFn) -> Faulty:
    """Draw an extract of which some rows have a cell that means nothing, in whatever column."""
    table = draw(st.sampled_from(tuple(RECORD_TABLES)))
    columns = RECORD_TABLES[table].columns
    spelling = Spelling(draw(st.integers(0, 2**20)))
    clean: list[Row] = []
    lines: Lines = [[spelling.heading(name) for name in columns]]
    faults: list[tuple[str, str]] = []
    seen: set[tuple[str | None, ...]] = set()
    lost = 0
    for row in draw(rows_of(table)):
        cells = {name: spelling.cell(columns[name], cell) for name, cell in row.items()}
        spoilt = draw(st.one_of(st.none(), st.sampled_from([name for name in columns if may_be_spoilt(columns[name])])))
        if spoilt is not None:
            cells[spoilt] = draw(st.sampled_from(FAULTY[columns[spoilt].kind]))
        line = [cells[name] for name in columns]
        bare = tuple(cell and cell.strip() for cell in line)
        if bare in seen:  # without what told it from another, it says the same: it is taken once
            continue
        seen.add(bare)
        lines.append(line)
        faults += [] if spoilt is None else [(spoilt, str(cells[spoilt])[:60])]
        if spoilt is None or stands_without(columns[spoilt]):
            clean.append(as_cleaned(table, row if spoilt is None else {**row, spoilt: None}))
        else:
            lost += 1
    content = delimited(lines, spelling)
    return Faulty(table, f"{HERE}/{table}.csv", content, clean, lost, faults)


@st.composite
def messy_lines(draw: st.DrawFn, table: str) -> Lines:
    """Draw lines whose cells are taken from a few rows, right or wrong or empty, so that records meet one another."""
    columns = RECORD_TABLES[table].columns
    rows = draw(rows_of(table, max_size=3))
    plain = Spelling(0)
    pools = {
        name: [*(plain.cell(column, row[name]) for row in rows), *FAULTY[column.kind][:2], None]
        for name, column in columns.items()
    }
    right = st.sampled_from(rows).map(lambda row: [plain.cell(columns[name], row[name]) for name in columns])
    mixed = st.tuples(*(st.sampled_from(pool) for pool in pools.values())).map(list)
    nearly = st.builds(
        lambda line, other, place: [*line[:place], other[place], *line[place + 1 :]],
        right,
        mixed,
        st.integers(0, len(columns) - 1),
    )
    return draw(st.lists(st.one_of(right, nearly, nearly, mixed), min_size=1, max_size=6))


def messy_file(table: str, lines: Sequence[Sequence[str | None]], *, form: str = "csv") -> bytes:
    """Return lines under the table's own headings. form: csv or parquet."""
    names = list(RECORD_TABLES[table].columns)
    if form == "parquet":
        return parquet_bytes(
            DataFrame([list(line) for line in lines], schema=dict.fromkeys(names, String), orient="row")
        )
    return delimited([names, *lines], Spelling(0))
