"""One measure of one authority over the years, beside its statistical neighbours and England."""

import math
import textwrap
from dataclasses import dataclass
from itertools import groupby
from typing import Final

import numpy as np
import pandas as pd

from csc_metrics.charts import style
from csc_metrics.charts.drawing import Drawing, Numbers
from csc_metrics.charts.inline_svg import make_inline_svg
from csc_metrics.charts.places import choose_ticks, spread_labels
from csc_metrics.contracts.vocabulary import Status
from csc_metrics.measures.measure import Measure
from csc_metrics.narrative.numbers import format_number

STATUS_WORDS: Final[dict[str, str]] = {
    Status.SUPPRESSED: "hidden",
    Status.TOO_FEW: "too few to show",
    Status.ZERO_DENOMINATOR: "none to count",
    Status.INCOMPLETE: "hidden in part",
    Status.NOT_COLLECTED: "not available",
    Status.NOT_APPLICABLE: "does not apply",
    Status.UNRELIABLE: "unreliable",
    Status.LOW: "rounds to 0, is not 0",
    Status.NOT_YET_KNOWN: "not yet known",
}
"""Why a year has no value, as the note below a chart says it."""

_WIDTH, _PLOT_HEIGHT = 400.0, 196.0
_LEFT, _RIGHT, _TOP, _BOTTOM = 46.0, 136.0, 30.0, 32.0
_EDGE, _MARGIN, _STUB = 8.0, 8.0, 7.0
_PLOT_ENDS = _WIDTH - _RIGHT
_LABELS_AT = _PLOT_ENDS + 12.0
_LINE_HEIGHT = 1.25
_DIGIT_HEIGHT = 0.73 * style.TICK_SIZE
_LABEL_GAP = 5.0
_NAME_CHARACTERS, _NOTE_CHARACTERS = 16, 54
_MOST_YEARS_LABELLED = 6
_PER_CENT = "%"


@dataclass(frozen=True, kw_only=True)
class _Years:
    """What is drawn: every year from the first held to the last; a year without a value is NaN and has a reason."""

    year: Numbers
    authority: Numbers
    england: Numbers
    median: Numbers
    lowest: Numbers
    highest: Numbers
    status: tuple[str, ...]

    @property
    def drawn(self) -> Numbers:
        """All values that a mark stands for."""
        every: Numbers = np.concatenate([self.authority, self.england, self.median, self.lowest, self.highest])
        return np.asarray(every[~np.isnan(every)])

    @property
    def across(self) -> Numbers:
        """Points from the left edge for each year; a single year stands in the middle of the plot."""
        first, last = _LEFT + _EDGE, _PLOT_ENDS - _EDGE
        return np.linspace(first, last, len(self.year)) if len(self.year) > 1 else np.array([(first + last) / 2])


@dataclass(frozen=True, kw_only=True)
class _Scale:
    """Where values stand: 0 at the bottom of the plot, in points from the lower edge; the highest tick at its top."""

    bottom: float
    highest: float

    def up(self, values: Numbers) -> Numbers:
        """Return points from the lower edge for values; NaN stays NaN."""
        return self.bottom + values / self.highest * _PLOT_HEIGHT


@dataclass(frozen=True, kw_only=True)
class _EndLabel:
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
        return (small + style.VALUE_SIZE * bool(self.big)) * _LINE_HEIGHT + _LABEL_GAP


def draw_years_against_neighbours(comparisons: pd.DataFrame, *, measure: Measure, authority_name: str) -> str | None:
    """Draw an authority's values over the years beside its neighbours' range and median, and England.

    The axis starts at 0. A year without a value breaks the line and is named below the axis with its reason; it is
    never drawn as 0. Lines differ by dash as well as by colour and are labelled at their ends.

    Input: columns of Comparisons; one authority, one measure, one row per period_end, no two in one year.
    Returns: an <svg> element for use inside an HTML page, the same bytes each time; None where no row has a value.
    Raises: ValueError if the rows are of more than one authority or measure, or two fall in one year.
    """
    years = _read_years(comparisons)
    if years is None:
        return None
    with style.chart_style():
        svg = _draw(years, measure=measure, authority_name=authority_name).as_svg()
    return make_inline_svg(svg, id_prefix=f"chart-{measure.code}-")


def _draw(years: _Years, *, measure: Measure, authority_name: str) -> Drawing:
    """Return the drawing, its margins fixed: what is written at the right and below has its room beforehand."""
    note = _say_what_is_missing(years)
    bottom = _BOTTOM + len(note) * style.NOTE_SIZE * _LINE_HEIGHT
    drawing = Drawing(width=_WIDTH, height=_TOP + _PLOT_HEIGHT + bottom)
    ticks = choose_ticks(float(years.drawn.max()))
    scale = _Scale(bottom=bottom, highest=ticks[-1])
    _draw_grid(drawing, ticks=ticks, scale=scale, unit=measure.unit)
    _write_years(drawing, years=years, bottom=bottom)
    _draw_series(drawing, years=years, scale=scale)
    _draw_labels(drawing, labels=_end_labels(years, measure=measure, name=authority_name), scale=scale)
    drawing.write("\n".join(note), at=(_MARGIN, 6.0), size=style.NOTE_SIZE, va="bottom", colour=style.DARK_GREY)
    return drawing


