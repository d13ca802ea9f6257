"""Quantiles of sorted amounts, in every period of a measure."""

import numpy as np

from csc_metrics.measures.counting.months import Floats, Ints, Periods


def quantiles_in(amount: Floats, month: Ints, *, periods: Periods, share: float) -> Floats:
    """Return a quantile of amounts in each period: linear between the two next to it (R's type 7).

    amount: in order of size. month: of each, by its place. share: from 0 to 1. Returns: nan for a period without any.
    """
    found = np.full(len(periods), np.nan)
    by_month = np.argsort(month, kind="stable")
    begins = np.searchsorted(month[by_month], periods.first)
    ends = np.searchsorted(month[by_month], periods.last, side="right")
    sizes = amount[by_month]
    for place, (begin, end) in enumerate(zip(begins, ends, strict=True)):
        if end > begin:
            found[place] = _between(sizes[begin:end], share, is_sorted=periods.first[place] == periods.last[place])
    return found


def _between(amounts: Floats, share: float, *, is_sorted: bool) -> float:
    """Return the quantile of amounts, which may be in order already."""
    at = share * (len(amounts) - 1)
    below = int(at)
    above = min(below + 1, len(amounts) - 1)
    told = amounts if is_sorted else np.partition(amounts, (below, above))
    return float(told[below] + (told[above] - told[below]) * (at - below))
