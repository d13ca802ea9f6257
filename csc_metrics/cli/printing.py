"""`csc-metrics report --pdf`: the pages of a run, printed, and how far it is."""

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Self

from csc_metrics.cli.progress import shown_progress
from csc_metrics.errors import CscMetricsError, list_faults
from csc_metrics.report.batch.printing import print_pages
from csc_metrics.report.batch.run import ReportResult


class PagesNotPrinted(CscMetricsError):
    """Some pages could not be printed to PDF; the pages themselves stand, and so do the other PDFs."""

    @classmethod
    def of(cls, failed: Sequence[str]) -> Self:
        """Word the error for the pages that failed. failed: the message of each."""
        count = "1 page was" if len(failed) == 1 else f"{len(failed)} pages were"
        return cls(
            f"{count} not printed to PDF.\n{list_faults(failed)}\nThe reports themselves are finished. Run the command "
            "again: what is printed is kept."
        )


def print_finished(results: Sequence[ReportResult], *, browser: Path | None, workers: int | None) -> tuple[str, ...]:
    """Print the pages of the reports that are finished and show how far it is.

    results: of the runs, at least one. browser: that prints; None where nothing is to be printed. workers: pages at a
    time; as many as processors if none. Returns: the message of each page that could not be printed.
    """
    if browser is None:
        return ()
    folder = results[-1].index.parent  # every edition writes the same index
    keys = {key for result in results for key in (*result.rendered, *result.kept)}
    with shown_progress() as tell:
        _, failed = print_pages(folder, keys, browser=browser, workers=workers or os.cpu_count() or 1, tell=tell)
    return tuple(failed.values())
