"""What the rules of the house read: where the repository is, and the package's modules as trees."""

import ast
from functools import cache
from pathlib import Path
from typing import Final

REPOSITORY: Final = Path(__file__).parent.parent.parent
PACKAGE: Final = REPOSITORY / "csc_metrics"
MODULES: Final = sorted(PACKAGE.rglob("*.py"))

FUNCTIONS: Final = (ast.FunctionDef, ast.AsyncFunctionDef)


def name_of(path: Path) -> str:
    """Return a module's place in the package: "measures/registry.py"."""
    return path.relative_to(PACKAGE).as_posix()


@cache
def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def dotted(node: ast.AST) -> str:
    """Return a name as written, `pl.DataFrame`; nothing for what is not a name."""
    if isinstance(node, ast.Name):
        return node.id
    return f"{dotted(node.value)}.{node.attr}" if isinstance(node, ast.Attribute) else ""


def docstring_nodes(tree: ast.AST) -> set[ast.AST]:
    """Return every string that stands as a statement of its own: docstrings, those under constants too."""
    return {
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str)
    }
