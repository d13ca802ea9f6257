"""Meetings of one kind that came late, what they waited for, and how soon the record of each was shared."""

from datetime import date
from typing import Final

import polars as pl

from csc_metrics.measures.counting.records import AuthorityRecords
from csc_metrics.measures.units.meeting_waits import waits
from csc_metrics.measures.units.meetings import OfKind, held_meetings
from csc_metrics.measures.units.working_days import last_day_within, with_working_days

SHARED_WITHIN: Final = 1
"""Working days within which the record of a meeting is shared with those invited. Source: local procedures."""


def later_than_target(records: AuthorityRecords, *, kind: str) -> pl.DataFrame:
    """Return the held meetings of one kind, and whether each took longer than the authority's target.

    kind: word of meeting_type.
    Returns: one row per meeting; top (more than the target's hours), bottom (true), and as `waits`.
    """
    is_late = pl.col("waited_hours") > records.settings.strategy_meeting.target_hours
    return records.made(OfKind(func=waits, kind=kind)).with_columns(is_late.alias("top"))


def later_than_agreed(records: AuthorityRecords, *, kind: str) -> pl.DataFrame:
    """Return the held meetings of one kind, and whether each was held on a later day than was agreed at first.

    kind: word of meeting_type.
    Returns: one row per meeting; top (on a later day), bottom (true), is_aside (no first time is recorded), and as
    `held_meetings`.
    """
    agreed = pl.col("first_scheduled_at").cast(pl.Date)
    rows = records.made(OfKind(func=held_meetings, kind=kind))
    return rows.with_columns((pl.col("on") > agreed).alias("top"), agreed.is_null().alias("is_aside"))


def delayed_by_target(records: AuthorityRecords, *, kind: str) -> pl.DataFrame:
    """Return the meetings of one kind that took longer than the target, and those of which that is not known.

    kind: word of meeting_type.
    Returns: one row per meeting; top (delayed), is_aside, and as `later_than_target`.
    """
    return _delayed(records.made(OfKind(func=later_than_target, kind=kind)))


def delayed_by_agreement(records: AuthorityRecords, *, kind: str) -> pl.DataFrame:
    """Return the meetings of one kind held on a later day than agreed, and those of which that is not known.

    kind: word of meeting_type.
    Returns: one row per meeting; top (delayed), is_aside, and as `later_than_agreed`.
    """
    return _delayed(records.made(OfKind(func=later_than_agreed, kind=kind)))


def unattributed_by_target(records: AuthorityRecords, *, kind: str) -> pl.DataFrame:
    """Return the meetings of one kind that took longer than the target, and whether no agency is named for it.

    kind: word of meeting_type.
    Returns: one row per meeting; top (no agency is recorded), bottom (delayed), is_aside, and as `later_than_target`.
    """
    return _unattributed(records.made(OfKind(func=delayed_by_target, kind=kind)))


def unattributed_by_agreement(records: AuthorityRecords, *, kind: str) -> pl.DataFrame:
    """Return the meetings of one kind held on a later day than agreed, and whether no agency is named for it.

    kind: word of meeting_type.
    Returns: one row per meeting; top (no agency is recorded), bottom (delayed), is_aside, and as `later_than_agreed`.
    """
    return _unattributed(records.made(OfKind(func=delayed_by_agreement, kind=kind)))


def records_shared(records: AuthorityRecords, *, kind: str) -> pl.DataFrame:
    """Return the held meetings of one kind, and whether the record of each was shared within one working day.

    The day of the meeting is day 0. A record that was not shared yet is not shared in time; one that was shared before
    the meeting was held is aside.
    kind: word of meeting_type.
    Returns: one row per meeting; shared_after_working_days (null until shared), top (one working day or less), bottom
    (true), is_aside, and as `held_meetings`.
    """
    rows = records.made(OfKind(func=held_meetings, kind=kind))
    is_before = (pl.col("record_shared_at") < pl.col("held_at")).fill_null(value=False)
    dated = rows.with_columns(pl.col("record_shared_at").cast(pl.Date).alias("_shared"), is_before.alias("is_aside"))
    first_day = records.settings.clock.first_day
    took = with_working_days(dated, start="on", end="_shared", into="shared_after_working_days", first_day=first_day)
    is_prompt = (pl.col("shared_after_working_days") <= SHARED_WITHIN).fill_null(value=False)
    return took.drop("_shared").with_columns(is_prompt.alias("top"))


def sharing_known_after(day: date) -> date:
    """Return the last day on which the record of a meeting of that day can be shared in time."""
    return last_day_within(day, working_days=SHARED_WITHIN)


def _delayed(rows: pl.DataFrame) -> pl.DataFrame:
    return rows.filter(pl.col("top").fill_null(value=False) | pl.col("is_aside"))


def _unattributed(rows: pl.DataFrame) -> pl.DataFrame:
    return rows.with_columns(pl.col("delay_agency").is_null().alias("top"), pl.col("top").alias("bottom"))
