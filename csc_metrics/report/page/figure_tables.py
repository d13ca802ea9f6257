"""Measures counted from records as tables of a page: the newest figure beside a year before, by part, over months."""

from collections.abc import Sequence
from datetime import date
from typing import Final

import polars as pl

from csc_metrics.charts.years_against_neighbours import STATUS_WORDS
from csc_metrics.contracts.vocabulary import Note, PeriodType, Status
from csc_metrics.measures.measure import Measure
from csc_metrics.narrative.numbers import format_date, format_number, format_with_unit
from csc_metrics.periods import one_year_before
from csc_metrics.report.page.model import Cell, Count, DisplayTable

Row = dict[str, object]
"""A row of measure values, by column."""
NEWEST: Final = 13
"""Periods of a table over time: the months of a year, and the same one of the year before."""
_NOTE_WORDS: Final = {
    Note.NOT_IN_RECORDS.value: "no extract tells of it",
    Note.LIMIT_NOT_SET.value: "no limit is set",
    Note.POPULATION_NOT_IN_FILES.value: "no population",
}
_HEADINGS: Final = (
    *("Newest", "Figure", "Counted", "Out of", "A year before", "Change"),
    *("Year to then", "Set aside"),
)
_PER_CENT: Final = "%"
_IS_WHOLE: Final = pl.col("breakdown") == "all"
_MARK: Final = "="


def figures_table(caption: str, values: pl.DataFrame, *, measures: Sequence[Measure]) -> DisplayTable:
    """Return a row for each measure: its newest figure, what it is made of, a year before, and twelve months.

    caption: of the table. Input: values, schema MeasureValues, of one authority. measures: in the order wanted.
    """
    return DisplayTable(
        caption=caption,
        headings=("Measure", *_HEADINGS),
        rows=tuple((_named(measure), _figure_cells(measure, values)) for measure in measures),
    )


def parts_table(
    caption: str, values: pl.DataFrame, *, measure: Measure, breakdown: str, period_end: date
) -> DisplayTable:
    """Return a row for each part of a breakdown: its figure at a period's end, and a year before.

    caption: of the table. Input: values, schema MeasureValues, of one authority. period_end: of the newest period.
    """
    shown = _of_shortest(measure, values).filter(pl.col("breakdown").str.starts_with(f"{breakdown}{_MARK}"))
    now = {str(row["breakdown"]): row for row in shown.filter(period_end=period_end).to_dicts()}
    before = {str(row["breakdown"]): row for row in shown.filter(period_end=one_year_before(period_end)).to_dicts()}
    return DisplayTable(
        caption=caption,
        headings=(_words(breakdown), "Figure", "Counted", "Out of", "A year before", "Set aside"),
        rows=tuple((name_of_part(part), _part_cells(measure, now.get(part), before.get(part))) for part in sorted(now)),
    )


def months_table(caption: str, values: pl.DataFrame, *, measure: Measure) -> DisplayTable:
    """Return a row for each of the newest thirteen months. Input: values, schema MeasureValues, of one authority.

    caption: of the table.
    """
    rows = _of_shortest(measure, values).filter(_IS_WHOLE).sort("period_end").tail(NEWEST).to_dicts()
    return DisplayTable(
        caption=caption,
        headings=("Period ending", "Figure", "Counted", "Out of", "Set aside"),
        rows=tuple(
            (_day(row["period_end"]), (value_cell(measure, row), *_parts(row), _count(row["rows_aside"])))
            for row in rows
        ),
    )


def newest_end(measure: Measure, values: pl.DataFrame) -> date | None:
    """Return the end of a measure's newest period of its shortest type that has a figure; of any, if none has one.

    Input: values, schema MeasureValues, of one authority. Returns: None where there is no row.
    """
    row = _newest(measure, values)
    return row["period_end"] if row is not None and isinstance(row["period_end"], date) else None


def name_of_part(breakdown: str) -> str:
    """Return a part as a person writes it. breakdown: as in measure values.

    >>> name_of_part("agency=social_worker"), name_of_part("all")
    ('Social worker', 'All')
    """
    words = breakdown.partition(_MARK)[2] or breakdown
    plain = words.replace("_", " ")
    return plain[:1].upper() + plain[1:]


def value_cell(measure: Measure, row: Row | None) -> Cell:
    """Return a figure as printed, or in words why there is none. row: of measure values; None: there is no such row."""
    if row is None:
        return "none"
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


def _figure_cells(measure: Measure, values: pl.DataFrame) -> tuple[Cell, ...]:
    newest = _newest(measure, values)
    if newest is None:
        return ("none",) * len(_HEADINGS)
    end = newest["period_end"]
    whole = values.filter(_IS_WHOLE, measure=measure.code)
    year_before = one_year_before(end) if isinstance(end, date) else None
    before = _one(whole.filter(period_type=newest["period_type"], period_end=year_before))
    twelve = _one(whole.filter(period_type=PeriodType.ROLLING_12_MONTHS.value, period_end=end))
    has_twelve = newest["period_type"] == PeriodType.MONTH.value
    return (
        _day(end),
        value_cell(measure, newest),
        *_parts(newest),
        value_cell(measure, before),
        _change(measure, newest, before),
        value_cell(measure, twelve) if has_twelve else "n/a",
        _count(newest["rows_aside"]),
    )


def _newest(measure: Measure, values: pl.DataFrame) -> Row | None:
    """Return the newest row of a measure's shortest type of period that has a value; else the newest of any status."""
    rows = _of_shortest(measure, values).filter(_IS_WHOLE).sort("period_end")
    told = rows.filter(pl.col("status") == Status.OK.value)
    return _one((told if not told.is_empty() else rows).tail(1))


def _of_shortest(measure: Measure, values: pl.DataFrame) -> pl.DataFrame:
    """Return the values of a measure in the periods of its shortest type. Returns: schema MeasureValues."""
    about = measure.from_records
    shortest = about.periods[0].value if about is not None else ""
    return values.filter(measure=measure.code, period_type=shortest)


def _one(rows: pl.DataFrame) -> Row | None:
    return rows.row(0, named=True) if not rows.is_empty() else None


def _part_cells(measure: Measure, now: Row | None, before: Row | None) -> tuple[Cell, ...]:
    aside = _count(now["rows_aside"]) if now is not None else "none"
    return (value_cell(measure, now), *_parts(now), value_cell(measure, before), aside)


def _parts(row: Row | None) -> tuple[Cell, Cell]:
    """Return what a figure is made of: top and bottom."""
    if row is None:
        return ("none", "none")
    return (_count(row["numerator"]), _count(row["denominator"]))


def _count(value: object) -> Cell:
    if not isinstance(value, int | float):
        return "n/a"
    return Count(text=format_number(float(value), decimals=0 if float(value).is_integer() else 1))


def _change(measure: Measure, now: Row, before: Row | None) -> Cell:
    new, old = now["value"], before["value"] if before is not None else None
    if not isinstance(new, float) or not isinstance(old, float):
        return "none"
    text = format_number(new - old, decimals=measure.decimals)
    points = " points" if measure.unit == _PER_CENT else ""
    is_more = new > old and text.strip("0.") != ""
    return Count(text=f"{'+' if is_more else ''}{text}{points}")


def _named(measure: Measure) -> str:
    return measure.title if measure.unit == _PER_CENT else f"{measure.title} ({measure.unit})"


def _words(name: str) -> str:
    words = name.replace("_", " ")
    return words[:1].upper() + words[1:]


def _day(value: object) -> str:
    return format_date(value) if isinstance(value, date) else "none"
