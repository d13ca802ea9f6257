"""A papermill engine that runs a notebook in a shell within its own process: no kernel to start, nothing left over.

Meant for a process that renders one report and ends (csc_metrics.report.batch starts one for each report).
"""

import traceback
from typing import Final

from IPython.core.interactiveshell import ExecutionResult, InteractiveShell
from IPython.utils.capture import CapturedIO, RichOutput, capture_output
from nbformat import NotebookNode
from nbformat.v4 import new_output
from papermill.engines import Engine, NotebookExecutionManager
from traitlets.config import Config

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
        shell = InteractiveShell(config=Config({"HistoryManager": {"enabled": False}}))
        for index, cell in enumerate(nb_man.nb.cells):
            nb_man.cell_start(cell, index)
            if cell.cell_type == "code":
                result = _run_cell(shell, cell)
                if not result.success:
                    nb_man.cell_exception(cell, index)
                    return
            nb_man.cell_complete(cell, index)


def _run_cell(shell: InteractiveShell, cell: NotebookNode) -> ExecutionResult:
    """Run one cell, put what it printed, showed or raised into its outputs, and number it."""
    with capture_output() as captured:
        result: ExecutionResult = shell.run_cell(cell.source, store_history=True)
    cell.outputs = _outputs(captured)
    cell.execution_count = shell.execution_count - 1
    error = result.error_before_exec or result.error_in_exec
    if error is not None:
        lines = traceback.format_exception(error)
        cell.outputs = [new_output("error", ename=type(error).__name__, evalue=str(error), traceback=lines)]
    return result


def _outputs(captured: CapturedIO) -> list[NotebookNode]:
    streams = [("stdout", captured.stdout), ("stderr", captured.stderr)]
    printed = [new_output("stream", name=name, text=text) for name, text in streams if text]
    shown: list[RichOutput] = captured.outputs
    return [*printed, *(new_output("display_data", data=one.data, metadata=one.metadata or {}) for one in shown)]
