"""Editions, joint returns and authorities that come and go: each figure stands once, from the newest edition."""

from dataclasses import replace
from pathlib import Path

import polars as pl
import pytest
from made_up_dfe import JOINT_RETURNS, OLDER_HEADINGS, MadeUpTable, made_up_table, write_table

from csc_metrics.published.editions import DisagreeingFigures, IncompleteFile
from csc_metrics.published.read import read_published
from csc_metrics.published.tables import PUBLISHED_TABLES

TAMESIDE, TRAFFORD = "357", "358"
FETCH_AGAIN = "Download the file again and put it in place unopened: Excel changes what it saves."
ASK_MAINTAINERS = "If DfE has changed its file, tell those who maintain csc_metrics."
OLD_DORSET, NEW_DORSET = "835", "838"


def figures_in(folder: Path) -> pl.DataFrame:
    return read_published(folder, tables=[]).figures


def values_of(figures: pl.DataFrame, *, area: str, series: str) -> dict[int, float | None]:
    return dict(figures.filter(area_code=area, series=series).sort("year").select("year", "value").rows())


def count_of_2024(folder: Path, *, old_file: str, new_file: str) -> float | None:
    """Write an edition up to 2024 that says 111 for Tameside and one up to 2025 that says 222; return what is read."""
    old = made_up_table("b1", years=(2023, 2024)).with_cell("At31_episodes", "111", area=TAMESIDE, year=2024)
    new = made_up_table("b1", years=(2024, 2025)).with_cell("At31_episodes", "222", area=TAMESIDE, year=2024)
    write_table(old.named(old_file), folder)
    write_table(new.named(new_file), folder)
    return values_of(figures_in(folder), area=TAMESIDE, series="children_in_need_episodes")[2024]


@pytest.mark.parametrize(("old_file", "new_file"), [("a.csv", "b.csv"), ("b.csv", "a.csv")])
def test_the_newest_edition_wins_whatever_the_files_are_called(tmp_path: Path, old_file: str, new_file: str) -> None:
    assert count_of_2024(tmp_path, old_file=old_file, new_file=new_file) == 222.0


def test_an_older_edition_only_adds_years(tmp_path: Path) -> None:
    write_table(made_up_table("c1", years=(2023, 2024)).renamed(OLDER_HEADINGS["c1"]).named("older.csv"), tmp_path)
    write_table(made_up_table("c1", years=(2024, 2025)).named("newer.csv"), tmp_path)
    referrals = figures_in(tmp_path).filter(series="referrals", area_code=TAMESIDE).sort("year")
    assert referrals.select("year", "source_file").rows() == [
        (2023, "older.csv"),
        (2024, "newer.csv"),
        (2025, "newer.csv"),
    ]


def test_a_symbol_in_the_newest_edition_is_not_filled_from_an_older_one(tmp_path: Path) -> None:
    """What DfE has withdrawn stays withdrawn."""
    new = made_up_table("b1", years=(2024, 2025)).with_cell("At31_episodes", "u", area=TAMESIDE, year=2024)
    write_table(made_up_table("b1", years=(2023, 2024)).named("older.csv"), tmp_path)
    write_table(new.named("newer.csv"), tmp_path)
    held = figures_in(tmp_path).filter(area_code=TAMESIDE, year=2024, series="children_in_need_episodes")
    assert held.select("value", "status").rows() == [(None, "unreliable")]


def test_two_files_of_one_edition_that_agree_are_no_error(tmp_path: Path) -> None:
    write_table(made_up_table("b1").named("one.csv"), tmp_path)
    alone = figures_in(tmp_path)
    write_table(made_up_table("b1").named("the same again.csv"), tmp_path)
    assert figures_in(tmp_path).equals(alone)


def test_two_files_of_one_edition_that_disagree_are_an_error_with_both_places_and_values(tmp_path: Path) -> None:
    first = made_up_table("b1").with_cell("At31_episodes", "111", area=TAMESIDE, year=2024)
    second = made_up_table("b1").with_cell("At31_episodes", "c", area=TAMESIDE, year=2024)
    write_table(first.named("one.csv"), tmp_path)
    write_table(second.named("other.csv"), tmp_path)
    with pytest.raises(DisagreeingFigures) as caught:
        figures_in(tmp_path)
    line = first.line_of(area=TAMESIDE, year=2024)
    figure = "Tameside (357), 2024, children in need episodes"
    assert str(caught.value).splitlines() == [
        "Published figures of the same edition disagree.",
        f"  one.csv, line {line}: {figure}: 111",
        f"  other.csv, line {line}: {figure}: suppressed",
        "Keep one of the files and move the other out of the published folder.",
    ]


