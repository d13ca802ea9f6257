"""How often children meet somebody new: changes of worker, several workers in a year, first visits by several."""

from datetime import date
from typing import Final

import polars as pl

from csc_metrics.contracts.policy import ASSESSMENT_LIMIT
from csc_metrics.measures.counting.records import AuthorityRecords
from csc_metrics.measures.counting.units import at_month_ends, with_child
from csc_metrics.measures.units.caseloads import cases_held, standing_cases
from csc_metrics.measures.units.demand import episodes_started
from csc_metrics.measures.units.working_days import last_day_within, with_working_days

FIRST_VISITS: Final = 3
"""Visits to a child after a referral that are looked at: enough to see whether a family meets a stranger each time."""
MANY_WORKERS: Final = 3
"""Different workers in twelve months from which on a child counts as having had many. As the measure's name says."""
_LOOKS_BACK: Final = 12
_VISIT_DAYS: Final = ASSESSMENT_LIMIT
WHOLE_WITH: Final = ("allocations",)
"""Who had held a case is told where allocations are whole."""


def spells_with_a_worker(records: AuthorityRecords) -> pl.DataFrame:
    """Return every child's spells with a worker who held the case, in order.

    Returns: one row per spell; child_id, worker_id, started_on, ended_on (last day), team, before_id (the worker of the
    child's spell before; null: none).
    """
    is_primary = pl.col("is_primary").fill_null(value=True)
    held = (pl.col("person_type") == "child") & pl.col("worker_id").is_not_null() & is_primary
    rows = records.table("allocations").filter(held).rename({"person_id": "child_id"})
    ordered = rows.select("child_id", "worker_id", "started_on", "ended_on", "team").sort(
        "child_id", "started_on", "worker_id"
    )
    return ordered.with_columns(pl.col("worker_id").shift(1).over("child_id").alias("before_id"))


def changes_of_worker(records: AuthorityRecords) -> pl.DataFrame:
    """Return the days on which a child's case came to another worker, and the children with a worker at month ends.

    The worker of a child's first spell is no change; that of a case which was closed and opened again is, if it is
    somebody else.
    Returns: one row per change (on: its day; top: true, bottom: false) and one row per child and month end (top: false,
    bottom: true); child_id, worker_id, before_id, team (of the allocation, in both).
    """
    changed = records.made(spells_with_a_worker).filter(pl.col("before_id") != pl.col("worker_id"))
    changes = changed.with_columns(
        pl.col("started_on").alias("on"), pl.lit(value=True).alias("top"), pl.lit(value=False).alias("bottom")
    )
    is_held = (pl.col("person_type") == "child") & pl.col("worker_id").is_not_null()
    held = (
        records.made(standing_cases)
        .filter(is_held)
        .select(
            pl.col("person_id").alias("child_id"),
            "worker_id",
            "on",
            pl.col("team_of_case").alias("team"),
            pl.lit(value=False).alias("top"),
            pl.lit(value=True).alias("bottom"),
        )
    )
    return with_child(records, pl.concat([changes, held], how="diagonal"))


def children_with_several_workers(records: AuthorityRecords) -> pl.DataFrame:
    """Return the children with a worker at each month end, and how many held the case in the twelve months up to it.

    Returns: one row per child and month end; on, child_id, worker_id (now), workers (different ones), top (three or
    more), bottom (all), team.
    """
    held = records.made(cases_held).select("child_id", "worker_id", "on", "team")
    found = held.join(_workers_in_a_year(records), on=["child_id", "on"], how="left", validate="m:1")
    is_many = (pl.col("workers") >= MANY_WORKERS).fill_null(value=False)
    return with_child(records, found.with_columns(is_many.alias("top"), pl.lit(value=True).alias("bottom")))


def _workers_in_a_year(records: AuthorityRecords) -> pl.DataFrame:
    """Return how many different workers held a child's case in the twelve months up to each month end.

    Returns: child_id, on, workers; one row per child and month end with any.
    """
    # A spell still counts at month ends up to a year after its last day: it goes on the first day after that.
    spells = records.made(spells_with_a_worker).with_columns(
        pl.col("ended_on").dt.month_end().dt.offset_by(f"{_LOOKS_BACK}mo").dt.month_end().alias("_gone")
    )
    seen = at_month_ends(spells, records.months(WHOLE_WITH), since="started_on", gone="_gone")
    return seen.group_by("child_id", "on").agg(pl.col("worker_id").n_unique().alias("workers"))


