"""JupyterLab as a reader has it: started over a copy of the shipped notebooks, on the loopback alone, and ended."""

import os
import secrets
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Thread, Timer
from typing import Final

REPOSITORY: Final = Path(__file__).parents[2]
LOOPBACK: Final = "127.0.0.1"
STARTED: Final = "http://127.0.0.1:"
LONGEST_START_SECONDS: Final = 120.0
LONGEST_END_SECONDS: Final = 60.0
BETWEEN_KNOCKS_SECONDS: Final = 0.05


class LabDidNotStart(Exception):
    """JupyterLab ended, or was ended, before it said where it runs."""


@dataclass(frozen=True, kw_only=True)
class Lab:
    """A JupyterLab that runs. address: without a token. token: without which it lets nobody in. notebooks: its root."""

    address: str
    token: str
    notebooks: Path

    def page_of(self, notebook: str) -> str:
        return f"{self.address}/lab/tree/{notebook}?token={self.token}&reset"


@contextmanager
def running_lab(folder: Path) -> Iterator[Lab]:
    """Start JupyterLab over a copy of the notebooks, and end it with its kernels. folder: empty; all of it goes there.

    Raises: LabDidNotStart.
    """
    notebooks, token = folder / "notebooks", secrets.token_hex(16)
    shutil.copytree(REPOSITORY / "notebooks", notebooks, ignore=shutil.ignore_patterns(".ipynb_checkpoints"))
    with subprocess.Popen(
        _command(notebooks), env=_environment(folder, token), cwd=notebooks,
        stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, encoding="utf-8",
    ) as server:  # fmt: skip
        try:
            address = _address(server)
            _wait_until_it_listens(address)
            yield Lab(address=address, token=token, notebooks=notebooks)
        finally:
            _end(server)


def _command(notebooks: Path) -> list[str]:
    options = {
        "ServerApp.ip": LOOPBACK,
        "ServerApp.port": "0",
        "ServerApp.root_dir": str(notebooks),
        "ServerApp.open_browser": "False",
        "ServerApp.allow_root": "True",
        "LabApp.news_url": "",
        "LabApp.check_for_updates_class": "jupyterlab.NeverCheckForUpdate",
    }
    return [sys.executable, "-m", "jupyterlab", *(f"--{name}={value}" for name, value in options.items())]


def _environment(folder: Path, token: str) -> dict[str, str]:
    """Return an environment in which nothing of the reader's own JupyterLab is read or written."""
    places = {"JUPYTER_CONFIG_DIR": "config", "JUPYTER_DATA_DIR": "data", "JUPYTER_RUNTIME_DIR": "runtime"}
    places |= {
        "JUPYTERLAB_SETTINGS_DIR": "settings",
        "JUPYTERLAB_WORKSPACES_DIR": "workspaces",
        "IPYTHONDIR": "ipython",
    }
    own = {name: str(folder / place) for name, place in places.items()}
    path = os.pathsep.join([str(REPOSITORY), os.environ.get("PYTHONPATH", "")]).rstrip(os.pathsep)
    return os.environ | own | {"JUPYTER_TOKEN": token, "PYTHONPATH": path}


def _address(server: "subprocess.Popen[str]") -> str:
    """Return where a server says that it runs; what it says after that is read away, else it would wait for a reader.

    Raises: LabDidNotStart.
    """
    assert server.stderr is not None
    said: list[str] = []
    too_late = Timer(LONGEST_START_SECONDS, server.kill)
    too_late.start()
    try:
        for line in server.stderr:
            said.append(line)
            if STARTED in line:
                Thread(target=server.stderr.read, daemon=True).start()
                return STARTED + line.partition(STARTED)[2].partition("/")[0]
    finally:
        too_late.cancel()
    raise LabDidNotStart("".join(said[-20:]))


def _wait_until_it_listens(address: str) -> None:
    """Wait until a server that has said where it will listen does so. Raises: LabDidNotStart."""
    port, ends = int(address.rpartition(":")[2]), time.monotonic() + LONGEST_START_SECONDS
    while True:
        try:
            with socket.create_connection((LOOPBACK, port), timeout=LONGEST_START_SECONDS):
                return
        except ConnectionRefusedError as error:
            if time.monotonic() > ends:
                raise LabDidNotStart(f"{address} refuses every connection") from error
            time.sleep(BETWEEN_KNOCKS_SECONDS)


def _end(server: "subprocess.Popen[str]") -> None:
    server.terminate()
    try:
        server.wait(timeout=LONGEST_END_SECONDS)
    except subprocess.TimeoutExpired:
        server.kill()
