"""Funnel limits have the numbers of the methods; overdispersion is that of a second, plain computation."""

import math
from statistics import quantiles

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import norm

from csc_metrics.comparison.funnel import (
    FLAG,
    WORTH_A_LOOK,
    funnel_of_counts,
    funnel_of_proportions,
    overdispersion_of,
)

BASELINE = 100 * 10325813.8504 / 12804440


@pytest.mark.parametrize(
    ("denominator", "confidence", "lower", "upper"),
    [
        (598, WORTH_A_LOOK, 77.475765, 83.809131),
        (598, FLAG, 75.649608, 85.635287),
        (10, WORTH_A_LOOK, 56.154344, 100),
    ],
)
def test_funnels_of_proportions_have_the_numbers_of_the_methods(
    denominator: int, confidence: float, lower: float, upper: float
) -> None:
    found = funnel_of_proportions(denominator, centre_pct=BASELINE, confidence=confidence)

    assert found == pytest.approx((lower, upper), abs=1e-6)


def test_funnels_of_rates_have_the_variance_of_a_count_and_never_go_below_nothing() -> None:
    lower, upper = funnel_of_counts([10_000, 50], centre=400, confidence=WORTH_A_LOOK)

    assert lower == pytest.approx([400 - 1.959963985 * 20, 0])
    assert upper == pytest.approx([400 + 1.959963985 * 20, 400 + 1.959963985 * math.sqrt(400 * 10_000 / 50)])


def test_limits_are_wider_with_overdispersion() -> None:
    lower, upper = funnel_of_counts(10_000, centre=400, confidence=WORTH_A_LOOK, overdispersion=15)

    assert upper - lower == pytest.approx(2 * 1.959963985 * 25)


def test_authorities_that_differ_by_no_more_than_chance_have_no_overdispersion() -> None:
    assert overdispersion_of(np.array([[0.5], [-0.5], [0.2]]), np.ones((3, 1))).tolist() == [0]


@given(st.lists(st.tuples(st.floats(-50, 50), st.floats(0.5, 20)), min_size=2, max_size=40))
def test_overdispersion_is_that_of_a_plain_computation(rows: list[tuple[float, float]]) -> None:
    distance, variance = (np.array(part)[:, np.newaxis] for part in zip(*rows, strict=True))
    scores = [one / math.sqrt(spread) for one, spread in rows]
    cuts = quantiles(scores, n=10, method="inclusive")
    pulled = [min(max(score, cuts[0]), cuts[-1]) for score in scores]
    left = norm.expect(lambda score: min(abs(score), norm.ppf(0.9)) ** 2)  # of normal scores, once pulled in
    weights = [1 / spread for _, spread in rows]
    bottom = sum(weights) - sum(weight**2 for weight in weights) / sum(weights)
    squared = max(0.0, (sum(score**2 for score in pulled) / left - (len(rows) - 1)) / bottom)

    assert overdispersion_of(distance, variance)[0] == pytest.approx(math.sqrt(squared), rel=1e-6, abs=1e-6)


def test_rows_without_a_value_do_not_count() -> None:
    distance, variance = np.array([[5.0], [-4.0], [6.0]]), np.full((3, 1), 2.0)
    with_nothing = np.vstack([distance, [[np.nan]]]), np.vstack([variance, [[2.0]]])

    assert overdispersion_of(*with_nothing) == pytest.approx(overdispersion_of(distance, variance))


def test_what_varies_by_a_known_amount_is_found_to_vary_so() -> None:
    """Without what winsorising leaves out, it would be found about a fifth too small."""
    rng = np.random.default_rng(11)
    variance = rng.uniform(3.0, 5.0, size=(150, 200))
    distance = rng.normal(0.0, np.sqrt(variance + 10.0**2))

    assert np.mean(overdispersion_of(distance, variance)) == pytest.approx(10.0, rel=0.02)
