"""Where an extract lies: its authority from its folder, its day from its name, its table from the words in it."""

import calendar
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from csc_metrics.contracts.authorities import authorities
from csc_metrics.contracts.records.tables import RECORD_TABLES
from csc_metrics.records.places import Place, day_in, days_in, is_code, known_authority, named_tables, place_of

LAST_OF_OCTOBER = date(2026, 10, 31)
MONTHS = tuple(calendar.month_name)[1:]


@pytest.mark.parametrize(
    "name",
    [
        "2026-10-31",
        "20261031",
        "2026_10_31",
        "2026.10.31",
        "2026 10 31",
        "31-10-2026",
        "31.10.2026",
        "31_10_2026",
        "31 October 2026",
        "31st October 2026",
        "31-Oct-2026",
        "31Oct2026",
        "31_OCTOBER_2026",
        "Annex_A_31.10.2026_final",
        "annex a v2 (2026-10-31)",
        "2026-10-31T1200",
        "list 8 2026-10-31",
    ],
)
def test_a_name_says_a_day_in_many_ways(name: str) -> None:
    assert day_in(name) == LAST_OF_OCTOBER


@pytest.mark.parametrize(
    "name",
    ["2026-10", "2026_10", "2026.10", "Oct 2026", "October-2026", "2026 Oct", "2026Oct", "Oct2026", "AnnexAOct2026"],
)
def test_a_month_alone_means_its_last_day(name: str) -> None:
    assert day_in(name) == LAST_OF_OCTOBER


@pytest.mark.parametrize(
    ("word", "month"),
    [
        *((name[:3].lower(), number) for number, name in enumerate(MONTHS, start=1)),
        *((name, number) for number, name in enumerate(MONTHS, start=1)),
        ("Sept", 9),
    ],
)
def test_every_month_goes_by_its_name_whole_or_short(word: str, month: int) -> None:
    assert day_in(f"1 {word} 2026") == date(2026, month, 1)
    assert day_in(f"extract_{word}_2026").month == month


def test_the_last_day_of_february_follows_the_year() -> None:
    assert [day_in("2024-02"), day_in("2026-02")] == [date(2024, 2, 29), date(2026, 2, 28)]


def test_first_to_third_are_days_and_not_whole_months() -> None:
    assert [day_in(f"{day} October 2026") for day in ("1st", "2nd", "3rd")] == [
        date(2026, 10, day) for day in (1, 2, 3)
    ]


@pytest.mark.parametrize(
    "name",
    ["summary 2026", "decisions 2026", "marriage 2026", "maybe 2026", "Janet 2026", "augmented2026", "octave_2026"],
)
def test_a_word_that_only_begins_as_a_month_does_says_no_day(name: str) -> None:
    assert day_in(name) is None


@pytest.mark.parametrize(
    "name", ["2026-02-30", "2026-10-00", "31 November 2026", "31-Nov-2026", "30.02.2026", "2026-13"]
)
def test_a_day_that_no_calendar_has_does_not_pass_for_its_month(name: str) -> None:
    assert day_in(name) is None


@pytest.mark.parametrize(
    "name",
    [
        "",
        "annex_a",
        "list 12",
        "2026",
        "2025-26",
        "2025/26",
        "202610",
        "31.10.26",
        "10-31-2026",
        "Q3 2026",
        "may",
        "12345",
    ],
)
def test_a_name_without_a_whole_day_or_month_says_none(name: str) -> None:
    assert day_in(name) is None


@pytest.mark.parametrize(
    "name",
    ["2025-26 05.04.2026", "2026-04-05 2025-26", "2026-04-05_2026", "Year 2026 05-04-2026"],
)
def test_a_year_beside_a_day_neither_hides_it_nor_makes_another_of_its_parts(name: str) -> None:
    assert days_in(name) == (date(2026, 4, 5),)


@pytest.mark.parametrize(
    "name",
    [
        "annex_a_2026-04-01_2026-09-30",
        "annex a 01.04.2026 to 2026-09-30",
        "annex_a_2026-09-30 (1 April 2026)",
        "annex_a 20260401-20260930",
        "annex_a_01_04_2026_09_30",
        "annex_a_2026-04_2026-09",
        "annex a Apr 2026 - Sep 2026",
        "annex a 2026 Apr to 2026-09",
    ],
)
def test_of_two_days_in_a_name_none_is_guessed(name: str) -> None:
    assert day_in(name) is None
    assert len(place_of(f"{name}.xlsx").in_doubt) == 2


@pytest.mark.parametrize(
    "name", ["2026-10-31 (31 Oct 2026)", "2026-10-31_20261031", "31.10.2026 31.10.2026", "Oct 2026 (2026-10)"]
)
def test_a_day_that_is_said_twice_is_one_day(name: str) -> None:
    assert day_in(name) == LAST_OF_OCTOBER
    assert place_of(f"{name}.xlsx") == Place(la_code=None, extracted_on=LAST_OF_OCTOBER)


