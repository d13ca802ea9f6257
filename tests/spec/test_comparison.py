"""How an authority is set beside others, on tables small enough to add up by hand.

Every number here is made up, but for those that methods.md section 3 works through.
"""

import statistics
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import polars as pl
import pytest
from polars.testing import assert_frame_equal
from spec.worked import specs

from csc_metrics.comparison.compare import compare_with_others, report_rows
from csc_metrics.contracts.authorities import authority_codes_on, current_authorities
from csc_metrics.contracts.tables import Comparisons, MeasureValues, Neighbours
from csc_metrics.contracts.vocabulary import Polarity, Status
from csc_metrics.measures.compute import published_measure_values
from csc_metrics.measures.registry import PUBLISHED_MEASURES as MEASURES
from csc_metrics.measures.select import complete_measure_values
from csc_metrics.periods import period_start_of
from csc_metrics.published.carry import carried_published
from csc_metrics.published.neighbours import UnknownModel, carried_neighbours

CASELOAD = "average_caseload"  # low is good, at 30 September
ASSESSMENTS = "assessments_within_45_working_days_pct"  # high is good, to 31 March
REFERRALS = "referral_rate_per_10k"  # no judgement, to 31 March

SEPTEMBER_2022, SEPTEMBER_2023, SEPTEMBER_2024, SEPTEMBER_2025 = (date(year, 9, 30) for year in range(2022, 2026))
MARCH_2025 = date(2025, 3, 31)

TAMESIDE = "357"
TEN = ("301", "302", "303", "304", "305", "306", "307", "308", "309", "310")
WORKED = (13.3, 17.2, 15.4, 15.2, 19.5, 19.5, 17.8, 15.8, 17.1, 15.5)  # methods.md section 3

HIGH_IS_GOOD, LOW_IS_GOOD, NO_JUDGEMENT = (
    [code for code, spec in specs().items() if spec.polarity is polarity]
    for polarity in (Polarity.HIGH_IS_GOOD, Polarity.LOW_IS_GOOD, Polarity.NO_JUDGEMENT)
)

Cell = float | Status


def area_type_of(area_code: str) -> str:
    return "authority" if area_code.isdigit() else "england" if area_code == "E92000001" else "region"


def table(
    measure: str, period_end: date, cells: Mapping[str, Cell], *, joint_returns: Sequence[str] = ()
) -> pl.DataFrame:
    """Write one period of one measure: area code → value, or why there is none."""
    period_type = MEASURES[measure].period_type
    rows = [
        {
            "area_code": area_code,
            "area_type": area_type_of(area_code),
            "measure": measure,
            "breakdown": "all",
            "period_type": period_type.value,
            "period_start": period_start_of(period_type, period_end),
            "period_end": period_end,
            "source": "published",
            "value": None if isinstance(cell, Status) else float(cell),
            "status": cell.value if isinstance(cell, Status) else "ok",
            "rows_aside": 0,
            "note": "joint_return" if area_code in joint_returns else None,
        }
        for area_code, cell in cells.items()
    ]
    return MeasureValues.validate(pl.DataFrame(rows, schema=MeasureValues.create_empty().schema))


def all_england(measure: str, period_end: date, cells: Mapping[str, Cell]) -> pl.DataFrame:
    """Write a period in which every authority has a row; those without a cell are suppressed."""
    return table(measure, period_end, dict.fromkeys(sorted(authority_codes_on(period_end)), Status.SUPPRESSED) | cells)


def lists(by_authority: Mapping[str, Sequence[str]], *, model: str = "2025") -> pl.DataFrame:
    rows = [
        (model, la_code, place, neighbour)
        for la_code, neighbours in by_authority.items()
        for place, neighbour in enumerate(neighbours, start=1)
    ]
    return Neighbours.validate(pl.DataFrame(rows, schema=Neighbours.create_empty().schema, orient="row"))


def compare(values: pl.DataFrame, *, neighbours: pl.DataFrame | None = None, model: str = "2025") -> pl.DataFrame:
    """Compare every authority of a table, by default with Tameside as the only one that has neighbours."""
    return compare_with_others(
        values,
        completed=values.filter(pl.col("area_type") == "authority"),
        neighbours=lists({TAMESIDE: TEN}) if neighbours is None else neighbours,
        neighbour_model=model,
    )


