"""One measure of one authority month by month, in one line or a few: its parts, such as the agencies at a meeting."""

from collections.abc import Mapping
from hashlib import sha256

import numpy as np
import pandas as pd

from csc_metrics.charts import style
from csc_metrics.charts.inline_svg import make_inline_svg
from csc_metrics.charts.month_lines import MOST_LINES, Level, Months, line_of, picture_of_months
from csc_metrics.charts.months_axis import ends_between
from csc_metrics.measures.measure import Measure


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
    months = _read_months(values, names=names, level=level)
    if months is None:
        return None
    with style.chart_style():
        svg = picture_of_months(months, measure=measure).as_svg()
    which = sha256("|".join(names).encode()).hexdigest()[:8]
    return make_inline_svg(svg, id_prefix=f"months-{measure.code}-{which}-")


def _read_months(values: pd.DataFrame, *, names: Mapping[str, str], level: Level | None) -> Months | None:
    """Return the values by month for each line that has any; None where none has."""
    if len(names) > MOST_LINES:
        raise ValueError(f"A chart has at most {MOST_LINES} lines: choose as many parts.")
    if any(values[column].nunique() > 1 for column in ("area_code", "measure", "period_type")):
        raise ValueError("A chart shows one authority, one measure and one type of period: filter the rows first.")
    if values.empty:
        return None
    ends = pd.to_datetime(values["period_end"])
    months = ends_between(ends)
    rows = values.assign(period_end=ends)
    found = [line_of(rows[rows["breakdown"] == part], months=months, name=name) for part, name in names.items()]
    lines = tuple(line for line in found if not np.isnan(line.values).all())
    return Months(ends=tuple(day.date() for day in months), lines=lines, level=level) if lines else None
