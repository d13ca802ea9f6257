"""Figures of records as cells of a table: printed, or in words why there is none; changes and periods in words."""

from datetime import date
from typing import Final

from csc_metrics.charts.years_against_neighbours import STATUS_WORDS
from csc_metrics.contracts.vocabulary import Note, PeriodType, Status
from csc_metrics.measures.measure import Measure
from csc_metrics.narrative.numbers import format_date, format_number, format_with_unit
from csc_metrics.narrative.sentence import Figure
from csc_metrics.report.page.model import Cell

Row = dict[str, object]
"""A row of measure values, by column."""
CHANGE_ON_YEAR: Final = "change_on_year"
"""Column of measures.csv with a value less the one of the same period a year before."""
NO_FIGURE: Final = "no figure"
"""Where there is no row; never to be read as 0."""
NO_CHANGE: Final = "not compared"
"""Where one of two figures is not there."""
_NOTE_WORDS: Final = {
    Note.NOT_IN_RECORDS.value: "no extract tells of it",
    Note.LIMIT_NOT_SET.value: "no limit is set",
    Note.POPULATION_NOT_IN_FILES.value: "no population",
}
NO_PART: Final = "n/a"
"""Where a figure has no such part, as a count has no denominator."""
NO_UNIT: Final = STATUS_WORDS[Status.ZERO_DENOMINATOR]
"""Where nothing belongs to a part of a breakdown."""
_PER_CENT: Final = "%"
_TO: Final = {
    PeriodType.QUARTER.value: "quarter to ",
    PeriodType.YEAR.value: "year to ",
    PeriodType.ROLLING_12_MONTHS.value: "year to ",
}


def period_words(period_type: object, end: object) -> str:
    """Return a period as a person names it: a month by its name, a snapshot by its day, others by their last day.

    period_type, end: as in measure values.

    >>> period_words("month", date(2026, 3, 31)), period_words("rolling_12_months", date(2026, 3, 31))
    ('March 2026', 'year to 31 March 2026')
    """
    if not isinstance(end, date):
        return NO_FIGURE
    day = format_date(end)
    if period_type == PeriodType.MONTH.value:
        return day.partition(" ")[2]
    return f"{_TO.get(str(period_type), '')}{day}"


def value_cell(measure: Measure, row: Row | None) -> Cell:
    """Return a figure as printed, or in words why there is none. row: of measure values; None: there is no such row."""
    if row is None:
        return NO_FIGURE
    value = row["value"]
    if isinstance(value, float):
        return figure_in(row, "value", printed(measure, value), decimals=measure.decimals)
    return _NOTE_WORDS.get(str(row["note"]), STATUS_WORDS[str(row["status"])])


def figure_in(row: Row, column: str, text: str, *, decimals: int) -> Figure:
    """Return a printed number that is tied to its row of measures.csv.

    row: of measure values. column: of measures.csv. text: as printed. decimals: places printed.
    """
    end = row["period_end"]
    return Figure(
        text=text,
        measure=str(row["measure"]),
        period_end=end if isinstance(end, date) else date.min,
        column=column,
        decimals=decimals,
        breakdown=str(row["breakdown"]),
        period_type=str(row["period_type"]),
        source=str(row["source"]),
    )


def printed(measure: Measure, value: float) -> str:
    """Return a figure of a measure as printed, without a unit in words: that stands beside the measure's name.

    value: unrounded.
    """
    if measure.unit == _PER_CENT:
        return format_with_unit(value, decimals=measure.decimals, unit=measure.unit)
    return format_number(value, decimals=measure.decimals)


def change_cell(measure: Measure, now: Row | None, before: Row | None) -> Cell:
    """Return how much a figure changed on a year before: with a decimal more where the printed ones would contradict.

    now, before: rows of measure values, or None.
    """
    new, old = (row["value"] if row is not None else None for row in (now, before))
    if now is None or not isinstance(new, float) or not isinstance(old, float):
        return NO_CHANGE
    told, decimals = change_words(measure, new, old)
    return figure_in(now, CHANGE_ON_YEAR, told, decimals=decimals)


def change_words(measure: Measure, new: float, old: float) -> tuple[str, int]:
    """Return a change as printed and its decimals: one more where the printed figures would contradict it.

    new, old: figures of the measure, unrounded.
    """
    change, decimals = new - old, measure.decimals
    seen = round(_rounded(new, decimals) - _rounded(old, decimals), decimals)
    if _rounded(change, decimals) != seen:
        decimals += 1
    text = format_number(change, decimals=decimals)
    points = " points" if measure.unit == _PER_CENT else ""
    return f"{'+' if _rounded(change, decimals) > 0 else ''}{text}{points}", decimals


def _rounded(value: float, decimals: int) -> float:
    text = format_number(value, decimals=decimals)
    return float(text.replace(",", "").replace("\N{MINUS SIGN}", "-"))


def count_cell(row: Row, column: str) -> Cell:
    """Return a top, bottom or number of rows as printed. row: of measure values. column: of it."""
    value = row[column]
    if not isinstance(value, int | float):
        return NO_PART
    decimals = 0 if float(value).is_integer() else 1
    return figure_in(row, column, format_number(float(value), decimals=decimals), decimals=decimals)
