"""One call for an analyst's own frames: pandas or polars, without columns nobody needs, with words on what is wrong."""

from datetime import date, datetime
from typing import Final

import pandas as pd
import polars as pl
import pytest

from csc_metrics.measures.counting.own_frames import NotARecordFrame, values_of_frames
from csc_metrics.measures.registry import LOCAL_MEASURES

IN_TIME: Final = [LOCAL_MEASURES["assessments_within_45_working_days_pct"]]
UNTIL: Final = date(2025, 3, 31)
STARTED: Final = [date(2025, 1, 6), date(2025, 3, 3)]
AUTHORISED: Final = [date(2025, 3, 31), date(2025, 3, 10)]


def share(frame: pl.DataFrame | pl.LazyFrame | pd.DataFrame) -> tuple[float | None, float | None, float | None]:
    """Return value, numerator and denominator of March 2025."""
    values = values_of_frames(IN_TIME, {"assessments": frame}, until=UNTIL)
    row = values.filter(breakdown="all", period_type="month", period_end=UNTIL).row(0, named=True)
    return row["value"], row["numerator"], row["denominator"]


def test_a_frame_needs_no_columns_but_those_that_the_measure_reads() -> None:
    frame = pl.DataFrame({"started_on": STARTED, "authorised_on": AUTHORISED})
    assert share(frame) == (50.0, 1, 2)
    assert share(frame.lazy()) == (50.0, 1, 2)
    assert share(frame.with_columns(pl.lit("else").alias("own_column"))) == (50.0, 1, 2)


def test_a_pandas_frame_is_as_good_and_its_moments_stand_for_days() -> None:
    frame = pd.DataFrame({"started_on": pd.to_datetime(STARTED), "authorised_on": pd.to_datetime(AUTHORISED)})
    assert share(frame) == (50.0, 1, 2)


def test_empty_cells_of_pandas_are_empty() -> None:
    authorised = pd.to_datetime([AUTHORISED[0], None])
    assert share(pd.DataFrame({"started_on": pd.to_datetime(STARTED), "authorised_on": authorised})) == (0.0, 0, 1)


def test_moments_stand_for_their_days() -> None:
    at = [datetime.combine(day, datetime.min.time().replace(hour=15)) for day in AUTHORISED]
    assert share(pl.DataFrame({"started_on": STARTED, "authorised_on": at})) == (50.0, 1, 2)


def test_identifiers_may_be_numbers() -> None:
    frame = pl.DataFrame(
        {"assessment_id": [1, 2], "child_id": [7, 8], "started_on": STARTED, "authorised_on": AUTHORISED}
    )
    assert share(frame) == (50.0, 1, 2)
    children = pl.DataFrame({"child_id": ["7", "8"], "born_on": [date(2010, 1, 1), date(2024, 6, 1)]})
    values = values_of_frames(IN_TIME, {"assessments": frame, "children": children}, until=UNTIL)
    of_ages = values.filter(period_type="month", period_end=UNTIL).filter(pl.col("breakdown").str.starts_with("age"))
    assert of_ages.select("breakdown", "value").rows() == [("age_band=10_to_15", 0.0), ("age_band=under_1", 100.0)]


def test_text_where_a_date_is_needed_is_refused_with_what_to_do() -> None:
    frame = pl.DataFrame({"started_on": ["06/01/2025"], "authorised_on": ["31/03/2025"]})
    with pytest.raises(NotARecordFrame, match=r"assessments\.started_on: holds String where Date is needed") as error:
        values_of_frames(IN_TIME, {"assessments": frame}, until=UNTIL)
    assert "str.to_date('%d/%m/%Y')" in str(error.value)
    assert "dayfirst=True" in str(error.value)


@pytest.mark.parametrize(
    ("column", "cells"),
    [("is_first_of_referral", ["yes", "no"]), ("is_first_of_referral", [1, 0]), ("authorised_on", [45_000, 45_001])],
)
def test_a_column_of_another_kind_is_refused(column: str, cells: list[object]) -> None:
    frame = pl.DataFrame({"started_on": STARTED, column: cells})
    with pytest.raises(NotARecordFrame, match=rf"assessments\.{column}"):
        values_of_frames(IN_TIME, {"assessments": frame}, until=UNTIL)


def test_a_number_that_is_none_is_refused_by_column() -> None:
    frame = pl.DataFrame({"worker_id": ["W1"], "fte": ["half"], "started_on": [date(2025, 1, 1)]})
    with pytest.raises(NotARecordFrame, match=r"workers\.fte: holds String where Float64 is needed"):
        values_of_frames([LOCAL_MEASURES["agency_rate_pct"]], {"workers": frame}, until=UNTIL)


def test_an_unknown_table_is_refused_with_the_nearest_name() -> None:
    with pytest.raises(NotARecordFrame, match=r"'assesments' is none of the clean tables\. Did you mean assessments"):
        values_of_frames(IN_TIME, {"assesments": pl.DataFrame()}, until=UNTIL)


def test_without_a_day_the_newest_event_says_until_when() -> None:
    frame = pl.DataFrame({"started_on": STARTED, "authorised_on": AUTHORISED})
    values = values_of_frames(IN_TIME, {"assessments": frame})
    assert values["period_end"].max() == UNTIL
    earlier = values_of_frames(IN_TIME, {"assessments": frame.with_columns(extracted_on=date(2025, 4, 30))})
    assert earlier["period_end"].max() == date(2025, 4, 30)


def test_without_any_table_nothing_is_collected() -> None:
    values = values_of_frames(IN_TIME, {})
    assert set(values["status"]) == {"not_collected"}
