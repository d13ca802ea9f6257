"""An analyst's working view of an authority's own records, question by question, for notebooks: internal only."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Final

import polars as pl

from csc_metrics.comparison.children import ChildrenOfAuthorities
from csc_metrics.comparison.published_data import folder_of_published
from csc_metrics.contracts.authorities import Authority
from csc_metrics.contracts.made_up_region import note_on
from csc_metrics.contracts.records.tables import words_by_column
from csc_metrics.data_quality.held import find_authority_with_records
from csc_metrics.measures.counting.behind import COUNTED, NoSuchPart, NothingBehind, rows_behind
from csc_metrics.measures.counting.opened import open_authority_records
from csc_metrics.measures.counting.records import AuthorityRecords
from csc_metrics.measures.counting.values import values_from_records
from csc_metrics.measures.measure import Measure
from csc_metrics.measures.registry import LOCAL_MEASURES, MEASURES, find_measures
from csc_metrics.measures.worklists import WORKLISTS, find_worklist, worklist
from csc_metrics.narrative.numbers import format_date
from csc_metrics.report.data_quality import Shown
from csc_metrics.report.folders import places_of
from csc_metrics.report.page.figure_cells import period_words
from csc_metrics.report.page.figure_tables import (
    figures_table,
    groups_of,
    months_table,
    newest_told,
    of_shortest,
    parts_table,
)
from csc_metrics.report.page.model import Block, DisplayTable, Picture
from csc_metrics.report.page.months_picture import level_of, months_picture
from csc_metrics.report.page.parts_of_figures import name_of_part
from csc_metrics.report.page.quality_words import counted, listed
from csc_metrics.report.page.unit_rows import rows_table, teams_words
from csc_metrics.report.parameters import with_numbers_as_text
from csc_metrics.report.unknown_topic import UnknownTopic
from csc_metrics.settings.read import read_settings

MOST_ROWS: Final = 100
"""Rows behind a figure that are shown in a notebook; `csc-metrics rows` writes all."""
_INTERNAL: Final = "Internal: names children and workers. Not for publication, and not for sending on."
_NOT_COUNTED: Final = "DfE's figure alone: it is not counted from an authority's own records."


@dataclass(frozen=True, kw_only=True)
class WorkingView:
    """What is counted from one authority's records. values: schema MeasureValues. measures: those of the topics."""

    authority: Authority
    records: AuthorityRecords
    values: pl.DataFrame
    measures: tuple[Measure, ...]


@with_numbers_as_text
def open_view(*, authority: str, clean: str = "", settings: str = "", topics: Sequence[str]) -> WorkingView:
    """Read an authority's clean tables and count the measures of some topics.

    authority: code or name, of a real authority or of the made-up region. clean: folder of clean tables; empty:
    data_clean. settings: file of the authority's own numbers; empty: settings.toml, else the defaults. topics: as in
    the dictionary. How many children live there, for rates, is read from data_raw/published, else as carried.
    Raises: UnknownTopic, or another CscMetricsError, with one message that says what, where and what to do.
    """
    known = {one.topic for one in LOCAL_MEASURES.values()}
    for topic in topics:
        if topic not in known:
            raise UnknownTopic.named(topic, known)
    places = places_of(authority, clean=clean, settings=settings)
    chosen = read_settings(places.settings, measure_codes=MEASURES, record_words=words_by_column())
    whose = find_authority_with_records(authority)
    measures = tuple(one for one in LOCAL_MEASURES.values() if one.topic in topics)
    children = ChildrenOfAuthorities(measures, folder_of_published(None)).of(whose.la_code)
    records = open_authority_records(places.clean, whose.la_code, settings=chosen, population=children)
    return WorkingView(
        authority=whose, records=records, values=values_from_records(records, measures), measures=measures
    )


