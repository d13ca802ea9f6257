"""Numbers, dates and places as a reader sees them: rounded half up on the decimal number that is meant."""

from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from csc_metrics.measures.registry import MEASURES
from csc_metrics.narrative.numbers import format_date, format_number, format_with_unit
from csc_metrics.narrative.words import in_a_row, number_word, ordinal

MINUS = "\N{MINUS SIGN}"


@pytest.mark.parametrize(
    ("value", "decimals", "printed"),
    [
        (0.5, 0, "1"),  # Python's round gives 0
        (1.5, 0, "2"),
        (2.5, 0, "3"),  # Python's round gives 2
        (-2.5, 0, f"{MINUS}3"),  # away from zero
        (0.05, 1, "0.1"),
        (0.25, 1, "0.3"),
        (18.85, 1, "18.9"),
        (18.849, 1, "18.8"),
        (99.95, 1, "100.0"),
        (99.949, 1, "99.9"),
        (-0.05, 1, f"{MINUS}0.1"),
    ],
)
def test_a_half_goes_up_and_away_from_zero(value: float, decimals: int, printed: str) -> None:
    assert format_number(value, decimals=decimals) == printed


@pytest.mark.parametrize(
    ("value", "decimals", "printed"),
    [
        (16.449999999999996, 1, "16.5"),  # the mean of ten caseloads: 16.45
        (2.675, 2, "2.68"),  # held as 2.67499999999999982
        (1.005, 2, "1.01"),  # held as 1.00499999999999989
        (0.285, 2, "0.29"),
        (0.1 + 0.2, 1, "0.3"),
        (14.3 - 18.9, 1, f"{MINUS}4.6"),
        (9.95, 1, "10.0"),  # held as 9.949999999999999
        (1 / 3 * 100, 1, "33.3"),
    ],
)
def test_binary_noise_does_not_decide_a_half(value: float, decimals: int, printed: str) -> None:
    assert format_number(value, decimals=decimals) == printed


def test_a_number_truly_below_a_half_stays_below() -> None:
    assert format_number(16.4499999, decimals=1) == "16.4"
    assert format_number(0.4999999, decimals=0) == "0"


@pytest.mark.parametrize("value", [-0.0, 0.0, -0.04, -0.049999, -1e-12])
def test_zero_has_no_minus_sign(value: float) -> None:
    assert format_number(value, decimals=1) == "0.0"
    assert format_number(value, decimals=0) == "0"


@pytest.mark.parametrize(
    ("value", "decimals", "printed"),
    [
        (999.0, 0, "999"),
        (999.5, 0, "1,000"),
        (1424.93, 1, "1,424.9"),
        (12804440.0, 0, "12,804,440"),
        (10325813.8504, 1, "10,325,813.9"),
        (-1234.5, 0, f"{MINUS}1,235"),
        (123456789012.25, 1, "123,456,789,012.3"),
    ],
)
def test_thousands_are_separated_by_commas_and_the_minus_sign_is_a_true_one(
    value: float, decimals: int, printed: str
) -> None:
    assert format_number(value, decimals=decimals) == printed


def test_the_decimals_asked_for_are_all_printed() -> None:
    assert [format_number(18.0, decimals=places) for places in range(3)] == ["18", "18.0", "18.00"]


@given(
    thousandths=st.integers(min_value=-(10**10), max_value=10**10),
    decimals=st.integers(min_value=0, max_value=2),
)
def test_any_number_of_three_decimals_is_rounded_as_on_paper(thousandths: int, decimals: int) -> None:
    on_paper = Decimal(thousandths).scaleb(-3)
    rounded = on_paper.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)
    printed = format_number(float(on_paper), decimals=decimals)
    assert Decimal(printed.replace(",", "").replace(MINUS, "-")) == rounded
    assert printed.startswith(MINUS) == (rounded < 0)


def test_a_unit_follows_its_number_and_a_per_cent_sign_touches_it() -> None:
    assert format_with_unit(31.25, decimals=1, unit="%") == "31.3%"
    assert format_with_unit(934.4, decimals=1, unit="per 10,000 children") == "934.4 per 10,000 children"
    assert format_with_unit(2093.0, decimals=0, unit="cases") == "2,093 cases"


def test_the_unit_of_what_prints_as_one_is_singular() -> None:
    """Units that are counted whole; of the others one prints as 1.0, which is plural."""
    units = {measure.unit for measure in MEASURES.values()}
    assert {unit: format_with_unit(1.2, decimals=0, unit=unit) for unit in units - {"%"}} == {
        "assessments": "1 assessment",
        "cases": "1 case",
        "cases per social worker": "1 case per social worker",
        "changes": "1 change",
        "children": "1 child",
        "contacts": "1 contact",
        "days": "1 day",
        "elements": "1 element",
        "enquiries": "1 enquiry",
        "episodes": "1 episode",
        "escalations": "1 escalation",
        "hours": "1 hour",
        "meetings": "1 meeting",
        "orders": "1 order",
        "per 10,000 children": "1 per 10,000 children",
        "periods of care": "1 period of care",
        "plans": "1 plan",
        "referrals": "1 referral",
        "steps": "1 step",
        "times": "1 time",
        "workers": "1 worker",
        "working days": "1 working day",
    }
    assert format_with_unit(1.0, decimals=1, unit="hours") == "1.0 hours"
    assert format_with_unit(21.0, decimals=0, unit="meetings") == "21 meetings"


@pytest.mark.parametrize(
    ("day", "printed"),
    [
        (date(2026, 11, 21), "21 November 2026"),
        (date(2025, 9, 30), "30 September 2025"),
        (date(2025, 3, 1), "1 March 2025"),  # no leading zero
        (date(2024, 2, 29), "29 February 2024"),
    ],
)
def test_a_date_is_day_month_in_words_and_year(day: date, printed: str) -> None:
    assert format_date(day) == printed


def test_the_twelve_months_have_english_names() -> None:
    months = [format_date(date(2025, 1, 15) + timedelta(days=30 * month)).split()[1] for month in range(12)]
    assert " ".join(months) == ("January February March April May June July August September October November December")


@pytest.mark.parametrize(
    ("suffix", "places"),
    [
        ("st", [1, 21, 101, 121, 151]),
        ("nd", [2, 22, 102, 142, 152]),
        ("rd", [3, 23, 103, 153]),
        ("th", [4, 9, 10, 11, 12, 13, 14, 20, 100, 111, 112, 113, 150]),
    ],
)
def test_a_place_takes_the_ending_that_is_spoken(suffix: str, places: list[int]) -> None:
    assert [ordinal(place) for place in places] == [f"{place}{suffix}" for place in places]


def test_whole_numbers_up_to_twenty_are_words() -> None:
    words = (
        "no one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
        "eighteen nineteen twenty"
    )
    assert [number_word(number) for number in range(21)] == words.split()


@pytest.mark.parametrize(("number", "printed"), [(21, "21"), (100, "100"), (-1, "-1")])
def test_a_number_that_has_no_word_is_digits(number: int, printed: str) -> None:
    assert number_word(number) == printed


@pytest.mark.parametrize(
    ("names", "told"),
    [
        (["Poole"], "Poole"),
        (["Poole", "Dorset"], "Poole and Dorset"),
        (["Poole", "Bournemouth", "Dorset"], "Poole, Bournemouth and Dorset"),
    ],
)
def test_names_in_a_row_end_with_and(names: list[str], told: str) -> None:
    assert in_a_row(names) == told
