"""The children of the families, and a child's part in each case of its family."""

from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np
import polars as pl

from csc_metrics.sample.chance import Bools, Ints
from csc_metrics.sample.day_numbers import NEVER, as_days, number_of
from csc_metrics.sample.families import MOST_CHILDREN, Cases
from csc_metrics.sample.story import FIRST_ON, Story

_AGES: Final = (90, 58, 54, 52, 52, 54, 55, 56, 57, 58, 60, 62, 66, 70, 72, 70, 58)
"""How many of a thousand children and more are of each age when their family is first referred."""
_A_MONTH: Final = 31
_A_YEAR: Final = 365
_STRANGERS_AGE: Final = 12 * _A_YEAR
"""Days, at the beginning of the five years: so that all are children to their end."""
DAYS_TO_EIGHTEEN: Final = 6_574
"""From the day of birth to the day before the eighteenth birthday, or to that before it."""
_YEAR_BEFORE: Final = number_of(FIRST_ON) - _A_YEAR
"""A referral of the year before counts too: by it a referral of the first year is known to be a second one."""
_SEXES: Final = (("female", 484), ("male", 512), ("not_stated", 4))
_ETHNICITIES: Final = {
    "WBRI": 660,
    "WOTH": 52,
    "MOTH": 28,
    "MWBC": 33,
    "MWAS": 18,
    "MWBA": 14,
    "APKN": 45,
    "ABAN": 16,
    "AIND": 12,
    "AOTH": 22,
    "BAFR": 38,
    "BCRB": 14,
    "BOTH": 14,
    "OOTH": 24,
    "NOBT": 10,
}
_DISABILITIES: Final = (("no", 868), ("yes", 122), ("not_known", 10))


@dataclass(frozen=True, kw_only=True)
class People:
    """Children by number, and the cases that each has a part in, in order of the cases' days.

    born: day of each child. case, child: of each part. closed: day on which the part ends; at eighteen at the latest.
    """

    story: Story
    cases: Cases
    born: Ints
    case: Ints
    child: Ints
    closed: Ints

    @cached_property
    def referred(self) -> Ints:
        """The day of the referral of each part."""
        return self.cases.referred[self.case]

    @cached_property
    def has_part(self) -> Bools:
        """Whether any child has a part in each case."""
        found = np.zeros(len(self.cases.referred), dtype=np.bool_)
        found[self.case] = True
        return found

    @cached_property
    def first_part(self) -> Ints:
        """The place of the first child's part in each case; -1 for a case without any."""
        first = np.full(len(self.cases.referred), -1, dtype=np.int64)
        first[self.case[::-1]] = np.arange(len(self.case))[::-1]
        return first

    def of(self, days: Ints) -> Ints:
        """Return for each part a day of its case, as the child meets it: never after the part ends."""
        day = days[self.case]
        return np.where(day > self.closed, np.where(day == NEVER, NEVER, self.closed), day)

    def child_ids(self, children: Ints) -> pl.Series:
        """Return the identifiers of children by their numbers."""
        return identifiers(f"C{self.story.la_code}", children)


def identifiers(letters: str, numbers: Ints) -> pl.Series:
    """Return identifiers: letters and a number in seven digits."""
    return letters + pl.Series(numbers, dtype=pl.Int64).cast(pl.String).str.zfill(7)


def numbered(many: Ints) -> Ints:
    """Return numbers from 0 up to each of several counts, those of one after those of another."""
    return np.arange(int(many.sum())) - np.repeat(np.cumsum(many) - many, many)


def people_of(story: Story, cases: Cases) -> People:
    """Return the children of families with a case that records of the five years tell of, and their parts in cases."""
    is_told = (cases.referred >= _YEAR_BEFORE) | (cases.course.closed >= number_of(FIRST_ON))
    told = np.nonzero(is_told)[0].astype(np.int64)
    sizes = cases.sizes[cases.family[told]]
    case = np.repeat(told, sizes)
    child = cases.family[case] * MOST_CHILDREN + numbered(sizes)
    born = _born(story, cases)
    adult = born[child] + DAYS_TO_EIGHTEEN
    is_child = (born[child] <= cases.referred[case]) & (adult > cases.referred[case] + _A_MONTH)
    closed = np.minimum(cases.course.closed[case], adult)
    return People(
        story=story, cases=cases, born=born, case=case[is_child], child=child[is_child], closed=closed[is_child]
    )


def _born(story: Story, cases: Cases) -> Ints:
    """Return the day of birth of each child by number, whether a family has so many children or not."""
    chance = story.chance("children")
    families = len(cases.sizes)
    first = np.full(families, number_of(FIRST_ON), dtype=np.int64)
    first[cases.family[::-1]] = cases.referred[::-1]
    count = families * MOST_CHILDREN
    ages = chance.pick(_AGES, count) * _A_YEAR + chance.below(_A_YEAR, count)
    return np.repeat(first, MOST_CHILDREN) - ages


def children_table(people: People, *, among: Ints) -> pl.DataFrame:
    """Return the children of these numbers. Returns: one row per child; columns of the clean table `children`."""
    children = np.unique(among)
    born = _born_of_all(people, most=int(children[-1]) + 1 if len(children) else 0)
    count = len(born)
    chances = {name: people.story.chance("about children", name) for name in ("sex", "ethnicity", "disability")}
    picked = {
        name: np.array([word for word, _ in words])[chances[name].pick([many for _, many in words], count)][children]
        for name, words in (("sex", _SEXES), ("ethnicity", tuple(_ETHNICITIES.items())), ("disability", _DISABILITIES))
    }
    return pl.DataFrame(
        {
            "child_id": people.child_ids(children),
            "born_on": as_days(born[children], known_on=NEVER - 1),
            **{name: pl.Series(words, dtype=pl.String) for name, words in picked.items()},
        }
    )


def _born_of_all(people: People, *, most: int) -> Ints:
    """Return the day of birth of each child by number, also of children who were only the subject of a contact."""
    strangers = max(most - len(people.born), 0)
    ages = people.story.chance("strangers").below(_STRANGERS_AGE, strangers)
    return np.concatenate([people.born, number_of(FIRST_ON) - ages])
