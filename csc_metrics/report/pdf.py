"""A page printed to PDF by a browser of the Chromium family that is on the machine; nothing is fetched for it."""

import os
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO, Final, Self
from uuid import uuid4

from csc_metrics.errors import CscMetricsError

BROWSER_VARIABLE: Final = "CSC_METRICS_BROWSER"
"""Variable of the environment that says which browser prints; it wins over whatever is found."""
LONGEST_PRINTING_SECONDS: Final = 120.0
"""A page takes two or three seconds; a browser that takes longer than this has come to a stand and is ended."""
ON_THE_PATH: Final = (
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "chrome",
    "microsoft-edge",
    "microsoft-edge-stable",
    "msedge",
)
"""Names under which systems know a browser of the family; Windows adds .exe to them itself."""
USUAL_PLACES: Final = (
    "/usr/bin/chromium",
    "/snap/bin/chromium",
    "/opt/google/chrome/chrome",
    "/opt/microsoft/msedge/msedge",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
)
"""Where Linux and macOS have one that is not on the path."""
PLACES_ON_WINDOWS: Final = (
    "Google/Chrome/Application/chrome.exe",
    "Microsoft/Edge/Application/msedge.exe",
    "Chromium/Application/chrome.exe",
)
"""Where Windows has one, below each of its folders of programs."""
FOLDERS_ON_WINDOWS: Final = ("PROGRAMFILES", "PROGRAMFILES(X86)", "LOCALAPPDATA")
"""Variables of the environment that name Windows's folders of programs, for everybody and for the person."""
FLAGS: Final = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-pdf-header-footer",
    "--generate-pdf-document-outline",
)
"""How it is started. It prints our own pages alone, whose policy lets nothing in from outside, so that it does without
its sandbox, which root and containers cannot have. It tags what it prints unasked. The browser's own header and footer
would print the folder's name; the page numbers its sheets itself."""
_FIRST_BYTES: Final = b"%PDF-"
_LAST_BYTES: Final = b"%%EOF"
_LONGEST_WORD: Final = 200


class NoBrowser(CscMetricsError):
    """There is no browser that could print."""

    @classmethod
    def nowhere(cls) -> Self:
        """Word the error for a machine without one."""
        return cls(
            "No browser that prints to PDF was found: --pdf needs Chromium, Google Chrome or Microsoft Edge. Ask for "
            f"one to be installed, or set {BROWSER_VARIABLE} to the program where it is. Run the command without "
            "--pdf otherwise: each page can be printed by hand, from any browser."
        )

    @classmethod
    def not_at(cls, named: str) -> Self:
        """Word the error for a browser that is named and is not there. named: as the variable has it."""
        return cls(
            f"{BROWSER_VARIABLE} is set to {named!r}, which is no program that can be run. Correct it, or clear it so "
            "that a browser is looked for in the usual places."
        )


class NotPrinted(CscMetricsError):
    """A page could not be printed to PDF; the page itself stands."""

    @classmethod
    def with_code(cls, page: Path, browser: Path, *, code: int, said: str) -> Self:
        """Word the error for a browser that failed. page: which. code: it ended with. said: its last line."""
        return cls(f"{page}: not printed, {browser} ended with code {code}{_quoted(said)}. {_other_ways()}")

    @classmethod
    def wrote_nothing(cls, page: Path, browser: Path, *, said: str) -> Self:
        """Word the error for a browser that wrote no whole PDF. page: which. said: the browser's last line."""
        return cls(f"{page}: not printed, {browser} wrote no whole PDF{_quoted(said)}. {_other_ways()}")

    @classmethod
    def too_slow(cls, page: Path, browser: Path) -> Self:
        """Word the error for a browser that came to no end. page: which was to be printed."""
        return cls(
            f"{page}: not printed, {browser} was stopped after {LONGEST_PRINTING_SECONDS:.0f} seconds without coming "
            f"to an end. {_other_ways()}"
        )

    @classmethod
    def not_started(cls, page: Path, browser: Path, error: OSError) -> Self:
        """Word the error of the system for a browser that cannot be started. page: which was to be printed."""
        return cls(f"{page}: not printed, {browser} does not start ({error.strerror}). {_other_ways()}")

    @classmethod
    def not_in_place(cls, pdf: Path, error: OSError) -> Self:
        """Word the error of the file system for a PDF that cannot be put in its place. pdf: which."""
        return cls(
            f"{pdf}: cannot be written ({error.strerror}). Close it where it is open, check who may write to the "
            "folder and that the disk has room, and run the command again."
        )


