"""No bare policy number: what guidance or an authority sets has a name, a unit and a source, and is typed once.

Numbers that guidance sets stand in contracts/policy.py, those that an authority sets in settings/model.py. Docstrings
may quote them, since nobody is shown those; the names of DfE's bands ("41-45_days") are names.
"""

import ast
import inspect
import json
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Final

import pytest
from contract.source import FUNCTIONS, MODULES, PACKAGE, REPOSITORY, docstring_nodes, name_of, tree_of
from pydantic import BaseModel

from csc_metrics.contracts import policy
from csc_metrics.contracts.policy import POLICY_NUMBERS, PolicyNumber
from csc_metrics.narrative.words import number_word
from csc_metrics.settings.model import Settings

HOMES: Final = ("contracts/policy.py", "settings/model.py")
STRUCTURAL: Final = frozenset({*range(5), 10, 100, 1_000, 10_000})
"""Places, steps and shares; no guidance sets them, nor a number with a fraction, which is a weight."""
OF_THE_CALENDAR: Final = {"periods.py": frozenset({12, 31})}
OF_THE_LAYOUT: Final = ("charts/",)
SPEAKS_OF_POLICY: Final = re.compile(r"(?:^|_)(?:day|hour|week|month|threshold|limit)s?(?:_|$)", re.IGNORECASE)
TEMPLATES: Final = [*sorted(PACKAGE.rglob("*.jinja")), *sorted((REPOSITORY / "notebooks").glob("*.ipynb"))]
MADE_UP: Final = "sample/"
"""Its numbers are a story that nobody's figures tell: weights, days and shares of what falls out by chance."""
OURS: Final = [path for path in MODULES if name_of(path) not in HOMES and not name_of(path).startswith(MADE_UP)]

each_module = pytest.mark.parametrize("path", OURS, ids=name_of)


def typed_in_functions(tree: ast.Module, *, allowed: frozenset[int] = STRUCTURAL) -> list[str]:
    """Return the whole numbers that stand unnamed in functions, their defaults and decorators."""
    functions = [node for node in ast.walk(tree) if isinstance(node, (*FUNCTIONS, ast.Lambda))]
    inside = {node for function in functions for node in ast.walk(function)}
    return sorted(
        f"line {node.lineno}: {node.value}"
        for node in inside - sizes_of_caches(tree)
        if isinstance(node, ast.Constant) and type(node.value) is int and node.value not in allowed
    )


def sizes_of_caches(tree: ast.Module) -> set[ast.AST]:
    return {node.value for node in ast.walk(tree) if isinstance(node, ast.keyword) and node.arg == "maxsize"}


def named_as_policy(tree: ast.Module) -> list[str]:
    """Return where a bare number is given to a name that speaks of a length of time, a threshold or a limit."""
    return sorted(
        f"line {value.lineno}: {name} = {ast.unparse(value)}"
        for name, value in given_to_names(tree)
        if SPEAKS_OF_POLICY.search(name) and isinstance(value, ast.Constant)
        if type(value.value) in (int, float) and value.value not in (0, 1)
    )


