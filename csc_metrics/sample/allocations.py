"""Who holds which case, from when until when: a case passes to another worker as a worker leaves or a plan begins."""

from dataclasses import dataclass, fields
from typing import Final

import numpy as np

from csc_metrics.sample.chance import Bools, Chance, Ints
from csc_metrics.sample.course import IN_NEED, NO_ACTION
from csc_metrics.sample.day_numbers import NEVER, number_of
from csc_metrics.sample.joining import joined
from csc_metrics.sample.months import MONTH_ENDS, MONTH_STARTS, month_of
from csc_metrics.sample.people import People
from csc_metrics.sample.staff import POOLS, Staff, staff_of, weights_of
from csc_metrics.sample.story import FIRST_ON, Story, over_time

ASSESSMENT, SAFEGUARDING, LOOKED_AFTER = range(len(POOLS))
NOBODY: Final = -1
"""In the place of a worker: the case waits for one."""
_WAITS: Final = (40, 33, 14, 7, 3, 2, 1)
_WORST_WAIT_DAYS: Final = 15
_SURGE_THAT_WAITS: Final = 1.2
_MOST_SPELLS: Final = 12
_FIRST: Final = number_of(FIRST_ON)


@dataclass(frozen=True, kw_only=True)
class Spells:
    """Spells of cases with a worker, in order of case and day.

    case: place of the case. worker: number, or NOBODY. first, last: days. Siblings share the worker.
    """

    case: Ints
    worker: Ints
    first: Ints
    last: Ints


@dataclass(frozen=True, kw_only=True)
class Workload:
    """The workers and who held what."""

    staff: Staff
    spells: Spells

    def first_worker(self, cases: int) -> Ints:
        """Return the first worker of each case; NOBODY where none was needed or told of. cases: how many there are."""
        found = np.full(cases, NOBODY, dtype=np.int64)
        held = self.spells.worker != NOBODY
        found[self.spells.case[held][::-1]] = self.spells.worker[held][::-1]
        return found


def workload_of(people: People) -> Workload:
    """Return the workers of an authority and the spells of its cases with them."""
    segments = _segments(people)
    staff = staff_of(people.story, _demand(people, segments))
    held = _held(segments, staff, chance=people.story.chance("allocations"))
    both = joined(Spells, [_waiting(segments), held])
    order = np.lexsort((both.first, both.case))
    spells = Spells(**{one.name: getattr(both, one.name)[order] for one in fields(Spells)})
    return Workload(staff=staff, spells=spells)


@dataclass(frozen=True, kw_only=True)
class _Segments:
    """Parts of cases that one kind of team works on. asked: day on which the first of a case was to be allocated."""

    case: Ints
    pool: Ints
    first: Ints
    last: Ints
    asked: Ints


def _segments(people: People) -> _Segments:
    cases, story = people.cases, people.story
    course, referred = cases.course, cases.referred
    chance = story.chance("segments")
    allocated = np.minimum(referred + _wait(referred, story, chance), course.closed)
    passed = np.minimum(np.maximum(course.authorised + chance.below(6, len(referred)), allocated), course.closed)
    is_worked = course.kind != NO_ACTION
    goes_on = is_worked & (course.kind >= IN_NEED)
    in_care = np.where(course.care[0] == NEVER, NEVER, np.maximum(course.care[0], passed))
    is_told, never = people.has_part, np.full(len(referred), NEVER)
    until_care = np.minimum(in_care, course.closed)
    parts = [
        _segments_of(ASSESSMENT, is_told & is_worked, allocated, np.where(goes_on, passed, course.closed), referred),
        _segments_of(SAFEGUARDING, is_told & goes_on, passed, until_care, never),
        _segments_of(LOOKED_AFTER, is_told & goes_on & (in_care != NEVER), in_care, course.closed, never),
    ]
    return joined(_Segments, parts)


def _segments_of(pool: int, is_there: Bools, first: Ints, last: Ints, asked: Ints) -> _Segments:
    """Return the segments of one kind of team that last beyond the beginning of the five years."""
    at = np.nonzero(is_there & (last > first) & (last > _FIRST))[0].astype(np.int64)
    return _Segments(case=at, pool=np.full(len(at), pool), first=first[at], last=last[at], asked=asked[at])


def _wait(referred: Ints, story: Story, chance: Chance) -> Ints:
    """Return the days until each case is allocated: more where referrals surge."""
    count = len(referred)
    usual = chance.pick(_WAITS, count)
    is_long = (over_time(story.surge, referred) > _SURGE_THAT_WAITS) & chance.is_so(0.4, count)
    return np.where(is_long, usual + chance.below(_WORST_WAIT_DAYS, count), usual)


def _demand(people: People, segments: _Segments) -> Ints:
    """Return how many children each kind of team works with at each month end."""
    children = np.bincount(people.case, minlength=len(people.cases.referred))[segments.case]
    months = len(MONTH_ENDS)
    found = np.zeros((months, len(POOLS)), dtype=np.int64)
    for pool in range(len(POOLS)):
        of_pool = segments.pool == pool
        for month in range(months):
            is_open = (segments.first <= MONTH_ENDS[month]) & (segments.last > MONTH_ENDS[month]) & of_pool
            found[month, pool] = children[is_open].sum()
    return found


def _waiting(segments: _Segments) -> Spells:
    """Return the spells in which a case waited for a worker: those of three days and more that were recorded so."""
    waits = (segments.asked != NEVER) & (segments.first - segments.asked >= 3) & (segments.asked >= _FIRST)
    at = np.nonzero(waits)[0]
    return Spells(
        case=segments.case[at],
        worker=np.full(len(at), NOBODY, dtype=np.int64),
        first=segments.asked[at],
        last=segments.first[at],
    )


def _held(segments: _Segments, staff: Staff, *, chance: Chance) -> Spells:
    """Give each part of a case to workers, one after another as each leaves."""
    found: list[Spells] = []
    case, pool, first, last = segments.case, segments.pool, np.maximum(segments.first, 0), segments.last
    for _ in range(_MOST_SPELLS):
        if not len(case):
            break
        worker = _choose(pool, first, staff, chance=chance)
        begins = np.maximum(first, np.where(first < _FIRST, staff.started[worker], first))
        ends = np.minimum(last, staff.left[worker])
        is_held = (worker != NOBODY) & (ends > begins)
        found.append(Spells(case=case[is_held], worker=worker[is_held], first=begins[is_held], last=ends[is_held]))
        goes_on = (last > ends + 1) & (ends + 1 <= MONTH_ENDS[-1])
        case, pool, first, last = case[goes_on], pool[goes_on], ends[goes_on] + 1, last[goes_on]
    return joined(Spells, found)


def _choose(pool: Ints, days: Ints, staff: Staff, *, chance: Chance) -> Ints:
    """Return for each part of a case a worker in post, each as likely as the post is large."""
    month = month_of(days)
    share = chance.shares(len(pool))
    chosen = np.full(len(pool), NOBODY, dtype=np.int64)
    for place in range(len(POOLS)):
        for number in range(len(MONTH_STARTS)):
            at = np.nonzero((pool == place) & (month == number))[0]
            workers = staff.holders(place, number)
            if len(at) and len(workers):
                upto = np.cumsum(weights_of(staff, workers))
                chosen[at] = workers[np.searchsorted(upto, share[at] * upto[-1], side="right")]
    return chosen
