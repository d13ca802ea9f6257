"""Rows of an extract as they stand in its file: text under headings, before anything is understood."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Self

import polars as pl

from csc_metrics.errors import CscMetricsError, did_you_mean

SOURCE_ROW: Final = "source_row"
"""Column that says on which row of a sheet, or on which line of a CSV or XML file, a record stands (from 1)."""
SOURCE_ELEMENT: Final = "source_element"
"""Column that says which XML element of its kind a row is (from 1), since many elements may stand on one line."""


class UnreadableExtract(CscMetricsError):
    """A file of an authority's own cannot be read, or not wholly. rule: a short name of what is wrong with it."""

    def __init__(self, message: str, *, rule: str, remedy: str) -> None:
        super().__init__(f"{message} {remedy}")
        self.what = message
        self.rule = rule
        self.remedy = remedy

    @classmethod
    def not_openable(cls, path: Path, error: OSError) -> Self:
        """Word the error for a file that the system does not let us read."""
        return cls(
            f"{path}: cannot be opened ({error.strerror}).",
            rule="file_not_openable",
            remedy="Close it elsewhere and check who may read it.",
        )

    @classmethod
    def empty(cls, path: Path) -> Self:
        """Word the error for a file without one byte, or without one filled cell."""
        return cls(f"{path}: the file is empty.", rule="file_empty", remedy="Run the extract again and put it here.")

    @classmethod
    def heading_twice(cls, path: Path, headings: Sequence[str], *, place: str) -> Self:
        """Word the error for a table in which a heading stands twice over filled cells."""
        named = ", ".join(f'"{heading}"' for heading in headings)
        return cls(
            f"{path}, {place}: {named} stands more than once, so it is unclear which column is meant.",
            rule="heading_twice",
            remedy="Give each column a heading of its own in the extract.",
        )

    @classmethod
    def password_protected(cls, path: Path) -> Self:
        """Word the error for a workbook that opens with a password only."""
        return cls(
            f"{path}: the workbook is protected by a password.",
            rule="password_protected",
            remedy='Save it without a password: in Excel, "File", "Info", "Protect Workbook", "Encrypt with Password".',
        )

    @classmethod
    def other_format_of_excel(cls, path: Path, kind: str) -> Self:
        """Word the error for a spreadsheet in another form than the usual one."""
        return cls(
            f"{path}: this is {kind}, which is not read.",
            rule="old_excel_format",
            remedy='Save it in Excel as "Excel Workbook (*.xlsx)".',
        )

    @classmethod
    def damaged_workbook(cls, path: Path, reason: str) -> Self:
        """Word the error for what is no workbook, or only part of one."""
        return cls(
            f"{path}: not readable as a workbook of Excel ({reason}).",
            rule="workbook_damaged",
            remedy="It may be cut off or damaged on the way. Save it again from Excel, or copy it again.",
        )

    @classmethod
    def too_large(cls, path: Path, what: str) -> Self:
        """Word the error for a workbook that would fill the memory."""
        return cls(
            f"{path}: too large to be read safely ({what}).",
            rule="workbook_too_large",
            remedy="Save only the rows and columns that are wanted in a new workbook.",
        )

    @classmethod
    def damaged_parquet(cls, path: Path, reason: str) -> Self:
        """Word the error for what is no Parquet, or only part of it."""
        return cls(
            f"{path}: not readable as Parquet ({reason}).",
            rule="parquet_damaged",
            remedy="It may be cut off. Run the extract again.",
        )

    @classmethod
    def with_dtd(cls, path: Path, part: str) -> Self:
        """Word the error for XML that begins with a document type: nothing in it is followed."""
        return cls(
            f"{path}, {part}: the XML has a document type (DOCTYPE), which can make a reader open other files.",
            rule="dtd_refused",
            remedy="Save it again from the program that it comes from.",
        )

    @classmethod
    def sheet_missing(cls, path: Path, name: str, *, known: Sequence[str]) -> Self:
        """Word the error for a sheet that the workbook has not."""
        return cls(
            f'{path}: has no sheet "{name}".{did_you_mean(name, known)}',
            rule="sheet_missing",
            remedy=f"Name one of its sheets: {', '.join(known)}.",
        )

    @classmethod
    def wrong_encoding(cls, path: Path, line: int, what: str) -> Self:
        """Word the error for bytes that are not UTF-8."""
        return cls(
            f"{path}, line {line}: not UTF-8 text ({what}).",
            rule="wrong_encoding",
            remedy='Save it as "CSV UTF-8 (comma delimited)".',
        )

    @classmethod
    def unclosed_quote(cls, path: Path, line: int) -> Self:
        """Word the error for a quotation mark that is opened and never closed."""
        return cls(
            f"{path}, line {line}: a quotation mark is opened here and never closed, so the file may be cut off.",
            rule="file_truncated",
            remedy="Run the extract again, or mend the quotation mark on that line.",
        )

    @classmethod
    def no_single_values(cls, path: Path, columns: Sequence[str]) -> Self:
        """Word the error for a Parquet file with columns whose cells are lists, groups or bytes."""
        return cls(
            f"{path}: cells of {', '.join(columns)} are lists, groups or bytes, not single values.",
            rule="no_single_values",
            remedy="Write the column as text, or leave it out.",
        )

    @classmethod
    def not_text(cls, path: Path, line: int) -> Self:
        """Word the error for a file with null characters, which no text has."""
        return cls(
            f"{path}, line {line}: not a text file (it has a null character).",
            rule="not_text",
            remedy='Save it as "CSV UTF-8 (comma delimited)", or give a workbook its ending, .xlsx.',
        )


