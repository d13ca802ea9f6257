"""An authority and its neighbours by how many they are out of, with the limits that chance and their variety leave."""

import math
import textwrap
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from typing import Final

import numpy as np
import pandas as pd
import polars as pl

from csc_metrics.charts import style
from csc_metrics.charts.beside_points import Named, Room, rooms_beside, write_names
from csc_metrics.charts.drawing import Drawing, Numbers
from csc_metrics.charts.frame import (
    DIGIT_HEIGHT,
    LINE_HEIGHT,
    MARGIN,
    EndLabel,
    Frame,
    add_across,
    add_grid,
    add_labels,
    sign_of,
    width_of,
    wrap_name,
)
from csc_metrics.charts.inline_svg import make_inline_svg
from csc_metrics.charts.places import choose_ticks
from csc_metrics.charts.years_against_neighbours import STATUS_WORDS
from csc_metrics.comparison.funnel import FLAG, WORTH_A_LOOK
from csc_metrics.comparison.funnel_points import FunnelPoints, funnel_points
from csc_metrics.measures.measure import Measure
from csc_metrics.narrative.numbers import format_number

_WIDTH, _PLOT_HEIGHT = 400.0, 240.0
_LEFT, _RIGHT, _TOP, _BELOW, _LABELS_BELOW = 54.0, 112.0, 30.0, 36.0, 10.0
_RING: Final = 4.2
_CORNERS: Final = 13
_STEPS: Final = 40
_STARTS_AT: Final = 0.6
"""Where limits begin, as a share of the smallest authority: nearer to 0 they would leave the plot."""
_NAME_CHARACTERS, _LABEL_CHARACTERS, _NOTE_CHARACTERS = 18, 12, 52
_NOTE_LINE: Final = style.NOTE_SIZE * LINE_HEIGHT


@dataclass(frozen=True, kw_only=True)
class _Funnel:
    """What is drawn. sizes: denominators at which limits are drawn. centre: of each.

    inner, outer: lower and upper limits of each size. ticks: of the axis of sizes.
    """

    points: FunnelPoints
    sizes: Numbers
    centre: Numbers
    inner: tuple[Numbers, Numbers]
    outer: tuple[Numbers, Numbers]
    ticks: tuple[float, ...]

    @property
    def highest(self) -> float:
        """The highest of what is drawn: limits where the smallest authority lies, and every value."""
        smallest = min([self.points.size, *(one.size for one in self.points.others)])
        upper = float(self.points.limits(np.array([smallest]), confidence=FLAG)[1][0])
        return max([upper, self.points.value, *(one.value for one in self.points.others)])


def draw_funnel(
    points: pd.DataFrame, *, measure: Measure, la_code: str, names: Mapping[str, str], out_of: str = ""
) -> str | None:
    """Draw an authority and its neighbours at how many each is out of, with the neighbours' funnel around them.

    The middle line is what the neighbours have together. Nineteen in twenty like them lie between the broken lines, all
    but two in a thousand within the band. The authority is a full dot with its name and value; neighbours are rings,
    and those outside the band are named. A neighbour without a value is told below. Both axes start at 0.

    Input: columns of AgainstOthers, one measure, part and model: the authority's row, and its neighbours' of the source
    and day that it is compared with. la_code: of the authority. names: la_code → name. out_of: what the level axis
    counts, in words; empty: the measure's denominator.
    Returns: an <svg> element for use inside an HTML page, the same bytes each time; None where no funnel judges it.
    Raises: ValueError if the rows are of several measures, parts or models, or a neighbour's is of another day.
    """
    found = funnel_points(pl.from_pandas(points), la_code=la_code)
    if found is None:
        return None
    with style.chart_style():
        svg = _draw(_read(found), measure=measure, names=names, out_of=out_of or measure.denominator).as_svg()
    key = ("measure", "breakdown", "neighbour_model", "period_end")
    which = sha256("|".join(str(found.own[name]) for name in key).encode()).hexdigest()[:8]
    return make_inline_svg(svg, id_prefix=f"funnel-{la_code}-{which}-")


