"""A series before and after a dated change: what was usual before is carried on over what came after."""

import textwrap
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
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
    sign_of,
    width_of,
)
from csc_metrics.charts.inline_svg import make_inline_svg
from csc_metrics.charts.months_axis import write_months
from csc_metrics.charts.places import choose_ticks
from csc_metrics.charts.process_parts import (
    LABELS_BELOW,
    SIGNS,
    Points,
    add_limits,
    add_values,
    frame_of,
    key_of_series,
    level_label,
    newest_label,
    read_points,
)
from csc_metrics.measures.measure import Measure
from csc_metrics.narrative.numbers import format_date

_WIDTH: Final = 400.0
_CHARACTERS: Final = 52
"""Of a line of words from edge to edge."""
_LINE: Final = style.NOTE_SIZE * LINE_HEIGHT
_SIDES: Final = 6.0
"""Points between the marked day and the words on either side of it."""
_LIMITS: Final = {"centre": "mean_before", "lower_limit": "lower_limit", "upper_limit": "upper_limit"}


@dataclass(frozen=True, kw_only=True)
class _Change:
    """What is drawn. name: of the change, with its day. place: the first month after it; None outside the months.

    after: the mean of each month from then on, NaN before.
    """

    points: Points
    name: tuple[str, ...]
    place: int | None
    after: Numbers

    @property
    def marked_at(self) -> float | None:
        """Points from the left edge to the day: between the month before it and its own."""
        return None if self.place is None else float(self.points.across[self.place - 1 : self.place + 1].mean())


def draw_before_after(values: pd.DataFrame, *, measure: Measure, impact: Mapping[str, object]) -> str | None:
    """Draw a series of months with the day of a change across, and the means of before and after.

    The limits are those of the months before, carried on; months after it that lie outside them are ringed. Months
    before the baseline have no limits. The axis starts at 0, and a month without a value breaks the line. "Before" and
    "After" stand on either side of the day, and what the marks are is said below the plot. A change outside the months
    is not marked.

    Input: columns of MeasureValues, one series whose periods end with months. impact: row of Impacts of all months, of
    the same series and one change.
    Returns: an <svg> element for use inside an HTML page, the same bytes each time; None where no row has a value.
    Raises: ValueError if the rows are of more than one series.
    """
    if values["value"].notna().sum() == 0:
        return None
    which, day = key_of_series(values), impact["changed_on"]
    with style.chart_style():
        svg = _draw(_read(values, measure=measure, impact=impact), measure=measure).as_svg()
    return make_inline_svg(svg, id_prefix=f"before-{which}-{day}-")


def _read(values: pd.DataFrame, *, measure: Measure, impact: Mapping[str, object]) -> _Change:
    """Return the months with the limits of before, where the day lies among them, and the mean of after."""
    day, began = _day(impact["changed_on"]), _day(impact["baseline_from"])
    ends = pd.to_datetime(values["period_end"])
    is_told = ends >= pd.Timestamp(began) if began is not None else ends.notna()
    limits = {column: _number(impact[name]) for column, name in _LIMITS.items()}
    points = values.assign(
        **{column: np.where(is_told, level, np.nan) for column, level in limits.items()},
        **dict.fromkeys(SIGNS, False),
    )
    is_beyond = (points["value"] < limits["lower_limit"]) | (points["value"] > limits["upper_limit"])
    is_after = ends >= pd.Timestamp(day) if day is not None else ends.isna()
    found = read_points(points.assign(is_outside=is_beyond & is_after), measure=measure, width=_WIDTH)
    after = np.array([day is not None and end >= day for end in found.ends])
    is_within = after.any() and not after.all()
    told = f"{impact['change_name']}, {format_date(day)}" if day is not None else str(impact["change_name"])
    return _Change(
        points=found,
        name=tuple(textwrap.wrap(told, width=_CHARACTERS)) if is_within else (),
        place=int(after.argmax()) if is_within else None,
        after=np.where(after, _number(impact["mean_after"]), np.nan),
    )


def _day(told: object) -> date | None:
    return told if isinstance(told, date) else None


def _number(told: object) -> float:
    return told if isinstance(told, float) else np.nan


def _draw(change: _Change, *, measure: Measure) -> Drawing:
    points, labels = change.points, _labels(change, measure=measure)
    ticks, key = choose_ticks(_highest(change)), _key(change)
    unit_line = 0.0 if sign_of(measure.unit) else _LINE
    top = unit_line + (len(change.name) + 1) * _LINE + 2 * MARGIN
    frame = frame_of(points, labels=labels, top=top, note=len(key), ticks=ticks)
    drawing = frame.drawing()
    add_grid(drawing, frame=frame, ticks=ticks, unit=measure.unit)
    add_limits(drawing, points=points, frame=frame)
    add_across(drawing, frame=frame, up_to=np.array([frame.bottom]), colour=style.DARK_GREY, width=1.25)
    drawing.line(points.across, frame.up(change.after), colour=style.DARK_PINK, width=2.6, dash=(3.0, 1.0))
    _draw_day(drawing, change=change, frame=frame)
    add_values(drawing, points=points, frame=frame)
    write_months(drawing, ends=points.ends, across=points.across, frame=frame)
    add_labels(drawing, labels=labels, frame=frame, below=LABELS_BELOW, highest=frame.bottom + frame.height)
    drawing.write("\n".join(key), at=(MARGIN, 6.0), size=style.NOTE_SIZE, va="bottom", colour=style.DARK_GREY)
    return drawing


def _labels(change: _Change, *, measure: Measure) -> list[EndLabel]:
    """Return labels of the newest value, of the mean before and of the mean after."""
    points = change.points
    before = level_label("Before", points.centre, points=points, measure=measure, colour=style.DARK_GREY)
    after = level_label("After", change.after, points=points, measure=measure, colour=style.DARK_PINK)
    return [newest_label(points, measure=measure), *before, *after]


def _highest(change: _Change) -> float:
    after = change.after[~np.isnan(change.after)]
    return max(change.points.highest, float(after.max(initial=0.0)))


def _draw_day(drawing: Drawing, *, change: _Change, frame: Frame) -> None:
    """Draw the day across the plot, its sides named above it, and above them the name of the change."""
    x = change.marked_at
    if x is None:
        return
    above = frame.bottom + frame.height + 8.0
    ends = np.array([frame.bottom, above + _LINE])
    drawing.line(np.array([x, x]), ends, colour=style.TEXT_COLOUR, width=1.2, dash=(2.0, 2.0))
    drawing.write("Before", at=(x - _SIDES, above), size=style.NOTE_SIZE, ha="right", va="bottom")
    drawing.write("After", at=(x + _SIDES, above), size=style.NOTE_SIZE, va="bottom")
    words = "\n".join(change.name)
    wide = width_of(words, size=style.NOTE_SIZE)
    left = min(max(MARGIN, x - wide / 2), frame.width - MARGIN - wide)
    drawing.write(words, at=(max(MARGIN, left), above + _LINE + 2.0), size=style.NOTE_SIZE, va="bottom")


def _key(change: _Change) -> list[str]:
    """Return what the marks mean, in lines."""
    points = change.points
    rings = " Rings: outside it." if points.is_ringed.any() else ""
    if np.isnan(points.upper).all():
        return ["No limits: too few months before."]
    return textwrap.wrap(f"Band and broken line: usual before, carried on.{rings}", width=_CHARACTERS)
