"""Seasons: what each month of the year usually adds, and how a figure moved since the same month a year before.

Counts and rates alone are adjusted: holidays and the school year move how much comes in. A share of it is left as it
is, since its top and bottom move together. Source: methods of the suite, section 3 (referrals have seasons).
"""

from typing import Final

import numpy as np
from scipy.special import fdtrc

from csc_metrics.change.series import Flags, Floats, Numbers, SeriesMatrix

_A_YEAR: Final = 12
_LEAST_YEARS: Final = 2
_BEYOND_CHANCE: Final = 2.0
_BY_CHANCE: Final = 0.05
"""Months of the year differ by more than chance where so small a share of series without seasons would do so (F test).

Weaker seasons are left in: to take off what chance alone gave each month would make a series look calmer than it is.
"""


def season_adjusted(matrix: SeriesMatrix, *, may_have_seasons: Flags) -> tuple[Floats, Flags]:
    """Return values less what their month of the year usually adds, and from which series it was taken off.

    matrix: the series. may_have_seasons: by series; true only where columns are months that follow each other.
    """
    rows = np.flatnonzero(may_have_seasons & (np.sum(~np.isnan(matrix.values), axis=1) >= _LEAST_YEARS * _A_YEAR))
    is_adjusted = np.zeros_like(may_have_seasons)
    if not rows.size:
        return matrix.values, is_adjusted
    adds, is_seasonal = usual_excess(matrix.values[rows])
    is_adjusted[rows] = is_seasonal
    adjusted = matrix.values.copy()
    adjusted[rows[is_seasonal]] -= adds[is_seasonal]
    return adjusted, is_adjusted


def usual_excess(values: Floats) -> tuple[Floats, Flags]:
    """Return what the month of the year usually adds to each value, and for which series that is more than chance.

    What a month adds is the mean of its values less the mean of all twelve months' means, after a straight line is
    taken off. The line's slope is the mean change from a year before over twelve, which no season moves; a moving mean
    of twelve months would leave half a year at either end without an answer, which is half of two years.

    values: a row per series, a column per month, NaN for none. Fewer than two values of a month of the year: no season.
    """
    height, width = values.shape
    years = -(-width // _A_YEAR)
    padded = np.full((height, years * _A_YEAR), np.nan)
    padded[:, :width] = values
    by_year = padded.reshape(height, years, _A_YEAR)
    slope = _slopes(by_year)
    line = slope[:, np.newaxis, np.newaxis] * np.arange(years * _A_YEAR).reshape(years, _A_YEAR)
    level = by_year - line
    usual = _mean(level, axis=1)
    many = np.sum(~np.isnan(by_year), axis=1)
    is_seasonal = (many >= _LEAST_YEARS).all(axis=1) & (_chance(level, usual=usual, many=many) < _BY_CHANCE)
    adds = usual - usual.mean(axis=1, keepdims=True)
    return np.tile(adds, years)[:, :width], is_seasonal


def _slopes(by_year: Floats) -> Floats:
    """Return by how much each series rises from month to month; 0 where its change over a year is within chance.

    A line that chance alone drew would be taken for a season, which then starts anew each year.
    """
    yearly = np.diff(by_year, axis=1)
    change = _mean(yearly, axis=(1, 2))
    many = np.maximum(np.sum(~np.isnan(yearly), axis=(1, 2)), 1)
    spread = np.sqrt(_mean((yearly - change[:, np.newaxis, np.newaxis]) ** 2, axis=(1, 2)) / many)
    return np.where(np.abs(change) > _BEYOND_CHANCE * spread, change / _A_YEAR, 0.0)


def _chance(level: Floats, *, usual: Floats, many: Numbers) -> Floats:
    """Return how often months would differ so much by chance, were there no season: an F test of their means."""
    points = many.sum(axis=1)
    within = np.nansum((level - usual[:, np.newaxis, :]) ** 2, axis=(1, 2))
    whole = np.nansum(np.where(np.isnan(usual), 0.0, usual) * many, axis=1) / np.maximum(points, 1)
    between = np.nansum(many * (usual - whole[:, np.newaxis]) ** 2, axis=1)
    between_free, within_free = _A_YEAR - 1, np.maximum(points - _A_YEAR, 1)
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = (between / between_free) / (within / within_free)
    # A series that never moves has no season: 0 over 0.
    chance: Floats = np.where(np.isnan(ratio), 1.0, fdtrc(between_free, within_free, ratio))
    return chance


def _mean(values: Floats, *, axis: int | tuple[int, ...]) -> Floats:
    """Return means of what is there; NaN of nothing."""
    many = np.sum(~np.isnan(values), axis=axis)
    mean: Floats = np.divide(np.nansum(values, axis=axis), many, out=np.full(many.shape, np.nan), where=many > 0)
    return mean


def same_month_changes(matrix: SeriesMatrix, *, newest: Numbers) -> Floats:
    """Return each series' newest value less the one a year before; NaN where either is missing.

    matrix: the series. newest: the column of each one's newest value, -1 where it has none.
    """
    rows = np.arange(newest.size)
    before = newest - matrix.in_a_year
    is_there = (newest >= 0) & (matrix.in_a_year > 0) & (before >= 0)
    at, older = np.maximum(newest, 0), np.maximum(before, 0)
    change: Floats = np.where(is_there, matrix.values[rows, at] - matrix.values[rows, older], np.nan)
    return change
