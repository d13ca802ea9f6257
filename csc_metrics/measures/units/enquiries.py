"""Enquiries under section 47 as they are counted: by the day each began, and on to the conference."""

import polars as pl

from csc_metrics.contracts.policy import CONFERENCE_LIMIT
from csc_metrics.contracts.records.assessments import CONFERENCE_BEFORE_DISCUSSION, CONFERENCE_THOUGH_NOT_REQUIRED
from csc_metrics.measures.counting.records import AuthorityRecords
from csc_metrics.measures.counting.units import with_child
from csc_metrics.measures.units.working_days import with_working_days


def enquiries_begun(records: AuthorityRecords) -> pl.DataFrame:
    """Return section 47 enquiries by the day of the strategy discussion that began them.

    Returns: one row per enquiry about a child; on, top (true), outcome, age_band, ethnicity, and the columns by which
    it is found again.
    Source: DfE, Children in need, table c4; CIN census guide 2023 to 2024.
    """
    rows = records.table("section_47_enquiries").with_columns(
        pl.col("strategy_discussion_on").alias("on"), pl.lit(value=True).alias("top")
    )
    return with_child(records, rows)


def enquiries_without_action(records: AuthorityRecords) -> pl.DataFrame:
    """Return section 47 enquiries, and whether each ended with no further action (a share in per cent).

    "Not substantiated" is another outcome: help may follow it. An enquiry without an outcome, one that is still open
    among them, is aside.
    Returns: one row per enquiry; top (no further action), bottom (with an outcome), is_aside, and as `enquiries_begun`.
    """
    outcome = pl.col("outcome")
    return records.made(enquiries_begun).with_columns(
        (outcome == "no_further_action").fill_null(value=False).alias("top"),
        outcome.is_not_null().alias("bottom"),
        outcome.is_null().alias("is_aside"),
    )


def conferences_held(records: AuthorityRecords) -> pl.DataFrame:
    """Return initial child protection conferences by the day on which they were held, and whether each was in time.

    One that lies before the strategy discussion, or was held though none is required, is aside.
    Returns: one row per enquiry that led to a conference; on (day of the conference), amount (working days since the
    strategy discussion, which is day 0), top (15 working days or fewer; a share in per cent), bottom, is_aside,
    age_band, ethnicity, and the columns by which it is found again.
    Source: CIN census guide 2023 to 2024, section 4.12.
    """
    rows = records.table("section_47_enquiries").filter(pl.col("icpc_on").is_not_null())
    dated = rows.with_columns(pl.col("icpc_on").alias("on"))
    first_day = records.settings.clock.first_day
    found = with_working_days(
        dated, start="strategy_discussion_on", end="icpc_on", into="took_working_days", first_day=first_day
    )
    broken = [CONFERENCE_BEFORE_DISCUSSION.is_broken, CONFERENCE_THOUGH_NOT_REQUIRED.is_broken]
    is_aside = pl.any_horizontal(*(rule.fill_null(value=False) for rule in broken))
    took = pl.col("took_working_days")
    told = found.with_columns(
        took.cast(pl.Float64).alias("amount"),
        (took <= CONFERENCE_LIMIT.value).alias("top"),
        (~is_aside).alias("bottom"),
        is_aside.alias("is_aside"),
    )
    return with_child(records, told)
