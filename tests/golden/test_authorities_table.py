"""authorities.csv against DfE's own files: codes, names, ONS codes, regions and the years in which each existed."""

from datetime import date
from pathlib import Path
from typing import Final

import fastexcel
import polars as pl
import pytest

from csc_metrics.contracts.authorities import authorities, authority_codes_on, current_authorities, find_authority
from csc_metrics.contracts.vocabulary import INNER_LONDON_CODE, OUTER_LONDON_CODE, REGIONS

pytestmark = pytest.mark.shared

TABLES: Final = {
    "b1_children_in_need_2013_to_2025.csv": (3, 31),
    "c1_children_in_need_referrals_and_rereferrals_2013_to_2025.csv": (3, 31),
    "c2_children_in_need_assessments_duration_2014_to_2024.csv": (3, 31),
    "c4_children_in_need_section_47s_and_icpcs_2013_to_2025.csv": (3, 31),
    "d5_cpps_at31march_by_duration_2013_to_2025.csv": (3, 31),
    "cla_number_and_rate_per_10k_children.csv": (3, 31),
    "csww_indicators_2017_to_2025.csv": (9, 30),
    "ons_mid-year_population_estimates_2012_to_2024.csv": (6, 30),
}


@pytest.fixture(scope="module")
def printed(shared_dfe: Path) -> pl.DataFrame:
    """Authority rows of eight tables with one authority each: file, year, day, code, name, ONS code, region."""
    frames = []
    for name, (month, day) in TABLES.items():
        rows = pl.read_csv(shared_dfe / name, infer_schema=False).filter(geographic_level="Local authority")
        if "population_type" in rows.columns:
            rows = rows.filter(~pl.col("population_estimate").is_in(["x", "z"]))
        year = pl.col("time_period").cast(pl.Int32)
        frames.append(
            rows.select(
                pl.lit(name).alias("file"),
                pl.date(year, month, day).alias("day"),
                "old_la_code",
                "la_name",
                "new_la_code",
                "region_code",
                "region_name",
            )
        )
    return pl.concat(frames)


@pytest.fixture(scope="module")
def single(printed: pl.DataFrame) -> pl.DataFrame:
    return printed.filter(~pl.col("old_la_code").str.contains("/"))


def test_the_table_holds_the_codes_that_dfe_prints_and_no_other(printed: pl.DataFrame) -> None:
    codes = printed["old_la_code"].str.split("/").explode().str.strip_chars().unique()
    assert set(codes) == set(authorities())


def test_each_ons_code_that_dfe_prints_belongs_to_its_authority_and_no_code_is_made_up(single: pl.DataFrame) -> None:
    pairs = set(single.select("old_la_code", "new_la_code").unique().rows())
    joint = {"318", "941"}
    held = {(one.la_code, code) for one in authorities().values() for code in one.ons_codes}
    assert pairs <= held
    assert {pair for pair in held - pairs if pair[0] not in joint} == set()


def test_seven_authorities_change_their_ons_code_between_or_inside_dfes_files(single: pl.DataFrame) -> None:
    """So la_code is the key. 815, 825 and 933 change inside a file; Barnsley and Sheffield, say, between files."""
    changed = single.group_by("old_la_code").agg(pl.col("new_la_code").n_unique()).filter(pl.col("new_la_code") > 1)
    assert set(changed["old_la_code"]) == {"370", "373", "390", "815", "825", "929", "933"}


def test_each_name_that_dfe_prints_finds_its_authority(single: pl.DataFrame) -> None:
    names = single.select("old_la_code", "la_name").unique().rows()
    assert len(names) >= 158
    for code, name in names:
        if authorities()[code].is_current:
            assert find_authority(name).la_code == code


def test_each_authority_lies_in_the_region_that_dfe_prints_london_by_halves(single: pl.DataFrame) -> None:
    printed = set(single.select("old_la_code", "region_code").unique().rows())
    assert printed == {(one.la_code, one.region_code) for one in authorities().values()}
    halves = {INNER_LONDON_CODE, OUTER_LONDON_CODE}
    london = {code for code, region in printed if region in halves}
    assert len(london) == 33
    assert set(single.filter(pl.col("old_la_code").is_in(london))["region_name"]) == {"Inner London", "Outer London"}


def test_the_regions_are_those_that_dfe_prints(shared_dfe: Path) -> None:
    rows = pl.read_csv(shared_dfe / "b1_children_in_need_2013_to_2025.csv", infer_schema=False)
    regions = dict(rows.filter(geographic_level="Regional").select("region_code", "region_name").unique().rows())
    assert {code: name.casefold() for code, name in regions.items()} == {
        code: name.casefold() for code, name in REGIONS.items()
    }


def test_each_authority_exists_on_the_days_for_which_dfe_prints_it(printed: pl.DataFrame) -> None:
    """Reorganised authorities change in different years of different tables, because the tables' days differ."""
    for (name, day), rows in printed.group_by("file", "day"):
        codes = set(rows["old_la_code"].str.split("/").explode().str.strip_chars())
        assert codes == authority_codes_on(day), (name, day)


def test_lait_lists_the_same_authorities_by_code(shared_dfe: Path) -> None:
    sheet = fastexcel.read_excel(shared_dfe / "la_code_list.xlsx").load_sheet("Sheet1", dtypes="string").to_polars()
    listed = {
        row["LA Number"].removesuffix(".0"): row["LA Name"]
        for row in sheet.to_dicts()
        if row["LA Number"] and int(float(row["LA Number"])) < 970
    }
    assert set(listed) == set(authorities())
    for code, name in listed.items():
        if authorities()[code].is_current:
            assert find_authority(name).la_code == code


def test_the_two_dorsets_share_a_name_in_dfes_files_and_have_their_own_codes(single: pl.DataFrame) -> None:
    dorset = single.filter(la_name="Dorset").select("old_la_code", "new_la_code").unique().sort("old_la_code")
    assert dorset.rows() == [("835", "E10000009"), ("838", "E06000059")]
    last_of_old, first_of_new = (
        single.filter(old_la_code="835")["day"].max(),
        single.filter(old_la_code="838")["day"].min(),
    )
    assert last_of_old < date(2019, 4, 1) <= first_of_new


def test_the_successors_together_cover_the_area_of_those_that_ended(single: pl.DataFrame) -> None:
    ended = {one.la_code for one in authorities().values() if not one.is_current}
    heirs = {code for one in current_authorities() for code in one.predecessors}
    assert heirs == ended == {"835", "836", "837", "909", "928"}
