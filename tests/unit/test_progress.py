"""Progress on standard error: a bar on a terminal, plain lines elsewhere, nothing at all of quick work."""

import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from threading import Timer
from threading import enumerate as enumerate_threads
from typing import Final
from unittest.mock import patch

import pytest
from made_up_dfe import cut_within_line, made_up_table, write_made_up_dfe

from csc_metrics.cli import progress
from csc_metrics.cli.carry import carry
from csc_metrics.cli.main import run_command
from csc_metrics.cli.progress import LONG_SECONDS, PlainLines
from csc_metrics.progress import Step
from csc_metrics.published.read import read_published

COMMAND: Final = [sys.executable, "-c", "import sys; from csc_metrics.cli.main import main; main()"]
LONGEST_SECONDS: Final = 120.0
"""A command that hangs is ended after this, and its test fails by the exit code."""
CONTROL: Final = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")
CURSOR_AWAY, CURSOR_BACK = "\x1b[?25l", "\x1b[?25h"


def ticking(*seconds: float) -> Iterator[float]:
    yield from seconds


def lines_of(capsys: pytest.CaptureFixture[str], steps: list[Step], *, seconds: list[float]) -> list[str]:
    """Return the lines that are printed of some steps, with a clock that says these seconds in turn."""
    clock = ticking(*seconds)
    shown = PlainLines(clock=lambda: next(clock))
    for step in steps:
        shown.show(step)
    shown.close()
    printed = capsys.readouterr()
    assert printed.out == ""
    return printed.err.splitlines()


def wait_for_reminders() -> None:
    """Wait until no reminder is left to come: each has said its line or was taken back."""
    for reminder in (thread for thread in enumerate_threads() if isinstance(thread, Timer)):
        reminder.join()


READING = [
    Step(work="Reading", done=done, steps=3, what=f"{name}.csv" * bool(done)) for done, name in enumerate("-abc")
]


def test_quick_work_says_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    assert lines_of(capsys, READING, seconds=[0, 0.1, 0.2, 0.3, 0.4]) == []


def test_long_work_tells_every_step_the_quick_first_ones_too(capsys: pytest.CaptureFixture[str]) -> None:
    told = lines_of(capsys, READING, seconds=[0, 0.1, 0.2, LONG_SECONDS, LONG_SECONDS + 1])
    assert told == ["Reading, 1 of 3: a.csv", "Reading, 2 of 3: b.csv", "Reading, 3 of 3: c.csv"]


def test_work_whose_first_step_takes_long_is_named_while_it_is_under_way(capsys: pytest.CaptureFixture[str]) -> None:
    shown = PlainLines(long_seconds=0.05)
    shown.show(Step(work="Rendering reports", done=0, steps=1))
    wait_for_reminders()
    shown.close()
    assert capsys.readouterr().err == "Rendering reports, 0 of 1\n"


def test_work_that_is_done_before_long_is_not_named_afterwards(capsys: pytest.CaptureFixture[str]) -> None:
    shown = PlainLines(long_seconds=5)
    shown.show(Step(work="Rendering reports", done=0, steps=1))
    shown.show(Step(work="Rendering reports", done=1, steps=1, what="reports/2025/357-tameside", is_result=True))
    wait_for_reminders()
    shown.close()
    assert capsys.readouterr().err == "1 of 1: reports/2025/357-tameside\n"


def test_a_reminder_that_could_no_longer_be_taken_back_says_nothing_after_the_result(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Timer, "cancel", lambda self: None)
    shown = PlainLines(long_seconds=0.05)
    shown.show(Step(work="Rendering reports", done=0, steps=1))
    shown.show(Step(work="Rendering reports", done=1, steps=1, what="reports/2025/357-tameside", is_result=True))
    wait_for_reminders()
    assert capsys.readouterr().err.splitlines()[-1] == "1 of 1: reports/2025/357-tameside"


def test_a_result_is_told_at_once(capsys: pytest.CaptureFixture[str]) -> None:
    step = Step(work="Rendering reports", done=1, steps=2, what="reports/2025/357-tameside", is_result=True)
    assert lines_of(capsys, [step], seconds=[0]) == ["1 of 2: reports/2025/357-tameside"]


def test_each_file_that_is_read_is_a_step(tmp_path: Path) -> None:
    paths = write_made_up_dfe(tmp_path)
    (tmp_path / "notes.txt").write_text("x", encoding="utf-8")
    steps: list[Step] = []
    read_published(tmp_path, tables=[], tell=steps.append)
    assert [step.done for step in steps] == list(range(len(paths) + 2))
    assert {step.steps for step in steps} == {len(paths) + 1}
    assert {step.what for step in steps} == {"", "notes.txt", *(path.name for path in paths.values())}


def environment(**more: str) -> dict[str, str]:
    """Return the environment without what would change the terminal."""
    kept = {name: value for name, value in os.environ.items() if name not in {"NO_COLOR", "TERM", "FORCE_COLOR"}}
    return {**kept, "TERM": "xterm-256color", "COLUMNS": "100", **more}


def on_a_terminal(folder: Path, *arguments: str, exit_code: int = 0, **more: str) -> tuple[str, str]:
    """Run the command with standard error on a terminal; return what came on it and on standard output."""
    told, printed, code = until_it_ends(folder, *arguments, **more)
    assert code == exit_code, told
    return told, printed


