"""What tells a record from others: its key as text, and whether any key stands twice."""

import polars as pl

from csc_metrics.contracts.records.columns import Blank
from csc_metrics.contracts.records.tables import RecordTable


def record_of(table: RecordTable) -> pl.Expr:
    """Return the key of a row as text, its parts with spaces between; null where a part that must be there is not."""
    told = [
        pl.col(name).cast(pl.String)
        if column.blank is Blank.NOT_ALLOWED
        else pl.col(name).cast(pl.String).fill_null("-")
        for name, column in table.columns.items()
        if column.is_key
    ]
    return pl.concat_str(told, separator=" ")


def are_all_different(rows: pl.DataFrame) -> bool:
    """Whether no two rows are alike; where hashes coincide it says no, at worst for nothing.

    Input: any columns. Returns: True only if every row differs from every other.
    """
    if not rows.columns:
        return rows.height <= 1
    if rows.width == 1:
        return rows.to_series().n_unique() == rows.height
    return rows.select(pl.struct(pl.all()).hash()).to_series().n_unique() == rows.height
