"""Clean tables about children: who they are, early help, and what happened to them."""

from typing import Final

from csc_metrics.contracts.records.columns import Blank, Key, day, identifier, text, word
from csc_metrics.contracts.records.rules import Record, Rule, enforced, not_before

COMPLETED_BEFORE_STARTED: Final = not_before(
    "completed_on", "started_on", says="An early help assessment is completed on or after the day that it started."
)
ENDED_BEFORE_IT_OCCURRED: Final = not_before(
    "ended_on", "occurred_on", name="ended_before_it_occurred", says="An event ends on or after the day it began."
)
RULES: Final[dict[str, tuple[Rule, ...]]] = {
    "early_help": (COMPLETED_BEFORE_STARTED,),
    "events": (ENDED_BEFORE_IT_OCCURRED,),
}
"""Rules across the columns of each table here."""


class Children(Record):
    """One row per child, or unborn child."""

    child_id = identifier("The child, by the authority's own identifier", key=Key.WHOLE)
    born_on = day("Day of birth; the expected day of an unborn child", blank=Blank.UNKNOWN, is_event=False)
    sex = word("sex", "Sex as recorded")
    ethnicity = word("ethnicity", "Ethnicity, by DfE's code")
    disability = word("disability", "Whether the child has a disability")


class EarlyHelp(Record):
    """One row per early help assessment of a child."""

    child_id = identifier("The child", key=Key.WHOLE)
    started_on = day("Day on which the assessment started", key=Key.WHOLE)
    completed_on = day("Day on which it was completed; empty while open", blank=Blank.NOT_YET)
    organisation = text("Organisation that made the assessment")
    completed_before_started = enforced(COMPLETED_BEFORE_STARTED)


class Events(Record):
    """One row per event in a child's life."""

    child_id = identifier("The child", key=Key.WHOLE)
    event_type = word("event_type", "What happened", key=Key.WHOLE, blank=Blank.NOT_ALLOWED)
    occurred_on = day("First day of the event", key=Key.WHOLE)
    ended_on = day("Last day of the event; empty while it lasts", blank=Blank.NOT_YET)
    ended_before_it_occurred = enforced(ENDED_BEFORE_IT_OCCURRED)
