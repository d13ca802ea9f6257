"""Series on their process charts, as arrays: which chart, which stages, limits and signals of each point."""

from dataclasses import dataclass, fields
from functools import lru_cache
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import polars as pl

from csc_metrics.change.limits import Limits, p_prime_limits, xmr_limits
from csc_metrics.change.rules import ENOUGH_POINTS, Directions, Signals, signals
from csc_metrics.change.seasons import season_adjusted
from csc_metrics.change.series import Flags, Floats, Numbers, SeriesMatrix, day_number
from csc_metrics.contracts.about_change import ProcessChart, Variation
from csc_metrics.contracts.vocabulary import PeriodType, Polarity
from csc_metrics.measures.counting.how import How
from csc_metrics.measures.registry import MEASURES
from csc_metrics.settings.dated import Rebase
from csc_metrics.settings.model import Settings

Codes = npt.NDArray[np.int8]
"""Places in VARIATIONS."""

CHARTS: Final = tuple(ProcessChart)
"""The words of charts, as codes name them by place."""
VARIATIONS: Final = tuple(Variation)
"""The words of a point's variation, as codes name them by place."""

_PROPORTIONS: Final = (How.SHARE, How.DISTINCT_SHARE)
_SEASONAL: Final = (How.COUNT, How.DISTINCT, How.RATE)
_MONTHLY: Final = 12
_SAME_PCT: Final = 1e-6
_SIGNS: Final = {Polarity.HIGH_IS_GOOD: 1, Polarity.LOW_IS_GOOD: -1, Polarity.NO_JUDGEMENT: 0}
SIGN_OF: Final = {code: _SIGNS[one.polarity] for code, one in MEASURES.items()}
"""Measure → 1 where high is good, -1 where low is, 0 without a judgement."""
_SAID: Final = {
    -1: (Variation.IMPROVING, Variation.NONE, Variation.WORSENING),
    0: (Variation.FALLING, Variation.NONE, Variation.RISING),
    1: (Variation.WORSENING, Variation.NONE, Variation.IMPROVING),
}
"""By polarity: what a low point, no signal and a high point say."""


@dataclass(frozen=True, kw_only=True)
class Charted:
    """Series on their charts: a row for each stage of a series, in order, and a column for each period.

    matrix: the series, a row each. at: the series of each row. stage: from 1. is_in: whether a period is of the stage.
    values: NaN outside the stage. adjusted: less what the season adds.
    drawn: the same, NaN where a series has no limits. is_adjusted: by row. is_proportion: by row.
    limits, signals, directions: of the adjusted values. variation: of each point, by place in VARIATIONS.
    """

    matrix: SeriesMatrix
    at: Numbers
    stage: Numbers
    is_in: Flags
    values: Floats
    adjusted: Floats
    drawn: Floats
    is_adjusted: Flags
    is_proportion: Flags
    limits: Limits
    signals: Signals
    directions: Directions
    variation: Codes


def charted(matrix: SeriesMatrix, *, settings: Settings) -> Charted:
    """Return series with the limits of each of their stages, and with what the rules say of each point.

    Rolling twelve months have no limits: each shares eleven months with the one before, so that they move by far less
    from one to the next than chance alone lets them lie apart, and nearly every point would be outside.
    settings: days on which limits are drawn anew, and whether moving ranges are screened.
    """
    told = is_proportion(matrix)
    rolls = (matrix.series["period_type"] == PeriodType.ROLLING_12_MONTHS.value).to_numpy()
    seasonal = _measures_with(matrix.series, _how_is_seasonal()) & ~told & ~rolls & (matrix.in_a_year == _MONTHLY)
    adjusted, is_adjusted = season_adjusted(matrix, may_have_seasons=seasonal)
    at, stage, is_in = _stages(matrix, settings.rebases)
    of_stage = adjusted if is_in is matrix.is_period else np.where(is_in, adjusted[at], np.nan)
    drawn = np.where(rolls[at, np.newaxis], np.nan, of_stage) if rolls.any() else of_stage
    limits = limits_of(drawn, matrix, at=at, told=told[at], settings=settings)
    found = signals(drawn, limits=limits)
    directions = found.directions()
    return Charted(
        matrix=matrix,
        at=at,
        stage=stage,
        is_in=is_in,
        values=matrix.values if is_in is matrix.is_period else np.where(is_in, matrix.values[at], np.nan),
        adjusted=of_stage,
        drawn=drawn,
        is_adjusted=is_adjusted[at],
        is_proportion=told[at],
        limits=limits,
        signals=found,
        directions=directions,
        variation=variation_of(directions, drawn, limits=limits, polarity=polarities(matrix.series)[at]),
    )


def chart_codes(one: Charted) -> npt.NDArray[np.int8]:
    """Return which chart each row of charted series is on, by place in ProcessChart: p where p' adds nothing to it."""
    proportion = np.where(one.limits.is_wider, CHARTS.index(ProcessChart.P_PRIME), CHARTS.index(ProcessChart.P))
    return np.where(one.is_proportion, proportion, CHARTS.index(ProcessChart.XMR)).astype(np.int8)


