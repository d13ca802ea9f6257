"""Every error as the analyst meets it: one message that says what, where and what to do, and names the nearest word."""

import importlib
import inspect
import pkgutil
import re
from typing import Final
from unittest.mock import patch

import pytest
from errors_met import IN_A_PROCESS_OF_ITS_OWN, MET, Met, message_of

import csc_metrics
from csc_metrics.errors import CscMetricsError, WrongUse, did_you_mean, list_faults

WHAT_TO_DO: Final = re.compile(
    r"\b(?:Ask|Close|Correct|Download|Give|Keep|mend|Move|Name|Put|Run|Say|Save|Write)\b"
    r"|It takes [a-z]|`csc-metrics [a-z-]+` lists"
)
LONGEST_LINE: Final = 600


def errors_of_the_package() -> set[type[CscMetricsError]]:
    """Return every error class that a user can meet, once every module is loaded."""
    for module in pkgutil.walk_packages(csc_metrics.__path__, "csc_metrics."):
        importlib.import_module(module.name)
    found, left = set(), [CscMetricsError]
    while left:
        below = left.pop().__subclasses__()
        found |= set(below)
        left += below
    return {error for error in found if error.__module__.startswith("csc_metrics.")}


def wordings_of(error: type[CscMetricsError]) -> set[str]:
    return {name for name, member in vars(error).items() if isinstance(member, classmethod) and name[0] != "_"}


def test_every_wording_of_every_error_is_met() -> None:
    """A new error, or a new way to word one, needs a case in tests/errors_met.py."""
    known = {(error, wording) for error in errors_of_the_package() for wording in wordings_of(error)}
    assert len(known) > 35
    assert known == {(met.error, met.wording) for met in MET}


def test_an_error_is_worded_by_the_class_and_nowhere_else() -> None:
    for error in errors_of_the_package():
        assert error is WrongUse or wordings_of(error), f"{error.__name__} has no way to word it"
        assert inspect.getdoc(error) != inspect.getdoc(CscMetricsError), f"{error.__name__} does not say what it is"


@pytest.mark.parametrize("met", MET, ids=lambda met: f"{met.error.__name__}.{met.wording}: {met.what}")
def test_a_message_says_what_where_and_what_to_do(met: Met) -> None:
    message, code = worded_by(met)
    assert code == (met.error.exit_code if met.error not in IN_A_PROCESS_OF_ITS_OWN else 1)
    assert [said for said in met.says if said not in message] == [], message
    assert WHAT_TO_DO.search(message), message
    assert "Traceback" not in message
    assert message[-1] in ".?", message
    assert max(map(len, message.splitlines())) < LONGEST_LINE


def worded_by(met: Met) -> tuple[str, int]:
    """Return the message, having seen that it is the wording of the case that made it."""
    if met.error in IN_A_PROCESS_OF_ITS_OWN:
        return message_of(met)
    with patch.object(met.error, met.wording, wraps=getattr(met.error, met.wording)) as wording:
        told = message_of(met)
    assert wording.called, f"another wording than {met.wording} was met: {told}"
    return told


@pytest.mark.parametrize(
    ("word", "known", "told"),
    [
        ("average_caselod", ["average_caseload", "agency_rate_pct"], " Did you mean average_caseload?"),
        ("AVERAGE_CASELOAD ", ["average_caseload"], " Did you mean average_caseload?"),
        ("caseload", ["average_caseload", "agency_rate_pct"], " Did you mean average_caseload?"),
        ("zzz", ["average_caseload"], ""),
        ("", ["average_caseload"], ""),
    ],
)
def test_the_nearest_word_is_named_and_none_where_none_is_near(word: str, known: list[str], told: str) -> None:
    assert did_you_mean(word, known) == told


def test_of_many_faults_ten_are_listed_and_the_others_counted() -> None:
    lines = list_faults([f"line {number}" for number in range(25)]).splitlines()
    assert (len(lines), lines[-1].strip()) == (11, "\N{HORIZONTAL ELLIPSIS} and 15 more of the same kind")
