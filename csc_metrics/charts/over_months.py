"""One measure of one authority month by month, in one line or a few: its parts, such as the agencies at a meeting."""

import textwrap
from dataclasses import dataclass
from datetime import date
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

MOST_LINES: Final = 4
"""Lines of one chart: as many as the Analysis Function's colours can be told apart."""
_COLOURS: Final = style.ANALYSIS_FUNCTION_COLOURS[:MOST_LINES]
_DASHES: Final = (None, (5.0, 2.5), (1.0, 1.6), (7.0, 2.0))
_TEXT: Final = (style.DARK_BLUE, style.DARK_GREY, style.DARK_PINK, style.DARK_GREY)
"""Colours of labels: turquoise and orange are marks, never text."""
_WIDTH, _PLOT_HEIGHT = 560.0, 190.0
_LEFT, _RIGHT, _TOP, _BOTTOM = 50.0, 150.0, 30.0, 34.0
_PLOT_ENDS = _WIDTH - _RIGHT
_LABELS_AT = _PLOT_ENDS + 12.0
_LINE_HEIGHT, _LABEL_GAP = 1.25, 5.0
_NAME_CHARACTERS = 18
_PER_CENT = "%"
_JANUARY, _APRIL = 1, 4
_DIGIT_HEIGHT = 0.73 * style.TICK_SIZE


@dataclass(frozen=True, kw_only=True)
class _Months:
    """What is drawn. ends: month ends from first to last. lines: name of each line → its values, NaN where none."""

    ends: tuple[date, ...]
    lines: dict[str, Numbers]

    @property
    def across(self) -> Numbers:
        """Points from the left edge for each month."""
        first, last = _LEFT + 8.0, _PLOT_ENDS - 8.0
        return np.linspace(first, last, len(self.ends)) if len(self.ends) > 1 else np.array([(first + last) / 2])

    @property
    def highest(self) -> float:
        """The highest value that is drawn."""
        return float(np.nanmax(np.concatenate(list(self.lines.values()))))


def draw_over_months(values: pd.DataFrame, *, measure: Measure, names: dict[str, str]) -> str | None:
    """Draw a measure over the months, a line for each part; a month without a value breaks the line.

    The axis starts at 0. Lines differ by dash as well as by colour and are labelled at their ends with the last value.

    Input: columns of MeasureValues; one authority, one measure, periods of one type that end with months; no part has
    two rows for one period_end. names: breakdown → what its line is called; at most four.
    Returns: an <svg> element for use inside an HTML page, the same bytes each time; None where no row has a value.
    Raises: ValueError if the rows are of more than one authority, measure or type of period, or for too many lines.
    """
    months = _read_months(values, names)
    if months is None:
        return None
    with style.chart_style():
        svg = _draw(months, measure=measure).as_svg()
    return make_inline_svg(svg, id_prefix=f"months-{measure.code}-{len(names)}-")


def _read_months(values: pd.DataFrame, names: dict[str, str]) -> _Months | None:
    """Return the values by month for each line; None where no line has any."""
    if len(names) > MOST_LINES:
        raise ValueError(f"A chart has at most {MOST_LINES} lines: choose as many parts.")
    if any(values[column].nunique() > 1 for column in ("area_code", "measure", "period_type")):
        raise ValueError("A chart shows one authority, one measure and one type of period: filter the rows first.")
    told = values[values["breakdown"].isin(list(names)) & (values["status"] == Status.OK.value)]
    if told.empty:
        return None
    ends = pd.to_datetime(values["period_end"])
    months = pd.date_range(ends.min(), ends.max(), freq="ME")
    by_part = told.assign(period_end=pd.to_datetime(told["period_end"])).pivot(
        index="period_end", columns="breakdown", values="value"
    )
    whole = by_part.reindex(index=months, columns=list(names))
    lines = {name: whole[part].to_numpy(dtype=np.float64) for part, name in names.items() if whole[part].notna().any()}
    return _Months(ends=tuple(day.date() for day in months), lines=lines)


def _draw(months: _Months, *, measure: Measure) -> Drawing:
    """Return the drawing; what is written beside the plot has its room beforehand."""
    drawing = Drawing(width=_WIDTH, height=_TOP + _PLOT_HEIGHT + _BOTTOM)
    ticks = choose_ticks(months.highest)
    _draw_grid(drawing, ticks=ticks, unit=measure.unit)
    _write_months(drawing, months)
    for place, values in enumerate(months.lines.values()):
        up = _up(values, highest=ticks[-1])
        drawing.line(months.across, up, colour=_COLOURS[place], width=2.4 - 0.2 * place, dash=_DASHES[place])
        _draw_alone(drawing, months.across, up, colour=_COLOURS[place])
    _draw_labels(drawing, months, measure=measure, highest=ticks[-1])
    return drawing


