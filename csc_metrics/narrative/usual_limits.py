"""Limits of usual variation as they are told: none below nothing, and of a percentage none above all."""

from typing import Final

import polars as pl

from csc_metrics.measures.registry import MEASURES

LIMITS: Final = ("lower_limit", "upper_limit")
"""Columns of limits, of every table that has them."""
_PER_CENT: Final = "%"
_NOTHING, _ALL_PCT = 0.0, 100.0
_PERCENTAGES: Final = [code for code, measure in MEASURES.items() if measure.unit == _PER_CENT]


def told_limit(limit: float, *, unit: str) -> float:
    """Return a limit as it is told: 0 where it would be less, and of a percentage 100 where it would be more.

    Mean moving ranges put limits also where no figure can lie. Of percentages, only turnover can be above 100; it is of
    twelve months, which have no limits. limit: in the measure's unit. unit: of the measure.

    >>> told_limit(127.4, unit="%"), told_limit(127.4, unit="hours"), told_limit(-3.2, unit="meetings")
    (100.0, 127.4, 0.0)
    """
    return max(min(limit, _ALL_PCT) if unit == _PER_CENT else limit, _NOTHING)


def told_limits() -> list[pl.Expr]:
    """Return lower_limit and upper_limit of rows as they are told, of rows with a column measure; see `told_limit`."""
    is_per_cent = pl.col("measure").is_in(_PERCENTAGES)
    both = pl.col(LIMITS)
    clipped = both.clip(lower_bound=_NOTHING)
    return [pl.when(is_per_cent).then(clipped.clip(upper_bound=_ALL_PCT)).otherwise(clipped).name.keep()]
