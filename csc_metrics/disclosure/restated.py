"""What would be told by how few a count was restated: by an earlier edition beside this one.

"100 assessments" that are 103 a month later are three that were written down late. So are two that were in time by one
clock and not by the other, where of 20 more by the one 18 are so by both: what is left of a count without another one
changes by few, though neither does.
"""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from typing import Final

import numpy as np
import polars as pl

from csc_metrics.contracts.about_disclosure import CountRole
from csc_metrics.contracts.vocabulary import PeriodType
from csc_metrics.disclosure.counts_of_figures import FIGURE, FigureCounts
from csc_metrics.disclosure.left_over import beside_others, largest_small, left_of
from csc_metrics.disclosure.linked_counts import Flags
from csc_metrics.disclosure.publishable import OfWhom, of_whom
from csc_metrics.disclosure.same_counts import COUNT
from csc_metrics.disclosure.sums_of_figures import places_of
from csc_metrics.measures.registry import LOCAL_MEASURES
from csc_metrics.measures.units.caseloads import MOST_CASES_PER_FTE

_TOP: Final = CountRole.TOP.value
_OF_CASES: Final = ("cases_held", "cases_of_agency_workers_pct")
_NOTHING: Final = 1e-9
_PLACES: Final = 6
"""Decimals to which sums of earlier amounts are alike."""
_ONE_COUNT: Final = [*FIGURE, "role"]
_BEFORE: Final = "amount_before"
_YEAR: Final = "year"
_YEAR_ENDS: Final = date(2000, 3, 31)
"""Day and month on which a year of figures on children ends. Source: DfE, children in need census."""


def restated(behind: FigureCounts, before: pl.DataFrame, *, threshold: float) -> Flags:
    """Return which counts are not told, since earlier editions beside this one would tell by how few they changed.

    A count that differs by few from what was shown of it is such a one. Where what is left of a count without others
    does, it is that count, unless DfE prints it: then one of the others. A year of which a quarter is one is taken to
    be one, too: else the other quarters and it would tell of that one. Of cases the difference may be one worker's. Of
    meetings, sessions and audits it is nobody's.
    behind: counts of this edition. Input: before, schema PublishedCounts, of the same authority: all that earlier
    editions showed and hid; of several amounts of one count each is thought of. threshold: the largest that is few.
    """
    both = _with_earlier(behind.roles, before)
    years = _years_of_quarters(behind.roles)
    printed = {*np.flatnonzero(behind.is_known).tolist()}
    of_printed = {*years.filter(pl.col(_YEAR).is_in([*printed]))[COUNT]}
    numbers = {*_changed_by_few(both, threshold=threshold)}
    numbers |= {*_left_changed_by_few(behind, both, printed | of_printed, threshold=threshold)}
    numbers |= {*years.filter(pl.col(COUNT).is_in([*numbers]))[_YEAR]}
    flags = np.zeros(behind.linked.many, dtype=np.bool_)
    flags[[*numbers]] = True
    return flags


def _with_earlier(roles: pl.DataFrame, before: pl.DataFrame) -> pl.DataFrame:
    """Return counts of people, each beside every amount that an earlier edition showed of it."""
    codes = roles["measure"].unique().to_list()
    of_people = [code for code in codes if of_whom(LOCAL_MEASURES[code]) is not OfWhom.PROCESS]
    earlier = before.filter(~pl.col("is_hidden"), pl.col("measure").is_in(of_people))
    return roles.join(earlier.select(*_ONE_COUNT, pl.col("amount").alias(_BEFORE)), on=_ONE_COUNT, how="inner")


def _changed_by_few(both: pl.DataFrame, *, threshold: float) -> pl.Series:
    """Return the numbers of counts that differ by few from what was shown of them."""
    is_cases = pl.col("measure").is_in(_OF_CASES) & (pl.col("role") == _TOP)
    most = pl.when(is_cases).then(threshold * MOST_CASES_PER_FTE).otherwise(threshold)
    return both.filter((pl.col("amount") - pl.col(_BEFORE)).abs().is_between(_NOTHING, most))[COUNT]


def _left_changed_by_few(
    behind: FigureCounts, both: pl.DataFrame, printed: set[int], *, threshold: float
) -> Iterator[int]:
    """Return the numbers of counts of which it would be told by how few what is left without others has changed."""
    amounts = behind.linked.counts
    earlier = defaultdict[int, set[float]](set)
    for number, amount in both.select(COUNT, _BEFORE).iter_rows():
        earlier[number].add(amount)
    for key, wholes, parts in beside_others(places_of(behind.roles), amounts):
        most, numbers = largest_small(key, threshold=threshold), (*wholes, *parts)
        left = left_of(amounts, wholes, parts)
        signs = [1] * len(wholes) + [-1] * len(parts)
        lefts = _sums_of([(sign, earlier[number]) for sign, number in zip(signs, numbers, strict=True)])
        if any(_NOTHING < abs(left - before) <= most for before in lefts):
            yield next((number for number in numbers if number not in printed), numbers[0])


def _sums_of(told: list[tuple[int, set[float]]]) -> set[float]:
    """Return every sum of one amount of each; none where one has no amount. told: sign and amounts of each.

    A count that many editions restated has many amounts: sums are kept once each, not the ways that lead to them.
    """
    sums = {0.0}
    for sign, amounts in told:
        sums = {round(one + sign * amount, _PLACES) for one in sums for amount in amounts}
    return sums


def _years_of_quarters(roles: pl.DataFrame) -> pl.DataFrame:
    """Return count, the number of a quarter's, and year, the number of the same of its year to 31 March."""
    end = pl.col("period_end")
    year = pl.date(end.dt.year() + (end.dt.month() > _YEAR_ENDS.month), _YEAR_ENDS.month, _YEAR_ENDS.day)
    of_year = roles.filter(period_type=PeriodType.YEAR.value).select(*_ONE_COUNT, pl.col(COUNT).alias(_YEAR))
    quarters = roles.filter(period_type=PeriodType.QUARTER.value)
    dated = quarters.with_columns(year.alias("period_end"), pl.lit(PeriodType.YEAR.value).alias("period_type"))
    return dated.join(of_year, on=_ONE_COUNT, how="inner").select(COUNT, _YEAR)
