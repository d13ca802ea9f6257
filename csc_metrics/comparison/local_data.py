"""An authority's own figures beside its neighbours': their own where records are shared, else what DfE published."""

from collections.abc import Sequence
from typing import Final

import numpy as np
import polars as pl

from csc_metrics.comparison.against_others import (
    Cells,
    Compared,
    compared_with,
    in_key_order,
    judged,
    key_order,
    placed,
)
from csc_metrics.comparison.compare import ENOUGH_NEIGHBOURS, neighbour_lists, words_outside
from csc_metrics.comparison.matrix import Flags
from csc_metrics.comparison.wide import COLUMN, NO_PLACE, places_among, wide
from csc_metrics.contracts.made_up_region import authority_with_records, made_up_authorities, made_up_neighbours
from csc_metrics.contracts.tables import Comparisons
from csc_metrics.contracts.vocabulary import NEIGHBOUR_MODELS, Outcome, PeriodType
from csc_metrics.measures.counting.how import How
from csc_metrics.measures.registry import MEASURES

_ALL: Final = "all"
_TEAM: Final = "team="
_OWN: Final = (
    *("area_code", "measure", "breakdown", "source", "period_type", "period_end"),
    *("status", "value", "numerator", "denominator"),
)
"""Columns of values that comparison reads or tells."""
_TWELVE_MONTHS: Final = (PeriodType.YEAR.value, PeriodType.ROLLING_12_MONTHS.value)
_CHANGE_KEY: Final = ("area_code", "measure", "breakdown", "period_type", "period_end")


def local_against_others(
    values: pl.DataFrame,
    *,
    completed: pl.DataFrame,
    published: pl.DataFrame,
    neighbours: pl.DataFrame,
    neighbour_models: Sequence[str] = NEIGHBOUR_MODELS,
) -> pl.DataFrame:
    """Return local figures beside their neighbours', with the strength of evidence.

    Where five neighbours or more have a local figure of the same measure, part and period, those are compared with;
    but teams are not, since two of one name are not the same team.
    Else, for figures of all units, what DfE published of the newest period that had ended by then; a rate of twelve
    months only beside one of twelve months, of a day beside one of a day. What is left is not_compared. The neighbours
    of a made-up authority are the other ten.
    values: schema MeasureValues, local, of every authority that is held. completed: schema MeasureValues, the rows to
    compare. published: schema MeasureValues, of DfE. neighbours: schema Neighbours. neighbour_models: one or both.
    Returns: schema AgainstOthers, a row for each row of `completed` and model, in the measure's unit.
    Raises: UnknownModel.
    Source: methods of the suite, section 2; limits as in `against_others`.
    """
    local, printed = wide(values), wide(published)
    made_up = {code: list(made_up_neighbours(code)) for code in made_up_authorities()}
    lists_of = {model: neighbour_lists(neighbours, model) | made_up for model in neighbour_models}
    own = completed.select(_OWN)
    cells, found = placed(own, local), []
    order = key_order(own, cells=cells, held=local)
    for model, lists in lists_of.items():
        beside_local = compared_with(local, lists=lists, is_whole_wanted=False)
        beside_published = compared_with(printed, lists=lists, is_whole_wanted=True)
        is_local = _has_enough(own, cells, beside_local)
        others = _beside_published(own, beside_published, is_asked=~is_local)
        # What stands beside nobody's stays among the local rows, at no place.
        for compared, at, chosen in (
            (beside_local, cells.only(is_local), ~others.is_there),
            (beside_published, others, others.is_there),
        ):
            rows = own if chosen.all() else own.filter(pl.Series(chosen))
            part = judged(rows, cells=at.taken(chosen), compared=compared, neighbour_model=model)
            found.append((part, order[chosen]))
    return in_key_order(found, lists_of=lists_of)


