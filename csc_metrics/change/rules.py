"""The rules by which points of a process chart are signals: more than the usual variation of a series explains.

Each is told for either side. Source of all: NHS Making Data Count, as NHSRplotthedots works them out.
* outside: beyond a limit.
* run: 7 points in a row on one side of the centre; a point on the centre breaks it, and so does a gap. A figure that
  stays as it was in half of its steps or more is not held to it: see `csc_metrics.change.limits`.
* trend: 7 points in a row, each above (or each below) the one before; a tie breaks it, and so does a gap.
* near a limit: of 3 points in a row on one side of the centre, 2 beyond two thirds of the way to its limit.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from csc_metrics.change.limits import Limits
from csc_metrics.change.series import Flags, Floats

Directions = npt.NDArray[np.int8]
"""1 for high or rising, -1 for low or falling, 0 for neither."""

POINTS_IN_A_RUN: Final = 7
"""Points in a row on one side of the centre, or each beyond the one before. Source: NHS Making Data Count."""
ENOUGH_POINTS: Final = POINTS_IN_A_RUN
"""With fewer points limits are drawn on trial, and no rule is held to them."""

_OF_THREE: Final = 3
_NEAR: Final = 2 / 3
_SAME: Final = 1e-9
"""Share of the centre below which two figures are one: a mean of equal figures differs from them in the last digit."""


@dataclass(frozen=True, kw_only=True)
class Sides:
    """Flags of each point on the high side, and on the low side."""

    high: Flags
    low: Flags

    @property
    def either(self) -> Flags:
        """Whether either is so."""
        return self.high | self.low

    def only(self, flags: Flags) -> "Sides":
        """Return what is so where the flags are true."""
        return Sides(high=self.high & flags, low=self.low & flags)

    def and_also(self, other: "Sides") -> "Sides":
        """Return what is so of both, side by side."""
        return Sides(high=self.high & other.high, low=self.low & other.low)


@dataclass(frozen=True, kw_only=True)
class Signals:
    """What each rule says of each point. near: of those three in a row. is_close: those of them that are near."""

    outside: Sides
    run: Sides
    trend: Sides
    near: Sides
    is_close: Flags

    def directions(self) -> Directions:
        """Return 1 for a point whose signal is high or rising, -1 for low or falling, 0 without a signal.

        Where rules disagree, as of a falling series that is still above its centre, what lies beyond a limit says
        it, then those near one, then the run, then the trend. A point that is not near a limit itself is no signal,
        though it stands between two that are.
        """
        said = np.zeros(self.is_close.shape, dtype=np.int8)
        for sides in (self.trend, self.run, self.near.only(self.is_close), self.outside):
            said[sides.high] = 1
            said[sides.low] = -1
        return said


def signals(values: Floats, *, limits: Limits) -> Signals:
    """Return what each rule says of each point.

    values: a row per series, NaN for none. limits: of the same rows. Rows of fewer than 7 points have no signals.
    """
    slack = _SAME * np.abs(limits.centre)
    enough = (limits.points >= ENOUGH_POINTS)[:, np.newaxis]
    # NaN is beyond nothing, so that a point without a value is on no side and breaks what it stands in.
    away = np.where(enough, values - limits.centre, np.nan)
    side = _beyond(away, slack)
    near = _beyond(away, _NEAR * limits.reach + slack)
    moves = ~limits.is_still[:, np.newaxis]
    run = Sides(high=in_a_row(side.high, POINTS_IN_A_RUN), low=in_a_row(side.low, POINTS_IN_A_RUN))
    return Signals(
        outside=_beyond(away, limits.reach + slack),
        run=run.only(moves),
        trend=trends(away, slack=slack),
        near=Sides(high=two_of_three(near.high, side=side.high), low=two_of_three(near.low, side=side.low)),
        is_close=near.either,
    )


def in_a_row(flags: Flags, length: int) -> Flags:
    """Return whether each flag stands among at least so many true ones in a row. flags: a row per series.

    >>> in_a_row(np.array([[True, True, False, True, True, True]]), 3).tolist()
    [[False, False, False, True, True, True]]
    """
    marked = np.zeros(flags.shape, dtype=np.bool_)
    width = flags.shape[1] - length + 1
    if width < 1:
        return marked
    is_start = flags[:, :width].copy()
    for step in range(1, length):
        is_start &= flags[:, step : step + width]
    if is_start.any():
        for step in range(length):
            marked[:, step : step + width] |= is_start
    return marked


def trends(values: Floats, *, slack: Floats) -> Sides:
    """Return whether each point is one of 7 in a row that rise, or that fall. values: a row per series, NaN for none.

    slack: how far two values must lie apart to differ, a column.
    """
    steps = _beyond(np.diff(values, axis=1), slack)
    return Sides(high=_ends_of(steps.high), low=_ends_of(steps.low))


def _ends_of(steps: Flags) -> Flags:
    """Return the points between which steps lie that stand in a trend."""
    marked = np.zeros((steps.shape[0], steps.shape[1] + 1), dtype=np.bool_)
    in_trend = in_a_row(steps, POINTS_IN_A_RUN - 1)
    marked[:, 1:] |= in_trend
    marked[:, :-1] |= in_trend
    return marked


def two_of_three(near: Flags, *, side: Flags) -> Flags:
    """Return whether each point is one of three in a row, all on one side of the centre, of which two are near.

    near: beyond two thirds of the way to that side's limit. side: on that side of the centre. A row per series.

    >>> near = np.array([[0, 0, 1, 0, 1, 0, 0]], dtype=bool)
    >>> two_of_three(near, side=np.ones_like(near)).astype(int).tolist()
    [[0, 0, 1, 1, 1, 0, 0]]
    """
    marked = np.zeros(near.shape, dtype=np.bool_)
    width = near.shape[1] - _OF_THREE + 1
    if width < 1:
        return marked
    first, second, third = (near[:, step : step + width] for step in range(_OF_THREE))
    is_start = (first & second) | (first & third) | (second & third)
    for step in range(_OF_THREE):
        is_start &= side[:, step : step + width]
    for step in range(_OF_THREE):
        marked[:, step : step + width] |= is_start
    return marked


def _beyond(away: Floats, distance: Floats) -> Sides:
    """Return whether values lie above a distance, or below it on the other side."""
    return Sides(high=away > distance, low=away < -distance)
