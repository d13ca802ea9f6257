"""What papermill's command line makes of a notebook's parameters: numbers of digits, and folders that are not there."""

import ast
import importlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import nbformat
import papermill
import pytest

from csc_metrics.report import board, scrutiny
from csc_metrics.report.parameters import with_numbers_as_text

NOTEBOOKS = sorted((Path(__file__).parents[2] / "notebooks").glob("*.ipynb"))


def functions_given(path: Path, *, parameters: set[str]) -> Iterator[Callable[..., object]]:
    """Give every function of the library that a notebook hands one of its parameters to."""
    cells = [cell.source for cell in nbformat.read(path, as_version=4).cells if cell.cell_type == "code"]
    for call in (node for node in ast.walk(ast.parse("\n".join(cells))) if isinstance(node, ast.Call)):
        given = {word.value.id for word in call.keywords if isinstance(word.value, ast.Name)}
        if given & parameters and isinstance(call.func, ast.Attribute) and isinstance(call.func.value, ast.Name):
            module = importlib.import_module(f"csc_metrics.report.{call.func.value.id}")
            yield getattr(module, call.func.attr)


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_every_function_that_a_notebook_hands_a_parameter_to_takes_numbers_for_text(path: Path) -> None:
    found = list(functions_given(path, parameters=set(papermill.inspect_notebook(str(path)))))
    assert found
    assert [one for one in found if not hasattr(one, "__wrapped__")] == []


def test_a_whole_number_becomes_its_digits_and_a_code_has_its_leading_zeros_again() -> None:
    given = with_numbers_as_text(lambda **told: told)(authority=1, period=2025, folder="1", today=None, is_so=True)
    assert given == {"authority": "001", "period": "2025", "folder": "1", "today": None, "is_so": True}


def test_a_report_is_opened_by_numbers_and_written_into_a_folder_that_is_not_there(tmp_path: Path) -> None:
    numbers: dict[str, Any] = {"authority": 357, "period": 2024, "neighbour_model": 2021}
    report = scrutiny.open_report(**numbers, published="carried", clean=str(tmp_path / "clean"))
    assert report.authority.name == "Tameside"
    assert report.facts.neighbour_model == "2021"
    assert max(one.latest.period_end.year for one in report.found) == 2024

    folder = tmp_path / "not" / "there"
    assert scrutiny.write_report(report, folder=str(folder))[0] in {path.name for path in folder.iterdir()}


def test_the_boards_page_is_written_into_a_folder_that_is_not_there(tmp_path: Path) -> None:
    view = board.open_report(authority="357", clean=str(tmp_path / "clean"), published="carried")
    board.write_report(view, folder=str(tmp_path / "pm" / "bd"))
    assert (tmp_path / "pm" / "bd" / "board.html").is_file()
