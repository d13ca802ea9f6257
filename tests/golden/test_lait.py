"""Our measure values against LAIT's database, which DfE worked out by another road.

"Agree to one decimal place" means: both rounded half up to one decimal, as LAIT prints (its dictionary gives no other
number of places for these measures), are the same number. Binary noise ("18.399999999999999") is cleaned at the ninth
decimal before rounding, on both sides. Nothing else is allowed for.

Cells that cannot agree are explained by a rule that is checked cell by cell, counted, and written out in
`lait_explained_by_rule.csv`; the few others stand in `lait_exceptions.csv`, each with its cause. Print the table of
counts with `pytest tests/golden/test_lait.py -rP`.
"""

import csv
import sys
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Final

import polars as pl
import pytest
from spec.measures import assessments_within_45_working_days as assessments_in_time
from spec.measures import conferences_within_15_working_days as conferences_in_time
from spec.worked import specs

from csc_metrics.contracts.authorities import authorities, find_authority
from csc_metrics.contracts.vocabulary import INNER_LONDON_CODE, OUTER_LONDON_CODE, AreaType, Note, Status
from csc_metrics.measures.compute import published_measure_values
from csc_metrics.measures.registry import PUBLISHED_MEASURES as MEASURES
from csc_metrics.published.read import Published, read_published
from csc_metrics.published.tables import PUBLISHED_TABLES

pytestmark = pytest.mark.shared

EXCEPTIONS: Final = Path(__file__).with_name("lait_exceptions.csv")
EXPLAINED: Final = Path(__file__).with_name("lait_explained_by_rule.csv")
MOST_EXCEPTIONS: Final = 20
FIRST_YEAR_OF_LAIT: Final = 2016
HALF_OF_LAST_PLACE: Final = 0.05
DFE_ROUNDS_REGIONS_TO: Final = 10
LAIT_ENGLAND: Final = 970

SPECS: Final = specs()
LAIT_NAMES: Final = {code: spec.lait for code, spec in SPECS.items() if spec.lait}
LAIT_LACKS: Final = {(code, *cell) for code, spec in SPECS.items() for cell in spec.lait_lacks}
"""(measure, year, area code) of cells that DfE's table has and LAIT has not, each explained in its measure's spec."""
LAIT_REGIONS: Final = {
    LAIT_ENGLAND: "E92000001",
    980: "E12000001",
    981: "E12000002",
    982: "E12000003",
    983: "E12000004",
    984: "E12000005",
    985: "E12000006",
    986: "E12000007",
    987: INNER_LONDON_CODE,
    988: OUTER_LONDON_CODE,
    989: "E12000008",
    990: "E12000009",
}
BANDS: Final = {
    assessments_in_time.SPEC.code: (
        assessments_in_time.NAMES[0],
        assessments_in_time.NAMES[1:7],
        assessments_in_time.NAMES[7:],
    ),
    conferences_in_time.SPEC.code: (
        conferences_in_time.NAMES[0],
        conferences_in_time.NAMES[1:3],
        conferences_in_time.NAMES[3:],
    ),
}
"""By measure: the series of its total, of the bands within the time and of those beyond it, as its spec names them."""
CELL: Final = ["measure", "year", "area_code"]

AGREES: Final = "agrees"
NEITHER: Final = "neither has a value"
HIDDEN_BANDS: Final = "bands hidden on both sides: LAIT inside our bounds"
HIDDEN_TOTAL: Final = "total hidden by DfE"
LOW_AS_0: Final = "low, stored by LAIT as 0"
YEAR_NOT_IN_FILES: Final = "year not in the files"
LAIT_HIDES: Final = "under 10 cases: ours from late bands, LAIT has none"
ROUNDED_COUNTS: Final = "region's counts rounded to 10 by DfE: LAIT inside the rounding"
LAIT_HAS_NONE: Final = "ours from DfE's table, LAIT has none: explained in the measure's spec"
LISTED: Final = "listed in lait_exceptions.csv"
UNEXPLAINED: Final = "unexplained"
NOT_COMPARED: Final = (NEITHER, HIDDEN_BANDS, HIDDEN_TOTAL, LOW_AS_0, YEAR_NOT_IN_FILES, LAIT_HIDES, LAIT_HAS_NONE)


