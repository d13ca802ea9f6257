"""Steps from one kind of plan to another as they are counted: up, down, and down to early help."""

from datetime import date, timedelta
from typing import Final

import polars as pl

from csc_metrics.measures.counting.records import AuthorityRecords
from csc_metrics.measures.counting.units import with_child
from csc_metrics.measures.units.demand import early_help_started

LEVELS: Final = {"cin_plan": 1, "cp": 2, "cla": 3}
"""Kinds of plan and of care, from the lightest help to the heaviest; early help is below them all."""
STEP_WITHIN: Final = 7
"""Days before or after the end of a plan within which another kind begins that it passed into. Our own choice: a plan
is often ended a few days after a conference or a placement began the other, or the other begun at the next meeting, and
a week is short enough that another event is not taken for it."""
EARLY_HELP_WITHIN: Final = 30
"""Days after social care ended within which early help follows on. Our own choice: time for a family to agree to it,
and too short for a new worry."""


def steps_up(records: AuthorityRecords) -> pl.DataFrame:
    """Return plans that ended as a heavier kind of the same child began.

    Returns: one row per step up, as `_steps` has it; top (true).
    """
    return records.made(_steps).filter(pl.col("_next_level") > pl.col("_level")).drop("_level", "_next_level")


def steps_down(records: AuthorityRecords) -> pl.DataFrame:
    """Return plans that ended as a lighter kind of the same child began.

    Returns: one row per step down, as `_steps` has it; top (true).
    """
    return records.made(_steps).filter(pl.col("_next_level") < pl.col("_level")).drop("_level", "_next_level")


def step_known_by(period_end: date) -> date:
    """Return the last day on which the plan after one that ended in a period can begin. period_end: its last day."""
    return period_end + timedelta(days=STEP_WITHIN)


def steps_down_to_early_help(records: AuthorityRecords) -> pl.DataFrame:
    """Return early help assessments that began within 30 days of the end of social care for the child: steps down.

    Its end is the closure of an episode of need, or an assessment authorised with the outcome early help; several of
    them before one early help assessment are one step.
    Returns: one row per early help assessment that is a step, or may be one; passed_on (day of the newest such end;
    null where it is aside), is_aside (all that ended is a referral of which it is not known whether it began an
    episode), and as `early_help_started`.
    """
    rows = records.made(early_help_started).sort("on", "child_id")
    told, may_be = _closed_referrals(records, is_known=True), _closed_referrals(records, is_known=False)
    found = _with_newest(rows, pl.concat([told, _passed_to_early_help(records)]), into="passed_on")
    both = _with_newest(found, may_be, into="_may_be")
    is_step = pl.col("passed_on").is_not_null()
    kept = both.filter(is_step | pl.col("_may_be").is_not_null())
    return kept.with_columns((~is_step).alias("is_aside")).drop("_may_be")


def _with_newest(rows: pl.DataFrame, ends: pl.DataFrame, *, into: str) -> pl.DataFrame:
    """Add the newest of some days of the child that lie within 30 days before each row's day. Input: rows, sorted."""
    found = rows.join_asof(
        ends.unique().sort("_day", "child_id"),
        left_on="on",
        right_on="_day",
        by="child_id",
        strategy="backward",
        check_sortedness=False,
    )
    is_near = (pl.col("on") - pl.col("_day")).dt.total_days() <= EARLY_HELP_WITHIN
    return found.with_columns(pl.when(is_near).then("_day").alias(into)).drop("_day")


def _closed_referrals(records: AuthorityRecords, *, is_known: bool) -> pl.DataFrame:
    """Return child_id and _day of closures of episodes of need, or of what may have been one."""
    was_episode = ~pl.col("is_no_further_action") if is_known else pl.col("is_no_further_action").is_null()
    closed = records.table("referrals").filter(pl.col("closed_on").is_not_null() & was_episode)
    return closed.select("child_id", pl.col("closed_on").alias("_day"))


def _passed_to_early_help(records: AuthorityRecords) -> pl.DataFrame:
    """Return child_id and _day of assessments authorised with the outcome early help."""
    is_passed = (pl.col("outcome") == "early_help") & pl.col("authorised_on").is_not_null()
    return records.table("assessments").filter(is_passed).select("child_id", pl.col("authorised_on").alias("_day"))


def _steps(records: AuthorityRecords) -> pl.DataFrame:
    """Return plans that ended while another kind of the same child began within a week before or after.

    The other began later than the one that ended. Of several the nearest to the end counts, then the heavier, so that
    a plan that ends is one step at most.
    Returns: one row per plan that ended; on (its end), step ("cin_plan_to_cp"), next_plan_type, next_started_on, top
    (true), started_on, ended_on, age_band, ethnicity.
    """
    plans = records.table("plans").with_columns(
        pl.col("plan_type").cast(pl.String).replace_strict(LEVELS, return_dtype=pl.Int32).alias("_level")
    )
    others = plans.select(
        "child_id",
        pl.col("plan_type").alias("next_plan_type"),
        pl.col("started_on").alias("next_started_on"),
        pl.col("_level").alias("_next_level"),
    )
    pairs = plans.filter(pl.col("ended_on").is_not_null()).join(others, on="child_id", how="inner", validate="m:m")
    gap = (pl.col("next_started_on") - pl.col("ended_on")).dt.total_days().abs()
    is_step = (gap <= STEP_WITHIN) & (pl.col("next_started_on") > pl.col("started_on"))
    near = pairs.filter(is_step & (pl.col("_next_level") != pl.col("_level"))).with_columns(gap.alias("_gap"))
    order = ["child_id", "started_on", "_level", "_gap", "_next_level"]
    one = near.sort(order, descending=[False, False, False, False, True])
    one = one.unique(["child_id", "started_on", "_level"], keep="first", maintain_order=True)
    step = pl.concat_str(pl.col("plan_type").cast(pl.String), pl.lit("_to_"), pl.col("next_plan_type").cast(pl.String))
    told = one.with_columns(
        pl.col("ended_on").alias("on"), pl.lit(value=True).alias("top"), step.cast(pl.Categorical).alias("step")
    )
    return with_child(records, told.drop("_gap"))
