"""One report from start to finish: run the notebook beside its place, check it, move it in whole."""

import json
import os
import platform
import shutil
import time
from dataclasses import dataclass
from errno import ENOTDIR
from pathlib import Path
from typing import Any, Final, Self
from uuid import uuid4

from csc_metrics.comparison.published_data import prepared
from csc_metrics.errors import CscMetricsError
from csc_metrics.report.manifest import write_manifest
from csc_metrics.report.notebooks import SCRUTINY_NOTEBOOK, NotebookFailed, run_notebook
from csc_metrics.report.scrutiny import PAGE_FILE, ROWS_FILE

PUBLIC: Final = "public"
INTERNAL: Final = "internal"
_NOTEBOOKS: Final = "notebooks"
_RUN_FILE: Final = "run.json"
PARTIAL: Final = ".partial"
REPLACED: Final = ".replaced"
PREPARED: Final = ".prepared-"
_ATTEMPTS: Final = 4
_PAUSE_SECONDS: Final = 0.25


class ReportNotWritten(CscMetricsError):
    """A report could not be put in its place."""

    @classmethod
    def at(cls, place: Path, error: OSError) -> Self:
        """Word the error of the file system."""
        return cls(
            f"{place}: cannot be written ({error.strerror}). Close what is open there, check who may write to the "
            "folder and that the disk has room, or give another --reports."
        )


@dataclass(frozen=True, kw_only=True)
class ReportJob:
    """One authority's report. place: the folder that it becomes. work: the folder beside it that it is made in.

    parameters: of the notebook, all but `folder`.
    saved: where the run's published data were saved. published: the folder that they were read from, None if carried.
    made_from: of the manifest. settings: all of them as JSON, for the internal record.
    """

    la_code: str
    place: Path
    work: Path
    parameters: dict[str, str]
    published: Path | None
    saved: Path
    made_from: dict[str, Any]
    settings: str


def render(job: ReportJob) -> str:
    """Render one report and move it into its place; what stood there stays until the new one is whole.

    Returns: the la_code. Raises: NotebookFailed, ReportNotWritten.
    """
    started, cpu_before = time.perf_counter(), time.process_time()
    try:
        job.work.mkdir(parents=True)
        _write(job)
        _write_run(
            job.work / INTERNAL / _RUN_FILE, job=job, seconds=time.perf_counter() - started, cpu_before=cpu_before
        )
        _move_into_place(job.work, job.place)
    except OSError as error:
        raise ReportNotWritten.at(job.place, error) from error
    finally:
        shutil.rmtree(job.work, ignore_errors=True)
    return job.la_code


def work_folder(place: Path) -> Path:
    """Return a folder beside a report's place that no other run uses."""
    return place.with_name(f".{place.name}-{uuid4().hex}{PARTIAL}")


def _write(job: ReportJob) -> None:
    public = job.work / PUBLIC
    notebooks = job.work / INTERNAL / _NOTEBOOKS
    public.mkdir()
    notebooks.mkdir(parents=True)
    with prepared(job.published, job.saved):
        run_notebook(
            SCRUTINY_NOTEBOOK,
            parameters=job.parameters | {"folder": str(public)},
            executed=notebooks / SCRUTINY_NOTEBOOK,
        )
    unwritten = [name for name in (PAGE_FILE, ROWS_FILE) if not (public / name).is_file()]
    if unwritten:
        raise NotebookFailed.wrote_nothing(SCRUTINY_NOTEBOOK, unwritten)
    rows = (public / ROWS_FILE).read_bytes().count(b"\n") - 1
    write_manifest(public, job.made_from, outputs=[PAGE_FILE, ROWS_FILE], rows=rows)


def _write_run(path: Path, *, job: ReportJob, seconds: float, cpu_before: float) -> None:
    run = {
        "settings": json.loads(job.settings),
        "finished_at": time.strftime("%Y-%m-%dT%H:%M:%S%z"),
        "seconds": round(seconds, 3),
        "cpu_seconds": round(time.process_time() - cpu_before, 3),
        "machine": platform.platform(),
        "python": platform.python_version(),
        "cpus": os.cpu_count(),
    }
    path.write_text(json.dumps(run, indent=2) + "\n", encoding="utf-8")


def _move_into_place(work: Path, place: Path) -> None:
    """Put the finished folder where the old one stood; the old one goes only once the new one is there.

    Another run may put its own folder there in between, and a scanner may hold a file for a moment: both are met by
    trying again.
    """
    for attempt in range(_ATTEMPTS):
        try:
            _replace(work, place)
        except OSError:
            if attempt == _ATTEMPTS - 1 or (place.exists() and not place.is_dir()):
                raise
            time.sleep(_PAUSE_SECONDS)
        else:
            return


def _replace(work: Path, place: Path) -> None:
    if not place.exists():
        work.rename(place)
        return
    if not place.is_dir():
        raise NotADirectoryError(ENOTDIR, "a file stands in the report's place", str(place))
    old = place.with_name(f".{place.name}-{uuid4().hex}{REPLACED}")
    place.rename(old)
    try:
        work.rename(place)
    except OSError:
        if not place.exists():
            old.rename(place)
        raise
    shutil.rmtree(old, ignore_errors=True)


def clear_left_over(folder: Path, *, older_than_seconds: float) -> None:
    """Clear away what runs that were cut off left in a period's folder, and put back a report that they took away."""
    for left in folder.glob(".*"):
        is_replaced = left.name.endswith(REPLACED)
        if not (is_replaced or left.name.endswith(PARTIAL) or left.name.startswith(PREPARED)):
            continue
        place = folder / left.name.removeprefix(".").rsplit("-", 1)[0]
        try:
            if is_replaced and not place.exists():
                left.rename(place)
            elif time.time() - left.stat().st_mtime > older_than_seconds:
                shutil.rmtree(left, ignore_errors=True)
        except FileNotFoundError:
            continue  # another run has just cleared it away
