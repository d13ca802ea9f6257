"""The twelve published measures, each as a small table of figures with its sum in sight.

A figure is written as (area, year, number or DfE's word). 357 and 358 are Tameside and Trafford; the numbers of the
small tables are made up, those of the last part are DfE's.
"""

from collections.abc import Mapping
from datetime import date
from typing import Final

import polars as pl
import pytest

from csc_metrics.contracts.tables import PublishedFigures
from csc_metrics.contracts.vocabulary import PeriodType
from csc_metrics.measures.compute import published_measure_values
from csc_metrics.measures.registry import MEASURES
from csc_metrics.published.carry import carried_published
from csc_metrics.published.neighbours import carried_neighbours
from csc_metrics.published.tables import PUBLISHED_TABLES, SERIES_TABLE

Cell = float | str | None
"""A number; a status where DfE prints a symbol; None where the files have no row."""

ASSESSMENT_BANDS: Final = (
    "assessments_same_day",
    "assessments_1_to_10_working_days",
    "assessments_11_to_20_working_days",
    "assessments_21_to_30_working_days",
    "assessments_31_to_40_working_days",
    "assessments_41_to_45_working_days",
    "assessments_46_to_50_working_days",
    "assessments_51_to_60_working_days",
    "assessments_61_or_more_working_days",
)
CONFERENCE_BANDS: Final = (
    "initial_conferences_0_to_10_working_days",
    "initial_conferences_11_to_15_working_days",
    "initial_conferences_16_to_20_working_days",
    "initial_conferences_21_or_more_working_days",
)
C: Final = "suppressed"
AREAS_AND_YEARS: Final = [("357", 2024), ("357", 2025), ("358", 2024), ("358", 2025)]


def figures(columns: Mapping[str, list[Cell]], *, note: str | None = None) -> pl.DataFrame:
    """Series → cells for Tameside 2024 and 2025, Trafford 2024 and 2025; a population's are of the year before."""
    rows = []
    for series, cells in columns.items():
        table = PUBLISHED_TABLES[SERIES_TABLE[series]]
        for (area, year), cell in zip(AREAS_AND_YEARS, cells, strict=True):
            if cell is None:
                continue
            of_year = year - 1 if series == "population_0_to_17" else year
            is_number = not isinstance(cell, str)
            rows.append(
                {
                    "area_code": area,
                    "area_type": "authority",
                    "year": of_year,
                    "period_end": table.period_end(of_year),
                    "series": series,
                    "value": float(cell) if is_number else None,
                    "status": "ok" if is_number else cell,
                    "source_file": "made up",
                    "note": note,
                }
            )
    return PublishedFigures.validate(pl.DataFrame(rows, schema=PublishedFigures.create_empty().schema))


def measured(code: str, columns: Mapping[str, list[Cell]], *, note: str | None = None) -> list[dict]:
    """The measure's rows for Tameside 2024 and 2025 and Trafford 2024 and 2025."""
    values = published_measure_values(figures(columns, note=note), measures=[MEASURES[code]])
    return values.sort("area_code", "period_end").to_dicts()


def values_and_statuses(rows: list[dict]) -> list[tuple]:
    return [(row["value"], row["status"]) for row in rows]


@pytest.mark.parametrize(
    ("code", "printed", "top", "bottom"),
    [
        ("average_caseload", "average_caseload", "cases", "case_holders_fte"),
        ("agency_rate_pct", "agency_rate_pct", "agency_workers_fte", "social_workers_in_post_fte"),
        ("vacancy_rate_pct", "vacancy_rate_pct", "vacancies_fte", "social_workers_in_post_fte"),
        ("turnover_rate_pct", "turnover_rate_pct", "leavers_fte", "social_workers_in_post_fte"),
        ("re_referral_pct", "re_referral_pct", "re_referrals", "referrals"),
        (
            "looked_after_rate_per_10k",
            "looked_after_rate_per_10k",
            "children_looked_after",
            "population_of_looked_after_rate",
        ),
    ],
)
def test_a_printed_ratio_keeps_dfes_value_and_each_status(code: str, printed: str, top: str, bottom: str) -> None:
    """The value is as printed even where its parts give another; a symbol is its status; a true 0 below is no value."""
    cells: dict[str, list[Cell]] = {printed: [17.3, "low", "not_applicable", C], top: [50, 10, 0, 3]}
    rows = measured(code, {**cells, bottom: [250, 250, 0, 250]})
    assert values_and_statuses(rows) == [
        (17.3, "ok"),
        (None, "low"),
        (None, "zero_denominator"),
        (None, "suppressed"),
    ]


