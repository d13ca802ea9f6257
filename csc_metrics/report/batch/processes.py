"""An executor that gives every task a process of its own: a task that dies takes no other with it."""

import multiprocessing
import signal
import sys
from collections.abc import Callable
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from multiprocessing import forkserver
from multiprocessing.connection import Connection
from multiprocessing.context import ForkServerContext, SpawnContext
from multiprocessing.process import BaseProcess
from typing import Any, Final, ParamSpec, TypeVar

from csc_metrics.errors import CscMetricsError

P = ParamSpec("P")
T = TypeVar("T")

LONGEST_TASK_SECONDS: Final = 600.0
"""A task that takes longer has come to a stand and is ended."""
PRELOADED: Final = (
    "csc_metrics.report.notebooks",
    "csc_metrics.report.scrutiny",
    "csc_metrics.report.performance",
    "csc_metrics.report.board",
)
"""Modules that are loaded once, before processes are forked; none may run a query while it is loaded."""


class TaskDied(CscMetricsError):
    """The process of a task ended without a result."""

    @classmethod
    def with_code(cls, code: int | None) -> "TaskDied":
        """Word the error for a process that was killed or crashed."""
        if code is not None and code < 0:
            return cls(
                f"The process that rendered it was stopped by signal {-code} before it was done; memory may be full. "
                "Close other programs, or give --workers 1, and run the command again: what is finished is kept."
            )
        return cls(
            f"The process that rendered it failed with code {code} before it was done; it printed why. Run the "
            "command again: what is finished is kept. If it fails again, send what it printed to those who maintain "
            "csc_metrics."
        )

    @classmethod
    def too_slow(cls) -> "TaskDied":
        """Word the error for a process that did not come to an end."""
        return cls(
            f"It was stopped after {LONGEST_TASK_SECONDS:.0f} seconds without coming to an end. Run the command again "
            "with --workers 1; if it stops again, run the notebook in JupyterLab to see at which cell."
        )


class ProcessForEach(Executor):
    """Runs each task in a new process, at most `workers` at a time.

    Where the system can fork, processes start from a server that has imported what reports need and has run no query
    (a query before a fork hangs the child); elsewhere they start afresh.
    """

    def __init__(self, *, workers: int) -> None:
        self._context = _context()
        self._threads = ThreadPoolExecutor(max_workers=workers)
        self._running: set[BaseProcess] = set()

    def submit(self, fn: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        """Run fn(*args, **kwargs) in a process of its own; fn and all it takes and gives must be picklable.

        Raises: nothing itself; the future's result raises what fn raised, or TaskDied where its process did not answer.
        """
        return self._threads.submit(self._run, fn, args, kwargs)

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """Wait for what is under way, or end it where futures are cancelled; the signature is concurrent.futures'."""
        if cancel_futures:
            self._threads.shutdown(wait=False, cancel_futures=True)
            for process in tuple(self._running):
                process.kill()
        self._threads.shutdown(wait=wait)

    def _run(self, fn: Callable[..., T], args: tuple[Any, ...], kwargs: dict[str, Any]) -> T:
        receiver, sender = self._context.Pipe(duplex=False)
        process = self._context.Process(target=_answer, args=(sender, fn, args, kwargs))
        process.start()
        self._running.add(process)
        sender.close()
        try:
            if not receiver.poll(LONGEST_TASK_SECONDS):
                process.kill()
                raise TaskDied.too_slow()
            is_done, result = receiver.recv()
        except (EOFError, OSError) as error:
            process.join()
            raise TaskDied.with_code(process.exitcode) from error
        finally:
            receiver.close()
            self._running.discard(process)
        process.join()
        if not is_done:
            raise result
        answer: T = result
        return answer


def _context() -> ForkServerContext | SpawnContext:
    if sys.platform == "win32":
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(list(PRELOADED))
    forkserver.ensure_running()  # it imports while this process reads DfE's files
    return context


def _answer(sender: Connection, fn: Callable[..., object], args: tuple[Any, ...], kwargs: dict[str, Any]) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's to answer: it ends its processes
    try:
        result = (True, fn(*args, **kwargs))
    except CscMetricsError as error:
        result = (False, error)
    sender.send(result)
    sender.close()
