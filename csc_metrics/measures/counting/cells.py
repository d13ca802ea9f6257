"""From unit rows to sums: by part of a breakdown and period, each row counted in every period that holds its day."""

from dataclasses import dataclass
from typing import Final

import numpy as np
import polars as pl

from csc_metrics.measures.counting.how import AtEnd, FromRecords, How
from csc_metrics.measures.counting.months import Bools, Floats, Ints, Months, Periods, month_numbers, periods_within
from csc_metrics.measures.counting.quantiles import quantiles_in
from csc_metrics.measures.counting.records import AuthorityRecords
from csc_metrics.measures.counting.units import child_part

ALL: Final = "all"
NOT_RECORDED: Final = "not_recorded"
"""In the place of a part's name, for units that bear none."""
_PARTS_OF_ONE: Final = 1_000_000
"""Amounts such as FTE are added up in whole millionths, so that no sum depends on the order of the rows."""
_DISTINCT: Final = (How.DISTINCT, How.DISTINCT_SHARE)
_WITH_BOTTOM: Final = (How.SHARE, How.RATIO, How.RATIO_PCT, How.DISTINCT_SHARE)


@dataclass(frozen=True, kw_only=True)
class Cells:
    """One measure in all its periods and parts: arrays with a row for each part and a column for each period.

    parts: "all", then "team=North" and so on. top, bottom: sums; nan where the measure has none. value: of a quantile.
    aside: rows that belong here and could not be judged. is_there: whether the part has a unit in the period, or one
    before and one after it.
    """

    periods: Periods
    parts: tuple[str, ...]
    top: Floats
    bottom: Floats
    value: Floats
    aside: Ints
    is_there: Bools


def cells_of(records: AuthorityRecords, about: FromRecords, months: Months) -> Cells:
    """Return the sums of a measure: of all units, and for each part of each breakdown that can be told.

    records: of one authority. about: of the measure. months: those to count in, one or more.
    """
    rows = _Rows(about, about.units(records), months)
    told = [(name, part_of(records, rows.units, name)) for name in about.breakdowns]
    parts = [rows.all_of_them(), *(rows.by(name, part) for name, part in told if part is not None)]
    return Cells(
        periods=rows.periods,
        parts=tuple(name for one in parts for name in one.names),
        top=np.concatenate([one.tops() for one in parts]),
        bottom=np.concatenate([one.bottoms() for one in parts]),
        value=np.concatenate([one.values() for one in parts]),
        aside=np.concatenate([one.asides() for one in parts]),
        is_there=np.concatenate([one.is_there() for one in parts]),
    )


def part_of(records: AuthorityRecords, units: pl.DataFrame, name: str) -> pl.Series | None:
    """Return the part of a breakdown that each unit row belongs to; None where it cannot be told, or of no row.

    records: of one authority. Input: units, as `UnitRows` says. name: of the breakdown.
    Returns: categories or text, one for each row; null where the row bears none.
    """
    part = units[name] if name in units.columns else child_part(records, units, name)
    return part if part is not None and part.null_count() < len(part) else None


class _Rows:
    """Unit rows of a measure as arrays, those outside the months left out."""

    def __init__(self, about: FromRecords, units: pl.DataFrame, months: Months) -> None:
        self.about = about
        self.many = len(months)
        self.periods = periods_within(months, about.periods)
        month = month_numbers(units["on"])
        is_within = (month >= months.first) & (month <= months.last)
        self.units = units if is_within.all() else units.filter(pl.Series(is_within))
        self.month = month[is_within] - months.first
        self.aside = _flags(self.units, "is_aside")
        self.has_aside = bool(self.aside.any())
        self.top = self._counted(_amounts(self.units, "top"))
        self.bottom = self._counted(_amounts(self.units, "bottom"))
        has_amount = about.how is How.QUANTILE
        self.amount = self.units["amount"].cast(pl.Float64).to_numpy() if has_amount else np.zeros(0)
        self.key = _keys(self.units) if about.how in _DISTINCT else np.zeros(0, dtype=np.int64)

    def all_of_them(self) -> "_Parts":
        """Return all rows as one part."""
        return _Parts(self, np.zeros(len(self.month), dtype=np.int64), (ALL,))

    def by(self, breakdown: str, part: pl.Series) -> "_Parts":
        """Return the rows by part of a breakdown. part: of each row."""
        codes, names = _codes(part)
        return _Parts(self, codes, tuple(f"{breakdown}={name}" for name in names))

    def _counted(self, amounts: Floats) -> Floats:
        return np.where(self.aside, 0.0, amounts) if self.has_aside else amounts


