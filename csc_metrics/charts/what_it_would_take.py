"""What it would take to be as neighbours are: where an authority is, and in which ranges it would be. No target."""

import textwrap
from dataclasses import dataclass
from hashlib import sha256
from typing import Final

import numpy as np
import pandas as pd

from csc_metrics.charts import style
from csc_metrics.charts.drawing import Drawing, Numbers
from csc_metrics.charts.frame import MARGIN, tick_label
from csc_metrics.charts.inline_svg import make_inline_svg
from csc_metrics.charts.places import choose_ticks
from csc_metrics.charts.years_against_neighbours import STATUS_WORDS
from csc_metrics.contracts.vocabulary import Status
from csc_metrics.measures.registry import MEASURES
from csc_metrics.narrative.as_neighbours import LEVEL_NAMES, between
from csc_metrics.narrative.numbers import format_number
from csc_metrics.narrative.words import lower_first, when
from csc_metrics.planning.what_it_would_take import CASELOAD, OF_CHILDREN, OF_WORKERS

_WIDTH, _LEFT, _ENDS = 400.0, 20.0, 370.0
_TITLE, _NOW, _ROW, _BAR, _AXIS, _APART = 19.0, 20.0, 36.0, 11.0, 28.0, 14.0
_WORDS, _LEAST_BAR, _NOTE_LINE, _LETTER = 17.0, 4.0, 15.0, 0.66
_NOTE_CHARACTERS = 54
_BARS: Final = "Bars: the range with each neighbour left out in turn."


@dataclass(frozen=True, kw_only=True)
class _Lever:
    """One lever. title: above its part of the picture. now: how many there are. on: when.

    ranges: level → least and most. decimals: with which both are printed.
    """

    title: str
    now: float
    on: str
    ranges: dict[str, tuple[float, float]]
    decimals: int

    @property
    def height(self) -> float:
        return _TITLE + _NOW + _ROW * len(self.ranges) + _AXIS

    @property
    def highest(self) -> float:
        return max(self.now, *(most for _, most in self.ranges.values()))


def draw_what_it_would_take(rows: pd.DataFrame) -> str | None:
    """Draw how many children or referrals there are, and between what there would be at the neighbours' levels.

    A part for each lever that is a rate, with an axis of its own from 0: levers are never added up. A line marks where
    the authority is now; at each level a bar reaches from the least to the most with one neighbour left out, and no
    mark stands within it. A lever without a figure is named below with the reason.

    Input: columns of WhatItWouldTake, of one authority. Levers that are no rates are not drawn.
    Returns: an <svg> element for use inside an HTML page, the same bytes each time; None where no lever has a figure.
    Raises: ValueError if the rows are of more than one authority.
    """
    return _picture(rows, levers=OF_CHILDREN, counted="count", decimals=0)


def draw_workers_it_would_take(rows: pd.DataFrame) -> str | None:
    """Draw how many full-time social workers hold cases, and between how many would at the neighbours' levels.

    As `draw_what_it_would_take`, for the levers that workers follow from: children in need, and the caseload itself.

    Input: columns of WhatItWouldTake, of one authority. Other levers are not drawn.
    Returns: an <svg> element for use inside an HTML page, the same bytes each time; None where no lever has a figure.
    Raises: ValueError if the rows are of more than one authority.
    """
    return _picture(rows, levers=OF_WORKERS, counted="fte", decimals=1)


def _picture(rows: pd.DataFrame, *, levers: tuple[str, ...], counted: str, decimals: int) -> str | None:
    with style.chart_style():
        drawing = _draw(rows, levers=levers, counted=counted, decimals=decimals)
        if drawing is None:
            return None
        svg = drawing.as_svg()
    which = sha256(f"{rows['la_code'].iloc[0]}|{counted}|{'|'.join(rows['lever'])}".encode()).hexdigest()[:8]
    return make_inline_svg(svg, id_prefix=f"would-take-{which}-")


def _draw(rows: pd.DataFrame, *, levers: tuple[str, ...], counted: str, decimals: int) -> Drawing | None:
    """Return the drawing, its levers one under the other and a note below; None where no lever has a figure."""
    if rows["la_code"].nunique() > 1:
        raise ValueError("What it would take is that of one authority: filter the rows first.")
    given = {lever: rows[rows["lever"] == lever] for lever in levers if (rows["lever"] == lever).any()}
    found = {lever: _read(told, counted=counted, decimals=decimals) for lever, told in given.items()}
    held = [one for one in found.values() if one is not None]
    if not held:
        return None
    missing = {lever: str(told["status"].iloc[0]) for lever, told in given.items() if found[lever] is None}
    note = textwrap.wrap(_BARS, width=_NOTE_CHARACTERS) + _say_what_is_missing(missing)
    height = sum(one.height + _APART for one in held) + len(note) * _NOTE_LINE + MARGIN
    drawing = Drawing(width=_WIDTH, height=height)
    top = height - MARGIN
    for one in held:
        _draw_lever(drawing, one, top=top)
        top -= one.height + _APART
    drawing.write("\n".join(note), at=(MARGIN, 5.0), size=style.NOTE_SIZE, va="bottom", colour=style.DARK_GREY)
    return drawing


