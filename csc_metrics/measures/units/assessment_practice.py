"""What assessments found and how they were done: outcome, the child seen, a manager's review, assessed once more."""

from typing import Final

import polars as pl

from csc_metrics.measures.counting.records import AuthorityRecords
from csc_metrics.measures.counting.units import with_child
from csc_metrics.measures.units.assessments import completed_assessments
from csc_metrics.measures.units.working_days import with_working_days

NOT_IN_NEED: Final = ("not_in_need", "early_help")
"""Outcomes of an assessment after which children's social care goes on with nothing."""
REPEAT_WITHIN: Final = 12
"""Months within which a second assessment of a child is a repeat. Our own choice."""


def outcomes_of_assessments(records: AuthorityRecords) -> pl.DataFrame:
    """Return completed assessments, and whether each found that the child is not in need, as DfE's c1 counts them.

    Returns: one row per assessment authorised; top (outcome not_in_need, or passed on to early help: neither needs
    children's social care), bottom (with an outcome), is_aside (without one), outcome, and as `completed_assessments`.
    Source: DfE, Children in need, table c1.
    """
    outcome = pl.col("outcome")
    is_not_in_need = outcome.is_in(NOT_IN_NEED).fill_null(value=False)
    return records.made(completed_assessments).with_columns(
        is_not_in_need.alias("top"), outcome.is_not_null().alias("bottom"), outcome.is_null().alias("is_aside")
    )


def children_seen(records: AuthorityRecords) -> pl.DataFrame:
    """Return completed assessments, and whether the child was seen for it by the day of authorisation.

    Returns: one row per assessment authorised; top (seen by then), bottom (all: no day of seeing is not seen, as far
    as is recorded), and as `completed_assessments`.
    Source: Working Together to Safeguard Children (the child is seen as part of the assessment).
    """
    is_seen = (pl.col("child_seen_on") <= pl.col("authorised_on")).fill_null(value=False)
    return records.made(completed_assessments).with_columns(is_seen.alias("top"), pl.lit(value=True).alias("bottom"))


def repeat_assessments(records: AuthorityRecords) -> pl.DataFrame:
    """Return assessments by the day on which they started, and whether the child had one before within twelve months.

    An assessment before it counts by its own start, later by a day or more and up to the same day of the year before,
    which still counts; several of one day are no repeat of each other.
    Returns: one row per assessment; on (day of start), before_on (the newest start before), top (within twelve
    months), bottom (all), team, age_band, ethnicity, and the columns by which it is found again.
    """
    rows = records.table("assessments").with_columns(pl.col("started_on").alias("on"))
    starts = rows.select("child_id", "started_on").unique().sort("child_id", "started_on")
    before = starts.with_columns(pl.col("started_on").shift(1).over("child_id").alias("before_on"))
    found = rows.join(before, on=["child_id", "started_on"], how="left", validate="m:1", maintain_order="left")
    is_repeat = pl.col("before_on") >= pl.col("on").dt.offset_by(f"-{REPEAT_WITHIN}mo")
    told = found.with_columns(is_repeat.fill_null(value=False).alias("top"), pl.lit(value=True).alias("bottom"))
    return with_child(records, told)


def reviewed_by_manager(records: AuthorityRecords) -> pl.DataFrame:
    """Return completed assessments, and whether a manager had reviewed each by the day of authorisation.

    Returns: one row per assessment authorised; top (a review is recorded by then), bottom (all), and as
    `completed_assessments`.
    """
    is_reviewed = (pl.col("manager_reviewed_on") <= pl.col("authorised_on")).fill_null(value=False)
    return records.made(completed_assessments).with_columns(
        is_reviewed.alias("top"), pl.lit(value=True).alias("bottom")
    )


def reviews_after_allocation(records: AuthorityRecords) -> pl.DataFrame:
    """Return first assessments by the day of a manager's first review, and the working days to it from allocation.

    The allocation is the child's first one to a worker on the day of the referral or after it. Reassessments are left
    out; one of which no referral is known is aside.
    Returns: one row per first assessment with a review; on (day of review), allocated_on, waited_working_days, amount
    (the same), is_aside (no referral, or no allocation by the day of the review, is told), team, age_band, ethnicity,
    and the columns by which it is found again.
    """
    is_first = pl.col("is_first_of_referral").fill_null(value=True)
    rows = records.table("assessments").filter(is_first & pl.col("manager_reviewed_on").is_not_null())
    dated = rows.with_columns(pl.col("manager_reviewed_on").alias("on")).sort("referred_on", "assessment_id")
    is_told = pl.col("is_first_of_referral").is_not_null() & pl.col("referred_on").is_not_null()
    timed = dated.filter(is_told).join_asof(
        _first_days_with_a_worker(records),
        left_on="referred_on",
        right_on="allocated_on",
        by="child_id",
        strategy="forward",
        check_sortedness=False,
    )
    found = pl.concat([timed, dated.filter(~is_told)], how="diagonal")
    is_before = pl.col("allocated_on") <= pl.col("on")
    told = found.with_columns(pl.when(is_before).then("allocated_on").alias("allocated_on"))
    first_day = records.settings.clock.first_day
    waited = with_working_days(told, start="allocated_on", end="on", into="waited_working_days", first_day=first_day)
    amount = pl.col("waited_working_days").cast(pl.Float64)
    return with_child(records, waited.with_columns(amount.alias("amount"), amount.is_null().alias("is_aside")))


def _first_days_with_a_worker(records: AuthorityRecords) -> pl.DataFrame:
    """Return the days on which children were allocated to a worker. Returns: child_id, allocated_on, each pair once."""
    holds = pl.col("worker_id").is_not_null() & pl.col("is_primary").fill_null(value=True)
    rows = records.table("allocations").filter((pl.col("person_type") == "child") & holds)
    days = rows.select(pl.col("person_id").alias("child_id"), pl.col("started_on").alias("allocated_on"))
    return days.unique().sort("allocated_on", "child_id")
