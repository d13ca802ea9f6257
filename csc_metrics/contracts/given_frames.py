"""Frames that somebody gave, as the suite reads them: polars, their days as dates."""

import pandas as pd
import polars as pl


def polars_with_days(frame: pl.DataFrame | pd.DataFrame) -> pl.DataFrame:
    """Return a frame as polars, each of its moments as the day that its own clock shows, whatever its time zone.

    A day that pandas holds as midnight in London is that day, in summer too, when it is still the day before elsewhere.
    frame: polars or pandas, of any columns. Returns: the same rows and columns; moments as Date.

    >>> told = pd.DataFrame({"period_end": pd.to_datetime(["2026-06-30"]).tz_localize("Europe/London")})
    >>> polars_with_days(told)["period_end"].to_list()
    [datetime.date(2026, 6, 30)]
    """
    told = pl.from_pandas(frame) if isinstance(frame, pd.DataFrame) else frame
    return told.with_columns(pl.selectors.datetime().dt.replace_time_zone(None).cast(pl.Date))
