"""A bar on a terminal while longer work is under way; gone when it is done, results stay above it."""

from typing import Final

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    SpinnerColumn,
    TextColumn,
    TimeElapsedColumn,
    TimeRemainingColumn,
)

from csc_metrics.cli.progress import line_of
from csc_metrics.progress import Step

_BAR_WIDTH: Final = 24


class ProgressBar:
    """Steps as a bar on standard error, with the time taken and the time left; NO_COLOR is respected by rich."""

    def __init__(self) -> None:
        self._console = Console(stderr=True, highlight=False)
        self._bar = Progress(
            SpinnerColumn("line"),  # in letters: not every terminal on Windows has the others
            TextColumn("{task.description}", markup=False),
            BarColumn(bar_width=_BAR_WIDTH),
            MofNCompleteColumn(),
            TimeElapsedColumn(),
            TextColumn("taken,"),
            TimeRemainingColumn(),
            TextColumn("left"),
            console=self._console,
            transient=True,
            redirect_stdout=False,  # standard output may go elsewhere
        )
        self._task = self._bar.add_task("")
        self._work = ""
        self._bar.start()

    def show(self, step: Step) -> None:
        """Move the bar; print a result above it."""
        if step.is_result:
            self._console.print(line_of(step), markup=False, soft_wrap=True)
        if step.work != self._work:
            self._work = step.work
            self._bar.reset(self._task, description=step.work, total=step.steps)
        self._bar.update(self._task, completed=step.done)

    def close(self) -> None:
        """Take the bar away and give the cursor back."""
        self._bar.stop()