class _Parts:
    """Unit rows by part of one breakdown: sums for each part and month, then for each part and period."""

    def __init__(self, rows: _Rows, codes: Ints, names: tuple[str, ...]) -> None:
        self.rows = rows
        self.codes = codes
        self.names = names
        self.cell = codes * rows.many + rows.month if len(names) > 1 else rows.month
        self.units = self._by_month(None)

    def tops(self) -> Floats:
        """Return the sums of tops; nan for a quantile."""
        how, at_end = self.rows.about.how, self.rows.about.at_end
        if how is How.QUANTILE:
            return self._nothing()
        if how in _DISTINCT:
            return self._different(self.rows.top > 0)
        return self._over(self._by_month(self.rows.top), is_at_end=at_end is AtEnd.BOTH) / _PARTS_OF_ONE

    def bottoms(self) -> Floats:
        """Return the sums of bottoms, of a quantile how many units there are; nan where the measure has none."""
        how, at_end = self.rows.about.how, self.rows.about.at_end
        if how is How.QUANTILE:
            counted = self.units - self._by_month(self.rows.aside) if self.rows.has_aside else self.units
            return self._over(counted, is_at_end=at_end is not AtEnd.NEITHER)
        if how not in _WITH_BOTTOM:
            return self._nothing()
        if how in _DISTINCT:
            return self._different(self.rows.bottom > 0)
        return self._over(self._by_month(self.rows.bottom), is_at_end=at_end is not AtEnd.NEITHER) / _PARTS_OF_ONE

    def values(self) -> Floats:
        """Return the quantiles of the amounts; nan for any other measure."""
        found, rows = self._nothing(), self.rows
        if rows.about.how is not How.QUANTILE or rows.about.quantile is None:
            return found
        at = np.nonzero(~rows.aside)[0] if rows.has_aside else np.arange(len(rows.month))
        order = at[np.lexsort((rows.amount[at], self.codes[at]))]
        begins = np.searchsorted(self.codes[order], np.arange(len(self.names) + 1))
        for part in range(len(self.names)):
            of_part = order[begins[part] : begins[part + 1]]
            found[part] = quantiles_in(
                rows.amount[of_part], rows.month[of_part], periods=rows.periods, share=rows.about.quantile
            )
        return found

    def asides(self) -> Ints:
        """Return how many units belong to each period and could not be judged."""
        if not self.rows.has_aside:
            return np.zeros((len(self.names), len(self.rows.periods)), dtype=np.int64)
        is_of_end = self._are_of_end()
        of_all_months = self._over(self._by_month(self.rows.aside & ~is_of_end))
        return (of_all_months + self._over(self._by_month(self.rows.aside & is_of_end), is_at_end=True)).astype(
            np.int64
        )

    def _are_of_end(self) -> Bools:
        """Return whether rows belong to the periods alone that end with their month."""
        about, units = self.rows.about, self.rows.units
        if about.at_end is not AtEnd.BOTTOM:
            return np.full(units.height, about.at_end is AtEnd.BOTH)
        return (units["bottom"].cast(pl.Float64).fill_null(1.0) != 0).to_numpy()  # not known is not 0

    def is_there(self) -> Bools:
        """Return whether a part has a unit in each period, or before and after it; for all units, every period."""
        is_seen = self._over(self.units) > 0
        if self.names == (ALL,):
            return np.ones_like(is_seen)
        found = np.zeros_like(is_seen)
        for span in self.rows.periods.spans:
            of_type = is_seen[:, span]
            before = np.logical_or.accumulate(of_type, axis=1)
            after = np.logical_or.accumulate(of_type[:, ::-1], axis=1)[:, ::-1]
            found[:, span] = before & after
        return found

    def _nothing(self) -> Floats:
        return np.full((len(self.names), len(self.rows.periods)), np.nan)

    def _by_month(self, amounts: Floats | Bools | None) -> Floats:
        """Return sums by part and month; without amounts how many rows there are."""
        size = len(self.names) * self.rows.many
        sums = np.bincount(self.cell, weights=amounts, minlength=size).astype(np.float64)
        return sums.reshape(len(self.names), self.rows.many)

    def _over(self, by_month: Floats, *, is_at_end: bool = False) -> Floats:
        """Return sums over the months of each period, or of its last month: exact, since all is whole numbers."""
        periods = self.rows.periods
        if is_at_end:
            return by_month[:, periods.last]
        upto = np.zeros((by_month.shape[0], by_month.shape[1] + 1))
        np.cumsum(by_month, axis=1, out=upto[:, 1:])
        return upto[:, periods.last + 1] - upto[:, periods.first]

    def _different(self, counts: Bools) -> Floats:
        """Return how many different keys the rows that count have, by part and period."""
        at = np.nonzero(counts & ~self.rows.aside)[0]
        order = at[np.lexsort((self.rows.month[at], self.rows.key[at], self.codes[at]))]
        found = np.zeros((len(self.names), len(self.rows.periods)))
        for span in self.rows.periods.spans:
            found[:, span] = self._different_in(order, span)
        return found

    def _different_in(self, order: Ints, span: slice) -> Floats:
        """Return how many keys are met in each period of one type: each key counts from its first row on.

        order: places of rows, by part, key and month. span: of the periods.
        """
        periods = self.rows.periods
        first, last = _periods_that_hold(periods.first[span], periods.last[span], self.rows.many)
        many = span.stop - span.start + 1
        first, last = first[self.rows.month[order]], last[self.rows.month[order]].copy()
        code, key = self.codes[order], self.rows.key[order]
        is_same = (code[1:] == code[:-1]) & (key[1:] == key[:-1])
        last[:-1] = np.where(is_same, np.minimum(last[:-1], first[1:] - 1), last[:-1])
        kept = first <= last
        size = len(self.names) * many
        begun = np.bincount(code[kept] * many + first[kept], minlength=size)
        ended = np.bincount(code[kept] * many + last[kept] + 1, minlength=size)
        steps = (begun - ended).reshape(len(self.names), many)
        return np.cumsum(steps, axis=1)[:, :-1].astype(np.float64)


