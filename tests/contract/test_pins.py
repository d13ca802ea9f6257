"""Pins, ranges and hooks agree with each other, and none of them names a host."""

import re
import subprocess
import tomllib
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path
from typing import Any, Final

import pytest
import yaml
from contract.source import REPOSITORY
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name
from packaging.version import Version

LOCKS: Final = sorted(REPOSITORY.glob("requirements*.lock"))
SEVEN: Final = {"pandas", "polars", "matplotlib", "seaborn", "jupyterlab", "papermill", "pytest"}
FROM_CONDA: Final = SEVEN | {"itables"}
"""What JupyterLab shows larger tables with, too."""
HOST: Final = re.compile(
    r"[a-z+]+://|\bgit@|--(?:extra-)?index-url|--find-links|--trusted-host|(?<!\w)-[if] http"
    r"|\b(?:[a-z0-9-]+\.)+(?:org|com|net|io|uk|dev|eu)\b",
    re.IGNORECASE,
)
HOSTLESS: Final = [
    *LOCKS,
    *(REPOSITORY / name for name in ("environment.yml", "pyproject.toml", "Makefile", ".pre-commit-config.yaml")),
    *sorted((REPOSITORY / ".ci").iterdir()),
    *sorted((REPOSITORY / ".github").rglob("*.y*ml")),
]
HOOKS: Final[dict[str, Any]] = yaml.safe_load((REPOSITORY / ".pre-commit-config.yaml").read_text(encoding="utf-8"))
CONDA: Final[dict[str, Any]] = yaml.safe_load((REPOSITORY / "environment.yml").read_text(encoding="utf-8"))
PROJECT: Final[dict[str, Any]] = tomllib.loads((REPOSITORY / "pyproject.toml").read_text(encoding="utf-8"))
MAKEFILE: Final = (REPOSITORY / "Makefile").read_text(encoding="utf-8")

each_lock = pytest.mark.parametrize("pins", LOCKS, ids=lambda path: path.name)


@pytest.mark.parametrize("path", HOSTLESS, ids=lambda path: path.name)
def test_no_host_is_named(path: Path) -> None:
    assert HOST.findall(path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    "spoilt",
    [
        "--index-url https://pypi.org/simple",
        "polars @ git+https://example.org/polars",
        "  - repo: https://github.com/astral-sh/ruff-pre-commit",
        "pip install --find-links wheels polars",
        "channels: [conda.anaconda.org/conda-forge]",
    ],
)
def test_a_host_is_seen(spoilt: str) -> None:
    assert HOST.search(spoilt)


def pinned(path: Path) -> list[Requirement]:
    lines = path.read_text(encoding="utf-8").splitlines()
    return [Requirement(line.rstrip(" \\")) for line in lines if line and not line.startswith((" ", "#"))]


@each_lock
def test_pins_are_exact_and_hashed(pins: Path) -> None:
    text = pins.read_text(encoding="utf-8")
    assert len(pinned(pins)) > 40
    assert [str(pin) for pin in pinned(pins) if not re.fullmatch(r"==[^*]+", str(pin.specifier))] == []
    entries = re.split(r"\n(?=[a-z0-9])", text)
    assert [
        entry.split()[0] for entry in entries if re.match("[a-z0-9]", entry) and "--hash=sha256:" not in entry
    ] == []


def test_the_pins_of_the_core_are_among_those_of_the_lab_and_these_among_those_of_development() -> None:
    core, lab, dev = (
        {f"{pin.name}{pin.specifier}" for pin in pinned(REPOSITORY / f"requirements{kind}.lock")}
        for kind in ("", "-lab", "-dev")
    )
    assert core < lab < dev


def test_the_core_renders_without_jupyterlab() -> None:
    names = {pin.name for pin in pinned(REPOSITORY / "requirements.lock")}
    assert {"papermill", "polars", "matplotlib", "seaborn", "pandas"} <= names
    assert not names & {"itables", "jupyterlab", "nbconvert", "pytest"}


def declared() -> dict[str, Requirement]:
    """Return every requirement of the project, of its extras too, by name."""
    groups = [PROJECT["project"]["dependencies"], *PROJECT["project"]["optional-dependencies"].values()]
    return {canonicalize_name(Requirement(one).name): Requirement(one) for group in groups for one in group}


