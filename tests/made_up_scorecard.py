"""Older scorecards as councils write them, and figures of ours to set beside them: small, and every number visible."""

from datetime import date
from pathlib import Path
from typing import Any, Final

import polars as pl

from csc_metrics.comparison.against_old import reconcile
from csc_metrics.comparison.old_scorecard import read_old_scorecard
from csc_metrics.contracts.tables import MeasureValues
from csc_metrics.periods import PeriodType, period_start_of
from csc_metrics.settings.model import Settings

TAMESIDE: Final = "357"
OLDHAM: Final = "353"
MARCH_2024, MARCH_2025 = date(2024, 3, 31), date(2025, 3, 31)
SEPTEMBER_2024, SEPTEMBER_2025 = date(2024, 9, 30), date(2025, 9, 30)


def scorecard_file(folder: Path, text: str) -> Path:
    path = folder / "old.csv"
    path.write_text(text, encoding="utf-8")
    return path


def read(folder: Path, *lines: str, headings: str = "Measure,Period,Value") -> pl.DataFrame:
    """Read a scorecard of these lines below its headings."""
    return read_old_scorecard(scorecard_file(folder, "\n".join([headings, *lines]) + "\n"))


def ours(measure: str, value: float | None, *, kind: str = "year", on: date = MARCH_2025, **told: Any) -> pl.DataFrame:
    """Return one measure value: of Tameside's own records in the year to 31 March 2025; told: what differs."""
    row = dict.fromkeys(MeasureValues.columns()) | {
        "area_code": TAMESIDE,
        "area_type": "authority",
        "measure": measure,
        "breakdown": "all",
        "period_type": kind,
        "period_start": period_start_of(PeriodType(kind), on),
        "period_end": on,
        "source": "local",
        "value": value,
        "status": "ok",
        "rows_aside": 0,
    }
    return MeasureValues.validate(pl.DataFrame([row | told], schema=MeasureValues.create_empty().schema))


def reconciled(old: pl.DataFrame, *values: pl.DataFrame, settings: Settings | None = None) -> list[dict[str, Any]]:
    """Return the rows of Tameside's older figures beside these values."""
    all_values = pl.concat([MeasureValues.create_empty(), *values])
    return reconcile(old, all_values, la_code=TAMESIDE, settings=settings or Settings()).to_dicts()
