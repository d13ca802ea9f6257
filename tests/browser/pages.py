"""The pages that tests open in a browser, written as a run writes them."""

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Final

from browser.own_reports import WHOLE, parts_of, write_own_reports
from made_up_records import HERE, MONTHS, TABLES, put, put_tables
from playwright.sync_api import Page

from csc_metrics.comparison.published_data import CARRIED
from csc_metrics.contracts.authorities import find_authority
from csc_metrics.measures.registry import PUBLISHED_MEASURES
from csc_metrics.records.clean import clean_records
from csc_metrics.report import performance
from csc_metrics.report.batch.index import write_index
from csc_metrics.report.headline import headline_of
from csc_metrics.report.manifest import MANIFEST_FILE
from csc_metrics.report.scrutiny import PAGE_FILE, open_report, sections, write_report
from csc_metrics.settings.read import read_settings

TOPICS: Final = tuple(dict.fromkeys(measure.topic for measure in PUBLISHED_MEASURES.values()))
AUTHORITIES: Final = ("Tameside", "Bournemouth, Christchurch and Poole", "Isles of Scilly")
"""The page with every year; the longest name; the one with the fewest figures."""
FAILURE: Final = "DfE's file of workers, row 12: 'x' is no number. Correct it, or leave it out, and run again."

SHORT: Final = "Tameside, two measures"
"""What is seen of two measures is seen of all, in a fraction of the time: for tests that spoil a page."""
SECTIONS_OF_SHORT: Final = 2

INTERNAL: Final = "Alderbeck, performance report"
"""On made-up records with a fault of each cost, a file that cannot be read, gaps, a late record and a restated one; on
three days with the same columns, so that there is a chart; beside an older scorecard."""
OLDER: Final = (
    "Indicator,As at,Outturn,Num,Code\n"
    "Vacancy rate,31/10/2026,50.0%,1,\n"
    'CIN per 10 000,31/10/2026,"1,234.5","2,592",children_in_need_rate_per_10k\n'
    "Average social worker caseload,31/10/2026,17.5,,\n"
    "NEET,31/10/2026,4%,,none\n"
    "Agency rate,31/10/2026,c,,\n"
)
"""With a row for each table: the same, different with a top, different, not found, and without an older figure."""

OpenPage = Callable[..., Page]
"""Opens a page by its name, Tameside's where none is given; viewport, color_scheme, forced_colors: Playwright's."""


def write_page(period_folder: Path, name: str, *, published: str = CARRIED) -> Path:
    """Write an authority's page, all its parts, where a run writes it. Returns: its path."""
    authority = find_authority(name)
    folder = period_folder / f"{authority.la_code}-{authority.slug}" / "public"
    folder.mkdir(parents=True)
    report = open_report(authority=authority.la_code, published=published)
    write_report(report, *parts_of(report), folder=str(folder))
    keep_headline(folder / PAGE_FILE)
    return folder / PAGE_FILE


def write_short_page(folder: Path) -> Path:
    folder.mkdir()
    report = open_report(authority="Tameside", published=CARRIED)
    part = sections(report, TOPICS[0])
    write_report(report, replace(part, sections=part.sections[:SECTIONS_OF_SHORT]), folder=str(folder))
    return folder / PAGE_FILE


def write_internal_page(period_folder: Path, work: Path) -> Path:
    """Write a performance report of Alderbeck where a run writes it. work: where its extracts go. Returns: its path."""
    raw, clean = work / "raw", work / "clean"
    put_tables(raw, day="2026-08-31")
    put_tables(raw, day=MONTHS[0])
    assessments = TABLES["assessments"].with_cell(0, "outcome", None).with_cell(1, "started_on", "2026-09-31")
    late = assessments.with_row(0, assessment_id="S3", started_on="2026-09-10", authorised_on="2026-10-20")
    allocations = TABLES["allocations"].with_cell(0, "worker_id", "W9")
    put_tables(raw, assessments=late, allocations=allocations)
    put(raw, f"{HERE}/no extract.csv", b"\xff\xfe\x00")
    clean_records(raw, clean, settings=read_settings(None))
    folder = period_folder / "001-alderbeck" / "internal"
    folder.mkdir(parents=True)
    older = work / "older.csv"
    older.write_text(OLDER, encoding="utf-8")
    report = performance.open_report(authority="001", clean=str(clean), against=str(older))
    chapters = (performance.beside_older(report), performance.data_quality(report))
    performance.write_report(report, *chapters, folder=str(folder))
    keep_headline(folder / performance.PAGE_FILE)
    return folder / performance.PAGE_FILE


def keep_headline(page: Path) -> None:
    """Write the manifest beside a page, by which the index knows a finished report, with what the page says first."""
    manifest = {"headlines": {page.name: headline_of(page.read_bytes())}}
    page.with_name(MANIFEST_FILE).write_text(json.dumps(manifest), encoding="utf-8")


class Pages(dict[str, Path]):
    """Where each page is, by its name; the whole reports of a made-up authority are written when one is asked for."""

    def __init__(self, folder: Path) -> None:
        super().__init__(write_pages(folder / "2025"))
        self.folder = folder

    def __missing__(self, name: str) -> Path:
        if name not in WHOLE:
            raise KeyError(name)
        self.update(write_own_reports(self.folder / "own"))
        return self[name]


def write_pages(period_folder: Path) -> dict[str, Path]:
    """Write a page for each authority, an internal one, and the index over them with a report that failed.

    Returns: their paths, by the authority's name, the names above and "index".
    """
    written = {name: write_page(period_folder, name) for name in AUTHORITIES}
    written[SHORT] = write_short_page(period_folder / "short")
    written[INTERNAL] = write_internal_page(period_folder, period_folder / "work")
    return written | {"index": write_index(period_folder, failed={find_authority("Hackney").la_code: FAILURE}, made=())}
