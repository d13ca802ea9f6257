"""Measures counted from records as tables of a page: the newest figure beside a year before, by part, over months."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Final

import polars as pl

from csc_metrics.contracts.vocabulary import PeriodType, Status
from csc_metrics.measures.measure import Measure
from csc_metrics.measures.meeting_kinds import KINDS
from csc_metrics.periods import Period, one_year_before, period_ending
from csc_metrics.report.page.figure_cells import (
    NO_FIGURE,
    NO_PART,
    NO_UNIT,
    Row,
    change_cell,
    count_cell,
    period_words,
    value_cell,
)
from csc_metrics.report.page.model import Cell, DisplayTable
from csc_metrics.report.page.parts_of_figures import in_order, name_of_part, title_with_unit

NEWEST: Final = 13
"""Periods of a table over time: the months of a year, and the same one of the year before."""
_HEADINGS: Final = (
    *("Newest", "Figure", "Counted", "Out of", "A year before", "Change"),
    *("Year to then", "Set aside"),
)
_IS_WHOLE: Final = pl.col("breakdown") == "all"
_MARK: Final = "="


def groups_of(topic: str, measures: Sequence[Measure]) -> list[tuple[str, list[Measure]]]:
    """Return the measures of a topic under its name; those of meetings under the name of each kind.

    measures: of the topic, in order.
    """
    found: dict[str, list[Measure]] = {}
    for measure in measures:
        kind = next((kind.many for kind in KINDS if measure.code.startswith(kind.code)), topic)
        found.setdefault(f"{kind[:1].upper()}{kind[1:]}", []).append(measure)
    return list(found.items())


def figures_table(caption: str, values: pl.DataFrame, *, measures: Sequence[Measure]) -> DisplayTable:
    """Return a row for each measure: its newest figure, what it is made of, a year before, and twelve months.

    caption: of the table. Input: values, schema MeasureValues, of one authority. measures: in the order wanted.
    """
    whole = values.filter(_IS_WHOLE)
    return DisplayTable(
        caption=caption,
        headings=("Measure", *_HEADINGS),
        rows=tuple((title_with_unit(measure), _figure_cells(measure, whole)) for measure in measures),
    )


def parts_table(
    caption: str, values: pl.DataFrame, *, measure: Measure, breakdown: str, period_end: date
) -> DisplayTable:
    """Return a row for each part of a breakdown: its figure at a period's end, and a year before.

    A part that had a figure a year before only has a row, too.
    caption: of the table. Input: values, schema MeasureValues, of one authority. period_end: of the newest period.
    """
    shown = of_shortest(measure, values)
    now, before = (_by_part(shown.filter(period_end=day)) for day in (period_end, one_year_before(period_end)))
    of_breakdown = [part for part in now | before if part.startswith(f"{breakdown}{_MARK}")]
    kept = [part for part in of_breakdown if part in now or before[part]["value"]]
    return DisplayTable(
        caption=caption,
        headings=(_words(breakdown), "Figure", "Counted", "Out of", "A year before", "Change", "Set aside"),
        rows=tuple((name_of_part(part), _part_cells(measure, part, now, before)) for part in in_order(kept)),
    )


def months_table(
    caption: str, values: pl.DataFrame, *, measure: Measure, names: Mapping[str, str] | None = None
) -> DisplayTable:
    """Return a row for each of the newest thirteen months, the newest first.

    Of one line: its figure and what that is made of. Of several parts: a column for each, with its figure.
    caption: of the table. Input: values, schema MeasureValues, of one authority. names: breakdown → what it is called;
    none: all units.
    """
    rows = of_shortest(measure, values).sort("period_end", descending=True)
    if not names or set(names) == {"all"}:
        headings: tuple[str, ...] = ("Figure", "Counted", "Out of", "Set aside")
        told = [(row, _month_cells(measure, row)) for row in rows.filter(_IS_WHOLE).head(NEWEST).to_dicts()]
    else:
        headings = tuple(names.values())
        told = [
            (months[0], tuple(value_cell(measure, _of_part(months, part)) for part in names))
            for months in _by_month(rows.filter(pl.col("breakdown").is_in(list(names))))
        ]
    return DisplayTable(
        caption=caption,
        headings=("Period", *headings),
        rows=tuple((period_words(row["period_type"], row["period_end"]), cells) for row, cells in told),
    )


def newest_row(measure: Measure, values: pl.DataFrame) -> Row | None:
    """Return the newest row of a measure, of all units, in its shortest type of period; None where there is none.

    Periods that are not yet known are passed over; one without anything to count is not, since that is the news.
    Input: values, schema MeasureValues, of one authority.
    """
    rows = of_shortest(measure, values).filter(_IS_WHOLE).sort("period_end")
    is_young = pl.col("status") == Status.NOT_YET_KNOWN.value
    return _last(rows.filter(~is_young)) or _last(rows)


def newest_told(measure: Measure, values: pl.DataFrame) -> Period | None:
    """Return the period of `newest_row`; None where there is no row. Input: values, schema MeasureValues."""
    row = newest_row(measure, values)
    if row is None or not isinstance(row["period_end"], date):
        return None
    return period_ending(PeriodType(str(row["period_type"])), row["period_end"])


def of_shortest(measure: Measure, values: pl.DataFrame) -> pl.DataFrame:
    """Return the values of a measure in the periods of its shortest type.

    Input and output: schema MeasureValues.
    """
    about = measure.from_records
    shortest = about.periods[0].value if about is not None else ""
    return values.filter(measure=measure.code, period_type=shortest)


def _figure_cells(measure: Measure, whole: pl.DataFrame) -> tuple[Cell, ...]:
    newest = newest_row(measure, whole)
    if newest is None:
        return (NO_FIGURE,) * len(_HEADINGS)
    end = newest["period_end"]
    of_measure = whole.filter(measure=measure.code)
    year_before = one_year_before(end) if isinstance(end, date) else None
    before = _last(of_measure.filter(period_type=newest["period_type"], period_end=year_before))
    has_twelve = newest["period_type"] == PeriodType.MONTH.value
    twelve = _last(of_measure.filter(period_type=PeriodType.ROLLING_12_MONTHS.value, period_end=end))
    return (
        period_words(newest["period_type"], end),
        *_made_of(measure, newest),
        value_cell(measure, before),
        change_cell(measure, newest, before),
        value_cell(measure, twelve) if has_twelve else NO_PART,
        count_cell(newest, "rows_aside"),
    )


def _by_part(rows: pl.DataFrame) -> dict[str, Row]:
    return {str(row["breakdown"]): row for row in rows.to_dicts()}


def _part_cells(measure: Measure, part: str, now: Mapping[str, Row], before: Mapping[str, Row]) -> tuple[Cell, ...]:
    """Return the cells of one part; where all units have a row and the part has none, it had no unit."""
    new, old = now.get(part), before.get(part)
    made_of = _made_of(measure, new) if new is not None else (NO_UNIT, NO_PART, NO_PART)
    year_before = value_cell(measure, old) if old is not None or "all" not in before else NO_UNIT
    aside = count_cell(new, "rows_aside") if new is not None else NO_PART
    return (*made_of, year_before, change_cell(measure, new, old), aside)


def _month_cells(measure: Measure, row: Row) -> tuple[Cell, ...]:
    return (*_made_of(measure, row), count_cell(row, "rows_aside"))


def _made_of(measure: Measure, row: Row) -> tuple[Cell, Cell, Cell]:
    """Return a figure and what it is made of: value, top and bottom."""
    return (value_cell(measure, row), count_cell(row, "numerator"), count_cell(row, "denominator"))


def _by_month(rows: pl.DataFrame) -> Iterable[list[Row]]:
    """Return the rows of each of the newest months together, the newest first."""
    months = rows.partition_by("period_end", maintain_order=True)[:NEWEST]
    return (month.to_dicts() for month in months)


def _of_part(rows: Sequence[Row], part: str) -> Row | None:
    return next((row for row in rows if row["breakdown"] == part), None)


def _last(rows: pl.DataFrame) -> Row | None:
    return rows.row(-1, named=True) if not rows.is_empty() else None


def _words(name: str) -> str:
    words = name.replace("_", " ")
    return words[:1].upper() + words[1:]
