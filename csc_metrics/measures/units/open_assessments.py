"""Assessments that were open at month ends: how long they had been, which were overdue, which were due soon."""

from typing import Final

import polars as pl

from csc_metrics.contracts.policy import ASSESSMENT_LIMIT
from csc_metrics.measures.counting.records import AuthorityRecords
from csc_metrics.measures.counting.units import at_month_ends, with_child
from csc_metrics.measures.units.assessments import WHOLE_WITH, duration_band, is_clocked_from_referral
from csc_metrics.measures.units.working_days import with_working_days

DUE_SOON: Final = 10
"""Working days left, at most, of an open assessment that is said to be due soon: two weeks of work. Our own choice."""


def open_assessments(records: AuthorityRecords) -> pl.DataFrame:
    """Return the assessments that were open at each month end, and how long each had been.

    One that is authorised on the last day of a month is not open at its end. The clock runs from the referral for its
    first assessment, from the assessment's own start for any other.
    Returns: one row per assessment and month end; on, clock_from (Date), open_working_days (by that clock), open_for
    (DfE's band of it), top (true), team, age_band, ethnicity, and the columns by which it is found again.
    Source: CIN census guide 2023 to 2024, section 4.9.
    """
    rows = records.table("assessments")
    clock_from = pl.when(is_clocked_from_referral()).then("referred_on").otherwise("started_on").alias("clock_from")
    standing = at_month_ends(
        rows.with_columns(clock_from), records.months(WHOLE_WITH), since="started_on", gone="authorised_on"
    )
    first_day = records.settings.clock.first_day
    dated = with_working_days(standing, start="clock_from", end="on", into="open_working_days", first_day=first_day)
    band = duration_band(pl.col("open_working_days")).alias("open_for")
    return with_child(records, dated.with_columns(band, pl.lit(value=True).alias("top")))


def overdue_assessments(records: AuthorityRecords) -> pl.DataFrame:
    """Return open assessments, those beyond 45 working days counted.

    Returns: one row per assessment open at a month end; top (overdue), and as `open_assessments`.
    """
    is_overdue = pl.col("open_working_days") > ASSESSMENT_LIMIT.value
    return records.made(open_assessments).with_columns(is_overdue.alias("top"), pl.lit(value=True).alias("bottom"))


def assessments_due_soon(records: AuthorityRecords) -> pl.DataFrame:
    """Return open assessments, those counted of whose 45 working days ten or fewer are left and none is over.

    Returns: one row per assessment open at a month end; top (due soon), and as `open_assessments`.
    """
    left = ASSESSMENT_LIMIT.value - pl.col("open_working_days")
    return records.made(open_assessments).with_columns(left.is_between(0, DUE_SOON).alias("top"))
