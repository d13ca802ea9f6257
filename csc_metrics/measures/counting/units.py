"""Steps that many measures take from records to unit rows: a child's age and ethnicity, what stands at month ends."""

from typing import Final

import numpy as np
import polars as pl

from csc_metrics.measures.counting.months import Months, last_day, month_number_expr
from csc_metrics.measures.counting.records import AuthorityRecords
from csc_metrics.periods import age_on_expr

AGE_BANDS: Final = (
    ("under_1", 1),
    ("1_to_4", 5),
    ("5_to_9", 10),
    ("10_to_15", 16),
)
"""Age bands and the age at which each has ended, as DfE prints them; before birth "unborn", then "16_and_over"."""
ETHNIC_GROUPS: Final = {
    "white": ("WBRI", "WIRI", "WIRT", "WOTH", "WROM"),
    "mixed": ("MWBC", "MWBA", "MWAS", "MOTH"),
    "asian": ("AIND", "APKN", "ABAN", "AOTH", "CHNE"),
    "black": ("BCRB", "BAFR", "BOTH"),
    "other": ("OOTH",),
}
"""Broad group → DfE's codes; what was refused or not obtained is not_known."""
_GROUP_OF: Final = {code: group for group, codes in ETHNIC_GROUPS.items() for code in codes}


def with_child(
    records: AuthorityRecords, rows: pl.DataFrame, *, on: str = "on", child: str = "child_id"
) -> pl.DataFrame:
    """Add the age band of the child on a day, and its ethnic group; neither where no extract tells of children.

    Input: rows, any; on (Date) and child (identifier). Returns: the same rows in the same order, and age_band and
    ethnicity (null where not known).
    """
    if not records.has("children"):
        return rows
    children = records.made(_children).rename({"child_id": child})
    found = rows.join(children, on=child, how="left", validate="m:1", maintain_order="left")
    age = age_on_expr(pl.col("_born_on"), pl.col(on))
    bands = [pl.when(age < ends).then(pl.lit(name)) for name, ends in AGE_BANDS]
    unborn = pl.when(pl.col("_born_on") > pl.col(on)).then(pl.lit("unborn"))
    band = pl.coalesce(unborn, *bands, pl.when(age.is_not_null()).then(pl.lit("16_and_over")))
    return found.with_columns(band.cast(pl.Categorical).alias("age_band")).drop("_born_on")


def _children(records: AuthorityRecords) -> pl.DataFrame:
    """Return children as `with_child` needs them. Returns: child_id, _born_on, ethnicity (group); one row per child."""
    group = pl.col("ethnicity").cast(pl.String).replace_strict(_GROUP_OF, default="not_known", return_dtype=pl.String)
    ethnicity = pl.when(pl.col("ethnicity").is_not_null()).then(group).cast(pl.Categorical).alias("ethnicity")
    return records.table("children").select("child_id", pl.col("born_on").alias("_born_on"), ethnicity)


def at_month_ends(rows: pl.DataFrame, months: Months, *, since: str, gone: str) -> pl.DataFrame:
    """Return a row for each month end at which a spell stood.

    Input: rows, one per spell; since (Date, its first day), gone (Date, the first day on which it no longer stood;
    null while it lasts). Returns: the same columns and `on` (Date, the month end), one row per spell and month end.
    """
    if months.at is not None:
        day = pl.lit(months.at)
        stands = (pl.col(since).cast(pl.Date) <= day) & (pl.col(gone).is_null() | (pl.col(gone).cast(pl.Date) > day))
        return rows.filter(stands).with_columns(day.alias("on"))
    first = pl.max_horizontal(month_number_expr(pl.col(since)), pl.lit(months.first, dtype=pl.Int32))
    last = pl.min_horizontal(
        month_number_expr(pl.col(gone)) - 1, pl.lit(months.last, dtype=pl.Int32)
    )  # the end of the month before that in which it had gone
    spans = rows.select(first.alias("first"), last.alias("last"))
    firsts = spans["first"].to_numpy().astype(np.int64)
    many = np.maximum(spans["last"].to_numpy().astype(np.int64) - firsts + 1, 0)
    spell = np.repeat(np.arange(rows.height), many)
    month = np.arange(len(spell)) - np.repeat(np.cumsum(many) - many, many) + firsts[spell]
    ends = pl.Series([last_day(number) for number in range(months.first, months.last + 1)], dtype=pl.Date)
    return rows[spell].with_columns(ends.gather(month - months.first).alias("on"))
