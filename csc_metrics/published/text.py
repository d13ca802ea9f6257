"""From a file's bytes to cells of text: encoding, rows of equal length, nothing guessed."""

import csv
import io
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from csc_metrics.errors import CscMetricsError, list_faults

FETCH_AGAIN = "Download the file again and put it in place unopened: Excel changes what it saves."
ASK_MAINTAINERS = "If DfE has changed its file, tell those who maintain csc_metrics."
_FIRST_BYTES = 8192
_UTF_16_MARKS = (b"\xff\xfe", b"\xfe\xff")


class UnreadableFile(CscMetricsError):
    """A file under the published folder cannot be read as a table of text."""

    @classmethod
    def not_text(cls, path: Path, reason: str) -> Self:
        """Word the error for bytes that are not UTF-8."""
        return cls(
            f"{path}: not a UTF-8 text file ({reason}). {FETCH_AGAIN} "
            "If it is no file of DfE's, move it out of the published folder."
        )

    @classmethod
    def broken(cls, path: Path, line: int, reason: str) -> Self:
        """Word the error for text that is not CSV."""
        return cls(f"{path}, line {line}: not readable as CSV ({reason}). The file may be cut off. {FETCH_AGAIN}")

    @classmethod
    def ragged(cls, path: Path, faults: list[str]) -> Self:
        """Word the error for rows that have more or fewer cells than headings."""
        return cls(
            f"{path}: rows with too few or too many cells; the file may be cut off.\n"
            f"{list_faults(faults)}\n{FETCH_AGAIN}"
        )

    @classmethod
    def repeated_heading(cls, path: Path, headings: list[str]) -> Self:
        """Word the error for a table in which a heading stands twice."""
        return cls(f"{path}, line 1: the heading {', '.join(headings)} stands more than once. {FETCH_AGAIN}")

    @classmethod
    def no_rows(cls, path: Path) -> Self:
        """Word the error for a table that is all headings."""
        return cls(f"{path}: headings of one of DfE's tables, but not one row. {FETCH_AGAIN}")

    @classmethod
    def foreign_rows(cls, path: Path, title: str, faults: list[str]) -> Self:
        """Word the error for a table in which some rows are about something else."""
        return cls(
            f"{path}: this is DfE's {title}, but some rows have another category.\n{list_faults(faults)}\n{FETCH_AGAIN}"
        )

    @classmethod
    def not_openable(cls, path: Path, error: OSError) -> Self:
        """Word the error for a file that the system does not let us read."""
        return cls(f"{path}: cannot be opened ({error.strerror}). Close it elsewhere and check who may read it.")


@dataclass(frozen=True, kw_only=True)
class TextTable:
    """A CSV file as text. path: as named to the user. rows: cells as printed. lines: line number of each row."""

    path: Path
    headings: tuple[str, ...]
    rows: list[list[str]]
    lines: list[int]

    def column(self, heading: str) -> list[str]:
        """Return the cells under one heading, outer spaces removed; for a table whose rows are even."""
        place = self.headings.index(heading)
        return [row[place].strip() for row in self.rows]

    def words_of(self, heading: str) -> set[str]:
        """Return the different cells under one heading, leaving out rows that are cut off."""
        place = self.headings.index(heading)
        return {row[place].strip() for row in self.rows if len(row) == len(self.headings)}


def read_bytes(path: Path) -> bytes:
    """Return a file's bytes. Raises: UnreadableFile."""
    try:
        return path.read_bytes()
    except OSError as error:
        raise UnreadableFile.not_openable(path, error) from error


def looks_like(content: bytes, *headings: bytes) -> bool:
    """Whether a file's first lines hold one of these headings, in whatever encoding it was saved."""
    first = content[:_FIRST_BYTES].replace(b"\0", b"")
    return any(heading in first for heading in headings)


def read_text_table(path: Path, content: bytes) -> TextTable:
    """Read a CSV file's bytes as text cells, however long each row is.

    A byte order mark and blank lines are passed over; nothing else is.
    Raises: UnreadableFile where the bytes are not UTF-8 or not CSV.
    """
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        reason = "it looks like UTF-16" if content.startswith(_UTF_16_MARKS) else f"byte {error.start}"
        raise UnreadableFile.not_text(path, reason) from error
    if "\0" in text:
        raise UnreadableFile.not_text(path, f"a null character at position {text.index(chr(0))}")
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    rows: list[list[str]] = []
    lines: list[int] = []
    try:
        for row in reader:
            if row:
                rows.append(row)
                lines.append(reader.line_num)
    except csv.Error as error:
        raise UnreadableFile.broken(path, reader.line_num, str(error)) from error
    headings = tuple(heading.strip() for heading in rows[0]) if rows else ()
    return TextTable(path=path, headings=headings, rows=rows[1:], lines=lines[1:])


def require_even_table(table: TextTable) -> None:
    """Refuse a table unless every row has a cell under each heading, and each heading stands once.

    Raises: UnreadableFile naming the lines, or the headings that stand twice.
    """
    width = len(table.headings)
    faults = [
        f"line {line}: {len(row)} cells under {width} headings"
        for row, line in zip(table.rows, table.lines, strict=True)
        if len(row) != width
    ]
    if faults:
        raise UnreadableFile.ragged(table.path, faults)
    repeated = sorted({heading for heading in table.headings if table.headings.count(heading) > 1})
    if repeated:
        raise UnreadableFile.repeated_heading(table.path, repeated)
