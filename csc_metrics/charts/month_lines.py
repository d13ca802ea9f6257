"""Lines over the months, as charts of one measure's parts and of waits draw them."""

import textwrap
from dataclasses import dataclass
from datetime import date
from itertools import groupby
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
    wrap_name,
)
from csc_metrics.charts.months_axis import short_month, write_months
from csc_metrics.charts.places import choose_ticks
from csc_metrics.charts.years_against_neighbours import STATUS_WORDS
from csc_metrics.contracts.vocabulary import Status
from csc_metrics.measures.measure import Measure
from csc_metrics.narrative.numbers import format_number

MOST_LINES: Final = 4
"""Lines of one chart: as many as the Analysis Function's colours can be told apart."""
_COLOURS: Final = style.ANALYSIS_FUNCTION_COLOURS[:MOST_LINES]
_DASHES: Final = (None, (5.0, 2.5), (1.0, 1.6), (7.0, 2.0))
_TEXT: Final = (style.DARK_BLUE, style.DARK_GREY, style.DARK_PINK, style.DARK_GREY)
"""Colours of labels: turquoise and orange are marks, never text."""
WIDE: Final = 560.0
"""Points across, of a chart for a large screen."""
NARROW: Final = 400.0
"""Points across, of a chart that is read on a telephone too."""
_LEAST_HEIGHT = 190.0
_LEFT, _RIGHT, _TOP, _BOTTOM, _EDGE, _LABELS_BELOW = 50.0, 150.0, 30.0, 34.0, 8.0, 4.0
_NAME_CHARACTERS = 18
_NOTE_CHARACTER = 7.1
"""Points across, of one letter of a note."""
_MOST_SPANS = 4


@dataclass(frozen=True, kw_only=True)
class Level:
    """A target or a limit, in the unit of the measure. name: as it stands on the chart."""

    name: str
    value: float


@dataclass(frozen=True, kw_only=True)
class MonthLine:
    """One line. values: one for each month, NaN where there is none. status: why."""

    name: str
    values: Numbers
    status: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Months:
    """What is drawn. ends: month ends from first to last. level: a line across, or none. width: of the drawing."""

    ends: tuple[date, ...]
    lines: tuple[MonthLine, ...]
    level: Level | None
    width: float = WIDE

    @property
    def plot_ends(self) -> float:
        """Points from the left edge to where the plot ends."""
        return self.width - _RIGHT

    @property
    def across(self) -> Numbers:
        """Points from the left edge for each month; a single month stands in the middle of the plot."""
        first, last = _LEFT + _EDGE, self.plot_ends - _EDGE
        return np.linspace(first, last, len(self.ends)) if len(self.ends) > 1 else np.array([(first + last) / 2])

    @property
    def highest(self) -> float:
        """The highest value that is drawn."""
        levels = [self.level.value] if self.level is not None else []
        return float(np.nanmax(np.concatenate([*(line.values for line in self.lines), levels])))


def line_of(rows: pd.DataFrame, *, months: pd.DatetimeIndex, name: str) -> MonthLine:
    """Return one line, a place for each month; a month without a row is not available.

    Input: rows, columns of MeasureValues with period_end as timestamps, one row a month. months: from first to last.
    name: as it stands beside the line.
    """
    by_month = rows.set_index("period_end").reindex(months)
    status = by_month["status"].fillna(Status.NOT_COLLECTED.value)
    told = by_month["value"].where(status == Status.OK.value).to_numpy(dtype=np.float64, na_value=np.nan)
    return MonthLine(name=name, values=told, status=tuple(status))


