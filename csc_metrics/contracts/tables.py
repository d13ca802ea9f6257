"""Schemas of the long tables: keys, types, allowed values and the rules that hold across columns."""

from enum import StrEnum

import dataframely as dy
import polars as pl

from csc_metrics.contracts.vocabulary import (
    NEIGHBOUR_MODELS,
    AreaType,
    IntervalKind,
    Outcome,
    PeriodType,
    Quartile,
    Source,
    Status,
)

_NO_VALUE_UNLESS_OK = (pl.col("status") == Status.OK.value) == pl.col("value").is_not_null()


def one_of(words: type[StrEnum], *, nullable: bool = False, description: str) -> dy.String:
    """Return a text column that holds only the words of an enumeration. description: what they say."""
    pattern = "^(" + "|".join(word.value for word in words) + ")$"
    return dy.String(nullable=nullable, regex=pattern, description=description)


class PublishedFigures(dy.Schema):
    """DfE's printed figures before they are measures: one row per area, series and period end."""

    area_code = dy.String(primary_key=True, description="la_code of an authority; ONS code of a region or of England")
    area_type = one_of(AreaType, description="authority, region or england")
    year = dy.Int16(min=2000, max=2100, description="DfE's label: the year in which the period ends")
    period_end = dy.Date(primary_key=True, description="Last day of the period, or the day of the snapshot")
    series = dy.String(primary_key=True, description="What was counted, in the field's words")
    value = dy.Float64(nullable=True, description="The printed number; null unless status is ok")
    status = one_of(Status, description="ok, or what the printed symbol means")
    source_file = dy.String(description="Name of the file that the figure was read from")
    note = dy.String(nullable=True, description="joint_return where two authorities share one figure")

    @dy.rule()
    def value_only_when_ok(cls) -> pl.Expr:
        """A value is there exactly when the status is ok."""
        return _NO_VALUE_UNLESS_OK


class MeasureValues(dy.Schema):
    """Measure values: one row per area, measure, breakdown, period and source."""

    area_code = dy.String(primary_key=True, description="la_code of an authority; ONS code of a region or of England")
    area_type = one_of(AreaType, description="authority, region or england")
    measure = dy.String(primary_key=True, description="Code of the measure; the dictionary defines it")
    breakdown = dy.String(primary_key=True, description='"all", or a part such as "agency=police"')
    period_type = dy.String(
        primary_key=True,
        regex="^(" + "|".join(word.value for word in PeriodType) + ")$",
        description="month, quarter, year, rolling_12_months or snapshot",
    )
    period_start = dy.Date(primary_key=True, description="First day of the period; equals period_end for a snapshot")
    period_end = dy.Date(primary_key=True, description="Last day of the period")
    source = dy.String(
        primary_key=True,
        regex="^(" + "|".join(word.value for word in Source) + ")$",
        description="local records, or published by DfE",
    )
    numerator = dy.Float64(nullable=True, description="Top of the ratio, where known")
    denominator = dy.Float64(nullable=True, description="Bottom of the ratio, where known")
    value = dy.Float64(nullable=True, description="In the measure's unit, unrounded; null unless status is ok")
    lower = dy.Float64(nullable=True, description="Lower end of the interval, in the measure's unit")
    upper = dy.Float64(nullable=True, description="Upper end of the interval, in the measure's unit")
    interval_kind = one_of(IntervalKind, nullable=True, description="confidence (95%) or bounds of a hidden figure")
    status = one_of(Status, description="ok, or why there is no value")
    rows_aside = dy.Int64(
        nullable=True,
        min=0,
        description="Rows set aside as faulty that belonged here; 0 for DfE's figures, null in what is published",
    )
    note = dy.String(nullable=True, description='How the figure came about, for example "from_late_bands"')

    @dy.rule()
    def value_only_when_ok(cls) -> pl.Expr:
        """A value is there exactly when the status is ok."""
        return _NO_VALUE_UNLESS_OK

    @dy.rule()
    def period_runs_forward(cls) -> pl.Expr:
        """A period starts before it ends, a snapshot on the day that it ends."""
        is_snapshot = pl.col("period_type") == PeriodType.SNAPSHOT.value
        same_day = pl.col("period_start") == pl.col("period_end")
        return (is_snapshot & same_day) | (~is_snapshot & (pl.col("period_start") < pl.col("period_end")))

    @dy.rule()
    def interval_is_whole(cls) -> pl.Expr:
        """An interval has both ends and a kind, or nothing."""
        parts = pl.sum_horizontal(pl.col("lower", "upper", "interval_kind").is_not_null().cast(pl.Int8))
        return parts.is_in([0, 3]) & (pl.col("lower").is_null() | (pl.col("lower") <= pl.col("upper")))


