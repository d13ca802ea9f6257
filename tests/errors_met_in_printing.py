"""Errors of printing to PDF, met by taking the browser away or having it fail; errors_met.py holds the others."""

import os
from collections.abc import Callable
from contextlib import AbstractContextManager
from errno import EACCES
from pathlib import Path
from subprocess import CompletedProcess, TimeoutExpired
from typing import IO, Final
from unittest.mock import patch

from errors_met_in_records import Case

from csc_metrics.cli.printing import PagesNotPrinted, print_finished
from csc_metrics.errors import CscMetricsError
from csc_metrics.report import pdf
from csc_metrics.report.batch.run import ReportResult
from csc_metrics.report.pdf import NoBrowser, NotPrinted, print_to_pdf

_BROWSER: Final = Path("chromium")
_DENIED: Final = PermissionError(EACCES, "Permission denied")
_CANNOT_LOAD: Final = b"[1:1] Page load failed: net::ERR_ACCESS_DENIED\n"


def no_browser() -> None:
    with (
        patch("csc_metrics.report.pdf.shutil.which", return_value=None),
        patch.dict(os.environ, {pdf.BROWSER_VARIABLE: ""}),
    ):
        pdf.require_browser()


def browser_misspelt() -> None:
    with patch.dict(os.environ, {pdf.BROWSER_VARIABLE: "chromum"}):
        pdf.find_browser()


def browser_that(*, code: int = 0, says: bytes = b"", writes: bytes = b"") -> AbstractContextManager[object]:
    """Have a browser end with a code, and say and write something. writes: the PDF."""

    def run(command: list[str], *, stderr: IO[bytes], **_: object) -> CompletedProcess[bytes]:
        stderr.write(says)
        if writes:
            to = next(word.partition("=")[2] for word in command if word.startswith("--print-to-pdf="))
            Path(to).write_bytes(writes)
        return CompletedProcess(command, code)

    return patch("csc_metrics.report.pdf.subprocess.run", run)


def browser_that_raises(error: Exception) -> AbstractContextManager[object]:
    return patch("csc_metrics.report.pdf.subprocess.run", side_effect=error)


def printed_while(browser: Callable[[], AbstractContextManager[object]]) -> None:
    with browser():
        print_to_pdf(Path("scrutiny.html"), Path("scrutiny.pdf"), browser=_BROWSER)


def pdf_that_is_open() -> None:
    with browser_that(writes=b"%PDF-1.4\n%%EOF\n"), patch.object(Path, "replace", side_effect=_DENIED):
        print_to_pdf(Path("scrutiny.html"), Path("scrutiny.pdf"), browser=_BROWSER)


def page_that_is_not_printed() -> None:
    page = Path("reports/latest/357-tameside/public/scrutiny.html")
    page.parent.mkdir(parents=True)
    page.write_text("<!doctype html><title>Tameside</title>", encoding="utf-8")
    result = ReportResult(index=Path("reports/latest/index.html"), rendered=("357",), kept=(), failed={}, unused=())
    with browser_that(code=1):
        raise PagesNotPrinted.of(print_finished([result], browser=_BROWSER, workers=1))


IN_PRINTING: Final[tuple[tuple[type[CscMetricsError], tuple[Case, ...]], ...]] = (
    (
        NoBrowser,
        (
            (
                "nowhere",
                "A PDF is asked for where no browser can print one",
                no_browser,
                ("--pdf", "Chromium", "Microsoft Edge", "CSC_METRICS_BROWSER", "by hand"),
            ),
            (
                "not_at",
                "The browser that prints is misspelt",
                browser_misspelt,
                ("CSC_METRICS_BROWSER", "'chromum'"),
            ),
        ),
    ),
    (
        NotPrinted,
        (
            (
                "with_code",
                "The browser fails as it prints",
                lambda: printed_while(lambda: browser_that(code=21, says=b"Cannot open display\n")),
                ("scrutiny.html", "code 21", '"Cannot open display"', "CSC_METRICS_BROWSER"),
            ),
            (
                "wrote_nothing",
                "The browser may not read the page",
                lambda: printed_while(lambda: browser_that(says=_CANNOT_LOAD)),
                ("scrutiny.html", "no whole PDF", "ERR_ACCESS_DENIED"),
            ),
            (
                "too_slow",
                "The browser comes to a stand",
                lambda: printed_while(lambda: browser_that_raises(TimeoutExpired("chromium", 120))),
                ("scrutiny.html", "after 120 seconds"),
            ),
            (
                "not_started",
                "The browser may not be run",
                lambda: printed_while(lambda: browser_that_raises(_DENIED)),
                ("scrutiny.html", "does not start (Permission denied)"),
            ),
            (
                "not_in_place",
                "The PDF of the last run is open in another program",
                pdf_that_is_open,
                ("scrutiny.pdf", "Permission denied", "Close it"),
            ),
        ),
    ),
    (
        PagesNotPrinted,
        (
            (
                "of",
                "A page cannot be printed",
                page_that_is_not_printed,
                ("1 page was not printed", "scrutiny.html", "what is printed is kept"),
            ),
        ),
    ),
)
