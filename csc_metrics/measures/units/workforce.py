"""Workers in post, posts that are vacant and workers who left, in full-time equivalents."""

from typing import Final

import polars as pl

from csc_metrics.measures.counting.records import AuthorityRecords
from csc_metrics.measures.counting.units import at_month_ends

MOVED_WITHIN: Final = 31
"""Days after leaving a post within which a worker who is in another has moved, not left. Our own choice."""
MANAGER: Final = "manager"
NOT_A_MANAGER: Final = "not_a_manager"
_AGENCY: Final = "agency"
_MAY_BE_PERMANENT: Final = pl.col("employment").ne_missing(pl.lit(_AGENCY))


def role_group(records: AuthorityRecords) -> pl.Expr:
    """Return whether a role is a manager's, by the words of the settings (categories; null where no role is told)."""
    role = pl.col("role").cast(pl.String).str.to_lowercase()
    words = [word.casefold() for word in records.settings.caseload.manager_roles]
    is_manager = pl.any_horizontal([role.str.contains(word, literal=True) for word in words])
    named = pl.when(is_manager).then(pl.lit(MANAGER)).when(role.is_not_null()).then(pl.lit(NOT_A_MANAGER))
    return named.cast(pl.Categorical)


def workers_in_post(records: AuthorityRecords) -> pl.DataFrame:
    """Return the workers in post at each month end; the last day in a post is in it.

    Of one with several posts at once the FTE is that of all, not known where one is not; all else is of the post with
    the most FTE, then of the newest.
    Returns: one row per worker and month end; on, worker_id, team, role, role_group, employment, is_asye, fte.
    """
    rows = records.table("workers").with_columns(
        pl.col("left_on").dt.offset_by("1d").alias("_gone"), role_group(records).alias("role_group")
    )
    standing = at_month_ends(rows, records.months(["workers"]), since="started_on", gone="_gone").drop("_gone")
    is_several = pl.struct("worker_id", "on").is_duplicated()
    several = standing.filter(is_several)
    if several.is_empty():
        return standing
    whole = pl.when(pl.col("fte").is_null().any()).then(None).otherwise(pl.col("fte").sum())
    order = [pl.col("fte").neg(), pl.col("started_on").to_physical().neg(), pl.col("team").cast(pl.String)]
    main = several.with_columns(whole.over("worker_id", "on").alias("_fte")).sort(order, nulls_last=True)
    one = main.unique(["worker_id", "on"], keep="first", maintain_order=True)
    return pl.concat([standing.filter(~is_several), one.with_columns(pl.col("_fte").alias("fte")).drop("_fte")])


def agency_workers(records: AuthorityRecords) -> pl.DataFrame:
    """Return the FTE of agency workers among all in post at each month end.

    Returns: one row per worker and month end; top (FTE of an agency worker, else 0), bottom (FTE), is_aside (FTE or
    employment not known), and as `workers_in_post`.
    Source: DfE, Children's social work workforce, "agency rate".
    """
    is_agency = pl.col("employment") == _AGENCY
    is_known = pl.col("fte").is_not_null() & pl.col("employment").is_not_null()
    return records.made(workers_in_post).with_columns(
        pl.when(is_agency).then("fte").otherwise(0.0).alias("top"),
        pl.col("fte").alias("bottom"),
        (~is_known).alias("is_aside"),
    )


def vacant_posts(records: AuthorityRecords) -> pl.DataFrame:
    """Return the FTE of vacant posts among vacant ones and permanent workers in post, at each month end.

    A post is vacant until the day before it is filled.
    Returns: one row per vacant post or permanent worker and month end; on, post_id or worker_id, team, role,
    role_group, is_covered_by_agency (of a vacant post), fte, top (FTE of a vacant post, else 0), bottom (FTE),
    is_aside (FTE not known, or whether a worker is permanent).
    Source: DfE, Children's social work workforce, "vacancy rate".
    """
    rows = records.table("vacancies").with_columns(role_group(records).alias("role_group"))
    vacant = at_month_ends(rows, records.months(["vacancies", "workers"]), since="vacant_from_on", gone="filled_on")
    posts = [_as_posts(vacant, is_top=True), _as_posts(records.made(permanent_in_post), is_top=False)]
    return pl.concat(posts, how="diagonal").drop("extracted_on")


def permanent_in_post(records: AuthorityRecords) -> pl.DataFrame:
    """Return the workers in post at each month end who are permanent, or of whom that is not known.

    Returns: one row per worker and month end; as `workers_in_post`.
    """
    return records.made(workers_in_post).filter(_MAY_BE_PERMANENT)


def _as_posts(rows: pl.DataFrame, *, is_top: bool) -> pl.DataFrame:
    """Add top, bottom and is_aside: the FTE, or 0 in the top. Returns: the rows, one for each post and month end."""
    fte = pl.col("fte")
    top = fte if is_top else pl.lit(0.0)
    return rows.with_columns(top.alias("top"), fte.alias("bottom"), _is_not_known(rows).alias("is_aside"))


def _is_not_known(rows: pl.DataFrame) -> pl.Expr:
    """Return whether the FTE of a post is not known, or the employment where it is a worker's."""
    told = [name for name in ("fte", "employment") if name in rows.columns]
    return pl.any_horizontal(pl.col(told).is_null())


def leavers(records: AuthorityRecords) -> pl.DataFrame:
    """Return the FTE of permanent workers who left, and of those in post at each month end.

    Who begins in another post by 31 days after the last day in one has moved and is no leaver.
    Returns: one row per worker who left (on: the last day; top: FTE, bottom: 0) and one row per worker in post and
    month end (top: 0, bottom: FTE); worker_id, team, role, role_group, is_aside (FTE not known, or whether the worker
    is permanent).
    Source: DfE, Children's social work workforce, "turnover rate".
    """
    rows = records.table("workers").with_columns(role_group(records).alias("role_group"))
    gone = rows.filter(_MAY_BE_PERMANENT & pl.col("left_on").is_not_null())
    stays = _goes_on_elsewhere(rows, gone)
    left = gone.filter(~stays).with_columns(pl.col("left_on").alias("on"), pl.col("fte").alias("top"))
    told = left.with_columns(pl.lit(0.0).alias("bottom"), _is_not_known(left).alias("is_aside"))
    return pl.concat([told, _as_posts(records.made(permanent_in_post), is_top=False)], how="diagonal")


def _goes_on_elsewhere(rows: pl.DataFrame, gone: pl.DataFrame) -> pl.Series:
    """Return whether each worker who left a post is in another one that day, or soon after. Input: rows of workers."""
    spells = rows.select("worker_id", pl.col("started_on").alias("_from"), pl.col("left_on").alias("_to"))
    numbered = gone.select("worker_id", "started_on", "left_on").with_row_index("_spell")
    pairs = numbered.join(spells, on="worker_id", how="inner", validate="m:m")
    is_other = pl.col("_from") != pl.col("started_on")
    goes_on = (pl.col("_from") <= pl.col("left_on") + pl.duration(days=MOVED_WITHIN)) & (
        pl.col("_to").is_null() | (pl.col("_to") > pl.col("left_on"))
    )
    found = pairs.filter(is_other & goes_on)["_spell"].unique()
    return numbered["_spell"].is_in(found.implode())
