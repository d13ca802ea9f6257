"""Segmented regression: the step and the change of direction of series at a date, with months alike taken into account.

Assumptions, each with its source:
* Level and slope before, a step and a change of slope from the date on: Wagner et al., Segmented regression analysis of
  interrupted time series, J Clin Pharm Ther 27(4), 2002.
* What is left goes from month to month as a first-order autoregression with a correlation from 0 to 0.95, the one of
  the greatest restricted likelihood, which is less biased in short series than the correlation of what ordinary least
  squares leave: Turner et al., BMC Med Res Methodol 21:181, 2021. Below 0 it counts as 0, so that no interval is made
  narrower by it.
* Intervals by Student's t, whose degrees of freedom shrink as months are alike: periods that follow each other so
  closely tell less than as many independent ones.
* A year's season, where asked for, as one pair of sine and cosine.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
from scipy.special import stdtr, stdtrit

from csc_metrics.change.series import Floats, Numbers

LEAST_POINTS: Final = 8
"""Periods with a value on each side below which nothing is fitted. Source: methods of the suite, section 3."""
STEP: Final = 2
TURN: Final = 3
"""Columns of the design: the step at the date, and the change of slope."""

_CORRELATIONS: Final = np.linspace(0.0, 0.95, 39)
_TWO_SIDED_95: Final = 0.975
_FEWEST_DEGREES: Final = 2.0
_NOISE: Final = 1e-9


@dataclass(frozen=True, kw_only=True)
class Fits:
    """What was fitted to series, a row each; NaN where nothing was.

    estimates: intercept, slope before, step, change of slope (and the season's two), in the unit of the series, slopes
    by period. errors: standard errors. degrees: degrees of freedom. correlation: of what is left, period to period.
    """

    estimates: Floats
    errors: Floats
    degrees: Floats
    correlation: Floats

    def interval(self, part: int) -> tuple[Floats, Floats]:
        """Return the ends of the 95% interval of a part. part: STEP or TURN."""
        reach = stdtrit(self.degrees, _TWO_SIDED_95) * self.errors[:, part]
        return self.estimates[:, part] - reach, self.estimates[:, part] + reach

    def chance(self, part: int) -> Floats:
        """Return how often an estimate so far from 0 would come without one. part: STEP or TURN."""
        away = np.abs(self.estimates[:, part]) / self.errors[:, part]
        found: Floats = np.where(np.isnan(away), np.nan, 2 * stdtr(self.degrees, -away))
        return found


def design(periods: int, *, changed_at: int, in_a_year: int = 0) -> Floats:
    """Return the columns of a segmented regression: intercept, time, step and change of slope at a place.

    periods: how many, one after the other. changed_at: place of the first period from the change on; time is 0 there,
    so that the step is that between what was to be expected there and what came. in_a_year: periods of a season; 0:
    none.

    >>> design(4, changed_at=2).tolist()
    [[1.0, -2.0, 0.0, 0.0], [1.0, -1.0, 0.0, 0.0], [1.0, 0.0, 1.0, 0.0], [1.0, 1.0, 1.0, 1.0]]
    """
    time = np.arange(periods) - float(changed_at)
    is_after = (time >= 0).astype(np.float64)
    columns = [np.ones(periods), time, is_after, np.maximum(time, 0.0)]
    if in_a_year:
        turn = 2 * np.pi * time / in_a_year
        columns += [np.sin(turn), np.cos(turn)]
    return np.column_stack(columns)


def fit_segments(values: Floats, *, columns: Floats) -> Fits:
    """Return segmented regressions of series, all with one design.

    values: a row per series, a column per period, NaN where there is none; gaps are kept as time that passed. columns:
    of `design`. Series with too few values on a side of the date (LEAST_POINTS) are not fitted.
    Source: see the head of this module.
    """
    rows, parts = values.shape[0], columns.shape[1]
    found = Fits(
        estimates=np.full((rows, parts), np.nan),
        errors=np.full((rows, parts), np.nan),
        degrees=np.full(rows, np.nan),
        correlation=np.full(rows, np.nan),
    )
    is_told = ~np.isnan(values)
    is_after = columns[:, STEP] > 0
    enough = (is_told[:, is_after].sum(axis=1) >= LEAST_POINTS) & (is_told[:, ~is_after].sum(axis=1) >= LEAST_POINTS)
    patterns, which = np.unique(is_told[enough], axis=0, return_inverse=True)
    places = np.flatnonzero(enough)
    for number, told in enumerate(patterns):
        chosen = places[which.ravel() == number]
        _fill(found, chosen, values[np.ix_(chosen, np.flatnonzero(told))], columns[told], at=np.flatnonzero(told))
    return found


def _fill(found: Fits, chosen: Numbers, values: Floats, columns: Floats, *, at: Numbers) -> None:
    """Fit series that have values at the same places, and put what was found into their rows."""
    likelihood = np.full((_CORRELATIONS.size, values.shape[0]), -np.inf)
    fits = []
    for number, correlation in enumerate(_CORRELATIONS):
        fits.append(_fitted(values, columns, at=at, correlation=float(correlation)))
        likelihood[number] = fits[-1][2]
    best = np.argmax(likelihood, axis=0)
    correlation = _CORRELATIONS[best]
    rows = np.arange(values.shape[0])
    found.estimates[chosen] = np.stack([fit[0] for fit in fits])[best, rows]
    found.errors[chosen] = np.stack([fit[1] for fit in fits])[best, rows]
    found.correlation[chosen] = correlation
    left = values.shape[1] - columns.shape[1]
    found.degrees[chosen] = np.maximum(_FEWEST_DEGREES, left * (1 - correlation) / (1 + correlation))


def _fitted(values: Floats, columns: Floats, *, at: Numbers, correlation: float) -> tuple[Floats, Floats, Floats]:
    """Return estimates, standard errors and the restricted log likelihood of series with a given correlation."""
    covariance = correlation ** np.abs(at[:, np.newaxis] - at)
    lower = np.linalg.cholesky(covariance)
    white_columns = np.linalg.solve(lower, columns)
    white_values = np.linalg.solve(lower, values.T)
    inverse = np.linalg.inv(white_columns.T @ white_columns)
    estimates = inverse @ white_columns.T @ white_values
    squares = ((white_values - white_columns @ estimates) ** 2).sum(axis=0)
    left = at.size - columns.shape[1]
    floor = _NOISE * np.maximum(np.abs(values).max(axis=1), _NOISE)
    variance = np.maximum(squares / left, floor**2)  # of a series that never moves, binary noise is no movement
    errors = np.sqrt(np.outer(variance, np.diag(inverse)))
    of_all = 2 * np.log(np.diag(lower)).sum() - np.linalg.slogdet(inverse)[1]
    return estimates.T, errors, -0.5 * (left * np.log(variance) + of_all)
