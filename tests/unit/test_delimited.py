"""Delimited text: cells and line numbers as they stand in the file, whichever way it was written and is read."""

import csv
import io
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from csc_metrics.records import delimited
from csc_metrics.records.delimited import read_delimited
from csc_metrics.records.raw import RawTable, UnreadableExtract


def read(folder: Path, text: str | bytes, *, name: str = "extract.csv") -> RawTable:
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return read_delimited(path)


def refused(folder: Path, text: str | bytes) -> UnreadableExtract:
    with pytest.raises(UnreadableExtract) as met:
        read(folder, text)
    assert "extract.csv" in str(met.value)
    return met.value


def cells_of(table: RawTable) -> list[dict[str, object]]:
    return table.cells.to_dicts()


def test_cells_are_text_under_the_headings_as_written_with_the_line_of_each_row(tmp_path: Path) -> None:
    table = read(tmp_path, "Child ID,Referral date\n007,01/04/2024\n008,\n")
    assert table.name == ""
    assert table.faults == ()
    assert cells_of(table) == [
        {"Child ID": "007", "Referral date": "01/04/2024", "source_row": 2},
        {"Child ID": "008", "Referral date": None, "source_row": 3},
    ]


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("coding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_the_separator_and_the_encoding_are_told_from_the_file(
    tmp_path: Path, separator: str, coding: str, end: str
) -> None:
    text = end.join(separator.join(row) for row in (["ID", "Náme"], ["1", "Zoë"], ["2", "x"])) + end
    table = read(tmp_path, text.encode(coding))
    assert table.cells.rows() == [("1", "Zoë", 2), ("2", "x", 3)]
    assert table.cells.columns == ["ID", "Náme", "source_row"]


def test_a_separator_within_quotation_marks_is_not_counted(tmp_path: Path) -> None:
    table = read(tmp_path, '"a, b, c";"d"\n1;2\n')
    assert table.cells.columns == ["a, b, c", "d", "source_row"]


def test_the_first_line_of_excel_that_says_the_separator_is_understood(tmp_path: Path) -> None:
    table = read(tmp_path, "sep=;\r\na,b;c\r\n1,5;2\r\n")
    assert table.cells.rows(named=True) == [{"a,b": "1,5", "c": "2", "source_row": 3}]


def test_outer_whitespace_goes_also_if_it_does_not_break_and_inner_text_stays(tmp_path: Path) -> None:
    table = read(tmp_path, "ID ,b\n\u00a0 x\u00a0 y\u00a0,\u00a0\n")
    assert table.cells.rows(named=True) == [{"ID": "x\u00a0 y", "b": None, "source_row": 2}]


def test_blank_lines_and_rows_without_a_filled_cell_are_left_out_and_line_numbers_stay_true(tmp_path: Path) -> None:
    table = read(tmp_path, "\n,\na,b\n\n1,2\n,\n  \n3,4\n\n")
    assert table.cells.rows() == [("1", "2", 5), ("3", "4", 8)]
    assert table.faults == ()


def test_a_line_break_within_a_cell_does_not_shift_line_numbers(tmp_path: Path) -> None:
    table = read(tmp_path, 'a,b\n"one\r\ntwo\nthree",2\n3,4\n')
    assert table.cells.rows() == [("one\r\ntwo\nthree", "2", 2), ("3", "4", 5)]


def test_a_short_and_a_long_row_are_faults_and_keep_their_cells(tmp_path: Path) -> None:
    table = read(tmp_path, "a,b,c\n1\n4,5,6\n7,8,9,10,11\n")
    assert table.cells.rows() == [("1", None, None, 2), ("4", "5", "6", 3), ("7", "8", "9", 4)]
    assert [(fault.rule, fault.row, fault.value) for fault in table.faults] == [
        ("row_cut_off", 2, "1 of 3 cells"),
        ("row_too_long", 4, "10, 11"),
    ]


def test_a_short_and_a_long_row_do_not_make_up_for_each_other(tmp_path: Path) -> None:
    table = read(tmp_path, "a,b\n1\n1,2,3\n")
    assert [fault.rule for fault in table.faults] == ["row_cut_off", "row_too_long"]