def _read_years(comparisons: pd.DataFrame) -> _Years | None:
    """Return the values by year, one place for each year from first to last; None where there is no value."""
    if any(len(set(comparisons[column])) > 1 for column in ("la_code", "measure", "breakdown", "source")):
        raise ValueError("A chart shows one authority and one measure: filter the rows first.")
    by_year = comparisons.set_index(pd.to_datetime(comparisons["period_end"]).dt.year)
    if not by_year.index.is_unique:
        raise ValueError("A chart over the years takes one row a year: two rows end in the same year.")
    if by_year.empty:
        return None
    by_year = by_year.reindex(range(int(by_year.index.min()), int(by_year.index.max()) + 1))
    status = by_year["status"].fillna(Status.NOT_COLLECTED.value)
    by_year = by_year.assign(value=by_year["value"].where(status == Status.OK.value))
    years = _Years(
        year=by_year.index.to_numpy(dtype=np.float64),
        authority=by_year["value"].to_numpy(dtype=np.float64, na_value=np.nan),
        england=by_year["england_value"].to_numpy(dtype=np.float64, na_value=np.nan),
        median=by_year["neighbour_median"].to_numpy(dtype=np.float64, na_value=np.nan),
        lowest=by_year["neighbour_min"].to_numpy(dtype=np.float64, na_value=np.nan),
        highest=by_year["neighbour_max"].to_numpy(dtype=np.float64, na_value=np.nan),
        status=tuple(status),
    )
    return years if years.drawn.size else None


def _say_what_is_missing(years: _Years) -> list[str]:
    """Return the lines of the note that names the authority's years without a value, with the reason for each."""
    parts = []
    for status, group in groupby(zip(years.year, years.status, strict=True), key=lambda pair: pair[1]):
        held = [int(year) for year, _ in group]
        if status != Status.OK:
            span = f"{held[0]} to {held[-1]}" if len(held) > 1 else f"{held[0]}"
            parts.append(f"{span} ({STATUS_WORDS[status]})")
    return textwrap.wrap(f"No value: {'; '.join(parts)}", width=_NOTE_CHARACTERS) if parts else []


def _draw_grid(drawing: Drawing, *, ticks: tuple[float, ...], scale: _Scale, unit: str) -> None:
    """Draw a line across at each tick but 0, its number at the left, and the unit above where it is in words."""
    up_to = scale.up(np.array(ticks))
    _draw_across(drawing, up_to=up_to[1:], colour=style.GRID_COLOUR, width=0.8)
    for tick, up in zip(ticks, up_to.tolist(), strict=True):
        words = _tick_label(tick, ticks=ticks, unit=unit)
        drawing.write(words, at=(_LEFT - 6.0, up - _DIGIT_HEIGHT / 2), size=style.TICK_SIZE, ha="right", va="baseline")
    if unit != _PER_CENT:
        drawing.write(unit, at=(_MARGIN, drawing.height - 6.0), size=style.NOTE_SIZE, colour=style.DARK_GREY)


def _draw_across(drawing: Drawing, *, up_to: Numbers, colour: str, width: float) -> None:
    """Draw level lines from edge to edge of the plot, as one line with breaks: each line costs by itself."""
    ends = np.tile([_LEFT, _PLOT_ENDS, np.nan], len(up_to))
    drawing.line(ends, np.repeat(up_to, 3), colour=colour, width=width)


def _write_years(drawing: Drawing, *, years: _Years, bottom: float) -> None:
    """Write the years below the plot, the last always among them; where there are many, most are left out."""
    every = math.ceil(len(years.year) / _MOST_YEARS_LABELLED)
    for year, x in zip(years.year, years.across, strict=True):
        if (years.year[-1] - year) % every == 0:
            below = bottom - 10.5 - _DIGIT_HEIGHT
            drawing.write(f"{year:.0f}", at=(x, below), size=style.TICK_SIZE, ha="center", va="baseline")


def _tick_label(tick: float, *, ticks: tuple[float, ...], unit: str) -> str:
    """Return a tick's number with as many decimals as the steps need, and the sign where the unit is per cent."""
    decimals = next((places for places in range(4) if all(round(t, places) == t for t in ticks)), 4)
    return format_number(tick, decimals=decimals) + _sign_of(unit)


def _sign_of(unit: str) -> str:
    """Return the per cent sign, or nothing for a unit in words: those stand once, above the axis."""
    return unit if unit == _PER_CENT else ""


