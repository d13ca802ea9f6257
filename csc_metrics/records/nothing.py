"""A column of empty cells, made without a query."""

import polars as pl


def nothing(rows: int, *, dtype: pl.DataType) -> pl.Series:
    """Return so many empty cells. dtype: of the column.

    >>> nothing(2, dtype=pl.String()).to_list()
    [None, None]
    """
    return pl.Series([None], dtype=dtype).new_from_index(0, rows)
