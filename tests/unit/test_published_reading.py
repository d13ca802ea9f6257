"""From a file's bytes to published figures: encodings, rows, symbols, areas, and what an analyst reads on failure."""

from datetime import date
from pathlib import Path

import polars as pl
import pytest
from made_up_dfe import (
    add_byte_order_mark,
    cut_after_lines,
    cut_within_line,
    made_up_table,
    write_made_up_dfe,
    write_table,
)

from csc_metrics.contracts.vocabulary import ENGLAND_CODE, REGIONS, Status
from csc_metrics.published.editions import IncompleteFile
from csc_metrics.published.figures import FaultyCells
from csc_metrics.published.read import MissingFiles, NoFolder, read_published
from csc_metrics.published.tables import PUBLISHED_TABLES
from csc_metrics.published.text import UnreadableFile

TAMESIDE, TRAFFORD = "357", "358"
REMEDY = "Download the file again and put it in place unopened: Excel changes what it saves."
ASK_MAINTAINERS = "If DfE has changed its file, tell those who maintain csc_metrics."


def figures_in(folder: Path) -> pl.DataFrame:
    return read_published(folder, tables=[]).figures


def figure(figures: pl.DataFrame, *, area: str, series: str, year: int) -> dict:
    return figures.filter(area_code=area, series=series, year=year).row(0, named=True)


def error_of(folder: Path, kind: type[Exception]) -> str:
    """The message that an analyst reads, with the folder's own path left out."""
    with pytest.raises(kind) as caught:
        read_published(folder, tables=[])
    return str(caught.value).replace(folder.as_posix(), "published")


def test_a_whole_folder_gives_every_table_and_nothing_unused(tmp_path: Path) -> None:
    paths = write_made_up_dfe(tmp_path)
    published = read_published(tmp_path, tables=list(paths))
    assert {file.table for file in published.inputs} == set(paths)
    assert published.unused == ()
    assert set(published.figures["year"]) == {2023, 2024, 2025}


def test_the_day_of_a_figure_is_declared_by_its_table(tmp_path: Path) -> None:
    """DfE's 2025 is September for the workforce, March for children, and June for the population."""
    write_made_up_dfe(tmp_path)
    days = figures_in(tmp_path).filter(year=2024).select("series", "period_end").unique()
    day_of = dict(days.rows())
    assert day_of["average_caseload"] == date(2024, 9, 30)
    assert day_of["referrals"] == day_of["children_looked_after"] == date(2024, 3, 31)
    assert day_of["population_0_to_17"] == date(2024, 6, 30)


def test_a_byte_order_mark_makes_no_difference(tmp_path: Path) -> None:
    plain, marked = tmp_path / "plain", tmp_path / "marked"
    write_table(made_up_table("b1"), plain)
    add_byte_order_mark(write_table(made_up_table("b1"), marked))
    assert figures_in(plain).equals(figures_in(marked))


def test_columns_are_read_by_name_so_their_order_makes_no_difference(tmp_path: Path) -> None:
    """The looked-after files put la_name before new_la_code, the others after it."""
    one, other = tmp_path / "one", tmp_path / "other"
    write_table(made_up_table("looked_after"), one)
    write_table(made_up_table("looked_after").with_columns_reversed(), other)
    assert figures_in(one).equals(figures_in(other))


@pytest.mark.parametrize("line_end", ["\r\n", "\r"])
def test_windows_and_old_mac_line_ends_make_no_difference(tmp_path: Path, line_end: str) -> None:
    one, other = tmp_path / "one", tmp_path / "other"
    write_table(made_up_table("d5"), one)
    path = write_table(made_up_table("d5"), other)
    path.write_bytes(path.read_bytes().replace(b"\n", line_end.encode()))
    assert figures_in(one).equals(figures_in(other))


@pytest.mark.parametrize(
    ("symbol", "status"),
    [
        ("c", Status.SUPPRESSED),
        ("x", Status.NOT_COLLECTED),
        ("z", Status.NOT_APPLICABLE),
        ("u", Status.UNRELIABLE),
        ("low", Status.LOW),
        ("k", Status.LOW),
        (" C ", Status.SUPPRESSED),
    ],
)
def test_a_symbol_becomes_a_status_without_a_value(tmp_path: Path, symbol: str, status: Status) -> None:
    write_table(made_up_table("workforce").with_cell("agency_rate_fte", symbol, area=TAMESIDE, year=2025), tmp_path)
    figures = figures_in(tmp_path)
    spoilt = figure(figures, area=TAMESIDE, series="agency_rate_pct", year=2025)
    assert (spoilt["value"], spoilt["status"]) == (None, status.value)
    for area, year in ((TAMESIDE, 2024), (TRAFFORD, 2025)):
        assert figure(figures, area=area, series="agency_rate_pct", year=year)["status"] == "ok"


