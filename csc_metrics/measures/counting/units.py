"""Steps that many measures take from records to unit rows: a child's age and ethnicity, what stands at month ends."""

from typing import Final

import numpy as np
import polars as pl

from csc_metrics.measures.counting.months import Months, last_day, month_number_expr
from csc_metrics.measures.counting.records import CHILD, AuthorityRecords, children_by_place
from csc_metrics.periods import ages_on

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
CHILD_PARTS: Final = ("age_band", "ethnicity")
"""Breakdowns by what the child of a unit row is."""
_BAND_ENDS: Final = np.array([0, *(ends for _, ends in AGE_BANDS)])
_BAND_NAMES: Final = ("unborn", *(name for name, _ in AGE_BANDS), "16_and_over")
_BANDS: Final = pl.Series(_BAND_NAMES, dtype=pl.Enum(_BAND_NAMES))
_GROUPS: Final = pl.Enum([*ETHNIC_GROUPS, "not_known"])
_GROUP_OF: Final = {code: group for group, codes in ETHNIC_GROUPS.items() for code in codes}


def with_child(records: AuthorityRecords, rows: pl.DataFrame, *, child: str = "child_id") -> pl.DataFrame:
    """Add who a row's child is among the children, by which a measure is broken down by age band and ethnicity.

    Rows of a table that has child_id bear it from the start.
    Input: rows, any; child (identifier). Returns: the same rows in the same order, and CHILD (null where the child is
    not known; not added where no extract tells of children).
    """
    if CHILD in rows.columns or not records.has("children"):
        return rows
    children = records.made(children_by_place).rename({"child_id": child})
    return rows.join(children, on=child, how="left", validate="m:1", maintain_order="left")


def child_part(records: AuthorityRecords, rows: pl.DataFrame, name: str) -> pl.Series | None:
    """Return the age band on the day of each row, or the ethnic group, of its child; None where neither is told.

    Input: rows of a measure, with `on` and CHILD. name: one of CHILD_PARTS.
    Returns: enumeration, one for each row; null where it is not known.
    """
    if name not in CHILD_PARTS or CHILD not in rows.columns:
        return None
    children, place = records.made(_about_children), rows[CHILD]
    if name == "ethnicity":
        return children["ethnicity"].gather(place)
    return _age_bands(children["born_on"].gather(place), rows["on"]).alias(name)


def _age_bands(born_on: pl.Series, on: pl.Series) -> pl.Series:
    """Return the age band of each child on a day: before birth "unborn"."""
    ages = ages_on(born_on, on)
    places = np.searchsorted(_BAND_ENDS, ages.fill_null(-1).to_numpy(), side="right").astype(np.uint32)
    known = pl.Series(places).set(born_on.is_null() | on.is_null(), None)
    return _BANDS.gather(known)


def _about_children(records: AuthorityRecords) -> pl.DataFrame:
    """Return children in order of their place. Returns: born_on, ethnicity (group); one row per child."""
    group = pl.col("ethnicity").cast(pl.String).replace_strict(_GROUP_OF, default="not_known", return_dtype=pl.String)
    ethnicity = pl.when(pl.col("ethnicity").is_not_null()).then(group).cast(_GROUPS).alias("ethnicity")
    return records.table("children").select("born_on", ethnicity)


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
