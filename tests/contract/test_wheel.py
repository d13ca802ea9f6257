"""What travels in the wheel: code, tables, templates and the notebooks as they stand in `notebooks/`."""

import subprocess
import sys
from pathlib import Path
from zipfile import ZipFile

import pytest

REPOSITORY = Path(__file__).parent.parent.parent


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> ZipFile:
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation", "-w", str(folder)]
    subprocess.run([*build, str(REPOSITORY)], check=True, capture_output=True)
    (path,) = folder.glob("*.whl")
    return ZipFile(path)


def test_the_wheel_holds_every_file_of_the_package(wheel: ZipFile) -> None:
    kinds = (".py", ".csv", ".css", ".jinja", ".typed", ".md")
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