def test_a_printed_zero_is_a_value(tmp_path: Path) -> None:
    write_table(made_up_table("workforce").with_cell("agency_rate_fte", "0", area=TAMESIDE, year=2025), tmp_path)
    held = figure(figures_in(tmp_path), area=TAMESIDE, series="agency_rate_pct", year=2025)
    assert (held["value"], held["status"]) == (0.0, "ok")


@pytest.mark.parametrize("cell", ["q", ":", "~", "", "-", "-5", "1,234", "12%", "1e3", "NaN", "1.2.3"])
def test_a_cell_that_is_no_number_and_no_known_symbol_is_an_error_with_its_line_and_column(
    tmp_path: Path, cell: str
) -> None:
    """An empty cell too: nothing is taken for zero or for missing."""
    table = made_up_table("b1").with_cell("At31_episodes", cell, area=TAMESIDE, year=2024)
    write_table(table, tmp_path)
    message = error_of(tmp_path, FaultyCells)
    assert message.startswith("published/b1_children_in_need.csv: neither a number nor one of DfE's symbols (c, x, z")
    assert f"line {table.line_of(area=TAMESIDE, year=2024)}, column At31_episodes: {cell!r}" in message
    assert message.endswith(f"\n{REMEDY} {ASK_MAINTAINERS}")


def test_all_faulty_cells_are_told_at_once(tmp_path: Path) -> None:
    table = made_up_table("b1")
    for area, year in ((TAMESIDE, 2024), (TRAFFORD, 2025)):
        table = table.with_cell("At31_episodes", "?", area=area, year=year)
    write_table(table, tmp_path)
    assert error_of(tmp_path, FaultyCells).count("column At31_episodes: '?'") == 2


def test_more_than_ten_faults_are_counted_not_listed(tmp_path: Path) -> None:
    write_table(made_up_table("d5").with_everywhere("CPP_At31", "?"), tmp_path)
    message = error_of(tmp_path, FaultyCells)
    assert message.count("'?'") == 10
    assert "… and 320 more of the same kind" in message


def test_columns_that_are_not_read_may_hold_anything(tmp_path: Path) -> None:
    write_table(made_up_table("b1").with_everywhere("Anypoint_child", "n/a (see notes)"), tmp_path)
    assert figures_in(tmp_path).height == 330


def test_a_joint_code_becomes_a_row_for_each_authority_with_a_note(tmp_path: Path) -> None:
    table = made_up_table("workforce")
    write_table(table, tmp_path)
    figures = figures_in(tmp_path)
    for code in ("314", "318"):
        held = figure(figures, area=code, series="average_caseload", year=2025)
        assert held["value"] == float(table.cell("caseload_fte", area="314 / 318", year=2025))
        assert held["note"] == "joint_return"
    noted = set(figures.filter(pl.col("note").is_not_null())["area_code"])
    assert noted == {"314", "318", "940", "941"}


def test_the_joint_code_is_split_with_or_without_spaces(tmp_path: Path) -> None:
    table = made_up_table("workforce")
    for year in (2024, 2025):
        table = table.with_cell("old_la_code", "314/318", area="314 / 318", year=year)
    write_table(table, tmp_path)
    assert {"314", "318"} <= set(figures_in(tmp_path)["area_code"])


def test_new_la_code_and_names_are_not_read(tmp_path: Path) -> None:
    """ONS codes change inside files and names repeat: la_code alone is the key."""
    one, other = tmp_path / "one", tmp_path / "other"
    write_table(made_up_table("c1"), one)
    write_table(made_up_table("c1").with_everywhere("new_la_code", "E0").with_everywhere("la_name", "Dorset"), other)
    assert figures_in(one).equals(figures_in(other))


def test_london_and_both_its_halves_are_regions(tmp_path: Path) -> None:
    write_table(made_up_table("c1"), tmp_path)
    figures = figures_in(tmp_path)
    assert set(figures.filter(area_type="region")["area_code"]) == set(REGIONS)
    assert {"E12000007", "E13000001", "E13000002"} <= set(figures["area_code"])
    assert set(figures.filter(area_type="england")["area_code"]) == {ENGLAND_CODE}


