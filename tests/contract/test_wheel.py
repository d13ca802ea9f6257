"""The wheel: what travels in it, and that it works in an empty environment outside the checkout."""

import csv
import os
import re
import subprocess
import sys
import venv
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from lacking import leave_out

from csc_metrics.contracts.made_up_region import MADE_UP_NOTE, made_up_authorities
from csc_metrics.measures.registry import PUBLISHED_MEASURES as MEASURES

REPOSITORY = Path(__file__).parent.parent.parent
INDEX_NOT_REACHED = re.compile(
    r"NewConnectionError|NameResolutionError|ConnectTimeoutError|ReadTimeoutError|ProxyError|connection broken by",
)
OF_THE_CALLER = re.compile(r"PYTHON|VIRTUAL_ENV|MPL|IPYTHON|JUPYTER|XDG_|PYTEST|COV_|HOME$|USERPROFILE$|APPDATA$")
"""What a newcomer's shell does not have, or what points to files of the person who runs the tests."""


@pytest.fixture(scope="module")
def wheel_path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation", "-w", str(folder)]
    subprocess.run([*build, str(REPOSITORY)], check=True, capture_output=True)
    (path,) = folder.glob("*.whl")
    return path


@pytest.fixture(scope="module")
def wheel(wheel_path: Path) -> ZipFile:
    return ZipFile(wheel_path)


def test_the_wheel_holds_every_file_of_the_package(wheel: ZipFile) -> None:
    kinds = (".py", ".csv", ".css", ".js", ".jinja", ".typed", ".md")
    package = {
        path.relative_to(REPOSITORY).as_posix()
        for path in (REPOSITORY / "csc_metrics").rglob("*")
        if path.is_file() and path.suffix in kinds
    }
    assert len(package) > 60
    assert package - set(wheel.namelist()) == set()


def test_the_wheel_holds_the_notebooks_as_they_stand(wheel: ZipFile) -> None:
    notebooks = sorted((REPOSITORY / "notebooks").glob("*.ipynb"))
    assert notebooks
    for notebook in notebooks:
        assert wheel.read(f"csc_metrics/report/shipped_notebooks/{notebook.name}") == notebook.read_bytes()


def test_the_wheel_declares_the_command_and_the_engine(wheel: ZipFile) -> None:
    (name,) = [name for name in wheel.namelist() if name.endswith("entry_points.txt")]
    declared = wheel.read(name).decode()
    assert "csc-metrics = csc_metrics.cli.main:main" in declared
    assert "[papermill.engine]" in declared


@dataclass(frozen=True, kw_only=True)
class Installed:
    """The wheel in an environment of its own, used from an empty folder by someone with an empty home."""

    environment: Path
    work: Path
    home: Path

    def program(self, name: str) -> str:
        """Return the path of a program of the environment, on Windows too."""
        return str(self.environment / ("Scripts" if os.name == "nt" else "bin") / name)

    def run(self, program: str, *arguments: str) -> str:
        """Run a program of the environment and return what it printed; it must succeed."""
        kept = {name: value for name, value in os.environ.items() if not OF_THE_CALLER.match(name)}
        homes = dict.fromkeys(("HOME", "USERPROFILE", "APPDATA", "LOCALAPPDATA"), str(self.home))
        done = subprocess.run(
            [self.program(program), *arguments],
            cwd=self.work,
            env=kept | homes | {"PYTHONSAFEPATH": "1"},
            capture_output=True,
            encoding="utf-8",
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout


def install(environment: Path, *arguments: str) -> None:
    """Run pip in an environment; where the package index is not reached, a person is told, and CI fails."""
    python = environment / ("Scripts" if os.name == "nt" else "bin") / "python"
    command = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *arguments]
    done = subprocess.run(command, cwd=environment, capture_output=True, encoding="utf-8", check=False)
    if done.returncode and is_only_out_of_reach(done.stderr):
        leave_out("the package index was not reached: the wheel in an empty environment was not tried")
    assert done.returncode == 0, done.stderr


def is_only_out_of_reach(said: str) -> bool:
    """Whether pip failed because it reached no index, and not because of what it found there."""
    return bool(INDEX_NOT_REACHED.search(said)) and "THESE PACKAGES DO NOT MATCH THE HASHES" not in said


@pytest.fixture(scope="module")
def installed(wheel_path: Path, tmp_path_factory: pytest.TempPathFactory) -> Installed:
    environment = tmp_path_factory.mktemp("environment")
    venv.create(environment, with_pip=True)
    install(environment, "--require-hashes", "-r", str(REPOSITORY / "requirements.lock"))
    install(environment, "--no-deps", str(wheel_path))
    return Installed(
        environment=environment, work=tmp_path_factory.mktemp("work"), home=tmp_path_factory.mktemp("home")
    )


def rows_of(printed: str) -> list[dict[str, str]]:
    return list(csv.DictReader(StringIO(printed)))


@pytest.mark.slow
def test_the_wheel_in_an_empty_environment_is_whole_and_runs_the_demo(installed: Installed) -> None:
    """One test, so that no second worker has to make the environment again."""
    installed.run("python", "-m", "pip", "check")
    assert_the_package_stands_in(installed)
    assert_the_demo_shows_tameside_and_the_made_up_region(installed)
    assert_dictionary_and_figures_are_printed(installed)


def assert_the_package_stands_in(installed: Installed) -> None:
    found = Path(installed.run("python", "-c", "import csc_metrics; print(csc_metrics.__file__)").strip())
    assert found.is_relative_to(installed.environment)
    assert "site-packages" in found.parts


def assert_the_demo_shows_tameside_and_the_made_up_region(installed: Installed) -> None:
    assert list(installed.work.iterdir()) == []
    installed.run("csc-metrics", "demo")
    index = installed.work / "reports" / "demo" / "index.html"
    front = index.read_text(encoding="utf-8")
    assert "Tameside" in front
    pages = [(index.parent / href).read_text(encoding="utf-8") for href in re.findall(r'<a href="([^"#]+)"', front)]
    assert any("<h1>Tameside</h1>" in page and "<svg" in page for page in pages)
    assert sum(MADE_UP_NOTE in page for page in pages) == len(made_up_authorities()) + 2  # all three reports of one
    assert [path.name for path in installed.work.iterdir()] == ["reports"]


def assert_dictionary_and_figures_are_printed(installed: Installed) -> None:
    assert "# Data dictionary" in installed.run("csc-metrics", "dictionary")
    figures = rows_of(installed.run("csc-metrics", "measures", "--authority", "Tameside", "--format", "csv"))
    assert {row["measure"] for row in figures} <= set(MEASURES)
    assert {"average_caseload", "re_referral_pct"} <= {row["measure"] for row in figures}
    assert {row["area_code"] for row in figures} == {"357"}


def test_an_index_that_is_not_reached_is_told_from_a_package_that_is_wrong() -> None:
    retried = "WARNING: Retrying (Retry(total=0)) after connection broken by 'NewConnectionError': /simple/polars/\n"
    assert is_only_out_of_reach(f"{retried}ERROR: No matching distribution found for polars==2.1.0")
    assert not is_only_out_of_reach("ERROR: No matching distribution found for polars==99")
    assert not is_only_out_of_reach(f"{retried}ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM THE FILE.")
