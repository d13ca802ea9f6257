"""A series against its own past: stages, trial limits, variation, assurance, and frames of any shape."""

from datetime import date
from typing import Any, Final

import numpy as np
import polars as pl
import pytest

from csc_metrics.change.process_chart import process_charts, process_points, process_summaries
from csc_metrics.change.series import NotASeries, series_matrices
from csc_metrics.change.since import signals_since
from csc_metrics.settings.dated import Rebase
from csc_metrics.settings.model import ProcessChartSettings, Settings
from csc_metrics.settings.partner import PartnerMeasure

QUIET: Final = [10.0, 12.0] * 10
HIGH_IS_GOOD: Final = "assessments_within_45_working_days_pct"
LOW_IS_GOOD: Final = "average_caseload"


def months(values: list[float | None], *, first: date = date(2024, 1, 1), **key: Any) -> pl.DataFrame:
    ends = [pl.Series([first]).dt.offset_by(f"{step}mo").dt.month_end().item() for step in range(len(values))]
    frame = pl.DataFrame({"period_end": ends, "value": pl.Series(values, dtype=pl.Float64)})
    return frame.with_columns(**{name: pl.lit(word) for name, word in key.items()})


def summary(values: pl.DataFrame, **settings: Any) -> dict[str, Any]:
    (row,) = process_summaries(values, settings=Settings(**settings)).to_dicts()
    return row


def rebased(on: date, measure: str = LOW_IS_GOOD) -> tuple[Rebase, ...]:
    return (Rebase(rebased_on=on, reason="New front door", measures=(measure,)),)


def test_two_columns_are_enough() -> None:
    points = process_points(months(QUIET))
    assert points.select("area_code", "measure", "breakdown", "source", "period_type").unique().rows() == [
        ("", "", "all", "local", "month")
    ]
    assert points["centre"].to_list() == [11.0] * 20


def test_pandas_gives_the_same_as_polars_in_any_order() -> None:
    values = pl.concat([months(QUIET, area_code="357"), months([1.0, 2.0, 9.0], area_code="001")])
    assert process_points(values.to_pandas().iloc[::-1]).equals(process_points(values))
    assert process_summaries(values.to_pandas().iloc[::-1]).equals(process_summaries(values))


def test_a_month_that_is_not_told_breaks_the_line() -> None:
    values = months(QUIET).filter(pl.col("period_end") != date(2024, 5, 31))
    points = process_points(values)
    assert points.height == 20
    assert points.filter(period_end=date(2024, 5, 31)).select("value", "variation").rows() == [(None, "not_known")]


def test_only_what_is_ok_has_a_value() -> None:
    values = months([1.0, 2.0, 3.0]).with_columns(status=pl.Series(["ok", "suppressed", "ok"]))
    assert process_points(values)["value"].to_list() == [1.0, None, 3.0]


def test_years_follow_each_other_whenever_they_end() -> None:
    ends = [date(year, month, 30) for month in (6, 9) for year in (2021, 2022, 2024)]
    values = pl.DataFrame({"period_end": ends, "value": [1.0, 2, 4] * 2, "measure": ["a"] * 3 + ["b"] * 3})
    (matrix,) = series_matrices(values.with_columns(period_type=pl.lit("year")))
    assert matrix.values[:, [0, 1, 3]].tolist() == [[1, 2, 4]] * 2
    assert np.isnan(matrix.values[:, 2]).all()
    assert matrix.in_a_year.tolist() == [1, 1]


def test_weeks_follow_each_other_by_their_days() -> None:
    ends = pl.date_range(date(2024, 1, 5), date(2024, 3, 29), "1w", eager=True)
    values = pl.DataFrame({"period_end": ends, "value": range(ends.len())})
    assert process_points(values)["period_end"].to_list() == ends.to_list()


def test_snapshots_of_a_year_follow_each_other() -> None:
    values = pl.DataFrame({"period_end": [date(year, 9, 30) for year in range(2018, 2026)], "value": range(8)})
    (matrix,) = series_matrices(values.with_columns(period_type=pl.lit("snapshot")))
    assert matrix.values.tolist() == [[*range(8)]]


def test_a_period_twice_is_refused_with_its_name() -> None:
    twice = pl.concat([months(QUIET, measure="mine"), months(QUIET, measure="mine")])
    with pytest.raises(NotASeries, match="mine, all, local, month, 2024-01-31"):
        process_points(twice)


def test_a_column_that_is_not_there_is_refused_with_its_name() -> None:
    with pytest.raises(NotASeries, match="value"):
        process_points(pl.DataFrame({"period_end": [date(2024, 1, 31)], "figure": [1.0]}))


def test_nothing_gives_nothing() -> None:
    charts = process_charts(months([]))
    assert (charts.points.height, charts.summaries.height) == (0, 0)


def test_a_series_without_a_value_is_not_known() -> None:
    row = summary(months([None, None]))
    assert (row["points"], row["latest"], row["variation"], row["last_on"]) == (0, None, "not_known", None)


