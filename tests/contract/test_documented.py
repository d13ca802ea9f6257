"""Every public name is documented: what it means, shape and unit of what goes in and comes out, errors, source.

Public is what has no underscore before its name: modules, classes, functions, methods, and constants at the head of a
module. What must be said is told by the rules in docstrings.py; each is tried here on a small example that breaks it.
"""

import ast
import inspect
import re
from collections.abc import Callable
from dataclasses import fields
from typing import Final

import pytest
from contract import docstrings
from contract.docstrings import Module, section
from contract.source import MODULES, dotted, name_of, tree_of

from csc_metrics.measures.measure import Measure
from csc_metrics.measures.registry import LOCAL_MEASURES, PUBLISHED_MEASURES

Rule = Callable[[Module], list[str]]

PARENTS: Final = {
    node.name: [dotted(base) for base in node.bases]
    for path in MODULES
    for node in ast.walk(tree_of(path))
    if isinstance(node, ast.ClassDef)
}
EVERYWHERE: Final[tuple[Rule, ...]] = (
    docstrings.without_a_sentence,
    docstrings.constants_without_words,
    docstrings.frames_without_input,
    docstrings.frames_without_returns,
    docstrings.fields_without_shape,
    docstrings.errors_without_raises,
    docstrings.readers_without_source,
)
each_rule = pytest.mark.parametrize("rule", EVERYWHERE, ids=lambda rule: rule.__name__)


def broken_in_the_package(rule: Rule) -> list[str]:
    modules = [Module(name_of(path), tree_of(path), PARENTS) for path in MODULES]
    assert len(modules) > 60
    return [f"{module.name}, {fault}" for module in modules for fault in rule(module)]


@each_rule
def test_public_names_are_documented(rule: Rule) -> None:
    assert broken_in_the_package(rule) == [], rule.__doc__


def test_arguments_are_explained_where_type_and_name_do_not() -> None:
    """Not on the command line: there each option has its own help."""
    faults = broken_in_the_package(docstrings.arguments_not_explained)
    assert [fault for fault in faults if not fault.startswith("cli/")] == []


def counting_functions(measure: Measure) -> list[Callable[..., object]]:
    found = [getattr(measure, field.name) for field in fields(measure)]
    return [value for value in found if callable(value)]


@pytest.mark.parametrize("measure", LOCAL_MEASURES.values(), ids=lambda measure: measure.code)
def test_what_gives_a_measure_s_unit_rows_says_their_grain(measure: Measure) -> None:
    units = measure.from_records.units
    words = inspect.getdoc(getattr(units, "func", units)) or ""
    assert "one row per" in section(words, "Returns"), measure.code


@pytest.mark.parametrize("measure", PUBLISHED_MEASURES.values(), ids=lambda measure: measure.code)
def test_what_counts_a_measure_says_its_unit_its_grain_and_its_source(measure: Measure) -> None:
    unit = {"%": "per cent"}.get(measure.unit, measure.unit).split()
    counting = counting_functions(measure)
    assert counting
    for function in counting:
        words = inspect.getdoc(function) or ""
        assert set(unit) <= set(re.findall(r"[\w,]*\w", words)), f"{function.__name__} does not say its unit, {unit}"
        assert "one row per" in section(words, "Returns"), function.__name__
        assert section(words, "Source"), function.__name__


def module(source: str, *, name: str = "published/example.py") -> Module:
    return Module(name, ast.parse(inspect.cleandoc(source)), {"Faulty": ["CscMetricsError"]})


def test_a_name_without_a_sentence_is_seen() -> None:
    spoilt = module('''
        """What a module holds."""
        class Reader:
            def read(self): ...
            def _own(self): ...
        def count():
            """values, by area"""
    ''')
    assert docstrings.without_a_sentence(spoilt) == ["Reader", "Reader.read", "count"]
    assert docstrings.without_a_sentence(module("LIMIT = 3")) == ["the module"]


def test_a_constant_without_words_is_seen_and_text_speaks_for_itself() -> None:
    spoilt = module('''
        PAGE: Final = "page.html"
        FEWEST: Final = 3
        MOST: Final = 4
        """Of the rows that are shown."""

        LISTS: Final = {"a": 1}

        Floats = npt.NDArray[np.float64]
    ''')
    assert docstrings.constants_without_words(spoilt) == ["LISTS", "Floats"]


def test_a_frame_without_schema_or_columns_is_seen() -> None:
    spoilt = module('''
        def of_frame(rows: pl.DataFrame) -> pl.DataFrame:
            """Return what is asked. Input: some figures. Returns: others."""
        def of_schema(rows: pl.LazyFrame) -> pl.LazyFrame:
            """Return what is asked.

            Input: schema PublishedFigures.
            Returns: one row per area; value in per cent.
            """
        class Held:
            """Everything that is held. values: the lot."""
            values: pl.DataFrame
    ''')
    assert docstrings.frames_without_input(spoilt) == ["of_frame: rows"]
    assert docstrings.frames_without_returns(spoilt) == ["of_frame"]
    assert docstrings.fields_without_shape(spoilt) == ["Held: values"]


def test_an_error_that_a_helper_raises_is_seen_and_one_that_is_caught_is_not() -> None:
    spoilt = module('''
        def read(path):
            """Read it. Raises: ValueError for an empty one."""
            _require(path)
            raise ValueError
        def _require(path):
            raise Faulty.at(path)
        def forgiving(path):
            """Read it, or nothing."""
            try:
                _require(path)
            except CscMetricsError:
                return None
        def translating(path):
            """Read it. Raises: Faulty."""
            try:
                raise FileNotFoundError(path)
            except OSError as error:
                raise Faulty.at(path) from error
    ''')
    assert docstrings.errors_without_raises(spoilt) == ["read: Faulty"]


def test_an_argument_that_is_not_spoken_of_is_seen() -> None:
    spoilt = module('''
        def page(columns: Sequence[str], held: Mapping[str, str], path: Path, measure: Measure) -> str:
            """Return the page with its columns."""
    ''')
    assert docstrings.arguments_not_explained(spoilt) == ["page: held"]


def test_a_reader_of_facts_without_a_source_is_seen() -> None:
    spoilt = '''
        def holidays() -> list[str]:
            """Return them all."""
            return files("csc_metrics.contracts").joinpath("days.csv").read_text().split()
        def figures(folder: Path) -> Published:
            """Return them all.

            Source: DfE's files.
            """
    '''
    assert docstrings.readers_without_source(module(spoilt)) == ["holidays"]
    assert docstrings.readers_without_source(module(spoilt, name="report/example.py")) == []


def test_a_section_ends_where_the_next_begins() -> None:
    words = "Say it.\n\nInput: schema A, one row\nper area. Returns: text.\nRaises: Faulty; KeyError.\nSource: DfE."
    assert section(words, "Input") == "schema A, one row\nper area."
    assert section(words, "Raises") == "Faulty; KeyError."
    assert section("lists, heights: one row per label. rest: words.", "heights").startswith("one row per label")
    assert section("Say it.", "Source") == ""
