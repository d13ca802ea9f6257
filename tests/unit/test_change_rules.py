"""The rules of process charts, on series short enough to see."""

import numpy as np
import pytest

from csc_metrics.change.limits import p_prime_limits, xmr_limits
from csc_metrics.change.rules import Signals, signals, trends, two_of_three

GAP = float("nan")
METHODS = [1, 2, 1, 2, 10, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1]


def row(*values: float) -> np.ndarray:
    return np.array([values], dtype=np.float64)


def found_in(*values: float) -> Signals:
    return signals(row(*values), limits=xmr_limits(row(*values), screens=True))


def marks(flags: np.ndarray) -> list[int]:
    return flags[0].astype(int).tolist()


@pytest.mark.parametrize(
    ("screens", "lower", "upper"),
    [(True, 1.9444444444 - 2.66, 1.9444444444 + 2.66), (False, -3.0626143791, 6.9515032680)],
)
def test_limits_are_the_mean_and_266_mean_moving_ranges_each_way(*, screens: bool, lower: float, upper: float) -> None:
    limits = xmr_limits(row(*METHODS), screens=screens)
    assert limits.centre[0, 0] == pytest.approx(35 / 18)
    assert (limits.lower[0, 0], limits.upper[0, 0]) == pytest.approx((lower, upper), abs=1e-9)


def test_across_a_gap_there_is_no_moving_range() -> None:
    limits = xmr_limits(row(1, 2, GAP, 10, 11), screens=False)
    assert limits.centre[0, 0] == 6
    assert limits.reach[0, 0] == pytest.approx(2.66)


def test_a_point_beyond_a_limit_is_outside() -> None:
    signal = found_in(*METHODS)
    assert marks(signal.outside.high) == [0, 0, 0, 0, 1, *[0] * 13]
    assert not signal.outside.low.any()


def test_a_series_that_never_moves_has_no_signal_though_its_mean_differs_in_the_last_digit() -> None:
    signal = found_in(*[0.1] * 30)
    assert not signal.directions().any()


def test_a_figure_that_hardly_moves_has_limits_that_hold_it_and_no_run_of_what_repeats() -> None:
    """Medians of whole days: screening would leave a mean moving range of 0, and each point outside its own centre."""
    hardly = [0.0] * 12 + [1.0] + [0.0] * 12
    signal = found_in(*hardly)
    limits = xmr_limits(row(*hardly), screens=True)

    assert limits.is_still.all()
    assert limits.reach[0, 0] == pytest.approx(2.66 * 2 / 24)
    assert marks(signal.outside.high) == [0] * 12 + [1] + [0] * 12
    assert not signal.outside.low.any()
    assert not signal.run.low.any()


def test_a_figure_that_hardly_moves_and_then_steps_is_outside() -> None:
    signal = found_in(*[1.0] * 20, *[0.0] * 5)

    assert marks(signal.outside.low) == [0] * 20 + [1] * 5


def test_seven_rising_points_are_a_trend_and_six_are_not() -> None:
    none = np.zeros((1, 1))
    assert marks(trends(row(1, 2, 3, 4, 5, 6, 7), slack=none).high) == [1] * 7
    assert marks(trends(row(1, 2, 3, 4, 5, 6), slack=none).high) == [0] * 6
    assert marks(trends(row(9, 1, 2, 3, 4, 5, 6, 7, 7), slack=none).high) == [0, *[1] * 7, 0]
    assert marks(trends(row(7, 6, 5, 4, 3, 2, 1), slack=none).low) == [1] * 7


def test_a_tie_and_a_gap_break_a_trend() -> None:
    none = np.zeros((1, 1))
    assert not trends(row(1, 2, 3, 4, 4, 5, 6, 7, 8), slack=none).either.any()
    assert not trends(row(1, 2, 3, 4, GAP, 5, 6, 7, 8), slack=none).either.any()


def test_seven_points_on_one_side_are_a_run_and_six_are_not() -> None:
    assert marks(found_in(1, 2, 1, 2, 1, 2, 1, *[5, 6] * 4).run.either) == [1] * 15
    assert not found_in(1, 2, 1, 2, 1, 2, *[5, 6] * 3).run.either.any()


