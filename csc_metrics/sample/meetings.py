"""Strategy meetings, conferences and core groups of a made-up authority: when they were held, and who came."""

from dataclasses import dataclass, fields, replace
from functools import cached_property
from typing import Final

import numpy as np
import numpy.typing as npt
import polars as pl

from csc_metrics.periods import holiday_calendar_range
from csc_metrics.sample.casework import Casework, enquiry_ids, enquiry_parts, known, only, parts_of_cases, words
from csc_metrics.sample.chance import Bools, Chance, Floats, Ints
from csc_metrics.sample.day_numbers import (
    MINUTES_IN_A_DAY,
    NEVER,
    after_working_days,
    as_moments,
    is_working,
    number_of,
)
from csc_metrics.sample.joining import joined
from csc_metrics.sample.people import identifiers
from csc_metrics.sample.story import FIRST_ON, since

STRATEGY, INITIAL, REVIEW, CORE = range(4)
_TYPES: Final = ("strategy", "initial_conference", "review_conference", "core_group")
_INVITED: Final = {
    STRATEGY: ("social_worker", "police", "health", "education"),
    INITIAL: ("social_worker", "police", "health", "education", "housing", "probation"),
    REVIEW: ("social_worker", "police", "health", "education", "housing"),
    CORE: ("social_worker", "health", "education", "housing"),
}
_SHARE_INVITED: Final = {"education": 0.72, "housing": 0.3, "probation": 0.25}
"""Of meetings that these agencies have a part in; the others are always asked for."""
_PEOPLE_OF_AN_AGENCY: Final = 24
_POSTS: Final = {
    "social_worker": "Social worker",
    "police": "Police officer, protection of vulnerable people",
    "health": "Named nurse for safeguarding",
    "education": "Designated safeguarding lead",
    "housing": "Housing officer",
    "probation": "Probation practitioner",
}
_FORMATS: Final = {"video": 60, "telephone": 18, "hybrid": 12, "in_person": 10}
_JOINED: Final = {"video": 66, "in_person": 20, "telephone": 14}
_OUTCOMES: Final = ("Section 47 enquiry", "No further action", "Plan to continue", "Plan to end")
_HOURS_LATE: Final = 24
_REASONS: Final = {
    ("Police not available", "police"): 46,
    ("Health information awaited", "health"): 16,
    ("Family not located", ""): 8,
    ("Social worker not available", "social_worker"): 8,
    ("", ""): 22,
}
"""Why meetings are late, the agency they wait for, and how many of a hundred; for some nothing is recorded. Made up."""
_ESCALATED_AFTER_HOURS: Final = 48
_REVIEWS_AFTER: Final = (88, 170)
_CORE_GROUP_AFTER: Final = (8, 36)
_MOST_REVIEWS, _MOST_CORE_GROUPS = 6, 24
_MORNING: Final = 9 * 60 + 30
_ANSWERS: Final = ("attended", "deputised", "not_recorded", "not_invited", "apologies", "no_response", "report_only")
_OFFICE: Final = (8 * 60 + 30, 17 * 60 + 30)
_LAST: Final = number_of(holiday_calendar_range()[1])
_BY_POOR_ATTENDANCE: Final = 80
"""Per cent: an agency that comes more seldom is also forgotten when meetings are called, and its answers not noted."""


@dataclass(frozen=True, kw_only=True)
class _Held:
    """Meetings, one entry each. case: place of the case. meeting: place of the strategy meeting, -1 for others.

    Of an initial conference it is the one before it. kind: place of the type. decided, held: minutes.
    is_cancelled: whether it was called off.
    """

    kind: Ints
    case: Ints
    meeting: Ints
    decided: Ints
    held: Ints
    is_cancelled: Bools


