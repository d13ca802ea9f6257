"""Which counts are hidden so that none from 1 to the threshold is told, neither by itself nor by what else is shown.

First the small counts themselves, and wholes of nothing but such (see `csc_metrics.disclosure.small_wholes`); then,
wherever a sum would give a lone hidden count away, another of its counts;
then, until no hidden count has fewer than three values left (see `csc_metrics.disclosure.ranges`), one more at a time.
What is hidden besides is chosen by what it is and by how large such counts usually are, never by how large it is: a
reader who knows that the smallest is chosen would know that the hidden ones are no larger than those shown. Parts come
before wholes, and of like counts the earliest. 0 is always shown.

Two readers are thought of. One has every edition: what any of them showed is known, and hiding it protects nothing. The
other has the newest alone: what is small now is not shown again, though it was once, nor is what would tell it.
"""

from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from csc_metrics.disclosure.linked_counts import Flags, LinkedCounts, Places
from csc_metrics.disclosure.ranges import Reach, told_too_closely
from csc_metrics.disclosure.small_wholes import seen_small

_PATIENCE: Final = 2
"""Rounds in vain in which one count at a time is hidden; then ever more, from farther around."""
_FASTER: Final = 4
"""How many times as many counts are hidden in each such round as in the one before."""
_IN_VAIN: Final = 0.9
"""A round is in vain that leaves more than this share of what was told."""


@dataclass(frozen=True, kw_only=True)
class ShownBefore:
    """What an earlier edition did with counts that are the same now: it cannot be taken back.

    is_shown: by count, whether it was shown. is_hidden: whether it was hidden.
    """

    is_shown: Flags
    is_hidden: Flags


@dataclass(frozen=True, kw_only=True)
class HiddenCounts:
    """What is hidden of counts.

    is_hidden: by count, whether it is. is_told: whether it is small, and hidden, and can be told all the same, nothing
    being left to hide: by who has read earlier editions, or where so few are in so many ways that their sums tell them.
    """

    is_hidden: Flags
    is_told: Flags


def small_counts(linked: LinkedCounts, *, threshold: float) -> Flags:
    """Return which counts are from 1 to the threshold; amounts, from above 0 on.

    linked: counts. threshold: the largest that is small.
    """
    small: Flags = (linked.counts > 0) & (linked.counts <= threshold)
    return small


def hidden_counts(
    linked: LinkedCounts,
    *,
    threshold: float,
    is_exempt: Flags | None = None,
    is_small_besides: Flags | None = None,
    is_not_seen_small: Flags | None = None,
    before: ShownBefore | None = None,
) -> HiddenCounts:
    """Return which counts are hidden.

    linked: counts and their sums. threshold: counts from 1 to it are hidden, whatever an earlier edition did.
    is_exempt: by count, whether it may be small and shown; None: none is. is_small_besides: by count, whether it is not
    told though it is above the threshold; None: none is. is_not_seen_small: by count, whether no reader can know that
    it is small, as it would look the same were it not; None: all can be known. before: what an earlier edition did;
    None: there is none.

    >>> from csc_metrics.disclosure.linked_counts import linked_counts
    >>> table = linked_counts([20, 3, 9, 8], [((1, 2, 3), (0,), True)])
    >>> hidden_counts(table, threshold=5).is_hidden.tolist()
    [False, True, True, False]
    """
    nothing = np.zeros(linked.many, dtype=np.bool_)
    is_small = small_counts(linked, threshold=threshold) & ~(nothing if is_exempt is None else is_exempt)
    # Who knows these rules may know which of the hidden are small themselves.
    is_seen = is_small & ~(nothing if is_not_seen_small is None else is_not_seen_small)
    is_as_small, most = seen_small(linked, is_seen, threshold=threshold)
    linked = replace(linked, most=most)
    is_small |= is_as_small if is_small_besides is None else is_as_small | is_small_besides
    is_known = before.is_shown if before else nothing
    is_hidden, told = _protected(linked, is_small | before.is_hidden if before else is_small, is_known)
    many = -1
    while is_hidden.sum() != many and (is_small[told].any() or (is_hidden & is_known).any()):
        many = int(is_hidden.sum())
        is_hidden, _ = _protected(linked, is_hidden, nothing)
        is_hidden, told = _protected(linked, is_hidden, is_known)
    is_told = is_known.copy()
    is_told[told] = True
    return HiddenCounts(is_hidden=is_hidden, is_told=is_small & is_told)


def _protected(linked: LinkedCounts, is_hidden: Flags, is_known: Flags) -> tuple[Flags, Places]:
    """Return what is hidden once nothing of it can be told beside what is known; and the places of what still can."""
    hiding = _Hiding(linked, is_hidden=is_hidden, is_known=is_known)
    told = hiding.hide_what_tells()
    return hiding.is_hidden | is_hidden, told


