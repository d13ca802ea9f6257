"""The notebooks on an authority's own records run whole through papermill, and show what the page says."""

from collections.abc import Iterator
from pathlib import Path

import nbformat
import pytest
from made_up_records import MONTHS, TABLES, put_tables
from nbformat import NotebookNode

from csc_metrics.contracts.made_up_region import MADE_UP_NOTE
from csc_metrics.records.clean import clean_records
from csc_metrics.report.batch.processes import ProcessForEach
from csc_metrics.report.notebooks import PERFORMANCE_NOTEBOOK, NotebookFailed, notebook_path, run_notebook
from csc_metrics.report.performance import PAGE_FILE, TABLE_FILES
from csc_metrics.report.workbook import TABLES_FILE
from csc_metrics.settings.read import read_settings

DATA_QUALITY = "data_quality.ipynb"
WORKING_VIEWS = {
    "assessments.ipynb": ("Assessments and conferences", "Assessments completed within 45 working days of referral"),
    "caseloads.ipynb": ("Caseloads and workforce", "Average caseload (cases per social worker)"),
    "strategy_meetings.ipynb": ("Strategy meetings", "Strategy meetings that were quorate"),
}
"""Notebook → of what its first table tells, and a measure in it."""


@pytest.fixture(scope="module")
def clean(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Clean tables of Alderbeck, two months of them; in October an assessment begins on no date."""
    folder = tmp_path_factory.mktemp("records")
    put_tables(folder / "raw", day=MONTHS[0])
    put_tables(folder / "raw", assessments=TABLES["assessments"].with_cell(1, "started_on", "2026-09-31"))
    clean_records(folder / "raw", folder / "clean", settings=read_settings(None))
    return folder / "clean"


@pytest.fixture(scope="module")
def processes() -> Iterator[ProcessForEach]:
    with ProcessForEach(workers=1) as executor:
        yield executor


def run(processes: ProcessForEach, name: str, executed: Path, **parameters: str) -> list[NotebookNode]:
    """Run a notebook in a process of its own. Returns: its code cells, executed."""
    processes.submit(run_notebook, name, parameters=parameters, executed=executed).result()
    return [cell for cell in nbformat.read(executed, as_version=4).cells if cell.cell_type == "code"]


def shown(cells: list[NotebookNode]) -> dict[str, str]:
    """Return what each cell shows as HTML, by its id."""
    found = {cell.id: [output["data"].get("text/html", "") for output in cell.outputs if "data" in output] for cell in cells}
    return {cell_id: "".join(html) for cell_id, html in found.items() if any(html)}


def test_the_notebook_on_data_quality_answers_every_question(
    processes: ProcessForEach, clean: Path, tmp_path: Path
) -> None:
    answers = shown(run(processes, DATA_QUALITY, tmp_path / "executed.ipynb", authority="001", clean=str(clean)))

    assert list(answers) == ["to-fix", "faults", "weakened", "completeness", "timeliness", "restated"]
    assert "To fix first: Not a date (assessments), 1 record." in answers["to-fix"]
    assert all("<table>" in answers[name] for name in ("to-fix", "faults", "weakened", "completeness"))


def test_the_performance_report_shows_its_chapter_and_writes_page_and_tables(
    processes: ProcessForEach, clean: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "internal"
    folder.mkdir()
    asked = {"authority": "Alderbeck", "clean": str(clean), "folder": str(folder)}
    answers = shown(run(processes, PERFORMANCE_NOTEBOOK, tmp_path / "executed.ipynb", **asked))

    assert list(answers)[-3:] == ["changes", "older", "data-quality"]
    assert list(answers)[:2] == ["caseloads", "strategy-meetings"]
    written = {path.relative_to(folder).as_posix() for path in folder.rglob("*.*")}
    assert written == {PAGE_FILE, *TABLE_FILES, TABLES_FILE}


def test_two_runs_give_the_same_bytes(processes: ProcessForEach, clean: Path, tmp_path: Path) -> None:
    folders = [tmp_path / "first", tmp_path / "second"]
    for folder in folders:
        folder.mkdir()
        asked = {"authority": "001", "clean": str(clean), "folder": str(folder)}
        run(processes, PERFORMANCE_NOTEBOOK, tmp_path / "executed.ipynb", **asked)

    for name in (PAGE_FILE, *TABLE_FILES):
        assert (folders[0] / name).read_bytes() == (folders[1] / name).read_bytes(), name


@pytest.mark.parametrize("name", WORKING_VIEWS)
def test_a_working_view_runs_whole_and_says_first_whose_it_is_and_that_it_is_internal(
    processes: ProcessForEach, clean: Path, tmp_path: Path, name: str
) -> None:
    answers = shown(run(processes, name, tmp_path / "executed.ipynb", authority="001", clean=str(clean)))

    topic, measure = WORKING_VIEWS[name]
    first, figures, *others = answers.values()
    assert MADE_UP_NOTE in first
    assert "Internal: names children and workers." in first
    assert f"{topic}, Alderbeck" in figures
    assert measure in figures
    assert len(others) >= 8, "every cell shows something, and be it that there is nothing"


@pytest.mark.parametrize("name", [DATA_QUALITY, PERFORMANCE_NOTEBOOK, *WORKING_VIEWS])
def test_an_authority_without_records_is_told_so_and_nothing_is_shown(
    processes: ProcessForEach, clean: Path, tmp_path: Path, name: str
) -> None:
    assert notebook_path(name).is_file()
    with pytest.raises(NotebookFailed, match=r"holds no clean tables of Tameside \(357\)"):
        run(processes, name, tmp_path / "executed.ipynb", authority="357", clean=str(clean))


@pytest.mark.parametrize("name", WORKING_VIEWS)
def test_a_working_view_of_records_that_hold_nothing_of_it_says_so_in_every_cell(
    processes: ProcessForEach, tmp_path: Path, name: str
) -> None:
    put_tables(tmp_path / "raw", ("children",))
    clean_records(tmp_path / "raw", tmp_path / "clean", settings=read_settings(None))
    asked = {"authority": "001", "clean": str(tmp_path / "clean")}
    answers = shown(run(processes, name, tmp_path / "executed.ipynb", **asked))

    assert "Nothing can be counted yet." in answers.pop("open")
    assert len(answers) >= 9
    silent = [cell for cell, html in answers.items() if "no extract tells of" not in html]
    assert silent == []
