"""Which measures of an authority's own records are published: few, so that all that ties them together is known.

Every measure more is one more that may be set beside the others. Some are parts or remainders of one another in ways
that only records tell, and what is not published needs no hiding. Those that panels and boards ask for are published,
and none that could be taken from another: neither cases held beside the average caseload, nor what began and ended
beside what stands, nor workers beside those who hold cases, nor children without a worker beside those who have one.
"""

from typing import Final

import polars as pl

PUBLIC_MEASURES: Final = (
    *("average_caseload", "caseload_median", "caseload_90th_percentile", "caseload_above_limit_pct"),
    *("strategy_meetings_held", "strategy_meeting_quorate_pct", "strategy_meeting_within_target_pct"),
    *("strategy_meeting_wait_median_hours", "strategy_meeting_wait_90th_percentile_hours"),
    *("strategy_meeting_invited_pct", "strategy_meeting_attended_pct"),
    *("initial_conference_quorate_pct", "core_group_quorate_pct", "icpc_within_15_working_days_pct"),
    *("assessments_within_45_working_days_pct", "assessments_within_45_working_days_of_referral_pct"),
    *("assessment_median_working_days", "assessment_90th_percentile_working_days"),
    *("assessments_open", "assessments_overdue_pct"),
    *("contacts_decided_in_one_working_day_pct", "referrals", "re_referral_pct"),
    *("children_in_need", "child_protection_plans", "children_looked_after"),
)
"""Codes of the measures that an edition may hold. Source: what scrutiny panels and improvement boards asked for."""


def of_public_measures(values: pl.DataFrame) -> pl.DataFrame:
    """Return the rows of measures that are published at all; nothing else is told to `disclose`.

    Input and output: schema MeasureValues.
    """
    return values.filter(pl.col("measure").is_in(PUBLIC_MEASURES))
