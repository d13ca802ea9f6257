"""Values as one matrix, area by measure and period, so that every authority is compared in a few array steps."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

import numpy as np
import numpy.typing as npt
import polars as pl

from csc_metrics.contracts.authorities import JOINT_RETURNS, authorities, authority_codes_on
from csc_metrics.contracts.vocabulary import NEIGHBOURS_IN_A_LIST, Note, Polarity
from csc_metrics.periods import one_year_before

Floats = npt.NDArray[np.float64]
"""Values in the unit of their measure; NaN where there is none."""
Flags = npt.NDArray[np.bool_]
"""Yes or no for each cell."""
Counts = npt.NDArray[np.int64]
"""Whole numbers: ranks, quarters, how many."""

_QUARTERS: Final = (25.0, 50.0, 75.0)


@dataclass(frozen=True, kw_only=True)
class ValueMatrix:
    """All values of one source. periods: (measure code, period end), a column each. areas: codes, a row each.

    values: NaN where there is none. is_joint: whether the value is one that two authorities share.
    is_held: whether the source has a row, with or without a value.
    is_whole: by column, whether the source holds every authority that existed that day.
    """

    areas: tuple[str, ...]
    periods: tuple[tuple[str, date], ...]
    values: Floats
    is_joint: Flags
    is_held: Flags
    is_whole: Flags

    def row(self, area: str) -> Floats:
        """Return an area's values, NaN throughout where the area is not there."""
        return self.values[self.areas.index(area)] if area in self.areas else np.full(len(self.periods), np.nan)

    def part(self, columns: slice) -> "ValueMatrix":
        """Return some of the columns."""
        return ValueMatrix(
            areas=self.areas,
            periods=self.periods[columns],
            values=self.values[:, columns],
            is_joint=self.is_joint[:, columns],
            is_held=self.is_held[:, columns],
            is_whole=self.is_whole[columns],
        )


def value_matrix(values: pl.DataFrame) -> ValueMatrix:
    """Return measure values as a matrix.

    Input: schema MeasureValues, all areas and periods of one source, breakdown "all".
    Raises: ValueError where two sources or breakdowns would fall into one cell.
    """
    if values.select("source", "breakdown").n_unique() > 1:
        raise ValueError("One matrix holds one source and one breakdown: filter the measure values first.")
    areas = tuple(sorted(values["area_code"].unique()))
    periods = tuple(values.select("measure", "period_end").unique().sort("measure", "period_end").iter_rows())
    row_of = {area: row for row, area in enumerate(areas)}
    column_of = {period: column for column, period in enumerate(periods)}
    rows = [row_of[area] for area in values["area_code"]]
    columns = [column_of[period] for period in values.select("measure", "period_end").iter_rows()]
    matrix = np.full((len(areas), len(periods)), np.nan)
    matrix[rows, columns] = values["value"].cast(pl.Float64).fill_null(float("nan")).to_numpy()
    is_joint = np.zeros(matrix.shape, dtype=np.bool_)
    is_joint[rows, columns] = values["note"].fill_null("").str.contains(Note.JOINT_RETURN.value).to_numpy()
    is_held = np.zeros(matrix.shape, dtype=np.bool_)
    is_held[rows, columns] = True
    return ValueMatrix(
        areas=areas,
        periods=periods,
        values=matrix,
        is_joint=is_joint,
        is_held=is_held,
        is_whole=_is_whole(areas, periods, is_held=is_held),
    )


def _is_whole(areas: Sequence[str], periods: Sequence[tuple[str, date]], *, is_held: Flags) -> Flags:
    row_of = {area: row for row, area in enumerate(areas)}
    is_whole = np.zeros(len(periods), dtype=np.bool_)
    for column, (_, day) in enumerate(periods):
        expected = authority_codes_on(day)
        rows = [row_of[code] for code in expected if code in row_of]
        is_whole[column] = len(rows) == len(expected) and bool(is_held[rows, column].all())
    return is_whole


def changes(matrix: ValueMatrix) -> Floats:
    """Return each value less the value one year before; NaN unless both are there and the periods are consecutive."""
    column_of = {period: column for column, period in enumerate(matrix.periods)}
    before = np.full(matrix.values.shape, np.nan)
    for column, (measure, day) in enumerate(matrix.periods):
        earlier = column_of.get((measure, one_year_before(day)))
        if earlier is not None:
            before[:, column] = matrix.values[:, earlier]
    change: Floats = matrix.values - before
    return change


