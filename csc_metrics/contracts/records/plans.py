"""Clean tables of plans, periods of care and visits."""

from typing import Final

import polars as pl

from csc_metrics.contracts.records.columns import Blank, Key, day, identifier, text, word, yes_no
from csc_metrics.contracts.records.rules import Record, Rule, Severity, enforced, not_before, told_once

PLAN_ENDED_BEFORE_STARTED: Final = not_before(
    "ended_on", "started_on", says="A plan or period of care ends on the day that it started, or later."
)
SEEN_ALONE_BUT_NOT_SEEN: Final = Rule(
    name="seen_alone_but_not_seen",
    says="A child who was seen alone was seen.",
    columns=("is_child_seen", "is_seen_alone"),
    is_broken=pl.col("is_seen_alone") & ~pl.col("is_child_seen"),
    remedy="Correct whichever of the two is wrong in the case system.",
    severity=Severity.WARNING,
    weakens="whether the child was seen at a visit",
)
RULES: Final[dict[str, tuple[Rule, ...]]] = {
    "plans": (PLAN_ENDED_BEFORE_STARTED,),
    "visits": (SEEN_ALONE_BUT_NOT_SEEN,),
}
"""Rules across the columns of each table here."""


class Plans(Record):
    """One row per spell of a plan or of care."""

    child_id = identifier("The child", key=Key.WHOLE)
    plan_type = word("plan_type", "Kind of plan or care", key=Key.WHOLE, blank=Blank.NOT_ALLOWED)
    started_on = day("First day of the plan or period of care", key=Key.WHOLE)
    ended_on = day("Last day; empty while it lasts", blank=Blank.NOT_YET)
    end_reason = text("Why it ended, in the authority's words")
    ended_before_started = enforced(PLAN_ENDED_BEFORE_STARTED)


class Visits(Record):
    """One row per visit of a worker to a child."""

    child_id = identifier("The child", key=Key.WITH_BLANKS)
    worker_id = identifier("The worker who visited", key=Key.WITH_BLANKS, blank=Blank.UNKNOWN)
    visited_on = day("Day of the visit", key=Key.WITH_BLANKS)
    is_child_seen = yes_no("Whether the child was seen")
    is_seen_alone = yes_no("Whether the child was seen alone")
    told_once = told_once("child_id", "worker_id", "visited_on")
