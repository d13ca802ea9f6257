"""Projections: too short a past says nothing, what was said is kept as it was, and is held to what came."""

from datetime import date
from pathlib import Path

import polars as pl
import pytest

from csc_metrics.contracts.tables import MeasureValues
from csc_metrics.planning.kept_projections import keep_projections, kept_projections
from csc_metrics.planning.projections import backtest, project, score_projections

MEASURE = "re_referral_pct"
TODAY = date(2026, 11, 26)


def years(*told: float | None, first: int = 2018, area: str = "357") -> pl.DataFrame:
    """Return figures of years to 31 March, from the first on."""
    rows = [
        {
            "area_code": area,
            "area_type": "authority",
            "measure": MEASURE,
            "breakdown": "all",
            "period_type": "year",
            "period_start": date(first + place - 1, 4, 1),
            "period_end": date(first + place, 3, 31),
            "source": "published",
            "value": value,
            "status": "ok" if value is not None else "not_collected",
            "rows_aside": 0,
        }
        for place, value in enumerate(told)
    ]
    return MeasureValues.validate(pl.DataFrame(rows, schema=MeasureValues.create_empty().schema))


def test_what_rises_and_falls_by_2_is_held_by_t_times_2_either_way() -> None:
    """Five changes of 2: the 95% point of t with 5 degrees of freedom is 2.5706 either way."""
    (row,) = project(years(20, 22, 20, 22, 20, 22), measures=[MEASURE], projected_on=TODAY, years_ahead=1).to_dicts()

    assert (row["value_now"], row["changes"], row["period_end"]) == (22, 5, date(2024, 3, 31))
    assert (row["lower_95"], row["upper_95"]) == pytest.approx((22 - 5.1412, 22 + 5.1412), abs=1e-4)
    assert (row["lower_80"], row["upper_80"]) == pytest.approx((22 - 2 * 1.475884, 22 + 2 * 1.475884), abs=1e-5)


def test_ends_never_lie_below_nothing() -> None:
    (row,) = project(years(2, 8, 1, 9, 2, 1), measures=[MEASURE], projected_on=TODAY, years_ahead=1).to_dicts()

    assert row["lower_80"] == row["lower_95"] == 0


@pytest.mark.parametrize(
    "told", [(20.0, 22.0, 20.0, 22.0, 20.0), (20.0, None, 20.0, None, 20.0, None, 20.0, None, 20.0)]
)
def test_fewer_than_five_past_changes_say_nothing(told: tuple[float | None, ...]) -> None:
    assert project(years(*told), measures=[MEASURE], projected_on=TODAY, years_ahead=1).is_empty()


def test_a_year_without_a_figure_has_no_change_to_it_and_none_from_it() -> None:
    told = years(20, 22, None, 20, 22, 20, 22, 20)
    (row,) = project(told, measures=[MEASURE], projected_on=TODAY, years_ahead=1).to_dicts()

    assert row["changes"] == 5


def test_what_was_said_is_held_to_what_came() -> None:
    said = project(years(20, 22, 20, 22, 20, 22), measures=[MEASURE], projected_on=TODAY)
    near, far = (score_projections(said, years(came, first=2024)).to_dicts() for came in (24.5, 40.0))

    assert [(one["came"], one["error"], one["is_within_80"], one["is_within_95"]) for one in near] == [
        (24.5, 2.5, True, True)
    ]
    assert [(one["is_within_80"], one["is_within_95"]) for one in far] == [(False, False)]


def test_a_series_whose_measure_has_a_newer_year_says_nothing_whether_that_year_is_hidden_or_not_there() -> None:
    told = (20.0, 22.0, 20.0, 22.0, 20.0, 22.0, 20.0)
    newest, hidden, abolished = years(*told), years(*told[:-1], None, area="201"), years(*told[:-1], area="909")
    hidden = hidden.with_columns(
        status=pl.when(pl.col("value").is_null()).then(pl.lit("suppressed")).otherwise("status")
    )
    rows = project(pl.concat([newest, hidden, abolished]), measures=[MEASURE], projected_on=TODAY)

    assert rows["la_code"].unique().to_list() == ["357"]
    assert rows["period_end"].to_list() == [date(2025, 3, 31), date(2026, 3, 31)]
    both_old = pl.concat([hidden, abolished])
    assert project(both_old, measures=[MEASURE], projected_on=TODAY).is_empty(), "the newest year is hidden"


