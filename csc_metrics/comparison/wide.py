"""Values of every measure, part and period side by side: an authority a row, a series at one date a column."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final, Self

import numpy as np
import numpy.typing as npt
import polars as pl

from csc_metrics.comparison.matrix import Floats, ValueMatrix, lacks_neighbours, neighbour_values, summaries
from csc_metrics.contracts.vocabulary import AreaType, Note

Places = npt.NDArray[np.int64]
"""Numbers of columns or of rows, from 0; -1 for none."""

SERIES_KEY: Final = ("measure", "breakdown", "source", "period_type")
"""What tells one series of an authority from another."""
COLUMN_KEY: Final = (*SERIES_KEY, "period_end")
"""What tells one column from another."""
COLUMN: Final = "column"
"""Number of a column, from 0."""
NO_PLACE: Final = -1
_SERIES: Final = "series"
_PARTS: Final = ("value", "numerator", "denominator")
_NOT_KNOWN: Final = -1
_CELLS_AT_ONCE: Final = 2**18
"""Neighbours' figures in one array step: few enough for a processor's own memory."""


class Columns:
    """The columns of series at their dates, in order of COLUMN_KEY, and the number of each.

    Rows of a series mostly follow each other, so that words are looked up only where they change.
    """

    def __init__(self, rows: pl.DataFrame) -> None:
        """Find the columns. rows: with the columns of COLUMN_KEY."""
        runs, run_of_row = _runs(rows)
        self._series = runs.unique().sort(SERIES_KEY).with_row_index(_SERIES)
        days = rows["period_end"].to_physical().to_numpy()
        self._first_day = int(days.min()) if days.size else 0
        is_column = np.zeros((self._series.height, int(np.ptp(days)) + 1 if days.size else 0), dtype=np.bool_)
        is_column[self._numbers(runs)[run_of_row], days - self._first_day] = True
        self._places = np.where(is_column, np.cumsum(is_column).reshape(is_column.shape) - 1, NO_PLACE)
        series, day = np.nonzero(is_column)
        self.table = (
            self._series[series]
            .drop(_SERIES)
            .with_columns(
                period_end=pl.Series(day + self._first_day, dtype=pl.Int32).cast(pl.Date),
                column=pl.int_range(series.size, dtype=pl.UInt32, eager=True),
            )
        )

    @property
    def many(self) -> int:
        """How many columns there are."""
        return self.table.height

    def of(self, rows: pl.DataFrame) -> Places:
        """Return the column of each row; NO_PLACE where there is none. rows: with the columns of COLUMN_KEY."""
        runs, run_of_row = _runs(rows)
        series = self._numbers(runs)[run_of_row]
        day = rows["period_end"].to_physical().to_numpy().astype(np.int64) - self._first_day
        is_known = (series >= 0) & (day >= 0) & (day < self._places.shape[1])
        if not self._places.size:
            return np.full(rows.height, NO_PLACE)
        return np.where(is_known, self._places[series * is_known, day * is_known], NO_PLACE)

    def _numbers(self, runs: pl.DataFrame) -> Places:
        """Return the number of each run's series."""
        joined = runs.join(self._series, on=SERIES_KEY, how="left", validate="m:1", maintain_order="left")
        numbers: Places = joined[_SERIES].cast(pl.Int64).fill_null(NO_PLACE).to_numpy()
        return numbers


def _runs(rows: pl.DataFrame) -> tuple[pl.DataFrame, Places]:
    """Return the series of rows that follow each other, a row for each run of them, and the run of each row."""
    is_new = pl.any_horizontal(pl.col(name) != pl.col(name).shift() for name in SERIES_KEY).fill_null(value=True)
    starts = rows.select(is_new.alias("is_new"))["is_new"]
    runs: Places = np.cumsum(starts.to_numpy()) - 1
    return rows.filter(starts).select(SERIES_KEY), runs


@dataclass(frozen=True, kw_only=True)
class Wide:
    """Values of authorities, and the tops and bottoms that they are made of; NaN where there is none.

    matrix: the values, and what is held or shared. columns: of it. numerator, denominator: of the same shape.
    """

    matrix: ValueMatrix
    columns: Columns
    numerator: Floats
    denominator: Floats

    def blocks(self, size: int) -> Iterator[Self]:
        """Return the same in parts of at most so many columns each; `columns` stay those of all."""
        for start in range(0, len(self.matrix.periods), size):
            part = slice(start, start + size)
            yield replace(
                self,
                matrix=self.matrix.part(part),
                numerator=self.numerator[:, part],
                denominator=self.denominator[:, part],
            )


