"""The table under a chart: the same rows, newest first."""

from typing import Final

from csc_metrics.contracts.vocabulary import REGIONS, Note, PeriodType, Status
from csc_metrics.narrative.history import History, Year
from csc_metrics.narrative.numbers import format_date
from csc_metrics.narrative.sentence import Figure
from csc_metrics.narrative.words import figure
from csc_metrics.report.page.model import Cell, DisplayTable

WORDS_OF_STATUS: Final = {
    Status.SUPPRESSED.value: "hidden: small numbers",
    Status.TOO_FEW.value: "too few to show",
    Status.ZERO_DENOMINATOR.value: "nothing to count",
    Status.INCOMPLETE.value: "hidden in part",
    Status.NOT_COLLECTED.value: "not available",
    Status.NOT_APPLICABLE.value: "does not apply",
    Status.UNRELIABLE.value: "held back: unreliable",
    Status.LOW.value: "rounds to 0, is not 0",
    Status.NOT_YET_KNOWN.value: "not known yet",
}
"""Why a year has no value, as its cell says it."""
_NO_COMPARATOR: Final = "none"
_NOT_HELD: Final = "not all held"


def table_of_years(history: History) -> DisplayTable:
    """Return the years of a measure beside its comparators, newest first; every number is a figure of its row."""
    authority = history.authority
    how = "at" if history.measure.period_type is PeriodType.SNAPSHOT else "year to"
    return DisplayTable(
        caption=f"{history.measure.title}, {authority.name} and its comparators, {history.measure.unit}",
        headings=(
            f"Period ({how})",
            authority.name,
            "Neighbours' median",
            "Lowest neighbour",
            "Highest neighbour",
            "Neighbours with a figure",
            REGIONS[authority.region_code],
            "England",
        ),
        rows=tuple((format_date(year.period_end), _cells(history, year)) for year in reversed(history.years)),
    )


def _cells(history: History, year: Year) -> tuple[Cell, ...]:
    comparators = ("neighbour_median", "neighbour_min", "neighbour_max")
    return (
        _own_cell(history, year),
        *(_comparator(history, year, column) for column in comparators),
        _neighbours_with_value(history, year),
        _comparator(history, year, "region_value"),
        _comparator(history, year, "england_value"),
    )


def _own_cell(history: History, year: Year) -> Cell:
    """Return the value, or the bounds of a hidden one, or the words that say why there is none."""
    if year.status == Status.OK.value:
        return figure(history.measure, year, "value")
    if year.lower is not None and year.upper is not None:
        return (
            "hidden: ",
            figure(history.measure, year, "lower"),
            " to ",
            figure(history.measure, year, "upper"),
        )
    if year.note == Note.NOT_IN_FILES.value:
        return "not in the files read"
    return WORDS_OF_STATUS[year.status]


def _comparator(history: History, year: Year, column: str) -> Cell:
    return _NO_COMPARATOR if getattr(year, column) is None else figure(history.measure, year, column)


def _neighbours_with_value(history: History, year: Year) -> Cell:
    if year.neighbours_with_value is None or not year.neighbours:
        return _NOT_HELD if year.neighbours else _NO_COMPARATOR
    held = Figure(
        text=str(year.neighbours_with_value),
        measure=history.measure.code,
        period_end=year.period_end,
        column="neighbours_with_value",
        decimals=0,
    )
    return (held, f" of {len(year.neighbours)}")
