"""The pages that tests open in a browser, written as a run writes them."""

from collections.abc import Callable
from pathlib import Path
from typing import Final

from playwright.sync_api import Page

from csc_metrics.comparison.published_data import CARRIED
from csc_metrics.contracts.authorities import find_authority
from csc_metrics.measures.registry import MEASURES
from csc_metrics.report.batch.index import write_index
from csc_metrics.report.manifest import MANIFEST_FILE
from csc_metrics.report.scrutiny import PAGE_FILE, open_report, sections, write_report

TOPICS: Final = tuple(dict.fromkeys(measure.topic for measure in MEASURES.values()))
AUTHORITIES: Final = ("Tameside", "Bournemouth, Christchurch and Poole", "Isles of Scilly")
"""The page with every year; the longest name; the one with the fewest figures."""
FAILURE: Final = "DfE's file of workers, row 12: 'x' is no number. Correct it, or leave it out, and run again."

SHORT: Final = "Tameside, two measures"
"""What is seen of two measures is seen of all, in a fraction of the time: for tests that spoil a page."""
SECTIONS_OF_SHORT: Final = 2

OpenPage = Callable[..., Page]
"""Opens a page by its name, Tameside's where none is given; viewport, color_scheme, forced_colors: Playwright's."""


def write_page(period_folder: Path, name: str, *, published: str = CARRIED) -> Path:
    """Write an authority's page where a run writes it. Returns: its path."""
    authority = find_authority(name)
    folder = period_folder / f"{authority.la_code}-{authority.slug}" / "public"
    folder.mkdir(parents=True)
    report = open_report(authority=authority.la_code, published=published)
    write_report(report, *(sections(report, topic) for topic in TOPICS), folder=str(folder))
    (folder / MANIFEST_FILE).write_text("{}", encoding="utf-8")  # by which the index knows a finished report
    return folder / PAGE_FILE


def write_short_page(folder: Path) -> Path:
    folder.mkdir()
    report = open_report(authority="Tameside", published=CARRIED)
    write_report(report, sections(report, TOPICS[0])[:SECTIONS_OF_SHORT], folder=str(folder))
    return folder / PAGE_FILE


def write_pages(period_folder: Path) -> dict[str, Path]:
    """Write a page for each authority, and the index over them with a report that failed.

    Returns: their paths, by the authority's name and "index".
    """
    written = {name: write_page(period_folder, name) for name in AUTHORITIES}
    written[SHORT] = write_short_page(period_folder / "short")
    return written | {"index": write_index(period_folder, failed={find_authority("Hackney").la_code: FAILURE}, made=())}
