"""Figures of records as cells of a table: printed, or in words why there is none; changes and periods in words."""

from datetime import date
from typing import Final

from csc_metrics.charts.years_against_neighbours import STATUS_WORDS
from csc_metrics.contracts.vocabulary import Note, PeriodType, Status
from csc_metrics.measures.measure import Measure
from csc_metrics.narrative.numbers import format_date, format_number, format_with_unit
from csc_metrics.report.page.model import Cell, Count

Row = dict[str, object]
"""A row of measure values, by column."""
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
        return Count(text=printed(measure, value))
    return _NOTE_WORDS.get(str(row["note"]), STATUS_WORDS[str(row["status"])])


def printed(measure: Measure, value: float) -> str:
    """Return a figure of a measure as printed, without a unit in words: that stands beside the measure's name.

    value: unrounded.
    """
    if measure.unit == _PER_CENT:
        return format_with_unit(value, decimals=measure.decimals, unit=measure.unit)
    return format_number(value, decimals=measure.decimals)


def change_cell(measure: Measure, now: Row | None, before: Row | None) -> Cell:
    """Return how much a figure changed: with one decimal more where the printed figures would contradict it.

    now, before: rows of measure values, or None.
    """
    new, old = (row["value"] if row is not None else None for row in (now, before))
    if not isinstance(new, float) or not isinstance(old, float):
        return NO_CHANGE
    change, decimals = new - old, measure.decimals
    seen = round(_rounded(new, decimals) - _rounded(old, decimals), decimals)
    if _rounded(change, decimals) != seen:
        decimals += 1
    text = format_number(change, decimals=decimals)
    points = " points" if measure.unit == _PER_CENT else ""
    return Count(text=f"{'+' if _rounded(change, decimals) > 0 else ''}{text}{points}")


def _rounded(value: float, decimals: int) -> float:
    text = format_number(value, decimals=decimals)
    return float(text.replace(",", "").replace("\N{MINUS SIGN}", "-"))


def count_cell(value: object) -> Cell:
    """Return a top, bottom or number of rows as printed. value: a number, or None."""
    if not isinstance(value, int | float):
        return NO_PART
    return Count(text=format_number(float(value), decimals=0 if float(value).is_integer() else 1))
