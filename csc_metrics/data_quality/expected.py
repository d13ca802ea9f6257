"""Which rows should have a field: a reason for closing belongs to what is closed, a format to a meeting held."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import polars as pl

from csc_metrics.contracts.records.columns import Blank
from csc_metrics.contracts.records.tables import RECORD_TABLES

MEETING_STATUS: Final = "_status_of_meeting"
"""Of an invitation: the status of its meeting."""


@dataclass(frozen=True, kw_only=True)
class Expected:
    """Which rows of a table should have a field. is_expected: of a row. needs: columns by which that is told.

    words: the same in words, after "counted:".
    """

    is_expected: pl.Expr
    needs: tuple[str, ...]
    words: str


def _filled(*columns: str, words: str) -> Expected:
    """Return that rows should have a field where another one, or one of several, is filled."""
    is_filled = pl.any_horizontal([pl.col(column).is_not_null() for column in columns])
    return Expected(is_expected=is_filled, needs=columns, words=words)


def _one_of(column: str, *values: str, words: str) -> Expected:
    """Return that rows should have a field where another one holds one of these words."""
    return Expected(is_expected=pl.col(column).is_in(values), needs=(column,), words=words)


ALL_ROWS: Final = Expected(is_expected=pl.lit(value=True), needs=(), words="all")
"""Every row should have it."""
_AUTHORISED: Final = _filled("authorised_on", words="those that were authorised")
_HELD: Final = _one_of("status", "held", words="those that were held")
_INVITED: Final = Expected(
    is_expected=pl.col("attendance") != "not_invited", needs=("attendance",), words="those that were invited"
)
_DELAYED: Final = Expected(
    is_expected=pl.col("held_at").dt.date() > pl.col("first_scheduled_at").dt.date(),
    needs=("held_at", "first_scheduled_at"),
    words="those held on a later day than first agreed",
)
_DECIDED: Final = _filled("decided_on", words="those that were decided on")
_EXPECTED: Final[Mapping[tuple[str, str], Expected]] = {
    ("contacts", "outcome"): _DECIDED,
    ("referrals", "is_no_further_action"): _DECIDED,
    ("referrals", "closure_reason"): _filled("closed_on", words="those that were closed"),
    ("assessments", "outcome"): _AUTHORISED,
    ("assessments", "child_seen_on"): _AUTHORISED,
    ("assessments", "manager_reviewed_on"): _AUTHORISED,
    ("assessments", "referred_on"): _filled("referral_id", words="those that name a referral"),
    ("assessments", "is_first_of_referral"): _filled("referral_id", words="those that name a referral"),
    ("section_47_enquiries", "outcome"): Expected(
        is_expected=pl.col("icpc_on").is_not_null() | pl.col("is_icpc_not_required").fill_null(value=False),
        needs=("icpc_on", "is_icpc_not_required"),
        words="those that led to a conference, or need none",
    ),
    ("meetings", "enquiry_id"): _one_of("meeting_type", "initial_conference", words="initial conferences"),
    ("meetings", "is_out_of_hours"): _HELD,
    ("meetings", "format"): _HELD,
    ("meetings", "outcome"): _HELD,
    ("meetings", "delay_reason"): _DELAYED,
    ("meetings", "delay_agency"): _DELAYED,
    ("invitations", "attendance"): _one_of(MEETING_STATUS, "held", words="those to meetings that were held"),
    ("invitations", "invited_at"): _INVITED,
    ("invitations", "person_id"): _INVITED,
    ("invitations", "role"): _INVITED,
    ("invitations", "joined_by"): _one_of("attendance", "attended", "deputised", words="those who came"),
    ("plans", "end_reason"): _filled("ended_on", words="those that ended"),
    ("visits", "is_seen_alone"): Expected(
        is_expected=pl.col("is_child_seen"), needs=("is_child_seen",), words="those at which the child was seen"
    ),
}
_NO_GAP: Final = {
    *(("audits", "moderated_grade"), ("action_updates", "measure"), ("action_updates", "promised")),
    ("allocations", "plan_type"),
}
"""Empty for good reason, as where an audit was not moderated, or a child under assessment is on no plan."""


def expected_of(table: str, field: str) -> Expected:
    """Return which rows of a table should have a field. table: its name. field: column of it."""
    return _EXPECTED.get((table, field), ALL_ROWS)


def fields_that_may_lack(table: str) -> tuple[str, ...]:
    """Return the columns of a table in which an empty cell means that something is not known.

    One that means "not yet" or "nobody" is no gap. Attendance has a word for empty, which counts as empty.
    table: its name.

    >>> fields_that_may_lack("early_help")
    ('organisation',)
    """
    columns = RECORD_TABLES[table].columns
    unknown = [name for name, column in columns.items() if column.blank is Blank.UNKNOWN]
    return tuple(name for name in unknown if (table, name) not in _NO_GAP)


def is_filled(table: str, field: str) -> pl.Expr:
    """Return whether a row has a field: a word that stands for an empty cell is none. table, field: their names."""
    stands_for_empty = RECORD_TABLES[table].columns[field].filled_with
    is_there = pl.col(field).is_not_null()
    return is_there if stands_for_empty is None else is_there & (pl.col(field) != stands_for_empty)
