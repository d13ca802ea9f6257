"""Small worlds of records: every clean table of an authority, whose rows name each other's children and workers.

Hypothesis draws a number, from which a world is made: what fails comes back with it. Days lie within two years, many
at the ends of months; cells that may be empty are so now and then.
"""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from typing import Final

import numpy as np
import polars as pl
from hypothesis import strategies as st
from strategies.clean_tables import Row, as_cleaned, key_of, mended

from csc_metrics.contracts.codes import words_of
from csc_metrics.contracts.records.columns import Blank, Column, Kind
from csc_metrics.contracts.records.tables import RECORD_TABLES

World = dict[str, pl.DataFrame]
"""Clean table → rows, of one authority."""
UNTIL: Final = date(2025, 9, 30)
DAYS: Final = 730
MONTH_ENDS: Final = (date(2024, 2, 29), date(2024, 12, 31), date(2025, 3, 31), date(2025, 6, 30), UNTIL)
EMPTY: Final = 0.15
AT_MONTH_END: Final = 0.2
HALF: Final = 0.5
NAMES: Final = {"child_id": "C", "person_id": "C", "worker_id": "W", "referral_id": "R", "meeting_id": "M"}
"""Identifiers by which tables refer to each other → their first letter."""
MANY_IDENTIFIERS: Final = 9
TEXTS: Final = ("North", "South", "Team manager")
AGENCIES: Final = ("police", "health", "social_worker", "education")
NUMBERS: Final = (0.0, 0.5, 0.8, 1.0)

numbers_of_worlds: Final = st.integers(0, 2**32 - 1)
"""What worlds are made from."""


def world_of(number: int, *, of: str = "", many: int = 40) -> World:
    """Return a world. of: letters before its identifiers, so that two worlds share none. many: most rows of a table."""
    chance = np.random.default_rng(number)
    return {name: _table(name, chance, of=of, many=many) for name in RECORD_TABLES}


def _table(name: str, chance: np.random.Generator, *, of: str, many: int) -> pl.DataFrame:
    rows: dict[object, Row] = {}
    for _ in range(int(chance.integers(many // 2, many + 1))):
        row = as_cleaned(name, mended(name, _row(name, chance, of=of)))
        rows.setdefault(key_of(name, row), row)
    schema = {column: RECORD_TABLES[name].empty.schema[column] for column in RECORD_TABLES[name].columns}
    return pl.DataFrame(list(rows.values()), schema=schema, orient="row")


def _row(name: str, chance: np.random.Generator, *, of: str) -> Row:
    columns = RECORD_TABLES[name].columns
    return {column: _cell(column, about, chance, of=of) for column, about in columns.items()}


def _cell(name: str, column: Column, chance: np.random.Generator, *, of: str) -> object:
    if column.blank is not Blank.NOT_ALLOWED and chance.random() < EMPTY:
        return None
    makers: dict[Kind, Callable[[], object]] = {
        Kind.IDENTIFIER: lambda: _identifier(name, chance, of=of),
        Kind.WORD: lambda: str(chance.choice(words_of(column.code_set or ""))),
        Kind.TEXT: lambda: str(chance.choice(TEXTS)),
        Kind.AGENCY: lambda: str(chance.choice(AGENCIES)),
        Kind.YES_NO: lambda: bool(chance.random() < HALF),
        Kind.NUMBER: lambda: float(chance.choice(NUMBERS)),
        Kind.DAY: lambda: _day(chance),
        Kind.MOMENT: lambda: datetime.combine(_day(chance), time(1 + chance.integers(22), chance.integers(60))),
    }
    return makers[column.kind]()


def _identifier(name: str, chance: np.random.Generator, *, of: str) -> str:
    """Return an identifier: of children and workers one of few, so that rows name each other's."""
    many = MANY_IDENTIFIERS if name in NAMES else MANY_IDENTIFIERS**2
    return f"{of}{NAMES.get(name, name)}{chance.integers(many)}"


def _day(chance: np.random.Generator) -> date:
    number = int(chance.integers(DAYS))
    is_at_end = chance.random() < AT_MONTH_END
    return MONTH_ENDS[number % len(MONTH_ENDS)] if is_at_end else UNTIL - timedelta(days=number)
