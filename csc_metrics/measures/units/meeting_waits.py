"""How long meetings of one kind take to be held, which wait now and which waited too long."""

from typing import Final

import polars as pl

from csc_metrics.measures.counting.months import first_day
from csc_metrics.measures.counting.records import AuthorityRecords
from csc_metrics.measures.counting.units import at_month_ends
from csc_metrics.measures.units.meetings import OfKind, held_meetings, meetings_of, whole_with
from csc_metrics.measures.units.working_days import with_working_days

_PLACES: Final = 10
"""Of hours, finer than a millionth of a second: polars divides one row alone and rows among others by ways that differ
in the last bit, and no figure may depend on where its row stands."""
_PLACE: Final = "Europe/London"


def hours_between(start: pl.Expr, end: pl.Expr) -> pl.Expr:
    """Return the hours that passed from one time to another, both by the clock on the wall in England.

    In the night in which clocks go forward an hour is missing, and a time within it, which no clock showed, counts as
    the moment at which they did; in the night in which they go back an hour comes twice, and a time within it counts
    as the first.
    Input: two expressions of type Datetime. Returns: hours (Float64; null where either is).

    >>> from datetime import datetime
    >>> night = pl.DataFrame({"start": [datetime(2025, 3, 29, 12, 0)], "end": [datetime(2025, 3, 30, 13, 0)]})
    >>> night.select(hours_between(pl.col("start"), pl.col("end"))).item()
    24.0
    """
    return ((_in_england(end) - _in_england(start)) / pl.duration(hours=1)).round(_PLACES)


def _in_england(wall: pl.Expr) -> pl.Expr:
    return pl.coalesce(
        wall.dt.replace_time_zone(_PLACE, ambiguous="earliest", non_existent="null"),
        (wall.dt.truncate("1h") + pl.duration(hours=1)).dt.replace_time_zone(
            _PLACE, ambiguous="earliest", non_existent="null"
        ),
    )


def waits(records: AuthorityRecords, *, kind: str) -> pl.DataFrame:
    """Return the held meetings of one kind, with the time that each took by the authority's clock.

    The clock is the setting strategy_meeting.clock: from the decision to hold the meeting, or from the start of the day
    of its referral. One whose start is not known, or later than the meeting, is aside.
    kind: word of meeting_type.
    Returns: one row per meeting; clock_from (Datetime), waited_hours, waited_working_days (by dates; the first day is
    day 0 unless the settings say otherwise), is_aside, and as `held_meetings`.
    """
    rows = _with_clock(records, records.made(OfKind(func=held_meetings, kind=kind)))
    clock_from = pl.col("clock_from")
    is_told = clock_from <= pl.col("held_at")
    dated = rows.with_columns(
        pl.when(is_told).then(hours_between(clock_from, pl.col("held_at"))).alias("waited_hours"),
        pl.when(is_told).then(clock_from.cast(pl.Date)).alias("_from"),
        is_told.fill_null(value=False).not_().alias("is_aside"),
    )
    first = records.settings.clock.first_day
    return with_working_days(dated, start="_from", end="on", into="waited_working_days", first_day=first).drop("_from")


def waits_in_hours(records: AuthorityRecords, *, kind: str) -> pl.DataFrame:
    """Return the held meetings of one kind with the hours that each took as the amount.

    kind: word of meeting_type.
    Returns: one row per meeting; amount (hours), and as `waits`.
    """
    return records.made(OfKind(func=waits, kind=kind)).with_columns(pl.col("waited_hours").alias("amount"))


def waits_in_working_days(records: AuthorityRecords, *, kind: str) -> pl.DataFrame:
    """Return the held meetings of one kind with the working days that each took as the amount.

    kind: word of meeting_type.
    Returns: one row per meeting; amount (working days), and as `waits`.
    """
    days = pl.col("waited_working_days").cast(pl.Float64)
    return records.made(OfKind(func=waits, kind=kind)).with_columns(days.alias("amount"))


def held_within_target(records: AuthorityRecords, *, kind: str) -> pl.DataFrame:
    """Return the held meetings of one kind, and whether each was held within the authority's target.

    kind: word of meeting_type.
    Returns: one row per meeting; top (the target's hours or fewer), bottom (true), and as `waits`.
    """
    is_within = pl.col("waited_hours") <= records.settings.strategy_meeting.target_hours
    return records.made(OfKind(func=waits, kind=kind)).with_columns(is_within.alias("top"))


def waiting_meetings(records: AuthorityRecords, *, kind: str) -> pl.DataFrame:
    """Return the meetings of one kind that had been decided on or asked for, and were not held, at each month end.

    One that is held on the last day of a month does not wait at its end. When a meeting was cancelled is not told, so
    that a cancelled one never waits. One that still waits, and of which neither the decision nor the request is dated,
    is aside at the newest month end alone.
    kind: word of meeting_type.
    Returns: one row per meeting and month end; on, waits_since (Date), clock_from (Datetime), waiting_hours (by the
    authority's clock, until midnight after that day), top (true), is_aside, and as `meetings_of`.
    """
    months = records.months(whole_with(kind))
    rows = records.made(OfKind(func=meetings_of, kind=kind)).filter(pl.col("status") != "cancelled")
    told = pl.min_horizontal("decided_at", "requested_at").cast(pl.Date)
    is_lost = told.is_null() & pl.col("held_at").is_null()
    since = told.fill_null(pl.when(is_lost).then(pl.lit(first_day(months.last)))).alias("waits_since")
    known = rows.with_columns(since, pl.col("held_at").cast(pl.Date).alias("_gone"), is_lost.alias("is_aside"))
    spells = _with_clock(records, known.filter(pl.col("waits_since").is_not_null()))
    standing = at_month_ends(spells, months, since="waits_since", gone="_gone").drop("_gone")
    midnight = pl.col("on").cast(pl.Datetime).dt.offset_by("1d")
    waiting = hours_between(pl.col("clock_from"), midnight).alias("waiting_hours")
    return standing.with_columns(waiting, pl.lit(value=True).alias("top"))


def overdue_meetings(records: AuthorityRecords, *, kind: str) -> pl.DataFrame:
    """Return waiting meetings of one kind, those counted that had waited longer than the authority's target.

    kind: word of meeting_type.
    Returns: one row per meeting that waits at a month end; top (longer than the target's hours), is_aside (it is not
    known when its clock started), and as `waiting_meetings`.
    """
    waiting = pl.col("waiting_hours")
    is_unknown = pl.col("is_aside") | (waiting < 0).fill_null(value=True)
    is_overdue = waiting > records.settings.strategy_meeting.target_hours
    rows = records.made(OfKind(func=waiting_meetings, kind=kind))
    return rows.with_columns(is_overdue.alias("top"), is_unknown.alias("is_aside"))


def _with_clock(records: AuthorityRecords, rows: pl.DataFrame) -> pl.DataFrame:
    """Add clock_from (Datetime), the moment from which the authority's setting has meetings timed."""
    if records.settings.strategy_meeting.clock == "decision":
        return rows.with_columns(pl.col("decided_at").alias("clock_from"))
    days = records.table("referrals").select("referral_id", pl.col("referred_on").cast(pl.Datetime).alias("clock_from"))
    return rows.join(days, on="referral_id", how="left", validate="m:1")
