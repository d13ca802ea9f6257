"""The package's own small table: it holds what it must, and it says what DfE's files say."""

import hashlib
from pathlib import Path
from typing import Final

import polars as pl
import pytest
from polars.testing import assert_frame_equal
from spec.worked import specs

from csc_metrics.contracts.authorities import authority_codes_on, current_authorities
from csc_metrics.contracts.tables import MeasureValues
from csc_metrics.contracts.vocabulary import ENGLAND_CODE, REGIONS, AreaType
from csc_metrics.contracts.vocabulary import NEIGHBOUR_MODELS as MODELS
from csc_metrics.measures.compute import published_measure_values
from csc_metrics.measures.registry import PUBLISHED_MEASURES as MEASURES
from csc_metrics.published import carry
from csc_metrics.published.carry import (
    CARRIED_NAME,
    carried_published,
    carried_series,
    choose_carried,
    write_carried,
)
from csc_metrics.published.neighbours import carried_neighbours, neighbour_inputs, read_neighbours
from csc_metrics.published.read import Published, read_published
from csc_metrics.published.tables import PUBLISHED_TABLES, SERIES_TABLE

TAMESIDE: Final = "357"
NORTH_WEST: Final = "E12000002"
FIRST_AND_LATEST_YEARS: Final = {
    "population": (2012, 2024),
    **{table: spec.years for code, spec in specs().items() for table in MEASURES[code].tables if table != "population"},
}
NEIGHBOUR_EDITIONS: Final = {"neighbours_2021": 2021, "neighbours_2025": 2025}


@pytest.fixture(scope="module")
def carried() -> Published:
    return carried_published()


@pytest.fixture(scope="module")
def comparators() -> set[str]:
    """Tameside's neighbours under both models: four of the ten stand in both lists."""
    of_tameside = carried_neighbours().filter(la_code=TAMESIDE)
    return set(of_tameside["neighbour_code"])


@pytest.fixture(scope="module")
def real(shared_dfe: Path) -> Published:
    return read_published(shared_dfe, tables=list(PUBLISHED_TABLES))


def test_tameside_and_its_neighbours_region_and_england_are_held_for_every_year_that_they_existed(
    carried: Published, comparators: set[str]
) -> None:
    assert len(comparators) == 16
    held = set(carried.figures.select("area_code", "series", "year").rows())
    for series in carried_series():
        table = PUBLISHED_TABLES[SERIES_TABLE[series]]
        first, latest = FIRST_AND_LATEST_YEARS[table.code]
        for year in range(first, latest + 1):
            living = authority_codes_on(table.period_end(year))
            wanted = {TAMESIDE, NORTH_WEST, ENGLAND_CODE, *(comparators & living)}
            missing = {area for area in wanted if (area, series, year) not in held}
            assert missing == set(), (series, year)


def test_the_latest_year_of_each_series_holds_every_area(carried: Published) -> None:
    for series in carried_series():
        table = PUBLISHED_TABLES[SERIES_TABLE[series]]
        of_series = carried.figures.filter(series=series)
        latest = of_series["year"].max()
        assert latest == FIRST_AND_LATEST_YEARS[table.code][1], series
        everyone = {ENGLAND_CODE, *REGIONS, *authority_codes_on(table.period_end(latest))}
        assert set(of_series.filter(year=latest)["area_code"]) == everyone, series


def test_earlier_years_are_held_for_tameside_and_its_comparators_alone(
    carried: Published, comparators: set[str]
) -> None:
    earlier = carried.figures.filter(pl.col("year") < pl.col("year").max().over("series"))
    assert set(earlier["area_code"]) == {TAMESIDE, NORTH_WEST, ENGLAND_CODE, *comparators}


def test_every_series_that_a_measure_reads_is_carried_and_those_that_only_check_are_not(carried: Published) -> None:
    held = set(carried.figures["series"])
    assert held == set(carried_series())
    assert not {series for series in held if series.endswith("_as_printed") or SERIES_TABLE[series] == "d1"}