def row_of(compared: pl.DataFrame, la_code: str = TAMESIDE, period_end: date | None = None) -> dict[str, Any]:
    of_authority = compared.filter(pl.col("la_code") == la_code)
    wanted = of_authority if period_end is None else of_authority.filter(pl.col("period_end") == period_end)
    return wanted.row(0, named=True) if wanted.height == 1 else pytest.fail(f"{wanted.height} rows of {la_code}")


def column_of(compared: pl.DataFrame, column: str, la_codes: Sequence[str]) -> list[Any]:
    return [row_of(compared, la_code)[column] for la_code in la_codes]


# Neighbours


def test_the_neighbours_are_summed_up_by_mean_median_and_range() -> None:
    values = table(CASELOAD, SEPTEMBER_2025, {TAMESIDE: 18.9} | dict(zip(TEN, WORKED, strict=True)))
    row = row_of(compare(values))
    assert row["neighbour_mean"] == pytest.approx(16.63, abs=1e-12)  # 166.3 / 10
    assert row["neighbour_median"] == pytest.approx(16.45, abs=1e-12)  # between 15.8 and 17.1
    assert (row["neighbour_min"], row["neighbour_max"]) == (13.3, 19.5)
    assert (row["neighbours_with_value"], row["neighbours"]) == (10, list(TEN))
    assert (row["comparator_period_end"], row["neighbour_model"]) == (SEPTEMBER_2025, "2025")


@pytest.mark.parametrize("why", [status for status in Status if status is not Status.OK])
def test_a_neighbour_without_a_value_is_left_out_and_counted_and_never_zero(why: Status) -> None:
    cells: dict[str, Cell] = dict(zip(TEN, (1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0, 9.0, 99.0), strict=True))
    row = row_of(compare(table(CASELOAD, SEPTEMBER_2025, {TAMESIDE: 3.0} | cells | {"310": why})))
    assert row["neighbours_with_value"] == 9
    assert (row["neighbour_mean"], row["neighbour_median"]) == (5.0, 5.0)  # 45 / 9; median of 9 of 10
    assert (row["neighbour_min"], row["neighbour_max"]) == (1.0, 9.0)
    assert len(row["neighbours"]) == 10


def test_a_true_zero_is_a_value() -> None:
    hidden = dict.fromkeys(TEN, Status.SUPPRESSED)
    row = row_of(compare(table(CASELOAD, SEPTEMBER_2025, hidden | {TAMESIDE: 0.0, "301": 0.0, "302": 3.0})))
    assert (row["neighbour_mean"], row["neighbour_min"], row["neighbours_with_value"]) == (1.5, 0.0, 2)


def test_without_any_neighbour_there_is_nothing_to_compare_with() -> None:
    row = row_of(compare(table(CASELOAD, SEPTEMBER_2025, {TAMESIDE: 18.9} | dict.fromkeys(TEN, Status.SUPPRESSED))))
    assert [row[f"neighbour_{what}"] for what in ("mean", "median", "min", "max")] == [None] * 4
    assert (row["neighbours_with_value"], row["outcome"]) == (0, "not_compared")


def test_a_source_that_lacks_a_neighbours_row_says_nothing_of_the_neighbours() -> None:
    held = dict(zip(TEN[:9], WORKED[:9], strict=True))
    row = row_of(compare(table(CASELOAD, SEPTEMBER_2025, held | {TAMESIDE: 99.0})))
    assert [row[f"neighbour_{what}"] for what in ("mean", "median", "min", "max")] == [None] * 4
    assert (row["neighbours_with_value"], row["outcome"]) == (None, "not_compared")


def test_two_sources_in_one_comparison_are_refused() -> None:
    published = table(CASELOAD, SEPTEMBER_2025, dict(zip(TEN, WORKED, strict=True)) | {TAMESIDE: 18.9})
    local = published.with_columns(source=pl.lit("local"))
    with pytest.raises(ValueError, match="one source"):
        compare(pl.concat([published, local]))


def test_a_model_that_dfe_has_not_published_is_refused() -> None:
    with pytest.raises(UnknownModel, match=r"'2012'.*2021 or 2025"):
        compare(table(CASELOAD, SEPTEMBER_2025, {TAMESIDE: 18.9}), model="2012")


