"""How often a process chart calls its newest point a signal though nothing changed, as a simulation tells.

tests/simulations/signals.py works these out for XmR charts with screened moving ranges, from 200,000 series of each
length; a test holds them to it.
"""

from typing import Final

import numpy as np

from csc_metrics.change.rules import ENOUGH_POINTS
from csc_metrics.change.series import Floats, Numbers
from csc_metrics.contracts.about_change import SignalRule

POINTS: Final = (7, 12, 24, 36, 60)
"""Lengths of the series that were simulated."""
BY_CHANCE: Final[dict[SignalRule, tuple[float, ...]]] = {
    SignalRule.OUTSIDE: (0.0115, 0.0098, 0.0066, 0.0055, 0.0048),
    SignalRule.RUN: (0.0, 0.0024, 0.0072, 0.01, 0.0125),
    SignalRule.TREND: (0.0004, 0.0004, 0.0004, 0.0005, 0.0004),
    SignalRule.NEAR_LIMIT: (0.0036, 0.0029, 0.0025, 0.0019, 0.0017),
    SignalRule.ANY: (0.0137, 0.0145, 0.016, 0.0175, 0.019),
}
"""By rule: share of series of independent normal values, of those lengths, whose newest point has its signal."""
BY_CHANCE_WHERE_CORRELATED: Final[dict[SignalRule, tuple[float, ...]]] = {
    SignalRule.OUTSIDE: (0.021, 0.0203, 0.0184, 0.0166, 0.0159),
    SignalRule.RUN: (0.0, 0.0085, 0.027, 0.0344, 0.0408),
    SignalRule.TREND: (0.0012, 0.0011, 0.0013, 0.0012, 0.0012),
    SignalRule.NEAR_LIMIT: (0.0109, 0.0148, 0.0165, 0.016, 0.0161),
    SignalRule.ANY: (0.0278, 0.0391, 0.0564, 0.062, 0.0679),
}
"""The same where each month keeps 0.3 of the last one's distance from the centre: mild for counts of open cases."""


def signal_chances(points: Numbers, *, rule: SignalRule = SignalRule.ANY) -> Floats:
    """Return how often the newest point of a stage has a signal by chance, by its number of points; NaN below 7.

    Between the lengths that were simulated it is read off a straight line. points: how many a stage has, of each
    series. rule: one of them, or any of the four.
    """
    return _read_off(points, BY_CHANCE[rule])


def signal_chances_where_correlated(points: Numbers, *, rule: SignalRule = SignalRule.ANY) -> Floats:
    """Return the same for series whose neighbouring months are alike. points, rule: as of `signal_chances`."""
    return _read_off(points, BY_CHANCE_WHERE_CORRELATED[rule])


def _read_off(points: Numbers, shares: tuple[float, ...]) -> Floats:
    chance: Floats = np.interp(points, POINTS, shares)
    return np.where(points < ENOUGH_POINTS, np.nan, chance)
