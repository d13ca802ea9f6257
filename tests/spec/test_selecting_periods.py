"""Which period a measure shows for the period asked for, and what stands where the files have nothing."""

from collections.abc import Mapping
from datetime import date

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from csc_metrics.contracts.tables import MeasureValues
from csc_metrics.contracts.vocabulary import Status
from csc_metrics.measures.registry import MEASURES, PUBLISHED_MEASURES
from csc_metrics.measures.select import NoSuchPeriod, chosen_period_ends, complete_measure_values
from csc_metrics.periods import parse_period, period_start_of

CASELOAD, TURNOVER = MEASURES["average_caseload"], MEASURES["turnover_rate_pct"]  # 30 September
ASSESSMENTS = MEASURES["assessments_within_45_working_days_pct"]  # 31 March; DfE's newest table ends a year earlier
REFERRALS = MEASURES["referral_rate_per_10k"]  # 31 March

SEPTEMBER_2023, SEPTEMBER_2024, SEPTEMBER_2025 = (date(year, 9, 30) for year in (2023, 2024, 2025))
MARCH_2023, MARCH_2024, MARCH_2025 = (date(year, 3, 31) for year in (2023, 2024, 2025))

Cells = Mapping[tuple[str, str, date], float | Status]


def table(cells: Cells) -> pl.DataFrame:
    """Write measure values: (authority, measure, period end) → value, or why there is none."""
    rows = [
        {
            "area_code": la_code,
            "area_type": "authority",
            "measure": code,
            "breakdown": "all",
            "period_type": MEASURES[code].period_type.value,
            "period_start": period_start_of(MEASURES[code].period_type, period_end),
            "period_end": period_end,
            "source": "published",
            "value": None if isinstance(cell, Status) else cell,
            "status": cell.value if isinstance(cell, Status) else "ok",
            "rows_aside": 0,
        }
        for (la_code, code, period_end), cell in cells.items()
    ]
    return MeasureValues.validate(pl.DataFrame(rows, schema=MeasureValues.create_empty().schema))


# Tameside has no caseload of 2025, and the assessments of 2025 are not out: Rochdale has all that there is.
HELD = table(
    {
        ("357", CASELOAD.code, SEPTEMBER_2023): 15.0,
        ("357", CASELOAD.code, SEPTEMBER_2024): 14.3,
        ("354", CASELOAD.code, SEPTEMBER_2024): 16.0,
        ("354", CASELOAD.code, SEPTEMBER_2025): 17.0,
        ("357", ASSESSMENTS.code, MARCH_2023): 75.6,
        ("357", ASSESSMENTS.code, MARCH_2024): 83.0,
        ("354", ASSESSMENTS.code, MARCH_2024): 90.0,
        ("357", REFERRALS.code, MARCH_2024): 726.2,
        ("354", REFERRALS.code, MARCH_2025): 500.0,
    }
)
THREE = [CASELOAD, ASSESSMENTS, REFERRALS]


def chosen(period: str | None) -> dict[str, date]:
    return chosen_period_ends(HELD, measures=THREE, period=None if period is None else parse_period(period))


def ends(caseload: date, assessments: date, referrals: date) -> dict[str, date]:
    return {CASELOAD.code: caseload, ASSESSMENTS.code: assessments, REFERRALS.code: referrals}


def test_a_year_is_dfes_own_which_ends_in_march_for_children_and_in_september_for_the_workforce() -> None:
    assert chosen("2024") == ends(SEPTEMBER_2024, MARCH_2024, MARCH_2024)


def test_a_year_is_exact_where_a_measure_has_none_of_it() -> None:
    assert chosen("2025") == ends(SEPTEMBER_2025, MARCH_2025, MARCH_2025)  # no assessments of 2025: not those of 2024


