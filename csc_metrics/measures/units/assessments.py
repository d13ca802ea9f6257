"""Assessments as they are counted: completed by the day of authorisation, open at month ends, by two clocks."""

from typing import Final

import polars as pl

from csc_metrics.contracts.policy import ASSESSMENT_LIMIT
from csc_metrics.measures.counting.records import AuthorityRecords
from csc_metrics.measures.counting.units import with_child
from csc_metrics.measures.units.working_days import with_working_days

DURATION_BANDS: Final = (
    ("same_day", 0),
    ("1_to_10", 10),
    ("11_to_20", 20),
    ("21_to_30", 30),
    ("31_to_40", 40),
    ("41_to_45", 45),
    ("46_to_50", 50),
    ("51_to_60", 60),
)
"""DfE's bands of durations (table c2), each with its last working day; beyond them "61_or_more"."""
_LONGEST: Final = "61_or_more"
DURATIONS: Final = (*(name for name, _ in DURATION_BANDS), _LONGEST)
"""Names of the bands, the shortest first."""
BEYOND_THE_LIMIT: Final = (*(name for name, last in DURATION_BANDS if last > ASSESSMENT_LIMIT.value), _LONGEST)
"""Those of them that lie beyond the limit of an assessment."""
WHOLE_WITH: Final = ("assessments",)
"""The tables that must be whole for a month of assessments to count."""


def duration_band(working_days: pl.Expr) -> pl.Expr:
    """Return DfE's band of a duration in working days (categories; null stays null)."""
    bands = [pl.when(working_days <= most).then(pl.lit(name)) for name, most in DURATION_BANDS]
    return pl.coalesce(*bands, pl.when(working_days.is_not_null()).then(pl.lit(_LONGEST))).cast(pl.Categorical)


def is_clocked_from_referral() -> pl.Expr:
    """Return whether an assessment's clock runs from the referral: its first, not dated before it (null: not known)."""
    return pl.col("is_first_of_referral") & (pl.col("referred_on") <= pl.col("started_on"))


def completed_assessments(records: AuthorityRecords) -> pl.DataFrame:
    """Return the assessments that were authorised, each with the working days that it took by both clocks.

    The clock of the referral is that of its first assessment alone. A reassessment has none, nor has an assessment of
    which no referral is known, or that is dated before its referral.
    Returns: one row per assessment; on (day of authorisation), took_working_days (from its start),
    of_referral_working_days (null without that clock), is_first_of_referral, duration (band), team, age_band,
    ethnicity, and the columns by which it is found again.
    """
    months = records.months(WHOLE_WITH)
    rows = records.table("assessments").filter(pl.col("authorised_on").is_not_null())
    rows = rows.with_columns(pl.col("authorised_on").alias("on")).filter(months.holds(pl.col("on")))
    clock = records.settings.clock.first_day
    own = with_working_days(rows, start="started_on", end="authorised_on", into="took_working_days", first_day=clock)
    dated = own.with_columns(pl.when(is_clocked_from_referral()).then("referred_on").alias("_clock_from"))
    both = with_working_days(
        dated, start="_clock_from", end="authorised_on", into="of_referral_working_days", first_day=clock
    )
    found = both.with_columns(duration_band(pl.col("took_working_days")).alias("duration")).drop("_clock_from")
    return with_child(records, found)


def assessments_by_own_clock(records: AuthorityRecords) -> pl.DataFrame:
    """Return completed assessments, and whether each took 45 working days or fewer from its own start.

    Returns: one row per assessment authorised; top (in time), bottom (all), and as `completed_assessments`.
    Source: DfE, Children in need, table c2 (the start of its clock is unverified).
    """
    rows = records.made(completed_assessments)
    return rows.with_columns(
        (pl.col("took_working_days") <= ASSESSMENT_LIMIT.value).alias("top"), pl.lit(value=True).alias("bottom")
    )


def assessments_by_clock_of_referral(records: AuthorityRecords) -> pl.DataFrame:
    """Return first assessments of referrals that were authorised, and whether within 45 working days of referral.

    Reassessments are left out. One without a known referral, or dated before it, is aside.
    Returns: one row per assessment authorised; top (in time), bottom, is_aside, and as `completed_assessments`.
    Source: CIN census guide 2023 to 2024, section 4.9.
    """
    rows = records.made(completed_assessments).filter(pl.col("is_first_of_referral").fill_null(value=True))
    took = pl.col("of_referral_working_days")
    return rows.with_columns(
        (took <= ASSESSMENT_LIMIT.value).alias("top"),
        took.is_not_null().alias("bottom"),
        took.is_null().alias("is_aside"),
    )


def durations_by_own_clock(records: AuthorityRecords) -> pl.DataFrame:
    """Return completed assessments with the working days that each took from its start as the amount.

    Returns: one row per assessment authorised; amount (working days), and as `completed_assessments`.
    """
    rows = records.made(completed_assessments)
    return rows.with_columns(
        pl.col("took_working_days").cast(pl.Float64).alias("amount"), pl.lit(value=True).alias("top")
    )