def test_a_file_that_ends_within_quotation_marks_names_the_line_at_which_they_open(tmp_path: Path) -> None:
    error = refused(tmp_path, 'a,b\n1,2\n3,"four\nfive\nsix')
    assert error.rule == "file_truncated"
    assert "line 3" in error.what


@pytest.mark.parametrize("text", ["", "\n \n", "\ufeff", ",,\n"])
def test_a_file_without_a_filled_cell_is_refused_as_empty(tmp_path: Path, text: str) -> None:
    assert refused(tmp_path, text).rule == "file_empty"


@pytest.mark.parametrize("text", ['","', '","\r\n";"\n', '"\t ,"\n\n'])
def test_a_file_of_nothing_but_separators_in_quotation_marks_is_refused_as_empty(tmp_path: Path, text: str) -> None:
    assert refused(tmp_path, text).rule == "file_empty"


def test_a_row_of_one_control_character_is_a_row_whichever_way_it_is_read(tmp_path: Path) -> None:
    even, uneven = read(tmp_path, "a,b\n\x1f,\n"), read(tmp_path, "a,b\n\x1f\n")

    assert even.cells["a"].to_list() == uneven.cells["a"].to_list() == ["\x1f"]
    assert [fault.rule for fault in uneven.faults] == ["row_cut_off"]


def test_headings_alone_make_an_empty_table(tmp_path: Path) -> None:
    table = read(tmp_path, "a,b\n")
    assert table.cells.columns == ["a", "b", "source_row"]
    assert table.cells.height == 0


def test_bytes_that_are_not_utf_8_are_refused_with_the_line_and_what_to_do(tmp_path: Path) -> None:
    error = refused(tmp_path, "a,b\n1,2\nZoë,3\n".encode("cp1252"))
    assert error.rule == "wrong_encoding"
    assert "line 3" in error.what
    assert "CSV UTF-8 (comma delimited)" in error.remedy


def test_utf_16_that_is_cut_off_is_refused(tmp_path: Path) -> None:
    assert refused(tmp_path, "a,b\n1,2\n".encode("utf-16")[:-1]).rule == "wrong_encoding"


def test_a_null_character_is_refused_with_its_line(tmp_path: Path) -> None:
    error = refused(tmp_path, "a,b\n1,\0\n")
    assert error.rule == "not_text"
    assert "line 2" in error.what


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnreadableExtract) as met:
        read_delimited(tmp_path / "none.csv")
    assert met.value.rule == "file_not_openable"


def test_a_heading_that_stands_twice_over_filled_cells_is_refused(tmp_path: Path) -> None:
    error = refused(tmp_path, "a,b,a\n1,2,3\n")
    assert error.rule == "heading_twice"
    assert '"a"' in error.what


def test_a_heading_that_stands_twice_is_no_harm_where_one_column_is_empty(tmp_path: Path) -> None:
    table = read(tmp_path, "a,b,a\n,2,3\n")
    assert table.cells.rows(named=True) == [{"a": "3", "b": "2", "source_row": 2}]


def test_a_heading_like_that_of_our_own_column_is_refused_where_it_is_filled(tmp_path: Path) -> None:
    assert refused(tmp_path, "a,source_row\n1,2\n").rule == "heading_twice"


def test_a_column_without_heading_has_its_letter_where_it_is_filled(tmp_path: Path) -> None:
    table = read(tmp_path, "a,,\n1,2,\n")
    assert table.cells.rows(named=True) == [{"a": "1", "column B": "2", "source_row": 2}]


@pytest.mark.parametrize("spoilt", ["", "odd\n"], ids=["by polars", "cell by cell"])
def test_a_cell_of_20_million_letters_is_read_whole(tmp_path: Path, spoilt: str) -> None:
    text = "x" * 20_000_000
    limit = csv.field_size_limit()
    table = read(tmp_path, f"a,b\n1,{text}\n{spoilt}")
    assert table.cells["b"][0] == text
    assert csv.field_size_limit() == limit


