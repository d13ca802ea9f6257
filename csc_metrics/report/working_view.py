"""An analyst's working view of an authority's own records, question by question, for notebooks: internal only."""

from dataclasses import dataclass
from datetime import date
from typing import Final

import polars as pl

from csc_metrics.charts.over_months import draw_over_months
from csc_metrics.contracts.authorities import Authority
from csc_metrics.contracts.made_up_region import note_on
from csc_metrics.contracts.records.tables import words_by_column
from csc_metrics.data_quality.held import find_authority_with_records
from csc_metrics.measures.counting.behind import ASIDE, rows_behind
from csc_metrics.measures.counting.opened import open_authority_records
from csc_metrics.measures.counting.records import AuthorityRecords
from csc_metrics.measures.counting.values import values_from_records
from csc_metrics.measures.measure import Measure
from csc_metrics.measures.registry import LOCAL_MEASURES, MEASURES, find_measures
from csc_metrics.measures.worklists import WORKLISTS, worklist
from csc_metrics.narrative.numbers import format_date
from csc_metrics.periods import period_ending
from csc_metrics.report.data_quality import Shown
from csc_metrics.report.page.figure_tables import (
    figures_table,
    months_table,
    name_of_part,
    newest_end,
    parts_table,
)
from csc_metrics.report.page.model import Block, Cell, Count, DisplayTable, Picture
from csc_metrics.report.performance import folder_of_clean
from csc_metrics.settings.read import read_settings, settings_file_of

MOST_ROWS: Final = 200
"""Rows behind a figure that are shown in a notebook; `csc-metrics rows` writes all."""
_INTERNAL: Final = "Internal: names children and workers. Not for publication, and not for sending on."


@dataclass(frozen=True, kw_only=True)
class WorkingView:
    """What is counted from one authority's records. values: schema MeasureValues. measures: those of the topics."""

    authority: Authority
    records: AuthorityRecords
    values: pl.DataFrame
    measures: tuple[Measure, ...]


def open_view(*, authority: str, clean: str = "", settings: str = "", topics: tuple[str, ...]) -> WorkingView:
    """Read an authority's clean tables and count the measures of some topics.

    authority: code or name, of a real authority or of the made-up region. clean: folder of clean tables; empty:
    data_clean. settings: file of the authority's own numbers; empty: settings.toml, else the defaults. topics: as in
    the dictionary. Raises: CscMetricsError with one message that says what, where and what to do.
    """
    chosen = read_settings(settings_file_of(settings), measure_codes=MEASURES, record_words=words_by_column())
    whose = find_authority_with_records(authority)
    records = open_authority_records(folder_of_clean(clean), whose.la_code, settings=chosen)
    measures = tuple(one for one in LOCAL_MEASURES.values() if one.topic in topics)
    return WorkingView(
        authority=whose, records=records, values=values_from_records(records, measures), measures=measures
    )


def whose(view: WorkingView) -> Shown:
    """Return whose records these are, and up to when they tell. view: of `open_view`."""
    note = note_on(view.authority.la_code)
    ends = view.values.filter(pl.col("value").is_not_null())["period_end"]
    newest = f"Counted up to {format_date(max(ends))}." if not ends.is_empty() else "Nothing can be counted yet."
    words = (*([note] if note else []), newest, _INTERNAL)
    return Shown([Block(code="whose", title=view.authority.name, words=words)])


def figures(view: WorkingView) -> Shown:
    """Return every measure of the view: its newest figure, a year before, twelve months. view: of `open_view`."""
    tables = []
    for topic in dict.fromkeys(measure.topic for measure in view.measures):
        of_topic = [measure for measure in view.measures if measure.topic == topic]
        tables.append(figures_table(f"{topic}, {view.authority.name}", view.values, measures=of_topic))
    return _shown("figures", "Every figure", tables=tuple(tables))


def by_part(view: WorkingView, code: str, breakdown: str) -> Shown:
    """Return a measure's newest figure for each part. view: of `open_view`. code: of it. breakdown: such as team.

    Raises: UnknownMeasure.
    """
    measure = _measure(code)
    end = newest_end(measure, view.values)
    if end is None:
        return _shown(code, measure.title, words=("There is no figure of it.",))
    caption = f"{measure.title} by {breakdown.replace('_', ' ')}, {_period(end)}, {view.authority.name}"
    table = parts_table(caption, view.values, measure=measure, breakdown=breakdown, period_end=end)
    if not table.rows:
        return _shown(code, measure.title, words=(f"No record bears a {breakdown.replace('_', ' ')}.",))
    return _shown(code, measure.title, tables=(table,))