@dataclass(frozen=True, kw_only=True)
class Diary:
    """Every meeting of an authority in the five years, in order of the decision to hold it."""

    work: Casework

    @cached_property
    def held(self) -> _Held:
        """The meetings, in order of the decision to hold them."""
        every = joined(_Held, [self._strategy(), *self._conferences(), *self._core_groups()])
        is_told = self.work.people.has_part[every.case] & (every.decided >= number_of(FIRST_ON) * MINUTES_IN_A_DAY)
        order = np.nonzero(is_told)[0][np.argsort(every.decided[is_told], kind="stable")]
        return _Held(**{one.name: getattr(every, one.name)[order] for one in fields(_Held)})

    def decided_by(self, on: int) -> Ints:
        """Return the places of the meetings that have been decided on by the end of a day."""
        return np.nonzero(self.held.decided < (on + 1) * MINUTES_IN_A_DAY)[0]

    def is_over(self, meetings: Ints, *, on: int) -> Bools:
        """Whether each of some meetings has been held by the end of a day."""
        held = self.held
        return (held.held[meetings] < (on + 1) * MINUTES_IN_A_DAY) & ~held.is_cancelled[meetings]

    def _strategy(self) -> _Held:
        enquiries = self.work.people.cases.course.enquiries
        count = len(enquiries.case)
        is_cancelled = ~enquiries.is_enquiry & self._chance("cancelled").is_so(0.12, count)
        return _Held(
            kind=np.full(count, STRATEGY),
            case=enquiries.case,
            meeting=np.arange(count),
            decided=enquiries.decided,
            held=enquiries.held,
            is_cancelled=is_cancelled,
        )

    def _conferences(self) -> list[_Held]:
        enquiries = self.work.people.cases.course.enquiries
        at = np.nonzero(enquiries.conference != NEVER)[0]
        initial = self._later(
            INITIAL,
            enquiries.case[at],
            enquiries.held[at] + 30,
            enquiries.conference[at],
            chance=self._chance(_TYPES[INITIAL]),
        )
        initial = replace(initial, meeting=at.astype(np.int64))
        first, last = self.work.people.cases.course.protection
        return [initial, *self._series(REVIEW, first, last, after=_REVIEWS_AFTER, most=_MOST_REVIEWS)]

    def _core_groups(self) -> list[_Held]:
        first, last = self.work.people.cases.course.protection
        return self._series(CORE, first, last, after=_CORE_GROUP_AFTER, most=_MOST_CORE_GROUPS)

    def _series(self, kind: int, first: Ints, last: Ints, *, after: tuple[int, int], most: int) -> list[_Held]:
        """Return meetings that come again and again while a plan lasts: after some days, then at steps of others."""
        cases = np.nonzero(first != NEVER)[0]
        found = []
        day = first[cases] + after[0]
        for number in range(most):
            chance = self._chance(_TYPES[kind], str(number))
            moved = day + chance.below(6, len(cases))
            goes_on = moved < last[cases]
            cases, day, moved = cases[goes_on], day[goes_on], moved[goes_on]
            decided = (moved - min(after)) * MINUTES_IN_A_DAY + _MORNING
            found.append(self._later(kind, cases, decided, moved, chance=chance))
            day = day + after[1]
        return found

    def _later(self, kind: int, case: Ints, decided: Ints, day: Ints, *, chance: Chance) -> _Held:
        count = len(case)
        working = after_working_days(day - 1, 1)
        minute = _MORNING + 15 * chance.below(22, count)
        held = np.maximum(working * MINUTES_IN_A_DAY + minute, decided + 60)
        none = np.full(count, -1, dtype=np.int64)
        return _Held(
            kind=np.full(count, kind),
            case=case.astype(np.int64),
            meeting=none,
            decided=decided,
            held=held,
            is_cancelled=np.zeros(count, dtype=np.bool_),
        )

    def _chance(self, *names: str) -> Chance:
        return self.work.people.story.chance("meetings", *names)


