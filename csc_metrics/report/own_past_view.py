"""An analyst's working view of figures beside their own past, question by question, for notebooks."""

from typing import Final

import polars as pl

from csc_metrics.change.process_chart import process_points, process_summaries
from csc_metrics.change.reference import against_reference_periods
from csc_metrics.change.split_of_ratio import split_of_ratio
from csc_metrics.charts.process_chart import draw_process_chart
from csc_metrics.contracts.vocabulary import PeriodType
from csc_metrics.measures.registry import find_measures
from csc_metrics.narrative.numbers import format_number
from csc_metrics.planning.months_of_parts import with_months_of_parts
from csc_metrics.report.data_quality import Shown
from csc_metrics.report.page.change_tables import (
    process_table,
    process_words,
    reference_table,
    split_table,
)
from csc_metrics.report.page.model import Block, DisplayTable, Picture
from csc_metrics.settings.model import Settings

_MONTHLY: Final = pl.col("period_type").is_in([PeriodType.MONTH.value, PeriodType.SNAPSHOT.value])
_WHOLE: Final = pl.col("breakdown") == "all"
_NEWEST: Final = 4


def what_moved(values: pl.DataFrame, *, settings: Settings) -> Shown:
    """Return every measure of all units on its process chart, in sum: those with a signal first.

    Input: values, schema MeasureValues, of one authority. settings: of the authority.
    """
    monthly = values.filter(_MONTHLY & _WHOLE)
    summaries = process_summaries(monthly, settings=settings).filter(pl.col("points") > 0)
    has_signal = ~pl.col("variation").is_in(["none", "not_known"])
    words = (_by_chance(summaries),) if summaries.height else ("No measure has a figure by month.",)
    moved, others = (
        (process_table(caption, rows),) if rows.height else ()
        for caption, rows in (
            ("With a signal at the newest period", summaries.filter(has_signal)),
            ("Within their usual variation, or too short to tell", summaries.filter(~has_signal)),
        )
    )
    folded = (
        ((f"The other {len(others[0].rows)}: within their usual variation, or too short to tell", others),)
        if others
        else ()
    )
    return _shown("what-moved", "What moved beyond its usual variation", words=words, tables=moved, folded=folded)


def process_chart(values: pl.DataFrame, code: str, part: str = "all", *, settings: Settings) -> Shown:
    """Return one series on its process chart, in words, and beside the times past that the settings name.

    Input: values, schema MeasureValues, of one authority. code: of a measure. part: "all", or such as "agency=police".
    settings: of the authority. Raises: UnknownMeasure.
    """
    (measure,) = find_measures([code])
    of_measure = values.filter(_MONTHLY, measure=measure.code)
    parts = [(measure.code, part)] if part in of_measure["breakdown"] else []
    series = with_months_of_parts(of_measure, parts).filter(breakdown=part)
    points = process_points(series, settings=settings)
    svg = draw_process_chart(points.to_pandas(), measure=measure)
    if svg is None:
        return _shown(code, measure.title, words=("There is no figure of it by month.",))
    (row,) = process_summaries(series, settings=settings).to_dicts()
    words = process_words(row)
    references = against_reference_periods(series, settings=settings)
    tables = (reference_table("Beside times past", references),) if references.height else ()
    picture = Picture(svg=svg, alternative=words, caption=f"{measure.title} on its process chart.")
    return _shown(code, measure.title, words=(words,), pictures=(picture,), tables=tables)


def what_moved_a_ratio(values: pl.DataFrame, code: str) -> Shown:
    """Return what top and bottom of a ratio did to it, for its newest periods.

    Input: values, schema MeasureValues, of one authority. code: of a measure. Raises: UnknownMeasure.
    """
    (measure,) = find_measures([code])
    splits = split_of_ratio(values.filter(_MONTHLY & _WHOLE, measure=measure.code)).sort("period_end", descending=True)
    if splits.is_empty():
        return _shown(code, measure.title, words=("It has no top and bottom in two periods that can be compared.",))
    words = (f"Top: {measure.numerator} Bottom: {measure.denominator}",)
    table = split_table(f"{measure.title}: what moved it", splits.head(_NEWEST))
    return _shown(f"{code}-moved", f"What moved it: {measure.title}", words=words, tables=(table,))


def _by_chance(summaries: pl.DataFrame) -> str:
    """Return how many of the series shown would signal at their newest point by chance alone."""
    expected = summaries["signal_chance"].sum()
    return (
        f"{summaries.height} series are looked at. Were nothing to change in any, about "
        f"{format_number(float(expected), decimals=1)} of them would signal at their newest point by chance."
    )


def _shown(
    code: str,
    title: str,
    *,
    words: tuple[str, ...] = (),
    pictures: tuple[Picture, ...] = (),
    tables: tuple[DisplayTable, ...] = (),
    folded: tuple[tuple[str, tuple[DisplayTable, ...]], ...] = (),
) -> Shown:
    named = code.replace("_", "-")
    return Shown([Block(code=named, title=title, words=words, pictures=pictures, tables=tables, folded=folded)])
