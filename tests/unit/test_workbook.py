"""Sheets of Excel: cells as text under their headings, row numbers as Excel shows them, and nothing lost in silence."""

from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path

import fastexcel
import polars as pl
import pytest
from made_up_workbook import (
    DATE,
    PERCENTAGE,
    TIME,
    Cell,
    Sheet,
    error,
    formula,
    inline,
    letters,
    number,
    rich,
    write_workbook,
)

from benchmarks.workbooks import write_made_up_workbook
from csc_metrics.records import workbook, workbook_safety
from csc_metrics.records.raw import RawTable, UnreadableExtract
from csc_metrics.records.sheet_xml import letters_of, number_of
from csc_metrics.records.workbook import open_workbook, read_sheet, sheet_names


def read(folder: Path, rows: Sequence[object], *, is_1904: bool = False, **more: object) -> RawTable:
    path = write_workbook(folder / "made up.xlsx", [Sheet("List 1", rows, **more)], is_1904=is_1904)
    return read_sheet(path, "List 1")


def shown(folder: Path, cell: object, *, is_1904: bool = False) -> object:
    """Return one cell as it is read."""
    table = read(folder, [["ID", "value"], ["1", cell]], is_1904=is_1904)
    assert table.faults == ()
    return table.cells["value"][0]


def faults_of(table: RawTable) -> list[tuple[str, int, str, str]]:
    return [(fault.rule, fault.row, fault.column, fault.value) for fault in table.faults]


def test_cells_are_text_under_the_headings_as_written_with_the_row_of_the_sheet(tmp_path: Path) -> None:
    table = read(tmp_path, [["Child Unique ID", "Date of Birth "], [9212044, date(2015, 1, 25)], ["007", None]])
    assert table.name == "List 1"
    assert table.faults == ()
    assert table.cells.to_dicts() == [
        {"Child Unique ID": "9212044", "Date of Birth": "2015-01-25 00:00:00", "source_row": 2},
        {"Child Unique ID": "007", "Date of Birth": None, "source_row": 3},
    ]


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (9212044, "9212044"),
        (number("12.0"), "12"),
        (number("1E+15"), "1000000000000000"),
        (-3.5, "-3.5"),
        (number("0.25", style=PERCENTAGE), "0.25"),
        (number("6.1382614647501708"), "6.138261465"),
        (True, "true"),
        (False, "false"),
        ("00123", "00123"),
        ("1.0", "1.0"),
        (inline("in the cell"), "in the cell"),
        (rich("two", " looks"), "two looks"),
        ("two\nlines", "two\nlines"),
        ("\u00a0 inner\u00a0space \u00a0", "inner\u00a0space"),
        ("\u00a0", None),
        ("a < b & c", "a < b & c"),
        (date(2020, 9, 16), "2020-09-16 00:00:00"),
        (datetime.fromisoformat("2020-09-16 13:45:07"), "2020-09-16 13:45:07"),
        (number("0.5", style=TIME), "12:00:00"),
        (number("0", style=DATE), "1899-12-31 00:00:00"),
        (Cell("<v>2020-09-16T00:00:00</v>", "d"), "2020-09-16T00:00:00"),
        (formula("1+1", "2"), "2"),
        (formula("A1", "text", kind="str"), "text"),
        (formula("A1", "", kind="str"), None),
        (formula("TODAY()", "44090", style=DATE), "2020-09-16 00:00:00"),
    ],
)
def test_a_cell_is_read_as_this_text(tmp_path: Path, cell: object, text: str | None) -> None:
    assert shown(tmp_path, cell) == text


@pytest.mark.parametrize(
    ("cell", "text"),
    [(date(2020, 9, 16), "2020-09-16 00:00:00"), (number("0.5", style=TIME), "12:00:00")],
)
def test_dates_of_a_workbook_that_counts_from_1904_are_the_same_days(tmp_path: Path, cell: object, text: str) -> None:
    assert shown(tmp_path, cell, is_1904=True) == text


@pytest.mark.parametrize("shares_text", [True, False])
def test_shared_and_inline_text_give_the_same(tmp_path: Path, *, shares_text: bool) -> None:
    rows = [["ID", "Team"], ["1", "North"], ["2", "North"]]
    path = write_workbook(tmp_path / "made up.xlsx", [Sheet("List 1", rows)], shares_text=shares_text)
    assert read_sheet(path, "List 1").cells.rows() == [("1", "North", 2), ("2", "North", 3)]


