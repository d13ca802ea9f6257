"""What each month of the year usually adds is taken off counts and rates, where there are two years or more."""

from datetime import date
from typing import Final

import numpy as np
import polars as pl
import pytest

from csc_metrics.change.process_chart import process_points, process_summaries
from csc_metrics.change.seasons import usual_excess

SEASON: Final = np.array([0, 5, 20, -10, 5, 10, 30, -40, 0, 5, 10, -35], dtype=np.float64)
"""What each month adds: in all nothing."""
COUNT: Final = "referrals"
NOISE: Final = np.random.default_rng(7).normal(0, 3, size=60)


def told(values: np.ndarray, *, measure: str = COUNT, period_type: str = "month") -> pl.DataFrame:
    ends = pl.date_range(date(2020, 4, 1), date(2025, 3, 1), "1mo", eager=True).dt.month_end().head(values.size)
    frame = pl.DataFrame({"period_end": ends, "value": values}).with_columns(pl.col("value").fill_nan(None))
    return frame.with_columns(measure=pl.lit(measure), period_type=pl.lit(period_type))


def seasonal(years: int, *, slope: float = 0.0) -> np.ndarray:
    return 200 + np.tile(SEASON, years) + slope * np.arange(12 * years)


def is_adjusted(values: pl.DataFrame) -> bool:
    return bool(process_summaries(values)["is_season_adjusted"].item())


@pytest.mark.parametrize("slope", [0.0, 2.0, -1.5])
@pytest.mark.parametrize("years", [2, 5])
def test_the_season_is_found_whatever_the_trend(years: int, slope: float) -> None:
    adds, is_seasonal = usual_excess(seasonal(years, slope=slope)[np.newaxis])
    assert is_seasonal[0]
    assert adds[0] == pytest.approx(np.tile(SEASON, years))


def test_a_gap_leaves_the_season_as_it_is() -> None:
    values = seasonal(3, slope=1.0)
    values[[4, 20, 30]] = np.nan
    adds, is_seasonal = usual_excess(values[np.newaxis])
    assert is_seasonal[0]
    assert adds[0] == pytest.approx(np.tile(SEASON, 3))


def test_the_value_stays_and_the_limits_are_those_of_the_adjusted() -> None:
    values = seasonal(3) + NOISE[:36]
    points = process_points(told(values))
    assert points["value"].to_list() == pytest.approx(values.tolist())
    assert points["adjusted"].std() < 4
    assert not points["is_outside"].any()
    assert (points["upper_limit"] - points["lower_limit"])[0] < 30
    assert points["centre"][0] == pytest.approx(values.mean())


def test_less_than_two_years_are_left_as_they_are() -> None:
    assert is_adjusted(told(seasonal(2)))
    assert not is_adjusted(told(seasonal(2)[:23]))
    late = seasonal(3)
    late[[3, 15]] = np.nan
    assert not is_adjusted(told(late))


def test_a_season_that_chance_may_have_made_is_left_in() -> None:
    points = process_points(told(200 + NOISE))
    assert points["adjusted"].equals(points["value"].alias("adjusted"))
    assert not is_adjusted(told(np.full(36, 12.0)))


def test_counts_and_rates_of_months_and_month_ends_alone_have_seasons_taken_off() -> None:
    assert is_adjusted(told(seasonal(3), period_type="snapshot"))
    assert not is_adjusted(told(seasonal(3), measure="average_caseload"))
    assert not is_adjusted(told(seasonal(3), period_type="rolling_12_months"))


def test_a_series_that_rises_and_falls_with_the_year_alone_has_no_signal() -> None:
    values = 200 + 30 * np.sin(np.arange(48) * np.pi / 6) + NOISE[:48]
    assert process_points(told(values, measure="average_caseload"))["is_in_run"].any()
    assert process_points(told(values))["variation"].unique().to_list() == ["none"]
