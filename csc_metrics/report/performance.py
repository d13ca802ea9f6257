"""The performance report, step by step as the notebook takes them: open, show each chapter, write.

A later chapter is one function more: it returns a `ShownChapter`, and the notebook hands it to `write_report`.
"""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import date
from pathlib import Path
from typing import Final

import polars as pl

from csc_metrics import __version__
from csc_metrics.comparison.children import ChildrenOfAuthorities
from csc_metrics.comparison.published_data import folder_of_published
from csc_metrics.contracts.made_up_region import note_on
from csc_metrics.contracts.records.tables import words_by_column
from csc_metrics.data_quality.whole import DataQuality, open_data_quality
from csc_metrics.measures.counting.opened import open_authority_records
from csc_metrics.measures.counting.values import values_from_records
from csc_metrics.measures.registry import LOCAL_MEASURES, MEASURES
from csc_metrics.measures.weakened_measures import weakened_measures
from csc_metrics.narrative.numbers import format_date
from csc_metrics.planning.months_of_parts import parts_told, with_months_of_parts
from csc_metrics.planning.scorecard import scorecard
from csc_metrics.records.fault_lists import without_formulas
from csc_metrics.report.approval import approval_of
from csc_metrics.report.beside import ROWS_FILE, internal_beside, tables_of_blocks, write_rows, write_workbook
from csc_metrics.report.chapters import ShownChapter, chapter_of, write_page
from csc_metrics.report.commentary import Commentary
from csc_metrics.report.commentary_places import service_words
from csc_metrics.report.dated_changes_view import before_and_after
from csc_metrics.report.folders import folder_made, places_of
from csc_metrics.report.measures_csv import DICTIONARY_FILE
from csc_metrics.report.older_scorecard import (
    OlderScorecard,
    older_chapter,
    older_scorecard_of,
    tables_behind,
    with_every_row,
    write_reconciliation,
)
from csc_metrics.report.own_rows import own_rows
from csc_metrics.report.page.model import Chapter, InternalPage
from csc_metrics.report.page.quality_chapter import quality_chapter
from csc_metrics.report.page.quality_words import counted
from csc_metrics.report.parameters import with_numbers_as_text
from csc_metrics.report.topic_chapters import topic_chapter
from csc_metrics.report.until import told_until
from csc_metrics.report.workbook import TABLES_FILE
from csc_metrics.settings.model import Settings
from csc_metrics.settings.printed import differing_settings
from csc_metrics.settings.read import read_settings

PAGE_FILE: Final = "performance.html"
OF_FIGURES: Final = (ROWS_FILE, DICTIONARY_FILE)
"""The figures behind every page, and what their columns and measures mean."""
TABLE_FILES: Final = (
    *(f"data_quality/{field.name}.csv" for field in fields(DataQuality) if field.type is pl.DataFrame),
    "data_quality/weakened_measures.csv",
    *OF_FIGURES,
)
"""The tables behind the chapter on the quality of recording, and the figures of all chapters."""
_KIND: Final = "performance report"
_NOTES: Final = (
    "This page is for the authority's own people. It names teams, and no child and no worker; counts of few are shown "
    "as they are. It is not for publication.",
    "Empty counts as missing only where it means that something is not known, and only in the records that should have "
    "it: an assessment that is still open lacks no outcome.",
    "A record is counted for a field only where an extract that has the field tells of it; what only extracts without "
    "it tell of is left out there, and counted beside.",
    "Extracts are of the same kinds where they are the same lists of Annex A, elements of a census or extracts of the "
    "case system, and have the same columns. Whether there are more faults than before is told between such alone.",
    "When something was recorded no extract says: it is told from the first extract that holds it. A record that was "
    "given another number, or a day that was corrected, looks late.",
    "Shares and rates are rounded only where they are printed, half up; the tables beside this page hold them "
    "unrounded.",
)


@dataclass(frozen=True, kw_only=True)
class PerformanceReport:
    """One authority's report from its own records. values: schema MeasureValues, every figure in every part.

    Parts of partner measures have a row in every month of their measure, as on the board's scorecard. commentary: what
    the service says. until: the last day of an earlier period that was asked for; None: none was. older: an older
    scorecard beside the figures; None: none is given.
    """

    quality: DataQuality
    settings: Settings
    values: pl.DataFrame
    until: date | None
    commentary: Commentary
    older: OlderScorecard | None = None


@with_numbers_as_text
def open_report(
    *,
    authority: str,
    period: str = "",
    clean: str = "",
    published: str = "",
    settings: str = "",
    raw: str = "",
    against: str = "",
) -> PerformanceReport:
    """Read an authority's clean tables and count every measure.

    authority: code or name, of a real authority or of the made-up region. period: "2025", "2026-10" or "2026-Q1", up to
    whose last day figures are told; empty: all. clean: folder of clean tables; empty: data_clean. published: folder of
    DfE's files, for how many children live there; empty: data_raw/published, else what the package carries. settings:
    file of the authority's own numbers; empty: settings.toml, else the defaults. raw: folder in which the service's own
    words lie; empty: data_raw. against: an older scorecard, a CSV file; empty: none.
    Raises: CscMetricsError with one message that says what, where and what to do.
    """
    places = places_of(authority, clean=clean, settings=settings, raw=raw)
    chosen = read_settings(places.settings, measure_codes=MEASURES, record_words=words_by_column())
    quality = open_data_quality(places.clean, authority)
    la_code = quality.authority.la_code
    until = told_until(period, newest=quality.days[-1]) if quality.days else None
    values = _values_of(places.clean, la_code, published, settings=chosen)
    values = values if until is None else values.filter(pl.col("period_end") <= until)
    return PerformanceReport(
        quality=quality,
        settings=chosen,
        values=values,
        until=until,
        commentary=service_words(str(places.raw), places.clean, la_code=la_code, period=period, settings=chosen),
        older=older_scorecard_of(against, values, la_code=la_code, published=published, settings=chosen),
    )


