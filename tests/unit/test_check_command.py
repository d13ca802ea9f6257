"""`csc-metrics check`: every fault with file, row, column, value and remedy, for people and for machines."""

import csv
import io
import json
from pathlib import Path

import fastexcel
import pytest
from cleaned import CLEAN, RAW, check, faults
from made_up_records import HERE, TABLES, put, put_annex_a, put_tables
from unit.test_command_line import call

SPOILT = TABLES["assessments"].with_cell(1, "authorised_on", "soon")
FORMULAS = ("=1+1", "+44", "-2", "@SUM(A1)", "=cmd|' /C calc'!A0", '=HYPERLINK("http://example.org")')
COLUMNS = [
    *("severity", "rule", "file", "row", "column", "value", "remedy", "table", "record", "weakens", "extracted_on"),
    "la_code",
]


@pytest.fixture(autouse=True)
def work_in_an_empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def with_cells(*cells: str) -> None:
    """Put an extract of children whose sex is each of these cells."""
    rows = [f'C{number},"{cell.replace(chr(34), chr(34) * 2)}"' for number, cell in enumerate(cells)]
    put(RAW, f"{HERE}/children.csv", "\n".join(["child_id,sex", *rows]))


@pytest.mark.parametrize("form", ["table", "csv", "json"])
def test_a_fault_names_file_row_column_value_and_remedy_in_every_format(form: str) -> None:
    put_tables(RAW, ["assessments"], assessments=SPOILT)
    text = check("--format", form).text

    for said in (f"{HERE}/assessments.csv", "3", "authorised_on", "soon", "Write dates as 2025-04-03"):
        assert said in text
    assert "not_a_date" in text


def test_csv_json_and_the_list_in_the_folder_hold_the_same_faults() -> None:
    put_tables(RAW, ["assessments", "children"], assessments=SPOILT)
    as_csv = list(csv.DictReader(io.StringIO(check("--format", "csv").text)))
    as_json = check("--format", "json").rows

    assert list(as_csv[0]) == list(as_json[0]) == COLUMNS
    assert as_csv == [{k: "" if v is None else str(v) for k, v in row.items()} for row in as_json] == faults()
    assert [row["severity"] for row in as_csv] == ["error", "notice", "notice"]
    assert (as_json[0]["row"], as_json[0]["record"], as_json[0]["extracted_on"]) == (3, "S2", "2026-10-31")


def test_without_a_fault_every_format_says_so_and_no_list_is_left() -> None:
    put(RAW, "357/2026-10-31/children.csv", TABLES["children"].csv())

    assert check().text == "No fault was found.\n"
    assert check("--format", "json").rows == []
    assert check("--format", "csv").text == ",".join(COLUMNS) + "\n"
    assert not CLEAN.exists() or list(CLEAN.rglob("*.*")) == []


def test_many_rows_of_one_fault_are_shown_once_with_their_number() -> None:
    with_cells(*(f"blue{number}" for number in range(1234)))
    text = check().text

    assert text.count("This is none of the words that the column may hold.") == 1
    assert "row 2: blue0" in text
    assert "and 1,229 more rows" in text
    assert len(faults()) == 1235


# Exit codes


def test_nothing_amiss_is_exit_code_0() -> None:
    put_tables(RAW)
    assert check().exit_code == 0


def test_only_warnings_are_exit_code_0() -> None:
    with_cells("blue")
    called = check()

    assert called.exit_code == 0
    assert "0 errors, 1 warning, 1 notice" in called.told
    assert "Weakened" in called.text
    assert "Weakens: figures that use sex" in called.text


def test_a_row_that_would_be_lost_is_exit_code_1_and_one_message() -> None:
    put_tables(RAW, ["assessments"], assessments=SPOILT)
    called = check()

    assert called.exit_code == 1
    assert called.told.count("csc-metrics: ") == 1
    assert "1 row would be kept aside and not counted." in called.told
    assert "clean/faults/001-alderbeck.xlsx" in called.told.replace("\\", "/")


