"""Before and after a dated change: the old limits carried forward, and the step and turn of segmented regression."""

from dataclasses import dataclass, replace
from typing import Any, Final

import numpy as np
import pandas as pd
import polars as pl

from csc_metrics.change.limits import means, xmr_limits
from csc_metrics.change.segmented import STEP, TURN, Fits, design, fit_segments
from csc_metrics.change.series import Flags, Floats, Numbers, SeriesMatrix, day_number, series_matrices
from csc_metrics.contracts.about_change import Impacts, Run
from csc_metrics.contracts.vocabulary import PeriodType
from csc_metrics.settings.dated import DatedChange
from csc_metrics.settings.model import Settings

JUST_BEFORE: Final = 3
"""Months just before a change that one run leaves out: a change made because they were bad would else look good."""
OF_MONTHS: Final = (PeriodType.MONTH.value, PeriodType.SNAPSHOT.value)
"""Types of period that do not overlap and are short enough to be tested."""
_DEFAULTS: Final = Settings()
_SEASON_FROM_POINTS: Final = 24
_WHAT: Final = ("level", "slope")


@dataclass(frozen=True, kw_only=True)
class _Tried:
    """Series about one dated change, all with the change at one place. values: NaN also where a run leaves one out.

    changed_at: column of the first period that ends on the day of the change or later.
    """

    matrix: SeriesMatrix
    values: Floats
    changed_at: int

    @property
    def is_after(self) -> Flags:
        """Return for each column whether it is of the time from the change on."""
        after: Flags = np.arange(self.values.shape[1]) >= self.changed_at
        return after


def impacts(values: pl.DataFrame | pd.DataFrame, *, settings: Settings = _DEFAULTS) -> pl.DataFrame:
    """Return for each dated change of the settings and each series of its measures what came before and after.

    Three runs: all months; without the transition that the change names; without the three months just before it,
    since what is done because of bad months is followed by better ones anyway. Mean and limits are those of the
    baseline (mean moving range; `process_chart` of the settings) and are carried forward. Step and change of slope are
    fitted where eight periods or more on each side have a value, with a season where there are 24 or more; else they
    are null. A period belongs to the time after where it ends on the day of the change or later.

    values: columns of MeasureValues, polars or pandas; of those only period_end and value are needed. Months and month
    ends alone are looked at: quarters hold too few points, rolling years overlap.
    Returns: schema Impacts, in the measure's unit; one row per series, dated change and run.
    Raises: NotASeries where a column is not there, or where a series has a period twice.
    Source: methods of the suite, section 3; see csc_metrics.change.segmented and csc_metrics.change.limits.
    """
    frame = pl.from_pandas(values) if isinstance(values, pd.DataFrame) else values
    if "period_type" in frame.columns:
        frame = frame.filter(pl.col("period_type").is_in(OF_MONTHS))
    found = [
        _of_run(tried, change=change, run=run, settings=settings)
        for matrix in series_matrices(frame)
        for change in settings.changes
        for tried in _tried(matrix, change)
        for run in Run
    ]
    if not found:
        return Impacts.create_empty()
    return Impacts.validate(pl.concat(found).sort(Impacts.primary_key()), cast=True)


def _tried(matrix: SeriesMatrix, change: DatedChange) -> list[_Tried]:
    """Return the series that a change should move, those with the change at the same place together."""
    is_its = matrix.series["measure"].is_in(list(change.measures)).to_numpy()
    first = day_number(change.changed_on)
    places = np.where(matrix.period_ends >= first, np.arange(matrix.values.shape[1]), matrix.values.shape[1]).min(
        axis=1
    )
    if change.baseline_from is None:
        is_told = np.ones(matrix.values.shape, dtype=np.bool_)
    else:
        is_told = matrix.period_ends >= day_number(change.baseline_from)
    kept = np.where(is_told, matrix.values, np.nan)
    return [
        _Tried(
            matrix=_rows(matrix, is_its & (places == place)), values=kept[is_its & (places == place)], changed_at=place
        )
        for place in np.unique(places[is_its]).tolist()
    ]


def _rows(matrix: SeriesMatrix, chosen: Flags) -> SeriesMatrix:
    arrays = ("period_ends", "is_period", "values", "numerators", "denominators", "in_a_year")
    taken: dict[str, Any] = {name: getattr(matrix, name)[chosen] for name in arrays}
    return replace(matrix, series=matrix.series.filter(pl.Series(chosen)), **taken)


