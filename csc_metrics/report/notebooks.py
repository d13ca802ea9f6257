"""Run one of the suite's notebooks through papermill, and believe it only when every cell was run."""

from collections.abc import Mapping
from importlib.resources import files
from pathlib import Path
from typing import Final, Self

import nbformat
import papermill
from papermill.exceptions import PapermillExecutionError

from csc_metrics.errors import CscMetricsError, did_you_mean
from csc_metrics.report.engine import ENGINE_NAME

SCRUTINY_NOTEBOOK: Final = "scrutiny_report.ipynb"
PERFORMANCE_NOTEBOOK: Final = "performance_report.ipynb"
BOARD_NOTEBOOK: Final = "improvement_board.ipynb"
_KERNEL: Final = "python3"
_PARAMETERS_TAG: Final = "parameters"
_PUT_BACK: Final = (
    "If somebody has changed the notebook, mend it or put back the one that came with csc_metrics; if nobody has, tell "
    "those who maintain csc_metrics."
)


class NotebookFailed(CscMetricsError):
    """A notebook did not run to its end."""

    @classmethod
    def raised(cls, notebook: str, error: PapermillExecutionError) -> Self:
        """Word the error that a cell raised; the suite's own errors keep their message as it is."""
        if error.ename in _names_of_own_errors():
            return cls(error.evalue)
        begins = error.source.strip().splitlines()[0] if error.source.strip() else "nothing"
        said = error.evalue.rstrip(".")
        return cls(f"{notebook}: the cell that begins with {begins!r} raised {error.ename}: {said}. {_PUT_BACK}")

    @classmethod
    def stopped_short(cls, notebook: str, cells: list[str]) -> Self:
        """Word the error for a run that left cells out without an error."""
        return cls(
            f"{notebook}: the run ended without running these cells to their end: {', '.join(cells)}. {_PUT_BACK}"
        )

    @classmethod
    def wrote_nothing(cls, notebook: str, names: list[str]) -> Self:
        """Word the error for a notebook that ran to its end but did not write what a report is made of."""
        return cls(
            f"{notebook}: it ran to its end but did not write {', '.join(names)}: its last cell may be gone. "
            f"{_PUT_BACK}"
        )

    @classmethod
    def unknown_parameters(cls, notebook: str, names: list[str], known: list[str]) -> Self:
        """Word the error for parameters that the notebook does not have and would ignore."""
        told = " ".join(f"no parameter {name!r}.{did_you_mean(name, known)}" for name in names)
        return cls(f"{notebook}: {told} It takes {', '.join(known) or 'none: no cell is tagged parameters'}.")

    @classmethod
    def wrong_type(cls, notebook: str, name: str, value: object) -> Self:
        """Word the error for a parameter that is not text."""
        return cls(f"{notebook}: the parameter {name} takes text, not {value!r}. Put it in quotes.")


def notebook_path(name: str) -> Path:
    """Return where a notebook is: as shipped in the package, else in the checkout's `notebooks/`."""
    shipped = Path(str(files("csc_metrics.report"))) / "shipped_notebooks" / name
    return shipped if shipped.is_file() else Path(str(files("csc_metrics"))).parent / "notebooks" / name


def run_notebook(name: str, *, parameters: Mapping[str, str], executed: Path) -> tuple[str, ...]:
    """Run a notebook with parameters and keep the executed copy.

    executed: where to write it; its folder must be there. Every parameter must be one that the notebook has.
    Returns: the lines that its cells wrote to standard error.
    Raises: NotebookFailed unless every code cell was run to its end without an error.
    """
    path = notebook_path(name)
    _require_parameters(path, parameters)
    try:
        papermill.execute_notebook(
            _literally(path),
            _literally(executed),
            parameters=dict(parameters),
            engine_name=ENGINE_NAME,
            kernel_name=_KERNEL,
            progress_bar=False,
        )
    except PapermillExecutionError as error:
        raise NotebookFailed.raised(name, error) from error
    cells = _code_cells(executed)
    _require_every_cell(name, cells)
    said = [output.text for cell in cells for output in cell.outputs if output.get("name") == "stderr"]
    return tuple(line for text in said for line in str(text).splitlines())


def _require_parameters(path: Path, parameters: Mapping[str, str]) -> None:
    known = list(papermill.inspect_notebook(_literally(path)))
    unknown = [name for name in parameters if name not in known]
    if unknown:
        raise NotebookFailed.unknown_parameters(path.name, unknown, known)
    for name, value in parameters.items():
        if not isinstance(value, str):
            raise NotebookFailed.wrong_type(path.name, name, value)


def _code_cells(executed: Path) -> list[nbformat.NotebookNode]:
    return [cell for cell in nbformat.read(executed, as_version=4).cells if cell.cell_type == "code" and cell.source]


def _require_every_cell(name: str, cells: list[nbformat.NotebookNode]) -> None:
    """Refuse a run unless every code cell was executed without an error.

    An engine that ran no cell succeeds in silence, and papermill forgives a cell that ended with sys.exit(0).
    """
    left_out = [cell.get("id", "?") for cell in cells if not cell.execution_count or _has_error(cell)]
    if left_out:
        raise NotebookFailed.stopped_short(name, left_out)


def _literally(path: Path) -> str:
    """Return a path as papermill takes it, which fills in {braces} from the parameters."""
    return str(path).replace("{", "{{").replace("}", "}}")


def _has_error(cell: nbformat.NotebookNode) -> bool:
    return any(output.output_type == "error" for output in cell.outputs)


def _names_of_own_errors() -> set[str]:
    found, left = set(), [CscMetricsError]
    while left:
        error = left.pop()
        found.add(error.__name__)
        left.extend(error.__subclasses__())
    return found
