"""Workbooks of Excel made cell by cell with zipfile: as Excel, a database or a script would write them.

    book = write_workbook(path, [Sheet("List 1", [["Child Unique ID", "Gender"], ["007", Cell(3.0)]])])

A row is a list of cells; None is no cell at all. Text, numbers, booleans and dates may be given as they are; what else
a cell can be is made by the functions below. A row may be given as (number, cells) to leave a gap above it.
"""

import io
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Final
from xml.sax.saxutils import escape, quoteattr
from zipfile import ZIP_DEFLATED, ZipFile

_MAIN: Final = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE: Final = "http://schemas.openxmlformats.org/package/2006"
_TYPE: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_HEAD: Final = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'

DATE, MOMENT, TIME, DURATION, PERCENTAGE = 1, 2, 3, 4, 5
"""Places in the styles of a workbook: how Excel shows a number."""
_FORMATS: Final = (0, 14, 22, 21, 46, 9)
_FIRST_DAY: Final = {False: date(1899, 12, 30), True: date(1904, 1, 1)}


@dataclass(frozen=True)
class Cell:
    """A cell as its sheet writes it. xml: what stands inside it. kind: its t attribute. style: one of those above."""

    xml: str
    kind: str = ""
    style: int = 0

    def written(self, place: str) -> str:
        kind = f' t="{self.kind}"' if self.kind else ""
        style = f' s="{self.style}"' if self.style else ""
        return f'<c r="{place}"{style}{kind}>{self.xml}</c>'


@dataclass(frozen=True)
class Sheet:
    """One sheet. merges: ranges ("A2:B3"). state: "hidden" or nothing. head: more before its rows; tail: after them."""

    name: str
    rows: Sequence[object]
    merges: Sequence[str] = ()
    state: str = ""
    head: str = ""
    tail: str = ""
    hidden_rows: frozenset[int] = field(default_factory=frozenset)


def inline(text: str) -> Cell:
    """Text that stands in its cell."""
    return Cell(f'<is><t xml:space="preserve">{escape(text)}</t></is>', "inlineStr")


def rich(*runs: str) -> Cell:
    """Text of which each run may look different, inline."""
    written = "".join(f'<r><rPr><b/></rPr><t xml:space="preserve">{escape(run)}</t></r>' for run in runs)
    return Cell(f"<is>{written}</is>", "inlineStr")


def number(text: str, *, style: int = 0) -> Cell:
    """A number with its digits as the file has them."""
    return Cell(f"<v>{text}</v>", style=style)


def error(code: str) -> Cell:
    """A cell in which Excel shows an error: "#N/A"."""
    return Cell(f"<v>{escape(code)}</v>", "e")


def formula(text: str, value: str | None = None, *, kind: str = "", style: int = 0) -> Cell:
    """A formula, with the value that Excel stored beside it, or without."""
    return Cell(f"<f>{escape(text)}</f>" + ("" if value is None else f"<v>{escape(value)}</v>"), kind, style)


def letters(column: int) -> str:
    """The letters over a column, from 0."""
    before, last = divmod(column, 26)
    return (letters(before - 1) if before else "") + chr(ord("A") + last)


def write_workbook(
    path: Path,
    sheets: Sequence[Sheet],
    *,
    is_1904: bool = False,
    shares_text: bool = True,
    respelt: Callable[[str], str] = str,
) -> Path:
    """Write a workbook; text goes into its table of shared strings, or stands in the cells.

    respelt: writes the XML of its sheets in another way.
    """
    parts = workbook_parts(sheets, is_1904=is_1904, shares_text=shares_text)
    pages = {name: respelt(text.removeprefix(_HEAD)) for name, text in parts.items() if "worksheets/sheet" in name}
    path.write_bytes(zipped(parts | pages))
    return path


def workbook_bytes(sheets: Sequence[Sheet], *, is_1904: bool = False, shares_text: bool = True) -> bytes:
    """A workbook as its file."""
    return zipped(workbook_parts(sheets, is_1904=is_1904, shares_text=shares_text))


