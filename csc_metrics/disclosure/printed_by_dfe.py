"""Which counts DfE prints of every authority, sooner or later: readers have them whatever an edition hides.

An edition comes out months before DfE's tables of the same year, and cannot be taken back when they do. So what DfE
prints is taken to be known at once, as far as DfE does not hide it as small; should DfE's number differ, or be hidden,
then more is hidden here than need be, and nothing is told. Once DfE's number is there, it is looked at: where ours
differs from it by few, the two would tell of those few.
"""

from typing import Final

import polars as pl

from csc_metrics.contracts.vocabulary import PeriodType
from csc_metrics.disclosure.publishable import OfWhom, of_whom
from csc_metrics.disclosure.sums_of_figures import ALL, BOTTOM, REST, TOP
from csc_metrics.measures.registry import LOCAL_MEASURES, PUBLISHED_MEASURES

PRINTED_BESIDES: Final = (
    *("referrals", "assessments_completed", "section_47_enquiries"),
    *("children_in_need", "children_in_need_started", "children_in_need_ended"),
    *("child_protection_plans", "child_protection_plans_started", "child_protection_plans_ended"),
    *("children_looked_after", "children_looked_after_started", "children_looked_after_ended"),
    *("section_47_no_further_action_pct", "referrals_no_further_action_pct", "assessments_not_in_need_pct"),
)
"""Measures that DfE prints beside those that the suite reads from its tables. Source: DfE, Characteristics of children
in need (tables a, b, c and d) and Children looked after in England: local authority tables."""
_LARGEST_HIDDEN: Final = 5
"""DfE hides counts from 1 to it, and percentages of them. Source: DfE, children in need methodology."""
_OF_FIGURE: Final = ("measure", "breakdown", "period_type", "period_end")
_CHILDREN_ON, _WORKERS_ON = 3, 9
"""Months at whose ends DfE counts children, and social workers."""


def printed_by_dfe(roles: pl.DataFrame, *, printed: pl.DataFrame | None = None) -> pl.DataFrame:
    """Return the counts that DfE prints: of years to 31 March, on 31 March, and of workers on 30 September.

    Once DfE has printed a figure, those that are the same in it.
    Input: roles: measure, breakdown, period_type, period_end, role and amount, one row per figure and role. printed:
    the same of what DfE has printed; None: nothing. Returns: those rows of roles.
    """
    expected = _expected(roles)
    if printed is None or printed.is_empty():
        return expected
    key = [*_OF_FIGURE, "role"]
    ahead = expected.join(printed, on=key, how="anti")
    return pl.concat([ahead, roles.join(printed, on=[*key, "amount"], how="semi")])


def _expected(roles: pl.DataFrame) -> pl.DataFrame:
    """Return the counts that DfE will print."""
    codes = [code for code in (*PUBLISHED_MEASURES, *PRINTED_BESIDES) if code in LOCAL_MEASURES]
    of_workers = [code for code in codes if of_whom(LOCAL_MEASURES[code]) is OfWhom.WORKERS]
    on = pl.when(pl.col("measure").is_in(of_workers)).then(_WORKERS_ON).otherwise(_CHILDREN_ON)
    is_year = pl.col("period_type") == PeriodType.YEAR.value
    is_day = (pl.col("period_type") == PeriodType.SNAPSHOT.value) & (pl.col("period_end").dt.month() == on)
    counted = roles.filter(pl.col("measure").is_in(codes), pl.col("breakdown") == ALL, is_year | is_day)
    is_small = (pl.col("amount") > 0) & (pl.col("amount") <= _LARGEST_HIDDEN)
    is_part_small = (is_small & pl.col("role").is_in([TOP, REST])).any().over(_OF_FIGURE)
    # All children are printed beside hidden ones; all workers are not, being those of the authority and of agencies.
    is_whole = (pl.col("role") == BOTTOM) & ~pl.col("measure").is_in(of_workers)
    return counted.filter(pl.when(is_whole).then(~is_small).otherwise(~is_part_small))
