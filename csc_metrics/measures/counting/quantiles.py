"""Quantiles of sorted amounts, in every period of a measure."""

import numpy as np

from csc_metrics.measures.counting.months import Floats, Ints, Periods


def quantiles_in(amount: Floats, month: Ints, *, periods: Periods, share: float) -> Floats:
    """Return a quantile of amounts in each period: linear between the two next to it (R's type 7).

    amount: in order of size. month: of each, by its place. share: from 0 to 1. Returns: nan for a period without any.
    """
    by_month = np.argsort(month, kind="stable")  # within a month they stay in order of size
    sizes, months = amount[by_month], month[by_month]
    begins = np.searchsorted(months, periods.first)
    ends = np.searchsorted(months, periods.last, side="right")
    is_told = ends > begins
    is_a_month = periods.first == periods.last
    found = np.full(len(periods), np.nan)
    found[is_told & is_a_month] = _in_order(sizes, begins, ends, is_told & is_a_month, share=share)
    for place in np.nonzero(is_told & ~is_a_month)[0]:
        found[place] = _of_any_order(sizes[begins[place] : ends[place]], share)
    return found


def _in_order(sizes: Floats, begins: Ints, ends: Ints, wanted: np.ndarray, *, share: float) -> Floats:
    """Return the quantile of each wanted stretch of amounts, which lie in order within it."""
    first, last = begins[wanted], ends[wanted] - 1
    at = share * (last - first)
    below = at.astype(np.int64)
    low, high = sizes[first + below], sizes[np.minimum(first + below + 1, last)]
    return np.asarray(low + (high - low) * (at - below), dtype=np.float64)


def _of_any_order(amounts: Floats, share: float) -> float:
    """Return the quantile of amounts."""
    at = share * (len(amounts) - 1)
    below = int(at)
    above = min(below + 1, len(amounts) - 1)
    told = np.partition(amounts, (below, above))
    return float(told[below] + (told[above] - told[below]) * (at - below))
