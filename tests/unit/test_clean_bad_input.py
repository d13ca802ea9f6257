"""Whatever an extract is, it ends in a named fault or one clear error; others are read, nothing crashes or hangs."""

import io
import os
import time
from collections.abc import Callable
from pathlib import Path
from unittest.mock import patch
from zipfile import ZIP_DEFLATED, ZipFile

import polars as pl
import pytest
from cleaned import RAW, aside, check, clean, faults, records
from made_up_records import (
    HERE,
    LISTS,
    TABLES,
    annex_a_bytes,
    child,
    cin_census,
    parquet_bytes,
    put,
    put_tables,
    workforce_census,
)
from made_up_workbook import Sheet, formula, workbook_bytes, workbook_parts, zipped

from csc_metrics.records import workbook_safety

LONGEST_SECONDS = 10
CSV = TABLES["children"].csv()
WORKBOOK = workbook_bytes([TABLES["children"].sheet("children")])
PARQUET = parquet_bytes(TABLES["children"].frame())
CENSUS = cin_census().encode()


@pytest.fixture(autouse=True)
def work_in_an_empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def zip_bomb() -> bytes:
    parts = workbook_parts([TABLES["children"].sheet("children")])
    written = io.BytesIO()
    with ZipFile(written, "w", ZIP_DEFLATED, compresslevel=9) as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
        with archive.open("xl/media/image1.bin", "w", force_zip64=True) as part:
            for _ in range(9):
                part.write(bytes(2**20))
    return written.getvalue()


def with_doctype(part: str) -> bytes:
    parts = workbook_parts([TABLES["children"].sheet("children")])
    evil = '<!DOCTYPE a [<!ENTITY e SYSTEM "file:///etc/hostname">]>'
    return zipped(parts | {part: parts[part].replace("?>\n", f"?>\n{evil}", 1)})


PASSWORD = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(504) + "EncryptedPackage".encode("utf-16-le") + bytes(2000)
BILLION = '<!DOCTYPE lolz [<!ENTITY a "lol"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>'
OUTSIDE = '<!DOCTYPE m [<!ENTITY e SYSTEM "file:///etc/hostname">]>'

