"""One edition at a time: a file beside an authority's published counts, there from their reading to their writing.

Made only where there is none, which every file system that people work on grants to one process alone.
"""

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final
from uuid import uuid4

WAIT_SECONDS: Final = 120.0
"""How long an edition waits for another one. Source: the suite's own; to hide what must be takes seconds."""
STALE_SECONDS: Final = 900.0
"""A lock older than this is of a run that was cut off, and is taken over. Source: the suite's own."""
_PAUSE_SECONDS: Final = 0.1


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Keep everybody else from a file until the block is left.

    path: the file; its lock is beside it. Raises: TimeoutError where another run keeps it too long; OSError where the
    system refuses.
    """
    lock, token = lock_of(path), uuid4().hex
    path.parent.mkdir(parents=True, exist_ok=True)
    end = time.monotonic() + WAIT_SECONDS
    while not _made(lock, token):
        _remove_stale(lock)
        if time.monotonic() > end:
            raise TimeoutError(lock.name)
        time.sleep(_PAUSE_SECONDS)
    try:
        yield
    finally:
        if _token(lock) == token:  # else another run took it over
            lock.unlink(missing_ok=True)


def lock_of(path: Path) -> Path:
    """Return where the lock of a file is. path: the file."""
    return path.with_name(f"{path.name}.lock")


def _made(lock: Path, token: str) -> bool:
    """Return whether the lock was made: whether nobody else has it."""
    try:
        descriptor = os.open(lock, os.O_CREAT | os.O_EXCL | os.O_WRONLY)
    except FileExistsError:
        return False
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(token)
    return True


def _remove_stale(lock: Path) -> None:
    """Remove a lock that is too old. Only who has made the lock of the lock may, so that no new one is removed."""
    over = lock_of(lock)
    if not _is_stale(lock) or not _made(over, ""):
        return
    try:
        if _is_stale(lock):
            lock.unlink(missing_ok=True)
    finally:
        over.unlink(missing_ok=True)


def _is_stale(lock: Path) -> bool:
    try:
        return time.time() - lock.stat().st_mtime > STALE_SECONDS
    except FileNotFoundError:
        return False


def _token(lock: Path) -> str:
    try:
        return lock.read_text(encoding="utf-8")
    except FileNotFoundError:
        return ""