@pytest.mark.parametrize(
    ("area", "named"), [("E92000001", "E92000001"), ("E12000002", "E12000002"), ("301", "Barking and Dagenham (301)")]
)
def test_disagreeing_figures_name_the_authority_or_the_code_of_a_larger_area(
    tmp_path: Path, area: str, named: str
) -> None:
    for name, cell in (("one.csv", "12.5"), ("other.csv", "13")):
        table = made_up_table("c1").with_cell("rereferral_percent", cell, area=area, year=2025)
        write_table(table.named(name), tmp_path)
    with pytest.raises(DisagreeingFigures) as caught:
        figures_in(tmp_path)
    line = made_up_table("c1").line_of(area=area, year=2025)
    assert str(caught.value).splitlines()[1:3] == [
        f"  one.csv, line {line}: {named}, 2025, re referral pct: 12.5",
        f"  other.csv, line {line}: {named}, 2025, re referral pct: 13",
    ]


def test_two_rows_of_one_file_that_disagree_are_an_error_with_both_lines(tmp_path: Path) -> None:
    table = made_up_table("d5")
    write_table(table.with_row_again(area=TAMESIDE, year=2025, cells={"CPP_At31": "7777"}), tmp_path)
    with pytest.raises(DisagreeingFigures) as caught:
        figures_in(tmp_path)
    first, *rows, last = str(caught.value).splitlines()
    what = "Tameside (357), 2025, child protection plans"
    printed = table.cell("CPP_At31", area=TAMESIDE, year=2025)
    assert first == "The same figure stands twice in one file and differs."
    assert set(rows) == {
        f"  {table.file_name}, line {table.line_of(area=TAMESIDE, year=2025)}: {what}: {printed}",
        f"  {table.file_name}, line {len(table.rows) + 2}: {what}: 7777",
    }
    assert last == FETCH_AGAIN


def test_a_row_that_stands_twice_alike_is_read_once(tmp_path: Path) -> None:
    write_table(made_up_table("d5").with_row_again(area=TAMESIDE, year=2025, cells={}), tmp_path)
    assert figures_in(tmp_path).filter(area_code=TAMESIDE, year=2025).height == 1


def test_an_older_edition_that_disagrees_is_no_error(tmp_path: Path) -> None:
    """DfE revises: the same year in two editions may differ."""
    assert count_of_2024(tmp_path, old_file="old.csv", new_file="new.csv") == 222.0


def older_headline_layout(table: MadeUpTable, *, is_partner_printed: bool) -> MadeUpTable:
    """Put each joint return on its first authority alone; the partner is full of z, or is not there."""
    for one, other in JOINT_RETURNS:
        for year in (2021, 2022):
            joint = f"{one} / {other}"
            if is_partner_printed:
                nothing = dict.fromkeys(table.headings[10:], "z") | {"old_la_code": other}
                table = table.with_row_again(area=joint, year=year, cells=nothing)
            table = table.with_cell("old_la_code", one, area=joint, year=year)
    return table.renamed(OLDER_HEADINGS["workforce"])


@pytest.mark.parametrize("is_partner_printed", [True, False])
def test_a_joint_return_printed_on_one_partner_alone_is_given_to_both(
    *,
    tmp_path: Path,
    is_partner_printed: bool,
) -> None:
    table = made_up_table("workforce", years=(2021, 2022))
    write_table(older_headline_layout(table, is_partner_printed=is_partner_printed), tmp_path)
    figures = figures_in(tmp_path)
    for one, other in JOINT_RETURNS:
        held = figures.filter(pl.col("area_code").is_in([one, other]), series="average_caseload", year=2022)
        printed = float(table.cell("caseload_fte", area=f"{one} / {other}", year=2022))
        assert sorted(held.select("area_code", "value", "note").rows()) == [
            (one, printed, "joint_return"),
            (other, printed, "joint_return"),
        ]


def test_both_layouts_of_a_joint_return_merge_into_the_same_figures(tmp_path: Path) -> None:
    """The older file's joint returns are shared before editions merge, so its years have both partners too."""
    older = older_headline_layout(made_up_table("workforce", years=(2021, 2022)), is_partner_printed=True)
    write_table(older.named("headline.csv"), tmp_path)
    write_table(made_up_table("workforce", years=(2022, 2023)).named("indicators.csv"), tmp_path)
    held = figures_in(tmp_path).filter(series="average_caseload", area_code="318").sort("year")
    assert held.select("year", "source_file", "note").rows() == [
        (2021, "headline.csv", "joint_return"),
        (2022, "indicators.csv", "joint_return"),
        (2023, "indicators.csv", "joint_return"),
    ]


def test_rows_of_z_for_authorities_that_do_not_exist_are_left_out(tmp_path: Path) -> None:
    """The looked-after file keeps Cumbria in 2024 and Cumberland in 2023."""
    table = made_up_table("looked_after", years=(2023, 2024))
    assert table.cell("children_count", area="909", year=2024) == "z"
    assert table.cell("children_count", area="942", year=2023) == "z"
    write_table(table, tmp_path)
    figures = figures_in(tmp_path).filter(series="children_looked_after")
    assert list(values_of(figures, area="909", series="children_looked_after")) == [2023]
    assert list(values_of(figures, area="942", series="children_looked_after")) == [2024]


