"""Which counts stand behind figures, and which of them can be worked out from each other.

A figure has a count above the line, one below it, and what is left between the two. Counts are one where two measures
tell the same in every period of a breakdown, as the denominator of a share and the number of meetings do. They hang
together by sums: what is left, parts of a breakdown, quarters of a year, and whatever sum of two measures, or change of
a stock, the figures themselves keep to: nobody has to think of those beforehand.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import polars as pl

from csc_metrics.contracts.about_disclosure import CountRole
from csc_metrics.contracts.vocabulary import PeriodType, Status
from csc_metrics.disclosure.found_sums import sums_that_hold
from csc_metrics.disclosure.linked_counts import Floats, LinkedCounts, Sum, linked_counts
from csc_metrics.disclosure.publishable import counted_how, has_rest
from csc_metrics.measures.counting.how import How

TOP, BOTTOM, REST = (role.value for role in CountRole)
COUNT: Final = "count"
"""Number of a count."""
_OVERLAPPING: Final = (How.DISTINCT, How.DISTINCT_SHARE)
_ALL: Final = "all"
_SAME: Final = 1e-9
_KEY: Final = ["breakdown", "period_type", "period_end"]
_OF_FIGURE: Final = ["measure", *_KEY]
_QUARTERS: Final = 4


@dataclass(frozen=True, kw_only=True)
class FigureCounts:
    """Counts behind figures, and their sums.

    figures: measure, breakdown, period_type, period_end and, by role, the number of its count. counts: a row for each
    count by number: a name, breakdown, period and amount. linked: the same with their sums.
    """

    figures: pl.DataFrame
    counts: pl.DataFrame
    linked: LinkedCounts


def counts_of_figures(values: pl.DataFrame) -> FigureCounts:
    """Return the counts behind the figures of one authority, and their sums.

    Input: values, schema MeasureValues, local, of one authority; rows without a figure have no counts.
    """
    told = _told(values)
    same = _one_name_each(told)
    named = told.join(same, on=["measure", "role", "column"], how="left", validate="m:1")
    counts = (
        named.group_by("name", *_KEY, maintain_order=True)
        .agg(pl.col("amount").first(), pl.col("column").first())
        .sort("name", *_KEY)
        .with_row_index(COUNT)
    )
    placed = named.join(counts.select("name", *_KEY, COUNT), on=["name", *_KEY], how="left", validate="m:1")
    figures = placed.pivot("role", index=["measure", *_KEY], values=COUNT, aggregate_function="first")
    wanted = [name for name in (TOP, BOTTOM, REST) if name not in figures.columns]
    figures = figures.with_columns(pl.lit(None, dtype=pl.UInt32).alias(name) for name in wanted)
    return FigureCounts(figures=figures, counts=counts, linked=_linked(counts, figures, placed))


def _told(values: pl.DataFrame) -> pl.DataFrame:
    """Return one row for each figure and role: its amount."""
    hows = {code: counted_how(code) for code in values["measure"].unique()}
    with_rest = [code for code in hows if has_rest(code)]
    of_people = [code for code, how in hows.items() if how is How.RATE]
    overlapping = [code for code, how in hows.items() if how in _OVERLAPPING]
    is_told = pl.col("status").is_in([Status.OK.value, Status.ZERO_DENOMINATOR.value])
    measure, amount = pl.col("measure"), pl.col("amount")
    wide = values.filter(is_told).select(
        *_OF_FIGURE,
        pl.col("breakdown").str.split("=").list.first().alias("column"),
        measure.is_in(overlapping).alias("overlaps"),
        pl.col("numerator").alias(TOP),
        pl.when(~measure.is_in(of_people)).then("denominator").alias(BOTTOM),
        pl.when(measure.is_in(with_rest)).then(pl.col("denominator") - pl.col("numerator")).alias(REST),
    )
    told = wide.unpivot(
        [TOP, BOTTOM, REST], index=[*_OF_FIGURE, "column", "overlaps"], variable_name="role", value_name="amount"
    )
    is_nothing = amount.abs() < _SAME
    return told.drop_nulls("amount").with_columns(pl.when(is_nothing).then(0.0).otherwise(amount).alias("amount"))


def _one_name_each(told: pl.DataFrame) -> pl.DataFrame:
    """Return measure, role and column → name: one for all that tell the same in every part and period of a column."""
    series = (
        told.sort("measure", "role", "column", *_KEY)
        .group_by("measure", "role", "column", maintain_order=True)
        .agg(pl.struct(*_KEY, "amount").hash().sum().alias("content"), pl.len().alias("many"))
    )
    own = pl.concat_str("measure", "role", separator=".")
    return series.with_columns(own.first().over("column", "content", "many").alias("name")).select(
        "measure", "role", "column", "name"
    )


def _linked(counts: pl.DataFrame, figures: pl.DataFrame, placed: pl.DataFrame) -> LinkedCounts:
    amounts = counts["amount"].to_numpy()
    sums = [
        *_rests(figures),
        *_sums_of_parts(placed, amounts),
        *_sums_of_quarters(placed, amounts),
        *sums_that_hold(counts.filter(pl.col("breakdown") == _ALL)),
    ]
    return linked_counts(amounts, dict.fromkeys(sums))


def _rests(figures: pl.DataFrame) -> Iterable[Sum]:
    rows = figures.drop_nulls([TOP, BOTTOM, REST]).select(BOTTOM, TOP, REST).iter_rows()
    return (((top, rest), (bottom,), True) for bottom, top, rest in rows)


def _sums_of_parts(placed: pl.DataFrame, amounts: Floats) -> Iterable[Sum]:
    """Return the sums of the parts of a breakdown: exact where in no period they make up more than all."""
    of_period = ["measure", "role", "period_type", "period_end"]
    whole = placed.filter(pl.col("breakdown") == _ALL).select(*of_period, pl.col(COUNT).alias("whole"))
    grouped = (
        placed.filter(pl.col("breakdown") != _ALL)
        .group_by(*of_period, "column", "overlaps", maintain_order=True)
        .agg(COUNT)
        .join(whole, on=of_period, how="inner", validate="m:1")
    )
    yield from _sums(grouped, amounts, series=["measure", "role", "column"], is_more=True)


def _sums_of_quarters(placed: pl.DataFrame, amounts: Floats) -> Iterable[Sum]:
    """Return the sums of the quarters of a year, where all four are told."""
    dated = placed.with_columns(pl.col("period_end").dt.offset_by("9mo").dt.year().alias("year"))
    of_year = ["measure", "role", "breakdown", "year"]
    years = dated.filter(pl.col("period_type") == PeriodType.YEAR.value)
    grouped = (
        dated.filter(pl.col("period_type") == PeriodType.QUARTER.value)
        .group_by(*of_year, "overlaps", maintain_order=True)
        .agg(COUNT)
        .filter(pl.col(COUNT).list.len() == _QUARTERS)
        .join(years.select(*of_year, pl.col(COUNT).alias("whole")), on=of_year, how="inner", validate="1:1")
    )
    yield from _sums(grouped, amounts, series=["measure", "role"], is_more=False)


def _sums(grouped: pl.DataFrame, amounts: Floats, *, series: list[str], is_more: bool) -> Iterable[Sum]:
    """Return wholes with their parts as sums. is_more: whether parts that make up less than the whole are exact, too.

    A series is taken to be exact where it is in every period; things counted once (`overlaps`) never are. What is
    neither, as of people in post at the end of a year, is no sum.
    """
    parts = np.array([amounts[places].sum() for places in grouped[COUNT].to_list()])
    more = parts - amounts[grouped["whole"].to_numpy()]
    is_off = more > _SAME if is_more else np.abs(more) > _SAME
    told = grouped.with_columns(pl.Series("is_off", is_off))
    exact = told.with_columns((pl.col("is_off").any().over(series) | pl.col("overlaps")).not_().alias("is_exact"))
    for whole, places, is_exact, overlaps in exact.select("whole", COUNT, "is_exact", "overlaps").iter_rows():
        yield from _as_sums(whole, places, is_exact=is_exact, overlaps=overlaps, is_within=is_more)


def _as_sums(whole: int, places: Sequence[int], *, is_exact: bool, overlaps: bool, is_within: bool) -> Iterable[Sum]:
    """Return parts as a sum. Of things counted once in each part, parts make up the whole or more, and none is more."""
    if is_exact:
        yield tuple(places), (whole,), True
        return
    if overlaps:
        yield tuple(places), (whole,), False
    if overlaps or is_within:
        yield from (((whole,), (place,), False) for place in places)
