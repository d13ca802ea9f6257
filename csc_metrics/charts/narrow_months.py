"""Several series over month or quarter ends, on a chart that is read on a telephone too; each is named at its end."""

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
from csc_metrics.charts.months_axis import ends_between, short_month, write_months
from csc_metrics.charts.places import choose_ticks
from csc_metrics.charts.years_against_neighbours import STATUS_WORDS
from csc_metrics.contracts.vocabulary import Status
from csc_metrics.measures.measure import Measure
from csc_metrics.narrative.numbers import format_number

NAME_CHARACTERS: Final = 16
"""Letters that a line of a label has room for."""
_WIDTH, _LEAST_HEIGHT = 400.0, 190.0
_LEFT, _RIGHT, _TOP, _BOTTOM, _EDGE, _LABELS_BELOW = 46.0, 136.0, 30.0, 34.0, 8.0, 4.0
_PLOT_ENDS = _WIDTH - _RIGHT
_NOTE_CHARACTERS = 54
_MOST_SPANS = 3


@dataclass(frozen=True, kw_only=True)
class Look:
    """How a series is drawn. words: colour of its label, which stands out from paper by more than 4.5 to 1."""

    colour: str
    width: float
    words: str
    dash: tuple[float, float] | None = None


@dataclass(frozen=True, kw_only=True)
class MonthSeries:
    """One series. values: one for each month end; NaN where there is none. status: why; empty where nobody asks.

    words: of its label, in lines that fit. big: a last line in large figures, or nothing.
    """

    values: Numbers
    look: Look
    words: str
    big: str = ""
    status: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class MonthsPicture:
    """What is drawn. ends: month or quarter ends from first to last. series: the first is drawn on top of all.

    band: the lowest and the highest of what is filled, or nothing. unit: in words, above the plot.
    """

    ends: tuple[date, ...]
    series: tuple[MonthSeries, ...]
    unit: str
    band: tuple[Numbers, Numbers] | None = None

    @property
    def across(self) -> Numbers:
        """Points from the left edge for each month end; one alone stands in the middle of the plot."""
        first, last = _LEFT + _EDGE, _PLOT_ENDS - _EDGE
        return np.linspace(first, last, len(self.ends)) if len(self.ends) > 1 else np.array([(first + last) / 2])


@dataclass(frozen=True, kw_only=True)
class Level:
    """A target or a limit, in the unit of the measure. name: as it stands on the chart."""

    name: str
    value: float


_ACROSS: Final = Look(colour=style.DARK_GREY, width=1.5, dash=(8.0, 4.0), words=style.DARK_GREY)


def level_across(level: Level | None, *, many: int, measure: Measure) -> tuple[MonthSeries, ...]:
    """Return a target or limit as a line across, to be drawn below all others; nothing where there is none.

    many: month ends of the chart. measure: in whose unit and decimals it is written.
    """
    if level is None:
        return ()
    decimals = 0 if float(level.value).is_integer() else measure.decimals
    words = f"{level.name}: {format_number(level.value, decimals=decimals)}{sign_of(measure.unit)}"
    wrapped = wrap_name(words, characters=NAME_CHARACTERS)
    return (MonthSeries(values=np.full(many, level.value), look=_ACROSS, words=wrapped),)


def month_ends(rows: pd.DataFrame) -> pd.DatetimeIndex:
    """Return every month or quarter end of a chart, from the first to the last that rows have.

    Input: columns of MeasureValues, one row or more.
    """
    return ends_between(pd.to_datetime(rows["period_end"]))


def series_of(rows: pd.DataFrame, *, ends: pd.DatetimeIndex) -> tuple[Numbers, tuple[str, ...]]:
    """Return a value for each month end, NaN where there is none, and the status of each.

    Input: columns of MeasureValues, of one figure, one row a month end. ends: of `month_ends`.
    Raises: ValueError where two rows end on one day.
    """
    by_end = rows.set_index(pd.to_datetime(rows["period_end"]))
    if not by_end.index.is_unique:
        raise ValueError("A chart over months takes one row a month end: two rows of one figure end on one day.")
    by_end = by_end.reindex(ends)
    status = by_end["status"].fillna(Status.NOT_COLLECTED.value)
    told = by_end["value"].where(status == Status.OK.value).to_numpy(dtype=np.float64, na_value=np.nan)
    return np.asarray(told), tuple(status)