LOST: dict[str, tuple[str, bytes, str]] = {
    "an empty CSV": ("children.csv", b"", "file_empty"),
    "a CSV of blank lines": ("children.csv", b"\n\n\n", "file_empty"),
    "a CSV in another encoding": ("children.csv", CSV.replace(b"A1", "Zo\u00eb".encode("cp1252")), "wrong_encoding"),
    "a CSV cut off within quotes": ("children.csv", CSV + b'A3,"2015', "file_truncated"),
    "UTF-16 cut off": ("children.csv", CSV.decode().encode("utf-16")[:-1], "wrong_encoding"),
    "a workbook named CSV": ("children.csv", WORKBOOK, "wrong_encoding"),
    "null characters in a CSV": ("children.csv", CSV + b"A3,\0\0\n", "not_text"),
    "a heading that stands twice": ("children.csv", CSV.replace(b"ethnicity", b"sex"), "heading_twice"),
    "an empty workbook file": ("children.xlsx", b"", "file_empty"),
    "a workbook cut off": ("children.xlsx", WORKBOOK[:-60], "workbook_damaged"),
    "half a workbook": ("children.xlsx", WORKBOOK[: len(WORKBOOK) // 2], "workbook_damaged"),
    "a CSV named workbook": ("children.xlsx", CSV, "workbook_damaged"),
    "a workbook with a password": ("children.xlsx", PASSWORD, "password_protected"),
    "a workbook of Excel 97": ("children.xls", PASSWORD[:512], "old_excel_format"),
    "a workbook with a document type": ("children.xlsx", with_doctype("xl/worksheets/sheet1.xml"), "dtd_refused"),
    "an empty census": ("cin.xml", b"", "file_empty"),
    "a census cut off": ("cin.xml", CENSUS[:-40], "file_truncated"),
    "a billion laughs": ("cin.xml", BILLION.encode() + CENSUS, "dtd_refused"),
    "an external entity": ("cin.xml", OUTSIDE.encode() + CENSUS, "dtd_refused"),
    "any document type": ("cin.xml", b"<!DOCTYPE Message>" + CENSUS, "dtd_refused"),
    "depth of 10,000": ("cin.xml", cin_census("<a>" * 10_000 + "</a>" * 10_000).encode(), "too_deep"),
    "a very long text": ("cin.xml", cin_census(child("A" * 2_000_000)).encode(), "text_too_long"),
    "a Parquet file cut off": ("children.parquet", PARQUET[:-20], "parquet_damaged"),
    "an empty Parquet file": ("children.parquet", b"", "parquet_damaged"),
    "a CSV named Parquet": ("children.parquet", CSV, "parquet_damaged"),
    "a column that must be there is not": (
        "meetings.csv",
        TABLES["meetings"].without_column("status").csv(),
        "column_missing",
    ),
}
"""What is wrong: the file's name, its bytes, and the rule that must be named."""


@pytest.mark.parametrize("command", [check, clean])
@pytest.mark.parametrize("what", LOST)
def test_a_file_that_cannot_be_read_is_named_and_others_are_read(what: str, command: Callable[[], object]) -> None:
    name, content, _ = LOST[what]
    put(RAW, f"{HERE}/{name}", content)
    put_tables(RAW, ["visits"])
    began = time.perf_counter()
    called = command()

    assert time.perf_counter() - began < LONGEST_SECONDS
    assert called.exit_code == 1, called.told
    assert "Traceback" not in called.told
    assert called.told.count("csc-metrics: ") == 1
    errors = [fault for fault in faults() if fault["severity"] == "error"]
    assert [fault["file"].split(" [")[0] for fault in errors] == [f"{HERE}/{name}"], errors
    assert errors[0]["remedy"][-1] in ".]"
    if command is clean:
        assert len(records("visits", "child_id")) == 2
        assert not records("children", "child_id")


@pytest.mark.parametrize("what", LOST)
def test_the_fault_of_a_file_has_a_rule_of_its_own(what: str) -> None:
    name, content, rule = LOST[what]
    put(RAW, f"{HERE}/{name}", content)
    check()

    assert {fault["rule"] for fault in faults() if fault["severity"] == "error"} == {rule}


def test_a_zip_bomb_is_refused_before_it_fills_the_memory() -> None:
    put(RAW, f"{HERE}/children.xlsx", zip_bomb())
    with patch.object(workbook_safety, "MOST_BYTES_UNPACKED", 8 * 2**20):
        called = check()

    assert (called.exit_code, {fault["rule"] for fault in faults()}) == (1, {"workbook_too_large"})
    assert len(zip_bomb()) < 2**15


@pytest.mark.parametrize("what", [CSV, WORKBOOK, PARQUET, CENSUS], ids=["CSV", "workbook", "Parquet", "census"])
def test_a_file_that_is_cut_off_anywhere_never_crashes(what: bytes) -> None:
    ending = {CSV: "csv", WORKBOOK: "xlsx", PARQUET: "parquet", CENSUS: "xml"}[what]
    for part in range(1, 8):
        put(RAW, f"{HERE}/children {part}.{ending}", what[: len(what) * part // 8])
    called = check()

    assert "Traceback" not in called.told
    assert called.exit_code == 1 or ending == "csv"


READ: dict[str, tuple[str, bytes]] = {
    "UTF-8 with its mark": ("children.csv", b"\xef\xbb\xbf" + CSV),
    "UTF-16": ("children.csv", CSV.decode().encode("utf-16")),
    "UTF-16, big end first": ("children.csv", b"\xfe\xff" + CSV.decode().encode("utf-16-be")),
    "no line at its end": ("children.csv", CSV.rstrip()),
    "old line ends": ("children.csv", CSV.replace(b"\r\n", b"\r")),
    "blank lines within": ("children.csv", CSV.replace(b"\r\n", b"\r\n\r\n")),
    "empty columns at the right": ("children.csv", CSV.replace(b"\r\n", b",,\r\n")),
    "a title above the headings": (
        "children.xlsx",
        workbook_bytes([Sheet("children", [["Children of the authority"], [], *TABLES["children"].sheet("").rows])]),
    ),
}


@pytest.mark.parametrize("what", READ)
def test_unusual_but_whole_files_are_read(what: str) -> None:
    name, content = READ[what]
    put(RAW, f"{HERE}/{name}", content)
    called = clean()

    assert called.exit_code == 0, faults()
    assert records("children", "child_id", "sex") == [("A1", "female"), ("A2", "male")]


def test_headings_alone_are_told() -> None:
    put_tables(RAW, ["children"], children=TABLES["children"].without_rows())
    put(RAW, f"{HERE}/annex_a.xlsx", annex_a_bytes({"List 1": LISTS["List 1"].without_rows()}))
    called = check()

    assert called.exit_code == 0
    assert {fault["file"] for fault in faults() if fault["rule"] == "no_rows"} == {
        f"{HERE}/children.csv",
        f"{HERE}/annex_a.xlsx [List 1]",
    }


def test_a_formula_counts_with_its_value_and_without_one_is_a_fault_of_its_row() -> None:
    rows = [["child_id", "born_on"], ["A1", formula("B9", "42090")], [formula("A9"), "2017-11-02"]]
    put(RAW, f"{HERE}/children.xlsx", workbook_bytes([Sheet("children", rows)]))
    clean()

    assert [row[0] for row in records("children", "child_id")] == ["A1"]
    [fault] = [fault for fault in faults() if fault["rule"] == "formula_without_value"]
    assert (fault["row"], fault["column"], fault["severity"]) == ("3", "child_id", "error")


def test_merged_cells_are_a_fault_of_each_row_that_they_touch() -> None:
    rows = [["child_id", "sex"], ["A1", "F"], [None, "M"], ["A3", "F"]]
    put(RAW, f"{HERE}/children.xlsx", workbook_bytes([Sheet("children", rows, merges=["A2:A3"])]))
    clean()

    assert records("children", "child_id") == [("A3",)]
    assert {(row["row"], "merged_cells" in row["rules"]) for row in aside()} == {(2, True), (3, True)}


@pytest.mark.parametrize("written", ["0001-01-01", "9999-12-31", "1899-12-31", "31/12/9999", "01/01/0001"])
def test_a_year_that_nothing_happened_in_is_no_day(written: str) -> None:
    """Where empty means "not known" it is not known; where it means "not yet" the row is kept aside."""
    put_tables(
        RAW,
        ["children", "assessments"],
        children=TABLES["children"].with_cell(0, "born_on", written),
        assessments=TABLES["assessments"].with_cell(0, "authorised_on", written),
    )
    clean()

    assert records("children", "child_id", "born_on")[0] == ("A1", None)
    assert [(row["table"], row["row"]) for row in aside()] == [("assessments", 2)]
    assert {fault["value"] for fault in faults() if fault["rule"] == "date_out_of_range"} == {written}


def test_a_census_with_odd_years_in_its_header_is_no_crash() -> None:
    put(RAW, "001/cin.xml", cin_census(year=9999))
    put(RAW, "002/cin.xml", cin_census(la_code="002", year=1))
    called = check()

    assert called.exit_code == 1
    assert {fault["rule"] for code in ("001", "002") for fault in faults(code) if fault["severity"] == "error"} == {
        "day_unknown"
    }


WRITABLE = [
    "A 1",
    " A1 ",
    "A/1",
    "A\\1",
    "A'1",
    'A"1',
    "A;1",
    "../A1",
    "=A1",
    "A\u00e9\u4e2d",
    "007",
    "1e5",
    "A1\u00a0B",
    "%s",
]


def test_identifiers_with_odd_but_visible_characters_stay_as_they_are() -> None:
    rows = pl.DataFrame({"child_id": WRITABLE})
    put(RAW, f"{HERE}/children.csv", rows.write_csv().encode())
    called = clean()

    assert called.exit_code == 0
    assert {row[0] for row in records("children", "child_id")} == {name.strip() for name in WRITABLE}
    assert "Traceback" not in called.told


@pytest.mark.parametrize("name", ["A\u00011", "A\x1b1", "A\u200b1", "A\u20281", "A\ufffd1", "A" * 201])
def test_identifiers_with_characters_that_cannot_be_seen_are_kept_aside(name: str) -> None:
    put(RAW, f"{HERE}/children.csv", f'child_id,sex\n"{name}",F\nA2,M\n')
    clean()

    assert records("children", "child_id") == [("A2",)]
    [row] = aside()
    assert (row["cells"]["child_id"], row["rules"]) == (name, "odd_identifier")


def test_two_files_for_one_authority_and_month_that_disagree_are_a_fault_of_both() -> None:
    put(RAW, f"{HERE}/plans.csv", TABLES["plans"].csv())
    put(RAW, "001/2026-10/plans.csv", TABLES["plans"].with_cell(0, "ended_on", "2026-10-01").csv())
    clean()

    assert records("plans", "child_id") == [("A2",)]
    assert sorted((fault["file"], fault["rule"]) for fault in faults() if fault["severity"] == "error") == [
        ("001/2026-10-31/plans.csv", "files_disagree"),
        ("001/2026-10/plans.csv", "files_disagree"),
    ]


def test_a_folder_named_like_a_file_is_a_folder() -> None:
    put(RAW, f"{HERE}/annex_a.xlsx/children.csv", CSV)
    (RAW / HERE / "meetings.csv").mkdir()
    called = clean()

    assert called.exit_code == 0
    assert len(records("children", "child_id")) == 2


def test_a_file_that_may_not_be_opened_is_named_and_others_are_read() -> None:
    put_tables(RAW, ["children", "visits"])
    real = Path.open

    def refused(path: Path, *arguments: object, **more: object) -> object:
        if path.name == "children.csv":
            raise PermissionError(13, "Permission denied", str(path))
        return real(path, *arguments, **more)

    with patch.object(Path, "open", refused):
        called = clean()

    assert called.exit_code == 1
    assert "children.csv" in called.told
    assert [(fault["rule"], fault["file"]) for fault in faults("unknown")] == [
        ("file_not_openable", f"{HERE}/children.csv")
    ]
    assert len(records("visits", "child_id")) == 2
    assert clean().exit_code == 0
    assert faults("unknown") == []


@pytest.mark.skipif(os.name == "nt", reason="Windows has no names that are not Unicode")
def test_a_file_whose_name_is_no_utf_8_is_read() -> None:
    folder = RAW / HERE
    folder.mkdir(parents=True)
    Path(os.fsdecode(os.fsencode(folder) + b"/children \xe9.csv")).write_bytes(CSV)
    called = clean()

    assert called.exit_code == 0
    assert records("children", "child_id", "source_file")[0] == ("A1", f"{HERE}/children \\xe9.csv")
    assert clean().told.endswith("Nothing has changed since the last run.\n")


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("notes.docx", b"PK"),
        ("data.json", b"{}"),
        ("other.csv", b"a,b\n1,2\n"),
        ("page.xml", b"<html/>"),
        ("no ending", b"x"),
        ("sheet.xlsx", workbook_bytes([Sheet("Sheet1", [["a", "b"], ["1", "2"]])])),
    ],
)
def test_a_file_of_which_nobody_knows_what_it_holds_is_named_and_costs_nothing(name: str, content: bytes) -> None:
    put(RAW, f"{HERE}/{name}", content)
    put_tables(RAW, ["children"])
    called = clean()

    assert called.exit_code == 0
    [fault] = [fault for fault in faults() if fault["rule"] == "not_read"]
    assert (fault["severity"], fault["file"].split(" [")[0]) == ("notice", f"{HERE}/{name}")


def test_a_workforce_census_without_a_worker_is_no_crash() -> None:
    put(RAW, "001/csww.xml", workforce_census("<CSWWWorker/>"))
    called = check()

    assert called.exit_code == 1
    assert "Traceback" not in called.told
    assert {fault["rule"] for fault in faults() if fault["severity"] == "error"} == {"missing"}
