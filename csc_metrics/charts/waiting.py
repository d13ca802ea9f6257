"""How long it takes, over the months: the time within which half were done and that within which nine in ten were."""

from hashlib import sha256
from typing import Final

import numpy as np
import pandas as pd

from csc_metrics.charts import style
from csc_metrics.charts.drawing import Numbers
from csc_metrics.charts.inline_svg import make_inline_svg
from csc_metrics.charts.narrow_months import (
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

HALF, NINE_IN_TEN = "Half within", "Nine in ten\nwithin"
"""What the lines of the median and of the 90th percentile are called."""
_LOOKS: Final = {
    HALF: Look(colour=style.DARK_BLUE, width=3.0, words=style.DARK_BLUE),
    NINE_IN_TEN: Look(colour=style.TURQUOISE, width=2.2, dash=(5.0, 2.5), words=style.TEXT_COLOUR),
}
_ONE_SERIES: Final = ("area_code", "breakdown", "source", "period_type")


def draw_waiting(
    values: pd.DataFrame, *, median: Measure, ninetieth: Measure, target: Level | None = None
) -> str | None:
    """Draw the median and the 90th percentile of a time over months or quarters, with the target across.

    The axis starts at 0. The lines differ by dash and width as well as by colour and are named at their ends with
    their last value. A month without a value breaks both; it is named below the axis with the reason.

    Input: columns of MeasureValues; one authority and part, periods of one type that end with months, the two measures
    and no other. median, ninetieth: of the same time, in the same unit. target: in that unit, or none.
    Returns: an <svg> element for use inside an HTML page, the same bytes each time; None where no row has a value.
    Raises: ValueError if the rows are of more than one authority, part, source or type of period, of another measure,
    or if the units differ.
    """
    picture = _read(values, median=median, ninetieth=ninetieth, target=target)
    if picture is None:
        return None
    with style.chart_style():
        svg = compose_months(picture).as_svg()
    which = sha256("|".join(str(values[column].iloc[0]) for column in _ONE_SERIES).encode()).hexdigest()[:8]
    return make_inline_svg(svg, id_prefix=f"waiting-{median.code}-{which}-")


def _read(values: pd.DataFrame, *, median: Measure, ninetieth: Measure, target: Level | None) -> MonthsPicture | None:
    """Return both lines by month; None where neither has a value."""
    measures = {HALF: median, NINE_IN_TEN: ninetieth}
    if median.unit != ninetieth.unit:
        raise ValueError(f"A median in {median.unit} and a 90th percentile in {ninetieth.unit} share no axis.")
    is_other = not set(values["measure"]) <= {measure.code for measure in measures.values()}
    if is_other or any(values[column].nunique() > 1 for column in _ONE_SERIES):
        raise ValueError("A chart of waits shows one authority, part and type of period: filter the rows first.")
    if values.empty:
        return None
    ends = month_ends(values)
    held = {name: series_of(values[values["measure"] == one.code], ends=ends) for name, one in measures.items()}
    lines = [
        _line(name, *held[name], measure=one) for name, one in measures.items() if not np.isnan(held[name][0]).all()
    ]
    across = level_across(target, many=len(ends), measure=median)
    days = tuple(day.date() for day in ends)
    return MonthsPicture(ends=days, series=(*lines, *across), unit=median.unit) if lines else None


def _line(name: str, values: Numbers, status: tuple[str, ...], *, measure: Measure) -> MonthSeries:
    """Return a line with its name and, in large figures, its last value."""
    newest = format_number(float(values[~np.isnan(values)][-1]), decimals=measure.decimals)
    return MonthSeries(values=values, look=_LOOKS[name], words=name, big=newest, status=status)