def _read(points: FunnelPoints) -> _Funnel:
    every = [points.size, *(one.size for one in points.others)]
    ticks = choose_ticks(max(every))
    sizes = np.linspace(_STARTS_AT * min(every), ticks[-1], _STEPS)
    return _Funnel(
        points=points,
        sizes=sizes,
        centre=np.full(_STEPS, points.centre),
        inner=points.limits(sizes, confidence=WORTH_A_LOOK),
        outer=points.limits(sizes, confidence=FLAG),
        ticks=ticks,
    )


def _draw(funnel: _Funnel, *, measure: Measure, names: Mapping[str, str], out_of: str) -> Drawing:
    """Return the drawing; what is written below the plot has its room beforehand."""
    named = _named(funnel, measure=measure, names=names)
    rooms = _rooms(funnel, frame=_frame(funnel, lines=0), named=named)
    unnamed = [one.words for one, room in zip(named, rooms, strict=True) if room is None]
    note = textwrap.wrap(f"Across: {out_of}", width=_NOTE_CHARACTERS) + _note(funnel, names=names, unnamed=unnamed)
    frame = _frame(funnel, lines=len(note))
    drawing = frame.drawing()
    add_grid(drawing, frame=frame, ticks=choose_ticks(funnel.highest), unit=measure.unit)
    _draw_limits(drawing, funnel=funnel, frame=frame)
    _write_sizes(drawing, funnel=funnel, frame=frame)
    _draw_points(drawing, funnel=funnel, frame=frame)
    places = [_placed(one, funnel=funnel, frame=frame) for one in named]
    write_names(drawing, named=places, rooms=_rooms(funnel, frame=frame, named=named))
    add_labels(drawing, labels=_labels(funnel, frame=frame, measure=measure), frame=frame, below=_LABELS_BELOW)
    drawing.write("\n".join(note), at=(MARGIN, 6.0), size=style.NOTE_SIZE, va="bottom", colour=style.DARK_GREY)
    return drawing


def _frame(funnel: _Funnel, *, lines: int) -> Frame:
    """Return where the plot stands, above so many lines of a note."""
    return Frame(
        width=_WIDTH,
        height=_PLOT_HEIGHT,
        left=_LEFT,
        right=_RIGHT,
        top=_TOP,
        bottom=_BELOW + lines * _NOTE_LINE,
        highest=choose_ticks(funnel.highest)[-1],
    )


def _across(funnel: _Funnel, frame: Frame, sizes: Numbers) -> Numbers:
    """Return points from the left edge for sizes."""
    return np.asarray(frame.left + sizes / funnel.ticks[-1] * (frame.ends - frame.left))


def _draw_limits(drawing: Drawing, *, funnel: _Funnel, frame: Frame) -> None:
    """Draw the band of the outer limits, the inner ones as broken lines and the middle as a dotted one."""
    x = _across(funnel, frame, funnel.sizes)
    lower, upper = (frame.up(np.minimum(limit, frame.highest)) for limit in funnel.outer)
    drawing.band(x, lower, upper, colour=style.BAND_COLOUR)
    for edge in (lower, upper):
        drawing.line(x, edge, colour=style.RANGE_EDGE_COLOUR, width=1.0)
    for limit in funnel.inner:
        inside = np.where(limit <= frame.highest, limit, np.nan)
        drawing.line(x, frame.up(inside), colour=style.DARK_PINK, width=1.4, dash=(5.0, 2.5))
    add_across(drawing, frame=frame, up_to=np.array([frame.bottom]), colour=style.DARK_GREY, width=1.25)
    drawing.line(x, frame.up(funnel.centre), colour=style.DARK_GREY, width=1.8, dash=(1.0, 1.6))


def _write_sizes(drawing: Drawing, *, funnel: _Funnel, frame: Frame) -> None:
    """Write the sizes below the plot, as many as have room, the last always among them."""
    words = [format_number(tick, decimals=0 if tick.is_integer() else 1) for tick in funnel.ticks]
    apart = (frame.ends - frame.left) / (len(words) - 1)
    every = math.ceil((width_of(words[-1], size=style.TICK_SIZE) + 4.0) / apart)
    places = _across(funnel, frame, np.array(funnel.ticks)).tolist()
    below = frame.bottom - 10.5 - DIGIT_HEIGHT
    for word, x in list(zip(words, places, strict=True))[::-1][::every]:
        drawing.write(word, at=(x, below), size=style.TICK_SIZE, ha="center", va="baseline")


