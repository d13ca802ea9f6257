"""Every clean table by name: its schema, its key, and the rules that hold within it."""

from dataclasses import dataclass
from functools import cached_property
from typing import Final

import dataframely as dy
import polars as pl

from csc_metrics.contracts.codes import words_of
from csc_metrics.contracts.records import (
    assessments,
    children,
    front_door,
    improvement,
    meetings,
    plans,
    workforce,
)
from csc_metrics.contracts.records.columns import Column, column_of
from csc_metrics.contracts.records.rules import Record, Rule, Severity

_RULES: Final = (
    children.RULES
    | front_door.RULES
    | assessments.RULES
    | meetings.RULES
    | workforce.RULES
    | plans.RULES
    | improvement.RULES
)


@dataclass(frozen=True, kw_only=True)
class RecordTable:
    """One clean table. name: of its folder. schema: columns and rules that no clean row breaks. rules: in full."""

    name: str
    schema: type[Record]
    rules: tuple[Rule, ...]

    @cached_property
    def columns(self) -> dict[str, Column]:
        """What each column of its own says of itself, by name, in the order of the schema."""
        found = {name: column_of(column) for name, column in self.schema.columns().items()}
        return {name: column for name, column in found.items() if column is not None}

    @cached_property
    def key(self) -> tuple[str, ...]:
        """Columns that together name a record within an authority."""
        return tuple(name for name, column in self.columns.items() if column.is_key)

    @cached_property
    def all_columns(self) -> dict[str, dy.Column]:
        """Every column of the schema, those that say where a row came from among them, by name and in order."""
        return self.schema.columns()

    @cached_property
    def empty(self) -> pl.DataFrame:
        """The table without a row. Returns: schema of the table."""
        return pl.DataFrame(schema={name: column.dtype for name, column in self.all_columns.items()})

    @cached_property
    def warnings(self) -> tuple[Rule, ...]:
        """Rules whose breach weakens what can be told of a row, and leaves it where it is."""
        return tuple(rule for rule in self.rules if rule.severity is Severity.WARNING)


def words_by_column() -> dict[str, dict[str, tuple[str, ...]]]:
    """Return every clean table's columns, and the words that each may hold; none where it may hold anything."""
    return {
        name: {column: words_of(about.code_set) if about.code_set else () for column, about in table.columns.items()}
        for name, table in RECORD_TABLES.items()
    }


def words_of_column(column: str) -> frozenset[str]:
    """Return every word that a column of this name may hold in any clean table; none where it may hold anything."""
    return frozenset(word for columns in words_by_column().values() for word in columns.get(column, ()))


def _table(name: str, schema: type[Record]) -> RecordTable:
    return RecordTable(name=name, schema=schema, rules=_RULES.get(name, ()))


RECORD_TABLES: Final[dict[str, RecordTable]] = {
    table.name: table
    for table in (
        _table("children", children.Children),
        _table("contacts", front_door.Contacts),
        _table("early_help", children.EarlyHelp),
        _table("referrals", front_door.Referrals),
        _table("assessments", assessments.Assessments),
        _table("assessment_factors", assessments.AssessmentFactors),
        _table("events", children.Events),
        _table("section_47_enquiries", assessments.Section47Enquiries),
        _table("meetings", meetings.Meetings),
        _table("meeting_children", meetings.MeetingChildren),
        _table("invitations", meetings.Invitations),
        _table("workers", workforce.Workers),
        _table("vacancies", workforce.Vacancies),
        _table("allocations", workforce.Allocations),
        _table("plans", plans.Plans),
        _table("visits", plans.Visits),
        _table("supervisions", workforce.Supervisions),
        _table("audits", improvement.Audits),
        _table("feedback", improvement.Feedback),
        _table("action_updates", improvement.ActionUpdates),
    )
}
"""By name, in the order of the work: from the front door to the improvement plan."""
