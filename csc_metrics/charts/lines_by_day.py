"""A few series over days that lie any time apart, each named at its end."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

import numpy as np

from csc_metrics.charts import style
from csc_metrics.charts.drawing import Drawing, Numbers
from csc_metrics.charts.frame import EndLabel, Frame, add_across, add_grid, add_labels, with_stubs, wrap_name
from csc_metrics.charts.inline_svg import make_inline_svg
from csc_metrics.charts.places import choose_ticks
from csc_metrics.narrative.numbers import format_date, format_number

_WIDTH, _PLOT_HEIGHT = 400.0, 196.0
_LEFT, _RIGHT, _TOP, _BOTTOM, _EDGE = 46.0, 136.0, 30.0, 48.0, 8.0
_DATE_WIDTH = 50.0
_LABELS_BELOW = 22.0
_NAME_CHARACTERS = 16


@dataclass(frozen=True, kw_only=True)
class _Look:
    """How a line is drawn; the colour of its words stands out from paper by more than 4.5 to 1."""

    colour: str
    width: float
    dash: tuple[float, float] | None
    words: str
    has_marks: bool = False


_LOOKS: Final = (
    _Look(colour=style.DARK_BLUE, width=3.0, dash=None, words=style.DARK_BLUE, has_marks=True),
    _Look(colour=style.DARK_PINK, width=1.8, dash=(5.0, 2.5), words=style.DARK_PINK),
    _Look(colour=style.DARK_GREY, width=1.8, dash=(1.0, 1.6), words=style.DARK_GREY),
    _Look(colour=style.TURQUOISE, width=2.4, dash=(9.0, 2.0), words=style.TEXT_COLOUR),
)
MOST_LINES: Final = len(_LOOKS)
"""Lines that can be told apart by more than colour."""


def draw_lines_by_day(series: Mapping[str, Mapping[date, float]], *, unit: str, code: str) -> str:
    """Draw a line for each series over the days of all of them, the first drawn most strongly.

    The axis starts at 0. Days stand as far apart as they are. A day without a value breaks a line; it is never drawn
    as 0. Lines differ by dash and width as well as by colour and are named at their ends with their last value.

    series: name → day → value; one to four, on two days or more. unit: in words, above the plot. code: names the chart
    on its page.
    Returns: an <svg> element for use inside an HTML page, the same bytes each time.
    Raises: ValueError if there are more lines than can be told apart, or a day by itself.
    """
    if not 0 < len(series) <= MOST_LINES:
        raise ValueError(f"A chart by day takes one to {MOST_LINES} lines: choose those that matter most.")
    if len({day for values in series.values() for day in values}) < 2:
        raise ValueError("A chart by day takes two days or more: with one there is no line.")
    with style.chart_style():
        svg = _draw(series, unit=unit).as_svg()
    return make_inline_svg(svg, id_prefix=f"chart-{code}-")


def _draw(series: Mapping[str, Mapping[date, float]], *, unit: str) -> Drawing:
    days = sorted({day for values in series.values() for day in values})
    across = _across(days)
    labels = _labels(series, dict(zip(days, across.tolist(), strict=True)))
    ticks = choose_ticks(max(value for values in series.values() for value in values.values()))
    frame = Frame(
        width=_WIDTH,
        height=max(_PLOT_HEIGHT, sum(label.height for label in labels) - _LABELS_BELOW),
        left=_LEFT,
        right=_RIGHT,
        top=_TOP,
        bottom=_BOTTOM,
        highest=ticks[-1],
    )
    drawing = frame.drawing()
    add_grid(drawing, frame=frame, ticks=ticks, unit=unit)
    _write_days(drawing, days, across)
    add_across(drawing, frame=frame, up_to=np.array([frame.bottom]), colour=style.DARK_GREY, width=1.25)
    for look, values in reversed(list(zip(_LOOKS, series.values(), strict=False))):
        up = frame.up(np.array([values.get(day, np.nan) for day in days]))
        x, y = (across, up) if look.has_marks else with_stubs(across, up)
        drawing.line(x, y, colour=look.colour, width=look.width, dash=look.dash, has_marks=look.has_marks)
    add_labels(drawing, labels=labels, frame=frame, below=_LABELS_BELOW)
    return drawing


def _across(days: list[date]) -> Numbers:
    """Return points from the left edge for each day, as far apart as the days are."""
    first, last = _LEFT + _EDGE, _WIDTH - _RIGHT - _DATE_WIDTH / 2 + 2.0  # the last day is written below its mark
    since = np.array([(day - days[0]).days for day in days], dtype=np.float64)
    return np.asarray(first + since / since[-1] * (last - first))


def _labels(series: Mapping[str, Mapping[date, float]], places: Mapping[date, float]) -> list[EndLabel]:
    """Return a label for each series at its last day, with the value there."""
    labels = []
    for look, (name, values) in zip(_LOOKS, series.items(), strict=False):
        last = max(values)
        words = wrap_name(f"{name} {format_number(values[last], decimals=1)}", characters=_NAME_CHARACTERS)
        labels.append(EndLabel(across=places[last], value=values[last], words=words, colour=look.words))
    return labels


def _write_days(drawing: Drawing, days: list[date], across: Numbers) -> None:
    """Write days below the plot, day and month over the year: the last one, and those before it that have room."""
    room = float("inf")
    for day, x in zip(reversed(days), reversed(across.tolist()), strict=True):
        is_last = day == days[-1]
        if is_last or room - x >= _DATE_WIDTH:
            number, month, year = format_date(day).split()
            words = f"{number} {month[:3]}\n{year}"
            drawing.write(words, at=(x, _BOTTOM - 8.0), size=style.TICK_SIZE, ha="center")
            room = x
