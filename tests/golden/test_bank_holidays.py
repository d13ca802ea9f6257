"""Bank holidays: our table against two packages and GOV.UK's own file, none of which needs the network."""

import json
from collections import Counter
from datetime import date
from pathlib import Path

import holidays
import pytest
from govuk_bank_holidays.bank_holidays import BankHolidays

from csc_metrics.periods import bank_holidays

GOVUK_FILE = Path(__file__).parents[3] / "shared" / "data" / "calendar" / "bank-holidays.json"
YEARS = range(2012, 2029)

# The `holidays` package also lists the day itself where a holiday falls on a weekend and a substitute day is given.
# No working day is lost by leaving these out: each is a Saturday or a Sunday.
ONLY_IN_HOLIDAYS_PACKAGE = {
    date(2012, 1, 1),
    date(2015, 12, 26),
    date(2016, 12, 25),
    date(2017, 1, 1),
    date(2020, 12, 26),
    date(2021, 12, 25),
    date(2021, 12, 26),
    date(2022, 1, 1),
    date(2022, 12, 25),
    date(2023, 1, 1),
    date(2026, 12, 26),
    date(2027, 12, 25),
    date(2027, 12, 26),
    date(2028, 1, 1),
}


@pytest.mark.parametrize("nation", ["ENG", "WLS"])
def test_holidays_package_differs_by_weekend_days_only(nation: str) -> None:
    theirs = set(holidays.country_holidays("GB", subdiv=nation, years=YEARS))
    assert set(bank_holidays()) - theirs == set()
    assert theirs - set(bank_holidays()) == ONLY_IN_HOLIDAYS_PACKAGE
    assert all(day.weekday() >= 5 for day in ONLY_IN_HOLIDAYS_PACKAGE)


def test_govuk_package_agrees_on_every_day() -> None:
    carried = BankHolidays(use_cached_holidays=True).get_holidays(division=BankHolidays.ENGLAND_AND_WALES)
    theirs = {holiday["date"] for holiday in carried if holiday["date"].year in YEARS}
    assert set(bank_holidays()) == theirs


@pytest.mark.shared
@pytest.mark.skipif(not GOVUK_FILE.exists(), reason="GOV.UK's bank-holidays.json is not beside the checkout")
def test_govuk_file_agrees_on_every_day_and_title() -> None:
    division = json.loads(GOVUK_FILE.read_text(encoding="utf-8"))["england-and-wales"]
    assert bank_holidays() == {date.fromisoformat(event["date"]): event["title"] for event in division["events"]}


def test_every_year_is_whole() -> None:
    extra = {2012: 1, 2022: 2, 2023: 1}  # Diamond Jubilee; Platinum Jubilee and State Funeral; Coronation
    assert Counter(day.year for day in bank_holidays()) == {year: 8 + extra.get(year, 0) for year in YEARS}


def test_no_holiday_falls_on_a_weekend_and_the_days_run_forward() -> None:
    assert all(day.weekday() < 5 for day in bank_holidays())
    assert list(bank_holidays()) == sorted(bank_holidays())


@pytest.mark.parametrize(
    "day", [date(2020, 5, 8), date(2022, 6, 2), date(2022, 6, 3), date(2022, 9, 19), date(2023, 5, 8)]
)
def test_holidays_that_catch_lists_out_are_there(day: date) -> None:
    assert day in bank_holidays()


@pytest.mark.parametrize("day", [date(2020, 5, 4), date(2022, 5, 30)])
def test_holidays_that_were_moved_are_not_there(day: date) -> None:
    assert day not in bank_holidays()
