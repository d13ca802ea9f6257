"""How long it takes, over the months: the time within which half were done and that within which nine in ten were."""

from typing import Final

import numpy as np
import pandas as pd

from csc_metrics.charts import style
from csc_metrics.charts.inline_svg import make_inline_svg
from csc_metrics.charts.month_lines import NARROW, Level, Months, line_of, picture_of_months
from csc_metrics.charts.months_axis import ends_between
from csc_metrics.measures.measure import Measure

HALF, NINE_IN_TEN = "Half within", "Nine in ten within"
"""What the lines of the median and of the 90th percentile are called."""
_ONE_SERIES: Final = ("area_code", "breakdown", "source", "period_type")


def draw_waiting(
    values: pd.DataFrame, *, median: Measure, ninetieth: Measure, target: Level | None = None
) -> str | None:
    """Draw the median and the 90th percentile of a time over the months, with the target across.

    The axis starts at 0. The lines differ by dash and width as well as by colour and are named at their ends with
    their last value. A month without a value breaks both; it is named below the axis with the reason.

    Input: columns of MeasureValues; one authority and part, periods of one type that end with months, the two measures
    and no other. median, ninetieth: of the same time, in the same unit. target: in that unit, or none.
    Returns: an <svg> element for use inside an HTML page, the same bytes each time; None where no row has a value.
    Raises: ValueError if the rows are of more than one authority, part, source or type of period, of another measure,
    or if the units differ.
    """
    months = _read_months(values, median=median, ninetieth=ninetieth, target=target)
    if months is None:
        return None
    with style.chart_style():
        svg = picture_of_months(months, measure=median).as_svg()
    part = "".join(letter if letter.isalnum() else "-" for letter in str(values["breakdown"].iloc[0]))
    return make_inline_svg(svg, id_prefix=f"waiting-{median.code}-{part}-")


def _read_months(values: pd.DataFrame, *, median: Measure, ninetieth: Measure, target: Level | None) -> Months | None:
    """Return both lines by month; None where neither has a value."""
    names = {median.code: HALF, ninetieth.code: NINE_IN_TEN}
    if median.unit != ninetieth.unit:
        raise ValueError(f"A median in {median.unit} and a 90th percentile in {ninetieth.unit} share no axis.")
    if any(values[column].nunique() > 1 for column in _ONE_SERIES) or not set(values["measure"]) <= set(names):
        raise ValueError("A chart of waits shows one authority, part and type of period: filter the rows first.")
    if values.empty:
        return None
    rows = values.assign(period_end=pd.to_datetime(values["period_end"]))
    ends = ends_between(rows["period_end"])
    found = [line_of(rows[rows["measure"] == code], months=ends, name=name) for code, name in names.items()]
    lines = tuple(line for line in found if not np.isnan(line.values).all())
    months = tuple(day.date() for day in ends)
    return Months(ends=months, lines=lines, level=target, width=NARROW) if lines else None