def test_only_children_looked_after_on_31_march_are_read(tmp_path: Path) -> None:
    """The file also holds those who start and cease; their symbols and numbers are left alone."""
    table = made_up_table("looked_after")
    write_table(table, tmp_path)
    rows = [row for row in table.rows if row["old_la_code"] == TAMESIDE and row["time_period"] == "2025"]
    on_31_march = next(row for row in rows if " on 31 March" in row["population_type"])
    held = figure(figures_in(tmp_path), area=TAMESIDE, series="children_looked_after", year=2025)
    assert held["value"] == float(on_31_march["children_count"])
    assert len({row["children_count"] for row in rows}) == 3


def test_an_unknown_area_is_an_error_with_its_line_and_remedy(tmp_path: Path) -> None:
    table = made_up_table("c4")
    line = table.line_of(area=TAMESIDE, year=2025)
    write_table(table.with_cell("old_la_code", "999", area=TAMESIDE, year=2025), tmp_path)
    message = error_of(tmp_path, FaultyCells)
    assert message == (
        "published/c4_section_47s_and_icpcs.csv: rows about an area or a year that is not known.\n"
        f"  line {line}: Local authority '999' is not a code of DfE's that is known\n{REMEDY} {ASK_MAINTAINERS}"
    )


def test_an_unknown_region_is_an_error_with_its_line_and_code(tmp_path: Path) -> None:
    table = made_up_table("c4")
    write_table(table.with_cell("region_code", "E12000099", area="E12000002", year=2025), tmp_path)
    line = table.line_of(area="E12000002", year=2025)
    fault = f"  line {line}: Regional 'E12000099' is not a code of DfE's that is known"
    assert fault in error_of(tmp_path, FaultyCells).splitlines()


def test_half_of_a_joint_code_that_is_not_known_is_an_error_with_the_code_as_printed(tmp_path: Path) -> None:
    table = made_up_table("workforce")
    write_table(table.with_cell("old_la_code", "314 / 999", area="314 / 318", year=2025), tmp_path)
    line = table.line_of(area="314 / 318", year=2025)
    fault = f"  line {line}: Local authority '314 / 999' is not a code of DfE's that is known"
    assert fault in error_of(tmp_path, FaultyCells).splitlines()


def test_faults_of_several_rows_are_told_each_with_its_own_column_and_value(tmp_path: Path) -> None:
    """A row that has two faults tells the first: what its year says comes before what its area says."""
    table = made_up_table("c4")
    spoilt = table.with_cell("geographic_level", "Ward", area=TRAFFORD, year=2025).with_cells(
        {"time_period": "202425", "old_la_code": "999"}, area=TAMESIDE, year=2025
    )
    write_table(spoilt, tmp_path)
    assert error_of(tmp_path, FaultyCells).splitlines()[1:-1] == [
        f"  line {table.line_of(area=TAMESIDE, year=2025)}: time_period '202425' is not a year such as 2025",
        f"  line {table.line_of(area=TRAFFORD, year=2025)}: geographic_level 'Ward' is not one of National, Regional, "
        "Local authority",
    ]


@pytest.mark.parametrize(
    ("heading", "cell", "fault"),
    [
        ("time_period", "202425", "is not a year such as 2025"),
        ("time_identifier", "Academic year", "is not 'Reporting year'"),
        ("geographic_level", "Ward", "is not one of National, Regional, Local authority"),
    ],
)
def test_a_period_or_level_that_is_not_known_is_an_error_with_line_column_and_value(
    tmp_path: Path, heading: str, cell: str, fault: str
) -> None:
    table = made_up_table("c4")
    write_table(table.with_cell(heading, cell, area=TAMESIDE, year=2025), tmp_path)
    assert error_of(tmp_path, FaultyCells) == (
        "published/c4_section_47s_and_icpcs.csv: rows about an area or a year that is not known.\n"
        f"  line {table.line_of(area=TAMESIDE, year=2025)}: {heading} {cell!r} {fault}\n{REMEDY} {ASK_MAINTAINERS}"
    )


def test_a_file_cut_off_after_whole_lines_is_an_error_that_names_year_and_areas(tmp_path: Path) -> None:
    table = made_up_table("b1")
    path = write_table(table, tmp_path)
    cut_after_lines(path, lines=table.line_of(area=TAMESIDE, year=2024) - 1)
    message = error_of(tmp_path, IncompleteFile)
    assert message.startswith("published/b1_children_in_need.csv: areas are missing; the file may be cut off.")
    assert "2024: " in message
    assert "of 165 areas missing: " in message
    assert TAMESIDE in message
    assert "2025: " not in message
    assert REMEDY in message


