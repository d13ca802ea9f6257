"""Sums that counts keep to by what their figures are: parts of a whole, months of a quarter, stocks and their flows.

Each is used in every period in which it holds. A sum that holds by chance hides more than need be, and tells nothing.
"""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Final

import numpy as np
import polars as pl

from csc_metrics.contracts.about_disclosure import CountRole
from csc_metrics.contracts.vocabulary import PeriodType
from csc_metrics.disclosure.declared_links import HELD_BY, NO_MORE_THAN, STILL_WAITING, STOCKS_AND_FLOWS, WITHIN, Told
from csc_metrics.disclosure.found_sums import sums_that_hold
from csc_metrics.disclosure.linked_counts import Floats, Sum
from csc_metrics.disclosure.same_counts import COUNT

TOP, BOTTOM, REST = (role.value for role in CountRole)
ALL: Final = "all"
_SAME: Final = 1e-9
_QUARTERS: Final = (PeriodType.QUARTER.value, PeriodType.YEAR.value, 4, "9mo")
_MONTHS: Final = (PeriodType.MONTH.value, PeriodType.QUARTER.value, 3, "0mo")
_FLOWS: Final = (PeriodType.QUARTER.value, PeriodType.YEAR.value)
_OF_SERIES: Final = ["measure", "role", "breakdown"]
Key = tuple[str, str, str, str, date]
"""Measure, role, breakdown, period_type and period_end."""


def all_sums(placed: pl.DataFrame, amounts: Floats) -> Iterator[Sum]:
    """Return every sum that counts keep to.

    Input: placed: measure, breakdown, column (of the breakdown), period_type, period_start, period_end, role, amount,
    overlaps (whether units are counted once) and count (its number); one row per figure and role. amounts: by number.
    """
    yield from _rests(placed)
    yield from _sums_of_parts(placed, amounts)
    for shorter, longer, many, offset in (_QUARTERS, _MONTHS):
        yield from _sums_of_periods(placed, amounts, shorter=shorter, longer=longer, many=many, offset=offset)
    places = places_of(placed)
    yield from _stocks_and_flows(placed, places, amounts)
    yield from _still_waiting(places, amounts)
    yield from _within(places, amounts)
    yield from sums_that_hold(placed.filter(pl.col("breakdown") == ALL))


def held_by(placed: pl.DataFrame) -> list[tuple[int, int]]:
    """Return how many hold and how much is held, by number of the count. Input: as of `all_sums`."""
    places = places_of(placed)
    return [(many, much) for (many, much) in _pairs(places, HELD_BY)]


def _pairs(places: dict[Key, int], declared: Sequence[tuple[Told, Told]]) -> Iterator[tuple[int, int]]:
    for one, other in declared:
        for key, place in places.items():
            beside = places.get((*other, *key[2:]))
            if key[:2] == one and beside is not None:
                yield place, beside


def places_of(placed: pl.DataFrame) -> dict[Key, int]:
    """Return the number of each count by measure, role, breakdown, period_type and period_end. Input: as `all_sums`."""
    rows = placed.select("measure", "role", "breakdown", "period_type", "period_end", COUNT).iter_rows()
    return {(measure, role, part, kind, end): number for measure, role, part, kind, end, number in rows}


def _rests(placed: pl.DataFrame) -> Iterator[Sum]:
    """Return what is above the line and what is left as what is below it."""
    figures = placed.pivot("role", index=["measure", "breakdown", "period_type", "period_end"], values=COUNT)
    if {TOP, BOTTOM, REST} <= {*figures.columns}:
        for bottom, top, rest in figures.drop_nulls([TOP, BOTTOM, REST]).select(BOTTOM, TOP, REST).iter_rows():
            yield (top, rest), (bottom,), True


def _sums_of_parts(placed: pl.DataFrame, amounts: Floats) -> Iterator[Sum]:
    """Return the sums of the parts of a breakdown: exact unless they make up more than all, or are counted once."""
    of_period = ["measure", "role", "period_type", "period_end"]
    whole = placed.filter(pl.col("breakdown") == ALL).select(*of_period, pl.col(COUNT).alias("whole"))
    grouped = (
        placed.filter(pl.col("breakdown") != ALL)
        .group_by(*of_period, "column", "overlaps", maintain_order=True)
        .agg(COUNT)
        .join(whole, on=of_period, how="inner", validate="m:1")
    )
    for number, places, overlaps in grouped.select("whole", COUNT, "overlaps").iter_rows():
        more = amounts[places].sum() - amounts[number]
        yield from _as_sums(number, places, is_exact=not overlaps and more <= _SAME, is_enough=more >= -_SAME)


