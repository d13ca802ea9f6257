"""Errors of an authority's own extracts, met by putting something wrong; errors_met.py holds the others."""

import io
from collections.abc import Callable
from errno import EACCES
from pathlib import Path
from typing import Final
from unittest.mock import patch
from zipfile import ZipFile

import polars as pl
from made_up_workbook import Sheet, workbook_parts, write_workbook, zipped

from csc_metrics.cli.records import DataWouldBeLost
from csc_metrics.data_quality.held import NoCleanRecords, held_records
from csc_metrics.errors import CscMetricsError
from csc_metrics.records import workbook_safety
from csc_metrics.records.clean import clean_records
from csc_metrics.records.delimited import read_delimited
from csc_metrics.records.files import ExtractFile, NoRawFolder
from csc_metrics.records.raw import UnreadableExtract
from csc_metrics.records.read import parquet_rows
from csc_metrics.records.snapshots import CleanFolderFault
from csc_metrics.records.workbook import open_workbook, read_sheet
from csc_metrics.settings.read import read_settings

Case = tuple[str, str, Callable[[], object], tuple[str, ...]]
"""A wording, what goes wrong in words, how, and what the message must name."""
_BOOK: Final = Path("annex_a.xlsx")
_TEXT: Final = Path("meetings.csv")
_OLE: Final = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600)
_WHOLE: Final = (Sheet("List 1", [["Child Unique ID", "Date of Contact"], ["007", "2026-10-01"]]),)


def text(content: bytes) -> None:
    _TEXT.write_bytes(content)
    read_delimited(_TEXT)


def book(content: bytes) -> None:
    _BOOK.write_bytes(content)
    open_workbook(_BOOK)


def book_with_doctype() -> None:
    parts = workbook_parts(_WHOLE)
    name = next(name for name in parts if "worksheets/sheet" in name)
    head, _, rest = parts[name].partition("?>")
    book(zipped(parts | {name: f"{head}?><!DOCTYPE worksheet>{rest}"}))


def book_that_is_too_large() -> None:
    write_workbook(_BOOK, _WHOLE)
    with patch.object(workbook_safety, "MOST_PARTS", 1):
        open_workbook(_BOOK)


def book_in_another_format() -> None:
    written = io.BytesIO()
    with ZipFile(written, "w") as archive:
        archive.writestr("content.xml", "<document/>")
    book(written.getvalue())


def file_that_may_not_be_opened() -> None:
    with patch.object(Path, "open", side_effect=PermissionError(EACCES, "Permission denied")):
        ExtractFile(path=_BOOK, name=_BOOK.name).sha256()


def broken_parquet() -> None:
    path = Path("meetings.parquet")
    path.write_bytes(b"PAR1, cut off")
    parquet_rows(ExtractFile(path=path, name=path.name))


def extract(content: str, *, name: str = "workers.csv") -> None:
    path = Path("data_raw/357/2026-10-31") / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(content, encoding="utf-8")


def empty_raw_folder() -> tuple[str, ...]:
    Path("data_raw").mkdir()
    return ("check",)


def misnamed_raw_folder() -> tuple[str, ...]:
    Path("data_raw").mkdir()
    return ("check", "--raw", "data_row")


def clean_folder_that_is_a_file() -> tuple[str, ...]:
    extract("worker_id,started_on\nW1,2026-01-05\n")
    Path("data_clean").mkdir()
    Path("data_clean/snapshots").write_text("somebody's notes", encoding="utf-8")
    return ("clean",)


def snapshot_that_somebody_changed() -> tuple[str, ...]:
    extract("worker_id,started_on\nW1,2026-01-05\n")
    about = Path("data_clean/snapshots/la_code=357/2026-10-31 workers/about.json")
    about.parent.mkdir(parents=True)
    about.write_text("{", encoding="utf-8")
    return ("clean",)


def clean_one_extract() -> None:
    extract("worker_id,started_on\nW1,2026-01-05\n")
    clean_records(Path("data_raw"), Path("data_clean"), settings=read_settings(None))


def records_of_another() -> None:
    clean_one_extract()
    held_records(Path("data_clean"), "Oldham")


def reports_of_nobody() -> tuple[str, ...]:
    return ("report", "--all", "--audience", "performance")


def records_that_are_not_whole() -> None:
    clean_one_extract()
    Path("data_clean/workers/la_code=357/records.parquet").unlink()
    held_records(Path("data_clean"), "Tameside")


