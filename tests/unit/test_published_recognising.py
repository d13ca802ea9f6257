"""Which of DfE's tables a file holds: told by category and columns, never by name; a renamed column is an error."""

import re
from pathlib import Path

import polars as pl
import pytest
from made_up_dfe import OLDER_HEADINGS, MadeUpTable, made_up_table, write_table

from csc_metrics.published.figures import FaultyCells
from csc_metrics.published.read import MissingFiles, Published, read_published
from csc_metrics.published.recognise import RenamedColumn
from csc_metrics.published.tables import PUBLISHED_TABLES, SERIES_TABLE
from csc_metrics.published.text import UnreadableFile

TAMESIDE = "357"
FETCH_AGAIN = "Download the file again and put it in place unopened: Excel changes what it saves."
ASK_MAINTAINERS = "If DfE has changed its file, tell those who maintain csc_metrics."
WITHOUT_CATEGORY = "the column that says so in each row (category) is missing, renamed or worded otherwise."
TABLES = [code for code, table in PUBLISHED_TABLES.items() if not table.is_oracle]
TABLE_IN_NAME = re.compile(r"([a-d]\d)_")  # DfE puts the number of a table of Children in need before its name


def read(folder: Path) -> Published:
    return read_published(folder, tables=[])


def error_of(folder: Path) -> str:
    with pytest.raises(RenamedColumn) as caught:
        read(folder)
    return str(caught.value).replace(folder.as_posix(), "published")


@pytest.mark.parametrize("code", TABLES)
def test_a_table_is_told_by_what_is_in_it_not_by_its_name(tmp_path: Path, code: str) -> None:
    write_table(made_up_table(code).named("data.csv"), tmp_path)
    assert [file.table for file in read(tmp_path).inputs] == [code]


@pytest.mark.parametrize("code", sorted(OLDER_HEADINGS))
def test_the_headings_of_older_editions_are_read_as_the_same_series(tmp_path: Path, code: str) -> None:
    new, old = tmp_path / "new", tmp_path / "old"
    write_table(made_up_table(code), new)
    write_table(made_up_table(code).renamed(OLDER_HEADINGS[code]), old)
    assert read(new).figures.equals(read(old).figures)


def test_at_31_march_and_on_31_march_are_the_same_category(tmp_path: Path) -> None:
    new, old = tmp_path / "new", tmp_path / "old"
    path = write_table(made_up_table("looked_after"), new)
    old.mkdir()
    (old / path.name).write_text(path.read_text(encoding="utf-8").replace(" on 31 March", " at 31 March"))
    assert read(new).figures.equals(read(old).figures)


@pytest.mark.parametrize(
    ("code", "heading", "series"),
    [
        ("b1", "At31_episodes_rate", "children_in_need_rate_as_printed"),
        ("c1", "Referrals_rate", "referral_rate_as_printed"),
        ("c4", "Section47_rate", "section_47_rate_as_printed"),
    ],
)
def test_a_rate_that_new_editions_dropped_is_read_where_an_edition_prints_it(
    tmp_path: Path, code: str, heading: str, series: str
) -> None:
    without, with_rate = tmp_path / "without", tmp_path / "with"
    write_table(made_up_table(code), without)
    write_table(made_up_table(code).with_column(heading, "41.5"), with_rate)
    assert series not in set(read(without).figures["series"])
    assert read(with_rate).figures.filter(series=series)["value"].unique().to_list() == [41.5]


@pytest.mark.parametrize(
    ("code", "heading", "renamed", "hint"),
    [
        ("workforce", "caseload_fte", "caseload_per_fte", "caseload_per_fte"),
        ("b1", "At31_episodes", "At_31_episodes", "At_31_episodes"),
        ("c1", "rereferral_percent", "rereferrals_percent", "rereferrals_percent"),
        ("c2", "41-45_days", "41_to_45_days", "41_to_45_days"),
        ("c4", "Section47", "Section_47", "Section_47"),
        ("d5", "CPP_At31", "CPP_At_31", "CPP_At_31"),
        ("looked_after", "rate_per_10000", "rate_per_10k", "rate_per_10k"),
        ("population", "population_estimate", "population_estimates", "population_estimates"),
        ("b1", "old_la_code", "la_code_old", "new_la_code"),
    ],
)
def test_a_renamed_column_is_an_error_that_names_it_with_the_nearest_heading(
    tmp_path: Path, code: str, heading: str, renamed: str, hint: str
) -> None:
    table = made_up_table(code).renamed({heading: renamed})
    write_table(table, tmp_path)
    message = error_of(tmp_path)
    assert message.startswith(
        f"published/{table.file_name}: this is DfE's {PUBLISHED_TABLES[code].title}, but it has no"
    )
    assert heading in message.split("Did you mean")[0]
    assert hint in message.split("Did you mean")[1]
    assert message.endswith(f"? {FETCH_AGAIN} {ASK_MAINTAINERS}")


