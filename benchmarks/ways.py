"""The two ways of making reports: the command line's, one report after the other, and ours."""

import os
import shutil
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from csc_metrics.report.notebooks import SCRUTINY_NOTEBOOK, notebook_path

REPOSITORY: Final = Path(__file__).resolve().parent.parent
NEIGHBOUR_MODEL: Final = "2025"

Commands = list[list[str]]


@dataclass(frozen=True, kw_only=True)
class Asked:
    """The reports that each way makes. codes: of the authorities. published: a folder, or the word "carried"."""

    codes: tuple[str, ...]
    published: str


@dataclass(frozen=True, kw_only=True)
class Way:
    """A way of making reports. commands: those that make what is asked, in the folder that they are run in."""

    name: str
    commands: Callable[[Asked], Commands]


def all_ways(cores: int) -> tuple[Way, ...]:
    """Return the command-line way first, then ours with a worker for each core, then ours with one."""
    return (
        Way(name="papermill, then nbconvert, one report after the other", commands=with_command_line),
        Way(name=f"csc-metrics report --workers {cores}", commands=lambda asked: with_ours(asked, workers=cores)),
        Way(name="csc-metrics report --workers 1", commands=lambda asked: with_ours(asked, workers=1)),
    )


def with_command_line(asked: Asked) -> Commands:
    """Return papermill and nbconvert for each report, as a person would type them."""
    return [command for code in asked.codes for command in _papermill_and_nbconvert(code, asked.published)]


def _papermill_and_nbconvert(code: str, published: str) -> Commands:
    executed = f"{code}.ipynb"
    parameters = {"authority": code, "published": published, "neighbour_model": NEIGHBOUR_MODEL}
    given = [word for name, value in parameters.items() for word in ("-r", name, value)]
    return [
        [_script("papermill"), str(notebook_path(SCRUTINY_NOTEBOOK)), executed, *given],
        [_script("jupyter"), "nbconvert", "--to", "html", executed],
    ]


def with_ours(asked: Asked, *, workers: int) -> Commands:
    """Return the one command that makes them all."""
    authorities = [word for code in asked.codes for word in ("--authority", code)]
    options = ["--published", asked.published, "--neighbour-model", NEIGHBOUR_MODEL, "--workers", str(workers)]
    return [[sys.executable, "-m", "csc_metrics.cli.main", "report", *authorities, *options]]


def require_pages(folder: Path, codes: Sequence[str]) -> None:
    """Refuse a run that did not leave a page for each report. Raises: SystemExit."""
    pages = {page.stem[:3] for page in folder.glob("*.html")}
    pages |= {page.parent.parent.name[:3] for page in folder.glob("reports/*/*/public/*.html")}
    left_out = sorted(set(codes) - pages)
    if left_out:
        raise SystemExit(f"No page was made for {', '.join(left_out)}.")


def environment(*first: Path) -> dict[str, str]:
    """Return the environment of a command: this checkout's code, compiled bytecode allowed. first: found before it."""
    found = [*map(str, first), str(REPOSITORY), *filter(None, [os.environ.get("PYTHONPATH")])]
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return kept | {"PYTHONPATH": os.pathsep.join(found)}


def _script(name: str) -> str:
    """Return a command of this Python's own environment. Raises: SystemExit if it is not installed."""
    found = shutil.which(name, path=str(Path(sys.executable).parent))
    if found is None:
        raise SystemExit(f"{name} is not installed beside {Path(sys.executable).name}: run `make bench`.")
    return found