def test_every_measure_ends_its_year_on_the_day_that_dfe_publishes_for() -> None:
    values = table({("357", code, date(2024, 3, 31)): 1.0 for code in PUBLISHED_MEASURES})
    asked = chosen_period_ends(values, measures=list(PUBLISHED_MEASURES.values()), period=parse_period("2024"))
    in_september = {code for code, day in asked.items() if day == SEPTEMBER_2024}
    assert in_september == {"average_caseload", "agency_rate_pct", "vacancy_rate_pct", "turnover_rate_pct"}
    assert {asked[code] for code in PUBLISHED_MEASURES.keys() - in_september} == {MARCH_2024}


@pytest.mark.parametrize(
    ("period", "expected"),
    [
        pytest.param("2026-10", ends(SEPTEMBER_2025, MARCH_2024, MARCH_2025), id="after all of them: the latest"),
        pytest.param("2025-09", ends(SEPTEMBER_2025, MARCH_2024, MARCH_2025), id="ends with the month"),
        pytest.param("2025-08", ends(SEPTEMBER_2024, MARCH_2024, MARCH_2025), id="a month too early"),
        pytest.param("2025-Q3", ends(SEPTEMBER_2025, MARCH_2024, MARCH_2025), id="ends with the quarter"),
        pytest.param("2025-Q1", ends(SEPTEMBER_2024, MARCH_2024, MARCH_2025), id="January to March"),
        pytest.param("2024-Q4", ends(SEPTEMBER_2024, MARCH_2024, MARCH_2024), id="before the March after"),
    ],
)
def test_a_month_or_a_quarter_takes_the_latest_period_that_ended_by_then(
    period: str, expected: dict[str, date]
) -> None:
    assert chosen(period) == expected


def test_a_measure_whose_first_period_is_later_than_the_month_asks_for_the_day_that_was_due() -> None:
    assert chosen("2023-06") == ends(date(2022, 9, 30), MARCH_2023, MARCH_2023)  # only assessments has one


def test_without_a_period_each_measure_shows_its_latest_nationally_and_never_an_authoritys_last_good_one() -> None:
    assert chosen(None) == ends(SEPTEMBER_2025, MARCH_2024, MARCH_2025)
    tameside = complete_measure_values(
        HELD, measures=THREE, la_codes=["357"], period_ends=[(CASELOAD.code, chosen(None)[CASELOAD.code])]
    )
    assert tameside.select("period_end", "value", "status").rows() == [(SEPTEMBER_2025, None, "not_collected")]


def test_a_latest_year_in_which_nothing_is_known_is_still_the_latest() -> None:
    values = table({("357", CASELOAD.code, SEPTEMBER_2024): 14.3, ("357", CASELOAD.code, SEPTEMBER_2025): Status.LOW})
    assert chosen_period_ends(values, measures=[CASELOAD], period=None) == {CASELOAD.code: SEPTEMBER_2025}


def test_without_a_period_a_measure_that_no_file_holds_is_left_out() -> None:
    assert TURNOVER.code not in chosen_period_ends(HELD, measures=[*THREE, TURNOVER], period=None)


def test_with_a_period_a_measure_that_no_file_holds_is_asked_for_all_the_same() -> None:
    asked = chosen_period_ends(HELD, measures=[*THREE, TURNOVER], period=parse_period("2024"))
    assert asked[TURNOVER.code] == SEPTEMBER_2024


@pytest.mark.parametrize("period", ["2012", "2026", "2022-12", "2022-Q4"])
def test_a_period_that_no_measure_has_is_an_error_that_names_the_years(period: str) -> None:
    with pytest.raises(NoSuchPeriod) as error:
        chosen(period)
    assert str(error.value) == (
        f"No measure has a figure for {period}: the files hold the years 2023 to 2025. "
        "Ask for one of these, or add DfE's newer files."
    )
    assert error.value.exit_code == 1


def test_a_period_asked_of_files_without_figures_is_an_error_that_says_so() -> None:
    with pytest.raises(NoSuchPeriod, match="for 2024: the files hold no figures"):
        chosen_period_ends(HELD.clear(), measures=THREE, period=parse_period("2024"))


def complete(la_codes: list[str], *period_ends: tuple[str, date]) -> pl.DataFrame:
    return complete_measure_values(HELD, measures=THREE, la_codes=la_codes, period_ends=period_ends)


