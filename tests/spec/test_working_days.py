"""Working days: the worked dates that the field agrees on, and the holidays that catch lists out."""

from datetime import date

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from csc_metrics.periods import (
    OutsideHolidayCalendar,
    add_working_days,
    count_working_days,
    holiday_calendar_range,
    working_day_after,
    working_days_between,
)

# Source: methods.md section 1, worked by hand with the start day as day 0.
WORKED_DATES = [
    # start, working days, answer
    (date(2024, 12, 20), 1, date(2024, 12, 23)),
    (date(2024, 12, 20), 15, date(2025, 1, 15)),
    (date(2024, 12, 20), 45, date(2025, 2, 26)),
    (date(2024, 12, 21), 1, date(2024, 12, 23)),  # a Saturday counts like the Friday before it
    (date(2024, 12, 21), 15, date(2025, 1, 15)),
    (date(2024, 12, 21), 45, date(2025, 2, 26)),
    (date(2024, 3, 22), 15, date(2024, 4, 16)),
    (date(2024, 3, 22), 45, date(2024, 5, 30)),
    (date(2025, 4, 14), 15, date(2025, 5, 8)),
    (date(2025, 4, 14), 45, date(2025, 6, 20)),
]

# The day before, the first working day after.
OVER_A_HOLIDAY = [
    pytest.param(date(2020, 5, 7), date(2020, 5, 11), id="VE Day moved to Friday 8 May 2020"),
    pytest.param(date(2020, 5, 1), date(2020, 5, 4), id="Monday 4 May 2020 was an ordinary day"),
    pytest.param(date(2022, 6, 1), date(2022, 6, 6), id="Platinum Jubilee, 2 and 3 June 2022"),
    pytest.param(date(2022, 5, 27), date(2022, 5, 30), id="Monday 30 May 2022 was an ordinary day"),
    pytest.param(date(2022, 9, 16), date(2022, 9, 20), id="State Funeral, 19 September 2022"),
    pytest.param(date(2023, 5, 5), date(2023, 5, 9), id="Coronation, 8 May 2023"),
    pytest.param(date(2025, 12, 24), date(2025, 12, 29), id="Christmas on Thursday and Friday, then a weekend"),
    pytest.param(date(2021, 12, 24), date(2021, 12, 29), id="Christmas at a weekend, substitute days"),
    pytest.param(date(2027, 12, 31), date(2028, 1, 4), id="New Year's Day on a Saturday"),
]


@pytest.mark.parametrize(("start", "working_days", "answer"), WORKED_DATES)
def test_worked_dates_hold(start: date, working_days: int, answer: date) -> None:
    assert working_day_after(start, working_days) == answer
    assert working_days_between(start, answer) == working_days


def test_worked_dates_hold_in_a_table() -> None:
    worked = pl.DataFrame(WORKED_DATES, schema=["start", "working_days", "answer"], orient="row")

    counted = count_working_days(worked, start="start", end="answer", into="counted")
    assert counted["counted"].to_list() == [days for _, days, _ in WORKED_DATES]

    in_45 = worked.filter(pl.col("working_days") == 45)
    added = add_working_days(in_45, start="start", working_days=45, into="added")
    assert added["added"].to_list() == in_45["answer"].to_list()


@pytest.mark.parametrize(("before", "after"), OVER_A_HOLIDAY)
def test_a_holiday_is_not_a_working_day(before: date, after: date) -> None:
    assert working_day_after(before, 1) == after
    assert working_days_between(before, after) == 1


def test_the_same_day_is_no_working_day_later() -> None:
    assert working_days_between(date(2024, 12, 20), date(2024, 12, 20)) == 0
    assert working_day_after(date(2024, 12, 20), 0) == date(2024, 12, 20)
    assert working_day_after(date(2024, 12, 21), 0) == date(2024, 12, 21)  # a Saturday stays one


def test_a_weekend_adds_nothing() -> None:
    friday, saturday, sunday, monday = (date(2025, 3, day) for day in (7, 8, 9, 10))
    assert [working_days_between(friday, day) for day in (saturday, sunday, monday)] == [0, 0, 1]
    assert [working_days_between(day, monday) for day in (saturday, sunday)] == [1, 1]


def test_an_end_before_the_start_counts_below_zero() -> None:
    assert working_days_between(date(2025, 1, 15), date(2024, 12, 20)) == -15
    assert working_days_between(date(2024, 12, 23), date(2024, 12, 20)) == -1


def test_going_back_gives_the_working_day_that_leads_here() -> None:
    assert working_day_after(date(2025, 1, 15), -15) == date(2024, 12, 20)
    assert working_day_after(date(2024, 12, 23), -1) == date(2024, 12, 20)
    assert working_day_after(date(2024, 12, 21), -1) == date(2024, 12, 19)  # Saturday counts like the Friday


def test_with_the_start_as_day_1_everything_is_one_day_sooner() -> None:
    assert working_day_after(date(2024, 12, 20), 1, first_day=1) == date(2024, 12, 20)
    assert working_day_after(date(2024, 12, 20), 2, first_day=1) == date(2024, 12, 23)
    assert working_days_between(date(2024, 12, 20), date(2024, 12, 23), first_day=1) == 2