def one_decimal(value: float | None) -> float | None:
    """Round half up to one decimal, after cleaning binary noise at the ninth."""
    if value is None:
        return None
    return float(Decimal(repr(round(value, 9))).quantize(Decimal("0.1"), ROUND_HALF_UP))


@pytest.fixture(scope="module")
def published(shared_dfe: Path) -> Published:
    return read_published(shared_dfe, tables=list(PUBLISHED_TABLES))


@pytest.fixture(scope="module")
def lait(shared_dfe: Path) -> pl.DataFrame:
    """LAIT's values: measure, year, area_code, la_number, la_name, lait (null where LAIT prints "-")."""
    names = {name: measure for measure, name in LAIT_NAMES.items()}
    number = pl.col("LA Number").cast(pl.Int64)
    return (
        pl.read_parquet(shared_dfe / "bds_long_0.parquet")
        .filter(pl.col("Short Desc").is_in(list(names)))
        .select(
            measure=pl.col("Short Desc").replace_strict(names),
            year=pl.col("Years").cast(pl.Int32),
            area_code=number.replace_strict(LAIT_REGIONS, default=None, return_dtype=pl.String).fill_null(
                number.cast(pl.String)
            ),
            la_number=number,
            la_name="LA and Regions",
            lait=pl.col("Values").replace("-", None).cast(pl.Float64),
        )
    )


@pytest.fixture(scope="module")
def ours(published: Published) -> pl.DataFrame:
    values = published_measure_values(published.figures, measures=[MEASURES[code] for code in LAIT_NAMES])
    return values.with_columns(year=pl.col("period_end").dt.year())


@pytest.fixture(scope="module")
def listed() -> list[dict[str, str]]:
    with EXCEPTIONS.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def judged(ours: pl.DataFrame, lait: pl.DataFrame, listed: list[dict[str, str]]) -> pl.DataFrame:
    """Every cell that either side holds from 2016 on, with one verdict."""
    both = lait.join(ours, on=CELL, how="full", coalesce=True, validate="1:1").filter(
        pl.col("year") >= FIRST_YEAR_OF_LAIT
    )
    both = both.with_columns(
        ours_shown=pl.col("value").map_elements(one_decimal, return_dtype=pl.Float64),
        lait_shown=pl.col("lait").map_elements(one_decimal, return_dtype=pl.Float64),
        is_listed=pl.concat_str(CELL, separator="|").is_in(
            ["|".join([row["measure"], row["year"], row["la_code"]]) for row in listed]
        ),
        is_lacking=pl.concat_str(CELL, separator="|").is_in(["|".join(map(str, cell)) for cell in LAIT_LACKS]),
    )
    return both.with_columns(verdict=_verdict(ours))


def _verdict(ours: pl.DataFrame) -> pl.Expr:
    has_ours, has_lait = pl.col("value").is_not_null(), pl.col("lait").is_not_null()
    years_held = pl.struct("measure", "year").is_in(ours.select(pl.struct("measure", "year")).to_series().implode())
    lowest, highest = _interval_of_rounded_counts()
    return (
        pl.when(~has_ours & ~has_lait)
        .then(pl.lit(NEITHER))
        .when(pl.col("ours_shown") == pl.col("lait_shown"))
        .then(pl.lit(AGREES))
        .when((pl.col("status") == Status.INCOMPLETE.value) & _lies_within(pl.col("lower"), pl.col("upper")))
        .then(pl.lit(HIDDEN_BANDS))
        .when((pl.col("status") == Status.SUPPRESSED.value) & pl.col("denominator").is_null())
        .then(pl.lit(HIDDEN_TOTAL))
        .when((pl.col("status") == Status.LOW.value) & (pl.col("lait") == 0))
        .then(pl.lit(LOW_AS_0))
        .when(pl.col("status").is_null() & ~years_held)
        .then(pl.lit(YEAR_NOT_IN_FILES))
        .when(~has_lait & (pl.col("note") == Note.FROM_LATE_BANDS.value) & (pl.col("denominator") < 10))
        .then(pl.lit(LAIT_HIDES))
        .when(has_ours & ~has_lait & pl.col("is_lacking"))
        .then(pl.lit(LAIT_HAS_NONE))
        .when(
            (pl.col("area_type") != AreaType.AUTHORITY.value)
            & pl.col("measure").is_in(list(BANDS))
            & _lies_within(lowest, highest)
        )
        .then(pl.lit(ROUNDED_COUNTS))
        .when(has_ours & has_lait & pl.col("is_listed"))
        .then(pl.lit(LISTED))
        .otherwise(pl.lit(UNEXPLAINED))
    )


