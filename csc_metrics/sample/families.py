"""Families who are referred, some again and again, and the children in them: the cases of a made-up authority."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

import numpy as np

from csc_metrics.sample.chance import Chance, Ints
from csc_metrics.sample.course import Course, course_of
from csc_metrics.sample.day_numbers import is_working, number_of
from csc_metrics.sample.england import REFERRALS_BY_MONTH
from csc_metrics.sample.joining import joined
from csc_metrics.sample.months import first_of_month_after, firsts_of_months
from csc_metrics.sample.story import DRAWN_ON, Story, over_time

BEGINS_ON: Final = date(2016, 4, 1)
"""Day from which cases are followed, so that the five years begin with as many open ones as any other day has."""
_SIZES: Final = (56, 25, 13, 6)
"""How many of a hundred families have one child, two, three or four."""
MOST_CHILDREN: Final = 4
_CHILDREN_A_FAMILY: Final = sum(size * many for size, many in enumerate(_SIZES, start=1)) / sum(_SIZES)
_SHARE_OF_OLDER: Final = 0.08
"""Of families referred, those known from more than a year ago."""
_A_YEAR: Final = 365
_MOST_YEARS_SINCE: Final = 4
_WEEKEND: Final = 0.09
_NEVER_YET: Final = -1


@dataclass(frozen=True, kw_only=True)
class Cases:
    """Referrals of families, one entry for each, in order of their days.

    family: its number. referred: day. course: what becomes of each. sizes: children of every family, by its number.
    """

    family: Ints
    referred: Ints
    course: Course
    sizes: Ints


def cases_of(story: Story) -> Cases:
    """Return every case of a made-up authority, from the time before the five years that records tell of."""
    return _Following(story).cases()


class _Following:
    """Families followed month by month: who is referred for the first time, who again."""

    def __init__(self, story: Story) -> None:
        self.story = story
        self.sizes: list[Ints] = []
        self.known = 0
        self.last_referred = np.zeros(0, dtype=np.int64)
        self.closed = np.zeros(0, dtype=np.int64)

    def cases(self) -> Cases:
        months = [self._month(first_on) for first_on in firsts_of_months(BEGINS_ON, DRAWN_ON)]
        family, referred, courses = zip(*months, strict=True)
        return Cases(
            family=np.concatenate(family),
            referred=np.concatenate(referred),
            course=_joined(courses),
            sizes=np.concatenate(self.sizes),
        )

    def _month(self, first_on: date) -> tuple[Ints, Ints, Course]:
        chance = self.story.chance("cases", f"{first_on:%Y-%m}")
        days = self._days(first_on, chance)
        family = self._families(days, chance)
        course = course_of(days, story=self.story, chance=chance)
        self.last_referred[family] = days
        self.closed[family] = course.closed
        return family, days, course

    def _days(self, first_on: date, chance: Chance) -> Ints:
        """Return the days of a month's referrals, in order: few at weekends and on bank holidays."""
        days = np.arange(number_of(first_on), number_of(first_of_month_after(first_on, months=1)))
        share = REFERRALS_BY_MONTH[first_on.month] / sum(REFERRALS_BY_MONTH.values())
        surge = float(over_time(self.story.surge, days[:1])[0])
        expected = self.story.children * self.story.referrals_per_10k / 10_000 * share * surge / _CHILDREN_A_FAMILY
        count = int(np.floor(expected + chance.shares(1)[0]))
        weights = np.where(is_working(days), 100, round(100 * _WEEKEND)).astype(np.int64)
        return np.sort(days[chance.pick([int(weight) for weight in weights], count)])

    def _families(self, days: Ints, chance: Chance) -> Ints:
        """Return the family of each referral: of some the last referral lies within a year, of some before it."""
        count, first, last = len(days), int(days[0]) if len(days) else 0, int(days[-1]) if len(days) else 0
        free = (self.closed < first) & (self.last_referred != _NEVER_YET)
        recent = np.nonzero(free & (self.last_referred > last - _A_YEAR))[0]
        older = np.nonzero(
            free & (self.last_referred < first - _A_YEAR) & (self.last_referred > first - _MOST_YEARS_SINCE * _A_YEAR)
        )[0]
        share = chance.shares(count)
        is_again = share < self.story.re_referral_share
        is_older = ~is_again & (share < self.story.re_referral_share + _SHARE_OF_OLDER)
        family = np.full(count, _NEVER_YET, dtype=np.int64)
        for wanted, among in ((is_again, recent), (is_older, older)):
            places = np.nonzero(wanted)[0][: len(among)]
            family[places] = among[chance.order(len(among))[: len(places)]]
        family[family == _NEVER_YET] = self._new(int((family == _NEVER_YET).sum()), chance)
        return family

    def _new(self, count: int, chance: Chance) -> Ints:
        """Return the numbers of families who were not known before."""
        first, self.known = self.known, self.known + count
        self.sizes.append(chance.pick(_SIZES, count) + 1)
        self.last_referred = np.concatenate([self.last_referred, np.full(count, _NEVER_YET, dtype=np.int64)])
        self.closed = np.concatenate([self.closed, np.zeros(count, dtype=np.int64)])
        return np.arange(first, self.known)


def _joined(courses: Sequence[Course]) -> Course:
    """Return courses of one month after another as one: the place of a case in its month becomes that among all."""
    before = np.cumsum([0, *(len(course.kind) for course in courses[:-1])])
    moved = [
        replace(course, enquiries=replace(course.enquiries, case=course.enquiries.case + count))
        for course, count in zip(courses, before, strict=True)
    ]
    return joined(Course, moved)
