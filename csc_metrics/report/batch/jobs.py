"""Render the jobs of a run, each in a process of its own, one failure leaving the others be."""

import shutil
from collections.abc import Iterator, Sequence
from concurrent.futures import Executor, Future
from queue import SimpleQueue
from typing import Final

from csc_metrics.errors import CscMetricsError
from csc_metrics.progress import Step, Tell
from csc_metrics.report.batch.job import Rendered, ReportJob, render

_RENDERING: Final = "Rendering reports"


def render_jobs(jobs: Sequence[ReportJob], *, executor: Executor, tell: Tell) -> tuple[tuple[str, ...], dict[str, str]]:
    """Render jobs and return the keys of those that are done, and key → message of those that failed.

    tell: is given a step for each report as it is done or has failed.
    """
    rendered: list[str] = []
    failed: dict[str, str] = {}
    done = 0
    try:
        tell(Step(work=_RENDERING, done=0, steps=len(jobs)))
        for job, future in _as_they_finish(jobs, executor=executor):
            try:
                made = future.result()
                rendered.extend(made.keys)
                what = ": ".join([str(job.place), *made.said])
            except CscMetricsError as error:
                failed |= dict.fromkeys(job.keys_asked, str(error))
                what = f"{job.place.name} FAILED"  # why is told in the end, once for all that failed by the same
            done += 1
            tell(Step(work=_RENDERING, done=done, steps=len(jobs), what=what, is_result=True))
    except KeyboardInterrupt:
        executor.shutdown(cancel_futures=True)
        raise
    finally:
        for job in jobs:
            shutil.rmtree(job.work, ignore_errors=True)  # a process that was killed could not clear it away
    return tuple(sorted(rendered)), dict(sorted(failed.items()))


def _as_they_finish(jobs: Sequence[ReportJob], *, executor: Executor) -> Iterator[tuple[ReportJob, Future[Rendered]]]:
    """Start every job and give each with its future once it is done.

    Not by `as_completed`: that holds the locks of all futures one after another, and an interrupt from the keyboard
    within it leaves some locked for good, so that their tasks never end.
    """
    finished: SimpleQueue[Future[Rendered]] = SimpleQueue()
    started: dict[Future[Rendered], ReportJob] = {}
    for job in jobs:
        future = executor.submit(render, job)
        started[future] = job
        future.add_done_callback(finished.put)
    for _ in jobs:
        future = finished.get()
        yield started[future], future