@dataclass(frozen=True, kw_only=True)
class RowFault:
    """Something wrong with one row, seen while its file was read, that the cells alone no longer show.

    rule: its short name. row: of the sheet or file, from 1. column: heading, or none for the whole row.
    value: as it stands, at most 60 characters. remedy: what to do at the source. element: which XML element of its kind
    it is about, from 1; none where a row has a line of its own.
    """

    rule: str
    row: int
    column: str
    value: str
    remedy: str
    element: int | None = None

    @property
    def place(self) -> tuple[str, int]:
        """The column that tells which row is meant, and that row's number in it."""
        return (SOURCE_ROW, self.row) if self.element is None else (SOURCE_ELEMENT, self.element)


def is_of_faults(faults: Iterable[RowFault]) -> pl.Expr:
    """Return whether a row is one that any of these faults is about: by its element if they say one, else by its line.

    The expression reads source_row, and source_element if any fault names an element.
    """
    told = list(faults)
    elements = {fault.element for fault in told if fault.element is not None}
    is_meant = pl.col(SOURCE_ROW).is_in({fault.row for fault in told if fault.element is None})
    return is_meant | pl.col(SOURCE_ELEMENT).is_in(elements) if elements else is_meant


def places_in(cells: pl.DataFrame) -> list[str]:
    """Return the columns that say where a row of a source stands: source_row, and source_element of XML.

    Input: cells, a column per heading and those of the place, as of RawTable.
    """
    return [name for name in (SOURCE_ROW, SOURCE_ELEMENT) if name in cells.columns]


@dataclass(frozen=True, kw_only=True)
class RawTable:
    """The rows of one sheet, CSV file or kind of XML element.

    name: sheet, or kind of element; none for a CSV file.
    cells: one row per row of the source; a String column per heading as it is written (null for an empty cell), and
    `source_row` (Int64). Date cells of Excel are ISO text with a time. Of XML also `source_element` (Int64).
    faults: of rows whose cells cannot be trusted, which must be kept aside.
    above: rows of a sheet that stand above its headings and look like records, not like a title.
    """

    name: str
    cells: pl.DataFrame
    faults: tuple[RowFault, ...] = ()
    above: tuple[int, ...] = ()

    @property
    def headings(self) -> list[str]:
        """The headings as they are written."""
        return [name for name in self.cells.columns if name not in places_in(self.cells)]
