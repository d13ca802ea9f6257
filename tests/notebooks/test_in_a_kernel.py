"""Notebooks in a kernel, as JupyterLab runs them where they lie: tables to search, and errors that are their message."""

import shutil
from pathlib import Path
from typing import Final

import nbformat
import pytest
from made_up_records import MONTHS, put_tables
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_notebook

from csc_metrics.records.clean import clean_records
from csc_metrics.report.folders import DEMO_REGION
from csc_metrics.report.notebooks import notebook_path
from csc_metrics.settings.read import read_settings

SHOW: Final = """
from csc_metrics.report.data_quality import Shown
from csc_metrics.report.page.model import Block, DisplayTable
rows = tuple((f"Team {number}", ()) for number in range(40))
Shown([Block(code="teams", title="Teams", words=(), tables=(DisplayTable(caption="Teams", headings=("Team",), rows=rows),))])
"""
NEEDS_RECORDS: Final = (
    *("assessments", "caseloads", "data_quality", "improvement_board", "performance_report", "strategy_meetings"),
)
"""Notebooks that come with the made-up region, since they show nothing without records."""


def run(notebook: NotebookNode, *, at: Path) -> list[NotebookNode]:
    """Run a notebook in a kernel. Returns: its code cells; an error ends the run and stands in the cell's outputs."""
    client = NotebookClient(notebook, timeout=300, kernel_name="python3", resources={"metadata": {"path": str(at)}})
    try:
        client.execute()
    except CellExecutionError:
        pass
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """The notebooks as they are shipped, in a folder beside which there is nothing."""
    shutil.copytree(notebook_path("caseloads.ipynb").parent, tmp_path / "notebooks")
    return tmp_path


def test_in_a_kernel_larger_tables_can_be_searched_and_the_code_for_it_comes_once(tmp_path: Path) -> None:
    cells = run(new_notebook(cells=[new_code_cell(SHOW), new_code_cell(SHOW)]), at=tmp_path)
    first, second = ([output["data"]["text/html"] for output in cell.outputs] for cell in cells)
    assert [("data-tables=" in html, "createObjectURL" in html) for html in first] == [(False, True), (True, False)]
    assert [("data-tables=" in html, html.count("<tr>")) for html in second] == [(True, 41)]


def test_without_the_demo_the_analyst_sees_one_message_of_what_to_do(checkout: Path) -> None:
    notebook = nbformat.read(checkout / "notebooks" / "caseloads.ipynb", as_version=4)
    parameters, opened, *others = run(notebook, at=checkout / "notebooks")
    assert parameters.outputs == []
    (error,) = opened.outputs
    assert " ".join(error.traceback) == error.evalue, "the message alone, broken between words"
    assert error.evalue.startswith("data_clean: holds no clean tables of Alderbeck (001). It is made up: run")
    assert "`csc-metrics demo`" in error.evalue
    assert [cell.id for cell in others if cell.outputs] == []


def test_after_the_demo_a_notebook_runs_to_its_end_as_it_is_shipped(checkout: Path) -> None:
    region = checkout / DEMO_REGION
    put_tables(region / "data_raw", day=MONTHS[0])
    clean_records(region / "data_raw", region / "data_clean", settings=read_settings(None))
    notebook = nbformat.read(checkout / "notebooks" / "caseloads.ipynb", as_version=4)
    _, *cells = run(notebook, at=checkout / "notebooks")
    assert [cell.id for cell in cells if not cell.outputs] == []
    assert [out.evalue for cell in cells for out in cell.outputs if out.output_type == "error"] == []


@pytest.mark.parametrize("name", NEEDS_RECORDS)
def test_a_notebook_that_needs_records_comes_with_an_authority_that_the_demo_makes(name: str) -> None:
    about, parameters, *_ = nbformat.read(notebook_path(f"{name}.ipynb"), as_version=4).cells
    assert 'authority = "Alderbeck"' in parameters.source
    assert "`csc-metrics demo`" in about.source
    assert "which does not exist" in about.source


@pytest.mark.parametrize("name", ["capacity", "scrutiny_report", "statistical_neighbours"])
def test_a_notebook_that_dfe_s_figures_suffice_for_comes_with_an_authority_that_the_package_carries(name: str) -> None:
    about, parameters, *_ = nbformat.read(notebook_path(f"{name}.ipynb"), as_version=4).cells
    assert 'authority = "Tameside"' in parameters.source
    assert "which the package carries" in about.source
