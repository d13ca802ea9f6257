"""An authority's own measure on a public page: finding, process chart, table, sentences, definition, as of DfE's."""

from typing import Final

import polars as pl

from csc_metrics.charts.process_chart import draw_process_chart
from csc_metrics.contracts.vocabulary import Status
from csc_metrics.measures.measure import Measure
from csc_metrics.narrative.own_sentences import (
    beside_a_year_before,
    beside_its_target,
    newest_and_usual,
    own_finding,
)
from csc_metrics.narrative.sentence import Sentence
from csc_metrics.narrative.words import lower_first
from csc_metrics.periods import one_year_before
from csc_metrics.report.page.change_tables import process_words
from csc_metrics.report.page.figure_cells import Row, change_cell, count_cell, period_words, value_cell
from csc_metrics.report.page.model import OWN, DisplayTable, MeasureSection
from csc_metrics.report.page.own_definitions import as_of_own_records
from csc_metrics.report.page.own_figures import as_in_measures_csv
from csc_metrics.report.public_records import PublicRecords, series_of

_NEWEST: Final = 13
_HIDDEN: Final = "newer ones are hidden, since they, or what they leave of the rest, are of small numbers"
_SOURCE: Final = (
    "The authority's own records. Counts of few children or workers, and what would give them away, are hidden; "
    "hidden is not 0."
)


def own_section(measure: Measure, records: PublicRecords, *, whose: str) -> MeasureSection | None:
    """Return one measure's part of a public page; None where it may show nothing.

    measure: counted from records. records: what may be published. whose: name of the authority.
    """
    summary = _summary(measure, records)
    why_old = _why_no_newer(measure, records, summary) if summary is not None else ()
    finding = own_finding(summary, is_old=bool(why_old)) if summary is not None else None
    if summary is None or finding is None:
        return None
    measure = as_of_own_records(measure, settings=records.settings)
    points = records.charts.points.filter(measure=measure.code)
    return MeasureSection(
        measure=measure,
        code=f"{OWN}{measure.code}",
        finding=as_in_measures_csv(finding),
        summary=own_sentences(measure, records),
        chart_svg=draw_process_chart(points.to_pandas(), measure=measure),
        chart_alternative=f"{measure.title}, {whose}. {process_words(summary)}",
        chart_caption=f"{measure.title} ({measure.unit}), {whose}: each period, what is usual and how far it varies. "
        "From the authority's own records.",
        table=_table(measure, records, whose=whose),
        meaning=(*why_old, measure.why_it_matters, *measure.caveats),
        sources=(_SOURCE,),
    )


def own_sentences(measure: Measure, records: PublicRecords) -> tuple[Sentence, ...]:
    """Return what a measure's newest figure says: how sure, since when, beside a year before and its target.

    measure: counted from records. records: what may be published.
    """
    summary = _summary(measure, records)
    if summary is None or summary["latest"] is None:
        return ()
    told = (
        newest_and_usual(summary, since=records.since.get(measure.code)),
        beside_a_year_before(summary),
        beside_its_target(summary),
    )
    return tuple(as_in_measures_csv(sentence) for sentence in told if sentence is not None)


def _why_no_newer(measure: Measure, records: PublicRecords, summary: Row) -> tuple[str, ...]:
    """Say that the newest figure that may be shown is an older one, where it is."""
    series = series_of(records.values.filter(measure=measure.code))
    newer = series.filter(pl.col("period_end") > pl.lit(summary["last_on"]))
    if newer.is_empty():
        return ()
    is_hidden = newer["status"].is_in([Status.SUPPRESSED.value, Status.TOO_FEW.value]).any()
    why = _HIDDEN if is_hidden else "there is no newer one yet"
    when = lower_first(period_words(series["period_type"].item(0), summary["last_on"]))
    return (f"This is the newest figure that may be shown, for {when}: {why}.",)


def _summary(measure: Measure, records: PublicRecords) -> Row | None:
    rows = records.charts.summaries.filter(measure=measure.code)
    return rows.row(0, named=True) if rows.height else None


def _table(measure: Measure, records: PublicRecords, *, whose: str) -> DisplayTable:
    """Return the newest periods of the series, with what each figure is made of, and its change on a year."""
    series = series_of(records.values.filter(measure=measure.code)).sort("period_end", descending=True)
    by_end = {row["period_end"]: row for row in series.to_dicts()}
    rows = []
    for row in series.head(_NEWEST).to_dicts():
        before = by_end.get(one_year_before(row["period_end"]))
        made_of = (value_cell(measure, row), count_cell(row, "numerator"), count_cell(row, "denominator"))
        rows.append(
            (period_words(row["period_type"], row["period_end"]), (*made_of, change_cell(measure, row, before)))
        )
    return DisplayTable(
        caption=f"{measure.title}, {whose}, {measure.unit}",
        headings=("Period", "Figure", "Counted", "Out of", "Change on a year"),
        rows=tuple(rows),
    )