def find_browser() -> Path | None:
    """Return a browser of the Chromium family: the one that CSC_METRICS_BROWSER names, else the first that is found.

    The path comes before the usual places of Linux, macOS and Windows. Returns: the program; None where there is none.
    Raises: NoBrowser where the variable names what cannot be run.
    """
    named = os.environ.get(BROWSER_VARIABLE, "").strip()
    if named:
        chosen = shutil.which(named)
        if chosen is None:
            raise NoBrowser.not_at(named)
        return Path(chosen)
    looked_for = (*ON_THE_PATH, *_usual_places(os.environ))
    return next((Path(found) for name in looked_for if (found := shutil.which(name))), None)


def require_browser() -> Path:
    """Return the browser that prints. Raises: NoBrowser where there is none."""
    browser = find_browser()
    if browser is None:
        raise NoBrowser.nowhere()
    return browser


def print_to_pdf(page: Path, pdf: Path, *, browser: Path) -> None:
    """Print a page to PDF, tagged and with an outline; what stood there stays until the new one is whole.

    page: an HTML file. pdf: where it goes; its folder must be there. browser: of `find_browser`.
    Raises: NotPrinted where the browser does not start, fails, comes to no end or writes no whole PDF, and where the
    PDF cannot be put in its place.
    """
    partial = pdf.absolute().with_name(f".{pdf.name}-{uuid4().hex}.partial")
    try:
        said = _run(page, partial, browser=browser)
        if not _is_whole(partial):
            raise NotPrinted.wrote_nothing(page, browser, said=said)
        partial.replace(pdf)
    except OSError as error:
        raise NotPrinted.not_in_place(pdf, error) from error
    finally:
        partial.unlink(missing_ok=True)


def _usual_places(environment: Mapping[str, str]) -> list[str]:
    """Return where a browser may be that is not on the path."""
    at_home = [str(Path.home() / place.removeprefix("/")) for place in USUAL_PLACES if place.startswith("/App")]
    folders = [folder for name in FOLDERS_ON_WINDOWS if (folder := environment.get(name))]
    on_windows = [str(Path(folder) / place) for place in PLACES_ON_WINDOWS for folder in folders]
    return [*USUAL_PLACES, *at_home, *on_windows]


def _run(page: Path, pdf: Path, *, browser: Path) -> str:
    """Have the browser print, with a profile of its own that goes with it. Returns: the last line that it said."""
    # A process of the browser that outlives it may still write to the profile for a moment.
    with TemporaryDirectory(prefix="csc-metrics-pdf-", ignore_cleanup_errors=True) as profile:
        asked = (f"--user-data-dir={profile}", f"--print-to-pdf={pdf}", page.absolute().as_uri())
        # A file, not a pipe: a process that outlives the browser would hold a pipe open, and reading it would hang.
        with (Path(profile) / "said.txt").open("w+b") as said:
            code = _code_of([str(browser), *FLAGS, *asked], page=page, browser=browser, said=said)
            last = _last_line(said)
    if code:
        raise NotPrinted.with_code(page, browser, code=code, said=last)
    return last


def _code_of(command: Sequence[str], *, page: Path, browser: Path, said: IO[bytes]) -> int:
    """Return the code that the browser ends with."""
    try:
        return subprocess.run(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=said,
            timeout=LONGEST_PRINTING_SECONDS,
            check=False,
        ).returncode
    except subprocess.TimeoutExpired as error:
        raise NotPrinted.too_slow(page, browser) from error
    except OSError as error:
        raise NotPrinted.not_started(page, browser, error) from error


def _last_line(said: IO[bytes]) -> str:
    said.seek(0)
    lines = said.read().decode("utf-8", errors="replace").split("\n")
    return next((line.strip() for line in reversed(lines) if line.strip()), "")[:_LONGEST_WORD]


def _is_whole(pdf: Path) -> bool:
    """Whether a file is there and is a PDF from its first byte to its last."""
    if not pdf.is_file():
        return False
    content = pdf.read_bytes()
    return content.startswith(_FIRST_BYTES) and content.rstrip().endswith(_LAST_BYTES)


def _quoted(said: str) -> str:
    return f' and said "{said}"' if said else ""


def _other_ways() -> str:
    return (
        f"Run the command again, or set {BROWSER_VARIABLE} to another browser; the page can be printed by hand, from "
        "any browser."
    )