def _lies_within(lowest: pl.Expr, highest: pl.Expr) -> pl.Expr:
    return pl.col("lait").is_between(lowest - HALF_OF_LAST_PLACE - 1e-9, highest + HALF_OF_LAST_PLACE + 1e-9)


def _interval_of_rounded_counts() -> tuple[pl.Expr, pl.Expr]:
    """The least and the greatest share that counts rounded to 10 allow: each band and the total may be 5 off."""
    half = DFE_ROUNDS_REGIONS_TO / 2
    bands = pl.col("measure").replace_strict(
        {measure: len(within) for measure, (_, within, _) in BANDS.items()}, default=None, return_dtype=pl.Int64
    )
    lowest = 100 * (pl.col("numerator") - half * bands) / (pl.col("denominator") + half)
    highest = 100 * (pl.col("numerator") + half * bands) / (pl.col("denominator") - half)
    return lowest, highest


def _summary(judged: pl.DataFrame) -> pl.DataFrame:
    counted = judged.group_by("measure", "verdict").len().pivot(on="verdict", index="measure", values="len")
    verdicts = [name for name in (AGREES, ROUNDED_COUNTS, LISTED, UNEXPLAINED) if name in counted.columns]
    others = sorted(set(counted.columns) - {"measure", *verdicts})
    filled = counted.fill_null(0).with_columns(compared=pl.sum_horizontal(verdicts))
    return filled.select("measure", "compared", *verdicts, *others).sort("measure")


def test_every_cell_agrees_to_one_decimal_or_is_explained(judged: pl.DataFrame) -> None:
    """Each cell of every measure, 10 years, 158 authorities, 11 regions, England has one verdict, none of them bad."""
    rows = _summary(judged).to_dicts()
    for row in rows:
        sys.stdout.write(f"{row.pop('measure')}\n")
        sys.stdout.write("".join(f"  {count:>6,}  {verdict}\n" for verdict, count in row.items() if count))
    bad = judged.filter(pl.col("verdict") == UNEXPLAINED).select(*CELL, "value", "lait", "status", "note")
    assert bad.rows() == []


def test_every_measure_is_compared_in_more_than_a_thousand_cells(judged: pl.DataFrame) -> None:
    """An empty comparison would agree with everything."""
    compared = judged.filter(~pl.col("verdict").is_in(NOT_COMPARED)).group_by("measure").len()
    assert set(compared["measure"]) == set(LAIT_NAMES)
    assert compared["len"].min() > 1000
    assert set(MEASURES) - set(LAIT_NAMES) == {code for code, spec in SPECS.items() if spec.no_lait_reason}


def test_cells_that_lait_lacks_are_few_and_just_those_of_the_specs(judged: pl.DataFrame) -> None:
    """A cell that LAIT has after all, or that ours no longer has, must leave the spec."""
    lacking = judged.filter(pl.col("verdict") == LAIT_HAS_NONE).select(*CELL).rows()
    assert set(lacking) == LAIT_LACKS
    assert all(bool(spec.lait_lacks) == bool(spec.lait_lacks_reason) for spec in SPECS.values())
    assert all(len(spec.lait_lacks) <= MOST_EXCEPTIONS for spec in SPECS.values())


