"""Sheets of tables.xlsx: figures to the last digit, the tables of a page, and what each column and measure means."""

import math
import re
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Final

import dataframely as dy
import polars as pl

from csc_metrics.charts.years_against_neighbours import STATUS_WORDS
from csc_metrics.contracts.meanings import NOT_APPLICABLE, NOT_AVAILABLE, SHORTHAND
from csc_metrics.contracts.vocabulary import Polarity
from csc_metrics.measures.measure import Measure
from csc_metrics.measures.registry import MEASURES
from csc_metrics.narrative.numbers import MONTHS, format_date, format_number
from csc_metrics.narrative.sentence import Figure
from csc_metrics.narrative.words import decimals_of_parts
from csc_metrics.report.measures_csv import (
    CHANGES,
    IN_THE_MEASURES_UNIT,
    dictionary_of_columns,
    dictionary_of_measures,
)
from csc_metrics.report.page.figure_cells import NO_FIGURE, NO_PART
from csc_metrics.report.page.model import Cell, Count, DisplayTable, Picture, Told
from csc_metrics.report.page.tables import WORDS_OF_STATUS
from csc_metrics.report.workbook import Number, Sheet, SheetCell

MOST_ROWS: Final = 20_000
"""That a sheet is given, which a person reads and which takes three seconds; measures.csv holds all."""
_HEADINGS: Final[Mapping[str, str]] = {
    "la_code": "Authority code",
    "la_name": "Authority",
    "measure": "Measure code",
    "neighbours": "Neighbours' codes",
    "neighbour_mean": "Neighbours' mean",
    "neighbour_median": "Neighbours' median",
    "neighbour_min": "Lowest neighbour",
    "neighbour_max": "Highest neighbour",
    "region": "Region code",
    "region_value": "Region's value",
    "england_value": "England's value",
}
"""Columns whose names are not the words of their headings."""
_LIKE_THE_VALUE: Final = ("value", "numerator", "denominator")
"""Where one of them is empty, the row's status says why."""
_NONE_BY_NATURE: Final = (
    *("lower", "upper", "interval_kind", "note", "target", "baseline", "change_on_baseline"),
    *("centre", "lower_limit", "upper_limit"),
)
"""Where one of them is empty, the figure has none: no interval, no note, no target, no process chart."""
_RANKED: Final = ("england_rank", "england_ranked", "quartile")
"""Where one of them is empty, nothing is ranked, or not all authorities are held."""
_SHORTHAND_OF_WORDS: Final[Mapping[str, str]] = {
    **{words: SHORTHAND[status] for told in (STATUS_WORDS, WORDS_OF_STATUS) for status, words in told.items()},
    NO_PART: NOT_APPLICABLE,
    NO_FIGURE: NOT_AVAILABLE,
}
_PRINTED: Final = re.compile(
    r"(?P<sign>[+\u2212]?)(?P<number>\d{1,3}(?:,\d{3})*|\d+)(?:\.(?P<places>\d+))?"
    r"(?P<unit>%|(?! (?:and|in|of|or|to)\b) [a-z][^\"\\]*)?"
)
"""A number as a page prints it, with its unit; "7 of 10" and "3 to 5" are words."""
_DAY_AND_YEAR: Final = re.compile(r"[1-9]\d? [12]\d{3}", re.ASCII)
_MINUS: Final = "\N{MINUS SIGN}"

Row = Mapping[str, object]
"""A row of figures, by column."""
Behind = Mapping[tuple[str, str, str, date], list[Row]]
"""Rows by the table that they stand in, measure, breakdown and last day of the period."""


def sheet_of_figures(rows: pl.DataFrame, *, name: str, title: str, about: str) -> Sheet:
    """Return figures as a sheet: every column, before them each row's measure and its unit in words.

    Numbers are unrounded and shown with the decimals of their measure. An empty cell says why it is so, a value's in
    the words of its status.
    Input: rows, schema MeasureValues, OwnRows, ReportRows or another with the columns measure and status. about: one
    line that says what the sheet holds. Raises: KeyError for a measure that is not in the registry.
    """
    headings = ("Measure", "Unit", *map(heading_of, rows.columns))
    told = tuple(_figure_cells(row) for row in rows.head(MOST_ROWS).iter_rows(named=True))
    return Sheet(name=name, title=title, about=f"{about}{_left_out(rows)}", headings=headings, rows=told)


