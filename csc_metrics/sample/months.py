"""The sixty months that the records of a made-up region tell of."""

from datetime import date
from typing import Final

import numpy as np

from csc_metrics.sample.chance import Ints
from csc_metrics.sample.day_numbers import number_of
from csc_metrics.sample.story import DRAWN_ON, FIRST_ON


def _firsts() -> list[date]:
    first = FIRST_ON.year * 12 + FIRST_ON.month - 1
    last = DRAWN_ON.year * 12 + DRAWN_ON.month
    return [date(month // 12, month % 12 + 1, 1) for month in range(first, last + 1)]


_FIRSTS: Final = np.array([number_of(day) for day in _firsts()], dtype=np.int64)
MONTH_STARTS: Final[Ints] = _FIRSTS[:-1]
"""First day of each month."""
MONTH_ENDS: Final[Ints] = _FIRSTS[1:] - 1
"""Last day of each month."""


def month_of(days: Ints) -> Ints:
    """Return the place of the month of each day; the first month for days before it, the last for days after it."""
    return np.clip(np.searchsorted(MONTH_STARTS, days, side="right") - 1, 0, len(MONTH_STARTS) - 1).astype(np.int64)