def meetings_table(diary: Diary, *, on: int) -> pl.DataFrame:
    """Return the meetings that have been decided on. on: day on which they are told. Returns: columns of `meetings`."""
    held, work = diary.held, diary.work
    told = diary.decided_by(on)
    is_over = diary.is_over(told, on=on)
    first = work.people.first_part[held.case[told]]
    status = np.where(held.is_cancelled[told], "cancelled", np.where(is_over, "held", "pending"))
    return pl.DataFrame(
        {
            "meeting_id": meeting_ids(diary, told),
            "meeting_type": words(_TYPES, held.kind[told]),
            "referral_id": work.ids("R", first),
            "enquiry_id": _enquiry_ids(diary, on=on).gather(told),
            "team": work.teams(first),
            **_times(diary, told, is_over, on=on),
            "status": pl.Series(status, dtype=pl.String),
            **_about(diary, told, is_over),
            **_delays(diary, told, on=on),
        }
    )


def meeting_ids(diary: Diary, meetings: Ints) -> pl.Series:
    """Return the identifiers of meetings by their places."""
    return identifiers(f"M{diary.work.people.story.la_code}", meetings)


def _enquiry_ids(diary: Diary, *, on: int) -> pl.Series:
    """Return for every meeting the enquiry of the first child, if it is a strategy meeting at which one began."""
    parts, meeting = enquiry_parts(diary.work, on=on)
    first = pl.DataFrame({"meeting": meeting, "enquiry": enquiry_ids(diary.work, parts, meeting)})
    first = first.unique("meeting", keep="first", maintain_order=True)
    told = pl.DataFrame({"meeting": diary.held.meeting})
    return told.join(first, on="meeting", how="left", validate="m:1", maintain_order="left")["enquiry"]


def _times(diary: Diary, told: Ints, is_over: Bools, *, on: int) -> dict[str, pl.Series]:
    held = diary.held
    count = len(held.case)
    chance = diary.work.people.story.chance("times of meetings")
    requested = held.decided + 5 * (1 + chance.below(18, count))
    early = (held.held - requested) * chance.shares(count)
    scheduled = np.where(chance.is_so(0.6, count), held.held, requested + 15 * np.floor(early / 15).astype(np.int64))
    shared = held.held + 30 * (4 + chance.below(110, count))
    is_shared = chance.is_so(0.9, count)[told] & is_over
    return {
        "decided_at": as_moments(held.decided[told], known_on=on),
        "requested_at": as_moments(requested[told], known_on=on),
        "first_scheduled_at": as_moments(
            np.maximum(scheduled, requested)[told], known_on=NEVER // MINUTES_IN_A_DAY - 2
        ),
        "held_at": only(as_moments(held.held[told], known_on=on), is_over),
        "record_shared_at": only(as_moments(shared[told], known_on=on), is_shared),
    }


