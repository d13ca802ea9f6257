"""Rules of the house: which stage may import which, how long things are, and that generated pages are not stale."""

import ast
import re
from pathlib import Path

import pytest

from csc_metrics.measures.dictionary import as_csv, as_markdown

REPOSITORY = Path(__file__).parent.parent.parent
PACKAGE = REPOSITORY / "csc_metrics"
MODULES = sorted(PACKAGE.rglob("*.py"))

STAGES = ("published", "measures", "comparison", "narrative", "charts", "report", "cli")
"""In the order of the way of the data; a stage imports from earlier ones only."""
FOR_ALL = {"contracts", "periods", "settings", "errors"}
MOST_LINES_OF_A_MODULE = 400
MOST_LINES_OF_A_FUNCTION = 25


def name_of(path: Path) -> str:
    return path.relative_to(PACKAGE).as_posix()


def stages_imported(tree: ast.Module) -> set[str]:
    """The parts of csc_metrics that a module imports from."""
    named = [node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) and node.level == 0]
    named += [alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names]
    return {name.split(".")[1] for name in named if name.startswith("csc_metrics.")}


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_a_module_never_imports_from_a_later_stage(path: Path) -> None:
    stage = path.relative_to(PACKAGE).parts[0].removesuffix(".py")
    imported = stages_imported(ast.parse(path.read_text(encoding="utf-8"))) - FOR_ALL
    if stage in STAGES:
        assert imported <= set(STAGES[: STAGES.index(stage) + 1])
    elif stage in FOR_ALL:
        assert imported == set()
    else:
        assert stage == "__init__"


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_no_module_is_longer_than_400_lines(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= MOST_LINES_OF_A_MODULE


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_functions_do_one_thing_in_25_lines(path: Path) -> None:
    for function in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(function, ast.FunctionDef):
            body = function.body[1:] if ast.get_docstring(function) else function.body
            lines = body[-1].end_lineno - body[0].lineno + 1 if body else 0
            assert lines <= MOST_LINES_OF_A_FUNCTION, f"{function.name} has {lines} lines"


@pytest.mark.parametrize(("page", "made"), [("data_dictionary.md", as_markdown), ("data_dictionary.csv", as_csv)])
def test_the_data_dictionary_in_docs_is_not_stale(page: str, made) -> None:
    assert (REPOSITORY / "docs" / page).read_text(encoding="utf-8") == made(), "run `make docs` and commit the result"


@pytest.mark.parametrize("pins", sorted(REPOSITORY.glob("requirements*.lock")), ids=lambda path: path.name)
def test_pins_are_exact_hashed_and_name_no_host(pins: Path) -> None:
    text = pins.read_text(encoding="utf-8")
    requirements = [line for line in text.splitlines() if line and not line.startswith((" ", "#"))]
    assert len(requirements) > 40
    assert all(re.match(r"[a-z0-9._-]+==\S+", requirement) for requirement in requirements)
    assert text.count("--hash=sha256:") >= len(requirements)
    assert not re.search(r"https?:|--(extra-)?index-url|--find-links", text)


def pinned(name: str) -> set[str]:
    text = (REPOSITORY / name).read_text(encoding="utf-8")
    return set(re.findall(r"^([a-z0-9][^ ;]*==[^ ;]+)", text, flags=re.MULTILINE))


def test_the_pins_of_the_core_are_among_those_of_the_lab_and_these_among_those_of_development() -> None:
    core, lab, dev = (pinned(f"requirements{kind}.lock") for kind in ("", "-lab", "-dev"))
    assert core < lab < dev


def test_the_core_renders_without_jupyterlab() -> None:
    names = {pin.split("==")[0] for pin in pinned("requirements.lock")}
    assert {"papermill", "polars", "matplotlib", "seaborn", "pandas"} <= names
    assert not names & {"jupyterlab", "nbconvert", "pytest"}