def picture_of_months(months: Months, *, measure: Measure) -> Drawing:
    """Return the drawing; what is written beside and below the plot has its room beforehand.

    months: what is drawn. measure: whose unit and decimals all lines have.
    """
    note = _say_what_is_missing(months)
    labels = _labels(months, measure=measure)
    room = sum(label.height for label in labels)
    ticks = choose_ticks(months.highest)
    frame = Frame(
        width=months.width,
        height=max(_LEAST_HEIGHT, room - _TOP + 2 * _LABELS_BELOW),
        left=_LEFT,
        right=_RIGHT,
        top=_TOP,
        bottom=_BOTTOM + len(note) * style.NOTE_SIZE * LINE_HEIGHT,
        highest=ticks[-1],
    )
    drawing = frame.drawing()
    add_grid(drawing, frame=frame, ticks=ticks, unit=measure.unit)
    _draw_lines(drawing, months=months, frame=frame)
    write_months(drawing, ends=months.ends, across=months.across, frame=frame)
    add_labels(drawing, labels=labels, frame=frame, below=_LABELS_BELOW)
    drawing.write("\n".join(note), at=(MARGIN, 6.0), size=style.NOTE_SIZE, va="bottom", colour=style.DARK_GREY)
    return drawing


def _draw_lines(drawing: Drawing, *, months: Months, frame: Frame) -> None:
    """Draw the axis, the target or limit, and each line; a month without one beside it becomes a short stroke."""
    add_across(drawing, frame=frame, up_to=np.array([frame.bottom]), colour=style.DARK_GREY, width=1.25)
    if months.level is not None:
        up = frame.up(np.full(2, months.level.value))
        ends = np.array([_LEFT, months.plot_ends])
        drawing.line(ends, up, colour=style.DARK_GREY, width=1.5, dash=(8.0, 4.0))
    for place, line in enumerate(months.lines):
        x, up = with_stubs(months.across, frame.up(line.values))
        drawing.line(x, up, colour=_COLOURS[place], width=2.4 - 0.2 * place, dash=_DASHES[place])


def _labels(months: Months, *, measure: Measure) -> list[EndLabel]:
    """Return a label for each line with its last value, dated where that is not of the last month; then the level."""
    labels = []
    for place, line in enumerate(months.lines):
        last = last_held(line.values) or 0
        name = wrap_name(line.name, characters=_NAME_CHARACTERS)
        words = name if last == len(months.ends) - 1 else f"{name}\n({short_month(months.ends[last])})"
        value = float(line.values[last])
        labels.append(
            EndLabel(
                across=months.across[last],
                value=value,
                words=words,
                colour=_TEXT[place],
                big=_printed(measure, value),
            )
        )
    if months.level is None:
        return labels
    return [*labels, _label_of(months.level, across=months.plot_ends - _EDGE, measure=measure)]


def _label_of(level: Level, *, across: float, measure: Measure) -> EndLabel:
    decimals = 0 if level.value.is_integer() else measure.decimals
    words = f"{level.name}: {format_number(level.value, decimals=decimals)}{sign_of(measure.unit)}"
    wrapped = wrap_name(words, characters=_NAME_CHARACTERS)
    return EndLabel(across=across, value=level.value, words=wrapped, colour=style.DARK_GREY)


def _printed(measure: Measure, value: float) -> str:
    return format_number(value, decimals=measure.decimals) + sign_of(measure.unit)


def _say_what_is_missing(months: Months) -> list[str]:
    """Return the lines of the note that names the months in which no line has a value, where they are those of all."""
    status = months.lines[0].status
    if any(line.status != status for line in months.lines):
        return []
    spans = [(why, list(group)) for why, group in groupby(range(len(status)), key=lambda place: status[place])]
    missing = [(why, places) for why, places in spans if why != Status.OK.value]
    if len(missing) > _MOST_SPANS:
        many = sum(len(places) for _, places in missing)
        told = f"in {many} of {len(status)} months; the table says why"
    else:
        told = "; ".join(f"{_span(months.ends, places)} ({STATUS_WORDS[why]})" for why, places in missing)
    characters = int((months.width - 2 * MARGIN) / _NOTE_CHARACTER)
    return textwrap.wrap(f"No value: {told}", width=characters) if missing else []


def _span(ends: tuple[date, ...], places: list[int]) -> str:
    first, last = short_month(ends[places[0]]), short_month(ends[places[-1]])
    return first if len(places) == 1 else f"{first} to {last}"
