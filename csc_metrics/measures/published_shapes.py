"""The three shapes that a published measure can have: a printed ratio, a rate per 10,000, a share within a time.

Each takes published figures (schema PublishedFigures) and returns one row per area and period end: area_code,
area_type, period_end, numerator, denominator, value, lower, upper, interval_kind, status, note.
"""

from collections.abc import Sequence
from typing import Final

import polars as pl

from csc_metrics.contracts.vocabulary import IntervalKind, Note, Status

_AREA: Final = ("area_code", "area_type", "year", "period_end")
_PER: Final = 10_000
_PERCENT: Final = 100
_POPULATION: Final = "population_0_to_17"


def printed_ratio(figures: pl.LazyFrame, *, value: str, numerator: str, denominators: Sequence[str]) -> pl.LazyFrame:
    """Return DfE's printed ratio with its top (`numerator`) and, as the sum of `denominators`, its bottom.

    Input: schema PublishedFigures. Returns: one row per area and period end, value in the unit that DfE prints;
    status zero_denominator where the bottom is a true 0.
    """
    bottom = pl.sum_horizontal(denominators, ignore_nulls=False)
    wide = _one_column_per_series(figures, [value, numerator, *denominators])
    return wide.with_columns(denominator=bottom).select(
        *_AREA,
        pl.col(numerator).alias("numerator"),
        "denominator",
        pl.when(pl.col("denominator") == 0).then(None).otherwise(pl.col(value)).alias("value"),
        *_no_interval(),
        pl.when(pl.col("denominator") == 0)
        .then(pl.lit(Status.ZERO_DENOMINATOR.value))
        .otherwise(_status(value))
        .alias("status"),
        "note",
    )


def rate_per_10k_children(figures: pl.LazyFrame, *, count: str) -> pl.LazyFrame:
    """Return a count over the population aged 0 to 17 at the previous mid-year, per 10,000.

    DfE's newest editions print no such rate. The population of year Y is the mid-year estimate of Y - 1.
    Input: schema PublishedFigures. Returns: one row per area and period end; value per 10,000 children, unrounded.
    """
    counts = _one_column_per_series(figures, [count])
    people = _population_of_the_year_before(figures)
    both = counts.join(people, on=["area_code", "year"], how="left", validate="1:1")
    known = pl.col(count).is_not_null() & pl.col(_POPULATION).is_not_null()
    is_empty = pl.col(_POPULATION) == 0
    return both.select(
        *_AREA,
        pl.col(count).alias("numerator"),
        pl.col(_POPULATION).alias("denominator"),
        pl.when(known & ~is_empty).then(pl.col(count) / pl.col(_POPULATION) * _PER).alias("value"),
        *_no_interval(),
        pl.when(_status(count) != Status.OK.value)
        .then(_status(count))
        .when(is_empty)
        .then(pl.lit(Status.ZERO_DENOMINATOR.value))
        .otherwise(_status(_POPULATION).fill_null(Status.NOT_COLLECTED.value))
        .alias("status"),
        pl.when(pl.col(count).is_not_null() & pl.col(_POPULATION).is_null())
        .then(pl.lit(Note.POPULATION_NOT_IN_FILES.value))
        .otherwise("note")
        .alias("note"),
    )


def _population_of_the_year_before(figures: pl.LazyFrame) -> pl.LazyFrame:
    return (
        _one_column_per_series(figures, [_POPULATION])
        .with_columns(year=pl.col("year") + 1)
        .select("area_code", "year", _POPULATION, _status(_POPULATION))
    )


