"""Schema of disclosure: which counts an edition has shown, and which it has hidden."""

from enum import StrEnum

import dataframely as dy

from csc_metrics.contracts.vocabulary import PeriodType


class CountRole(StrEnum):
    """What a count is of its figure: above the line, below it, or what is left between the two."""

    TOP = "top"
    BOTTOM = "bottom"
    REST = "rest"


class PublishedCounts(dy.Schema):
    """Counts behind figures that were published: one row per figure and role. Internal: hidden counts are in it."""

    la_code = dy.String(primary_key=True, description="The authority")
    measure = dy.String(primary_key=True, description="Code of the measure; the dictionary defines it")
    breakdown = dy.String(primary_key=True, description='"all", or a part such as "source=police"')
    period_type = dy.String(
        primary_key=True,
        regex="^(" + "|".join(word.value for word in PeriodType) + ")$",
        description="month, quarter, year, rolling_12_months or snapshot",
    )
    period_end = dy.Date(primary_key=True, description="Last day of the period")
    role = dy.String(
        primary_key=True,
        regex="^(" + "|".join(role.value for role in CountRole) + ")$",
        description="top, bottom, or the rest between them",
    )
    amount = dy.Float64(primary_key=True, min=0, description="The count, or an amount such as FTE")
    is_hidden = dy.Bool(description="Whether every edition with that count hid it: what one showed is known for good")
