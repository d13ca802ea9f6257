"""A series on its process chart: values, the centre, the limits of usual variation, and which points are signals."""

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
    MARGIN,
    EndLabel,
    Frame,
    add_across,
    add_grid,
    add_labels,
    last_held,
    sign_of,
    with_stubs,
)
from csc_metrics.charts.inline_svg import make_inline_svg
from csc_metrics.charts.months_axis import short_month, write_months
from csc_metrics.charts.places import choose_ticks
from csc_metrics.measures.measure import Measure
from csc_metrics.narrative.numbers import format_number

_WIDTH, _LEAST_HEIGHT = 560.0, 190.0
_LEFT, _RIGHT, _TOP, _BOTTOM, _EDGE, _LABELS_BELOW = 50.0, 150.0, 48.0, 52.0, 8.0, 4.0
_PLOT_ENDS = _WIDTH - _RIGHT
_SIGN_SIZE: Final = 4.5
_ONE_SERIES: Final = ("area_code", "measure", "breakdown", "source", "period_type")
SIGNS: Final = ("is_outside", "is_in_run", "is_in_trend", "is_near_limit")
"""Columns of ProcessPoints that mark a point."""


@dataclass(frozen=True, kw_only=True)
class DateMark:
    """A day that stands across the chart, as of a change of practice. name: as it stands above the plot."""

    name: str
    on: date


@dataclass(frozen=True, kw_only=True)
class _Points:
    """What is drawn, by month, NaN where there is none. is_signal: of each month."""

    ends: tuple[date, ...]
    value: Numbers
    centre: Numbers
    lower: Numbers
    upper: Numbers
    is_signal: np.ndarray
    mark: DateMark | None

    @property
    def across(self) -> Numbers:
        first, last = _LEFT + _EDGE, _PLOT_ENDS - _EDGE
        return np.linspace(first, last, len(self.ends)) if len(self.ends) > 1 else np.array([(first + last) / 2])

    @property
    def highest(self) -> float:
        return float(np.nanmax(np.concatenate([self.value, self.centre, self.upper])))


def draw_process_chart(points: pd.DataFrame, *, measure: Measure, mark: DateMark | None = None) -> str | None:
    """Draw a series of months with its centre and the limits of usual variation; signals are ringed.

    The axis starts at 0, and a lower limit below it is drawn at 0. A month without a value breaks the line; figures of
    one day a year are joined from year to year. What the band, the broken line and the rings are is said below the
    plot, so that no colour has to be known.

    Input: columns of ProcessPoints, one series whose periods end with months. mark: a day across the chart, or none.
    Returns: an <svg> element for use inside an HTML page, the same bytes each time; None where no row has a value.
    Raises: ValueError if the rows are of more than one series.
    """
    if any(points[column].nunique() > 1 for column in _ONE_SERIES):
        raise ValueError("A process chart shows one series: filter the points first.")
    if points["value"].notna().sum() == 0:
        return None
    found = _read(points, mark=mark)
    which = sha256("|".join(str(points[column].iloc[0]) for column in _ONE_SERIES).encode()).hexdigest()[:8]
    marked = f"-{mark.on:%Y%m%d}" if mark is not None else ""
    with style.chart_style():
        svg = _draw(found, measure=measure).as_svg()
    return make_inline_svg(svg, id_prefix=f"process-{which}{marked}-")


def _read(points: pd.DataFrame, *, mark: DateMark | None) -> _Points:
    ends = pd.to_datetime(points["period_end"])
    number = np.sort(12 * ends.dt.year.to_numpy() + ends.dt.month.to_numpy())
    step = max(1, int(np.gcd.reduce(np.diff(number)))) if len(number) > 1 else 1
    months = pd.date_range(ends.min(), ends.max(), freq=f"{step}ME")
    rows = points.assign(period_end=ends).set_index("period_end").reindex(months)

    def numbers(column: str) -> Numbers:
        return np.asarray(rows[column].to_numpy(dtype=np.float64, na_value=np.nan))

    is_signal = rows[list(SIGNS)].eq(other=True).any(axis=1).to_numpy()
    return _Points(
        ends=tuple(day.date() for day in months),
        value=numbers("value"),
        centre=numbers("centre"),
        lower=np.clip(numbers("lower_limit"), 0.0, None),
        upper=numbers("upper_limit"),
        is_signal=is_signal,
        mark=mark,
    )