def _up(values: Numbers, *, highest: float) -> Numbers:
    return _BOTTOM + values / highest * _PLOT_HEIGHT


def _draw_alone(drawing: Drawing, across: Numbers, up: Numbers, *, colour: str) -> None:
    """Draw a dot for a month whose neighbours have no value, of which a line shows nothing."""
    is_gap = np.isnan(np.concatenate([[np.nan], up, [np.nan]]))
    is_alone = is_gap[:-2] & is_gap[2:] & ~is_gap[1:-1]
    if is_alone.any():
        drawing.line(across[is_alone], up[is_alone], colour=colour, width=0.0, has_marks=True)


def _draw_grid(drawing: Drawing, *, ticks: tuple[float, ...], unit: str) -> None:
    """Draw a line across at each tick, its number at the left, and the unit above where it is in words."""
    up = _up(np.array(ticks), highest=ticks[-1])
    for tick, level in zip(ticks, up.tolist(), strict=True):
        is_axis = tick == 0
        colour, width = (style.DARK_GREY, 1.25) if is_axis else (style.GRID_COLOUR, 0.8)
        drawing.line(np.array([_LEFT, _PLOT_ENDS]), np.array([level, level]), colour=colour, width=width)
        decimals = next((places for places in range(4) if all(round(t, places) == t for t in ticks)), 4)
        words = format_number(tick, decimals=decimals) + (unit if unit == _PER_CENT else "")
        place = (_LEFT - 6.0, level - _DIGIT_HEIGHT / 2)
        drawing.write(words, at=place, size=style.TICK_SIZE, ha="right", va="baseline")
    if unit != _PER_CENT:
        drawing.write(unit, at=(8.0, drawing.height - 6.0), size=style.NOTE_SIZE, colour=style.DARK_GREY)


def _write_months(drawing: Drawing, months: _Months) -> None:
    """Mark each January below the plot, and write its year."""
    ticks = [x for x, end in zip(months.across, months.ends, strict=True) if end.month == _JANUARY]
    breaks = np.tile([_BOTTOM, _BOTTOM - 5.0, np.nan], len(ticks))
    drawing.line(np.repeat(np.array(ticks), 3), breaks, colour=style.DARK_GREY, width=0.8)
    for x, end in zip(months.across, months.ends, strict=True):
        if end.month == _JANUARY:
            words = f"Jan {end.year}"
            drawing.write(words, at=(x, _BOTTOM - 10.0), size=style.NOTE_SIZE, ha="center")


def _draw_labels(drawing: Drawing, months: _Months, *, measure: Measure, highest: float) -> None:
    """Write each line's name and last value at the right, moved apart where they would meet, with a thin line to it."""
    sign = measure.unit if measure.unit == _PER_CENT else ""
    told = []
    for values in months.lines.values():
        last = int(np.flatnonzero(~np.isnan(values))[-1])
        told.append((months.across[last], float(values[last])))
    names = ["\n".join(textwrap.wrap(name, width=_NAME_CHARACTERS)) for name in months.lines]
    numbers = [format_number(value, decimals=measure.decimals) + sign for _, value in told]
    heights = [(name.count("\n") + 1) * style.LABEL_SIZE * _LINE_HEIGHT + 18.0 + _LABEL_GAP for name in names]
    wanted = _up(np.array([value for _, value in told]), highest=highest).tolist()
    centres = spread_labels(wanted, heights=heights, lowest=_BOTTOM - 20.0, highest=drawing.height - 2.0)
    for place, name in enumerate(names):
        _draw_leader(drawing, across=told[place][0], up=wanted[place], centre=centres[place])
        top = centres[place] + (heights[place] - _LABEL_GAP) / 2
        below = top - (name.count("\n") + 1) * style.LABEL_SIZE * _LINE_HEIGHT
        drawing.write(name, at=(_LABELS_AT, top), size=style.LABEL_SIZE, colour=_TEXT[place])
        drawing.write(numbers[place], at=(_LABELS_AT, below), size=style.VALUE_SIZE, colour=_TEXT[place], weight="bold")


def _draw_leader(drawing: Drawing, *, across: float, up: float, centre: float) -> None:
    """Draw a thin line from the end of a line to its label."""
    ends = _LABELS_AT - 3.0
    x = np.array([across + 4.0, max(across + 4.0, ends - 8.0), ends])
    drawing.line(x, np.array([up, up, centre]), colour=style.LEADER_COLOUR, width=0.8)
