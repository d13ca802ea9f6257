"""Episodes of need and early help as they are counted: begun, ended, and open at month ends."""

import polars as pl

from csc_metrics.measures.counting.records import AuthorityRecords
from csc_metrics.measures.counting.units import at_month_ends, with_child


def open_episodes(records: AuthorityRecords) -> pl.DataFrame:
    """Return the episodes of need that were open at each month end: each is counted as one of the children in need.

    A referral that ended with no further action begins none; one of which that is not recorded does, for as long as it
    is not closed. An episode that closes on the last day of a month is not open at its end.
    Returns: one row per episode and month end; on, top (true), primary_need, age_band (on that day), ethnicity, and the
    columns by which it is found again.
    Source: DfE, Children in need, table b1 (open episodes at 31 March), by which children are counted in its rate.
    """
    rows = records.table("referrals").filter(~pl.col("is_no_further_action").fill_null(value=False))
    months = records.months(["referrals"])
    standing = at_month_ends(rows, months, since="referred_on", gone="closed_on")
    return with_child(records, standing.with_columns(pl.lit(value=True).alias("top")))


def episodes_started(records: AuthorityRecords) -> pl.DataFrame:
    """Return the episodes of need that began: referrals that did not end with no further action.

    Returns: one row per episode; on (day of the referral), top (accepted), is_aside (not known whether it was),
    source, primary_need, age_band, ethnicity, and the columns by which it is found again.
    """
    return _accepted(records, day="referred_on")


def episodes_ended(records: AuthorityRecords) -> pl.DataFrame:
    """Return the episodes of need that closed, those of referrals with no further action left out.

    Returns: one row per episode; on (day of closure), top (accepted), is_aside (not known whether it was),
    closure_reason, primary_need, age_band, ethnicity, and the columns by which it is found again.
    """
    return _accepted(records, day="closed_on")


def early_help_started(records: AuthorityRecords) -> pl.DataFrame:
    """Return early help assessments by the day on which they started.

    Returns: one row per early help assessment of a child; on, top (true), organisation, age_band, ethnicity, and the
    columns by which it is found again.
    """
    rows = records.table("early_help")
    return with_child(records, rows.with_columns(pl.col("started_on").alias("on"), pl.lit(value=True).alias("top")))


def _accepted(records: AuthorityRecords, *, day: str) -> pl.DataFrame:
    is_without_action = pl.col("is_no_further_action")
    rows = records.table("referrals").filter(pl.col(day).is_not_null() & ~is_without_action.fill_null(value=False))
    told = rows.with_columns(
        pl.col(day).alias("on"),
        is_without_action.is_not_null().alias("top"),
        is_without_action.is_null().alias("is_aside"),
    )
    return with_child(records, told)
