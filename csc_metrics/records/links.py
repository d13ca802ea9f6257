"""Which assessment belongs to which referral, where the extract does not say."""

import polars as pl


def linked_assessments(assessments: pl.DataFrame, referrals: pl.DataFrame) -> pl.DataFrame:
    """Return the assessments, each with its referral, that referral's day, and whether it is the first of it.

    Where an extract names no referral, the first assessment of a child that starts on or after a referral belongs to
    it, and later ones before the next referral are reassessments of the open case; one that starts after the episode
    closed, or before any referral, has none. What an extract says is kept.

    Input: assessments, schema Assessments; referrals of the same authority, schema Referrals.
    Returns: schema Assessments, the same rows in the same order.
    Source: methods of the suite after the CIN census guide 2023 to 2024, section 4.9.
    """
    if _says_all(assessments):
        return assessments
    if _are_first_of_their_own(assessments):
        first = pl.coalesce("is_first_of_referral", pl.lit(value=True))
        return assessments.with_columns(first.alias("is_first_of_referral"))
    order = assessments.with_row_index("_order")
    told = order.filter(pl.col("referral_id").is_not_null())
    untold = order.filter(pl.col("referral_id").is_null())
    linked = pl.concat([_with_day(told, referrals), _with_referral(untold, referrals)])
    if linked["referral_id"].n_unique() == linked.height:
        first = pl.lit(value=True)
    else:  # not by comparing structs: polars breaks off where they lie in several pieces of memory
        in_order = pl.col("_order").sort_by("started_on", "assessment_id")
        first = pl.col("_order") == in_order.first().over("referral_id")
    is_first = pl.when(pl.col("referral_id").is_not_null()).then(pl.coalesce("is_first_of_referral", first))
    return linked.with_columns(is_first.alias("is_first_of_referral")).sort("_order").select(assessments.columns)


def _are_first_of_their_own(assessments: pl.DataFrame) -> bool:
    """Whether every assessment names a referral and its day, and no referral has two."""
    if assessments["referral_id"].null_count() or assessments["referred_on"].null_count():
        return False
    return assessments["referral_id"].n_unique() == assessments.height


def _says_all(assessments: pl.DataFrame) -> bool:
    """Whether the extract itself says of every assessment which referral it belongs to, and whether it is the first."""
    said = ("referral_id", "referred_on", "is_first_of_referral")
    return not any(assessments[name].null_count() for name in said)


def _with_day(told: pl.DataFrame, referrals: pl.DataFrame) -> pl.DataFrame:
    """Return the assessments that name a referral, with its day where they do not say it."""
    days = referrals.select("referral_id", pl.col("referred_on").alias("_day"))
    found = told.join(days, on="referral_id", how="left", validate="m:1", maintain_order="left")
    return found.with_columns(pl.coalesce("referred_on", "_day").alias("referred_on")).drop("_day")


def _with_referral(untold: pl.DataFrame, referrals: pl.DataFrame) -> pl.DataFrame:
    """Return the assessments that name none, each with the latest referral of its child up to the day it started."""
    candidates = referrals.select(
        "child_id",
        pl.col("referred_on").alias("_day"),
        pl.col("referral_id").alias("_id"),
        pl.col("closed_on").alias("_closed"),
    )
    found = untold.sort("started_on").join_asof(
        candidates.sort("_day", "_id"),
        left_on="started_on",
        right_on="_day",
        by="child_id",
        strategy="backward",
        check_sortedness=False,
    )
    is_open = pl.col("_closed").is_null() | (pl.col("_closed") >= pl.col("started_on"))
    chosen = [
        pl.when(is_open).then(pl.col("_id")).alias("referral_id"),
        pl.when(is_open).then(pl.col("_day")).alias("referred_on"),
    ]
    return found.with_columns(chosen).select(untold.columns)
