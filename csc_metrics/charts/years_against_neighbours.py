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
from csc_metrics.charts.lines import (
    DIGIT_HEIGHT,
    EDGE,
    LEFT,
    LINE_HEIGHT,
    MARGIN,
    PLOT_ENDS,
    TOP,
    WIDTH,
    EndLabel,
    Scale,
    lay_grid,
    level_lines,
    sign_of,
    with_stubs,
    wrap_name,
    write_labels,
)
from csc_metrics.charts.places import choose_ticks
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

_PLOT_HEIGHT, _BOTTOM = 196.0, 32.0
_NOTE_CHARACTERS = 54
_MOST_YEARS_LABELLED = 6


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
        first, last = LEFT + EDGE, PLOT_ENDS - EDGE
        return np.linspace(first, last, len(self.year)) if len(self.year) > 1 else np.array([(first + last) / 2])


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
    bottom = _BOTTOM + len(note) * style.NOTE_SIZE * LINE_HEIGHT
    drawing = Drawing(width=WIDTH, height=TOP + _PLOT_HEIGHT + bottom)
    ticks = choose_ticks(float(years.drawn.max()))
    scale = Scale(bottom=bottom, height=_PLOT_HEIGHT, highest=ticks[-1])
    lay_grid(drawing, ticks=ticks, scale=scale, unit=measure.unit)
    _write_years(drawing, years=years, bottom=bottom)
    _draw_series(drawing, years=years, scale=scale)
    write_labels(drawing, labels=_end_labels(years, measure=measure, name=authority_name), scale=scale)
    drawing.write("\n".join(note), at=(MARGIN, 6.0), size=style.NOTE_SIZE, va="bottom", colour=style.DARK_GREY)
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


def _write_years(drawing: Drawing, *, years: _Years, bottom: float) -> None:
    """Write the years below the plot, the last always among them; where there are many, most are left out."""
    every = math.ceil(len(years.year) / _MOST_YEARS_LABELLED)
    for year, x in zip(years.year, years.across, strict=True):
        if (years.year[-1] - year) % every == 0:
            below = bottom - 10.5 - DIGIT_HEIGHT
            drawing.write(f"{year:.0f}", at=(x, below), size=style.TICK_SIZE, ha="center", va="baseline")


def _draw_series(drawing: Drawing, *, years: _Years, scale: Scale) -> None:
    """Draw range, axis, median, England and authority; a value without a year beside it becomes a short stroke."""
    is_range = ~np.isnan(years.lowest + years.highest)
    x, lowest = with_stubs(years.across, scale.up(np.where(is_range, years.lowest, np.nan)))
    _, highest = with_stubs(years.across, scale.up(np.where(is_range, years.highest, np.nan)))
    drawing.band(x, lowest, highest, colour=style.BAND_COLOUR)
    for edge in (lowest, highest):
        drawing.line(x, edge, colour=style.RANGE_EDGE_COLOUR, width=0.8)
    level_lines(drawing, up_to=np.array([scale.bottom]), colour=style.DARK_GREY, width=1.25)
    drawing.line(*with_stubs(years.across, scale.up(years.median)), colour=style.DARK_GREY, width=1.8, dash=(1.0, 1.6))
    drawing.line(*with_stubs(years.across, scale.up(years.england)), colour=style.DARK_PINK, width=1.8, dash=(5.0, 2.5))
    drawing.line(years.across, scale.up(years.authority), colour=style.DARK_BLUE, width=3.0, has_marks=True)


def _end_labels(years: _Years, *, measure: Measure, name: str) -> list[EndLabel]:
    """Return a label for each series that has a value, at its last year with one."""
    near_top = (years.lowest + 3 * years.highest) / 4
    comparators = (
        (years.england, "England", style.DARK_PINK),
        (years.median, "Median of\nneighbours", style.DARK_GREY),
        (near_top, "Range of\nneighbours", style.DARK_GREY),
    )
    held = ((_last_held(values), values, words, colour) for values, words, colour in comparators)
    labels = [
        EndLabel(across=years.across[last], value=values[last], words=words, colour=colour)
        for last, values, words, colour in held
        if last is not None
    ]
    return _authority_label(years, measure=measure, name=name) + labels


def _authority_label(years: _Years, *, measure: Measure, name: str) -> list[EndLabel]:
    """Return the authority's label with its latest value, and the year where that is not the last; or none."""
    last = _last_held(years.authority)
    if last is None:
        return []
    year, value = years.year[last], float(years.authority[last])
    words = name if last == len(years.year) - 1 else f"{name} ({year:.0f})"
    number = format_number(value, decimals=measure.decimals) + sign_of(measure.unit)
    return [
        EndLabel(across=years.across[last], value=value, words=wrap_name(words), colour=style.DARK_BLUE, big=number)
    ]


def _last_held(values: Numbers) -> int | None:
    """Return the place of the last value that is there."""
    held = np.flatnonzero(~np.isnan(values))
    return int(held[-1]) if held.size else None
