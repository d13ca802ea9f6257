"""Comparisons: what holds for any values, against plain Python where it can say the same."""

import statistics
from datetime import date

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from csc_metrics.comparison.compare import compare_with_others
from csc_metrics.contracts.authorities import authority_codes_on
from csc_metrics.contracts.tables import MeasureValues, Neighbours

LOW_IS_GOOD, HIGH_IS_GOOD, NO_JUDGEMENT = (
    "re_referral_pct",
    "assessments_within_45_working_days_pct",
    "referral_rate_per_10k",
)
YEARS = (date(2024, 3, 31), date(2025, 3, 31))
ENGLAND = sorted(authority_codes_on(YEARS[1]))
TAMESIDE = "357"
TEN = ("301", "302", "303", "304", "305", "306", "307", "308", "309", "310")
LISTS = {TAMESIDE: TEN, "301": (*TEN[1:], TAMESIDE)}
STATISTICS = ["neighbour_mean", "neighbour_median", "neighbour_min", "neighbour_max", "neighbours_with_value"]

few_examples = settings(max_examples=40, deadline=None)
# Few distinct values, so that ties are common, and any values at all.
numbers = st.sampled_from([0.0, 14.3, 16.0, 16.1, 100.0]) | st.floats(0, 10_000, allow_subnormal=False)
cells = st.none() | numbers
ten_cells = st.lists(cells, min_size=10, max_size=10)
both_years = st.lists(st.lists(cells, min_size=11, max_size=11), min_size=2, max_size=2)
polarities = st.sampled_from([LOW_IS_GOOD, HIGH_IS_GOOD, NO_JUDGEMENT])
judged = st.sampled_from([LOW_IS_GOOD, HIGH_IS_GOOD])
# A rank needs a row of every authority; the first few have the values.
some_of_england = st.lists(numbers, min_size=1, max_size=30)


def table(measure: str, day: date, values: dict[str, float | None]) -> pl.DataFrame:
    frame = pl.DataFrame(
        {"area_code": list(values), "value": list(values.values())},
        schema={"area_code": pl.String, "value": pl.Float64},
    ).with_columns(
        area_type=pl.lit("authority"),
        measure=pl.lit(measure),
        breakdown=pl.lit("all"),
        period_type=pl.lit("year"),
        period_start=pl.date(day.year - 1, 4, 1),
        period_end=pl.lit(day),
        source=pl.lit("published"),
        status=pl.when(pl.col("value").is_null()).then(pl.lit("suppressed")).otherwise(pl.lit("ok")),
        rows_aside=pl.lit(0, dtype=pl.Int64),
        **{name: pl.lit(None, dtype=pl.Float64) for name in ("numerator", "denominator", "lower", "upper")},
        **{name: pl.lit(None, dtype=pl.String) for name in ("interval_kind", "note")},
    )
    return frame.select(list(MeasureValues.create_empty().schema))


def of_all_england(measure: str, values: list[float]) -> pl.DataFrame:
    cells_of_authorities: dict[str, float | None] = dict.fromkeys(ENGLAND)
    return table(measure, YEARS[1], cells_of_authorities | dict(zip(ENGLAND, values, strict=False)))


NEIGHBOURS = pl.DataFrame(
    [
        ("2025", la_code, place, neighbour)
        for la_code, neighbours in LISTS.items()
        for place, neighbour in enumerate(neighbours, start=1)
    ],
    schema=Neighbours.create_empty().schema,
    orient="row",
)


def compare(values: pl.DataFrame, *, completed: pl.DataFrame | None = None) -> pl.DataFrame:
    return compare_with_others(
        values,
        completed=values if completed is None else completed,
        neighbours=NEIGHBOURS,
        neighbour_model="2025",
    )


def of_tameside(values: pl.DataFrame) -> pl.DataFrame:
    return compare(values, completed=values.filter(area_code=TAMESIDE))


@few_examples
@given(measure=polarities, years=both_years, seed=st.integers(0, 2**32 - 1))
def test_the_order_of_rows_never_matters(measure: str, years: list[list[float | None]], seed: int) -> None:
    values = pl.concat(
        [
            table(measure, day, dict(zip((TAMESIDE, *TEN), of_year, strict=True)))
            for day, of_year in zip(YEARS, years, strict=True)
        ]
    )
    shuffled = compare_with_others(
        values.sample(fraction=1, shuffle=True, seed=seed),
        completed=values.sample(fraction=1, shuffle=True, seed=seed + 1),
        neighbours=NEIGHBOURS.sample(fraction=1, shuffle=True, seed=seed + 2),
        neighbour_model="2025",
    )
    assert_frame_equal(shuffled, compare(values), check_exact=True)


@few_examples
@given(measure=judged, values=some_of_england, seed=st.integers(0, 2**32 - 1))
def test_a_rank_does_not_depend_on_the_order_of_rows(measure: str, values: list[float], seed: int) -> None:
    everyone = of_all_england(measure, values)
    assert_frame_equal(compare(everyone.sample(fraction=1, shuffle=True, seed=seed)), compare(everyone))


