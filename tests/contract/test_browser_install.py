"""`make test` sees to a browser: Debian's for root, else Playwright's; without one it goes on, but not in CI.

Nor do the tests that need one: elsewhere they are left out and say what to do, in CI they fail.
"""

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest
from contract.source import REPOSITORY
from lacking import leave_out

MAKE = shutil.which("make")
SAYS_SO = "make: no browser could be installed; tests that open pages in one do not run.\n"

ONE_TEST = "tests/browser/test_keyboard.py::test_headings_go_down_a_level_at_a_time_from_one_h1[index]"


@dataclass(frozen=True, kw_only=True)
class Made:
    """What `make browser` did. ran: the installers, in order."""

    code: int
    ran: list[str]
    said: str


@pytest.fixture
def machine(tmp_path: Path) -> Path:
    """A machine with nothing but a shell, and an environment that is ready."""
    if MAKE is None:
        leave_out("there is no make here, as on Windows: nothing to check")
    for folder in ("bin", "venv/bin"):
        (tmp_path / folder).mkdir(parents=True)
    for tool in ("sh", "touch"):
        (tmp_path / "bin" / tool).symlink_to(str(shutil.which(tool)))
    for done in ("venv/bin/python", "venv/.core", "venv/.dev"):
        (tmp_path / done).touch()
    return tmp_path


def put(machine: Path, tool: str, *, code: int = 0, says: str = "") -> None:
    """Put a tool on the machine that notes how it was called."""
    path = machine / tool
    noted = machine / "ran"
    path.write_text(f'#!/bin/sh\necho "{path.name} $*" >> "{noted}"\necho "{says}"\nexit {code}\n', encoding="utf-8")
    path.chmod(0o755)


def make_browser(machine: Path, **environment: str) -> Made:
    known = {"PATH": str(machine / "bin"), **environment}
    for done in ("venv/.core", "venv/.dev"):
        os.utime(machine / done)
    command = [str(MAKE), "--silent", "-o", str(machine / "venv/.dev"), "browser", f"VENV={machine / 'venv'}"]
    done = subprocess.run(command, cwd=REPOSITORY, env=known, capture_output=True, text=True, check=False)
    noted = machine / "ran"
    ran = [line for line in noted.read_text(encoding="utf-8").splitlines() if not line.startswith("id ")]
    return Made(code=done.returncode, ran=ran, said=done.stderr)


def test_a_browser_that_is_there_is_left_alone(machine: Path) -> None:
    put(machine, "bin/chromium")
    (machine / "ran").touch()

    assert make_browser(machine) == Made(code=0, ran=[], said="")


def test_root_on_debian_gets_debians(machine: Path) -> None:
    put(machine, "bin/id", says="0")
    put(machine, "bin/apt-get")
    put(machine, "venv/bin/playwright")

    assert make_browser(machine).ran == [
        "apt-get update -qq",
        "apt-get install -y -qq --no-install-recommends chromium fonts-liberation",
    ]


@pytest.mark.parametrize("user", ["0", "1000"])
def test_without_rights_or_debian_playwright_brings_its_own(machine: Path, user: str) -> None:
    put(machine, "bin/id", says=user)
    put(machine, "venv/bin/playwright")
    if user != "0":
        put(machine, "bin/apt-get")

    assert make_browser(machine) == Made(code=0, ran=["playwright install chromium"], said="")


def test_where_debian_has_none_to_give_playwright_is_asked(machine: Path) -> None:
    put(machine, "bin/id", says="0")
    put(machine, "bin/apt-get", code=100)
    put(machine, "venv/bin/playwright")

    assert make_browser(machine).ran == ["apt-get update -qq", "playwright install chromium"]


def test_a_failure_is_one_line_and_stops_ci_alone(machine: Path) -> None:
    put(machine, "bin/id", says="1000")
    put(machine, "venv/bin/playwright", code=1)

    assert make_browser(machine) == Made(code=0, ran=["playwright install chromium"], said=SAYS_SO)
    in_ci = make_browser(machine, CI="true")
    assert in_ci.code != 0
    assert in_ci.said.startswith(SAYS_SO)


@pytest.mark.parametrize(("ci", "outcome"), [("", "1 skipped"), ("true", "1 error")])
def test_without_a_browser_a_test_is_left_out_and_fails_in_ci(tmp_path: Path, ci: str, outcome: str) -> None:
    nowhere = {"PATH": str(tmp_path), "PLAYWRIGHT_BROWSERS_PATH": str(tmp_path), "CI": ci}
    command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "-p", "no:xdist", ONE_TEST]
    ran = subprocess.run(
        command, cwd=REPOSITORY, env=os.environ | nowhere, capture_output=True, text=True, check=False
    ).stdout

    assert outcome in ran.splitlines()[-1]
    assert "`make test` installs one" in ran