class _Hiding:
    def __init__(self, linked: LinkedCounts, *, is_hidden: Flags, is_known: Flags) -> None:
        self.linked = linked
        self.is_hidden = is_hidden & ~is_known
        self.can_be_hidden = (linked.counts > 0) & ~is_known
        self.by_count = linked.sums.tocsc()
        wholes = self.by_count.copy()
        wholes.data = (wholes.data < 0).astype(np.float64)
        self.is_whole_of_something = np.asarray(wholes.sum(axis=0)).ravel() > 0

    def hide_what_tells(self) -> Places:
        """Hide until no hidden count can be told. Returns: the places of those that still can, nothing being left."""
        self._hide_beside_lone_ones()
        reach, in_vain = Reach.of(self.linked), 0
        told = told_too_closely(self.linked, self.is_hidden, reach=reach)
        while told.size:
            before = self.is_hidden.copy()
            self._hide_beside_each(told)
            if in_vain > _PATIENCE or np.array_equal(before, self.is_hidden):
                self._hide_farther_around(told, many=_FASTER ** max(in_vain - _PATIENCE, 0))
            if np.array_equal(before, self.is_hidden):
                break
            self._hide_beside_lone_ones()
            # What hangs together with nothing new is as it was.
            changed = self.is_hidden & ~before
            changed[told] = True
            many, told = told.size, told_too_closely(self.linked, self.is_hidden, among=changed, reach=reach)
            in_vain += int(told.size > _IN_VAIN * many)
        return told

    def _hide_beside_lone_ones(self) -> None:
        """Hide what hidden numbers hold, and another count in each sum that has one hidden count alone."""
        is_going_on = True
        while is_going_on:
            is_going_on = self._hide_what_is_held()
            many = self.linked.hidden_in_sums(self.is_hidden)
            for place in np.flatnonzero((many == 1) & self.linked.is_exact):
                counts = self.linked.of_sum(int(place))
                if int(self.is_hidden[counts].sum()) == 1:
                    is_going_on |= self._hide_first(counts)

    def _hide_what_is_held(self) -> bool:
        """Hide how much is held where it is hidden how many hold it. Returns: whether there was any."""
        many, much = self.linked.held_by.T
        told = much[self.is_hidden[many] & ~self.is_hidden[much] & self.can_be_hidden[much]]
        self.is_hidden[told] = True
        return bool(told.size)

    def _hide_beside_each(self, told: Places) -> None:
        """Hide another count beside each that is told, but where one was hidden beside it just now: it may be freed."""
        before = self.is_hidden.copy()
        for place in told:
            beside = self._around(np.array([place]))
            if np.array_equal(before[beside], self.is_hidden[beside]):
                self._hide_one_beside(int(place))

    def _hide_one_beside(self, place: int) -> None:
        """Hide another count in a sum of a count: the one with the fewest hidden that has another to hide."""
        sums = self._sums_of(np.array([place]))
        hidden = self.linked.hidden_in_sums(self.is_hidden)[sums]
        is_free_part = self.linked.is_part & self.can_be_hidden & ~self.is_hidden
        has_part = np.array([is_free_part[self.linked.of_sum(int(at))].any() for at in sums], dtype=np.bool_)
        for at in sums[np.lexsort((hidden, ~has_part))]:
            if self._hide_first(self.linked.of_sum(int(at))):
                return

    def _hide_farther_around(self, told: Places, *, many: int) -> None:
        """Hide some counts two sums away from what is told; where none is left, around all that hangs together."""
        if not self._hide_first(self._around(self._around(told)), many=many):
            group = self.linked.groups(self.is_hidden)
            self._hide_first(self._around(np.flatnonzero(np.isin(group, group[told]))), many=many)

    def _around(self, group: Places) -> Places:
        """Return every count in a sum of a group's counts."""
        return np.unique(np.concatenate([self.linked.of_sum(int(at)) for at in self._sums_of(group)] or [group]))

    def _sums_of(self, places: Places) -> Places:
        """Return the sums that hold any of the counts."""
        found: Places = np.unique(self.by_count[:, places].indices).astype(np.int64)
        return found

    def _hide_first(self, counts: Places, *, many: int = 1) -> bool:
        """Hide the first of counts that are shown and may be hidden, parts first. Returns: whether there is one."""
        free = counts[self.can_be_hidden[counts] & ~self.is_hidden[counts]]
        if not free.size:
            return False
        order = np.lexsort(
            (free, self.linked.usual[free], self.is_whole_of_something[free], ~self.linked.is_part[free])
        )
        self.is_hidden[free[order[:many]]] = True
        return True
