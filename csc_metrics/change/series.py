"""Series of figures as matrices: one row per series, one column per period, so that all are charted in a few steps."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final, Self

import numpy as np
import numpy.typing as npt
import pandas as pd
import polars as pl

from csc_metrics.contracts.vocabulary import PeriodType, Source, Status
from csc_metrics.errors import CscMetricsError

Floats = npt.NDArray[np.float64]
"""Values in the unit of their measure; NaN where there is none."""
Flags = npt.NDArray[np.bool_]
"""Yes or no for each cell."""
Numbers = npt.NDArray[np.int64]
"""Whole numbers: places, stages, how many, days since 1 January 1970."""

SERIES_KEY: Final = ("area_code", "measure", "breakdown", "source", "period_type")
"""What a series is known by."""

_FILLED: Final = {
    "area_code": "",
    "measure": "",
    "breakdown": "all",
    "source": Source.LOCAL.value,
    "period_type": PeriodType.MONTH.value,
}
_A_YEAR: Final = 12
_LENGTHS: Final = {PeriodType.MONTH.value: 1, PeriodType.QUARTER.value: 3, PeriodType.YEAR.value: _A_YEAR}
_FIRST_YEAR: Final = 1970
_ROOM_FOR_DAYS: Final = 2**32
_MOST_NAMED: Final = 3
_FIRST_DAY: Final = date(1970, 1, 1)


class NotASeries(CscMetricsError):
    """A frame cannot be read as series of figures."""

    @classmethod
    def lacking(cls, columns: Sequence[str], *, held: Sequence[str]) -> Self:
        """Word the error for columns that are not there."""
        return cls(
            f"A series needs {' and '.join(columns)}; the frame has {', '.join(held) or 'no columns'}. Name the "
            "column that holds the last day of each period period_end, and the one that holds the figure value."
        )

    @classmethod
    def twice(cls, told: Sequence[str]) -> Self:
        """Word the error for periods that a series has twice."""
        return cls(
            f"A series has one figure for a period, and these have two or more: {'; '.join(told)}. Keep one of each, "
            "or give each series its own area_code, measure, breakdown, source or period_type."
        )


def day_number(day: date) -> int:
    """Return a day as the matrices hold it: days since 1970.

    >>> day_number(date(1970, 2, 1))
    31
    """
    return (day - _FIRST_DAY).days


@dataclass(frozen=True, kw_only=True)
class SeriesMatrix:
    """Series of one type of period, a row each; column 0 is each one's own first period.

    series: the columns of SERIES_KEY, a row each. period_ends: last day of each period, as days since 1970.
    is_period: whether a series has that column, with or without a value. values, numerators, denominators: NaN where
    there is none. in_a_year: how many periods make a year; 0 where they do not.
    """

    series: pl.DataFrame
    period_ends: Numbers
    is_period: Flags
    values: Floats
    numerators: Floats
    denominators: Floats
    in_a_year: Numbers

    def blocks(self, size: int) -> Iterator[Self]:
        """Return the same in matrices of at most so many series each: small enough to stay at hand for a processor."""
        for start in range(0, self.series.height, size):
            rows = slice(start, start + size)
            yield replace(
                self,
                series=self.series[rows],
                **{name: getattr(self, name)[rows] for name in _ARRAYS},
            )


_ARRAYS: Final = ("period_ends", "is_period", "values", "numerators", "denominators", "in_a_year")


@dataclass(frozen=True, kw_only=True)
class _Rows:
    """Rows in order of series and day. at: number of the series. month: number of the period's last month."""

    at: Numbers
    day: Numbers
    month: Numbers
    amounts: dict[str, Floats]

    def taken(self, chosen: npt.NDArray[Any]) -> Self:
        """Return the chosen rows, by place or by a flag for each."""
        amounts = {name: amount[chosen] for name, amount in self.amounts.items()}
        return replace(self, at=self.at[chosen], day=self.day[chosen], month=self.month[chosen], amounts=amounts)