@few_examples
@given(measure=polarities, neighbours=ten_cells, one=cells, other=cells)
def test_an_authoritys_own_value_never_moves_its_neighbours_statistics(
    measure: str, neighbours: list[float | None], one: float | None, other: float | None
) -> None:
    near = dict(zip(TEN, neighbours, strict=True))
    with_one, with_other = (
        of_tameside(table(measure, YEARS[1], {TAMESIDE: own} | near)).select(STATISTICS) for own in (one, other)
    )
    assert_frame_equal(with_one, with_other, check_exact=True)


@few_examples
@given(neighbours=ten_cells, own=cells)
def test_plain_python_sums_the_neighbours_up_the_same(neighbours: list[float | None], own: float | None) -> None:
    values = table(NO_JUDGEMENT, YEARS[1], {TAMESIDE: own} | dict(zip(TEN, neighbours, strict=True)))
    row = of_tameside(values).row(0, named=True)
    known = [value for value in neighbours if value is not None]
    assert row["neighbours_with_value"] == len(known)
    if not known:
        assert [row[column] for column in STATISTICS[:4]] == [None] * 4
        return
    assert row["neighbour_mean"] == pytest.approx(statistics.fmean(known), abs=1e-9)
    assert row["neighbour_median"] == pytest.approx(statistics.median(known), abs=1e-9)
    assert (row["neighbour_min"], row["neighbour_max"]) == (min(known), max(known))


@few_examples
@given(neighbours=ten_cells.filter(any), own=cells)
def test_mean_and_median_lie_between_the_lowest_and_the_highest(
    neighbours: list[float | None], own: float | None
) -> None:
    values = table(NO_JUDGEMENT, YEARS[1], {TAMESIDE: own} | dict(zip(TEN, neighbours, strict=True)))
    row = of_tameside(values).row(0, named=True)
    assert row["neighbour_min"] <= row["neighbour_median"] <= row["neighbour_max"]
    assert row["neighbour_min"] - 1e-9 <= row["neighbour_mean"] <= row["neighbour_max"] + 1e-9


@few_examples
@given(measure=polarities, neighbours=ten_cells, own=cells)
def test_an_outcome_is_similar_exactly_inside_the_range(
    measure: str, neighbours: list[float | None], own: float | None
) -> None:
    values = table(measure, YEARS[1], {TAMESIDE: own} | dict(zip(TEN, neighbours, strict=True)))
    outcome = of_tameside(values)["outcome"].item()
    known = [value for value in neighbours if value is not None]
    if own is None or len(known) < 5:
        assert outcome == "not_compared"
    elif min(known) <= own <= max(known):
        assert outcome == "similar"
    else:
        assert outcome in (("higher", "lower") if measure == NO_JUDGEMENT else ("better", "worse"))


@few_examples
@given(measure=judged, values=some_of_england)
def test_a_rank_is_one_more_than_the_number_of_better_values(measure: str, values: list[float]) -> None:
    ranked = compare(of_all_england(measure, values)).filter(pl.col("value").is_not_null()).sort("la_code")
    is_better = float.__lt__ if measure == LOW_IS_GOOD else float.__gt__
    expected = [1 + sum(is_better(other, value) for other in values) for value in values]
    assert ranked["england_rank"].to_list() == expected
    assert ranked["england_ranked"].to_list() == [len(values)] * len(values)
    assert ranked.filter(pl.col("england_rank").is_between(1, pl.col("england_ranked"))).height == len(values)


@few_examples
@given(measure=judged, values=some_of_england)
def test_a_better_value_never_has_a_worse_quartile(measure: str, values: list[float]) -> None:
    compared = compare(of_all_england(measure, values)).filter(pl.col("value").is_not_null())
    by_rank = compared.sort("england_rank")["quartile"].to_list()
    assert len(by_rank) == len(values)
    assert by_rank == sorted(by_rank)


@few_examples
@given(measure=judged, values=some_of_england.filter(lambda values: len(set(values)) == len(values)))
def test_without_ties_no_quarter_is_more_than_one_authority_larger_than_a_quarter(
    measure: str, values: list[float]
) -> None:
    compared = compare(of_all_england(measure, values)).filter(pl.col("value").is_not_null())
    for letter in "ABCD":
        assert abs(compared.filter(quartile=letter).height - len(values) / 4) <= 1


@few_examples
@given(measure=polarities, years=both_years)
def test_a_change_is_there_exactly_where_both_years_have_a_value(measure: str, years: list[list[float | None]]) -> None:
    cells_of_years = [dict(zip((TAMESIDE, *TEN), of_year, strict=True)) for of_year in years]
    compared = compare(pl.concat([table(measure, day, of) for day, of in zip(YEARS, cells_of_years, strict=True)]))
    first, second = (compared.filter(period_end=day) for day in YEARS)
    assert first["change"].count() == 0
    before, after = cells_of_years
    for la_code, change in second.select("la_code", "change").iter_rows():
        one, other = before[la_code], after[la_code]
        assert change == (None if one is None or other is None else other - one)
