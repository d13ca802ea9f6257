"""Notebooks as reports: a run counts only when it is whole, and a reader never meets half of one."""

import hashlib
import json
import os
import shutil
import sys
import time
import warnings
from collections.abc import Iterator, Sequence
from concurrent.futures import Future
from pathlib import Path
from typing import Any
from unittest.mock import patch

import nbformat
import papermill
import pytest
from made_up_dfe import made_up_table, write_made_up_dfe, write_table
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_notebook

from csc_metrics.contracts.authorities import find_authority
from csc_metrics.report import notebooks
from csc_metrics.report.batch import job as job_module
from csc_metrics.report.batch.job import ReportJob, clear_left_over
from csc_metrics.report.batch.processes import ProcessForEach, TaskDied
from csc_metrics.report.batch.run import ReportResult, ReportRun, render_reports
from csc_metrics.report.notebooks import SCRUTINY_NOTEBOOK, NotebookFailed, notebook_path, run_notebook

WRITTEN_BY_IT = ("scrutiny.html", "measures.csv", "measures_dictionary.csv", "tables.xlsx")
SAME_BYTES = (*WRITTEN_BY_IT, "manifest.json")
PLACES = {"357": "357-tameside", "372": "372-rotherham"}
PARAMETERS = "\n".join(
    f'{name} = ""'
    for name in ("authority", "period", "published", "settings", "neighbour_model", "clean", "raw", "folder")
)
WRITE_PAGE = """
from pathlib import Path
old = next(Path(folder).parents[1].glob(f"{authority}-*/public/scrutiny.html"), None)
page = "first" if old is None else "second, while there was: " + old.read_text()
(Path(folder) / "scrutiny.html").write_text(page)
(Path(folder) / "measures.csv").write_text("la_code\\n357\\n")
(Path(folder) / "measures_dictionary.csv").write_text("column\\n")
(Path(folder) / "tables.xlsx").write_bytes(b"a workbook")
"""
DAY = 24 * 60 * 60.0
FAILING_CELLS = {
    "raises": 'if authority == "357": raise ValueError("no such thing")',
    "is killed": 'import os, signal\nif authority == "357": os.kill(os.getpid(), getattr(signal, "SIGKILL", 9))',
    "exits with 0": 'import sys\nif authority == "357": sys.exit(0)',
}
PUT_BACK = (
    "If somebody has changed the notebook, mend it or put back the one that came with csc_metrics; if nobody has, tell "
    "those who maintain csc_metrics."
)


def write_notebook(path: Path, *cells: str) -> Path:
    """Write a small notebook: a parameters cell like the scrutiny report's, then the cells given."""
    tagged = new_code_cell(PARAMETERS, metadata={"tags": ["parameters"]}, id="parameters")
    others = [new_code_cell(source, id=f"cell-{number}") for number, source in enumerate(cells, start=1)]
    kernel = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
    nbformat.write(new_notebook(cells=[tagged, *others], metadata=kernel), path)
    return path


def run_in_its_place(notebook: str, **arguments: Any) -> None:
    """Run another notebook in the place of the one named; within the process of a task."""
    with patch.object(notebooks, "notebook_path", lambda _: Path(notebook)):
        run_notebook("small.ipynb", **arguments)


def render_in_its_place(notebook: str, job: ReportJob) -> job_module.Rendered:
    """Render a job with another notebook in the place of the scrutiny report; within the process of a task."""
    with patch.object(notebooks, "notebook_path", lambda _: Path(notebook)):
        return job_module.render(job)


def run_with_warnings_as_errors(**arguments: Any) -> None:
    """Run the scrutiny report so that any warning, a library's too, is an error."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        run_notebook(SCRUTINY_NOTEBOOK, **arguments)


class InItsPlace(ProcessForEach):
    """Gives every job a process of its own, in which another notebook stands in the scrutiny report's place."""

    def __init__(self, notebook: Path) -> None:
        super().__init__(workers=2)
        self.notebook = notebook

    def submit(self, fn: Any, /, *args: Any, **kwargs: Any) -> Future[Any]:
        return super().submit(render_in_its_place, str(self.notebook), *args)


@pytest.fixture(scope="module")
def processes() -> Iterator[ProcessForEach]:
    with ProcessForEach(workers=2) as executor:
        yield executor


