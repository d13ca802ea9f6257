"""What tells a record from others: its key as text, and whether any key stands twice."""

from collections.abc import Mapping, Sequence
from typing import Final

import polars as pl

from csc_metrics.contracts.records.columns import Blank
from csc_metrics.contracts.records.tables import RecordTable

NOT_THERE: Final = "?"
"""In the text of a key: a part that must be there and is not."""
_MAY_BE_EMPTY: Final = "-"


def record_of(table: RecordTable, *, made_of: Mapping[str, Sequence[str]] | None = None) -> pl.Expr:
    """Return the key of a row as text, its parts with spaces between, so that a person can look the record up.

    made_of: identifier that was made → the columns it was made of, which are told where it could not be made.
    """
    told = [_told(name, table, made_of or {}) for name in table.key]
    return pl.concat_str(told, separator=" ")


def _told(name: str, table: RecordTable, made_of: Mapping[str, Sequence[str]]) -> pl.Expr:
    stand_in = NOT_THERE if table.columns[name].blank is Blank.NOT_ALLOWED else _MAY_BE_EMPTY
    if name not in made_of:
        return pl.col(name).cast(pl.String).fill_null(stand_in)
    parts = [pl.col(part).cast(pl.String).fill_null(NOT_THERE) for part in made_of[name] if part in table.columns]
    return pl.col(name).fill_null(pl.concat_str(parts, separator=" "))


def are_all_different(rows: pl.DataFrame) -> bool:
    """Whether no two rows are alike; where hashes coincide it says no, at worst for nothing.

    Input: any columns. Returns: True only if every row differs from every other.
    """
    if not rows.columns:
        return rows.height <= 1
    if rows.width == 1:
        return rows.to_series().n_unique() == rows.height
    return rows.select(pl.struct(pl.all()).hash()).to_series().n_unique() == rows.height
