"""How many signals a page would show though nothing changed: many series by several rules make some by chance."""

from typing import Final

import numpy as np
import pandas as pd
import polars as pl

from csc_metrics.change.chances import signal_chances, signal_chances_where_correlated
from csc_metrics.change.rules import ENOUGH_POINTS
from csc_metrics.contracts.about_change import SignalRule, SignalsByChance, Variation

_SIGNALS: Final = [one.value for one in Variation if one not in (Variation.NONE, Variation.NOT_KNOWN)]


def signals_by_chance(summaries: pl.DataFrame | pd.DataFrame) -> pl.DataFrame:
    """Return how many newest points of the series of a page would be signals by chance, rule by rule.

    Series that tell of the same children rise and fall together, so that signals by chance come in clusters: the
    number is right on average, and on any one page may be none or several at once.

    summaries: schema ProcessSummaries, polars or pandas, one row per series of the page; of its columns points (of all
    stages), signal_chance, is_correlated and variation are read.
    Returns: schema SignalsByChance, one row per rule, in numbers of series.
    Source: the simulation of csc_metrics.change.chances.

    >>> told = {"points": [36, 60, 5], "signal_chance": [0.018, 0.019, None], "is_correlated": [False, True, False]}
    >>> page = signals_by_chance(pl.DataFrame(told | {"variation": ["none", "rising", "not_known"]}))
    >>> page.filter(rule="any").select("series", pl.col("by_chance").round(2), "found").row(0)
    (2, 0.04, 1)
    """
    given = pl.from_pandas(summaries) if isinstance(summaries, pd.DataFrame) else summaries
    held = given.filter(pl.col("signal_chance").is_not_null() & (pl.col("points") >= ENOUGH_POINTS))
    points, is_correlated = held["points"].to_numpy(), held["is_correlated"].to_numpy()
    rows = []
    for rule in SignalRule:
        alone = signal_chances(points, rule=rule)
        alike = signal_chances_where_correlated(points, rule=rule)
        rows.append(
            {
                "rule": rule.value,
                "series": held.height,
                "by_chance": float(alone.sum()),
                "by_chance_where_correlated": float(np.where(is_correlated, alike, alone).sum()),
                "found": held["variation"].is_in(_SIGNALS).sum() if rule is SignalRule.ANY else None,
            }
        )
    return SignalsByChance.validate(pl.DataFrame(rows, schema=SignalsByChance.create_empty().schema))
