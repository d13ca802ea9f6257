"""What a process chart says in sum: its newest point, its newest stage, and whether a target will be met."""

from typing import Any, Final

import numpy as np
import numpy.typing as npt
import polars as pl

from csc_metrics.change.chances import signal_chances
from csc_metrics.change.charted import CHARTS, VARIATIONS, Charted, chart_codes, polarities
from csc_metrics.change.limits import TRIAL_BELOW_POINTS
from csc_metrics.change.rules import ENOUGH_POINTS
from csc_metrics.change.seasons import same_month_changes
from csc_metrics.change.series import Flags, Floats, Numbers
from csc_metrics.contracts.about_change import Assurance, Variation
from csc_metrics.contracts.words_by_place import words_by_place
from csc_metrics.settings.model import Settings

_CORRELATED_FROM: Final = 2.0
"""So many times 1/√n, the spread of the correlation of values that have none, is beyond chance (Bartlett, 1946)."""
_NO_DAY: Final = -1
_LAST_YEAR: Final = 350
"""Days within which twelve month ends lie, or four of quarters, and that of a year before does not. Source: the suite's
own rule."""


def summed_up(one: Charted, *, settings: Settings) -> pl.DataFrame:
    """Return what the charts of series say in sum.

    one: series on their charts. settings: targets of partner_measures, and rebases.
    Returns: the columns of ProcessSummaries, one row per series.
    """
    row = _newest_rows(one)
    last = last_told(one.values[row])
    numbers = _numbers(one, row=row, last=last) | {"target": _targets(one.matrix.series, settings)}
    is_told = ~np.isnan(one.matrix.values)
    first = np.where(is_told.any(axis=1), is_told.argmax(axis=1), _NO_DAY)
    points = one.limits.points[row]
    said = np.where(last < 0, VARIATIONS.index(Variation.NOT_KNOWN), cells_at(one.variation[row], last))
    return one.matrix.series.hstack(pl.DataFrame(numbers, nan_to_null=True)).with_columns(
        points=pl.Series(is_told.sum(axis=1)),
        first_on=days_at(one, first),
        last_on=days_at(one, last),
        chart=words_by_place(CHARTS, chart_codes(one)[row]),
        is_trial=pl.Series(points < TRIAL_BELOW_POINTS),
        rebased_on=_rebased_on(one, row, settings),
        is_season_adjusted=pl.Series(one.is_adjusted[row]),
        is_correlated=pl.Series(is_correlated(numbers["autocorrelation"], points=points)),
        signals=pl.Series((one.directions[row] != 0).sum(axis=1)),
        variation=words_by_place(VARIATIONS, said),
        **_beside_target(one, numbers, said=said, last=last, is_known=points >= ENOUGH_POINTS),
    )


def _numbers(one: Charted, *, row: Numbers, last: Numbers) -> dict[str, Floats]:
    """Return what the newest stage of each series and its newest point say in numbers."""
    centre = one.limits.centre[row]
    is_there = last >= 0
    return {
        "latest": np.where(is_there, cells_at(one.matrix.values, last), np.nan),
        "centre": centre[:, 0],
        "lower_limit": np.where(is_there, cells_at(one.limits.lower[row], last), np.nan),
        "upper_limit": np.where(is_there, cells_at(one.limits.upper[row], last), np.nan),
        "same_month_change": same_month_changes(one.matrix, newest=last),
        "autocorrelation": autocorrelations(one.drawn[row] - centre),
        "signal_chance": signal_chances(one.limits.points[row]),
    }


def autocorrelations(away: Floats) -> Floats:
    """Return how alike each value's distance from the centre and the next one's are, from -1 to 1.

    away: distances from the centre, a row per series, NaN for none; only pairs that follow each other count. NaN where
    there is no pair, or where nothing moves.
    """
    pairs = away[:, :-1] * away[:, 1:]
    is_pair = ~np.isnan(pairs)
    together = np.where(is_pair, pairs, 0.0).sum(axis=1)
    alone = np.where(np.isnan(away), 0.0, away**2).sum(axis=1)
    is_moving = is_pair.any(axis=1) & (alone > 0)
    alike: Floats = np.divide(together, alone, out=np.full(together.shape, np.nan), where=is_moving)
    return alike


def is_correlated(correlation: Floats, *, points: Numbers) -> Flags:
    """Return whether neighbouring periods are more alike than chance makes them: beyond 2/√n, n being the points.

    Only from 7 points on, and only where they are alike: unlike neighbours make false signals rarer.
    Source: Bartlett 1946.
    """
    found: Flags = (points >= ENOUGH_POINTS) & (correlation > _CORRELATED_FROM / np.sqrt(np.maximum(points, 1)))
    return found


def _newest_rows(one: Charted) -> Numbers:
    """Return for each series the row of its newest stage that has a value; its first row where none has."""
    has_value = ~np.isnan(one.values).all(axis=1)
    starts = np.flatnonzero(np.diff(one.at, prepend=-1))
    found = np.maximum.reduceat(np.where(has_value, np.arange(one.at.size), -1), starts)
    newest: Numbers = np.where(found < 0, starts, found)
    return newest


