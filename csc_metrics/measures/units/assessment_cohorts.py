"""Referrals that went to assessment, followed for 45 working days: open ones count, so that no backlog hides."""

from datetime import date

import polars as pl

from csc_metrics.contracts.policy import ASSESSMENT_LIMIT
from csc_metrics.measures.counting.records import AuthorityRecords
from csc_metrics.measures.counting.units import with_child
from csc_metrics.measures.units.assessments import WHOLE_WITH, is_clocked_from_referral
from csc_metrics.measures.units.working_days import last_day_within, with_working_days


def referrals_that_went_to_assessment(records: AuthorityRecords) -> pl.DataFrame:
    """Return the first assessments of referrals by the day of referral, and whether each was authorised by day 45.

    Those still open count as not authorised. An assessment that begins long after its referral joins its referral's
    month then.
    Returns: one row per first assessment; on (day of referral), top (authorised within 45 working days), bottom (all),
    is_aside (dated before its referral), team, age_band, ethnicity, and the columns by which it is found again.
    Source: CIN census guide 2023 to 2024, section 4.9.
    """
    months = records.months(WHOLE_WITH)
    rows = records.table("assessments").filter(pl.col("is_first_of_referral") & pl.col("referred_on").is_not_null())
    dated = rows.with_columns(pl.col("referred_on").alias("on")).filter(months.holds(pl.col("on")))
    first_day = records.settings.clock.first_day
    took = with_working_days(
        dated, start="referred_on", end="authorised_on", into="took_working_days", first_day=first_day
    )
    is_clocked = is_clocked_from_referral()
    is_in_time = pl.col("took_working_days").fill_null(ASSESSMENT_LIMIT.value + 1) <= ASSESSMENT_LIMIT.value
    found = took.with_columns(is_in_time.alias("top"), is_clocked.alias("bottom"), (~is_clocked).alias("is_aside"))
    return with_child(records, found)


def day_45_after(period_end: date) -> date:
    """Return the last day on which an assessment can still be in time: then all is known of a period.

    period_end: last day of the referrals.
    """
    return last_day_within(period_end, working_days=ASSESSMENT_LIMIT.value)