def test_a_rate_that_is_printed_or_recomputed_agrees_in_every_cell(judged: pl.DataFrame) -> None:
    """All but the two shares of bands need no exception at all, but for what only one of the two sides holds."""
    others = judged.filter(~pl.col("measure").is_in(list(BANDS)))
    assert set(others["verdict"]) - {LAIT_HAS_NONE} == {AGREES, NEITHER, LOW_AS_0, YEAR_NOT_IN_FILES}


def test_lait_lies_inside_our_bounds_in_all_138_cells_with_bands_hidden_on_both_sides(judged: pl.DataFrame) -> None:
    """Where we print no value because both sides of the limit hide a band, LAIT has one, and it fits."""
    incomplete = judged.filter((pl.col("status") == Status.INCOMPLETE.value) & pl.col("lait").is_not_null())
    assert set(incomplete["verdict"]) == {HIDDEN_BANDS}
    assert incomplete.group_by("measure").len().sort("measure").rows() == [
        ("assessments_within_45_working_days_pct", 89),
        ("icpc_within_15_working_days_pct", 49),
    ]


def test_the_only_low_figures_are_sunderlands_agency_rate_which_lait_stores_as_0(judged: pl.DataFrame) -> None:
    """`low` rounds to 0 and is not 0: ours has no value."""
    low = judged.filter(pl.col("status") == Status.LOW.value).select(*CELL, "lait").sort("year")
    assert low.rows() == [("agency_rate_pct", year, "394", 0.0) for year in (2023, 2024, 2025)]


def test_the_years_that_lait_has_and_the_files_lack_are_these(judged: pl.DataFrame) -> None:
    """Workforce 2016, c2 of 2025, and looked after before 2019 are not in the files."""
    absent = judged.filter(pl.col("verdict") == YEAR_NOT_IN_FILES).select("measure", "year").unique()
    workforce = {"average_caseload", "agency_rate_pct", "vacancy_rate_pct", "turnover_rate_pct"}
    assert set(absent.rows()) == (
        {(measure, 2016) for measure in workforce}
        | {("looked_after_rate_per_10k", year) for year in (2016, 2017, 2018)}
        | {("assessments_within_45_working_days_pct", 2025)}
    )


def test_the_other_rules_explain_only_these_few_cells(judged: pl.DataFrame) -> None:
    """Hidden totals and values that only we have: no rule grows unnoticed."""
    few = judged.filter(pl.col("verdict").is_in([HIDDEN_TOTAL, LAIT_HIDES])).select(*CELL, "verdict")
    icpc, assessments = "icpc_within_15_working_days_pct", "assessments_within_45_working_days_pct"
    assert sorted(few.rows()) == [
        (assessments, 2018, "420", HIDDEN_TOTAL),
        (icpc, 2017, "420", HIDDEN_TOTAL),
        (icpc, 2018, "201", HIDDEN_TOTAL),
        (icpc, 2024, "201", LAIT_HIDES),
        (icpc, 2025, "420", LAIT_HIDES),
    ]


def test_an_authority_is_never_explained_by_rounded_counts(judged: pl.DataFrame) -> None:
    """DfE rounds counts of regions and of England only."""
    rounded = judged.filter(pl.col("verdict") == ROUNDED_COUNTS)
    assert set(rounded["area_type"]) == {AreaType.REGION.value, AreaType.ENGLAND.value}
    assert (rounded["value"] - rounded["lait"]).abs().max() < 0.25
    printed = judged.filter(pl.col("measure").is_in(list(BANDS)) & (pl.col("area_type") != AreaType.AUTHORITY.value))
    assert (printed["denominator"].drop_nulls() % DFE_ROUNDS_REGIONS_TO).unique().to_list() == [0.0]


