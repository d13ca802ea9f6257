"""Which periods of the measure values a person asks for, and what is said where the files have none."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Self

import polars as pl

from csc_metrics.contracts.authorities import authorities
from csc_metrics.contracts.tables import MeasureValues
from csc_metrics.contracts.vocabulary import AreaType, Note, Source, Status
from csc_metrics.errors import CscMetricsError
from csc_metrics.measures.measure import Measure
from csc_metrics.periods import PeriodRequest, period_start_of
from csc_metrics.published.tables import PUBLISHED_TABLES


class NoSuchPeriod(CscMetricsError):
    """No measure has a figure for the period asked for."""

    @classmethod
    def asked(cls, label: str, years: Iterable[int]) -> Self:
        """Word the error for a period that no file holds."""
        held = sorted(set(years))
        told = f"the files hold the years {held[0]} to {held[-1]}" if held else "the files hold no figures"
        year, _, month = label.partition("-")
        meant = str(int(year) + 1)
        hint = f" For DfE's year {label} write {meant}." if month and meant.endswith(month) else ""
        return cls(
            f"No measure has a figure for {label}: {told}.{hint} Ask for one of these, or add DfE's newer files."
        )


def chosen_period_ends(
    values: pl.DataFrame, *, measures: Sequence[Measure], period: PeriodRequest | None
) -> dict[str, date]:
    """Return the period end that each measure shows for the period asked for, by measure code.

    A year label is exact; a month or a quarter takes the latest period that ended by then; None takes each measure's
    latest period nationally, never an authority's last good one. A measure without any figure is left out then.
    Input: schema MeasureValues, all areas and periods. Raises: NoSuchPeriod where no measure has a figure.
    """
    held = {measure.code: _period_ends_held(values, measure) for measure in measures}
    if period is None:
        return {code: days[-1] for code, days in held.items() if days}
    asked = {measure.code: _period_end_asked(measure, held[measure.code], period) for measure in measures}
    if not any(asked[code] in held[code] for code in asked):
        raise NoSuchPeriod.asked(period.label, (day.year for days in held.values() for day in days))
    return asked


def _period_ends_held(values: pl.DataFrame, measure: Measure) -> list[date]:
    return sorted(values.filter(pl.col("measure") == measure.code)["period_end"].unique())


def _period_end_asked(measure: Measure, held: Sequence[date], period: PeriodRequest) -> date:
    """Return the exact day for a year, else the latest day held by the period's end, else the day due by then."""
    table = PUBLISHED_TABLES[measure.tables[0]]
    if period.end is None:
        return table.period_end(int(period.label))
    ended = [day for day in held if day <= period.end]
    due = [table.period_end(year) for year in (period.end.year - 1, period.end.year)]
    return max(ended) if ended else max(day for day in due if day <= period.end)


def complete_measure_values(
    values: pl.DataFrame,
    *,
    measures: Sequence[Measure],
    la_codes: Sequence[str],
    period_ends: Iterable[tuple[str, date]],
) -> pl.DataFrame:
    """Return the values of the authorities with a row for every measure and period end wanted.

    Where the files hold none the status is not_collected with note not_in_files, or not_applicable for an authority
    that did not exist that day.
    Input and output: schema MeasureValues; la_codes: the authorities; period_ends: (measure code, period end).
    """
    by_code = {measure.code: measure for measure in measures}
    grid = [
        _absent_row(by_code[code], la_code=la_code, period_end=day)
        for code, day in period_ends
        for la_code in dict.fromkeys(la_codes)
    ]
    absent = pl.DataFrame(grid, schema=MeasureValues.create_empty().schema, orient="row")
    key = ["area_code", "measure", "period_end"]
    held = values.join(absent.select(key), on=key, how="semi")
    missing = absent.join(held.select(key), on=key, how="anti")
    return pl.concat([held, missing]).sort(MeasureValues.primary_key())


def _absent_row(measure: Measure, *, la_code: str, period_end: date) -> dict[str, object]:
    existed = authorities()[la_code].existed_on(period_end)
    return {
        "area_code": la_code,
        "area_type": AreaType.AUTHORITY.value,
        "measure": measure.code,
        "breakdown": "all",
        "period_type": measure.period_type.value,
        "period_start": period_start_of(measure.period_type, period_end),
        "period_end": period_end,
        "source": Source.PUBLISHED.value,
        "status": Status.NOT_COLLECTED.value if existed else Status.NOT_APPLICABLE.value,
        "rows_aside": 0,
        "note": Note.NOT_IN_FILES.value if existed else Note.AUTHORITY_DID_NOT_EXIST.value,
    }