def test_an_authority_that_exists_keeps_its_z(tmp_path: Path) -> None:
    """Not applicable is a status of the living: Isles of Scilly print z for looked-after children."""
    table = made_up_table("looked_after").with_cells({"children_count": "z"}, area="420", year=2025)
    write_table(table, tmp_path)
    held = figures_in(tmp_path).filter(area_code="420", year=2025, series="children_looked_after")
    assert held["status"].to_list() == ["not_applicable"]


def test_figures_of_an_authority_that_did_not_exist_are_an_error_with_line_and_remedy(tmp_path: Path) -> None:
    table = made_up_table("b1", years=(2022, 2023)).with_row_again(
        area=TAMESIDE, year=2023, cells={"old_la_code": "942"}
    )
    path = write_table(table, tmp_path)
    with pytest.raises(IncompleteFile) as caught:
        figures_in(tmp_path)
    assert f"{path}: figures of an authority for a day on which it did not exist." in str(caught.value)
    assert f"line {len(table.rows) + 1}: 942, 2023-03-31" in str(caught.value)
    assert str(caught.value).endswith(f"\n{FETCH_AGAIN} {ASK_MAINTAINERS}")


def test_old_and_new_dorset_are_two_authorities(tmp_path: Path) -> None:
    write_table(made_up_table("b1", years=(2019, 2020)), tmp_path)
    figures = figures_in(tmp_path)
    assert list(values_of(figures, area=OLD_DORSET, series="children_in_need_episodes")) == [2019]
    assert list(values_of(figures, area=NEW_DORSET, series="children_in_need_episodes")) == [2020]


def test_the_workforce_has_a_new_authority_a_year_before_childrens_tables(tmp_path: Path) -> None:
    """New Dorset began in April 2019: in September 2019 it has a workforce, in March 2019 it was not there."""
    for code in ("workforce", "b1"):
        write_table(made_up_table(code, years=(2019, 2020)), tmp_path)
    figures = figures_in(tmp_path)
    assert list(values_of(figures, area=NEW_DORSET, series="average_caseload")) == [2019, 2020]
    assert list(values_of(figures, area=NEW_DORSET, series="children_in_need_episodes")) == [2020]


@pytest.fixture(scope="module")
def real(shared_dfe: Path) -> pl.DataFrame:
    return read_published(shared_dfe, tables=list(PUBLISHED_TABLES)).figures


@pytest.mark.shared
@pytest.mark.parametrize(
    ("area", "of_children", "of_workforce"),
    [
        ("835", range(2013, 2020), range(2017, 2019)),
        ("838", range(2020, 2026), range(2019, 2026)),
        ("839", range(2020, 2026), range(2019, 2026)),
        ("909", range(2013, 2024), range(2017, 2023)),
        ("942", range(2024, 2026), range(2023, 2026)),
        ("943", range(2024, 2026), range(2023, 2026)),
        ("928", range(2013, 2022), range(2017, 2021)),
        ("940", range(2022, 2026), range(2021, 2026)),
        ("941", range(2022, 2026), range(2021, 2026)),
    ],
)
def test_reorganised_authorities_have_the_years_in_which_they_were(
    real: pl.DataFrame, area: str, of_children: range, of_workforce: range
) -> None:
    assert list(values_of(real, area=area, series="referrals")) == list(of_children)
    assert list(values_of(real, area=area, series="average_caseload")) == list(of_workforce)


@pytest.mark.shared
@pytest.mark.parametrize("area", ["370", "373", "815", "825", "933"])
def test_an_authority_whose_ons_code_changes_keeps_all_its_years(real: pl.DataFrame, area: str) -> None:
    assert list(values_of(real, area=area, series="referrals")) == list(range(2013, 2026))
    assert list(values_of(real, area=area, series="average_caseload")) == list(range(2017, 2026))


@pytest.mark.shared
def test_older_editions_add_looked_after_years_and_the_indicators_file_wins_over_the_headline_file(
    real: pl.DataFrame,
) -> None:
    files = dict(
        real.filter(area_code=TAMESIDE, series="children_looked_after")
        .select("year", "source_file")
        .sort("year")
        .rows()
    )
    assert files[2019].endswith("2019_to_2023.csv")
    assert files[2020].endswith("2020_to_2024.csv")
    assert files[2021] == "cla_number_and_rate_per_10k_children.csv"
    workforce = real.filter(series="average_caseload")["source_file"].unique().to_list()
    assert workforce == ["csww_indicators_2017_to_2025.csv"]


def test_a_year_missing_from_the_middle_of_a_file_is_named(tmp_path: Path) -> None:
    whole = made_up_table("b1", years=(2023, 2024, 2025))
    rows = tuple(row for row in whole.rows if row["time_period"] != "2024")
    write_table(replace(whole, rows=rows), tmp_path)
    with pytest.raises(IncompleteFile, match="2024: the whole year is missing"):
        figures_in(tmp_path)
