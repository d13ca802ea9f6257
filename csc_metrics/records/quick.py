"""A quick look at a whole draft: where a file has typed a column and nothing in it is doubtful, no cell is read.

It only ever says that nothing is wrong. Whatever it does not see at one look goes the long way (`understand`), which
tells what is.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Final

import polars as pl

from csc_metrics.contracts.codes import words_of
from csc_metrics.contracts.records.columns import EARLIEST, LATEST, Blank, Column, Kind
from csc_metrics.contracts.records.tables import RECORD_TABLES, RecordTable
from csc_metrics.records.cell_values import LONGEST_IDENTIFIER, TYPES
from csc_metrics.records.draft import Draft

_DOUBTFUL: Final = r"[^!-~ ]|^ | $|  |^$"
"""In text that is understood as it stands: anything but ASCII's letters, digits and marks, and single spaces within."""
_AGENCY: Final = r"[^a-z0-9_]|^_|_$|__|^$"


@dataclass(frozen=True, kw_only=True)
class Look:
    """What was seen at one look at a draft.

    plain: columns whose cells all mean what stands in them, as typed. are_keys_different: whether no two rows can tell
    of one record. is_sound: whether nothing at all is doubtful, so that the rows are clean as they stand.
    """

    plain: frozenset[str] = frozenset()
    are_keys_different: bool = False
    is_sound: bool = False


NOTHING_SEEN: Final = Look()
"""No look was taken: every cell must be read."""


def quick_look(draft: Draft, *, words: Mapping[str, Mapping[str, str]]) -> Look:
    """Return what can be told of a draft without reading it cell by cell. words: the authority's own, for codes."""
    table = RECORD_TABLES[draft.table]
    named = [name for name in table.columns if name in draft.cells.columns]
    typed = [name for name in named if draft.cells.schema[name] == TYPES[table.columns[name].kind]]
    doubts = {
        name: pl.any_horizontal(False, *_doubts(name, table.columns[name], table, drawn=draft.extracted_on))
        for name in typed
        if name not in words
    }
    if not doubts:
        return NOTHING_SEEN
    key = [name for name in table.key if name in named]
    rules = [rule.is_broken.any() for rule in table.rules if all(column in typed for column in rule.columns)]
    asked = [*doubts.values(), _are_keys_twice(key, draft.cells.height), pl.any_horizontal(False, *rules)]
    *doubtful, is_key_twice, is_rule_broken = draft.cells.select(
        asked_one.alias(str(at)) for at, asked_one in enumerate(asked)
    ).row(0)
    plain = frozenset(name for name, is_doubtful in zip(doubts, doubtful, strict=True) if not is_doubtful)
    are_keys_different = plain.issuperset(key) and not is_key_twice
    return Look(
        plain=plain,
        are_keys_different=are_keys_different,
        is_sound=are_keys_different
        and not (is_rule_broken or draft.faults or draft.is_repeated)
        and plain.issuperset(named)
        and _has_all_it_needs(table, named),
    )


def quick_rows(draft: Draft) -> pl.DataFrame:
    """Return the clean rows of a draft that is sound. Returns: schema of its table, rows in the order of the file."""
    table = RECORD_TABLES[draft.table]
    return _with_all_columns(draft, table, [name for name in table.columns if name in draft.cells.columns])


def _has_all_it_needs(table: RecordTable, named: list[str]) -> bool:
    return all(
        name in named or (column.blank is not Blank.NOT_ALLOWED and not column.is_key) or column.filled_with is not None
        for name, column in table.columns.items()
    )


def _with_all_columns(draft: Draft, table: RecordTable, named: list[str]) -> pl.DataFrame:
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
    return draft.cells.with_columns(*absent, *filled, **where).select(list(table.all_columns))


def _doubts(name: str, column: Column, table: RecordTable, *, drawn: date) -> Iterator[pl.Expr]:
    """Give what would be doubtful in a column, each as one answer."""
    cells = pl.col(name)
    if column.blank is Blank.NOT_ALLOWED and column.filled_with is None:
        yield cells.has_nulls()
    if column.kind in {Kind.IDENTIFIER, Kind.TEXT}:
        different = cells.unique() if column.kind is Kind.TEXT else cells
        yield (different.str.contains(_DOUBTFUL) | (different.str.len_bytes() > LONGEST_IDENTIFIER)).any()
    elif column.kind is Kind.AGENCY:
        yield cells.unique().str.contains(_AGENCY).any()
    elif column.kind is Kind.WORD:
        yield ~cells.is_in(words_of(str(column.code_set))).all()
    elif column.kind is Kind.NUMBER:
        bounds = table.all_columns[name]
        yield ~cells.is_between(getattr(bounds, "min", None), getattr(bounds, "max", None)).all()
    elif column.kind in {Kind.DAY, Kind.MOMENT}:
        yield from _doubts_of_days(cells, column, drawn=drawn)


def _doubts_of_days(cells: pl.Expr, column: Column, *, drawn: date) -> Iterator[pl.Expr]:
    latest = drawn if column.is_event else LATEST
    if column.kind is Kind.MOMENT:
        yield (cells.dt.time() == time.min).any()
        yield (cells.min() < datetime.combine(EARLIEST, time.min)) | (cells.max() > datetime.combine(latest, time.max))
    else:
        yield (cells.min() < EARLIEST) | (cells.max() > latest)


def _are_keys_twice(key: list[str], rows: int) -> pl.Expr:
    """Return whether a key may stand twice; equal hashes of different keys are doubt enough."""
    if not key:
        return pl.lit(value=True)
    told = pl.struct(key).hash() if key[1:] else pl.col(key[0])
    return told.n_unique() < rows
