"""Schemas and words of reconciliation: an older scorecard's figures, and how ours lie beside them."""

from enum import StrEnum
from typing import Final

import dataframely as dy
import polars as pl

from csc_metrics.contracts.tables import one_of
from csc_metrics.contracts.vocabulary import PeriodType, Source, Status

VALUE: Final = "value"
"""Column of measure values with the figure."""
NUMERATOR: Final = "numerator"
"""Column of measure values with its top, which an older scorecard may have told in the figure's place."""


class Reconciled(StrEnum):
    """How an older figure lies beside ours."""

    SAME = "same"
    DIFFERS = "differs"
    NOT_FOUND = "not_found"
    NO_OLD_FIGURE = "no_old_figure"


class WhyNotFound(StrEnum):
    """Why no figure of ours stands beside an older one."""

    NOT_MEASURED = "not_measured"
    NOT_HELD = "not_held"
    NO_SUCH_PART = "no_such_part"
    NO_SUCH_PERIOD = "no_such_period"
    NO_VALUE = "no_value"


class Explained(StrEnum):
    """How far a difference is explained: figures show it, a definition may be why, or nothing that is known is."""

    SHOWN = "shown"
    POSSIBLE = "possible"
    NOT_EXPLAINED = "not_explained"


class OldScorecard(dy.Schema):
    """Figures of an older scorecard as they were read: one row per line of the file."""

    row = dy.Int64(primary_key=True, min=1, description="Line of the file")
    la_code = dy.String(
        nullable=True, description="Authority, or ONS code of a region or of England; null where the file names none"
    )
    measure = dy.String(nullable=True, description="Code of our measure; null where the file says that there is none")
    title = dy.String(description="The measure as the file calls it")
    breakdown = dy.String(description='"all", or a part as the file writes it')
    period = dy.String(description="The period as the file writes it")
    period_type = one_of(PeriodType, nullable=True, description="Kind of period, where the file tells it")
    period_end = dy.Date(nullable=True, description="Last day of the period; null for DfE's label 2025")
    year = dy.Int64(
        nullable=True, description="Year that ends the period, where it is a label; with period_end: of 2024/25"
    )
    source = one_of(Source, nullable=True, description="local or published, where the file tells it")
    written = dy.String(description="The figure as the file writes it")
    value = dy.Float64(nullable=True, description="The figure; null unless status is ok")
    decimals = dy.Int64(nullable=True, min=0, description="Decimal places with which it is written")
    status = one_of(Status, description="ok, or why the file has no figure")
    numerator = dy.Float64(nullable=True, description="Top of the ratio, where the file tells it")
    denominator = dy.Float64(nullable=True, description="Bottom of the ratio, where the file tells it")
    note = dy.String(nullable=True, description="What the file says of the figure")

    @dy.rule()
    def value_only_when_ok(cls) -> pl.Expr:
        """A figure and its decimals are there exactly when the status is ok."""
        is_ok = pl.col("status") == Status.OK.value
        return (pl.col("value").is_not_null() == is_ok) & (pl.col("decimals").is_not_null() == is_ok)

    @dy.rule()
    def period_is_named(cls) -> pl.Expr:
        """A period has a last day, a year, or, for a financial year, both."""
        return pl.col("period_end").is_not_null() | pl.col("year").is_not_null()


class Reconciliation(dy.Schema):
    """Older figures beside ours: one row per older figure of an authority."""

    la_code = dy.String(primary_key=True, description="The authority")
    row = dy.Int64(primary_key=True, min=1, description="Line of the older scorecard")
    measure = dy.String(nullable=True, description="Code of our measure; null where we have none")
    title = dy.String(description="The measure as the older scorecard calls it")
    breakdown = dy.String(description='"all", or a part such as "agency=police"; as written where we have none such')
    period = dy.String(description="The period as the older scorecard writes it")
    period_type = one_of(PeriodType, nullable=True, description="Of our figure; null where there is none")
    period_end = dy.Date(nullable=True, description="Last day of our figure's period; null where there is none")
    source = one_of(Source, nullable=True, description="Of our figure: local records, or published by DfE")
    old_written = dy.String(description="The older figure as it is written")
    old_value = dy.Float64(nullable=True, description="The older figure, in the measure's unit")
    old_decimals = dy.Int64(nullable=True, min=0, description="Decimal places with which it is written")
    old_numerator = dy.Float64(nullable=True, description="Top of the older ratio, where told")
    old_denominator = dy.Float64(nullable=True, description="Bottom of the older ratio, where told")
    our_value = dy.Float64(nullable=True, description="Our figure, unrounded")
    our_status = one_of(Status, nullable=True, description="Of our figure: ok, or why it has no value")
    our_numerator = dy.Float64(nullable=True, description="Top of our ratio, where known")
    our_denominator = dy.Float64(nullable=True, description="Bottom of our ratio, where known")
    difference = dy.Float64(nullable=True, description="Ours less the older one, in the measure's unit")
    difference_pct = dy.Float64(
        nullable=True, description="The same in per cent of the older one; null where that is 0"
    )
    numerator_difference = dy.Float64(nullable=True, description="Our top less the older one, where both are known")
    denominator_difference = dy.Float64(nullable=True, description="Our bottom less the older one, the same")
    outcome = one_of(Reconciled, description="same at the older figure's decimals, differs, not_found, no_old_figure")
    why_not_found = one_of(WhyNotFound, nullable=True, description="Why no figure of ours stands beside it")
    nearest_period_end = dy.Date(
        nullable=True, description="Where we have other periods: the last day of the nearest one with a value"
    )
    explained = one_of(Explained, nullable=True, description="How far it is explained; null unless it differs")
    known_differences = dy.String(
        nullable=True, description='Names of the known differences that explain it; several are joined by "; "'
    )
    explanation = dy.String(nullable=True, description="The same in words")
    other_measure = dy.String(nullable=True, description="Measure of ours that gives the older figure")
    other_breakdown = dy.String(nullable=True, description="Its part")
    other_period_type = one_of(PeriodType, nullable=True, description="Its kind of period")
    other_period_end = dy.Date(nullable=True, description="Last day of its period")
    other_source = one_of(Source, nullable=True, description="Its source")
    other_column = dy.String(
        nullable=True,
        regex=f"^({VALUE}|{NUMERATOR})$",
        description="Column of measure values that holds it; null where it is worked out from parts",
    )
    other_value = dy.Float64(nullable=True, description="What it gives, unrounded")
    note = dy.String(nullable=True, description="What the older scorecard says of its figure")

    @dy.rule()
    def reason_where_not_found(cls) -> pl.Expr:
        """A reason is there exactly where nothing of ours was found, a difference only where both have a value."""
        is_missing = pl.col("outcome") == Reconciled.NOT_FOUND.value
        is_compared = pl.col("outcome").is_in([Reconciled.SAME.value, Reconciled.DIFFERS.value])
        return (pl.col("why_not_found").is_not_null() == is_missing) & (
            pl.col("difference").is_not_null() == is_compared
        )

    @dy.rule()
    def explained_where_it_differs(cls) -> pl.Expr:
        """An explanation, or that there is none, is there exactly where the figures differ."""
        return pl.col("explained").is_not_null() == (pl.col("outcome") == Reconciled.DIFFERS.value)