def test_an_authority_is_never_among_its_own_comparators() -> None:
    neighbours = dict(zip(TEN, WORKED, strict=True))
    low, high = (row_of(compare(table(CASELOAD, SEPTEMBER_2025, neighbours | {TAMESIDE: own}))) for own in (0.1, 999.0))
    assert (low["value"], high["value"]) == (0.1, 999.0)
    for column in (name for name in low if name.startswith("neighbour")):
        assert low[column] == high[column]


def test_only_the_model_asked_for_is_used() -> None:
    both = pl.concat([lists({TAMESIDE: TEN}), lists({TAMESIDE: ["331", "332"]}, model="2021")])
    values = table(CASELOAD, SEPTEMBER_2025, {TAMESIDE: 18.9, "301": 10.0, "331": 20.0, "332": 22.0})
    row = row_of(compare(values, neighbours=both, model="2021"))
    assert (row["neighbour_mean"], row["neighbours"], row["neighbour_model"]) == (21.0, ["331", "332"], "2021")


def test_neighbours_are_named_nearest_first_whatever_the_order_of_the_list() -> None:
    upside_down = lists({TAMESIDE: TEN}).sort("place", descending=True)
    row = row_of(compare(table(CASELOAD, SEPTEMBER_2025, {TAMESIDE: 18.9}), neighbours=upside_down))
    assert row["neighbours"] == list(TEN)


def test_a_neighbour_that_no_longer_exists_leaves_nine_of_ten() -> None:
    with_cumbria = lists({TAMESIDE: (*TEN[:9], "909")}, model="2021")
    nine = dict.fromkeys(TEN[:9], 10.0)
    values = pl.concat(
        [
            table(CASELOAD, SEPTEMBER_2022, nine | {TAMESIDE: 12.0, "909": 20.0}),
            table(CASELOAD, SEPTEMBER_2023, nine | {TAMESIDE: 12.0, "942": 50.0, "943": 50.0}),
        ]
    )
    compared = compare(values, neighbours=with_cumbria, model="2021")
    before, after = (row_of(compared, TAMESIDE, day) for day in (SEPTEMBER_2022, SEPTEMBER_2023))
    assert (before["neighbours_with_value"], before["neighbour_mean"]) == (10, 11.0)  # (90 + 20) / 10
    assert (after["neighbours_with_value"], after["neighbour_mean"]) == (9, 10.0)  # heirs do not step in


@pytest.mark.parametrize("la_code", ["942", "943"])
def test_cumberland_and_westmorland_and_furness_have_no_neighbours_in_the_2021_model(la_code: str) -> None:
    values = all_england(CASELOAD, SEPTEMBER_2025, dict.fromkeys(authority_codes_on(SEPTEMBER_2025), 15.0))
    of_2021, of_2025 = (
        row_of(compare(values, neighbours=carried_neighbours(), model=model), la_code) for model in ("2021", "2025")
    )
    assert (of_2021["neighbours"], of_2021["neighbours_with_value"]) == ([], 0)
    assert (of_2021["neighbour_mean"], of_2021["outcome"]) == (None, "not_compared")
    assert of_2021["england_rank"] == 1  # a rank needs no neighbours
    assert (len(of_2025["neighbours"]), of_2025["neighbours_with_value"], of_2025["outcome"]) == (10, 10, "similar")


# Joint returns


@pytest.mark.parametrize(("one", "other"), [("314", "318"), ("318", "314"), ("940", "941"), ("941", "940")])
def test_a_partner_in_a_joint_return_is_never_its_own_comparator(one: str, other: str) -> None:
    cells = dict.fromkeys(TEN[:9], 10.0) | {one: 30.0, other: 30.0}
    values = table(CASELOAD, SEPTEMBER_2025, cells, joint_returns=(one, other))
    row = row_of(compare(values, neighbours=lists({one: (*TEN[:9], other)})), one)
    assert (row["neighbour_mean"], row["neighbour_max"], row["neighbours_with_value"]) == (10.0, 10.0, 9)
    assert row["neighbours"] == [*TEN[:9], other]  # the list itself is DfE's and stays whole
    assert row["outcome"] == "worse"  # were the partner's 30 there, this would be the range's edge


def test_a_partner_with_figures_of_its_own_is_a_comparator_like_any_other() -> None:
    values = table(REFERRALS, MARCH_2025, {"314": 300.0, "318": 500.0, "301": 100.0})
    row = row_of(compare(values, neighbours=lists({"314": ["318", "301"]})), "314")
    assert (row["neighbour_mean"], row["neighbours_with_value"]) == (300.0, 2)  # (500 + 100) / 2


