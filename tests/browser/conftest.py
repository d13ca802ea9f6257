"""One browser for each pytest process, and the pages that it opens: rendered once, from the figures carried."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import pytest
from browser.chromium import NoBrowser, running_chromium
from browser.pages import OpenPage, Pages
from lacking import leave_out
from playwright.sync_api import Browser, Page

DESKTOP: Final = {"width": 1280, "height": 900}
USUAL: Final[dict[str, Any]] = {
    "color_scheme": "light",
    "forced_colors": "none",
    "reduced_motion": "reduce",  # else a test would have to wait for the page's smooth scrolling
}


# Not for the whole session: while Playwright's loop runs, no other test in the process may start one of its own.
@pytest.fixture(scope="package")
def chromium() -> Iterator[Browser]:
    try:
        with running_chromium() as browser:
            yield browser
    except NoBrowser as missing:
        leave_out(str(missing))


@pytest.fixture(scope="session")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Pages:
    return Pages(tmp_path_factory.mktemp("reports"))


@pytest.fixture(scope="package")
def tab(chromium: Browser) -> Iterator[Page]:
    """The one page that tests share: a new one costs a process, eight times what it costs to load it anew."""
    context = chromium.new_context()
    yield context.new_page()
    context.close()


@pytest.fixture
def open_page(tab: Page, pages: dict[str, Path]) -> OpenPage:
    def open_(name: str = "Tameside", *, path: Path | None = None, **look: Any) -> Page:
        tab.set_viewport_size(look.pop("viewport", DESKTOP))
        tab.emulate_media(**(USUAL | look))
        tab.goto((path or pages[name]).as_uri())
        return tab

    return open_
