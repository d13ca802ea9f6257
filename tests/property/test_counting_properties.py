"""Measures of records: what holds for any records, of every measure that the registry has."""

from functools import lru_cache
from typing import Final

import polars as pl
import pytest
from hypothesis import Phase, given, settings
from polars.testing import assert_frame_equal
from strategies.record_worlds import UNTIL, World, numbers_of_worlds, world_of

from csc_metrics.contracts.records.tables import RECORD_TABLES
from csc_metrics.contracts.tables import MeasureValues
from csc_metrics.measures.counting.how import AtEnd, How
from csc_metrics.measures.counting.own_frames import values_of_frames
from csc_metrics.measures.measure import Measure
from csc_metrics.measures.registry import LOCAL_MEASURES
from csc_metrics.settings.model import CaseloadSettings, Settings

few = settings(max_examples=5, deadline=None, phases=[Phase.explicit, Phase.reuse, Phase.generate])
"""A number of a world has no simpler one beside it: what fails is not made smaller."""
LIMITS: Final = Settings(caseload=CaseloadSettings(limit_cases_per_fte=18.0))
POPULATION: Final = {UNTIL.replace(year=year, month=6, day=30): 20_000.0 for year in (2022, 2023, 2024, 2025)}
PLACE: Final = ["measure", "breakdown", "period_type", "period_start", "period_end"]
FIGURES: Final = ["numerator", "denominator", "value", "status", "rows_aside"]
SHARES: Final = [
    code for code, one in LOCAL_MEASURES.items() if one.from_records.how in {How.SHARE, How.DISTINCT_SHARE}
]
COUNTS: Final = [code for code, one in LOCAL_MEASURES.items() if one.from_records.how in {How.COUNT, How.DISTINCT}]
SUMS: Final = [
    code
    for code in COUNTS
    if LOCAL_MEASURES[code].from_records.how is How.COUNT and LOCAL_MEASURES[code].from_records.at_end is AtEnd.NEITHER
]
LOOK_AT_OTHER_TEAMS: Final = {
    "repeat_assessments_pct": "an assessment before it may have been another team's",
    "cases_without_worker": "a case that a worker of another team holds does not wait",
    "cases_without_worker_median_days": "a case that a worker of another team holds does not wait",
    "cases_without_worker_longest_days": "a case that a worker of another team holds does not wait",
    "worker_changes_per_child": "the worker before may have been of another team",
    "children_with_three_or_more_workers_pct": "workers before may have been of another team",
    "agency_rate_pct": "the posts of a worker with several are one, of one of their teams",
    "turnover_rate_pct": "who goes on in another team is no leaver",
}
"""Measures of one table with a team that cannot be told of one team's rows → why."""


def of_one_table_with_a_team(measure: Measure) -> str | None:
    """Return the one table that a measure reads, where that has a team by which it is broken down."""
    tables = list(measure.from_records.reads)
    has_team = "team" in measure.from_records.breakdowns and "team" in RECORD_TABLES[tables[0]].columns
    return tables[0] if len(tables) == 1 and has_team and measure.code not in LOOK_AT_OTHER_TEAMS else None


TEAMS: Final = {code: table for code, one in LOCAL_MEASURES.items() if (table := of_one_table_with_a_team(one))}


def counted(tables: World, codes: list[str] | None = None) -> pl.DataFrame:
    measures = [LOCAL_MEASURES[code] for code in (codes or LOCAL_MEASURES)]
    authorities = {code for rows in tables.values() if "la_code" in rows.columns for code in rows["la_code"].unique()}
    population = dict.fromkeys(authorities or {"000"}, POPULATION)
    return values_of_frames(measures, tables, settings=LIMITS, until=UNTIL, population=population)


@lru_cache(maxsize=16)
def values_of(number: int) -> pl.DataFrame:
    return counted(world_of(number))


def labelled(world: World, la_code: str) -> World:
    return {name: rows.with_columns(pl.lit(la_code).alias("la_code")) for name, rows in world.items()}


def together(*worlds: World) -> World:
    return {name: pl.concat([world[name] for world in worlds]) for name in RECORD_TABLES}


@few
@given(number=numbers_of_worlds)
def test_a_share_lies_between_0_and_100_and_its_top_within_its_bottom(number: int) -> None:
    values = values_of(number).filter(pl.col("measure").is_in(SHARES) & (pl.col("status") != "not_collected"))
    told = values.filter(pl.col("status") == "ok")
    assert not told.is_empty()
    assert told["value"].is_between(0, 100).all()
    assert (values["numerator"] <= values["denominator"]).all()
    assert (values["numerator"] >= 0).all()
    assert (told["value"] == told["numerator"] / told["denominator"] * 100).all()


@few
@given(number=numbers_of_worlds)
def test_a_value_is_there_where_the_status_is_ok_and_nowhere_else(number: int) -> None:
    values = values_of(number)
    assert (values["value"].is_not_null() == (values["status"] == "ok")).all()
    assert values["value"].drop_nulls().is_finite().all()
    assert (values["rows_aside"] >= 0).all()
    assert MeasureValues.is_valid(values)


@few
@given(number=numbers_of_worlds)
def test_rows_stand_in_order_of_their_key(number: int) -> None:
    """By word, though they are put in order by number."""
    values = values_of(number)
    assert values["breakdown"].n_unique() > 1
    assert_frame_equal(values, values.sort(MeasureValues.primary_key()), check_exact=True)


