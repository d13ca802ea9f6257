"""Values beside neighbours, with the strength of evidence: funnel limits for shares and rates, else the range."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import pandas as pd
import polars as pl
from scipy.special import ndtr

from csc_metrics.comparison.compare import ENOUGH_NEIGHBOURS, neighbour_lists, words_outside
from csc_metrics.comparison.funnel import (
    FLAG,
    LEFT_BY_WINSORISING,
    PER_CHILDREN,
    PERCENT,
    WORTH_A_LOOK,
    limits,
    overdispersion_of,
    proportion_variance,
    rate_variance,
    winsorised,
)
from csc_metrics.comparison.matrix import Floats
from csc_metrics.comparison.wide import COLUMN, COLUMN_KEY, Near, Wide, near, wide
from csc_metrics.contracts.about_comparison import AgainstOthers, JudgedBy
from csc_metrics.contracts.vocabulary import NEIGHBOUR_MODELS, Outcome
from csc_metrics.measures.counting.how import How
from csc_metrics.measures.registry import MEASURES

_SHARES: Final = frozenset({How.SHARE, How.DISTINCT_SHARE})
_ROW: Final = "row"
_PARTS: Final = ("value", "numerator", "denominator")


@dataclass(frozen=True, kw_only=True)
class Compared:
    """What every authority of a source is compared with, by one model of neighbours: authority by column.

    held: the source. la_codes: a row each. lists: la_code → its neighbours. near: their figures. centre: their tops
    over their bottoms together, else their mean. overdispersion: by column.
    """

    held: Wide
    la_codes: Sequence[str]
    lists: dict[str, list[str]]
    near: Near
    centre: Floats
    overdispersion: Floats


def judged_by(measure: str) -> JudgedBy:
    """Return by what a measure's place beside neighbours is judged. measure: a code of the registry.

    >>> judged_by("re_referral_pct").value, judged_by("average_caseload").value
    ('funnel_of_proportions', 'neighbours_range')
    """
    about = MEASURES[measure].from_records
    if about is not None and about.how in _SHARES:
        return JudgedBy.FUNNEL_OF_PROPORTIONS
    if about is not None and about.how is How.RATE:
        return JudgedBy.FUNNEL_OF_COUNTS
    return JudgedBy.NEIGHBOURS_RANGE


def against_others(
    values: pl.DataFrame | pd.DataFrame,
    *,
    completed: pl.DataFrame | pd.DataFrame,
    neighbours: pl.DataFrame | pd.DataFrame,
    neighbour_models: Sequence[str] = NEIGHBOUR_MODELS,
) -> pl.DataFrame:
    """Return measure values beside their neighbours' of the same period, with the strength of evidence.

    Shares and rates are judged by funnel limits about the neighbours' tops over their bottoms together (their mean
    where parts are not known); everything else by the neighbours' range, which has no limits and no flag. Limits are
    as wide as chance and overdispersion together: how far all authorities lie from their own neighbours beyond chance.
    Under five neighbours with a value nothing is compared. The partner of a joint return is no comparator.
    values: schema MeasureValues, of one source: every area that it holds. completed: schema MeasureValues, the rows to
    compare (authorities). neighbours: schema Neighbours. neighbour_models: "2021", "2025" or both.
    Returns: schema AgainstOthers, a row for each row of `completed` and model, in the measure's unit.
    Raises: UnknownModel.
    Source: Spiegelhalter 2005 and 2012; methods of the suite, sections 2 and 3.
    """
    rows, lists = _as_polars(completed), _as_polars(neighbours)
    held = wide(_as_polars(values))
    found = [
        judged(
            placed(rows, compared),
            compared=compared,
            neighbour_model=model,
        )
        for model in neighbour_models
        for compared in [compared_with(held, lists=neighbour_lists(lists, model), is_whole_wanted=True)]
    ]
    return AgainstOthers.validate(pl.concat(found).sort(AgainstOthers.primary_key()))


def compared_with(held: Wide, *, lists: dict[str, list[str]], is_whole_wanted: bool) -> Compared:
    """Return what every authority of a source is compared with, and how far all lie from their own neighbours.

    held: one source. lists: la_code → its neighbours. is_whole_wanted: whether every neighbour's row must be there.
    Source: Spiegelhalter 2005; the null distribution is that of distances from one's own neighbours.
    """
    la_codes = held.matrix.areas
    found = near(held, la_codes=la_codes, lists=lists, is_whole_wanted=is_whole_wanted)
    kinds = np.array([judged_by(measure).value for measure in held.columns["measure"]], dtype=np.str_)
    centre = _centre(found, kinds)
    distance = np.where(found.held >= ENOUGH_NEIGHBOURS, held.matrix.values - centre, np.nan)
    variance = _variance(centre, held.denominator, kinds)
    beyond = np.where(_is_range(kinds), _spread(distance), overdispersion_of(distance, variance))
    return Compared(held=held, la_codes=la_codes, lists=lists, near=found, centre=centre, overdispersion=beyond)


def judged(rows: pl.DataFrame, *, compared: Compared, neighbour_model: str) -> pl.DataFrame:
    """Return rows beside what they are compared with.

    rows: schema MeasureValues, with `row` and `column` of `compared`, null where it has none.
    Returns: the columns of AgainstOthers, not yet validated.
    """
    at = _Gathered(rows, compared)
    kinds = np.array([judged_by(measure).value for measure in rows["measure"]], dtype=np.str_)
    found = _evidence(rows, at, kinds)
    columns = list(AgainstOthers.create_empty().schema)
    told = rows.rename({"area_code": "la_code"}).with_columns(
        **{name: pl.Series(part) for name, part in found.items()},
        neighbours_with_value=pl.Series(at.held),
        neighbour_model=pl.lit(neighbour_model),
        neighbours=_lists_of(rows["area_code"], compared.lists),
        **_comparators(rows, compared),
    )
    nulls = told.with_columns(
        pl.col(pl.Float64).fill_nan(None),
        pl.when(pl.col("neighbours_with_value") >= 0).then("neighbours_with_value").alias("neighbours_with_value"),
    )
    return nulls.select(columns)


class _Gathered:
    """What each row is compared with, an array for each column of the result."""

    def __init__(self, rows: pl.DataFrame, compared: Compared) -> None:
        is_there = (rows[_ROW].is_not_null() & rows[COLUMN].is_not_null()).to_numpy()
        at = rows[_ROW].fill_null(0).to_numpy(), rows[COLUMN].fill_null(0).to_numpy()

        def of(part: Floats) -> Floats:
            return np.where(is_there, part[at], np.nan) if part.size else np.full(len(is_there), np.nan)

        self.summary = {name: of(part) for name, part in compared.near.summary.items()}
        self.centre = of(compared.centre)
        self.overdispersion = of(np.broadcast_to(compared.overdispersion, compared.centre.shape))
        held = np.nan_to_num(of(compared.near.held.astype(np.float64)), nan=0.0)
        self.held: npt.NDArray[np.int64] = held.astype(np.int64)


def _evidence(rows: pl.DataFrame, at: _Gathered, kinds: npt.NDArray[np.str_]) -> dict[str, npt.NDArray[Any]]:
    """Return judged_by, limits, distance, chance, outcome and flags of each row."""
    value, _, denominator = (rows[part].cast(pl.Float64).fill_null(float("nan")).to_numpy() for part in _PARTS)
    is_compared = ~np.isnan(value) & (at.held >= ENOUGH_NEIGHBOURS)
    centre = np.where(at.held >= ENOUGH_NEIGHBOURS, at.centre, np.nan)
    variance = _variance(centre, denominator, kinds)
    spread = np.sqrt(np.where(_is_range(kinds), 0.0, variance) + np.square(at.overdispersion))
    is_funnel = ~_is_range(kinds) & (spread > 0) & is_compared
    kind = np.where(is_funnel, kinds, np.where(is_compared, JudgedBy.NEIGHBOURS_RANGE.value, JudgedBy.NOTHING.value))
    with np.errstate(divide="ignore", invalid="ignore"):
        distance = np.where(is_compared & (spread > 0), (value - centre) / spread, np.nan)
    ends = _limits(centre, spread, is_funnel=is_funnel, kinds=kinds)
    low = np.where(is_funnel, ends["lower_998"], at.summary["neighbour_min"])
    high = np.where(is_funnel, ends["upper_998"], at.summary["neighbour_max"])
    return {
        **at.summary,
        "centre": centre,
        "overdispersion": np.where(is_compared, at.overdispersion, np.nan),
        "judged_by": kind,
        **ends,
        "distance": distance,
        "chance": np.where(is_funnel, 2 * ndtr(-np.abs(distance)), np.nan),
        "outcome": _outcomes(rows["measure"], value, low=low, high=high, is_compared=is_compared),
        "is_worth_a_look": is_funnel & ((value < ends["lower_95"]) | (value > ends["upper_95"])),
        "is_flagged": is_funnel & ((value < ends["lower_998"]) | (value > ends["upper_998"])),
    }


def _limits(
    centre: Floats, spread: Floats, *, is_funnel: npt.NDArray[np.bool_], kinds: npt.NDArray[np.str_]
) -> dict[str, Floats]:
    """Return the limits of both widths; NaN where a row is not judged by a funnel."""
    highest = np.where(kinds == JudgedBy.FUNNEL_OF_PROPORTIONS.value, PERCENT, np.inf)
    found = {}
    for name, confidence in (("95", WORTH_A_LOOK), ("998", FLAG)):
        lower, upper = limits(centre, np.square(spread), confidence=confidence, highest=highest)
        found[f"lower_{name}"] = np.where(is_funnel, lower, np.nan)
        found[f"upper_{name}"] = np.where(is_funnel, upper, np.nan)
    return found


def _outcomes(
    measures: pl.Series, value: Floats, *, low: Floats, high: Floats, is_compared: npt.NDArray[np.bool_]
) -> npt.NDArray[np.str_]:
    """Say how each value lies beside its limits or its neighbours' range, in the words of the measure's polarity."""
    words = {code: words_outside(MEASURES[code].polarity) for code in measures.unique()}
    above, below = (
        np.array([words[code][end] for code in measures], dtype=np.str_).reshape(len(value)) for end in (0, 1)
    )
    outcome = np.where(value > high, above, np.where(value < low, below, Outcome.SIMILAR.value))
    return np.where(is_compared, outcome, Outcome.NOT_COMPARED.value)


def _centre(found: Near, kinds: npt.NDArray[np.str_]) -> Floats:
    """Return the neighbours' tops over their bottoms together, in the measure's unit; else their mean."""
    scale = np.where(kinds == JudgedBy.FUNNEL_OF_PROPORTIONS.value, PERCENT, PER_CHILDREN)
    with np.errstate(divide="ignore", invalid="ignore"):
        together = np.where(found.bottom > 0, scale * found.top / found.bottom, np.nan)
    is_known = ~_is_range(kinds) & ~np.isnan(together)
    return np.where(is_known, together, found.summary["neighbour_mean"])


def _variance(centre: Floats, denominator: Floats, kinds: npt.NDArray[np.str_]) -> Floats:
    """Return the sampling variance of values about their centre; NaN where a range judges."""
    of_share = proportion_variance(np.clip(centre, 0.0, PERCENT), denominator)
    of_rate = rate_variance(centre, denominator)
    found = np.where(kinds == JudgedBy.FUNNEL_OF_PROPORTIONS.value, of_share, of_rate)
    return np.where(_is_range(kinds) | (found <= 0), np.nan, found)


def _spread(distance: Floats) -> Floats:
    """Return the root mean square of winsorised distances of each column, where no sampling variance is known.

    Divided by what winsorising leaves of normal ones.
    """
    many = np.isfinite(distance).sum(axis=0)
    pulled = np.where(np.isfinite(distance), winsorised(distance), 0.0)
    spread: Floats = np.sqrt(np.square(pulled).sum(axis=0) / LEFT_BY_WINSORISING / np.maximum(many, 1))
    return spread


def _is_range(kinds: npt.NDArray[np.str_]) -> npt.NDArray[np.bool_]:
    is_range: npt.NDArray[np.bool_] = kinds == JudgedBy.NEIGHBOURS_RANGE.value
    return is_range


def placed(rows: pl.DataFrame, compared: Compared) -> pl.DataFrame:
    """Return rows with the places in which each value of `compared` stands; null where it has none.

    rows: schema MeasureValues. compared: of the same source.
    Returns: the rows, with columns `row` and `column`.
    """
    areas = pl.DataFrame({"area_code": compared.la_codes}, schema={"area_code": pl.String}).with_row_index(_ROW)
    return rows.join(areas, on="area_code", how="left", maintain_order="left").join(
        compared.held.columns, on=COLUMN_KEY, how="left", maintain_order="left"
    )


def _lists_of(codes: pl.Series, lists: Mapping[str, list[str]]) -> pl.Series:
    """Return the neighbours of each row's authority."""
    each = codes.unique()
    near_to = pl.Series("neighbours", [lists.get(code, []) for code in each], dtype=pl.List(pl.String))
    table = pl.DataFrame([each.alias("area_code"), near_to])
    joined = codes.to_frame("area_code").join(table, on="area_code", how="left", maintain_order="left")
    return joined["neighbours"]


def _comparators(rows: pl.DataFrame, compared: Compared) -> Mapping[str, pl.Series]:
    """Return source and date of the neighbours' figures; null where there is no column of them."""
    of_column = compared.held.columns.select(
        COLUMN,
        pl.col("source").alias("comparator_source"),
        pl.col("period_end").alias("comparator_period_end"),
    )
    joined = rows.select(COLUMN).join(of_column, on=COLUMN, how="left", maintain_order="left")
    return {name: joined[name] for name in ("comparator_source", "comparator_period_end")}


def _as_polars(frame: pl.DataFrame | pd.DataFrame) -> pl.DataFrame:
    given = pl.from_pandas(frame) if isinstance(frame, pd.DataFrame) else frame
    return given.with_columns(pl.selectors.datetime().cast(pl.Date))
