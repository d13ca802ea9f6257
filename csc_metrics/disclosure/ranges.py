"""Which hidden counts could be told, or nearly, from what is shown: by linear programming, as an attacker would.

An attacker knows every count that is shown, every sum, that a hidden count is at least 1, and which of the hidden are
small themselves, since who knows the rules may find out why each is hidden. Two ways of filling in
the hidden counts that agree with all of it, and in which a count differs by 2 or more, prove that it can be any of
three whole numbers at least. Such ways are looked for by pulling all counts at random, until some pulls in a row free
none; what is not freed then is asked for by itself, unless its sums one by one leave it fewer already.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp

from csc_metrics.disclosure.linked_counts import FEWEST_VALUES, Flags, Floats, LinkedCounts, Places

_REACH: Final = 12.0
"""How far from the truth other ways are looked for: far enough to free a count, near enough to be found quickly."""
_FAR: Final = 120.0
_PULLS_IN_VAIN: Final = 4
_ROUNDS: Final = 20
_SEED: Final = 20_260_501
_NEAR: Final = 1e-6
_GAP: Final = 0.3
"""A pull need not be the best of all: any good way of filling in will do."""
_PULL_NODES: Final = 50
_MOST_ASKED: Final = 16
"""Where more are left, none is asked for: among so many told ones others are hidden first, and fewer are left then."""
_NODES: Final = 2_000
"""Nodes are counted rather than seconds, so that each run finds the same; what is not proved safe by then is told."""


@dataclass(frozen=True, kw_only=True)
class Reach:
    """How low and how high each count has been in the ways of filling in that were found.

    With more counts hidden every such way still agrees with all that is shown: what has been freed once stays free.
    low, high: by count; written to as ways are found.
    """

    low: Floats
    high: Floats

    @classmethod
    def of(cls, linked: LinkedCounts) -> "Reach":
        """Return the true counts, which is one way. linked: counts."""
        return cls(low=linked.counts.copy(), high=linked.counts.copy())

    def is_close(self) -> Flags:
        """Return which counts have been fewer than three whole numbers so far."""
        close: Flags = self.high - self.low < FEWEST_VALUES - 1 - _NEAR
        return close

    def widen(self, at: Places, found: Floats) -> None:
        """Take up what counts are in another way. at: their places."""
        self.low[at] = np.minimum(self.low[at], found)
        self.high[at] = np.maximum(self.high[at], found)


def told_too_closely(
    linked: LinkedCounts, is_hidden: Flags, *, among: Flags | None = None, reach: Reach | None = None
) -> Places:
    """Return the places of hidden counts that have fewer than three values left, for all that is shown.

    linked: counts and their sums. is_hidden: by count. among: only what hangs together with these is looked at; None:
    all. reach: of ways found while fewer were hidden; is widened; None: none was found yet.
    """
    everywhere = linked.groups(is_hidden)
    asked = is_hidden if among is None else is_hidden & among
    hidden = np.flatnonzero(is_hidden & np.isin(everywhere, np.unique(everywhere[asked])))
    if not hidden.size:
        return hidden
    part, group = linked.part(hidden), everywhere[hidden]
    before = reach or Reach.of(linked)
    inner = Reach(low=before.low[hidden], high=before.high[hidden])
    is_told = told_by_single_sums(part)
    _pull_at_random(part, group, inner, is_told=is_told)
    is_open = ~is_told & inner.is_close()
    if is_open.sum() > _MOST_ASKED:
        is_told |= is_open
    for place in np.flatnonzero(~is_told & inner.is_close()):
        if inner.is_close()[place]:  # no answer to an earlier question has freed it
            is_told[place] = _is_told(part, np.flatnonzero(group == group[place]), int(place), inner)
    before.widen(hidden, inner.low)
    before.widen(hidden, inner.high)
    return hidden[is_told]


def _pull_at_random(part: LinkedCounts, group: Places, reach: Reach, *, is_told: Flags) -> None:
    """Widen what counts can be by ways found by pulling all at random, until some pulls in a row free none."""
    chance = np.random.default_rng(_SEED)
    in_vain, many = 0, part.many + 1
    while in_vain < _PULLS_IN_VAIN:
        is_open = ~is_told & reach.is_close()
        in_vain, many = (0 if is_open.sum() < many else in_vain + 1), int(is_open.sum())
        if not many:
            return
        # Groups without an open count need no other way.
        at = np.flatnonzero(np.isin(group, np.unique(group[is_open])))
        pull = np.where(is_open[at], chance.choice([-1.0, 1.0], size=at.size), chance.uniform(-0.2, 0.2, size=at.size))
        _take_up(_pulled(part.part(at), pull), at, part, reach)


def told_by_single_sums(part: LinkedCounts) -> Flags:
    """Return which counts have fewer than three values left by each sum alone, again and again, all being hidden.

    What is found so is told indeed; what is not may be told by several sums together.
    """
    sums, told = part.sums.tocoo(), part.sums @ part.counts
    row, column, sign = sums.coords[0].astype(np.int64), sums.coords[1], sums.data
    low, high = part.least(), part.most.copy()
    least, most = told - part.spare, np.where(part.is_exact, told, np.inf)
    for _ in range(_ROUNDS):
        before = high - low
        smallest, largest = np.sort([sign * low[column], sign * high[column]], axis=0)
        # A count is what the sum leaves once all others are as small, or as large, as they can be.
        up: Floats = most[row] - _without_own(smallest, row, told.size)
        down: Floats = least[row] - _without_own(largest, row, told.size)
        np.minimum.at(high, column, np.where(sign > 0, up, down) / sign)
        np.maximum.at(low, column, np.where(sign > 0, down, up) / sign)
        if np.array_equal(before, high - low):
            break
    return high - low < FEWEST_VALUES - 1 - _NEAR


def _without_own(ends: Floats, row: Places, many: int) -> Floats:
    """Return for each count in a sum what all others in it come to; infinite where one of them is."""
    is_finite = np.isfinite(ends)
    finite = np.where(is_finite, ends, 0.0)
    total = np.bincount(row, weights=finite, minlength=many)[row] - finite
    infinite = np.bincount(row, weights=~is_finite, minlength=many)[row] - ~is_finite
    endless = np.where(
        np.bincount(row, weights=np.where(is_finite, 0, np.sign(ends)), minlength=many)[row] < 0, -np.inf, np.inf
    )
    return np.where(infinite > 0, endless, total)


def _take_up(found: Floats | None, at: Places, part: LinkedCounts, reach: Reach) -> None:
    """Widen what counts can be by one way of filling them in, where it holds in whole numbers."""
    if found is None:
        return
    inner = part.part(at)
    whole = np.where(inner.is_whole, np.round(found), found)
    off = inner.sums @ (whole - inner.counts)
    is_broken = np.where(inner.is_exact, np.abs(off) > _NEAR, off < -inner.spare - _NEAR)
    broken = abs(inner.sums).T @ is_broken.astype(np.float64) > 0
    # A group of counts holds or breaks as one.
    group = inner.groups(np.ones(inner.many, dtype=np.bool_))
    holds = ~np.isin(group, np.unique(group[broken]))
    reach.widen(at[holds], whole[holds])


def _pulled(part: LinkedCounts, pull: Floats) -> Floats | None:
    """Return counts that agree with all sums, as far as they can be pulled; None where none was found."""
    bounds = Bounds(np.maximum(part.least(), part.counts - _REACH), np.minimum(part.counts + _REACH, part.most))
    whole = part.is_whole.astype(np.int64)
    found = milp(
        -pull,
        constraints=_constraints(part),
        bounds=bounds,
        integrality=whole,
        options={"mip_rel_gap": _GAP, "node_limit": _PULL_NODES},
    )
    solution: Floats | None = found.x
    return solution


def _constraints(part: LinkedCounts) -> tuple[LinearConstraint, ...]:
    """Return the sums as equations, and as inequalities where parts overlap."""
    told = part.sums @ part.counts
    most = np.where(part.is_exact, told, np.inf)
    return (LinearConstraint(part.sums, told - part.spare, most),) if told.size else ()


def _is_told(part: LinkedCounts, at: Places, place: int, reach: Reach) -> bool:
    """Return whether one hidden count has fewer than three values left: its least and most by integer programming.

    at: the places that hang together with it; what the answers make of them is taken up.
    """
    inner, goal = part.part(at), (at == place).astype(np.float64)
    bounds = Bounds(inner.least(), np.minimum(np.maximum(inner.counts, 1) + _FAR, inner.most))
    sums = _constraints(inner)
    for sign in (1.0, -1.0):
        whole = inner.is_whole.astype(np.int64)
        found = milp(sign * goal, constraints=sums, bounds=bounds, integrality=whole, options={"node_limit": _NODES})
        if found.status != 0:
            return True  # not shown to be safe
        reach.widen(at, np.where(inner.is_whole, np.round(found.x), found.x))
    return bool(reach.is_close()[place])
