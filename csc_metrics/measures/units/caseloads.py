"""Cases and who holds them at month ends: how many each worker holds, and which nobody holds."""

from typing import Final

import polars as pl

from csc_metrics.measures.counting.records import AuthorityRecords
from csc_metrics.measures.counting.units import at_month_ends, with_child
from csc_metrics.measures.units.demand import open_episodes
from csc_metrics.measures.units.workforce import workers_in_post

WHOLE_WITH: Final = ("allocations",)
"""Who holds what is told where allocations are whole; of what post, where workers are, too."""
WIDTH_OF_A_BAND: Final = 5
"""Cases per FTE from one of DfE's bands to the next."""
MOST_CASES_PER_FTE: Final = 50
"""Beyond so many DfE sets a holder aside: a slip is likelier than such a caseload."""
_CHILD: Final = "child"
_PERSON: Final = ("person_id", "person_type", "on")


def standing_cases(records: AuthorityRecords) -> pl.DataFrame:
    """Return every person's case at each month end, with the worker who holds it, or nobody.

    An allocation stands on its last day. Of several that stand, one to a worker comes before one to nobody, then the
    newest; helpers (is_primary no) hold no case. Not known whether primary counts as primary.
    Returns: one row per person and month end; on, person_id, person_type, worker_id (null: nobody), since_on (start of
    the allocation), team_of_case, plan_type.
    Source: DfE, Children's social work workforce, "case": a person allocated to a named social worker.
    """
    rows = records.table("allocations").filter(pl.col("is_primary").fill_null(value=True))
    spells = rows.with_columns(pl.col("ended_on").dt.offset_by("1d").alias("_gone"))
    months = records.months(WHOLE_WITH)
    standing = at_month_ends(spells, months, since="started_on", gone="_gone")
    return _one_for_each(standing).select(
        "on",
        "person_id",
        "person_type",
        "worker_id",
        pl.col("started_on").alias("since_on"),
        pl.col("team").alias("team_of_case"),
        "plan_type",
    )


def _one_for_each(standing: pl.DataFrame) -> pl.DataFrame:
    """Return one row for each person and month end: held before not held, then the newest, then by worker."""
    is_several = pl.struct(_PERSON).is_duplicated()
    flagged = standing.with_columns(is_several.alias("_several"))
    several = flagged.filter("_several").sort(
        pl.col("worker_id").is_null(), pl.col("started_on").to_physical().neg(), "worker_id"
    )
    chosen = several.unique(_PERSON, keep="first", maintain_order=True)
    return pl.concat([flagged.filter(~pl.col("_several")), chosen])


def cases_held(records: AuthorityRecords) -> pl.DataFrame:
    """Return the children's cases that a worker held at each month end.

    Returns: one row per child and month end; on, child_id, worker_id, top (true), team (of the worker; of the
    allocation where that is not known), role, employment (null where `workers` does not tell), fte, plan_type.
    """
    cases = records.made(standing_cases).filter((pl.col("person_type") == _CHILD) & pl.col("worker_id").is_not_null())
    return _with_worker(records, cases)


def cases_held_with_carers(records: AuthorityRecords) -> pl.DataFrame:
    """Return the cases of children and of carers that a worker held at each month end. Returns: as `cases_held`."""
    return _with_worker(records, records.made(standing_cases).filter(pl.col("worker_id").is_not_null()))


def _with_worker(records: AuthorityRecords, cases: pl.DataFrame) -> pl.DataFrame:
    """Add the post of the worker who holds each case. Returns: one row per case and month end, as `cases_held`."""
    posts = records.made(workers_in_post).select("worker_id", "on", "team", "role", "employment", "is_asye", "fte")
    found = cases.join(posts, on=["worker_id", "on"], how="left", validate="m:1", maintain_order="left")
    told = found.with_columns(
        pl.coalesce("team", "team_of_case").alias("team"), pl.lit(value=True).alias("top")
    ).rename({"person_id": "child_id"})
    return with_child(records, told.drop("team_of_case"))


def holders(records: AuthorityRecords) -> pl.DataFrame:
    """Return the workers who held one or more children's cases at each month end.

    Returns: one row per worker and month end; as `holders_of`.
    """
    return holders_of(records.made(cases_held))


def holders_with_carers(records: AuthorityRecords) -> pl.DataFrame:
    """Return the workers who held one or more cases, of children or carers, at each month end.

    Returns: one row per worker and month end; as `holders_of`.
    """
    return holders_of(records.made(cases_held_with_carers))


def holders_of(cases: pl.DataFrame) -> pl.DataFrame:
    """Return who holds cases, and how many for each full-time equivalent.

    Input: as `cases_held`. Returns: one row per worker and month end; on, worker_id, team (where the post's is not
    known and those of the cases differ, the first by name), role, employment, is_asye, fte, cases, cases_per_fte
    (null where the FTE is 0 or not known), top (cases), bottom (fte), is_aside (no FTE is known: neither counts).
    Source: DfE, Children's social work workforce, "average caseload".
    """
    counted = cases.group_by("worker_id", "on").agg(
        pl.col("team").cast(pl.String).min(),
        pl.col("role", "employment", "is_asye", "fte").first(),
        pl.len().alias("cases"),
    )
    has_fte = pl.col("fte") > 0
    return counted.with_columns(
        pl.when(has_fte).then(pl.col("cases") / pl.col("fte")).alias("cases_per_fte"),
        pl.col("cases").cast(pl.Float64).alias("top"),
        pl.col("fte").alias("bottom"),
        pl.col("fte").is_null().alias("is_aside"),
    )