class Neighbours(dy.Schema):
    """Statistical neighbours: one row per model, authority and place in the list."""

    neighbour_model = dy.String(
        primary_key=True, regex="^(" + "|".join(NEIGHBOUR_MODELS) + ")$", description="Year of DfE's model"
    )
    la_code = dy.String(primary_key=True, description="The authority")
    place = dy.Int8(primary_key=True, min=1, max=10, description="1 is the nearest, 10 the tenth nearest")
    neighbour_code = dy.String(description="la_code of the neighbour")


class Comparisons(dy.Schema):
    """Measure values beside their comparators: one row per authority, measure, breakdown, period and source."""

    la_code = dy.String(primary_key=True, description="The authority")
    la_name = dy.String(description="The authority's name")
    measure = dy.String(primary_key=True, description="Code of the measure")
    breakdown = dy.String(primary_key=True, description='"all", or a part such as "agency=police"')
    source = dy.String(primary_key=True, description="local or published")
    period_type = dy.String(primary_key=True, description="month, quarter, year, rolling_12_months or snapshot")
    period_end = dy.Date(primary_key=True, nullable=False, description="Last day of the period")
    status = one_of(Status, description="ok, or why there is no value")
    value = dy.Float64(nullable=True, description="In the measure's unit, unrounded")
    numerator = dy.Float64(nullable=True, description="Top of the ratio, where known")
    denominator = dy.Float64(nullable=True, description="Bottom of the ratio, where known")
    change = dy.Float64(
        nullable=True,
        description="Value less the value a year before, in the measure's unit; null unless both are known",
    )
    neighbour_model = dy.String(description="Year of DfE's model of statistical neighbours")
    comparator_period_end = dy.Date(nullable=True, description="Last day of the comparators' period")
    neighbour_mean = dy.Float64(nullable=True, description="Plain mean of the neighbours that have a value")
    neighbour_median = dy.Float64(nullable=True, description="Median of the neighbours that have a value")
    neighbour_min = dy.Float64(nullable=True, description="Lowest value of a neighbour")
    neighbour_max = dy.Float64(nullable=True, description="Highest value of a neighbour")
    neighbours_with_value = dy.Int64(
        nullable=True, min=0, max=10, description="How many neighbours have a value; null where the source lacks a row"
    )
    neighbours = dy.List(dy.String(), description="la_code of each neighbour, nearest first")
    region = dy.String(description="ONS code of the region (Inner or Outer London for London)")
    region_value = dy.Float64(nullable=True, description="The region's value")
    england_value = dy.Float64(nullable=True, description="England's value")
    england_rank = dy.Int64(nullable=True, min=1, description="1 is best; ties share the lowest number")
    england_ranked = dy.Int64(nullable=True, min=1, description="How many authorities have a rank")
    quartile = one_of(Quartile, nullable=True, description="A (best) to D; null without a polarity")
    outcome = one_of(Outcome, description="better, similar, worse, higher, lower or not_compared")


class ReportRows(Comparisons):
    """What one report draws, prints and gives as measures.csv: comparisons, and how each value came about."""

    period_start = dy.Date(description="First day of the period; equals period_end for a snapshot")
    lower = dy.Float64(nullable=True, description="Lower end of the interval, in the measure's unit")
    upper = dy.Float64(nullable=True, description="Upper end of the interval, in the measure's unit")
    interval_kind = one_of(IntervalKind, nullable=True, description="confidence (95%) or bounds of a hidden figure")
    rows_aside = dy.Int64(
        nullable=True,
        min=0,
        description="Rows set aside as faulty that belonged here; 0 for DfE's figures, null in what is published",
    )
    note = dy.String(nullable=True, description='How the figure came about, for example "from_late_bands"')
