"""Referrals as they are counted: by the day on which each was made, again within a year, and on to assessment."""

import polars as pl

from csc_metrics.contracts.policy import RE_REFERRAL_MONTHS
from csc_metrics.measures.counting.records import AuthorityRecords
from csc_metrics.measures.counting.units import with_child
from csc_metrics.measures.units.decisions import with_decision_in_time


def referrals_made(records: AuthorityRecords) -> pl.DataFrame:
    """Return referrals by the day on which they were made, those that ended with no further action among them.

    Returns: one row per referral of a child; on (day of the referral), top and bottom (true), key (the child), source,
    primary_need, age_band, ethnicity, and the columns by which it is found again.
    Source: DfE, Children in need, table c1 (each referral of a year counts).
    """
    rows = records.table("referrals").with_columns(
        pl.col("referred_on").alias("on"),
        pl.lit(value=True).alias("top"),
        pl.lit(value=True).alias("bottom"),
        pl.col("child_id").alias("key"),
    )
    return with_child(records, rows)


def re_referrals(records: AuthorityRecords) -> pl.DataFrame:
    """Return referrals, and whether each came within 12 months of an earlier one of the same child (in per cent).

    The earlier referral lies a day or more before it; several of one day are no re-referral of each other. The same day
    of the year after is still within twelve months, after 29 February the 28th.
    Returns: one row per referral; before_on (day of the child's newest earlier referral), top (a re-referral), bottom
    (all), key (the child), and as `referrals_made`.
    Source: DfE, Children in need, table c1 ("referral within 12 months of a previous referral").
    """
    rows = records.made(referrals_made)
    days = rows.select("child_id", "on").unique().sort("child_id", "on")
    before = days.with_columns(pl.col("on").shift(1).over("child_id").alias("before_on"))
    found = rows.join(before, on=["child_id", "on"], how="left", validate="m:1", maintain_order="left")
    ends = pl.col("before_on").dt.offset_by(f"{RE_REFERRAL_MONTHS.value}mo")
    return found.with_columns((pl.col("on") <= ends).fill_null(value=False).alias("top"))


def referrals_decided_in_time(records: AuthorityRecords) -> pl.DataFrame:
    """Return referrals, and whether each was decided on within one working day (a share in per cent).

    One without a day of decision is late, but aside where it ended with no further action or its episode has closed.
    Returns: one row per referral; took_working_days, top (in time), bottom, is_aside, and as `referrals_made`.
    Source: Working Together to Safeguard Children.
    """
    was_decided = pl.col("closed_on").is_not_null() | pl.col("is_no_further_action")
    return with_decision_in_time(records, records.made(referrals_made), was_decided=was_decided)


def referrals_without_action(records: AuthorityRecords) -> pl.DataFrame:
    """Return referrals, and whether each ended with no further action (a share in per cent).

    Returns: one row per referral; top (no further action), bottom (known), is_aside (not known), and as
    `referrals_made`.
    Source: DfE, Children in need, table c1.
    """
    is_without = pl.col("is_no_further_action")
    return records.made(referrals_made).with_columns(
        is_without.fill_null(value=False).alias("top"),
        is_without.is_not_null().alias("bottom"),
        is_without.is_null().alias("is_aside"),
    )


def referrals_to_assessments(records: AuthorityRecords) -> pl.DataFrame:
    """Return first assessments of referrals by the day on which they started, and the days since the referral.

    Reassessments are left out. An assessment without a known referral, or dated before it, is aside.
    Returns: one row per first assessment; on (its start), amount (calendar days), is_aside, team, age_band, ethnicity,
    and the columns by which it is found again.
    """
    is_first = pl.col("is_first_of_referral").fill_null(value=True)
    rows = records.table("assessments").filter(is_first).with_columns(pl.col("started_on").alias("on"))
    waited = (pl.col("on") - pl.col("referred_on")).dt.total_days().cast(pl.Float64)
    return with_child(
        records, rows.with_columns(waited.alias("amount"), (waited.is_null() | (waited < 0)).alias("is_aside"))
    )
