"""Which of an authority's own figures a person asks for by a period, and what is said where there is none."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Final

import polars as pl

from csc_metrics.contracts.tables import MeasureValues
from csc_metrics.contracts.vocabulary import AreaType, Note, PeriodType, Source, Status
from csc_metrics.measures.counting.how import FromRecords
from csc_metrics.measures.counting.months import last_day, month_number
from csc_metrics.measures.measure import Measure
from csc_metrics.periods import Period, PeriodRequest, period_ending
from csc_metrics.published.tables import PUBLISHED_TABLES

_31_MARCH: Final = (3, 31)
_KEY: Final = ("measure", "period_type", "period_end")
_TYPES: Final = {
    PeriodType.MONTH: (PeriodType.MONTH, PeriodType.SNAPSHOT, PeriodType.ROLLING_12_MONTHS),
    PeriodType.QUARTER: (PeriodType.QUARTER, PeriodType.SNAPSHOT, PeriodType.ROLLING_12_MONTHS),
    PeriodType.YEAR: (PeriodType.YEAR, PeriodType.SNAPSHOT, PeriodType.ROLLING_12_MONTHS),
}
"""What is asked for → types of period that answer it: the first that a measure has."""


def period_asked(measure: Measure, request: PeriodRequest) -> Period:
    """Return the period by which a measure of records answers what is asked for.

    A month is that month; of what stands at month ends, its end; of what twelve months tell, those up to its end. A
    quarter goes alike. A year is DfE's own: the year to 31 March, or 31 March; for the workforce 30 September.
    """
    held = _periods_of(measure)
    period_type = next(one for one in _TYPES[request.kind] if one in held)
    return period_ending(period_type, request.end or _year_end(measure, int(request.label), period_type))


def newest_period(measure: Measure, values: pl.DataFrame) -> Period | None:
    """Return the newest period for which a measure has a value, of the shortest type; None where it has none.

    Input: values, schema MeasureValues.
    """
    held = _periods_of(measure)
    of_measure = (pl.col("measure") == measure.code) & (pl.col("status") == Status.OK.value)
    ends = values.filter(of_measure & (pl.col("period_type") == held[0].value))["period_end"]
    newest = max(ends.to_list(), default=None)
    return None if newest is None else period_ending(held[0], newest)


def values_asked(
    values: pl.DataFrame, *, measures: Sequence[Measure], requests: Iterable[PeriodRequest], la_codes: Sequence[str]
) -> pl.DataFrame:
    """Return the values of the periods asked for, with a row for each measure of each authority.

    A measure without a figure for a period is not_collected there.
    Input and output: schema MeasureValues. measures, requests, la_codes: all that are asked for.
    """
    asked = {(measure.code, period_asked(measure, request)) for request in requests for measure in measures}
    rows = [_absent(la_code, code, period) for code, period in asked for la_code in la_codes]
    absent = pl.DataFrame(rows, schema=MeasureValues.create_empty().schema)
    key = ["area_code", *_KEY]
    held = values.join(absent.select(key), on=key, how="semi")
    missing = absent.join(held.select(key), on=key, how="anti")
    return pl.concat([held, missing]).sort(MeasureValues.primary_key())


def period_ends_held(values: pl.DataFrame) -> tuple[date, date] | None:
    """Return the first and the last period end of values that are there; None where none is.

    Input: schema MeasureValues.
    """
    ends = values.filter(pl.col("status") == Status.OK.value)["period_end"]
    return None if ends.is_empty() else (min(ends.to_list()), max(ends.to_list()))


def _periods_of(measure: Measure) -> tuple[PeriodType, ...]:
    about: FromRecords | None = measure.from_records
    return about.periods if about is not None else ()


def _year_end(measure: Measure, year: int, period_type: PeriodType) -> date:
    """Return the day on which DfE's year of a measure ends."""
    if measure.tables and period_type is not PeriodType.YEAR:
        return PUBLISHED_TABLES[measure.tables[0]].period_end(year)
    return last_day(month_number(date(year, *_31_MARCH)))


def _absent(la_code: str, code: str, period: Period) -> dict[str, object]:
    return {
        "area_code": la_code,
        "area_type": AreaType.AUTHORITY.value,
        "measure": code,
        "breakdown": "all",
        "period_type": period.period_type.value,
        "period_start": period.start,
        "period_end": period.end,
        "source": Source.LOCAL.value,
        "status": Status.NOT_COLLECTED.value,
        "rows_aside": 0,
        "note": Note.NOT_IN_RECORDS.value,
    }
