"""Process charts: whether a series of figures is new against its own past, for any number of series at once.

Limits are never drawn anew by themselves: a stage begins only on a day that a person gives in the settings, since only
a person may say that a process is another. Source: NHS Making Data Count.
"""

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import pandas as pd
import polars as pl

from csc_metrics.change.charted import CHARTS, VARIATIONS, Charted, chart_codes, charted
from csc_metrics.change.limits import TRIAL_BELOW_POINTS
from csc_metrics.change.series import SERIES_KEY, Flags, Numbers, series_matrices
from csc_metrics.change.summed_up import summed_up
from csc_metrics.contracts.about_change import ProcessPoints, ProcessSummaries
from csc_metrics.contracts.words_by_place import words_by_place
from csc_metrics.settings.model import Settings

_DEFAULTS: Final = Settings()
_AT_ONCE: Final = 8_192
"""Series in one array step: few enough for a processor's own memory, many enough that steps cost nothing."""


@dataclass(frozen=True, kw_only=True)
class ProcessCharts:
    """What process charts of the same series show and say. points: schema ProcessPoints.

    summaries: schema ProcessSummaries.
    """

    points: pl.DataFrame
    summaries: pl.DataFrame


def process_charts(values: pl.DataFrame | pd.DataFrame, *, settings: Settings = _DEFAULTS) -> ProcessCharts:
    """Return both points and summaries of process charts, worked out once.

    values, settings: as of `process_points`.
    Raises: NotASeries where a column is not there, or where a series has a period twice.
    Source: as of `process_points` and `process_summaries`.
    """
    found = _charted(values, settings)
    return ProcessCharts(points=_points(found), summaries=_summaries(found, settings))


def process_points(values: pl.DataFrame | pd.DataFrame, *, settings: Settings = _DEFAULTS) -> pl.DataFrame:
    """Return each figure on its process chart: centre, limits of usual variation, and which rules call it a signal.

    Proportions are put on a p' chart by their numerators and denominators, all else on an XmR chart. Limits from fewer
    than 12 points are on trial; fewer than 7 have no signals. Rolling twelve months have no limits.

    values: columns of MeasureValues, polars or pandas, in any order; of those only period_end and value are needed
    (see `csc_metrics.change.series.series_matrices`). settings: rebases and process_chart are read.
    Returns: schema ProcessPoints, in the measure's unit; one row for each period from the first to the last of a
    series, those that no row tells with a null value, by type of period, then by key and period.
    Raises: NotASeries where a column is not there, or where a series has a period twice.
    Source: NHS Making Data Count; Laney 2002 (p').

    >>> ends = pl.date_range(pl.date(2024, 1, 1), pl.date(2025, 6, 1), "1mo", eager=True).dt.month_end()
    >>> told = [1, 2, 1, 2, 10, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1]
    >>> points = process_points(pl.DataFrame({"period_end": ends, "value": told}))
    >>> [round(points[name][0], 4) for name in ("lower_limit", "centre", "upper_limit")]
    [-0.7156, 1.9444, 4.6044]
    >>> points.filter("is_outside")["variation"].to_list()
    ['rising']
    """
    return _points(_charted(values, settings))


def process_summaries(values: pl.DataFrame | pd.DataFrame, *, settings: Settings = _DEFAULTS) -> pl.DataFrame:
    """Return what the process chart of each series says at its newest point, and whether its target will be met.

    Assurance: the target is met reliably where the whole band between the limits of the newest point meets it, never
    where none of it does, else by chance; from 7 points on. Where the newest point is a signal, these limits are of
    what was before it, and the figure has moved: but where it got better and was to meet the target anyhow, or worse
    and was to miss it. How many periods of the year up to the newest met the target is counted beside it.

    values: as of `process_points`. settings: rebases, process_chart and the targets of partner_measures are read.
    Returns: schema ProcessSummaries, one row per series, in the measure's unit.
    Raises: NotASeries where a column is not there, or where a series has a period twice.
    Source: NHS Making Data Count (variation and assurance).
    """
    return _summaries(_charted(values, settings), settings)


def _charted(values: pl.DataFrame | pd.DataFrame, settings: Settings) -> list[Charted]:
    return [charted(block, settings=settings) for kind in series_matrices(values) for block in kind.blocks(_AT_ONCE)]


def _summaries(found: list[Charted], settings: Settings) -> pl.DataFrame:
    if not found:
        return ProcessSummaries.create_empty()
    frame = pl.concat([summed_up(one, settings=settings) for one in found])
    return ProcessSummaries.validate(frame.select(list(ProcessSummaries.create_empty().schema)), cast=True)


def _points(found: list[Charted]) -> pl.DataFrame:
    """Return points as a table. Its key holds, since series are told apart and periods follow each other.

    Millions of rows would take longer to check than to work out: all are held to the types, and a row for each
    stage to the whole schema.
    """
    if not found:
        return ProcessPoints.create_empty()
    columns = list(ProcessPoints.create_empty().schema)
    frames = [_rows(one).select(columns) for one in found]
    firsts = [frame[_first_rows(one)] for frame, one in zip(frames, found, strict=True)]
    ProcessPoints.validate(pl.concat(firsts), cast=True)
    return ProcessPoints.cast(pl.concat(frames))


def _first_rows(one: Charted) -> Numbers:
    """Return the place of the first row of each stage in the table of its points."""
    lengths = one.is_in.sum(axis=1)
    firsts: Numbers = np.cumsum(lengths) - lengths
    return firsts


def _rows(one: Charted) -> pl.DataFrame:
    """Return the points of series: a row for each period of a stage."""
    row = np.repeat(np.arange(one.at.size), one.is_in.sum(axis=1))
    chart = words_by_place(CHARTS, chart_codes(one)[row])
    flat = {name: _flat(told, one.is_in, row) for name, told in _columns(one).items()}
    ends = pl.Series(_flat(one.matrix.period_ends[one.at], one.is_in, row)).cast(pl.Int32).cast(pl.Date)
    numbers = pl.DataFrame(flat | {"centre": one.limits.centre[row, 0]}, nan_to_null=True)
    return (
        one.matrix.series.select(pl.col(SERIES_KEY).gather(one.at[row]))
        .hstack(numbers)
        .with_columns(
            period_end=ends,
            chart=chart,
            stage=pl.Series(one.stage[row]),
            is_trial=pl.Series((one.limits.points < TRIAL_BELOW_POINTS)[row]),
            variation=words_by_place(VARIATIONS, _flat(one.variation, one.is_in, row)),
        )
    )


def _columns(one: Charted) -> dict[str, npt.NDArray[Any]]:
    """Return the columns that are told of each point, as matrices."""
    return {
        "value": one.values,
        "adjusted": one.adjusted,
        "lower_limit": one.limits.lower,
        "upper_limit": one.limits.upper,
        "is_outside": one.signals.outside.either,
        "is_in_run": one.signals.run.either,
        "is_in_trend": one.signals.trend.either,
        "is_near_limit": one.signals.near.either,
    }


def _flat(told: npt.NDArray[Any], is_in: Flags, row: npt.NDArray[np.int64]) -> npt.NDArray[Any]:
    """Return the cells of a matrix, or of a column for each of its rows, that are in a stage."""
    if told.shape[1] == 1:
        column: npt.NDArray[Any] = told[row, 0]
        return column
    cells: npt.NDArray[Any] = told.ravel() if is_in.all() else told[is_in]
    return cells
