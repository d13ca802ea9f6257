"""Whether recording gets better: faults per 1,000 rows by day of extract, as a chart and the table it is drawn from."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from importlib import import_module
from typing import Any, Final

import polars as pl

from csc_metrics.contracts.data_quality import FoundIn
from csc_metrics.contracts.records.rules import Severity
from csc_metrics.data_quality.whole import DataQuality
from csc_metrics.narrative.numbers import format_number
from csc_metrics.report.page.model import Cell, DisplayTable, Picture
from csc_metrics.report.page.quality_words import day_words, name_of, name_of_table, number_cell

FEWEST_MARKS: Final = 3
"""Of a line: two are a difference, which the table of the newest extract has, and no course."""
MOST_LINES: Final = 4
"""As many as can be told apart without colour."""
_KIND: Final = ("rule", "table", "severity")
_CODE: Final = "faults-by-day"
_UNIT: Final = "Faults per 1,000 rows"


@dataclass(frozen=True, kw_only=True)
class _Course:
    """How often one rule was broken in a table. rates: faults per 1,000 rows by day, days of the same kinds."""

    name: str
    faults: int
    rates: Mapping[date, float]


def trend_picture(quality: DataQuality) -> tuple[tuple[Picture, ...], tuple[DisplayTable, ...]]:
    """Return the course of the rules with the most faults, drawn and as a table.

    Nothing of either where no rule was counted on three days alike. Only faults that cost something and show in one
    extract count. quality: of one authority.
    """
    courses = _courses(quality)
    if not courses:
        return (), ()
    # matplotlib takes longer to load than a page to make, and most pages have no such chart
    draw: Callable[..., str] = import_module("csc_metrics.charts.lines_by_day").draw_lines_by_day
    days = sorted({day for one in courses for day in one.rates})
    span = f"{day_words(days[0])} to {day_words(days[-1])}"
    which = "the rule" if len(courses) == 1 else f"the {len(courses)} rules"
    picture = Picture(
        svg=draw({one.name: one.rates for one in courses}, unit=_UNIT, code=_CODE),
        alternative=f"{_UNIT}, {span}, of {which} with most faults. {' '.join(map(_in_words, courses))}",
        caption=(
            f"{quality.authority.name}, {span}: {which} with most faults that cost something, on days with "
            "extracts of the same kinds."
        ),
    )
    return (picture,), (_table(courses, days),)


def _courses(quality: DataQuality) -> list[_Course]:
    """Return the courses of the rules that were broken most often over days of the same kinds."""
    is_shown = (pl.col("found_in") == FoundIn.EXTRACT.value) & (pl.col("severity") != Severity.NOTICE.value)
    kinds = quality.faults.filter(is_shown).sort(*_KIND, "extracted_on").partition_by(_KIND)
    found = [course for course in (_course(rows.to_dicts()) for rows in kinds) if len(course.rates) >= FEWEST_MARKS]
    by_name = {one.name: one for one in sorted(found, key=lambda one: one.faults) if one.faults}
    return sorted(by_name.values(), key=lambda one: (-one.faults, one.name))[:MOST_LINES]


def _course(rows: list[dict[str, Any]]) -> _Course:
    """Return how often a rule was broken on the newest day and those before it that it may be held against.

    rows: schema FaultsByExtract, of one rule, table and severity, in order of day.
    """
    by_day = {row["extracted_on"]: row for row in rows}
    alike = [rows[-1]]
    while alike[-1]["compared_with"] is not None:
        alike.append(by_day[alike[-1]["compared_with"]])
    name = f"{name_of(rows[0]['rule'])} ({name_of_table(rows[0]['table']).lower()})"
    told = [row for row in reversed(alike) if row["faults_per_1000_rows"] is not None]
    rates = {row["extracted_on"]: row["faults_per_1000_rows"] for row in told}
    return _Course(name=name, faults=sum(row["faults"] for row in told), rates=rates)


def _in_words(one: _Course) -> str:
    """Say from where to where a course went, and its highest point where that lies between."""
    (first, before), (last, now) = min(one.rates.items()), max(one.rates.items())
    peak = max(one.rates, key=lambda day: (one.rates[day], day))
    between = f", at most {_printed(one.rates[peak])} on {day_words(peak)}" if peak not in (first, last) else ""
    went = f"from {_printed(before)} on {day_words(first)} to {_printed(now)} on {day_words(last)}"
    return f"{one.name}: {went}{between}."


def _table(courses: list[_Course], days: list[date]) -> DisplayTable:
    """Return the rates that are drawn, newest first."""
    return DisplayTable(
        caption=f"{_UNIT} by day of extract, rules with most faults that cost something",
        headings=("Extract of", *(one.name for one in courses)),
        rows=tuple((day_words(day), tuple(_rate(one, day) for one in courses)) for day in reversed(days)),
    )


def _rate(one: _Course, day: date) -> Cell:
    return number_cell(one.rates[day]) if day in one.rates else "not compared"


def _printed(rate: float) -> str:
    return format_number(rate, decimals=1)
