"""Months by number, and the periods that are made of whole months."""

from dataclasses import dataclass
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
Bools = npt.NDArray[np.bool_]
"""True or false, one for each row or month."""
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
_FIRST_OF_DAYS: Final = date(1970, 1, 1)
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

    def days(self) -> tuple[date, date]:
        """Return the first day of the first of them and the last day of the last."""
        return first_day(self.first), last_day(self.last)

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
    """Periods of one type or several within a run of months, those of a type together and in order.

    types: of each. first, last: places of months in the run. starts, ends: days since 1970. spans: places of each type.
    """

    types: tuple[PeriodType, ...]
    first: Ints
    last: Ints
    starts: Ints
    ends: Ints
    spans: tuple[slice, ...]

    def __len__(self) -> int:
        """Return how many there are."""
        return len(self.types)

    def end_days(self) -> list[date]:
        """Return the last day of each."""
        return [_FIRST_OF_DAYS + timedelta(days=int(day)) for day in self.ends]


def month_number(day: date) -> int:
    """Return the number of the month that a day lies in.

    >>> month_number(date(2026, 1, 31)) - month_number(date(2025, 12, 1))
    1
    """
    return day.year * YEAR + day.month - 1


def month_number_expr(day: pl.Expr) -> pl.Expr:
    """Return `month_number` as an expression (Int32; null stays null). Input: Date or Datetime."""
    return day.dt.year() * YEAR + day.dt.month().cast(pl.Int32) - 1


def month_numbers(days: pl.Series) -> Ints:
    """Return `month_number` of each day; of one that is null, a number before every month's.

    days: Date or Datetime.
    """
    since_1970: Ints = days.to_numpy().astype("datetime64[M]").astype(np.int64)
    return since_1970 + month_number(_FIRST_OF_DAYS)


def first_day(month: int) -> date:
    """Return the first day of a month by its number."""
    return date(month // YEAR, month % YEAR + 1, 1)


def last_day(month: int) -> date:
    """Return the last day of a month by its number.

    >>> str(last_day(month_number(date(2024, 2, 1))))
    '2024-02-29'
    """
    return first_day(month + 1) - timedelta(days=1)


def months_after(day: date, months: int) -> date:
    """Return the day that lies so many months after a day; where its month is too short, the last of that month.

    >>> str(months_after(date(2024, 2, 29), 12)), str(months_after(date(2025, 8, 31), 6))
    ('2025-02-28', '2026-02-28')
    """
    last = last_day(month_number(day) + months)
    return last.replace(day=min(day.day, last.day))


@lru_cache(maxsize=64)
def periods_within(months: Months, types: tuple[PeriodType, ...]) -> Periods:
    """Return the periods of these types that lie whole within a run of months, in order.

    Quarters are those of the calendar; years end on 31 March; rolling twelve months end with every month.
    """
    lasts = [_last_months(months, period_type) for period_type in types]
    firsts = [last - _LENGTHS[period_type] + 1 for last, period_type in zip(lasts, types, strict=True)]
    ends = np.cumsum([len(last) for last in lasts])
    of_each = tuple(period_type for period_type, last in zip(types, lasts, strict=True) for _ in last)
    first, last = np.concatenate(firsts), np.concatenate(lasts)
    end_days = [last_day(int(month)) for month in last]
    starts = [
        end if period_type is PeriodType.SNAPSHOT else first_day(int(month))
        for period_type, month, end in zip(of_each, first, end_days, strict=True)
    ]
    return Periods(
        types=of_each,
        first=first - months.first,
        last=last - months.first,
        starts=_as_numbers(starts),
        ends=_as_numbers(end_days),
        spans=tuple(slice(int(end) - len(last), int(end)) for end, last in zip(ends, lasts, strict=True)),
    )


def _last_months(months: Months, period_type: PeriodType) -> Ints:
    """Return the number of the month in which each period of a type ends."""
    found = np.arange(months.first + _LENGTHS[period_type] - 1, months.last + 1, dtype=np.int64)
    match period_type:
        case PeriodType.QUARTER:
            return np.asarray(found[np.isin(found % YEAR, _QUARTERS_LAST_MONTHS)])
        case PeriodType.YEAR:
            return np.asarray(found[found % YEAR == _MARCH])
    return found


def _as_numbers(days: list[date]) -> Ints:
    return np.array([(day - _FIRST_OF_DAYS).days for day in days], dtype=np.int64)
