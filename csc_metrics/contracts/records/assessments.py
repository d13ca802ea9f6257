"""Clean tables of assessments and of enquiries under section 47."""

from typing import Final

import polars as pl

from csc_metrics.contracts.records.columns import Blank, Key, day, identifier, text, word, yes_no
from csc_metrics.contracts.records.rules import Record, Rule, Severity, enforced, not_before

AUTHORISED_BEFORE_STARTED: Final = not_before(
    "authorised_on", "started_on", says="An assessment is authorised on the day that it started, or later."
)
STARTED_BEFORE_REFERRED: Final = Rule(
    name="started_before_referred",
    says="An assessment starts on the day of its referral, or later.",
    columns=("referred_on", "started_on"),
    is_broken=pl.col("started_on") < pl.col("referred_on"),
    remedy="Correct the date that is wrong, or link the assessment to the referral that it belongs to.",
    severity=Severity.WARNING,
    weakens="time from referral to authorisation",
)
CONFERENCE_BEFORE_DISCUSSION: Final = Rule(
    name="conference_before_discussion",
    says="An initial child protection conference is held after the strategy discussion that led to it.",
    columns=("strategy_discussion_on", "icpc_on"),
    is_broken=pl.col("icpc_on") < pl.col("strategy_discussion_on"),
    remedy="Correct whichever of the two dates is wrong, or link the conference to the right enquiry.",
    severity=Severity.WARNING,
    weakens="time from strategy discussion to conference",
)
CONFERENCE_THOUGH_NOT_REQUIRED: Final = Rule(
    name="conference_though_not_required",
    says="An enquiry that needs no conference has none.",
    columns=("icpc_on", "is_icpc_not_required"),
    is_broken=pl.col("is_icpc_not_required") & pl.col("icpc_on").is_not_null(),
    remedy="Record either the conference or that none is required.",
    severity=Severity.WARNING,
    weakens="time from strategy discussion to conference",
)
RULES: Final[dict[str, tuple[Rule, ...]]] = {
    "assessments": (AUTHORISED_BEFORE_STARTED, STARTED_BEFORE_REFERRED),
    "section_47_enquiries": (CONFERENCE_BEFORE_DISCUSSION, CONFERENCE_THOUGH_NOT_REQUIRED),
}
"""Rules across the columns of each table here."""


class Assessments(Record):
    """One row per assessment of a child."""

    assessment_id = identifier("The assessment", key=Key.WHOLE)
    child_id = identifier("The child")
    referral_id = identifier("The referral that it belongs to; empty where none matches", blank=Blank.UNKNOWN)
    referred_on = day("Day of that referral", blank=Blank.UNKNOWN)
    started_on = day("Day on which the assessment started")
    authorised_on = day("Day on which a manager authorised it; empty while open", blank=Blank.NOT_YET)
    outcome = word("assessment_outcome", "What was decided")
    is_first_of_referral = yes_no("Whether it is the first of its referral, not a reassessment of an open case")
    child_seen_on = day("Day on which the child was first seen for it", blank=Blank.UNKNOWN)
    manager_reviewed_on = day("Day of a manager's first review after allocation", blank=Blank.UNKNOWN)
    team = text("Team that made it")
    authorised_before_started = enforced(AUTHORISED_BEFORE_STARTED)


class AssessmentFactors(Record):
    """One row per assessment and factor found at its end."""

    assessment_id = identifier("The assessment", key=Key.WHOLE)
    factor = word("assessment_factor", "The factor, as DfE's table c3 names it", key=Key.WHOLE, blank=Blank.NOT_ALLOWED)


class Section47Enquiries(Record):
    """One row per child protection enquiry (section 47) about a child."""

    enquiry_id = identifier("The enquiry", key=Key.WHOLE)
    child_id = identifier("The child")
    referral_id = identifier("The referral that it belongs to; empty where not known", blank=Blank.UNKNOWN)
    strategy_discussion_on = day("Day of the strategy discussion that began the enquiry")
    icpc_on = day("Day of the initial child protection conference; empty where none was held", blank=Blank.NOT_YET)
    is_icpc_not_required = yes_no("Whether it was decided that no conference is needed")
    outcome = word("enquiry_outcome", "How the enquiry ended")