def series_matrices(values: pl.DataFrame | pd.DataFrame) -> tuple[SeriesMatrix, ...]:
    """Return series of figures as matrices, one for each type of period.

    Periods follow each other by the calendar: months, quarters and years by their own length, others by the least time
    between two of them. A period that is not told lies between its neighbours without a value, and breaks the line.
    Where two periods end in one month, as of weeks, rows follow each other by their days.

    values: columns of MeasureValues, polars or pandas; of those only period_end and value are needed. Where a part of
    the key is not there, area_code and measure are "", breakdown "all", source "local" and period_type "month". A row
    has a value where its status, if there is one, is ok.
    Raises: NotASeries where a column is not there, or where a series has a period twice.
    """
    given = pl.from_pandas(values) if isinstance(values, pd.DataFrame) else values
    frame = _with_key(given)
    series, at = _numbered(frame)
    if not series.height:
        return ()
    rows = _in_order(_rows(frame, at), series)
    kinds = series["period_type"]
    return tuple(_of_type(rows, series, kind) for kind in sorted(kinds.unique()))


def _with_key(given: pl.DataFrame) -> pl.DataFrame:
    """Return the columns that a series is made of, those of its key filled. Raises: NotASeries."""
    lacking = [name for name in ("period_end", "value") if name not in given.columns]
    if lacking:
        raise NotASeries.lacking(lacking, held=given.columns)
    key = [_key_column(given, name, filled=filled) for name, filled in _FILLED.items()]
    amounts = [
        (pl.col(name) if name in given.columns else pl.lit(None)).cast(pl.Float64).alias(name)
        for name in ("value", "numerator", "denominator")
    ]
    status = [pl.col("status").cast(pl.String)] if "status" in given.columns else []
    return given.select(*key, pl.col("period_end").cast(pl.Date), *amounts, *status)


def _key_column(given: pl.DataFrame, name: str, *, filled: str) -> pl.Expr:
    """Return a part of the key as text without nulls; as it is where it is so, since it is millions of rows long."""
    if name not in given.columns:
        return pl.lit(filled).alias(name)
    told = pl.col(name) if given.schema[name] == pl.String else pl.col(name).cast(pl.String)
    return told.fill_null(filled) if given[name].null_count() else told


def _numbered(frame: pl.DataFrame) -> tuple[pl.DataFrame, Numbers]:
    """Return the series in order of their key, and the number of each row's own.

    Rows of a series mostly follow each other, so that only where the key changes is it looked up.
    """
    is_first = pl.any_horizontal(pl.col(name) != pl.col(name).shift() for name in SERIES_KEY).fill_null(value=True)
    starts = frame.select(is_first.alias("is_first"))["is_first"].to_numpy()
    runs = frame.filter(pl.Series(starts)).select(SERIES_KEY)
    series = runs.unique().sort(SERIES_KEY)
    numbers = runs.join(
        series.with_row_index("number"), on=SERIES_KEY, how="left", validate="m:1", maintain_order="left"
    )
    return series, numbers["number"].to_numpy().astype(np.int64)[np.cumsum(starts) - 1]


def _rows(frame: pl.DataFrame, at: Numbers) -> _Rows:
    is_ok = pl.col("status") == Status.OK.value if "status" in frame.columns else pl.lit(value=True)
    end = pl.col("period_end")
    told = frame.select(
        end.to_physical().cast(pl.Int64).alias("day"),
        (end.dt.year().cast(pl.Int64) * _A_YEAR + end.dt.month().cast(pl.Int64) - 1).alias("month"),
        pl.when(is_ok & pl.col("value").is_finite()).then("value").fill_null(float("nan")).alias("value"),
        pl.col("numerator", "denominator").fill_null(float("nan")),
    )
    amounts = {name: told[name].to_numpy() for name in ("value", "numerator", "denominator")}
    return _Rows(at=at, day=told["day"].to_numpy(), month=told["month"].to_numpy(), amounts=amounts)


