"""What charts with lines share: their room, the grid with its numbers, and labels at the ends of lines."""

import textwrap
from dataclasses import dataclass
from typing import Final

import numpy as np

from csc_metrics.charts import style
from csc_metrics.charts.drawing import Drawing, Numbers
from csc_metrics.charts.places import spread_labels
from csc_metrics.narrative.numbers import format_number

WIDTH: Final = 400.0
"""Points of a whole chart."""
LEFT: Final = 46.0
"""Points before the plot, for the numbers of the grid."""
TOP: Final = 30.0
"""Points above the plot, for the unit."""
MARGIN: Final = 8.0
"""Points between words and the edge of a chart."""
EDGE: Final = 8.0
"""Points between the edge of the plot and the first or last mark."""
PLOT_ENDS: Final = WIDTH - 136.0
"""Points from the left to where the plot ends; labels stand beyond."""
LABELS_AT: Final = PLOT_ENDS + 12.0
"""Points from the left to where labels begin."""
LINE_HEIGHT: Final = 1.25
"""Of words that run over several lines, in sizes of them."""
DIGIT_HEIGHT: Final = 0.73 * style.TICK_SIZE
"""Points of a digit of the grid's numbers."""
PER_CENT: Final = "%"
"""The unit that stands at each number; any other stands once, above the plot."""
_LABEL_GAP: Final = 5.0
_NAME_CHARACTERS: Final = 16
_STUB: Final = 7.0


@dataclass(frozen=True, kw_only=True)
class Scale:
    """Where values stand: 0 at the bottom of the plot, in points from the lower edge; the highest tick at its top.

    height: points of the plot. highest: value of that tick.
    """

    bottom: float
    height: float
    highest: float

    def up(self, values: Numbers) -> Numbers:
        """Return points from the lower edge for values; NaN stays NaN."""
        return self.bottom + values / self.highest * self.height


@dataclass(frozen=True, kw_only=True)
class EndLabel:
    """A label at the right: where its line ends, and what it says. big: a last line in large figures, or nothing."""

    across: float
    value: float
    words: str
    colour: str
    big: str = ""

    @property
    def height(self) -> float:
        """Points that the label takes, the space to the next one included."""
        small = (self.words.count("\n") + 1) * style.LABEL_SIZE if self.words else 0.0
        return (small + style.VALUE_SIZE * bool(self.big)) * LINE_HEIGHT + _LABEL_GAP


def lay_grid(drawing: Drawing, *, ticks: tuple[float, ...], scale: Scale, unit: str) -> None:
    """Draw a line across at each tick but 0, its number at the left, and the unit above where it is in words.

    ticks: from 0 on. scale: on which they stand.
    """
    up_to = scale.up(np.array(ticks))
    level_lines(drawing, up_to=up_to[1:], colour=style.GRID_COLOUR, width=0.8)
    for tick, up in zip(ticks, up_to.tolist(), strict=True):
        words = _tick_label(tick, ticks=ticks, unit=unit)
        drawing.write(words, at=(LEFT - 6.0, up - DIGIT_HEIGHT / 2), size=style.TICK_SIZE, ha="right", va="baseline")
    if unit != PER_CENT:
        drawing.write(unit, at=(MARGIN, drawing.height - 6.0), size=style.NOTE_SIZE, colour=style.DARK_GREY)


def level_lines(drawing: Drawing, *, up_to: Numbers, colour: str, width: float) -> None:
    """Draw level lines from edge to edge of the plot, as one line with breaks: each line costs by itself.

    up_to: points from the lower edge. colour: of all of them.
    """
    ends = np.tile([LEFT, PLOT_ENDS, np.nan], len(up_to))
    drawing.line(ends, np.repeat(up_to, 3), colour=colour, width=width)


def _tick_label(tick: float, *, ticks: tuple[float, ...], unit: str) -> str:
    """Return a tick's number with as many decimals as the steps need, and the sign where the unit is per cent."""
    decimals = next((places for places in range(4) if all(round(t, places) == t for t in ticks)), 4)
    return format_number(tick, decimals=decimals) + sign_of(unit)


def sign_of(unit: str) -> str:
    """Return the per cent sign, or nothing for a unit in words: those stand once, above the axis."""
    return unit if unit == PER_CENT else ""


def with_stubs(across: Numbers, values: Numbers) -> tuple[Numbers, Numbers]:
    """Return each place and value once, but a value that no neighbour joins three times: a little before, at, after.

    A line needs two points: without this a single year, or one between two gaps, would not be seen.
    across, values: points from the left and lower edges; NaN breaks a line. Returns: the same, with those added.
    """
    is_gap = np.isnan(np.concatenate([[np.nan], values, [np.nan]]))
    is_alone = is_gap[:-2] & is_gap[2:] & ~is_gap[1:-1]
    times = np.where(is_alone, 3, 1)
    steps = [(-_STUB, 0.0, _STUB) if alone else (0.0,) for alone in is_alone]
    return np.repeat(across, times) + np.concatenate(steps), np.repeat(values, times)


def wrap_name(words: str) -> str:
    """Return a name in lines that fit at the right of the chart. words: the name, with a value if need be."""
    return "\n".join(textwrap.wrap(words, width=_NAME_CHARACTERS, break_long_words=False))


def write_labels(drawing: Drawing, *, labels: list[EndLabel], scale: Scale) -> None:
    """Write the labels at the right, moved apart where they would meet, each led to by a thin line.

    labels: in any order. scale: on which their values stand.
    """
    wanted = scale.up(np.array([label.value for label in labels]))
    heights = [label.height for label in labels]
    centres = spread_labels(wanted.tolist(), heights=heights, lowest=scale.bottom - 22.0, highest=drawing.height - 4.0)
    _draw_leaders(drawing, across=np.array([label.across for label in labels]), up=wanted, centres=np.array(centres))
    for label, centre in zip(labels, centres, strict=True):
        _write_label(drawing, label=label, centre=centre)


def _draw_leaders(drawing: Drawing, *, across: Numbers, up: Numbers, centres: Numbers) -> None:
    """Draw a thin line from the end of each series to its label, level first, then across; as one line with breaks."""
    starts, breaks = across + 6.0, np.full(len(up), np.nan)
    ends = np.full(len(up), LABELS_AT - 3.0)
    x = np.column_stack([starts, np.maximum(starts, ends - 10.0), ends, breaks])
    y = np.column_stack([up, up, centres, breaks])
    drawing.line(x.ravel(), y.ravel(), colour=style.LEADER_COLOUR, width=0.8)


def _write_label(drawing: Drawing, *, label: EndLabel, centre: float) -> None:
    """Write a label's words and, beneath, its number."""
    top = centre + (label.height - _LABEL_GAP) / 2
    below = top - (label.words.count("\n") + 1) * style.LABEL_SIZE * LINE_HEIGHT
    drawing.write(label.words, at=(LABELS_AT, top), size=style.LABEL_SIZE, colour=label.colour)
    drawing.write(label.big, at=(LABELS_AT, below), size=style.VALUE_SIZE, colour=label.colour, weight="bold")
