"""Every command's help ends in examples, and each of them does what it shows when it is typed."""

import re
import shlex
from pathlib import Path
from typing import Final

import pytest
from made_up_dfe import write_made_up_dfe
from unit.test_command_line import Called, call

from csc_metrics.cli.commands import COMMANDS
from csc_metrics.cli.main import commands
from csc_metrics.cli.shells import SHELLS

UNBUILT: Final = {"fetch"}
NEED_EXTRACTS: Final = {"check", "clean"}
NEED_RECORDS: Final = ("--audience performance", "--audience board", "--source local", "csc-metrics rows")
"""In examples that rest on clean tables."""
NEED_A_SCORECARD: Final = "--against scorecard_2025.csv"
"""In an example that rests on an older scorecard."""
EXAMPLE: Final = re.compile(r"^  (csc-metrics .+)$", re.MULTILINE)
WITHOUT_ALL: Final = "--authority Tameside --authority Leeds"
"""Stands for --all where an example is run: reports of 153 authorities are made by other tests."""


def examples_of(*command: str) -> list[str]:
    """Return the examples that a command's help ends in."""
    _, _, end = re.split(r"\n(Examples?):\n", call(*command, "--help").text)
    lines = end.rstrip("\n").splitlines()
    assert [line for line in lines if not EXAMPLE.fullmatch(line)] == [], "examples end the help, one to a line"
    return [line.strip() for line in lines]


def typed(example: str) -> Called:
    """Run an example as a shell would, but for writing what goes to standard output into a file."""
    words = shlex.split(example.split(" > ", maxsplit=1)[0].replace("--all", WITHOUT_ALL))
    assert words[0] == "csc-metrics"
    return call(*words[1:])


@pytest.fixture(autouse=True)
def folder_with_published_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_made_up_dfe(tmp_path / "data_raw" / "published")
    extract = tmp_path / "data_raw" / "357" / "2026-10-31" / "workers.csv"
    extract.parent.mkdir(parents=True)
    extract.write_text("worker_id,started_on\nW1,2026-01-05\n", encoding="utf-8")
    assessments = "assessment_id,child_id,started_on,authorised_on,team\nA1,C1,2026-07-01,2026-08-03,North\n"
    extract.with_name("assessments.csv").write_text(f"{assessments}A2,C2,2026-06-01,,North\n", encoding="utf-8")
    older = "Measure,Period,Value\nassessments_overdue,31/10/2026,2\n"
    (tmp_path / "scorecard_2025.csv").write_text(older, encoding="utf-8")
    monkeypatch.chdir(tmp_path)


EXAMPLES: Final = [(name, example) for name in COMMANDS for example in examples_of(name)]


def test_every_command_has_examples_of_itself() -> None:
    assert {name for name, _ in EXAMPLES} == set(COMMANDS)
    assert [example for name, example in EXAMPLES if example.split()[1] != name] == []


@pytest.mark.parametrize("example", sorted({*(example for _, example in EXAMPLES), *examples_of()}))
def test_an_example_does_what_it_shows(example: str) -> None:
    if any(words in example for words in NEED_RECORDS):
        assert call("clean").exit_code == 0
    called = typed(example)
    name = example.split()[1]
    if name in UNBUILT:
        assert (called.exit_code, called.machine) == (2, b"")
        assert "is not built yet" in called.told
    else:
        assert called.exit_code == 0, called.told
        assert called.machine


def test_the_examples_of_all_commands_stand_below_their_list_and_are_not_wrapped() -> None:
    assert len(examples_of()) >= 3
    assert max(len(example) for _, example in EXAMPLES) < 100


@pytest.mark.parametrize(
    ("typed_word", "meant"), [("reprot", "report"), ("dictonary", "dictionary"), ("comp", "compare")]
)
def test_a_misspelt_command_gets_the_nearest(typed_word: str, meant: str) -> None:
    called = call(typed_word)
    assert called.exit_code == 2
    assert re.search(rf"Did you mean (\w+ or )*{meant}", called.told)


@pytest.mark.parametrize(
    ("arguments", "meant"),
    [
        (("compare", "--format", "jsn"), "Did you mean json?"),
        (("compare", "--neighbour-model", "20205"), "Did you mean 2025"),
        (("measures", "--source", "publish"), "Did you mean published?"),
        (("completion", "powershel"), "Did you mean powershell?"),
        (("compare", "--authorty", "Leeds"), "--authority"),
    ],
)
def test_a_misspelt_choice_or_option_gets_the_nearest(arguments: tuple[str, ...], meant: str) -> None:
    called = call(*arguments)
    assert called.exit_code == 2
    assert meant in called.told


@pytest.mark.parametrize(
    ("arguments", "stray"),
    [
        (("compare", "Tameside"), "'Tameside'"),
        (("report", "--authority", "St.", "Helens"), "'Helens'"),
        (("demo", "for", "Leeds"), "'for Leeds'"),
    ],
)
def test_words_that_belong_to_no_option_are_named_with_how_a_value_is_written(
    arguments: tuple[str, ...], stray: str
) -> None:
    called = call(*arguments)
    assert (called.exit_code, called.machine) == (2, b"")
    assert called.told.startswith(f"csc-metrics: `{arguments[0]}` was given {stray}, which belongs to no option.")
    assert '--authority "St. Helens"' in called.told


def test_the_shells_of_completion_are_named_in_its_usage() -> None:
    assert f"[{'|'.join(SHELLS)}]" in call("completion", "--help").text
    assert set(commands.commands) == set(COMMANDS)


@pytest.mark.parametrize("example", [example for _, example in EXAMPLES])
def test_an_example_works_in_an_empty_folder_too(example: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A newcomer types it before any file is there: the package's own table stands in, or what is missing is said."""
    empty = tmp_path / "empty"
    empty.mkdir()
    monkeypatch.chdir(empty)
    called, name = typed(example), example.split()[1]
    if NEED_A_SCORECARD in example:
        assert (called.exit_code, "scorecard_2025.csv: cannot be opened" in called.told) == (1, True)
        return
    if any(words in example for words in NEED_RECORDS):
        assert (called.exit_code, "run `csc-metrics clean` first" in called.told) == (1, True)
        return
    assert called.exit_code == (2 if name in UNBUILT | NEED_EXTRACTS else 0)
    assert name not in NEED_EXTRACTS or "data_raw: no such folder." in called.told