def _values_of(clean: Path, la_code: str, published: str, *, settings: Settings) -> pl.DataFrame:
    """Return every figure in every part; schema MeasureValues."""
    measures = list(LOCAL_MEASURES.values())
    children = ChildrenOfAuthorities(measures, folder_of_published(published)).of(la_code)
    records = open_authority_records(clean, la_code, settings=settings, population=children)
    return with_months_of_parts(values_from_records(records, measures), parts_told(settings))


def data_quality(report: PerformanceReport) -> ShownChapter:
    """Return the chapter on the quality of recording. report: of `open_report`."""
    chapter = quality_chapter(report.quality)
    return chapter_of(chapter.code, chapter.title, chapter.blocks, opening=chapter.opening, said_under=(chapter.code,))


def figures(report: PerformanceReport, topic: str) -> ShownChapter:
    """Return the chapter of one topic: charts, every figure, parts by team and agency, what moved, definitions.

    report: of `open_report`. topic: as in the dictionary. Raises: UnknownTopic with the nearest that has measures.
    """
    return topic_chapter(report.values, topic, whose=report.quality.authority.name, settings=report.settings)


def dated_changes(report: PerformanceReport) -> ShownChapter:
    """Return the chapter of dated changes, before and after. report: of `open_report`."""
    blocks = before_and_after(report.values, settings=report.settings)
    return chapter_of("changes-chapter", "Before and after", blocks, said_under=("changes",))


def beside_older(report: PerformanceReport) -> ShownChapter:
    """Return the chapter of an older scorecard, without a block where none is given. report: of `open_report`."""
    return older_chapter(report.older)


@with_numbers_as_text
def write_report(report: PerformanceReport, *chapters: Chapter, folder: str) -> list[str]:
    """Write the page and the tables behind it into a folder, the chapters in the order given.

    report: of `open_report`. folder: an empty one writes nothing. Returns: the names of the files written.
    """
    if not folder:
        return []
    place, authority, days = folder_made(folder), report.quality.authority, report.quality.days
    page = InternalPage(
        la_name=authority.name,
        kind=_KIND,
        as_of=_as_of(report.quality, report.until),
        banner=note_on(authority.la_code),
        chapters=chapters,
        notes=_NOTES,
        facts=_facts(report),
        approval=approval_of(report.settings, newest=days[-1] if days else None),
        commentary=report.commentary,
    )
    write_page(page, place / PAGE_FILE)
    tables = [rows for _, rows in report.quality.tables()]
    names = [name for name in TABLE_FILES if name not in OF_FIGURES]
    for name, rows in zip(names, [*tables, weakened_measures(report.quality.weakened)], strict=True):
        (place / name).parent.mkdir(exist_ok=True)
        (place / name).write_bytes(without_formulas(rows).write_csv().encode())
    return [PAGE_FILE, *TABLE_FILES, TABLES_FILE, *_write_figures(report, chapters, place, about=page.as_of)]


def _write_figures(report: PerformanceReport, chapters: Sequence[Chapter], place: Path, *, about: str) -> list[str]:
    """Write measures.csv, its dictionary, the page's tables as a workbook, and what stands of an older scorecard.

    Returns: the names of the files of the latter.
    """
    authority, older = report.quality.authority, report.older
    rows = own_rows(
        report.values,
        authority=authority,
        settings=report.settings,
        scores=scorecard(report.values, settings=report.settings),
        besides=older.ours if older is not None else None,
    )
    title = f"{authority.name}: tables of the {_KIND}"
    beside = internal_beside(rows, title=title, about=about, others=tables_behind(older))
    write_rows(beside, place)
    blocks = with_every_row([block for chapter in chapters for block in chapter.blocks], older)
    write_workbook(beside, tables_of_blocks(blocks), place / TABLES_FILE)
    return write_reconciliation(older, place)


def _as_of(quality: DataQuality, until: date | None) -> str:
    """Say on which extracts the page rests, and up to when its figures go where an earlier period was asked for."""
    up_to = f" Figures up to {format_date(until)}; the quality of recording is today's." if until is not None else ""
    if not quality.days:
        return "No extract of the authority's own records could be read."
    newest = format_date(quality.days[-1])
    if len(quality.days) == 1:
        return f"The authority's own records, from the extract of {newest}.{up_to}"
    first = format_date(quality.days[0])
    return f"The authority's own records, from extracts of {len(quality.days):,} days, {first} to {newest}.{up_to}"


def _facts(report: PerformanceReport) -> tuple[tuple[str, str], ...]:
    quality = report.quality
    looked_at = f"{counted(len(quality.looked_at), 'day')} with an extract, the newest that there are"
    return (
        ("Made with", f"csc_metrics {__version__}"),
        ("Whose faults are counted, extract by extract", looked_at),
        ("Every figure of a measure on this page", "stands in measures.csv beside it, unrounded"),
        ("Every count of faults", "stands in the tables of the folder data_quality beside it"),
        ("Settings that it was made with", differing_settings(report.settings)),
        ("Which files it rests on", "is in manifest.json beside it, with the hash of each"),
    )