def whose(view: WorkingView) -> Shown:
    """Return whose records these are, up to when they tell, and how long each list of work is. view: of `open_view`."""
    note = note_on(view.authority.la_code)
    ends = view.values.filter(pl.col("value").is_not_null())["period_end"]
    newest = f"Counted up to {format_date(max(ends))}." if not ends.is_empty() else "Nothing can be counted yet."
    words = (note, newest, _work_words(view), _INTERNAL)
    return _shown("whose", view.authority.name, words=tuple(filter(None, words)))


def figures(view: WorkingView) -> Shown:
    """Return every measure of the view: its newest figure, a year before, twelve months. view: of `open_view`.

    Of the kinds of meetings the first is in the open, the others are folded.
    """
    tables: list[DisplayTable] = []
    folded: list[tuple[str, tuple[DisplayTable, ...]]] = []
    for topic in dict.fromkeys(measure.topic for measure in view.measures):
        groups = groups_of(topic, [one for one in view.measures if one.topic == topic])
        first, *others = [
            (name, figures_table(f"{name}, {view.authority.name}", view.values, measures=measures))
            for name, measures in groups
        ]
        tables.append(first[1])
        folded += [(f"{name}: every figure", (table,)) for name, table in others]
    block = Block(code="figures", title="Every figure", words=(), tables=tuple(tables), folded=tuple(folded))
    return Shown([block])


def by_part(view: WorkingView, code: str, breakdown: str) -> Shown:
    """Return a measure's newest figure for each part, beside a year before.

    view: of `open_view`. code: of a measure. breakdown: such as team.
    Raises: UnknownMeasure; NoSuchPart.
    """
    measure = _measure(code)
    if measure.from_records is None:
        return _shown(code, measure.title, words=(_NOT_COUNTED,))
    if breakdown not in measure.from_records.breakdowns:
        raise NoSuchPart.of(measure, breakdown)
    values = _values(view, measure)
    period = newest_told(measure, values)
    name = breakdown.replace("_", " ")
    if period is None:
        return _shown(code, measure.title, words=("There is no figure of it.",))
    caption = f"{measure.title} by {name}, {period_words(period.period_type, period.end)}, {view.authority.name}"
    table = parts_table(caption, values, measure=measure, breakdown=breakdown, period_end=period.end)
    if not table.rows:
        return _shown(code, measure.title, words=(f"It cannot be told by {name}: {_why_no_parts(view, measure)}.",))
    return _shown(code, measure.title, tables=(table,))


def over_time(view: WorkingView, code: str, *parts: str) -> Shown:
    """Return a measure over the months, as a chart and a table of the newest thirteen.

    view: of `open_view`. code: of a measure. parts: up to four, such as "agency=police"; none: all units as one line.
    Raises: UnknownMeasure; NoSuchPart.
    """
    measure = _measure(code)
    if measure.from_records is None:
        return _shown(code, measure.title, words=(_NOT_COUNTED,))
    for part in parts:
        if part.partition("=")[0] not in measure.from_records.breakdowns:
            raise NoSuchPart.of(measure, part)
    values = _values(view, measure)
    held = set(of_shortest(measure, values)["breakdown"])
    names = {part: name_of_part(part) for part in parts if part in held}
    missing = [name_of_part(part) for part in parts if part not in held]
    names = names or {"all": view.authority.name}
    level = level_of(measure, view.records.settings, part=next(iter(names)) if len(names) == 1 else "")
    picture = months_picture(values, measure=measure, names=names, whose=view.authority.name, level=level)
    caption = f"{measure.title}, the newest months, {view.authority.name}"
    return _shown(
        code,
        measure.title,
        words=(f"There is no figure of {listed(missing)}.",) if missing else (),
        pictures=(picture,) if picture else (),
        tables=(months_table(caption, values, measure=measure, names=names),),
    )