def zipped(parts: dict[str, str]) -> bytes:
    """The parts of a workbook as its file."""
    written = io.BytesIO()
    with ZipFile(written, "w", ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return written.getvalue()


def workbook_parts(sheets: Sequence[Sheet], *, is_1904: bool = False, shares_text: bool = True) -> dict[str, str]:
    """The parts of a workbook, by their place in its file, to be spoilt or left out one by one."""
    shared: dict[str, int] = {}
    keep: Callable[[str], Cell] = inline
    if shares_text:

        def keep(text: str) -> Cell:
            return Cell(f"<v>{shared.setdefault(text, len(shared))}</v>", "s")

    pages = {
        f"xl/worksheets/sheet{place}.xml": _HEAD + sheet_xml(sheet, keep=keep, is_1904=is_1904)
        for place, sheet in enumerate(sheets, start=1)
    }
    return {
        "[Content_Types].xml": _HEAD + _content_types(len(sheets)),
        "_rels/.rels": _HEAD + _relations([("officeDocument", "xl/workbook.xml")]),
        "xl/workbook.xml": _HEAD + _book(sheets, is_1904=is_1904),
        "xl/_rels/workbook.xml.rels": _HEAD
        + _relations(
            [
                *(("worksheet", f"worksheets/sheet{place}.xml") for place in range(1, len(sheets) + 1)),
                ("styles", "styles.xml"),
                ("sharedStrings", "sharedStrings.xml"),
            ]
        ),
        "xl/styles.xml": _HEAD + _styles(),
        "xl/sharedStrings.xml": _HEAD + _strings(shared),
        **pages,
    }


def sheet_xml(sheet: Sheet, *, keep: Callable[[str], Cell], is_1904: bool) -> str:
    rows, number = [], 0
    for given in sheet.rows:
        number, cells = given if isinstance(given, tuple) else (number + 1, given)
        written = "".join(
            _cell(value, keep=keep, is_1904=is_1904).written(f"{letters(place)}{number}")
            for place, value in enumerate(cells)
            if value is not None
        )
        hidden = ' hidden="1"' if number in sheet.hidden_rows else ""
        rows.append(f'<row r="{number}"{hidden}>{written}</row>')
    merges = "".join(f'<mergeCell ref="{one}"/>' for one in sheet.merges)
    merged = f'<mergeCells count="{len(sheet.merges)}">{merges}</mergeCells>' if merges else ""
    return (
        f'<worksheet xmlns="{_MAIN}" xmlns:r="{_OFFICE}">{sheet.head}<sheetData>{"".join(rows)}</sheetData>'
        f"{merged}{sheet.tail}</worksheet>"
    )


def _cell(value: object, *, keep: Callable[[str], Cell], is_1904: bool) -> Cell:
    match value:
        case Cell():
            return value
        case bool():
            return Cell(f"<v>{int(value)}</v>", "b")
        case int() | float():
            return number(repr(value))
        case datetime():
            days = value - datetime.combine(_FIRST_DAY[is_1904], datetime.min.time())
            return number(repr(days.total_seconds() / 86_400), style=MOMENT)
        case date():
            return number(str((value - _FIRST_DAY[is_1904]).days), style=DATE)
    return keep(str(value))


def _content_types(count: int) -> str:
    parts = [("/xl/workbook.xml", "sheet.main"), ("/xl/styles.xml", "styles")]
    parts += [("/xl/sharedStrings.xml", "sharedStrings")]
    parts += [(f"/xl/worksheets/sheet{place}.xml", "worksheet") for place in range(1, count + 1)]
    listed = "".join(f'<Override PartName="{name}" ContentType="{_TYPE}.{kind}+xml"/>' for name, kind in parts)
    return (
        f'<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{listed}</Types>'
    )


def _relations(parts: Iterable[tuple[str, str]]) -> str:
    listed = "".join(
        f'<Relationship Id="rId{place}" Type="{_OFFICE}/{kind}" Target="{target}"/>'
        for place, (kind, target) in enumerate(parts, start=1)
    )
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{listed}</Relationships>'


def _book(sheets: Sequence[Sheet], *, is_1904: bool) -> str:
    listed = "".join(
        f'<sheet name={quoteattr(sheet.name)} sheetId="{place}"{f" state={quoteattr(sheet.state)}" * bool(sheet.state)}'
        f' r:id="rId{place}"/>'
        for place, sheet in enumerate(sheets, start=1)
    )
    system = '<workbookPr date1904="1"/>' if is_1904 else "<workbookPr/>"
    return f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}">{system}<sheets>{listed}</sheets></workbook>'


def _styles() -> str:
    listed = "".join(f'<xf numFmtId="{one}" applyNumberFormat="1"/>' for one in _FORMATS)
    return f'<styleSheet xmlns="{_MAIN}"><cellXfs count="{len(_FORMATS)}">{listed}</cellXfs></styleSheet>'


def _strings(shared: Iterable[str]) -> str:
    listed = "".join(f'<si><t xml:space="preserve">{escape(text)}</t></si>' for text in shared)
    return f'<sst xmlns="{_MAIN}">{listed}</sst>'
