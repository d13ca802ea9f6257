"""Render the performance reports of many authorities, each from its own records, and write the index over all."""

from collections.abc import Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from pathlib import Path

from csc_metrics.contracts.authorities import Authority
from csc_metrics.data_quality.held import held_records
from csc_metrics.errors import CscMetricsError
from csc_metrics.progress import Tell
from csc_metrics.report.batch.edition import PERFORMANCE
from csc_metrics.report.batch.index import write_index
from csc_metrics.report.batch.job import ReportJob, key_of, make_folder, work_folder
from csc_metrics.report.batch.jobs import render_jobs
from csc_metrics.report.batch.run import ReportResult
from csc_metrics.report.manifest import is_up_to_date, manifest_of_records


@dataclass(frozen=True, kw_only=True)
class PerformanceRun:
    """What is asked for. clean: folder of clean tables. folder: where the reports of the period and their index go."""

    authorities: tuple[Authority, ...]
    clean: Path
    folder: Path


def render_performance(run: PerformanceRun, *, executor: Executor, tell: Tell) -> ReportResult:
    """Render a performance report for each authority, one failure leaving the others be, and write the index.

    What stands in a report's folder of other editions stays as it is. tell: is given a step for each report as it is
    done or has failed. Raises: ReportNotWritten where the folder cannot be made.
    """
    make_folder(run.folder)
    jobs, without_records = _jobs(run)
    kept = tuple(job.key for job in jobs if is_up_to_date(job.place / PERFORMANCE.folder, job.made_from))
    rendered, failed = render_jobs([job for job in jobs if job.key not in kept], executor=executor, tell=tell)
    all_failed = without_records | failed
    index = write_index(run.folder, failed=all_failed, made=(*rendered, *kept))
    return ReportResult(index=index, rendered=rendered, kept=kept, failed=all_failed, unused=())


def _jobs(run: PerformanceRun) -> tuple[Sequence[ReportJob], dict[str, str]]:
    """Return a job for each authority of which records are held whole, and key → message of the others."""
    jobs: list[ReportJob] = []
    failed: dict[str, str] = {}
    for authority in run.authorities:
        try:
            jobs.append(_job(run, authority))
        except CscMetricsError as error:
            failed[key_of(authority.la_code, PERFORMANCE)] = str(error)
    return jobs, failed


def _job(run: PerformanceRun, authority: Authority) -> ReportJob:
    place = run.folder / f"{authority.la_code}-{authority.slug}"
    asked = {"authority": authority.la_code}
    held = held_records(run.clean, authority.la_code)
    return ReportJob(
        edition=PERFORMANCE,
        la_code=authority.la_code,
        place=place,
        work=work_folder(place),
        parameters=asked | {"clean": str(run.clean)},
        made_from=manifest_of_records(held, notebook=PERFORMANCE.notebook, parameters=asked),
    )