def test_each_source_names_its_table_edition_and_hash(carried: Published) -> None:
    assert {file.table for file in carried.inputs} == {*FIRST_AND_LATEST_YEARS, *NEIGHBOUR_EDITIONS}
    latest = {table: years[1] for table, years in FIRST_AND_LATEST_YEARS.items()} | NEIGHBOUR_EDITIONS
    for file in carried.inputs:
        assert len(file.sha256) == 64
        assert file.edition <= latest[file.table]
        assert not file.name.startswith("/")
    of_lists = {file.table: file.edition for file in carried.inputs if file.table in NEIGHBOUR_EDITIONS}
    assert of_lists == NEIGHBOUR_EDITIONS


def test_each_figure_says_that_the_package_carried_it(carried: Published) -> None:
    assert carried.figures["source_file"].unique().to_list() == [CARRIED_NAME]
    assert carried.unused == ()


def test_both_models_give_ten_neighbours_to_every_authority() -> None:
    neighbours = carried_neighbours()
    assert set(neighbours["neighbour_model"]) == set(MODELS)
    assert neighbours.group_by("neighbour_model", "la_code").len()["len"].unique().to_list() == [10]
    of_2025 = neighbours.filter(neighbour_model="2025")
    assert set(of_2025["la_code"]) == {authority.la_code for authority in current_authorities()}


def test_tamesides_two_lists_share_four_neighbours() -> None:
    lists = carried_neighbours().filter(la_code=TAMESIDE)
    old, new = (set(lists.filter(neighbour_model=model)["neighbour_code"]) for model in MODELS)
    assert len(old & new) == 4


def test_every_measure_of_tameside_in_its_latest_year_has_a_value(carried: Published) -> None:
    values = published_measure_values(carried.figures, measures=list(MEASURES.values()))
    latest = values.filter(pl.col("period_end") == pl.col("period_end").max().over("measure"))
    of_tameside = latest.filter(area_code=TAMESIDE)
    assert set(of_tameside["measure"]) == set(MEASURES)
    assert of_tameside["status"].unique().to_list() == ["ok"]


@pytest.mark.shared
def test_the_carried_figures_are_those_of_the_files(carried: Published, real: Published, shared_dfe: Path) -> None:
    chosen = choose_carried(real.figures, read_neighbours(shared_dfe, workbooks={}))
    key = ["area_code", "series", "year"]
    joined = carried.figures.join(real.figures, on=key, how="left", validate="1:1", suffix="_of_files")
    assert joined.height == carried.figures.height == chosen.height
    for column in ("area_type", "period_end", "value", "status", "note"):
        same = joined[column].eq_missing(joined[f"{column}_of_files"])
        assert same.all(), joined.filter(~same).select(*key, column, f"{column}_of_files").head(5)


@pytest.mark.shared
def test_the_carried_neighbours_are_those_of_the_files(shared_dfe: Path) -> None:
    key = ["neighbour_model", "la_code", "place"]
    assert_frame_equal(carried_neighbours().sort(key), read_neighbours(shared_dfe, workbooks={}).sort(key))


@pytest.mark.shared
def test_the_carried_hashes_are_those_of_the_files(carried: Published, real: Published, shared_dfe: Path) -> None:
    of_files = (*real.inputs, *neighbour_inputs(shared_dfe, workbooks={}))
    for file in carried.inputs:
        assert file in of_files
        assert hashlib.sha256((shared_dfe / file.name).read_bytes()).hexdigest() == file.sha256


@pytest.mark.shared
def test_writing_the_carried_table_anew_gives_the_same_bytes(shared_dfe: Path, tmp_path: Path) -> None:
    write_carried(shared_dfe, tmp_path)
    package = Path(carry.__file__).parent / "carried"
    names = sorted(path.name for path in package.iterdir())
    assert names == sorted(path.name for path in tmp_path.iterdir())
    for name in names:
        assert (tmp_path / name).read_bytes() == (package / name).read_bytes(), name


@pytest.mark.shared
def test_measure_values_from_the_carried_table_are_those_from_the_files(carried: Published, real: Published) -> None:
    """Each value that the small table gives, the files give too, to the last digit."""
    measures = list(MEASURES.values())
    small = published_measure_values(carried.figures, measures=measures)
    whole = published_measure_values(real.figures, measures=measures)
    key = MeasureValues.primary_key()
    assert_frame_equal(small.sort(key), whole.join(small, on=key, how="semi").sort(key))
    assert small.height > 2000
    assert set(small["area_type"]) == {area_type.value for area_type in AreaType}
