"""How often a process chart calls its newest point a signal though nothing changed, as a simulation tells.

tests/simulations/signals.py works these out, and a test holds them to it.
"""

from typing import Final

import numpy as np

from csc_metrics.change.rules import ENOUGH_POINTS
from csc_metrics.change.series import Floats, Numbers

POINTS: Final = (7, 12, 24, 36, 60)
"""Lengths of the series that were simulated."""
NEWEST_BY_CHANCE: Final = (0.0, 0.0, 0.0, 0.0, 0.0)
"""Share of series of independent normal values, of those lengths, whose newest point has a signal."""


def signal_chances(points: Numbers) -> Floats:
    """Return how often the newest point of a stage has a signal by chance, by its number of points; NaN below 7.

    Between the lengths that were simulated it is read off a straight line.
    """
    chance: Floats = np.interp(points, POINTS, NEWEST_BY_CHANCE)
    return np.where(points < ENOUGH_POINTS, np.nan, chance)