@pytest.mark.parametrize(
    ("line", "cells"),
    [
        ('5" pipe,x', ('5" pipe', "x")),
        ('"a"b,x', ("ab", "x")),
        ('"a" "b",x', ('a "b"', "x")),
        ('""a"",x', ('a""', "x")),
    ],
)
def test_odd_quotation_marks_are_read_as_pythons_csv_does(tmp_path: Path, line: str, cells: tuple[str, str]) -> None:
    table = read(tmp_path, f"a,b\n{line}\n1,2\n")
    assert table.cells.rows() == [(*cells, 2), ("1", "2", 3)]
    assert next(csv.reader([line])) == list(cells)


CELLS = st.text(st.sampled_from('ab1 ,;\t"\n\r\u00a0é'), max_size=6)
TABLES = st.integers(1, 4).flatmap(
    lambda width: st.lists(st.lists(CELLS, min_size=width, max_size=width), min_size=0, max_size=6)
)


def written(rows: Sequence[Sequence[str]], *, separator: str, quoting: int, end: str) -> tuple[str, list[int]]:
    """Return a table as Python's csv writes it, and the line at which each row begins."""
    out, begins, line = io.StringIO(), [], 1
    for row in rows:
        before = out.tell()
        # a carriage return is left bare by Python's csv where lines end otherwise: nobody could read that back
        kind = csv.QUOTE_ALL if "\r" in "".join(row) else quoting
        csv.writer(out, delimiter=separator, quoting=kind, lineterminator=end).writerow(row)
        begins.append(line)
        added = out.getvalue()[before:]
        line += added.count("\n") + added.count("\r") - added.count("\r\n")
    return out.getvalue(), begins


def expected(rows: Sequence[Sequence[str]], begins: Sequence[int]) -> list[tuple[object, ...]]:
    stripped = [[cell.strip() or None for cell in row] for row in rows]
    return [(*row, line) for row, line in zip(stripped, begins, strict=True) if any(row)]


@given(
    rows=TABLES,
    separator=st.sampled_from([",", ";", "\t"]),
    quoting=st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]),
    end=st.sampled_from(["\n", "\r\n"]),
    coding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]),
)
def test_what_pythons_csv_writes_is_read_back_with_its_line_numbers(
    tmp_path_factory: pytest.TempPathFactory,
    rows: list[list[str]],
    separator: str,
    quoting: int,
    end: str,
    coding: str,
) -> None:
    headings = [f"Heading {place}" for place in range(len(rows[0]) if rows else 2)]
    separator = separator if len(headings) > 1 else ","  # one heading alone tells of none
    text, begins = written([headings, *rows], separator=separator, quoting=quoting, end=end)
    table = read(tmp_path_factory.mktemp("csv"), text.encode(coding))
    assert table.faults == ()
    assert table.cells.columns == [*headings, "source_row"]
    assert table.cells.rows() == expected(rows, begins[1:])


@given(rows=TABLES, separator=st.sampled_from([",", ";"]), blank=st.booleans())
def test_both_ways_of_reading_give_the_same(
    tmp_path_factory: pytest.TempPathFactory, rows: list[list[str]], separator: str, *, blank: bool
) -> None:
    headings = [f"Heading {place}" for place in range(len(rows[0]) if rows else 2)]
    text = written([headings, *rows], separator=separator, quoting=csv.QUOTE_MINIMAL, end="\n")[0] + "\n" * blank
    folder = tmp_path_factory.mktemp("csv")
    usual = read(folder, text)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(delimited, "_read_by_polars", lambda *_, **__: None)
        slow = read(folder, text)
    assert usual.cells.equals(slow.cells)
    assert usual.faults == slow.faults


def test_a_plain_file_and_one_with_plain_quotation_marks_are_read_the_quick_way(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(delimited, "records_of", lambda *_, **__: pytest.fail("read cell by cell"))
    text = 'a,b\r\n1,"2, ""two"""\r\n"",4\r\n'
    assert read(tmp_path, text).cells.rows() == [("1", '2, "two"', 2), (None, "4", 3)]
