"""Audits, feedback, the improvement plan and events of a made-up authority, as told on a day."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

import numpy as np
import polars as pl

from csc_metrics.sample.casework import Casework, known, only, words
from csc_metrics.sample.chance import Bools, Floats, Ints
from csc_metrics.sample.day_numbers import NEVER, after_working_days, day_of, number_of
from csc_metrics.sample.months import MONTH_ENDS, MONTH_STARTS, first_of_month_after
from csc_metrics.sample.people import identifiers
from csc_metrics.sample.story import DRAWN_ON, FIRST_ON, over_time

_ELEMENTS: Final = ("Voice of the child", "Assessment", "Plan", "Supervision", "Multi-agency working")
_AREAS: Final = ("Front door", "Assessment", "Safeguarding", "Children looked after")
_GRADES: Final = ("outstanding", "good", "requires_improvement", "inadequate")
_CHILDREN_AN_AUDIT: Final = 1_800
"""One audit a month for so many children who live in the authority."""
_MODERATED: Final = 0.3
_THEMES: Final = {
    "children": ("My worker listens to me", "I know what happens next", "Things are better now"),
    "parents": ("My worker listens to me", "I know what happens next", "Things are better now"),
    "staff": ("My caseload is manageable", "I have good supervision", "I would recommend working here"),
}
_ASKED_EACH_QUARTER: Final = {"children": 14, "parents": 20, "staff": 26}
_RATINGS: Final = (8, 14, 26, 34, 18)
_BETTER_RATINGS: Final = (3, 8, 21, 40, 28)
_MISSING_A_YEAR: Final = 0.035
"""Of open cases' children, how many go missing in a year. Made up."""
_PROTECTED: Final = (0.035, 0.012)
"""Of enquiries, how many follow on police protection, and on an emergency protection order. Made up."""
_PROTECTION_DAYS: Final = (3, 8)


@dataclass(frozen=True, kw_only=True)
class Action:
    """An action of the improvement plan. due_in_months: from its beginning. slips: by how many months it is late."""

    priority: str
    title: str
    promised: str
    owner: str
    measure: str
    due_in_months: int
    slips: int = 0


ACTIONS: Final = (
    Action(
        priority="Timely help and protection",
        title="Hold strategy meetings in one hub with police and health",
        promised="Every strategy meeting within one working day, with the three agencies present",
        owner="Assistant director, safeguarding",
        measure="strategy_meeting_within_target_pct",
        due_in_months=3,
    ),
    Action(
        priority="Timely help and protection",
        title="Clear the backlog of assessments",
        promised="No assessment older than 45 working days without a reason that a manager agreed",
        owner="Head of assessment",
        measure="assessments_within_45_working_days_pct",
        due_in_months=4,
        slips=1,
    ),
    Action(
        priority="Timely help and protection",
        title="Weekly check of conferences that are due",
        promised="Conferences within 15 working days",
        owner="Head of independent reviewing",
        measure="icpc_within_15_working_days_pct",
        due_in_months=6,
    ),
    Action(
        priority="A workforce that stays",
        title="Bring caseloads to the agreed limit",
        promised="No worker above 18 cases without a plan to reduce them",
        owner="Director of children's services",
        measure="average_caseload",
        due_in_months=12,
        slips=6,
    ),
    Action(
        priority="A workforce that stays",
        title="Replace agency staff with permanent staff",
        promised="Fewer than one post in five held by agency staff",
        owner="Head of human resources",
        measure="agency_rate_pct",
        due_in_months=15,
        slips=3,
    ),
    Action(
        priority="Leaders who know the services",
        title="Monthly report on performance and its causes",
        promised="The same figures for managers, partners and councillors",
        owner="Head of performance",
        measure="re_referral_pct",
        due_in_months=5,
    ),
)
"""The plan of the region's first authority; others have some of it."""
_BEGINS_ON: Final = date(2024, 11, 1)
_ACTIONS_OF_OTHERS: Final = 3
_UPDATE: Final = pl.Schema(
    {
        **dict.fromkeys(("action_id", "priority", "title", "promised", "owner"), pl.String),
        **dict.fromkeys(("original_due_on", "due_on", "done_on"), pl.Date),
        **dict.fromkeys(("rag", "status"), pl.String),
        "updated_on": pl.Date,
        "measure": pl.String,
    }
)