def test_a_column_that_is_gone_is_an_error_with_both_its_names(tmp_path: Path) -> None:
    write_table(made_up_table("c1").without_column("referral_count"), tmp_path)
    assert "has no column referral_count or Referrals" in error_of(tmp_path)


def test_several_missing_columns_are_told_at_once(tmp_path: Path) -> None:
    write_table(made_up_table("c2").without_column("Same_day").without_column("61+_days"), tmp_path)
    assert "has no column Same_day, 61+_days" in error_of(tmp_path)


@pytest.mark.parametrize("code", ["c1", "c2", "c4", "looked_after"])
def test_a_table_that_lost_its_category_is_told_by_its_columns_and_is_an_error(tmp_path: Path, code: str) -> None:
    heading = "population_type" if code == "looked_after" else "category"
    table = made_up_table(code).without_column(heading)
    write_table(table, tmp_path)
    assert error_of(tmp_path) == (
        f"published/{table.file_name}: its columns are those of DfE's {PUBLISHED_TABLES[code].title}, but "
        f"{WITHOUT_CATEGORY} {FETCH_AGAIN} {ASK_MAINTAINERS}"
    )


def test_a_table_whose_category_changed_its_words_is_an_error_that_names_the_table(tmp_path: Path) -> None:
    table = made_up_table("c2").with_everywhere("category", "Length of assessment")
    write_table(table, tmp_path)
    assert error_of(tmp_path) == (
        f"published/{table.file_name}: its columns are those of DfE's {PUBLISHED_TABLES['c2'].title}, but "
        f"{WITHOUT_CATEGORY} {FETCH_AGAIN} {ASK_MAINTAINERS}"
    )


def made_up_d1(*, rate: str = "40.1") -> MadeUpTable:
    """Table d1: the plans of d5 under another category, with the rate that DfE prints."""
    d1 = made_up_table("d5").with_everywhere("category", "Child Protection Plans")
    return d1.with_column("CPP_At31_rate", rate).named("plans of the year.csv")


def test_table_d5_and_table_d1_share_a_column_and_are_told_apart_by_category(tmp_path: Path) -> None:
    write_table(made_up_d1(), tmp_path)
    write_table(made_up_table("d5"), tmp_path)
    published = read_published(tmp_path, tables=["d1", "d5"])
    assert {(file.name, file.table) for file in published.inputs} == {
        ("plans of the year.csv", "d1"),
        ("d5_cpps_at31march_by_duration.csv", "d5"),
    }
    assert published.unused == ()
    assert published.figures.filter(series="child_protection_plan_rate_as_printed")["value"].unique().to_list() == [
        40.1
    ]


@pytest.mark.parametrize("rate", ["40.1", "?"])
def test_table_d1_only_checks_others_so_that_it_is_listed_as_unused_where_it_is_not_asked_for(
    tmp_path: Path, rate: str
) -> None:
    """Not a cell of it is read: a fault in it stops nobody."""
    write_table(made_up_d1(rate=rate), tmp_path)
    write_table(made_up_table("d5"), tmp_path)
    published = read_published(tmp_path, tables=["d5"])
    assert [file.table for file in published.inputs] == ["d5"]
    assert published.unused == ("plans of the year.csv",)
    assert set(published.figures["series"]) == {"child_protection_plans"}


def test_a_fault_in_table_d1_is_told_where_it_is_asked_for(tmp_path: Path) -> None:
    write_table(made_up_d1(rate="?"), tmp_path)
    with pytest.raises(FaultyCells, match="column CPP_At31_rate: '\\?'"):
        read_published(tmp_path, tables=["d1"])


def test_table_d1_is_missing_where_it_is_asked_for_and_not_there(tmp_path: Path) -> None:
    write_table(made_up_table("d5"), tmp_path)
    with pytest.raises(MissingFiles, match=r"no file holds\n  Child protection plans in the year \(table d1\)\n"):
        read_published(tmp_path, tables=["d1", "d5"])


def test_a_file_of_several_categories_is_not_taken_for_the_table_of_one_of_them(tmp_path: Path) -> None:
    """DfE's table a1 says "Children in Need" in some rows, as b1 does in all, and has other columns."""
    mixed = made_up_table("b1").with_cell("category", "Referrals and Re-referrals", area=TAMESIDE, year=2025)
    write_table(mixed.without_column("At31_episodes").named("a1.csv"), tmp_path)
    published = read(tmp_path)
    assert published.unused == ("a1.csv",)
    assert published.figures.height == 0