def caseloads(records: AuthorityRecords) -> pl.DataFrame:
    """Return each holder's cases per full-time equivalent, where DfE would count it.

    Those without FTE, with an unknown one, or with more than 50 cases per FTE are aside.
    Returns: one row per worker and month end; amount (cases per FTE), band, newly_qualified, and as `holders_of`.
    """
    rows = records.made(holders)
    amount = pl.col("cases_per_fte")
    is_counted = (amount <= MOST_CASES_PER_FTE).fill_null(value=False)
    newly = pl.when(pl.col("is_asye")).then(pl.lit("yes")).when(~pl.col("is_asye")).then(pl.lit("no"))
    return rows.with_columns(
        amount.alias("amount"),
        pl.lit(value=True).alias("top"),
        pl.lit(value=True).alias("bottom"),
        (~is_counted).alias("is_aside"),
        _band(amount).alias("band"),
        newly.cast(pl.Categorical).alias("newly_qualified"),
    )


def _band(cases_per_fte: pl.Expr) -> pl.Expr:
    """Return DfE's band: "15_to_under_20"; the last, from 45, ends with 50. Null beyond, or where it is not known."""
    top = MOST_CASES_PER_FTE - WIDTH_OF_A_BAND
    lowest = pl.min_horizontal((cases_per_fte // WIDTH_OF_A_BAND) * WIDTH_OF_A_BAND, pl.lit(float(top))).cast(pl.Int64)
    words = pl.concat_str(
        lowest.cast(pl.String).str.zfill(2),
        pl.when(lowest == top).then(pl.lit("_to_")).otherwise(pl.lit("_to_under_")),
        (lowest + WIDTH_OF_A_BAND).cast(pl.String).str.zfill(2),
    )
    return pl.when(cases_per_fte <= MOST_CASES_PER_FTE).then(words).cast(pl.Categorical)


def caseloads_above_limit(records: AuthorityRecords) -> pl.DataFrame:
    """Return holders, and whether each holds more cases per FTE than the authority's limit.

    Newly qualified workers have a limit of their own where the settings give one.
    Returns: one row per worker and month end; top (above the limit), limit, and as `caseloads`.
    """
    given = records.settings.caseload
    usual = pl.lit(given.limit_cases_per_fte, dtype=pl.Float64)
    lower = pl.lit(given.newly_qualified_limit_cases_per_fte, dtype=pl.Float64).fill_null(usual)
    limit = pl.when(pl.col("is_asye").fill_null(value=False)).then(lower).otherwise(usual)
    is_above = (pl.col("cases_per_fte") > limit).fill_null(value=False)
    return records.made(caseloads).with_columns(limit.alias("limit"), is_above.alias("top"))


def holders_without_fte(records: AuthorityRecords) -> pl.DataFrame:
    """Return holders, those counted whose posts have an FTE of 0. Returns: one row per worker and month end; top."""
    return records.made(holders).with_columns((pl.col("fte") == 0).fill_null(value=False).alias("top"))


def cases_of_agency_workers(records: AuthorityRecords) -> pl.DataFrame:
    """Return the children's cases held, and whether an agency worker holds each.

    Returns: one row per child and month end; top (agency), bottom (employment known), is_aside (not known), and as
    `cases_held`.
    """
    employment = pl.col("employment")
    return records.made(cases_held).with_columns(
        (employment == "agency").fill_null(value=False).alias("top"),
        employment.is_not_null().alias("bottom"),
        employment.is_null().alias("is_aside"),
    )


def cases_without_worker(records: AuthorityRecords) -> pl.DataFrame:
    """Return the children's cases that wait for a worker at each month end, and for how long they have.

    A case waits where its allocation names nobody and no other one of the child to a worker stands.
    Returns: one row per child and month end; on, child_id, since_on, waited_days, amount (the same), top (true), team
    (of the allocation), plan_type.
    """
    waits = (pl.col("person_type") == _CHILD) & pl.col("worker_id").is_null()
    rows = records.made(standing_cases).filter(waits).drop("worker_id", "person_type")
    waited = (pl.col("on") - pl.col("since_on")).dt.total_days()
    told = rows.rename({"person_id": "child_id", "team_of_case": "team"}).with_columns(
        waited.alias("waited_days"), waited.cast(pl.Float64).alias("amount"), pl.lit(value=True).alias("top")
    )
    return with_child(records, told)


def children_in_need_without_worker(records: AuthorityRecords) -> pl.DataFrame:
    """Return open episodes of need at each month end, those counted whose child no worker holds.

    Returns: one row per episode and month end; top (no worker), bottom (all), and as `open_episodes`.
    """
    episodes = records.made(open_episodes)
    held = records.made(cases_held).select("child_id", "on", pl.lit(value=True).alias("_held")).unique()
    found = episodes.join(held, on=["child_id", "on"], how="left", validate="m:1", maintain_order="left")
    is_without = pl.col("_held").is_null()
    return found.with_columns(is_without.alias("top"), pl.lit(value=True).alias("bottom")).drop("_held")
