"""An attacker who has nothing but what was published, and knows how figures are made: by integer programming."""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array

Name = Hashable
FAR = 1e5
"""Beyond any count."""


@dataclass
class Attack:
    """Counts by name, those that are shown, and equations: what some add up to beside others, and a number.

    least: of a hidden count, since 0 is never hidden. amounts: names of what is no whole number, such as FTE.
    """

    shown: dict[Name, float] = field(default_factory=dict)
    hidden: set[Name] = field(default_factory=set)
    equations: list[tuple[tuple[Name, ...], tuple[Name, ...], float]] = field(default_factory=list)
    amounts: set[Name] = field(default_factory=set)
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

    def ranges(self, wanted: Sequence[Name] | None = None) -> dict[Name, tuple[float, float]]:
        """Return the least and the most that each hidden count can be; of those wanted, or of all."""
        unknown = self.hidden - set(self.shown)
        members: dict[Name, list[int]] = defaultdict(list)
        for number, (parts, whole, _) in enumerate(self.equations):
            for name in (*parts, *whole):
                if name in unknown:
                    members[name].append(number)
        return {
            name: self._range(name, unknown, members)
            for name in (wanted or sorted(unknown, key=repr))
            if name in unknown
        }

    def _range(self, name: Name, unknown: set[Name], members: Mapping[Name, list[int]]) -> tuple[float, float]:
        names, numbers, open_names = [name], list[int](), [name]
        seen, seen_numbers = {name}, set[int]()
        while open_names:
            for number in members.get(open_names.pop(), []):
                if number in seen_numbers:
                    continue
                seen_numbers.add(number)
                numbers.append(number)
                parts, whole, _ = self.equations[number]
                for other in (*parts, *whole):
                    if other in unknown and other not in seen:
                        seen.add(other)
                        names.append(other)
                        open_names.append(other)
        return self._solved(names, numbers)

    def _solved(self, names: list[Name], numbers: list[int]) -> tuple[float, float]:
        """Return the least and the most of the first of the names."""
        place = {name: at for at, name in enumerate(names)}
        rows, columns, signs, told = list[int](), list[int](), list[float](), list[float]()
        for row, number in enumerate(numbers):
            parts, whole, more = self.equations[number]
            total = -more
            for sign, side in ((1.0, parts), (-1.0, whole)):
                for name in side:
                    if name in place:
                        rows.append(row)
                        columns.append(place[name])
                        signs.append(sign)
                    else:
                        total -= sign * self.shown[name]
            told.append(total)
        matrix = csr_array((signs, (rows, columns)), shape=(len(numbers), len(names)))
        constraints = [LinearConstraint(matrix, told, told)] if numbers else []
        ends = []
        for sign in (1.0, -1.0):
            goal = np.zeros(len(names))
            goal[0] = sign
            is_whole = np.array([name not in self.amounts for name in names])
            bounds = Bounds(np.where(is_whole, self.least, 0.0), np.full(len(names), FAR))
            found = milp(goal, constraints=constraints, bounds=bounds, integrality=is_whole.astype(int))
            assert found.status == 0, found.message
            ends.append(float(np.round(found.x[0])))
        return ends[0], ends[1]