def test_average_caseload_is_cases_over_the_fte_that_hold_them() -> None:
    """2,093 cases / 110.8 FTE = 18.9; the printed value is kept (18.89 when recomputed)."""
    rows = measured(
        "average_caseload",
        {
            "average_caseload": [14.3, 18.9, 16.0, "unreliable"],
            "cases": [2068, 2093, 1600, "unreliable"],
            "case_holders_fte": [144.3, 110.8, 100, "unreliable"],
        },
    )
    assert values_and_statuses(rows) == [(14.3, "ok"), (18.9, "ok"), (16.0, "ok"), (None, "unreliable")]
    assert [(row["numerator"], row["denominator"]) for row in rows[:2]] == [(2068.0, 144.3), (2093.0, 110.8)]


def test_agency_workers_are_outside_in_post_so_the_bottom_is_both_together() -> None:
    """74 / (162.5 + 74) = 31.3%."""
    rows = measured(
        "agency_rate_pct",
        {
            "agency_rate_pct": [20.0, 31.3, 0.0, "low"],
            "agency_workers_fte": [40, 74, 0, "low"],
            "social_workers_in_post_fte": [160, 162.5, 100, 100],
        },
    )
    assert [row["denominator"] for row in rows] == [200.0, 236.5, 100.0, None]
    assert values_and_statuses(rows) == [(20.0, "ok"), (31.3, "ok"), (0.0, "ok"), (None, "low")]


def test_vacant_posts_are_a_share_of_vacant_and_filled_posts() -> None:
    """85 / (162.5 + 85) = 34.3%."""
    rows = measured(
        "vacancy_rate_pct",
        {
            "vacancy_rate_pct": [20.0, 34.3, 0.0, C],
            "vacancies_fte": [40, 85, 0, C],
            "social_workers_in_post_fte": [160, 162.5, 0, 100],
        },
    )
    assert [row["denominator"] for row in rows] == [200.0, 247.5, 0.0, None]
    assert values_and_statuses(rows)[2:] == [(None, "zero_denominator"), (None, "suppressed")]


def test_turnover_is_leavers_of_twelve_months_over_those_in_post_at_their_end() -> None:
    """29.7 / 162.5 = 18.3%."""
    rows = measured(
        "turnover_rate_pct",
        {
            "turnover_rate_pct": [10.0, 18.3, 0.0, 0.0],
            "leavers_fte": [16, 29.7, 0, 0],
            "social_workers_in_post_fte": [160, 162.5, 0, 2],
        },
    )
    assert values_and_statuses(rows) == [(10.0, "ok"), (18.3, "ok"), (None, "zero_denominator"), (0.0, "ok")]
    assert (rows[1]["period_type"], rows[1]["period_start"], rows[1]["period_end"]) == (
        "rolling_12_months",
        date(2024, 10, 1),
        date(2025, 9, 30),
    )


def test_a_joint_return_says_so_on_both_partners() -> None:
    rows = measured(
        "average_caseload",
        {"average_caseload": [15.0] * 4, "cases": [150] * 4, "case_holders_fte": [10] * 4},
        note="joint_return",
    )
    assert [row["note"] for row in rows] == ["joint_return"] * 4


def assessments(*rows: list[Cell]) -> list[dict]:
    """Each row: assessments completed, then bands same day, 1-10, 11-20, 21-30, 31-40, 41-45 | 46-50, 51-60, 61+."""
    columns = dict(zip(("assessments_completed", *ASSESSMENT_BANDS), map(list, zip(*rows, strict=True)), strict=True))
    return measured("assessments_within_45_working_days_pct", columns)


