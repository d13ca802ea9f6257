"""Schemas and words of planning: what it would take to be as neighbours are, and projections with how they fared."""

from enum import StrEnum
from typing import Final

import dataframely as dy
import polars as pl

from csc_metrics.contracts.tables import one_of
from csc_metrics.contracts.vocabulary import NEIGHBOUR_MODELS, NEIGHBOURS_IN_A_LIST, Status

_SAME: Final = 1e-9


class Level(StrEnum):
    """Where among the neighbours a figure would stand."""

    LOWER_QUARTILE = "lower_quartile"
    MEDIAN = "median"
    UPPER_QUARTILE = "upper_quartile"


class WhatItWouldTake(dy.Schema):
    """What it would take to be as neighbours are: one row per authority, lever and level. No target, and no forecast.

    Rows of different levers are never added up: looked-after children are children in need, too.
    """

    la_code = dy.String(primary_key=True, description="The authority")
    lever = dy.String(primary_key=True, description="Measure that would be as neighbours have it")
    level = dy.String(
        primary_key=True,
        regex="^(" + "|".join(level.value for level in Level) + ")$",
        description="lower_quartile, median or upper_quartile of the neighbours",
    )
    neighbour_model = dy.String(regex="^(" + "|".join(NEIGHBOUR_MODELS) + ")$", description="Year of DfE's model")
    period_end = dy.Date(nullable=True, description="Last day of the lever's period, the neighbours' too")
    status = one_of(Status, description="ok, or why nothing is worked out")
    neighbours_with_value = dy.Int64(min=0, max=NEIGHBOURS_IN_A_LIST, description="Neighbours that have a figure")
    value_now = dy.Float64(nullable=True, description="The lever now, in its unit")
    value_then = dy.Float64(nullable=True, description="The lever at that level, in its unit")
    value_then_lower = dy.Float64(nullable=True, description="The same, least of all with one neighbour left out")
    value_then_upper = dy.Float64(nullable=True, description="The same, most of all with one neighbour left out")
    population = dy.Float64(nullable=True, description="Children aged 0 to 17; null for a lever that is no rate")
    count_now = dy.Float64(nullable=True, description="Children or referrals now; null for a lever that is no rate")
    count_then = dy.Float64(nullable=True, description="Children or referrals at that level")
    count_then_lower = dy.Float64(nullable=True, description="The same at value_then_lower")
    count_then_upper = dy.Float64(nullable=True, description="The same at value_then_upper")
    difference = dy.Float64(nullable=True, description="count_then less count_now")
    difference_lower = dy.Float64(nullable=True, description="Least: of the level and of chance in count_now (95%)")
    difference_upper = dy.Float64(nullable=True, description="Most: of the level and of chance in count_now (95%)")
    workforce_on = dy.Date(nullable=True, description="Day of the cases, of the workforce and of its agency workers")
    cases_now = dy.Float64(nullable=True, description="Cases held by social workers")
    cases_then = dy.Float64(nullable=True, description="The same, were each child in need as many cases as now")
    cases_then_lower = dy.Float64(nullable=True, description="The same at difference_lower, the least")
    cases_then_upper = dy.Float64(nullable=True, description="The same at difference_upper, the most")
    caseload = dy.Float64(nullable=True, description="Cases per full-time worker that FTE is worked out by, unrounded")
    is_caseload_chosen = dy.Bool(description="Whether the settings gave that caseload; else it is the present one")
    fte_now = dy.Float64(nullable=True, description="Full-time social workers who hold cases now")
    fte_then = dy.Float64(nullable=True, description="Full-time social workers at that level")
    fte_then_lower = dy.Float64(nullable=True, description="The same, least; at the present caseload with its rounding")
    fte_then_upper = dy.Float64(nullable=True, description="The same, most; at the present caseload with its rounding")
    fte_difference = dy.Float64(nullable=True, description="fte_then less fte_now")
    agency_pct_now = dy.Float64(nullable=True, description="Agency FTE of all social worker FTE now, in per cent")
    agency_pct_lowest = dy.Float64(nullable=True, description="The same then, were permanent workers to be found first")
    agency_pct_highest = dy.Float64(nullable=True, description="The same then, were agency workers to be taken first")

    @dy.rule()
    def ranges_hold_their_middle(cls) -> pl.Expr:
        """What lies between two ends does."""
        ends = [
            ("value_then_lower", "value_then", "value_then_upper"),
            ("cases_then_lower", "cases_then", "cases_then_upper"),
            ("fte_then_lower", "fte_then", "fte_then_upper"),
        ]
        return pl.all_horizontal(
            pl.col(middle).is_null() | pl.col(middle).is_between(pl.col(low) - _SAME, pl.col(high) + _SAME)
            for low, middle, high in ends
        )


class _Projected(dy.Schema):
    """The key of a projected figure."""

    la_code = dy.String(primary_key=True, description="The authority")
    measure = dy.String(primary_key=True, description="Code of the measure; the dictionary defines it")
    source = dy.String(primary_key=True, description="local or published")
    period_end = dy.Date(primary_key=True, description="Last day of the period that is projected")
    projected_on = dy.Date(primary_key=True, description="Day on which the projection was made")


class Projections(_Projected):
    """Between what the next years' figures will probably lie: one row per authority, measure and year ahead."""

    from_period_end = dy.Date(description="Last day of the newest year that was known")
    years_ahead = dy.Int64(min=1, description="Years from that one")
    value_now = dy.Float64(description="Its figure, in the measure's unit: what is said of every year ahead")
    lower_80 = dy.Float64(min=0, description="Lower end of what holds it in 80% of cases")
    upper_80 = dy.Float64(min=0, description="Upper end of what holds it in 80% of cases")
    lower_95 = dy.Float64(min=0, description="Lower end of what holds it in 95% of cases")
    upper_95 = dy.Float64(min=0, description="Upper end of what holds it in 95% of cases")
    changes = dy.Int64(min=1, description="Past changes over as many years that the ends rest on")


class ProjectionScores(_Projected):
    """How projections fared: one row per projection whose year has come."""

    years_ahead = dy.Int64(min=1, description="Years from the newest that was known")
    value_now = dy.Float64(description="What was said")
    came = dy.Float64(description="What came, in the measure's unit")
    error = dy.Float64(description="What came less what was said")
    is_within_80 = dy.Bool(description="Whether it lay between the ends of 80%")
    is_within_95 = dy.Bool(description="Whether it lay between the ends of 95%")
