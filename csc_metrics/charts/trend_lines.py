"""The scorecard's trend lines: a small picture for each partner measure, for a cell of a table."""

from collections.abc import Sequence
from hashlib import sha256
from typing import Final

import numpy as np
import pandas as pd

from csc_metrics.charts import style
from csc_metrics.charts.drawing import Drawing, Numbers
from csc_metrics.charts.inline_svg import make_inline_svg
from csc_metrics.contracts.vocabulary import PeriodType, Source, Status
from csc_metrics.measures.measure import Measure
from csc_metrics.measures.registry import MEASURES
from csc_metrics.narrative.numbers import format_number
from csc_metrics.narrative.picture_words import OF_A_TREND

_WIDTH, _HEIGHT = 160.0, 40.0
_LEFT, _ENDS, _LOW, _HIGH = 5.0, 104.0, 15.0, 35.0
_NUMBER_AT, _NUMBER_SIZE, _FIRST_SIZE = 111.0, 11.0, 9.5
_FIRST_ROOM = 44.0
_MARK, _DOT = 2.4, 1.1
_PER_CENT: Final = "%"
_WHOLE: Final = 100.0
_MONTHLY: Final = (PeriodType.MONTH.value, PeriodType.SNAPSHOT.value)
Figure = tuple[str, str]
"""Code of a measure, and its part."""


def draw_trend_lines(values: pd.DataFrame, *, scores: pd.DataFrame) -> dict[Figure, str]:
    """Draw the last two years of each partner measure as a small line, its first and last value marked and written.

    The target is a broken line across. Shares stand between 0 and 100%, other figures between 0 and the highest of
    line and target, so that a small change never looks large. A month without a value breaks the line; one by itself
    is a dot. All lines end with the same month, the newest that any of them has.

    Input: values, columns of MeasureValues, of one authority; figures by month and of month ends that are counted from
    records are drawn. scores, columns of Scorecard, of that authority: which figures are drawn, and their targets.
    Returns: (measure, breakdown) → an <svg> element for use in a cell of an HTML table, the same bytes each time. A
    figure without a value in that time is left out; the others come in the order of scores.
    Raises: ValueError if the rows are of more than one authority, or a figure has a month twice.
    """
    is_monthly = values["period_type"].isin(_MONTHLY) & (values["source"] == Source.LOCAL.value)
    told = values[is_monthly & values["measure"].isin(scores["measure"])]
    if told["area_code"].nunique() > 1 or scores["area_code"].nunique() > 1:
        raise ValueError("Trend lines are those of one authority: filter the rows first.")
    wanted = pd.MultiIndex.from_frame(scores[["measure", "breakdown"]])
    told = told[pd.MultiIndex.from_frame(told[["measure", "breakdown"]]).isin(wanted)]
    if told.empty:
        return {}
    by_month = _by_month(told)
    targets = dict(zip(wanted, scores["target"].to_numpy(dtype=np.float64, na_value=np.nan), strict=True))
    with style.chart_style():
        return {
            figure: _draw(figure, by_month[figure].to_numpy(), target=target)
            for figure, target in targets.items()
            if figure in by_month
        }


def _by_month(told: pd.DataFrame) -> pd.DataFrame:
    """Return a column for each figure that has a value, and a row for each month."""
    days = pd.to_datetime(told["period_end"])
    months = pd.date_range(end=days.max(), periods=OF_A_TREND, freq="ME")
    ok = told.assign(period_end=days, value=told["value"].where(told["status"] == Status.OK.value))
    if ok.duplicated(["measure", "breakdown", "period_end"]).any():
        raise ValueError("A trend line takes one row a month: two rows of one figure end on one day.")
    wide = ok.pivot(index="period_end", columns=["measure", "breakdown"], values="value").reindex(months)
    return wide.dropna(axis="columns", how="all").astype("float64")


def _draw(figure: Figure, values: Numbers, *, target: float) -> str:
    """Return one of the small pictures."""
    measure = MEASURES[figure[0]]
    drawing = _compose(values, measure=measure, target=target)
    which = sha256("|".join(figure).encode()).hexdigest()[:8]
    return make_inline_svg(drawing.as_svg(), id_prefix=f"trend-{which}-")


def _compose(values: Numbers, *, measure: Measure, target: float) -> Drawing:
    """Return the drawing of one trend line. values: a place for each month, NaN where there is none; one or more."""
    drawing = Drawing(width=_WIDTH, height=_HEIGHT)
    least = _WHOLE if measure.unit == _PER_CENT else np.finfo(np.float64).tiny  # what is all 0 lies on the axis
    highest = max(float(np.nanmax([*values, target])), least)
    across = np.linspace(_LEFT, _ENDS, len(values))
    up = _LOW + values / highest * (_HIGH - _LOW)
    held = np.flatnonzero(~np.isnan(values))
    ends = np.array([_LEFT, _ENDS])
    drawing.line(ends, np.full(2, _LOW), colour=style.GRID_COLOUR, width=0.8)
    if not np.isnan(target):
        at = np.full(2, _LOW + target / highest * (_HIGH - _LOW))
        drawing.line(ends, at, colour=style.DARK_GREY, width=1.1, dash=(3.0, 2.0))
    drawing.line(across, up, colour=style.DARK_BLUE, width=1.6)
    _mark(drawing, across, up, places=_alone(values), size=_DOT)
    _mark(drawing, across, up, places=(held[0], held[-1]), size=_MARK)
    _write_ends(drawing, values[held[[0, -1]]], measure=measure, across=across[held[0]])
    return drawing


def _alone(values: Numbers) -> Sequence[int]:
    """Return the places of values that no neighbour joins."""
    is_gap = np.isnan(np.concatenate([[np.nan], values, [np.nan]]))
    return np.flatnonzero(is_gap[:-2] & is_gap[2:] & ~is_gap[1:-1]).tolist()


def _mark(drawing: Drawing, across: Numbers, up: Numbers, *, places: Sequence[int], size: float) -> None:
    """Draw a dot at each of some places, as one line with a break after each."""
    if len(places):
        x, y = (np.column_stack([told[list(places)], np.full(len(places), np.nan)]).ravel() for told in (across, up))
        drawing.line(x, y, colour=style.DARK_BLUE, width=size, has_marks=True)


def _write_ends(drawing: Drawing, ends: Numbers, *, measure: Measure, across: float) -> None:
    """Write the first value below its mark and the last one, larger, at the right."""
    sign = measure.unit if measure.unit == _PER_CENT else ""
    first, last = (format_number(float(value), decimals=measure.decimals) + sign for value in ends)
    at = min(across - _MARK, _ENDS - _FIRST_ROOM)
    drawing.write(first, at=(at, 3.0), size=_FIRST_SIZE, colour=style.DARK_GREY, va="baseline")
    middle = (_LOW + _HIGH) / 2 - 0.36 * _NUMBER_SIZE
    at_right = (_NUMBER_AT, middle)
    drawing.write(last, at=at_right, size=_NUMBER_SIZE, colour=style.DARK_BLUE, va="baseline", weight="bold")