def row_that_would_be_lost() -> tuple[str, ...]:
    extract("worker_id,started_on\nW1,05/01/26\n")
    return ("check",)


def file_that_cannot_be_read() -> tuple[str, ...]:
    extract("worker_id,started_on\nW1,2026-01-05\n")
    extract("", name="meetings.csv")
    return ("clean",)


def parquet_with_lists() -> None:
    path = Path("meetings.parquet")
    pl.DataFrame({"meeting_id": ["M1"], "agencies": [["police", "health"]]}).write_parquet(path)
    parquet_rows(ExtractFile(path=path, name=path.name))


IN_RECORDS: Final[tuple[tuple[type[CscMetricsError], tuple[Case, ...]], ...]] = (
    (
        UnreadableExtract,
        (
            ("not_openable", "An extract is open elsewhere", file_that_may_not_be_opened, ("annex_a.xlsx",)),
            ("empty", "An extract is an empty file", lambda: text(b""), ("meetings.csv", "empty")),
            (
                "heading_twice",
                "Two columns of an extract have one heading",
                lambda: text(b"meeting_id,status,status\nM1,held,pending\n"),
                ("meetings.csv", '"status"'),
            ),
            (
                "password_protected",
                "A workbook is protected by a password",
                lambda: book(_OLE + "EncryptedPackage".encode("utf-16-le")),
                ("annex_a.xlsx", "password"),
            ),
            ("other_format_of_excel", "A spreadsheet is of another format", book_in_another_format, ("annex_a.xlsx",)),
            ("damaged_workbook", "A workbook is cut off", lambda: book(b"PK\3\4 cut off"), ("annex_a.xlsx",)),
            ("too_large", "A workbook would fill the memory", book_that_is_too_large, ("annex_a.xlsx", "too large")),
            ("with_dtd", "A workbook has a DOCTYPE", book_with_doctype, ("annex_a.xlsx", "DOCTYPE")),
            (
                "sheet_missing",
                "A sheet is asked for that a workbook has not",
                lambda: read_sheet(write_workbook(_BOOK, _WHOLE), "List 11"),
                ('"List 11"', "List 1"),
            ),
            (
                "wrong_encoding",
                "An extract is saved as Windows text",
                lambda: text("meeting_id,team\nM1,Café\n".encode("cp1252")),
                ("meetings.csv, line 2",),
            ),
            (
                "unclosed_quote",
                "An extract is cut off within a cell",
                lambda: text(b'meeting_id,team\nM1,"North\n'),
                ("meetings.csv, line 2",),
            ),
            ("not_text", "An extract is no text", lambda: text(b"meeting_id\nM\0\n"), ("meetings.csv, line 2",)),
            ("damaged_parquet", "A Parquet extract is cut off", broken_parquet, ("meetings.parquet",)),
            ("no_single_values", "A Parquet extract has lists", parquet_with_lists, ("meetings.parquet", "agencies")),
        ),
    ),
    (
        NoRawFolder,
        (
            ("at", "The folder of extracts is misspelt", misnamed_raw_folder, ("data_row", "data_raw")),
            ("empty", "The folder of extracts is empty", empty_raw_folder, ("data_raw", "357/2026-10-31")),
        ),
    ),
    (
        CleanFolderFault,
        (
            ("not_writable", "A file stands where snapshots go", clean_folder_that_is_a_file, ("data_clean",)),
            ("damaged", "A snapshot was changed by hand", snapshot_that_somebody_changed, ("la_code=357", "snapshot")),
        ),
    ),
    (
        NoCleanRecords,
        (
            ("of", "An authority's records were never cleaned", records_of_another, ("Oldham (353)", "Tameside (357)")),
            (
                "of_anybody",
                "Reports of all are asked for, and nobody's records are there",
                reports_of_nobody,
                ("data_clean",),
            ),
            ("not_whole", "A clean table was deleted by hand", records_that_are_not_whole, ("Tameside (357)",)),
        ),
    ),
    (
        DataWouldBeLost,
        (
            ("of", "A row has a date that could be two days", row_that_would_be_lost, ("1 row", "357-tameside.xlsx")),
            ("of_files", "One of two extracts is empty", file_that_cannot_be_read, ("1 file", "meetings.csv")),
        ),
    ),
)
"""Error class and its cases."""
