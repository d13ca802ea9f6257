"""Which counts of figures are one count: it is hidden in all of them, or in none.

Two are one in a period if their measures say so and they are equal there, or if they are equal in every period that
both have, were it one alone. With a long history chance hardly makes two series equal. With a short one it may, and
what is then taken to be one and is not costs figures that could have been shown, never a child's secret: every true
amount agrees with what is taken to hold, so whoever believes less knows less. Gaps in a series, or a newest period not
known yet, do not part what is one in the others.
"""

from collections.abc import Iterator
from typing import Final

import numpy as np
import polars as pl
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components

from csc_metrics.disclosure.declared_links import SAME
from csc_metrics.disclosure.linked_counts import Floats, Places
from csc_metrics.disclosure.series_of_counts import KINDS_OF_PERIOD, series_of

COUNT: Final = "count"
"""Number of a count."""
_SAME: Final = 1e-9
_ROW: Final = "row"
_OF_PERIOD: Final = ["breakdown", "period_type", "period_end"]


def numbered(told: pl.DataFrame) -> pl.DataFrame:
    """Return counts of figures with the number of each; those that are one have one number.

    Input: told: measure, breakdown, period_type, period_end, role, amount; one row per figure and role. Returns: the
    same rows and `count`, from 0 on.
    """
    rows = told.with_row_index(_ROW)
    pairs = [_declared(rows)]
    for types in KINDS_OF_PERIOD:
        series = series_of(rows.filter(pl.col("period_type").is_in(types)), place=_ROW)
        pairs += _equal_throughout(series.amounts, series.places)
    first, second = np.concatenate(pairs, axis=1)
    ones = np.ones(first.size)
    _, number = connected_components(csr_array((ones, (first, second)), shape=(told.height,) * 2), directed=False)
    return told.with_columns(pl.Series(COUNT, number, dtype=pl.UInt32))


def _declared(rows: pl.DataFrame) -> Places:
    """Return pairs of rows that are one by what their measures say, where they are equal."""
    groups = pl.DataFrame(
        [(measure, role, group) for group, told in enumerate(SAME) for measure, role in told],
        schema={"measure": pl.String, "role": pl.String, "group": pl.Int64},
        orient="row",
    )
    named = rows.join(groups, on=["measure", "role"], how="inner")
    alike = named.with_columns(pl.col(_ROW).first().over("group", *_OF_PERIOD, "amount").alias("first"))
    return alike.select("first", _ROW).to_numpy().T.astype(np.int64)


def _equal_throughout(amounts: Floats, places: Places) -> Iterator[Places]:
    """Return pairs of rows of series that are equal in every period that both have. 0 is shown in any case."""
    is_there = ~np.isnan(amounts)
    for number in range(len(amounts) - 1):
        others = slice(number + 1, None)
        is_both = is_there[number] & is_there[others]
        differs = is_both & (np.abs(amounts[others] - amounts[number]) > _SAME)
        series, period = np.nonzero(is_both & (amounts[number] > 0) & ~differs.any(axis=1, keepdims=True))
        yield np.stack([places[number, period], places[others][series, period]])