def test_a_partner_is_left_out_only_in_the_years_of_a_joint_return() -> None:
    values = pl.concat(
        [
            table(CASELOAD, SEPTEMBER_2024, {"314": 12.0, "318": 16.0, "301": 20.0}),
            table(CASELOAD, SEPTEMBER_2025, {"314": 14.0, "318": 14.0, "301": 20.0}, joint_returns=("314", "318")),
        ]
    )
    compared = compare(values, neighbours=lists({"314": ["318", "301"]}))
    means = [row_of(compared, "314", day)["neighbour_mean"] for day in (SEPTEMBER_2024, SEPTEMBER_2025)]
    assert means == [18.0, 20.0]  # (16 + 20) / 2, then 20 alone


def test_both_partners_count_in_a_rank() -> None:
    values = all_england(CASELOAD, SEPTEMBER_2025, {"314": 14.0, "318": 14.0, "301": 13.0, "302": 15.0})
    is_partner = pl.col("area_code").is_in(["314", "318"])
    joint = values.with_columns(note=pl.when(is_partner).then(pl.lit("joint_return")))
    compared = compare(joint)
    assert column_of(compared, "england_rank", ["301", "314", "318", "302"]) == [1, 2, 2, 4]
    assert column_of(compared, "england_ranked", ["301", "314", "318", "302"]) == [4] * 4


# Region and England


def test_a_london_authority_is_set_beside_its_half_of_london() -> None:
    regions = {"E12000007": 16.0, "E13000001": 15.0, "E13000002": 17.0, "E92000001": 15.2}
    compared = compare(table(CASELOAD, SEPTEMBER_2025, {"202": 14.0, "301": 18.0, TAMESIDE: 18.9} | regions))
    camden, barking, tameside = (row_of(compared, la_code) for la_code in ("202", "301", TAMESIDE))
    assert (camden["region"], camden["region_value"]) == ("E13000001", 15.0)
    assert (barking["region"], barking["region_value"]) == ("E13000002", 17.0)
    assert (tameside["region"], tameside["region_value"]) == ("E12000002", None)  # the North West has no row here
    assert compared["england_value"].to_list() == [15.2, 15.2, 15.2]


def test_every_london_authority_is_in_inner_or_outer_london_and_none_in_london_as_a_whole() -> None:
    codes = [authority.la_code for authority in current_authorities()]
    compared = compare(table(CASELOAD, SEPTEMBER_2025, dict.fromkeys(codes, 15.0)))
    by_region = dict(compared.group_by("region").len().iter_rows())
    assert (by_region["E13000001"], by_region["E13000002"]) == (14, 19)  # 33 in all: 32 boroughs and the City
    assert "E12000007" not in by_region
    assert sum(by_region.values()) == 153


# Rank and quartile


def test_ties_take_the_lowest_number() -> None:
    compared = compare(all_england(CASELOAD, SEPTEMBER_2025, {"301": 14.0, "302": 12.0, "303": 14.0, "304": 15.5}))
    assert column_of(compared, "england_rank", ["302", "301", "303", "304"]) == [1, 2, 2, 4]
    assert column_of(compared, "england_ranked", ["302", "301", "303", "304"]) == [4] * 4


def test_the_first_rank_is_the_best_whichever_direction_is_good() -> None:
    cells = {"301": 60.0, "302": 80.0, "303": 70.0}
    by_timeliness = compare(all_england(ASSESSMENTS, MARCH_2025, cells))
    by_caseload = compare(all_england(CASELOAD, SEPTEMBER_2025, cells))
    assert column_of(by_timeliness, "england_rank", ["301", "302", "303"]) == [3, 1, 2]
    assert column_of(by_caseload, "england_rank", ["301", "302", "303"]) == [1, 3, 2]


def test_an_authority_without_a_value_has_no_rank_and_no_quartile() -> None:
    row = row_of(compare(all_england(CASELOAD, SEPTEMBER_2025, {"301": 14.0, TAMESIDE: Status.UNRELIABLE})))
    assert (row["england_rank"], row["england_ranked"], row["quartile"]) == (None, None, None)


