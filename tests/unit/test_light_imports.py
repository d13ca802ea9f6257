"""What papermill's import leaves out, and that it is there again for who asks for it."""

import os
import subprocess
import sys
from importlib.util import find_spec

import pytest

from csc_metrics.report.batch import processes

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
    loaded = modules_after(printed("['compare', '--authority', 'Tameside']"))
    assert "polars" in loaded
    assert not {"matplotlib", "seaborn", "papermill", "rich"} & loaded


@pytest.mark.parametrize("arguments", ["['--help']", "['report', '--help']", "['completion', 'bash']"])
def test_help_and_the_script_for_completion_load_nothing_that_reads_figures(arguments: str) -> None:
    assert not {"polars", "pydantic", "matplotlib", "papermill", "rich"} & modules_after(printed(arguments))


@pytest.mark.parametrize(
    ("words", "left_out"),
    [
        ("", {"polars", "pydantic"}),
        ("report ", {"polars", "pydantic"}),
        ("report --", {"polars", "pydantic"}),
        ("report --authority Ta", {"polars", "pydantic"}),
        ("report --neighbour-model ", {"polars", "pydantic"}),
        ("report --measure av", {"pydantic"}),
        ("report --period 20", set()),
    ],
)
def test_completion_loads_neither_charts_nor_papermill(words: str, left_out: set[str]) -> None:
    typed = {"COMP_WORDS": f"csc-metrics {words}", "COMP_CWORD": str(len(words.split(" "))), "X": "bash_complete"}
    code = f"import os\nos.environ.update({typed})\n{printed('[]', complete_var='X')}"
    loaded = modules_after(code)
    assert not ({"matplotlib", "seaborn", "papermill", "rich"} | left_out) & loaded


def printed(arguments: str, **more: str) -> str:
    """Return code that calls the command, throws away what it prints, and goes on."""
    given = "".join(f", {name}={value!r}" for name, value in more.items())
    return (
        "import io\nfrom contextlib import redirect_stderr, redirect_stdout, suppress\n"
        "from csc_metrics.cli.main import commands\n"
        "with redirect_stdout(io.TextIOWrapper(io.BytesIO())), redirect_stderr(io.StringIO()), suppress(SystemExit):\n"
        f"    commands({arguments}, prog_name='csc-metrics'{given})"
    )


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system does not fork")
@pytest.mark.parametrize(
    "loaded",
    ["csc_metrics.contracts.tables, csc_metrics.contracts.records.tables", ", ".join(processes.PRELOADED)],
    ids=["the contracts", "what reports need"],
)
def test_a_process_may_fork_after_modules_were_loaded(loaded: str) -> None:
    code = (
        f"import os, {loaded}\n"
        "import polars as pl\n"
        "child = os.fork()\n"
        "if child == 0:\n"
        "    pl.DataFrame({'a': [1, 2]}).lazy().group_by('a').len().collect()\n"
        "    os._exit(7)\n"
        "print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))"
    )
    printed = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True, timeout=30)
    assert printed.stdout.split() == ["7"], "a query ran while modules were loaded: reports would hang"
