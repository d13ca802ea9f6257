"""Frames of pandas with a time zone: each day is the one that its own clock shows, in summer as in winter."""

from datetime import date

import pandas as pd
import polars as pl
from made_up_board import months, update, updates

from csc_metrics.contracts.given_frames import polars_with_days
from csc_metrics.disclosure.disclose import disclose
from csc_metrics.narrative.picture_words import open_work_words
from csc_metrics.planning.monthly import monthly_figures
from csc_metrics.planning.projections import project
from csc_metrics.planning.updates import read_updates

SUMMER = date(2026, 6, 30)


def in_london(frame: pl.DataFrame) -> pd.DataFrame:
    """Return a frame in pandas, each day as midnight in London: in summer still the day before in Greenwich."""
    told = frame.with_columns(pl.selectors.date().cast(pl.Datetime).dt.replace_time_zone("Europe/London"))
    return told.to_pandas()


def test_a_midnight_in_london_is_that_day_and_one_without_a_zone_stays_the_day_it_was() -> None:
    frame = pl.DataFrame({"period_end": [SUMMER, date(2026, 12, 31), None], "value": [1.0, 2.0, 3.0]})
    zoned = in_london(frame)

    assert str(zoned["period_end"].dt.tz) == "Europe/London"
    assert polars_with_days(zoned).equals(frame)
    assert polars_with_days(pl.from_pandas(zoned)).equals(frame)
    assert polars_with_days(frame.with_columns(pl.col("period_end").cast(pl.Datetime))).equals(frame)
    assert polars_with_days(frame).equals(frame)


def test_monthly_figures_of_a_zoned_frame_are_of_the_months_that_they_name() -> None:
    values = months([50.0, 51.0], first=date(2026, 5, 1))
    assert monthly_figures(in_london(values), as_at=SUMMER).equals(monthly_figures(values, as_at=SUMMER))


def test_updates_of_a_zoned_frame_are_of_the_days_that_they_name() -> None:
    rows = updates(update(updated_on=SUMMER, due_on=date(2026, 7, 31), done_on=date(2026, 6, 1)))
    assert read_updates(in_london(rows)).equals(read_updates(rows))


def test_projections_of_a_zoned_frame_are_from_the_same_years() -> None:
    ends = [date(year, 9, 30) for year in range(2018, 2025)]
    told = months([14.0, 15.0, 16.0, 15.0, 14.0, 15.0, 17.0], measure="average_caseload", source="published")
    rows = told.with_columns(
        pl.lit("snapshot").alias("period_type"), pl.Series("period_start", ends), pl.Series("period_end", ends)
    )
    made = [project(frame, measures=["average_caseload"], projected_on=SUMMER) for frame in (rows, in_london(rows))]

    assert made[0]["from_period_end"].unique().to_list() == [date(2024, 9, 30)]
    assert made[1].equals(made[0])


def test_what_is_disclosed_of_a_zoned_frame_is_of_the_same_months() -> None:
    values = months([80.0] * 3, first=date(2026, 4, 1), tops=[80.0] * 3, bottoms=[100.0] * 3, period_type="quarter")
    quarters = values.with_columns(
        pl.Series("period_start", [date(2025, 10, 1), date(2026, 1, 1), date(2026, 4, 1)]),
        pl.Series("period_end", [date(2025, 12, 31), date(2026, 3, 31), SUMMER]),
    )
    told = [disclose(frame) for frame in (quarters, in_london(quarters))]

    assert SUMMER in told[0].values["period_end"].to_list()
    assert told[1].values.equals(told[0].values)
    assert told[1].counts.equals(told[0].counts)


def test_a_picture_of_a_zoned_frame_is_told_by_its_own_day() -> None:
    rows = pd.DataFrame(
        {
            "area_code": "001",
            "measure": "assessments_open",
            "breakdown": "all",
            "period_type": "snapshot",
            "period_end": pd.to_datetime([SUMMER]).tz_localize("Europe/London"),
            "source": "local",
            "status": "ok",
            "value": [158.0],
        }
    )
    assert open_work_words(rows)[0].startswith("At 30 June 2026, 158 assessments were open")