def test_a_rank_counts_authorities_and_not_regions_or_england() -> None:
    regions = {"E12000002": 1.0, "E92000001": 2.0}
    row = row_of(compare(all_england(CASELOAD, SEPTEMBER_2025, {"301": 14.0, TAMESIDE: 15.0} | regions)))
    assert (row["england_rank"], row["england_ranked"]) == (2, 2)


def test_quartiles_are_type_7() -> None:
    assert statistics.quantiles(WORKED, n=4, method="inclusive") == pytest.approx([15.425, 16.45, 17.65])
    compared = compare(all_england(CASELOAD, SEPTEMBER_2025, dict(zip(TEN, WORKED, strict=True))))
    # By type 6 the cuts are 15.35 and 18.225: 15.4 would be B and 17.8 would be C.
    by_letter = {
        "A": {13.3, 15.2, 15.4},  # up to 15.425
        "B": {15.5, 15.8},  # up to 16.45
        "C": {17.1, 17.2},  # up to 17.65
        "D": {17.8, 19.5},
    }
    letters = column_of(compared, "quartile", TEN)
    assert dict(zip(WORKED, letters, strict=True)) == {
        value: letter for letter, values in by_letter.items() for value in values
    }


@pytest.mark.parametrize(
    ("measure", "period_end", "letters"),
    [
        pytest.param(CASELOAD, SEPTEMBER_2025, "AABCD", id="low is good"),
        pytest.param(ASSESSMENTS, MARCH_2025, "DDCBA", id="high is good"),
    ],
)
def test_a_is_best_and_the_upper_edge_of_a_quarter_belongs_to_it(measure: str, period_end: date, letters: str) -> None:
    compared = compare(all_england(measure, period_end, dict(zip(TEN[:5], (1.0, 2.0, 3.0, 4.0, 5.0), strict=True))))
    assert "".join(column_of(compared, "quartile", TEN[:5])) == letters  # cut at 2, 3 and 4


def test_rank_and_quartile_are_there_only_where_the_source_holds_every_authority() -> None:
    of_2024 = all_england(CASELOAD, SEPTEMBER_2024, {TAMESIDE: 14.3, "301": 14.0})
    of_2025 = all_england(CASELOAD, SEPTEMBER_2025, {TAMESIDE: 18.9, "301": 14.0})
    without_hackney_in_2024 = pl.concat([of_2024.filter(pl.col("area_code") != "204"), of_2025])
    compared = compare(without_hackney_in_2024)
    rows = [row_of(compared, TAMESIDE, day) for day in (SEPTEMBER_2024, SEPTEMBER_2025)]
    assert [row["england_rank"] for row in rows] == [None, 2]
    assert [row["england_ranked"] for row in rows] == [None, 2]
    assert [row["quartile"] for row in rows] == [None, "D"]
    assert [row["neighbour_mean"] for row in rows] == [14.0, 14.0]


def test_only_the_authorities_of_the_day_must_be_there() -> None:
    of_2022 = all_england(CASELOAD, SEPTEMBER_2022, {"909": 14.0, TAMESIDE: 15.0})
    assert not {"942", "943"} & set(of_2022["area_code"])
    assert row_of(compare(of_2022))["england_rank"] == 2
    assert row_of(compare(of_2022.filter(pl.col("area_code") != "909")))["england_rank"] is None


def test_from_the_carried_table_rank_and_quartile_are_there_for_the_latest_year_alone() -> None:
    measures = [measure for code, measure in MEASURES.items() if code not in NO_JUDGEMENT]
    values = published_measure_values(carried_published().figures, measures=measures)
    tameside = compare_with_others(
        values,
        completed=values.filter(pl.col("area_code") == TAMESIDE),
        neighbours=carried_neighbours(),
        neighbour_model="2025",
    ).with_columns(is_latest=pl.col("period_end") == pl.col("period_end").max().over("measure"))
    latest = tameside.filter("is_latest")
    earlier = tameside.filter(~pl.col("is_latest"))
    standing = ["england_rank", "england_ranked", "quartile"]
    assert latest["measure"].sort().to_list() == sorted(measure.code for measure in measures)
    assert sum(latest.select(standing).null_count().row(0)) == 0
    assert earlier["value"].count() > 50
    assert [earlier[column].count() for column in standing] == [0, 0, 0]


# Polarity and outcome


