"""Bad input gets one clear message: what, where and what to do; no traceback, and nothing half-written."""

import hashlib
import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from made_up_dfe import (
    MadeUpTable,
    cut_after_lines,
    cut_within_line,
    made_up_neighbours,
    made_up_table,
    neighbours_2025_text,
    save_as_utf_16,
    write_made_up_dfe,
    write_table,
)
from unit.test_command_line import call

from csc_metrics.measures.registry import PUBLISHED_MEASURES as MEASURES
from csc_metrics.published.tables import PUBLISHED_TABLES

C2_TITLE = "Duration of assessments (table c2)"
FETCH_AGAIN = "Download the file again and put it in place unopened: Excel changes what it saves."
ASK_MAINTAINERS = "If DfE has changed its file, tell those who maintain csc_metrics."
PUBLISHED = Path("published")
REPORTS = Path("written")
READERS = [("measures",), ("compare",), ("report", "--authority", "Tameside", "--reports", str(REPORTS))]


@pytest.fixture(scope="module")
def whole_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A whole made-up published folder, to be copied."""
    folder = tmp_path_factory.mktemp("whole")
    write_made_up_dfe(folder)
    return folder


@pytest.fixture(autouse=True)
def work_beside_a_published_folder(whole_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Work in an empty folder that holds a whole published folder, which a test then spoils."""
    monkeypatch.chdir(tmp_path)
    shutil.copytree(whole_folder, PUBLISHED)


def c2_path() -> Path:
    return PUBLISHED / made_up_table("c2").file_name


def message(*arguments: str, exit_code: int = 1) -> str:
    """Return the one message of a call that fails, having checked that it is one and that nothing was written."""
    before = everything_in(Path())
    called = call(*arguments)
    assert called.exit_code == exit_code, called.told
    assert called.machine == b""
    assert called.told.count("csc-metrics: ") == 1
    assert called.told.startswith("csc-metrics: ")
    assert "Traceback" not in called.told
    assert everything_in(Path()) == before
    return called.told.removeprefix("csc-metrics: ").rstrip("\n")


def everything_in(folder: Path) -> set[tuple[Path, bytes | None]]:
    return {(path, path.read_bytes() if path.is_file() else None) for path in folder.rglob("*")}


def message_of_each_reader(*, exit_code: int = 1) -> str:
    """Return the message that `measures`, `compare` and `report` all give for the published folder."""
    told = {message(*reader, "--published", str(PUBLISHED), exit_code=exit_code) for reader in READERS}
    assert len(told) == 1
    return told.pop()


def spoil_c2(change: Callable[[MadeUpTable], MadeUpTable]) -> MadeUpTable:
    spoilt = change(made_up_table("c2"))
    write_table(spoilt, PUBLISHED)
    return spoilt


def test_the_whole_folder_is_read_so_that_each_fault_below_is_the_one_that_is_told() -> None:
    called = call("measures", "--published", str(PUBLISHED), "--format", "csv")
    assert (called.exit_code, called.told) == (0, "")


# Folders


@pytest.mark.parametrize("reader", READERS)
def test_a_published_folder_that_is_not_there(reader: tuple[str, ...]) -> None:
    told = message(*reader, "--published", "nowhere", exit_code=2)
    assert told == (
        "nowhere: no such folder. Give --published the folder that holds DfE's CSV files, or leave it out: then the "
        "small table that csc_metrics carries is read where data_raw/published holds none."
    )


def test_a_folder_without_a_needed_table_names_the_table_and_what_is_there() -> None:
    c2_path().rename(PUBLISHED / "assessments.txt")
    told = message_of_each_reader()
    assert told.startswith(f"{PUBLISHED}: no file holds\n  {C2_TITLE}\n")
    assert "Put DfE's CSV file there" in told
    assert "Other files there: assessments.txt." in told


def test_an_empty_folder_names_every_table_that_the_measures_need() -> None:
    Path("empty").mkdir()
    lines = message("measures", "--published", "empty").splitlines()
    needed = {PUBLISHED_TABLES[table].title for measure in MEASURES.values() for table in measure.tables}
    assert {line.strip() for line in lines if line.startswith("  ")} == needed
    assert len(needed) >= 8
    one = message("measures", "--published", "empty", "--measure", "average_caseload").splitlines()
    assert [line for line in one if line.startswith("  ")] == ["  Children's social work workforce: indicators"]


# Files


def test_a_file_cut_off_at_the_end_of_a_line_names_the_year_and_areas_that_are_missing() -> None:
    cut_after_lines(c2_path(), lines=100)
    told = message_of_each_reader()
    assert told.startswith(f"{c2_path()}: areas are missing; the file may be cut off.\n  2025: 66 of 165 areas missing")
    assert "Download the file again" in told


