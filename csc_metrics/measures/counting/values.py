"""From an authority's records to the long table of measure values."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Final

import numpy as np
import polars as pl

from csc_metrics.contracts.tables import MeasureValues
from csc_metrics.contracts.vocabulary import Note, Status
from csc_metrics.measures.counting.cells import Cells, cells_of
from csc_metrics.measures.counting.how import FromRecords, How
from csc_metrics.measures.counting.long_table import LongTable
from csc_metrics.measures.counting.months import YEAR, Floats, Ints, Months, Periods, periods_within
from csc_metrics.measures.counting.records import AuthorityRecords
from csc_metrics.measures.measure import Measure

PER_10K: Final = 10_000
"""Children of whom a rate tells."""
_FULL: Final = 100
_MID_YEAR: Final = (6, 30)
_OLDEST_POPULATION: Final = 2
"""Years that a population may be older than the mid-year before a period's end, where no newer one is held."""


def values_from_records(records: AuthorityRecords, measures: Iterable[Measure]) -> pl.DataFrame:
    """Return every measure of an authority that is counted from records, in every period and part of a breakdown.

    A measure for which a table or column is wanting has one row for each type of period, not_collected: never 0.
    records: of one authority. measures: those wanted; ones that are only published are left out.
    Returns: schema MeasureValues, source "local", sorted by its key.
    """
    table = LongTable(records.la_code)
    for measure in measures:
        if measure.from_records is not None:
            _add(table, records, code=measure.code, about=measure.from_records)
    return MeasureValues.validate(table.rows())


def months_counted(records: AuthorityRecords, about: FromRecords) -> Months:
    """Return the months in which a measure is counted: those for which its dated tables are all whole."""
    whole = records.months(about.dated_tables)
    return Months(first=whole.first + about.history_months, last=whole.last)


def why_not_counted(records: AuthorityRecords, about: FromRecords) -> tuple[Status, Note] | None:
    """Return why a measure cannot be counted in any period, as a status and a note; None where it can."""
    if records.lacking(about.reads) or not len(months_counted(records, about)):
        return Status.NOT_COLLECTED, Note.NOT_IN_RECORDS
    if about.needs_setting is not None and not about.needs_setting(records.settings):
        return Status.NOT_APPLICABLE, about.note_without or Note.LIMIT_NOT_SET
    return None


def _add(table: LongTable, records: AuthorityRecords, *, code: str, about: FromRecords) -> None:
    """Add the values of one measure to the long table."""
    why_not = why_not_counted(records, about)
    if why_not is not None:
        newest = records.newest_month  # of any table
        periods = periods_within(Months(first=newest - 2 * YEAR, last=newest), about.periods)
        table.add_without_value(code, periods, status=why_not[0], note=why_not[1])
        return
    cells = cells_of(records, about, months_counted(records, about))
    _add_cells(table, cells, records=records, code=code, about=about)


def _add_cells(table: LongTable, cells: Cells, *, records: AuthorityRecords, code: str, about: FromRecords) -> None:
    top, bottom, value, notes = _told(cells, about.how, records.population)
    without = Status.NOT_COLLECTED if about.how is How.RATE else Status.ZERO_DENOMINATOR
    is_known = np.isfinite(value)
    status = np.where(is_known, table.number_of(Status.OK), table.number_of(without))
    status[:, _are_young(cells.periods, about, records)] = table.number_of(Status.NOT_YET_KNOWN)
    table.add(code, cells, top=top, bottom=bottom, value=value, status=status, notes=notes)


def _are_young(periods: Periods, about: FromRecords, records: AuthorityRecords) -> Ints:
    """Return the places of periods whose units can still change after what the records tell."""
    if about.known_after is None:
        return np.zeros(0, dtype=np.int64)
    known = min(records.until(name.partition(".")[0]) for name in about.dated_tables)
    is_young = [about.known_after(day) > known for day in periods.end_days()]
    return np.nonzero(np.array(is_young, dtype=np.bool_))[0]


def _told(cells: Cells, how: How, population: Mapping[date, float]) -> tuple[Floats, Floats, Floats, list[str | None]]:
    """Return tops, bottoms and values, and the note of each period; nan where there is none."""
    notes: list[str | None] = [None] * len(cells.periods)
    with np.errstate(divide="ignore", invalid="ignore"):
        match how:
            case How.COUNT | How.DISTINCT:
                return cells.top, cells.bottom, cells.top, notes
            case How.SHARE | How.RATIO_PCT | How.DISTINCT_SHARE:
                return cells.top, cells.bottom, cells.top / cells.bottom * _FULL, notes
            case How.RATIO:
                return cells.top, cells.bottom, cells.top / cells.bottom, notes
            case How.QUANTILE:
                return cells.top, cells.bottom, cells.value, notes
            case How.RATE:
                told = [population_before(population, day) for day in cells.periods.end_days()]
                bottom = np.broadcast_to(np.array([many for many, _ in told]), cells.top.shape)
                return cells.top, bottom, cells.top / bottom * PER_10K, [note for _, note in told]


def population_before(population: Mapping[date, float], day: date) -> tuple[float, str | None]:
    """Return the population of the mid-year before a period's end, or of one up to two years older, and a note.

    population: by mid-year day. day: end of the period. Returns: nan and a note where none is held.

    >>> population_before({date(2024, 6, 30): 52_901.0}, date(2025, 3, 31))
    (52901.0, None)
    """
    year = day.year if (day.month, day.day) > _MID_YEAR else day.year - 1
    for older in range(_OLDEST_POPULATION + 1):
        found = population.get(date(year - older, *_MID_YEAR))
        if found is not None:
            return found, Note.POPULATION_OF_AN_EARLIER_YEAR.value if older else None
    return float("nan"), Note.POPULATION_NOT_IN_FILES.value
