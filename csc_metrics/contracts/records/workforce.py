"""Clean tables of the workforce: who works here, what is vacant, who holds which case, and supervision."""

from typing import Final

from csc_metrics.contracts.records.columns import Blank, Key, day, identifier, number, text, word, yes_no
from csc_metrics.contracts.records.rules import Record, Rule, enforced, not_before, told_once

MOST_FTE: Final = 1.5
"""Full-time equivalents of one post: beyond one and a half a slip is likelier than a person."""
LEFT_BEFORE_STARTED: Final = not_before("left_on", "started_on", says="A worker leaves on or after the first day.")
FILLED_BEFORE_VACANT: Final = not_before(
    "filled_on", "vacant_from_on", name="filled_before_vacant", says="A post is filled after it became vacant."
)
ENDED_BEFORE_STARTED: Final = not_before(
    "ended_on", "started_on", says="An allocation ends on the day that it started, or later."
)
RULES: Final[dict[str, tuple[Rule, ...]]] = {
    "workers": (LEFT_BEFORE_STARTED,),
    "vacancies": (FILLED_BEFORE_VACANT,),
    "allocations": (ENDED_BEFORE_STARTED,),
}
"""Rules across the columns of each table here."""


class Workers(Record):
    """One row per spell of a worker in a post."""

    worker_id = identifier("The worker, by any identifier", key=Key.WHOLE)
    team = text("Team of the post")
    role = text("The post, such as social worker or team manager")
    employment = word("employment", "Permanent staff or agency")
    fte = number("Full-time equivalent of the post", least=0, most=MOST_FTE)
    is_asye = yes_no("Whether in the assessed and supported first year of practice")
    started_on = day("First day in the post", key=Key.WHOLE)
    left_on = day("Last day in the post; empty while in it", blank=Blank.NOT_YET, is_event=False)
    left_before_started = enforced(LEFT_BEFORE_STARTED)


class Vacancies(Record):
    """One row per spell of a vacant post."""

    post_id = identifier("The post", key=Key.WHOLE)
    team = text("Team of the post")
    role = text("The post, such as social worker or team manager")
    fte = number("Full-time equivalent of the post", least=0, most=MOST_FTE)
    vacant_from_on = day("First day on which it was vacant", key=Key.WHOLE, is_event=False)
    filled_on = day("Day on which it was filled; empty while vacant", blank=Blank.NOT_YET, is_event=False)
    is_covered_by_agency = yes_no("Whether agency staff cover it")
    filled_before_vacant = enforced(FILLED_BEFORE_VACANT)


class Allocations(Record):
    """One row per spell of a child or carer with a worker."""

    person_id = identifier("The child or carer", key=Key.WITH_BLANKS)
    person_type = word(
        "person_type", "Child or carer", key=Key.WITH_BLANKS, blank=Blank.NOT_ALLOWED, filled_with="child"
    )
    worker_id = identifier("The worker; empty while nobody is allocated", key=Key.WITH_BLANKS, blank=Blank.NONE)
    is_primary = yes_no("Whether the worker holds the case, rather than helping with it")
    team = text("Team that holds the case")
    plan_type = word("plan_type", "Plan that the person is on")
    started_on = day("First day of the allocation", key=Key.WITH_BLANKS)
    ended_on = day("Last day of the allocation; empty while it lasts", blank=Blank.NOT_YET)
    ended_before_started = enforced(ENDED_BEFORE_STARTED)
    told_once = told_once("person_id", "person_type", "worker_id", "started_on")


class Supervisions(Record):
    """One row per supervision session, due or held."""

    supervision_id = identifier("The session", key=Key.WHOLE)
    worker_id = identifier("The worker who is supervised")
    child_id = identifier("The child it is about; empty for the worker's own", blank=Blank.NONE)
    due_on = day("Day by which it was due", blank=Blank.UNKNOWN, is_event=False)
    held_on = day("Day on which it was held; empty until then", blank=Blank.NOT_YET)
