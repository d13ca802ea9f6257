"""From unit rows to sums: by part of a breakdown and period, each row counted in every period that holds its day."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt
import polars as pl

from csc_metrics.contracts.vocabulary import PeriodType
from csc_metrics.measures.counting.how import FromRecords, How
from csc_metrics.measures.counting.months import (
    Floats,
    Ints,
    Months,
    Periods,
    month_number_expr,
    periods_within,
)

Bools = npt.NDArray[np.bool_]
"""True or false, one for each row or period."""
ALL: Final = "all"
NOT_RECORDED: Final = "not_recorded"
"""In the place of a part's name, for units that bear none."""
_PARTS_OF_ONE: Final = 1_000_000
"""Amounts such as FTE are added up in whole millionths, so that no sum depends on the order of the rows."""


@dataclass(frozen=True, kw_only=True)
class Cells:
    """One measure in the periods of one type and the parts of one breakdown: arrays with one cell for each.

    parts: "all", or "team=North" and so on, one for each row of the arrays; their columns are the periods.
    top, bottom: sums; nan where the measure has none. value: of a quantile. units: rows that were counted.
    aside: rows that belong here and could not be judged. is_there: whether the part has a unit in the period, or one
    before and one after it.
    """

    periods: Periods
    parts: tuple[str, ...]
    top: Floats
    bottom: Floats
    value: Floats
    units: Ints
    aside: Ints
    is_there: Bools


def cells_of(about: FromRecords, units: pl.DataFrame, months: Months) -> Iterator[Cells]:
    """Give the sums of a measure: first of all units, then for each breakdown that the unit rows have.

    about: of the measure. Input: units, as `UnitRows` says. months: those to count in.
    """
    if not len(months):
        return
    rows = _Rows(about, units, months)
    for breakdown in (ALL, *(name for name in about.breakdowns if name in units.columns)):
        of_parts = rows.of(breakdown)
        for period_type in about.periods:
            yield of_parts.in_periods(periods_within(months, period_type))


class _Rows:
    """Unit rows of a measure as arrays, those outside the months left out."""

    def __init__(self, about: FromRecords, units: pl.DataFrame, months: Months) -> None:
        self.about = about
        self.months = months
        month = month_number_expr(pl.col("on")).alias("_month")
        found = units.with_columns(month).filter(pl.col("_month").is_between(months.first, months.last))
        self.units = found
        self.month = found["_month"].to_numpy().astype(np.int64) - months.first
        self.aside = _flags(found, "is_aside")
        counts = ~self.aside
        self.top = _amounts(found, "top") * counts
        self.bottom = _amounts(found, "bottom") * counts
        self.amount = found["amount"].cast(pl.Float64).to_numpy() if "amount" in found.columns else None
        self.key = _keys(found) if about.how in {How.DISTINCT, How.DISTINCT_SHARE} else None

    def of(self, breakdown: str) -> "_Parts":
        """Return the rows by part of a breakdown."""
        if breakdown == ALL:
            return _Parts(self, np.zeros(len(self.month), dtype=np.int64), (ALL,))
        codes, names = _codes(self.units[breakdown])
        return _Parts(self, codes, tuple(f"{breakdown}={name}" for name in names))


class _Parts:
    """Unit rows by part of one breakdown: sums for each part and month, then for each part and period."""

    def __init__(self, rows: _Rows, codes: Ints, names: tuple[str, ...]) -> None:
        self.rows = rows
        self.codes = codes
        self.names = names
        self.many = len(rows.months)
        self.cell = codes * self.many + rows.month
        counted = (~rows.aside).astype(np.float64)
        self.units = self._by_month(counted)
        self.aside = self._by_month(rows.aside.astype(np.float64))

    def in_periods(self, periods: Periods) -> Cells:
        """Return the sums in periods of one type."""
        how = self.rows.about.how
        nothing = np.full((len(self.names), len(periods.ends)), np.nan)
        top = bottom = value = nothing
        if how is How.QUANTILE:
            value = self._quantiles(periods)
            bottom = _over(self.units, periods)
        elif how in {How.DISTINCT, How.DISTINCT_SHARE}:
            top = self._different(periods, self.rows.top > 0)
            bottom = self._different(periods, self.rows.bottom > 0) if how is How.DISTINCT_SHARE else nothing
        else:
            top = _over(self._by_month(self.rows.top), periods) / _PARTS_OF_ONE
            if how in {How.SHARE, How.RATIO}:
                bottom = _over(self._by_month(self.rows.bottom), periods) / _PARTS_OF_ONE
        seen = self.units + self.aside
        return Cells(
            periods=periods,
            parts=self.names,
            top=top,
            bottom=bottom,
            value=value,
            units=_over(self.units, periods).astype(np.int64),
            aside=_over(self.aside, periods).astype(np.int64),
            is_there=self._is_there(_over(seen, periods) > 0),
        )

    def _is_there(self, is_seen: Bools) -> Bools:
        """Return whether a part has a unit in each period, or before and after it; for all units, every period."""
        if self.names == (ALL,):
            return np.ones_like(is_seen)
        before = np.logical_or.accumulate(is_seen, axis=1)
        after = np.logical_or.accumulate(is_seen[:, ::-1], axis=1)[:, ::-1]
        return before & after

    def _by_month(self, amounts: Floats) -> Floats:
        size = len(self.names) * self.many
        sums = np.bincount(self.cell, weights=amounts, minlength=size).astype(np.float64)
        return sums.reshape(len(self.names), self.many)

    def _different(self, periods: Periods, counts: Bools) -> Floats:
        """Return how many different keys the rows that count have, by part and period."""
        key = self.rows.key
        found = np.zeros((len(self.names), len(periods.ends)))
        if key is None or not len(periods.ends):
            return found
        place, until = _places(periods, self.many)
        first, last = place[self.rows.month], until[self.rows.month]
        at = np.nonzero(counts & ~self.rows.aside & (first <= last))[0]
        order = at[np.lexsort((first[at], key[at], self.codes[at]))]
        code, first, last, key = self.codes[order], first[order], last[order], key[order]
        if not len(order):
            return found
        follows = np.zeros(len(order), dtype=np.bool_)
        follows[:-1] = (code[1:] == code[:-1]) & (key[1:] == key[:-1])
        last[:-1] = np.where(follows[:-1], np.minimum(last[:-1], first[1:] - 1), last[:-1])
        kept = first <= last
        steps = np.zeros((len(self.names), len(periods.ends) + 1))
        np.add.at(steps, (code[kept], first[kept]), 1)
        np.add.at(steps, (code[kept], last[kept] + 1), -1)
        return np.cumsum(steps, axis=1)[:, :-1].astype(np.float64)

    def _quantiles(self, periods: Periods) -> Floats:
        """Return the quantile of the amounts, by part and period; nan where there is none."""
        amount, share = self.rows.amount, self.rows.about.quantile
        found = np.full((len(self.names), len(periods.ends)), np.nan)
        if amount is None or share is None:
            return found
        at = np.nonzero(~self.rows.aside)[0]
        order = at[np.lexsort((amount[at], self.codes[at]))]
        begins = np.searchsorted(self.codes[order], np.arange(len(self.names) + 1))
        for part in range(len(self.names)):
            of_part = order[begins[part] : begins[part + 1]]
            found[part] = _quantiles_in(amount[of_part], self.rows.month[of_part], periods, share)
        return found


