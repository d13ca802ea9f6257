"""Figures of an authority as measures tell them, and what is published of them."""

from datetime import date

import polars as pl

from csc_metrics.contracts.tables import MeasureValues
from csc_metrics.contracts.vocabulary import PeriodType
from csc_metrics.disclosure.disclose import disclose
from csc_metrics.periods import period_start_of
from csc_metrics.settings.model import PublicationSettings, Settings

YEAR_END = date(2026, 3, 31)
USUAL = Settings()
EXEMPT = Settings(publication=PublicationSettings(is_process_exempt=True))
Row = dict[str, object]


def figure(
    measure: str,
    top: float | None,
    bottom: float | None = None,
    *,
    breakdown: str = "all",
    period_type: str = "year",
    end: date = YEAR_END,
    **other: object,
) -> Row:
    """Return a row of measure values: a count of top, or the percentage that top is of bottom."""
    value = top if top is None or bottom is None else 100 * top / max(bottom, 1)
    row = {"area_code": "357", "area_type": "authority", "measure": measure, "breakdown": breakdown, "source": "local"}
    start = period_start_of(PeriodType(period_type), end)
    dates = {"period_type": period_type, "period_start": start, "period_end": end}
    return (
        row | dates | {"numerator": top, "denominator": bottom, "value": value, "status": "ok", "rows_aside": 0} | other
    )


def values_of(*figures: Row) -> pl.DataFrame:
    """Return figures as measure values."""
    return MeasureValues.validate(pl.DataFrame(figures, schema=MeasureValues.create_empty().schema))


def shown(*figures: Row, settings: Settings = USUAL) -> dict[str, Row]:
    """Return what is published of figures, by measure and part."""
    rows = disclose(values_of(*figures), settings=settings).values.to_dicts()
    return {f"{row['measure']} {row['breakdown']}": row for row in rows}


def cells(row: Row) -> tuple[object, ...]:
    """Return what a reader sees of a figure: its top, bottom, value and status."""
    return row["numerator"], row["denominator"], row["value"], row["status"]
