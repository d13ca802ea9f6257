"""A series on its process chart: values, the centre, the limits of usual variation, and which points are signals."""

import numpy as np
import pandas as pd

from csc_metrics.charts import style
from csc_metrics.charts.drawing import Drawing
from csc_metrics.charts.frame import MARGIN, EndLabel, add_across, add_grid, add_labels
from csc_metrics.charts.inline_svg import make_inline_svg
from csc_metrics.charts.months_axis import write_months
from csc_metrics.charts.places import choose_ticks
from csc_metrics.charts.process_parts import (
    LABELS_BELOW,
    Points,
    add_limits,
    add_values,
    frame_of,
    key_of_series,
    level_label,
    newest_label,
    read_points,
)
from csc_metrics.measures.measure import Measure

_WIDTH, _TOP = 400.0, 48.0


def draw_process_chart(points: pd.DataFrame, *, measure: Measure) -> str | None:
    """Draw a series of months with its centre and the limits of usual variation; signals are ringed.

    Where more than half are signals, only those outside the limits are, and the newest: all rings would show none.

    The axis starts at 0, and a lower limit below it is drawn at 0. A month without a value breaks the line; figures of
    one day a year are joined from year to year. What the band, the broken line and the rings are is said below the
    plot, so that no colour has to be known.

    Input: columns of ProcessPoints, one series whose periods end with months.
    Returns: an <svg> element for use inside an HTML page, the same bytes each time; None where no row has a value.
    Raises: ValueError if the rows are of more than one series.
    """
    if points["value"].notna().sum() == 0:
        return None
    which = key_of_series(points)
    with style.chart_style():
        svg = _draw(read_points(points, measure=measure, width=_WIDTH), measure=measure).as_svg()
    return make_inline_svg(svg, id_prefix=f"process-{which}-")


def _draw(points: Points, *, measure: Measure) -> Drawing:
    labels = _labels(points, measure=measure)
    ticks, key = choose_ticks(points.highest), _key(points)
    frame = frame_of(points, labels=labels, top=_TOP, note=len(key), ticks=ticks)
    drawing = frame.drawing()
    add_grid(drawing, frame=frame, ticks=ticks, unit=measure.unit)
    add_limits(drawing, points=points, frame=frame)
    add_across(drawing, frame=frame, up_to=np.array([frame.bottom]), colour=style.DARK_GREY, width=1.25)
    add_values(drawing, points=points, frame=frame)
    write_months(drawing, ends=points.ends, across=points.across, frame=frame)
    add_labels(drawing, labels=labels, frame=frame, below=LABELS_BELOW)
    drawing.write("\n".join(key), at=(MARGIN, 6.0), size=style.NOTE_SIZE, va="bottom", colour=style.DARK_GREY)
    return drawing


def _labels(points: Points, *, measure: Measure) -> list[EndLabel]:
    """Return labels of the newest value and of the centre."""
    usual = level_label("Usual", points.centre, points=points, measure=measure, colour=style.DARK_GREY)
    return [newest_label(points, measure=measure), *usual]


def _key(points: Points) -> list[str]:
    """Return what the marks mean, in lines that a chart has room for."""
    is_without = np.isnan(points.upper).all()
    first = "No limits: too few figures." if is_without else "Broken line: usual. Band: usual variation."
    rings = "Rings: outside it, and the newest signal." if points.is_mostly_signals else "Rings: signals."
    return [first, rings] if points.is_ringed.any() else [first]
