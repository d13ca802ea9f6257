"""What it would take, and projections, as tables: always a range, never a figure that could be read as a target."""

from datetime import date
from typing import Final

import polars as pl

from csc_metrics.comparison.compare import ENOUGH_NEIGHBOURS
from csc_metrics.contracts.vocabulary import NEIGHBOURS_IN_A_LIST
from csc_metrics.measures.registry import MEASURES
from csc_metrics.narrative.as_neighbours import LEVEL_NAMES
from csc_metrics.narrative.findings import STATUS_TITLES
from csc_metrics.narrative.numbers import format_date, format_number
from csc_metrics.narrative.ranges import more_or_fewer_words, range_words
from csc_metrics.narrative.words import lower_first, when
from csc_metrics.planning.what_it_would_take import CASELOAD
from csc_metrics.report.page.figure_cells import NO_FIGURE, Row
from csc_metrics.report.page.model import Cell, Count, DisplayTable
from csc_metrics.report.page.parts_of_figures import title_with_unit

LEVEL_WORDS: Final = {level: f"the {lower_first(name)}" for level, name in LEVEL_NAMES.items()}
"""How a level among the neighbours is named."""
_AS: Final = "As at the neighbours'"
_OF_WORKERS: Final = {"fte_now": "cases and workers", "agency_pct_now": "agency workers"}
_PROJECTED_SHARES: Final = ("80", "95")


def children_table(caption: str, rows: pl.DataFrame) -> DisplayTable:
    """Return how many children or referrals there would be at each level, and how many more or fewer.

    caption: of the table. Input: rows, schema WhatItWouldTake, of one authority, levers that are rates.
    """
    headings = (
        "If it were as at",
        "Now",
        "Then",
        "With one neighbour left out, and rounding",
        "Children or referrals",
        "More or fewer",
    )
    told = [(_lever_at(row), _children_cells(row)) for row in rows.to_dicts()]
    return DisplayTable(caption=caption, headings=headings, rows=tuple(told), is_wordy=True)


def workers_table(caption: str, rows: pl.DataFrame) -> DisplayTable:
    """Return cases and workers at each level, and between what agency's share would lie.

    caption: of the table. Input: rows, schema WhatItWouldTake, of one authority, levers that workers follow from.
    """
    headings = (
        *(_AS, "Cases", "Cases for each worker", "Workers now", "Workers then", "More or fewer"),
        *("Agency now", "Agency then"),
    )
    told = [(_lever_at(row), _workers_cells(row)) for row in rows.to_dicts()]
    return DisplayTable(caption=caption, headings=headings, rows=tuple(told), is_wordy=True)


def projections_table(caption: str, rows: pl.DataFrame) -> DisplayTable:
    """Return between what each figure will probably lie. Input: rows, schema Projections, of one authority.

    caption: of the table.
    """
    headings = ("Measure", "Of", "Newest", "In four of five cases", "In 19 of 20 cases", "Said on")
    told = [(_measure_of(row), _projected_cells(row)) for row in rows.to_dicts()]
    return DisplayTable(caption=caption, headings=headings, rows=tuple(told))


def scores_table(caption: str, rows: pl.DataFrame) -> DisplayTable:
    """Return how projections fared whose year has come. Input: rows, schema ProjectionScores, of one authority.

    caption: of the table.
    """
    headings = ("Measure", "Of", "Said on", "It was said: as the newest", "Came", "That is")
    told = [(_measure_of(row), _scored_cells(row)) for row in rows.to_dicts()]
    return DisplayTable(caption=caption, headings=headings, rows=tuple(told))


def _measure_of(row: Row) -> str:
    return title_with_unit(MEASURES[str(row["measure"])])


def _projected_cells(row: Row) -> tuple[Cell, ...]:
    decimals = MEASURES[str(row["measure"])].decimals
    ends = [_range(row, f"lower_{share}", f"upper_{share}", decimals=decimals) for share in _PROJECTED_SHARES]
    return (_day(row["period_end"]), _number(row, "value_now", decimals=decimals), *ends, _day(row["projected_on"]))


def _scored_cells(row: Row) -> tuple[Cell, ...]:
    decimals = MEASURES[str(row["measure"])].decimals
    wide = "between the ends of 95%, not of 80%" if row["is_within_95"] else "beyond the ends of 95%"
    within = "between the ends of 80%" if row["is_within_80"] else wide
    said, came = (_number(row, column, decimals=decimals) for column in ("value_now", "came"))
    return _day(row["period_end"]), _said_on(row), said, came, within


def _said_on(row: Row) -> str:
    """Return the day on which it was said; of what was said after its year was over, that it was, as it proves less."""
    is_after = str(row["projected_on"]) > str(row["period_end"])
    return f"{_day(row['projected_on'])}{', when the year was over' if is_after else ''}"


