"""Where names stand that belong to points of a plot: beside each, over no other name and no other point."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product
from typing import Final

import numpy as np

from csc_metrics.charts import style
from csc_metrics.charts.drawing import Drawing
from csc_metrics.charts.frame import LINE_HEIGHT, width_of

_AWAY: Final = (8.0, 20.0, 34.0, 50.0, 68.0, 88.0)
"""Points from a point to its name, the nearest first."""
_NEAR: Final = _AWAY[:3]
"""So far a name goes to keep off a line."""
_LED: Final = 12.0
"""Points from which on a thin line leads to a name."""
_STROKE: Final = 1.5
"""Points to either side of a line that a name keeps free, where it can."""
_POINT: Final = 6.0
"""Points about a point that a name keeps free."""


@dataclass(frozen=True, kw_only=True)
class Named:
    """A point of a plot with its name. x, y: points from the lower left corner. words: in one line or more."""

    x: float
    y: float
    words: str
    colour: str = style.TEXT_COLOUR


@dataclass(frozen=True, kw_only=True)
class Room:
    """A level rectangle, in points from the lower left corner."""

    left: float
    low: float
    right: float
    high: float

    def meets(self, other: "Room") -> bool:
        """Return whether the two share any room. other: the second."""
        across = self.left < other.right and other.left < self.right
        return across and self.low < other.high and other.low < self.high

    def holds(self, other: "Room") -> bool:
        """Return whether another lies wholly within this one. other: the second."""
        is_across = self.left <= other.left and other.right <= self.right
        return is_across and self.low <= other.low and other.high <= self.high


def rooms_beside(
    named: Sequence[Named], *, others: Sequence[tuple[float, float]], lines: Sequence[float], within: Room
) -> tuple[Room | None, ...]:
    """Return where the name of each point stands, the first ones nearest; None where there is no room for it.

    named: in order of importance. others: points without a name, which names keep free, too. lines: points from the
    lower edge to level lines, which names cross only where there is no other room. within: where names may stand.
    """
    points = [(one.x, one.y) for one in named] + list(others)
    taken = [Room(left=x - _POINT, low=y - _POINT, right=x + _POINT, high=y + _POINT) for x, y in points]
    crossed = [Room(left=within.left, low=y - _STROKE, right=within.right, high=y + _STROKE) for y in lines]
    rooms = []
    for one in named:
        free = _room_for(one, away=_NEAR, taken=[*taken, *crossed], within=within)
        room = free or _room_for(one, away=_AWAY, taken=taken, within=within)
        taken += [room] if room is not None else []
        rooms.append(room)
    return tuple(rooms)


def write_names(drawing: Drawing, *, named: Sequence[Named], rooms: Sequence[Room | None]) -> None:
    """Write the names that have room; far ones are led to by a thin line.

    named: the points. rooms: of each, as `rooms_beside` found them.
    """
    for one, room in zip(named, rooms, strict=True):
        if room is not None:
            _write(drawing, one=one, room=room)


def _room_for(one: Named, *, away: Sequence[float], taken: Sequence[Room], within: Room) -> Room | None:
    """Return the nearest room about a point that is free; right and left before above and below."""
    wide = width_of(one.words, size=style.LABEL_SIZE)
    high = (one.words.count("\n") + 1) * style.LABEL_SIZE * LINE_HEIGHT
    for far, (across, up) in product(away, ((1, 0), (-1, 0), (1, 1), (-1, 1), (1, -1), (-1, -1), (0, 1), (0, -1))):
        left = one.x + across * far - (1 - across) * wide / 2
        low = one.y + up * far - (1 - up) * high / 2
        room = Room(left=left, low=low, right=left + wide, high=low + high)
        if within.holds(room) and not any(room.meets(other) for other in taken):
            return room
    return None


def _write(drawing: Drawing, *, one: Named, room: Room) -> None:
    near_x = min(max(one.x, room.left), room.right)
    near_y = min(max(one.y, room.low), room.high)
    if max(abs(near_x - one.x), abs(near_y - one.y)) > _LED:
        ends = np.array([one.x, near_x]), np.array([one.y, near_y])
        drawing.line(*ends, colour=style.LEADER_COLOUR, width=0.8)
    at = (room.left, room.high - 1.0)
    drawing.write(one.words, at=at, size=style.LABEL_SIZE, colour=one.colour)