def test_where_dfe_rounds_a_region_its_authorities_add_up_to_laits_value(
    published: Published, judged: pl.DataFrame, listed: list[dict[str, str]]
) -> None:
    """Rounding is the true cause: the region's own authorities, whose counts are not rounded, give LAIT's share.

    Only where one of them is in the list of exceptions of that year, or made no return, must the sum miss.
    """
    sums = pl.concat([_sum_of_authorities(published.figures, measure) for measure in BANDS])
    rounded = judged.filter(pl.col("verdict") == ROUNDED_COUNTS).join(sums, on=CELL, how="left", validate="1:1")
    missed = rounded.filter(
        ~_lies_within(100 * pl.col("least") / pl.col("total"), 100 * pl.col("most") / pl.col("total"))
    )
    with_exception = {
        (row["measure"], int(row["year"]), code) for row in listed for code in _areas_over(row["la_code"])
    }
    without_return = set(sums.filter(pl.col("without_total") > 0).select(CELL).rows())
    assert set(missed.select(CELL).rows()) <= with_exception | without_return
    assert rounded.height - missed.height > 50


def test_laits_regions_hold_the_same_counts_as_its_authorities_in_the_list(
    published: Published, lait: pl.DataFrame, listed: list[dict[str, str]]
) -> None:
    """The exceptions are counts, not slips: LAIT's regions come out only with LAIT's counts of those authorities."""
    icpc = "icpc_within_15_working_days_pct"
    sums = _sum_of_authorities(published.figures, icpc)
    for year, region in ((2016, "E12000008"), (2017, "E12000002")):
        apart = sum(
            int(row["cases_apart"])
            for row in listed
            if (row["measure"], int(row["year"])) == (icpc, year) and region in _areas_over(row["la_code"])
        )
        of_region = (pl.col("year") == year) & (pl.col("area_code") == region)
        total, least = sums.filter(of_region).select("total", "least").row(0)
        shown = lait.filter(of_region & (pl.col("measure") == icpc))["lait"].item()
        assert one_decimal(100 * (least + apart) / total) == one_decimal(shown)
        assert one_decimal(100 * least / total) != one_decimal(shown)


def _areas_over(la_code: str) -> set[str]:
    region = authorities()[la_code].region_code
    return {region, "E92000001"} | ({"E12000007"} if region in {INNER_LONDON_CODE, OUTER_LONDON_CODE} else set())


def _sum_of_authorities(figures: pl.DataFrame, measure: str) -> pl.DataFrame:
    """Add up the authorities of each region and of England: total, least and most within the limit."""
    total, within, beyond = BANDS[measure]
    wide = figures.filter(
        (pl.col("area_type") == AreaType.AUTHORITY.value) & pl.col("series").is_in([total, *within, *beyond])
    ).pivot(on="series", index=["area_code", "year"], values="value")
    hides = pl.any_horizontal(pl.col(band).is_null() for band in within)
    one = wide.select(
        pl.lit(measure).alias("measure"),
        pl.col("year").cast(pl.Int32),
        pl.col("area_code").map_elements(lambda code: sorted(_areas_over(code)), return_dtype=pl.List(pl.String)),
        pl.col(total).alias("total"),
        pl.sum_horizontal(within).alias("least"),
        pl.when(hides)
        .then(pl.col(total) - pl.sum_horizontal(beyond))
        .otherwise(pl.sum_horizontal(within))
        .alias("most"),
    ).explode("area_code")
    return one.group_by(CELL).agg(
        pl.col("total", "least", "most").sum(), pl.col("total").null_count().alias("without_total")
    )


