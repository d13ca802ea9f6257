"""Each authority's measure values beside its neighbours, its region and England."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import polars as pl

from csc_metrics.comparison.matrix import (
    Counts,
    Floats,
    ValueMatrix,
    changes,
    lacks_neighbours,
    neighbour_values,
    quartiles,
    ranks,
    summaries,
    value_matrix,
)
from csc_metrics.contracts.authorities import authorities
from csc_metrics.contracts.tables import Comparisons, ReportRows
from csc_metrics.contracts.vocabulary import ENGLAND_CODE, Outcome, Polarity, Quartile
from csc_metrics.measures.registry import MEASURES
from csc_metrics.published.neighbours import UnknownModel

ENOUGH_NEIGHBOURS: Final = 5
"""With fewer neighbours that have a value, nothing is called better, worse, higher, lower or similar."""

_NOT_KNOWN: Final = -1
_LETTERS: Final = tuple(quartile.value for quartile in Quartile)


def compare_with_others(
    values: pl.DataFrame, *, completed: pl.DataFrame, neighbours: pl.DataFrame, neighbour_model: str
) -> pl.DataFrame:
    """Return measure values of authorities beside their comparators of the same period.

    values: schema MeasureValues, every area and period that one source holds, breakdown "all". completed: schema
    MeasureValues, the rows of that source to compare (authorities only). neighbours: schema Neighbours.
    neighbour_model: "2021" or "2025".
    Returns: schema Comparisons, a row for each row of `completed`. Neighbours without a value are left out and
    counted; rank and quartile are null without a polarity and where the source does not hold every authority.
    Raises: UnknownModel; ValueError where `values` hold several sources or breakdowns.
    Source: methods of DfE's local authority interactive tool; type 7 quartiles; outcome by the neighbours' range.
    """
    if completed.is_empty():
        return Comparisons.create_empty()
    matrix = value_matrix(values)
    la_codes = sorted(completed["area_code"].unique())
    lists = neighbour_lists(neighbours, neighbour_model)
    comparators = _comparators(matrix, la_codes=la_codes, lists=lists)
    columns = list(Comparisons.create_empty().schema)
    compared = (
        completed.rename({"area_code": "la_code"})
        .join(comparators, on=["la_code", "measure", "period_end"], how="left", validate="1:1")
        .with_columns(
            la_name=pl.col("la_code").replace_strict({code: authorities()[code].name for code in la_codes}),
            neighbour_model=pl.lit(neighbour_model),
            neighbours=pl.col("la_code").replace_strict(
                {code: lists.get(code, []) for code in la_codes}, return_dtype=pl.List(pl.String)
            ),
            region=pl.col("la_code").replace_strict({code: authorities()[code].region_code for code in la_codes}),
            outcome=pl.col("outcome").fill_null(Outcome.NOT_COMPARED.value),
        )
        .select(columns)
        .sort(Comparisons.primary_key())
    )
    return Comparisons.validate(compared)


def report_rows(compared: pl.DataFrame, *, completed: pl.DataFrame) -> pl.DataFrame:
    """Return comparisons with how each value came about: the rows that a report draws, prints and gives as CSV.

    compared: schema Comparisons. completed: schema MeasureValues, the rows that were compared.
    Returns: schema ReportRows, one row for each row of `compared`.
    """
    how = completed.rename({"area_code": "la_code"}).select(
        *Comparisons.primary_key(), "period_start", "lower", "upper", "interval_kind", "rows_aside", "note"
    )
    joined = compared.join(how, on=Comparisons.primary_key(), how="inner", validate="1:1")
    return ReportRows.validate(joined.select(list(ReportRows.create_empty().schema)))


def neighbour_lists(neighbours: pl.DataFrame, model: str) -> dict[str, list[str]]:
    """Return la_code → its neighbours, nearest first.

    neighbours: schema Neighbours. model: "2021" or "2025". Raises: UnknownModel.
    """
    of_model = neighbours.filter(pl.col("neighbour_model") == model).sort("la_code", "place")
    if of_model.is_empty():
        raise UnknownModel.named(model)
    return dict(of_model.group_by("la_code", maintain_order=True).agg("neighbour_code").iter_rows())


def _comparators(matrix: ValueMatrix, *, la_codes: Sequence[str], lists: dict[str, list[str]]) -> pl.DataFrame:
    """Return the comparators of each authority for every measure and period: a row for each."""
    is_lacking = lacks_neighbours(matrix, la_codes=la_codes, lists=lists)
    found = neighbour_values(matrix, la_codes=la_codes, lists=lists)
    near = np.where(is_lacking[:, np.newaxis, :], np.nan, found)
    own = np.vstack([matrix.row(la_code) for la_code in la_codes])
    change = _rows_of(changes(matrix), matrix, la_codes)
    summary = summaries(near)
    rank, ranked, quarter = _standing(matrix, la_codes)
    regions = np.vstack([matrix.row(authorities()[la_code].region_code) for la_code in la_codes])
    england = np.tile(matrix.row(ENGLAND_CODE), (len(la_codes), 1))
    held = np.where(is_lacking, _NOT_KNOWN, np.sum(~np.isnan(near), axis=1))
    wide = {
        "change": change,
        **summary,
        "neighbours_with_value": held,
        "region_value": regions,
        "england_value": england,
        "england_rank": rank,
        "england_ranked": ranked,
        "quartile": quarter,
        "outcome": _outcomes(own, summary, held=held, periods=matrix.periods),
    }
    return _with_nulls(_long(wide, matrix=matrix, la_codes=la_codes))


def _long(wide: Mapping[str, npt.NDArray[Any]], *, matrix: ValueMatrix, la_codes: Sequence[str]) -> pl.DataFrame:
    """Return matrices, authority by measure and period, as one row for each cell."""
    return pl.DataFrame(
        {
            "la_code": [la_code for la_code in la_codes for _ in matrix.periods],
            "measure": [measure for measure, _ in matrix.periods] * len(la_codes),
            "period_end": [day for _, day in matrix.periods] * len(la_codes),
            **{name: values.ravel().tolist() for name, values in wide.items()},
        }
    )


def _with_nulls(frame: pl.DataFrame) -> pl.DataFrame:
    """Turn NaN, rank 0, the empty quartile and a count not known into null, and date the comparators."""
    return frame.with_columns(
        pl.col(pl.Float64).fill_nan(None),
        pl.when(pl.col("neighbours_with_value") != _NOT_KNOWN)
        .then(pl.col("neighbours_with_value").cast(pl.Int64))
        .alias("neighbours_with_value"),
        pl.when(pl.col("england_rank") > 0).then("england_rank").alias("england_rank"),
        pl.when(pl.col("england_rank") > 0).then("england_ranked").alias("england_ranked"),
        pl.when(pl.col("quartile") >= 0)
        .then(pl.col("quartile").replace_strict(dict(enumerate(_LETTERS)), default=None, return_dtype=pl.String))
        .alias("quartile"),
        comparator_period_end=pl.col("period_end"),
    )


def _rows_of(values: Floats, matrix: ValueMatrix, la_codes: Sequence[str]) -> Floats:
    nothing = np.full(len(matrix.periods), np.nan)
    row_of = {area: row for row, area in enumerate(matrix.areas)}
    return np.vstack([values[row_of[code]] if code in row_of else nothing for code in la_codes])


def _standing(matrix: ValueMatrix, la_codes: Sequence[str]) -> tuple[Counts, Counts, Counts]:
    """Return rank, how many have one, and quarter; 0, 0 and -1 where polarity or the source allows none."""
    is_authority = np.array([area in authorities() for area in matrix.areas])
    rank = np.zeros(matrix.values.shape, dtype=np.int64)
    ranked = np.zeros(matrix.values.shape, dtype=np.int64)
    quarter = np.full(matrix.values.shape, -1)
    for column, (measure, _) in enumerate(matrix.periods):
        polarity = MEASURES[measure].polarity
        if polarity is not Polarity.NO_JUDGEMENT and matrix.is_whole[column]:
            values = matrix.values[is_authority, column]
            rank[is_authority, column] = ranks(values, polarity=polarity)
            ranked[is_authority, column] = np.sum(~np.isnan(values))
            quarter[is_authority, column] = quartiles(values, polarity=polarity)
    row_of = {area: row for row, area in enumerate(matrix.areas)}
    rows = [row_of.get(code, -1) for code in la_codes]
    known = np.array([row >= 0 for row in rows])[:, np.newaxis]
    return (
        np.where(known, rank[rows], 0),
        np.where(known, ranked[rows], 0),
        np.where(known, quarter[rows], -1),
    )


def _outcomes(
    own: Floats, summary: dict[str, Floats], *, held: Counts, periods: Sequence[tuple[str, date]]
) -> npt.NDArray[np.str_]:
    """Say how each value lies beside its neighbours' range; the words depend on the measure's polarity."""
    above, below = zip(*(words_outside(MEASURES[measure].polarity) for measure, _ in periods), strict=True)
    is_compared = ~np.isnan(own) & (held >= ENOUGH_NEIGHBOURS)
    outcome = np.where(own > summary["neighbour_max"], np.array(above), Outcome.SIMILAR.value)
    outcome = np.where(own < summary["neighbour_min"], np.array(below), outcome)
    return np.where(is_compared, outcome, Outcome.NOT_COMPARED.value)


def words_outside(polarity: Polarity) -> tuple[str, str]:
    """Return the words for a value above, and for one below, what neighbours have. polarity: of the measure."""
    if polarity is Polarity.HIGH_IS_GOOD:
        return Outcome.BETTER.value, Outcome.WORSE.value
    if polarity is Polarity.LOW_IS_GOOD:
        return Outcome.WORSE.value, Outcome.BETTER.value
    return Outcome.HIGHER.value, Outcome.LOWER.value
