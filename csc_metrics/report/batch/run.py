"""Render many reports: read the figures once, render what is not up to date, and write the index over all."""

import shutil
from concurrent.futures import Executor
from dataclasses import dataclass
from pathlib import Path
from tempfile import mkdtemp
from typing import Final

from csc_metrics.comparison.published_data import PublishedData, as_named, load_published_data, save_prepared
from csc_metrics.contracts.authorities import Authority
from csc_metrics.contracts.records.tables import words_by_column
from csc_metrics.data_quality.held import HeldRecords, authorities_held, held_records
from csc_metrics.errors import CscMetricsError
from csc_metrics.measures.registry import MEASURES, PUBLISHED_MEASURES
from csc_metrics.measures.select import chosen_period_ends
from csc_metrics.periods import parse_period
from csc_metrics.progress import Tell
from csc_metrics.report.batch.edition import SCRUTINY
from csc_metrics.report.batch.index import write_index
from csc_metrics.report.batch.job import PREPARED, ReportJob, ReportNotWritten, key_of, make_folder, work_folder
from csc_metrics.report.batch.jobs import render_jobs
from csc_metrics.report.commentary_places import DEFAULT_RAW, find_commentary
from csc_metrics.report.folders import DEFAULT_CLEAN
from csc_metrics.report.manifest import manifest_of_inputs
from csc_metrics.settings.model import Settings
from csc_metrics.settings.printed import as_json
from csc_metrics.settings.read import DEFAULTS, read_settings

LATEST: Final = "latest"


@dataclass(frozen=True, kw_only=True)
class ReportRun:
    """What is asked for. period: as on the command line, empty for the latest. settings: a file, None for defaults.

    clean: folder of clean tables: of an authority that has any, what may be published of them is told, too. raw: folder
    in which the services' own words lie.
    """

    authorities: tuple[Authority, ...]
    period: str
    published: Path | None
    settings: Path | None
    neighbour_model: str
    reports: Path
    clean: Path = DEFAULT_CLEAN
    raw: Path = DEFAULT_RAW

    @property
    def folder(self) -> Path:
        """Where the run's reports and their index stand."""
        return self.reports / (self.period or LATEST)


@dataclass(frozen=True, kw_only=True)
class ReportResult:
    """What became of a run. failed: code (and edition) → the message. unused: published files that are not read."""

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
    measures = list(PUBLISHED_MEASURES.values())
    data = load_published_data(run.published, measures=measures, settings=settings, tell=tell)
    chosen_period_ends(data.values, measures=measures, period=parse_period(run.period) if run.period else None)
    saved = save_for_processes(data, run.folder)
    try:
        jobs, unfit = _jobs(run, data=data, saved=saved, settings=settings)
        kept = tuple(key for job in jobs if job.is_up_to_date for key in job.keys)
        left = [job for job in jobs if not set(job.keys) <= set(kept)]
        rendered, failed = render_jobs(left, executor=executor, tell=tell)
    finally:
        shutil.rmtree(saved, ignore_errors=True)
    all_failed = unfit | failed
    index = write_index(run.folder, failed=all_failed, made=(*rendered, *kept))
    return ReportResult(index=index, rendered=rendered, kept=kept, failed=all_failed, unused=data.unused)


def save_for_processes(data: PublishedData, folder: Path) -> Path:
    """Save the data for the reports' processes; clear away what runs that were cut off left a day ago.

    data: read from DfE's files. folder: of the period's reports. Returns: a new folder below it, to be removed after
    the run. Raises: ReportNotWritten.
    """
    make_folder(folder)
    try:
        saved = Path(mkdtemp(prefix=PREPARED, dir=folder))
        save_prepared(data, saved)
    except OSError as error:
        raise ReportNotWritten.at(folder, error) from error
    return saved


def _jobs(
    run: ReportRun, *, data: PublishedData, saved: Path, settings: Settings
) -> tuple[list[ReportJob], dict[str, str]]:
    """Return a job for each authority, and key → message of those whose own records or words cannot be read."""
    held = {one.la_code for one in authorities_held(run.clean)}
    jobs: list[ReportJob] = []
    unfit: dict[str, str] = {}
    for one in run.authorities:
        try:
            records = held_records(run.clean, one.la_code) if one.la_code in held else None
            jobs.append(_job(run, one, data=data, saved=saved, settings=settings, records=records))
        except CscMetricsError as error:
            unfit[key_of(one.la_code, SCRUTINY)] = str(error)
    return jobs, unfit


def _job(
    run: ReportRun,
    authority: Authority,
    *,
    data: PublishedData,
    saved: Path,
    settings: Settings,
    records: HeldRecords | None,
) -> ReportJob:
    model = run.neighbour_model or settings.neighbours.model
    asked = {"authority": authority.la_code, "period": run.period, "neighbour_model": model}
    folders = {"clean": str(run.clean), "raw": str(run.raw), "published": as_named(run.published)}
    place = run.folder / f"{authority.la_code}-{authority.slug}"
    said = find_commentary(run.raw, la_code=authority.la_code, period=run.period, settings=settings)
    return ReportJob(
        editions=(SCRUTINY,),
        la_code=authority.la_code,
        place=place,
        work=work_folder(place),
        parameters=asked | folders | {"settings": str(run.settings or DEFAULTS)},
        published=run.published,
        saved=saved,
        made_from=manifest_of_inputs(
            data,
            notebook=SCRUTINY.notebook,
            parameters=asked,
            settings=settings,
            neighbour_model=model,
            held=records,
            commentary=said.path if said is not None else None,
        ),
        settings=as_json(settings),
    )