def test_a_saturday_cannot_be_day_1() -> None:
    assert working_day_after(date(2024, 12, 21), 1, first_day=1) == date(2024, 12, 23)
    assert working_days_between(date(2024, 12, 21), date(2024, 12, 23), first_day=1) == 1


def test_nulls_stay_null_and_rows_keep_their_order() -> None:
    assessments = pl.DataFrame(
        {
            "la_code": ["357", "357", "353", "353"],
            "referred_on": [date(2025, 4, 14), None, date(2024, 3, 22), date(2024, 3, 22)],
            "authorised_on": [date(2025, 6, 20), date(2025, 6, 20), None, date(2024, 3, 21)],
        }
    )
    counted = count_working_days(assessments, start="referred_on", end="authorised_on", into="took_working_days")
    expected = assessments.with_columns(pl.Series("took_working_days", [45, None, None, -1], dtype=pl.Int32))
    assert_frame_equal(counted, expected)

    due = add_working_days(assessments, start="referred_on", working_days=45, into="due_on")
    assert due["due_on"].to_list() == [date(2025, 6, 20), None, date(2024, 5, 30), date(2024, 5, 30)]


def test_a_lazy_frame_stays_lazy_and_the_given_frame_is_not_changed() -> None:
    referrals = pl.DataFrame({"referred_on": [date(2024, 12, 20)]})
    due = add_working_days(referrals.lazy(), start="referred_on", working_days=1, into="due_on")
    assert isinstance(due, pl.LazyFrame)
    assert due.collect().rows() == [(date(2024, 12, 20), date(2024, 12, 23))]
    assert referrals.columns == ["referred_on"]


def test_an_answer_may_replace_a_column_that_is_there() -> None:
    referrals = pl.DataFrame({"day": [date(2024, 12, 20)], "other": ["kept"]})
    assert add_working_days(referrals, start="day", working_days=1, into="day").rows() == [(date(2024, 12, 23), "kept")]
    assert count_working_days(referrals, start="day", end="day", into="other").rows() == [(date(2024, 12, 20), 0)]


def test_a_table_without_rows_or_dates_is_no_error() -> None:
    empty = pl.DataFrame(schema={"day": pl.Date})
    nothing_known = pl.DataFrame({"day": [None, None]}, schema={"day": pl.Date})
    for frame in (empty, nothing_known):
        added = add_working_days(frame, start="day", working_days=1, into="next")
        assert added["next"].null_count() == frame.height
        assert count_working_days(added, start="day", end="next", into="days")["days"].null_count() == frame.height


def test_the_calendar_holds_to_its_first_and_last_day() -> None:
    first_on, last_on = holiday_calendar_range()
    assert (first_on, last_on) == (date(2012, 1, 1), date(2028, 12, 31))
    assert working_day_after(first_on, 1) == date(2012, 1, 3)  # 2 January was a substitute day
    assert working_day_after(last_on, 0) == last_on
    assert working_days_between(first_on, last_on) == 887 * 5 - 140  # 887 weeks and a Sunday, less 140 holidays


@pytest.mark.parametrize("day", [date(2011, 12, 31), date(2029, 1, 1)])
def test_a_day_outside_the_calendar_is_an_error_and_never_a_guess(day: date) -> None:
    with pytest.raises(OutsideHolidayCalendar, match=str(day)):
        working_day_after(day, 1)
    with pytest.raises(OutsideHolidayCalendar, match=str(day)):
        working_days_between(date(2020, 1, 1), day)
    with pytest.raises(OutsideHolidayCalendar, match=str(day)):
        working_days_between(day, date(2020, 1, 1))


@pytest.mark.parametrize(("start", "working_days"), [(date(2028, 12, 29), 1), (date(2012, 1, 3), -1)])
def test_an_answer_outside_the_calendar_is_an_error(start: date, working_days: int) -> None:
    with pytest.raises(OutsideHolidayCalendar, match=f"{start} moved by {working_days} working days"):
        working_day_after(start, working_days)
    frame = pl.LazyFrame({"started_on": [date(2020, 1, 1), start, None]})
    with pytest.raises(OutsideHolidayCalendar, match=f"started_on: {start} moved by"):
        add_working_days(frame, start="started_on", working_days=working_days, into="due_on")


def test_the_error_names_the_column_both_dates_the_range_and_the_remedy() -> None:
    referrals = pl.LazyFrame({"referred_on": [date(2024, 1, 1), date(1911, 2, 3), date(2204, 1, 1)]})
    with pytest.raises(OutsideHolidayCalendar) as error:
        count_working_days(referrals, start="referred_on", end="referred_on", into="days")
    assert str(error.value) == (
        "referred_on: 1911-02-03 and 2204-01-01 lie outside the known bank holidays (2012-01-01 to 2028-12-31), so "
        "working days cannot be counted. Correct the date at its source if it is wrong; for a later year, add that "
        "year to csc_metrics/contracts/bank_holidays.csv (from www.gov.uk/bank-holidays)."
    )


def test_an_end_date_outside_the_calendar_is_named_by_its_own_column() -> None:
    frame = pl.DataFrame({"referred_on": [date(2024, 1, 1)], "authorised_on": [date(2031, 1, 1)]})
    with pytest.raises(OutsideHolidayCalendar, match=r"^authorised_on: 2031-01-01 lies outside"):
        count_working_days(frame, start="referred_on", end="authorised_on", into="days")
