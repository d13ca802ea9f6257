"""One measure of one authority month by month, in one line or a few: its parts, such as the agencies at a meeting."""

from collections.abc import Mapping
from hashlib import sha256
from typing import Final

import numpy as np
import pandas as pd

from csc_metrics.charts import style
from csc_metrics.charts.drawing import Numbers
from csc_metrics.charts.frame import sign_of, wrap_name
from csc_metrics.charts.inline_svg import make_inline_svg
from csc_metrics.charts.narrow_months import (
    NAME_CHARACTERS,
    Level,
    Look,
    MonthSeries,
    MonthsPicture,
    compose_months,
    level_across,
    month_ends,
    series_of,
)
from csc_metrics.measures.measure import Measure
from csc_metrics.narrative.numbers import format_number

MOST_LINES: Final = 4
"""Lines of one chart: as many as the Analysis Function's colours can be told apart."""
_COLOURS: Final = style.ANALYSIS_FUNCTION_COLOURS[:MOST_LINES]
_DASHES: Final = (None, (5.0, 2.5), (1.0, 1.6), (7.0, 2.0))
_TEXT: Final = (style.DARK_BLUE, style.DARK_GREY, style.DARK_PINK, style.DARK_GREY)
"""Colours of labels: turquoise and orange are marks, never text."""
_WIDEST: Final = 2.4
_NARROWER: Final = 0.2
"""Points by which each line is narrower than the one before it."""


def draw_over_months(
    values: pd.DataFrame, *, measure: Measure, names: Mapping[str, str], level: Level | None = None
) -> str | None:
    """Draw a measure over the months, a line for each part; a month without a value breaks the line.

    The axis starts at 0. Lines differ by dash as well as by colour and are labelled at their ends with the last value.
    Of a line that is alone, months without a value are named below the axis with the reason.

    Input: columns of MeasureValues; one authority, one measure, periods of one type that end with months; no part has
    two rows for one period_end. names: breakdown → what its line is called; at most four. level: a target or limit.
    Returns: an <svg> element for use inside an HTML page, the same bytes each time; None where no row has a value.
    Raises: ValueError if the rows are of more than one authority, measure or type of period, or for too many lines.
    """
    picture = _read(values, measure=measure, names=names, level=level)
    if picture is None:
        return None
    with style.chart_style():
        svg = compose_months(picture).as_svg()
    which = sha256("|".join(names).encode()).hexdigest()[:8]
    return make_inline_svg(svg, id_prefix=f"months-{measure.code}-{which}-")


def _read(
    values: pd.DataFrame, *, measure: Measure, names: Mapping[str, str], level: Level | None
) -> MonthsPicture | None:
    """Return a line for each part that has a value in any month; None where none has."""
    if len(names) > MOST_LINES:
        raise ValueError(f"A chart has at most {MOST_LINES} lines: choose as many parts.")
    if any(values[column].nunique() > 1 for column in ("area_code", "measure", "period_type")):
        raise ValueError("A chart shows one authority, one measure and one type of period: filter the rows first.")
    if values.empty:
        return None
    ends = month_ends(values)
    held = [(name, *series_of(values[values["breakdown"] == part], ends=ends)) for part, name in names.items()]
    with_value = [one for one in held if not np.isnan(one[1]).all()]
    lines = [
        _line(name, told, status if len(with_value) == 1 else (), place=place, measure=measure)
        for place, (name, told, status) in enumerate(with_value)
    ]
    across = level_across(level, many=len(ends), measure=measure)
    days = tuple(day.date() for day in ends)
    return MonthsPicture(ends=days, series=(*lines, *across), unit=measure.unit) if lines else None


def _line(name: str, values: Numbers, status: tuple[str, ...], *, place: int, measure: Measure) -> MonthSeries:
    """Return a line with its name and, in large figures, its last value."""
    newest = format_number(float(values[~np.isnan(values)][-1]), decimals=measure.decimals)
    look = Look(colour=_COLOURS[place], width=_WIDEST - _NARROWER * place, words=_TEXT[place], dash=_DASHES[place])
    return MonthSeries(
        values=values,
        look=look,
        words=wrap_name(name, characters=NAME_CHARACTERS),
        big=newest + sign_of(measure.unit),
        status=status,
    )