def _draw_series(drawing: Drawing, *, years: _Years, scale: _Scale) -> None:
    """Draw range, axis, median, England and authority; a value without a year beside it becomes a short stroke."""
    is_range = ~np.isnan(years.lowest + years.highest)
    x, lowest = _with_stubs(years.across, scale.up(np.where(is_range, years.lowest, np.nan)))
    _, highest = _with_stubs(years.across, scale.up(np.where(is_range, years.highest, np.nan)))
    drawing.band(x, lowest, highest, colour=style.BAND_COLOUR)
    for edge in (lowest, highest):
        drawing.line(x, edge, colour=style.RANGE_EDGE_COLOUR, width=0.8)
    _draw_across(drawing, up_to=np.array([scale.bottom]), colour=style.DARK_GREY, width=1.25)
    drawing.line(*_with_stubs(years.across, scale.up(years.median)), colour=style.DARK_GREY, width=1.8, dash=(1.0, 1.6))
    drawing.line(
        *_with_stubs(years.across, scale.up(years.england)), colour=style.DARK_PINK, width=1.8, dash=(5.0, 2.5)
    )
    drawing.line(years.across, scale.up(years.authority), colour=style.DARK_BLUE, width=3.0, has_marks=True)


def _with_stubs(across: Numbers, values: Numbers) -> tuple[Numbers, Numbers]:
    """Return each place and value once, but a value that no neighbour joins three times: a little before, at, after.

    A line needs two points: without this a single year, or one between two gaps, would not be seen.
    """
    is_gap = np.isnan(np.concatenate([[np.nan], values, [np.nan]]))
    is_alone = is_gap[:-2] & is_gap[2:] & ~is_gap[1:-1]
    times = np.where(is_alone, 3, 1)
    steps = [(-_STUB, 0.0, _STUB) if alone else (0.0,) for alone in is_alone]
    return np.repeat(across, times) + np.concatenate(steps), np.repeat(values, times)


def _end_labels(years: _Years, *, measure: Measure, name: str) -> list[_EndLabel]:
    """Return a label for each series that has a value, at its last year with one."""
    near_top = (years.lowest + 3 * years.highest) / 4
    comparators = (
        (years.england, "England", style.DARK_PINK),
        (years.median, "Median of\nneighbours", style.DARK_GREY),
        (near_top, "Range of\nneighbours", style.DARK_GREY),
    )
    held = ((_last_held(values), values, words, colour) for values, words, colour in comparators)
    labels = [
        _EndLabel(across=years.across[last], value=values[last], words=words, colour=colour)
        for last, values, words, colour in held
        if last is not None
    ]
    return _authority_label(years, measure=measure, name=name) + labels


def _authority_label(years: _Years, *, measure: Measure, name: str) -> list[_EndLabel]:
    """Return the authority's label with its latest value, and the year where that is not the last; or none."""
    last = _last_held(years.authority)
    if last is None:
        return []
    year, value = years.year[last], float(years.authority[last])
    words = name if last == len(years.year) - 1 else f"{name} ({year:.0f})"
    number = format_number(value, decimals=measure.decimals) + _sign_of(measure.unit)
    return [
        _EndLabel(across=years.across[last], value=value, words=_wrap_name(words), colour=style.DARK_BLUE, big=number)
    ]


def _wrap_name(words: str) -> str:
    """Return a name in lines that fit at the right of the chart."""
    return "\n".join(textwrap.wrap(words, width=_NAME_CHARACTERS, break_long_words=False))


def _last_held(values: Numbers) -> int | None:
    """Return the place of the last value that is there."""
    held = np.flatnonzero(~np.isnan(values))
    return int(held[-1]) if held.size else None


def _draw_labels(drawing: Drawing, *, labels: list[_EndLabel], scale: _Scale) -> None:
    """Write the labels at the right, moved apart where they would meet, each led to by a thin line."""
    wanted = scale.up(np.array([label.value for label in labels]))
    heights = [label.height for label in labels]
    centres = spread_labels(wanted.tolist(), heights=heights, lowest=scale.bottom - 22.0, highest=drawing.height - 4.0)
    _draw_leaders(drawing, across=np.array([label.across for label in labels]), up=wanted, centres=np.array(centres))
    for label, centre in zip(labels, centres, strict=True):
        _write_label(drawing, label=label, centre=centre)


def _draw_leaders(drawing: Drawing, *, across: Numbers, up: Numbers, centres: Numbers) -> None:
    """Draw a thin line from the end of each series to its label, level first, then across; as one line with breaks."""
    starts, breaks = across + 6.0, np.full(len(up), np.nan)
    ends = np.full(len(up), _LABELS_AT - 3.0)
    x = np.column_stack([starts, np.maximum(starts, ends - 10.0), ends, breaks])
    y = np.column_stack([up, up, centres, breaks])
    drawing.line(x.ravel(), y.ravel(), colour=style.LEADER_COLOUR, width=0.8)


def _write_label(drawing: Drawing, *, label: _EndLabel, centre: float) -> None:
    """Write a label's words and, beneath, its number."""
    top = centre + (label.height - _LABEL_GAP) / 2
    below = top - (label.words.count("\n") + 1) * style.LABEL_SIZE * _LINE_HEIGHT
    drawing.write(label.words, at=(_LABELS_AT, top), size=style.LABEL_SIZE, colour=label.colour)
    drawing.write(label.big, at=(_LABELS_AT, below), size=style.VALUE_SIZE, colour=label.colour, weight="bold")
