"""Sums that counts of different measures keep to in every period that all have: found as an attacker could find them.

Of two counts that make up a third ("accepted and not accepted make all referrals"), and of stocks and flows ("plans at
the end are those before, and what began, less what ended"). What measures say by themselves is declared
(`csc_metrics.disclosure.declared_links`) and does not hang on this.
"""

from collections.abc import Iterator
from itertools import combinations_with_replacement
from typing import Final

import numpy as np
import polars as pl

from csc_metrics.contracts.vocabulary import PeriodType
from csc_metrics.disclosure.linked_counts import Flags, Floats, Places, Sum
from csc_metrics.disclosure.same_counts import COUNT
from csc_metrics.disclosure.series_of_counts import KINDS_OF_PERIOD, series_of

FEWEST_PERIODS: Final = 4
"""A sum that holds in fewer periods may hold by chance; one that does by chance hides more, and tells nothing.

Only those count in which it says something: 0 and 3 make 3 whatever they are. Else, where most counts are 0, nearly
every count would seem to be made of others.
"""
_SAME: Final = 1e-6
_SEED: Final = 7
_QUARTER: Final = PeriodType.QUARTER.value
_SNAPSHOT: Final = PeriodType.SNAPSHOT.value


def sums_that_hold(counts: pl.DataFrame) -> Iterator[Sum]:
    """Return sums of counts of one part that hold in every period that all of them have, gaps or no gaps.

    Input: counts: count (its number), measure, role, breakdown, period_type, period_end, amount; of one breakdown, one
    row per measure, role and period.
    """
    for types in KINDS_OF_PERIOD:
        series = series_of(counts.filter(pl.col("period_type").is_in(types)), place=COUNT)
        amounts, places = _each_once(series.amounts, series.places)
        for whole, one, other in _triples(amounts):
            yield from _rows(amounts, places, whole, one, other)
    yield from _stocks_and_flows(counts)


def _each_once(amounts: Floats, places: Places) -> tuple[Floats, Places]:
    """Return series without those that are another one's in every period."""
    _, first = np.unique(places, axis=0, return_index=True)
    return amounts[first], places[first]


def _triples(amounts: Floats) -> Iterator[tuple[int, int, int]]:
    """Return the rows of a whole and of two parts that make it up in every period that all three have.

    Rows with the same gaps are taken together. Each is told by one number, the sum of its amounts in the periods that
    all have, weighted by chance, and looked up among the wholes'.
    """
    filled, weights = np.nan_to_num(amounts), np.random.default_rng(_SEED).uniform(1, 2, amounts.shape[1])
    gaps, of_row = np.unique(~np.isnan(amounts), axis=0, return_inverse=True)
    members = [np.flatnonzero(of_row.ravel() == number) for number in range(len(gaps))]
    numbers: dict[bytes, Floats] = {}
    for first, second in combinations_with_replacement(range(len(gaps)), 2):
        for whole, of_whole in enumerate(gaps):
            common = gaps[first] & gaps[second] & of_whole
            if common.sum() >= FEWEST_PERIODS:
                told = numbers.setdefault(common.tobytes(), filled @ (weights * common))
                yield from _matches(told, members[whole], members[first], members[second])


def _matches(numbers: Floats, wholes: Places, firsts: Places, seconds: Places) -> Iterator[tuple[int, int, int]]:
    """Return rows of wholes whose number is the sum of those of two parts; a part of 0 alone is none."""
    is_alike = firsts is seconds
    firsts, seconds = firsts[numbers[firsts] > 0], seconds[numbers[seconds] > 0]
    ordered = wholes[np.argsort(numbers[wholes])]
    together = numbers[firsts][:, None] + numbers[seconds]
    start = np.searchsorted(numbers[ordered], together - _SAME)
    end = np.searchsorted(numbers[ordered], together + _SAME)
    found = np.triu(start < end, 1) if is_alike else start < end  # each pair once
    for at, beside in np.argwhere(found):
        one, other = int(firsts[at]), int(seconds[beside])
        yield from ((int(whole), one, other) for whole in ordered[start[at, beside] : end[at, beside]])


def _rows(amounts: Floats, places: Places, whole: int, one: int, other: int) -> Iterator[Sum]:
    off = amounts[one] + amounts[other] - amounts[whole]
    is_there = ~np.isnan(off)
    if whole in (one, other) or (np.abs(off[is_there]) > _SAME).any():
        return
    if np.sum(is_there & (amounts[one] > 0) & (amounts[other] > 0)) < FEWEST_PERIODS:
        return
    for column in np.flatnonzero(is_there):
        yield (int(places[one, column]), int(places[other, column])), (int(places[whole, column]),), True


def _stocks_and_flows(counts: pl.DataFrame) -> Iterator[Sum]:
    """Return the sums of stocks at the ends of two quarters and what began and ended between them."""
    stocks = counts.filter(pl.col("period_type") == _SNAPSHOT)
    flows = counts.filter(pl.col("period_type") == _QUARTER)
    ends = sorted(set(stocks["period_end"]) & set(flows["period_end"]))
    if len(ends) <= FEWEST_PERIODS:
        return
    both = [series_of(rows.filter(pl.col("period_end").is_in(ends)), place=COUNT) for rows in (stocks, flows)]
    (stock, stock_places), (flow, flow_places) = (_each_once(one.amounts, one.places) for one in both)
    for began, at, ended in _changes(np.diff(stock, axis=1), flow[:, 1:]):
        for column in range(1, len(ends)):
            held = stock_places[at, column - 1], stock_places[at, column]
            moved = flow_places[began, column], flow_places[ended, column]
            if min(*held, *moved) >= 0:
                # What was there and what began are what is there and what ended.
                yield (int(held[0]), int(moved[0])), (int(held[1]), int(moved[1])), True


def _changes(change: Floats, flow: Floats) -> Iterator[tuple[int, int, int]]:
    """Return rows of flows and stocks: what began, less what ended, is how the stock changed in every quarter."""
    moving = np.flatnonzero(np.nansum(flow, axis=1) > 0)
    for at in np.flatnonzero((np.nan_to_num(change) != 0).any(axis=1)):
        began_less = flow[moving] - change[at]
        for ended in moving:
            holds = _holds(np.abs(began_less - flow[ended]), is_moving=(flow[moving] > 0) | (flow[ended] > 0))
            yield from ((int(began), int(at), int(ended)) for began in moving[holds] if began != ended)


def _holds(off: Floats, *, is_moving: Flags) -> Flags:
    """Return which rows are off by nothing in every period that they have, and have enough in which anything moves."""
    is_there = ~np.isnan(off)
    has_enough = (is_there & is_moving).sum(axis=1) >= FEWEST_PERIODS
    found: Flags = has_enough & (np.where(is_there, off, 0.0).max(axis=1) < _SAME)
    return found
