"""Steps of longer work, shown on standard error: a bar on a terminal, plain lines elsewhere."""

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib import import_module
from threading import Lock, Timer
from time import monotonic
from typing import Final, Protocol

import click

from csc_metrics.progress import Step, Tell

LONG_SECONDS: Final = 2.0
"""Work of less than this is not worth a line for each of its steps."""


class _Display(Protocol):
    def show(self, step: Step) -> None: ...
    def close(self) -> None: ...


@contextmanager
def shown_progress() -> Iterator[Tell]:
    """Show the steps that are told within the block, and leave only lines that are results behind.

    Nothing is loaded or written until a step is told; the terminal is left clean however the block ends.
    """
    display: list[_Display] = []

    def tell(step: Step) -> None:
        if not display:
            display.append(_display())
        display[0].show(step)

    try:
        yield tell
    finally:
        for shown in display:
            shown.close()


def _display() -> _Display:
    if sys.stderr.isatty() and os.environ.get("TERM") != "dumb":
        bar: _Display = import_module("csc_metrics.cli.progress_bar").ProgressBar()  # rich is for terminals only
        return bar
    return PlainLines()


class PlainLines:
    """Steps as lines without control characters: results at once, other steps only of work that takes long.

    The lines of short steps are held back for two seconds, so that quick work says nothing and long work lacks none.
    After that time a line says what is under way, should the first step not be done by then.
    """

    def __init__(self, *, clock: Callable[[], float] = monotonic, long_seconds: float | None = None) -> None:
        self._clock = clock
        self._long_seconds = LONG_SECONDS if long_seconds is None else long_seconds
        self._work = ""
        self._began = 0.0
        self._held: list[str] = []
        self._is_named = False
        self._lock = Lock()
        self._reminder = Timer(self._long_seconds, self._say_what_is_under_way)

    def show(self, step: Step) -> None:
        """Print a step's line, or hold it back."""
        with self._lock:
            if step.work != self._work:
                self._work, self._began, self._held, self._is_named = step.work, self._clock(), [], False
                self._remind_of(step)
            if step.what:
                self._held.append(line_of(step))
            if step.is_result or self._clock() - self._began >= self._long_seconds:
                self._print_held()

    def close(self) -> None:
        """Leave out what is still held back: it was quick."""
        self._reminder.cancel()

    def _remind_of(self, step: Step) -> None:
        """Have the work that begins named once it has taken long."""
        self._reminder.cancel()
        self._reminder = Timer(self._long_seconds, self._say_what_is_under_way, [step])
        self._reminder.daemon = True
        self._reminder.start()

    def _say_what_is_under_way(self, step: Step | None = None) -> None:
        with self._lock:
            if step is not None and step.work == self._work and not self._is_named:
                self._held = self._held or [f"{step.work}, {step.done} of {step.steps}"]
                self._print_held()

    def _print_held(self) -> None:
        self._reminder.cancel()
        self._is_named = True
        for line in self._held:
            click.echo(line, err=True)
        self._held = []


def line_of(step: Step) -> str:
    """Return a step as a line; a result needs no word of the work.

    >>> line_of(Step(work="Reading DfE's files", done=3, steps=30, what="c1.csv"))
    "Reading DfE's files, 3 of 30: c1.csv"
    """
    return f"{'' if step.is_result else f'{step.work}, '}{step.done} of {step.steps}: {step.what}"
