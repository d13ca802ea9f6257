"""One measure of one authority month by month, in one line or a few: its parts, such as the agencies at a meeting."""

import textwrap
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
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
from csc_metrics.charts.inline_svg import make_inline_svg
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
_WIDTH, _LEAST_HEIGHT = 560.0, 190.0
_LEFT, _RIGHT, _TOP, _BOTTOM, _EDGE, _LABELS_BELOW = 50.0, 150.0, 30.0, 34.0, 8.0, 4.0
_PLOT_ENDS = _WIDTH - _RIGHT
_NAME_CHARACTERS, _NOTE_CHARACTERS = 18, 78
_MOST_SPANS = 4


@dataclass(frozen=True, kw_only=True)
class Level:
    """A target or a limit, in the unit of the measure. name: as it stands on the chart."""

    name: str
    value: float


@dataclass(frozen=True, kw_only=True)
class _Line:
    """One line. values: one for each month, NaN where there is none. status: why."""

    name: str
    values: Numbers
    status: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class _Months:
    """What is drawn. ends: month ends from first to last. level: a line across, or none."""

    ends: tuple[date, ...]
    lines: tuple[_Line, ...]
    level: Level | None

    @property
    def across(self) -> Numbers:
        """Points from the left edge for each month; a single month stands in the middle of the plot."""
        first, last = _LEFT + _EDGE, _PLOT_ENDS - _EDGE
        return np.linspace(first, last, len(self.ends)) if len(self.ends) > 1 else np.array([(first + last) / 2])

    @property
    def highest(self) -> float:
        """The highest value that is drawn."""
        levels = [self.level.value] if self.level is not None else []
        return float(np.nanmax(np.concatenate([*(line.values for line in self.lines), levels])))


def draw_over_months(
    values: pd.DataFrame, *, measure: Measure, names: Mapping[str, str], level: Level | None = None
) -> str | None:
    """Draw a measure over the months, a line for each part; a month without a value breaks the line.

    The axis starts at 0. Lines differ by dash as well as by colour and are labelled at their ends with the last value.
    Of a line that is alone, months without a value are named below the axis with the reason.

    Input: columns of MeasureValues; one authority, one measure, periods of one type that end with months; no part has
    two rows for one period_end. names: breakdown → what its line is called; at most four. level: a target or limit.
    Returns: an <svg> element for use inside an HTML page, the same bytes each time; None where no row has a value.
    Raises: ValueError if the rows are of more than one authority, measure or type of period, or for too many lines.
    """
    months = _read_months(values, names=names, level=level)
    if months is None:
        return None
    with style.chart_style():
        svg = _draw(months, measure=measure).as_svg()
    which = sha256("|".join(names).encode()).hexdigest()[:8]
    return make_inline_svg(svg, id_prefix=f"months-{measure.code}-{which}-")


def _read_months(values: pd.DataFrame, *, names: Mapping[str, str], level: Level | None) -> _Months | None:
    """Return the values by month for each line that has any; None where none has."""
    if len(names) > MOST_LINES:
        raise ValueError(f"A chart has at most {MOST_LINES} lines: choose as many parts.")
    if any(values[column].nunique() > 1 for column in ("area_code", "measure", "period_type")):
        raise ValueError("A chart shows one authority, one measure and one type of period: filter the rows first.")
    if values.empty:
        return None
    ends = pd.to_datetime(values["period_end"])
    months = pd.date_range(ends.min(), ends.max(), freq="ME")
    found = []
    for part, name in names.items():
        rows = values.assign(period_end=ends)[values["breakdown"] == part].set_index("period_end").reindex(months)
        status = rows["status"].fillna(Status.NOT_COLLECTED.value)
        told = rows["value"].where(status == Status.OK.value).to_numpy(dtype=np.float64, na_value=np.nan)
        found.append(_Line(name=name, values=told, status=tuple(status)))
    lines = tuple(line for line in found if not np.isnan(line.values).all())
    return _Months(ends=tuple(day.date() for day in months), lines=lines, level=level) if lines else None


def _draw(months: _Months, *, measure: Measure) -> Drawing:
    """Return the drawing; what is written beside and below the plot has its room beforehand."""
    note = _say_what_is_missing(months)
    labels = _labels(months, measure=measure)
    room = sum(label.height for label in labels)
    ticks = choose_ticks(months.highest)
    frame = Frame(
        width=_WIDTH,
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


def _draw_lines(drawing: Drawing, *, months: _Months, frame: Frame) -> None:
    """Draw the axis, the target or limit, and each line; a month without one beside it becomes a short stroke."""
    add_across(drawing, frame=frame, up_to=np.array([frame.bottom]), colour=style.DARK_GREY, width=1.25)
    if months.level is not None:
        up = frame.up(np.full(2, months.level.value))
        ends = np.array([_LEFT, _PLOT_ENDS])
        drawing.line(ends, up, colour=style.DARK_GREY, width=1.5, dash=(8.0, 4.0))
    for place, line in enumerate(months.lines):
        x, up = with_stubs(months.across, frame.up(line.values))
        drawing.line(x, up, colour=_COLOURS[place], width=2.4 - 0.2 * place, dash=_DASHES[place])


def _labels(months: _Months, *, measure: Measure) -> list[EndLabel]:
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
    return labels + ([_label_of(months.level, measure=measure)] if months.level is not None else [])


def _label_of(level: Level, *, measure: Measure) -> EndLabel:
    decimals = 0 if level.value.is_integer() else measure.decimals
    words = f"{level.name}: {format_number(level.value, decimals=decimals)}{sign_of(measure.unit)}"
    wrapped = wrap_name(words, characters=_NAME_CHARACTERS)
    return EndLabel(across=_PLOT_ENDS - _EDGE, value=level.value, words=wrapped, colour=style.DARK_GREY)


def _printed(measure: Measure, value: float) -> str:
    return format_number(value, decimals=measure.decimals) + sign_of(measure.unit)


def _say_what_is_missing(months: _Months) -> list[str]:
    """Return the lines of the note that names the months without a value of a line that is alone, with the reasons."""
    if len(months.lines) > 1:
        return []
    status = months.lines[0].status
    spans = [(why, list(group)) for why, group in groupby(range(len(status)), key=lambda place: status[place])]
    missing = [(why, places) for why, places in spans if why != Status.OK.value]
    if len(missing) > _MOST_SPANS:
        many = sum(len(places) for _, places in missing)
        told = f"in {many} of {len(status)} months; the table says why"
    else:
        told = "; ".join(f"{_span(months.ends, places)} ({STATUS_WORDS[why]})" for why, places in missing)
    return textwrap.wrap(f"No value: {told}", width=_NOTE_CHARACTERS) if missing else []


def _span(ends: tuple[date, ...], places: list[int]) -> str:
    first, last = short_month(ends[places[0]]), short_month(ends[places[-1]])
    return first if len(places) == 1 else f"{first} to {last}"
