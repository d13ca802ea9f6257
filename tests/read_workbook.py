"""A workbook of Excel read part by part, as its XML says, so that a test sees what no reader of figures would show.

    book = read_workbook(content)
    book.sheets["Contents"].cells["A6"].text

Reads only what xlsxwriter writes: shared text, numbers, tables, links and panes.
"""

import io
import re
from dataclasses import dataclass
from functools import cached_property
from typing import Final
from zipfile import ZipFile

from lxml import etree

_MAIN: Final = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_OFFICE: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_ESCAPED: Final = re.compile("_x([0-9A-Fa-f]{4})_")


@dataclass(frozen=True)
class WrittenCell:
    """A cell. kind: "s" for shared text, "n" for a number, "f" for a formula. look: its place among the formats."""

    kind: str
    text: str
    look: int

    @property
    def number(self) -> float:
        assert self.kind == "n"
        return float(self.text)


@dataclass(frozen=True)
class WrittenSheet:
    """A sheet: its XML, and that of its tables."""

    xml: etree._Element
    tables: tuple[etree._Element, ...]
    cells: dict[str, WrittenCell]

    def all_of(self, name: str) -> list[etree._Element]:
        return list(self.xml.iter(f"{_MAIN}{name}"))

    @cached_property
    def grid(self) -> list[list[WrittenCell]]:
        """The cells of its table, the headings first; a place without a cell is a KeyError."""
        (table,) = self.tables
        first, last = table.get("ref").split(":")
        (left, top), (right, bottom) = (_place(one) for one in (first, last))
        return [
            [self.cells[f"{_letters(column)}{row}"] for column in range(left, right + 1)]
            for row in range(top, bottom + 1)
        ]

    def texts(self) -> list[list[str]]:
        return [[cell.text for cell in row] for row in self.grid]


@dataclass(frozen=True)
class WrittenBook:
    """A workbook. formats: of numbers, by look. is_quoted: whether a look marks text as text, by look."""

    parts: dict[str, bytes]
    sheets: dict[str, WrittenSheet]
    formats: tuple[str, ...]
    is_quoted: tuple[bool, ...]

    def format_of(self, cell: WrittenCell) -> str:
        return self.formats[cell.look]


def read_workbook(content: bytes) -> WrittenBook:
    """Return a workbook's parts, its sheets by name, and its formats."""
    with ZipFile(io.BytesIO(content)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    shared = etree.fromstring(parts["xl/sharedStrings.xml"])
    texts = ["".join(one.itertext()) for one in shared]
    targets = _targets(parts["xl/_rels/workbook.xml.rels"])
    book = etree.fromstring(parts["xl/workbook.xml"])
    sheets = {
        str(one.get("name")): _sheet(parts, targets[one.get(f"{_OFFICE}id")], texts)
        for one in book.iter(f"{_MAIN}sheet")
    }
    return WrittenBook(parts, sheets, *_looks(etree.fromstring(parts["xl/styles.xml"])))


def _targets(rels: bytes) -> dict[str, str]:
    return {one.get("Id"): one.get("Target") for one in etree.fromstring(rels)}


def _sheet(parts: dict[str, bytes], target: str, texts: list[str]) -> WrittenSheet:
    xml = etree.fromstring(parts[f"xl/{target}"])
    beside = parts.get(f"xl/worksheets/_rels/{target.rpartition('/')[2]}.rels")
    paths = [path for path in _targets(beside).values() if "tables/" in path] if beside else []
    tables = tuple(etree.fromstring(parts[f"xl/tables/{path.rpartition('/')[2]}"]) for path in paths)
    cells = {str(one.get("r")): _cell(one, texts) for one in xml.iter(f"{_MAIN}c") if len(one)}
    return WrittenSheet(xml, tables, cells)


def _cell(one: etree._Element, texts: list[str]) -> WrittenCell:
    look = int(one.get("s", "0"))
    if one.find(f"{_MAIN}f") is not None:
        return WrittenCell("f", "", look)
    value = one.findtext(f"{_MAIN}v") or ""
    if one.get("t") == "s":
        return WrittenCell("s", _ESCAPED.sub(lambda found: chr(int(found[1], 16)), texts[int(value)]), look)
    return WrittenCell(one.get("t", "n"), value, look)


def _looks(styles: etree._Element) -> tuple[tuple[str, ...], tuple[bool, ...]]:
    custom = {one.get("numFmtId"): str(one.get("formatCode")) for one in styles.iter(f"{_MAIN}numFmt")}
    looks = list(styles.find(f"{_MAIN}cellXfs"))
    return (
        tuple(custom.get(one.get("numFmtId"), str(one.get("numFmtId"))) for one in looks),
        tuple(one.get("quotePrefix") == "1" for one in looks),
    )


def _place(cell: str) -> tuple[int, int]:
    letters = cell.rstrip("0123456789")
    column = 0
    for letter in letters:
        column = 26 * column + ord(letter) - 64
    return column, int(cell[len(letters) :])


def _letters(column: int) -> str:
    found = ""
    while column:
        column, place = divmod(column - 1, 26)
        found = chr(65 + place) + found
    return found
