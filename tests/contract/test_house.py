"""Rules of the house: how long things are, and that generated pages are not stale."""

import ast
from pathlib import Path
from typing import Final

import pytest
from contract.source import FUNCTIONS, MODULES, REPOSITORY, name_of, tree_of
from write_documents import PAGES

MOST_LINES_OF_A_MODULE: Final = 400
MOST_LINES_OF_A_FUNCTION: Final = 25


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_no_module_is_longer_than_400_lines(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= MOST_LINES_OF_A_MODULE


def long_functions(tree: ast.Module) -> list[str]:
    """Return the functions, methods and inner functions whose body, docstring aside, is too long."""
    found = []
    for function in ast.walk(tree):
        if isinstance(function, FUNCTIONS):
            body = function.body[1:] if ast.get_docstring(function) else function.body
            lines = (body[-1].end_lineno or 0) - body[0].lineno + 1 if body else 0
            if lines > MOST_LINES_OF_A_FUNCTION:
                found.append(f"{function.name} has {lines} lines")
    return found


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_functions_do_one_thing_in_25_lines(path: Path) -> None:
    assert long_functions(tree_of(path)) == []


def example_of(lines: int) -> ast.Module:
    body = "".join(f"        step_{number}()\n" for number in range(lines))
    return ast.parse(f'class Job:\n    async def run(self):\n        """One.\n\n        Two.\n        """\n{body}')


def test_a_long_function_is_seen_and_its_docstring_is_not_counted() -> None:
    assert long_functions(example_of(25)) == []
    assert long_functions(example_of(26)) == ["run has 26 lines"]


@pytest.mark.parametrize("page", PAGES)
def test_a_generated_page_is_not_stale(page: str) -> None:
    assert (REPOSITORY / page).read_text(encoding="utf-8") == PAGES[page](), "run `make docs` and commit the result"
