"""Whether what came to the front door was decided on in time: the same of contacts and of referrals."""

from datetime import date
from typing import Final

import polars as pl

from csc_metrics.measures.counting.records import AuthorityRecords
from csc_metrics.measures.units.working_days import last_day_within, with_working_days

DECIDED_WITHIN: Final = 1
"""Working days after the day on which a referral came within which it is decided what to do; by local practice the same
of contacts. Source: Working Together to Safeguard Children (2013 and since)."""
DECISION_LIMIT: Final = "one working day"
"""The same in words."""


def with_decision_in_time(records: AuthorityRecords, rows: pl.DataFrame, *, was_decided: pl.Expr) -> pl.DataFrame:
    """Add to contacts or referrals whether each was decided on within one working day of the day it came.

    One without a day of decision is late, unless something else says that it was decided on: then it is aside.
    Input: rows with on and decided_on (Date). was_decided: true where a decision is known without its day.
    Returns: the same rows, and took_working_days, top (in time), bottom, is_aside.
    Source: Working Together to Safeguard Children.
    """
    first_day = records.settings.clock.first_day
    found = with_working_days(rows, start="on", end="decided_on", into="took_working_days", first_day=first_day)
    is_aside = pl.col("decided_on").is_null() & was_decided.fill_null(value=False)
    return found.with_columns(
        (pl.col("took_working_days") <= DECIDED_WITHIN).fill_null(value=False).alias("top"),
        (~is_aside).alias("bottom"),
        is_aside.alias("is_aside"),
    )


def decided_by(period_end: date) -> date:
    """Return the last day on which what came in a period can still be decided on in time. period_end: its last day."""
    return last_day_within(period_end, working_days=DECIDED_WITHIN)