def _about(diary: Diary, told: Ints, is_over: Bools) -> dict[str, pl.Series]:
    held = diary.held
    count = len(held.case)
    chance = diary.work.people.story.chance("about meetings")
    minute = held.held % MINUTES_IN_A_DAY
    is_late = (
        (minute < _OFFICE[0]) | (minute >= _OFFICE[1]) | ~is_working(np.minimum(held.held // MINUTES_IN_A_DAY, _LAST))
    )
    enquiries = diary.work.people.cases.course.enquiries
    begins = enquiries.is_enquiry[held.meeting] & (held.meeting >= 0)
    is_strategy = held.kind == STRATEGY
    outcome = np.where(is_strategy, np.where(begins, 0, 1), 2 + (chance.shares(count) < 0.15))
    return {
        "format": words(_FORMATS, chance.pick(list(_FORMATS.values()), count)[told]),
        "is_out_of_hours": only(pl.Series(is_late[told]), is_over),
        "outcome": only(words(_OUTCOMES, outcome[told]), is_over),
    }


def _delays(diary: Diary, told: Ints, *, on: int) -> dict[str, pl.Series]:
    """Return why strategy meetings of more than a day were late, and what was escalated to partners."""
    held = diary.held
    count = len(held.case)
    chance = diary.work.people.story.chance("delays")
    hours = (held.held - held.decided) / 60
    late = ((held.kind == STRATEGY) & (hours > _HOURS_LATE))[told]
    reason = chance.pick(list(_REASONS.values()), count)[told]
    reasons = words(tuple(name for name, _ in _REASONS), reason)
    agencies = words(tuple(agency for _, agency in _REASONS), reason)
    escalates = chance.is_so(0.45, count)[told] & late & (hours[told] > _ESCALATED_AFTER_HOURS)
    escalated = held.decided[told] // MINUTES_IN_A_DAY + 2
    return {
        "delay_reason": only(reasons, pl.Series(late) & (reasons != "")),
        "delay_agency": only(agencies, pl.Series(late) & (agencies != "")),
        "escalated_on": only(known(escalated, on=on), escalates),
        "resolved_on": only(known(held.held[told] // MINUTES_IN_A_DAY, on=on), escalates),
    }


def meeting_children_table(diary: Diary, *, on: int) -> pl.DataFrame:
    """Return which children each meeting was about. Returns: columns of the clean table `meeting_children`."""
    held, people = diary.held, diary.work.people
    told = diary.decided_by(on)
    parts, meeting = parts_of_cases(people, held.case[told], told)
    return pl.DataFrame({"meeting_id": meeting_ids(diary, meeting), "child_id": people.child_ids(people.child[parts])})


def invitations_table(diary: Diary, *, on: int) -> pl.DataFrame:
    """Return who was invited and who came, a row for each agency. Returns: columns of `invitations`."""
    told = diary.decided_by(on)
    found = [_of_agency(diary, told, agency, on=on) for agency in _POSTS]
    return pl.concat(found).sort("meeting_id", maintain_order=True)


def _of_agency(diary: Diary, told: Ints, agency: str, *, on: int) -> pl.DataFrame:
    held = diary.held
    count = len(held.case)
    chance = diary.work.people.story.chance("attendance", agency)
    has_part = np.array([agency in agencies for agencies in _INVITED.values()])[held.kind]
    is_asked = has_part & chance.is_so(_SHARE_INVITED.get(agency, 1.0), count)
    person = chance.below(_PEOPLE_OF_AN_AGENCY, count)
    attendance = _attendance(diary, agency, chance=chance)
    joined_by = words(_JOINED, chance.pick(list(_JOINED.values()), count))
    at = told[is_asked[told]]
    word = np.where(diary.is_over(at, on=on), attendance[at], "not_recorded")
    came = np.isin(word, ("attended", "deputised"))
    return pl.DataFrame(
        {
            "meeting_id": meeting_ids(diary, at),
            "agency": pl.repeat(agency, len(at), eager=True),
            "person_id": identifiers(agency[:2].upper(), person[at]),
            "role": pl.repeat(_POSTS[agency], len(at), eager=True),
            "invited_at": only(as_moments(held.decided[at] + 45, known_on=on), word != "not_invited"),
            "attendance": pl.Series(word, dtype=pl.String),
            "joined_by": only(joined_by.gather(at), came),
        }
    )


def _attendance(diary: Diary, agency: str, *, chance: Chance) -> npt.NDArray[np.str_]:
    """Return whether the agency came to each meeting, by the story's share on the day."""
    held, story = diary.held, diary.work.people.story
    count = len(held.case)
    when = since(held.decided // MINUTES_IN_A_DAY, [day for day, _ in story.attendance_pct])
    share = np.array([told[agency] for _, told in story.attendance_pct])[when] / 100
    left = 1 - share
    is_poor = share * 100 < _BY_POOR_ATTENDANCE
    drawn = chance.shares(count)
    bounds: list[Floats] = [share * 0.93, share]
    for part, poor in ((0.04, 0.08), (0.08, 0.22), (0.42, 0.32), (0.32, 0.26)):
        bounds.append(bounds[-1] + left * np.where(is_poor, poor, part))
    place = np.sum([drawn >= bound for bound in bounds], axis=0)
    answers: npt.NDArray[np.str_] = np.array(_ANSWERS)[place]
    return answers
