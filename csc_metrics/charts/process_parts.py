"""Points on their chart, as process charts and charts of before and after draw them: band, values, rings, a day."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import Final

import numpy as np
import pandas as pd

from csc_metrics.charts import style
from csc_metrics.charts.drawing import Drawing, Numbers
from csc_metrics.charts.frame import (
    LINE_HEIGHT,
    EndLabel,
    Frame,
    last_held,
    sign_of,
    with_stubs,
)
from csc_metrics.charts.months_axis import ends_between, short_month
from csc_metrics.measures.measure import Measure
from csc_metrics.narrative.numbers import format_number

LEFT, RIGHT, LABELS_BELOW, MONTHS_BELOW = 50.0, 150.0, 4.0, 52.0
"""Points about the plot: for ticks, for labels, that labels may reach below it, and for the months."""
_LEAST_HEIGHT, _EDGE, _SIGN_SIZE = 190.0, 8.0, 4.5
_PER_CENT, _ALL = "%", 100.0
_ONE_SERIES: Final = ("area_code", "measure", "breakdown", "source", "period_type")
SIGNS: Final = ("is_outside", "is_in_run", "is_in_trend", "is_near_limit")
"""Columns of ProcessPoints that mark a point."""


@dataclass(frozen=True, kw_only=True)
class Points:
    """What is drawn, by month, NaN where there is none.

    is_signal, is_outside: of each month. width: of the drawing.
    """

    ends: tuple[date, ...]
    value: Numbers
    centre: Numbers
    lower: Numbers
    upper: Numbers
    is_signal: np.ndarray
    is_outside: np.ndarray
    width: float

    @property
    def plot_ends(self) -> float:
        """Points from the left edge to where the plot ends."""
        return self.width - RIGHT

    @property
    def across(self) -> Numbers:
        """Points from the left edge for each month; a single month stands in the middle of the plot."""
        first, last = LEFT + _EDGE, self.plot_ends - _EDGE
        return np.linspace(first, last, len(self.ends)) if len(self.ends) > 1 else np.array([(first + last) / 2])

    @property
    def highest(self) -> float:
        """The highest of what is drawn."""
        return float(np.nanmax(np.concatenate([self.value, self.centre, self.upper])))

    @property
    def is_mostly_signals(self) -> bool:
        """Whether more than half of the values are signals, as of a figure that changes slowly."""
        is_told = ~np.isnan(self.value)
        return 2 * int((self.is_signal & is_told).sum()) > int(is_told.sum())

    @property
    def is_ringed(self) -> np.ndarray:
        """Whether each month has a value and a signal; where most are one, whether it is outside or the newest."""
        is_told = ~np.isnan(self.value)
        ringed: np.ndarray = self.is_signal & is_told
        if self.is_mostly_signals:
            ringed &= self.is_outside | (np.arange(is_told.size) == np.flatnonzero(is_told)[-1])
        return ringed


def read_points(points: pd.DataFrame, *, measure: Measure, width: float) -> Points:
    """Return what is drawn, a place for each month from the first to the last.

    A lower limit is never below 0; of a share that never was above 100%, the upper one is never above that.
    Input: columns of ProcessPoints, one series whose periods end with months. measure: of the series. width: of the
    drawing.
    """
    ends = pd.to_datetime(points["period_end"])
    months = ends_between(ends)
    rows = points.assign(period_end=ends).set_index("period_end").reindex(months)

    def numbers(column: str) -> Numbers:
        return np.asarray(rows[column].to_numpy(dtype=np.float64, na_value=np.nan))

    is_share = measure.unit == _PER_CENT and not (numbers("value") > _ALL).any()
    return Points(
        ends=tuple(day.date() for day in months),
        value=numbers("value"),
        centre=numbers("centre"),
        lower=np.clip(numbers("lower_limit"), 0.0, None),
        upper=np.clip(numbers("upper_limit"), None, _ALL if is_share else None),
        is_signal=rows[list(SIGNS)].eq(other=True).any(axis=1).to_numpy(),
        is_outside=rows[SIGNS[0]].eq(other=True).to_numpy(),
        width=width,
    )


def key_of_series(rows: pd.DataFrame) -> str:
    """Return a short word for a series, to keep the ids of a page's charts apart.

    rows: columns of ProcessPoints or of MeasureValues, one or more rows.
    Raises: ValueError if the rows are of more than one series.
    """
    if any(rows[column].nunique() > 1 for column in _ONE_SERIES):
        raise ValueError("A process chart shows one series: filter the points first.")
    return sha256("|".join(str(rows[column].iloc[0]) for column in _ONE_SERIES).encode()).hexdigest()[:8]


def frame_of(points: Points, *, labels: Sequence[EndLabel], top: float, note: int, ticks: tuple[float, ...]) -> Frame:
    """Return where the plot stands, high enough for the labels beside it.

    top: points above the plot. note: lines of the note below the months. ticks: of the axis.
    """
    room = sum(label.height for label in labels)
    return Frame(
        width=points.width,
        height=max(_LEAST_HEIGHT, room - top + 2 * LABELS_BELOW),
        left=LEFT,
        right=RIGHT,
        top=top,
        bottom=MONTHS_BELOW + note * style.NOTE_SIZE * LINE_HEIGHT,
        highest=ticks[-1],
    )


def add_limits(drawing: Drawing, *, points: Points, frame: Frame) -> None:
    """Draw the band of usual variation with its edges, and the centre as a broken line.

    points: of the series. frame: where the plot stands.
    """
    lower, upper = frame.up(points.lower), frame.up(points.upper)
    drawing.band(points.across, lower, upper, colour=style.BAND_COLOUR)
    for edge in (lower, upper):
        drawing.line(points.across, edge, colour=style.RANGE_EDGE_COLOUR, width=1.0)
    drawing.line(points.across, frame.up(points.centre), colour=style.DARK_GREY, width=1.4, dash=(5.0, 3.0))


def add_values(drawing: Drawing, *, points: Points, frame: Frame) -> None:
    """Draw the values, and a ring round each that is a signal: as small closed lines, one for all of them.

    points: of the series. frame: where the plot stands.
    """
    x, up = with_stubs(points.across, frame.up(points.value))
    drawing.line(x, up, colour=style.DARK_BLUE, width=2.2)
    ringed = points.is_ringed
    if ringed.any():
        around = np.append(np.linspace(0.0, 2 * np.pi, 13), np.nan)
        ring_x = points.across[ringed][:, np.newaxis] + _SIGN_SIZE * np.cos(around)
        ring_y = frame.up(points.value)[ringed][:, np.newaxis] + _SIGN_SIZE * np.sin(around)
        drawing.line(ring_x.ravel(), ring_y.ravel(), colour=style.DARK_PINK, width=1.8)


def newest_label(points: Points, *, measure: Measure) -> EndLabel:
    """Return the label of the newest value, dated where that is not of the last month. points: with a value."""
    last = last_held(points.value) or 0
    value = float(points.value[last])
    words = "Newest" if last == len(points.ends) - 1 else short_month(points.ends[last])
    big = told_on_a_chart(value, measure=measure)
    return EndLabel(across=points.across[last], value=value, words=words, colour=style.DARK_BLUE, big=big)


def level_label(name: str, levels: Numbers, *, points: Points, measure: Measure, colour: str) -> list[EndLabel]:
    """Return the label of a level such as the centre, at the last month that has it; none where no month has.

    name: as it stands before the number. levels: one for each month. colour: of the words.
    """
    last = last_held(levels)
    if last is None:
        return []
    value = float(levels[last])
    words = f"{name}: {told_on_a_chart(value, measure=measure)}"
    return [EndLabel(across=points.across[last], value=value, words=words, colour=colour)]


def told_on_a_chart(value: float, *, measure: Measure) -> str:
    """Return a value with the sign of its unit, if it has one. measure: of the value."""
    return format_number(value, decimals=measure.decimals) + sign_of(measure.unit)
