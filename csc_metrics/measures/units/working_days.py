"""Working days between two columns of unit rows, however old the first of them is."""

from datetime import date, timedelta

import polars as pl

from csc_metrics.periods import FirstDay, count_working_days, holiday_calendar_range, working_day_after


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


def last_day_within(day: date, *, working_days: int) -> date:
    """Return the last day by which no more than so many working days have gone by: days off after the last are within.

    Raises: OutsideHolidayCalendar if a day lies outside the known bank holidays.

    >>> str(last_day_within(date(2025, 1, 31), working_days=45))  # working day 45 is Friday 4 April
    '2025-04-06'
    """
    return working_day_after(day, working_days + 1) - timedelta(days=1)