def test_assessments_in_time_are_the_six_bands_up_to_45_working_days_over_the_published_total() -> None:
    """(0+10+20+30+15+5)/100 = 80%; bands may fall short of the total, which stays the bottom: 76/100 = 76%."""
    rows = assessments(
        [100, 0, 10, 20, 30, 15, 5, 10, 6, 4],
        [100, 0, 10, 20, 30, 15, 1, 10, 6, 4],
        [50, 0, 0, 0, 0, 0, 0, 20, 20, 10],
        [40, 0, 10, 10, 10, 5, 5, 0, 0, 0],
    )
    assert [row["value"] for row in rows] == [80.0, 76.0, 0.0, 100.0]
    assert {row["status"] for row in rows} == {"ok"}
    assert {row["note"] for row in rows} == {None}


def test_a_hidden_early_band_is_had_from_the_late_bands_and_noted() -> None:
    """Same day hidden, late bands whole: (100 - 10 - 6 - 4)/100 = 80%. Adding up what is left would say 77%."""
    rows = assessments(
        [100, C, 10, 20, 30, 15, 2, 10, 6, 4],
        [100, 0, 10, 20, 30, 15, 5, 10, 6, 4],
        [60, 0, 10, 20, C, C, 20, 0, 0, 6],
        [60, 0, 10, 20, 2, 2, 20, 0, 0, 6],
    )
    assert [row["value"] for row in rows] == [80.0, 80.0, 90.0, 90.0]
    assert [row["note"] for row in rows] == ["from_late_bands", None, "from_late_bands", None]
    assert [row["numerator"] for row in rows] == [80.0, 80.0, 54.0, 54.0]


def test_a_hidden_late_band_alone_takes_nothing_from_the_share() -> None:
    rows = assessments(
        [100, 0, 10, 20, 30, 15, 5, 10, 6, C],
        [100, 0, 10, 20, 30, 15, 5, C, C, C],
        [10, 0, 2, 2, 2, 1, 1, 1, 1, C],
        [10, 0, 2, 2, 2, 1, 1, C, 1, 0],
    )
    assert values_and_statuses(rows) == [(80.0, "ok")] * 4


def test_bands_hidden_on_both_sides_leave_bounds_and_no_value() -> None:
    """Known in time 77, known late 16, so the share lies between 77% and 100 - 16 = 84%."""
    rows = assessments(
        [100, C, 10, 20, 30, 15, 2, 10, 6, C],
        [100, 0, 10, 20, 30, 15, 5, 10, 6, 4],
        [50, C, C, 10, 10, 5, 5, C, C, 10],
        [50, 2, 3, 10, 10, 5, 5, 2, 3, 10],
    )
    hidden, whole, hidden_too, _ = rows
    assert (hidden["value"], hidden["status"], hidden["note"]) == (None, "incomplete", "bands_hidden")
    assert (hidden["lower"], hidden["upper"], hidden["interval_kind"]) == (77.0, 84.0, "bounds")
    assert (hidden_too["lower"], hidden_too["upper"]) == (60.0, 80.0)
    assert hidden["numerator"] is None
    assert (whole["lower"], whole["upper"], whole["interval_kind"]) == (None, None, None)


def test_a_total_that_is_hidden_zero_or_not_returned_has_its_own_status() -> None:
    """A true 0 is zero_denominator: neither 0% nor suppressed."""
    rows = assessments(
        [0, *[0] * 9],
        [C, C, *[0] * 8],
        ["not_collected", *["not_collected"] * 9],
        ["unreliable", *["unreliable"] * 9],
    )
    assert values_and_statuses(rows) == [
        (None, "zero_denominator"),
        (None, "suppressed"),
        (None, "not_collected"),
        (None, "unreliable"),
    ]


def conferences(*rows: list[Cell]) -> list[dict]:
    """Each row: conferences, then bands 0-10, 11-15 | 16-20, 21 and more working days."""
    columns = dict(zip(("initial_conferences", *CONFERENCE_BANDS), map(list, zip(*rows, strict=True)), strict=True))
    return measured("icpc_within_15_working_days_pct", columns)


