"""Rows of every clean table, drawn from its schema: valid by construction, so that no rule finds fault with them."""

from collections.abc import Callable
from datetime import date
from typing import Final

from hypothesis import strategies as st
from strategies.values import DRAWN, values_or_none

from csc_metrics.contracts.records.tables import RECORD_TABLES

Row = dict[str, object]
"""A row of a clean table, without what says where it is from; None is an empty cell."""


def _held_if_it_says_when(row: Row) -> None:
    if row["held_at"] is not None:
        row["status"] = "held"
    elif row["status"] == "held":
        row["status"] = "pending"


def _required_if_held(row: Row) -> None:
    if row["icpc_on"] is not None:
        row["is_icpc_not_required"] = False


def _seen_if_alone(row: Row) -> None:
    if row["is_seen_alone"]:
        row["is_child_seen"] = True


MENDS: Final[dict[str, Callable[[Row], None]]] = {
    "held_without_a_time": _held_if_it_says_when,
    "held_though_not_held": _held_if_it_says_when,
    "conference_though_not_required": _required_if_held,
    "seen_alone_but_not_seen": _seen_if_alone,
}
"""By rule: what makes a row keep it. Rules on the order of two days need none: the days change places."""


def days_in_order(table: str) -> list[tuple[str, str]]:
    """Return the pairs of days, earlier and later, that rules of a table put in order."""
    columns = RECORD_TABLES[table].columns
    pairs = [rule.columns for rule in RECORD_TABLES[table].rules if rule.name not in MENDS]
    return [(earlier, later) for earlier, later in pairs if columns[earlier].kind is columns[later].kind]


def mended(table: str, row: Row) -> Row:
    """Return a row that keeps all rules of its table."""
    kept = dict(row)
    pairs = days_in_order(table)
    for _ in pairs:
        for earlier, later in pairs:
            if kept[earlier] is not None and kept[later] is not None and kept[later] < kept[earlier]:
                kept[earlier], kept[later] = kept[later], kept[earlier]
    for rule in RECORD_TABLES[table].rules:
        if rule.name in MENDS:
            MENDS[rule.name](kept)
    return kept


def row_of(table: str, *, drawn: date = DRAWN) -> st.SearchStrategy[Row]:
    """Return a row of a clean table."""
    bounds = RECORD_TABLES[table].all_columns
    cells = {
        name: values_or_none(column, bounds[name], drawn=drawn) for name, column in RECORD_TABLES[table].columns.items()
    }
    return st.fixed_dictionaries(cells).map(lambda row: mended(table, row))


_TOLD_APART_BY: Final = {"allocations": ("person_id", "person_type")}
"""What no two drawn rows share, where it is more than the key: two workers who hold one case overlap."""


def key_of(table: str, row: Row) -> tuple[object, ...]:
    return tuple(row[name] for name in _TOLD_APART_BY.get(table, RECORD_TABLES[table].key))


def rows_of(table: str, *, drawn: date = DRAWN, min_size: int = 1, max_size: int = 5) -> st.SearchStrategy[list[Row]]:
    """Return rows of a clean table, each of another record."""
    return st.lists(
        row_of(table, drawn=drawn), min_size=min_size, max_size=max_size, unique_by=lambda row: key_of(table, row)
    )


def as_cleaned(table: str, row: Row) -> Row:
    """Return a row as a clean table has it: an empty cell that stands for a word is that word."""
    columns = RECORD_TABLES[table].columns
    return {name: columns[name].filled_with if cell is None else cell for name, cell in row.items()}
