"""Every published measure does what its worked examples say: small tables of figures with their sums in sight.

The examples stand in `spec/measures/`, one module for each measure; `spec/worked.py` says how they are written.
"""

from datetime import date
from typing import Final

import polars as pl
import pytest
from spec.worked import Example, MeasureSpec, figures, measured, specs

from csc_metrics.contracts.vocabulary import PeriodType
from csc_metrics.measures.compute import published_measure_values
from csc_metrics.measures.registry import MEASURES, PUBLISHED_MEASURES
from csc_metrics.published.carry import carried_published
from csc_metrics.published.neighbours import carried_neighbours

SPECS: Final = specs()
EXAMPLES: Final = [(code, example) for code, spec in SPECS.items() for example in spec.examples]
TAMESIDE: Final = "357"

each_example = pytest.mark.parametrize(
    ("code", "example"), EXAMPLES, ids=[f"{code}: {example.rule}" for code, example in EXAMPLES]
)
each_spec = pytest.mark.parametrize("spec", SPECS.values(), ids=SPECS)


def value_or_status(row: dict) -> float | str:
    """Return what a reader gets: the value where there is one, else why there is none."""
    assert (row["status"] == "ok") == (row["value"] is not None)
    return row["status"] if row["value"] is None else row["value"]


def as_written(cell: float | str) -> object:
    """Return what a value must equal: a number but for binary noise, a status to the letter."""
    return cell if isinstance(cell, str) else pytest.approx(cell, rel=1e-12)


def test_each_measure_has_a_spec_and_each_spec_a_measure() -> None:
    assert list(SPECS) == list(PUBLISHED_MEASURES), "write tests/spec/measures/<name>.py for a new measure"
    assert [code for code, spec in SPECS.items() if not spec.examples] == []


@each_example
def test_a_worked_example_gives_what_its_sums_say(code: str, example: Example) -> None:
    rows = measured(code, example)
    assert [value_or_status(row) for row in rows] == [as_written(cell) for cell in example.gives]
    assert [row["note"] for row in rows] == list(example.notes)
    assert {row["measure"] for row in rows} == {code}


@each_example
def test_a_worked_example_keeps_top_bottom_and_bounds(code: str, example: Example) -> None:
    rows = measured(code, example)
    ends = [None if row["lower"] is None and row["upper"] is None else (row["lower"], row["upper"]) for row in rows]
    assert ends == [both and pytest.approx(both) for both in example.bounds]
    assert [row["interval_kind"] for row in rows] == ["bounds" if both else None for both in example.bounds]
    if example.tops is not None:
        assert [row["numerator"] for row in rows] == list(example.tops)
    if example.bottoms is not None:
        assert [row["denominator"] for row in rows] == list(example.bottoms)


@pytest.mark.parametrize("spoilt", [{"gives": [80.0, 76.0, 0.0, 99.9]}, {"notes": ["bands_hidden", None, None, None]}])
def test_a_worked_example_that_is_wrong_is_seen(spoilt: dict) -> None:
    whole = SPECS["assessments_within_45_working_days_pct"].examples[0]
    wrong = Example(**{**vars(whole), **spoilt})
    with pytest.raises(AssertionError):
        test_a_worked_example_gives_what_its_sums_say("assessments_within_45_working_days_pct", wrong)


@each_spec
def test_a_measure_says_which_kind_of_period_it_covers_and_which_way_is_good(spec: MeasureSpec) -> None:
    assert MEASURES[spec.code].period_type is spec.period_type
    assert MEASURES[spec.code].polarity is spec.polarity


@pytest.fixture(scope="module")
def carried() -> pl.DataFrame:
    values = published_measure_values(carried_published().figures, measures=list(PUBLISHED_MEASURES.values()))
    return values.with_columns(year=pl.col("period_end").dt.year())


