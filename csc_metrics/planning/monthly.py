"""Monthly figures of partner measures and of actions, as far as they were told on a day."""

from datetime import date
from typing import Final

import pandas as pd
import polars as pl

from csc_metrics.change.charted import SIGN_OF
from csc_metrics.change.process_chart import process_charts
from csc_metrics.change.series import SERIES_KEY
from csc_metrics.change.since import signals_since
from csc_metrics.contracts.given_frames import polars_with_days
from csc_metrics.contracts.vocabulary import PeriodType, Source
from csc_metrics.settings.model import Settings
from csc_metrics.settings.partner import WHOLE

FIGURE: Final = ("area_code", "measure", "breakdown")
"""What a figure of the board is known by."""
_MONTHLY: Final = (PeriodType.MONTH.value, PeriodType.SNAPSHOT.value)


def monthly_figures(values: pl.DataFrame | pd.DataFrame, *, as_at: date | None = None) -> pl.DataFrame:
    """Return the figures by month, or of month ends, that are counted from records and had ended by a day.

    values: schema MeasureValues, polars or pandas. as_at: the day; None: all of them.
    Returns: columns of MeasureValues, one row per figure and month.
    """
    days = [pl.col(name).cast(pl.Date) for name in ("period_start", "period_end")]
    told = polars_with_days(values).with_columns(days)
    local = told.filter(pl.col("period_type").is_in(_MONTHLY), source=Source.LOCAL.value)
    return local if as_at is None else local.filter(pl.col("period_end") <= as_at)


def whole_figures(monthly: pl.DataFrame, *, settings: Settings) -> pl.DataFrame:
    """Return what the process chart says of each measure of all units.

    monthly: columns of MeasureValues, of `monthly_figures`. settings: as of `process_summaries`.
    Returns: one row per authority and measure; la_code, measure, latest_on, latest, variation; signal_since, last day
    of the month since which it says so, null where it says nothing (`csc_metrics.change.since.signals_since`);
    is_target_met, whether the latest meets the target of the settings, False where there is none.
    """
    charts = process_charts(monthly.filter(breakdown=WHOLE), settings=settings)
    since = signals_since(charts.points).select(*SERIES_KEY, pl.col("since").alias("signal_since"))
    told = charts.summaries.join(since, on=list(SERIES_KEY), how="left", validate="1:1", maintain_order="left")
    area, newest = pl.col("area_code").alias("la_code"), pl.col("last_on").alias("latest_on")
    sign = pl.col("measure").replace_strict(SIGN_OF, default=0, return_dtype=pl.Int64)
    is_met = (sign != 0) & (sign * (pl.col("latest") - pl.col("target")) >= 0)
    met = is_met.fill_null(value=False).alias("is_target_met")
    return told.select(area, "measure", newest, "latest", "variation", "signal_since", met)
