"""Completion at Tab: what is offered, and that bash itself takes it as it is offered."""

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Final

import pytest
from lacking import leave_out
from unit.test_command_line import call

from csc_metrics.cli.shells import COMPLETE_VARIABLE, SHELLS, completion_script, told_where_to_put_it
from csc_metrics.contracts.authorities import current_authorities
from csc_metrics.measures.registry import MEASURES

BASH: Final = shutil.which("bash")
PROGRAM: Final = f"#!{sys.executable}\nfrom csc_metrics.cli.main import main\nmain()\n"


def offered(words: str, *, shell: str = "fish") -> list[str]:
    """Return what is offered for the last of some words, which may be empty, in fish's way of asking."""
    *before, typed = words.split(" ")
    answer = subprocess.run(
        [
            sys.executable,
            "-c",
            "import sys; sys.argv[0] = 'csc-metrics'; from csc_metrics.cli.main import main; main()",
        ],
        env={
            **os.environ,
            COMPLETE_VARIABLE: f"{shell}_complete",
            "COMP_WORDS": " ".join(before),
            "COMP_CWORD": typed,
        },
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=True,
    )
    assert answer.stderr == ""
    lines = (line.split(",", 1) for line in answer.stdout.splitlines())
    return [value.split("\t")[0] for kind, value in lines if kind == "plain"]


def test_commands_are_offered() -> None:
    assert set(offered("csc-metrics ")) >= {"demo", "measures", "compare", "report", "dictionary", "completion"}
    assert offered("csc-metrics di") == ["dictionary"]


def test_options_are_offered() -> None:
    assert {"--authority", "--period", "--published"} <= set(offered("csc-metrics report --"))


def test_authorities_are_offered_by_name_or_by_code_once_a_digit_is_typed() -> None:
    names = offered("csc-metrics report --authority ")
    assert names == sorted(one.name for one in current_authorities())
    assert {"Bristol, City of", "St. Helens", "Tameside"} <= set(names)
    assert offered("csc-metrics report --authority ta") == ["Tameside"]
    assert offered("csc-metrics report --authority 357") == ["357"]


def test_measures_periods_choices_and_the_carried_table_are_offered() -> None:
    assert offered("csc-metrics measures --measure ") == list(MEASURES)
    assert offered("csc-metrics measures --measure agency") == ["agency_rate_pct"]
    years = offered("csc-metrics compare --period ")
    assert years == sorted(years, reverse=True)
    assert {"2013", "2025"} <= set(years)
    assert offered("csc-metrics compare --neighbour-model ") == ["2021", "2025"]
    assert offered("csc-metrics compare --published c") == ["carried"]
    assert offered("csc-metrics completion ") == list(SHELLS)


@pytest.mark.parametrize("shell", SHELLS)
def test_the_script_goes_to_standard_output_and_where_to_put_it_to_standard_error(shell: str) -> None:
    called = call("completion", shell)
    assert called.exit_code == 0
    assert called.text == completion_script(shell)
    assert called.told == f"{told_where_to_put_it(shell)}\n"
    assert COMPLETE_VARIABLE in called.text
    assert f"{shell}_complete" in called.text
    assert "%(" not in called.text


@pytest.fixture
def in_bash(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder on the path with the command in it, and the script for bash."""
    if BASH is None:
        leave_out("bash is not installed, so its completion cannot be tried")
    program = tmp_path / "csc-metrics"
    program.write_text(PROGRAM, encoding="utf-8")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")
    script = tmp_path / "completion.bash"
    script.write_text(completion_script("bash"), encoding="utf-8")
    return script


@pytest.mark.parametrize(
    ("line", "replies"),
    [
        ("csc-metrics comp", ["compare", "completion"]),
        ("csc-metrics report --authority Bri", [r"Brighton\ and\ Hove", r"Bristol\,\ City\ of"]),
        ("csc-metrics report --authority 'Bri", ["Brighton and Hove", "Bristol, City of"]),
        (r"csc-metrics report --authority Brighton\ an", [r"Brighton\ and\ Hove"]),
        ("csc-metrics measures --measure average", ["average_caseload", "average_caseload_with_carers"]),
    ],
)
def test_bash_completes_words_and_escapes_those_that_need_it(in_bash: Path, line: str, replies: list[str]) -> None:
    words = line.split(" ") if "\\" not in line else ["csc-metrics", "report", "--authority", r"Brighton\ an"]
    assert replies_of_bash(in_bash, words) == replies


def replies_of_bash(script: Path, words: list[str]) -> list[str]:
    """Return what the script offers bash for the last of some words."""
    array = " ".join(f'"{word}"' for word in words)
    code = (
        f"source {script}\nCOMP_WORDS=({array})\nCOMP_CWORD={len(words) - 1}\n"
        "_csc_metrics_completion\n"
        'printf "%s\\n" "${COMPREPLY[@]}"'
    )
    answer = subprocess.run([BASH, "-c", code], capture_output=True, text=True, check=True)
    assert answer.stderr == ""
    return [reply for reply in answer.stdout.splitlines() if reply]


@pytest.mark.parametrize(
    ("words", "replies"),
    [
        (["--authority", "=", "Tames"], ["Tameside"]),
        (["--authority", "=", "St."], [r"St.\ Helens"]),
        (["--neighbour-model", "="], ["2021", "2025"]),
    ],
)
def test_bash_completes_a_value_after_an_equals_sign(in_bash: Path, words: list[str], replies: list[str]) -> None:
    """It makes words of the option, the sign and the value."""
    assert replies_of_bash(in_bash, ["csc-metrics", "report", *words]) == replies


def test_powershell_is_given_whole_values_with_a_word_of_help(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(COMPLETE_VARIABLE, "powershell_complete")
    monkeypatch.setenv("COMP_WORDS", "csc-metrics\nreport\n--authority\n'Bristol,")
    monkeypatch.setenv("COMP_CWORD", "3")
    assert call().text.splitlines() == ["plain\tBristol, City of\t801"]
