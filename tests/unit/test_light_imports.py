"""What papermill's import leaves out, and that it is there again for who asks for it."""

import subprocess
import sys
from importlib.util import find_spec

import pytest

SLOW = "rfc3987_syntax"


def modules_after(code: str) -> set[str]:
    printed = subprocess.run(
        [sys.executable, "-c", f"{code}\nimport sys\nprint(*sys.modules)"], check=True, capture_output=True, text=True
    )
    return set(printed.stdout.split())


@pytest.mark.skipif(find_spec(SLOW) is None, reason="JupyterLab is not installed, so there is nothing to leave out")
def test_reports_load_papermill_without_the_checker_that_jupyterlab_brings() -> None:
    loaded = modules_after("import csc_metrics.report.notebooks")
    assert {"papermill", "nbformat", "jsonschema"} <= loaded
    assert SLOW not in loaded
    assert SLOW in modules_after("import jsonschema")


@pytest.mark.skipif(find_spec(SLOW) is None, reason="JupyterLab is not installed, so there is nothing to leave out")
def test_who_asks_for_the_checker_afterwards_gets_it() -> None:
    assert SLOW in modules_after(f"import csc_metrics.report.notebooks\nimport {SLOW}")


def test_commands_that_print_figures_load_neither_charts_nor_papermill() -> None:
    code = "from csc_metrics.cli.main import commands\ncommands.get_command(None, 'compare')"
    assert not {"matplotlib", "seaborn", "papermill"} & modules_after(code)