def test_sheets_are_named_in_the_order_of_their_tabs_hidden_ones_too(tmp_path: Path) -> None:
    sheets = [Sheet("List 2", [["a", "b"], ["1", "2"]]), Sheet("List 1", [], state="hidden"), Sheet("A & B", [])]
    path = write_workbook(tmp_path / "made up.xlsx", sheets)
    assert sheet_names(path) == ("List 2", "List 1", "A & B")
    assert open_workbook(path).read("List 2").cells.rows() == [("1", "2", 2)]


def test_hidden_rows_and_columns_are_read(tmp_path: Path) -> None:
    head = '<cols><col min="2" max="2" hidden="1"/></cols>'
    table = read(tmp_path, [["a", "b"], ["1", "2"]], hidden_rows=frozenset({2}), head=head)
    assert table.cells.rows() == [("1", "2", 2)]


def test_titles_above_and_gaps_within_leave_row_numbers_as_excel_shows_them(tmp_path: Path) -> None:
    table = read(tmp_path, [(3, ["Annex A, List 1"]), (5, ["a", "b"]), (7, ["1", "2"]), (20, [None, "4"])])
    assert table.cells.rows() == [("1", "2", 7), (None, "4", 20)]


def test_rows_of_spaces_alone_are_left_out(tmp_path: Path) -> None:
    assert read(tmp_path, [["a", "b"], [" ", "\u00a0"], ["1", None]]).cells.rows() == [("1", None, 3)]


def test_the_row_of_headings_is_that_with_most_that_are_wanted(tmp_path: Path) -> None:
    rows = [["Run by", "Team North"], ["ID", "Gender"], ["1", "F"]]
    path = write_workbook(tmp_path / "made up.xlsx", [Sheet("List 1", rows)])
    book = open_workbook(path)
    wanted = {"ID", "Gender"}
    assert book.headings("List 1", wanted=lambda row: len(wanted & set(row))) == ("ID", "Gender")
    assert book.read("List 1", wanted=lambda row: len(wanted & set(row))).cells.rows() == [("1", "F", 3)]
    assert book.headings("List 1", wanted=lambda row: len({"nothing"} & set(row))) == ("Run by", "Team North")


def test_rows_above_the_headings_that_look_like_records_are_told_and_titles_are_not(tmp_path: Path) -> None:
    rows = [["Annex A"], ["A1", 1, "x", "y"], [], ["A2", 2], ["ID", "Age", "Sex", "Team"], ["A3", 3, "x", "y"]]

    def wanted(cells: Sequence[str]) -> int:
        return cells.count("ID")

    path = write_workbook(tmp_path / "sorted.xlsx", [Sheet("List 1", rows)])
    table = read_sheet(path, "List 1", wanted=wanted)

    assert table.cells["ID"].to_list() == ["A3"]
    assert table.above == (2, 4)
    assert read(tmp_path, [["Annex A"], ["ID", "Age", "Sex"], ["A1", 1, "x"]]).above == ()


def test_a_sheet_with_one_column_has_its_first_filled_cell_as_heading(tmp_path: Path) -> None:
    assert read(tmp_path, [(2, ["ID"]), ["1"]]).cells.to_dicts() == [{"ID": "1", "source_row": 3}]


def test_what_headings_read_is_not_read_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write_workbook(tmp_path / "made up.xlsx", [Sheet("List 1", [["a", "b"], ["1", "2"]])])
    book = open_workbook(path)
    assert book.headings("List 1") == ("a", "b")
    monkeypatch.setattr(workbook.Workbook, "_load", lambda *_: pytest.fail("read twice"))
    assert book.read("List 1").cells.height == 1


@pytest.mark.parametrize("rows", [[], [["", " "]]])
def test_a_sheet_without_filled_cells_is_an_empty_table(tmp_path: Path, rows: list[list[str]]) -> None:
    table = read(tmp_path, rows)
    assert table.cells.columns == ["source_row"]
    assert table.cells.height == 0


def test_headings_alone_make_an_empty_table(tmp_path: Path) -> None:
    table = read(tmp_path, [["a", "b"]])
    assert table.cells.columns == ["a", "b", "source_row"]
    assert table.cells.height == 0


@pytest.mark.parametrize("code", ["#N/A", "#REF!", "#DIV/0!", "#NAME?", "#NULL!", "#NUM!", "#VALUE!"])
def test_a_cell_in_error_is_a_fault_of_its_row_which_is_kept(tmp_path: Path, code: str) -> None:
    table = read(tmp_path, [["a", "b"], ["1", error(code)], [error(code)], ["3", "4"]])
    assert faults_of(table) == [("cell_error", 2, "b", code), ("cell_error", 3, "a", code)]
    assert table.cells.rows() == [("1", None, 2), (None, None, 3), ("3", "4", 4)]


