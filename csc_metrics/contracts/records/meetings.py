"""Clean tables of meetings: strategy meetings, conferences and core groups, who was invited and who came."""

from typing import Final

import polars as pl

from csc_metrics.contracts.records.columns import Blank, Key, agency, day, identifier, moment, text, word, yes_no
from csc_metrics.contracts.records.rules import Record, Rule, Severity, enforced, told_once

HELD_WITHOUT_A_TIME: Final = Rule(
    name="held_without_a_time",
    says="A meeting that was held says when.",
    columns=("status", "held_at"),
    is_broken=(pl.col("status") == "held") & pl.col("held_at").is_null(),
    remedy="Record when the meeting was held, or correct its status.",
)
HELD_THOUGH_NOT_HELD: Final = Rule(
    name="held_though_not_held",
    says="A meeting that is pending or was cancelled has no time at which it was held.",
    columns=("status", "held_at"),
    is_broken=(pl.col("status") != "held") & pl.col("held_at").is_not_null(),
    remedy="Correct the status, or take out the time at which it was held.",
)
HELD_BEFORE_DECIDED: Final = Rule(
    name="held_before_decided",
    says="A meeting is held after the decision to hold it.",
    columns=("decided_at", "held_at"),
    is_broken=pl.col("held_at") < pl.col("decided_at"),
    remedy="Correct whichever of the two times is wrong in the case system.",
    severity=Severity.WARNING,
    weakens="time from decision to meeting",
)
RECORD_SHARED_BEFORE_HELD: Final = Rule(
    name="record_shared_before_held",
    says="The record of a meeting is shared after it was held.",
    columns=("held_at", "record_shared_at"),
    is_broken=pl.col("record_shared_at") < pl.col("held_at"),
    remedy="Correct whichever of the two times is wrong in the case system.",
    severity=Severity.WARNING,
    weakens="record shared within one working day",
)
RESOLVED_BEFORE_ESCALATED: Final = Rule(
    name="resolved_before_escalated",
    says="An escalation is resolved on the day it was made, or later.",
    columns=("escalated_on", "resolved_on"),
    is_broken=pl.col("resolved_on") < pl.col("escalated_on"),
    remedy="Correct whichever of the two dates is wrong in the case system.",
    severity=Severity.WARNING,
    weakens="time until an escalation is resolved",
)
RULES: Final[dict[str, tuple[Rule, ...]]] = {
    "meetings": (
        HELD_WITHOUT_A_TIME,
        HELD_THOUGH_NOT_HELD,
        HELD_BEFORE_DECIDED,
        RECORD_SHARED_BEFORE_HELD,
        RESOLVED_BEFORE_ESCALATED,
    ),
}
"""Rules across the columns of each table here."""


class Meetings(Record):
    """One row per meeting; siblings share one."""

    meeting_id = identifier("The meeting", key=Key.WHOLE)
    meeting_type = word("meeting_type", "What kind of meeting", blank=Blank.NOT_ALLOWED)
    referral_id = identifier("The referral that it belongs to", blank=Blank.UNKNOWN)
    enquiry_id = identifier("The enquiry that it belongs to", blank=Blank.UNKNOWN)
    team = text("Team that called it")
    decided_at = moment("When it was decided to hold it", blank=Blank.UNKNOWN)
    requested_at = moment("When partners were asked for a time", blank=Blank.UNKNOWN)
    first_scheduled_at = moment("The first time that was agreed", blank=Blank.UNKNOWN, is_event=False)
    held_at = moment("When it was held; empty until then", blank=Blank.NOT_YET)
    status = word("meeting_status", "Whether it was held", blank=Blank.NOT_ALLOWED)
    format = word("meeting_format", "How people met")
    is_out_of_hours = yes_no("Whether it was held out of office hours")
    outcome = text("What was decided, in the authority's words")
    delay_reason = text("Why it was late, in the authority's words")
    delay_agency = agency("Agency that it waited for")
    escalated_on = day("Day on which the delay was escalated", blank=Blank.NOT_YET)
    resolved_on = day("Day on which the escalation was resolved", blank=Blank.NOT_YET)
    record_shared_at = moment("When its record was sent to those invited; empty until then", blank=Blank.NOT_YET)
    held_without_a_time = enforced(HELD_WITHOUT_A_TIME)
    held_though_not_held = enforced(HELD_THOUGH_NOT_HELD)


class MeetingChildren(Record):
    """One row per meeting and child that it was about."""

    meeting_id = identifier("The meeting", key=Key.WHOLE)
    child_id = identifier("The child", key=Key.WHOLE)


class Invitations(Record):
    """One row per meeting, agency and person."""

    meeting_id = identifier("The meeting", key=Key.WITH_BLANKS)
    agency = agency("Agency of the person", key=Key.WITH_BLANKS, blank=Blank.NOT_ALLOWED)
    person_id = identifier(
        "The person, by any identifier; empty where none is recorded", key=Key.WITH_BLANKS, blank=Blank.UNKNOWN
    )
    role = text("The person's post")
    invited_at = moment("When the person was invited", blank=Blank.UNKNOWN)
    attendance = word("attendance", "Whether the person came", filled_with="not_recorded")
    joined_by = word("joined_by", "How the person took part")
    told_once = told_once("meeting_id", "agency", "person_id")
