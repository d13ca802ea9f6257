"""Wholes of small parts: that one is small itself would tell too much of parts of which each is 1 at least.

Of four late conferences or more, one in each quarter at least, a year of five tells nearly each quarter. So a whole is
hidden up to three values above the least that its hidden parts can make up, and no reader can know that it is less.
"""

from typing import Any, Final

import numpy as np
from scipy.sparse import csr_array

from csc_metrics.disclosure.linked_counts import FEWEST_VALUES, Flags, Floats, LinkedCounts, Places

_LONGEST_CHAIN: Final = 8
"""Wholes that are parts of wholes, one above another: months, quarters, years and more never are so many."""


def seen_small(linked: LinkedCounts, is_small: Flags, *, threshold: float) -> tuple[Flags, Floats]:
    """Return which counts are hidden as small ones are, and the most that a reader can know each of them to be.

    linked: counts and their sums. is_small: by count, whether it is hidden since it is small. threshold: the largest
    that is small. Returns: is_small, and wholes of nothing but such parts that might as well be small; infinite for all
    others.

    >>> from csc_metrics.disclosure.linked_counts import linked_counts
    >>> year = linked_counts([6, 1, 1, 2, 2], [((1, 2, 3, 4), (0,), True)])
    >>> seen_small(year, year.counts <= 5, threshold=5)[0].tolist()
    [True, True, True, True, True]
    """
    most = np.where(is_small, max(threshold, FEWEST_VALUES), np.inf)
    parts, whole = _sums_of_parts(linked)
    least = np.where(linked.counts > 0, linked.least(), 0.0)
    found = is_small.copy()
    for _ in range(_LONGEST_CHAIN):
        before = least.copy()
        is_of_small = (parts @ ((linked.counts > 0) & ~found).astype(np.float64)) == 0
        np.maximum.at(least, whole[is_of_small], (parts @ least)[is_of_small])
        bound = np.maximum(threshold, least + FEWEST_VALUES - 1)
        as_well = np.zeros(linked.many, dtype=np.bool_)
        as_well[whole[is_of_small]] = True
        as_well &= (linked.counts > 0) & (linked.counts <= bound)
        most[as_well] = np.where(np.isinf(most[as_well]), bound[as_well], np.maximum(most, bound)[as_well])
        if np.array_equal(least, before) and not (as_well & ~found).any():
            break
        found |= as_well
    return found, most


def _sums_of_parts(linked: LinkedCounts) -> tuple[csr_array[Any, Any], Places]:
    """Return the exact sums of whole numbers, each count once, with their parts alone; and the one whole of each."""
    sums = linked.sums.tocoo()
    row, column = sums.coords[0].astype(np.int64), sums.coords[1].astype(np.int64)
    many, is_whole = linked.sums.shape[0], sums.data == -1
    wholes = np.bincount(row[is_whole], minlength=many)
    is_twice = np.bincount(row[abs(sums.data) != 1], minlength=many) > 0
    rows = np.flatnonzero(linked.is_exact & ~is_twice & (wholes == 1))
    whole_of = np.full(many, -1)
    whole_of[row[is_whole]] = column[is_whole]
    parts = csr_array((np.ones(int((~is_whole).sum())), (row[~is_whole], column[~is_whole])), shape=linked.sums.shape)
    return parts[rows], whole_of[rows]