def audits_table(work: Casework, *, on: int) -> pl.DataFrame:
    """Return the audits: some files a month, each graded in five elements. Returns: columns of the table `audits`."""
    people = work.people
    chance = people.story.chance("audits")
    a_month = max(1, round(people.story.children / _CHILDREN_AN_AUDIT))
    month = np.repeat(np.arange(len(MONTH_STARTS)), a_month)
    day = after_working_days(MONTH_STARTS[month], chance.below(18, len(month)))
    part = _open_on(work, day, shares=chance.shares(len(month)))
    many = len(_ELEMENTS)
    row = np.repeat(np.arange(len(month)), many)
    grade = _grades(over_time(people.story.haste, day[row]), chance.shares(len(row)))
    stricter = np.minimum(grade + chance.is_so(0.4, len(row)), len(_GRADES) - 1)
    is_moderated = chance.is_so(_MODERATED, len(month))[row]
    is_told = day[row] <= on
    found = pl.DataFrame(
        {
            "audit_id": identifiers(f"D{people.story.la_code}", row),
            "child_id": people.child_ids(people.child[part[row]]),
            "audited_on": known(day[row], on=on),
            "area": words(_AREAS, chance.below(len(_AREAS), len(month))[row]),
            "element": words(_ELEMENTS, np.tile(np.arange(many), len(month))),
            "grade": words(_GRADES, grade),
            "moderated_grade": only(words(_GRADES, stricter), is_moderated),
        }
    )
    return found.filter(pl.Series(is_told))


def _open_on(work: Casework, days: Ints, *, shares: Floats) -> Ints:
    """Return for each day the part of a child whose case was referred lately: places as even as the shares."""
    people = work.people
    in_order = np.argsort(people.referred, kind="stable")
    upto = np.searchsorted(people.referred[in_order], days, side="right")
    lately = np.searchsorted(people.referred[in_order], days - 150, side="right")
    place = lately + np.floor(shares * np.maximum(upto - lately, 1)).astype(np.int64)
    parts: Ints = in_order[np.minimum(place, len(in_order) - 1)]
    return parts


def _grades(haste: Floats, shares: Floats) -> Ints:
    """Return the place of each grade: where work is quick it is also found to be good more often."""
    bounds = (0.07 + 0.06 * haste, 0.46 + 0.3 * haste, 0.9 + 0.08 * haste)
    return np.asarray(np.sum([shares >= bound for bound in bounds], axis=0), dtype=np.int64)


