"""One measure of one authority over the years, beside its statistical neighbours and England."""

import math
import textwrap
from dataclasses import dataclass
from io import StringIO
from itertools import groupby
from typing import Final

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure as Canvas
from matplotlib.lines import Line2D
from matplotlib.text import Text
from numpy.typing import NDArray

from csc_metrics.charts import style
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
_EDGE = 8.0
_LABELS_AT = _WIDTH - _RIGHT + 12.0
_LINE_HEIGHT = 1.25
_LABEL_GAP = 5.0
_NAME_CHARACTERS, _NOTE_CHARACTERS = 16, 54
_MOST_YEARS_LABELLED = 6
_PER_CENT = "%"
_NO_METADATA: Final = {"Date": None, "Creator": None, "Format": None, "Type": None}

Numbers = NDArray[np.float64]
"""A number for each year; NaN where there is none."""


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
    def per_year(self) -> float:
        """Points of width from one year to the next; a single year stands in the middle, a year's width either side."""
        return (_WIDTH - _LEFT - _RIGHT - 2 * _EDGE) / (len(self.year) - 1 or 2)


@dataclass(frozen=True, kw_only=True)
class _EndLabel:
    """A label at the right: where its line ends, and what it says. big: a last line in large figures, or nothing."""

    at_year: float
    at_value: float
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
        written = StringIO()
        canvas = _make_canvas(years, measure=measure, authority_name=authority_name)
        canvas.savefig(written, format="svg", metadata=_NO_METADATA)
    return make_inline_svg(written.getvalue(), id_prefix=f"chart-{measure.code}-")


def _make_canvas(years: _Years, *, measure: Measure, authority_name: str) -> Canvas:
    """Return the drawing, its margins fixed: what is written at the right and below has its room beforehand."""
    note = _say_what_is_missing(years)
    below = _BOTTOM + len(note) * style.NOTE_SIZE * _LINE_HEIGHT
    height = _TOP + _PLOT_HEIGHT + below
    canvas = Canvas(figsize=(_WIDTH / style.POINTS_PER_INCH, height / style.POINTS_PER_INCH))
    plot_width = _WIDTH - _LEFT - _RIGHT
    axes = canvas.add_axes((_LEFT / _WIDTH, below / height, plot_width / _WIDTH, _PLOT_HEIGHT / height))
    _draw_axes(axes, years=years, measure=measure)
    _draw_series(axes, years=years)
    _draw_labels(axes, labels=_end_labels(years, measure=measure, name=authority_name), years=years)
    _write(canvas, words="\n".join(note), x=8.0, y=6.0, size=style.NOTE_SIZE, va="bottom", colour=style.DARK_GREY)
    return canvas


def _read_years(comparisons: pd.DataFrame) -> _Years | None:
    """Return the values by year, one place for each year from first to last; None where there is no value."""
    if comparisons[["la_code", "measure", "breakdown", "source"]].drop_duplicates().shape[0] > 1:
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


def _draw_axes(axes: Axes, *, years: _Years, measure: Measure) -> None:
    """Fix the ticks, the grid and the words that say the unit."""
    ticks = choose_ticks(float(years.drawn.max()))
    first, last, margin = years.year[0], years.year[-1], _EDGE / years.per_year
    margin += 1.0 if first == last else 0.0
    axes.set(xlim=(first - margin, last + margin), ylim=(0, ticks[-1]))
    axes.set_xticks(years.year, labels=_year_labels(years))
    axes.set_yticks(ticks, labels=[_tick_label(tick, ticks=ticks, unit=measure.unit) for tick in ticks])
    axes.tick_params(axis="x", length=0, pad=8)
    axes.tick_params(axis="y", length=0, pad=6)
    axes.grid(visible=False)
    axes.hlines(ticks[1:], first - margin, last + margin, color=style.GRID_COLOUR, lw=0.8, clip_on=False, zorder=0)
    axes.spines[["top", "right", "left"]].set_visible(False)
    if measure.unit != _PER_CENT:
        figure = _canvas_of(axes)
        top = figure.get_figheight() * style.POINTS_PER_INCH - 6.0
        _write(figure, words=measure.unit, x=8.0, y=top, size=style.NOTE_SIZE, va="top", colour=style.DARK_GREY)


def _year_labels(years: _Years) -> list[str]:
    """Return a label for each year, the last always among them; where there are many, most are blank."""
    every = math.ceil(len(years.year) / _MOST_YEARS_LABELLED)
    return [f"{year:.0f}" if (years.year[-1] - year) % every == 0 else "" for year in years.year]


def _tick_label(tick: float, *, ticks: tuple[float, ...], unit: str) -> str:
    """Return a tick's number with as many decimals as the steps need, and the sign where the unit is per cent."""
    decimals = next((places for places in range(4) if all(round(t, places) == t for t in ticks)), 4)
    return format_number(tick, decimals=decimals) + _sign_of(unit)


def _sign_of(unit: str) -> str:
    """Return the per cent sign, or nothing for a unit in words: those stand once, above the axis."""
    return unit if unit == _PER_CENT else ""