def _of_run(tried: _Tried, *, change: DatedChange, run: Run, settings: Settings) -> pl.DataFrame:
    """Return one run of series about one change."""
    values = _kept(tried, change=change, run=run)
    before, after = (np.where(side, values, np.nan) for side in (~tried.is_after, tried.is_after))
    limits = xmr_limits(before, screens=settings.process_chart.screens_moving_ranges)
    outside = (after < limits.lower) | (after > limits.upper)
    fits, is_season = _fitted(values, tried)
    ends = {"baseline_from": _end(before, tried, last=False), "baseline_to": _end(before, tried, last=True)}
    numbers = {
        "mean_before": limits.centre[:, 0],
        "mean_after": means(after)[0][:, 0],
        "lower_limit": limits.lower[:, 0],
        "upper_limit": limits.upper[:, 0],
        **_estimates(fits),
        "autocorrelation": fits.correlation,
    }
    return tried.matrix.series.with_columns(
        pl.lit(change.name).alias("change_name"),
        pl.lit(change.changed_on).alias("changed_on"),
        pl.lit(run.value).alias("run"),
        points_before=pl.Series((~np.isnan(before)).sum(axis=1)),
        points_after=pl.Series((~np.isnan(after)).sum(axis=1)),
        outside_after=pl.Series(outside.sum(axis=1)),
        is_season_adjusted=pl.Series(is_season),
        **ends,
        **{name: pl.Series(told).fill_nan(None) for name, told in numbers.items()},
    ).select(list(Impacts.create_empty().schema))


def _kept(tried: _Tried, *, change: DatedChange, run: Run) -> Floats:
    """Return the values that a run looks at."""
    place = np.arange(tried.values.shape[1]) - tried.changed_at
    left_out = {
        Run.ALL_MONTHS: np.zeros(place.shape, dtype=np.bool_),
        Run.WITHOUT_TRANSITION: (place >= 0) & (place < change.transition_months),
        Run.WITHOUT_MONTHS_BEFORE: (place < 0) & (place >= -JUST_BEFORE),
    }[run]
    return np.where(left_out, np.nan, tried.values)


def _fitted(values: Floats, tried: _Tried) -> tuple[Fits, Flags]:
    """Return what was fitted, with a season for the series that have 24 values or more, and which those are."""
    told = (~np.isnan(values)).sum(axis=1)
    is_long = (told >= _SEASON_FROM_POINTS) & (tried.matrix.in_a_year > 1)
    of_year = int(tried.matrix.in_a_year.max(initial=0))
    plain = design(values.shape[1], changed_at=tried.changed_at)
    seasonal = design(values.shape[1], changed_at=tried.changed_at, in_a_year=of_year)
    without = fit_segments(np.where(is_long[:, np.newaxis], np.nan, values), columns=plain)
    with_season = fit_segments(np.where(is_long[:, np.newaxis], values, np.nan), columns=seasonal)
    parts = plain.shape[1]
    return (
        Fits(
            estimates=np.where(is_long[:, np.newaxis], with_season.estimates[:, :parts], without.estimates),
            errors=np.where(is_long[:, np.newaxis], with_season.errors[:, :parts], without.errors),
            degrees=np.where(is_long, with_season.degrees, without.degrees),
            correlation=np.where(is_long, with_season.correlation, without.correlation),
        ),
        is_long & ~np.isnan(with_season.degrees),
    )


def _estimates(fits: Fits) -> dict[str, Floats]:
    """Return step and change of slope with their intervals and chances, and the slope before."""
    found: dict[str, Floats] = {"slope_before": fits.estimates[:, 1]}
    for name, part in zip(_WHAT, (STEP, TURN), strict=True):
        found[name] = fits.estimates[:, part]
        found[f"{name}_lower"], found[f"{name}_upper"] = fits.interval(part)
        found[f"{name}_p"] = fits.chance(part)
    return found


def _end(values: Floats, tried: _Tried, *, last: bool) -> pl.Series:
    """Return the last day of the first or the last period of each row that has a value."""
    told = ~np.isnan(values)
    at: Numbers = told.shape[1] - 1 - told[:, ::-1].argmax(axis=1) if last else told.argmax(axis=1)
    days = tried.matrix.period_ends[np.arange(at.size), at].astype("datetime64[D]")
    days[~told.any(axis=1)] = np.datetime64("NaT")
    return pl.Series(days)
