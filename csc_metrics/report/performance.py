"""The performance report, step by step as the notebook takes them: open, show each chapter, write.

A later chapter is one function more: it returns a `ShownChapter`, and the notebook hands it to `write_report`.
"""

from dataclasses import dataclass, fields
from pathlib import Path
from typing import Final

import polars as pl

from csc_metrics import __version__
from csc_metrics.contracts.made_up_region import note_on
from csc_metrics.data_quality.whole import DataQuality, open_data_quality
from csc_metrics.measures.weakened_measures import weakened_measures
from csc_metrics.narrative.numbers import format_date
from csc_metrics.records.fault_lists import without_formulas
from csc_metrics.report.page.model import Chapter, InternalPage
from csc_metrics.report.page.quality_chapter import quality_chapter
from csc_metrics.report.page.quality_words import counted
from csc_metrics.report.page.render import render_blocks, render_internal

PAGE_FILE: Final = "performance.html"
DEFAULT_CLEAN: Final = Path("data_clean")
"""Where clean tables are looked for when no folder is named."""
TABLE_FILES: Final = (
    *(f"data_quality/{field.name}.csv" for field in fields(DataQuality) if field.type is pl.DataFrame),
    "data_quality/weakened_measures.csv",
)
"""The tables behind the chapter on the quality of recording."""
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
    """One authority's report from its own records."""

    quality: DataQuality


@dataclass(frozen=True, kw_only=True)
class ShownChapter(Chapter):
    """A chapter that shows itself under a notebook's cell."""

    def _repr_html_(self) -> str:
        return render_blocks(self.blocks)


def folder_of_clean(name: str) -> Path:
    """Return the folder of clean tables of this name; data_clean where none is named.

    name: as in a notebook.
    """
    return Path(name) if name else DEFAULT_CLEAN


def open_report(*, authority: str, clean: str = "") -> PerformanceReport:
    """Read an authority's clean tables.

    authority: code or name, of a real authority or of the made-up region. clean: folder of clean tables; empty:
    data_clean. Raises: CscMetricsError with one message that says what, where and what to do.
    """
    return PerformanceReport(quality=open_data_quality(folder_of_clean(clean), authority))


def data_quality(report: PerformanceReport) -> ShownChapter:
    """Return the chapter on the quality of recording. report: of `open_report`."""
    chapter = quality_chapter(report.quality)
    return ShownChapter(code=chapter.code, title=chapter.title, opening=chapter.opening, blocks=chapter.blocks)


def write_report(report: PerformanceReport, *chapters: Chapter, folder: str) -> list[str]:
    """Write the page and the tables behind it into a folder, the chapters in the order given.

    report: of `open_report`. folder: an empty one writes nothing. Returns: the names of the files written.
    """
    if not folder:
        return []
    place = Path(folder)
    page = InternalPage(
        la_name=report.quality.authority.name,
        kind=_KIND,
        as_of=_as_of(report.quality),
        banner=note_on(report.quality.authority.la_code),
        chapters=chapters,
        notes=_NOTES,
        facts=_facts(report.quality),
    )
    (place / PAGE_FILE).write_text(render_internal(page), encoding="utf-8", newline="\n")
    tables = [rows for _, rows in report.quality.tables()]
    for name, rows in zip(TABLE_FILES, [*tables, weakened_measures(report.quality.weakened)], strict=True):
        (place / name).parent.mkdir(exist_ok=True)
        (place / name).write_bytes(without_formulas(rows).write_csv().encode())
    return [PAGE_FILE, *TABLE_FILES]


def _as_of(quality: DataQuality) -> str:
    """Say on which extracts the page rests."""
    if not quality.days:
        return "No extract of the authority's own records could be read."
    newest = format_date(quality.days[-1])
    if len(quality.days) == 1:
        return f"The authority's own records, from the extract of {newest}."
    first = format_date(quality.days[0])
    return f"The authority's own records, from extracts of {len(quality.days):,} days, {first} to {newest}."


def _facts(quality: DataQuality) -> tuple[tuple[str, str], ...]:
    looked_at = f"{counted(len(quality.looked_at), 'day')} with an extract, the newest that there are"
    return (
        ("Made with", f"csc_metrics {__version__}"),
        ("Whose faults are counted, extract by extract", looked_at),
        ("Every count on this page", "stands in the tables of the folder data_quality beside it"),
        ("Which files it rests on", "is in manifest.json beside it, with the hash of each"),
    )
