"""Updates of actions and monthly figures as a board has them, made by hand: small, and every number visible."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import polars as pl

from csc_metrics.contracts.records.tables import RECORD_TABLES
from csc_metrics.contracts.tables import MeasureValues

QUORATE = "strategy_meeting_quorate_pct"
DELAYED = "strategy_meetings_delayed"
"""Of which a high figure is good."""
CASELOAD = "average_caseload"
"""Of which a low figure is good, told at month ends."""


def update(action_id: str = "1.1", **told: Any) -> dict[str, Any]:
    """Return one update of an action: amber and under way, due on 31 March 2026; told: what differs."""
    usual = {
        "la_code": "001",
        "action_id": action_id,
        "priority": "Front door",
        "title": "Agree thresholds",
        "promised": "One set of thresholds",
        "owner": "Police",
        "original_due_on": date(2026, 3, 31),
        "due_on": date(2026, 3, 31),
        "done_on": None,
        "rag": "amber",
        "status": "in_progress",
        "updated_on": date(2026, 1, 31),
        "measure": None,
    }
    return usual | told


def updates(*rows: dict[str, Any]) -> pl.DataFrame:
    """Return updates as the clean table has them, without the columns that say where they come from."""
    names = ("la_code", *RECORD_TABLES["action_updates"].columns)
    schema = {name: pl.Date if name.endswith("_on") else pl.String for name in names}
    return pl.DataFrame([{name: row[name] for name in names} for row in rows], schema=schema)


def values_of(*series: pl.DataFrame) -> pl.DataFrame:
    """Return series as one table of measure values; none: an empty one."""
    return pl.concat([MeasureValues.create_empty(), *series])


def months(
    values: Sequence[float | None],
    *,
    measure: str = QUORATE,
    breakdown: str = "all",
    la_code: str = "001",
    first: date = date(2024, 1, 1),
    tops: Sequence[float | None] | None = None,
    bottoms: Sequence[float | None] | None = None,
    **told: Any,
) -> pl.DataFrame:
    """Return the values of one figure month by month; None: too few. Returns: schema MeasureValues."""
    starts = pl.date_range(first, pl.lit(first).dt.offset_by(f"{len(values) - 1}mo"), "1mo", eager=True)
    nothing: list[None] = [None] * len(values)
    columns = {
        "area_code": la_code,
        "area_type": "authority",
        "measure": measure,
        "breakdown": breakdown,
        "period_type": "month",
        "source": "local",
        "lower": None,
        "upper": None,
        "interval_kind": None,
        "rows_aside": 0,
        "note": None,
    } | told
    frame = pl.DataFrame({"period_start": starts, "period_end": starts.dt.month_end()}).with_columns(
        pl.Series("value", values, dtype=pl.Float64),
        pl.Series("numerator", tops or nothing, dtype=pl.Float64),
        pl.Series("denominator", bottoms or nothing, dtype=pl.Float64),
        *(pl.lit(word).alias(name) for name, word in columns.items()),
    )
    status = pl.when(pl.col("value").is_null()).then(pl.lit("too_few")).otherwise(pl.lit("ok"))
    return MeasureValues.validate(
        frame.with_columns(status.alias("status")).select(MeasureValues.create_empty().columns), cast=True
    )
