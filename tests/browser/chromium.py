"""Where Chromium is, how it is started, and what happens where there is none."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from playwright.sync_api import Browser, Error, Playwright, sync_playwright

FLAGS: Final = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
NO_BROWSER: Final = (
    "No Chromium here, so no page was looked at: `make test` installs one; without make, "
    "`.venv/bin/playwright install chromium` (on Windows `.venv\\Scripts\\playwright install chromium`)."
)


class NoBrowser(Exception):
    """There is neither a chromium on the path nor one that Playwright installed."""


@contextmanager
def running_chromium() -> Iterator[Browser]:
    """Start Chromium and end it again: Debian's where it is on the path, else Playwright's own.

    Raises: NoBrowser.
    """
    with sync_playwright() as playwright:
        browser = _launch(playwright)
        yield browser
        browser.close()


def _launch(playwright: Playwright) -> Browser:
    found = shutil.which("chromium")
    if found is None and not Path(playwright.chromium.executable_path).is_file():
        raise NoBrowser(NO_BROWSER)
    try:
        return playwright.chromium.launch(executable_path=found, args=list(FLAGS))
    except Error as error:
        raise AssertionError(f"Chromium ({found or 'of Playwright'}) is there and does not start: {error}") from error


def is_ci() -> bool:
    """Whether a missing browser is a failure."""
    return bool(os.environ.get("CI"))
