"""The rates that older editions print are an oracle: the newest editions print none, so ours are worked out."""

from pathlib import Path
from typing import Final

import polars as pl
import pytest

from csc_metrics.contracts.vocabulary import AreaType, Status
from csc_metrics.measures.compute import published_measure_values
from csc_metrics.measures.registry import PUBLISHED_MEASURES as MEASURES
from csc_metrics.published.read import read_published
from csc_metrics.published.tables import PUBLISHED_TABLES

pytestmark = pytest.mark.shared

PRINTED: Final = {
    "referral_rate_per_10k": "referral_rate_as_printed",
    "children_in_need_rate_per_10k": "children_in_need_rate_as_printed",
    "section_47_rate_per_10k": "section_47_rate_as_printed",
    "child_protection_plan_rate_per_10k": "child_protection_plan_rate_as_printed",
}
LAST_YEAR_BEFORE_ONS_REVISED: Final = 2022
AS_PRINTED: Final = 0.05 + 1e-9
WEST_SUSSEX, SOUTH_EAST, ENGLAND = "938", "E12000008", "E92000001"
CITY_OF_LONDON = "201"
DIFFERS_BETWEEN_D5_AND_D1: Final = {(area, 2013) for area in (WEST_SUSSEX, SOUTH_EAST, ENGLAND)}
"""DfE's own tables differ here: West Sussex had 379 children on a plan in d5 and 424 in d1. Ours takes d5."""


@pytest.fixture(scope="module")
def figures(shared_dfe: Path) -> pl.DataFrame:
    return read_published(shared_dfe, tables=list(PUBLISHED_TABLES)).figures


@pytest.fixture(scope="module")
def beside(figures: pl.DataFrame) -> pl.DataFrame:
    """Ours beside the printed rate, where both have a value: area, year, measure, value, printed."""
    ours = published_measure_values(figures, measures=[MEASURES[code] for code in PRINTED])
    printed = figures.filter(pl.col("series").is_in(list(PRINTED.values())) & (pl.col("status") == Status.OK.value))
    by_series = {series: measure for measure, series in PRINTED.items()}
    return ours.filter(pl.col("status") == Status.OK.value).join(
        printed.select(
            "area_code",
            "period_end",
            "year",
            measure=pl.col("series").replace_strict(by_series),
            printed="value",
        ),
        on=["area_code", "period_end", "measure"],
        validate="1:1",
    )


@pytest.mark.parametrize("measure", PRINTED)
def test_until_ons_revised_its_estimates_our_rate_is_the_one_that_dfe_printed(
    beside: pl.DataFrame, measure: str
) -> None:
    authorities = beside.filter(
        (pl.col("measure") == measure)
        & (pl.col("area_type") == AreaType.AUTHORITY.value)
        & (pl.col("year") <= LAST_YEAR_BEFORE_ONS_REVISED)
    )
    apart = authorities.filter((pl.col("value") - pl.col("printed")).abs() > AS_PRINTED)
    assert authorities.height > 1_300
    rate_from_d1 = {(WEST_SUSSEX, 2013)} if measure == "child_protection_plan_rate_per_10k" else set()
    assert set(apart.select("area_code", "year").rows()) == rate_from_d1


def test_after_the_revision_ours_differs_by_as_much_as_the_population_does(
    beside: pl.DataFrame, shared_dfe: Path, tmp_path: Path
) -> None:
    """With the estimates as they stood before ONS revised them, the printed rates come out again."""
    later = beside.filter(pl.col("year") > LAST_YEAR_BEFORE_ONS_REVISED)
    assert later.height > 1_000
    moved = (pl.col("value") / pl.col("printed") - 1).abs() > 0.02
    assert set(later.filter((pl.col("printed") > 0) & moved)["area_code"]) == {CITY_OF_LONDON}
    before = shared_dfe / "superseded_with_rates" / "ons_mid-year_population_estimates_2012_to_2023.csv"
    (tmp_path / before.name).write_bytes(before.read_bytes())
    people = read_published(tmp_path, tables=["population"]).figures.select(
        "area_code", pl.col("year") + 1, people=pl.col("value")
    )
    again = later.filter(pl.col("area_type") == AreaType.AUTHORITY.value).join(
        people, on=["area_code", "year"], validate="m:1"
    )
    apart = (again["numerator"] / again["people"] * 10_000 - again["printed"]).abs() > AS_PRINTED
    assert again.height > 900
    assert again.filter(apart).select("area_code", "year", "measure").rows() == []


def test_children_on_a_plan_are_as_many_in_table_d5_as_in_table_d1(figures: pl.DataFrame) -> None:
    both = (
        figures.filter(pl.col("series").is_in(["child_protection_plans", "child_protection_plans_of_d1"]))
        .pivot(on="series", index=["area_code", "year"], values="value")
        .drop_nulls()
    )
    differ = both.filter(pl.col("child_protection_plans") != pl.col("child_protection_plans_of_d1"))
    assert both.height > 1_800
    assert set(differ.select("area_code", "year").rows()) == DIFFERS_BETWEEN_D5_AND_D1