def test_a_row_stands_for_every_authority_measure_and_period_wanted() -> None:
    wanted = [(CASELOAD.code, SEPTEMBER_2025), (ASSESSMENTS.code, MARCH_2025), (CASELOAD.code, SEPTEMBER_2024)]
    completed = complete(["354", "357"], *wanted)
    assert completed.select("area_code", "measure", "period_end", "value", "status", "note").rows() == [
        ("354", ASSESSMENTS.code, MARCH_2025, None, "not_collected", "not_in_files"),
        ("354", CASELOAD.code, SEPTEMBER_2024, 16.0, "ok", None),
        ("354", CASELOAD.code, SEPTEMBER_2025, 17.0, "ok", None),
        ("357", ASSESSMENTS.code, MARCH_2025, None, "not_collected", "not_in_files"),
        ("357", CASELOAD.code, SEPTEMBER_2024, 14.3, "ok", None),
        ("357", CASELOAD.code, SEPTEMBER_2025, None, "not_collected", "not_in_files"),
    ]
    MeasureValues.validate(completed)


def test_a_row_that_the_files_hold_stays_as_it_is() -> None:
    completed = complete(["357"], (CASELOAD.code, SEPTEMBER_2024))
    assert_frame_equal(
        completed, HELD.filter(area_code="357", measure=CASELOAD.code, period_end=SEPTEMBER_2024), check_row_order=False
    )


def test_a_row_that_the_files_hold_without_a_value_is_not_called_absent() -> None:
    values = table({("357", CASELOAD.code, SEPTEMBER_2025): Status.SUPPRESSED})
    completed = complete_measure_values(
        values, measures=[CASELOAD], la_codes=["357"], period_ends=[(CASELOAD.code, SEPTEMBER_2025)]
    )
    assert completed.select("status", "note").rows() == [("suppressed", None)]


@pytest.mark.parametrize(
    ("la_code", "period_end", "status", "note"),
    [
        pytest.param("942", SEPTEMBER_2023, "not_collected", "not_in_files", id="Cumberland, first year"),
        pytest.param("942", date(2022, 9, 30), "not_applicable", "authority_did_not_exist", id="a year too early"),
        pytest.param("909", date(2022, 9, 30), "not_collected", "not_in_files", id="Cumbria, last year"),
        pytest.param("909", SEPTEMBER_2023, "not_applicable", "authority_did_not_exist", id="a year too late"),
    ],
)
def test_an_authority_that_did_not_exist_that_day_is_not_applicable_rather_than_not_collected(
    la_code: str, period_end: date, status: str, note: str
) -> None:
    completed = complete([la_code], (CASELOAD.code, period_end))
    assert completed.select("status", "note", "value").rows() == [(status, note, None)]


def test_a_reorganised_authority_changes_in_different_years_by_measure() -> None:
    completed = complete(["838"], (ASSESSMENTS.code, date(2019, 3, 31)), (CASELOAD.code, date(2019, 9, 30)))
    assert completed["note"].to_list() == ["authority_did_not_exist", "not_in_files"]  # Dorset began on 1 April 2019


def test_an_absent_row_covers_the_period_that_its_measure_covers() -> None:
    completed = complete_measure_values(
        HELD,
        measures=[CASELOAD, TURNOVER, ASSESSMENTS],
        la_codes=["301"],
        period_ends=[(CASELOAD.code, SEPTEMBER_2025), (TURNOVER.code, SEPTEMBER_2025), (ASSESSMENTS.code, MARCH_2025)],
    )
    covered = completed.select("measure", "period_type", "period_start", "period_end").sort("measure").rows()
    assert covered == [
        (ASSESSMENTS.code, "year", date(2024, 4, 1), MARCH_2025),
        (CASELOAD.code, "snapshot", SEPTEMBER_2025, SEPTEMBER_2025),
        (TURNOVER.code, "rolling_12_months", date(2024, 10, 1), SEPTEMBER_2025),
    ]