def test_every_measure_has_one_of_three_polarities() -> None:
    in_specs = [*HIGH_IS_GOOD, *LOW_IS_GOOD, *NO_JUDGEMENT]
    assert sorted(in_specs) == sorted(MEASURES), "a measure needs a module in tests/spec/measures/, and the other way"


@pytest.mark.parametrize(
    ("measure", "above", "below"),
    [
        *((measure, "better", "worse") for measure in HIGH_IS_GOOD),
        *((measure, "worse", "better") for measure in LOW_IS_GOOD),
        *((measure, "higher", "lower") for measure in NO_JUDGEMENT),
    ],
)
def test_the_word_for_a_value_outside_the_range_follows_the_polarity(measure: str, above: str, below: str) -> None:
    day = SEPTEMBER_2025 if MEASURES[measure].tables[0].startswith("csww") else MARCH_2025
    neighbours = dict(zip(TEN, WORKED, strict=True))
    words = {
        own: row_of(compare(table(measure, day, neighbours | {TAMESIDE: own})))["outcome"]
        for own in (13.2, 13.3, 16.0, 19.5, 19.6)
    }
    assert words == {13.2: below, 13.3: "similar", 16.0: "similar", 19.5: "similar", 19.6: above}


@pytest.mark.parametrize("measure", NO_JUDGEMENT)
def test_without_a_judgement_there_is_no_rank_and_no_quartile(measure: str) -> None:
    compared = compare(all_england(measure, MARCH_2025, dict.fromkeys(authority_codes_on(MARCH_2025), 500.0)))
    assert compared.height == 153
    assert [compared[column].count() for column in ("england_rank", "england_ranked", "quartile")] == [0, 0, 0]


@pytest.mark.parametrize("measure", [ASSESSMENTS, "re_referral_pct"])
def test_with_a_judgement_every_authority_has_a_rank_and_a_quartile(measure: str) -> None:
    compared = compare(all_england(measure, MARCH_2025, dict.fromkeys(authority_codes_on(MARCH_2025), 50.0)))
    assert set(compared.select("england_rank", "england_ranked").iter_rows()) == {(1, 153)}
    assert compared["quartile"].null_count() == 0


@pytest.mark.parametrize(("neighbours_with_value", "outcome"), [(4, "not_compared"), (5, "worse"), (10, "worse")])
def test_under_five_neighbours_with_a_value_nothing_is_called_better_or_worse(
    neighbours_with_value: int, outcome: str
) -> None:
    hidden = dict.fromkeys(TEN, Status.SUPPRESSED)
    shown = dict.fromkeys(TEN[:neighbours_with_value], 15.0)
    values = table(CASELOAD, SEPTEMBER_2025, {TAMESIDE: 30.0} | hidden | shown)
    row = row_of(compare(values))
    assert (row["neighbours_with_value"], row["outcome"]) == (neighbours_with_value, outcome)
    assert row["neighbour_mean"] == 15.0  # shown all the same


def test_an_authority_without_a_value_is_not_compared() -> None:
    cells = {TAMESIDE: Status.SUPPRESSED} | dict(zip(TEN, WORKED, strict=True))
    row = row_of(compare(table(CASELOAD, SEPTEMBER_2025, cells)))
    assert (row["status"], row["value"], row["outcome"]) == ("suppressed", None, "not_compared")
    assert row["neighbour_max"] == 19.5


# Change


def test_change_is_this_year_less_the_year_before() -> None:
    values = pl.concat(
        [
            table(CASELOAD, SEPTEMBER_2024, {TAMESIDE: 14.0, "301": 20.0}),
            table(CASELOAD, SEPTEMBER_2025, {TAMESIDE: 18.5, "301": 19.0}),
        ]
    )
    compared = compare(values)
    assert row_of(compared, TAMESIDE, SEPTEMBER_2025)["change"] == 4.5
    assert row_of(compared, "301", SEPTEMBER_2025)["change"] == -1.0
    assert row_of(compared, TAMESIDE, SEPTEMBER_2024)["change"] is None


def test_there_is_no_change_over_a_gap_of_two_years() -> None:
    values = pl.concat(
        [table(CASELOAD, day, {TAMESIDE: value}) for day, value in ((SEPTEMBER_2023, 12.0), (SEPTEMBER_2025, 18.0))]
    )
    assert compare(values)["change"].to_list() == [None, None]


