"""One browser for each pytest process, and the pages that it opens: rendered once, from the figures carried."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Final

import pytest
from browser.chromium import NoBrowser, is_ci, running_chromium
from playwright.sync_api import Browser, Page

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
_USUAL: Final[dict[str, Any]] = {"viewport": {"width": 1280, "height": 900}, "reduced_motion": "reduce"}
"""Without the page's smooth scrolling, which a test would have to wait for."""

OpenPage = Callable[..., Page]
"""Opens a page by its name ("Tameside" where none is given) with keywords of Playwright's `new_context`."""


# Not for the whole session: while Playwright's loop runs, no other test in the process may start one of its own.
@pytest.fixture(scope="package")
def chromium() -> Iterator[Browser]:
    try:
        with running_chromium() as browser:
            yield browser
    except NoBrowser as missing:
        if is_ci():
            pytest.fail(str(missing))
        pytest.skip(str(missing))


@pytest.fixture(scope="session")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Pages as a run leaves them, by the authority's name, and the "index" over them."""
    period = tmp_path_factory.mktemp("reports") / "2025"
    written = {name: write_page(period, name, published=CARRIED) for name in AUTHORITIES}
    return written | {"index": write_index(period, failed={"204": FAILURE}, made=())}


def write_page(period: Path, name: str, *, published: str) -> Path:
    authority = find_authority(name)
    folder = period / f"{authority.la_code}-{authority.slug}" / "public"
    folder.mkdir(parents=True)
    report = open_report(authority=authority.la_code, published=published)
    write_report(report, *(sections(report, topic) for topic in TOPICS), folder=str(folder))
    (folder / MANIFEST_FILE).write_text("{}", encoding="utf-8")  # by which the index knows a finished report
    return folder / PAGE_FILE


@pytest.fixture
def open_page(chromium: Browser, pages: dict[str, Path]) -> Iterator[OpenPage]:
    contexts = []

    def open_(name: str = "Tameside", *, path: Path | None = None, **media: Any) -> Page:
        context = chromium.new_context(**(_USUAL | media))
        contexts.append(context)
        page = context.new_page()
        page.goto((path or pages[name]).as_uri())
        return page

    yield open_
    for context in contexts:
        context.close()
