"""An attacker who has nothing but what was published, and knows how figures are made: by integer programming."""

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components

Name = Hashable
FAR = 1e5
"""Beyond any count."""
MOST_OF_SMALL = 5.0
LONGEST_CHAIN = 8
"""Wholes that are parts of wholes, one above another."""
LIMIT = {"time_limit": 5.0}
"""Seconds for one question; the best answer by then counts, which makes a count look more closely told than it is."""


@dataclass
class Attack:
    """Counts by name, those that are shown, and equations: what some add up to beside others, and a number.

    least: of a hidden count, since 0 is never hidden. amounts: names of what is no whole number, such as FTE. small:
    names of what is known to be hidden since it is small itself, or as if it were, with the most that it can be.
    """

    shown: dict[Name, float] = field(default_factory=dict)
    hidden: set[Name] = field(default_factory=set)
    equations: list[tuple[tuple[Name, ...], tuple[Name, ...], float]] = field(default_factory=list)
    amounts: set[Name] = field(default_factory=set)
    small: dict[Name, float] = field(default_factory=dict)
    least: float = 1.0

    def sees(self, name: Name, amount: float | None) -> None:
        """Take up a count from something published: its amount, or that it is hidden."""
        if amount is None:
            self.hidden.add(name)
        else:
            assert self.shown.get(name, amount) == amount, f"{name} is told twice, and otherwise"
            self.shown[name] = amount

    def knows(self, parts: Iterable[Name], whole: Iterable[Name], more: float = 0.0) -> None:
        """Take up that parts and `more` are what the whole is."""
        self.equations.append((tuple(parts), tuple(whole), more))

    def is_no_more_than(self, smaller: Iterable[Name], larger: Name) -> None:
        """Take up that some counts together are no more than another: what is left is 0 or more."""
        smaller = tuple(smaller)
        left = ("left of", larger, smaller)
        self.hidden.add(left)
        self.amounts.add(left)
        self.knows([*smaller, left], [larger])

    def can_take_away(self, smaller: Iterable[Name], larger: Name) -> Name:
        """Take up that some counts are of the same as another one, and return the name of what is left of it.

        Who sees both takes one from the other. That there is anything left is not known.
        """
        self.is_no_more_than(smaller, larger)
        return self.equations[-1][0][-1]

    def are_one(self, names: Sequence[Name]) -> None:
        """Take up that counts are one."""
        for name in names[1:]:
            self.knows([names[0]], [name])

    def ranges(self, wanted: Sequence[Name] | None = None) -> dict[Name, tuple[float, float]]:
        """Return the least and the most that each hidden count can be; of those wanted, or of all."""
        unknown = self.hidden - set(self.shown)
        asked = [name for name in (wanted or sorted(unknown, key=repr)) if name in unknown]
        solvers = {name: solver for group in self._groups() for solver in [_Solver(self, group)] for name in group}
        return {name: solvers[name].range_of(name) for name in asked}

    def told(self, wanted: Sequence[Name], *, within: float) -> dict[Name, tuple[float, float]]:
        """Return which counts wanted can be but of numbers that are less than `within` apart.

        Each answer fills in all counts that hang together: what it frees besides is not asked for any more.
        """
        found, left = dict[Name, tuple[float, float]](), set(wanted)
        for group in self._groups():
            solver = _Solver(self, group)
            for name in [name for name in group if name in left]:
                if solver.apart(name) < within:
                    low, high = solver.range_of(name)
                    if high - low < within:
                        found[name] = low, high
        return found

    def _groups(self) -> list[list[Name]]:
        """Return the hidden counts, those together that hang together, in a fixed order."""
        names = sorted(self.hidden - set(self.shown), key=repr)
        place = {name: at for at, name in enumerate(names)}
        pairs = [
            (place[known[0]], place[other])
            for parts, whole, _ in self.equations
            for known in [[name for name in (*parts, *whole) if name in place]]
            for other in known[1:]
        ]
        rows, columns = np.array(pairs, dtype=np.int64).reshape(-1, 2).T
        links = csr_array((np.ones(len(pairs)), (rows, columns)), shape=(len(names), len(names)))
        many, group = connected_components(links, directed=False)
        found: list[list[Name]] = [[] for _ in range(many)]
        for name, number in zip(names, group, strict=True):
            found[number].append(name)
        return found


def known_to_be_small(attack: Attack, truth: Mapping[Name, float], small: Iterable[Name]) -> dict[Name, float]:
    """Return the most that each count can be of which it can be known that it is hidden as small ones are.

    Who knows the rules knows that a small one is no more than 5; but that a whole of nothing but such parts is hidden
    up to three values above the least that these can make up, so that no less is known of it.
    small: names of counts of 1 to 5 that are hidden for that.
    """
    bound = dict.fromkeys(small, MOST_OF_SMALL)
    least = {name: attack.least for name, amount in truth.items() if amount > 0}
    of_wholes = [
        (parts, wholes[0])
        for parts, wholes, more in attack.equations
        if not more and len(wholes) == 1 and len({*parts}) == len(parts) and {*parts, *wholes} <= {*truth}
        if not attack.amounts & {*parts, *wholes} and truth[wholes[0]] == sum(truth[part] for part in parts)
    ]
    for _ in range(LONGEST_CHAIN):
        for parts, whole in of_wholes:
            there = [part for part in parts if truth[part] > 0]
            if there and all(part in bound for part in there):
                least[whole] = max(least[whole], sum(least[part] for part in there))
                most = max(MOST_OF_SMALL, least[whole] + 2)
                if truth[whole] <= most:
                    bound[whole] = max(bound.get(whole, 0.0), most)
    return bound


class _Solver:
    """Hidden counts that hang together, with all that is known of them."""

    def __init__(self, attack: Attack, names: list[Name]) -> None:
        self.place = {name: at for at, name in enumerate(names)}
        self.is_whole = np.array([name not in attack.amounts for name in names])
        most = np.array([attack.small.get(name, FAR) for name in names])
        self.bounds = Bounds(np.where(self.is_whole, attack.least, 0.0), most)
        self.low, self.high = np.full(len(names), np.inf), np.full(len(names), -np.inf)
        rows, told = list[tuple[int, int, float]](), list[float]()
        for parts, whole, more in attack.equations:
            signed = [*((name, 1.0) for name in parts), *((name, -1.0) for name in whole)]
            if any(name in self.place for name, _ in signed):
                rows += [(len(told), self.place[name], sign) for name, sign in signed if name in self.place]
                told.append(-more - sum(sign * attack.shown[name] for name, sign in signed if name not in self.place))
        row, column, sign = np.array(rows).reshape(-1, 3).T
        matrix = csr_array((sign, (row.astype(int), column.astype(int))), shape=(len(told), len(names)))
        self.constraints = [LinearConstraint(matrix, told, told)] if told else []

    def apart(self, name: Name) -> float:
        """Return how far apart the numbers are that a count has been in answers so far; below 0 if there was none."""
        return float(self.high[self.place[name]] - self.low[self.place[name]])

    def range_of(self, name: Name) -> tuple[float, float]:
        """Return the least and the most that a count can be."""
        ends = []
        for sign in (1.0, -1.0):
            goal = np.zeros(len(self.place))
            goal[self.place[name]] = sign
            whole = self.is_whole.astype(int)
            found = milp(goal, constraints=self.constraints, bounds=self.bounds, integrality=whole, options=LIMIT)
            assert found.x is not None, found.message
            self.low, self.high = np.minimum(self.low, found.x), np.maximum(self.high, found.x)
            ends.append(float(np.round(found.x[self.place[name]])))
        return ends[0], ends[1]
