"""Loaded by every Python process that a profiling run starts: tells at its end where its CPU seconds went.

Python imports a module of this name by itself before anything else. It wraps the suite's real functions, and
nbconvert's, as their modules come in; the suite knows nothing of it. A part's time is its own, without that of parts
within it.
"""

import atexit
import builtins
import functools
import importlib
import os
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Final, Never, ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")

FOLDER_VARIABLE: Final = "CSC_BENCHMARK_PARTS"
"""The environment's word for the folder to tell into; without it nothing is watched."""

PART_OF: Final = {
    ("csc_metrics.comparison.published_data", "load_published_data"): "data",
    ("csc_metrics.comparison.published_data", "save_prepared"): "data",
    ("csc_metrics.comparison.published_data", "compare_authorities"): "data",
    ("csc_metrics.narrative.history", "histories"): "data",
    ("csc_metrics.charts.years_against_neighbours", "draw_years_against_neighbours"): "charts",
    ("csc_metrics.report.page.tables", "table_of_years"): "tables",
    ("csc_metrics.report.beside", "write_rows"): "tables",
    ("csc_metrics.report.beside", "write_workbook"): "tables",
    ("csc_metrics.narrative.choose", "opening_sentences"): "page",
    ("csc_metrics.report.page.scrutiny_page", "measure_section"): "page",
    ("csc_metrics.report.page.scrutiny_page", "scrutiny_page"): "page",
    ("csc_metrics.report.page.render", "render_page"): "page",
    ("csc_metrics.report.page.render", "render_in_notebook"): "page",
    ("csc_metrics.report.batch.index", "write_index"): "page",
    ("nbconvert.nbconvertapp", "NbConvertApp.convert_notebooks"): "page",
}
"""Which function's time is whose."""


class Stopwatch:
    """CPU seconds of this process by part; `start` is what it had spent when Python looked for this module."""

    def __init__(self) -> None:
        self.spent: dict[str, float] = {"start": time.process_time()}
        self._open: list[str] = []
        self._since = 0.0

    def begin(self, part: str) -> None:
        """From now on time is this part's."""
        self._book()
        self._open.append(part)

    def end(self) -> None:
        """From now on time is that of the part around it, or nobody's."""
        self._book()
        self._open.pop()

    def is_within(self, part: str) -> bool:
        """Whether time is this part's just now."""
        return bool(self._open) and self._open[-1] == part

    def clear(self) -> None:
        """Begin anew, as a forked process does: it has spent nothing yet."""
        self.spent.clear()
        self._open.clear()

    def _book(self) -> None:
        now = time.process_time()
        if self._open:
            part = self._open[-1]
            self.spent[part] = self.spent.get(part, 0.0) + now - self._since
        self._since = now


watch: Final = Stopwatch()
_unwrapped: Final = dict(PART_OF)


def timed(function: Callable[P, T], part: str) -> Callable[P, T]:
    """Return the function, its time on the main thread booked."""

    @functools.wraps(function)
    def run(*args: P.args, **kwargs: P.kwargs) -> T:
        if watch.is_within(part) or threading.current_thread() is not threading.main_thread():
            return function(*args, **kwargs)
        watch.begin(part)
        try:
            return function(*args, **kwargs)
        finally:
            watch.end()

    return run


def wrap_what_came_in() -> None:
    """Wrap the functions of modules that have been imported by now, before anyone takes them from there."""
    for (module, path), part in list(_unwrapped.items()):
        owner = sys.modules.get(module)
        *outer, name = path.split(".")
        for step in outer:
            owner = getattr(owner, step, None)
        function = getattr(owner, name, None)
        if function is not None:
            setattr(owner, name, timed(function, part))
            del _unwrapped[module, path]


def wrapping(importer: Callable[P, T]) -> Callable[P, T]:
    """Return an importer whose time is booked as imports."""
    booked = timed(importer, "imports")

    @functools.wraps(importer)
    def run(*args: P.args, **kwargs: P.kwargs) -> T:
        module = booked(*args, **kwargs)
        if _unwrapped:
            wrap_what_came_in()
        return module

    return run


def tell() -> None:
    """Write what was spent, a part a line, into the folder that the benchmark reads."""
    folder = os.environ.get(FOLDER_VARIABLE)
    if folder and watch.spent:
        lines = "".join(f"{part} {seconds}\n" for part, seconds in watch.spent.items())
        Path(folder, f"{os.getpid()}-{time.monotonic_ns()}.txt").write_text(lines, encoding="utf-8")
        watch.clear()


def telling(leave: Callable[P, Never]) -> Callable[P, Never]:
    """Return os._exit, by which forked processes end, with what was spent told before."""

    def run(*args: P.args, **kwargs: P.kwargs) -> Never:
        tell()
        leave(*args, **kwargs)

    return run


def install() -> None:
    """Watch this process from here to its end, and what is forked from it."""
    builtins.__import__ = wrapping(builtins.__import__)
    importlib.import_module = wrapping(importlib.import_module)
    os._exit = telling(os._exit)
    os.register_at_fork(after_in_child=watch.clear)
    atexit.register(tell)


if FOLDER_VARIABLE in os.environ:
    install()