def until_it_ends(folder: Path, *arguments: str, interrupted_at: str = "\N{NULL}", **more: str) -> tuple[str, str, int]:
    """Return what came on the terminal and on standard output, and the exit code.

    interrupted_at: the command gets Ctrl-C once this stands on the terminal.
    """
    pty = pytest.importorskip("pty", reason="Windows has no pseudo-terminals of this kind")
    ours, theirs = pty.openpty()
    with subprocess.Popen(
        [*COMMAND, *arguments], cwd=folder, stdout=subprocess.PIPE, stderr=theirs, env=environment(**more)
    ) as process:
        os.close(theirs)
        watchdog = Timer(LONGEST_SECONDS, process.kill)
        watchdog.start()
        told = b""
        while more_told := _read(ours):
            told += more_told
            if interrupted_at.encode() in told:
                process.send_signal(signal.SIGINT)
                interrupted_at = "\N{NULL}"
        printed = process.stdout.read() if process.stdout else b""
        watchdog.cancel()
    os.close(ours)
    return told.decode("utf-8"), printed.decode("utf-8"), process.returncode


def _read(terminal: int) -> bytes:
    """Return what stands on the terminal; nothing once the other end is closed, which Linux tells by an error."""
    try:
        return os.read(terminal, 4096)
    except OSError:
        return b""


def test_on_a_terminal_a_bar_shows_how_far_the_reports_are(tmp_path: Path) -> None:
    told, printed = on_a_terminal(tmp_path, "report", "--authority", "Tameside", "--workers", "1")
    assert "Rendering reports" in told
    assert "0/1" in told
    assert CONTROL.search(told)
    assert has_its_cursor_back(told)
    assert re.search(r"1 of 1: .*357-tameside", CONTROL.sub("", told))
    assert not CONTROL.search(printed)
    assert "Rendering" not in printed


def has_its_cursor_back(told: str) -> bool:
    """Whether the bar took the terminal's cursor away and gave it back."""
    away, back = told.count(CURSOR_AWAY), told.count(CURSOR_BACK)
    return away == back > 0 and told.rindex(CURSOR_BACK) > told.rindex(CURSOR_AWAY)


def test_a_failure_stands_below_where_the_bar_was_and_the_cursor_is_back(tmp_path: Path) -> None:
    write_made_up_dfe(tmp_path / "published")
    cut_within_line(tmp_path / "published" / made_up_table("c2").file_name, line=100)
    told, printed = on_a_terminal(tmp_path, "compare", "--published", "published", exit_code=1)
    assert has_its_cursor_back(told)
    assert "csc-metrics: " in told[told.rindex(CURSOR_BACK) :]
    assert "Traceback" not in told
    assert printed == ""


def test_ctrl_c_ends_the_work_and_gives_the_cursor_back(tmp_path: Path) -> None:
    told, _, code = until_it_ends(tmp_path, "report", "--all", "--workers", "1", interrupted_at="Rendering reports")
    assert code == 1
    assert has_its_cursor_back(told)
    assert "Aborted!" in told[told.rindex(CURSOR_BACK) :]
    assert "Traceback" not in told


def test_writing_the_packages_own_table_tells_of_each_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write_made_up_dfe(tmp_path / "published")
    clock = patch.object(progress, "LONG_SECONDS", 0.0)
    asked = ["carry", "--published", str(tmp_path / "published"), "--folder", str(tmp_path / "carried")]
    with clock, patch.object(sys, "argv", asked), pytest.raises(SystemExit):
        run_command(carry, program="carry")
    told = capsys.readouterr().err
    assert re.search(r"^Reading DfE's files, \d+ of \d+: \S+\.csv$", told, re.MULTILINE)


def test_a_fault_met_in_writing_the_packages_own_table_is_one_message(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = ["carry", "--published", str(tmp_path / "nowhere"), "--folder", str(tmp_path / "carried")]
    with patch.object(sys, "argv", asked), pytest.raises(SystemExit) as ended:
        run_command(carry, program="carry")
    assert ended.value.code == 2
    assert capsys.readouterr().err.startswith(f"carry: {tmp_path / 'nowhere'}: no such folder. ")
    assert not (tmp_path / "carried").exists()


def test_without_colour_a_terminal_has_a_bar_in_plain_ink(tmp_path: Path) -> None:
    told, _ = on_a_terminal(tmp_path, "report", "--authority", "Tameside", "--workers", "1", NO_COLOR="1")
    assert "Rendering reports" in told
    assert not re.search(r"\x1b\[(?:3|4|9)[0-9](?:;[0-9]+)*m|\x1b\[38;", told)


def test_a_terminal_that_can_do_nothing_has_plain_lines(tmp_path: Path) -> None:
    told, _ = on_a_terminal(tmp_path, "report", "--authority", "Tameside", "--workers", "1", TERM="dumb")
    assert not CONTROL.search(told)
    assert re.search(r"^1 of 1: .*357-tameside", told, re.MULTILINE)


def test_in_a_log_file_there_are_plain_lines(tmp_path: Path) -> None:
    done = subprocess.run(
        [*COMMAND, "report", "--authority", "Tameside", "--workers", "1"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        env=environment(),
        check=True,
    )
    assert "\x1b" not in done.stderr
    assert "\r" not in done.stderr
    assert re.search(r"^1 of 1: .*357-tameside", done.stderr, re.MULTILINE)


def test_a_quick_command_has_no_bar_on_a_terminal_either(tmp_path: Path) -> None:
    told, printed = on_a_terminal(tmp_path, "compare", "--authority", "Tameside", "--format", "csv")
    assert not CONTROL.search(told)
    assert printed.startswith("la_code,")