def test_where_a_name_says_two_days_its_folder_says_which() -> None:
    name = "annex_a_2026-04-01_2026-09-30.xlsx"

    assert place_of(f"357/2026-10/{name}") == Place(la_code="357", extracted_on=LAST_OF_OCTOBER)
    assert place_of(f"2026-10/357/{name}") == Place(la_code="357", extracted_on=LAST_OF_OCTOBER)
    both = (date(2026, 4, 1), date(2026, 9, 30))
    assert place_of(f"357/{name}") == Place(la_code="357", extracted_on=None, in_doubt=both)


def test_of_two_days_in_a_folder_none_is_guessed_either() -> None:
    both = (date(2026, 4, 1), date(2026, 9, 30))

    assert place_of("357/2026-09-30 2026-04-01/annex_a.xlsx") == Place(la_code="357", extracted_on=None, in_doubt=both)
    assert place_of("2026-09-30 2026-04-01/annex_a_2026-10.xlsx").extracted_on == LAST_OF_OCTOBER


@given(st.dates(date(2000, 1, 1), date(2099, 12, 31)), st.dates(date(2000, 1, 1), date(2099, 12, 31)))
def test_any_two_days_in_a_name_are_seen_both(first: date, second: date) -> None:
    assert {first, second} <= set(days_in(f"x_{first}_{second:%d.%m.%Y}"))
    assert (day_in(f"x_{first}_{second}") is None) is (first != second)


@given(st.dates(date(2000, 1, 1), date(2099, 12, 31)))
def test_any_day_of_the_century_reads_back_from_its_usual_forms(day: date) -> None:
    for name in (f"{day}", f"{day:%Y%m%d}", f"x_{day:%d-%m-%Y}_y", f"{day:%d %B %Y}", f"{day:%d%b%Y}"):
        assert day_in(name) == day


@given(st.text(max_size=30) | st.text(alphabet="0123456789-. janocember", max_size=30))
def test_any_name_at_all_has_a_place(name: str) -> None:
    assert isinstance(place_of(name or "x"), Place)


@pytest.mark.parametrize(
    "folder",
    [
        "357",
        "357-tameside",
        "357_Tameside",
        "357 Tameside",
        "Tameside",
        "tameside",
        "Tameside MBC",
        "Tameside Metropolitan Borough Council",
        "E08000008",
        "357-tameside 2026-10",
    ],
)
def test_a_folder_names_an_authority_by_code_or_name(folder: str) -> None:
    assert place_of(f"{folder}/annex_a.xlsx").la_code == "357"


@pytest.mark.parametrize("folder", ["3571", "35", "2026-10", "extracts", "Trafford and Tameside", "x357"])
def test_any_other_folder_names_none(folder: str) -> None:
    assert place_of(f"{folder}/annex_a.xlsx").la_code is None


def test_a_nearer_folder_counts_before_one_further_out() -> None:
    assert place_of("358/357/annex_a.csv").la_code == "357"
    assert place_of("2026-09/2026-10/annex_a.csv").extracted_on == LAST_OF_OCTOBER


def test_a_folder_between_that_says_nothing_is_passed_over() -> None:
    assert place_of("357/2026-10/lists/annex_a.csv") == Place(la_code="357", extracted_on=LAST_OF_OCTOBER)


def test_the_day_in_a_files_name_counts_before_its_folders() -> None:
    assert place_of("2026-09/annex_a_2026-10.xlsx").extracted_on == LAST_OF_OCTOBER
    assert place_of("2026-10/annex_a.xlsx").extracted_on == LAST_OF_OCTOBER


def test_the_name_of_a_file_names_no_authority() -> None:
    assert place_of("357.csv") == Place(la_code=None, extracted_on=None)


def test_the_name_of_an_ended_authority_is_no_ones_and_its_code_is_its_own() -> None:
    ended = next(one for one in authorities().values() if not one.is_current and known_authority(one.name) is None)

    assert known_authority(ended.la_code) == ended.la_code


@pytest.mark.parametrize(
    ("text", "is_one"), [("357", True), ("35", False), ("3570", False), ("35a", False), ("", False)]
)
def test_a_code_is_three_digits(text: str, *, is_one: bool) -> None:
    assert is_code(text) is is_one


@pytest.mark.parametrize("table", RECORD_TABLES)
def test_every_table_is_known_by_its_name_in_a_file(table: str) -> None:
    spaced = table.replace("_", " ")
    for name in (table, spaced.title(), f"357-{table.upper()}-2026-10", f"{spaced} (final)"):
        assert named_tables(name, list(RECORD_TABLES))[0] == table


def test_the_longest_name_counts_first_and_part_of_a_word_never() -> None:
    tables = ["children", "meetings", "meeting_children", "plans"]

    assert named_tables("meeting children", tables) == ["meeting_children", "children"]
    assert named_tables("planspast childrens meeting", tables) == []
    assert named_tables("", tables) == []
