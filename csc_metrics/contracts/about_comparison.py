"""Schemas and words of comparison with others: how far from neighbours, and how strong the evidence of it is."""

from enum import StrEnum

import dataframely as dy
import polars as pl

from csc_metrics.contracts.tables import one_of
from csc_metrics.contracts.vocabulary import NEIGHBOUR_MODELS, Outcome, Source, Status


class JudgedBy(StrEnum):
    """By what a value's place beside its neighbours is judged."""

    FUNNEL_OF_PROPORTIONS = "funnel_of_proportions"
    FUNNEL_OF_COUNTS = "funnel_of_counts"
    NEIGHBOURS_RANGE = "neighbours_range"
    NOTHING = "nothing"


class _Figure(dy.Schema):
    """The key of an authority's figure."""

    la_code = dy.String(primary_key=True, description="The authority")
    measure = dy.String(primary_key=True, description="Code of the measure; the dictionary defines it")
    breakdown = dy.String(primary_key=True, description='"all", or a part such as "agency=police"')
    source = dy.String(primary_key=True, description="local or published")
    period_type = dy.String(primary_key=True, description="month, quarter, year, rolling_12_months or snapshot")
    period_end = dy.Date(primary_key=True, description="Last day of the period")


class AgainstOthers(_Figure):
    """Measure values beside neighbours, with the strength of evidence: one row per value and neighbour model."""

    neighbour_model = dy.String(
        primary_key=True, regex="^(" + "|".join(NEIGHBOUR_MODELS) + ")$", description="Year of DfE's model"
    )
    status = one_of(Status, description="ok, or why there is no value")
    value = dy.Float64(nullable=True, description="In the measure's unit, unrounded")
    numerator = dy.Float64(nullable=True, description="Top of the ratio, where known")
    denominator = dy.Float64(nullable=True, description="Bottom of the ratio, where known")
    comparator_source = one_of(Source, nullable=True, description="Of the neighbours' values: local or published")
    comparator_period_end = dy.Date(nullable=True, description="Last day of the neighbours' period")
    neighbour_mean = dy.Float64(nullable=True, description="Plain mean of the neighbours that have a value")
    neighbour_median = dy.Float64(nullable=True, description="Median of the neighbours that have a value")
    neighbour_min = dy.Float64(nullable=True, description="Lowest value of a neighbour")
    neighbour_max = dy.Float64(nullable=True, description="Highest value of a neighbour")
    neighbours_with_value = dy.Int64(
        nullable=True, min=0, max=10, description="How many neighbours have a value; null where the source lacks a row"
    )
    neighbours = dy.List(dy.String(), description="la_code of each neighbour, nearest first")
    judged_by = one_of(JudgedBy, description="Funnel limits, the neighbours' range, or nothing")
    centre = dy.Float64(
        nullable=True, description="The neighbours' tops over their bottoms together; limits are around it"
    )
    lower_95 = dy.Float64(nullable=True, description="Lower funnel limit at 95%, with overdispersion")
    upper_95 = dy.Float64(nullable=True, description="Upper funnel limit at 95%, with overdispersion")
    lower_998 = dy.Float64(nullable=True, description="Lower funnel limit at 99.8%, with overdispersion")
    upper_998 = dy.Float64(nullable=True, description="Upper funnel limit at 99.8%, with overdispersion")
    overdispersion = dy.Float64(
        nullable=True,
        min=0,
        description="Standard deviation of authorities about their neighbours beyond chance, in the measure's unit",
    )
    distance = dy.Float64(
        nullable=True, description="Value less centre, in standard deviations of chance and overdispersion together"
    )
    chance = dy.Float64(
        nullable=True, min=0, max=1, description="How often an authority like its neighbours would lie as far out"
    )
    outcome = one_of(Outcome, description="better, similar, worse, higher, lower or not_compared")
    is_worth_a_look = dy.Bool(description="Outside the 95% limits: worth a look, and no more")
    is_flagged = dy.Bool(description="Outside the 99.8% limits")

    @dy.rule()
    def flag_is_worth_a_look(cls) -> pl.Expr:
        """What lies outside the 99.8% limits lies outside the 95% limits, too."""
        return pl.col("is_worth_a_look") | ~pl.col("is_flagged")


class FalseFlags(dy.Schema):
    """How many figures chance alone would put outside limits: one row per width of limits."""

    confidence = dy.Float64(primary_key=True, min=0, max=1, description="Share of chance within the limits")
    compared = dy.Int64(min=0, description="Figures judged by a funnel")
    expected = dy.Float64(min=0, description="Figures outside the limits by chance")
    chance_of_any = dy.Float64(min=0, max=1, description="Chance that at least one is, were they independent")


class BothModels(_Figure):
    """A figure beside the neighbours of both models: one row per value."""

    shared_neighbours = dy.Int64(min=0, max=10, description="Neighbours that both lists name")
    neighbour_mean_2021 = dy.Float64(nullable=True, description="Mean of the neighbours of 2021")
    neighbour_mean_2025 = dy.Float64(nullable=True, description="Mean of the neighbours of 2025")
    neighbour_median_2021 = dy.Float64(nullable=True, description="Median of the neighbours of 2021")
    neighbour_median_2025 = dy.Float64(nullable=True, description="Median of the neighbours of 2025")
    distance_2021 = dy.Float64(nullable=True, description="Distance from the neighbours of 2021")
    distance_2025 = dy.Float64(nullable=True, description="Distance from the neighbours of 2025")
    outcome_2021 = one_of(Outcome, description="Outcome by the neighbours of 2021")
    outcome_2025 = one_of(Outcome, description="Outcome by the neighbours of 2025")
    is_flagged_2021 = dy.Bool(description="Outside the 99.8% limits about the neighbours of 2021")
    is_flagged_2025 = dy.Bool(description="Outside the 99.8% limits about the neighbours of 2025")
    is_outcome_different = dy.Bool(description="Whether the outcome depends on the model")
    is_flag_different = dy.Bool(description="Whether the flag depends on the model")
