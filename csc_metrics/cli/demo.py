"""`csc-metrics demo`: published figures of a real authority, and a made-up region from its raw files to its pages."""

import os
import shutil
from dataclasses import replace
from functools import partial
from io import BytesIO
from pathlib import Path
from typing import Final

import click
import polars as pl

from csc_metrics.cli.progress import shown_progress
from csc_metrics.cli.reports import ReportsFailed, render_internal, render_public
from csc_metrics.contracts.authorities import find_authority
from csc_metrics.contracts.made_up_region import MADE_UP_AMONG, made_up_authorities
from csc_metrics.contracts.records.rules import Severity
from csc_metrics.measures.counting.opened import open_authority_records
from csc_metrics.measures.counting.values import values_from_records
from csc_metrics.measures.registry import LOCAL_MEASURES
from csc_metrics.progress import Step, Tell
from csc_metrics.published.carry import CARRIED_AUTHORITY
from csc_metrics.records.clean import Cleaned, check_records, clean_records
from csc_metrics.report.batch.edition import BOARD, PERFORMANCE
from csc_metrics.report.batch.index import write_front_page, write_whole
from csc_metrics.report.batch.internal import InternalRun
from csc_metrics.report.batch.job import ReportNotWritten, make_folder
from csc_metrics.report.batch.processes import ProcessForEach
from csc_metrics.report.batch.run import ReportResult, ReportRun
from csc_metrics.sample.region import write_region
from csc_metrics.sample.supply import SETTINGS
from csc_metrics.settings.model import Settings
from csc_metrics.settings.read import read_settings

MEASURES_FILE: Final = "measures.parquet"
"""Within the region's folder: what is counted from its clean tables, not broken down."""
REGION_FOLDER: Final = "made_up_region"
"""Within the demo's folder: where the made-up region's extracts, settings and clean tables lie."""
SETTINGS_FILE: Final = "settings.toml"
"""Within the region's folder: what its first authority did, and what its board asks for."""
_TITLE: Final = "csc_metrics: demo"
_INTRO: Final = (
    "The Department for Education's published figures for Tameside, beside its real statistical neighbours, its "
    "region and England; and a made-up region of eleven authorities, from its extracts to its pages. Of the first of "
    "them, Alderbeck, there are all three reports: for the scrutiny panel, the team and the improvement board.",
    "The extracts, with faults in them, lie in made_up_region/data_raw; what was found and cleaned in "
    "made_up_region/data_clean; what is counted from that in made_up_region/measures.parquet. Every page was made by a "
    "notebook that papermill ran; nothing was fetched from a "
    "network.",
)
_WORK: Final = "Making up a region"


def make_demo(*, reports: Path, size: float = 1.0) -> None:
    """Render Tameside's page, and make, check, clean and render a made-up region; print where the demo opens.

    size: of the region; times as many children.
    Raises: ReportsFailed; ReportNotWritten where the folder cannot be written.
    """
    run = ReportRun(
        authorities=(find_authority(CARRIED_AUTHORITY),),
        period="",
        published=None,
        settings=None,
        neighbour_model="",
        reports=reports / "demo",
    )
    results = [render_public(run, workers=1)]
    _write_front_page(run)  # at once, so that nobody waits for a region to learn that nothing can be written
    clean = _made_up_region(run.reports / REGION_FOLDER, size=size)
    results += _made_up_pages(run, clean, settings=run.reports / REGION_FOLDER / SETTINGS_FILE)
    failed = {key: message for result in results for key, message in result.failed.items()}
    if failed:
        raise ReportsFailed.of(failed, results[-1].index)
    click.echo(_write_front_page(run))


