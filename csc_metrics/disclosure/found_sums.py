"""Sums that counts of different measures keep to in every period: found in the figures, as an attacker could.

Of two counts that make up a third ("accepted and not accepted make all referrals"), and of stocks and flows ("plans at
the end are those before, and what began, less what ended").
"""

from collections.abc import Iterator
from typing import Final

import numpy as np
import polars as pl

from csc_metrics.contracts.vocabulary import PeriodType
from csc_metrics.disclosure.linked_counts import Floats, Places, Sum

_FEWEST_PERIODS: Final = 6
"""A sum that holds in fewer periods may hold by chance."""
_MOST: Final = 0.5
_SAME: Final = 1e-6
_SEED: Final = 7
_QUARTER: Final = PeriodType.QUARTER.value
_YEAR: Final = PeriodType.YEAR.value
_SNAPSHOT: Final = PeriodType.SNAPSHOT.value


def sums_that_hold(counts: pl.DataFrame) -> Iterator[Sum]:
    """Return sums of counts of all units that hold in every period that all of them have.

    Input: counts: count (its number), name, period_type, period_end, amount; one row per name and period.
    """
    for period_type in (_QUARTER, _YEAR, _SNAPSHOT):
        amounts, places = _by_period(counts.filter(pl.col("period_type") == period_type))
        for whole, one, other in _pairs(amounts, amounts):
            yield from _rows(amounts, places, whole, one, other)
    yield from _stocks_and_flows(counts)


def _by_period(counts: pl.DataFrame) -> tuple[Floats, Places]:
    """Return amounts and numbers of counts, a row for each name and a column for each period; NaN and -1 for none."""
    names = {name: row for row, name in enumerate(counts["name"].unique().sort())}
    ends = {end: column for column, end in enumerate(counts["period_end"].unique().sort())}
    amounts, places = np.full((len(names), len(ends)), np.nan), np.full((len(names), len(ends)), -1)
    at = [names[name] for name in counts["name"]], [ends[end] for end in counts["period_end"]]
    amounts[at], places[at] = counts["amount"].to_numpy(), counts["count"].to_numpy()
    return amounts, places


def _pairs(wholes: Floats, parts: Floats) -> Iterator[tuple[int, int, int]]:
    """Return the rows of wholes that two rows of parts make up in every period that all three have.

    Looked for in the newest periods that most have, by one number for each row: the sum of its amounts, weighted by
    chance; then held in every period.
    """
    if wholes.shape[1] < _FEWEST_PERIODS:
        return
    common = np.flatnonzero((~np.isnan(wholes)).mean(axis=0) > _MOST)[-2 * _FEWEST_PERIODS :]
    weights = np.random.default_rng(_SEED).uniform(1, 2, common.size)
    whole_number, part_number = wholes[:, common] @ weights, parts[:, common] @ weights
    is_moving = (part_number != 0) & ~np.isnan(part_number)
    moving = np.flatnonzero(is_moving)
    order = np.argsort(whole_number)
    ordered = whole_number[order]
    first, second = np.triu_indices(moving.size)
    together = part_number[moving][first] + part_number[moving][second]
    start = np.searchsorted(ordered, together - _SAME)
    for pair in np.flatnonzero(start < np.searchsorted(ordered, together + _SAME)):
        one, other = int(moving[first[pair]]), int(moving[second[pair]])
        place = int(start[pair])
        while place < ordered.size and ordered[place] <= together[pair] + _SAME:
            yield int(order[place]), one, other
            place += 1


def _rows(amounts: Floats, places: Places, whole: int, one: int, other: int) -> Iterator[Sum]:
    off = amounts[one] + amounts[other] - amounts[whole]
    is_there = ~np.isnan(off)
    if whole in (one, other) or is_there.sum() < _FEWEST_PERIODS or (np.abs(off[is_there]) > _SAME).any():
        return
    for column in np.flatnonzero(is_there):
        yield (int(places[one, column]), int(places[other, column])), (int(places[whole, column]),), True


def _stocks_and_flows(counts: pl.DataFrame) -> Iterator[Sum]:
    """Return the sums of stocks at the ends of two quarters and what began and ended between them."""
    stocks = counts.filter(pl.col("period_type") == _SNAPSHOT)
    flows = counts.filter(pl.col("period_type") == _QUARTER)
    ends = sorted(set(stocks["period_end"]) & set(flows["period_end"]))
    if len(ends) < _FEWEST_PERIODS:
        return
    stock, stock_places = _by_period(stocks.filter(pl.col("period_end").is_in(ends)))
    flow, flow_places = _by_period(flows.filter(pl.col("period_end").is_in(ends)))
    change = np.full(stock.shape, np.nan)
    change[:, 1:] = np.diff(stock, axis=1)
    for began, at, ended in _changes(change, flow):
        for column in range(1, len(ends)):
            held = stock_places[at, column - 1], stock_places[at, column]
            moved = flow_places[began, column], flow_places[ended, column]
            if min(*held, *moved) >= 0:
                # What was there and what began are what is there and what ended.
                yield (int(held[0]), int(moved[0])), (int(held[1]), int(moved[1])), True


def _changes(change: Floats, flow: Floats) -> Iterator[tuple[int, int, int]]:
    """Return rows of flows and stocks: what began, less what ended, is how the stock changed in every quarter."""
    for at in np.flatnonzero(np.isfinite(change[:, 1:]).all(axis=1) & (change[:, 1:] != 0).any(axis=1)):
        began_less = flow - change[at]
        for ended in range(flow.shape[0]):
            off = began_less - flow[ended]
            is_there = ~np.isnan(off)
            enough = is_there.sum(axis=1) >= _FEWEST_PERIODS
            holds = enough & (np.where(is_there, np.abs(off), 0.0).max(axis=1) < _SAME)
            yield from ((int(began), int(at), ended) for began in np.flatnonzero(holds))
