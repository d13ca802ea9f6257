"""What moved an average caseload: the part that cases did, and the part that workers did."""

from typing import Final

import pandas as pd
import polars as pl

from csc_metrics.contracts.about_measures import SplitOfChange
from csc_metrics.contracts.vocabulary import Status

_AVERAGE: Final = "average_caseload"
_KEY: Final = ("area_code", "breakdown", "source")
_STEPS: Final = {"month_before": "1mo", "year_before": "12mo"}
_NEWER: Final = ("period_end", "cases", "fte", "average")


def split_of_change(values: pl.DataFrame | pd.DataFrame) -> pl.DataFrame:
    """Split every change of an average caseload into what cases did and what workers did.

    Each change is told from the month end before and from the same one a year before, where both have a figure. What
    cases did is their change at the mean of both days' FTE for a case; what workers did is the rest, worked out alike,
    so that the order of the two makes no difference and they add up.

    Input: columns of MeasureValues, polars or pandas; other measures are left out. Averages are numerator per
    denominator, unrounded: of published ones DfE's rounded value may differ.
    Returns: schema SplitOfChange, cases per FTE.
    Source: methods of the suite, section 2 (a ratio changes through its top or its bottom).

    >>> from datetime import date
    >>> whose = {"area_code": "357", "breakdown": "all", "source": "local"}
    >>> told = whose | {"measure": "average_caseload", "status": "ok"}
    >>> ends = {"period_end": [date(2025, 2, 28), date(2025, 3, 31)]}
    >>> values = pl.DataFrame(ends | {"numerator": [100.0, 120.0], "denominator": [10.0, 8.0]})
    >>> split = split_of_change(values.with_columns(**{name: pl.lit(word) for name, word in told.items()}))
    >>> [round(part, 2) for part in split.select("change", "from_cases", "from_workers").row(0)]
    [5.0, 2.25, 2.75]
    """
    given = pl.from_pandas(values) if isinstance(values, pd.DataFrame) else values
    is_told = (pl.col("measure") == _AVERAGE) & (pl.col("status") == Status.OK.value)
    rows = given.filter(is_told).select(
        *_KEY,
        pl.col("period_end").cast(pl.Date),
        pl.col("numerator").cast(pl.Float64).alias("cases"),
        pl.col("denominator").cast(pl.Float64).alias("fte"),
        (pl.col("numerator") / pl.col("denominator")).alias("average"),
    )
    found = [_compared(rows, name=name, step=step) for name, step in _STEPS.items()]
    return SplitOfChange.validate(pl.concat(found).sort(SplitOfChange.primary_key()))


def _compared(rows: pl.DataFrame, *, name: str, step: str) -> pl.DataFrame:
    """Return the split of each change from a month end so long before."""
    before = rows.rename({column: f"{column}_before" for column in _NEWER})
    dated = rows.with_columns(
        pl.col("period_end").dt.month_start().dt.offset_by(f"-{step}").dt.month_end().alias("period_end_before")
    )
    both = dated.join(before, on=[*_KEY, "period_end_before"], how="inner", validate="1:1")
    for_a_case, for_a_case_before = 1 / pl.col("fte"), 1 / pl.col("fte_before")
    cases_change = pl.col("cases") - pl.col("cases_before")
    return both.select(
        *_KEY,
        "period_end",
        pl.lit(name).alias("compared_with"),
        "average_before",
        "average",
        (pl.col("average") - pl.col("average_before")).alias("change"),
        (cases_change * (for_a_case + for_a_case_before) / 2).alias("from_cases"),
        ((for_a_case - for_a_case_before) * (pl.col("cases") + pl.col("cases_before")) / 2).alias("from_workers"),
        cases_change.alias("cases_change"),
        (pl.col("fte") - pl.col("fte_before")).alias("fte_change"),
    )