def test_a_file_that_would_be_lost_is_exit_code_1() -> None:
    put(RAW, f"{HERE}/meetings.csv", TABLES["meetings"].without_column("status").csv())
    called = check()

    assert called.exit_code == 1
    assert "1 file would be kept aside" in called.told


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--raw", "rww"), "rww"),
        (("--format", "xlsx"), "xlsx"),
        (("--clean", "file"), "file"),
        (("--raw", "file"), "file"),
        (("--nothing",), "--nothing"),
        (("stray",), "stray"),
    ],
)
def test_wrong_use_is_exit_code_2(arguments: tuple[str, ...], said: str) -> None:
    put_tables(RAW, ["children"])
    Path("file").write_bytes(b"")
    called = call("check", *arguments)

    assert (called.exit_code, called.machine) == (2, b"")
    assert said in called.told


def test_a_folder_without_an_extract_is_wrong_use() -> None:
    put(RAW, "README.md", "what goes where")
    put(RAW, "published/b1.csv", "a,b")
    put(RAW, f"{HERE}/~$annex_a.xlsx", "lock")
    called = check()

    assert called.exit_code == 2
    assert "no extract is there" in called.told
    assert not CLEAN.exists()


def test_help_names_every_option_and_gives_examples() -> None:
    called = call("check", "--help")

    assert called.exit_code == 0
    for said in ("--raw", "--clean", "--settings", "--format", "csc-metrics check", "file, row, column and remedy"):
        assert said in called.text


# What a spreadsheet or a terminal would make of a cell


@pytest.mark.parametrize("formula", FORMULAS)
def test_a_cell_that_looks_like_a_formula_is_text_in_every_list(formula: str) -> None:
    with_cells(formula)
    printed = list(csv.DictReader(io.StringIO(check("--format", "csv").text)))

    assert [row["value"] for row in printed if row["rule"] == "unknown_code"] == [f"'{formula}"]
    assert [row["value"] for row in faults() if row["rule"] == "unknown_code"] == [f"'{formula}"]
    sheet = (
        fastexcel.read_excel(CLEAN / "faults" / "001-alderbeck.xlsx").load_sheet("Faults", dtypes="string").to_polars()
    )
    assert formula in sheet["value"].to_list()


def test_the_workbook_opens_and_has_the_rows_of_the_csv() -> None:
    put_tables(RAW, ["children", "assessments"], assessments=SPOILT)
    put_annex_a(RAW)
    with_cells("blue", "green", "a\u0001b", "x" * 3000, "007", "http://example.org")
    check()

    book = fastexcel.read_excel(CLEAN / "faults" / "001-alderbeck.xlsx")
    rows = book.load_sheet("Faults", dtypes="string").to_polars().fill_null("").to_dicts()
    assert [one | {"value": ""} for one in rows] == [fault | {"value": ""} for fault in faults()]
    assert {"blue", "007", "http://example.org", "x" * 60} <= {one["value"] for one in rows}
    by_rule = book.load_sheet("By rule").to_polars()
    assert by_rule["faults"].sum() == len(faults())


def test_the_workbook_of_faults_has_the_same_bytes_at_any_time() -> None:
    put_tables(RAW, ["assessments"], assessments=SPOILT)
    check()
    path = CLEAN / "faults" / "001-alderbeck.xlsx"
    before = path.read_bytes()
    path.unlink()
    check()

    assert path.read_bytes() == before


@pytest.mark.parametrize("cell", ["A\x1b[31m1", "A\x071", "A\u202e1", "A\u200b1", "A\x7f1"])
def test_what_a_terminal_would_obey_is_shown_as_its_code(cell: str) -> None:
    put(RAW, f"{HERE}/children.csv", f"child_id,sex\n{cell},F\n")
    called = check()

    assert called.exit_code == 1
    assert cell not in called.text
    assert f"row 2: {ascii(cell)[1:-1]}" in called.text
    assert json.loads(check("--format", "json").text)[0]["value"] == cell
