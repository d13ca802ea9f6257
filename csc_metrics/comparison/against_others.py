"""Values beside neighbours, with the strength of evidence: funnel limits for shares and rates, else the range."""

from collections.abc import Callable, Mapping, Sequence
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
from csc_metrics.comparison.matrix import Flags, Floats
from csc_metrics.comparison.wide import NO_PLACE, Columns, Near, Places, Wide, near, places_among, wide
from csc_metrics.contracts.about_comparison import AgainstOthers, JudgedBy
from csc_metrics.contracts.vocabulary import NEIGHBOUR_MODELS, Outcome
from csc_metrics.contracts.words_by_place import words_by_place
from csc_metrics.measures.counting.how import How
from csc_metrics.measures.registry import MEASURES

_SHARES: Final = frozenset({How.SHARE, How.DISTINCT_SHARE})
_NEIGHBOURS: Final = "neighbours"
KINDS: Final = tuple(JudgedBy)
"""By what values are judged, as codes name it by place."""
_RANGE, _PROPORTIONS, _NOTHING = (
    KINDS.index(kind) for kind in (JudgedBy.NEIGHBOURS_RANGE, JudgedBy.FUNNEL_OF_PROPORTIONS, JudgedBy.NOTHING)
)
_OUTCOMES: Final = tuple(Outcome)
_PLACE_OF_OUTCOME: Final = {outcome.value: place for place, outcome in enumerate(_OUTCOMES)}
_SIMILAR, _NOT_COMPARED = (_PLACE_OF_OUTCOME[outcome.value] for outcome in (Outcome.SIMILAR, Outcome.NOT_COMPARED))
Codes = npt.NDArray[np.int8]
"""Places in KINDS or among outcomes."""


@dataclass(frozen=True, kw_only=True)
class Compared:
    """What every authority of a source is compared with, by one model of neighbours: authority by column.

    held: the source. la_codes: a row each. near: the neighbours' figures. kinds: by column, what its measure is judged
    by, a place in KINDS. above, below: by column, places of the outcomes of what lies outside. centre: their tops over
    their bottoms together, else their mean. overdispersion: by column.
    """

    held: Wide
    la_codes: Sequence[str]
    near: Near
    kinds: Codes
    above: Codes
    below: Codes
    centre: Floats
    overdispersion: Floats


@dataclass(frozen=True, kw_only=True)
class Cells:
    """Where rows stand in what they are compared with; NO_PLACE where it has no such authority, or no such column."""

    row: Places
    column: Places

    @property
    def is_there(self) -> Flags:
        """Whether each row has a cell."""
        found: Flags = (self.row >= 0) & (self.column >= 0)
        return found

    def of(self, part: npt.NDArray[Any]) -> npt.NDArray[Any]:
        """Return each row's cell of a matrix of numbers; NaN where it has none."""
        if not part.size:
            return np.full(self.row.size, np.nan)
        cells: npt.NDArray[Any] = part[np.maximum(self.row, 0), np.maximum(self.column, 0)]
        return cells if self.is_there.all() else np.where(self.is_there, cells, np.nan)

    def of_column(self, part: npt.NDArray[Any], *, otherwise: int) -> npt.NDArray[Any]:
        """Return what each row's column has; `otherwise` where it has none."""
        if not part.size:
            return np.full(self.row.size, otherwise)
        told: npt.NDArray[Any] = part[np.maximum(self.column, 0)]
        return told if (self.column >= 0).all() else np.where(self.column >= 0, told, otherwise)

    def only(self, chosen: Flags) -> "Cells":
        """Return the same with no place but for the chosen rows."""
        return Cells(row=np.where(chosen, self.row, NO_PLACE), column=np.where(chosen, self.column, NO_PLACE))

    def taken(self, chosen: Flags) -> "Cells":
        """Return the cells of the chosen rows."""
        return Cells(row=self.row[chosen], column=self.column[chosen])


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
    cells = placed(rows, held)
    order = key_order(rows, cells=cells, held=held)
    lists_of = {model: neighbour_lists(lists, model) for model in neighbour_models}
    found = []
    for model, near_to in lists_of.items():
        compared = compared_with(held, lists=near_to, is_whole_wanted=True)
        part = judged(rows, cells=cells, compared=compared, neighbour_model=model)
        found.append((part, order))
    return in_key_order(found, lists_of=lists_of)