def sheet_of_rows(rows: pl.DataFrame, *, name: str, title: str, about: str, decimals: Mapping[str, int]) -> Sheet:
    """Return a table without measures as a sheet, an empty cell as "[x]".

    Input: rows, any columns. about: one line that says what the sheet holds. decimals: places shown of a column of
    numbers; of one that is not named, as many as tops and bottoms print with.
    """
    told = tuple(
        tuple(_plain_cell(value, decimals=decimals.get(column)) for column, value in row.items())
        for row in rows.head(MOST_ROWS).iter_rows(named=True)
    )
    headings = tuple(map(heading_of, rows.columns))
    return Sheet(name=name, title=title, about=f"{about}{_left_out(rows)}", headings=headings, rows=told)


def sheet_of_table(table: DisplayTable, *, name: str, about: str, behind: Behind) -> Sheet:
    """Return a table of a page as a sheet under its caption: its numbers as numbers, and unrounded where they stand so.

    The unrounded number is taken only where it prints as the page prints it; no sheet tells another figure than its
    page. Words and figures in one cell are text. about: one line that says what the sheet holds. behind: of
    `figures_behind`; where it does not hold a figure, the printed number stands.
    """
    told = tuple(tuple(_cell_of_page(cell, behind) for cell in (first, *cells)) for first, cells in table.rows)
    return Sheet(name=name, title=table.caption, about=about, headings=table.headings, rows=told)


def figures_behind(tables: Mapping[str, pl.DataFrame]) -> Behind:
    """Return what the figures of pages were taken from, by what a figure says of where it stands.

    tables: name of the file without its ending ("measures") → its rows, with the columns measure, breakdown and
    period_end.
    """
    found: dict[tuple[str, str, str, date], list[Row]] = {}
    for name, rows in tables.items():
        for row in rows.iter_rows(named=True):
            found.setdefault((name, row["measure"], row["breakdown"], row["period_end"]), []).append(row)
    return found


def dictionary_sheets(rows: pl.DataFrame, *, schema: type[dy.Schema]) -> tuple[Sheet, Sheet]:
    """Return the data dictionary of figures as two sheets: their columns, and their measures.

    Input: rows, any of the columns of schema, measure among them. schema: MeasureValues, OwnRows, ReportRows.
    Raises: ValueError for a column that the schema does not describe; UnknownMeasure.
    """
    columns = dictionary_of_columns(rows, schema=schema)
    headed = columns.select(pl.Series("heading", map(heading_of, columns["column"]), dtype=pl.String), pl.all())
    measures = dictionary_of_measures(rows)
    titled = measures.select("title", pl.col("measure").alias("code"), pl.exclude("title", "measure"))
    of_columns = sheet_of_rows(
        headed.fill_null(NOT_APPLICABLE),
        name="Columns",
        title="Data dictionary: columns",
        about="What each column of the sheets of figures, and of measures.csv, means and may hold.",
        decimals={},
    )
    of_measures = sheet_of_rows(
        titled.with_columns(pl.col("caveats").fill_null(NOT_APPLICABLE)),
        name="Measures",
        title="Data dictionary: measures",
        about="What each measure of this workbook and of measures.csv means, and where it comes from.",
        decimals={},
    )
    return of_columns, of_measures


def heading_of(column: str) -> str:
    """Return the heading of a column in words. column: of measures.csv.

    >>> heading_of("neighbour_min"), heading_of("period_end")
    ('Lowest neighbour', 'Period end')
    """
    words = column.replace("_", " ")
    return _HEADINGS.get(column, f"{words[:1].upper()}{words[1:]}")


def _left_out(rows: pl.DataFrame) -> str:
    """Say so where a sheet holds the first of many rows."""
    return (
        f" The first {MOST_ROWS:,} of {rows.height:,} rows; the CSV file holds all." if rows.height > MOST_ROWS else ""
    )


def _figure_cells(row: Row) -> tuple[SheetCell, ...]:
    measure = MEASURES[str(row["measure"])]
    return (measure.title, measure.unit, *(_figure_cell(measure, row, column) for column in row))


