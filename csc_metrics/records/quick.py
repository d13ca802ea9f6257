"""A quick look at a whole draft: where a file has typed its columns, rows without a doubt are not read cell by cell.

It only ever says of rows that nothing is wrong with them. Whatever it does not see at one look goes the long way
(`understand`), which tells what is.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import lru_cache, reduce
from operator import or_
from typing import Final

import polars as pl

from csc_metrics.contracts.codes import words_of
from csc_metrics.contracts.records.columns import EARLIEST, LATEST, Blank, Column, Kind
from csc_metrics.contracts.records.tables import RECORD_TABLES, RecordTable
from csc_metrics.records.cell_values import LONGEST_IDENTIFIER, TYPES
from csc_metrics.records.draft import Draft
from csc_metrics.records.keys import are_all_different

_DOUBTFUL: Final = r"[^!-~ ]|^ | $|  |^$"
"""In text that is understood as it stands: anything but ASCII's letters, digits and marks, and single spaces within."""
_AGENCY: Final = r"[^a-z0-9_]|^_|_$|__|^$"


@dataclass(frozen=True, kw_only=True)
class Quick:
    """What a quick look told.

    rows: those of which nothing is doubtful, schema of the table. doubtful: the others, columns of the draft's cells.
    plain: columns in which no cell is doubtful: each means what stands in it.
    """

    rows: pl.DataFrame
    doubtful: pl.DataFrame
    plain: frozenset[str]


def quick_look(draft: Draft, *, words: Mapping[str, Mapping[str, str]]) -> Quick | None:
    """Return the rows of a draft of which nothing is doubtful, and the others; None if all must be read cell by cell.

    words: the authority's own words for codes.
    """
    table = RECORD_TABLES[draft.table]
    named = [name for name in table.columns if name in draft.cells.columns]
    if draft.faults or draft.is_repeated or words or not _has_all_it_needs(table, named):
        return None
    if any(draft.cells.schema[name] != TYPES[table.columns[name].kind] for name in named):
        return None
    looked = draft.cells.select(_doubts_of_columns(draft.table, tuple(named), drawn=draft.extracted_on))
    rules = [rule.is_broken for rule in table.rules if all(column in named for column in rule.columns)]
    is_doubtful = _is_doubtful(draft.cells, looked, rules=rules, key=[name for name in table.key if name in named])
    is_any = is_doubtful.any()
    return Quick(
        rows=_with_all_columns(draft, table, named, draft.cells.filter(~is_doubtful) if is_any else draft.cells),
        doubtful=draft.cells.filter(is_doubtful) if is_any else draft.cells.clear(),
        plain=frozenset(name for name in named if not looked[name].any()),
    )


def _is_doubtful(
    cells: pl.DataFrame, looked: pl.DataFrame, *, rules: Sequence[pl.Expr], key: Sequence[str]
) -> pl.Series:
    """Return whether a row must be read cell by cell. looked: whether each cell is doubtful. rules: broken or not."""
    columns = [looked[name] for name in looked.columns if looked[name].any()]
    if rules:
        columns.append(cells.select(pl.any_horizontal(rules).fill_null(value=False)).to_series())
    told = cells.select(key)
    if not are_all_different(told):
        columns.append(told.is_duplicated())
    return reduce(or_, columns, pl.Series([False]).new_from_index(0, cells.height))


def _has_all_it_needs(table: RecordTable, named: list[str]) -> bool:
    return all(
        name in named or (column.blank is not Blank.NOT_ALLOWED and not column.is_key) or column.filled_with is not None
        for name, column in table.columns.items()
    )


def _with_all_columns(draft: Draft, table: RecordTable, named: list[str], cells: pl.DataFrame) -> pl.DataFrame:
    absent = [
        pl.lit(column.filled_with, dtype=TYPES[column.kind]).alias(name)
        for name, column in table.columns.items()
        if name not in named
    ]
    filled = [
        pl.col(name).fill_null(column.filled_with)
        for name, column in table.columns.items()
        if name in named and column.filled_with is not None
    ]
    where = {
        "la_code": pl.lit(draft.la_code),
        "source_file": pl.lit(draft.file),
        "extracted_on": pl.lit(draft.extracted_on),
    }
    return cells.with_columns(*absent, *filled, **where).select(list(table.all_columns))


@lru_cache(maxsize=512)
def _doubts_of_columns(table: str, named: tuple[str, ...], *, drawn: date) -> tuple[pl.Expr, ...]:
    """Return whether each cell of these columns is doubtful; worked out once for all extracts of a kind and day."""
    return tuple(_doubt(name, RECORD_TABLES[table], drawn=drawn).alias(name) for name in named)


def _doubt(name: str, table: RecordTable, *, drawn: date) -> pl.Expr:
    """Return whether each cell of a column is doubtful."""
    doubts = list(_doubts(name, table.columns[name], table, drawn=drawn))
    return pl.any_horizontal(doubts).fill_null(value=False) if doubts else pl.lit(value=False)


def _doubts(name: str, column: Column, table: RecordTable, *, drawn: date) -> Iterator[pl.Expr]:
    """Give what would be doubtful in a cell of a column, each as one answer."""
    cells = pl.col(name)
    if column.blank is Blank.NOT_ALLOWED and column.filled_with is None:
        yield cells.is_null()
    if column.kind in {Kind.IDENTIFIER, Kind.TEXT}:
        yield cells.str.contains(_DOUBTFUL)
        yield cells.str.len_bytes() > LONGEST_IDENTIFIER
    elif column.kind is Kind.AGENCY:
        yield cells.str.contains(_AGENCY)
    elif column.kind is Kind.WORD:
        yield ~cells.is_in(words_of(str(column.code_set)))
    elif column.kind is Kind.NUMBER:
        bounds = table.all_columns[name]
        yield ~cells.is_between(getattr(bounds, "min", None), getattr(bounds, "max", None))
    elif column.kind in {Kind.DAY, Kind.MOMENT}:
        yield from _doubts_of_days(cells, column, drawn=drawn)


def _doubts_of_days(cells: pl.Expr, column: Column, *, drawn: date) -> Iterator[pl.Expr]:
    latest = drawn if column.is_event else LATEST
    if column.kind is Kind.MOMENT:
        yield cells.dt.time() == time.min
        yield ~cells.is_between(datetime.combine(EARLIEST, time.min), datetime.combine(latest, time.max))
    else:
        yield ~cells.is_between(EARLIEST, latest)
