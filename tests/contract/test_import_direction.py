"""Which stage may import which, and that every library imported is one that is declared."""

import ast
import inspect
import re
import sys
import tomllib
from pathlib import Path
from typing import Final

import pytest
from contract.source import MODULES, PACKAGE, REPOSITORY, name_of, tree_of
from packaging.requirements import Requirement

STAGES: Final = (
    *("published", "records", "data_quality", "measures", "comparison", "change", "planning", "disclosure"),
    *("narrative", "charts", "report", "sample", "cli"),
)
"""In the order of the way of the data; a stage imports from earlier ones only."""
FOR_ALL: Final = {"contracts", "periods", "settings", "errors", "progress"}
DOTTED: Final = re.compile(r"csc_metrics(?:\.\w+)+")
NAMED_OTHERWISE: Final = {"IPython": "ipython", "pydantic_core": "pydantic"}
"""Import name → requirement. pydantic demands one exact version of its core and documents it as its own."""


def parts_imported(tree: ast.Module, *, module: str) -> set[str]:
    """Return the parts of csc_metrics that a module imports from: anywhere in it, by any form, by name as text too."""
    package = ("csc_metrics", *Path(module).parts[:-1])
    named: list[str] = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            named += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            above = package[: len(package) - node.level + 1] if node.level else ()
            start = ".".join([*above, *([node.module] if node.module else [])])
            named += [f"{start}.{alias.name}" for alias in node.names]
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and DOTTED.fullmatch(node.value):
            named.append(node.value)
    parts = {name.split(".")[1] for name in named if name.startswith("csc_metrics.")}
    return {part for part in parts if not part.startswith("__")}


def stage_of(module: str) -> str:
    return Path(module).parts[0].removesuffix(".py")


def allowed_to(stage: str) -> set[str]:
    return FOR_ALL | set(STAGES[: STAGES.index(stage) + 1]) if stage in STAGES else FOR_ALL


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_a_module_never_imports_from_a_later_stage(path: Path) -> None:
    module = name_of(path)
    assert stage_of(module) in {*STAGES, *FOR_ALL, "__init__"}, "a new folder has its place among the stages"
    assert parts_imported(tree_of(path), module=module) <= allowed_to(stage_of(module))


@pytest.mark.parametrize(
    "form",
    [
        "import csc_metrics.cli.main",
        "from csc_metrics import cli",
        "from csc_metrics.cli import main",
        "from ..cli import main",
        "from .. import cli",
        "def later():\n    from csc_metrics.cli.main import main",
        "import_module('csc_metrics.cli.main')",
        "if TYPE_CHECKING:\n    import csc_metrics.cli as words",
    ],
)
def test_every_form_of_import_from_a_later_stage_is_seen(form: str) -> None:
    assert parts_imported(ast.parse(form), module="measures/example.py") == {"cli"}
    assert "cli" not in allowed_to("measures")
    assert "cli" not in allowed_to("periods")


def test_an_import_within_the_own_folder_and_a_version_are_no_later_stage() -> None:
    near = "from . import registry\nfrom .measure import Measure\nfrom csc_metrics import __version__"
    assert parts_imported(ast.parse(near), module="measures/example.py") == {"measures"}


def libraries_imported(tree: ast.Module) -> set[str]:
    """Return the names of what is imported and neither Python's own nor ours."""
    named = [alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names]
    named += [str(node.module) for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) and not node.level]
    return {name.split(".")[0] for name in named} - sys.stdlib_module_names - {"csc_metrics", "__future__"}


def declared(group: str | None = None) -> set[str]:
    project = tomllib.loads((REPOSITORY / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    given = project["dependencies"] if group is None else project["optional-dependencies"][group]
    return {Requirement(one).name for one in given}


IMPORTED: Final = set().union(*(libraries_imported(tree_of(path)) for path in MODULES))
NEEDED_WITHOUT_IMPORT: Final = {
    "ipykernel": "the kernel in which a notebook runs when a person opens it, or papermill without our engine",
    "pyarrow": "polars hands frames to pandas through it",
    "rich": "progress on the command line",
}
ONLY_WITH_AN_EXTRA: Final = {"distributed": "dask"}
"""Import name → the extra that brings it; imported only where it is asked for."""


def test_every_library_that_the_package_imports_is_a_requirement_of_its_core() -> None:
    wanted = {NAMED_OTHERWISE.get(name, name) for name in IMPORTED - set(ONLY_WITH_AN_EXTRA)}
    assert wanted - declared() == set()
    for name, extra in ONLY_WITH_AN_EXTRA.items():
        assert name in declared(extra)


def test_every_requirement_of_the_core_is_imported_or_needed_for_a_reason() -> None:
    unused = declared() - {NAMED_OTHERWISE.get(name, name) for name in IMPORTED}
    assert unused - set(NEEDED_WITHOUT_IMPORT) == set()
    assert set(NEEDED_WITHOUT_IMPORT) <= declared()


def test_a_library_that_is_imported_within_a_function_is_seen() -> None:
    spoilt = inspect.cleandoc("""
        import json, numpy.typing as npt
        def later():
            from scipy.stats import binom
            from . import near
    """)
    assert libraries_imported(ast.parse(spoilt)) == {"numpy", "scipy"}


def test_the_stages_that_exist_are_folders_of_the_package() -> None:
    assert {"published", "records", "measures", "comparison", "narrative", "charts", "report", "cli"} <= {
        path.name for path in PACKAGE.iterdir() if path.is_dir()
    } & set(STAGES)
