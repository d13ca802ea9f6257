"""Factors that assessments found, as they are counted: each assessment once, and once for each factor."""

from collections.abc import Sequence
from typing import Final

import polars as pl

from csc_metrics.measures.counting.records import AuthorityRecords
from csc_metrics.measures.units.assessments import completed_assessments

DOMESTIC_ABUSE: Final = ("domestic_abuse_child", "domestic_abuse_parent", "domestic_abuse_person")
"""Factors of domestic abuse: of the child, a parent or carer, another person in the household (DfE's 3A to 3C)."""
EXPLOITATION: Final = ("child_sexual_exploitation", "child_criminal_exploitation", "trafficking", "gangs")
"""Factors of exploitation: sexual, criminal, trafficking, gangs (DfE's 11A, 24A, 12A, 13A)."""
NONE_FOUND: Final = "no_factors_identified"
"""DfE's code of an assessment that found none; DfE counts such an assessment as one without a factor."""


def factors_found(records: AuthorityRecords) -> pl.DataFrame:
    """Return the factors that completed assessments found.

    Returns: one row per assessment authorised and factor; on (day of authorisation), key (the assessment: it counts
    once among all assessments, and once for each factor), top (true), factor, team, age_band, ethnicity, and the
    columns by which the assessment is found again.
    Source: DfE, Children in need, table c3.
    """
    factors = records.table("assessment_factors").filter(pl.col("factor") != NONE_FOUND)
    found = factors.select("assessment_id", "factor").join(
        records.made(completed_assessments), on="assessment_id", how="inner", validate="m:1"
    )
    return found.with_columns(pl.col("assessment_id").alias("key"), pl.lit(value=True).alias("top"))


def assessments_with_domestic_abuse(records: AuthorityRecords) -> pl.DataFrame:
    """Return completed assessments that tell of factors, and whether domestic abuse is among them (in per cent).

    Returns: one row per assessment authorised; top (of the child, a parent or another person), bottom (all), and as
    `completed_assessments`.
    """
    return _with_any_of(records, DOMESTIC_ABUSE)


def assessments_with_exploitation(records: AuthorityRecords) -> pl.DataFrame:
    """Return completed assessments that tell of factors, and whether exploitation is among them (in per cent).

    Returns: one row per assessment authorised; top (sexual or criminal exploitation, trafficking or gangs), bottom
    (all), and as `completed_assessments`.
    """
    return _with_any_of(records, EXPLOITATION)


def _with_any_of(records: AuthorityRecords, wanted: Sequence[str]) -> pl.DataFrame:
    factors = records.table("assessment_factors")
    told = records.made(completed_assessments).join(factors, on="assessment_id", how="semi", maintain_order="left")
    ids = factors.filter(pl.any_horizontal(*(pl.col("factor") == factor for factor in wanted)))["assessment_id"]
    return told.with_columns(
        pl.col("assessment_id").is_in(ids.unique().implode()).alias("top"), pl.lit(value=True).alias("bottom")
    )