def test_limits_from_fewer_than_12_points_are_on_trial() -> None:
    assert summary(months(QUIET[:11]))["is_trial"]
    assert not summary(months(QUIET[:12]))["is_trial"]
    assert process_points(months(QUIET[:11]))["is_trial"].all()


def test_with_fewer_than_seven_points_nothing_is_said() -> None:
    assert summary(months([10, 12, 10, 12, 10, 99]))["variation"] == "not_known"
    assert summary(months([10, 12, 10, 12, 10, 12, 10]))["variation"] == "none"


@pytest.mark.parametrize(
    ("measure", "low", "high"),
    [
        (LOW_IS_GOOD, "improving", "worsening"),
        ("referrals", "falling", "rising"),
        ("mine", "falling", "rising"),
        (HIGH_IS_GOOD, "worsening", "improving"),
    ],
)
def test_a_signal_is_for_better_or_worse_only_where_one_side_is_good(measure: str, low: str, high: str) -> None:
    assert summary(months([*QUIET, 30], measure=measure))["variation"] == high
    assert summary(months([*QUIET, -8], measure=measure))["variation"] == low
    assert summary(months([*QUIET, 11], measure=measure))["variation"] == "none"


def test_proportions_are_charted_by_their_denominators() -> None:
    tops, bottoms = [18.0, 45, 90] * 5, [20.0, 50, 100] * 5
    parts = {"numerator": pl.Series(tops), "denominator": pl.Series(bottoms)}
    shares = [100 * top / bottom for top, bottom in zip(tops, bottoms, strict=True)]
    for measure in (HIGH_IS_GOOD, "mine"):
        points = process_points(months(shares, measure=measure).with_columns(**parts))
        assert points["chart"].unique().to_list() == ["p"]
        assert points["centre"].to_list() == pytest.approx([90.0] * 15)
        assert points["lower_limit"][:3].to_list() == pytest.approx(
            [90 - 300 * (0.09 / many) ** 0.5 for many in (20, 50, 100)]
        )
    ratio = process_points(months(shares, measure="agency_rate_pct").with_columns(**parts))
    assert ratio["chart"].unique().to_list() == ["xmr"]


def test_a_share_without_its_parts_is_on_an_xmr_chart() -> None:
    assert process_points(months([80.0] * 12, measure=HIGH_IS_GOOD))["chart"].unique().to_list() == ["xmr"]


def test_limits_are_drawn_anew_only_where_a_person_gives_a_day() -> None:
    values = months([*QUIET, *(value + 50 for value in QUIET)], measure=LOW_IS_GOOD)
    assert process_points(values)["stage"].unique().to_list() == [1]
    points = process_points(values, settings=Settings(rebases=rebased(date(2025, 9, 1))))
    assert points.group_by("stage").agg(pl.col("centre").first(), pl.len()).sort("stage").rows() == [
        (1, 11.0, 20),
        (2, 61.0, 20),
    ]
    assert not points["is_in_run"].any()
    row = summary(values, rebases=rebased(date(2025, 9, 1)))
    assert (row["rebased_on"], row["centre"], row["points"]) == (date(2025, 9, 1), 61.0, 40)


def test_a_day_for_another_measure_or_before_the_first_figure_draws_nothing_anew() -> None:
    values = months(QUIET, measure=LOW_IS_GOOD)
    for rebases in (rebased(date(2024, 6, 1), "referrals"), rebased(date(2023, 6, 1))):
        assert summary(values, rebases=rebases)["rebased_on"] is None
        assert process_points(values, settings=Settings(rebases=rebases))["stage"].unique().to_list() == [1]


@pytest.mark.parametrize(("after", "is_anew"), [(6, False), (7, True)])
def test_limits_are_drawn_anew_once_there_are_points_enough_for_them(after: int, *, is_anew: bool) -> None:
    """Until then new figures are held to what was usual before, and are a signal."""
    values = months([*QUIET, *[61.0, 60.0] * 4][: len(QUIET) + after], measure=LOW_IS_GOOD)
    begins = values["period_end"][len(QUIET)].replace(day=1)
    row = summary(values, rebases=rebased(begins))

    assert (row["rebased_on"] == begins) is is_anew
    assert (row["variation"] == "none") is is_anew


def test_screening_is_a_setting() -> None:
    values = months([1, 2, 1, 2, 10, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1])
    plain = process_points(values, settings=Settings(process_chart=ProcessChartSettings(screens_moving_ranges=False)))
    assert plain["upper_limit"][0] == pytest.approx(6.9515032680)
    assert process_points(values)["upper_limit"][0] == pytest.approx(4.6044444444)


@pytest.mark.parametrize(
    ("target", "low_is_good", "high_is_good"),
    [(20.0, "reliably", "never"), (1.0, "never", "reliably"), (11.0, "by_chance", "by_chance")],
)
def test_a_target_is_met_reliably_never_or_by_chance(target: float, low_is_good: str, high_is_good: str) -> None:
    for measure, expected in ((LOW_IS_GOOD, low_is_good), (HIGH_IS_GOOD, high_is_good)):
        partner = PartnerMeasure(measure=measure, owner="Board", target=target)
        row = summary(months(QUIET, measure=measure), partner_measures=(partner,))
        assert (row["target"], row["assurance"]) == (target, expected)


