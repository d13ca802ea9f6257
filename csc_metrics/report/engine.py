"""A papermill engine that runs a notebook in a shell within its own process: no kernel to start, nothing left over.

Meant for a process that renders one report and ends (csc_metrics.report.batch starts one for each report).
"""

import io
import traceback
from contextlib import redirect_stderr, redirect_stdout
from typing import Any, Final

from IPython.core.displayhook import CapturingDisplayHook
from IPython.core.displaypub import CapturingDisplayPublisher
from IPython.core.interactiveshell import ExecutionResult, InteractiveShell
from nbformat import NotebookNode
from nbformat.v4 import new_output
from papermill.engines import Engine, NotebookExecutionManager
from traitlets.config import Config

from csc_metrics.report.interactive import as_printed

ENGINE_NAME: Final = "csc-metrics"


class InProcessEngine(Engine):
    """Runs every code cell in one IPython shell and stops at the first that fails, as a kernel would."""

    @classmethod
    def execute_managed_notebook(
        cls,
        nb_man: NotebookExecutionManager,
        _kernel_name: str,
        **_options: object,
    ) -> None:
        """Run the notebook's cells in order. Called by papermill; arguments are papermill's."""
        with as_printed():
            _run_cells(nb_man)


def _run_cells(nb_man: NotebookExecutionManager) -> None:
    """Run cells in order, up to the first that fails."""
    shell = _CapturingShell()
    for index, cell in enumerate(nb_man.nb.cells):
        nb_man.cell_start(cell, index)
        if cell.cell_type == "code" and not shell.run(cell):
            nb_man.cell_exception(cell, index)
            return
        nb_man.cell_complete(cell, index)


class _CapturingShell:
    """An IPython shell whose displays, results and prints become the outputs of the cell that is run."""

    def __init__(self) -> None:
        self._shell = InteractiveShell(config=Config({"HistoryManager": {"enabled": False}}))
        self._shell.display_pub = CapturingDisplayPublisher()
        self._shown: list[dict[str, Any]] = self._shell.display_pub.outputs
        self._shell.display_trap.hook = CapturingDisplayHook(shell=self._shell, outputs=self._shown)

    def run(self, cell: NotebookNode) -> bool:
        """Run one cell, put what it showed, printed or raised into its outputs, and say whether it succeeded."""
        self._shown.clear()
        printed = {"stdout": io.StringIO(), "stderr": io.StringIO()}
        with redirect_stdout(printed["stdout"]), redirect_stderr(printed["stderr"]):
            result: ExecutionResult = self._shell.run_cell(cell.source, store_history=True)
        cell.execution_count = self._shell.execution_count - 1
        error = result.error_before_exec or result.error_in_exec
        if error is not None:
            lines = traceback.format_exception(error)
            cell.outputs = [new_output("error", ename=type(error).__name__, evalue=str(error), traceback=lines)]
            return False
        streams = [new_output("stream", name=name, text=text.getvalue()) for name, text in printed.items()]
        shown = [new_output("display_data", data=one["data"], metadata=one["metadata"] or {}) for one in self._shown]
        cell.outputs = [*(stream for stream in streams if stream.text), *shown]
        return True
