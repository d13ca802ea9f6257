"""Values of every measure, part and period side by side: an authority a row, a series at one date a column."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
import numpy.typing as npt
import polars as pl

from csc_metrics.comparison.matrix import Floats, ValueMatrix, lacks_neighbours, neighbour_values, summaries
from csc_metrics.contracts.vocabulary import AreaType, Note

COLUMN_KEY: Final = ("measure", "breakdown", "source", "period_type", "period_end")
"""What tells one column from another."""
COLUMN: Final = "column"
"""Number of a column, from 0."""
_PARTS: Final = ("value", "numerator", "denominator")
_NOT_KNOWN: Final = -1


@dataclass(frozen=True, kw_only=True)
class Wide:
    """Values of authorities, and the tops and bottoms that they are made of; NaN where there is none.

    matrix: the values, and what is held or shared. columns: COLUMN_KEY of each column, and its number.
    numerator, denominator: of the same shape as the matrix.
    """

    matrix: ValueMatrix
    columns: pl.DataFrame
    numerator: Floats
    denominator: Floats


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
    columns = rows.select(COLUMN_KEY).unique().sort(COLUMN_KEY).with_row_index(COLUMN)
    areas = tuple(sorted(rows["area_code"].unique()))
    at = (
        rows["area_code"].cast(pl.Enum(areas)).to_physical().to_numpy(),
        rows.select(COLUMN_KEY).join(columns, on=COLUMN_KEY, how="left", maintain_order="left")[COLUMN].to_numpy(),
    )
    shape = len(areas), columns.height
    value, numerator, denominator = (_placed(rows[part], at, shape) for part in _PARTS)
    is_held, is_joint = np.zeros(shape, dtype=np.bool_), np.zeros(shape, dtype=np.bool_)
    is_held[at] = True
    is_joint[at] = rows["note"].fill_null("").str.contains(Note.JOINT_RETURN.value, literal=True).to_numpy()
    matrix = ValueMatrix(
        areas=areas,
        periods=tuple(columns.select("measure", "period_end").iter_rows()),
        values=value,
        is_joint=is_joint,
        is_held=is_held,
        is_whole=np.zeros(columns.height, dtype=np.bool_),
    )
    return Wide(matrix=matrix, columns=columns, numerator=numerator, denominator=denominator)


def _placed(
    series: pl.Series, at: tuple[npt.NDArray[np.uint32], npt.NDArray[np.uint32]], shape: tuple[int, int]
) -> Floats:
    placed = np.full(shape, np.nan)
    placed[at] = series.cast(pl.Float64).fill_null(float("nan")).to_numpy()
    return placed


def near(held: Wide, *, la_codes: Sequence[str], lists: dict[str, list[str]], is_whole_wanted: bool) -> Near:
    """Return what each authority is compared with.

    lists: la_code → its neighbours. is_whole_wanted: whether nothing is told where the source lacks the row of a
    neighbour that existed that day; else whoever is held is enough.
    """
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