def test_a_file_cut_off_within_a_line_names_the_line() -> None:
    cut_within_line(c2_path(), line=100)
    told = message_of_each_reader()
    assert told.startswith(f"{c2_path()}: ")
    assert "line 100: 10 cells under 25 headings" in told
    assert "the file may be cut off" in told
    assert "Download the file again" in told


def test_a_file_cut_off_between_two_years_is_not_taken_for_whole() -> None:
    table = made_up_table("c2")
    first_of_2024 = table.line_of(area="E92000001", year=2024)
    cut_after_lines(c2_path(), lines=first_of_2024)
    told = message_of_each_reader()
    assert f"{c2_path()}: areas are missing; the file may be cut off.\n  2024: 164 of 165 areas missing" in told


def test_a_file_cut_off_within_its_headings_is_named_among_those_not_read() -> None:
    cut_within_line(c2_path(), line=1)
    told = message_of_each_reader()
    assert f"no file holds\n  {C2_TITLE}" in told
    assert c2_path().name in told


def test_a_file_with_headings_and_no_row_says_so() -> None:
    cut_after_lines(c2_path(), lines=1)
    told = message_of_each_reader()
    assert told.startswith(f"{c2_path()}: ")
    assert "not one row" in told
    assert "Download the file again" in told


@pytest.mark.parametrize(
    ("heading", "renamed"),
    [("Assessments_completed", "Assessments_complete"), ("old_la_code", "old_la_cod"), ("time_period", "time_perod")],
)
def test_a_renamed_column_is_named_with_the_nearest_heading(heading: str, renamed: str) -> None:
    spoil_c2(lambda table: table.renamed({heading: renamed}))
    told = message_of_each_reader()
    assert told.startswith(f"{c2_path()}: ")
    assert C2_TITLE in told
    assert f"no column {heading}" in told
    assert renamed in told
    assert told.endswith(f"{FETCH_AGAIN} {ASK_MAINTAINERS}")


@pytest.mark.parametrize("cell", ["?", "", "1,234", "-", "N/A", "c*"])
def test_a_cell_that_is_neither_a_number_nor_a_symbol_is_told_by_line_and_column(cell: str) -> None:
    spoilt = spoil_c2(lambda table: table.with_cell("Same_day", cell, area="357", year=2025))
    told = message_of_each_reader()
    assert told.startswith(f"{c2_path()}: neither a number nor one of DfE's symbols (c, x, z, u, low, k).\n")
    assert f"line {spoilt.line_of(area='357', year=2025)}, column Same_day: {cell!r}" in told


def test_all_faulty_cells_of_a_file_are_told_at_once_up_to_ten() -> None:
    spoil_c2(lambda table: table.with_everywhere("Same_day", "?"))
    lines = message_of_each_reader().splitlines()
    assert len([line for line in lines if ", column Same_day: '?'" in line]) == 10
    assert any(line.startswith("  … and ") for line in lines)


@pytest.mark.parametrize(
    ("heading", "cell", "fault"),
    [
        ("old_la_code", "999", "Local authority '999' is not a code of DfE's that is known"),
        ("geographic_level", "Ward", "geographic_level 'Ward' is not one of National, Regional, Local authority"),
        ("time_period", "2024/25", "time_period '2024/25' is not a year such as 2025"),
        ("time_identifier", "Q1", "time_identifier 'Q1' is not 'Reporting year'"),
    ],
)
def test_a_row_about_an_unknown_area_or_year_is_told_by_line_and_value(heading: str, cell: str, fault: str) -> None:
    line = made_up_table("c2").line_of(area="357", year=2025)
    spoil_c2(lambda table: table.with_cell(heading, cell, area="357", year=2025))
    told = message_of_each_reader()
    assert told.splitlines()[:2] == [
        f"{c2_path()}: rows about an area or a year that is not known.",
        f"  line {line}: {fault}",
    ]
    assert told.endswith(f"{FETCH_AGAIN} {ASK_MAINTAINERS}")


def test_an_empty_file_is_named_among_those_not_read() -> None:
    c2_path().write_bytes(b"")
    told = message_of_each_reader()
    assert f"no file holds\n  {C2_TITLE}" in told
    assert c2_path().name in told


def test_a_file_saved_as_utf_16_is_named_with_the_remedy() -> None:
    save_as_utf_16(c2_path())
    told = message_of_each_reader()
    assert told.startswith(f"{c2_path()}: not a UTF-8 text file (it looks like UTF-16). {FETCH_AGAIN}")


