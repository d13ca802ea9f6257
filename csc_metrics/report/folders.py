"""Folders that notebooks read from when none is named."""

from pathlib import Path
from typing import Final

DEFAULT_CLEAN: Final = Path("data_clean")
"""Where clean tables are looked for."""


def folder_of_clean(name: str) -> Path:
    """Return the folder of clean tables of this name; data_clean where none is named. name: as in a notebook."""
    return Path(name) if name else DEFAULT_CLEAN