def asked_for(reports: Path, *names: str, **other: Any) -> ReportRun:
    nothing_else = {"period": "", "published": None, "settings": None, "neighbour_model": ""}
    return ReportRun(authorities=tuple(map(find_authority, names)), reports=reports, **(nothing_else | other))


def render_with(notebook: Path, run: ReportRun) -> ReportResult:
    with InItsPlace(notebook) as executor:
        return render_reports(run, executor=executor, tell=lambda _: None)


def everything_in(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def names_in(folder: Path) -> set[str]:
    """Return the names in a folder, hidden ones too, so that nothing half-made is overlooked."""
    return {path.name for path in folder.iterdir()}


def code_cells(path: Path) -> list[NotebookNode]:
    return [cell for cell in nbformat.read(path, as_version=4).cells if cell.cell_type == "code"]


# The scrutiny report itself, on the figures that the package carries


@pytest.fixture(scope="module")
def two_runs(tmp_path_factory: pytest.TempPathFactory, processes: ProcessForEach) -> list[ReportResult]:
    """Tameside's and Rotherham's reports, rendered twice into folders of different names."""
    folders = [tmp_path_factory.mktemp("reports"), tmp_path_factory.mktemp("elsewhere") / "with spaces"]
    runs = [asked_for(folder, *names) for folder, names in zip(folders, [PLACES, reversed(PLACES)], strict=True)]
    return [render_reports(run, executor=processes, tell=lambda _: None) for run in runs]


@pytest.fixture(scope="module")
def report(two_runs: list[ReportResult]) -> Path:
    """The folder of Tameside's report."""
    return two_runs[0].index.parent / PLACES["357"]


def test_every_code_cell_of_the_report_is_executed_once_and_in_order(report: Path) -> None:
    executed = code_cells(report / "internal" / "notebooks" / SCRUTINY_NOTEBOOK)
    counts = [cell.execution_count for cell in executed]
    assert counts == list(range(1, len(counts) + 1))
    # papermill puts the parameters into a cell of their own
    assert len(counts) == len(code_cells(notebook_path(SCRUTINY_NOTEBOOK))) + 1
    assert not [output for cell in executed for output in cell.outputs if output.output_type == "error"]


def test_every_section_of_the_executed_notebook_shows_its_findings(report: Path) -> None:
    executed = code_cells(report / "internal" / "notebooks" / SCRUTINY_NOTEBOOK)
    shown = {cell.id for cell in executed if any("text/html" in output.get("data", {}) for output in cell.outputs)}
    assert {"what-matters", "caseloads", "assessments", "front-door", "demand"} <= shown


def test_the_report_runs_without_a_warning(tmp_path: Path, processes: ProcessForEach) -> None:
    parameters = {"authority": "Tameside", "published": "carried", "folder": str(tmp_path)}
    executed = tmp_path / "executed.ipynb"
    processes.submit(run_with_warnings_as_errors, parameters=parameters, executed=executed).result()
    assert names_in(tmp_path) == {*WRITTEN_BY_IT, "executed.ipynb"}
    streams = [output for cell in code_cells(executed) for output in cell.outputs if output.output_type == "stream"]
    assert streams == []


@pytest.mark.parametrize("name", SAME_BYTES)
@pytest.mark.parametrize("place", PLACES.values())
def test_two_runs_into_different_folders_give_the_same_bytes(
    two_runs: list[ReportResult], place: str, name: str
) -> None:
    first, second = ((result.index.parent / place / "public" / name).read_bytes() for result in two_runs)
    assert first == second


def test_two_runs_give_the_same_index(two_runs: list[ReportResult]) -> None:
    first, second = (result.index.read_bytes() for result in two_runs)
    assert first == second


def test_each_authority_has_its_own_report_and_the_index_links_both(two_runs: list[ReportResult]) -> None:
    index = two_runs[0].index.read_text(encoding="utf-8")
    pages = [(two_runs[0].index.parent / place / "public" / "scrutiny.html").read_bytes() for place in PLACES.values()]
    assert two_runs[0].rendered == tuple(sorted(PLACES))
    assert pages[0] != pages[1]
    assert all(f'href="{place}/public/scrutiny.html"' in index for place in PLACES.values())


def test_a_finished_report_holds_what_may_be_published_apart_from_what_is_internal(report: Path) -> None:
    assert set(everything_in(report)) == {
        *(f"public/{name}" for name in SAME_BYTES),
        "internal/run.json",
        f"internal/notebooks/{SCRUTINY_NOTEBOOK}",
    }
    assert names_in(report.parent) == {*PLACES.values(), "index.html"}


def test_nothing_public_tells_the_time_or_the_machine_of_the_run(report: Path) -> None:
    run = json.loads((report / "internal" / "run.json").read_text(encoding="utf-8"))
    public = b"".join(everything_in(report / "public").values()).decode("utf-8", errors="replace")
    assert {"finished_at", "seconds", "machine"} <= set(run)
    for told in (run["machine"], run["finished_at"], str(report.parent), str(Path.home() / "x")[:-1]):
        assert told not in public


def test_the_manifest_gives_the_hash_of_each_file_and_the_number_of_rows(report: Path) -> None:
    manifest = json.loads((report / "public" / "manifest.json").read_text(encoding="utf-8"))
    contents = {name: (report / "public" / name).read_bytes() for name in WRITTEN_BY_IT}
    assert manifest["status"] == "complete"
    assert manifest["outputs"] == {name: hashlib.sha256(content).hexdigest() for name, content in contents.items()}
    tables = ("measures.csv", "measures_dictionary.csv")
    assert manifest["rows"] == {name: len(contents[name].splitlines()) - 1 for name in tables}
    assert manifest["parameters"]["authority"] == "357"


# A notebook that does not run to its end


def run_small(processes: ProcessForEach, folder: Path, *cells: str, parameters: dict[str, Any] | None = None) -> None:
    notebook = write_notebook(folder / "small.ipynb", *cells)
    arguments = {"parameters": parameters or {"authority": "357"}, "executed": folder / "executed.ipynb"}
    processes.submit(run_in_its_place, str(notebook), **arguments).result()


def test_a_notebook_that_runs_to_its_end_is_kept_with_its_outputs(tmp_path: Path, processes: ProcessForEach) -> None:
    run_small(processes, tmp_path, "print(authority)", "2 + 2")
    _, _, printed, shown = code_cells(tmp_path / "executed.ipynb")
    assert printed.outputs[0].text == "357\n"
    assert shown.outputs[0].data["text/plain"] == "4"


def test_an_unknown_parameter_is_refused_with_the_nearest_and_all_that_there_are(
    tmp_path: Path, processes: ProcessForEach
) -> None:
    with pytest.raises(NotebookFailed, match=r"no parameter 'authorty'\. Did you mean authority\?") as refused:
        run_small(processes, tmp_path, "1", parameters={"authorty": "357"})
    assert "It takes authority, period, published, settings, neighbour_model, clean, raw, folder." in str(refused.value)
    assert names_in(tmp_path) == {"small.ipynb"}


def test_a_notebook_without_a_parameters_cell_is_refused(tmp_path: Path, processes: ProcessForEach) -> None:
    nbformat.write(new_notebook(cells=[new_code_cell("1")]), tmp_path / "small.ipynb")
    arguments = {"parameters": {"authority": "357"}, "executed": tmp_path / "executed.ipynb"}
    with pytest.raises(NotebookFailed, match="no cell is tagged parameters"):
        processes.submit(run_in_its_place, str(tmp_path / "small.ipynb"), **arguments).result()


def test_a_parameter_that_is_not_text_is_refused(tmp_path: Path, processes: ProcessForEach) -> None:
    with pytest.raises(NotebookFailed, match="the parameter authority takes text, not 357"):
        run_small(processes, tmp_path, "1", parameters={"authority": 357})


def test_a_cell_that_raises_our_own_error_gives_its_message_alone(tmp_path: Path, processes: ProcessForEach) -> None:
    with pytest.raises(NotebookFailed) as failed:
        run_small(
            processes,
            tmp_path,
            'from csc_metrics.contracts.authorities import find_authority\nfind_authority("Tamesid")',
        )
    assert str(failed.value) == (
        "No authority is called 'Tamesid'. Did you mean Tameside? "
        "Give DfE's three-digit code (357) or the name (Tameside)."
    )


@pytest.mark.parametrize(
    ("cells", "told"),
    [
        (("1 / 0", "2"), "the cell that begins with '1 / 0' raised ZeroDivisionError: division by zero."),
        (
            ("1", "\nnone = {}\nnone['x']\n"),
            "the cell that begins with 'none = {}' raised KeyError: 'x'.",
        ),
        (
            ("raise ValueError('It ends in a stop.')",),
            """the cell that begins with "raise ValueError('It ends in a stop.')" raised ValueError: """
            "It ends in a stop.",
        ),
    ],
    ids=["the first", "the second, of several lines", "a message with a stop"],
)
def test_a_cell_that_raises_another_error_is_named_with_its_number_first_line_and_error(
    tmp_path: Path, processes: ProcessForEach, cells: Sequence[str], told: str
) -> None:
    """Numbers are those of the executed copy, in which papermill adds a cell of parameters after the notebook's own."""
    with pytest.raises(NotebookFailed) as failed:
        run_small(processes, tmp_path, *cells)
    assert str(failed.value) == f"small.ipynb: {told} {PUT_BACK}"


@pytest.mark.parametrize(
    "cells",
    [
        ("import sys; sys.exit(0)", "1"),
        ("1", "import sys; sys.exit(0)"),
        ("raise SystemExit", "1"),
        ("import sys; sys.exit(1)",),
        ("import os; os._exit(0)", "1"),
    ],
)
def test_a_cell_that_ends_the_process_is_a_failure_whatever_its_exit_code(
    tmp_path: Path, processes: ProcessForEach, cells: Sequence[str]
) -> None:
    with pytest.raises((NotebookFailed, TaskDied)):
        run_small(processes, tmp_path, *cells)


class IdleEngine(papermill.engines.Engine):
    """An engine that runs no cell, which papermill takes for success."""

    @classmethod
    def execute_managed_notebook(cls, nb_man: object, _kernel_name: str, **_options: object) -> None:
        """Do nothing."""


def test_an_engine_that_runs_no_cell_is_a_failure_that_names_the_cells(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(papermill.engines.papermill_engines._engines, "idle", IdleEngine)
    monkeypatch.setattr(notebooks, "ENGINE_NAME", "idle")
    notebook = write_notebook(tmp_path / "small.ipynb", "1", "2")
    match = r"^small\.ipynb: the run ended without running these cells to their end: parameters, \w+, cell-1, cell-2\. If "
    with pytest.raises(NotebookFailed, match=match):
        run_in_its_place(str(notebook), parameters={"authority": "357"}, executed=tmp_path / "executed.ipynb")


# Many reports


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A notebook that writes a small page and its rows."""
    return write_notebook(tmp_path_factory.mktemp("notebook") / "small.ipynb", WRITE_PAGE)


@pytest.mark.parametrize("how", FAILING_CELLS)
def test_a_report_that_fails_leaves_the_others_be_and_is_named_in_the_index(tmp_path: Path, how: str) -> None:
    notebook = write_notebook(tmp_path / "small.ipynb", FAILING_CELLS[how], WRITE_PAGE)
    result = render_with(notebook, asked_for(tmp_path / "reports", *PLACES))
    assert (result.rendered, list(result.failed)) == (("372",), ["357"])
    assert names_in(tmp_path / "reports" / "latest") - {PLACES["372"], "index.html", "failures.json"} == set()
    index = result.index.read_text(encoding="utf-8")
    assert "Tameside" in index
    assert "357-tameside/public" not in index
    assert 'href="372-rotherham/public/scrutiny.html"' in index


@pytest.mark.skipif(sys.platform == "win32", reason="Windows ends a process with a code, not with a signal")
def test_a_process_that_was_killed_leaves_no_folder_behind_and_says_what_happened(tmp_path: Path) -> None:
    """It cannot clear away what it was making, so the parent, which named the folder, does."""
    killed = 'import os, signal\nopen(folder + "/half.html", "w").write("half")\nos.kill(os.getpid(), signal.SIGKILL)'
    notebook = write_notebook(tmp_path / "small.ipynb", killed)
    result = render_with(notebook, asked_for(tmp_path / "reports", "Tameside"))
    assert result.failed == {
        "357": "The process that rendered it was stopped by signal 9 before it was done; memory may be full. "
        "Close other programs, or give --workers 1, and run the command again: what is finished is kept."
    }
    assert names_in(tmp_path / "reports" / "latest") == {"index.html", "failures.json"}


WRITTEN = {
    "nothing": (", ".join(WRITTEN_BY_IT), "1"),
    "the page alone": (", ".join(WRITTEN_BY_IT[1:]), 'open(folder + "/scrutiny.html", "w").write("a page")'),
    "all but the page": ("scrutiny.html", f"{WRITE_PAGE}\n(Path(folder) / 'scrutiny.html').unlink()"),
}


@pytest.mark.parametrize("writes", WRITTEN)
def test_a_notebook_that_does_not_write_every_file_is_a_failure_that_names_those_missing(
    tmp_path: Path, writes: str
) -> None:
    missing, cell = WRITTEN[writes]
    result = render_with(write_notebook(tmp_path / "small.ipynb", cell), asked_for(tmp_path / "reports", "Tameside"))
    assert (result.rendered, result.kept) == ((), ())
    assert result.failed == {
        "357": f"{SCRUTINY_NOTEBOOK}: it ran to its end but did not write {missing}: its last cell may be gone. "
        f"{PUT_BACK}"
    }
    assert names_in(tmp_path / "reports" / "latest") == {"index.html", "failures.json"}


@pytest.mark.parametrize("made", ["a file", "a folder"])
def test_what_stands_in_the_way_of_a_report_fails_it_unless_it_is_a_folder(
    tmp_path: Path, small: Path, made: str
) -> None:
    place = tmp_path / "latest" / PLACES["357"]
    place.parent.mkdir(parents=True)
    if made == "a file":
        place.write_text("somebody's notes")
    else:
        place.mkdir()
    result = render_with(small, asked_for(tmp_path, "Tameside"))
    if made == "a file":
        assert place.read_text() == "somebody's notes"
        assert result.failed["357"].startswith(f"{place}: cannot be written (a file stands in the report's place). ")
        assert result.failed["357"].endswith("or give another --reports.")
    else:
        assert result.rendered == ("357",)
        assert names_in(place) == {"public", "internal"}
    assert names_in(tmp_path / "latest") - {"failures.json"} == {PLACES["357"], "index.html"}


class Recording(ProcessForEach):
    """Keeps the jobs that it is given, and runs them."""

    def __init__(self) -> None:
        super().__init__(workers=1)
        self.jobs: list[ReportJob] = []

    def submit(self, fn: Any, /, *args: Any, **kwargs: Any) -> Future[Any]:
        self.jobs.extend(args)
        return super().submit(fn, *args, **kwargs)


def test_each_report_is_made_in_a_hidden_folder_of_its_own_beside_its_place(tmp_path: Path) -> None:
    with Recording() as executor:
        for _ in range(2):
            shutil.rmtree(tmp_path / "latest", ignore_errors=True)
            render_reports(asked_for(tmp_path, *PLACES), executor=executor, tell=lambda _: None)
    jobs = executor.jobs
    assert len(jobs) == len({job.work for job in jobs}) == 4
    for job in jobs:
        assert job.place == tmp_path / "latest" / PLACES[job.la_code]
        assert job.work.parent == job.place.parent
        assert job.work.name.startswith(f".{job.place.name}-")
        assert not job.work.exists()


@pytest.mark.parametrize("how", FAILING_CELLS)
def test_a_run_that_fails_leaves_the_finished_report_of_before_as_it_was(tmp_path: Path, small: Path, how: str) -> None:
    reports = tmp_path / "reports"
    render_with(small, asked_for(reports, "Tameside", neighbour_model="2025"))
    before = everything_in(reports / "latest" / PLACES["357"])
    notebook = write_notebook(tmp_path / "failing.ipynb", WRITE_PAGE, FAILING_CELLS[how])
    result = render_with(notebook, asked_for(reports, "Tameside", neighbour_model="2021"))
    assert list(result.failed) == ["357"]
    assert everything_in(reports / "latest" / PLACES["357"]) == before
    assert names_in(reports / "latest") == {PLACES["357"], "index.html", "failures.json"}


def test_the_old_report_stands_until_the_new_one_is_whole(tmp_path: Path, small: Path) -> None:
    for model in ("2025", "2021"):
        render_with(small, asked_for(tmp_path, "Tameside", neighbour_model=model))
    page = tmp_path / "latest" / PLACES["357"] / "public" / "scrutiny.html"
    assert page.read_text() == "second, while there was: first"
    assert names_in(tmp_path / "latest") == {PLACES["357"], "index.html"}


def test_a_new_report_that_cannot_be_moved_in_puts_the_old_one_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    work, place = tmp_path / ".new.partial", tmp_path / "357-tameside"
    for folder, page in ((work, "new"), (place, "old")):
        folder.mkdir()
        (folder / "scrutiny.html").write_text(page)
    rename = Path.rename

    def refuse_the_new_one(self: Path, target: Path) -> Path:
        if self == work:
            raise OSError(13, "Permission denied")
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", refuse_the_new_one)
    with pytest.raises(OSError, match="Permission denied"):
        job_module._move_into_place(work, place)
    assert (place / "scrutiny.html").read_text() == "old"
    assert names_in(tmp_path) == {work.name, place.name}


@pytest.fixture(scope="module")
def once_rendered(tmp_path_factory: pytest.TempPathFactory, small: Path) -> Path:
    """A reports folder with two finished reports, made from made-up files in `published`; to be copied."""
    folder = tmp_path_factory.mktemp("once")
    write_made_up_dfe(folder / "published")
    result = render_with(small, asked_for(folder / "reports", *PLACES, published=folder / "published"))
    assert result.rendered == tuple(sorted(PLACES))
    return folder


@pytest.fixture
def rendered(once_rendered: Path, tmp_path: Path) -> Path:
    return shutil.copytree(once_rendered, tmp_path / "rendered")


def render_again(folder: Path, small: Path, **other: Any) -> ReportResult:
    asked = asked_for(folder / "reports", *PLACES, **({"published": folder / "published"} | other))
    return render_with(small, asked)


def test_a_second_run_keeps_every_report_that_is_up_to_date(rendered: Path, small: Path) -> None:
    before = everything_in(rendered / "reports")
    result = render_again(rendered, small)
    assert (result.kept, result.rendered, result.failed) == (tuple(PLACES), (), {})
    assert everything_in(rendered / "reports") == before


@pytest.mark.parametrize("name", SAME_BYTES)
@pytest.mark.parametrize("change", ["removed", "written over", "cut off"])
def test_a_report_of_which_a_file_was_changed_is_rendered_again_and_no_other(
    rendered: Path, small: Path, name: str, change: str
) -> None:
    path = rendered / "reports" / "latest" / PLACES["357"] / "public" / name
    if change == "removed":
        path.unlink()
    else:
        path.write_bytes(path.read_bytes()[:-2] if change == "cut off" else b"{}")
    result = render_again(rendered, small)
    assert (result.kept, result.rendered) == (("372",), ("357",))
    assert set(SAME_BYTES) == names_in(path.parent)


def test_reports_are_rendered_again_when_one_cell_of_the_input_differs(rendered: Path, small: Path) -> None:
    changed = made_up_table("c2").with_cell("Same_day", "1", area="201", year=2024)
    write_table(changed, rendered / "published")
    assert render_again(rendered, small).rendered == tuple(PLACES)


@pytest.mark.parametrize(
    "other", [{"neighbour_model": "2021"}, {"settings": "mine.toml"}, {"published": None}], ids=str
)
def test_reports_are_rendered_again_when_something_else_is_asked_for(
    rendered: Path, small: Path, other: dict[str, Any]
) -> None:
    if other.get("settings"):
        settings = rendered / "mine.toml"
        settings.write_text("[strategy_meeting]\ntarget_hours = 48\n", encoding="utf-8")
        other = {"settings": settings}
    assert render_again(rendered, small, **other).rendered == tuple(PLACES)


def test_a_failure_stays_on_the_index_until_the_report_is_made(tmp_path: Path) -> None:
    failing = write_notebook(tmp_path / "failing.ipynb", FAILING_CELLS["raises"], WRITE_PAGE)
    whole = write_notebook(tmp_path / "whole.ipynb", WRITE_PAGE)
    reports = tmp_path / "reports"
    render_with(failing, asked_for(reports, "Tameside"))
    another = render_with(whole, asked_for(reports, "372"))
    assert "Reports that failed" in another.index.read_text(encoding="utf-8")
    made = render_with(whole, asked_for(reports, "Tameside"))
    assert "Reports that failed" not in made.index.read_text(encoding="utf-8")
    assert names_in(reports / "latest") == {*PLACES.values(), "index.html"}


def test_what_runs_that_were_cut_off_left_is_cleared_and_a_report_they_took_away_is_put_back(tmp_path: Path) -> None:
    folder = tmp_path / "latest"
    old = time.time() - 3 * DAY
    for name in (".357-tameside-0a.partial", ".prepared-x", ".mine"):
        (folder / name).mkdir(parents=True)
        os.utime(folder / name, (old, old))
    (folder / ".372-rotherham-0b.replaced").mkdir()
    (folder / ".370-barnsley-0c.partial").mkdir()
    clear_left_over(folder, older_than_seconds=DAY)
    assert names_in(folder) == {".mine", "372-rotherham", ".370-barnsley-0c.partial"}