def test_conferences_in_time_are_those_of_the_first_15_working_days() -> None:
    """(10+65)/100 = 75%; (100-20-5)/100 = 75% with an early band hidden; 65% to 80% with both sides hidden; 0 of 0."""
    rows = conferences([100, 10, 65, 20, 5], [100, C, 65, 20, 5], [100, C, 65, 20, C], [0, 0, 0, 0, 0])
    assert values_and_statuses(rows) == [(75.0, "ok"), (75.0, "ok"), (None, "incomplete"), (None, "zero_denominator")]
    assert rows[1]["note"] == "from_late_bands"
    assert (rows[2]["lower"], rows[2]["upper"]) == (65.0, 80.0)
    assert (rows[0]["period_type"], rows[0]["period_start"]) == ("year", date(2023, 4, 1))


RATES: Final = {
    "referral_rate_per_10k": "referrals",
    "section_47_rate_per_10k": "section_47_enquiries",
    "children_in_need_rate_per_10k": "children_in_need_episodes",
    "child_protection_plan_rate_per_10k": "child_protection_plans",
}


@pytest.mark.parametrize(("code", "count"), RATES.items())
def test_a_rate_is_the_count_over_the_children_of_the_previous_mid_year(code: str, count: str) -> None:
    """500 of 50,000 children = 100 per 10,000; 450 of 60,000 = 75. Mid-2024 is the bottom of the year to March 2025."""
    rows = measured(code, {count: [500, 450, C, 0], "population_0_to_17": [50_000, 60_000, 40_000, 40_000]})
    assert values_and_statuses(rows) == [(100.0, "ok"), (75.0, "ok"), (None, "suppressed"), (0.0, "ok")]
    assert [row["denominator"] for row in rows] == [50_000.0, 60_000.0, 40_000.0, 40_000.0]
    assert [row["period_end"] for row in rows[:2]] == [date(2024, 3, 31), date(2025, 3, 31)]


@pytest.mark.parametrize(("code", "count"), RATES.items())
def test_a_rate_without_a_population_is_not_collected_and_says_why(code: str, count: str) -> None:
    """A population of the same year is no substitute; one that DfE does not print keeps its own status.

    The note is there whenever the count is there and the population has no value, printed as a symbol or not printed.
    """
    rows = measured(code, {count: [500, 450, 300, 200], "population_0_to_17": [50_000, None, "not_collected", 0]})
    assert values_and_statuses(rows) == [
        (100.0, "ok"),
        (None, "not_collected"),
        (None, "not_collected"),
        (None, "zero_denominator"),
    ]
    assert [row["note"] for row in rows] == [None, "population_not_in_files", "population_not_in_files", None]


@pytest.mark.parametrize(("code", "count"), RATES.items())
def test_a_rate_whose_count_is_hidden_says_nothing_of_the_population(code: str, count: str) -> None:
    """The count is why there is no rate, whether the population has a value, a symbol or no row."""
    rows = measured(code, {count: [C, C, C, 200], "population_0_to_17": [50_000, None, "not_collected", None]})
    assert [row["status"] for row in rows] == ["suppressed", "suppressed", "suppressed", "not_collected"]
    assert [row["note"] for row in rows] == [None, None, None, "population_not_in_files"]


def test_the_population_of_the_count_s_own_year_is_never_used() -> None:
    """Mid-2025 stands in the table and the rate of March 2025 does without it."""
    of_2025 = figures({"referrals": [None, 500, None, None]})
    population = figures({"population_0_to_17": [None, 50_000, None, None]}).with_columns(
        year=pl.lit(2025, dtype=pl.Int16), period_end=date(2025, 6, 30)
    )
    values = published_measure_values(pl.concat([of_2025, population]), measures=[MEASURES["referral_rate_per_10k"]])
    assert values.select("status", "note").rows() == [("not_collected", "population_not_in_files")]


