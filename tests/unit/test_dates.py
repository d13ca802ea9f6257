"""Dates and times of extracts: every form that is read, and every one that is refused rather than guessed."""

import calendar
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from csc_metrics.records.dates import understand_days, understand_moments

THE_THIRD = date(2025, 4, 3)
NOT_A_DATE, AMBIGUOUS, OUT_OF_RANGE, NO_TIME = "not_a_date", "ambiguous_date", "date_out_of_range", "time_missing"
EXCEL_DAY_ZERO = date(1899, 12, 30)
FIRST_SERIAL, LAST_SERIAL = 20000, 60000
wall = datetime.fromisoformat


def texts(*cells: str | None) -> pl.Series:
    return pl.Series(cells, dtype=pl.String)


def days(*cells: str | None) -> list[object]:
    """Return for each cell the day that it means, or the fault."""
    return [value or fault for value, fault in understand_days(texts(*cells)).iter_rows()]


def moments(*cells: str | None) -> list[object]:
    """Return for each cell the moment that it means, or the fault; both where both are told."""
    told = understand_moments(texts(*cells)).iter_rows()
    return [(value, fault) if value and fault else value or fault for value, fault in told]


@pytest.mark.parametrize(
    "written",
    [
        "2025-04-03",
        "2025/04/03",
        "2025.04.03",
        "2025-4-3",
        "20250403",
        "03/04/2025",
        "3/4/2025",
        "3.4.2025",
        "3-4-2025",
        "03 04 2025",
        "3 April 2025",
        "03 april 2025",
        "3-Apr-2025",
        "03/APR/2025",
        "3\N{NO-BREAK SPACE}April\N{NO-BREAK SPACE}2025",
        "  2025-04-03 ",
        "45750",
        "45750.0",
        "45750.75",
        "2025-04-03 00:00:00",
        "2025-04-03T10:00:00",
        "2025-04-03T10:00:00.123456",
        "2025-04-03, 10:00",
        "03/04/2025 1:30pm",
        "45750 10:00",
        "20250403 10:00",
    ],
)
def test_the_third_of_april_is_read_in_every_form_that_people_and_systems_write(written: str) -> None:
    assert days(written) == [THE_THIRD]
    assert days(written, "no date") == [THE_THIRD, NOT_A_DATE]


@pytest.mark.parametrize(
    "written",
    ["3/4/25", "03-04-25", "3.4.25", "3/Apr/25", "3 April 25", "25-04-03", "3/4/25 10:00", "25-04-03 10:00:00"],
)
def test_a_year_of_two_digits_is_ambiguous_whatever_else_the_column_holds(written: str) -> None:
    assert days(written) == [AMBIGUOUS]
    assert days(written, "no date") == [AMBIGUOUS, NOT_A_DATE]
    assert moments(written) == [AMBIGUOUS]
    assert moments(written, "no date") == [AMBIGUOUS, NOT_A_DATE]


@pytest.mark.parametrize(
    "written", ["2025-02-29", "29/02/2025", "31/04/2025", "00/04/2025", "2025-13-01", "2025-00-10"]
)
def test_a_day_that_no_calendar_has_is_no_date(written: str) -> None:
    assert days(written) == [NOT_A_DATE]


def test_the_29th_of_february_is_a_day_of_a_leap_year() -> None:
    assert days("29/02/2024", "29/02/2000", "29/02/1900") == [date(2024, 2, 29), date(2000, 2, 29), NOT_A_DATE]


@pytest.mark.parametrize(
    "written",
    [
        "",
        " ",
        "none",
        "2025",
        "April 2025",
        "2025-04",
        "April 3 2025",
        "3rd April 2025",
        "2025-04-03 soon",
        "1e4",
        "NaN",
    ],
)
def test_what_is_no_day_is_a_fault_and_never_a_guess(written: str) -> None:
    assert days(written) == [NOT_A_DATE]


@pytest.mark.parametrize(
    "written",
    [
        "0001-01-01",
        "01/01/0001",
        "9999-12-31",
        "31/12/9999",
        "1899-12-31",
        "01/01/1900",
        "2101-01-01",
        "9999-12-31T23:59:59Z",
    ],
)
def test_placeholders_and_slips_are_out_of_range(written: str) -> None:
    assert days(written) == [OUT_OF_RANGE]
    assert moments(written) == [OUT_OF_RANGE]


def test_the_first_and_last_day_within_range_are_read() -> None:
    assert days("1901-01-01", "31/12/2100") == [date(1901, 1, 1), date(2100, 12, 31)]
    assert moments("2100-12-31 23:59:59") == [wall("2100-12-31 23:59:59")]