def test_one_authority_missing_in_one_year_is_an_error(tmp_path: Path) -> None:
    write_table(made_up_table("c2").without_rows(areas=[TAMESIDE], year=2024), tmp_path)
    assert "2024: 1 of 165 areas missing: 357" in error_of(tmp_path, IncompleteFile)


@pytest.mark.parametrize("area", [ENGLAND_CODE, "E12000002", "E13000001"])
def test_england_or_a_region_missing_is_an_error(tmp_path: Path, area: str) -> None:
    write_table(made_up_table("c2").without_rows(areas=[area]), tmp_path)
    message = error_of(tmp_path, IncompleteFile)
    assert f"2024: 1 of 165 areas missing: {area}" in message
    assert f"2025: 1 of 165 areas missing: {area}" in message


def test_a_file_cut_off_within_a_line_is_an_error_that_names_the_line(tmp_path: Path) -> None:
    path = write_table(made_up_table("workforce"), tmp_path)
    cut_within_line(path, line=40)
    message = error_of(tmp_path, UnreadableFile)
    assert message.startswith("published/csww_indicators.csv: rows with too few or too many cells")
    assert "line 40: " in message
    assert "cells under 32 headings" in message
    assert REMEDY in message


def test_a_row_with_a_cell_too_many_is_an_error_that_names_the_line(tmp_path: Path) -> None:
    path = write_table(made_up_table("b1"), tmp_path)
    lines = path.read_text(encoding="utf-8").splitlines()
    lines[6] += ",7"
    path.write_text("\n".join(lines), encoding="utf-8")
    assert "line 7: 20 cells under 19 headings" in error_of(tmp_path, UnreadableFile)


def test_a_quotation_that_never_ends_is_an_error_that_names_the_line(tmp_path: Path) -> None:
    path = write_table(made_up_table("b1"), tmp_path)
    with path.open("a", encoding="utf-8") as file:
        file.write('2024,"Reporting year')
    message = error_of(tmp_path, UnreadableFile)
    assert "published/b1_children_in_need.csv, line 332: not readable as CSV" in message
    assert "The file may be cut off." in message


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_a_utf_16_file_is_an_error_that_says_so(tmp_path: Path, encoding: str) -> None:
    path = write_table(made_up_table("b1"), tmp_path)
    path.write_bytes(("\ufeff" + path.read_text(encoding="utf-8")).encode(encoding))
    assert error_of(tmp_path, UnreadableFile) == (
        f"published/b1_children_in_need.csv: not a UTF-8 text file (it looks like UTF-16). {REMEDY} "
        "If it is no file of DfE's, move it out of the published folder."
    )


def test_a_file_in_another_encoding_is_an_error_that_names_the_first_byte_at_fault(tmp_path: Path) -> None:
    path = write_table(made_up_table("b1"), tmp_path)
    at = path.read_bytes().index(b"Tameside")
    path.write_bytes(path.read_bytes().replace(b"Tameside", b"T\xe2meside", 1))
    message = error_of(tmp_path, UnreadableFile)
    assert message.startswith(f"published/b1_children_in_need.csv: not a UTF-8 text file (byte {at + 1}). {REMEDY}")


@pytest.mark.parametrize("code", ["workforce", "c1", "c2", "c4", "looked_after"])
def test_headings_without_rows_are_an_error_that_names_the_file(tmp_path: Path, code: str) -> None:
    table = made_up_table(code).without_any_rows()
    write_table(table, tmp_path)
    message = error_of(tmp_path, UnreadableFile)
    assert message.startswith(f"published/{table.file_name}: headings of one of DfE's tables, but not one row.")
    assert REMEDY in message


def test_blank_lines_at_the_end_are_passed_over(tmp_path: Path) -> None:
    path = write_table(made_up_table("b1"), tmp_path)
    path.write_text(path.read_text(encoding="utf-8") + "\n\n", encoding="utf-8")
    assert figures_in(tmp_path).height == 330


def test_subfolders_are_read_and_file_names_do_not_matter(tmp_path: Path) -> None:
    write_table(made_up_table("b1").named("download (3).CSV"), tmp_path / "older" / "of march")
    published = read_published(tmp_path, tables=["b1"])
    assert [file.name for file in published.inputs] == ["older/of march/download (3).CSV"]


