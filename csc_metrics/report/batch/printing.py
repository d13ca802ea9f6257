"""Print the finished pages of a run to PDF, each beside itself, one failure leaving the others be."""

from collections.abc import Collection
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Final

from csc_metrics.errors import CscMetricsError
from csc_metrics.progress import Step, Tell
from csc_metrics.report.batch.edition import EDITIONS
from csc_metrics.report.batch.job import key_of
from csc_metrics.report.pdf import print_to_pdf

PRINTING: Final = "Printing to PDF"
"""The work, as its progress names it."""


def print_pages(
    folder: Path, keys: Collection[str], *, browser: Path, workers: int, tell: Tell
) -> tuple[tuple[Path, ...], dict[str, str]]:
    """Print the pages of finished reports; a page whose PDF is not older than it is left alone.

    folder: the period's. keys: of the finished reports, those rendered and those kept. browser: of
    `csc_metrics.report.pdf.find_browser`. workers: pages at a time. tell: is given a step for each page as it is done
    or has failed. Returns: the PDFs printed, and PDF → message of those that failed.
    """
    pages = [page for page in finished_pages(folder, keys) if not is_printed(page)]
    printed: list[Path] = []
    failed: dict[str, str] = {}
    if not pages:
        return (), failed
    tell(Step(work=PRINTING, done=0, steps=len(pages)))
    with ThreadPoolExecutor(max_workers=min(workers, len(pages))) as threads:
        told = threads.map(lambda page: _failure_of(page, browser=browser), pages)
        for done, (page, failure) in enumerate(zip(pages, told, strict=True), start=1):
            pdf = pdf_of(page)
            if failure:
                failed[str(pdf)] = failure
            else:
                printed.append(pdf)
            what = f"{pdf} FAILED: {failure}" if failure else str(pdf)
            tell(Step(work=PRINTING, done=done, steps=len(pages), what=what, is_result=True))
    return tuple(printed), failed


def finished_pages(folder: Path, keys: Collection[str]) -> list[Path]:
    """Return the pages of finished reports in a period's folder, by authority, editions in their order.

    folder: the period's. keys: of the reports.
    """
    return [
        page
        for place in sorted(folder.glob("[0-9]*"))
        for edition in EDITIONS
        if key_of(place.name.partition("-")[0], edition) in keys
        and (page := place / edition.folder / edition.page).is_file()
    ]


def pdf_of(page: Path) -> Path:
    """Return where a page's PDF stands: beside it, under its name."""
    return page.with_suffix(".pdf")


def is_printed(page: Path) -> bool:
    """Whether a page's PDF stands beside it and is not older than it."""
    pdf = pdf_of(page)
    return pdf.is_file() and pdf.stat().st_mtime_ns >= page.stat().st_mtime_ns


def _failure_of(page: Path, *, browser: Path) -> str:
    """Print a page. Returns: what went wrong; nothing where it is printed."""
    try:
        print_to_pdf(page, pdf_of(page), browser=browser)
    except CscMetricsError as error:
        return str(error)
    return ""
