"""One browser for each pytest process, and the pages that it opens: rendered once, from the figures carried."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import pytest
from playwright.sync_api import Browser, Page

from browser.chromium import NoBrowser, is_ci, running_chromium
from browser.pages import OpenPage, write_pages

USUAL: Final[dict[str, Any]] = {"viewport": {"width": 1280, "height": 900}, "reduced_motion": "reduce"}
"""Without the page's smooth scrolling, which a test would have to wait for."""


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
    return write_pages(tmp_path_factory.mktemp("reports") / "2025")


@pytest.fixture
def open_page(chromium: Browser, pages: dict[str, Path]) -> Iterator[OpenPage]:
    contexts = []

    def open_(name: str = "Tameside", *, path: Path | None = None, **media: Any) -> Page:
        context = chromium.new_context(**(USUAL | media))
        contexts.append(context)
        page = context.new_page()
        page.goto((path or pages[name]).as_uri())
        return page

    yield open_
    for context in contexts:
        context.close()