def test_an_empty_folder_names_the_tables_it_lacks(tmp_path: Path) -> None:
    with pytest.raises(MissingFiles) as caught:
        read_published(tmp_path, tables=["workforce", "c2"])
    message = str(caught.value)
    assert message.startswith(f"{tmp_path}: no file holds\n")
    assert "  Children's social work workforce: indicators" in message
    assert "  Duration of assessments (table c2)" in message
    assert "Put DfE's CSV file there, whatever its name" in message
    assert "Children in need" not in message


def test_a_missing_table_is_named_with_the_files_that_are_not_read(tmp_path: Path) -> None:
    write_table(made_up_table("b1"), tmp_path)
    (tmp_path / "notes.csv").write_text("what,when\na,b\n", encoding="utf-8")
    with pytest.raises(MissingFiles) as caught:
        read_published(tmp_path, tables=["b1", "c1"])
    assert "Referrals and re-referrals (table c1)" in str(caught.value)
    assert "Other files there: notes.csv." in str(caught.value)


def test_a_folder_that_is_not_there_is_wrong_use(tmp_path: Path) -> None:
    with pytest.raises(NoFolder) as caught:
        read_published(tmp_path / "absent", tables=[])
    assert "no such folder. Give --published the folder that holds DfE's CSV files" in str(caught.value)
    assert caught.value.exit_code == 2


def test_a_table_that_is_not_asked_for_may_be_absent(tmp_path: Path) -> None:
    write_table(made_up_table("b1"), tmp_path)
    assert set(figures_in(tmp_path)["series"]) == {"children_in_need_episodes"}


def test_an_input_is_told_with_its_edition_rows_and_hash(tmp_path: Path) -> None:
    path = write_table(made_up_table("c2", years=(2023, 2024)), tmp_path)
    (file,) = read_published(tmp_path, tables=["c2"]).inputs
    assert (file.table, file.edition, file.name) == ("c2", 2024, path.name)
    assert file.rows == len(made_up_table("c2", years=(2023, 2024)).rows)
    write_table(made_up_table("c2", years=(2023, 2024)).with_cell("61+_days", "c", area=TAMESIDE, year=2024), tmp_path)
    (changed,) = read_published(tmp_path, tables=["c2"]).inputs
    assert len(changed.sha256) == 64
    assert changed.sha256 != file.sha256


@pytest.fixture(scope="module")
def real(shared_dfe: Path) -> pl.DataFrame:
    return read_published(shared_dfe, tables=list(PUBLISHED_TABLES)).figures


@pytest.mark.shared
def test_sunderlands_agency_rate_is_low_from_2023_to_2025(real: pl.DataFrame) -> None:
    rows = real.filter(pl.col("status") == "low").select("area_code", "series", "year")
    assert set(rows.filter(series="agency_rate_pct").rows()) == {
        ("394", "agency_rate_pct", y) for y in (2023, 2024, 2025)
    }
    assert set(rows["area_code"]) == {"394"}


@pytest.mark.shared
def test_birmingham_2024_is_unreliable_in_caseload_and_agency(real: pl.DataFrame) -> None:
    birmingham = real.filter(area_code="330", year=2024, status="unreliable")
    assert {"average_caseload", "agency_rate_pct", "cases"} <= set(birmingham["series"])
    assert "vacancy_rate_pct" not in set(birmingham["series"])


@pytest.mark.shared
def test_hackney_made_no_children_in_need_return_in_2021_and_2022(real: pl.DataFrame) -> None:
    hackney = real.filter(area_code="204", series="referrals", status="not_collected")
    assert hackney["year"].to_list() == [2021, 2022]


@pytest.mark.shared
def test_hampshire_2024_is_unreliable_in_table_c2(real: pl.DataFrame) -> None:
    assert real.filter(area_code="850", series="assessments_completed", status="unreliable")["year"].to_list() == [2024]


@pytest.mark.shared
@pytest.mark.parametrize(("one", "other", "first"), [("314", "318", 2017), ("940", "941", 2021)])
def test_joint_returns_stand_on_both_partners_in_every_year(
    real: pl.DataFrame, one: str, other: str, first: int
) -> None:
    of_both = real.filter(pl.col("area_code").is_in([one, other]), series="average_caseload")
    values = of_both.pivot(on="area_code", index="year", values="value").sort("year")
    assert values["year"].to_list() == list(range(first, 2026))
    assert values[one].to_list() == values[other].to_list()
    assert of_both["note"].unique().to_list() == ["joint_return"]


@pytest.mark.shared
def test_every_table_has_one_figure_per_area_series_and_day(real: pl.DataFrame) -> None:
    assert real.select("area_code", "series", "period_end").is_duplicated().sum() == 0
    assert (real["value"].is_null() == (real["status"] != "ok")).all()