def _in_order(rows: _Rows, series: pl.DataFrame) -> _Rows:
    """Return rows in order of series and day. Raises: NotASeries where a period is there twice."""
    stamp = rows.at * _ROOM_FOR_DAYS + rows.day
    if not (np.diff(stamp) > 0).all():
        order = np.argsort(stamp, kind="stable")
        rows, stamp = rows.taken(order), stamp[order]
    twice = np.flatnonzero(np.diff(stamp) == 0)[:_MOST_NAMED]
    if twice.size:
        ends = rows.day[twice].astype("datetime64[D]")
        keys = [", ".join(filter(None, series.row(number))) for number in rows.at[twice]]
        raise NotASeries.twice([f"{key}, {end}" for key, end in zip(keys, ends, strict=True)])
    return rows


def _of_type(rows: _Rows, series: pl.DataFrame, kind: str) -> SeriesMatrix:
    """Return the matrix of the series of one type of period."""
    is_kind = (series["period_type"] == kind).to_numpy()
    of_kind = rows if is_kind.all() else rows.taken(is_kind[rows.at])
    at = (np.cumsum(is_kind) - 1)[of_kind.at]
    starts = np.flatnonzero(np.diff(at, prepend=-1))
    places, length = _places(of_kind.month, at, starts, kind)
    last = places[np.append(starts[1:], places.size) - 1]
    shape = (starts.size, int(last.max()) + 1)
    cells = at * shape[1] + places
    is_period = np.arange(shape[1]) <= last[:, np.newaxis]
    return SeriesMatrix(
        series=series.filter(pl.Series(is_kind)),
        period_ends=_spread(of_kind.day, cells, _month_ends(of_kind.month[starts], length, shape)),
        is_period=is_period,
        **{f"{name}s": _spread(told, cells, np.full(shape, np.nan)) for name, told in of_kind.amounts.items()},
        in_a_year=np.where((length > 0) & (_A_YEAR % np.maximum(length, 1) == 0), _A_YEAR // np.maximum(length, 1), 0),
    )


def _spread(told: npt.NDArray[Any], cells: Numbers, into: npt.NDArray[Any]) -> npt.NDArray[Any]:
    into.ravel()[cells] = told
    return into


def _places(month: Numbers, at: Numbers, starts: Numbers, kind: str) -> tuple[Numbers, Numbers]:
    """Return each row's column, and each series' months from one column to the next; 0 where rows just follow."""
    steps = np.diff(month, prepend=0)
    steps[starts] = _LENGTHS.get(kind, _A_YEAR)
    least = np.minimum.reduceat(steps, starts)
    length = np.full(starts.size, _LENGTHS[kind]) if kind in _LENGTHS else np.minimum(least, _A_YEAR)
    divided = np.maximum(length, 1)[at]
    places, rest = np.divmod(month - month[starts][at], divided)
    is_uneven = (np.maximum.reduceat(rest, starts) > 0) | (np.minimum.reduceat(steps, starts) < length)
    if is_uneven.any():
        one_after_other = np.arange(month.size) - starts[at]
        places = np.where(is_uneven[at], one_after_other, places)
        length = np.where(is_uneven, 0, length)
    return places, length


def _month_ends(first: Numbers, length: Numbers, shape: tuple[int, int]) -> Numbers:
    """Return the last day of each column's month, for periods that no row tells."""
    months = first[:, np.newaxis] + length[:, np.newaxis] * np.arange(shape[1]) - _FIRST_YEAR * _A_YEAR
    least, most = int(months.min()), int(months.max())
    ends = (np.arange(least, most + 1) + 1).astype("datetime64[M]").astype("datetime64[D]").astype(np.int64) - 1
    told: Numbers = ends[months - least]
    return told
