"""From published figures to the long table of measure values."""

from collections.abc import Sequence

import polars as pl

from csc_metrics.contracts.tables import MeasureValues
from csc_metrics.contracts.vocabulary import Source
from csc_metrics.measures.measure import Measure
from csc_metrics.periods import period_start_of_expr

_ALL = "all"


def published_measure_values(figures: pl.DataFrame, *, measures: Sequence[Measure]) -> pl.DataFrame:
    """Return every measure of every area and period that the published figures hold.

    Input: schema PublishedFigures. Returns: schema MeasureValues, one row per area, measure and period; breakdown
    "all", source "published"; sorted by its key.
    """
    counted = pl.collect_all(
        [
            _with_measure(measure.count_published(figures.lazy()), measure)
            for measure in measures
            if measure.count_published is not None
        ]
    )
    columns = list(MeasureValues.create_empty().schema)
    values = pl.concat([MeasureValues.create_empty(), *(frame.select(columns) for frame in counted)])
    return MeasureValues.validate(values.sort(MeasureValues.primary_key()))


def _with_measure(counts: pl.LazyFrame, measure: Measure) -> pl.LazyFrame:
    return counts.with_columns(
        measure=pl.lit(measure.code),
        breakdown=pl.lit(_ALL),
        period_type=pl.lit(measure.period_type.value),
        period_start=period_start_of_expr(measure.period_type, pl.col("period_end")),
        source=pl.lit(Source.PUBLISHED.value),
        rows_aside=pl.lit(0, dtype=pl.Int64),
    )
