"""Whole months between two days: how long a due date has moved, or an action is late."""

from typing import Final

import polars as pl

_A_YEAR: Final = 12


def whole_months_between(start: pl.Expr, end: pl.Expr) -> pl.Expr:
    """Return the whole months from one day to another: negative where the other is earlier, null where one is.

    A month has passed on the same day of the next month, or on its last day where it has no such day: from 31 January
    to 28 February is one month, to 27 February none.
    start, end: Date.

    >>> due = pl.Series("due", ["2026-01-31", "2026-01-31", "2026-04-30"]).str.to_date()
    >>> now = pl.Series("now", ["2026-04-30", "2026-02-27", "2026-01-31"]).str.to_date()
    >>> months = whole_months_between(pl.col("due"), pl.col("now")).alias("months")
    >>> pl.DataFrame([due, now]).select(months)["months"].to_list()
    [3, 0, -3]
    """
    return pl.when(end >= start).then(_forward(start, end)).otherwise(-_forward(end, start))


def _forward(start: pl.Expr, end: pl.Expr) -> pl.Expr:
    years = end.dt.year().cast(pl.Int64) - start.dt.year().cast(pl.Int64)
    months = years * _A_YEAR + end.dt.month().cast(pl.Int64) - start.dt.month().cast(pl.Int64)
    reached = start.dt.offset_by(pl.concat_str(months.cast(pl.String), pl.lit("mo")))
    return months - (reached > end).cast(pl.Int64)
