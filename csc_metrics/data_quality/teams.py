"""Which team a record belongs to: its own, or that of the record or case holder it hangs on."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import polars as pl

from csc_metrics.data_quality.held import HeldRecords

TEAM: Final = "team"
NO_TEAM: Final = "no team recorded"
"""In the place of a team's name, for records that bear none where others do."""
TEAM_OF: Final = "_team"
"""Column that `with_team` adds."""


@dataclass(frozen=True, kw_only=True)
class Through:
    """By what a table without teams is joined to one that has them. table: that one. key: column here and there."""

    table: str
    here: str
    there: str
    words: str


_MEETING: Final = Through(table="meetings", here="meeting_id", there="meeting_id", words="the team that called it")
_ASSESSMENT: Final = Through(
    table="assessments", here="assessment_id", there="assessment_id", words="the team of the assessment"
)
_CASE_HOLDER: Final = Through(
    table="allocations", here="child_id", there="person_id", words="the team that holds the child's case, or last did"
)
_WORKER: Final = Through(table="workers", here="worker_id", there="worker_id", words="the worker's team")
THROUGH: Final[Mapping[str, Through]] = {
    "children": _CASE_HOLDER,
    "referrals": _CASE_HOLDER,
    "assessment_factors": _ASSESSMENT,
    "events": _CASE_HOLDER,
    "section_47_enquiries": _CASE_HOLDER,
    "meeting_children": _MEETING,
    "invitations": _MEETING,
    "plans": _CASE_HOLDER,
    "visits": _WORKER,
    "supervisions": _WORKER,
}
"""Tables without a team of their own, and where theirs is looked up. Contacts and early help are no team's."""


def has_team(held: HeldRecords, table: str) -> bool:
    """Whether records of a table can be counted by team: it, or one it is joined to, bears teams."""
    source = THROUGH[table].table if table in THROUGH else table
    return table in held.tables and TEAM in held.tables.get(source, pl.DataFrame()) and held.is_supplied(source, TEAM)


def with_team(held: HeldRecords, table: str, rows: pl.DataFrame) -> pl.DataFrame:
    """Return rows of a table that `has_team`, each with its team in the column `TEAM_OF`; NO_TEAM where it bears none.

    Input: rows, one row per record; the key columns of the table and its column `team`, if it has one.
    Returns: the same rows in the same order, and the team.
    """
    if table not in THROUGH:
        return rows.with_columns(pl.col(TEAM).fill_null(NO_TEAM).alias(TEAM_OF))
    through = THROUGH[table]
    teams = _teams_by_key(held, through).rename({through.there: through.here})
    found = rows.join(teams, on=through.here, how="left", validate="m:1", maintain_order="left")
    return found.with_columns(pl.col(TEAM_OF).fill_null(NO_TEAM))


def _teams_by_key(held: HeldRecords, through: Through) -> pl.DataFrame:
    """Return one row per key of the joined table, with its team: of several spells that which is open, or the last."""
    rows = held.tables[through.table]
    if through.table == "allocations":
        holds = pl.col("is_primary").fill_null(value=True) & pl.col("worker_id").is_not_null()
        rows = rows.filter((pl.col("person_type") == "child") & holds)
    order = {
        "allocations": [pl.col("ended_on").is_null(), "started_on", "worker_id"],
        "workers": [pl.col("left_on").is_null(), "started_on"],
    }.get(through.table, [])
    rows = rows.sort(order) if order else rows
    return rows.group_by(through.there, maintain_order=True).agg(pl.col(TEAM).last().alias(TEAM_OF))
