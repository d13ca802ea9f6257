"""Projections: too short a past says nothing, what was said is kept as it was, and is held to what came."""

from datetime import date
from pathlib import Path

import polars as pl
import pytest

from csc_metrics.contracts.tables import MeasureValues
from csc_metrics.planning.kept_projections import keep_projections, kept_projections
from csc_metrics.planning.projections import project, score_projections

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
