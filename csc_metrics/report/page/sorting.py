"""By what the rows of a printed table are put in order when a reader sorts it: numbers as numbers, days as days."""

import re
from typing import Final

from csc_metrics.narrative.numbers import MONTHS
from csc_metrics.narrative.sentence import Figure
from csc_metrics.report.page.model import Cell, Count, DisplayTable, Picture, Told

_NUMBER: Final = re.compile(r"[-\N{MINUS SIGN}]?\d[\d,]*(?:\.\d+)?")
_DAY: Final = re.compile(rf"(?:\w+ to )?(?:(\d{{1,2}}) )?({'|'.join(MONTHS)}) (\d{{4}})(?:, (\d\d:\d\d))?")
_NOTHING: Final = ""


def as_value(text: str) -> str:
    r"""Return a printed number as software reads it: no thousands separator, no unit, a plain minus sign.

    text: as printed.

    >>> as_value("12,346"), as_value("\N{MINUS SIGN}4.6"), as_value("31.3%")
    ('12346', '-4.6', '31.3')
    """
    number = _NUMBER.search(text)
    return number[0].replace(",", "").replace("\N{MINUS SIGN}", "-") if number else text


def sort_keys(table: DisplayTable) -> list[list[str]]:
    """Return what each cell is sorted by: a number or day as software reads it, nothing for words in such a column.

    Other columns are sorted by their words. Returns: for each row its keys, that of the row heading first.

    >>> rows = (("T1", ("3 March 2026", Count(text="1,204"))), ("T2", ("not recorded", Count(text="7"))))
    >>> sort_keys(DisplayTable(caption="Cases", headings=("Team", "Due", "Cases"), rows=rows))
    [['t1', '2026-03-03', '1204'], ['t2', '', '7']]
    """
    rows = [(heading, *cells) for heading, cells in table.rows]
    columns = [_column_keys(cells) for cells in zip(*rows, strict=True)]
    return [list(keys) for keys in zip(*columns, strict=True)]


def _column_keys(cells: tuple[Cell, ...]) -> list[str]:
    """Return the keys of one column."""
    numbers = [_number_of(cell) for cell in cells]
    if any(numbers):
        return numbers
    days = [_day_of(cell) for cell in cells]
    return days if any(days) else [_words_of(cell) for cell in cells]


def _number_of(cell: Cell) -> str:
    """Return the number in a cell, the first of several; nothing where there is none."""
    parts = cell if isinstance(cell, tuple) else (cell,)
    found = next((part.text for part in parts if isinstance(part, Figure | Count)), _NOTHING)
    number = as_value(found)
    return number if _NUMBER.fullmatch(number) else _NOTHING


def _day_of(cell: Cell) -> str:
    """Return a printed day, month or end of a period as ISO writes it; nothing where a cell is no such."""
    found = _DAY.fullmatch(cell) if isinstance(cell, str) else None
    if found is None:
        return _NOTHING
    day, month, year, time = found.groups()
    number = MONTHS.index(month) + 1
    told = f"{year}-{number:02d}-{int(day or 1):02d}"
    return f"{told}T{time}" if time else told


def _words_of(cell: Cell) -> str:
    if isinstance(cell, Picture):
        return cell.alternative.casefold()
    whole = cell.parts if isinstance(cell, Told) else cell
    parts = whole if isinstance(whole, tuple) else (whole,)
    return "".join(part if isinstance(part, str) else part.text for part in parts).casefold()
