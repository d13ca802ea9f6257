"""Where neighbours stand: lower quartile, median and upper quartile, and how far each hangs on one neighbour."""

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from csc_metrics.comparison.compare import ENOUGH_NEIGHBOURS
from csc_metrics.comparison.matrix import Floats
from csc_metrics.contracts.about_planning import Level

SHARES: Final = {Level.LOWER_QUARTILE: 0.25, Level.MEDIAN: 0.5, Level.UPPER_QUARTILE: 0.75}
"""Level → the share of neighbours at or below it."""
_PLACES_PRINTED: Final = (0, 1)
"""Places to which DfE prints rates and caseloads that it gives no counts of."""
_SAME: Final = 1e-9


@dataclass(frozen=True, kw_only=True)
class NeighbourLevels:
    """Levels among the neighbours: an authority by level, in order of SHARES; NaN where fewer than five have a figure.

    held: how many neighbours have one. at: the level. lower, upper: the least and the most of it, with none or one of
    the neighbours left out, and as far beyond that as figures were rounded.
    """

    held: npt.NDArray[np.int64]
    at: Floats
    lower: Floats
    upper: Floats


def neighbour_levels(near: Floats, *, rounded_by: float = 0.0) -> NeighbourLevels:
    """Return the levels of neighbours' figures.

    near: an authority by neighbour, NaN where one has none. rounded_by: by how much each may have been rounded.
    """
    held = (~np.isnan(near)).sum(axis=1)
    left_out = []
    for place in range(near.shape[1]):
        others = near.copy()
        others[:, place] = np.nan
        left_out.append(quartiles_of_rows(others))
    every = np.stack([quartiles_of_rows(near), *left_out])
    enough = (held >= ENOUGH_NEIGHBOURS)[:, np.newaxis]
    at, lower, upper = (
        np.where(enough, one, np.nan) for one in (every[0], np.fmin.reduce(every), np.fmax.reduce(every))
    )
    return NeighbourLevels(held=held, at=at, lower=np.maximum(lower - rounded_by, 0.0), upper=upper + rounded_by)


def rounding_of(values: Floats) -> float:
    """Return by how much values may have been rounded: half of their last place, 0 where they were not.

    >>> [rounding_of(np.array(told)) for told in ([58.0, 62.0, np.nan], [14.3, 18.9], [672.963])]
    [0.5, 0.05, 0.0]
    """
    told = values[~np.isnan(values)]
    for places in _PLACES_PRINTED:
        if told.size and np.allclose(told, np.round(told, places), rtol=0.0, atol=_SAME):
            return float(0.5 * 10.0**-places)
    return 0.0


def quartiles_of_rows(near: Floats) -> Floats:
    """Return lower quartile, median and upper quartile of each row, by linear interpolation (R type 7); NaN of nothing.

    >>> told = np.array([[13.3, 17.2, 15.4, 15.2, 19.5, 19.5, 17.8, 15.8, 17.1, 15.5]])
    >>> quartiles_of_rows(told).round(3).tolist()
    [[15.425, 16.45, 17.65]]
    """
    ordered = np.sort(near, axis=1)  # NaN last
    last = np.maximum((~np.isnan(near)).sum(axis=1) - 1, 0)
    rows = np.arange(near.shape[0])
    found = []
    for share in SHARES.values():
        place = last * share
        low, high = np.floor(place).astype(np.int64), np.ceil(place).astype(np.int64)
        found.append(ordered[rows, low] + (ordered[rows, high] - ordered[rows, low]) * (place - low))
    quartiles: Floats = np.column_stack(found)
    return quartiles
