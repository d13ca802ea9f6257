"""The XML of a workbook, read only for what the reader of cells does not tell: places, formulas, merges, sheets.

Nothing in the XML is followed to another file: no document type, no entities, no network.
"""

import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO, Final

from lxml import etree

from csc_metrics.records.raw import UnreadableExtract
from csc_metrics.records.workbook_safety import CheckedArchive

ROWS_OF_EXCEL: Final = 1_048_576
COLUMNS_OF_EXCEL: Final = 16_384
"""What a sheet of Excel can hold at most."""

_BOOK: Final = "xl/workbook.xml"
_RELATIONS: Final = "xl/_rels/workbook.xml.rels"
_PLACE: Final = re.compile(r"([A-Za-z]+)(\d+)")
_RANGE: Final = re.compile(r"[A-Z]+(\d+)(?::[A-Z]+(\d+))?")
_LETTERS: Final = 26
_BEFORE_A: Final = ord("A") - 1


@dataclass(frozen=True, kw_only=True)
class SheetPart:
    """A sheet with rows. name: as its tab shows it. part: where its rows are in the zip file."""

    name: str
    part: str


@dataclass(frozen=True, kw_only=True)
class SheetMarks:
    """What a sheet's XML tells beside its values. Rows and columns are counted from 1; none filled: all zero.

    first_column, last_column, last_row: of the cells with a value.
    without_value: row, column and formula of each formula beside which no value is stored.
    merges: first row, last row and range of each merge.
    """

    first_column: int
    last_column: int
    last_row: int
    without_value: tuple[tuple[int, int, str], ...]
    merges: tuple[tuple[int, int, str], ...]


def letters_of(column: int) -> str:
    """Return the letters that stand over a column, from 1.

    >>> letters_of(6), letters_of(28)
    ('F', 'AB')
    """
    before, last = divmod(column - 1, _LETTERS)
    return (letters_of(before) if before else "") + chr(_BEFORE_A + 1 + last)


def number_of(letters: str) -> int:
    """Return the number of a column from its letters.

    >>> number_of("F"), number_of("AB")
    (6, 28)
    """
    number = 0
    for letter in letters.upper():
        number = number * _LETTERS + ord(letter) - _BEFORE_A
    return number


def read_sheet_parts(checked: CheckedArchive) -> tuple[tuple[SheetPart, ...], bool]:
    """Return the sheets in the order of their tabs, and whether dates count from 1904.

    Sheets that only show a chart have no rows and are left out. Raises: UnreadableExtract.
    """
    names = {name.casefold(): name for name in checked.signs}
    targets = {}
    for one in _elements(checked, names.get(_RELATIONS, _RELATIONS), "Relationship"):
        if one.get("Type", "").endswith("/worksheet"):
            target = posixpath.normpath(posixpath.join("/xl", one.get("Target", ""))).lstrip("/")
            targets[one.get("Id")] = names.get(target.casefold(), target)
    sheets, is_1904 = [], False
    for one in _elements(checked, names[_BOOK], "sheet", "workbookPr"):
        if one.get("date1904") in ("1", "true"):
            is_1904 = True
        identifier = next((value for key, value in one.attrib.items() if str(key).endswith("}id")), None)
        if identifier in targets:
            if targets[identifier] not in checked.signs:
                raise UnreadableExtract.damaged_workbook(checked.path, f"{targets[identifier]} is missing")
            sheets.append(SheetPart(name=one.get("name", ""), part=targets[identifier]))
    return tuple(sheets), is_1904


def read_marks(checked: CheckedArchive, sheet: SheetPart) -> SheetMarks:
    """Return what a sheet's XML tells. Raises: UnreadableExtract for XML that cannot be read, or impossible places."""
    reading = _Marks()
    for element in _elements(checked, sheet.part, "row", "c", "mergeCell"):
        kind = etree.QName(element).localname
        if kind == "c":
            reading.take_cell(element)
        elif kind == "row":
            reading.end_row(element)
        else:
            reading.take_merge(element.get("ref", ""))
    places = [(reading.last_row, reading.last_column), *((row, column) for row, column, _ in reading.without_value)]
    if any(row > ROWS_OF_EXCEL or column > COLUMNS_OF_EXCEL for row, column in places):
        raise UnreadableExtract.damaged_workbook(checked.path, f'sheet "{sheet.name}" has a cell outside of any sheet')
    return SheetMarks(
        first_column=reading.first_column,
        last_column=reading.last_column,
        last_row=reading.last_row,
        without_value=tuple(reading.without_value),
        merges=tuple(reading.merges),
    )


class _Marks:
    """Collects the marks while the elements of a sheet go by; cells without a place follow the one before."""

    def __init__(self) -> None:
        self.first_column = self.last_column = self.last_row = 0
        self.without_value: list[tuple[int, int, str]] = []
        self.merges: list[tuple[int, int, str]] = []
        self._row, self._column = 1, 0

    def take_cell(self, cell: etree._Element) -> None:
        row, column = self._place_of(cell)
        parts = {etree.QName(part).localname: part for part in cell if isinstance(part.tag, str)}
        value = parts.get("v")
        has_value = "is" in parts or (value is not None and (bool(value.text) or cell.get("t") == "str"))
        if "f" in parts and not has_value:
            self.without_value.append((row, column, f"={parts['f'].text or ''}"))
        if has_value:
            self.first_column = min(self.first_column or column, column)
            self.last_column = max(self.last_column, column)
            self.last_row = max(self.last_row, row)

    def _place_of(self, cell: etree._Element) -> tuple[int, int]:
        found = _PLACE.fullmatch(cell.get("r", ""))
        if found:
            self._row, self._column = int(found[2]), number_of(found[1])
        else:
            above = cell.getparent()
            written = above.get("r", "") if above is not None else ""
            self._row = int(written) if written.isdigit() else self._row
            self._column += 1
        return self._row, self._column

    def end_row(self, row: etree._Element) -> None:
        written = row.get("r", "")
        self._row = (int(written) if written.isdigit() else self._row) + 1
        self._column = 0

    def take_merge(self, given: str) -> None:
        found = _RANGE.fullmatch(given)
        if found:
            self.merges.append((int(found[1]), int(found[2] or found[1]), given))


def _elements(checked: CheckedArchive, part: str, *names: str) -> Iterator[etree._Element]:
    """Yield the elements of a part with these names, whatever their namespace, and forget each afterwards."""
    try:
        with checked.archive.open(part) as stream:
            yield from _parsed(stream, names)
    except KeyError as error:
        raise UnreadableExtract.damaged_workbook(checked.path, f"{part} is missing") from error
    except (etree.XMLSyntaxError, ValueError, OverflowError) as error:
        raise UnreadableExtract.damaged_workbook(checked.path, f"{part}: {error}") from error


def _parsed(stream: IO[bytes], names: tuple[str, ...]) -> Iterator[etree._Element]:
    tags = [f"{{*}}{name}" for name in names]
    for _, element in etree.iterparse(
        stream, events=("end",), tag=tags, resolve_entities=False, load_dtd=False, no_network=True, huge_tree=False
    ):
        yield element
        if etree.QName(element).localname != "c":
            _forget(element)


def _forget(element: etree._Element) -> None:
    """Empty an element and drop those before it, so that memory does not grow with the sheet."""
    element.clear()
    above = element.getparent()
    while above is not None and element.getprevious() is not None:
        del above[0]