def versions_pinned(name: str) -> set[str]:
    pins = [pin for path in LOCKS for pin in pinned(path) if pin.name == canonicalize_name(name)]
    return {str(pin.specifier).removeprefix("==") for pin in pins}


def lower_end(given: SpecifierSet) -> str:
    (lowest,) = [part.version for part in given if part.operator == ">="]
    return lowest


def upper_end(given: SpecifierSet) -> str:
    (highest,) = [part.version for part in given if part.operator == "<"]
    return highest


WITH_UPPER_END = {"textstat": "newer ones fetch a dictionary from the network"}
"""What newer versions would break, and why; nothing that a user installs."""


@pytest.mark.parametrize("requirement", declared().values(), ids=lambda one: one.name)
def test_a_declared_requirement_has_a_lower_end_and_is_pinned_within_its_range(requirement: Requirement) -> None:
    upper = r"<\d[\w.]*," if requirement.name in WITH_UPPER_END else ""
    assert re.fullmatch(rf"{upper}>=\d[\w.]*", str(requirement.specifier))
    versions = versions_pinned(requirement.name)
    assert versions, "it is in none of the pinned requirements: run `make locks`"
    assert all(requirement.specifier.contains(version) for version in versions)


def conda_ranges() -> dict[str, SpecifierSet]:
    """Return what conda is asked for, by name; a range as pip writes it means the same to conda."""
    asked = [Requirement(one) for one in CONDA["dependencies"] if isinstance(one, str)]
    return {canonicalize_name(one.name): one.specifier for one in asked}


def faults_of_range(name: str, given: SpecifierSet, *, declared_from: str) -> list[str]:
    """Say what is wrong with a range of environment.yml: the lower end is as declared, the upper the next major."""
    if sorted(part.operator for part in given) != ["<", ">="]:
        return [f"{name}: not a lower and an upper end, but {given}"]
    faults = [] if lower_end(given) == declared_from else [f"{name}: from {lower_end(given)}, not {declared_from}"]
    if upper_end(given) != str(Version(declared_from).major + 1):
        faults.append(f"{name}: up to {upper_end(given)}, not the next major version")
    return faults


def test_conda_is_asked_for_the_seven_packages_itables_python_and_pip_and_pip_for_this_one() -> None:
    assert set(CONDA) == {"name", "channels", "dependencies"}
    assert CONDA["name"] == "csc_metrics"
    assert CONDA["channels"] == ["conda-forge"]
    assert set(conda_ranges()) == FROM_CONDA | {"python", "pip"}
    assert [one for one in CONDA["dependencies"] if not isinstance(one, str)] == [{"pip": ["-e .[lab,dev]"]}]


@pytest.mark.parametrize("name", sorted(FROM_CONDA))
def test_a_range_of_conda_agrees_with_what_is_declared_and_with_the_pins(name: str) -> None:
    given = conda_ranges()[name]
    assert faults_of_range(name, given, declared_from=lower_end(declared()[name].specifier)) == []
    assert versions_pinned(name)
    assert all(given.contains(version) for version in versions_pinned(name))


@pytest.mark.parametrize("spoilt", ["==3.1", ">=3.0", ">=2.9,<4", ">=3.0,<5", ""])
def test_an_exact_pin_an_open_end_or_another_end_is_seen(spoilt: str) -> None:
    assert faults_of_range("pandas", SpecifierSet(spoilt), declared_from="3.0")
    assert faults_of_range("pandas", SpecifierSet(">=3.0,<4"), declared_from="3.0") == []


def test_the_lowest_python_is_the_same_wherever_it_is_named() -> None:
    lowest = lower_end(SpecifierSet(PROJECT["project"]["requires-python"]))
    assert lower_end(conda_ranges()["python"]) == lowest
    assert f"--python-version {lowest} " in MAKEFILE
    assert PROJECT["tool"]["mypy"]["python_version"] == lowest
    assert PROJECT["tool"]["ruff"]["target-version"] == f"py{lowest.replace('.', '')}"
    assert f"Programming Language :: Python :: {lowest}" in PROJECT["project"]["classifiers"]