def test_every_cell_that_a_rule_explains_is_written_out_with_both_values_and_its_cause(judged: pl.DataFrame) -> None:
    """The list holds exactly the cells that the rules explain; years that the files lack are named by another test."""
    rules = [HIDDEN_BANDS, HIDDEN_TOTAL, LOW_AS_0, LAIT_HIDES, ROUNDED_COUNTS]
    bounds = pl.format("{} to {}", pl.col("lower").round(2), pl.col("upper").round(2))
    held = judged.filter(pl.col("verdict").is_in(rules)).select(
        pl.col("area_code").alias("la_code"),
        pl.col("year").cast(pl.String),
        "measure",
        our_value=pl.coalesce(pl.col("ours_shown").cast(pl.String), bounds, "status"),
        lait_value=pl.col("lait_shown").cast(pl.String).fill_null("none"),
        cause="verdict",
    )
    with EXPLAINED.open(encoding="utf-8", newline="") as file:
        written = [tuple(row) for row in csv.reader(file)]
    assert written[0] == tuple(held.columns)
    assert sorted(written[1:]) == sorted(held.rows())


def test_the_list_of_exceptions_is_short_and_each_gives_its_cause(listed: list[dict[str, str]]) -> None:
    assert 0 < len(listed) <= MOST_EXCEPTIONS
    assert all(row["cause"].strip() for row in listed)
    assert len({(row["measure"], row["year"], row["la_code"]) for row in listed}) == len(listed)


def test_every_listed_exception_still_disagrees(judged: pl.DataFrame, listed: list[dict[str, str]]) -> None:
    """A row that no longer disagrees must leave the list."""
    held = judged.filter(pl.col("verdict") == LISTED).select(
        *CELL, "ours_shown", "lait_shown", "numerator", "denominator"
    )
    written = [
        (
            row["measure"],
            int(row["year"]),
            row["la_code"],
            float(row["our_value"]),
            float(row["lait_value"]),
            float(row["our_numerator"]),
            float(row["our_denominator"]),
        )
        for row in listed
    ]
    assert sorted(held.rows()) == sorted(written)


def test_a_listed_exception_is_a_handful_of_cases_apart(listed: list[dict[str, str]]) -> None:
    """LAIT's value is the share with the stated few cases fewer in time, over the same total: the cause, in numbers."""
    for row in listed:
        top, bottom, apart = int(row["our_numerator"]), int(row["our_denominator"]), int(row["cases_apart"])
        assert one_decimal(100 * (top + apart) / bottom) == float(row["lait_value"]), row
        nearer = range(-abs(apart) + 1, abs(apart))
        assert all(one_decimal(100 * (top + step) / bottom) != float(row["lait_value"]) for step in nearer), row
        assert 1 <= abs(apart) <= 4, row


def test_no_edition_in_the_folder_prints_laits_count(shared_dfe: Path, listed: list[dict[str, str]]) -> None:
    """Both editions of c4 agree with us on each exception, so LAIT's count is from another extract, not a newer one."""
    editions = [
        shared_dfe / "c4_children_in_need_section_47s_and_icpcs_2013_to_2025.csv",
        shared_dfe / "superseded_with_rates" / "c4_children_in_need_section_47s_and_icpcs_2013_to_2024.csv",
    ]
    conferences = [row for row in listed if row["measure"] == "icpc_within_15_working_days_pct"]
    assert conferences
    columns = ["Duration_0-10_days", "Duration_11-15_days", "Duration_16-20_days", "Duration_21+_days", "ICPC"]
    for path in editions:
        frame = pl.read_csv(path, infer_schema=False)
        for row in conferences:
            own = frame.filter((pl.col("old_la_code") == row["la_code"]) & (pl.col("time_period") == row["year"]))
            *bands, total = own.select(columns).row(0)
            early = int(bands[0]) + int(bands[1])
            assert (early, int(total)) == (int(row["our_numerator"]), int(row["our_denominator"])), (path.name, row)


def test_lait_numbers_its_authorities_by_dfes_code(lait: pl.DataFrame) -> None:
    """LAIT's number is our la_code, and each of its names finds the authority of that number."""
    areas = lait.filter(~pl.col("la_number").is_in(list(LAIT_REGIONS))).select("area_code", "la_name").unique()
    assert set(areas["area_code"]) == set(authorities())
    for la_code, name in areas.rows():
        if authorities()[la_code].is_current:
            assert find_authority(name).la_code == la_code