@pytest.mark.parametrize("written", ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:00-14:00", "+262142-12-31T23:59Z"])
def test_the_ends_of_the_calendar_with_a_zone_are_faults_and_break_nothing(written: str) -> None:
    assert days(written)[0] in {OUT_OF_RANGE, NOT_A_DATE}
    assert moments(written, "x")[0] in {OUT_OF_RANGE, NOT_A_DATE}


def test_a_date_that_has_the_month_first_makes_its_column_ambiguous() -> None:
    assert days("3/4/2025", "4/25/2025") == [AMBIGUOUS, NOT_A_DATE]
    assert days("3/4/2025", "25/4/2025") == [THE_THIRD, date(2025, 4, 25)]


def test_a_month_first_shows_in_a_date_with_a_time_or_a_short_year_too() -> None:
    assert days("3/4/2025", "4/25/2025 10:00") == [AMBIGUOUS, NOT_A_DATE]
    assert days("3/4/2025", "4/25/25")[0] == AMBIGUOUS


def test_beside_a_month_first_what_can_be_one_day_only_is_read() -> None:
    cells = ("3/3/2025", "13/4/2025", "2025-04-03", "3 April 2025", "45750", "4/25/2025")

    assert days(*cells) == [date(2025, 3, 3), date(2025, 4, 13), *[THE_THIRD] * 3, NOT_A_DATE]


def test_a_day_beyond_the_12th_in_both_places_shows_no_order() -> None:
    assert days("3/4/2025", "13/13/2025") == [THE_THIRD, NOT_A_DATE]


@pytest.mark.parametrize(
    ("serial", "day"),
    [
        ("20000", date(1954, 10, 3)),
        ("60000", date(2064, 4, 8)),
        ("19999", NOT_A_DATE),
        ("60001", NOT_A_DATE),
        ("12345", NOT_A_DATE),
        ("99999", NOT_A_DATE),
        ("4575", NOT_A_DATE),
        ("-45750", NOT_A_DATE),
    ],
)
def test_only_numbers_that_excel_writes_for_days_of_our_time_pass_for_days(serial: str, day: object) -> None:
    assert days(serial) == [day]


@pytest.mark.parametrize(
    ("clock", "shown"),
    [
        ("13:30", "13:30:00"),
        ("9:05", "09:05:00"),
        ("13:30:15", "13:30:15"),
        ("13:30:15.75", "13:30:15"),
        ("1:30 PM", "13:30:00"),
        ("1:30pm", "13:30:00"),
        ("01:30:15 am", "01:30:15"),
        ("12:30 AM", "00:30:00"),
        ("12:30 PM", "12:30:00"),
        ("11:59 pm", "23:59:00"),
    ],
)
@pytest.mark.parametrize("day", ["2025-04-03", "3/4/2025", "03 April 2025", "45750"])
def test_a_time_is_read_behind_every_form_of_a_day(day: str, clock: str, shown: str) -> None:
    assert moments(f"{day} {clock}") == [wall(f"2025-04-03 {shown}")]


@pytest.mark.parametrize(
    "clock", ["24:00", "25:00", "12:60", "12:30:60", "13:30 PM", "0:30 AM", "1230", "12.30", "9:5"]
)
def test_a_time_that_no_clock_shows_is_a_fault_of_the_whole_cell(clock: str) -> None:
    assert moments(f"2025-04-03 {clock}") == [NOT_A_DATE]
    assert days(f"2025-04-03 {clock}") == [NOT_A_DATE]


@pytest.mark.parametrize(
    ("written", "on_the_wall"),
    [
        ("2025-01-01T12:30:00Z", wall("2025-01-01 12:30")),
        ("2025-06-01T12:30:00Z", wall("2025-06-01 13:30")),
        ("2025-06-01T12:30:00+01:00", wall("2025-06-01 12:30")),
        ("2025-06-01T12:30:00+0000", wall("2025-06-01 13:30")),
        ("2025-06-01T12:30:00-05:00", wall("2025-06-01 18:30")),
        ("2025-06-01T12:30:00+05:30", wall("2025-06-01 08:00")),
        ("2025-06-01 12:30 Z", wall("2025-06-01 13:30")),
        ("2025-03-30T00:59:00Z", wall("2025-03-30 00:59")),
        ("2025-03-30T01:00:00Z", wall("2025-03-30 02:00")),
        ("2025-10-26T00:59:00Z", wall("2025-10-26 01:59")),
        ("2025-10-26T01:00:00Z", wall("2025-10-26 01:00")),
        ("2025-06-30T23:30:00Z", wall("2025-07-01 00:30")),
    ],
)
def test_a_zone_is_turned_into_the_clock_on_the_wall_in_england(written: str, on_the_wall: datetime) -> None:
    assert moments(written) == [on_the_wall]
    assert days(written) == [on_the_wall.date()]


@pytest.mark.parametrize("zone", ["+99:99", "+15:00", "-23:59", "+01:60", "+1", "BST", "ZZ"])
def test_a_zone_that_is_nowhere_is_a_fault(zone: str) -> None:
    assert moments(f"2025-06-01T12:30:00{zone}") == [NOT_A_DATE]


@pytest.mark.parametrize("written", ["2025-04-03", "3/4/2025", "45750", "2025-04-03 00:00:00", "2025-04-03T00:00:00"])
def test_a_moment_without_a_time_of_day_stands_with_a_fault(written: str) -> None:
    assert moments(written) == [(wall("2025-04-03 00:00"), NO_TIME)]


def test_the_fraction_of_an_excel_day_is_its_time_to_the_second() -> None:
    assert moments("45750.5", "45750.4375", "45750.7604166667") == [
        wall("2025-04-03 12:00"),
        wall("2025-04-03 10:30"),
        wall("2025-04-03 18:15"),
    ]


def test_an_empty_cell_has_neither_value_nor_fault() -> None:
    for understand in (understand_days, understand_moments):
        for cells in (texts(None), texts(None, None), texts(None, "2025-04-03"), texts(None, "x")):
            assert understand(cells).row(0) == (None, None)
        assert understand(texts()).is_empty()


def test_days_and_moments_have_the_types_of_their_columns() -> None:
    for cells in (texts(), texts(None), texts("2025-04-03"), texts("2025-04-03 10:00:00"), texts("x")):
        assert understand_days(cells).schema == {"value": pl.Date, "fault": pl.String}
        assert understand_moments(cells).schema == {"value": pl.Datetime("us"), "fault": pl.String}


FORMS = (
    "{0:%Y-%m-%d}",
    "{0:%Y/%m/%d}",
    "{0:%Y%m%d}",
    "{0:%d/%m/%Y}",
    "{0.day}/{0.month}/{0.year}",
    "{0:%d.%m.%Y}",
    "{0:%d-%m-%Y}",
    "{0:%d} {month} {0:%Y}",
    "{0.day} {short} {0.year}",
    "{0:%d}-{short}-{0:%Y}",
    "{0:%Y-%m-%d} 09:15",
    "{0:%Y-%m-%dT09:15:00}",
    "{0:%d/%m/%Y} 9:15 am",
)


@pytest.mark.parametrize("form", FORMS)
def test_every_day_from_1950_to_2060_in_every_accepted_form_reads_back_as_itself(form: str) -> None:
    every = [date(1950, 1, 1) + timedelta(days=number) for number in range((date(2061, 1, 1) - date(1950, 1, 1)).days)]
    written = [
        form.format(day, month=calendar.month_name[day.month], short=calendar.month_abbr[day.month]) for day in every
    ]

    assert understand_days(texts(*written))["value"].to_list() == every


def test_every_serial_of_excel_reads_back_as_its_day() -> None:
    serials = range(FIRST_SERIAL, LAST_SERIAL + 1)

    assert days(*map(str, serials)) == [EXCEL_DAY_ZERO + timedelta(days=serial) for serial in serials]


@settings(deadline=None)
@given(st.datetimes(wall("1980-01-01 00:00"), wall("2060-12-31 00:00")), st.sampled_from([-300, -60, 0, 60, 330, 840]))
def test_every_moment_with_any_zone_is_what_the_clock_in_london_showed(at: datetime, east: int) -> None:
    at = at.replace(microsecond=0, tzinfo=UTC)
    there = at + timedelta(minutes=east)
    sign = "-" if east < 0 else "+"
    zone = f"{sign}{abs(east) // 60:02}:{abs(east) % 60:02}"

    [value] = understand_moments(texts(f"{there:%Y-%m-%dT%H:%M:%S}{zone}"))["value"]

    assert value == at.astimezone(ZoneInfo("Europe/London")).replace(tzinfo=None)


any_text = st.text(max_size=30) | st.text(alphabet="0123456789/-.: TZ+APMapr", min_size=1, max_size=30)


@settings(deadline=None, max_examples=60)
@given(st.lists(st.none() | any_text, max_size=6))
def test_any_text_gives_a_value_or_a_fault_and_an_empty_cell_neither(cells: list[str | None]) -> None:
    for told in (understand_days(texts(*cells)), understand_moments(texts(*cells))):
        for cell, (value, fault) in zip(cells, told.iter_rows(), strict=True):
            assert (cell is None) == (value is None and fault is None)
            assert value is None or fault in {None, NO_TIME}


written_days = st.dates(date(1901, 1, 1), date(2100, 12, 31)).flatmap(
    lambda day: st.sampled_from([f"{day}", f"{day:%d}/{day.month}/{day.year:04}", f"{day} 10:00:00", f"{day:%d-%m-%y}"])
)


@settings(deadline=None, max_examples=30)
@given(st.lists(st.none() | st.just("x") | written_days, min_size=1, max_size=6))
def test_a_cell_means_the_same_alone_as_among_others_that_put_the_day_first(cells: list[str | None]) -> None:
    assert days(*cells) == [days(cell)[0] for cell in cells]
    assert moments(*cells) == [moments(cell)[0] for cell in cells]