def pythons_of_conda() -> list[str]:
    given = conda_ranges()["python"]
    first, last = (Version(end(given)).minor for end in (lower_end, upper_end))
    return [f"3.{minor}" for minor in range(first, last)]


@pytest.mark.parametrize("python", pythons_of_conda())
def test_every_python_that_conda_may_choose_is_one_that_we_and_our_pins_allow(python: str) -> None:
    assert SpecifierSet(PROJECT["project"]["requires-python"]).contains(f"{python}.0")
    here = {"python_version": python, "python_full_version": f"{python}.9"}
    refused = []
    for pin in pinned(REPOSITORY / "requirements-lab.lock"):
        if pin.marker is None or pin.marker.evaluate(here):
            try:
                asked = distribution(pin.name).metadata["Requires-Python"]
            except PackageNotFoundError:
                continue  # pinned for another system or another Python
            if asked and not SpecifierSet(asked).contains(f"{python}.9"):
                refused.append(f"{pin.name}: {asked}")
    assert refused == []


def recipe_of(target: str, *, makefile: str) -> list[str]:
    """Return the commands of a target as they are called with the environment active."""
    found = re.search(rf"^{target}:.*\n(?P<lines>(?:\t.*\n)+)", makefile, re.MULTILINE)
    return [line.strip().replace("$(BIN)/", "") for line in found["lines"].splitlines()] if found else []


def hooks() -> list[dict[str, Any]]:
    return [hook for one in HOOKS["repos"] for hook in one["hooks"]]


def test_pre_commit_runs_what_make_lint_runs_and_nothing_else() -> None:
    assert [hook["entry"] for hook in hooks()] == recipe_of("lint", makefile=MAKEFILE)
    assert len(hooks()) >= 3


def test_pre_commit_fetches_nothing_and_works_without_a_shell() -> None:
    assert {one["repo"] for one in HOOKS["repos"]} == {"local"}
    for hook in hooks():
        assert hook["language"] == "system"
        assert hook["always_run"] is True
        assert hook["pass_filenames"] is False
        assert re.fullmatch(r"[\w .-]+", hook["entry"]), "on Windows there is no shell: a program and its arguments"


def test_a_command_that_make_lint_has_and_the_hooks_lack_is_seen() -> None:
    longer = MAKEFILE.replace("\t$(BIN)/mypy\n", "\t$(BIN)/mypy\n\t$(BIN)/other --check\n")
    assert recipe_of("lint", makefile=longer) == [*(hook["entry"] for hook in hooks()), "other --check"]


def test_the_pull_request_template_names_targets_and_files_that_exist() -> None:
    text = (REPOSITORY / ".github" / "pull_request_template.md").read_text(encoding="utf-8")
    targets = re.findall(r"`make (\w+)`", text)
    assert {"lint", "test", "docs"} <= set(targets)
    assert [target for target in targets if not re.search(rf"^{target}:", MAKEFILE, re.MULTILINE)] == []
    files = re.findall(r"`([\w/]+\.(?:md|py))`", text)
    assert {"CHANGELOG.md", "csc_metrics/contracts/policy.py"} <= set(files)
    assert [name for name in files if not (REPOSITORY / name).is_file()] == []


ONLY_FOR_ROOT = re.compile(r'if \[ "\$\$\(id -u\)" = 0 \].*? fi;', re.DOTALL)
"""A step of the Makefile that is taken only by who is root already."""


def test_no_step_that_a_newcomer_takes_needs_the_rights_of_an_administrator() -> None:
    """The CI's own machine is another matter: `.ci/run` installs Python and make where they are missing."""
    readers = ("README.md", "Makefile", "environment.yml", ".pre-commit-config.yaml")
    asked = re.compile(r"\bsudo\b|\brunas\b|\bapt-get\b|\bchoco\b|run as administrator", re.IGNORECASE)
    told = {name: (REPOSITORY / name).read_text(encoding="utf-8") for name in readers}
    told["Makefile"], count = ONLY_FOR_ROOT.subn("", told["Makefile"])
    assert count == 1, "test_browser_install.py holds that nobody else is asked for it"
    assert [name for name, text in told.items() if asked.search(text)] == []


def test_nothing_that_is_ignored_was_committed() -> None:
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--ignored", "--exclude-standard"],
        cwd=REPOSITORY,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert listed.stdout.split() == []
