"""Rows of a sheet whose cells cannot be trusted: errors, formulas without a value, merged cells."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

import fastexcel

from csc_metrics.records.raw import RowFault
from csc_metrics.records.sheet_xml import SheetMarks

Named = Callable[[int], str]
"""Gives the heading over a column, from its place among the columns read."""

_MOST_CHARACTERS: Final = 60
_ERROR: Final = re.compile(r"Error\((\w+)\)")
_NUMBER: Final = re.compile(r"value: ([^,]+)")
_ERRORS: Final = {
    "NA": "#N/A",
    "Ref": "#REF!",
    "Div0": "#DIV/0!",
    "Name": "#NAME?",
    "Null": "#NULL!",
    "Num": "#NUM!",
    "Value": "#VALUE!",
    "GettingData": "#GETTING_DATA",
}


@dataclass(frozen=True, kw_only=True)
class CellPlace:
    """A cell that was not read. row, column: from 0, of the rows and columns read. value: as Excel has it."""

    row: int
    column: int
    value: str


def lost_cells(loaded: fastexcel.ExcelSheet) -> tuple[CellPlace, ...]:
    """Return the cells of a sheet that have a value and came out as nothing.

    These are cells in error, and numbers shown as dates that no calendar has ("20200916").
    """
    _, errors = loaded.to_arrow_with_errors()
    found = errors.errors if errors is not None else []
    return tuple(CellPlace(row=one.position[0], column=one.position[1], value=_value_of(one.detail)) for one in found)


def _value_of(detail: str) -> str:
    error, number = _ERROR.search(detail), _NUMBER.search(detail)
    if error:
        return _ERRORS.get(error[1], f"#{error[1]}")
    return number[1].removesuffix(".0") if number else detail


def cell_faults(lost: Sequence[CellPlace], *, below: int, named: Named) -> list[RowFault]:
    """Return a fault for each cell that was lost below the row of headings.

    below: number of that row, from 1. named: the headings.
    """
    return [
        RowFault(
            rule="cell_error",
            row=cell.row + 1,
            column=named(cell.column),
            value=cell.value[:_MOST_CHARACTERS],
            remedy="Correct the cell in the workbook: Excel shows an error there, or a number that is no date.",
        )
        for cell in lost
        if cell.row + 1 > below
    ]


def formula_faults(marks: SheetMarks, *, below: int, named: Named) -> list[RowFault]:
    """Return a fault for each formula without a stored value below the row of headings.

    below: number of that row, from 1. named: the headings.
    """
    return [
        RowFault(
            rule="formula_without_value",
            row=row,
            column=named(column - marks.first_column),
            value=formula[:_MOST_CHARACTERS],
            remedy="Open the workbook in Excel, let it calculate, and save it; or put the values themselves there.",
        )
        for row, column, formula in marks.without_value
        if row > below
    ]


def merge_faults(marks: SheetMarks, *, below: int) -> list[RowFault]:
    """Return a fault for each row that merged cells touch, below the row of headings and up to the last filled row.

    below: number of the row of headings, from 1.
    """
    return [
        RowFault(
            rule="merged_cells",
            row=row,
            column="",
            value=given,
            remedy="Unmerge the cells in Excel and fill in what belongs in each.",
        )
        for first, last, given in marks.merges
        for row in range(max(first, below + 1), min(last, marks.last_row) + 1)
    ]
