"""What moved a ratio: the part that its top did, and the part that its bottom did."""

from typing import Final

import pandas as pd
import polars as pl

from csc_metrics.contracts.about_change import RatioSplits
from csc_metrics.contracts.vocabulary import PeriodType, Status
from csc_metrics.measures.counting.how import How
from csc_metrics.measures.registry import MEASURES

_SERIES: Final = ("area_code", "measure", "breakdown", "source", "period_type")
_SCALES: Final = {
    How.RATIO: 1.0,
    How.SHARE: 100.0,
    How.DISTINCT_SHARE: 100.0,
    How.RATIO_PCT: 100.0,
    How.RATE: 10_000.0,
}
_SCALE_OF: Final = {
    code: _SCALES[measure.from_records.how]
    for code, measure in MEASURES.items()
    if measure.from_records is not None and measure.from_records.how in _SCALES
}
"""Measure → what top over bottom is multiplied by to be in its unit; others are no ratios."""
_STEPS: Final = {
    "period_before": {PeriodType.MONTH: "1mo", PeriodType.SNAPSHOT: "1mo", PeriodType.QUARTER: "3mo"},
    "year_before": dict.fromkeys(PeriodType, "12mo"),
}
"""Which older period: how far its end lies before the newer one's, by type of period."""
_NEWER: Final = ("period_end", "value", "numerator", "denominator")


def split_of_ratio(values: pl.DataFrame | pd.DataFrame) -> pl.DataFrame:
    """Split every change of a ratio into what its top did and what its bottom did.

    Each change is told from the period before (months, month ends and quarters) and from the same one a year before,
    where both have a figure. What the top did is its change at the mean of what a unit of the top weighed in both
    periods; what the bottom did is the rest, worked out alike, so that the order of the two makes no difference and
    they add up. It is arithmetic, and says nothing of why either moved.

    Input: columns of MeasureValues, polars or pandas; rows without a figure, and measures that are no ratio, are left
    out. Values are numerator per denominator in the measure's unit, unrounded: DfE's printed value may differ.
    Returns: schema RatioSplits, in the unit of each measure.
    Source: methods of the suite, section 2 (a ratio changes through its top or its bottom).

    >>> from datetime import date
    >>> told = {"area_code": "357", "measure": "average_caseload", "breakdown": "all", "source": "published"}
    >>> told |= {"period_type": "snapshot", "status": "ok"}
    >>> ends = {"period_end": [date(2024, 9, 30), date(2025, 9, 30)]}
    >>> values = pl.DataFrame(ends | {"numerator": [100.0, 120.0], "denominator": [10.0, 8.0]})
    >>> split = split_of_ratio(values.with_columns(**{name: pl.lit(word) for name, word in told.items()}))
    >>> [round(part, 2) for part in split.select("change", "from_numerator", "from_denominator").row(0)]
    [5.0, 2.25, 2.75]
    """
    given = pl.from_pandas(values) if isinstance(values, pd.DataFrame) else values
    is_told = (pl.col("status") == Status.OK.value) & pl.col("measure").is_in(list(_SCALE_OF))
    scale = pl.col("measure").replace_strict(_SCALE_OF, return_dtype=pl.Float64)
    rows = given.filter(is_told & (pl.col("denominator") > 0) & pl.col("numerator").is_not_null()).select(
        *_SERIES,
        pl.col("period_end").cast(pl.Date),
        (scale * pl.col("numerator") / pl.col("denominator")).alias("value"),
        pl.col("numerator").cast(pl.Float64),
        pl.col("denominator").cast(pl.Float64),
    )
    found = [_compared(rows, name=name, steps=steps) for name, steps in _STEPS.items()]
    return RatioSplits.validate(pl.concat(found).sort(RatioSplits.primary_key()))


def _compared(rows: pl.DataFrame, *, name: str, steps: dict[PeriodType, str]) -> pl.DataFrame:
    """Return the split of each change from a period so long before."""
    step = pl.col("period_type").replace_strict({kind.value: f"-{ago}" for kind, ago in steps.items()}, default=None)
    dated = rows.with_columns(
        pl.col("period_end").dt.month_start().dt.offset_by(step).dt.month_end().alias("period_end_before")
    ).filter(pl.col("period_end_before").is_not_null())
    before = rows.rename({column: f"{column}_before" for column in _NEWER})
    both = dated.join(before, on=[*_SERIES, "period_end_before"], how="inner", validate="1:1")
    scale = pl.col("measure").replace_strict(_SCALE_OF, return_dtype=pl.Float64)
    for_one, for_one_before = scale / pl.col("denominator"), scale / pl.col("denominator_before")
    top = pl.col("numerator") - pl.col("numerator_before")
    return both.select(
        *_SERIES,
        "period_end",
        pl.lit(name).alias("compared_with"),
        "value_before",
        "value",
        (pl.col("value") - pl.col("value_before")).alias("change"),
        (top * (for_one + for_one_before) / 2).alias("from_numerator"),
        ((for_one - for_one_before) * (pl.col("numerator") + pl.col("numerator_before")) / 2).alias("from_denominator"),
        top.alias("numerator_change"),
        (pl.col("denominator") - pl.col("denominator_before")).alias("denominator_change"),
    )