def _quantiles_in(amount: Floats, month: Ints, periods: Periods, share: float) -> Floats:
    """Return a quantile of sorted amounts in each period: linear between the two next to it (R's type 7)."""
    found = np.full(len(periods.ends), np.nan)
    if periods.period_type in {PeriodType.MONTH, PeriodType.SNAPSHOT}:
        order = np.argsort(month, kind="stable")
        amount, month = amount[order], month[order]
        begins = np.searchsorted(month, periods.first)
        ends = np.searchsorted(month, periods.last, side="right")
        groups = [amount[begin:end] for begin, end in zip(begins, ends, strict=True)]
    else:
        spans = zip(periods.first, periods.last, strict=True)
        groups = [amount[(month >= first) & (month <= last)] for first, last in spans]
    for place, group in enumerate(groups):
        if len(group):
            found[place] = _between(group, share)
    return found


def _between(amounts: Floats, share: float) -> float:
    """Return the quantile of sorted amounts."""
    at = share * (len(amounts) - 1)
    below = int(at)
    above = min(below + 1, len(amounts) - 1)
    return float(amounts[below] + (amounts[above] - amounts[below]) * (at - below))


def _over(by_month: Floats, periods: Periods) -> Floats:
    """Return sums over the months of each period: exact, since all that is added up is whole."""
    upto = np.zeros((by_month.shape[0], by_month.shape[1] + 1))
    np.cumsum(by_month, axis=1, out=upto[:, 1:])
    return upto[:, periods.last + 1] - upto[:, periods.first]


def _places(periods: Periods, months: int) -> tuple[Ints, Ints]:
    """Return for each month the first and the last of the periods that hold it; none where last comes before first."""
    month = np.arange(months, dtype=np.int64)
    first = np.searchsorted(periods.last, month)
    last = np.searchsorted(periods.first, month, side="right") - 1
    return first, last


def _flags(units: pl.DataFrame, name: str) -> Bools:
    if name not in units.columns:
        return np.zeros(units.height, dtype=np.bool_)
    return units[name].fill_null(value=False).to_numpy()


def _amounts(units: pl.DataFrame, name: str) -> Floats:
    """Return a column of tops or bottoms in millionths; nothing where there is none."""
    if name not in units.columns:
        return np.zeros(units.height)
    column = units[name]
    if column.dtype == pl.Boolean:
        return column.fill_null(value=False).to_numpy().astype(np.float64) * _PARTS_OF_ONE
    amounts = column.cast(pl.Float64).fill_null(0).to_numpy() * _PARTS_OF_ONE
    return np.asarray(np.rint(amounts), dtype=np.float64)


def _keys(units: pl.DataFrame) -> Ints:
    return units["key"].rank("dense").fill_null(0).to_numpy().astype(np.int64)


def _codes(part: pl.Series) -> tuple[Ints, list[str]]:
    """Return the number of each row's part and the names of the parts, in order of name; the one without is last."""
    words = part.cast(pl.Categorical) if part.dtype != pl.Categorical else part
    numbers = words.to_physical().cast(pl.Int64).fill_null(-1).to_numpy() + 1
    example = np.full(int(numbers.max(initial=0)) + 1, -1, dtype=np.int64)
    example[numbers[::-1]] = np.arange(len(numbers) - 1, -1, -1)  # the first row of each
    found = np.nonzero(example >= 0)[0]
    names = words.gather(example[found]).cast(pl.String).fill_null(NOT_RECORDED).to_list()
    order = sorted(range(len(found)), key=lambda place: (found[place] == 0, names[place]))
    places = np.zeros(len(example), dtype=np.int64)
    places[found[order]] = np.arange(len(order))
    return places[numbers], [names[place] for place in order]
