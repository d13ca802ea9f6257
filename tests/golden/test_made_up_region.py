"""The made-up region beside England: what its records come to, counted in plain Python, near what DfE prints.

The table of both is printed, and is seen with `pytest -s` or where a figure is too far off.
"""

import csv
import json
import sys
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Final

import polars as pl
import pytest

from csc_metrics.contracts.made_up_region import made_up_authorities
from csc_metrics.sample.authority import MadeUpAuthority
from csc_metrics.sample.day_numbers import number_of
from csc_metrics.sample.story import DRAWN_ON, story_of

pytestmark = pytest.mark.shared

ENGLAND: Final = "E92000001"
YEARS: Final = ((date(2021, 4, 1), date(2026, 3, 31)),)
WORKFORCE_ON: Final = date(2025, 9, 30)
A_YEAR: Final = timedelta(365)
BANDS: Final = {
    "Same_day": 0,
    "1-10_days": 10,
    "11-20_days": 20,
    "21-30_days": 30,
    "31-40_days": 40,
    "41-45_days": 45,
    "46-50_days": 50,
    "51-60_days": 60,
    "61+_days": 10_000,
}
MONTHS: Final = (
    *("April", "May", "June", "July", "August", "September"),
    *("October", "November", "December", "January", "February", "March"),
)
POINTS: Final = 2.0
CASES: Final = 1.0
Tables = dict[str, pl.DataFrame]


@pytest.fixture(scope="module")
def region() -> list[Tables]:
    on = number_of(DRAWN_ON)
    return [MadeUpAuthority(story_of(code)).tables(on=on) for code in made_up_authorities()]


@pytest.fixture(scope="module")
def working_days(shared_dfe: Path) -> list[date]:
    told = json.loads((shared_dfe.parent / "calendar" / "bank-holidays.json").read_text(encoding="utf-8"))
    holidays = {date.fromisoformat(event["date"]) for event in told["england-and-wales"]["events"]}
    days = [date(2019, 1, 1) + timedelta(number) for number in range(365 * 8)]
    return [day for day in days if day.weekday() < 5 and day not in holidays]


def printed(folder: Path, file_name: str, year: str) -> dict[str, str]:
    """Return England's row of one of DfE's tables."""
    with (folder / file_name).open(encoding="utf-8-sig", newline="") as file:
        return next(
            row
            for row in csv.DictReader(file)
            if row["country_code"] == ENGLAND and row["geographic_level"] == "National" and row["time_period"] == year
        )


def shown(title: str, rows: Iterator[tuple[str, float, float]]) -> list[float]:
    """Print a table of the region's and England's figures, and return how far they are apart."""
    told = list(rows)
    lines = [f"{name:<34}{ours:>10.1f}{theirs:>10.1f}{ours - theirs:>8.1f}" for name, ours, theirs in told]
    sys.stdout.write("\n".join(["", f"{title:<34}{'made up':>10}{'England':>10}{'apart':>8}", *lines, ""]))
    return [abs(ours - theirs) for _, ours, theirs in told]


def shares(counts: Counter[str]) -> dict[str, float]:
    return {name: 100 * count / counts.total() for name, count in counts.items()}


def test_durations_of_assessments_are_within_two_points_of_each_band_of_c2(
    region: list[Tables], working_days: list[date], shared_dfe: Path
) -> None:
    counts: Counter[str] = Counter()
    for tables in region:
        for started, authorised in tables["assessments"].select("started_on", "authorised_on").drop_nulls().iter_rows():
            if authorised > date(2021, 3, 31):
                days = bisect_right(working_days, authorised) - bisect_right(working_days, started)
                counts[next(band for band, most in BANDS.items() if days <= most)] += 1
    england = printed(shared_dfe, "c2_children_in_need_assessments_duration_2014_to_2024.csv", "2024")
    theirs = shares(Counter({band: int(england[band]) for band in BANDS}))
    ours = shares(counts)

    apart = shown("Assessments by duration, %", ((band, ours[band], theirs[band]) for band in BANDS))
    assert max(apart) < POINTS


def test_re_referrals_are_within_two_points_of_c1(region: list[Tables], shared_dfe: Path) -> None:
    within, again = 0, 0
    for tables in region:
        days: dict[str, list[date]] = {}
        for child, day in tables["referrals"].select("child_id", "referred_on").sort("referred_on").iter_rows():
            days.setdefault(child, []).append(day)
        for told in days.values():
            for place, day in enumerate(told):
                if day > date(2021, 3, 31):
                    within += 1
                    again += place > 0 and day - told[place - 1] <= A_YEAR
    england = printed(shared_dfe, "c1_children_in_need_referrals_and_rereferrals_2013_to_2025.csv", "2025")

    apart = shown(
        "Re-referrals, %", iter([("within 12 months", 100 * again / within, float(england["rereferral_percent"]))])
    )
    assert max(apart) < POINTS


def test_the_average_caseload_is_within_one_case_of_the_workforce_census(
    region: list[Tables], shared_dfe: Path
) -> None:
    cases, fte = 0, 0.0
    for tables in region:
        held = [
            (person, worker)
            for person, worker, first, last in tables["allocations"]
            .select("person_id", "worker_id", "started_on", "ended_on")
            .iter_rows()
            if worker is not None and first <= WORKFORCE_ON and (last is None or last > WORKFORCE_ON)
        ]
        posts = dict(tables["workers"].select("worker_id", "fte").iter_rows())
        cases += len({person for person, _ in held})
        fte += sum(posts[worker] for worker in {worker for _, worker in held})
    england = printed(shared_dfe, "csww_indicators_2017_to_2025.csv", "2025")

    apart = shown(
        "Cases per full-time worker", iter([("30 September 2025", cases / fte, float(england["caseload_fte"]))])
    )
    assert max(apart) < CASES


def test_referrals_come_in_the_months_in_which_c6_has_them(region: list[Tables], shared_dfe: Path) -> None:
    counts: Counter[str] = Counter()
    for tables in region:
        for day in tables["referrals"].filter(pl.col("referred_on") >= date(2021, 4, 1))["referred_on"]:
            counts[MONTHS[(day.month - 4) % 12]] += 1
    theirs: Counter[str] = Counter()
    for year in ("2022", "2023", "2024"):
        england = printed(shared_dfe, "c6_children_in_need_referrals_by_month_2013_to_2024.csv", year)
        theirs.update({month: int(england[month]) for month in MONTHS})
    ours, told = shares(counts), shares(theirs)

    apart = shown("Referrals by month, %", ((month, ours[month], told[month]) for month in MONTHS))
    assert max(apart) < 0.5
