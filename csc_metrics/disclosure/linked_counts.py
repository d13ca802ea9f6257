"""Counts that can be worked out from each other: what is told of one narrows what a hidden one can be."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components

Floats = npt.NDArray[np.float64]
"""Counts, or sums of them."""
Flags = npt.NDArray[np.bool_]
"""Yes or no for each count or sum."""
Places = npt.NDArray[np.int64]
"""Places of counts or of sums."""

Sum = tuple[tuple[int, ...], tuple[int, ...], bool]
"""Places of parts, of what they make up, and whether they do so exactly; else they make up that or more."""

LEAST_HIDDEN: Final = 1
"""A hidden count is known to be at least this, since 0 is never hidden."""
FEWEST_VALUES: Final = 3
"""A hidden count can be any of so many whole numbers, or more, for all that is shown. Source: the suite's own rule."""


@dataclass(frozen=True, kw_only=True)
class LinkedCounts:
    """Counts, and the sums that tie them together.

    counts: the true ones. is_whole: whether each is a whole number; else it is an amount, such as FTE. sums: a row for
    each sum, with 1 for a part and -1 for what the parts make up; 2 where two parts are one count. is_exact: by sum,
    whether parts and whole agree but for what anybody may know; else the parts make up the whole or more, as of
    children counted once in each part. spare: by sum, how much more they make up. held_by: pairs of how many hold and
    of how much is held: where the first is hidden, so is the second. is_part: by count, whether only parts of wholes
    have it; those are hidden first. usual: how large such counts usually are, whatever this one is: of others the
    smaller are hidden first. most: the most that a hidden count is known to be: of small ones, that they are small.
    """

    counts: Floats
    is_whole: Flags
    sums: csr_array[Any, Any]
    is_exact: Flags
    spare: Floats
    held_by: Places
    is_part: Flags
    usual: Floats
    most: Floats

    @property
    def many(self) -> int:
        """How many counts there are."""
        return self.counts.size

    def least(self) -> Floats:
        """Return the least that each count can be where it is hidden."""
        return np.where(self.is_whole, float(LEAST_HIDDEN), 0.0)

    def of_sum(self, place: int) -> Places:
        """Return the places of the counts of a sum."""
        found: Places = self.sums.indices[self.sums.indptr[place] : self.sums.indptr[place + 1]].astype(np.int64)
        return found

    def hidden_in_sums(self, is_hidden: Flags) -> Places:
        """Return how many hidden counts each sum has."""
        many: Places = (abs(self.sums).sign() @ is_hidden.astype(np.float64)).astype(np.int64)
        return many

    def groups(self, is_hidden: Flags) -> Places:
        """Return for each count the number of the group of hidden counts that hang together; -1 where it is shown."""
        hidden = np.flatnonzero(is_hidden)
        incidence = abs(self.sums[:, hidden])
        _, group = connected_components(incidence.T @ incidence, directed=False)
        found = np.full(self.many, -1)
        found[hidden] = group
        return found

    def part(self, chosen: Places) -> "LinkedCounts":
        """Return some of the counts, with the sums that hold any of them; what else they hold is left out of them.

        chosen: their places. Returns: without `held_by`, which tells of no sum.
        """
        columns = self.sums[:, chosen]
        rows = np.flatnonzero(np.diff(columns.indptr))
        return LinkedCounts(
            counts=self.counts[chosen],
            is_whole=self.is_whole[chosen],
            sums=columns[rows],
            is_exact=self.is_exact[rows],
            spare=self.spare[rows],
            held_by=np.empty((0, 2), dtype=np.int64),
            is_part=self.is_part[chosen],
            usual=self.usual[chosen],
            most=self.most[chosen],
        )


def linked_counts(
    counts: npt.ArrayLike,
    sums: Iterable[Sum],
    *,
    held_by: Iterable[tuple[int, int]] = (),
    is_part: Flags | None = None,
    usual: Floats | None = None,
) -> LinkedCounts:
    """Return counts with the sums that tie them together.

    counts: true ones; those that are no whole numbers are amounts. sums: what parts lack of the whole that they make up
    exactly is taken to be known. held_by: places of how many hold and of how much is held. is_part: by count, whether
    only parts of wholes have it; None: none comes before another for that. usual: by count, how large such counts
    usually are; None: all alike.

    >>> linked_counts([10, 3, 7], [((1, 2), (0,), True)]).sums.toarray().tolist()
    [[-1.0, 1.0, 1.0]]
    """
    told = np.asarray(counts, dtype=np.float64)
    every = [*sums]
    rows = np.repeat(np.arange(len(every)), [len(parts) + len(whole) for parts, whole, _ in every])
    columns = np.array([place for parts, whole, _ in every for place in (*parts, *whole)], dtype=np.int64)
    signs = np.array([sign for parts, whole, _ in every for sign in [1.0] * len(parts) + [-1.0] * len(whole)])
    # A count that stands twice on one side has 2 in its row; one that stands on both sides is left out of it.
    matrix = csr_array((signs, (rows, columns)), shape=(len(every), told.size))
    matrix.sum_duplicates()
    matrix.eliminate_zeros()
    is_exact = np.array([exact for *_, exact in every], dtype=np.bool_)
    return LinkedCounts(
        counts=told,
        is_whole=np.floor(told) == told,
        sums=matrix,
        is_exact=is_exact,
        spare=np.where(is_exact, 0.0, matrix @ told),
        held_by=np.array([*held_by], dtype=np.int64).reshape(-1, 2),
        is_part=np.zeros(told.size, dtype=np.bool_) if is_part is None else is_part,
        usual=np.zeros(told.size) if usual is None else usual,
        most=np.full(told.size, np.inf),
    )
