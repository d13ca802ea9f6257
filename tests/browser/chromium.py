"""Where Chromium is, how it is started, and what happens where there is none."""

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
DOES_NOT_START: Final = (
    "Chromium ({which}) is there and does not start, so no page was looked at ({said}). It may lack libraries of the "
    "system: ask for the system's own chromium, or let who is root run `playwright install-deps chromium`."
)


class NoBrowser(Exception):
    """There is neither a chromium on the path nor one that Playwright installed, or it does not start."""


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
        said = next((line for line in str(error).splitlines() if line.strip()), "nothing").strip()
        raise NoBrowser(DOES_NOT_START.format(which=found or "Playwright's", said=said)) from error
