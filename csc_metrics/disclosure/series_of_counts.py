"""Counts as series: a row for each measure, role and part, a column for each day on which periods end.

What is equal, or adds up, in every period that all have is looked for within a kind of period. Years, rolling years to
31 March and month ends are one kind: who is in post at the end of the year stands in a snapshot as well.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
import polars as pl

from csc_metrics.contracts.vocabulary import PeriodType
from csc_metrics.disclosure.linked_counts import Floats, Places

SERIES: Final = ["measure", "role", "breakdown", "period_type"]
KINDS_OF_PERIOD: Final = (
    (PeriodType.MONTH.value,),
    (PeriodType.QUARTER.value,),
    (PeriodType.YEAR.value, PeriodType.ROLLING_12_MONTHS.value, PeriodType.SNAPSHOT.value),
)
"""Types of period whose ends are compared with one another."""


@dataclass(frozen=True, kw_only=True)
class CountSeries:
    """Series of counts.

    amounts, places: a row for each series, a column for each period end; amount and number of the count, NaN and -1
    where there is none.
    """

    amounts: Floats
    places: Places


def series_of(told: pl.DataFrame, *, place: str) -> CountSeries:
    """Return counts as series.

    Input: told, of one kind of period: measure, role, breakdown, period_type, period_end, amount and the column that
    numbers them, one row per series and period end. place: name of that column.
    """
    at = told.select(
        pl.struct(SERIES).rank("dense").sub(1).alias("row"), pl.col("period_end").rank("dense").sub(1).alias("column")
    )
    row, column = at["row"].to_numpy(), at["column"].to_numpy()
    shape = (int(row.max()) + 1, int(column.max()) + 1) if told.height else (0, 0)
    amounts, places = np.full(shape, np.nan), np.full(shape, -1)
    amounts[row, column], places[row, column] = told["amount"].to_numpy(), told[place].to_numpy()
    return CountSeries(amounts=amounts, places=places)
