"""Dates and times of a sheet where the reader of cells bends them: times of day, and dates that no calendar has."""

from typing import Final

import numpy as np
import polars as pl

from csc_metrics.records.sheet_faults import CellPlace

_FIRST_DAY: Final = {False: "1899-12-31 ", True: "1904-01-01 "}
"""The day that the reader puts before a time of day, by whether the workbook counts from 1904."""
_MIDNIGHT: Final = "00:00:00"
_LONG_YEAR: Final = r"^[+-]\d{5,6}-\d\d-\d\d \d\d:\d\d:\d\d"
_LONGEST_USUAL: Final = len("2020-09-16 00:00:00")
_FIRST_OF_1970: Final = {False: 25_569, True: 24_107}
"""The number that Excel has for the day from which Python counts."""


def with_times_of_day(cells: pl.DataFrame, *, is_1904: bool) -> pl.DataFrame:
    """Return times of day ("12:30:00") without the day that the reader puts before them.

    Input and output: String columns, a row for each row of the sheet.
    """
    day = _FIRST_DAY[is_1904]
    columns = [column.name for column in cells if column.str.starts_with(day).any()]
    is_time = pl.col(columns).str.starts_with(day) & ~pl.col(columns).str.ends_with(_MIDNIGHT)
    return cells.with_columns(pl.when(is_time).then(pl.col(columns).str.strip_prefix(day)).otherwise(pl.col(columns)))


def impossible_dates(cells: pl.DataFrame, *, is_1904: bool) -> tuple[CellPlace, ...]:
    """Return the numbers that a sheet shows as dates and that are none: Excel shows "#####" for 20200916.

    Input: String columns, a row for each row of the sheet. The reader makes years of five digits of such numbers.
    """
    found: list[CellPlace] = []
    for place, column in enumerate(cells):
        longest = column.str.len_bytes().max()
        if isinstance(longest, int) and longest > _LONGEST_USUAL:
            is_impossible = column.str.contains(_LONG_YEAR).fill_null(value=False)
            found += [
                CellPlace(row=row, column=place, value=_number_of(column[row], is_1904=is_1904))
                for row in is_impossible.arg_true()
            ]
    return tuple(found)


def without(cells: pl.DataFrame, places: tuple[CellPlace, ...]) -> pl.DataFrame:
    """Return cells without those at these places. Input and output: String columns, a row for each row of the sheet."""
    rows = pl.int_range(pl.len())
    columns = {
        cells.columns[one.column]: [other.row for other in places if other.column == one.column] for one in places
    }
    return cells.with_columns(
        pl.when(~rows.is_in(gone)).then(pl.col(name)).alias(name) for name, gone in columns.items()
    )


def _number_of(text: str, *, is_1904: bool) -> str:
    """Return the number of days that a date stands for in Excel."""
    days = int(np.datetime64(text.removeprefix("+").partition(" ")[0], "D").astype(np.int64))
    return str(days + _FIRST_OF_1970[is_1904])