def test_two_files_of_one_edition_that_disagree_are_both_named_by_line_and_value() -> None:
    other = made_up_table("c2").named("again.csv").with_cell("Same_day", "1", area="357", year=2025)
    write_table(other, PUBLISHED)
    line = other.line_of(area="357", year=2025)
    printed = made_up_table("c2").cell("Same_day", area="357", year=2025)
    told = message_of_each_reader()
    assert told.splitlines() == [
        "Published figures of the same edition disagree.",
        f"  again.csv, line {line}: Tameside (357), 2025, assessments same day: 1",
        f"  {c2_path().name}, line {line}: Tameside (357), 2025, assessments same day: {printed}",
        "Keep one of the files and move the other out of the published folder.",
    ]


def test_a_row_that_stands_twice_with_two_values_is_told_by_both_lines() -> None:
    spoilt = spoil_c2(lambda table: table.with_row_again(area="357", year=2025, cells={"Same_day": "99999"}))
    told = message_of_each_reader()
    printed = made_up_table("c2").cell("Same_day", area="357", year=2025)
    what = "Tameside (357), 2025, assessments same day"
    first, *rows, last = told.splitlines()
    assert (first, last) == ("The same figure stands twice in one file and differs.", FETCH_AGAIN)
    assert set(rows) == {
        f"  {c2_path().name}, line {spoilt.line_of(area='357', year=2025)}: {what}: {printed}",
        f"  {c2_path().name}, line {len(spoilt.rows) + 1}: {what}: 99999",
    }


# Statistical neighbours


def neighbours_text() -> str:
    return neighbours_2025_text(made_up_neighbours("2025"))