@pytest.mark.parametrize("text", ["20200916", "99999999", "2958466", "1000000000000"])
def test_a_number_that_excel_cannot_show_as_a_date_is_a_fault(tmp_path: Path, text: str) -> None:
    rows = [["ID", "Date"], ["1", number(text, style=DATE)], ["2", number("2958465", style=DATE)]]
    table = read(tmp_path, rows)
    assert faults_of(table) == [("cell_error", 2, "Date", text)]
    assert table.cells.rows() == [("1", None, 2), ("2", "9999-12-31 00:00:00", 3)]


def test_a_number_of_such_a_size_that_is_no_date_and_a_long_text_are_no_fault(tmp_path: Path) -> None:
    assert read(tmp_path, [["ID", "Note"], [20200916, "Seen on 2020-09-16 00:00:00, at home"]]).faults == ()


def test_an_error_above_the_headings_is_no_fault_of_a_row(tmp_path: Path) -> None:
    assert read(tmp_path, [[error("#N/A")], ["a", "b"], ["1", "2"]]).faults == ()


@pytest.mark.parametrize("without", ["", "<v></v>", "<v/>"])
def test_a_formula_without_a_stored_value_is_a_fault(tmp_path: Path, without: str) -> None:
    cell = Cell(f"<f>B2+1</f>{without}")
    table = read(tmp_path, [(3, [None, "a", "b", "c"]), [None, "1", cell, formula("1+1", "2")], [None, cell]])
    assert faults_of(table) == [("formula_without_value", 4, "b", "=B2+1"), ("formula_without_value", 5, "a", "=B2+1")]
    assert table.cells.rows() == [("1", None, "2", 4), (None, None, None, 5)]


def test_every_row_below_the_headings_that_a_merge_touches_is_a_fault(tmp_path: Path) -> None:
    rows = [["Title"], ["a", "b"], ["1", "2"], ["3", None], ["5", "6"]]
    table = read(tmp_path, rows, merges=["A1:B1", "B3:B4", "A5:XFD1048576"])
    assert faults_of(table) == [
        ("merged_cells", 3, "", "B3:B4"),
        ("merged_cells", 4, "", "B3:B4"),
        ("merged_cells", 5, "", "A5:XFD1048576"),
    ]


def test_conditional_formats_and_their_formulas_are_no_fault(tmp_path: Path) -> None:
    tail = '<conditionalFormatting sqref="A1:XFD1048576"><cfRule><formula>1</formula></cfRule></conditionalFormatting>'
    assert read(tmp_path, [["a", "b"], ["1", "2"]], tail=tail).faults == ()


@pytest.mark.parametrize(
    "spoilt",
    [
        lambda xml: xml.replace("<", "<x:").replace("<x:/", "</x:").replace("xmlns=", "xmlns:x="),
        lambda xml: xml.replace(' r="B3"', "").replace(' r="A3"', "").replace(' r="A2"', "").replace(' r="B2"', ""),
        lambda xml: xml.replace('"', "'"),
        lambda xml: xml.replace("<sheetData>", "<!-- sheetData --><sheetData>"),
    ],
    ids=["prefixes", "cells without a place", "apostrophes", "comments"],
)
def test_xml_that_other_programs_write_gives_the_same_rows_and_faults(tmp_path: Path, spoilt: object) -> None:
    rows = [["a", "b"], ["1", number("5")], [error("#N/A"), formula("1+1")]]
    faults = [("cell_error", 3, "a", "#N/A"), ("formula_without_value", 3, "b", "=1+1")]
    plain = read(tmp_path, rows)
    assert faults_of(plain) == faults
    path = write_workbook(tmp_path / "other.xlsx", [Sheet("List 1", rows)], respelt=spoilt)
    other = read_sheet(path, "List 1")
    assert other.cells.equals(plain.cells)
    assert faults_of(other) == faults


def test_a_heading_that_stands_twice_over_filled_cells_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnreadableExtract, match='sheet "List 1", row 2: "a"') as met:
        read(tmp_path, [["Title"], ["a", "b", "a "], ["1", "2", "3"]])
    assert met.value.rule == "heading_twice"


