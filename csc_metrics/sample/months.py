"""Months, and the sixty of them that the records of a made-up region tell of."""

from datetime import date
from typing import Final

import numpy as np

from csc_metrics.sample.chance import Ints
from csc_metrics.sample.day_numbers import number_of
from csc_metrics.sample.story import DRAWN_ON, FIRST_ON


def firsts_of_months(first_on: date, last_on: date) -> list[date]:
    """Return the first day of each month, from that of one day to that of another. first_on, last_on: these days."""
    months = (last_on.year - first_on.year) * 12 + last_on.month - first_on.month
    return [first_of_month_after(first_on, months=number) for number in range(months + 1)]


def first_of_month_after(day: date, *, months: int) -> date:
    """Return the first day of the month that comes so many months after that of a day. day: any of its month."""
    month = day.year * 12 + day.month - 1 + months
    return date(month // 12, month % 12 + 1, 1)


_AFTER: Final = first_of_month_after(DRAWN_ON, months=1)
_FIRSTS: Final = np.array([number_of(day) for day in firsts_of_months(FIRST_ON, _AFTER)], dtype=np.int64)
MONTH_STARTS: Final[Ints] = _FIRSTS[:-1]
"""First day of each month."""
MONTH_ENDS: Final[Ints] = _FIRSTS[1:] - 1
"""Last day of each month."""


def month_of(days: Ints) -> Ints:
    """Return the place of the month of each day; the first month for days before it, the last for days after it."""
    return np.clip(np.searchsorted(MONTH_STARTS, days, side="right") - 1, 0, len(MONTH_STARTS) - 1).astype(np.int64)