def test_a_table_with_a_row_about_something_else_is_refused_and_not_passed_over(tmp_path: Path) -> None:
    mixed = made_up_table("b1").with_cell("category", "Referrals and Re-referrals", area=TAMESIDE, year=2025)
    path = write_table(mixed, tmp_path)
    line = mixed.line_of(area=TAMESIDE, year=2025)
    with pytest.raises(UnreadableFile, match=rf"{path.name}.*b1.*\n  line {line}: 'Referrals and Re-referrals'"):
        read(tmp_path)


@pytest.mark.parametrize("code", ["b1", "d5", "population", "workforce", "c2"])
def test_headings_without_rows_are_refused_and_not_passed_over(tmp_path: Path, code: str) -> None:
    path = write_table(made_up_table(code).without_any_rows(), tmp_path)
    with pytest.raises(UnreadableFile, match=rf"{path.name}.*not one row"):
        read(tmp_path)


@pytest.mark.parametrize(("code", "heading"), [("b1", "category"), ("population", "age_group")])
def test_a_table_whose_category_has_another_heading_is_refused_and_says_where_it_stands(
    tmp_path: Path, code: str, heading: str
) -> None:
    table = made_up_table(code).renamed({heading: "subject"})
    write_table(table, tmp_path)
    assert error_of(tmp_path) == (
        f"published/{table.file_name}: its columns are those of DfE's {PUBLISHED_TABLES[code].title}, but "
        f"{WITHOUT_CATEGORY} The column subject holds it. {FETCH_AGAIN} {ASK_MAINTAINERS}"
    )


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("lookup.csv", "LTLA23CD,LTLA23NM\nE06000001,Hartlepool\n"),
        ("empty.csv", ""),
        ("README.md", "# what is here\n"),
        ("notes.txt", "x"),
        ("ragged.csv", "a,b\n1,2,3\n"),
    ],
)
def test_other_files_are_listed_as_unused(tmp_path: Path, name: str, content: str) -> None:
    write_table(made_up_table("b1"), tmp_path)
    (tmp_path / name).write_text(content, encoding="utf-8")
    assert read(tmp_path).unused == (name,)


def test_a_series_has_one_table_and_each_table_its_day() -> None:
    assert set(SERIES_TABLE.values()) == set(PUBLISHED_TABLES)
    assert sum(len(table.series) for table in PUBLISHED_TABLES.values()) == len(SERIES_TABLE)
    assert {table.month_day for table in PUBLISHED_TABLES.values()} == {(3, 31), (6, 30), (9, 30)}


@pytest.mark.shared
def test_each_of_dfes_real_files_is_recognised_or_listed(shared_dfe: Path) -> None:
    published = read_published(shared_dfe, tables=list(PUBLISHED_TABLES))
    names = {path.name for path in shared_dfe.rglob("*.csv")}
    numbered = {name: found[1] for name in names if (found := TABLE_IN_NAME.match(name))}
    assert {file.name.removeprefix("superseded_with_rates/"): file.table for file in published.inputs} == {
        "csww_indicators_2017_to_2025.csv": "workforce",
        "csww_headline_measures_2017_to_2022.csv": "workforce",
        "cla_number_and_rate_per_10k_children.csv": "looked_after",
        "cla_number_and_rate_per_10k_children_2019_to_2023.csv": "looked_after",
        "cla_number_and_rate_per_10k_children_2020_to_2024.csv": "looked_after",
        "ons_mid-year_population_estimates_2012_to_2024.csv": "population",
        "ons_mid-year_population_estimates_2012_to_2023.csv": "population",
        **{name: table for name, table in numbered.items() if table in PUBLISHED_TABLES},
    }
    assert len(set(numbered.values()) & set(PUBLISHED_TABLES)) >= 6
    everything = {path.relative_to(shared_dfe).as_posix() for path in shared_dfe.rglob("*") if path.is_file()}
    assert {file.name for file in published.inputs} | set(published.unused) == everything
    assert {"a1_cin_assessments_episodes_referrals_2013_to_2024.csv", "bds_long_0.parquet"} <= set(published.unused)


@pytest.mark.shared
def test_the_rates_that_older_editions_print_are_ours_up_to_the_revision_of_population(shared_dfe: Path) -> None:
    """Up to 2022 the printed rate of table b1 is the count over the population of the mid-year before."""
    figures = read_published(shared_dfe, tables=list(PUBLISHED_TABLES)).figures.filter(pl.col("status") == "ok")
    printed = figures.filter(pl.col("year") <= 2022, series="children_in_need_rate_as_printed")
    counts = figures.filter(series="children_in_need_episodes").select("area_code", "year", count="value")
    people = figures.filter(series="population_0_to_17").select("area_code", pl.col("year") + 1, people="value")
    joined = printed.join(counts, on=["area_code", "year"], validate="1:1").join(
        people, on=["area_code", "year"], validate="1:1"
    )
    apart = joined.filter((10_000 * pl.col("count") / pl.col("people") - pl.col("value")).abs() > 0.051)
    assert joined.height > 1500
    assert apart.height == 0