def _sums_of_periods(
    placed: pl.DataFrame, amounts: Floats, *, shorter: str, longer: str, many: int, offset: str
) -> Iterator[Sum]:
    """Return the sums of the quarters of a year, or of the months of a quarter, where all of them are told.

    offset: from the end of a shorter period to a day of the calendar year or quarter that numbers the longer one.
    """
    unit = "1y" if longer == PeriodType.YEAR.value else "1q"
    dated = placed.with_columns(pl.col("period_end").dt.offset_by(offset).dt.truncate(unit).alias("longer"))
    key = [*_OF_SERIES, "longer"]
    whole = dated.filter(pl.col("period_type") == longer).select(*key, pl.col(COUNT).alias("whole"))
    grouped = (
        dated.filter(pl.col("period_type") == shorter)
        .group_by(*key, "overlaps", maintain_order=True)
        .agg(COUNT)
        .filter(pl.col(COUNT).list.len() == many)
        .join(whole, on=key, how="inner", validate="1:1")
    )
    for number, places, overlaps in grouped.select("whole", COUNT, "overlaps").iter_rows():
        more = amounts[places].sum() - amounts[number]
        if overlaps or abs(more) <= _SAME:
            yield from _as_sums(number, places, is_exact=not overlaps, is_enough=more >= -_SAME)


def _as_sums(whole: int, places: Sequence[int], *, is_exact: bool, is_enough: bool) -> Iterator[Sum]:
    """Return parts as a sum. Of things counted once in each part, parts make up the whole or more, and none is more."""
    if is_exact:
        yield tuple(places), (whole,), True
        return
    if is_enough:
        yield tuple(places), (whole,), False
    yield from (((whole,), (place,), False) for place in places)


def _stocks_and_flows(placed: pl.DataFrame, places: dict[Key, int], amounts: Floats) -> Iterator[Sum]:
    """Return what stood before and began as what stands and what ended, in the quarters and years in which it is."""
    periods = placed.filter(pl.col("period_type").is_in(_FLOWS))
    dates = periods.select("period_type", "period_start", "period_end").unique().sort(pl.all()).rows()
    for stock, started, ended in STOCKS_AND_FLOWS:
        for period_type, first_day, last_day in dates:
            days = first_day - timedelta(days=1), last_day
            held = [places.get((*stock, ALL, PeriodType.SNAPSHOT.value, day)) for day in days]
            moved = [places.get((*one, ALL, period_type, last_day)) for one in (started, ended)]
            told = [place for place in (*held, *moved) if place is not None]
            if len(told) == len(held) + len(moved):
                before, after, began, gone = told
                if abs(amounts[before] + amounts[began] - amounts[after] - amounts[gone]) <= _SAME:
                    yield (before, began), (after, gone), True


def _still_waiting(places: dict[Key, int], amounts: Floats) -> Iterator[Sum]:
    """Return what came in all quarters as what is done with and what waits on the newest day, where it is."""
    for stock, came, gone in STILL_WAITING:
        days = [key[-1] for key in places if key[:4] == (*stock, ALL, PeriodType.SNAPSHOT.value)]
        quarters = [key[2:] for key in places if key[:4] == (*came, ALL, PeriodType.QUARTER.value)]
        both = [key for key in quarters if (*gone, *key) in places and key[-1] <= max(days, default=key[-1])]
        if days and both:
            every, done = ([places[*one, *key] for key in both] for one in (came, gone))
            waits = places[*stock, ALL, PeriodType.SNAPSHOT.value, max(days)]
            if abs(amounts[every].sum() - amounts[done].sum() - amounts[waits]) <= _SAME:
                yield (*done, waits), tuple(every), True


def _within(places: dict[Key, int], amounts: Floats) -> Iterator[Sum]:
    """Return counts that together are no more than another, as a whole that what is more makes up with ease."""
    for smaller, larger in (*WITHIN, *NO_MORE_THAN):
        for key, place in places.items():
            if key[:2] == larger:
                found = [places.get((*one, *key[2:])) for one in smaller]
                told = tuple(one for one in found if one is not None)
                if told and np.sum(amounts[list(told)]) <= amounts[place] + _SAME:
                    yield (place,), told, False