def _read(told: pd.DataFrame, *, counted: str, decimals: int) -> _Lever | None:
    """Return one lever as it is drawn; None where it has no figure."""
    ends = [f"{counted}_now", f"{counted}_then_lower", f"{counted}_then_upper"]
    held = told[told["status"] == Status.OK.value].dropna(subset=ends)
    if held.empty:
        return None
    first = held.iloc[0]
    ranges = {
        str(level): (float(least), float(most))
        for level, least, most in zip(held["level"], held[ends[1]], held[ends[2]], strict=True)
    }
    measure = MEASURES[str(first["lever"])]
    is_of_workers = counted == "fte"
    dated = MEASURES[CASELOAD] if is_of_workers else measure
    day = pd.Timestamp(first["workforce_on" if is_of_workers else "period_end"]).date()
    return _Lever(
        title=f"Social workers (FTE), by {lower_first(measure.title)}" if is_of_workers else measure.title,
        now=float(first[ends[0]]),
        on=lower_first(when(dated, day)),
        ranges={level: ranges[level] for level in LEVEL_NAMES if level in ranges},
        decimals=decimals,
    )


def _draw_lever(drawing: Drawing, lever: _Lever, *, top: float) -> None:
    """Draw one lever below a place: its title, where it is now, a bar for each level with its words, and the axis."""
    ticks = choose_ticks(lever.highest)
    scale = (_ENDS - _LEFT) / ticks[-1]
    drawing.write(lever.title, at=(MARGIN, top), size=style.LABEL_SIZE, weight="bold")
    _write_now(drawing, lever, at=_LEFT + lever.now * scale, top=top - _TITLE)
    tops = top - _TITLE - _NOW - _ROW * np.arange(len(lever.ranges), dtype=np.float64)
    bars: Numbers = tops - _WORDS - _BAR / 2
    for row, (level, (least, most)) in zip(tops.tolist(), lever.ranges.items(), strict=True):
        words = f"Neighbours' {lower_first(LEVEL_NAMES[level])}: {between(least, most, decimals=lever.decimals)}"
        drawing.write(words, at=(MARGIN, row), size=style.NOTE_SIZE)
    _draw_ranges(drawing, _LEFT + scale * np.array(list(lever.ranges.values())), middles=bars)
    now = np.tile([_LEFT + lever.now * scale, _LEFT + lever.now * scale, np.nan], len(bars))
    reach = np.column_stack([bars - _BAR / 2 - 2.0, bars + _BAR / 2 + 2.0, np.full(len(bars), np.nan)]).ravel()
    drawing.line(now, reach, colour=style.DARK_PINK, width=2.6)
    _draw_axis(drawing, ticks=ticks, scale=scale, foot=top - lever.height + _AXIS - 6.0)


def _write_now(drawing: Drawing, lever: _Lever, *, at: float, top: float) -> None:
    """Write how many there are now above the line that marks it, moved inwards where it would leave the picture."""
    words = f"Now (upright line): {format_number(lever.now, decimals=lever.decimals)} {lever.on}"
    half = len(words) * _LETTER * style.NOTE_SIZE / 2
    middle = min(max(at, MARGIN + half), _WIDTH - MARGIN - half)
    drawing.write(words, at=(middle, top), size=style.NOTE_SIZE, colour=style.DARK_PINK, ha="center")


def _draw_ranges(drawing: Drawing, ends: Numbers, *, middles: Numbers) -> None:
    """Fill a bar from the least to the most at each level, all as one area with breaks; none so thin as to be missed.

    ends: points from the left edge, a row for each level. middles: points from the lower edge.
    """
    short = np.clip(_LEAST_BAR - (ends[:, 1] - ends[:, 0]), 0.0, None) / 2
    breaks = np.full(len(ends), np.nan)
    x = np.column_stack([ends[:, 0] - short, ends[:, 1] + short, breaks]).ravel()
    low, high = (np.column_stack([edge, edge, breaks]).ravel() for edge in (middles - _BAR / 2, middles + _BAR / 2))
    drawing.band(x, low, high, colour=style.DARK_BLUE)


def _draw_axis(drawing: Drawing, *, ticks: tuple[float, ...], scale: float, foot: float) -> None:
    """Draw the axis of a lever from 0, its ticks and their numbers."""
    across = _LEFT + scale * np.array(ticks)
    marks = np.column_stack([across, across, np.full(len(across), np.nan)]).ravel()
    x = np.concatenate([[_LEFT, _ENDS, np.nan], marks])
    drawing.line(x, np.concatenate([[foot] * 3, np.tile([foot, foot - 4.0, foot], len(ticks))]),
                 colour=style.DARK_GREY, width=1.25)  # fmt: skip
    for tick, at in zip(ticks, across.tolist(), strict=True):
        drawing.write(tick_label(tick, ticks=ticks, unit=""), at=(at, foot - 7.0), size=style.NOTE_SIZE, ha="center")


def _say_what_is_missing(missing: dict[str, str]) -> list[str]:
    """Return the lines of the note that names levers without a figure, with the reasons. missing: lever → status."""
    of_none = STATUS_WORDS[Status.NOT_COLLECTED.value]
    parts = [f"{MEASURES[lever].title} ({STATUS_WORDS.get(status, of_none)})" for lever, status in missing.items()]
    return textwrap.wrap(f"No figure: {'; '.join(parts)}", width=_NOTE_CHARACTERS) if parts else []
