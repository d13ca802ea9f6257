"""Every notebook in `notebooks/` is thin, bare of outputs, parameterised once, and travels in the wheel."""

import ast
import re
import tomllib
from pathlib import Path

import nbformat
import pytest
from nbformat import NotebookNode

from csc_metrics.measures.registry import LOCAL_MEASURES, PUBLISHED_MEASURES
from csc_metrics.measures.worklists import WORKLISTS
from csc_metrics.report.notebooks import SCRUTINY_NOTEBOOK, notebook_path

REPOSITORY = Path(__file__).parents[2]
NOTEBOOKS = sorted((REPOSITORY / "notebooks").glob("*.ipynb"))
MOST_CODE_CELLS = 12
MOST_STATEMENTS = 3
NOT_IN_A_NOTEBOOK = (
    *(ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Lambda),
    *(ast.For, ast.AsyncFor, ast.While, ast.If, ast.IfExp, ast.Try, ast.With, ast.Match),
    *(ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp),
)
NOT_CALLED_IN_A_NOTEBOOK = {"eval", "exec", "compile", "open", "__import__", "import_module", "get_ipython", "globals"}
RANDOM_ID = re.compile(r"[0-9a-f]{8}([0-9a-f-]{28})?")

each_notebook = pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.name)


def cells_of(path: Path) -> list[NotebookNode]:
    return nbformat.read(path, as_version=nbformat.NO_CONVERT).cells


def code_cells(path: Path) -> list[NotebookNode]:
    return [cell for cell in cells_of(path) if cell.cell_type == "code"]


def logic_in(source: str) -> list[str]:
    """Return what a cell works out by itself instead of asking the library."""
    return [
        ast.unparse(node)
        for node in ast.walk(ast.parse(source))
        if isinstance(node, NOT_IN_A_NOTEBOOK)
        or (isinstance(node, ast.Call) and ast.unparse(node.func).split(".")[-1] in NOT_CALLED_IN_A_NOTEBOOK)
    ]


def foreign_modules_in(source: str) -> list[str]:
    named = [module for node in ast.walk(ast.parse(source)) for module in modules_of(node)]
    return [module for module in named if module.split(".")[0] != "csc_metrics"]


def is_parameters(cell: NotebookNode) -> bool:
    return "parameters" in cell.metadata.get("tags", [])


def is_import(statement: ast.stmt) -> bool:
    return isinstance(statement, ast.Import | ast.ImportFrom)


def modules_of(statement: ast.AST) -> list[str]:
    """Return the modules that an import statement names; for a relative import a dot."""
    if isinstance(statement, ast.ImportFrom):
        return ["." if statement.level else str(statement.module)]
    return [alias.name for alias in statement.names] if isinstance(statement, ast.Import) else []


def test_the_scrutiny_report_is_among_the_notebooks_that_are_held_to_this() -> None:
    assert REPOSITORY / "notebooks" / SCRUTINY_NOTEBOOK in NOTEBOOKS


@each_notebook
def test_a_notebook_is_valid_and_of_the_format_that_has_cell_ids(path: Path) -> None:
    notebook = nbformat.read(path, as_version=nbformat.NO_CONVERT)
    nbformat.validate(notebook)
    assert (notebook.nbformat, notebook.nbformat_minor) >= (4, 5)
    assert notebook.metadata.kernelspec.name == "python3"


@each_notebook
def test_outputs_and_execution_counts_are_stripped(path: Path) -> None:
    kept = [cell.id for cell in code_cells(path) if cell.outputs or cell.execution_count is not None]
    assert kept == []


@each_notebook
def test_cell_ids_are_words_chosen_once_and_not_random(path: Path) -> None:
    ids = [cell.id for cell in cells_of(path)]
    assert len(set(ids)) == len(ids)
    assert [cell_id for cell_id in ids if not re.fullmatch(r"[a-z]+(-[a-z0-9]+)*", cell_id)] == []
    assert [cell_id for cell_id in ids if RANDOM_ID.fullmatch(cell_id)] == []


@each_notebook
def test_exactly_one_cell_is_tagged_parameters_and_it_only_assigns_text(path: Path) -> None:
    tagged = [cell for cell in cells_of(path) if is_parameters(cell)]
    assert [cell.cell_type for cell in tagged] == ["code"]
    for statement in ast.parse(tagged[0].source).body:
        assert isinstance(statement, ast.Assign), ast.unparse(statement)
        assert [type(target) for target in statement.targets] == [ast.Name], ast.unparse(statement)
        assert isinstance(statement.value, ast.Constant), ast.unparse(statement)
        assert isinstance(statement.value.value, str), ast.unparse(statement)


@each_notebook
def test_the_parameters_come_before_all_other_code_and_name_the_authority(path: Path) -> None:
    first = code_cells(path)[0]
    assert is_parameters(first)
    assert "authority" in {target.id for target in ast.walk(ast.parse(first.source)) if isinstance(target, ast.Name)}


@each_notebook
def test_a_notebook_has_few_code_cells(path: Path) -> None:
    assert 2 <= len(code_cells(path)) <= MOST_CODE_CELLS


@each_notebook
def test_code_cells_are_thin(path: Path) -> None:
    for cell in code_cells(path):
        tree = ast.parse(cell.source)
        assert logic_in(cell.source) == [], f"{cell.id}: this belongs in csc_metrics"
        if not is_parameters(cell):
            statements = [statement for statement in tree.body if not is_import(statement)]
            assert 1 <= len(statements) <= MOST_STATEMENTS, cell.id