def compose_months(picture: MonthsPicture) -> Drawing:
    """Return the drawing; what is written beside and below the plot has its room beforehand.

    Months without a value of the first series are named below the axis with their reason. picture: what is drawn.
    """
    note = _say_what_is_missing(picture)
    labels = [_label(one, picture=picture) for one in picture.series]
    ticks = choose_ticks(max(float(np.nanmax(one.values)) for one in picture.series))
    room = sum(label.height for label in labels)
    frame = Frame(
        width=_WIDTH,
        height=max(_LEAST_HEIGHT, room - _TOP - _LABELS_BELOW + 4.0),
        left=_LEFT,
        right=_RIGHT,
        top=_TOP,
        bottom=_BOTTOM + len(note) * style.NOTE_SIZE * LINE_HEIGHT,
        highest=ticks[-1],
    )
    drawing = frame.drawing()
    add_grid(drawing, frame=frame, ticks=ticks, unit=picture.unit)
    _draw_series(drawing, picture=picture, frame=frame)
    write_months(drawing, ends=picture.ends, across=picture.across, frame=frame)
    add_labels(drawing, labels=labels, frame=frame, below=_LABELS_BELOW)
    drawing.write("\n".join(note), at=(MARGIN, 6.0), size=style.NOTE_SIZE, va="bottom", colour=style.DARK_GREY)
    return drawing


def _draw_series(drawing: Drawing, *, picture: MonthsPicture, frame: Frame) -> None:
    """Draw the band, the axis and the series; a month end that no neighbour joins becomes a short stroke."""
    if picture.band is not None:
        is_held = ~np.isnan(picture.band[0] + picture.band[1])
        ends = [frame.up(np.where(is_held, edge, np.nan)) for edge in picture.band]
        x, lowest = with_stubs(picture.across, ends[0])
        drawing.band(x, lowest, with_stubs(picture.across, ends[1])[1], colour=style.BAND_COLOUR)
    add_across(drawing, frame=frame, up_to=np.array([frame.bottom]), colour=style.DARK_GREY, width=1.25)
    for one in reversed(picture.series):
        x, up = with_stubs(picture.across, frame.up(one.values))
        drawing.line(x, up, colour=one.look.colour, width=one.look.width, dash=one.look.dash)


def _label(one: MonthSeries, *, picture: MonthsPicture) -> EndLabel:
    """Return a label at the last value of a series, dated where that is not of the last month end."""
    last = last_held(one.values) or 0
    dated = "" if last == len(picture.ends) - 1 else f"\n({short_month(picture.ends[last])})"
    return EndLabel(
        across=picture.across[last],
        value=float(one.values[last]),
        words=one.words + dated,
        colour=one.look.words,
        big=one.big,
    )


def _say_what_is_missing(picture: MonthsPicture) -> list[str]:
    """Return the lines of the note that names month ends without a value of the first series, with the reasons."""
    status = picture.series[0].status
    spans = [(why, list(group)) for why, group in groupby(range(len(status)), key=lambda place: status[place])]
    missing = [(why, places) for why, places in spans if why != Status.OK.value]
    if len(missing) > _MOST_SPANS:
        many = sum(len(places) for _, places in missing)
        told = f"at {many} of {len(status)} dates; the table says why"
    else:
        told = "; ".join(f"{_span(picture.ends, places)} ({STATUS_WORDS[why]})" for why, places in missing)
    return textwrap.wrap(f"No value: {told}", width=_NOTE_CHARACTERS) if missing else []


def _span(ends: tuple[date, ...], places: list[int]) -> str:
    first, last = short_month(ends[places[0]]), short_month(ends[places[-1]])
    return first if len(places) == 1 else f"{first} to {last}"