def _made_up_pages(run: ReportRun, clean: Path, *, settings: Path) -> list[ReportResult]:
    """Render the team's report of every authority of the region, and all three of the one that the story is about."""
    story, *others = made_up_authorities().values()
    told = replace(run, authorities=(story,), clean=clean, settings=settings)
    team = InternalRun(authorities=tuple(others), clean=clean, folder=run.folder, settings=settings)
    board = replace(team, authorities=(story,), editions=(PERFORMANCE, BOARD))
    return [
        render_public(told, workers=1),
        *(render_internal(internal, workers=None) for internal in (board, team)),
    ]


def _write_front_page(run: ReportRun) -> Path:
    return write_front_page(run.reports, title=_TITLE, intro=_INTRO, period_folder=run.folder, banner=MADE_UP_AMONG)


def _made_up_region(folder: Path, *, size: float) -> Path:
    """Make a region up, check it and clean it as anybody's extracts are. Returns: the folder of clean tables."""
    raw, clean = folder / "data_raw", folder / "data_clean"
    _clear(folder)
    make_folder(raw)
    settings = read_settings(write_whole(folder / SETTINGS_FILE, SETTINGS))
    with shown_progress() as tell, ProcessForEach(workers=os.cpu_count() or 1) as executor:
        tell(Step(work=_WORK, done=0, steps=1))
        planted = write_region(raw, size=size, executor=executor)
    click.echo(f"{len(planted):,} faults were planted in the extracts of a made-up region.", err=True)
    for command, work in {"check": check_records, "clean": clean_records}.items():
        with shown_progress() as tell:
            _tell_found(command, work(raw, clean, settings=settings, tell=_once_for_each_folder(tell)))
    values = _counted(clean, settings=settings)
    _put(folder / MEASURES_FILE, values)
    return clean


def _counted(clean: Path, *, settings: Settings) -> bytes:
    """Count every measure of each authority of the region, not broken down. Returns: the long table as Parquet."""
    count = partial(_values_of, clean, settings=settings)
    with ProcessForEach(workers=os.cpu_count() or 1) as executor:
        parts = list(executor.map(count, made_up_authorities()))
    values = pl.concat([pl.read_parquet(BytesIO(part)) for part in parts])
    many = values.filter(pl.col("value").is_not_null())["measure"].n_unique()
    click.echo(f"measures: {values.height:,} figures of {many:,} measures counted from the clean tables.", err=True)
    return _as_parquet(values)


def _values_of(clean: Path, la_code: str, *, settings: Settings) -> bytes:
    """Return the measure values of one authority as Parquet, which passes from process to process as bytes."""
    records = open_authority_records(clean, la_code, settings=settings)
    return _as_parquet(values_from_records(records, [one.without_breakdowns() for one in LOCAL_MEASURES.values()]))


def _put(path: Path, content: bytes) -> None:
    """Write a file. Raises: ReportNotWritten."""
    try:
        path.write_bytes(content)
    except OSError as error:
        raise ReportNotWritten.at(path, error) from error


def _as_parquet(values: pl.DataFrame) -> bytes:
    content = BytesIO()
    values.write_parquet(content)
    return content.getvalue()


def _clear(folder: Path) -> None:
    """Take away what an earlier demo left, so that nothing of another version is read. Raises: ReportNotWritten."""
    try:
        if folder.exists():
            shutil.rmtree(folder)
    except OSError as error:
        raise ReportNotWritten.at(Path(error.filename or folder), error) from error


def _once_for_each_folder(tell: Tell) -> Tell:
    """Return a listener that passes on the first step within each authority's folder: three hundred say too much."""
    last = ""

    def told(step: Step) -> None:
        nonlocal last
        folder = step.what.partition("/")[0]
        if folder != last or step.done in {0, step.steps}:
            tell(step)
        last = folder

    return told


def _tell_found(command: str, found: Cleaned) -> None:
    rows, aside = (sum(getattr(one, name) for one in found.balances) for name in ("rows_in", "aside"))
    faults = found.faults.filter(pl.col("severity") != Severity.NOTICE.value).height
    click.echo(f"{command}: {rows:,} rows of all extracts, {faults:,} faults, {aside:,} rows kept aside.", err=True)