def _draw(points: _Points, *, measure: Measure) -> Drawing:
    labels = _labels(points, measure=measure)
    room = sum(label.height for label in labels)
    ticks = choose_ticks(points.highest)
    frame = Frame(
        width=_WIDTH,
        height=max(_LEAST_HEIGHT, room - _TOP + 2 * _LABELS_BELOW),
        left=_LEFT,
        right=_RIGHT,
        top=_TOP,
        bottom=_BOTTOM + style.NOTE_SIZE * LINE_HEIGHT,
        highest=ticks[-1],
    )
    drawing = frame.drawing()
    add_grid(drawing, frame=frame, ticks=ticks, unit=measure.unit)
    _draw_limits(drawing, points=points, frame=frame)
    add_across(drawing, frame=frame, up_to=np.array([frame.bottom]), colour=style.DARK_GREY, width=1.25)
    _draw_mark(drawing, points=points, frame=frame)
    _draw_values(drawing, points=points, frame=frame)
    write_months(drawing, ends=points.ends, across=points.across, frame=frame)
    add_labels(drawing, labels=labels, frame=frame, below=_LABELS_BELOW)
    drawing.write(_key(points), at=(MARGIN, 6.0), size=style.NOTE_SIZE, va="bottom", colour=style.DARK_GREY)
    return drawing


def _draw_limits(drawing: Drawing, *, points: _Points, frame: Frame) -> None:
    """Draw the band of usual variation with its edges, and the centre as a broken line."""
    lower, upper = frame.up(points.lower), frame.up(points.upper)
    drawing.band(points.across, lower, upper, colour=style.BAND_COLOUR)
    for edge in (lower, upper):
        drawing.line(points.across, edge, colour=style.RANGE_EDGE_COLOUR, width=1.0)
    drawing.line(points.across, frame.up(points.centre), colour=style.DARK_GREY, width=1.4, dash=(5.0, 3.0))


def _draw_values(drawing: Drawing, *, points: _Points, frame: Frame) -> None:
    """Draw the values, and a ring round each that is a signal: as small closed lines, one for all of them."""
    x, up = with_stubs(points.across, frame.up(points.value))
    drawing.line(x, up, colour=style.DARK_BLUE, width=2.2)
    ringed = points.is_signal & ~np.isnan(points.value)
    if ringed.any():
        around = np.append(np.linspace(0.0, 2 * np.pi, 13), np.nan)
        ring_x = points.across[ringed][:, np.newaxis] + _SIGN_SIZE * np.cos(around)
        ring_y = frame.up(points.value)[ringed][:, np.newaxis] + _SIGN_SIZE * np.sin(around)
        drawing.line(ring_x.ravel(), ring_y.ravel(), colour=style.DARK_PINK, width=1.8)


def _draw_mark(drawing: Drawing, *, points: _Points, frame: Frame) -> None:
    """Draw the marked day between the month before it and its own, with its name above; nothing outside the months."""
    mark = points.mark
    if mark is None or not points.ends[0] < mark.on <= points.ends[-1]:
        return
    place = next(place for place, end in enumerate(points.ends) if end >= mark.on)
    x = (points.across[place - 1] + points.across[place]) / 2
    ends = np.array([frame.bottom, frame.bottom + frame.height])
    drawing.line(np.array([x, x]), ends, colour=style.TEXT_COLOUR, width=1.2, dash=(2.0, 2.0))
    is_right = x > (_LEFT + _PLOT_ENDS) / 2
    at = (x, frame.bottom + frame.height + 4.0)
    drawing.write(mark.name, at=at, size=style.NOTE_SIZE, ha="right" if is_right else "left", va="bottom")


def _labels(points: _Points, *, measure: Measure) -> list[EndLabel]:
    """Return labels of the newest value and of the centre."""
    last = last_held(points.value) or 0
    is_newest = last == len(points.ends) - 1
    value = float(points.value[last])
    words = "Newest" if is_newest else short_month(points.ends[last])
    big = format_number(value, decimals=measure.decimals) + sign_of(measure.unit)
    found = [EndLabel(across=points.across[last], value=value, words=words, colour=style.DARK_BLUE, big=big)]
    middle = last_held(points.centre)
    if middle is not None:
        centre = float(points.centre[middle])
        told = f"Usual: {format_number(centre, decimals=measure.decimals)}{sign_of(measure.unit)}"
        found.append(EndLabel(across=points.across[middle], value=centre, words=told, colour=style.DARK_GREY))
    return found


def _key(points: _Points) -> str:
    """Return what the marks mean."""
    rings = " Rings: signals." if (points.is_signal & ~np.isnan(points.value)).any() else ""
    if np.isnan(points.upper).all():
        return f"No limits: too few months.{rings}"
    return f"Broken line: usual. Band: usual variation.{rings}"