@few
@given(number=numbers_of_worlds)
def test_months_add_up_to_their_quarter_part_by_part(number: int) -> None:
    values = values_of(number).filter(pl.col("measure").is_in(SUMS) & pl.col("numerator").is_not_null())
    months, quarters = (values.filter(period_type=kind) for kind in ("month", "quarter"))
    of_months = months.with_columns(pl.col("period_end").dt.month_end().dt.offset_by("0d").alias("_end"))
    of_quarters = quarters.select("measure", "breakdown", "period_start", "period_end", "numerator", "rows_aside")
    beside = of_quarters.join(of_months, on=["measure", "breakdown"], how="left", suffix="_month")
    within = beside.filter(pl.col("period_start_month").is_between("period_start", "period_end"))
    sums = within.group_by("measure", "breakdown", "period_end").agg(
        pl.col("numerator_month").sum(),
        pl.col("rows_aside_month").sum(),
        pl.col("numerator", "rows_aside").first(),
    )
    assert not sums.is_empty()
    assert sums.filter(pl.col("numerator") != pl.col("numerator_month")).is_empty()
    assert sums.filter(pl.col("rows_aside") != pl.col("rows_aside_month")).is_empty()


@few
@given(number=numbers_of_worlds)
def test_the_order_of_the_rows_makes_no_difference(number: int) -> None:
    turned = {name: rows.sample(fraction=1, shuffle=True, seed=number) for name, rows in world_of(number).items()}
    assert_frame_equal(counted(turned), values_of(number), check_exact=True)


@few
@given(number=numbers_of_worlds)
def test_authorities_in_one_frame_are_counted_as_each_is_alone(number: int) -> None:
    """Though they give their children and workers the same identifiers."""
    worlds = {la_code: labelled(world_of(number + place), la_code) for place, la_code in enumerate(("357", "301"))}
    alone = pl.concat([counted(world) for world in worlds.values()]).sort(MeasureValues.primary_key())
    assert_frame_equal(counted(together(*worlds.values())), alone, check_exact=True)


@few
@given(number=numbers_of_worlds)
def test_counts_of_two_areas_add_up_to_those_of_both(number: int) -> None:
    """Of areas that share no child and no worker, in every period for which both are told.

    Where no row of an area bears a part of a breakdown, the rows without one are not told apart there.
    """
    here, there = (world_of(number + place, of=letter) for place, letter in enumerate("XY"))
    both, one, other = (counted(world, COUNTS) for world in (together(here, there), here, there))
    told = [frame.filter(pl.col("numerator").is_not_null()).select(*PLACE, "numerator") for frame in (one, other)]
    for frame in told:
        assert not frame.is_empty()
    periods = told[0].select(PLACE).filter(breakdown="all").join(told[1], on=PLACE, how="semi")
    sums = pl.concat(told).group_by(PLACE).agg(pl.col("numerator").sum().alias("sum"))
    within = both.join(periods.drop("breakdown"), on=[name for name in PLACE if name != "breakdown"], how="semi")
    borne = within.filter(~pl.col("breakdown").str.ends_with("=not_recorded"))
    beside = borne.join(sums, on=PLACE, how="left").with_columns(pl.col("sum").fill_null(0))
    assert beside.filter(pl.col("numerator") != pl.col("sum")).select(*PLACE, "numerator", "sum").is_empty()
    assert beside.height > len(COUNTS)


@few
@given(number=numbers_of_worlds)
def test_the_records_of_one_team_come_to_that_teams_part(number: int) -> None:
    world = world_of(number)
    of_team = {
        name: rows.filter(pl.col("team") == "North") if name in TEAMS.values() else rows for name, rows in world.items()
    }
    part = values_of(number).filter(breakdown="team=North").drop("breakdown")
    alone = counted(of_team, list(TEAMS)).filter(breakdown="all").drop("breakdown")
    on = [name for name in PLACE if name != "breakdown"]
    beside = part.join(alone, on=on, suffix="_alone")
    assert not beside.is_empty()
    differ = [pl.col(name).ne_missing(pl.col(f"{name}_alone")) for name in FIGURES]
    assert beside.filter(pl.any_horizontal(differ)).is_empty()


@pytest.mark.parametrize("table", sorted({name for one in LOCAL_MEASURES.values() for name in one.from_records.reads}))
def test_without_a_record_of_a_table_that_it_needs_a_measure_is_not_collected(table: str) -> None:
    codes = [code for code, one in LOCAL_MEASURES.items() if table in one.from_records.reads]
    world = world_of(1)
    for given_up in (
        world | {table: world[table].clear()},
        {name: rows for name, rows in world.items() if name != table},
    ):
        values = counted(given_up, codes)
        assert set(values["status"]) == {"not_collected"}
        assert (
            values["value"].null_count()
            == values.height
            == sum(len(LOCAL_MEASURES[c].from_records.periods) for c in codes)
        )


def test_what_no_property_is_held_to_is_in_the_registry_and_needs_its_reason() -> None:
    assert set(LOOK_AT_OTHER_TEAMS) <= set(LOCAL_MEASURES)
    assert len(TEAMS) > len(LOCAL_MEASURES) / 5
