"""Annex A in which nothing is wrong: lists 1 to 8 as one workbook, or as a folder of CSV files."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from hypothesis import strategies as st
from made_up_workbook import Sheet, workbook_bytes
from strategies.clean_tables import Row, mended
from strategies.extracts import HERE, delimited, excel_cell
from strategies.spelling import Spelling
from strategies.values import DRAWN, identifiers, values_or_none

from csc_metrics.contracts.records.tables import RECORD_TABLES
from csc_metrics.records.annex_a import ANNEX_A, AnnexAList
from csc_metrics.records.sources import Feed

READ: Final = tuple(one for one in ANNEX_A if one.feeds)
"""Lists 1 to 8."""
Entry = tuple[Row, dict[str, Row]]
"""A child and, by table, what a row of a list tells of it."""


@dataclass(frozen=True)
class AnnexA:
    """A return. files: of one workbook or of a folder. expected: by table, the columns told of each record."""

    files: dict[str, bytes] = field(repr=False)
    lists: dict[int, list[Entry]]
    expected: dict[str, list[Row]]


def _told(feed: Feed) -> st.SearchStrategy[Row]:
    """Return what a row tells of a record of one table, without the child."""
    table = RECORD_TABLES[feed.table]
    cells = {}
    for name in feed.columns:
        column, bounds = table.columns[name], table.all_columns[name]
        must_be = name in feed.needs or any(name in parts[:2] for parts in feed.id_from.values())
        told = values_or_none(column, bounds, drawn=DRAWN)
        cells[name] = told.filter(lambda value: value is not None) if must_be else told
    del cells["child_id"]
    return st.fixed_dictionaries(cells)


def _entry(one: AnnexAList, child: st.SearchStrategy[Row]) -> st.SearchStrategy[Entry]:
    told = {feed.table: _told(feed).map(lambda row, table=feed.table: _kept(table, row)) for feed in one.feeds[:-1]}
    return st.tuples(child, st.fixed_dictionaries(told))


def _kept(table: str, row: Row) -> Row:
    """Return what is told of a record so that it keeps the rules of its table."""
    whole = dict.fromkeys(RECORD_TABLES[table].columns) | row
    return {name: mended(table, whole)[name] for name in row}


def _key(one: AnnexAList, entry: Entry) -> tuple[object, ...]:
    """Return what no two rows of a list may share: the child, and the day where one child may have several rows."""
    child, told = entry
    if one.number > 5:
        return (child["child_id"],)
    first = told[one.feeds[0].table]
    day = next(iter(name for name in one.feeds[0].columns if name != "child_id" and name.endswith("_on")))
    return (child["child_id"], first[day], first["source"] if one.number == 1 else None)


def _children() -> st.SearchStrategy[list[Row]]:
    feed = READ[0].feeds[-1]
    told = st.fixed_dictionaries({"child_id": identifiers()} | _cells_of(feed))
    return st.lists(told, min_size=1, max_size=3, unique_by=lambda child: child["child_id"])


def _cells_of(feed: Feed) -> dict[str, st.SearchStrategy[object]]:
    table = RECORD_TABLES[feed.table]
    return {
        name: values_or_none(table.columns[name], table.all_columns[name])
        for name in feed.columns
        if name != "child_id"
    }


def records_told(lists: Mapping[int, Sequence[Entry]]) -> dict[str, list[Row]]:
    """Return by table what the lists tell of each record together, worked out one by one."""
    found: dict[str, dict[tuple[object, ...], Row]] = {}
    for one in READ:
        for child, told in lists.get(one.number, ()):
            found.setdefault("children", {})[(child["child_id"],)] = child
            for feed in one.feeds[:-1]:
                row = {"child_id": child["child_id"], **told[feed.table], **_constants(feed)}
                if all(row[name] is not None for name in feed.needs):
                    key = _record(feed, row)
                    before = found.setdefault(feed.table, {}).setdefault(key, {})
                    before |= {name: cell for name, cell in row.items() if cell is not None or name not in before}
    return {table: list(rows.values()) for table, rows in found.items()}


def _constants(feed: Feed) -> Row:
    return {name: True if word == "yes" else word for name, word in feed.constants.items()}


def _record(feed: Feed, row: Row) -> tuple[object, ...]:
    parts = next(iter(feed.id_from.values()), tuple(n for n in RECORD_TABLES[feed.table].key if n in row))
    return tuple(row[name] for name in parts)


def _lines(
    one: AnnexAList, entries: Sequence[Entry], spelling: Spelling
) -> tuple[list[list[str | None]], list[list[object]]]:
    """Return a list's lines of text, its headings first, and what the cells below them mean."""
    columns = {names[0]: (names, feed.table, name) for feed in one.feeds for name, names in feed.columns.items()}
    order = spelling.order_of(list(columns))
    lines: list[list[str | None]] = [[spelling.heading(spelling.one_of(*columns[first][0])) for first in order]]
    meant = []
    for child, told in entries:
        values = [_value(child, told, *columns[first][1:]) for first in order]
        kinds = [RECORD_TABLES[columns[first][1]].columns[columns[first][2]] for first in order]
        lines.append([spelling.cell(kind, value) for kind, value in zip(kinds, values, strict=True)])
        meant.append(values)
    return lines, meant


def _value(child: Row, told: Mapping[str, Row], table: str, name: str) -> object:
    return child[name] if table == "children" or name == "child_id" else told[table][name]


def workbook_of(lists: Mapping[int, Sequence[Entry]], seed: int) -> dict[str, bytes]:
    """Return lists as a workbook."""
    spelling = Spelling(seed)
    is_1904 = spelling.one_of("1900", "1904") == "1904"
    sheets = []
    for number in spelling.order_of(sorted(lists)):
        one = READ[number - 1]
        (head, *rows), meant = _lines(one, lists[number], spelling)
        cells = [
            [excel_cell(value, written, spelling, is_1904=is_1904) for value, written in zip(values, row, strict=True)]
            for values, row in zip(meant, rows, strict=True)
        ]
        title = spelling.one_of("", "Annex A: child-level data")
        above: list[object] = [[title], []] if title else []
        sheets.append(Sheet(spelling.one_of(f"List {number}", f"L{number} {one.title}"[:31]), [*above, head, *cells]))
    return {f"{HERE}/Annex A.xlsx": workbook_bytes(sheets, is_1904=is_1904)}


def folder_of(lists: Mapping[int, Sequence[Entry]], seed: int) -> dict[str, bytes]:
    """Return lists as a folder of CSV files."""
    spelling = Spelling(seed)
    return {
        f"{HERE}/annex_a/List {number}.csv": delimited(_lines(READ[number - 1], entries, spelling)[0], spelling)
        for number, entries in lists.items()
    }


@st.composite
def annexes(draw: st.DrawFn, *, is_workbook: bool) -> AnnexA:
    """Draw a return of some of lists 1 to 8."""
    child = st.sampled_from(draw(_children()))
    numbers = draw(st.lists(st.integers(1, len(READ)), min_size=1, max_size=4, unique=True))
    lists = {
        number: draw(
            st.lists(
                _entry(READ[number - 1], child),
                min_size=1,
                max_size=3,
                unique_by=lambda entry, one=READ[number - 1]: _key(one, entry),
            )
        )
        for number in numbers
    }
    make = workbook_of if is_workbook else folder_of
    return AnnexA(make(lists, draw(st.integers(0, 2**20))), lists, records_told(lists))