def who_is_behind(
    view: WorkingView, code: str, part: str = "all", *, largest_first: str = "", is_only_uncounted: bool = False
) -> Shown:
    """Return the children, meetings or workers behind a measure's newest figure.

    view: of `open_view`. code: of a measure. part: "all", or one part such as "team=North". largest_first: column of
    the rows by which they are put in order, the largest first; empty: as they come. is_only_uncounted: whether those
    are left out that stand in the top of the figure, as meetings that were quorate.
    Raises: UnknownMeasure; NoSuchPart.
    """
    measure = _measure(code)
    period = newest_told(measure, _values(view, measure))
    if period is None:
        return _shown(code, measure.title, words=("There is no figure of it, and nobody behind it.",))
    told = period_words(period.period_type, period.end)
    title = f"Behind {measure.title[:1].lower()}{measure.title[1:]}, {told}"
    try:
        rows = rows_behind(view.records, measure, period=period, part=part)
    except NothingBehind as error:
        return _shown(code, title, words=(str(error),))
    if is_only_uncounted:
        rows, title = rows.filter(~pl.col(COUNTED)), f"{title}: those not counted"
    if largest_first in rows.columns:
        rows = rows.sort(largest_first, descending=True, nulls_last=True, maintain_order=True)
    return _rows_shown(code, title, rows)


def work_to_do(view: WorkingView, name: str) -> Shown:
    """Return a list of work on the day of the newest extract. view: of `open_view`. name: one of WORKLISTS.

    Raises: NoSuchWorklist.
    """
    words = find_worklist(name).words
    title = f"{words[:1].upper()}{words[1:]}"
    try:
        day, rows = worklist(view.records, name)
    except NothingBehind as error:
        return _shown(name, title, words=(str(error),))
    return _rows_shown(name, f"{title}, {format_date(day)}", rows)


def _work_words(view: WorkingView) -> str:
    """Return how long the lists of work are that are made of the view's measures; nothing where none can be told."""
    codes = {measure.code for measure in view.measures}
    told = []
    for name, about in WORKLISTS.items():
        if not codes.isdisjoint(about.measures):
            with suppress(NothingBehind):
                day, rows = worklist(view.records, name)
                told.append((day, f"{about.words}: {rows.height:,}"))
    if not told:
        return ""
    return f"Work on {format_date(max(day for day, _ in told))}: {'; '.join(words for _, words in told)}."


def _measure(code: str) -> Measure:
    """Return a measure by its code. Raises: UnknownMeasure."""
    (measure,) = find_measures([code])
    return measure


def _values(view: WorkingView, measure: Measure) -> pl.DataFrame:
    """Return the values of a measure: those of the view, or, where it is of another topic, counted now.

    Returns: schema MeasureValues.
    """
    return view.values if measure in view.measures else values_from_records(view.records, [measure])


def _why_no_parts(view: WorkingView, measure: Measure) -> str:
    """Say why a measure has no parts: it has no figure, or no record says to which part it belongs."""
    lacking = view.records.lacking(measure.from_records.reads) if measure.from_records is not None else ()
    return f"no extract tells of {listed(lacking)}" if lacking else "no record of the period says it"


def _rows_shown(code: str, title: str, rows: pl.DataFrame) -> Shown:
    if rows.is_empty():
        return _shown(code, title, words=("None.",))
    more = f"The first {MOST_ROWS} are shown; `csc-metrics rows` writes all to a workbook."
    words = (f"{counted(rows.height, 'row')}. {_INTERNAL}", teams_words(rows), more if rows.height > MOST_ROWS else "")
    return _shown(code, title, words=tuple(filter(None, words)), tables=(rows_table(title, rows.head(MOST_ROWS)),))


def _shown(
    code: str,
    title: str,
    *,
    words: tuple[str, ...] = (),
    pictures: tuple[Picture, ...] = (),
    tables: tuple[DisplayTable, ...] = (),
) -> Shown:
    return Shown([Block(code=code.replace("_", "-"), title=title, words=words, pictures=pictures, tables=tables)])
