"""Delimited text cell by cell: for lines that are uneven or blank, cells with line breaks, odd quotation marks.

Python's csv module is not used since it refuses cells of more than 131,072 characters, for the whole process.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import islice
from pathlib import Path
from typing import Final

from csc_metrics.records.raw import RowFault, UnreadableExtract

_MOST_CHARACTERS: Final = 60
_NOTHING: Final = ",;\t \u00a0"
"""Of which a row without headings consists, whatever separates its cells."""
_NO_SPACES: Final = "\x1c\x1d\x1e\x1f"
"""What Python takes for spaces and polars does not."""
_BREAK: Final = re.compile(r"\r\n|\r|\n")


@dataclass(frozen=True, kw_only=True)
class Record:
    """A row of a file. line: at which it begins, from 1. cells: as they are written, without their quotation marks."""

    line: int
    cells: tuple[str, ...]


@cache
def _cell_pattern(separator: str) -> re.Pattern[str]:
    """Return what a cell is: in quotation marks, with what stands behind them, or plain; then what ends it."""
    plain = rf"[^{separator}\r\n]*+"
    quoted = rf'"(?P<quoted>[^"]*+(?:""[^"]*+)*+)"(?P<rest>{plain})'
    return re.compile(rf'(?:{quoted}|(?P<plain>(?!"){plain}))(?P<end>{separator}|\r\n|\r|\n|\Z)')


def width_of(text: str, separator: str) -> int:
    """Return how many cells the first row has in which one is filled; 0 where there is none.

    text: the whole file. separator: what may stand between its cells.
    """
    try:
        records = _records(Path(), text, separator, first_line=1)
        filled = (record for record in records if any(cell.strip(_NOTHING) for cell in record.cells))
        return max((len(record.cells) for record in islice(filled, 1)), default=0)
    except UnreadableExtract:
        return 0


def _is_filled(record: Record) -> bool:
    return any(cell.strip() or any(mark in cell for mark in _NO_SPACES) for cell in record.cells)


def records_of(path: Path, text: str, separator: str, *, first_line: int) -> list[Record]:
    """Return the records of a text, blank lines left out, that of the headings first.

    separator: what stands between cells. first_line: the number of the line at which the text begins.
    Raises: UnreadableExtract for a quotation mark that is never closed.
    """
    found = _records(path, text, separator, first_line=first_line)
    return [record for record in found if _is_filled(record)]


def _records(path: Path, text: str, separator: str, *, first_line: int) -> Iterator[Record]:
    pattern, place, line, begun = _cell_pattern(separator), 0, first_line, first_line
    cells: list[str] = []
    while place < len(text) or cells:
        found = pattern.match(text, place)
        if found is None:
            raise UnreadableExtract.unclosed_quote(path, line)
        quoted, place = found["quoted"], found.end()
        if quoted is None:
            cells.append(found["plain"])
        else:
            cells.append(quoted.replace('""', '"') + found["rest"])
            line += len(_BREAK.findall(quoted))
        if found["end"] != separator:
            yield Record(line=begun, cells=tuple(cells))
            line += 1
            begun, cells = line, []


def faults_of(records: list[Record], *, width: int) -> tuple[RowFault, ...]:
    """Return a fault for each record that has not as many cells as there are headings. width: how many there are."""
    return tuple(_fault(record, width=width) for record in records if len(record.cells) != width)


def _fault(record: Record, *, width: int) -> RowFault:
    count, surplus = len(record.cells), ", ".join(record.cells[width:])
    return RowFault(
        rule="row_cut_off" if count < width else "row_too_long",
        row=record.line,
        column="",
        value=surplus[:_MOST_CHARACTERS] if count > width else f"{count} of {width} cells",
        remedy="Run the extract again, or mend the line: it needs one cell under each heading, and quotation marks "
        "around a cell in which the separator stands.",
    )