@each_notebook
def test_imports_are_from_csc_metrics_alone(path: Path) -> None:
    assert any(modules_of(node) for cell in code_cells(path) for node in ast.parse(cell.source).body)
    assert [module for cell in code_cells(path) for module in foreign_modules_in(cell.source)] == []


@pytest.mark.parametrize(
    "spoilt",
    [
        "shown = [row for row in rows]",
        "if period:\n    show(period)",
        "sorted(rows, key=lambda row: row[0])",
        "def count(rows):\n    return len(rows)",
        "text = open('rows.csv')",
        "importlib.import_module('polars')",
        "shown = a if b else c",
    ],
)
def test_logic_in_a_cell_is_seen(spoilt: str) -> None:
    assert logic_in(spoilt)


def test_an_import_from_elsewhere_is_seen_and_a_plain_step_is_let_be() -> None:
    assert foreign_modules_in("import csc_metrics.periods, polars as pl\nfrom .near import far") == ["polars", "."]
    plain = "from csc_metrics.report import scrutiny\nreport = scrutiny.open_report(authority=authority)"
    assert (foreign_modules_in(plain), logic_in(plain)) == ([], [])


@each_notebook
def test_the_first_cell_says_what_the_notebook_answers_for_whom_and_how_to_change_the_authority(path: Path) -> None:
    first = cells_of(path)[0]
    assert first.cell_type == "markdown"
    assert first.source.startswith("# ")
    assert "what it answers" in first.source.casefold()
    assert "**for:**" in first.source.casefold()
    assert "to change the authority" in first.source.casefold()
    assert "`csc-metrics clean`" in first.source, "how one's own records get there"
    assert "edit the next cell" in first.source
    assert is_parameters(cells_of(path)[1])


@each_notebook
def test_no_path_of_a_machine_stands_in_a_notebook(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert re.findall(r"(?:/home/|/Users/|/tmp/|[A-Z]:\\\\)\w*", text) == []


def test_the_scrutiny_report_shows_every_topic_of_the_measures() -> None:
    calls = [
        node
        for cell in code_cells(REPOSITORY / "notebooks" / SCRUTINY_NOTEBOOK)
        for node in ast.walk(ast.parse(cell.source))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "sections"
    ]
    shown = [ast.literal_eval(call.args[1]) for call in calls]
    assert set(shown) >= {measure.topic for measure in PUBLISHED_MEASURES.values()}
    assert len(shown) == len(set(shown))


def calls_of_views(path: Path) -> list[tuple[str, list[str]]]:
    """Return what a notebook asks of `working_view`: the function and the text that it is given."""
    return [
        (call.func.attr, [text.value for text in ast.walk(call) if isinstance(text, ast.Constant)])
        for cell in code_cells(path)
        for call in ast.walk(ast.parse(cell.source))
        if isinstance(call, ast.Call)
        and isinstance(call.func, ast.Attribute)
        and ast.unparse(call.func.value) == "working_view"
    ]


@pytest.mark.parametrize("name", ["assessments", "caseloads", "strategy_meetings"])
def test_a_working_view_asks_for_measures_of_its_topics_breakdowns_and_lists_that_there_are(name: str) -> None:
    calls = calls_of_views(REPOSITORY / "notebooks" / f"{name}.ipynb")
    topics = next(given for function, given in calls if function == "open_view")
    asked = [(function, given) for function, given in calls if function in {"over_time", "by_part", "who_is_behind"}]
    assert len(asked) >= 7
    for function, (code, *parts) in asked:
        assert LOCAL_MEASURES[code].topic in topics
        if function != "who_is_behind":
            assert {part.partition("=")[0] for part in parts} <= set(LOCAL_MEASURES[code].from_records.breakdowns), code
    assert {given[0] for function, given in calls if function == "work_to_do"} <= set(WORKLISTS)


def test_the_working_views_show_every_list_of_work() -> None:
    paths = [REPOSITORY / "notebooks" / f"{name}.ipynb" for name in ("assessments", "caseloads", "strategy_meetings")]
    shown = [given[0] for path in paths for function, given in calls_of_views(path) if function == "work_to_do"]
    assert sorted(shown) == sorted(WORKLISTS)


def test_the_notebooks_travel_in_the_wheel_to_where_they_are_looked_for() -> None:
    project = tomllib.loads((REPOSITORY / "pyproject.toml").read_text(encoding="utf-8"))
    targets = project["tool"]["hatch"]["build"]["targets"]
    assert targets["wheel"]["force-include"] == {"notebooks": "csc_metrics/report/shipped_notebooks"}
    assert "notebooks" in targets["sdist"]["include"]


def test_a_shipped_notebook_is_taken_before_that_of_a_checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    in_checkout = notebook_path(SCRUTINY_NOTEBOOK)
    shipped = tmp_path / "shipped_notebooks" / SCRUTINY_NOTEBOOK
    monkeypatch.setattr("csc_metrics.report.notebooks.files", lambda _: tmp_path)
    shipped.parent.mkdir()
    shipped.write_bytes(in_checkout.read_bytes())
    assert notebook_path(SCRUTINY_NOTEBOOK) == shipped
    assert in_checkout == REPOSITORY / "notebooks" / SCRUTINY_NOTEBOOK
