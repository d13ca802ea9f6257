"""Types of sentences are declared once: each is made by the function of its name, and each has a test."""

import ast
import pkgutil
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Final

import pytest

import csc_metrics
from csc_metrics import narrative
from csc_metrics.narrative.sentence import Sentence
from csc_metrics.narrative.sentence_types import SentenceType

TESTS: Final = Path(__file__).parent.parent
PACKAGE: Final = Path(csc_metrics.__file__).parent


def names_in(path: Path) -> set[str]:
    """Return every name that a module uses, its imports left out."""
    nodes = list(ast.walk(ast.parse(path.read_text(encoding="utf-8"))))
    return {node.id for node in nodes if isinstance(node, ast.Name)} | {
        node.attr for node in nodes if isinstance(node, ast.Attribute)
    }


def makers() -> dict[str, object]:
    """Return every public function of the package of sentences, by name."""
    modules = [import_module(f"{narrative.__name__}.{one.name}") for one in pkgutil.iter_modules(narrative.__path__)]
    return {
        name: made
        for module in modules
        for name, made in vars(module).items()
        if callable(made) and getattr(made, "__module__", "") == module.__name__ and not name.startswith("_")
    }


def made_without_a_type(path: Path) -> Iterator[str]:
    """Give each call that makes a sentence with words for its type instead of a declared one."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == Sentence.__name__:
            kinds = [word.value for word in node.keywords if word.arg == "kind"]
            yield from (f"{path.name}: {ast.unparse(kind)}" for kind in kinds if isinstance(kind, ast.Constant))


@pytest.mark.parametrize("kind", SentenceType)
def test_a_type_is_made_by_the_function_of_its_name_and_says_what_it_says(kind: SentenceType) -> None:
    assert kind.name == kind.value.upper()
    assert kind.value in makers()
    assert kind.says.endswith(".")
    assert kind.says[0].isupper()


def test_each_type_is_called_by_a_test() -> None:
    used = set().union(*(names_in(path) for folder in ("spec", "unit") for path in (TESTS / folder).glob("test_*.py")))
    assert {kind.value for kind in SentenceType} - used == set()


def test_no_sentence_is_made_of_a_type_that_is_not_declared() -> None:
    assert [told for path in PACKAGE.rglob("*.py") for told in made_without_a_type(path)] == []