@each_spec
def test_tameside_s_printed_figure_is_its_parts_and_comes_out(carried: pl.DataFrame, spec: MeasureSpec) -> None:
    printed = spec.printed
    row = carried.filter(area_code=TAMESIDE, measure=spec.code, year=printed.year).row(0, named=True)
    assert (row["numerator"], row["denominator"]) == (printed.top, pytest.approx(printed.bottom))
    assert round(row["value"], printed.decimals) == printed.value
    factor = 10_000 if spec.code.endswith("per_10k") else 100 if spec.code.endswith("pct") else 1
    half = 0.5 * 10**-printed.decimals
    assert factor * printed.top / printed.bottom == pytest.approx(printed.value, abs=half + 1e-9)


@each_spec
def test_the_carried_years_of_a_measure_are_those_of_dfes_table(carried: pl.DataFrame, spec: MeasureSpec) -> None:
    years = carried.filter(area_code=TAMESIDE, measure=spec.code)["year"].sort().to_list()
    assert years == list(range(spec.years[0], spec.years[1] + 1))


def test_the_periods_of_a_year_of_twelve_months_and_of_a_day() -> None:
    """A year to 31 March 2025, the twelve months to 30 September 2025, and a day."""
    first = {spec.period_type: spec for spec in SPECS.values()}
    spans = {}
    for period_type, spec in first.items():
        rows = measured(spec.code, spec.examples[0])
        assert {row["period_type"] for row in rows} == {period_type.value}
        spans[period_type] = (rows[1]["period_start"], rows[1]["period_end"])
    assert spans[PeriodType.YEAR] == (date(2024, 4, 1), date(2025, 3, 31))
    assert spans[PeriodType.ROLLING_12_MONTHS] == (date(2024, 10, 1), date(2025, 9, 30))
    day, same_day = spans[PeriodType.SNAPSHOT]
    assert day == same_day


def test_the_population_of_the_count_s_own_year_is_never_used() -> None:
    """Mid-2025 stands in the table and the rate of March 2025 does without it."""
    of_2025 = figures({"referrals": [None, 500, None, None]})
    population = figures({"population_0_to_17": [None, 50_000, None, None]}).with_columns(
        year=pl.lit(2025, dtype=pl.Int16), period_end=date(2025, 6, 30)
    )
    values = published_measure_values(pl.concat([of_2025, population]), measures=[MEASURES["referral_rate_per_10k"]])
    assert values.select("status", "note").rows() == [("not_collected", "population_not_in_files")]


def test_tamesides_caseload_of_2025_lies_above_its_neighbours_mean_of_16_63_and_median_of_16_45(
    carried: pl.DataFrame,
) -> None:
    caseloads = of_neighbours(carried, "average_caseload", date(2025, 9, 30))
    assert sorted(caseloads) == [13.3, 15.2, 15.4, 15.5, 15.8, 17.1, 17.2, 17.8, 19.5, 19.5]
    assert caseloads.mean() == pytest.approx(16.63)
    assert caseloads.median() == pytest.approx(16.45)


def test_tamesides_referral_rate_of_2025_stands_against_a_median_of_513_6(carried: pl.DataFrame) -> None:
    rates = of_neighbours(carried, "referral_rate_per_10k", date(2025, 3, 31))
    assert len(rates) == 10
    assert round(rates.median(), 1) == 513.6


def of_neighbours(values: pl.DataFrame, code: str, period_end: date) -> pl.Series:
    near = carried_neighbours().filter(neighbour_model="2025", la_code=TAMESIDE)["neighbour_code"].to_list()
    return values.filter(pl.col("area_code").is_in(near), measure=code, period_end=period_end)["value"]


def test_england_2024_is_84_46_per_cent_in_time(carried: pl.DataFrame) -> None:
    row = carried.filter(
        area_code="E92000001", measure="assessments_within_45_working_days_pct", period_end=date(2024, 3, 31)
    ).row(0, named=True)
    assert row["numerator"] == 9_880 + 73_420 + 110_950 + 102_600 + 129_690 + 116_670
    assert row["denominator"] == 643_170
    assert round(row["value"], 2) == 84.46