def given_to_names(tree: ast.Module) -> Iterator[tuple[str, ast.expr]]:
    """Yield every value with the constant, field, argument or default that it is given to."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign | ast.AnnAssign) and node.value is not None:
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            yield from ((target.id, node.value) for target in targets if isinstance(target, ast.Name))
        elif isinstance(node, ast.keyword) and node.arg is not None:
            yield node.arg, node.value
        elif isinstance(node, ast.arguments):
            by_place = [*node.posonlyargs, *node.args]
            pairs = [*zip(by_place[len(by_place) - len(node.defaults) :], node.defaults, strict=True)]
            pairs += [pair for pair in zip(node.kwonlyargs, node.kw_defaults, strict=True) if pair[1]]
            yield from ((one.arg, value) for one, value in pairs)


@each_module
def test_no_whole_number_stands_unnamed_in_a_function(path: Path) -> None:
    if not name_of(path).startswith(OF_THE_LAYOUT):
        allowed = STRUCTURAL | OF_THE_CALENDAR.get(name_of(path), frozenset())
        assert typed_in_functions(tree_of(path), allowed=allowed) == []


@each_module
def test_no_length_of_time_limit_or_threshold_is_a_bare_number(path: Path) -> None:
    assert named_as_policy(tree_of(path)) == []


def test_a_bare_number_is_seen_wherever_it_stands() -> None:
    spoilt = ast.parse(
        inspect.cleandoc("""
            LATE_WORKING_DAYS: Final = 45
            LIMIT = 15
            MOST_ROWS_SHOWN: Final = 45
            ONE_DAY = timedelta(days=1)
            def is_late(took: int, *, months: int = 12) -> bool:
                return took > 45 or took > weight(0.45, 3)
            due = add_working_days(rows, start="referred_on", working_days=15)
        """)
    )
    assert typed_in_functions(spoilt) == ["line 5: 12", "line 6: 45"]
    assert named_as_policy(spoilt) == [
        "line 1: LATE_WORKING_DAYS = 45",
        "line 2: LIMIT = 15",
        "line 5: months = 12",
        "line 7: working_days = 15",
    ]


TENS: Final = {2: "twenty", 3: "thirty", 4: "forty", 5: "fifty"}


def in_words(number: int) -> str:
    if number_word(number) != str(number):
        return number_word(number)
    return f"{TENS[number // 10]}{'-' + number_word(number % 10) if number % 10 else ''}"


def as_typed(number: int, unit: str) -> str:
    """Return a pattern for a number with its unit as somebody may type it: "45 days", "45-day", "twelve months"."""
    *kind, counted = unit.split()
    kinds = "".join(rf"(?:{word}[ -])?" for word in kind)
    return rf"(?<![\w.-])(?:{number}|{in_words(number)})[ -]{kinds}{counted.removesuffix('s')}s?\b(?! to \d)"


DEFAULTS: Final = Settings()
TYPED: Final = re.compile(
    "|".join(
        [
            *(as_typed(number.value, number.unit) for number in POLICY_NUMBERS),
            as_typed(int(DEFAULTS.strategy_meeting.target_hours), "hours"),
            *(
                rf"\b1 (?:to|and) {threshold}\b|\b(?:{threshold}|{number_word(threshold)}) or (?:fewer|less)\b"
                for threshold in [DEFAULTS.publication.threshold]
            ),
        ]
    ),
    re.IGNORECASE,
)
"""Every policy number and default with its unit. "The twelve months to 30 September" is a year, and no limit."""


def texts_of(tree: ast.Module) -> list[tuple[int, str]]:
    """Return every text with its line; a text with values in it as it reads, with "…" for what only the run knows."""
    docstrings = docstring_nodes(tree)
    parts = {part for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) for part in node.values}
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            found.append((node.lineno, "".join(_read(part) for part in node.values)))
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and node not in docstrings | parts:
            found.append((node.lineno, node.value))
    return found


def _read(part: ast.expr) -> str:
    value = part.value if isinstance(part, ast.FormattedValue) else part
    return str(value.value) if isinstance(value, ast.Constant) else "…"


def typed_in_texts(tree: ast.Module) -> list[str]:
    return [f"line {line}: {found[0]}" for line, text in texts_of(tree) for found in TYPED.finditer(text)]


@each_module
def test_no_text_types_a_policy_number(path: Path) -> None:
    assert typed_in_texts(tree_of(path)) == [], "write f'… {ASSESSMENT_LIMIT} …', from contracts/policy.py"


def test_a_policy_number_in_a_text_is_seen_and_one_that_is_filled_in_is_not() -> None:
    spoilt = ast.parse(
        inspect.cleandoc('''
            """Quotes the guide: within 45 working days."""
            TITLE = "Assessments within 45 working days"
            SHORT = "A 45-day limit"
            AGAIN = f"came within {12} months"
            WORDS = "within Twelve months of an earlier one"
            MEETING = "held within 24 hours"
            HIDDEN = "numbers from 1 to 5 are hidden"
            RIGHT = f"Assessments within {ASSESSMENT_LIMIT}"
            ALSO_RIGHT = f"{limit.value} working days"
            BAND = "assessments_41_to_45_working_days"
            HEADING = "41-45_days"
            YEAR = "who left in the twelve months to 30 September"
            LONGER = "145 working days"
        ''')
    )
    assert typed_in_texts(spoilt) == [
        "line 2: 45 working days",
        "line 3: 45-day",
        "line 4: 12 months",
        "line 5: Twelve months",
        "line 6: 24 hours",
        "line 7: 1 to 5",
    ]


def words_of_template(path: Path) -> str:
    """Return what a template says by itself, or all that a notebook's cells say."""
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".ipynb":
        return "\n".join("".join(cell["source"]) for cell in json.loads(text)["cells"])
    return re.sub(r"\{#.*?#\}", "", text, flags=re.DOTALL)


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_no_template_and_no_notebook_types_a_policy_number(path: Path) -> None:
    assert TYPED.findall(words_of_template(path)) == []


@pytest.mark.parametrize("number", POLICY_NUMBERS, ids=str)
def test_a_policy_number_has_a_value_a_unit_a_meaning_a_source_and_a_first_day(number: PolicyNumber) -> None:
    assert number.value > 0
    assert re.fullmatch(r"[a-z ]+s", number.unit), "in the plural, as it follows a number"
    assert re.fullmatch(r"[A-Z][^.]+\.", number.meaning), "one sentence"
    assert len(number.source.split()) >= 3
    assert date(1989, 11, 16) <= number.stated_from, "the day of the Children Act 1989: no guidance on it is older"
    assert str(number).startswith(f"{number.value} {number.unit[:3]}")


def test_every_policy_number_that_is_declared_is_listed() -> None:
    declared = [value for value in vars(policy).values() if isinstance(value, PolicyNumber)]
    assert declared == list(POLICY_NUMBERS)
    assert len({number.meaning for number in declared}) == len(declared)


def numeric_settings(section: BaseModel, *, within: str = "") -> Iterator[tuple[str, str]]:
    """Yield the settings that have a number by default, with what is said of each."""
    for name, known in type(section).model_fields.items():
        value = getattr(section, name)
        if isinstance(value, BaseModel):
            yield from numeric_settings(value, within=f"{within}{name}.")
        elif type(value) in (int, float):
            yield f"{within}{name}", known.description or ""


def test_every_number_of_the_settings_has_a_meaning_and_a_source() -> None:
    told = dict(numeric_settings(DEFAULTS))
    assert {"strategy_meeting.target_hours", "clock.first_day", "publication.threshold"} <= set(told)
    assert [name for name, words in told.items() if not re.match(r"[A-Z].+ Source: \S+", words)] == []