def compared_with(held: Wide, *, lists: dict[str, list[str]], is_whole_wanted: bool) -> Compared:
    """Return what every authority of a source is compared with, and how far all lie from their own neighbours.

    held: one source. lists: la_code → its neighbours. is_whole_wanted: whether every neighbour's row must be there.
    Source: Spiegelhalter 2005; the null distribution is that of distances from one's own neighbours.
    """
    la_codes = held.matrix.areas
    found = near(held, la_codes=la_codes, lists=lists, is_whole_wanted=is_whole_wanted)
    measures = held.columns.table["measure"]
    kinds = _by_measure(measures, lambda measure: KINDS.index(judged_by(measure)))
    centre = _centre(found, kinds)
    distance = np.where(found.held >= ENOUGH_NEIGHBOURS, held.matrix.values - centre, np.nan)
    variance = _variance(centre, held.denominator, kinds)
    beyond = np.where(kinds == _RANGE, _spread(distance), overdispersion_of(distance, variance))
    return Compared(
        held=held,
        la_codes=la_codes,
        near=found,
        kinds=kinds,
        above=_by_measure(measures, lambda measure: _outside(measure, 0)),
        below=_by_measure(measures, lambda measure: _outside(measure, 1)),
        centre=centre,
        overdispersion=beyond,
    )


def judged(rows: pl.DataFrame, *, cells: Cells, compared: Compared, neighbour_model: str) -> pl.DataFrame:
    """Return rows beside what they are compared with.

    rows: schema MeasureValues. cells: where each stands in `compared`.
    Returns: the columns of AgainstOthers but for neighbours, not yet validated.
    """
    columns = [name for name in AgainstOthers.create_empty().schema if name != _NEIGHBOURS]
    told = rows.rename({"area_code": "la_code"}).with_columns(
        **_evidence(rows, cells, compared),
        neighbour_model=pl.lit(neighbour_model),
        **_comparators(cells, compared),
    )
    return told.select(columns)


@dataclass(frozen=True, kw_only=True)
class _Standing:
    """What rows are judged by, an array for each. spread: of chance and overdispersion together.

    is_compared: whether there is a value and enough neighbours. is_funnel: whether limits judge it.
    """

    value: Floats
    held: Places
    summary: Mapping[str, Floats]
    kinds: Codes
    centre: Floats
    overdispersion: Floats
    spread: Floats
    is_compared: Flags
    is_funnel: Flags


def _standing(rows: pl.DataFrame, cells: Cells, compared: Compared) -> _Standing:
    value, denominator = (
        rows[part].cast(pl.Float64).fill_null(float("nan")).to_numpy() for part in ("value", "denominator")
    )
    kinds = cells.of_column(compared.kinds, otherwise=_RANGE)
    held = np.nan_to_num(cells.of(compared.near.held), nan=0).astype(np.int64)
    is_enough = held >= ENOUGH_NEIGHBOURS
    is_compared = ~np.isnan(value) & is_enough
    overdispersion = cells.of(np.broadcast_to(compared.overdispersion, compared.centre.shape))
    centre = np.where(is_enough, cells.of(compared.centre), np.nan)
    variance = _variance(centre, denominator, kinds)
    spread = np.sqrt(np.where(kinds == _RANGE, 0.0, variance) + np.square(overdispersion))
    return _Standing(
        value=value,
        held=held,
        summary={name: cells.of(part) for name, part in compared.near.summary.items()},
        kinds=kinds,
        centre=centre,
        overdispersion=np.where(is_compared, overdispersion, np.nan),
        spread=spread,
        is_compared=is_compared,
        is_funnel=(kinds != _RANGE) & (spread > 0) & is_compared,
    )


