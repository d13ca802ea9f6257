"""Every clean table of one made-up authority, as its case system tells it on a day."""

from collections.abc import Callable, Mapping
from functools import cached_property
from typing import Final

import numpy as np
import polars as pl

from csc_metrics.contracts.records.tables import RECORD_TABLES
from csc_metrics.sample.allocations import workload_of
from csc_metrics.sample.casework import (
    Casework,
    assessments_table,
    enquiries_table,
    factors_table,
    plans_table,
    referrals_table,
)
from csc_metrics.sample.families import cases_of
from csc_metrics.sample.front_door import FrontDoor, contacts_table, early_help_table
from csc_metrics.sample.meetings import Diary, invitations_table, meeting_children_table, meetings_table
from csc_metrics.sample.people import children_table, people_of
from csc_metrics.sample.practice import action_updates_table, audits_table, events_table, feedback_table
from csc_metrics.sample.story import Story
from csc_metrics.sample.workforce import (
    allocations_table,
    supervisions_table,
    vacancies_table,
    visits_table,
    workers_table,
)

_LETTERS: Final = 4
"""Before the number in a child's identifier: a letter and the authority's code."""


class MadeUpAuthority:
    """An authority that nobody has: its story, and what its case system tells on any day of it."""

    def __init__(self, story: Story) -> None:
        self.story = story
        people = people_of(story, cases_of(story))
        self.work = Casework(people=people, workload=workload_of(people))
        self.door = FrontDoor(work=self.work)
        self.diary = Diary(work=self.work)

    @cached_property
    def _tables(self) -> dict[str, Callable[[int], pl.DataFrame]]:
        work, door, diary = self.work, self.door, self.diary
        return {
            "contacts": lambda on: contacts_table(door, on=on),
            "early_help": lambda on: early_help_table(door, on=on),
            "referrals": lambda on: referrals_table(work, on=on),
            "assessments": lambda on: assessments_table(work, on=on),
            "assessment_factors": lambda on: factors_table(work, on=on),
            "events": lambda on: events_table(work, on=on),
            "section_47_enquiries": lambda on: enquiries_table(work, on=on),
            "meetings": lambda on: meetings_table(diary, on=on),
            "meeting_children": lambda on: meeting_children_table(diary, on=on),
            "invitations": lambda on: invitations_table(diary, on=on),
            "workers": lambda on: workers_table(work, on=on),
            "vacancies": lambda on: vacancies_table(work, on=on),
            "allocations": lambda on: allocations_table(work, on=on),
            "plans": lambda on: plans_table(work, on=on),
            "visits": lambda on: visits_table(work, on=on),
            "supervisions": lambda on: supervisions_table(work, on=on),
            "audits": lambda on: audits_table(work, on=on),
            "feedback": lambda on: feedback_table(work, on=on),
            "action_updates": lambda on: action_updates_table(work, on=on),
        }

    def table(self, name: str, *, on: int) -> pl.DataFrame:
        """Return one clean table but `children`, without the columns that say where its rows come from.

        on: day on which it is told, as a number. Returns: columns of the clean table that a case system has.
        """
        return self._tables[name](on)

    def tables(self, *, on: int) -> dict[str, pl.DataFrame]:
        """Return every clean table. on: day on which they are told, as a number.

        Returns: name → the columns of the clean table that a case system has.
        """
        found = {name: self.table(name, on=on) for name in self._tables}
        told = {"children": self.children(found), **found}
        return {name: told[name] for name in RECORD_TABLES}

    def children(self, tables: Mapping[str, pl.DataFrame]) -> pl.DataFrame:
        """Return the children whom tables name.

        Input: tables, by name, with the columns of the clean tables. Returns: columns of the clean table `children`.
        """
        named = [
            rows[column] for rows in tables.values() for column in ("child_id", "person_id") if column in rows.columns
        ]
        letters = f"C{self.story.la_code}"
        told = pl.concat(named).drop_nulls().unique()
        numbers = told.filter(told.str.starts_with(letters)).str.slice(_LETTERS).cast(pl.Int64).to_numpy()
        return children_table(self.work.people, among=np.sort(numbers))
