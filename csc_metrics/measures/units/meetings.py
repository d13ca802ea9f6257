"""Meetings of one kind as they are counted: those held, the children they were about, escalations to partners."""

from dataclasses import dataclass
from typing import Protocol

import polars as pl

from csc_metrics.measures.counting.records import AuthorityRecords
from csc_metrics.measures.counting.units import at_month_ends, with_child
from csc_metrics.measures.units.working_days import with_working_days


class MakesRows(Protocol):
    """A function that gives unit rows of any kind of meeting."""

    def __call__(self, records: AuthorityRecords, *, kind: str) -> pl.DataFrame:
        """Return unit rows. kind: word of meeting_type. Returns: rows as each such function says."""


@dataclass(frozen=True, kw_only=True)
class OfKind:
    """A unit function for one kind of meeting. Two that are made alike are equal, so that `made` keeps their rows.

    func: gives unit rows of any kind. kind: word of meeting_type.
    """

    func: MakesRows
    kind: str

    def __call__(self, records: AuthorityRecords) -> pl.DataFrame:
        """Return unit rows of meetings of this kind. Returns: rows as `func` says."""
        return self.func(records, kind=self.kind)


def whole_with(kind: str) -> tuple[str, ...]:
    """Return the table that must be whole for a month to be counted: meetings of that kind."""
    return (f"meetings.{kind}",)


def meetings_of(records: AuthorityRecords, *, kind: str) -> pl.DataFrame:
    """Return the meetings of one kind, whether held or not.

    kind: word of meeting_type.
    Returns: columns of `meetings` and out_of_hours (yes, no; null where not recorded), one row per meeting.
    """
    is_late = pl.col("is_out_of_hours")
    out_of_hours = pl.when(is_late).then(pl.lit("yes")).when(~is_late).then(pl.lit("no"))
    rows = records.table("meetings").filter(pl.col("meeting_type") == kind)
    return rows.with_columns(out_of_hours.cast(pl.Categorical).alias("out_of_hours"))


def held_meetings(records: AuthorityRecords, *, kind: str) -> pl.DataFrame:
    """Return the meetings of one kind that were held, each once however many children it was about.

    kind: word of meeting_type.
    Returns: one row per meeting; on (day on which it was held), top (true), bottom (true), out_of_hours, and the
    columns of `meetings`.
    """
    rows = records.made(OfKind(func=meetings_of, kind=kind)).filter(pl.col("status") == "held")
    yes = pl.lit(value=True)
    return rows.with_columns(pl.col("held_at").cast(pl.Date).alias("on"), yes.alias("top"), yes.alias("bottom"))


def children_of_meetings(records: AuthorityRecords, *, kind: str) -> pl.DataFrame:
    """Return the children whom meetings of one kind that were held were about.

    A meeting of which no child is recorded is aside.
    kind: word of meeting_type.
    Returns: one row per meeting and child; child_id, top (a child is recorded), is_aside (none is), age_band,
    ethnicity, and as `held_meetings`.
    """
    held = records.made(OfKind(func=held_meetings, kind=kind))
    children = records.table("meeting_children").select("meeting_id", "child_id")
    rows = held.join(children, on="meeting_id", how="left", validate="1:m")
    is_told = pl.col("child_id").is_not_null()
    return with_child(records, rows.with_columns(is_told.alias("top"), (~is_told).alias("is_aside")))


def escalations(records: AuthorityRecords, *, kind: str) -> pl.DataFrame:
    """Return the delays of meetings of one kind that were escalated to partners, held or not.

    kind: word of meeting_type.
    Returns: one row per meeting; on (day of the escalation), top (true), and as `meetings_of`.
    """
    rows = records.made(OfKind(func=meetings_of, kind=kind)).filter(pl.col("escalated_on").is_not_null())
    return rows.with_columns(pl.col("escalated_on").alias("on"), pl.lit(value=True).alias("top"))


def resolved_escalations(records: AuthorityRecords, *, kind: str) -> pl.DataFrame:
    """Return the escalations that were resolved, with the working days that it took from the day of the escalation.

    kind: word of meeting_type.
    Returns: one row per meeting; on (day on which it was resolved), took_working_days, amount (the same), is_aside
    (the day of the escalation is not known, or later), and as `meetings_of`.
    """
    rows = records.made(OfKind(func=meetings_of, kind=kind)).filter(pl.col("resolved_on").is_not_null())
    is_told = pl.col("escalated_on") <= pl.col("resolved_on")
    dated = rows.with_columns(pl.when(is_told).then("escalated_on").alias("_from"), pl.col("resolved_on").alias("on"))
    first_day = records.settings.clock.first_day
    took = with_working_days(dated, start="_from", end="on", into="took_working_days", first_day=first_day)
    days = pl.col("took_working_days")
    return took.drop("_from").with_columns(days.cast(pl.Float64).alias("amount"), days.is_null().alias("is_aside"))


def open_escalations(records: AuthorityRecords, *, kind: str) -> pl.DataFrame:
    """Return the escalations that were not resolved at each month end; one resolved on that day is not open.

    kind: word of meeting_type.
    Returns: one row per meeting and month end; on, open_working_days, top (true), and as `meetings_of`.
    """
    rows = records.made(OfKind(func=escalations, kind=kind))
    months = records.months(whole_with(kind))
    standing = at_month_ends(rows, months, since="escalated_on", gone="resolved_on")
    first_day = records.settings.clock.first_day
    return with_working_days(standing, start="escalated_on", end="on", into="open_working_days", first_day=first_day)
