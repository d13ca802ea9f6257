"""Render many reports: read the figures once, render what is not up to date, and write the index over all."""

import shutil
from collections.abc import Iterator, Sequence
from concurrent.futures import Executor, Future
from dataclasses import dataclass
from pathlib import Path
from queue import SimpleQueue
from tempfile import mkdtemp
from typing import Final

from csc_metrics.comparison.published_data import PublishedData, as_named, load_published_data, save_prepared
from csc_metrics.contracts.authorities import Authority
from csc_metrics.contracts.records.tables import words_by_column
from csc_metrics.errors import CscMetricsError
from csc_metrics.measures.registry import MEASURES
from csc_metrics.measures.select import chosen_period_ends
from csc_metrics.periods import parse_period
from csc_metrics.progress import Step, Tell
from csc_metrics.report.batch.index import write_index
from csc_metrics.report.batch.job import (
    PREPARED,
    PUBLIC,
    ReportJob,
    ReportNotWritten,
    clear_left_over,
    render,
    work_folder,
)
from csc_metrics.report.manifest import is_up_to_date, manifest_of_inputs
from csc_metrics.report.notebooks import SCRUTINY_NOTEBOOK
from csc_metrics.settings.model import Settings
from csc_metrics.settings.printed import as_json
from csc_metrics.settings.read import DEFAULTS, read_settings

LATEST: Final = "latest"
_STALE_SECONDS: Final = 24 * 60 * 60
_RENDERING: Final = "Rendering reports"


@dataclass(frozen=True, kw_only=True)
class ReportRun:
    """What is asked for. period: as on the command line, empty for the latest. settings: a file, None for defaults."""

    authorities: tuple[Authority, ...]
    period: str
    published: Path | None
    settings: Path | None
    neighbour_model: str
    reports: Path

    @property
    def folder(self) -> Path:
        """Where the run's reports and their index stand."""
        return self.reports / (self.period or LATEST)


@dataclass(frozen=True, kw_only=True)
class ReportResult:
    """What became of a run. failed: la_code → the message. unused: files of the published folder that are not read."""

    index: Path
    rendered: tuple[str, ...]
    kept: tuple[str, ...]
    failed: dict[str, str]
    unused: tuple[str, ...]


def render_reports(run: ReportRun, *, executor: Executor, tell: Tell) -> ReportResult:
    """Render a report for each authority, one failure leaving the others be, and write the index.

    tell: is given a step for each of DfE's files as it is read, and for each report as it is done or has failed.
    Raises: the errors of reading (before anything is written) and ReportNotWritten where the folder cannot be made.
    """
    settings = read_settings(run.settings, measure_codes=MEASURES, record_words=words_by_column())
    measures = list(MEASURES.values())
    data = load_published_data(run.published, measures=measures, settings=settings, tell=tell)
    chosen_period_ends(data.values, measures=measures, period=parse_period(run.period) if run.period else None)
    saved = _save(data, run.folder)
    try:
        jobs = [_job(run, one, data=data, saved=saved, settings=settings) for one in run.authorities]
        kept = tuple(job.la_code for job in jobs if is_up_to_date(job.place / PUBLIC, job.made_from))
        left = [job for job in jobs if job.la_code not in kept]
        rendered, failed = _render_all(left, executor=executor, tell=tell)
    finally:
        shutil.rmtree(saved, ignore_errors=True)
    index = write_index(run.folder, failed=failed, made=(*rendered, *kept))
    return ReportResult(index=index, rendered=rendered, kept=kept, failed=failed, unused=data.unused)


def _save(data: PublishedData, folder: Path) -> Path:
    """Save the data for the reports' processes; clear away what runs that were cut off left a day ago."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        clear_left_over(folder, older_than_seconds=_STALE_SECONDS)
        saved = Path(mkdtemp(prefix=PREPARED, dir=folder))
        save_prepared(data, saved)
    except OSError as error:
        raise ReportNotWritten.at(folder, error) from error
    return saved


def _job(run: ReportRun, authority: Authority, *, data: PublishedData, saved: Path, settings: Settings) -> ReportJob:
    model = run.neighbour_model or settings.neighbours.model
    asked = {"authority": authority.la_code, "period": run.period, "neighbour_model": model}
    place = run.folder / f"{authority.la_code}-{authority.slug}"
    return ReportJob(
        la_code=authority.la_code,
        place=place,
        work=work_folder(place),
        parameters=asked | {"published": as_named(run.published), "settings": str(run.settings or DEFAULTS)},
        published=run.published,
        saved=saved,
        made_from=manifest_of_inputs(
            data, notebook=SCRUTINY_NOTEBOOK, parameters=asked, settings=settings, neighbour_model=model
        ),
        settings=as_json(settings),
    )


def _render_all(jobs: Sequence[ReportJob], *, executor: Executor, tell: Tell) -> tuple[tuple[str, ...], dict[str, str]]:
    rendered: list[str] = []
    failed: dict[str, str] = {}
    try:
        tell(Step(work=_RENDERING, done=0, steps=len(jobs)))
        for job, future in _as_they_finish(jobs, executor=executor):
            try:
                rendered.append(future.result())
                what = str(job.place)
            except CscMetricsError as error:
                failed[job.la_code] = str(error)
                what = f"{job.place.name} FAILED: {error}"
            done = len(rendered) + len(failed)
            tell(Step(work=_RENDERING, done=done, steps=len(jobs), what=what, is_result=True))
    except KeyboardInterrupt:
        executor.shutdown(cancel_futures=True)
        raise
    finally:
        for job in jobs:
            shutil.rmtree(job.work, ignore_errors=True)  # a process that was killed could not clear it away
    return tuple(sorted(rendered)), dict(sorted(failed.items()))


def _as_they_finish(jobs: Sequence[ReportJob], *, executor: Executor) -> Iterator[tuple[ReportJob, Future[str]]]:
    """Start every job and give each with its future once it is done.

    Not by `as_completed`: that holds the locks of all futures one after another, and an interrupt from the keyboard
    within it leaves some locked for good, so that their tasks never end.
    """
    finished: SimpleQueue[Future[str]] = SimpleQueue()
    started: dict[Future[str], ReportJob] = {}
    for job in jobs:
        future = executor.submit(render, job)
        started[future] = job
        future.add_done_callback(finished.put)
    for _ in jobs:
        future = finished.get()
        yield started[future], future
