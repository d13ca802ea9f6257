"""How cases spread over social workers, month end by month end: most of them, the middle, the average, the limit."""

from hashlib import sha256
from typing import Final

import numpy as np
import pandas as pd

from csc_metrics.charts import style
from csc_metrics.charts.drawing import Numbers
from csc_metrics.charts.inline_svg import make_inline_svg
from csc_metrics.charts.narrow_months import Look, MonthSeries, MonthsPicture, compose_months, month_ends, series_of
from csc_metrics.measures.caseload_spread import ABOVE_LIMIT, HIGH_END, HIGHEST, LOW_END, MIDDLE
from csc_metrics.measures.caseloads import AVERAGE_CASELOAD
from csc_metrics.measures.measure import Measure
from csc_metrics.narrative.numbers import format_number

_LOOKS: Final = {
    MIDDLE.code: Look(colour=style.DARK_BLUE, width=3.0, words=style.DARK_BLUE),
    AVERAGE_CASELOAD.code: Look(colour=style.DARK_PINK, width=1.8, dash=(5.0, 2.5), words=style.DARK_PINK),
    HIGH_END.code: Look(colour=style.RANGE_EDGE_COLOUR, width=0.9, words=style.DARK_GREY),
    LOW_END.code: Look(colour=style.RANGE_EDGE_COLOUR, width=0.9, words=style.DARK_GREY),
    HIGHEST.code: Look(colour=style.TURQUOISE, width=2.2, dash=(1.0, 1.2), words=style.TEXT_COLOUR),
}
_LIMIT: Final = Look(colour=style.DARK_GREY, width=1.5, dash=(8.0, 4.0), words=style.DARK_GREY)
_WORDS: Final = {
    MIDDLE.code: "Middle",
    AVERAGE_CASELOAD.code: "Average: {}",
    HIGH_END.code: "Highest tenth:\n{} or more",
    LOW_END.code: "Lowest tenth:\n{} or fewer",
    HIGHEST.code: "Highest: {}",
}
_LINES: Final = (MIDDLE, AVERAGE_CASELOAD, HIGH_END, LOW_END, HIGHEST)
DRAWN: Final = (*(measure.code for measure in _LINES), ABOVE_LIMIT.code)
"""Codes of the measures that the chart shows."""
_ONE: Final = ("area_code", "breakdown", "source", "period_type")


def draw_caseload_spread(rows: pd.DataFrame, *, limit: float | None = None) -> str | None:
    """Draw how cases spread over workers: all but the lowest and the highest tenth as a band, with middle and average.

    The axis starts at 0. A month end without a value breaks a line and is named below the axis with its reason. The
    highest caseload is that of one worker: it is drawn where the rows hold it, which those of a public edition do not.
    What lies above the limit is said beside it where the newest month end has it.

    Input: columns of MeasureValues; one authority, part, source and type of period; of measures, those in `DRAWN` are
    drawn and others are not, none with two rows on one day. limit: the authority's own, in cases per full-time social
    worker; None: there is none.
    Returns: an <svg> element for use inside an HTML page, the same bytes each time; None where no row has a value.
    Raises: ValueError if the rows are of more than one authority, part, source or type of period.
    """
    picture = _read(rows, limit=limit)
    if picture is None:
        return None
    with style.chart_style():
        svg = compose_months(picture).as_svg()
    which = sha256("|".join(str(rows[column].iloc[0]) for column in _ONE).encode()).hexdigest()[:8]
    return make_inline_svg(svg, id_prefix=f"spread-{which}-")


def _read(rows: pd.DataFrame, *, limit: float | None) -> MonthsPicture | None:
    """Return what is drawn; None where nothing has a value."""
    told = rows[rows["measure"].isin(DRAWN)]
    if any(told[column].nunique() > 1 for column in _ONE):
        raise ValueError("A spread of caseloads is of one authority, part, source and type of period.")
    if told.empty:
        return None
    ends = month_ends(told)
    held = {code: series_of(told[told["measure"] == code], ends=ends) for code in DRAWN}
    series = [_series(one, *held[one.code]) for one in _LINES if not np.isnan(held[one.code][0]).all()]
    if not series:
        return None
    across = [] if limit is None else [_limit(limit, above=held[ABOVE_LIMIT.code][0])]
    return MonthsPicture(
        ends=tuple(day.date() for day in ends),
        series=(*series, *across),
        unit=MIDDLE.unit,
        band=(held[LOW_END.code][0], held[HIGH_END.code][0]),
    )


def _series(measure: Measure, values: Numbers, status: tuple[str, ...]) -> MonthSeries:
    """Return one of the lines with its label; of the middle the figure stands in large."""
    newest = format_number(float(values[~np.isnan(values)][-1]), decimals=measure.decimals)
    big = newest if measure is MIDDLE else ""
    words = _WORDS[measure.code].format(newest)
    return MonthSeries(values=values, look=_LOOKS[measure.code], words=words, big=big, status=status)


def _limit(limit: float, *, above: Numbers) -> MonthSeries:
    """Return the limit as a line across, and what share of workers was above it at the newest month end, if known."""
    decimals = 0 if float(limit).is_integer() else MIDDLE.decimals
    words = f"Limit: {format_number(limit, decimals=decimals)}"
    if not np.isnan(above[-1]):
        words += f"\n{format_number(float(above[-1]), decimals=ABOVE_LIMIT.decimals)}% above it"
    return MonthSeries(values=np.full(len(above), limit), look=_LIMIT, words=words)