def _evidence(rows: pl.DataFrame, cells: Cells, compared: Compared) -> dict[str, pl.Series]:
    """Return what the neighbours have, judged_by, limits, distance, chance, outcome and flags of each row."""
    one = _standing(rows, cells, compared)
    ends = _limits(one.centre, one.spread, is_funnel=one.is_funnel, kinds=one.kinds)
    distance = _divided(one.value - one.centre, one.spread, where=one.is_compared & (one.spread > 0))
    numbers = {
        **one.summary,
        "centre": one.centre,
        "overdispersion": one.overdispersion,
        **ends,
        "distance": distance,
        "chance": np.where(one.is_funnel, 2 * ndtr(-np.abs(distance)), np.nan),
    }
    judged_by_codes = np.where(one.is_funnel, one.kinds, np.where(one.is_compared, _RANGE, _NOTHING))
    return {
        **pl.DataFrame(numbers, nan_to_null=True).to_dict(),
        "neighbours_with_value": pl.select(pl.when(pl.Series(one.held >= 0)).then(pl.Series(one.held))).to_series(),
        "judged_by": words_by_place(KINDS, judged_by_codes),
        "outcome": words_by_place(_OUTCOMES, _outcomes(one, ends, cells, compared)),
        "is_worth_a_look": _is_outside(one, ends, "95"),
        "is_flagged": _is_outside(one, ends, "998"),
    }


def _outcomes(one: _Standing, ends: Mapping[str, Floats], cells: Cells, compared: Compared) -> Codes:
    """Say how each value lies beside its limits or its neighbours' range, in the words of the measure's polarity."""
    low = np.where(one.is_funnel, ends["lower_998"], one.summary["neighbour_min"])
    high = np.where(one.is_funnel, ends["upper_998"], one.summary["neighbour_max"])
    above, below = (cells.of_column(part, otherwise=_NOT_COMPARED) for part in (compared.above, compared.below))
    outcomes = np.where(one.value > high, above, np.where(one.value < low, below, _SIMILAR))
    codes: Codes = np.where(one.is_compared, outcomes, _NOT_COMPARED)
    return codes


def _is_outside(one: _Standing, ends: Mapping[str, Floats], width: str) -> pl.Series:
    is_beyond = (one.value < ends[f"lower_{width}"]) | (one.value > ends[f"upper_{width}"])
    return pl.Series(one.is_funnel & is_beyond)


def _divided(top: Floats, bottom: Floats, *, where: Flags) -> Floats:
    ratio: Floats = np.divide(top, bottom, out=np.full(top.shape, np.nan), where=where)
    return ratio


def _by_measure(measures: pl.Series, code_of: Callable[[str], int]) -> Codes:
    """Return a small number for each row by its measure. code_of: measure → number."""
    codes = {measure: code_of(measure) for measure in measures.unique()}
    found: Codes = measures.replace_strict(codes, return_dtype=pl.Int8).to_numpy()
    return found


def _limits(centre: Floats, spread: Floats, *, is_funnel: Flags, kinds: Codes) -> dict[str, Floats]:
    """Return the limits of both widths; NaN where a row is not judged by a funnel."""
    highest = np.where(kinds == _PROPORTIONS, PERCENT, np.inf)
    found = {}
    for name, confidence in (("95", WORTH_A_LOOK), ("998", FLAG)):
        lower, upper = limits(centre, np.square(spread), confidence=confidence, highest=highest)
        found[f"lower_{name}"] = np.where(is_funnel, lower, np.nan)
        found[f"upper_{name}"] = np.where(is_funnel, upper, np.nan)
    return found


def _outside(measure: str, end: int) -> int:
    """Return the place of the outcome above (end 0) or below (end 1) what neighbours have."""
    return _PLACE_OF_OUTCOME[words_outside(MEASURES[measure].polarity)[end]]


def _centre(found: Near, kinds: Codes) -> Floats:
    """Return the neighbours' tops over their bottoms together, in the measure's unit; else their mean."""
    scale = np.where(kinds == _PROPORTIONS, PERCENT, PER_CHILDREN)
    with np.errstate(divide="ignore", invalid="ignore"):
        together = np.where(found.bottom > 0, scale * found.top / found.bottom, np.nan)
    is_known = (kinds != _RANGE) & ~np.isnan(together)
    return np.where(is_known, together, found.summary["neighbour_mean"])


