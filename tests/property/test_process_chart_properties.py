"""Limits and rules of process charts say what a second, plain way of working them out says, gaps or none."""

from datetime import date

import numpy as np
import plain_process_chart as plain
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from csc_metrics.change.limits import p_prime_limits, xmr_limits
from csc_metrics.change.process_chart import process_charts
from csc_metrics.change.rules import signals

# Halves, so that sums are exact and a point that lies on the centre lies on it for either way.
VALUES = st.lists(st.one_of(st.none(), st.integers(-20, 20).map(lambda one: one / 2)), min_size=1, max_size=40)
FEW_GAPS = st.lists(
    st.one_of(*[st.integers(-6, 6).map(lambda one: one / 2)] * 9, st.none()), min_size=7, max_size=48
).filter(lambda values: len(plain.told(values)) >= 7)
HARDLY_MOVING = st.lists(st.sampled_from([0.0] * 6 + [0.5, 1.0, None]), min_size=7, max_size=48).filter(
    lambda values: len(plain.told(values)) >= 7
)
PAIRS = st.lists(
    st.one_of(st.none(), st.integers(1, 60).flatmap(lambda many: st.tuples(st.integers(0, many), st.just(many)))),
    min_size=1,
    max_size=40,
).filter(any)


def row(values: plain.Series) -> np.ndarray:
    return np.array([[np.nan if value is None else value for value in values]], dtype=np.float64)


@given(values=VALUES | HARDLY_MOVING, screens=st.booleans())
def test_xmr_limits(values: list[float | None], *, screens: bool) -> None:
    limits = xmr_limits(row(values), screens=screens)
    expected = plain.xmr(values, screens=screens)
    if expected is None:
        assert np.isnan(limits.reach).all()
        return
    found = [limits.lower[0, 0], limits.centre[0, 0], limits.upper[0, 0]]
    assert found == pytest.approx(expected, rel=1e-12, abs=1e-12)
    assert limits.points[0] == len(plain.told(values))


@given(pairs=PAIRS, screens=st.booleans())
def test_p_prime_limits(pairs: list[tuple[int, int] | None], *, screens: bool) -> None:
    tops = [pair and float(pair[0]) for pair in pairs]
    bottoms = [pair and float(pair[1]) for pair in pairs]
    values = [pair and 100 * pair[0] / pair[1] for pair in pairs]
    limits = p_prime_limits(row(values), numerators=row(tops), denominators=row(bottoms), screens=screens)
    for place, expected in enumerate(plain.p_prime(tops, bottoms, screens=screens)):
        if expected is not None:
            found = [limits.lower[0, place], limits.centre[0, 0], limits.upper[0, place]]
            assert found == pytest.approx(expected, rel=1e-9, abs=1e-9)


@given(FEW_GAPS | HARDLY_MOVING)
def test_each_rule_marks_the_same_points(values: list[float | None]) -> None:
    limits = xmr_limits(row(values), screens=True)
    found = signals(row(values), limits=limits)
    centre, reach = float(limits.centre[0, 0]), float(limits.reach[0, 0])
    assert found.run.either[0].tolist() == plain.in_run(values, centre=centre)
    assert found.trend.either[0].tolist() == plain.in_trend(values)
    assert found.near.either[0].tolist() == plain.near_limit(values, centre=centre, reach=reach)
    assert found.outside.either[0].tolist() == plain.outside(values, centre=centre, reach=reach)


@settings(max_examples=20, deadline=None)
@given(st.lists(FEW_GAPS, min_size=2, max_size=5), st.randoms(use_true_random=False))
def test_a_series_is_charted_alike_alone_and_among_others_in_any_order(series, random) -> None:
    frames = [months(values).with_columns(breakdown=pl.lit(f"team={at}")) for at, values in enumerate(series)]
    joined = pl.concat(frames)
    order = list(range(joined.height))
    random.shuffle(order)
    together = process_charts(joined[order])
    assert_frame_equal(together.points, pl.concat([process_charts(one).points for one in frames]))
    assert_frame_equal(together.summaries, pl.concat([process_charts(one).summaries for one in frames]))


def months(values: plain.Series) -> pl.DataFrame:
    ends = pl.date_range(date(2021, 1, 1), date(2024, 12, 1), "1mo", eager=True).dt.month_end().head(len(values))
    return pl.DataFrame({"period_end": ends, "value": pl.Series(values, dtype=pl.Float64)})