@dataclass(frozen=True, kw_only=True)
class Near:
    """What an authority is compared with: authority by column, NaN where there is nothing.

    summary: neighbour_mean, neighbour_median, neighbour_min and neighbour_max. held: how many neighbours have a value,
    -1 where the source lacks a neighbour's row. top, bottom: the neighbours' together; NaN unless both are known of
    every neighbour that has a value.
    """

    summary: Mapping[str, Floats]
    held: npt.NDArray[np.int64]
    top: Floats
    bottom: Floats


def wide(values: pl.DataFrame) -> Wide:
    """Return the measure values of authorities side by side; regions and England are left out.

    values: schema MeasureValues, of one source or several.
    """
    rows = values.filter(pl.col("area_type") == AreaType.AUTHORITY.value)
    columns = Columns(rows)
    areas = tuple(sorted(rows["area_code"].unique()))
    at = places_among(rows["area_code"], areas), columns.of(rows)
    shape = len(areas), columns.many
    value, numerator, denominator = (_placed(rows[part], at, shape) for part in _PARTS)
    is_held, is_joint = np.zeros(shape, dtype=np.bool_), np.zeros(shape, dtype=np.bool_)
    is_held[at] = True
    is_joint[at] = rows["note"].fill_null("").str.contains(Note.JOINT_RETURN.value, literal=True).to_numpy()
    matrix = ValueMatrix(
        areas=areas,
        periods=tuple(columns.table.select("measure", "period_end").iter_rows()),
        values=value,
        is_joint=is_joint,
        is_held=is_held,
        is_whole=np.zeros(columns.many, dtype=np.bool_),
    )
    return Wide(matrix=matrix, columns=columns, numerator=numerator, denominator=denominator)


def places_among(codes: pl.Series, areas: Sequence[str]) -> Places:
    """Return the place of each code among areas; NO_PLACE where it is not among them.

    >>> places_among(pl.Series(["b", "c", "a"]), ("a", "b")).tolist()
    [1, -1, 0]
    """
    places: Places = (
        codes.cast(pl.Enum(areas), strict=False).to_physical().cast(pl.Int64).fill_null(NO_PLACE).to_numpy()
    )
    return places


def _placed(series: pl.Series, at: tuple[Places, Places], shape: tuple[int, int]) -> Floats:
    placed = np.full(shape, np.nan)
    placed[at] = series.cast(pl.Float64).fill_null(float("nan")).to_numpy()
    return placed


def near(held: Wide, *, la_codes: Sequence[str], lists: dict[str, list[str]], is_whole_wanted: bool) -> Near:
    """Return what each authority is compared with.

    lists: la_code → its neighbours. is_whole_wanted: whether nothing is told where the source lacks the row of a
    neighbour that existed that day; else whoever is held is enough.
    """
    size = max(_CELLS_AT_ONCE // max(10 * len(la_codes), 1), 1)
    blocks = [
        _near(block, la_codes=la_codes, lists=lists, is_whole_wanted=is_whole_wanted) for block in held.blocks(size)
    ]
    if len(blocks) == 1:
        return blocks[0]
    if not blocks:
        return _near(held, la_codes=la_codes, lists=lists, is_whole_wanted=is_whole_wanted)
    return Near(
        summary={name: np.hstack([one.summary[name] for one in blocks]) for name in blocks[0].summary},
        held=np.hstack([one.held for one in blocks]),
        top=np.hstack([one.top for one in blocks]),
        bottom=np.hstack([one.bottom for one in blocks]),
    )


def _near(held: Wide, *, la_codes: Sequence[str], lists: dict[str, list[str]], is_whole_wanted: bool) -> Near:
    matrix = held.matrix
    found = neighbour_values(matrix, la_codes=la_codes, lists=lists)
    is_lacking = np.zeros((len(la_codes), len(matrix.periods)), dtype=np.bool_)
    if is_whole_wanted:
        is_lacking = lacks_neighbours(matrix, la_codes=la_codes, lists=lists)
        found = np.where(is_lacking[:, np.newaxis, :], np.nan, found)
    is_told = ~np.isnan(found)
    parts = [
        neighbour_values(replace(matrix, values=part), la_codes=la_codes, lists=lists)
        for part in (held.numerator, held.denominator)
    ]
    is_whole = is_told.any(axis=1) & ~(is_told & np.isnan(parts[0] + parts[1])).any(axis=1)
    top, bottom = (np.where(is_whole, np.where(is_told, part, 0.0).sum(axis=1), np.nan) for part in parts)
    return Near(
        summary=summaries(found),
        held=np.where(is_lacking, _NOT_KNOWN, is_told.sum(axis=1)),
        top=top,
        bottom=bottom,
    )
