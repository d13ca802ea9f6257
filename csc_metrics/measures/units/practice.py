"""Supervision and audits as they are counted: on time, good or better, agreed with."""

from typing import Final

import polars as pl

from csc_metrics.measures.counting.records import AuthorityRecords
from csc_metrics.measures.counting.units import with_child

GOOD_OR_BETTER: Final = ("outstanding", "good")
"""Grades of an audit that meet the standard."""


def supervisions_due(records: AuthorityRecords) -> pl.DataFrame:
    """Return supervision sessions by the day by which each was due, and whether it had been held by then.

    Returns: one row per session with a day on which it was due; on (that day), top (held by then), bottom (all), about
    (case or own), worker_id, child_id (null: the worker's own), held_on, team (the worker's, on that day or last).
    """
    rows = records.table("supervisions").filter(pl.col("due_on").is_not_null())
    is_on_time = (pl.col("held_on") <= pl.col("due_on")).fill_null(value=False)
    about = pl.when(pl.col("child_id").is_null()).then(pl.lit("own")).otherwise(pl.lit("case"))
    told = rows.with_columns(
        pl.col("due_on").alias("on"),
        is_on_time.alias("top"),
        pl.lit(value=True).alias("bottom"),
        about.cast(pl.Categorical).alias("about"),
    ).sort("on", "supervision_id")
    posts = records.table("workers").select("worker_id", "team", pl.col("started_on").alias("_since"))
    return told.join_asof(
        posts.sort("_since", pl.col("team").cast(pl.String)),
        left_on="on",
        right_on="_since",
        by="worker_id",
        strategy="backward",
        check_sortedness=False,
    ).drop("_since")


def audits_graded(records: AuthorityRecords) -> pl.DataFrame:
    """Return the elements of audits by the day of the audit, and whether each was graded good or better.

    The grade after moderation stands in the place of the auditor's, where there is one.
    Returns: one row per audit and element; on, audit_id, element, area, child_id, final_grade, top (good or better),
    bottom (graded), is_aside (no grade), grade and moderated_grade.
    """
    final = pl.coalesce("moderated_grade", "grade")
    told = records.table("audits").with_columns(
        pl.col("audited_on").alias("on"),
        final.alias("final_grade"),
        final.is_in(GOOD_OR_BETTER).fill_null(value=False).alias("top"),
        final.is_not_null().alias("bottom"),
        final.is_null().alias("is_aside"),
    )
    return with_child(records, told)


def grades_given(records: AuthorityRecords) -> pl.DataFrame:
    """Return the elements of audits that were graded, each counted.

    Returns: one row per audit and element; top (graded), and as `audits_graded`.
    """
    return records.made(audits_graded).with_columns(pl.col("bottom").alias("top"))


def grades_moderated(records: AuthorityRecords) -> pl.DataFrame:
    """Return the elements of audits that were moderated, and whether the moderator gave the auditor's grade.

    Returns: one row per audit and element that was moderated; top (the same grade), bottom (all), is_aside (the
    auditor gave none), and as `audits_graded`.
    """
    rows = records.made(audits_graded).filter(pl.col("moderated_grade").is_not_null())
    is_same = (pl.col("grade") == pl.col("moderated_grade")).fill_null(value=False)
    return rows.with_columns(
        is_same.alias("top"), pl.col("grade").is_not_null().alias("bottom"), pl.col("grade").is_null().alias("is_aside")
    )
