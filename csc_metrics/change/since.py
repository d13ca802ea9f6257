"""Since when a signal holds: the first of the periods in a row, up to the newest, that say the same.

A rise is a signal from its lowest point on. What is said of its newest point, that it is above what is usual, holds
only since the line crossed what is usual.
"""

import polars as pl

from csc_metrics.change.series import SERIES_KEY
from csc_metrics.contracts.about_change import SignalsSince, Variation

_NO_SIGNAL = (Variation.NONE.value, Variation.NOT_KNOWN.value)


def signals_since(points: pl.DataFrame) -> pl.DataFrame:
    """Return for each series whose newest point is a signal since when its points say the same without a break.

    They lie on the same side of what is usual, too.

    Input: points, schema ProcessPoints.
    Returns: schema SignalsSince, one row per series with a signal at its newest period with a value.
    """
    key = list(SERIES_KEY)
    told = points.filter(pl.col("value").is_not_null()).sort(*key, "period_end")
    last = pl.col("variation").last().over(key)
    side = (pl.col("adjusted") - pl.col("centre")).sign()
    differs = ((pl.col("variation") != last) | (side != side.last().over(key))).fill_null(value=True).cast(pl.Int64)
    # Counted from the newest point back: how many points that say something else lie between.
    between = differs.reverse().cum_sum().reverse().over(key)
    held = told.filter((between == 0) & ~last.is_in(_NO_SIGNAL))
    found = held.group_by(key, maintain_order=True).agg(
        pl.col("period_end").first().alias("since"),
        pl.col("variation").last(),
        pl.len().cast(pl.Int64).alias("periods"),
    )
    return SignalsSince.validate(found.select(list(SignalsSince.create_empty().schema)))
