"""Contacts and early help of a made-up authority, as told on a day."""

from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np
import polars as pl

from csc_metrics.sample.casework import Casework, known, only, referrals_table, words
from csc_metrics.sample.chance import Chance, Ints
from csc_metrics.sample.day_numbers import after_working_days, number_of
from csc_metrics.sample.england import REFERRAL_SOURCES
from csc_metrics.sample.families import MOST_CHILDREN
from csc_metrics.sample.people import identifiers
from csc_metrics.sample.story import FIRST_ON, Story, over_time

_CONTACT: Final = "K{}"
_OTHERS_A_REFERRAL: Final = 1.5
"""Contacts that do not become a referral, for each one that does. Made up: authorities count contacts differently."""
_OUTCOMES: Final = {
    "information_and_advice": 44,
    "early_help": 17,
    "signposted": 18,
    "no_further_action": 18,
    "other": 3,
}
_DECIDED_AFTER: Final = (82, 12, 4, 2)
_DECIDED_IN_A_SURGE_AFTER: Final = (58, 22, 11, 6, 3)
_SURGE: Final = 1.2
_QUALITIES: Final = {"good": 46, "adequate": 40, "poor": 14}
_ORGANISATIONS: Final = (
    "School",
    "Family hub",
    "Health visiting service",
    "Voluntary organisation",
    "Council early help",
)
_HELP_DAYS: Final = (10, 26, 33, 40, 48, 70, 130)


@dataclass(frozen=True, kw_only=True)
class FrontDoor:
    """The contacts of an authority, in order of their days. work: its referrals, which some of them become."""

    work: Casework

    @cached_property
    def contacts(self) -> tuple[Ints, Ints, Ints, Ints]:
        """The day, the child, the part that the contact became (-1: none) and the place of its source."""
        people = self.work.people
        told = np.nonzero(people.referred >= number_of(FIRST_ON))[0]
        count = round(len(told) * _OTHERS_A_REFERRAL)
        chance = people.story.chance("contacts")
        like = told[chance.below(len(told), count)]
        day = np.maximum(people.referred[like] + chance.below(57, count) - 28, number_of(FIRST_ON))
        known_child = chance.is_so(0.35, count)
        families = len(people.cases.sizes)
        stranger = families * MOST_CHILDREN + np.arange(count)
        child = np.where(known_child, people.child[like], stranger)
        source = chance.pick(list(REFERRAL_SOURCES.values()), count)
        days = np.concatenate([people.referred[told], day])
        order = np.argsort(days, kind="stable")
        columns = (
            days,
            np.concatenate([people.child[told], child]),
            np.concatenate([told, np.full(count, -1)]),
            np.concatenate([self.work.source[told], source]),
        )
        whole = np.stack([column[order] for column in columns])
        _, first = np.unique(whole[[0, 1, 3]], axis=1, return_index=True)
        kept = whole[:, np.sort(first)]
        return kept[0], kept[1], kept[2], kept[3]


def contacts_table(door: FrontDoor, *, on: int) -> pl.DataFrame:
    """Return the contacts. on: day on which they are told. Returns: columns of the clean table `contacts`."""
    day, child, part, source = door.contacts
    people = door.work.people
    count = len(day)
    chance = people.story.chance("about contacts")
    decided = np.where(part >= 0, day, _decided(people.story, day, chance=chance))
    outcome = np.where(part >= 0, "referral", np.array(list(_OUTCOMES))[chance.pick(list(_OUTCOMES.values()), count)])
    told = np.nonzero(day <= on)[0]
    decided_on = known(decided[told], on=on)
    return pl.DataFrame(
        {
            "contact_id": identifiers(_CONTACT.format(people.story.la_code), told),
            "child_id": people.child_ids(child[told]),
            "contacted_on": known(day[told], on=on),
            "source": words(tuple(REFERRAL_SOURCES), source[told]),
            "decided_on": decided_on,
            "outcome": only(pl.Series(outcome[told], dtype=pl.String), decided_on.is_not_null()),
            "is_out_of_hours": pl.Series(chance.is_so(0.11, count)[told]),
            "is_referrer_informed": pl.Series(chance.is_so(0.8, count)[told]),
            "information_quality": words(_QUALITIES, chance.pick(list(_QUALITIES.values()), count)[told]),
        }
    )


def linked_referrals_table(door: FrontDoor, *, on: int) -> pl.DataFrame:
    """Return the referrals with the contact that each came of, as far as the five years tell of it.

    on: day on which they are told. Returns: columns of the clean table `referrals`.
    """
    _, _, part, _ = door.contacts
    became = np.nonzero(part >= 0)[0]
    contact = np.full(len(door.work.people.case), -1, dtype=np.int64)
    contact[part[became]] = became
    told = contact[door.work.is_told(on)]
    ids = only(identifiers(_CONTACT.format(door.work.people.story.la_code), np.maximum(told, 0)), told >= 0)
    return referrals_table(door.work, on=on).with_columns(ids.alias("contact_id"))


def _decided(story: Story, days: Ints, *, chance: Chance) -> Ints:
    """Return when contacts of some days are decided on: later while referrals surge."""
    count = len(days)
    is_surge = over_time(story.surge, days) > _SURGE
    waits = np.where(is_surge, chance.pick(_DECIDED_IN_A_SURGE_AFTER, count), chance.pick(_DECIDED_AFTER, count))
    return after_working_days(days, waits)


def early_help_table(door: FrontDoor, *, on: int) -> pl.DataFrame:
    """Return the early help assessments that follow contacts. Returns: columns of the clean table `early_help`."""
    contacts = contacts_table(door, on=on)
    is_passed = pl.col("outcome") == "early_help"
    passed = contacts.with_row_index("number").filter(is_passed).unique("child_id", keep="first", maintain_order=True)
    number = passed["number"].to_numpy()
    count = len(door.contacts[0])
    chance = door.work.people.story.chance("early help")
    days = np.floor(chance.between(_HELP_DAYS, count)).astype(np.int64)[number]
    started = passed["decided_on"].to_physical().to_numpy().astype(np.int64) + chance.below(8, count)[number]
    found = pl.DataFrame(
        {
            "child_id": passed["child_id"],
            "started_on": known(started, on=on),
            "completed_on": known(started + days, on=on),
            "organisation": words(_ORGANISATIONS, chance.below(len(_ORGANISATIONS), count)[number]),
        }
    )
    return found.filter(pl.col("started_on").is_not_null())
