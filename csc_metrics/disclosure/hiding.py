"""Which counts are hidden so that none from 1 to the threshold is told, neither by itself nor by what else is shown.

First the small counts themselves; then, wherever a sum would give a lone hidden count away, another of its counts;
then, until no hidden count has fewer than three values left (see `csc_metrics.disclosure.ranges`), one more at a time.
What is hidden besides is the smallest that serves: a part rather than a whole. 0 is always shown.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np

from csc_metrics.disclosure.linked_counts import Flags, LinkedCounts, Places
from csc_metrics.disclosure.ranges import told_too_closely

_PATIENCE: Final = 8
"""Rounds in which one count at a time is hidden."""


@dataclass(frozen=True, kw_only=True)
class ShownBefore:
    """What an earlier edition did with counts that are the same now: it cannot be taken back.

    is_shown: by count, whether it was shown. is_hidden: whether it was hidden.
    """

    is_shown: Flags
    is_hidden: Flags


def small_counts(linked: LinkedCounts, *, threshold: float) -> Flags:
    """Return which counts are from 1 to the threshold; amounts, from above 0 on."""
    small: Flags = (linked.counts > 0) & (linked.counts <= threshold)
    return small


def hidden_counts(linked: LinkedCounts, *, threshold: float, before: ShownBefore | None = None) -> Flags:
    """Return which counts are hidden. linked: counts and their sums.

    threshold: counts from 1 to it are hidden, if no earlier edition has shown them.
    before: what an earlier edition did; None: there is none.

    >>> from csc_metrics.disclosure.linked_counts import linked_counts
    >>> table = linked_counts([20, 3, 9, 8], [((1, 2, 3), (0,), True)])
    >>> hidden_counts(table, threshold=5).tolist()
    [False, True, False, True]
    """
    hiding = _Hiding(linked, threshold=threshold, before=before)
    return hiding.found()


class _Hiding:
    def __init__(self, linked: LinkedCounts, *, threshold: float, before: ShownBefore | None) -> None:
        nothing = np.zeros(linked.many, dtype=np.bool_)
        self.linked = linked
        self.is_shown = before.is_shown if before else nothing
        self.is_hidden = small_counts(linked, threshold=threshold) & ~self.is_shown
        if before:
            self.is_hidden |= before.is_hidden
        self.can_be_hidden = (linked.counts > 0) & ~self.is_shown
        by_count = linked.sums.tocsc()
        wholes = by_count.copy()
        wholes.data = (by_count.data < 0).astype(np.float64)
        self.is_whole_of_something = np.asarray(wholes.sum(axis=0)).ravel() > 0
        self.by_count = by_count

    def found(self) -> Flags:
        """Return which counts are hidden once nothing can be told of one."""
        self._hide_beside_lone_ones()
        open_to_all, patience = told_too_closely(self.linked, self.is_hidden), _PATIENCE
        while open_to_all.size:
            before, patience = self.is_hidden.copy(), patience - 1
            if not self._hide_more_beside(open_to_all, patience=patience):
                break  # only counts are left that an earlier edition showed
            self._hide_beside_lone_ones()
            # What hangs together with nothing new is as it was.
            changed = self.is_hidden & ~before
            changed[open_to_all] = True
            open_to_all = told_too_closely(self.linked, self.is_hidden, among=changed)
        return self.is_hidden

    def _hide_beside_lone_ones(self) -> None:
        """Hide another count in each sum that has one hidden count alone."""
        lone = self._sums_with_one()
        while lone.size:
            progress = False
            for place in lone:
                counts = self.linked.of_sum(int(place))
                if int(self.is_hidden[counts].sum()) == 1:
                    progress |= self._hide_smallest(counts)
            if not progress:
                return
            lone = self._sums_with_one()

    def _sums_with_one(self) -> Places:
        many = self.linked.hidden_in_sums(self.is_hidden)
        return np.flatnonzero((many == 1) & self.linked.is_exact)

    def _hide_more_beside(self, open_to_all: Places, *, patience: int) -> bool:
        """Hide another count for each count that is told, but where one was hidden beside it just now: it may be freed.

        patience: how many rounds are left in which one is hidden at a time; then ever more, from farther around.
        Returns: whether any could be hidden.
        """
        before = self.is_hidden.copy()
        for place in open_to_all:
            beside = self._around(np.array([place]))
            if np.array_equal(before[beside], self.is_hidden[beside]):
                self._hide_one_more_beside(int(place))
        if patience < 0 or np.array_equal(before, self.is_hidden):
            many, around = 2 ** max(-patience, 0), self._around(self._around(open_to_all))
            if not self._hide_smallest(around, many=many):
                group = self.linked.groups(self.is_hidden)
                self._hide_smallest(self._around(np.flatnonzero(np.isin(group, group[open_to_all]))), many=many)
        return not np.array_equal(before, self.is_hidden)

    def _hide_one_more_beside(self, place: int) -> bool:
        """Hide another count in a sum of a count: the one with the fewest hidden that has another to hide."""
        sums = self._sums_of(np.array([place]))
        hidden = self.linked.hidden_in_sums(self.is_hidden)[sums]
        return any(self._hide_smallest(self.linked.of_sum(int(at))) for at in sums[np.argsort(hidden, kind="stable")])

    def _around(self, group: Places) -> Places:
        """Return every count in a sum of a group's counts."""
        return np.unique(np.concatenate([self.linked.of_sum(int(at)) for at in self._sums_of(group)] or [group]))

    def _sums_of(self, places: Places) -> Places:
        """Return the sums that hold any of the counts."""
        found: Places = np.unique(self.by_count[:, places].indices).astype(np.int64)
        return found

    def _hide_smallest(self, counts: Places, *, many: int = 1) -> bool:
        """Hide the smallest of counts that are shown and may be hidden, parts first. Returns: whether there is one."""
        free = counts[self.can_be_hidden[counts] & ~self.is_hidden[counts]]
        if not free.size:
            return False
        order = np.lexsort((free, self.linked.counts[free], self.is_whole_of_something[free]))
        self.is_hidden[free[order[:many]]] = True
        return True
