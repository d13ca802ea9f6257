"""Rules across tables: rows that speak of records which are not there, and rows that contradict one another."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

import polars as pl

from csc_metrics.contracts.records.assessments import STARTED_BEFORE_REFERRED
from csc_metrics.contracts.records.rules import Rule, Severity
from csc_metrics.contracts.records.tables import RECORD_TABLES
from csc_metrics.records.faults import NO_FAULTS, all_faults, faults_of_rule, found_in
from csc_metrics.records.keys import are_all_different, record_of

_CHILDREN: Final = "children"
_FOUND_HERE: Final = pl.lit(value=True)
"""Which rows break one of these rules takes another table to tell."""
_NO_MEETING: Final = Rule(
    name="no_such_meeting",
    says="This speaks of a meeting that no extract tells of.",
    columns=("meeting_id",),
    is_broken=_FOUND_HERE,
    remedy="Have the extract of meetings hold it, or correct the number; it may be among the rows kept aside.",
)
_NO_ASSESSMENT: Final = Rule(
    name="no_such_assessment",
    says="This is a factor of an assessment that no extract tells of.",
    columns=("assessment_id",),
    is_broken=_FOUND_HERE,
    remedy="Have the extract of assessments hold it; it may be among the rows kept aside.",
)
_NO_WORKER: Final = Rule(
    name="no_such_worker",
    says="A case is allocated to somebody of whom no extract of workers tells.",
    columns=("worker_id",),
    is_broken=_FOUND_HERE,
    remedy="Have the extract of workers hold them, or correct the number.",
    severity=Severity.WARNING,
    weakens="cases per full-time equivalent",
)
_NO_REFERRAL: Final = Rule(
    name="no_such_referral",
    says="The referral of this assessment is in no extract.",
    columns=("referral_id",),
    is_broken=_FOUND_HERE,
    remedy="Have the extract of referrals hold it; it may be among the rows kept aside.",
    severity=Severity.WARNING,
    weakens="time from referral to authorisation",
)
_NO_CHILD: Final = Rule(
    name="no_such_child",
    says="This names a child of whom no extract of children tells.",
    columns=("child_id",),
    is_broken=_FOUND_HERE,
    remedy=(
        "Have the extract of children hold the child, or correct the number: Excel may have cut off its first zeros. "
        "The child may be among the rows kept aside."
    ),
    severity=Severity.WARNING,
    weakens="figures by age, sex or ethnicity",
)
_OTHER_ZEROS: Final = (
    "The extract of children has this number with other zeros in front. Excel cuts them off from a number: "
    "have both extracts write it in full."
)
"""What to do where a child is found once the zeros in front of its number are left out of account."""
OVERLAPPING: Final = Rule(
    name="overlapping_allocations",
    says="A child or carer has one worker at a time who holds the case; this allocation began before another ended.",
    columns=("started_on", "ended_on"),
    is_broken=_FOUND_HERE,
    remedy="End the earlier allocation in the case system, or mark one of the two as not primary.",
    severity=Severity.WARNING,
    weakens="number of cases",
)
"""Two workers hold one case at a time."""


@dataclass(frozen=True, kw_only=True)
class Reference:
    """A column that names a record of another table.

    table: whose column. other: where the record must be. where: which rows name one; all, if not said.
    """

    table: str
    other: str
    rule: Rule
    where: pl.Expr | None = None

    @property
    def named(self) -> pl.Expr:
        """What each row names; null where it names nothing."""
        column = pl.col(self.rule.columns[0])
        return column if self.where is None else pl.when(self.where).then(column)


REFERENCES: Final = (
    Reference(table="invitations", other="meetings", rule=_NO_MEETING),
    Reference(table="meeting_children", other="meetings", rule=_NO_MEETING),
    Reference(table="assessment_factors", other="assessments", rule=_NO_ASSESSMENT),
    Reference(table="allocations", other="workers", rule=_NO_WORKER),
    Reference(table="assessments", other="referrals", rule=_NO_REFERRAL),
    *(
        Reference(table=name, other=_CHILDREN, rule=_NO_CHILD)
        for name, table in RECORD_TABLES.items()
        if "child_id" in table.columns and name != _CHILDREN
    ),
    Reference(
        table="allocations",
        other=_CHILDREN,
        rule=replace(_NO_CHILD, columns=("person_id",)),
        where=pl.col("person_type") == "child",
    ),
)
"""Every column whose record must be there, if the other table is there at all: those that keep rows aside first."""
RULES_ACROSS: Final[dict[str, tuple[Rule, ...]]] = {
    name: (
        *(one.rule for one in REFERENCES if one.table == name),
        *((OVERLAPPING,) if name == "allocations" else ()),
    )
    for name in dict.fromkeys(one.table for one in REFERENCES)
}
"""Rules across tables, by the table whose rows break them."""


@dataclass(frozen=True, kw_only=True)
class Across:
    """What rules across tables found.

    tables: those left, by name; aside: rows that must be kept aside, by table; faults: schema Faults.
    """

    tables: Mapping[str, pl.DataFrame]
    aside: Mapping[str, pl.DataFrame]
    faults: pl.DataFrame


def check_across(tables: Mapping[str, pl.DataFrame]) -> Across:
    """Return the tables of one authority without rows that name what is not there, and every fault across tables.

    Input: tables, by name, of the schemas of the clean tables.
    """
    left = dict(tables)
    aside: dict[str, pl.DataFrame] = {}
    faults: list[pl.DataFrame] = []
    for reference in _to_be_looked_up(left):
        rows, others = left[reference.table], left[reference.other]
        is_lost = _is_without_record(rows, others, reference)
        lost = rows.filter(is_lost)
        faults += _told_of_lost(lost, others, reference)
        if reference.rule.severity is Severity.ERROR and not lost.is_empty():
            aside[reference.table] = lost
            left[reference.table] = rows.filter(~is_lost)
    if "allocations" in left:
        faults.append(_told(overlapping(left["allocations"]), OVERLAPPING, table="allocations"))
    return Across(tables=left, aside=aside, faults=all_faults(faults))


def _to_be_looked_up(tables: Mapping[str, pl.DataFrame]) -> list[Reference]:
    """Return the references between tables that are there; none to children where one look shows that all are known."""
    found = [one for one in REFERENCES if one.table in tables and one.other in tables]
    to_children = [one for one in found if one.other == _CHILDREN]
    if not to_children or not _are_all_known(tables, to_children):
        return found
    return [one for one in found if one.other != _CHILDREN]


def _are_all_known(tables: Mapping[str, pl.DataFrame], to_children: Sequence[Reference]) -> bool:
    """Whether the table of children holds every child that is named. It is asked of all rows of all tables at once.

    Counting different numbers is quicker than looking each up, and the children need to be gone through only once.
    """
    known = tables[_CHILDREN]["child_id"]
    named = [tables[one.table].select(one.named.alias("child_id")).to_series() for one in to_children]
    whole = pl.concat([known, *named])
    return whole.n_unique() - (whole.null_count() > 0) == len(known)


def _is_without_record(rows: pl.DataFrame, others: pl.DataFrame, reference: Reference) -> pl.Series:
    """Return whether each row names a record that is not among the others; one that names none does not."""
    known = others[RECORD_TABLES[reference.other].key[0]]
    return rows.select((~reference.named.is_in(known.implode())).fill_null(value=False)).to_series()


def _told_of_lost(lost: pl.DataFrame, others: pl.DataFrame, reference: Reference) -> list[pl.DataFrame]:
    """Return a fault for each row whose record is not there; of a child, whether other zeros in front would find it."""
    rule, table = reference.rule, reference.table
    if reference.other != _CHILDREN or lost.is_empty():
        return [_told(lost, rule, table=table)]
    known = others["child_id"].str.strip_chars_start("0").unique()
    has_other_zeros = lost.select(reference.named.str.strip_chars_start("0").is_in(known.implode())).to_series()
    return [
        _told(lost.filter(has_other_zeros), replace(rule, remedy=_OTHER_ZEROS), table=table),
        _told(lost.filter(~has_other_zeros), rule, table=table),
    ]


def overlapping(allocations: pl.DataFrame) -> pl.DataFrame:
    """Return the allocations that began before another one of the same person, begun earlier, had ended.

    Only those to a worker who holds the case count; one may begin on the day that the one before ends.
    Input: schema Allocations of one authority. Returns: the same columns.
    """
    held = allocations.filter(pl.col("worker_id").is_not_null() & pl.col("is_primary").fill_null(value=True))
    person = ["person_id", "person_type"]
    if are_all_different(held.select(person)):
        return held.clear()
    ended = pl.col("ended_on").fill_null(date.max)
    places = held.select(*person, "started_on", "worker_id", "ended_on", pl.int_range(pl.len()).alias("_place"))
    in_order = places.sort(*person, "started_on", "worker_id")
    is_next = pl.all_horizontal(pl.col(name) == pl.col(name).shift(1) for name in person)
    overlaps_next = is_next & (pl.col("started_on") < ended.shift(1))
    concerned = in_order.filter(overlaps_next)  # where no neighbours overlap, no two of a person's do
    if concerned.is_empty():
        return held.clear()
    theirs = in_order.join(concerned.select(person), on=person, how="semi", maintain_order="left")
    latest = theirs.with_columns(ended.cum_max().shift(1).over(person).alias("_before"))
    return held[latest.filter(pl.col("started_on") < pl.col("_before"))["_place"]]


def linked_too_early(assessments: pl.DataFrame) -> pl.DataFrame:
    """Return a warning for each assessment that starts before the referral it was linked to.

    Input: schema Assessments, those whose referral's day was looked up. Returns: schema Faults.
    """
    early = assessments.filter(STARTED_BEFORE_REFERRED.is_broken)
    return _told(early, STARTED_BEFORE_REFERRED, table="assessments")


def _told(rows: pl.DataFrame, rule: Rule, *, table: str) -> pl.DataFrame:
    """Return a fault for each row of a clean table."""
    if rows.is_empty():
        return NO_FAULTS
    return found_in(rows, faults_of_rule(rows, rule, place={"table": table}), record=record_of(RECORD_TABLES[table]))