def _draw_points(drawing: Drawing, *, funnel: _Funnel, frame: Frame) -> None:
    """Draw neighbours as rings, all as one line with breaks, and the authority as a full dot."""
    points, around = funnel.points, np.append(np.linspace(0.0, 2 * np.pi, _CORNERS), np.nan)
    if points.others:
        x = _across(funnel, frame, np.array([one.size for one in points.others]))[:, np.newaxis]
        y = frame.up(np.array([one.value for one in points.others]))[:, np.newaxis]
        rings = (x + _RING * np.cos(around)).ravel(), (y + _RING * np.sin(around)).ravel()
        drawing.line(*rings, colour=style.TEXT_COLOUR, width=1.6)
    own = _across(funnel, frame, np.array([points.size])), frame.up(np.array([points.value]))
    drawing.line(*own, colour=style.DARK_BLUE, width=5.0, has_marks=True)


def _named(funnel: _Funnel, *, measure: Measure, names: Mapping[str, str]) -> tuple[Named, ...]:
    """Return the authority with its value, and each neighbour outside the band; x is a size, y a value."""
    points = funnel.points
    value = format_number(points.value, decimals=measure.decimals) + sign_of(measure.unit)
    words = wrap_name(f"{names[str(points.own['la_code'])]} {value}", characters=_NAME_CHARACTERS)
    own = Named(x=points.size, y=points.value, words=words, colour=style.DARK_BLUE)
    outside = [
        Named(x=one.size, y=one.value, words=wrap_name(names[one.la_code], characters=_NAME_CHARACTERS))
        for one in points.others
        if one.is_outside
    ]
    return (own, *outside)


def _placed(one: Named, *, funnel: _Funnel, frame: Frame) -> Named:
    """Return a point where its size and value put it on the drawing."""
    x, y = _across(funnel, frame, np.array([one.x])), frame.up(np.array([one.y]))
    return replace(one, x=float(x[0]), y=float(y[0]))


def _rooms(funnel: _Funnel, *, frame: Frame, named: Sequence[Named]) -> tuple[Room | None, ...]:
    """Return where names stand: within the plot, over no ring, and where it can be over none of the lines."""
    inside = [one for one in funnel.points.others if not one.is_outside]
    x = _across(funnel, frame, np.array([one.size for one in inside])).tolist()
    y = frame.up(np.array([one.value for one in inside])).tolist()
    lines = [level[-1] for level in (*funnel.outer, *funnel.inner, funnel.centre) if level[-1] <= frame.highest]
    return rooms_beside(
        [_placed(one, funnel=funnel, frame=frame) for one in named],
        others=list(zip(x, y, strict=True)),
        lines=frame.up(np.array(lines)).tolist(),
        within=Room(left=frame.left, low=frame.bottom, right=frame.ends, high=frame.bottom + frame.height),
    )


def _labels(funnel: _Funnel, *, frame: Frame, measure: Measure) -> list[EndLabel]:
    """Return labels of the middle and of the upper limits, at the right end of each."""
    middle = f"Neighbours together {format_number(funnel.points.centre, decimals=measure.decimals)}"
    levels = (
        (funnel.outer[1], "99.8% limits", style.DARK_GREY),
        (funnel.inner[1], "95% limits", style.DARK_PINK),
        (funnel.centre, middle + sign_of(measure.unit), style.DARK_GREY),
    )
    return [
        EndLabel(
            across=frame.ends,
            value=min(float(level[-1]), frame.highest),
            words=wrap_name(words, characters=_LABEL_CHARACTERS),
            colour=colour,
        )
        for level, words, colour in levels
    ]


def _note(funnel: _Funnel, *, names: Mapping[str, str], unnamed: Sequence[str]) -> list[str]:
    """Return the lines of the note: what the marks are, who has no name beside it, and who no value."""
    points = funnel.points
    is_any_outside = any(one.is_outside for one in points.others)
    named = "; named where outside the band." if is_any_outside else "; none is outside the band."
    without = "; ".join(f"{names[code]} ({STATUS_WORDS[status]})" for code, status in points.without.items())
    left_out = "; ".join(words.replace("\n", " ") for words in unnamed)
    words = f"Rings: neighbours{named}"
    words += f" Drawn without a name: {left_out}." if left_out else ""
    words += f" No value: {without}." if without else ""
    return textwrap.wrap(words, width=_NOTE_CHARACTERS)