def share_within(figures: pl.LazyFrame, *, total: str, within: Sequence[str], beyond: Sequence[str]) -> pl.LazyFrame:
    """Return the share of a total that falls in the bands within a time, in per cent.

    Where a band within the time is hidden and every band beyond it is known, the top is total less the bands beyond
    (note from_late_bands). Where both sides hide a band there is no value: status incomplete, and bounds.
    The bottom is the published total even where the bands do not add up to it.
    Input: schema PublishedFigures. Returns: one row per area and period end.
    """
    counted = _counted_within(figures, total=total, within=within, beyond=beyond)
    has_value = pl.col("status") == Status.OK.value
    has_bounds = pl.col("status") == Status.INCOMPLETE.value
    return counted.select(
        *_AREA,
        "numerator",
        "denominator",
        pl.when(has_value).then(_share("numerator")).alias("value"),
        pl.when(has_bounds).then(_share("known_within")).alias("lower"),
        pl.when(has_bounds).then(_PERCENT - _share("known_beyond")).alias("upper"),
        pl.when(has_bounds).then(pl.lit(IntervalKind.BOUNDS.value)).alias("interval_kind"),
        "status",
        pl.when(has_bounds)
        .then(pl.lit(Note.BANDS_HIDDEN.value))
        .when(has_value & pl.col("hides_within"))
        .then(pl.lit(Note.FROM_LATE_BANDS.value))
        .otherwise("note")
        .alias("note"),
    )


def _counted_within(figures: pl.LazyFrame, *, total: str, within: Sequence[str], beyond: Sequence[str]) -> pl.LazyFrame:
    """Count what falls within the time where that can be known, and say which sides hide a band."""
    top = (
        pl.when(~pl.col("hides_within"))
        .then(pl.sum_horizontal(within, ignore_nulls=False))
        .when(~pl.col("hides_beyond"))
        .then(pl.col(total) - pl.sum_horizontal(beyond, ignore_nulls=False))
    )
    return (
        _one_column_per_series(figures, [total, *within, *beyond])
        .with_columns(
            known_within=pl.sum_horizontal(within),
            known_beyond=pl.sum_horizontal(beyond),
            hides_within=pl.any_horizontal(pl.col(band).is_null() for band in within),
            hides_beyond=pl.any_horizontal(pl.col(band).is_null() for band in beyond),
            denominator=pl.col(total),
        )
        .with_columns(numerator=top, status=_status_of_share(total, [*within, *beyond]))
    )


def _status_of_share(total: str, bands: Sequence[str]) -> pl.Expr:
    """Say whether a share can be known: the total first, then whether both sides of the time hide a band."""
    is_hidden = [Status.OK.value, Status.SUPPRESSED.value]
    otherwise_lacking = pl.coalesce(pl.when(~_status(band).is_in(is_hidden)).then(_status(band)) for band in bands)
    return (
        pl.when(_status(total) != Status.OK.value)
        .then(_status(total))
        .when(pl.col(total) == 0)
        .then(pl.lit(Status.ZERO_DENOMINATOR.value))
        .when(pl.col("hides_within") & pl.col("hides_beyond"))
        .then(otherwise_lacking.fill_null(Status.INCOMPLETE.value))
        .otherwise(pl.lit(Status.OK.value))
    )


def _share(top: str) -> pl.Expr:
    return pl.col(top) / pl.col("denominator") * _PERCENT


def _status(series: str) -> pl.Expr:
    return pl.col(f"{series}: status")


def _no_interval() -> list[pl.Expr]:
    return [
        pl.lit(None, dtype=pl.Float64).alias("lower"),
        pl.lit(None, dtype=pl.Float64).alias("upper"),
        pl.lit(None, dtype=pl.String).alias("interval_kind"),
    ]


def _one_column_per_series(figures: pl.LazyFrame, series: Sequence[str]) -> pl.LazyFrame:
    """Set the series of an area and period end side by side: "<series>" and "<series>: status"; note of the first."""
    columns = []
    for name in dict.fromkeys(series):
        is_series = pl.col("series") == name
        columns += [
            pl.col("value").filter(is_series).first().alias(name),
            pl.col("status").filter(is_series).first().alias(f"{name}: status"),
        ]
    note = pl.col("note").filter(pl.col("series") == series[0]).first()
    wanted = figures.filter(pl.col("series").is_in(list(series)))
    return wanted.group_by(_AREA, maintain_order=True).agg(*columns, note.alias("note"))
