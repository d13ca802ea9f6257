"""Days of a made-up region as numbers since 1 January 1970, and the working days among them."""

from datetime import date, timedelta
from functools import cache
from typing import Final

import numpy as np
import polars as pl

from csc_metrics.periods import bank_holidays, holiday_calendar_range
from csc_metrics.sample.chance import Bools, Ints

EPOCH: Final = date(1970, 1, 1)
MINUTES_IN_A_DAY: Final = 24 * 60
NEVER: Final = 2**40
"""In the place of a day, or a minute, that does not come."""
_SATURDAY: Final = 5
_EPOCH_WEEKDAY: Final = 3
_WEEK: Final = 7


def number_of(day: date) -> int:
    """Return the number of a day."""
    return (day - EPOCH).days


def day_of(number: int) -> date:
    """Return the day of a number."""
    return EPOCH + timedelta(int(number))


def is_working(days: Ints) -> Bools:
    """Whether each day is a working day."""
    return _working()[days - _first()]


def after_working_days(days: Ints, working_days: Ints | int) -> Ints:
    """Return the working day that lies so many working days after each day; the day itself after none.

    Beyond the bank holidays that are known it is the last working day before: no extract tells of that time.
    """
    known = np.minimum(days - _first(), len(_begun()) - 1)
    begun = np.minimum(_begun()[known] + working_days, len(_list_of_working()))
    found = _list_of_working()[begun - 1]
    return np.where(np.asarray(working_days) == 0, days, found).astype(np.int64)


def as_days(numbers: Ints, *, known_on: int) -> pl.Series:
    """Return days as dates, those after a day on which they are told, or that never come, empty."""
    return _as(numbers, numbers <= known_on, pl.Date)


def as_moments(minutes: Ints, *, known_on: int) -> pl.Series:
    """Return minutes since 1970 as moments, those after the day on which they are told empty.

    Nothing happens at midnight: that is how a day without a time is written.
    """
    is_known = minutes < (known_on + 1) * MINUTES_IN_A_DAY
    told = minutes + (minutes % MINUTES_IN_A_DAY == 0)
    microseconds = np.where(is_known, told, 0) * 60_000_000
    return _as(microseconds, is_known, pl.Datetime("us"))


def _as(numbers: Ints, is_known: Bools, kind: pl.DataType | type[pl.DataType]) -> pl.Series:
    whole = np.where(is_known, numbers, 0)
    told = pl.DataFrame({"told": whole, "known": is_known})
    cells = pl.col("told").cast(pl.Int32 if kind == pl.Date else pl.Int64).cast(kind)
    return told.select(pl.when(pl.col("known")).then(cells)).to_series()


@cache
def _working() -> Bools:
    first_on, last_on = holiday_calendar_range()
    days = np.arange(number_of(first_on), number_of(last_on) + 1)
    holidays = np.array(sorted(number_of(day) for day in bank_holidays()))
    return ((days + _EPOCH_WEEKDAY) % _WEEK < _SATURDAY) & ~np.isin(days, holidays)


@cache
def _first() -> int:
    return number_of(holiday_calendar_range()[0])


@cache
def _begun() -> Ints:
    return np.cumsum(_working().astype(np.int64))


@cache
def _list_of_working() -> Ints:
    return (np.nonzero(_working())[0] + _first()).astype(np.int64)
