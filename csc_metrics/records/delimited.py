"""Read a CSV file, or one with semicolons or tabs, as rows of text with their true line numbers.

Polars reads it where nothing is unusual; `delimited_text.py` reads it cell by cell where lines are uneven, blank, or
broken within cells, or where quotation marks stand in odd places. Both give the same.
"""

from pathlib import Path
from typing import Final

import numpy as np
import polars as pl

from csc_metrics.records.cells import under_headings, without_outer_spaces
from csc_metrics.records.delimited_text import Record, faults_of, records_of, width_of
from csc_metrics.records.raw import SOURCE_ROW, RawTable, UnreadableExtract
from csc_metrics.records.sheet_xml import letters_of

SEPARATORS: Final = (",", ";", "\t")
"""Those that are known; the one that stands most often among the headings, outside of quotation marks, is meant."""

_UTF_8_MARK: Final = b"\xef\xbb\xbf"
_UTF_16_MARKS: Final = (b"\xff\xfe", b"\xfe\xff")
_SAID_BY_EXCEL: Final = "sep="
_QUOTE: Final = ord('"')


def read_delimited(path: Path) -> RawTable:
    """Return the rows of a file of delimited text (.csv, .tsv, .txt) below its headings.

    UTF-8, with or without its mark, or UTF-16 with it; a first line `sep=;` is understood. Rows without a filled cell
    are left out. Raises: UnreadableExtract where it is no such text, is empty, cut off, or has a heading twice.
    """
    text = _text_of(path)
    separator, skipped = _separator_of(text)
    body = text.split("\n", skipped)[skipped] if skipped else text
    width = width_of(body, separator)
    cells = _read_by_polars(body, separator, width=width, skipped=skipped) if width else None
    if cells is not None:
        return _table(path, cells, [], width=width)
    records = records_of(path, body, separator, first_line=skipped + 1)
    if not records or not width:
        raise UnreadableExtract.empty(path)
    return _table(path, _frame_of(records, width=width), records, width=width)


def _text_of(path: Path) -> str:
    try:
        content = path.read_bytes()
    except OSError as error:
        raise UnreadableExtract.not_openable(path, error) from error
    if not content:
        raise UnreadableExtract.empty(path)
    coding = "utf-16" if content.startswith(_UTF_16_MARKS) else "utf-8"
    try:
        text = content.removeprefix(_UTF_8_MARK).decode(coding)
    except UnicodeDecodeError as error:
        before = error.object[: error.start].decode(coding, errors="replace")
        what = "UTF-16 that is cut off" if coding == "utf-16" else f"byte {error.object[error.start]:#04x}"
        raise UnreadableExtract.wrong_encoding(path, _line_after(before), what) from error
    if "\0" in text:
        raise UnreadableExtract.not_text(path, _line_after(text[: text.index("\0")]))
    return text


def _line_after(before: str) -> int:
    return before.count("\n") + before.count("\r") - before.count("\r\n") + 1


def _separator_of(text: str) -> tuple[str, int]:
    """Return the separator and how many lines stand before the headings, to say it."""
    first = text[: len(_SAID_BY_EXCEL) + 3]
    said = first.removeprefix(_SAID_BY_EXCEL)
    if said != first and said[:1] in SEPARATORS and said[1:2] in ("\r", "\n", ""):
        return said[:1], 1
    widths = {separator: width_of(text, separator) for separator in SEPARATORS}
    return max(widths, key=widths.__getitem__), 0


def _read_by_polars(body: str, separator: str, *, width: int, skipped: int) -> pl.DataFrame | None:
    """Return all rows, that of the headings first, or nothing where another reader must look at each cell.

    It pads short lines, knows no line numbers and guesses at odd quotation marks: whatever does not add up is refused.
    """
    content = body.rstrip("\r\n").encode()
    if not content or content.count(b"\r") != content.count(b"\r\n") or not _has_plain_quotes(content, separator):
        return None
    try:
        cells = pl.read_csv(
            content, separator=separator, has_header=False, infer_schema=False, truncate_ragged_lines=False
        )
    except (pl.exceptions.ComputeError, pl.exceptions.NoDataError):
        return None
    within_cells = 0
    if _QUOTE in content:
        within_cells = cells.select(pl.sum_horizontal(pl.all().str.count_matches(separator, literal=True).sum())).item()
    is_even = content.count(separator.encode()) - within_cells == (width - 1) * cells.height
    if not is_even or cells.width != width or cells.height != content.count(b"\n") + 1 or not any(cells.row(0)):
        return None
    numbers = pl.int_range(1 + skipped, cells.height + 1 + skipped, dtype=pl.Int64, eager=True)
    return without_outer_spaces(cells).with_columns(numbers.alias(SOURCE_ROW))


def _has_plain_quotes(content: bytes, separator: str) -> bool:
    """Whether every quotation mark opens a cell, closes one, or is one of two that stand for one within a cell."""
    if _QUOTE not in content:
        return True
    letters = np.frombuffer(b"\n" + content + b"\n", np.uint8)
    marks = np.flatnonzero(letters == _QUOTE)
    edges = np.frombuffer(f'{separator}\r\n"'.encode(), np.uint8)
    return (
        len(marks) % 2 == 0
        and bool(np.isin(letters[marks[::2] - 1], edges).all())
        and bool(np.isin(letters[marks[1::2] + 1], edges).all())
    )


def _frame_of(records: list[Record], *, width: int) -> pl.DataFrame:
    """Return records as rows, each padded or cut to the width; source_row is the line at which it begins."""
    columns = {
        str(place): [record.cells[place] if place < len(record.cells) else None for record in records]
        for place in range(width)
    }
    rows = pl.DataFrame(columns, schema=dict.fromkeys(columns, pl.String))
    lines = pl.Series(SOURCE_ROW, [record.line for record in records], dtype=pl.Int64)
    return without_outer_spaces(rows).with_columns(lines)


def _table(path: Path, cells: pl.DataFrame, records: list[Record], *, width: int) -> RawTable:
    """Put the first row over the others, and leave out those without a filled cell."""
    *headings, line = cells.row(0)
    faults = faults_of(records, width=width)
    is_kept = pl.any_horizontal(pl.exclude(SOURCE_ROW).is_not_null())
    if faults:
        is_kept |= pl.col(SOURCE_ROW).is_in({fault.row for fault in faults})
    names = [heading or f"column {letters_of(place)}" for place, heading in enumerate(headings, start=1)]
    rows, twice = under_headings(cells.slice(1).filter(is_kept), headings, names=names)
    if twice:
        raise UnreadableExtract.heading_twice(path, twice, place=f"line {line}")
    return RawTable(name="", cells=rows, faults=faults)
