"""Render the internal reports of many authorities, each from its own records, and write the index over all."""

import shutil
from collections.abc import Iterator, Sequence
from concurrent.futures import Executor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from csc_metrics.comparison.published_data import as_named, load_published_data
from csc_metrics.contracts.authorities import Authority
from csc_metrics.contracts.made_up_region import made_up_authorities
from csc_metrics.contracts.records.tables import words_by_column
from csc_metrics.data_quality.held import HeldRecords, held_records
from csc_metrics.errors import CscMetricsError
from csc_metrics.measures.registry import MEASURES
from csc_metrics.progress import Tell
from csc_metrics.published.carry import carried_published
from csc_metrics.published.read import InputFile, read_published
from csc_metrics.report.batch.edition import EDITIONS, INTERNAL, PERFORMANCE, Edition
from csc_metrics.report.batch.index import write_index
from csc_metrics.report.batch.job import ReportJob, key_of, make_folder, work_folder
from csc_metrics.report.batch.jobs import render_jobs
from csc_metrics.report.batch.run import ReportResult, save_for_processes
from csc_metrics.report.commentary_places import DEFAULT_RAW, find_commentary
from csc_metrics.report.manifest import manifest_of_records
from csc_metrics.report.older_scorecard import GivenScorecard
from csc_metrics.report.until import told_until
from csc_metrics.settings.model import Settings
from csc_metrics.settings.read import DEFAULTS, read_settings


@dataclass(frozen=True, kw_only=True)
class InternalRun:
    """What is asked for. clean: folder of clean tables. folder: where the reports of the period and their index go.

    editions: those asked for. published: folder of DfE's files, None if carried: it tells how many children live there.
    settings: a file, None for defaults. period: up to whose last day is told; empty: all. since: a day from which the
    board is told what moved; empty: a year back.
    raw: folder in which the services' own words lie. against: an older scorecard; None: there is none.
    """

    authorities: tuple[Authority, ...]
    clean: Path
    folder: Path
    editions: tuple[Edition, ...] = (PERFORMANCE,)
    published: Path | None = None
    settings: Path | None = None
    period: str = ""
    since: str = ""
    raw: Path = DEFAULT_RAW
    against: GivenScorecard | None = None


@dataclass(frozen=True, kw_only=True)
class _PublishedBeside:
    """DfE's figures that stand beside an older scorecard's. files: that they are from. saved: where they were saved."""

    files: tuple[InputFile, ...] = ()
    saved: Path | None = None


def render_internal_reports(run: InternalRun, *, executor: Executor, tell: Tell) -> ReportResult:
    """Render the internal reports of each authority, one failure leaving the others be, and write the index.

    An internal page that stands there already is made with those asked for, since all share the tables beside them;
    where they fail, it stays as it was, and so does the public edition in any case.
    tell: is given a step for each report as it is done or has failed.
    Raises: the errors of reading settings and DfE's files; ReportNotWritten where the folder cannot be made.
    """
    settings = read_settings(run.settings, measure_codes=MEASURES, record_words=words_by_column())
    children = _files_of_children(run)
    make_folder(run.folder)
    with _published_beside(run, settings=settings, tell=tell) as beside:
        jobs, without_records = _jobs(run, settings=settings, children=children, beside=beside)
        kept = tuple(key for job in jobs if job.is_up_to_date for key in job.keys)
        left = [job for job in jobs if not set(job.keys) <= set(kept)]
        rendered, failed = render_jobs(left, executor=executor, tell=tell)
    all_failed = without_records | failed
    index = write_index(run.folder, failed=all_failed, made=(*rendered, *kept))
    return ReportResult(index=index, rendered=rendered, kept=kept, failed=all_failed, unused=())


