"""A measure over the months as a chart with what it shows in words, and the target or limit that lies across it."""

from collections.abc import Mapping
from typing import Final

import polars as pl

from csc_metrics.charts.narrow_months import Level
from csc_metrics.charts.over_months import draw_over_months
from csc_metrics.contracts.policy import ASSESSMENT_LIMIT
from csc_metrics.contracts.vocabulary import Status
from csc_metrics.measures.measure import Measure
from csc_metrics.report.page.figure_cells import Row, period_words, printed
from csc_metrics.report.page.figure_tables import of_shortest
from csc_metrics.report.page.model import Picture
from csc_metrics.settings.model import Settings
from csc_metrics.settings.partner import WHOLE

_OF_A_WORKER: Final = ("average_caseload", "caseload_median", "caseload_90th_percentile", "caseload_highest")
_OF_A_MEETING: Final = ("strategy_meeting_wait_median_hours", "strategy_meeting_wait_90th_percentile_hours")
_OF_AN_ASSESSMENT: Final = ("assessment_median_working_days", "assessment_90th_percentile_working_days")
_OWN_RECORDS: Final = "From the authority's own records."
"""The source that a measure names may be DfE's of the published figure."""


def level_of(measure: Measure, settings: Settings, *, part: str = WHOLE) -> Level | None:
    """Return the line across a chart: the authority's target for a figure, else the limit for one case of it.

    measure: counted from records. settings: of the authority. part: "all", or one such as "agency=police".
    Returns: None where neither is set.
    Source: csc_metrics.contracts.policy; the settings.
    """
    figure = (measure.code, part)
    targets = (one.target for one in settings.partner_measures if (one.measure, one.part) == figure)
    target = next((target for target in targets if target is not None), None)
    if target is not None:
        return Level(name="Target", value=target)
    if measure.code in _OF_A_WORKER and settings.caseload.limit_cases_per_fte is not None:
        return Level(name="Limit for one worker", value=settings.caseload.limit_cases_per_fte)
    if measure.code in _OF_A_MEETING:
        return Level(name="Target for each", value=settings.strategy_meeting.target_hours)
    if measure.code in _OF_AN_ASSESSMENT:
        return Level(name="Limit for each", value=float(ASSESSMENT_LIMIT.value))
    return None


def months_picture(
    values: pl.DataFrame, *, measure: Measure, names: Mapping[str, str], whose: str, level: Level | None
) -> Picture | None:
    """Return a chart of a measure over the months; None where no month has a value.

    Input: values, schema MeasureValues, of one authority. names: breakdown → what its line is called. whose: name of
    the authority. level: of `level_of`.
    """
    shown = of_shortest(measure, values)
    svg = draw_over_months(shown.to_pandas(), measure=measure, names=names, level=level)
    if svg is None:
        return None
    across = f" {level.name}: {printed(measure, level.value)}." if level is not None else ""
    told = " ".join(_line_words(measure, shown.filter(breakdown=part), name) for part, name in names.items())
    unit = "" if measure.unit == "%" else f", {measure.unit}"
    return Picture(
        svg=svg,
        alternative=f"{measure.title}{unit}, by month. {told.strip()}{across}",
        caption=f"{measure.title}{unit}, {whose}. {_OWN_RECORDS}",
    )


def _line_words(measure: Measure, rows: pl.DataFrame, name: str) -> str:
    """Return what one line shows: first and newest value, the lowest and the highest; nothing where it has none."""
    held = rows.filter(pl.col("status") == Status.OK.value).sort("period_end")
    if held.is_empty():
        return ""
    by_value = held.sort("value", maintain_order=True)
    first, last = _told(measure, held.row(0, named=True)), _told(measure, held.row(-1, named=True))
    lowest, highest = _told(measure, by_value.row(0, named=True)), _told(measure, by_value.row(-1, named=True))
    return f"{name}: from {first} to {last}; lowest {lowest}, highest {highest}."


def _told(measure: Measure, row: Row) -> str:
    value = row["value"]
    figure = printed(measure, value) if isinstance(value, float) else ""
    return f"{figure} ({period_words(row['period_type'], row['period_end'])})"
