"""Segmented regression gives what statsmodels gives for the same correlation, and takes months alike into account."""

import numpy as np
import pytest
import statsmodels.api as sm
from hypothesis import given, settings
from hypothesis import strategies as st

from csc_metrics.change.segmented import LEAST_POINTS, STEP, TURN, design, fit_segments
from csc_metrics.change.segmented import _fitted as fitted_with

drawn = st.integers(min_value=0, max_value=2**32 - 1)


def series(seed: int, *, periods: int, rows: int = 1, correlation: float = 0.0) -> np.ndarray:
    noise = np.random.default_rng(seed).normal(size=(rows, periods))
    noise[:, 0] /= np.sqrt(1 - correlation**2)
    for period in range(1, periods):
        noise[:, period] += correlation * noise[:, period - 1]
    return noise


@given(seed=drawn, correlation=st.floats(0.0, 0.9), gaps=st.sets(st.integers(0, 29), max_size=6))
def test_with_a_given_correlation_it_is_generalised_least_squares(
    seed: int, correlation: float, gaps: set[int]
) -> None:
    at = np.array([place for place in range(30) if place not in gaps])
    columns = design(30, changed_at=15, in_a_year=12)[at]
    values = series(seed, periods=30)[:, at]
    covariance = correlation ** np.abs(at[:, np.newaxis] - at)

    estimates, errors, _ = fitted_with(values, columns, at=at, correlation=correlation)
    oracle = sm.GLS(values[0], columns, sigma=covariance).fit()

    assert estimates[0] == pytest.approx(oracle.params, rel=1e-6, abs=1e-8)
    assert errors[0] == pytest.approx(oracle.bse, rel=1e-6, abs=1e-8)


@given(seed=drawn)
def test_without_correlation_intervals_and_chances_are_those_of_least_squares(seed: int) -> None:
    columns = design(24, changed_at=12)
    values = series(seed, periods=24, rows=20)
    fits = fit_segments(values, columns=columns)

    for row in np.flatnonzero(fits.correlation == 0):
        oracle = sm.OLS(values[row], columns).fit()
        lower, upper = (ends[row] for ends in fits.interval(STEP))
        assert (lower, upper) == pytest.approx(tuple(oracle.conf_int()[STEP]), rel=1e-6, abs=1e-8)
        assert fits.chance(TURN)[row] == pytest.approx(oracle.pvalues[TURN], rel=1e-6, abs=1e-10)


@settings(max_examples=20)
@given(seed=drawn)
def test_the_correlation_has_the_greatest_restricted_likelihood(seed: int) -> None:
    """Worked out a second way: the density of values from which the columns were taken by projection."""
    columns, at = design(24, changed_at=12), np.arange(24)
    values = series(seed, periods=24, correlation=0.5)
    aside = np.linalg.svd(columns)[0][:, columns.shape[1] :]
    contrast = aside.T @ values[0]

    def restricted(correlation: float) -> float:
        covariance = aside.T @ (correlation ** np.abs(at[:, np.newaxis] - at)) @ aside
        square = contrast @ np.linalg.solve(covariance, contrast) / contrast.size
        return float(-0.5 * (contrast.size * np.log(square) + np.linalg.slogdet(covariance)[1]))

    grid = np.linspace(0.0, 0.95, 39)
    best = grid[np.argmax([restricted(one) for one in grid])]
    assert fit_segments(values, columns=columns).correlation[0] == pytest.approx(best)


def test_a_step_and_a_turn_without_noise_are_found() -> None:
    columns = design(30, changed_at=15)
    truth = np.array([40.0, 0.5, 12.0, -0.75])
    values = (columns @ truth + 1e-6 * series(1, periods=30)[0])[np.newaxis]

    assert fit_segments(values, columns=columns).estimates[0] == pytest.approx(truth, abs=1e-4)


def test_a_season_is_not_taken_for_a_step() -> None:
    months = np.arange(36)
    values = (50 + 10 * np.sin(2 * np.pi * (months - 4) / 12) + 0.1 * series(2, periods=36)[0])[np.newaxis]
    without, with_season = (
        fit_segments(values, columns=design(36, changed_at=20, in_a_year=of_year)) for of_year in (0, 12)
    )

    assert abs(with_season.estimates[0, STEP]) < 0.5 < abs(without.estimates[0, STEP])


def test_months_alike_make_intervals_wider() -> None:
    columns = design(60, changed_at=30)
    values = series(3, periods=60, rows=200, correlation=0.6)
    fits = fit_segments(values, columns=columns)
    lower, upper = fits.interval(STEP)
    plain = [np.diff(sm.OLS(row, columns).fit().conf_int()[STEP])[0] for row in values]

    assert np.median(fits.correlation) == pytest.approx(0.6, abs=0.1)
    assert np.median((upper - lower) / plain) > 1.3


def test_with_fewer_than_8_values_on_a_side_nothing_is_fitted() -> None:
    columns = design(20, changed_at=10)
    values = series(4, periods=20, rows=3)
    values[1, 10:13] = np.nan
    values[2, 10:12] = np.nan
    fits = fit_segments(values, columns=columns)

    assert LEAST_POINTS == 8
    assert np.isnan(fits.estimates[1]).all()
    assert np.isnan(fits.chance(STEP)[1])
    assert not np.isnan(fits.estimates[[0, 2]]).any()


def test_series_do_not_touch_each_other() -> None:
    columns = design(24, changed_at=12)
    values = series(5, periods=24, rows=6)
    values[2, 3] = np.nan
    together = fit_segments(values, columns=columns)

    for row in range(6):
        alone = fit_segments(values[row : row + 1], columns=columns)
        assert together.estimates[row] == pytest.approx(alone.estimates[0])
        assert together.errors[row] == pytest.approx(alone.errors[0])


def test_a_series_that_never_moves_has_no_step_and_one_that_only_steps_has_no_turn() -> None:
    columns = design(24, changed_at=12)
    values = np.stack([np.zeros(24), np.full(24, 100.0), np.where(np.arange(24) < 12, 1 / 3, 100.0)])
    fits = fit_segments(values, columns=columns)

    assert fits.chance(STEP) == pytest.approx([1.0, 1.0, 0.0], abs=1e-3)
    assert fits.chance(TURN) == pytest.approx([1.0, 1.0, 1.0], abs=1e-3)