def first_visits(records: AuthorityRecords) -> pl.DataFrame:
    """Return episodes of need by the day of referral, and whether the first visits were made by several workers.

    The first three visits within 45 working days of the referral are looked at; one on a day off after the last of
    them is within, since no more working days have gone by. Several workers at one visit are several. An episode with
    fewer than two such visits is left out.
    Returns: one row per episode with two visits or more; on (day of referral), child_id, visits, workers, top (two
    workers or more), bottom (all), is_aside (the worker of a visit is not known and the others are one, or it is not
    known whether the referral was accepted).
    """
    first = records.made(_first_visits_of_episodes)
    counted = first.group_by("referral_id", maintain_order=True).agg(
        pl.col("on", "child_id", "is_aside").first(),
        pl.len().alias("visits"),
        pl.col("worker_id").drop_nulls().n_unique().alias("workers"),
        pl.col("worker_id").is_null().any().alias("_unknown"),
    )
    is_several = pl.col("workers") > 1
    told = counted.filter(pl.col("visits") > 1).with_columns(
        is_several.alias("top"),
        pl.lit(value=True).alias("bottom"),
        (pl.col("is_aside") | (pl.col("_unknown") & ~is_several)).alias("is_aside"),
    )
    return with_child(records, told.drop("_unknown"))


def _first_visits_of_episodes(records: AuthorityRecords) -> pl.DataFrame:
    """Return the first visits after each referral, each as one of the child's newest referral by then.

    Returns: one row per visit; referral_id, child_id, on, worker_id, is_aside (of the referral).
    """
    episodes = records.made(episodes_started).select("referral_id", "child_id", "on", "is_aside")
    first, last = records.months(["visits", "referrals"]).days()
    dated = episodes.filter(pl.col("on").is_between(first, last))
    visits = records.table("visits").select("child_id", "worker_id", "visited_on").sort("visited_on", "worker_id")
    of_episodes = visits.join_asof(
        dated.sort("on", "referral_id"),
        left_on="visited_on",
        right_on="on",
        by="child_id",
        strategy="backward",
        check_sortedness=False,
    ).filter(pl.col("on").is_not_null())
    counted = with_working_days(of_episodes, start="on", end="visited_on", into="_days", first_day=0)
    in_time = counted.filter(pl.col("_days") <= _VISIT_DAYS.value).sort(
        "referral_id", "visited_on", "worker_id", nulls_last=True
    )
    return in_time.filter(pl.int_range(pl.len()).over("referral_id") < FIRST_VISITS)


def visits_known_after(period_end: date) -> date:
    """Return the last day on which a first visit of an episode can still come. period_end: last day of referrals."""
    return last_day_within(period_end, working_days=_VISIT_DAYS.value)


def first_allocations(records: AuthorityRecords) -> pl.DataFrame:
    """Return accepted referrals by the day on which the child was first allocated to a worker after it.

    The allocation begins on the day of the referral or later, and before the child's next referral. Referrals from
    before the months for which allocations are whole are left out: who held the case then is not told.
    Returns: one row per referral with one; on (day of the allocation), referred_on, waited_days, amount (the same),
    worker_id, team, is_aside (not known whether the referral was accepted).
    """
    first, _ = records.months((*WHOLE_WITH, "referrals")).days()
    episodes = records.made(episodes_started).filter(pl.col("on") >= first).rename({"on": "_referred"})
    spells = records.made(spells_with_a_worker).select(
        "child_id", "worker_id", "team", pl.col("started_on").alias("on")
    )
    ordered = episodes.sort("_referred", "referral_id").with_columns(
        pl.col("_referred").shift(-1).over("child_id").alias("_next")
    )
    found = ordered.join_asof(
        spells.sort("on", "worker_id"),
        left_on="_referred",
        right_on="on",
        by="child_id",
        strategy="forward",
        check_sortedness=False,
    )
    is_its_own = pl.col("_next").is_null() | (pl.col("on") < pl.col("_next"))
    waited = (pl.col("on") - pl.col("_referred")).dt.total_days()
    told = found.filter(pl.col("on").is_not_null() & is_its_own).with_columns(
        waited.alias("waited_days"), waited.cast(pl.Float64).alias("amount")
    )
    return told.drop("_referred", "_next", "top")