def feedback_table(work: Casework, *, on: int) -> pl.DataFrame:
    """Return what children, parents and staff answered each quarter. Returns: columns of the table `feedback`."""
    story = work.people.story
    found, first = [], 0
    for group, many in _ASKED_EACH_QUARTER.items():
        chance = story.chance("feedback", group)
        quarter = np.repeat(np.arange(len(MONTH_STARTS) // 3), many)
        day = MONTH_ENDS[quarter * 3 + 2] - 14 + chance.below(14, len(quarter))
        themes = len(_THEMES[group])
        row = np.repeat(np.arange(len(quarter)), themes)
        is_good = over_time(story.haste, day[row]) > 0
        rating = np.where(is_good, chance.pick(_BETTER_RATINGS, len(row)), chance.pick(_RATINGS, len(row))) + 1
        told = pl.DataFrame(
            {
                "feedback_id": identifiers(f"F{story.la_code}", first + row),
                "asked_on": known(day[row], on=on),
                "group": pl.repeat(group, len(row), eager=True),
                "theme": words(_THEMES[group], np.tile(np.arange(themes), len(quarter))),
                "rating": pl.Series(rating.astype(np.float64)),
            }
        )
        found.append(told.filter(pl.Series(day[row] <= on)))
        first += len(quarter)
    return pl.concat(found)


def action_updates_table(work: Casework, *, on: int) -> pl.DataFrame:
    """Return each month's word on each action of the improvement plan. Returns: columns of `action_updates`."""
    story = work.people.story
    actions = ACTIONS if story.changed_on is not None else ACTIONS[-_ACTIONS_OF_OTHERS:]
    first = int(np.searchsorted(MONTH_STARTS, number_of(_BEGINS_ON)))
    updated = [int(day) for day in MONTH_ENDS[first:] if day <= on]
    rows = [
        _update(action, number, story.la_code, day=day, months=months)
        for number, action in enumerate(actions, start=1)
        for months, day in enumerate(updated, start=1)
        if months <= action.due_in_months + action.slips + 1
    ]
    return pl.DataFrame(rows, schema=_UPDATE)


def _update(action: Action, number: int, la_code: str, *, day: int, months: int) -> dict[str, object]:
    """Return the word on an action after some months: red once it is late, green once it is nearly done."""
    due, last = _month_end(action.due_in_months), _month_end(action.due_in_months + action.slips)
    is_done, is_late = day_of(day) >= last, day_of(day) > due
    rag = "green" if is_done or months * 2 > action.due_in_months else "amber"
    return {
        "action_id": f"X{la_code}{number:03d}",
        "priority": action.priority,
        "title": action.title,
        "promised": action.promised,
        "owner": action.owner,
        "original_due_on": due,
        "due_on": last if is_late else due,
        "done_on": last if is_done else None,
        "rag": "red" if is_late and not is_done else rag,
        "status": "done" if is_done else "in_progress",
        "updated_on": day_of(day),
        "measure": action.measure,
    }


def _month_end(months: int) -> date:
    """Return the last day of the month so many months after the plan began; its first month is the first."""
    return first_of_month_after(_BEGINS_ON, months=months) - timedelta(1)


def events_table(work: Casework, *, on: int) -> pl.DataFrame:
    """Return children missing and children under emergency protection. Returns: columns of the table `events`."""
    found = pl.concat([_missing(work, on=on), *(_protected(work, place, on=on) for place in (0, 1))])
    return found.unique(["child_id", "event_type", "occurred_on"], keep="first", maintain_order=True)


def _missing(work: Casework, *, on: int) -> pl.DataFrame:
    people = work.people
    chance = people.story.chance("missing")
    count = len(people.case)
    last = np.minimum(people.closed, number_of(DRAWN_ON))
    days = np.maximum(last - people.referred, 1)
    is_missing = chance.is_so(np.minimum(_MISSING_A_YEAR * days / 365, 0.5), count)
    day = people.referred + np.floor(chance.shares(count) * days).astype(np.int64)
    back = day + chance.pick((60, 20, 8, 5, 3, 2, 2), count)
    return _events(work, "missing", is_missing, np.arange(count), (day, back), on=on)


def _protected(work: Casework, place: int, *, on: int) -> pl.DataFrame:
    """Return emergency protection on the day of a strategy discussion. place: 0 by the police, 1 by a court."""
    people, enquiries = work.people, work.people.cases.course.enquiries
    name = ("police_protection", "emergency_protection_order")[place]
    chance = people.story.chance(name)
    is_so = chance.is_so(_PROTECTED[place], len(enquiries.case)) & enquiries.is_enquiry
    told = np.zeros(len(people.cases.referred), dtype=np.int64) + NEVER
    told[enquiries.case[is_so]] = enquiries.discussed[is_so]
    day = people.of(told)
    parts = np.arange(len(people.case))
    return _events(work, name, day != NEVER, parts, (day, day + _PROTECTION_DAYS[place]), on=on)


def _events(work: Casework, name: str, is_so: Bools, parts: Ints, days: tuple[Ints, Ints], *, on: int) -> pl.DataFrame:
    people = work.people
    told = np.nonzero(is_so & (days[0] <= on) & work.is_told(on) & (days[0] >= number_of(FIRST_ON)))[0]
    return pl.DataFrame(
        {
            "child_id": people.child_ids(people.child[parts[told]]),
            "event_type": pl.repeat(name, len(told), eager=True),
            "occurred_on": known(days[0][told], on=on),
            "ended_on": known(days[1][told], on=on),
        }
    )