def _figure_cell(measure: Measure, row: Row, column: str) -> SheetCell:
    value = row[column]
    if value is None or value == "":
        return _why_empty(measure, row, column)
    if column in CHANGES and isinstance(value, float):
        return _number(value, decimals=measure.decimals, is_signed=True)
    return _plain_cell(value, decimals=measure.decimals if column in IN_THE_MEASURES_UNIT else None)


def _why_empty(measure: Measure, row: Row, column: str) -> str:
    is_never_ranked = column in _RANKED and measure.polarity is Polarity.NO_JUDGEMENT
    if column in _NONE_BY_NATURE or is_never_ranked:
        return NOT_APPLICABLE
    return SHORTHAND.get(str(row["status"]), NOT_AVAILABLE) if column in _LIKE_THE_VALUE else NOT_AVAILABLE


def _plain_cell(value: object, *, decimals: int | None) -> SheetCell:
    match value:
        case bool():
            return "yes" if value else "no"
        case int() | float() if math.isfinite(value):
            return _number(value, decimals=decimals_of_parts(value) if decimals is None else decimals)
        case None | float():
            return NOT_AVAILABLE
        case date():
            return value
        case list():
            return " ".join(map(str, value))
        case _:
            return str(value)


def _number(value: float, *, decimals: int, is_signed: bool = False, unit: str = "") -> Number:
    """Return a number as it is shown: with "+" before what rose if that is asked for, no sign where it prints as 0."""
    places = f"#,##0{'.' if decimals else ''}{'0' * decimals}" + (f'"{unit}"' if unit else "")
    text = format_number(value, decimals=decimals)
    is_nought = not text.strip("0.")
    plus = "+" if is_signed and value > 0 and not is_nought else ""
    shown = f"{places};{places}" if is_nought and value < 0 else places
    if is_signed and not is_nought:
        shown = f"+{places};-{places};{places}"
    return Number(value=value, number_format=shown, printed=f"{plus}{text}{unit}")


def _cell_of_page(cell: Cell, behind: Behind) -> SheetCell:
    match cell:
        case str():
            return _SHORTHAND_OF_WORDS.get(cell) or _day(cell) or cell
        case Count():
            return _printed_number(cell.text, None, behind)
        case Figure():
            return _printed_number(cell.text, cell, behind)
        case Picture():
            return cell.alternative
        case _:
            parts = cell.parts if isinstance(cell, Told) else cell
            return "".join(part if isinstance(part, str) else part.text for part in parts)


def _day(words: str) -> date | None:
    """Return the day that a page prints as these words and no others; None for all other words."""
    day, _, month_and_year = words.partition(" ")
    month, _, year = month_and_year.partition(" ")
    if month not in MONTHS or not _DAY_AND_YEAR.fullmatch(f"{day} {year}"):
        return None
    first = date(int(year), MONTHS.index(month) + 1, 1)
    found = first + timedelta(days=int(day) - 1)
    return found if format_date(found) == words else None


def _printed_number(text: str, figure: Figure | None, behind: Behind) -> SheetCell:
    """Return what is printed as a number, unrounded where the figure behind it prints the same; else as text."""
    found = _PRINTED.fullmatch(text)
    if found is None:
        return text
    decimals = len(found["places"] or "")
    printed = float(text[found.start("number") : found.end("places" if decimals else "number")].replace(",", ""))
    printed = -printed if found["sign"] == _MINUS else printed
    alike = (value for value in _values_behind(figure, behind) if _prints_alike(value, printed, decimals=decimals))
    return _number(next(alike, printed), decimals=decimals, is_signed=found["sign"] == "+", unit=found["unit"] or "")


def _values_behind(figure: Figure | None, behind: Behind) -> list[float]:
    if figure is None:
        return []
    told = {"period_type": figure.period_type, "source": figure.source}
    rows = behind.get((figure.table, figure.measure, figure.breakdown, figure.period_end), [])
    same = [row for row in rows if all(not word or row.get(name, word) == word for name, word in told.items())]
    values = [row.get(figure.column) for row in same]
    return [float(value) for value in values if isinstance(value, int | float)]


def _prints_alike(value: float, printed: float, *, decimals: int) -> bool:
    return format_number(value, decimals=decimals) == format_number(printed, decimals=decimals)
