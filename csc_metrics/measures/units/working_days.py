"""Working days between two columns of unit rows, however old the first of them is."""

import polars as pl

from csc_metrics.periods import FirstDay, count_working_days, holiday_calendar_range


def with_working_days(rows: pl.DataFrame, *, start: str, end: str, into: str, first_day: FirstDay) -> pl.DataFrame:
    """Add the working days from one day to another, as `count_working_days` counts them.

    A day before the known bank holidays counts as their first day: a wait that long is beyond every limit all the same.
    Input: rows, any; start, end (Date, may be null). Returns: the same rows, and into (Int32; null where either is).
    Raises: OutsideHolidayCalendar if a day lies after the known bank holidays.
    """
    first, _ = holiday_calendar_range()
    known = rows.with_columns(
        pl.max_horizontal(pl.col(start), pl.when(pl.col(start).is_not_null()).then(pl.lit(first))).alias("_start"),
        pl.max_horizontal(pl.col(end), pl.when(pl.col(end).is_not_null()).then(pl.lit(first))).alias("_end"),
    )
    return count_working_days(known, start="_start", end="_end", into=into, first_day=first_day).drop("_start", "_end")