@pytest.mark.parametrize("hidden_in", [SEPTEMBER_2024, SEPTEMBER_2025])
def test_there_is_no_change_from_or_to_a_hidden_value(hidden_in: date) -> None:
    values = pl.concat(
        [
            table(CASELOAD, day, {TAMESIDE: Status.SUPPRESSED if day == hidden_in else 14.0})
            for day in (SEPTEMBER_2023, SEPTEMBER_2024, SEPTEMBER_2025)
        ]
    )
    assert row_of(compare(values), TAMESIDE, SEPTEMBER_2025)["change"] is None


def test_no_change_is_a_zero_and_not_an_absence() -> None:
    values = pl.concat([table(CASELOAD, day, {TAMESIDE: 14.0}) for day in (SEPTEMBER_2024, SEPTEMBER_2025)])
    assert row_of(compare(values), TAMESIDE, SEPTEMBER_2025)["change"] == 0.0


def test_change_never_crosses_from_one_measure_to_another() -> None:
    values = pl.concat(
        [
            table("vacancy_rate_pct", SEPTEMBER_2024, {TAMESIDE: 10.0}),
            table("agency_rate_pct", SEPTEMBER_2025, {TAMESIDE: 31.3}),
        ]
    )
    assert compare(values)["change"].to_list() == [None, None]


# The table that comes back


def test_a_row_comes_back_for_each_row_that_goes_in_and_neither_is_changed() -> None:
    values = pl.concat(
        [
            table(CASELOAD, SEPTEMBER_2025, {TAMESIDE: 18.9, "301": 14.0}),
            table(REFERRALS, MARCH_2025, {TAMESIDE: 934.4, "301": Status.SUPPRESSED}),
        ]
    )
    measures = [MEASURES[CASELOAD], MEASURES[REFERRALS]]
    ends = [(CASELOAD, SEPTEMBER_2025), (REFERRALS, MARCH_2025)]
    completed = complete_measure_values(values, measures=measures, la_codes=[TAMESIDE, "301", "302"], period_ends=ends)
    values_before, completed_before = values.clone(), completed.clone()
    compared = compare_with_others(
        values, completed=completed, neighbours=lists({TAMESIDE: TEN}), neighbour_model="2025"
    )
    assert compared.height == 6  # three authorities, two measures; Barnet (302) is in no file
    assert compared.equals(compared.sort(Comparisons.primary_key()))
    kept = ["status", "value", "numerator", "denominator"]
    key = Comparisons.primary_key()
    given = completed.rename({"area_code": "la_code"}).select(*key, *kept).sort(key)
    assert_frame_equal(compared.select(*key, *kept), given)
    assert_frame_equal(values, values_before)
    assert_frame_equal(completed, completed_before)


def test_an_authority_that_no_file_holds_is_set_beside_its_neighbours_all_the_same() -> None:
    values = table(CASELOAD, SEPTEMBER_2025, dict(zip(TEN, WORKED, strict=True)))
    completed = complete_measure_values(
        values,
        measures=[MEASURES[CASELOAD]],
        la_codes=[TAMESIDE],
        period_ends=[(CASELOAD, SEPTEMBER_2025), (CASELOAD, SEPTEMBER_2024)],
    )
    compared = compare_with_others(
        values, completed=completed, neighbours=lists({TAMESIDE: TEN}), neighbour_model="2025"
    )
    held, not_held = (row_of(compared, TAMESIDE, day) for day in (SEPTEMBER_2025, SEPTEMBER_2024))
    assert (held["neighbours_with_value"], held["comparator_period_end"]) == (10, SEPTEMBER_2025)
    assert (not_held["neighbours_with_value"], not_held["comparator_period_end"]) == (None, None)
    assert (not_held["neighbours"], not_held["outcome"]) == (list(TEN), "not_compared")


def test_report_rows_say_how_each_value_came_about() -> None:
    values = table(CASELOAD, SEPTEMBER_2025, {"314": 14.0, "318": 14.0}, joint_returns=("314", "318"))
    compared = compare(values)
    rows = report_rows(compared, completed=values)
    assert rows.height == compared.height == 2
    assert rows["note"].to_list() == ["joint_return"] * 2
    assert rows["period_start"].to_list() == [SEPTEMBER_2025] * 2
    assert_frame_equal(rows.select(compared.columns), compared)
