"""Plans and periods of care as they are counted: standing at month ends, begun, ended."""

import polars as pl

from csc_metrics.measures.counting.records import AuthorityRecords
from csc_metrics.measures.counting.units import at_month_ends, with_child


def cin_plans_standing(records: AuthorityRecords) -> pl.DataFrame:
    """Return the child in need plans that stood at month ends. Returns: one row per child and month end; on, top."""
    return _standing(records, kind="cin_plan")


def protection_plans_standing(records: AuthorityRecords) -> pl.DataFrame:
    """Return the child protection plans that stood at each month end, of children each.

    A plan that ends on the last day of a month does not stand at its end. Of several of a child the newest is told.
    Returns: one row per child and month end; on, top (true), age_band (on that day), ethnicity, started_on.
    Source: DfE, Children in need, table d5 (children on a plan at 31 March).
    """
    return _standing(records, kind="cp")


def periods_of_care_standing(records: AuthorityRecords) -> pl.DataFrame:
    """Return the periods of being looked after that stood at each month end, of children each.

    A period that ends on the last day of a month does not stand at its end. Of several of a child the newest is told.
    Returns: one row per child and month end; on, top (true), age_band (on that day), ethnicity, started_on.
    Source: DfE, Children looked after in England (children looked after at 31 March).
    """
    return _standing(records, kind="cla")


def cin_plans_started(records: AuthorityRecords) -> pl.DataFrame:
    """Return the child in need plans by the day on which they began. Returns: one row per plan; on, top."""
    return _dated(records, kind="cin_plan", day="started_on")


def cin_plans_ended(records: AuthorityRecords) -> pl.DataFrame:
    """Return the child in need plans by the day on which they ended. Returns: one row per plan; on, top, end_reason."""
    return _dated(records, kind="cin_plan", day="ended_on")


def protection_plans_started(records: AuthorityRecords) -> pl.DataFrame:
    """Return the child protection plans by the day on which they began, and whether each is the child's first.

    An earlier plan counts however long ago it was, and only where the records tell of it.
    Returns: one row per plan; on, top (true), bottom (true), is_second (the child had an earlier one), age_band,
    ethnicity, and the columns by which it is found again.
    """
    rows = _dated(records, kind="cp", day="started_on")
    first = pl.col("started_on").min().over("child_id")
    return rows.with_columns((pl.col("started_on") > first).alias("is_second"), pl.lit(value=True).alias("bottom"))


def second_protection_plans(records: AuthorityRecords) -> pl.DataFrame:
    """Return the child protection plans that began, those of a child who had been on one before counted, in per cent.

    Returns: one row per plan begun; top (the child's second or later), bottom (all), and as `protection_plans_started`.
    Source: DfE, Children in need, table d3.
    """
    return records.made(protection_plans_started).with_columns(pl.col("is_second").alias("top"))


def protection_plans_ended(records: AuthorityRecords) -> pl.DataFrame:
    """Return child protection plans by the day on which they ended. Returns: one row per plan; on, top, end_reason."""
    return _dated(records, kind="cp", day="ended_on")


def periods_of_care_started(records: AuthorityRecords) -> pl.DataFrame:
    """Return the periods of being looked after by the day on which they began. Returns: one row per period; on, top."""
    return _dated(records, kind="cla", day="started_on")


def periods_of_care_ended(records: AuthorityRecords) -> pl.DataFrame:
    """Return the periods of being looked after by the day on which they ended. Returns: one row per period; on, top."""
    return _dated(records, kind="cla", day="ended_on")


def _of_kind(records: AuthorityRecords, kind: str) -> pl.DataFrame:
    return records.table("plans").filter(pl.col("plan_type") == kind)


def _standing(records: AuthorityRecords, *, kind: str) -> pl.DataFrame:
    months = records.months([f"plans.{kind}"])
    standing = at_month_ends(_of_kind(records, kind), months, since="started_on", gone="ended_on")
    newest = standing.sort("started_on", descending=True).unique(["child_id", "on"], keep="first", maintain_order=True)
    return with_child(records, newest.with_columns(pl.lit(value=True).alias("top")))


def _dated(records: AuthorityRecords, *, kind: str, day: str) -> pl.DataFrame:
    """Return plans of a kind by a day of theirs, as the functions above have it."""
    rows = _of_kind(records, kind).filter(pl.col(day).is_not_null())
    return with_child(records, rows.with_columns(pl.col(day).alias("on"), pl.lit(value=True).alias("top")))
