"""How many rows a file holds, counted by Python's own readers; whether what came of it accounts for each of them."""

import csv
import io
import re
import xml.etree.ElementTree as ET
import zlib
from collections import Counter
from collections.abc import Iterator
from math import inf
from pathlib import PurePosixPath
from typing import Final
from zipfile import BadZipFile, ZipFile

from cleaning_worker import Outcome, Row

_CELLS: Final = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_IDENTIFIER: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_ELEMENTS: Final = (
    *("Child", "CINdetails", "Assessments", "Section47", "CINPlanDates", "ChildProtectionPlans", "CSWWWorker"),
)
_BLANK: Final = " \t\r\n\v\f\x85\u00a0\u2028\u2029"
_NO_WORKBOOK: Final = (
    *(BadZipFile, zlib.error, OSError, EOFError, RuntimeError),
    *(ET.ParseError, LookupError, ValueError, TypeError),
)
_NOT_USED: Final = {"not_read", "list_not_used", "vacancies_not_used"}


class Unknown(Exception):
    """Python's own readers do not read the file."""


def rows_of(name: str, content: bytes) -> dict[str, int]:
    """Return how many rows each part of a file holds, without its headings: sheets, elements by tag, or the file.

    Raises: Unknown.
    """
    match name.rpartition(".")[2]:
        case "csv":
            return {"": max(0, len(_lines(content)) - 1)}
        case "xlsx":
            return dict(_rows_of_sheets(content))
        case "xml":
            return _elements(content)
    raise Unknown


def _lines(content: bytes) -> list[list[str]]:
    coding = "utf-16" if content[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    try:
        text = content.decode(coding)
        told = [list(csv.reader(io.StringIO(text, newline=""), delimiter=separator)) for separator in ",;\t"]
    except (UnicodeDecodeError, csv.Error) as error:
        raise Unknown from error
    filled = [[line for line in lines if any(cell.strip(_BLANK) for cell in line)] for lines in told]
    return max(filled, key=lambda lines: len(lines[0]) if lines else 0)


def _rows_of_sheets(content: bytes) -> Iterator[tuple[str, int]]:
    try:
        with ZipFile(io.BytesIO(content)) as archive:
            parts = {one: archive.read(one) for one in archive.namelist()}
            targets = {
                one.get("Id"): str(one.get("Target")) for one in ET.fromstring(parts["xl/_rels/workbook.xml.rels"])
            }
            shared = [text_of(one) for one in ET.fromstring(parts["xl/sharedStrings.xml"])]
            for sheet in ET.fromstring(parts["xl/workbook.xml"]).iter(f"{_CELLS}sheet"):
                page = parts[f"xl/{targets[sheet.get(_IDENTIFIER)].removeprefix('/xl/')}"]
                yield str(sheet.get("name")), max(0, len(_filled_rows(page, shared)) - 1)
    except _NO_WORKBOOK as error:
        raise Unknown from error


def text_of(element: ET.Element) -> str:
    return "".join(one.text or "" for one in element.iter(f"{_CELLS}t"))


def _filled_rows(page: bytes, shared: list[str]) -> set[int]:
    """Return the numbers of the rows that have a cell with anything but spaces."""
    filled = set()
    for row in ET.fromstring(page).iter(f"{_CELLS}row"):
        for cell in row.iter(f"{_CELLS}c"):
            written = cell.findtext(f"{_CELLS}v") or ""
            text = shared[int(written)] if cell.get("t") == "s" and written else written
            text = text_of(cell) if cell.get("t") == "inlineStr" else text
            if text.strip(_BLANK):
                place = re.search(r"\d+", cell.get("r") or "")
                filled.add(int(place[0] if place else row.get("r") or 0))
    return filled


def _elements(content: bytes, *, but: frozenset[str] = frozenset()) -> dict[str, int]:
    """Count elements by tag. but: tags of those that are left out with all that is in them."""
    try:
        tree = ET.fromstring(content)
    except (ET.ParseError, ValueError, LookupError) as error:
        raise Unknown from error
    counted = Counter(_tags(tree, but=but))
    return {tag: counted[tag] for tag in _ELEMENTS}


def _tags(root: ET.Element, *, but: frozenset[str]) -> Iterator[str]:
    left = [root]  # elements may lie deeper in one another than Python calls itself
    while left:
        element = left.pop()
        tag = element.tag.rpartition("}")[2]
        if tag not in but:
            yield tag
            left += element


def unaccounted(name: str, content: bytes, outcome: Outcome) -> Iterator[str]:
    """Give each part of a file of which rows are neither in a table, aside or taken once, nor told to be left out."""
    try:
        counted = rows_of(name, content)
    except Unknown:
        return
    if _is_told(outcome, name):
        return
    for part, rows in counted.items():
        file = f"{name} [{part}]" if part else name
        came = Counter[str]()
        for one in outcome.balances:
            if one["file"] == file:
                came[one["table"]] += one["rows_in"]
        found = max(came.values(), default=0)
        if part == "" and PurePosixPath(name).stem == "attendance" and rows:
            found //= max(1, found // rows)  # a row for each agency that has a column
        least, most = _bounds(outcome, name, content, part, rows=rows)
        if not least <= found <= most and not _is_told(outcome, file):
            yield f"{file}: {rows} rows stand in it, {found} came in"


def _bounds(outcome: Outcome, name: str, content: bytes, part: str, *, rows: int) -> tuple[int, float]:
    """Return how many rows must have come in at least and at most.

    Of XML the header and what is told to be not used need not; of a sheet a row may be told of that only had a formula.
    """
    if part in _ELEMENTS:
        return _elements(content, but=_elements_told(outcome, name) | {"Header"})[part], rows
    return rows, inf if name.endswith("xlsx") else rows


def _is_told(outcome: Outcome, file: str) -> bool:
    """Whether it is told that a file or sheet is not read as a whole, or which of its rows are not."""
    return any(fault["file"] == file and _leaves_out(fault) for fault in outcome.faults)


def _leaves_out(fault: Row) -> bool:
    is_of_all = fault["row"] is None and (fault["severity"] == "error" or fault["rule"] in _NOT_USED)
    return is_of_all or fault["rule"] == "rows_above_headings"


def _elements_told(outcome: Outcome, name: str) -> frozenset[str]:
    """Return the tags of elements of which it is told that they are not used."""
    told = [str(one["value"]) for one in outcome.faults if one["rule"] == "element_not_used" and one["file"] == name]
    names = [part.rpartition(" (")[0] for value in told for part in value.split(", ")]
    return frozenset(one.rpartition("/")[2] for one in names)