def test_re_referrals_and_looked_after_children_keep_numerator_and_denominator() -> None:
    """1,368 / 4,943 = 27.7% as printed; 600 / 50,000 = 120 per 10,000 as printed, in whole numbers."""
    again = measured(
        "re_referral_pct",
        {"re_referral_pct": [20.0, 27.7, C, 0], "re_referrals": [20, 1368, C, 0], "referrals": [100, 4943, 60, 50]},
    )
    assert (again[1]["numerator"], again[1]["denominator"], again[1]["value"]) == (1368.0, 4943.0, 27.7)
    assert values_and_statuses(again)[2:] == [(None, "suppressed"), (0.0, "ok")]
    looked_after = measured(
        "looked_after_rate_per_10k",
        {
            "looked_after_rate_per_10k": [120, 119, C, "not_applicable"],
            "children_looked_after": [600, 596, C, "not_applicable"],
            "population_of_looked_after_rate": [50_000, 50_100, 900, 320],
        },
    )
    assert (looked_after[0]["numerator"], looked_after[0]["denominator"]) == (600.0, 50_000.0)
    assert values_and_statuses(looked_after)[2:] == [(None, "suppressed"), (None, "not_applicable")]


def test_every_measure_says_which_kind_of_period_it_covers() -> None:
    year = {
        "assessments_within_45_working_days_pct",
        "icpc_within_15_working_days_pct",
        "referral_rate_per_10k",
        "re_referral_pct",
        "section_47_rate_per_10k",
    }
    for code, measure in MEASURES.items():
        expected = PeriodType.YEAR if code in year else PeriodType.SNAPSHOT
        assert measure.period_type == (PeriodType.ROLLING_12_MONTHS if code == "turnover_rate_pct" else expected), code


@pytest.fixture(scope="module")
def carried() -> pl.DataFrame:
    return published_measure_values(carried_published().figures, measures=list(MEASURES.values()))


@pytest.mark.parametrize(
    ("code", "numerator", "denominator", "value"),
    [
        ("average_caseload", 2093, 110.8, 18.9),
        ("agency_rate_pct", 74, 162.5 + 74, 31.3),
        ("vacancy_rate_pct", 85, 162.5 + 85, 34.3),
        ("turnover_rate_pct", 29.7, 162.5, 18.3),
        ("re_referral_pct", 1368, 4943, 27.7),
        ("referral_rate_per_10k", 4943, 52901, 934.4),
    ],
)
def test_tameside_2025(carried: pl.DataFrame, code: str, numerator: float, denominator: float, value: float) -> None:
    row = carried.filter(pl.col("period_end").dt.year() == 2025, area_code="357", measure=code).row(0, named=True)
    assert row["numerator"] == numerator
    assert row["denominator"] == pytest.approx(denominator)
    assert round(row["value"], 1) == value
    factor = 10_000 if code.endswith("per_10k") else 100 if code.endswith("pct") else 1
    assert factor * numerator / denominator == pytest.approx(value, abs=0.05)


def test_tamesides_caseload_of_2025_lies_above_its_neighbours_mean_of_16_63_and_median_of_16_45(
    carried: pl.DataFrame,
) -> None:
    near = carried_neighbours().filter(neighbour_model="2025", la_code="357")["neighbour_code"].to_list()
    caseloads = carried.filter(
        pl.col("area_code").is_in(near), measure="average_caseload", period_end=date(2025, 9, 30)
    )["value"]
    assert sorted(caseloads) == [13.3, 15.2, 15.4, 15.5, 15.8, 17.1, 17.2, 17.8, 19.5, 19.5]
    assert caseloads.mean() == pytest.approx(16.63)
    assert caseloads.median() == pytest.approx(16.45)


def test_tamesides_referral_rate_of_2025_stands_against_a_median_of_513_6(carried: pl.DataFrame) -> None:
    near = carried_neighbours().filter(neighbour_model="2025", la_code="357")["neighbour_code"].to_list()
    rates = carried.filter(
        pl.col("area_code").is_in(near), measure="referral_rate_per_10k", period_end=date(2025, 3, 31)
    )["value"]
    assert len(rates) == 10
    assert round(rates.median(), 1) == 513.6


def test_england_2024_is_84_46_per_cent_in_time(carried: pl.DataFrame) -> None:
    row = carried.filter(
        area_code="E92000001", measure="assessments_within_45_working_days_pct", period_end=date(2024, 3, 31)
    ).row(0, named=True)
    assert row["numerator"] == 9_880 + 73_420 + 110_950 + 102_600 + 129_690 + 116_670
    assert row["denominator"] == 643_170
    assert round(row["value"], 2) == 84.46
