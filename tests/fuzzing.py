"""What tests that throw drawn and spoilt files at the readers share: a watched process, budgets, and a place for finds.

Nothing here asks the code whether all is well: what must hold of any cleaning is told by `cleaning_worker`, and what a
file holds by plain Python.
"""

import atexit
import hashlib
import os
import pickle
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any, Final

from cleaning_worker import Files, Job, Outcome
from conftest import REPOSITORY
from hypothesis import HealthCheck, settings

FINDS: Final = REPOSITORY / "fuzz_finds"
"""Each failing input is laid down here, with how to try it again; git ignores it."""
SECONDS_OF_A_JOB: Final = 60.0
"""After which a cleaning of a few small files hangs; none takes a second on an idle machine."""
MINUTES: Final = float(os.environ.get("FUZZ_MINUTES", "0"))
"""How long to go on; 0: the few examples of a usual run, the same each time."""
SHARES_OF_DRAWN: Final = 30
SHARES_OF_SPOILT: Final = 4
"""Into how many parts the minutes go for a property of drawn files, and for a kind of spoilt ones: half for either."""
SEED: Final = int(os.environ.get("FUZZ_SEED", "0")) or (time.time_ns() % 2**31 if MINUTES else 1)
"""Of everything that is random; another one each time that somebody asks for minutes."""
_WORKER: Final = Path(__file__).parent / "cleaning_worker.py"


def few(examples: int) -> settings:
    """Return the settings of a property: so many examples, the same each time, unless somebody asks for minutes."""
    slow = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much]
    if MINUTES:
        return settings(max_examples=200, deadline=None, suppress_health_check=slow)
    return settings(max_examples=examples, deadline=None, derandomize=True, database=None, suppress_health_check=slow)


def for_its_share(property_: Callable[[], object]) -> None:
    """Run a property once, or again and again for its share of the minutes that somebody asked for."""
    until = time.monotonic() + MINUTES * 60 / SHARES_OF_DRAWN
    property_()
    while time.monotonic() < until:
        property_()


class Watched:
    """A process that cleans, which is ended and begun anew if it hangs or dies."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None
        self._folder = tempfile.TemporaryDirectory(ignore_cleanup_errors=True)
        self._told = Path(self._folder.name) / "told.txt"
        atexit.register(self.end)

    def outcome(self, job: Job, *, seconds: float = SECONDS_OF_A_JOB) -> Outcome:
        """Return what comes of a job; that its process hung or died is an outcome too."""
        process = self._process or self._begun()
        assert process.stdin is not None
        assert process.stdout is not None
        watch = threading.Timer(seconds, process.kill)
        watch.start()
        try:
            pickle.dump(job, process.stdin)
            process.stdin.flush()
            outcome: Outcome = pickle.load(process.stdout)
        except (EOFError, OSError, pickle.UnpicklingError):
            return self._ended(process, seconds=seconds, is_hung=not watch.is_alive())
        finally:
            watch.cancel()
        return outcome

    def _begun(self) -> "subprocess.Popen[bytes]":
        paths = os.pathsep.join([str(_WORKER.parent), str(REPOSITORY)])
        with self._told.open("wb") as told:
            self._process = subprocess.Popen(
                [sys.executable, str(_WORKER)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=told,
                env={**os.environ, "PYTHONPATH": paths, "POLARS_MAX_THREADS": "1"},
            )
        return self._process

    def end(self) -> None:
        """End the process and take away what it said."""
        if self._process is not None:
            self._process.kill()
            self._process.communicate()
            self._process = None
        self._folder.cleanup()

    def _ended(self, process: "subprocess.Popen[bytes]", *, seconds: float, is_hung: bool) -> Outcome:
        self._process = None
        if is_hung:
            process.kill()
        process.communicate()
        code = process.returncode
        last = self._told.read_text(encoding="utf-8", errors="replace")[-3000:]
        what = f"ended after {seconds} seconds: it hangs" if is_hung else f"the process died (code {code})"
        return Outcome(crash=f"{what}\n{last}", seconds=seconds)


@cache
def watched() -> Watched:
    """Return the process that tests of this process share; it ends with this one, when its input ends."""
    return Watched()


def cleaned(*steps: Files, name: str, is_whole: bool = True) -> Outcome:
    """Clean files, and see that what must hold of any cleaning does. name: of the test, for what is found."""
    job = Job(steps=steps, is_whole=is_whole)
    outcome = watched().outcome(job)
    for wrong in wrong_with(outcome):
        raise AssertionError(f"{wrong}\nkept in {kept(job, wrong, name=name)}")
    return outcome


def wrong_with(outcome: Outcome) -> Iterator[str]:
    """Give what must not be so of any cleaning, whatever the files hold."""
    if outcome.crash:
        yield outcome.crash
    yield from outcome.odd
    for fault in outcome.faults:
        if not fault["remedy"]:
            yield f"a fault without a remedy: {fault}"


def kept(job: Job, wrong: str, *, name: str) -> Path:
    """Lay down a failing input and how to try it again, and return where."""
    content = b"".join(part for files in job.steps for part in files.values())
    folder = FINDS / f"{name}-{hashlib.sha256(content).hexdigest()[:8]}"
    for number, files in enumerate(job.steps, start=1):
        for place, part in files.items():
            path = folder / f"raw{number}" / place
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(part)
    again = f"csc-metrics check --raw {folder.name}/raw1 --clean {folder.name}/clean"
    (folder / "why.txt").write_text(f"{wrong}\n\nseed {SEED}; in {FINDS.name}: {again}\n", encoding="utf-8")
    return folder


def without_places(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return rows of a clean table without what says where they are from."""
    places = ("la_code", "source_file", "source_row", "extracted_on")
    return [{name: cell for name, cell in row.items() if name not in places} for row in rows]


def in_order(rows: list[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """Return rows in an order that their cells alone decide."""
    return sorted(rows, key=lambda row: tuple((name, str(cell)) for name, cell in sorted(row.items())))