def is_proportion(matrix: SeriesMatrix) -> Flags:
    """Return for each series whether it is told as a share of things counted, from 0 to 100%.

    A measure of the dictionary is where it is so counted; any other series, or one that DfE alone counts, where all
    its tops and bottoms are whole numbers and make up its values. Shares without tops and bottoms are not.
    """
    is_told = ~np.isnan(matrix.values)
    top, bottom = matrix.numerators, matrix.denominators
    with np.errstate(invalid="ignore", divide="ignore"):
        has_parts = (~is_told | ((bottom > 0) & (top >= 0) & (top <= bottom))).all(axis=1) & is_told.any(axis=1)
    known = _measures_with(matrix.series, _counted())
    found: Flags = has_parts & _measures_with(matrix.series, _how_is_share())
    unknown = np.flatnonzero(has_parts & ~known)
    if unknown.size:
        found[unknown] = _makes_pct(matrix.values[unknown], top[unknown], bottom[unknown])
    return found


def _makes_pct(values: Floats, top: Floats, bottom: Floats) -> Flags:
    """Return whether all of a row's values are percentages of whole numbers."""
    is_none = np.isnan(values)
    is_whole = is_none | ((np.floor(top) == top) & (np.floor(bottom) == bottom))
    pct = 100.0 * top / np.where(bottom > 0, bottom, np.nan)
    makes: Flags = (is_whole & (is_none | (np.abs(values - pct) < _SAME_PCT))).all(axis=1)
    return makes


@lru_cache(maxsize=1)
def _counted() -> frozenset[str]:
    return frozenset(code for code, one in MEASURES.items() if one.from_records is not None)


@lru_cache(maxsize=1)
def _how_is_share() -> frozenset[str]:
    hows = {code: one.from_records.how for code, one in MEASURES.items() if one.from_records is not None}
    return frozenset(code for code, how in hows.items() if how in _PROPORTIONS)


@lru_cache(maxsize=1)
def _how_is_seasonal() -> frozenset[str]:
    """Return the counts and rates: what a school year and holidays move."""
    hows = {code: one.from_records.how for code, one in MEASURES.items() if one.from_records is not None}
    return frozenset(code for code, how in hows.items() if how in _SEASONAL)


def _measures_with(series: pl.DataFrame, codes: frozenset[str]) -> Flags:
    found: Flags = series["measure"].is_in(list(codes)).to_numpy()
    return found


def polarities(series: pl.DataFrame) -> Numbers:
    """Return 1 where high is good, -1 where low is, 0 without a judgement or where the measure is not known.

    series: a row per series, with a column measure.
    """
    told = series["measure"].replace_strict(SIGN_OF, default=0, return_dtype=pl.Int64)
    found: Numbers = told.to_numpy()
    return found


def _stages(matrix: SeriesMatrix, rebases: tuple[Rebase, ...]) -> tuple[Numbers, Numbers, Flags]:
    """Return rows of stages: the series of each, its number, and which periods are in it.

    A day begins a stage with the first period that ends on it or later, where the series has a value before, and enough
    values from then on for limits of their own: until then it is held to those of before.
    """
    height = matrix.series.height
    number = np.ones(matrix.values.shape, dtype=np.int64)
    is_rebased = np.zeros(height, dtype=np.bool_)
    has_begun = np.logical_or.accumulate(~np.isnan(matrix.values), axis=1)
    for measure, day in sorted({(code, one.rebased_on) for one in rebases for code in one.measures}):
        rows = np.flatnonzero((matrix.series["measure"] == measure).to_numpy())
        is_after = matrix.period_ends[rows] >= day_number(day)
        is_after &= (has_begun[rows] & ~is_after).any(axis=1, keepdims=True)
        is_after &= (is_after & ~np.isnan(matrix.values[rows])).sum(axis=1, keepdims=True) >= ENOUGH_POINTS
        number[rows] += is_after
        is_rebased[rows] |= is_after.any(axis=1)
    if not is_rebased.any():
        return np.arange(height), np.ones(height, dtype=np.int64), matrix.is_period
    of_stage = np.arange(1, int(number.max()) + 1)[np.newaxis, :, np.newaxis]
    is_in = (number[:, np.newaxis, :] == of_stage) & matrix.is_period[:, np.newaxis, :]
    at, place = np.nonzero(is_in.any(axis=2))
    return at, place + 1, is_in[at, place]


def limits_of(drawn: Floats, matrix: SeriesMatrix, *, at: Numbers, told: Flags, settings: Settings) -> Limits:
    """Return limits of rows: p' of those that are told as proportions, XmR of the others."""
    screens = settings.process_chart.screens_moving_ranges
    if not told.any():
        return xmr_limits(drawn, screens=screens)
    rows = np.flatnonzero(told)
    others = np.flatnonzero(~told)
    p_prime = p_prime_limits(
        drawn[rows], numerators=matrix.numerators[at[rows]], denominators=matrix.denominators[at[rows]], screens=screens
    )
    xmr = xmr_limits(drawn[others], screens=screens)
    joined: dict[str, npt.NDArray[Any]] = {}
    for name in (field.name for field in fields(Limits)):
        one, other = getattr(p_prime, name), getattr(xmr, name)
        joined[name] = np.empty((told.size, *one.shape[1:]), dtype=one.dtype)
        joined[name][rows], joined[name][others] = one, other
    return Limits(**joined)


def variation_of(directions: Directions, drawn: Floats, *, limits: Limits, polarity: Numbers) -> Codes:
    """Return what each point says, by place in VARIATIONS."""
    table = np.array([[VARIATIONS.index(said) for said in _SAID[sign]] for sign in (-1, 0, 1)], dtype=np.int8)
    codes: Codes = table[(polarity + 1)[:, np.newaxis], directions + 1]
    codes[np.isnan(drawn) | (limits.points < ENOUGH_POINTS)[:, np.newaxis]] = VARIATIONS.index(Variation.NOT_KNOWN)
    return codes
