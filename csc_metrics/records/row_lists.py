"""Rows that name children and workers, as CSV and workbook below the folder of clean tables."""

from datetime import UTC, date, datetime
from io import BytesIO
from pathlib import Path
from typing import Final

import polars as pl
import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from csc_metrics.records.fault_lists import without_formulas
from csc_metrics.records.snapshots import CleanFolderFault
from csc_metrics.records.store import write_if_other

INTERNAL: Final = "Internal: names children and workers. Not for publication, not for sending on."
"""What every sheet says first."""
_ALL_SHEETS: Final = "All"
_NONE_RECORDED: Final = "no team recorded"
_MOST_LETTERS: Final = 31
"""Of the name of a sheet."""
_NOT_IN_A_NAME: Final = str.maketrans(dict.fromkeys("[]:*?/\\'", " "))
_HEADING_ROW: Final = 2
_WIDTH: Final = 18
_NO_TIME: Final = datetime(2000, 1, 1, tzinfo=UTC).replace(tzinfo=None)


def write_rows(place: Path, rows: pl.DataFrame, *, title: str, sheet_by: str | None) -> tuple[Path, Path]:
    """Write rows as CSV and workbook; cells that a spreadsheet would take for a formula are text in both.

    place: path without an ending. rows: any columns. title: of the workbook. sheet_by: the column whose values have a
    sheet each, after the one of all rows; None: one sheet.
    Returns: paths of CSV and workbook. Raises: CleanFolderFault where they cannot be written.
    """
    paths = (place.with_name(f"{place.name}.csv"), place.with_name(f"{place.name}.xlsx"))
    try:
        write_if_other(paths[0], without_formulas(rows).write_csv(include_bom=True).encode())
        write_if_other(paths[1], _as_workbook(rows, title=title, sheet_by=sheet_by))
    except OSError as error:
        raise CleanFolderFault.not_writable(place.parent, error) from error
    return paths


def _as_workbook(rows: pl.DataFrame, *, title: str, sheet_by: str | None) -> bytes:
    content = BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = xlsxwriter.Workbook(content, options)
    book.set_properties({"title": title, "comments": INTERNAL, "created": _NO_TIME})
    _write_sheet(book, rows, name=_ALL_SHEETS, title=title)
    if sheet_by is not None and sheet_by in rows.columns:
        taken = {_ALL_SHEETS.casefold()}
        for (value,), of_value in rows.group_by([sheet_by], maintain_order=True):
            name = _sheet_name(_NONE_RECORDED if value is None else str(value), taken)
            _write_sheet(book, of_value, name=name, title=f"{title}: {value or _NONE_RECORDED}")
    book.close()
    return content.getvalue()


def _sheet_name(wanted: str, taken: set[str]) -> str:
    """Return a name that a sheet may bear and none bears yet."""
    plain = wanted.translate(_NOT_IN_A_NAME).strip()[:_MOST_LETTERS] or _NONE_RECORDED
    name, number = plain, 2
    while name.casefold() in taken:
        ending = f" {number}"
        name, number = plain[: _MOST_LETTERS - len(ending)] + ending, number + 1
    taken.add(name.casefold())
    return name


def _write_sheet(book: xlsxwriter.Workbook, rows: pl.DataFrame, *, name: str, title: str) -> None:
    sheet = book.add_worksheet(name)
    bold = book.add_format({"bold": True})
    day, moment = book.add_format({"num_format": "dd/mm/yyyy"}), book.add_format({"num_format": "dd/mm/yyyy hh:mm"})
    sheet.write_string(0, 0, f"{title}. {INTERNAL}", bold)
    for column, heading in enumerate(rows.columns):
        sheet.set_column(column, column, max(_WIDTH, len(heading) + 2))
        sheet.write_string(_HEADING_ROW, column, heading, bold)
    for row, cells in enumerate(rows.iter_rows(), start=_HEADING_ROW + 1):
        for column, cell in enumerate(cells):
            _write_cell(sheet, row, column, cell=cell, day=day, moment=moment)
    sheet.freeze_panes(_HEADING_ROW + 1, 0)
    sheet.autofilter(_HEADING_ROW, 0, _HEADING_ROW + max(rows.height, 1), max(len(rows.columns) - 1, 0))
    sheet.set_footer(f"&L{INTERNAL}&R&P of &N")
    sheet.set_landscape()
    sheet.repeat_rows(_HEADING_ROW)


def _write_cell(sheet: Worksheet, row: int, column: int, *, cell: object, day: Format, moment: Format) -> None:
    """Write a cell in its kind: a day as a day, a number as a number, and all else as text that is no formula."""
    match cell:
        case None:
            return
        case datetime():
            sheet.write_datetime(row, column, cell, moment)
        case date():
            sheet.write_datetime(row, column, cell, day)
        case bool():
            sheet.write_string(row, column, "yes" if cell else "no")
        case int() | float():
            sheet.write_number(row, column, cell)
        case _:
            sheet.write_string(row, column, str(cell))
