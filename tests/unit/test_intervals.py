"""Intervals of proportions and counts have the numbers of the methods, and those of scipy and statsmodels."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import chi2, norm
from statsmodels.stats.proportion import proportion_confint

from csc_metrics.comparison.intervals import (
    NoInterval,
    byar_interval,
    count_interval,
    exact_poisson_interval,
    wilson_interval,
)


@pytest.mark.parametrize(
    ("numerator", "confidence", "lower", "upper"),
    [
        (65, 0.95, 0.5525444330, 0.7363575176),
        (65, 0.998, 0.4954946574, 0.7783540614),
        (5, 0.95, 0.0215436792, 0.1117504692),
    ],
)
def test_the_wilson_interval_has_the_numbers_of_the_methods(
    numerator: int, confidence: float, lower: float, upper: float
) -> None:
    assert wilson_interval(numerator, 100, confidence=confidence) == pytest.approx((lower, upper), abs=1e-9)


def test_byars_interval_has_the_numbers_of_the_methods() -> None:
    assert byar_interval(65) == pytest.approx((50.1631877105, 82.8491385459), abs=1e-9)


def test_the_exact_interval_has_the_numbers_of_the_methods() -> None:
    assert exact_poisson_interval(5) == pytest.approx((1.6234863901, 11.6683320793), abs=1e-9)


def test_counts_below_ten_have_the_exact_interval_and_others_byars() -> None:
    lower, upper = count_interval([9, 10])

    assert [lower[0], upper[0]] == pytest.approx([float(end) for end in exact_poisson_interval(9)])
    assert [lower[1], upper[1]] == pytest.approx([float(end) for end in byar_interval(10)])


def test_nothing_out_of_something_starts_at_nothing() -> None:
    assert wilson_interval(0, 20)[0] == 0
    assert wilson_interval(20, 20)[1] == 1
    assert count_interval(0)[0] == 0


@given(parts=st.tuples(st.integers(0, 5_000), st.integers(0, 5_000)), confidence=st.sampled_from([0.9, 0.95, 0.998]))
def test_the_wilson_interval_is_that_of_statsmodels(parts: tuple[int, int], confidence: float) -> None:
    numerator, denominator = min(parts), max(*parts, 1)
    expected = proportion_confint(numerator, denominator, alpha=1 - confidence, method="wilson")

    assert wilson_interval(numerator, denominator, confidence=confidence) == pytest.approx(expected, abs=1e-12)


@given(count=st.integers(1, 5_000), confidence=st.sampled_from([0.9, 0.95, 0.998]))
def test_intervals_of_counts_are_those_of_scipy(count: int, confidence: float) -> None:
    outside = (1 - confidence) / 2
    exact = chi2.ppf(outside, 2 * count) / 2, chi2.ppf(1 - outside, 2 * count + 2) / 2
    deviate = norm.ppf(1 - outside)
    byar = (
        count * (1 - 1 / (9 * count) - deviate / (3 * count**0.5)) ** 3,
        (count + 1) * (1 - 1 / (9 * (count + 1)) + deviate / (3 * (count + 1) ** 0.5)) ** 3,
    )

    assert exact_poisson_interval(count, confidence=confidence) == pytest.approx(exact, rel=1e-9)
    assert byar_interval(count, confidence=confidence) == pytest.approx(byar, rel=1e-9, abs=1e-9)
    assert count_interval(count, confidence=confidence) == pytest.approx(exact if count < 10 else byar, rel=1e-9)


@pytest.mark.parametrize(("numerator", "denominator"), [(1, 0), (1, -5), (-1, 5), (6, 5)])
def test_what_is_no_proportion_is_refused(numerator: float, denominator: float) -> None:
    with pytest.raises(NoInterval):
        wilson_interval([1, numerator], [2, denominator])


def test_counts_below_nothing_are_refused() -> None:
    with pytest.raises(NoInterval, match="is -1"):
        count_interval([3, -1])


def test_no_number_has_no_interval() -> None:
    assert np.isnan(wilson_interval([np.nan, 1], [5, 5])[0]).tolist() == [True, False]