@contextmanager
def _published_beside(run: InternalRun, *, settings: Settings, tell: Tell) -> Iterator[_PublishedBeside]:
    """Read DfE's figures that stand beside an older scorecard's once for all reports, where it tells of any."""
    real = [one.la_code for one in run.authorities if one.la_code not in made_up_authorities()]
    given = run.against
    if given is None or not given.measures or not any(map(given.is_of, real)):
        yield _PublishedBeside()
        return
    data = load_published_data(run.published, measures=given.measures, settings=settings, tell=tell)
    saved = save_for_processes(data, run.folder)
    try:
        yield _PublishedBeside(files=data.inputs, saved=saved)
    finally:
        shutil.rmtree(saved, ignore_errors=True)


def _files_of_children(run: InternalRun) -> tuple[InputFile, ...]:
    """Return the files that tell how many children live in real authorities; none where all are made up."""
    if all(one.la_code in made_up_authorities() for one in run.authorities):
        return ()
    read = carried_published() if run.published is None else read_published(run.published, tables={"population"})
    return tuple(file for file in read.inputs if file.table == "population")


def _jobs(
    run: InternalRun, *, settings: Settings, children: tuple[InputFile, ...], beside: _PublishedBeside
) -> tuple[Sequence[ReportJob], dict[str, str]]:
    """Return a job for each authority of which records are held whole, and key → message of the others."""
    jobs: list[ReportJob] = []
    failed: dict[str, str] = {}
    for authority in run.authorities:
        try:
            files = () if authority.la_code in made_up_authorities() else children
            jobs.append(_job(run, authority, settings=settings, children=files, beside=beside))
        except CscMetricsError as error:
            failed |= {key_of(authority.la_code, edition): str(error) for edition in run.editions}
    return jobs, failed


def _job(
    run: InternalRun,
    authority: Authority,
    *,
    settings: Settings,
    children: tuple[InputFile, ...],
    beside: _PublishedBeside,
) -> ReportJob:
    place = run.folder / f"{authority.la_code}-{authority.slug}"
    editions = _editions(run, place)
    asked = {"authority": authority.la_code, "period": run.period, "since": run.since}
    said = find_commentary(run.raw, la_code=authority.la_code, period=run.period, settings=settings)
    against = _against(run, authority)
    is_beside_dfes = against is not None and authority.la_code not in made_up_authorities()
    return ReportJob(
        editions=editions,
        asked=run.editions,
        la_code=authority.la_code,
        place=place,
        work=work_folder(place),
        parameters=asked | _folders(run) | {"against": str(against or "")},
        made_from=manifest_of_records(
            _held_until(run, authority),
            notebooks=[edition.notebook for edition in editions],
            parameters=asked,
            settings=settings,
            commentary=said.path if said is not None else None,
            published=tuple(dict.fromkeys((*children, *(beside.files if is_beside_dfes else ())))),
            older_scorecard=against,
        ),
        published=run.published,
        saved=beside.saved if is_beside_dfes else None,
    )


def _held_until(run: InternalRun, authority: Authority) -> HeldRecords:
    """Return what is held of an authority. Raises: PeriodNotCovered where the period asked for is not over by then."""
    held = held_records(run.clean, authority.la_code)
    told_until(run.period, newest=held.days[-1])
    return held


def _against(run: InternalRun, authority: Authority) -> Path | None:
    """Return the older scorecard where it tells of an authority."""
    return run.against.path if run.against is not None and run.against.is_of(authority.la_code) else None


def _folders(run: InternalRun) -> dict[str, str]:
    """Return the parameters of notebooks that say where to read."""
    return {
        "clean": str(run.clean),
        "raw": str(run.raw),
        "published": as_named(run.published),
        "settings": str(run.settings or DEFAULTS),
    }


def _editions(run: InternalRun, place: Path) -> tuple[Edition, ...]:
    """Return those asked for, and those that stand in the place already."""
    internal = [edition for edition in EDITIONS if edition.folder == INTERNAL]
    standing = [edition for edition in internal if (place / INTERNAL / edition.page).is_file()]
    return tuple(edition for edition in internal if edition in (*run.editions, *standing))