def neighbour_values(matrix: ValueMatrix, *, la_codes: Sequence[str], lists: dict[str, list[str]]) -> Floats:
    """Return the neighbours' values, authority by place in the list by column; NaN where a neighbour has none.

    The partner of a joint return is never its own comparator: it is NaN where the value is shared.
    """
    nobody = len(matrix.areas)
    row_of = {area: row for row, area in enumerate(matrix.areas)}
    index = np.full((len(la_codes), NEIGHBOURS_IN_A_LIST), nobody)
    partners = []
    for at, la_code in enumerate(la_codes):
        neighbours = lists.get(la_code, [])
        index[at, : len(neighbours)] = [row_of.get(neighbour, nobody) for neighbour in neighbours]
        partners += [(at, place) for place, other in enumerate(neighbours) if _are_partners(la_code, other)]
    padded = np.vstack([matrix.values, np.full((1, len(matrix.periods)), np.nan)])
    found: Floats = padded[index]
    for at, place in partners:
        if la_codes[at] in row_of:
            found[at, place, matrix.is_joint[row_of[la_codes[at]]]] = np.nan
    return found


def lacks_neighbours(matrix: ValueMatrix, *, la_codes: Sequence[str], lists: dict[str, list[str]]) -> Flags:
    """Say, authority by column, whether the source lacks the row of a neighbour that existed that day.

    The carried table does, for other authorities' earlier years: a part of the list must not pass for the whole.
    """
    days = sorted({day for _, day in matrix.periods})
    place = {day: number for number, day in enumerate(days)}
    of_column = [place[day] for _, day in matrix.periods]
    row_of = {area: row for row, area in enumerate(matrix.areas)}
    lacks = {}
    for code in {code for la_code in la_codes for code in lists.get(la_code, [])} & set(authorities()):
        existed = np.array([authorities()[code].existed_on(day) for day in days], dtype=np.bool_)[of_column]
        lacks[code] = existed & ~matrix.is_held[row_of[code]] if code in row_of else existed
    found = np.zeros((len(la_codes), len(matrix.periods)), dtype=np.bool_)
    for at, la_code in enumerate(la_codes):
        for code in lists.get(la_code, []):
            if code in lacks:
                found[at] |= lacks[code]
    return found


def _are_partners(one: str, other: str) -> bool:
    return (one, other) in JOINT_RETURNS or (other, one) in JOINT_RETURNS


def summaries(near: Floats) -> dict[str, Floats]:
    """Return mean, median, lowest and highest of the neighbours that have a value; NaN where none has.

    near: authority by place in the list by column.
    Source: methods of the suite, section 2 (mean as LAIT, median as DfE's dashboard).
    """
    is_held = ~np.isnan(near)
    held = np.sum(is_held, axis=1, keepdims=True)
    ordered = np.sort(near, axis=1)  # NaN last

    def at(place: Counts) -> Floats:
        return np.take_along_axis(ordered, np.clip(place, 0, None), axis=1)[:, 0, :]

    total = np.where(is_held, near, 0.0).sum(axis=1)
    return {
        "neighbour_mean": np.divide(total, held[:, 0, :], out=np.full(total.shape, np.nan), where=held[:, 0, :] > 0),
        "neighbour_median": (at((held - 1) // 2) + at(np.minimum(held // 2, NEIGHBOURS_IN_A_LIST - 1))) / 2,
        "neighbour_min": at(np.zeros_like(held)),
        "neighbour_max": at(held - 1),
    }


def ranks(column: Floats, *, polarity: Polarity) -> Counts:
    """Return each authority's rank: 1 is best, ties share the lowest number; 0 where there is no value.

    >>> ranks(np.array([14.0, np.nan, 12.0, 14.0, 15.5]), polarity=Polarity.LOW_IS_GOOD)
    array([2, 0, 1, 2, 4])
    """
    worse_with_size = column if polarity is Polarity.LOW_IS_GOOD else -column
    ordered = np.sort(worse_with_size[~np.isnan(column)])
    places = np.searchsorted(ordered, worse_with_size, side="left") + 1
    return np.where(np.isnan(column), 0, places)


def quartiles(column: Floats, *, polarity: Polarity) -> Counts:
    """Return each authority's quarter: 0 is A, the best, 3 is D; -1 where there is no value.

    Cut points by linear interpolation (R type 7) on unrounded values; a value on a cut point is in the lower band.

    >>> quartiles(np.array([1.0, 2.0, 3.0, 4.0, 5.0]), polarity=Polarity.HIGH_IS_GOOD)
    array([3, 3, 2, 1, 0])
    """
    held = column[~np.isnan(column)]
    if held.size == 0:
        return np.full(column.shape, -1)
    cuts = np.percentile(held, _QUARTERS, method="linear")
    bands = np.searchsorted(cuts, column, side="left")
    best_first = bands if polarity is Polarity.LOW_IS_GOOD else len(_QUARTERS) - bands
    return np.where(np.isnan(column), -1, best_first)
