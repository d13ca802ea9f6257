"""Centre and limits of process charts: from moving ranges, or for proportions from chance and moving ranges.

Assumptions, each with its source:
* XmR: limits at the mean plus and minus 2.66 mean moving ranges. NHS Making Data Count.
* A moving range is that between two periods that follow each other and both have a value: across a gap there is
  none, because what lies between is not known.
* Screening leaves out moving ranges of 3.267 times their mean or more, once. NHS Making Data Count; NHSRplotthedots.
* A figure that stays as it was in half of its steps or more, as medians of whole days and counts of few do, has no
  moving range screened: the few that are not 0 would all go, the limits fall together on the centre, and every point
  lie outside. Nor is it held to the rule of seven on one side of the centre, which lies between values that repeat.
* Proportions: binomial limits by each period's denominator, times sigma_z, the spread from period to period of the
  standardised values (mean moving range over 1.128). Laney, Improved control charts for attributes, Quality
  Engineering 14(4), 2002.
* sigma_z below 1 counts as 1: then p' is the p-chart. Laney has no such floor. Counts of different children cannot
  well vary by less than chance, so that a sigma_z below 1 comes of few points or of a figure that is entered by habit,
  and narrower limits would call chance a signal.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np

from csc_metrics.change.series import Flags, Floats, Numbers

TRIAL_BELOW_POINTS: Final = 12
"""With fewer points limits are on trial. Source: NHS Making Data Count."""

_REACH_OF_MEAN_RANGE: Final = 2.66
_SCREENED_FROM: Final = 3.267
_RANGE_OF_TWO: Final = 1.128
_SIGMAS: Final = 3.0
_HALVES: Final = 2
_WHOLE_PCT: Final = 100.0


@dataclass(frozen=True, kw_only=True)
class Limits:
    """Centre and limits of series, a row each.

    centre: of one column. reach: from the centre to either limit, before limits of percentages are cut off at 0 and
    100; one column, or one for each period. lower, upper: as drawn. points: values that they come from.
    is_wider: whether proportions vary by more than chance, so that limits are p' and not p. is_still: whether the
    figure stays as it was in half of its steps or more.
    """

    centre: Floats
    reach: Floats
    lower: Floats
    upper: Floats
    points: Numbers
    is_wider: Flags
    is_still: Flags


def xmr_limits(values: Floats, *, screens: bool) -> Limits:
    """Return mean, and limits 2.66 mean moving ranges from it. values: a row per series, NaN for none.

    screens: whether moving ranges of 3.267 times their mean or more are left out, once.
    Source: NHS Making Data Count.

    >>> told = np.array([[1.0, 2, 1, 2, 10, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1]])
    >>> limits = xmr_limits(told, screens=True)
    >>> [round(float(one[0, 0]), 4) for one in (limits.centre, limits.lower, limits.upper)]
    [1.9444, -0.7156, 4.6044]
    """
    centre, points = means(values)
    is_still = stands_still(values)
    reach = _REACH_OF_MEAN_RANGE * _mean_moving_ranges(values, screened=~is_still & screens)
    return Limits(
        centre=centre,
        reach=reach,
        lower=centre - reach,
        upper=centre + reach,
        points=points,
        is_wider=np.zeros(points.shape, dtype=np.bool_),
        is_still=is_still,
    )


def p_prime_limits(values: Floats, *, numerators: Floats, denominators: Floats, screens: bool) -> Limits:
    """Return limits of percentages from 0 to 100: Laney's p', which is a p-chart where nothing but chance varies.

    values, numerators, denominators: a row per series, NaN for none; denominators are above 0 where there is a value.
    screens: as of `xmr_limits`, of the moving ranges of standardised values.
    Source: Laney 2002; see the head of this module.
    """
    is_told = ~np.isnan(values)
    tops = np.where(is_told, numerators, 0.0).sum(axis=1, keepdims=True)
    # Also where there is no value: limits are carried to periods that they were not drawn from.
    bottoms = np.where(denominators > 0, denominators, np.nan)
    total = np.where(is_told, denominators, 0.0).sum(axis=1, keepdims=True)
    centre = _divided(_WHOLE_PCT * tops, total)
    sigma = np.sqrt(np.clip(centre * (_WHOLE_PCT - centre), 0.0, None) / bottoms)
    standardised = np.where(sigma > 0, _divided(values - centre, sigma), np.where(is_told, 0.0, np.nan))
    is_still = stands_still(values)
    sigma_z = _mean_moving_ranges(standardised, screened=~is_still & screens) / _RANGE_OF_TWO
    reach = _SIGMAS * sigma * np.fmax(sigma_z, 1.0)
    return Limits(
        centre=centre,
        reach=reach,
        lower=np.clip(centre - reach, 0.0, _WHOLE_PCT),
        upper=np.clip(centre + reach, 0.0, _WHOLE_PCT),
        points=is_told.sum(axis=1),
        is_wider=sigma_z[:, 0] > 1.0,
        is_still=is_still,
    )


def stands_still(values: Floats) -> Flags:
    """Return whether each series stays as it was in half of its steps or more. values: a row per series, NaN for none.

    >>> stands_still(np.array([[0.0, 0, 1, 0, 0], [0.0, 1, 2, 1, 1]])).tolist()
    [True, False]
    """
    steps = np.diff(values, axis=1)
    stays: Flags = (steps == 0).sum(axis=1) * _HALVES >= np.maximum((~np.isnan(steps)).sum(axis=1), 1)
    return stays


def means(values: Floats) -> tuple[Floats, Numbers]:
    """Return the mean of each row as a column, NaN of nothing, and how many values it is of. values: NaN for none."""
    is_told = ~np.isnan(values)
    points = is_told.sum(axis=1)
    total = np.where(is_told, values, 0.0).sum(axis=1, keepdims=True)
    return _divided(total, points[:, np.newaxis].astype(np.float64)), points


def _mean_moving_ranges(values: Floats, *, screened: Flags) -> Floats:
    """Return the mean moving range of each row as a column; NaN where no two periods that follow have a value.

    screened: by row, whether unusual ranges are left out of it.
    """
    ranges = np.abs(np.diff(values, axis=1))
    mean, _ = means(ranges)
    if not screened.any():
        return mean
    # Of a series that never moves every range is the mean, 0, and none is unusual.
    is_unusual = (ranges >= _SCREENED_FROM * mean) & (mean > 0) & screened[:, np.newaxis]
    return means(np.where(is_unusual, np.nan, ranges))[0] if is_unusual.any() else mean


def _divided(top: Floats, bottom: Floats) -> Floats:
    """Return top over bottom, NaN where there is nothing below."""
    shape = np.broadcast_shapes(top.shape, bottom.shape)
    ratio: Floats = np.divide(top, bottom, out=np.full(shape, np.nan), where=bottom > 0)
    return ratio