def over_time(view: WorkingView, code: str, *parts: str) -> Shown:
    """Return a measure over the months, as a chart and a table of the newest thirteen.

    view: of `open_view`. code: of the measure. parts: up to four, such as "agency=police"; none: all units as one line.
    Raises: UnknownMeasure.
    """
    measure = _measure(code)
    names = {part: name_of_part(part) for part in parts} or {"all": view.authority.name}
    shortest = measure.from_records.periods[0].value if measure.from_records is not None else ""
    drawn = view.values.filter(measure=code, period_type=shortest).to_pandas()
    svg = draw_over_months(drawn, measure=measure, names=names)
    caption = f"{measure.title}, {measure.unit}, {view.authority.name}. Source: {measure.source}."
    told = ", ".join(names.values())
    alternative = f"Line chart of {measure.title.lower()} month by month: {told}. The table beside it has the figures."
    pictures = (Picture(svg=svg, alternative=alternative, caption=caption),) if svg else ()
    table = months_table(f"{measure.title}, the newest months, {view.authority.name}", view.values, measure=measure)
    return _shown(code, measure.title, pictures=pictures, tables=(table,))


def who_is_behind(view: WorkingView, code: str, part: str = "all", *, largest_first: str = "") -> Shown:
    """Return the children, meetings or workers behind a measure's newest figure.

    view: of `open_view`. code: of the measure. part: "all", or one part such as "team=North". largest_first: column of
    the rows by which they are put in order, the largest first; empty: as they come.
    Raises: UnknownMeasure; NoSuchPart; NothingBehind.
    """
    measure = _measure(code)
    end = newest_end(measure, view.values)
    if end is None or measure.from_records is None:
        return _shown(code, measure.title, words=("There is no figure of it, and nobody behind it.",))
    period = period_ending(measure.from_records.periods[0], end)
    rows = rows_behind(view.records, measure, period=period, part=part)
    if largest_first in rows.columns:
        rows = rows.sort(largest_first, descending=True, nulls_last=True, maintain_order=True)
    title = f"Behind {measure.title[:1].lower()}{measure.title[1:]}, {_period(end)}"
    return _rows_shown(code, title, rows)


def work_to_do(view: WorkingView, name: str) -> Shown:
    """Return a list of work on the day of the newest extract. view: of `open_view`. name: one of WORKLISTS.

    Raises: NothingBehind.
    """
    day, rows = worklist(view.records, name)
    words = WORKLISTS[name].words
    return _rows_shown(name, f"{words[:1].upper()}{words[1:]}, {format_date(day)}", rows)


def _measure(code: str) -> Measure:
    """Return a measure by its code. Raises: UnknownMeasure."""
    (measure,) = find_measures([code])
    return measure


def _period(end: date) -> str:
    return f"at or to {format_date(end)}"


def _rows_shown(code: str, title: str, rows: pl.DataFrame) -> Shown:
    shown = rows.head(MOST_ROWS)
    more = rows.height - shown.height
    words = [f"{rows.height:,} rows. {_INTERNAL}"]
    if more > 0:
        words.append(f"The first {shown.height:,} are shown; `csc-metrics rows` writes all to a workbook.")
    if rows.is_empty():
        return _shown(code, title, words=("None.",))
    names = [name for name in shown.columns if name != ASIDE or shown[ASIDE].any()]
    heading, *others = names
    table = DisplayTable(
        caption=title,
        headings=tuple(name.replace("_", " ") for name in names),
        rows=tuple((_text(row[heading]), tuple(_cell(row[name]) for name in others)) for row in shown.to_dicts()),
    )
    return _shown(code, title, words=tuple(words), tables=(table,))


def _cell(value: object) -> Cell:
    if isinstance(value, int | float) and not isinstance(value, bool):
        return Count(text=f"{value:,.4g}" if isinstance(value, float) else f"{value:,}")
    return _text(value)


def _text(value: object) -> str:
    if value is None:
        return "not recorded"
    if isinstance(value, bool):
        return "yes" if value else "no"
    return format_date(value) if type(value) is date else str(value)


def _shown(
    code: str,
    title: str,
    *,
    words: tuple[str, ...] = (),
    pictures: tuple[Picture, ...] = (),
    tables: tuple[DisplayTable, ...] = (),
) -> Shown:
    return Shown([Block(code=code.replace("_", "-"), title=title, words=words, pictures=pictures, tables=tables)])
