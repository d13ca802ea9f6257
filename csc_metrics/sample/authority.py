"""Every clean table of one made-up authority, as its case system tells it on a day."""

from collections.abc import Callable, Mapping
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
)
from csc_metrics.sample.families import cases_of
from csc_metrics.sample.front_door import FrontDoor, contacts_table, early_help_table, linked_referrals_table
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
_Makers = Mapping[str, Callable[..., pl.DataFrame]]
_OF_CONTACTS: Final[_Makers] = {
    "contacts": contacts_table,
    "early_help": early_help_table,
    "referrals": linked_referrals_table,
}
_OF_MEETINGS: Final[_Makers] = {
    "meetings": meetings_table,
    "meeting_children": meeting_children_table,
    "invitations": invitations_table,
}
_OF_WORK: Final[_Makers] = {
    "assessments": assessments_table,
    "assessment_factors": factors_table,
    "events": events_table,
    "section_47_enquiries": enquiries_table,
    "workers": workers_table,
    "vacancies": vacancies_table,
    "allocations": allocations_table,
    "plans": plans_table,
    "visits": visits_table,
    "supervisions": supervisions_table,
    "audits": audits_table,
    "feedback": feedback_table,
    "action_updates": action_updates_table,
}
"""Name of the clean table → what makes it: of the contacts, of the diary of meetings, or of the casework."""


class MadeUpAuthority:
    """An authority that nobody has: its story, and what its case system tells on any day of it."""

    def __init__(self, story: Story) -> None:
        self.story = story
        people = people_of(story, cases_of(story))
        self.work = Casework(people=people, workload=workload_of(people))
        self.door = FrontDoor(work=self.work)
        self.diary = Diary(work=self.work)

    def table(self, name: str, *, on: int) -> pl.DataFrame:
        """Return one clean table but `children`, without the columns that say where its rows come from.

        on: day on which it is told, as a number. Returns: columns of the clean table that a case system has.
        """
        if name in _OF_CONTACTS:
            return _OF_CONTACTS[name](self.door, on=on)
        if name in _OF_MEETINGS:
            return _OF_MEETINGS[name](self.diary, on=on)
        return _OF_WORK[name](self.work, on=on)

    def tables(self, *, on: int) -> dict[str, pl.DataFrame]:
        """Return every clean table. on: day on which they are told, as a number.

        Returns: name → the columns of the clean table that a case system has.
        """
        told = {name: self.table(name, on=on) for name in RECORD_TABLES if name != "children"}
        told["children"] = self.children(told)
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