def _draw_series(axes: Axes, *, years: _Years) -> None:
    """Draw range, median, England and authority; a value without a year beside it becomes a short stroke."""
    stub = 7.0 / years.per_year
    x, lowest = _with_stubs(years.year, years.lowest, stub=stub)
    _, highest = _with_stubs(years.year, years.highest, stub=stub)
    is_held = ~(np.isnan(lowest) | np.isnan(highest))
    axes.fill_between(x, lowest, highest, where=is_held, color=style.BAND_COLOUR, lw=0, clip_on=False, zorder=1)
    for edge in (lowest, highest):
        axes.plot(x, edge, color=style.RANGE_EDGE_COLOUR, lw=0.8, clip_on=False, zorder=1)
    x, median = _with_stubs(years.year, years.median, stub=stub)
    axes.plot(x, median, color=style.DARK_GREY, lw=1.8, ls=(0, (1, 1.6)), clip_on=False, zorder=2)
    x, england = _with_stubs(years.year, years.england, stub=stub)
    axes.plot(x, england, color=style.DARK_PINK, lw=1.8, ls=(0, (5, 2.5)), clip_on=False, zorder=3)
    axes.plot(
        years.year,
        years.authority,
        color=style.DARK_BLUE,
        lw=3,
        marker="o",
        ms=6,
        mec=style.PANEL_COLOUR,
        mew=1.2,
        clip_on=False,
        zorder=4,
    )


def _with_stubs(year: Numbers, values: Numbers, *, stub: float) -> tuple[Numbers, Numbers]:
    """Return each value three times, a little before, at and after its year where no neighbour joins it, else once.

    A line needs two points: without this a single year, or one between two gaps, would not be seen.
    """
    is_gap = np.isnan(np.concatenate([[np.nan], values, [np.nan]]))
    is_alone = is_gap[:-2] & is_gap[2:]
    spread = np.where(is_alone, stub, 0.0)
    return np.column_stack([year - spread, year, year + spread]).ravel(), np.repeat(values, 3)


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
        _EndLabel(at_year=years.year[last], at_value=values[last], words=words, colour=colour)
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
    return [_EndLabel(at_year=year, at_value=value, words=_wrap_name(words), colour=style.DARK_BLUE, big=number)]


def _wrap_name(words: str) -> str:
    """Return a name in lines that fit at the right of the chart."""
    return "\n".join(textwrap.wrap(words, width=_NAME_CHARACTERS, break_long_words=False))


def _last_held(values: Numbers) -> int | None:
    """Return the place of the last value that is there."""
    held = np.flatnonzero(~np.isnan(values))
    return int(held[-1]) if held.size else None


def _draw_labels(axes: Axes, *, labels: list[_EndLabel], years: _Years) -> None:
    """Write the labels at the right, moved apart where they would meet, each led to by a thin line."""
    canvas = _canvas_of(axes)
    height = canvas.get_figheight() * style.POINTS_PER_INCH
    bottom, top = height - _TOP - _PLOT_HEIGHT, axes.get_ylim()[1]
    wanted = [bottom + label.at_value / top * _PLOT_HEIGHT for label in labels]
    heights = [label.height for label in labels]
    centres = spread_labels(wanted, heights=heights, lowest=bottom - 22.0, highest=height - 4.0)
    for label, y, centre in zip(labels, wanted, centres, strict=True):
        x = _WIDTH - _RIGHT - _EDGE - (years.year[-1] - label.at_year) * years.per_year
        x -= years.per_year if len(years.year) == 1 else 0.0
        _draw_leader(canvas, start=(x + 6.0, y), end=(_LABELS_AT - 3.0, centre))
        _write_label(canvas, label=label, centre=centre)


def _draw_leader(canvas: Canvas, *, start: tuple[float, float], end: tuple[float, float]) -> None:
    """Draw a thin line from the end of a series to its label: level first, then across."""
    elbow = max(start[0], end[0] - 10.0)
    height = canvas.get_figheight() * style.POINTS_PER_INCH
    across = [x / _WIDTH for x in (start[0], elbow, end[0])]
    up = [y / height for y in (start[1], start[1], end[1])]
    canvas.add_artist(Line2D(across, up, color=style.LEADER_COLOUR, lw=0.8))


def _write_label(canvas: Canvas, *, label: _EndLabel, centre: float) -> None:
    """Write a label's words and, beneath, its number."""
    top, size, colour = centre + (label.height - _LABEL_GAP) / 2, style.LABEL_SIZE, label.colour
    below = top - (label.words.count("\n") + 1) * size * _LINE_HEIGHT
    _write(canvas, words=label.words, x=_LABELS_AT, y=top, size=size, va="top", colour=colour)
    if label.big:
        number = _write(canvas, words=label.big, x=_LABELS_AT, y=below, size=style.VALUE_SIZE, va="top", colour=colour)
        number.set_fontweight("bold")


def _write(canvas: Canvas, *, words: str, x: float, y: float, size: float, va: str, colour: str) -> Text:
    """Write words with their left edge at a place given in points from the lower left corner."""
    height = canvas.get_figheight() * style.POINTS_PER_INCH
    return canvas.text(x / _WIDTH, y / height, words, size=size, va=va, color=colour, linespacing=1.2)


def _canvas_of(axes: Axes) -> Canvas:
    """Return the figure that a pair of axes was added to."""
    figure = axes.get_figure(root=True)
    if figure is None:
        raise ValueError("These axes belong to no figure.")
    return figure