def test_the_newest_year_is_each_measures_own() -> None:
    told = (20.0, 22.0, 20.0, 22.0, 20.0, 22.0)
    other = years(*told, first=2015).with_columns(measure=pl.lit("section_47_rate_per_10k"))
    rows = project(pl.concat([years(*told), other]), measures=[MEASURE, "section_47_rate_per_10k"], projected_on=TODAY)

    assert dict(rows.filter(years_ahead=1).select("measure", "from_period_end").iter_rows()) == {
        MEASURE: date(2023, 3, 31),
        "section_47_rate_per_10k": date(2020, 3, 31),
    }


def test_a_percentage_is_never_projected_above_100_and_a_rate_may_be() -> None:
    told = years(60, 90, 60, 90, 60, 95)
    (row,) = project(told, measures=[MEASURE], projected_on=TODAY, years_ahead=1).to_dicts()
    of_rate = told.with_columns(measure=pl.lit("referral_rate_per_10k"))
    (rate,) = project(of_rate, measures=["referral_rate_per_10k"], projected_on=TODAY, years_ahead=1).to_dicts()

    assert row["upper_80"] == row["upper_95"] == 100
    assert rate["upper_95"] > 150


def test_each_year_is_scored_once_however_many_measures_end_on_other_days() -> None:
    """Of eight years the sixth is the first with five changes before it: what it and the seventh said came."""
    told = (20.0, 22.0, 20.0, 22.0, 20.0, 22.0, 21.0, 20.0)
    other = years(*told).with_columns(
        measure=pl.lit("average_caseload"), period_end=pl.col("period_end").dt.offset_by("-6mo").dt.month_end()
    )
    scores = backtest(pl.concat([years(*told), other]), measures=[MEASURE, "average_caseload"])

    assert scores.group_by("measure").len()["len"].to_list() == [2, 2]
    own = scores.filter(measure=MEASURE)
    assert own.select("projected_on", "period_end", "years_ahead").rows() == [
        (date(2023, 3, 31), date(2024, 3, 31), 1),
        (date(2024, 3, 31), date(2025, 3, 31), 1),
    ]


def test_what_is_said_again_on_another_day_of_the_same_newest_year_is_kept_and_scored_once(tmp_path: Path) -> None:
    told = years(20, 22, 20, 22, 20, 22)
    days = [date(2026, 11, day) for day in (24, 25, 26)]
    for day in days:
        keep_projections(tmp_path, project(told, measures=[MEASURE], projected_on=day), la_code="357")
    kept = kept_projections(tmp_path, "357")
    assert kept["projected_on"].to_list() == [days[0]]
    assert score_projections(kept, years(24.5, first=2024)).height == 1

    often = pl.concat([project(told, measures=[MEASURE], projected_on=day) for day in days])
    often.sort("period_end", "projected_on").write_parquet(tmp_path / "projections" / "357.parquet")
    assert kept_projections(tmp_path, "357").equals(kept), "a file that was kept before holds each once too"
    corrected = project(years(20, 22, 20, 22, 20, 23), measures=[MEASURE], projected_on=days[1])
    assert keep_projections(tmp_path, corrected, la_code="357").height == 2, "from another figure it is another one"


def test_what_was_once_said_of_a_year_is_never_said_otherwise(tmp_path: Path) -> None:
    first = project(years(20, 22, 20, 22, 20, 22), measures=[MEASURE], projected_on=TODAY)
    other = project(years(20, 22, 20, 22, 20, 30), measures=[MEASURE], projected_on=TODAY)
    later = project(years(20, 22, 20, 22, 20, 22, 21), measures=[MEASURE], projected_on=date(2027, 11, 26))
    for rows in (first, other, later):
        keep_projections(tmp_path, rows, la_code="357")

    kept = kept_projections(tmp_path, "357")
    assert kept.filter(projected_on=TODAY).equals(first)
    assert kept.height == first.height + later.height
    assert kept_projections(tmp_path, "358").is_empty()


def test_a_leap_day_is_projected_to_the_end_of_february() -> None:
    told = years(20, 22, 20, 22, 20, 22, first=2019).with_columns(
        period_end=pl.date(pl.col("period_end").dt.year(), 3, 1).dt.offset_by("-1d")
    )
    (row,) = project(told, measures=[MEASURE], projected_on=TODAY, years_ahead=1).to_dicts()

    assert (row["from_period_end"], row["period_end"]) == (date(2024, 2, 29), date(2025, 2, 28))
