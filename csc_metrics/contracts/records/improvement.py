"""Clean tables of quality and improvement: audits, feedback and the actions of the improvement plan."""

from typing import Final

from csc_metrics.contracts.records.columns import Blank, Key, day, identifier, number, text, word
from csc_metrics.contracts.records.rules import Record, Rule, told_once

HIGHEST_RATING: Final = 100
"""Scales of feedback differ; none goes beyond so many."""
RULES: Final[dict[str, tuple[Rule, ...]]] = {}
"""Rules across the columns of each table here."""


class Audits(Record):
    """One row per audit and element of practice that was graded."""

    audit_id = identifier("The audit", key=Key.WHOLE)
    child_id = identifier("The child whose file was audited", blank=Blank.UNKNOWN)
    audited_on = day("Day of the audit")
    area = text("Part of the service that was audited")
    element = text("Element of practice that was graded", key=Key.WHOLE, blank=Blank.NOT_ALLOWED)
    grade = word("grade", "Grade that the auditor gave")
    moderated_grade = word("grade", "Grade after moderation; empty where it was not moderated")


class Feedback(Record):
    """One row per response and theme."""

    feedback_id = identifier("The response", key=Key.WITH_BLANKS)
    asked_on = day("Day on which the question was asked")
    group = word("feedback_group", "Who answered", blank=Blank.NOT_ALLOWED)
    theme = text("What the question was about", key=Key.WITH_BLANKS)
    rating = number("The answer, on the authority's own scale", least=0, most=HIGHEST_RATING)
    told_once = told_once("feedback_id", "theme")


class ActionUpdates(Record):
    """One row per update of an action of the improvement plan."""

    action_id = identifier("The action", key=Key.WHOLE)
    priority = text("Priority of the plan that it belongs to")
    title = text("The action, in a few words", blank=Blank.NOT_ALLOWED)
    promised = text("What was promised")
    owner = text("Post or agency that answers for it")
    original_due_on = day("Day by which it was first due", blank=Blank.UNKNOWN, is_event=False)
    due_on = day("Day by which it is due now", blank=Blank.UNKNOWN, is_event=False)
    done_on = day("Day on which it was done; empty until then", blank=Blank.NOT_YET)
    rag = word("rag", "Rating: red, amber or green")
    status = word("action_status", "How far it is")
    updated_on = day("Day of this update", key=Key.WHOLE)
    measure = text("Code of the measure that it should move")