@pytest.mark.parametrize(
    ("spoilt", "fault"),
    [
        (lambda text: text[: len(text) // 2], ": no list\n"),
        (
            lambda text: text.replace("357,Tameside,1,A region,358", "357,Tameside,1,A region,357"),
            "\n  357: is named as its own neighbour\n",
        ),
        (lambda text: text.replace("SN_7,", "SN7,", 1), "there is no column SN_7. "),
    ],
    ids=["cut off", "its own neighbour", "renamed column"],
)
def test_a_spoilt_list_of_neighbours_names_the_file_and_the_fault(spoilt: Callable[[str], str], fault: str) -> None:
    path = PUBLISHED / "neighbours.csv"
    assert spoilt(neighbours_text()) != neighbours_text()
    path.write_text(spoilt(neighbours_text()), encoding="utf-8", newline="")
    told = message_of_each_reader()
    assert told.startswith(f"{path}: ")
    assert fault in told
    assert FETCH_AGAIN in told


def test_a_workbook_of_neighbours_that_cannot_be_opened_is_named() -> None:
    (PUBLISHED / "neighbours.xlsx").write_bytes(b"not a workbook")
    Path("settings.toml").write_text('[neighbours]\nworkbooks = {"neighbours.xlsx" = "2025"}\n', encoding="utf-8")
    told = message_of_each_reader()
    assert told.startswith(
        f"{PUBLISHED / 'neighbours.xlsx'}: named in the settings (neighbours.workbooks), but its sheet 'LA SN Groups' "
        "cannot be read ("
    )
    assert told.endswith("Download the file again, or take its name out of the settings.")


@pytest.mark.parametrize("reader", READERS)
def test_files_that_are_not_read_are_listed_on_standard_error_and_a_list_of_neighbours_is_not_among_them(
    reader: tuple[str, ...],
) -> None:
    (PUBLISHED / "notes.txt").write_text("what is here", encoding="utf-8")
    (PUBLISHED / "older").mkdir()
    (PUBLISHED / "older" / "lookup.csv").write_text("code,name\n1,one\n", encoding="utf-8")
    (PUBLISHED / "neighbours.csv").write_text(neighbours_text(), encoding="utf-8", newline="")
    called = call(*reader, "--published", str(PUBLISHED))
    assert called.exit_code == 0
    told = [line for line in called.told.splitlines() if line.startswith("Not read")]
    assert told == ["Not read, being none of the tables that are used: notes.txt, older/lookup.csv"]
    assert "Not read" not in called.text


def test_the_list_of_neighbours_is_among_the_inputs_of_the_manifest() -> None:
    path = PUBLISHED / "neighbours.csv"
    path.write_text(neighbours_text(), encoding="utf-8", newline="")
    assert call(*READERS[2], "--published", str(PUBLISHED)).exit_code == 0
    manifest = REPORTS / "latest" / "357-tameside" / "public" / "manifest.json"
    inputs = json.loads(manifest.read_text(encoding="utf-8"))["inputs"]
    assert [one for one in inputs if one["table"].startswith("neighbours")] == [
        {
            "name": "neighbours.csv",
            "table": "neighbours_2025",
            "edition": 2025,
            "rows": 153,
            "sha256": hashlib.sha256(path.read_bytes()).hexdigest(),
        }
    ]


# What is asked for


@pytest.mark.parametrize("reader", [("measures",), ("compare",), ("report", "--reports", str(REPORTS))])
def test_an_authority_that_does_not_exist_is_told_with_the_nearest_name(reader: tuple[str, ...]) -> None:
    told = message(*reader, "--authority", "Tameside", "--authority", "Tamesyde", exit_code=2)
    assert told.startswith("No authority is called 'Tamesyde'. Did you mean Tameside")


@pytest.mark.parametrize("reader", READERS)
def test_a_year_that_no_file_has_is_told_with_the_years_held(reader: tuple[str, ...]) -> None:
    told = message(*reader, "--published", str(PUBLISHED), "--period", "2031")
    assert told.startswith("No measure has a figure for 2031: the files hold the years 2024 to 2025.")
    assert "add DfE's newer files" in told


@pytest.mark.parametrize("reader", READERS)
def test_a_fault_in_the_settings_is_told_by_file_line_and_what_is_allowed(reader: tuple[str, ...]) -> None:
    Path("mine.toml").write_text('# ours\n[neighbours]\nmodel = "2020"\n', encoding="utf-8")
    told = message(*reader, "--settings", "mine.toml")
    assert told.startswith('mine.toml: 1 fault in the settings.\n  line 3: neighbours.model = "2020" is not allowed.')
    assert 'Write "2021" or "2025"' in told


@pytest.mark.parametrize("reader", READERS)
def test_settings_that_are_not_toml_are_told_by_line(reader: tuple[str, ...]) -> None:
    Path("mine.toml").write_text('[neighbours]\nmodel = "2025\n', encoding="utf-8")
    told = message(*reader, "--settings", "mine.toml")
    assert told.startswith("mine.toml: 1 fault in the settings.\n  line 2: ")


# Where reports go


@pytest.mark.parametrize("command", [("report", "--authority", "Tameside"), ("demo",)])
def test_a_reports_folder_that_cannot_be_made_is_named_with_what_to_do(command: tuple[str, ...]) -> None:
    Path("a_file").write_text("not a folder", encoding="utf-8")
    told = message(*command, "--reports", "a_file/reports")
    assert told.startswith("a_file/reports")
    assert "cannot be written (Not a directory)" in told
    assert "give another --reports" in told


@pytest.mark.parametrize(
    ("option", "words"),
    [
        ("--published", "a_file: a file, not a folder. Give --published the folder that holds DfE's CSV files, "),
        ("--reports", "Invalid value for '--reports': Directory 'a_file' is a file."),
    ],
)
def test_a_file_in_the_place_of_a_folder_is_wrong_use(option: str, words: str) -> None:
    Path("a_file").write_text("not a folder", encoding="utf-8")
    called = call("report", "--authority", "Tameside", option, "a_file")
    assert (called.exit_code, called.machine) == (2, b"")
    assert words in called.told
    assert not Path("reports").exists()


@pytest.mark.parametrize(("command", "index"), [("report", "latest"), ("demo", "demo")])
def test_an_index_that_cannot_be_written_is_named_and_leaves_no_file_beside_it(command: str, index: str) -> None:
    (REPORTS / index / "index.html").mkdir(parents=True)
    whose = ("--authority", "Tameside") if command == "report" else ()
    called = call(command, *whose, "--reports", str(REPORTS))
    assert called.exit_code == 1
    assert f"{REPORTS / index / 'index.html'}: cannot be written" in called.told
    assert {path.name for path in (REPORTS / index).iterdir()} <= {"index.html", "latest", "357-tameside"}


def test_a_file_in_the_place_of_one_report_fails_that_report_alone_and_is_left_as_it_was() -> None:
    place = REPORTS / "latest" / "357-tameside"
    place.parent.mkdir(parents=True)
    place.write_text("somebody's notes", encoding="utf-8")
    called = call("report", "--authority", "Tameside", "--authority", "Leeds", "--reports", str(REPORTS))
    assert called.exit_code == 1
    assert "Traceback" not in called.told
    fault = f"{place}: cannot be written (a file stands in the report's place). Close what is open there"
    assert f"csc-metrics: 1 report failed.\n  357: {fault}" in called.told
    assert "or give another --reports." in called.told
    assert place.read_text(encoding="utf-8") == "somebody's notes"
    assert {path.name for path in place.parent.iterdir()} == {
        "357-tameside",
        "383-leeds",
        "index.html",
        "failures.json",
    }
    index = (place.parent / "index.html").read_text(encoding="utf-8")
    assert 'href="383-leeds/public/scrutiny.html"' in index
    assert "357-tameside/public" not in index