def test_a_heading_that_stands_twice_is_no_harm_where_a_column_is_empty(tmp_path: Path) -> None:
    table = read(tmp_path, [["a", "b", "a"], ["1", "2", None]])
    assert table.cells.to_dicts() == [{"a": "1", "b": "2", "source_row": 2}]


def test_a_column_without_heading_has_the_letter_that_excel_shows(tmp_path: Path) -> None:
    table = read(tmp_path, [(2, [None, None, "a", None, "b", None, None]), [None, None, "1", " ", "2", "3", ""]])
    assert table.cells.to_dicts() == [{"a": "1", "b": "2", "column F": "3", "source_row": 3}]


def test_letters_and_numbers_of_columns_are_each_others_inverse() -> None:
    assert [letters_of(column) for column in (1, 26, 27, 702, 703, 16384)] == ["A", "Z", "AA", "ZZ", "AAA", "XFD"]
    assert [number_of(letters_of(column)) for column in range(1, 1000)] == list(range(1, 1000))
    assert letters(27) == letters_of(28)


def test_a_sheet_that_is_not_there_is_refused_with_the_nearest(tmp_path: Path) -> None:
    path = write_workbook(tmp_path / "made up.xlsx", [Sheet("List 1", [["a", "b"]])])
    with pytest.raises(UnreadableExtract, match="Did you mean List 1") as met:
        read_sheet(path, "Lst 1")
    assert met.value.rule == "sheet_missing"


@pytest.mark.parametrize("piece", [30, 31, 32, 33, 34, 35, 36, 37, 64])
def test_a_lost_cell_is_seen_wherever_its_sheet_is_cut_while_it_is_unpacked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, piece: int
) -> None:
    monkeypatch.setattr(workbook_safety, "_PIECE", piece)
    empty = [(row, []) for row in range(10, 3000)]
    table = read(tmp_path, [["a", "b"], ["1", error("#N/A")], [inline("2"), formula("1+1")], *empty, (3000, ["3"])])
    assert [fault.rule for fault in table.faults] == ["cell_error", "formula_without_value"]
    assert table.cells.rows() == [("1", None, 2), ("2", None, 3), ("3", None, 3000)]


def test_text_in_the_cells_that_looks_like_places_far_out_needs_no_second_reading(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = [
        ["Postcode", "Note"],
        [inline("SW1A 1AA"), inline("ABC123 XY9 123456")],
        [inline("CASE"), inline("1234567")],
    ]
    path = write_workbook(tmp_path / "made up.xlsx", [Sheet("List 1", rows)])
    monkeypatch.setattr(workbook, "read_marks", lambda *_: pytest.fail("its XML was read"))
    assert read_sheet(path, "List 1").cells.height == 2


def test_the_benchmarks_workbook_is_read_as_fastexcel_alone_reads_it(tmp_path: Path) -> None:
    path = write_made_up_workbook(tmp_path / "made up.xlsx", rows=50)
    alone, ours = fastexcel.read_excel(path), open_workbook(path)
    assert ours.sheets == tuple(alone.sheet_names)
    for name in ours.sheets:
        cells = alone.load_sheet(name, dtypes="string").to_polars().with_columns(pl.all().str.strip_chars())
        assert ours.read(name).cells.drop("source_row").equals(cells)


@pytest.mark.shared
def test_a_published_sample_of_annex_a_comes_out_right(shared_dfe: Path) -> None:
    book = open_workbook(shared_dfe.parent / "returns" / "annex_a" / "Annex_A_2024_Jan.xlsx")
    assert book.sheets == tuple(f"List {place}" for place in range(1, 12))
    tables = {name: book.read(name) for name in book.sheets}
    assert all(5 <= table.cells.height <= 7 for table in tables.values())
    sixth = tables.pop("List 6")
    assert faults_of(sixth) == [
        ("cell_error", row, column, "#N/A") for row in range(2, 7) for column in ("Allocated Team", "Allocated Worker")
    ]
    assert [name for name, table in tables.items() if table.faults] == []
    first = tables["List 1"].cells
    assert first.row(0, named=True)["Child Unique ID"] == "9212044"
    assert first.columns[3] == "Date of Birth"
    assert first["Date of Birth"].to_list()[:2] == ["2015-01-25 00:00:00", None]
    assert first["Date of Contact"][0] == "2020-09-16 00:00:00"
    assert first["source_row"].to_list()[0] == 2
    every = [cell for table in tables.values() for row in table.cells.rows() for cell in row[:-1] if cell]
    assert [cell for cell in every if cell != cell.strip()] == []
