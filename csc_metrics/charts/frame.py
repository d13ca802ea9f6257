"""What charts of lines share: the frame, ticks and lines across, short strokes, and labels at the ends of lines."""

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from csc_metrics.charts import style
from csc_metrics.charts.drawing import Drawing, Numbers
from csc_metrics.charts.places import spread_labels
from csc_metrics.narrative.numbers import format_number

LINE_HEIGHT: Final = 1.25
"""Of text in several lines, in sizes of its letters."""
DIGIT_HEIGHT: Final = 0.73 * style.TICK_SIZE
"""Points that a digit beside a tick is high."""
MARGIN: Final = 8.0
"""Points between the left edge and what is written there."""
_LETTER_WIDTH: Final = 0.66
"""Of the letters of an ordinary line in DejaVu Sans, in sizes: wider than in what pages use."""
_STUB: Final = 7.0
_LABEL_GAP: Final = 5.0
_PER_CENT: Final = "%"


@dataclass(frozen=True, kw_only=True)
class Frame:
    """Where a plot stands within its drawing, in points. width: of the drawing. height: of the plot.

    left, right, top, bottom: what lies around the plot. highest: the value at its top; 0 is at its bottom.
    """

    width: float
    height: float
    left: float
    right: float
    top: float
    bottom: float
    highest: float

    @property
    def ends(self) -> float:
        """Points from the left edge to where the plot ends."""
        return self.width - self.right

    @property
    def labels_at(self) -> float:
        """Points from the left edge to where labels of lines begin."""
        return self.ends + 12.0

    def up(self, values: Numbers) -> Numbers:
        """Return points from the lower edge for values; NaN stays NaN."""
        return self.bottom + values / self.highest * self.height

    def drawing(self) -> Drawing:
        """Return an empty drawing of the frame's size."""
        return Drawing(width=self.width, height=self.top + self.height + self.bottom)


@dataclass(frozen=True, kw_only=True)
class EndLabel:
    """A label at the right: where its line ends, and what it says.

    across: points from the left edge to the line's end. value: at that end. words: lines of text, in a colour. big: a
    last line in large figures, or nothing.
    """

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


def add_grid(drawing: Drawing, *, frame: Frame, ticks: tuple[float, ...], unit: str) -> None:
    """Draw a line across at each tick but 0, its number at the left, and the unit above where it is in words.

    ticks: values, from 0 upwards. unit: of the measure.
    """
    up_to = frame.up(np.array(ticks))
    add_across(drawing, frame=frame, up_to=up_to[1:], colour=style.GRID_COLOUR, width=0.8)
    for tick, up in zip(ticks, up_to.tolist(), strict=True):
        words = tick_label(tick, ticks=ticks, unit=unit)
        drawing.write(
            words, at=(frame.left - 6.0, up - DIGIT_HEIGHT / 2), size=style.TICK_SIZE, ha="right", va="baseline"
        )
    if unit != _PER_CENT:
        drawing.write(unit, at=(MARGIN, drawing.height - 6.0), size=style.NOTE_SIZE, colour=style.DARK_GREY)


def add_across(drawing: Drawing, *, frame: Frame, up_to: Numbers, colour: str, width: float) -> None:
    """Draw level lines from edge to edge of the plot, as one line with breaks: each line costs by itself.

    up_to: points from the lower edge. colour: of all of them. width: in points.
    """
    ends = np.tile([frame.left, frame.ends, np.nan], len(up_to))
    drawing.line(ends, np.repeat(up_to, 3), colour=colour, width=width)


def tick_label(tick: float, *, ticks: tuple[float, ...], unit: str) -> str:
    """Return a tick's number with as many decimals as the steps need, and the sign where the unit is per cent.

    ticks: all of the axis. unit: of the measure.
    """
    decimals = next((places for places in range(4) if all(round(t, places) == t for t in ticks)), 4)
    return format_number(tick, decimals=decimals) + sign_of(unit)


def sign_of(unit: str) -> str:
    """Return the per cent sign, or nothing for a unit in words: those stand once, above the axis.

    unit: of a measure.
    """
    return unit if unit == _PER_CENT else ""


def with_stubs(across: Numbers, values: Numbers) -> tuple[Numbers, Numbers]:
    """Return each place and value once, but a value that no neighbour joins three times: a little before, at, after.

    across: points from the left edge. values: one for each; NaN where there is none.
    A line needs two points: without this a single year or month, or one between two gaps, would not be seen.
    """
    is_gap = np.isnan(np.concatenate([[np.nan], values, [np.nan]]))
    is_alone = is_gap[:-2] & is_gap[2:] & ~is_gap[1:-1]
    times = np.where(is_alone, 3, 1)
    steps = [(-_STUB, 0.0, _STUB) if alone else (0.0,) for alone in is_alone]
    return np.repeat(across, times) + np.concatenate(steps), np.repeat(values, times)


def last_held(values: Numbers) -> int | None:
    """Return the place of the last value that is there."""
    held = np.flatnonzero(~np.isnan(values))
    return int(held[-1]) if held.size else None


def wrap_name(words: str, *, characters: int) -> str:
    """Return a name in lines that fit at the right of a chart. words: the name. characters: the most of a line."""
    return "\n".join(textwrap.wrap(words, width=characters, break_long_words=False))


def width_of(words: str, *, size: float) -> float:
    """Return about how many points across words take, rather too many than too few: their letters are not measured.

    words: in one line or more. size: of the letters.
    """
    return max(len(line) for line in words.split("\n")) * _LETTER_WIDTH * size


def add_labels(
    drawing: Drawing, *, labels: Sequence[EndLabel], frame: Frame, below: float, highest: float | None = None
) -> None:
    """Write the labels at the right, moved apart where they would meet, each led to by a thin line.

    labels: in the order of their lines. below: points under the plot that they may reach. highest: points from the
    lower edge that they may reach; None: to the drawing's upper edge.
    """
    wanted = frame.up(np.array([label.value for label in labels]))
    heights = [label.height for label in labels]
    lowest, highest = frame.bottom - below, drawing.height - 4.0 if highest is None else highest
    centres = spread_labels(wanted.tolist(), heights=heights, lowest=lowest, highest=highest)
    across = np.array([label.across for label in labels])
    _draw_leaders(drawing, frame=frame, across=across, up=wanted, centres=np.array(centres))
    for label, centre in zip(labels, centres, strict=True):
        _write_label(drawing, frame=frame, label=label, centre=centre)


def _draw_leaders(drawing: Drawing, *, frame: Frame, across: Numbers, up: Numbers, centres: Numbers) -> None:
    """Draw a thin line from the end of each series to its label, level first, then across; as one line with breaks."""
    starts, breaks = across + 6.0, np.full(len(up), np.nan)
    ends = np.full(len(up), frame.labels_at - 3.0)
    x = np.column_stack([starts, np.maximum(starts, ends - 10.0), ends, breaks])
    y = np.column_stack([up, up, centres, breaks])
    drawing.line(x.ravel(), y.ravel(), colour=style.LEADER_COLOUR, width=0.8)


def _write_label(drawing: Drawing, *, frame: Frame, label: EndLabel, centre: float) -> None:
    """Write a label's words and, beneath, its number."""
    top = centre + (label.height - _LABEL_GAP) / 2
    below = top - (label.words.count("\n") + 1) * style.LABEL_SIZE * LINE_HEIGHT
    drawing.write(label.words, at=(frame.labels_at, top), size=style.LABEL_SIZE, colour=label.colour)
    drawing.write(label.big, at=(frame.labels_at, below), size=style.VALUE_SIZE, colour=label.colour, weight="bold")