def last_told(values: Floats) -> Numbers:
    """Return the column of each row's last value; -1 where it has none. values: NaN where there is none."""
    is_told = ~np.isnan(values)
    from_end = is_told[:, ::-1].argmax(axis=1)
    last: Numbers = np.where(is_told.any(axis=1), values.shape[1] - 1 - from_end, _NO_DAY)
    return last


def cells_at(told: npt.NDArray[Any], at: Numbers) -> npt.NDArray[Any]:
    """Return one cell of each row, of a matrix with one column that one. at: its column; -1 gives the first."""
    places = np.zeros_like(at) if told.shape[1] == 1 else np.maximum(at, 0)
    cells: npt.NDArray[Any] = told[np.arange(at.size), places]
    return cells


def days_at(one: Charted, at: Numbers) -> pl.Series:
    """Return the last day of a period of each series. one: series on their charts. at: its column; -1 gives null."""
    days = one.matrix.period_ends[np.arange(at.size), np.maximum(at, 0)]
    told = pl.DataFrame({"day": days, "at": at})
    return told.select(pl.when(pl.col("at") >= 0).then(pl.col("day").cast(pl.Int32).cast(pl.Date)))["day"]


def _rebased_on(one: Charted, row: Numbers, settings: Settings) -> pl.Series:
    """Return the first day of the newest stage; null where it is the first."""
    days = np.full(row.size, np.datetime64("NaT"), dtype="datetime64[D]")
    first_in = one.matrix.period_ends[np.arange(row.size), one.is_in[row].argmax(axis=1)].astype("datetime64[D]")
    for measure, day in sorted({(code, rebase.rebased_on) for rebase in settings.rebases for code in rebase.measures}):
        is_of = (one.matrix.series["measure"] == measure).to_numpy() & (one.stage[row] > 1)
        begun = np.datetime64(day, "D")
        days[is_of & (first_in >= begun)] = begun
    return pl.Series(days)


def _targets(series: pl.DataFrame, settings: Settings) -> Floats:
    """Return the target of each series: one that is set for its measure and part."""
    told = [(one.measure, one.part, one.target) for one in settings.partner_measures]
    schema = {"measure": pl.String, "breakdown": pl.String, "target": pl.Float64}
    targets = pl.DataFrame(told, schema=schema, orient="row")
    key = ["measure", "breakdown"]
    found = series.select(key).join(targets, on=key, how="left", validate="m:1", maintain_order="left")
    numbers: Floats = found["target"].to_numpy()
    return numbers


def _beside_target(
    one: Charted, numbers: dict[str, Floats], *, said: Numbers, last: Numbers, is_known: Flags
) -> dict[str, pl.Series]:
    """Return how many periods of the last year met the target, and what is to come of it."""
    polarity = polarities(one.matrix.series)
    target = np.where(polarity == 0, np.nan, numbers["target"])
    values, days = one.matrix.values, one.matrix.period_ends.astype(np.int64)
    newest = cells_at(days, last)[:, np.newaxis]
    is_of_year = ~np.isnan(values) & (newest - days < _LAST_YEAR)
    many, met = is_of_year.sum(axis=1), (is_of_year & _meets(values, target, polarity)).sum(axis=1)
    counts = [pl.Series(np.where(np.isnan(target), np.nan, of), nan_to_null=True).cast(pl.Int64) for of in (many, met)]
    told = _assurance(numbers, target=target, polarity=polarity, said=said, is_known=is_known)
    return {"assurance": told, "target_periods": counts[0], "target_met": counts[1]}


def _meets(values: Floats, target: Floats, polarity: Numbers) -> Flags:
    """Return whether values meet a target for each series: reach it where high is good, else do not exceed it."""
    wanted = target[:, np.newaxis]
    found: Flags = np.where((polarity > 0)[:, np.newaxis], values >= wanted, values <= wanted)
    return found


def _assurance(
    numbers: dict[str, Floats], *, target: Floats, polarity: Numbers, said: Numbers, is_known: Flags
) -> pl.Series:
    """Return whether the band between the limits meets the target whole, in part, or not at all.

    Where the newest point is a signal, the limits are of what was before it. Then only two things can still be told: a
    figure that met the target whatever chance did gets better, or one that missed it so gets worse.
    """
    lower, upper, latest = numbers["lower_limit"], numbers["upper_limit"], numbers["latest"]
    is_high_good = polarity > 0
    meets = np.where(is_high_good, lower >= target, upper <= target)
    misses = np.where(is_high_good, upper < target, lower > target)
    is_met = _meets(latest[:, np.newaxis], target, polarity)[:, 0]
    is_better, is_worse = (said == VARIATIONS.index(word) for word in (Variation.IMPROVING, Variation.WORSENING))
    is_moved = np.select([meets, misses], [is_worse | ~is_met, is_better | is_met], default=is_better | is_worse)
    told = np.select(
        [np.isnan(target), ~is_known | np.isnan(lower), is_moved, meets, misses],
        [
            word.value
            for word in (Assurance.NO_TARGET, Assurance.NOT_KNOWN, Assurance.MOVED, Assurance.RELIABLY, Assurance.NEVER)
        ],
        default=Assurance.BY_CHANCE.value,
    )
    return pl.Series(told.tolist(), dtype=pl.String)