def local_comparisons(against: pl.DataFrame, *, values: pl.DataFrame) -> pl.DataFrame:
    """Return local figures beside their neighbours' in the table of `csc-metrics compare`.

    Outcome is by the neighbours' range. Region, England, rank and quartile are null: records tell of no others.
    against: schema AgainstOthers, of one model. values: schema MeasureValues, local, for the change on a year before.
    Returns: schema Comparisons, a row for each row of `against`.
    """
    codes = against["la_code"].unique().to_list()
    who = {code: authority_with_records(code) for code in codes}
    rows = against.join(
        _changes(values).rename({"area_code": "la_code"}),
        on=["la_code", *_CHANGE_KEY[1:]],
        how="left",
        validate="m:1",
    ).with_columns(
        la_name=pl.col("la_code").replace_strict({code: one.name if one else code for code, one in who.items()}),
        region=pl.col("la_code").replace_strict({code: one.region_code if one else "" for code, one in who.items()}),
        region_value=pl.lit(None, dtype=pl.Float64),
        england_value=pl.lit(None, dtype=pl.Float64),
        england_rank=pl.lit(None, dtype=pl.Int64),
        england_ranked=pl.lit(None, dtype=pl.Int64),
        quartile=pl.lit(None, dtype=pl.String),
        outcome=_outcome_by_range(against["measure"].unique().to_list()),
    )
    return Comparisons.validate(rows.select(list(Comparisons.create_empty().schema)).sort(Comparisons.primary_key()))


def _has_enough(rows: pl.DataFrame, cells: Cells, compared: Compared) -> Flags:
    """Say of each row whether enough neighbours have a local figure to compare it with.

    Teams have none: two authorities may call two teams alike, and they are not the same.
    """
    is_of_all = rows.select((~pl.col("breakdown").str.starts_with(_TEAM)).alias("is_of_all"))["is_of_all"].to_numpy()
    enough: Flags = is_of_all & cells.is_there & (cells.of(compared.near.held) >= ENOUGH_NEIGHBOURS)
    return enough


def _beside_published(rows: pl.DataFrame, compared: Compared, *, is_asked: Flags) -> Cells:
    """Return where each row that is asked for stands beside DfE's newest figure that had ended by then."""
    printed = compared.held.columns.table.filter(pl.col("breakdown") == _ALL).select(
        "measure", "period_end", COLUMN, pl.col("period_type").alias("printed_type")
    )
    row = places_among(rows["area_code"], compared.la_codes)
    rates = [code for code, one in MEASURES.items() if one.from_records and one.from_records.how is How.RATE]
    is_alike = pl.col("period_type").is_in(_TWELVE_MONTHS) == (pl.col("printed_type") == PeriodType.YEAR.value)
    asked = rows.select("measure", "period_type", "period_end").with_row_index("order")
    beside = (
        asked.filter(pl.Series(is_asked & (row >= 0)) & (rows["breakdown"] == _ALL))
        .sort("period_end")
        .join_asof(printed.sort("period_end"), on="period_end", by="measure", check_sortedness=False)
        .filter(pl.col(COLUMN).is_not_null() & (~pl.col("measure").is_in(rates) | is_alike))
    )
    column = np.full(rows.height, NO_PLACE)
    column[beside["order"].to_numpy()] = beside[COLUMN].to_numpy()
    return Cells(row=row, column=column)


def _changes(values: pl.DataFrame) -> pl.DataFrame:
    """Return each local value less that of the same month end a year before; null unless both are known."""
    now = values.select(*_CHANGE_KEY, "value")
    year_later = pl.col("period_end").dt.month_start().dt.offset_by("12mo").dt.month_end()
    before = now.with_columns(year_later.alias("period_end")).rename({"value": "before"})
    both = now.join(before, on=_CHANGE_KEY, how="left", validate="1:1")
    return both.select(*_CHANGE_KEY, (pl.col("value") - pl.col("before")).alias("change"))


def _outcome_by_range(measures: Sequence[str]) -> pl.Expr:
    """Return the outcome by the neighbours' range, in the words of each measure's polarity."""
    words = {code: words_outside(MEASURES[code].polarity) for code in measures}
    above, below = (
        pl.col("measure").replace_strict({code: pair[end] for code, pair in words.items()}, return_dtype=pl.String)
        for end in (0, 1)
    )
    return (
        pl.when(pl.col("value").is_null() | (pl.col("neighbours_with_value").fill_null(0) < ENOUGH_NEIGHBOURS))
        .then(pl.lit(Outcome.NOT_COMPARED.value))
        .when(pl.col("value") > pl.col("neighbour_max"))
        .then(above)
        .when(pl.col("value") < pl.col("neighbour_min"))
        .then(below)
        .otherwise(pl.lit(Outcome.SIMILAR.value))
    )
