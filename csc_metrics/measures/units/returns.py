"""Children who come back: episodes of need that closed, each with the child's next referral."""

from datetime import date
from typing import Final

import polars as pl

from csc_metrics.measures.counting.months import months_after
from csc_metrics.measures.counting.records import AuthorityRecords
from csc_metrics.measures.units.demand import episodes_ended

RETURN_WITHIN: Final = 6
"""Months within which a child who is referred again has come back after closure. Our own choice: inspectors ask after
cases "closed too early", and DfE has no figure of it."""
DIED: Final = "RC2"
"""Reason of closure that no child returns after."""
NOT_STATED: Final = "N0"
"""Primary need that says nothing."""


def episodes_and_returns(records: AuthorityRecords) -> pl.DataFrame:
    """Return episodes of need that closed, and whether the child was referred again within six months (in per cent).

    The new referral comes on the day of closure or later, and a day or more after the referral that began the episode.
    An episode that closed because the child died is left out.
    Returns: one row per episode closed; returned_on, next_referral_id, next_need (of the child's next referral), top
    (within six months), bottom (all), and as `episodes_ended`.
    """
    is_told = pl.col("closure_reason").is_null() | (pl.col("closure_reason") != DIED)
    rows = records.made(episodes_ended).filter(is_told)
    from_day = pl.max_horizontal("closed_on", pl.col("referred_on").dt.offset_by("1d"))
    found = rows.with_columns(from_day.alias("_from")).sort("_from", "referral_id")
    found = found.join_asof(
        records.made(_next_referrals),
        left_on="_from",
        right_on="returned_on",
        by="child_id",
        strategy="forward",
        check_sortedness=False,
    )
    ends = pl.col("closed_on").dt.offset_by(f"{RETURN_WITHIN}mo")
    is_back = (pl.col("returned_on") <= ends).fill_null(value=False)
    return found.with_columns(is_back.alias("top"), pl.lit(value=True).alias("bottom")).drop("_from")


def returns_for_the_same_need(records: AuthorityRecords) -> pl.DataFrame:
    """Return episodes of need that closed, and whether the child came back with the same need (in per cent).

    That is the primary need of the child's next referral. Where the child came back and one of the two needs is empty
    or "not stated", the episode is aside; where it did not, no need matters.
    Returns: one row per episode closed; top (within six months, the same need), is_aside, and as
    `episodes_and_returns`.
    """
    rows = records.made(episodes_and_returns)
    needs = [pl.col("primary_need"), pl.col("next_need")]
    is_unknown = pl.any_horizontal(*(need.is_null() | (need == NOT_STATED) for need in needs))
    is_same = (pl.col("primary_need") == pl.col("next_need")).fill_null(value=False)
    return rows.with_columns(
        (pl.col("top") & is_same).alias("top"),
        (pl.col("is_aside") | (pl.col("top") & is_unknown)).alias("is_aside"),
    )


def returned_by(period_end: date) -> date:
    """Return the last day on which a child whose episode closed in a period can return. period_end: its last day."""
    return months_after(period_end, RETURN_WITHIN)


def _next_referrals(records: AuthorityRecords) -> pl.DataFrame:
    """Return referrals to come back with: child_id, returned_on, next_referral_id, next_need; one per child and day."""
    rows = records.table("referrals").select(
        "child_id",
        pl.col("referred_on").alias("returned_on"),
        pl.col("referral_id").alias("next_referral_id"),
        pl.col("primary_need").alias("next_need"),
    )
    by_day = rows.sort("returned_on", "child_id", "next_referral_id")
    return by_day.unique(["child_id", "returned_on"], keep="first", maintain_order=True)
