"""JupyterLab itself: a shipped notebook is opened and run by its menu, all cells, on the data that is shipped."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final
from urllib.error import HTTPError
from urllib.request import urlopen

import nbformat
import pytest
from browser.jupyter_lab import LOOPBACK, Lab, running_lab
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_notebook
from playwright.sync_api import Browser, Page, expect

LONGEST_RUN_MS: Final = 120_000
IDLE: Final = re.compile(r"^Python 3 .*\| Idle$")
"""In the status bar. The notebook's own mark says idle while there is no kernel yet: run then, it asks for one."""
PROMPTS: Final = ".jp-CodeCell .jp-InputPrompt"
ERRORS: Final = "[data-mime-type='application/vnd.jupyter.stderr'], [data-mime-type='application/vnd.jupyter.error']"
SHOWN: Final = {"scrutiny_report.ipynb": "section.measure", "statistical_neighbours.ipynb": "table"}
"""What is seen under the cells of a notebook that ran."""


@pytest.fixture(scope="module")
def lab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lab]:
    with running_lab(tmp_path_factory.mktemp("lab")) as running:
        yield running


@pytest.fixture
def desk(chromium: Browser) -> Iterator[Page]:
    """A page of its own, with nothing remembered of the notebook before."""
    context = chromium.new_context(viewport={"width": 1280, "height": 900})
    context.set_default_timeout(LONGEST_RUN_MS)
    yield context.new_page()
    context.close()


def code_cells(notebook: Path) -> list[NotebookNode]:
    return [cell for cell in nbformat.read(notebook, as_version=4).cells if cell.cell_type == "code"]


def run_all_cells(desk: Page, lab: Lab, name: str, *, prompts: list[str]) -> list[NotebookNode]:
    """Open a notebook, choose Run All Cells in the menu, wait, and save. Returns: its code cells as saved.

    prompts: what stands before its code cells when nothing is left to run.
    """
    desk.goto(lab.page_of(name))
    desk.locator("#jp-main-statusbar").get_by_text(IDLE).wait_for()
    desk.get_by_role("menuitem", name="Run", exact=True).click()
    desk.get_by_role("menuitem", name="Run All Cells", exact=True).click()
    expect(desk.locator(PROMPTS)).to_have_text(prompts, timeout=LONGEST_RUN_MS)
    desk.locator("#jp-main-statusbar").get_by_text(IDLE).wait_for()
    with desk.expect_response(lambda told: told.request.method == "PUT" and "/api/contents/" in told.url):
        desk.keyboard.press("Control+s")
    return code_cells(lab.notebooks / name)


@pytest.mark.parametrize("name", SHOWN)
def test_a_shipped_notebook_runs_from_its_first_cell_to_its_last(desk: Page, lab: Lab, name: str) -> None:
    asked: list[str] = []
    desk.on("request", lambda request: asked.append(request.url))
    many = len(code_cells(lab.notebooks / name))

    cells = run_all_cells(desk, lab, name, prompts=[f"[{at}]:" for at in range(1, many + 1)])

    assert many > 5
    expect(desk.locator(ERRORS)).to_have_count(0)
    expect(desk.locator(f".jp-OutputArea-output {SHOWN[name]}").first).to_be_attached()
    assert [cell.execution_count for cell in cells] == list(range(1, many + 1))
    assert {output.output_type for cell in cells for output in cell.outputs} == {"execute_result"}
    assert sum(bool(cell.outputs) for cell in cells) >= many - 2, (
        "the parameters, and what opens the report, say nothing"
    )
    assert [address for address in asked if not address.startswith((lab.address, "data:", "blob:", "ws:"))] == []


def test_a_cell_that_fails_is_seen(desk: Page, lab: Lab) -> None:
    failing = new_notebook(cells=[new_code_cell("1 / 0")])
    failing.metadata["kernelspec"] = {"name": "python3", "display_name": "Python 3"}
    nbformat.write(failing, lab.notebooks / "failing.ipynb")

    cells = run_all_cells(desk, lab, "failing.ipynb", prompts=["[1]:"])

    expect(desk.locator(ERRORS)).to_have_count(1)
    assert [output.output_type for cell in cells for output in cell.outputs] == ["error"]


def test_it_listens_on_the_loopback_and_tells_nothing_without_the_token(lab: Lab) -> None:
    assert lab.address.startswith(f"http://{LOOPBACK}:")
    with pytest.raises(HTTPError) as refused:
        urlopen(f"{lab.address}/api/contents")
    assert refused.value.code == 403
    refused.value.close()