def test_a_point_on_the_centre_and_a_gap_break_a_run() -> None:
    high, low = (5, 6, 5, 6, 5, 6), (1, 0, 1, 0, 1, 0)
    assert marks(found_in(5, *high, *low, 1).run.either) == [1] * 14
    for between in (3, GAP):
        told = (*high, between, *low)
        assert xmr_limits(row(*told), screens=True).centre[0, 0] == 3
        assert not found_in(*told).run.either.any()


def test_two_of_three_are_marked_with_what_lies_between() -> None:
    same = np.ones((1, 7), dtype=np.bool_)
    for close, expected in (
        ([0, 0, 1, 0, 1, 0, 0], [0, 0, 1, 1, 1, 0, 0]),
        ([0, 0, 1, 1, 0, 0, 0], [0, 1, 1, 1, 1, 0, 0]),
        ([0, 0, 1, 0, 0, 1, 0], [0] * 7),
    ):
        assert marks(two_of_three(np.array([close], dtype=np.bool_), side=same)) == expected


def test_two_of_three_on_opposite_sides_are_nothing() -> None:
    near = np.array([[0, 0, 1, 0, 1, 0, 0]], dtype=np.bool_)
    assert not two_of_three(near, side=np.array([[1, 0, 1, 0, 1, 0, 1]], dtype=np.bool_)).any()


def test_a_point_between_two_near_a_limit_is_marked_and_is_no_signal() -> None:
    quiet = [0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 0, 1]
    signal = found_in(*quiet, 3, 1, 3)
    assert marks(signal.near.high)[-3:] == [1, 1, 1]
    assert signal.directions()[0, -3:].tolist() == [1, 0, 1]


def test_fewer_than_seven_points_have_no_signal() -> None:
    assert not found_in(1, 2, 1, 2, 1, 99).directions().any()


def test_what_lies_outside_says_more_than_the_trend_that_leads_there() -> None:
    values = [*[5, 6] * 12, 6.1, 5.9, 5.7, 5.5, 5.3, 5.1, 4.9]
    falling = found_in(*values)
    assert falling.directions()[0, -1] == -1
    assert falling.trend.low[0, -1]


def test_proportions_have_limits_by_their_denominators() -> None:
    tops, bottoms = row(50, 5, 55, 4), row(100, 10, 100, 10)
    limits = p_prime_limits(100 * tops / bottoms, numerators=tops, denominators=bottoms, screens=True)
    centre = 100 * 114 / 220
    assert limits.centre[0, 0] == pytest.approx(centre)
    sigma = (centre * (100 - centre) / np.array([100, 10, 100, 10])) ** 0.5
    assert not limits.is_wider[0]
    assert limits.upper[0] == pytest.approx(np.minimum(100, centre + 3 * sigma))
    assert limits.lower[0] == pytest.approx(centre - 3 * sigma)


def test_proportions_that_vary_by_more_than_chance_have_wider_limits() -> None:
    """Laney: the standardised values move by 6 from each to the next, which is 6/1.128 of what chance does."""
    tops, bottoms = row(*[35, 65] * 10), row(*[100] * 20)
    limits = p_prime_limits(tops, numerators=tops, denominators=bottoms, screens=True)
    assert limits.is_wider[0]
    assert limits.reach[0, 0] == pytest.approx(3 * 5 * 6 / 1.128)
    assert (limits.lower[0, 0], limits.upper[0, 0]) == (0, 100)


def test_limits_of_proportions_that_are_all_whole_lie_on_the_centre() -> None:
    tops = row(*[20, 30] * 6)
    whole = np.full(tops.shape, 100.0)
    limits = p_prime_limits(whole, numerators=tops, denominators=tops, screens=True)
    assert (limits.lower[0, 0], limits.centre[0, 0], limits.upper[0, 0]) == (100, 100, 100)
    assert not signals(whole, limits=limits).directions().any()