def test_a_target_is_of_one_part_of_a_measure_and_of_no_other() -> None:
    partner = PartnerMeasure(measure=LOW_IS_GOOD, part="team=North", owner="Board", target=20.0)
    settings = Settings(partner_measures=(partner,))
    parts = [months(QUIET, measure=LOW_IS_GOOD).with_columns(breakdown=pl.lit(part)) for part in ("all", "team=North")]
    told = process_summaries(pl.concat(parts), settings=settings).select("breakdown", "target", "assurance").rows()

    assert told == [("all", None, "no_target"), ("team=North", 20.0, "reliably")]


def test_without_target_or_judgement_there_is_no_assurance() -> None:
    partner = PartnerMeasure(measure="referrals", owner="Board", target=11)
    assert summary(months(QUIET, measure="referrals"), partner_measures=(partner,))["assurance"] == "no_target"
    assert summary(months(QUIET, measure=LOW_IS_GOOD))["assurance"] == "no_target"
    partner = PartnerMeasure(measure=LOW_IS_GOOD, owner="Board", target=11)
    few = summary(months(QUIET[:3], measure=LOW_IS_GOOD), partner_measures=(partner,))
    assert few["assurance"] == "not_known"


def test_rolling_twelve_months_have_no_limits_because_they_share_eleven() -> None:
    values = months(QUIET).with_columns(period_type=pl.lit("rolling_12_months"))
    points = process_points(values)
    assert points.select("upper_limit", "variation").unique().rows() == [(None, "not_known")]
    assert points["value"].to_list() == QUIET


def test_neighbouring_months_that_are_alike_are_told() -> None:
    wave = [float(value) for value in (1, 2, 3, 4, 3, 2) * 4]
    assert summary(months(wave))["is_correlated"]
    row = summary(months(QUIET))
    assert row["autocorrelation"] == pytest.approx(-19 / 20)
    assert not row["is_correlated"]


def test_the_newest_value_is_set_beside_the_same_month_a_year_before() -> None:
    assert summary(months([float(value) ** 2 for value in range(13)]))["same_month_change"] == 144
    assert summary(months(QUIET[:12]))["same_month_change"] is None


STEPPED = [50.0, 54.0] * 10 + [92.0, 96.0] * 4


@pytest.mark.parametrize(
    ("measure", "target", "expected"),
    [
        (HIGH_IS_GOOD, 90.0, ("moved", 12, 8)),
        (HIGH_IS_GOOD, 60.0, ("moved", 12, 8)),
        (HIGH_IS_GOOD, 5.0, ("reliably", 12, 12)),
        (LOW_IS_GOOD, 5.0, ("never", 12, 0)),
        (LOW_IS_GOOD, 60.0, ("moved", 12, 4)),
        (LOW_IS_GOOD, 95.0, ("moved", 12, 8)),
    ],
)
def test_of_a_figure_that_has_left_its_limits_they_say_nothing_of_a_target(
    measure: str, target: float, expected: tuple[str, int, int]
) -> None:
    """From 52 to 94 in the newest eight months: only a target missed before as after, or met, can be told of."""
    partner = PartnerMeasure(measure=measure, owner="Board", target=target)
    row = summary(months(STEPPED, measure=measure), partner_measures=(partner,))
    assert (row["assurance"], row["target_periods"], row["target_met"]) == expected


def test_of_the_year_up_to_the_newest_month_those_that_met_a_target_exactly_count_and_gaps_do_not() -> None:
    partner = PartnerMeasure(measure=HIGH_IS_GOOD, owner="Board", target=11.0)
    told = [20.0] * 6 + [11.0, 10.9, None, 11.1] * 3
    row = summary(months(told, measure=HIGH_IS_GOOD), partner_measures=(partner,))
    assert (row["target_periods"], row["target_met"]) == (9, 6)
    without = summary(months(told, measure=HIGH_IS_GOOD))
    assert (without["target_periods"], without["target_met"]) == (None, None)


@pytest.mark.parametrize(
    ("told", "since"),
    [
        ([50.0, 54.0] * 9 + [48.5, 49.5, 50.5, 51.5, 53.5, 54.5, 55.5, 56.5], 22),
        ([50.0, 54.0] * 10 + [92.0, 96.0] * 4, 20),
        ([50.0, 54.0] * 12 + [10.0], 24),
    ],
)
def test_a_signal_holds_since_the_line_crossed_what_is_usual(told: list[float], since: int) -> None:
    """From 48.5 on each month is above the one before: a rise, but only from 53.5 on is it above what is usual."""
    values = months(told, measure=HIGH_IS_GOOD)
    (row,) = signals_since(process_points(values)).to_dicts()
    assert row["since"] == values["period_end"][since]
    assert row["periods"] == len(told) - since
