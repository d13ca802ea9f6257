"""Rules across tables: rows that speak of records which are not there, and rows that contradict one another."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import polars as pl

from csc_metrics.contracts.records.rules import Severity
from csc_metrics.contracts.records.tables import RECORD_TABLES
from csc_metrics.records.faults import all_faults, fault_rows, found_in
from csc_metrics.records.understand import record_of


@dataclass(frozen=True, kw_only=True)
class Reference:
    """A column that names a record of another table.

    rule: of the fault. remedy: what to do. severity: what it costs.
    """

    table: str
    column: str
    other: str
    rule: str
    says: str
    remedy: str
    severity: Severity
    weakens: str = ""


REFERENCES: Final = (
    Reference(
        table="invitations",
        column="meeting_id",
        other="meetings",
        rule="no_such_meeting",
        says="This is an invitation to a meeting that no extract tells of.",
        remedy="Have the extract of meetings hold it, or correct the number; it may be among the rows kept aside.",
        severity=Severity.ERROR,
    ),
    Reference(
        table="meeting_children",
        column="meeting_id",
        other="meetings",
        rule="no_such_meeting",
        says="This is a child of a meeting that no extract tells of.",
        remedy="Have the extract of meetings hold it, or correct the number; it may be among the rows kept aside.",
        severity=Severity.ERROR,
    ),
    Reference(
        table="assessment_factors",
        column="assessment_id",
        other="assessments",
        rule="no_such_assessment",
        says="This is a factor of an assessment that no extract tells of.",
        remedy="Have the extract of assessments hold it; it may be among the rows kept aside.",
        severity=Severity.ERROR,
    ),
    Reference(
        table="allocations",
        column="worker_id",
        other="workers",
        rule="no_such_worker",
        says="A case is allocated to somebody whom no extract of workers tells of.",
        remedy="Have the extract of workers hold them, or correct the number.",
        severity=Severity.WARNING,
        weakens="cases per full-time equivalent",
    ),
    Reference(
        table="assessments",
        column="referral_id",
        other="referrals",
        rule="no_such_referral",
        says="The referral of this assessment is in no extract.",
        remedy="Have the extract of referrals hold it; it may be among the rows kept aside.",
        severity=Severity.WARNING,
        weakens="time from referral to authorisation",
    ),
)
"""Every column whose record must be there, if the other table is there at all."""
OVERLAPPING: Final = "overlapping_allocations"
STARTED_BEFORE_REFERRED: Final = "started_before_referred"


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
    for reference in REFERENCES:
        if reference.table in left and reference.other in left:
            lost = _without_record(left[reference.table], left[reference.other], reference)
            faults.append(_faults_of(lost, reference))
            if reference.severity is Severity.ERROR and not lost.is_empty():
                aside[reference.table] = lost
                left[reference.table] = left[reference.table].join(
                    lost,
                    on=["source_file", "source_row", *RECORD_TABLES[reference.table].key],
                    how="anti",
                    nulls_equal=True,
                    maintain_order="left",
                )
    if "allocations" in left:
        faults.append(_overlapping(left["allocations"]))
    return Across(tables=left, aside=aside, faults=all_faults(faults))


def _without_record(rows: pl.DataFrame, others: pl.DataFrame, reference: Reference) -> pl.DataFrame:
    key = RECORD_TABLES[reference.other].key[0]
    known = others.select(pl.col(key).alias(reference.column)).unique()
    named = rows.filter(pl.col(reference.column).is_not_null())
    return named.join(known, on=reference.column, how="anti", maintain_order="left")


def _faults_of(lost: pl.DataFrame, reference: Reference) -> pl.DataFrame:
    return _told(
        lost,
        table=reference.table,
        rule=reference.rule,
        remedy=f"{reference.says} {reference.remedy}",
        severity=reference.severity,
        field=reference.column,
        weakens=reference.weakens,
        value=pl.col(reference.column),
    )


def _overlapping(allocations: pl.DataFrame) -> pl.DataFrame:
    """Return a warning for each allocation of a person to a worker that began before the one before it ended.

    Of two allocations on one day, the earlier may end on the day that the next begins.
    """
    held = allocations.filter(pl.col("worker_id").is_not_null() & pl.col("is_primary").fill_null(value=True))
    person = ["person_id", "person_type"]
    open_end = pl.date(9999, 12, 31)
    ends = held.sort(*person, "started_on", "worker_id").with_columns(
        pl.col("ended_on").fill_null(open_end).cum_max().shift(1).over(person).alias("_before"),
    )
    at_odds = ends.filter(pl.col("started_on") < pl.col("_before"))
    return _told(
        at_odds,
        table="allocations",
        rule=OVERLAPPING,
        remedy=(
            "A child or carer has one worker who holds the case at a time: this allocation began before an earlier one "
            "ended. End the earlier allocation in the case system, or mark one of the two as not primary."
        ),
        severity=Severity.WARNING,
        field="started_on ended_on",
        weakens="number of cases",
        value=pl.concat_str(
            pl.lit("began "), pl.col("started_on").cast(pl.String), pl.lit(" with "), pl.col("worker_id")
        ),
    )


def linked_too_early(assessments: pl.DataFrame) -> pl.DataFrame:
    """Return a warning for each assessment that starts before the referral it was linked to. Returns: schema Faults.

    Input: schema Assessments, those whose referral's day was looked up.
    """
    early = assessments.filter(pl.col("started_on") < pl.col("referred_on"))
    return _told(
        early,
        table="assessments",
        rule=STARTED_BEFORE_REFERRED,
        remedy="An assessment starts on the day of its referral, or later. Correct the date, or the referral it names.",
        severity=Severity.WARNING,
        field="referred_on started_on",
        weakens="time from referral to authorisation",
        value=pl.concat_str(pl.col("referred_on", "started_on").cast(pl.String), separator=", "),
    )


def _told(
    rows: pl.DataFrame,
    *,
    table: str,
    rule: str,
    remedy: str,
    severity: Severity,
    field: str,
    weakens: str,
    value: pl.Expr,
) -> pl.DataFrame:
    """Return a fault for each row of a clean table."""
    found = fault_rows(
        rows,
        rule=rule,
        remedy=remedy,
        severity=severity,
        place={"table": table, "field": field, "weakens": weakens or None},
        value=value,
    )
    return found_in(rows, found, record=record_of(RECORD_TABLES[table]))
