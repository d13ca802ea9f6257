"""One report from start to finish: run the notebook beside its place, check it, move it in whole."""

import json
import os
import platform
import shutil
import time
from contextlib import nullcontext
from dataclasses import dataclass
from errno import ENOTDIR
from pathlib import Path
from typing import Any, Final, Self
from uuid import uuid4

from csc_metrics.comparison.published_data import prepared
from csc_metrics.errors import CscMetricsError
from csc_metrics.report.batch.edition import EDITIONS, INTERNAL, NOTEBOOKS, SCRUTINY, Edition
from csc_metrics.report.manifest import is_up_to_date, write_manifest
from csc_metrics.report.notebooks import NotebookFailed, run_notebook

PARTIAL: Final = ".partial"
REPLACED: Final = ".replaced"
PREPARED: Final = ".prepared-"
_ATTEMPTS: Final = 4
_PAUSE_SECONDS: Final = 0.25
_STALE_SECONDS: Final = 24 * 60 * 60


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

    editions: those to make, all of one folder. asked: those of them that were asked for, of which a failure is told;
    none: all. parameters: of their notebooks, all but `folder`; each is given those
    that it takes. made_from: of the manifest.
    saved: where the run's published data were saved; None where it reads none. published: the folder that they were
    read from, None if carried. settings: all of them as JSON, for the internal record.
    """

    editions: tuple[Edition, ...] = (SCRUTINY,)
    asked: tuple[Edition, ...] = ()
    la_code: str
    place: Path
    work: Path
    parameters: dict[str, str]
    made_from: dict[str, Any]
    published: Path | None = None
    saved: Path | None = None
    settings: str = "{}"

    @property
    def keys(self) -> tuple[str, ...]:
        """What names each edition in a run."""
        return tuple(key_of(self.la_code, edition) for edition in self.editions)

    @property
    def keys_asked(self) -> tuple[str, ...]:
        """What names each edition that was asked for."""
        return tuple(key_of(self.la_code, edition) for edition in self.asked or self.editions)

    @property
    def is_up_to_date(self) -> bool:
        """Whether all of it stands in its place as it would be made."""
        folder = self.place / self.editions[0].folder
        outputs = {name for edition in self.editions for name in edition.outputs_for(self.parameters)}
        return is_up_to_date(folder, self.made_from, outputs=outputs)


def key_of(la_code: str, edition: Edition) -> str:
    """Return what names a report in a run: the code, and the edition unless it is the scrutiny panel's.

    edition: the report's.
    """
    return la_code if edition == SCRUTINY else f"{la_code} {edition.name}"


@dataclass(frozen=True, kw_only=True)
class Rendered:
    """A report that is in its place. keys: of its editions. said: what its notebooks wrote to standard error."""

    keys: tuple[str, ...]
    said: tuple[str, ...]


def render(job: ReportJob) -> Rendered:
    """Render one report and move it into its place; what stood there stays until the new one is whole.

    Files of other editions in its place are kept. Raises: NotebookFailed, ReportNotWritten.
    """
    started, cpu_before = time.perf_counter(), time.process_time()
    try:
        job.work.mkdir(parents=True)
        said = _write(job)
        _write_run(job, seconds=time.perf_counter() - started, cpu_before=cpu_before)
        _keep_other_editions(job)
        _move_into_place(job.work, job.place)
    except OSError as error:
        raise ReportNotWritten.at(job.place, error) from error
    finally:
        shutil.rmtree(job.work, ignore_errors=True)
    return Rendered(keys=job.keys, said=said)


def work_folder(place: Path) -> Path:
    """Return a folder beside a report's place that no other run uses."""
    return place.with_name(f".{place.name}-{uuid4().hex}{PARTIAL}")


def _write(job: ReportJob) -> tuple[str, ...]:
    """Run the notebook of each edition, then say in the manifest what they were made from and what they wrote.

    Returns: what the notebooks wrote to standard error.
    """
    said: list[str] = []
    folder = job.work / job.editions[0].folder
    notebooks = job.work / INTERNAL / NOTEBOOKS
    notebooks.mkdir(parents=True)
    folder.mkdir(exist_ok=True)
    with nullcontext() if job.saved is None else prepared(job.published, job.saved):
        for edition in job.editions:
            said += _write_edition(job, edition, folder=folder, notebooks=notebooks)
    names = dict.fromkeys(name for edition in job.editions for name in edition.rows_for(job.parameters))
    rows = {name: (folder / name).read_bytes().count(b"\n") - 1 for name in names}
    others = dict.fromkeys(name for edition in job.editions for name in edition.others)
    write_manifest(
        folder, job.made_from, rows=rows, pages=[edition.page for edition in job.editions], others=tuple(others)
    )
    return tuple(said)


def _write_edition(job: ReportJob, edition: Edition, *, folder: Path, notebooks: Path) -> tuple[str, ...]:
    asked = {name: value for name, value in job.parameters.items() if name in edition.parameters}
    asked |= {"folder": str(folder)}
    said = run_notebook(edition.notebook, parameters=asked, executed=notebooks / edition.notebook)
    unwritten = [name for name in edition.outputs_for(job.parameters) if not (folder / name).is_file()]
    if unwritten:
        raise NotebookFailed.wrote_nothing(edition.notebook, unwritten)
    return said


def _keep_other_editions(job: ReportJob) -> None:
    """Copy what editions of other folders have in the report's place, which is replaced as a whole."""
    made = {edition.folder for edition in job.editions}
    for name in (name for other in EDITIONS if other.folder not in made for name in other.files):
        kept, copy = job.place / name, job.work / name
        if kept.is_file():
            copy.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(kept, copy)


def _write_run(job: ReportJob, *, seconds: float, cpu_before: float) -> None:
    run = {
        "settings": json.loads(job.settings),
        "finished_at": time.strftime("%Y-%m-%dT%H:%M:%S%z"),
        "seconds": round(seconds, 3),
        "cpu_seconds": round(time.process_time() - cpu_before, 3),
        "machine": platform.platform(),
        "python": platform.python_version(),
        "cpus": os.cpu_count(),
    }
    path = job.work / INTERNAL / job.editions[0].run_file
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


def make_folder(folder: Path) -> None:
    """Make a period's folder, and clear away what runs that were cut off left there a day ago.

    Raises: ReportNotWritten.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        clear_left_over(folder, older_than_seconds=_STALE_SECONDS)
    except OSError as error:
        raise ReportNotWritten.at(folder, error) from error


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
