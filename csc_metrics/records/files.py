"""The files of an authority's own: which there are, and which of them are looked at."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Self

from csc_metrics.errors import WrongUse, did_you_mean
from csc_metrics.records.raw import UnreadableExtract

NOT_EXTRACTS: Final = ("published", "templates")
"""Folders below that of the extracts which hold something else."""
COMMENTARY_FILE: Final = "commentary.md"
"""Name of a page in which the service writes beside the figures; no extract."""
_PAGES: Final = frozenset({"readme.md", COMMENTARY_FILE, ".gitignore", "thumbs.db", "desktop.ini"})


class NoRawFolder(WrongUse):
    """The folder of extracts is not there, or holds none."""

    @classmethod
    def at(cls, folder: Path) -> Self:
        """Word the error for a folder that does not exist."""
        what = "a file, not a folder" if folder.exists() else "no such folder"
        beside = folder.parent.iterdir() if folder.parent.is_dir() else ()
        hint = did_you_mean(folder.name, [path.name for path in beside if path.is_dir()])
        return cls(
            f"{folder}: {what}.{hint} Put the authority's own extracts there, in a folder that says whose "
            "they are and when they were drawn (357/2026-10-31), or give --raw the folder that holds them."
        )

    @classmethod
    def empty(cls, folder: Path) -> Self:
        """Word the error for a folder without a single extract."""
        return cls(
            f"{folder}: no extract is there. Put an Annex A workbook, a CIN census or an extract of your case system "
            f"into a folder that says whose it is and when it was drawn, such as {folder}/357/2026-10-31."
        )


@dataclass(frozen=True, kw_only=True)
class ExtractFile:
    """A file below the folder of extracts. name: its path from there, with forward slashes."""

    path: Path
    name: str

    def sha256(self) -> str:
        """Return the hash of the file's bytes. Raises: UnreadableExtract where the system does not let us read."""
        try:
            with self.path.open("rb") as content:
                return hashlib.file_digest(content, "sha256").hexdigest()
        except OSError as error:
            raise UnreadableExtract.not_openable(self.path, error) from error


def extract_files(folder: Path) -> list[ExtractFile]:
    """Return every file that may be an extract, in order of its path.

    Left out are DfE's files (`published/`), empty extracts (`templates/`), pages for people, hidden files and the
    locks that Excel lays beside an open workbook.
    Raises: NoRawFolder.
    """
    if not folder.is_dir():
        raise NoRawFolder.at(folder)
    files = list(_files_in(folder))
    if not files:
        raise NoRawFolder.empty(folder)
    return files


def _files_in(folder: Path) -> Iterator[ExtractFile]:
    for path in sorted(folder.rglob("*")):
        relative = path.relative_to(folder)
        is_hidden = any(part.startswith((".", "~$")) for part in relative.parts)
        is_page = path.name.casefold() in _PAGES
        if relative.parts[0] not in NOT_EXTRACTS and not is_hidden and not is_page and path.is_file():
            yield ExtractFile(path=path, name=_as_text(relative.as_posix()))


def _as_text(name: str) -> str:
    r"""Return a name that can be written; bytes that are no UTF-8, as other systems put into names, show as \xe9."""
    return name.encode(errors="surrogateescape").decode(errors="backslashreplace")