def _periods_that_hold(firsts: Ints, lasts: Ints, months: int) -> tuple[Ints, Ints]:
    """Return for each month the first and the last of the periods that hold it; none where last comes before first."""
    month = np.arange(months, dtype=np.int64)
    return np.searchsorted(lasts, month), np.searchsorted(firsts, month, side="right") - 1


def _flags(units: pl.DataFrame, name: str) -> Bools:
    if name not in units.columns:
        return np.zeros(units.height, dtype=np.bool_)
    return _without_null(units[name], value=False).to_numpy()


def _amounts(units: pl.DataFrame, name: str) -> Floats:
    """Return a column of tops or bottoms in millionths; nothing where there is none."""
    if name not in units.columns:
        return np.zeros(units.height)
    column = units[name]
    if column.dtype == pl.Boolean:
        return _without_null(column, value=False).to_numpy() * float(_PARTS_OF_ONE)
    amounts = _without_null(column.cast(pl.Float64), value=0.0).to_numpy() * _PARTS_OF_ONE
    return np.asarray(np.rint(amounts), dtype=np.float64)


def _without_null(column: pl.Series, *, value: float) -> pl.Series:
    return column.fill_null(value) if column.null_count() else column  # to look is cheaper than to fill nothing


def _keys(units: pl.DataFrame) -> Ints:
    return units["key"].rank("dense").fill_null(0).to_numpy().astype(np.int64)


def _codes(part: pl.Series) -> tuple[Ints, list[str]]:
    """Return the number of each row's part and the names of the parts, in order of name; the one without is last."""
    is_coded = part.dtype in (pl.Categorical, pl.Enum)
    words = part if is_coded else part.cast(pl.Categorical)
    physical = pl.col(part.name).to_physical().cast(pl.Int64).fill_null(-1)
    numbers = words.to_frame().select(physical).to_series().to_numpy()
    example = np.full(int(numbers.max(initial=-1)) + 2, -1, dtype=np.int64)
    example[numbers[::-1] + 1] = np.arange(len(numbers) - 1, -1, -1)  # the first row of each
    found = np.nonzero(example >= 0)[0]
    names = [NOT_RECORDED if words[place] is None else str(words[place]) for place in example[found].tolist()]
    order = sorted(range(len(found)), key=lambda place: (found[place] == 0, names[place]))
    places = np.zeros(len(example), dtype=np.int64)
    places[found[order]] = np.arange(len(order))
    return places[numbers + 1], [names[place] for place in order]
