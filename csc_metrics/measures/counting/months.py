"""Months by number, and the periods that are made of whole months."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import lru_cache
from typing import Final

import numpy as np
import numpy.typing as npt
import polars as pl

from csc_metrics.contracts.vocabulary import PeriodType

Ints = npt.NDArray[np.int64]
"""Whole numbers, one for each row or month."""
Floats = npt.NDArray[np.float64]
"""Numbers, one for each row or month."""
YEAR: Final = 12
"""Months of one."""
_LENGTHS: Final = {
    PeriodType.MONTH: 1,
    PeriodType.QUARTER: 3,
    PeriodType.YEAR: YEAR,
    PeriodType.ROLLING_12_MONTHS: YEAR,
    PeriodType.SNAPSHOT: 1,
}
_MARCH: Final = 2
_QUARTERS_LAST_MONTHS: Final = (2, 5, 8, 11)


@dataclass(frozen=True, kw_only=True)
class Months:
    """A run of whole months. first, last: their numbers, both within; none where last comes before first.

    at: a day within the last of them at which snapshots are taken, in the place of its end.
    """

    first: int
    last: int
    at: date | None = None

    def __len__(self) -> int:
        """Return how many months there are."""
        return max(0, self.last - self.first + 1)

    def holds(self, day: pl.Expr) -> pl.Expr:
        """Return whether a day lies in one of them. Input: Date or Datetime."""
        return day.cast(pl.Date).is_between(first_day(self.first), last_day(self.last))

    def includes(self, day: date) -> bool:
        """Whether a day lies in one of them."""
        return self.first <= month_number(day) <= self.last

    def within(self, other: "Months") -> "Months":
        """Return the months that lie in another run, too."""
        return Months(first=max(self.first, other.first), last=min(self.last, other.last))


@dataclass(frozen=True, kw_only=True)
class Periods:
    """Periods of one type within a run of months. first, last: places of months in the run; starts, ends: days."""

    period_type: PeriodType
    first: Ints
    last: Ints
    starts: pl.Series
    ends: pl.Series

    def last_one(self) -> "Periods":
        """Return the newest of them alone."""
        return replace(
            self, first=self.first[-1:], last=self.last[-1:], starts=self.starts.tail(1), ends=self.ends.tail(1)
        )


def month_number(day: date) -> int:
    """Return the number of the month that a day lies in.

    >>> month_number(date(2026, 1, 31)) - month_number(date(2025, 12, 1))
    1
    """
    return day.year * YEAR + day.month - 1


def month_number_expr(day: pl.Expr) -> pl.Expr:
    """Return `month_number` as an expression (Int32; null stays null). Input: Date or Datetime."""
    return day.dt.year() * YEAR + day.dt.month().cast(pl.Int32) - 1


def first_day(month: int) -> date:
    """Return the first day of a month by its number."""
    return date(month // YEAR, month % YEAR + 1, 1)


def last_day(month: int) -> date:
    """Return the last day of a month by its number.

    >>> str(last_day(month_number(date(2024, 2, 1))))
    '2024-02-29'
    """
    return first_day(month + 1) - timedelta(days=1)


@lru_cache(maxsize=64)
def periods_within(months: Months, period_type: PeriodType) -> Periods:
    """Return the periods of a type that lie whole within a run of months, in order.

    Quarters are those of the calendar; years end on 31 March; rolling twelve months end with every month.
    """
    length = _LENGTHS[period_type]
    lasts = np.arange(months.first + length - 1, months.last + 1, dtype=np.int64)
    if period_type is PeriodType.QUARTER:
        lasts = lasts[np.isin(lasts % YEAR, _QUARTERS_LAST_MONTHS)]
    elif period_type is PeriodType.YEAR:
        lasts = lasts[lasts % YEAR == _MARCH]
    firsts = lasts - length + 1
    ends = pl.Series([last_day(int(month)) for month in lasts], dtype=pl.Date)
    is_snapshot = period_type is PeriodType.SNAPSHOT
    starts = ends if is_snapshot else pl.Series([first_day(int(month)) for month in firsts], dtype=pl.Date)
    return Periods(
        period_type=period_type, first=firsts - months.first, last=lasts - months.first, starts=starts, ends=ends
    )