def _lever_at(row: Row) -> str:
    return f"{title_with_unit(MEASURES[str(row['lever'])])}, {LEVEL_WORDS[str(row['level'])]}"


def _children_cells(row: Row) -> tuple[Cell, ...]:
    measure = MEASURES[str(row["lever"])]
    return (
        _number(row, "value_now", decimals=measure.decimals),
        _number(row, "value_then", decimals=measure.decimals),
        _range(row, "value_then_lower", "value_then_upper", decimals=measure.decimals),
        _range(row, "count_then_lower", "count_then_upper", decimals=0),
        more_or_fewer(row, "difference_lower", "difference_upper", decimals=0),
    )


def _workers_cells(row: Row) -> tuple[Cell, ...]:
    now, lower, upper = (row[name] for name in ("fte_now", "fte_then_lower", "fte_then_upper"))
    moved: Row = {}
    if isinstance(now, float) and isinstance(lower, float) and isinstance(upper, float):
        moved = {"lower": lower - now, "upper": upper - now}
    return (
        _range(row, "cases_then_lower", "cases_then_upper", decimals=0),
        _number(row, "caseload", decimals=1),
        _number(row, "fte_now", decimals=1),
        _range(row, "fte_then_lower", "fte_then_upper", decimals=1),
        more_or_fewer(moved, "lower", "upper", decimals=1),
        _number(row, "agency_pct_now", decimals=1, unit="%"),
        _range(row, "agency_pct_lowest", "agency_pct_highest", decimals=1, unit="%"),
    )


def more_or_fewer(row: Row, lower: str, upper: str, *, decimals: int) -> Cell:
    """Return a difference as a range: so many more, or fewer, or from fewer to more.

    row: with the two ends. lower, upper: their columns.

    >>> more_or_fewer({"a": -2497.3, "b": -1957.7}, "a", "b", decimals=0)
    Count(text='between 1,957 and 2,498 fewer')
    >>> more_or_fewer({"a": -3.2, "b": 4.0}, "a", "b", decimals=1)
    Count(text='between 3.2 fewer and 4.0 more')
    """
    least, most = row.get(lower), row.get(upper)
    if not isinstance(least, float) or not isinstance(most, float):
        return NO_FIGURE
    return Count(text="".join(more_or_fewer_words(least, most, decimals=decimals)))


def figures_words(rows: pl.DataFrame) -> str:
    """Return of when a lever's figures are, and of when the workforce's, where any is told beside them.

    Input: rows, schema WhatItWouldTake, of one authority and lever.
    """
    row = rows.row(0, named=True)
    words = f"{MEASURES[str(row['lever'])].title} {lower_first(when(MEASURES[str(row['lever'])], row['period_end']))}"
    if row["fte_then"] is None or row["lever"] == CASELOAD:
        return words
    return f"{words}, with cases and workers {lower_first(when(MEASURES[CASELOAD], row['workforce_on']))}"


def why_nothing(row: Row) -> str:
    """Return why nothing is worked out of a lever. row: of WhatItWouldTake, whose status is not ok."""
    title, held = MEASURES[str(row["lever"])].title, row["neighbours_with_value"]
    if row["value_now"] is None:
        return f"{title}, the authority's own figure: {STATUS_TITLES[str(row['status'])]}."
    if isinstance(held, int) and held >= ENOUGH_NEIGHBOURS:
        return (
            f"{title}: the source does not hold all neighbours, though {held} of {NEIGHBOURS_IN_A_LIST} have a figure."
        )
    return f"{title}: only {held} of {NEIGHBOURS_IN_A_LIST} neighbours have a figure."


def no_workers(row: Row) -> str | None:
    """Return which figures of workers are wanting, as a sentence; None where both are there.

    row: of WhatItWouldTake, of children in need or of the caseload, whose status is ok.
    """
    wanting = [words for column, words in _OF_WORKERS.items() if row[column] is None]
    if not wanting:
        return None
    return (
        f"{MEASURES[str(row['lever'])].title}: the authority's own figures of {' and of '.join(wanting)} are wanting."
    )


def _number(row: Row, column: str, *, decimals: int, unit: str = "") -> Cell:
    told = row[column]
    return Count(text=f"{format_number(told, decimals=decimals)}{unit}") if isinstance(told, float) else NO_FIGURE


def _range(row: Row, lower: str, upper: str, *, decimals: int, unit: str = "") -> Cell:
    least, most = row[lower], row[upper]
    if not isinstance(least, float) or not isinstance(most, float):
        return NO_FIGURE
    return Count(text=range_words(least, most, decimals=decimals, unit=unit))


def _day(day: object) -> str:
    return format_date(day) if isinstance(day, date) else NO_FIGURE