def _variance(centre: Floats, denominator: Floats, kinds: Codes) -> Floats:
    """Return the sampling variance of values about their centre; NaN where a range judges."""
    of_share = proportion_variance(np.clip(centre, 0.0, PERCENT), denominator)
    of_rate = rate_variance(centre, denominator)
    found = np.where(kinds == _PROPORTIONS, of_share, of_rate)
    return np.where((kinds == _RANGE) | (found <= 0), np.nan, found)


def _spread(distance: Floats) -> Floats:
    """Return the root mean square of winsorised distances of each column, where no sampling variance is known.

    Divided by what winsorising leaves of normal ones.
    """
    many = np.isfinite(distance).sum(axis=0)
    pulled = np.where(np.isfinite(distance), winsorised(distance), 0.0)
    spread: Floats = np.sqrt(np.square(pulled).sum(axis=0) / LEFT_BY_WINSORISING / np.maximum(many, 1))
    return spread


def placed(rows: pl.DataFrame, held: Wide) -> Cells:
    """Return where each row stands in a source. rows: schema MeasureValues. held: the source."""
    return Cells(row=places_among(rows["area_code"], held.matrix.areas), column=held.columns.of(rows))


def key_order(rows: pl.DataFrame, *, cells: Cells, held: Wide) -> Places:
    """Return a number for each row by which rows stand in order of authority, then of COLUMN_KEY.

    rows: schema MeasureValues. cells: where they stand in a source, `held`, that need not have them all.
    """
    if cells.is_there.all():
        return cells.row * held.columns.many + cells.column
    columns = Columns(rows)
    return places_among(rows["area_code"], sorted(rows["area_code"].unique())) * columns.many + columns.of(rows)


def in_key_order(
    found: Sequence[tuple[pl.DataFrame, Places]], *, lists_of: Mapping[str, Mapping[str, list[str]]]
) -> pl.DataFrame:
    """Return judged rows as one table in order of its key, with the neighbours of each.

    found: rows of `judged`, and numbers by which those of all parts stand in order but for the model. lists_of: model →
    la_code → its neighbours.
    Returns: schema AgainstOthers.
    """
    rows = pl.concat([part for part, _ in found])
    models = sorted(lists_of)
    model = places_among(rows["neighbour_model"], models)
    order = np.concatenate([part for _, part in found]) * len(models) + model
    if (np.diff(order) < 0).any():
        places = np.argsort(order, kind="stable")
        rows, model = rows[places], model[places]
    codes = sorted(rows["la_code"].unique())
    near_to = [lists_of[one].get(code, []) for one in models for code in codes]
    place = model * len(codes) + places_among(rows["la_code"], codes)
    # Lists of words are long to move about: they are put to rows that are in order.
    neighbours = pl.Series(near_to, dtype=pl.List(pl.String)).gather(place.astype(np.uint32))
    told = rows.with_columns(neighbours.alias(_NEIGHBOURS)).select(list(AgainstOthers.create_empty().schema))
    return AgainstOthers.validate(told)


def _comparators(cells: Cells, compared: Compared) -> Mapping[str, pl.Series]:
    """Return source and date of the neighbours' figures; null where there is no column of them."""
    is_column = pl.Series(cells.column >= 0)
    told = compared.held.columns.table.select(
        pl.col("source").alias("comparator_source"), pl.col("period_end").alias("comparator_period_end")
    )
    if not told.height:
        return told.clear(n=cells.column.size).to_dict()
    gathered = told[np.maximum(cells.column, 0)]
    if is_column.all():
        return gathered.to_dict()
    return gathered.select(pl.when(is_column).then(pl.all())).to_dict()


def _as_polars(frame: pl.DataFrame | pd.DataFrame) -> pl.DataFrame:
    given = pl.from_pandas(frame) if isinstance(frame, pd.DataFrame) else frame
    return given.with_columns(pl.selectors.datetime().cast(pl.Date))
