"""Run a command and measure all the processes it starts: CPU seconds, wall seconds, the peak of memory. Linux only."""

import ctypes
import os
import resource
import subprocess
import sys
import threading
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final, Self

import psutil

from benchmarks.results import Spent

_PAUSE_SECONDS: Final = 0.25
_BECOME_SUBREAPER: Final = 36
"""prctl's PR_SET_CHILD_SUBREAPER: processes whose parent has ended become ours, so that their time is counted too."""


def adopt_orphans() -> None:
    """Make this process the parent of what outlives the commands it runs. Raises: SystemExit but on Linux."""
    if sys.platform != "linux":
        raise SystemExit("The benchmark measures trees of processes as Linux tells them: run it on Linux.")
    ctypes.CDLL(None).prctl(_BECOME_SUBREAPER, 1, 0, 0, 0)


def measure(commands: Sequence[Sequence[str]], *, reports: int, folder: Path, environment: Mapping[str, str]) -> Spent:
    """Run commands one after the other in a folder and return what they and all their processes took.

    reports: how many the commands make. CPU seconds are the kernel's own count, of processes that have ended.
    Memory is proportional set size, taken four times a second and added up over the tree: shared pages count once.
    Raises: SystemExit with the last that a command printed, if it failed.
    """
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    wall, peak = 0.0, 0
    for command in commands:
        seconds, bytes_held = _run(command, folder=folder, environment=environment)
        wall, peak = wall + seconds, max(peak, bytes_held)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime
    return Spent(reports=reports, wall_seconds=wall, cpu_seconds=cpu, peak_bytes=peak)


def _run(command: Sequence[str], *, folder: Path, environment: Mapping[str, str]) -> tuple[float, int]:
    """Run one command; return wall seconds until it ended, and the most memory seen."""
    log = folder / "command.log"
    with log.open("wb") as said:
        started = time.perf_counter()
        process = subprocess.Popen(
            command, cwd=folder, env=dict(environment), stdout=said, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL
        )
        with _MemoryWatch(process.pid) as watch:
            code = process.wait()
            wall = time.perf_counter() - started
    _wait_for_orphans()
    if code:
        raise SystemExit(
            f"{command[0]} ended with {code}:\n{log.read_text(encoding='utf-8', errors='replace')[-2000:]}"
        )
    return wall, watch.peak_bytes


def _wait_for_orphans() -> None:
    """Wait until nothing is left of a command: only then is the time of its processes counted."""
    try:
        while True:
            os.wait()
    except ChildProcessError:
        return


class _MemoryWatch:
    """Looks at a tree of processes again and again, from a thread of its own."""

    def __init__(self, pid: int) -> None:
        self.peak_bytes = 0
        self._pid = pid
        self._is_over = threading.Event()
        self._thread = threading.Thread(target=self._look, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._is_over.set()
        self._thread.join()

    def _look(self) -> None:
        while not self._is_over.wait(_PAUSE_SECONDS):
            self.peak_bytes = max(self.peak_bytes, _held_by_tree(self._pid))


def _held_by_tree(pid: int) -> int:
    """Return the proportional set size of a process and all below it; those that end meanwhile count nothing."""
    try:
        root = psutil.Process(pid)
        tree = [root, *root.children(recursive=True)]
    except psutil.Error:
        return 0
    return sum(_held(process) for process in tree)


def _held(process: psutil.Process) -> int:
    try:
        return int(process.memory_full_info().pss)
    except psutil.Error:
        return 0
