"""Accessible workbooks, as tables.xlsx: one table a sheet, behind a cover, a list of the sheets and notes.

Source: Government Analysis Function, "Releasing statistics in spreadsheets" (accessible spreadsheets).
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from io import BytesIO
from typing import Final
from zipfile import ZIP_DEFLATED, ZipFile

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from csc_metrics.contracts.meanings import MEANINGS, NOT_APPLICABLE, NOT_AVAILABLE, SHORTHAND
from csc_metrics.contracts.vocabulary import Status
from csc_metrics.narrative.numbers import format_date
from csc_metrics.report.workbook_names import headings_for, one_line, sheet_names, shortened, table_name

COVER, CONTENTS, NOTES = "Cover", "Contents", "Notes"
TABLES_FILE: Final = "tables.xlsx"
HEADING_ROW: Final = 4
"""Of every table, counted from 0: below title, two lines of words and a link."""
DAY_FORMAT: Final = "[$-809]d mmmm yyyy"
"""A day as a page prints it, in English whatever the reader's own language."""
_TITLE, _ABOUT, _READING, _LINK = range(4)
_WIDEST, _NARROWEST, _PADDING, _COVER_WIDTH = 60, 11, 3, 100
_TITLE_SIZE: Final = 16
_A4: Final = 9
_MOST_IN_MARGIN: Final = 100
_FIRST_DAY: Final = date(1900, 3, 1)
"""Days before it a spreadsheet cannot hold, or counts with a leap day that there never was."""
_FORMULA_MARKS: Final = ("=", "+", "-", "@", "\t", "\r")
_NO_TIME: Final = datetime.combine(date(2000, 1, 1), datetime.min.time())
_OPTIONS: Final = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "remove_timezone": True,
}
_CORE: Final = "docProps/core.xml"
_END_OF_CORE: Final = b"</cp:coreProperties>"
_LANGUAGE: Final = b"<dc:language>en-GB</dc:language>"


@dataclass(frozen=True, kw_only=True, slots=True)
class Number:
    """A number, unrounded. number_format: how a spreadsheet shows it; printed: what a reader then sees."""

    value: float
    number_format: str
    printed: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Link:
    """A link to the first cell of a sheet of the same workbook. sheet: its name."""

    sheet: str


SheetCell = Number | Link | date | str
"""What a cell holds; text is never taken for a formula, and empty text stands as "[x]"."""


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """A table on a sheet of its own. name: of the sheet, made fit for one. about: one line that says what it holds.

    headings: of the columns, the first heads the row headings. rows: as many cells each as there are headings.
    """

    name: str
    title: str
    about: str
    headings: tuple[str, ...]
    rows: tuple[tuple[SheetCell, ...], ...]


@dataclass(frozen=True, kw_only=True)
class Cover:
    """What a workbook opens with. notes: one line each. licence: a line, empty where nothing is published.

    marking: what every sheet says, on screen and on paper, such as that it is internal; empty: nothing.
    """

    title: str
    subtitle: str
    notes: tuple[str, ...]
    licence: str
    marking: str = ""


@dataclass(frozen=True, kw_only=True)
class _Book:
    """A workbook that is being written, and how its cells look: each look is made when it is first met."""

    book: xlsxwriter.Workbook
    cover: Cover
    looks: dict[tuple[tuple[str, object], ...], Format] = field(default_factory=dict)

    def look(self, **told: object) -> Format:
        key = tuple(sorted(told.items()))
        if key not in self.looks:
            self.looks[key] = self.book.add_format({"text_wrap": True, "valign": "top", **told})
        return self.looks[key]


class _Exact(float):
    """A number that is written with all its digits: xlsxwriter keeps sixteen, and the seventeenth may tell."""

    def __format__(self, _: str) -> str:
        return repr(float(self))


def as_workbook(cover: Cover, sheets: Sequence[Sheet]) -> bytes:
    """Return an accessible workbook: cover, contents with links, notes on what stands in brackets, then each table.

    Every table is an Excel table with a name of its own and begins in cell A5; headings and first column stay in view;
    no cell is merged, none of a table empty. The same input gives the same bytes. sheets: in the order of the workbook.
    Raises: ValueError for a row that has more or fewer cells than there are headings.
    """
    content = BytesIO()
    written = _Book(book=xlsxwriter.Workbook(content, _OPTIONS), cover=cover)
    about = {"title": one_line(cover.title), "subject": one_line(cover.subtitle), "comments": one_line(cover.marking)}
    written.book.set_properties({**about, "created": _NO_TIME})
    names = sheet_names([sheet.name for sheet in sheets], taken=(COVER, CONTENTS, NOTES))
    _write_cover(written)
    listed = _contents([(NOTES, _notes().title), *zip(names, (sheet.title for sheet in sheets), strict=True)])
    told = zip((CONTENTS, NOTES, *names), (listed, _notes(), *sheets), strict=True)
    for number, (name, sheet) in enumerate(told, start=1):
        _write_sheet(written, sheet, name=name, number=number)
    written.book.close()
    return _in_english(content.getvalue())


def _contents(told: Sequence[tuple[str, str]]) -> Sheet:
    """Return the list of sheets. told: name and title of each."""
    return Sheet(
        name=CONTENTS,
        title=CONTENTS,
        about="The sheets that follow, each with a link to it.",
        headings=("Sheet", "What it holds"),
        rows=tuple((Link(sheet=name), title) for name, title in told),
    )


def _notes() -> Sheet:
    """Return what stands in a cell where there is no number, in the words of each status."""
    meanings = {shorthand: MEANINGS["status"][Status(status)] for status, shorthand in SHORTHAND.items()}
    nought = (Number(value=0, number_format="0", printed="0"), "Nought, a figure like any other.")
    return Sheet(
        name=NOTES,
        title="Notes: what stands in a cell where there is no number",
        about="What each word in square brackets means. Hidden, missing, not applicable and 0 are four things.",
        headings=("In a cell", "What it means"),
        rows=(nought, *((cell, f"{words[:1].upper()}{words[1:]}.") for cell, words in meanings.items())),
    )


def _how_to_read() -> tuple[str, str]:
    return (
        f"The sheet {CONTENTS} lists the tables, one to a sheet. Numbers are held unrounded and shown rounded.",
        f"Where there is no number, the cell says why in square brackets: {SHORTHAND[Status.SUPPRESSED.value]} hidden, "
        f"{NOT_AVAILABLE} not available, {NOT_APPLICABLE} not applicable. The sheet {NOTES} explains them all.",
    )


def _write_cover(written: _Book) -> None:
    """Write title, subtitle, marking, notes and licence on the first sheet, a line each, none of them empty."""
    cover, sheet = written.cover, written.book.add_worksheet(COVER)
    told = (cover.subtitle, cover.marking, *cover.notes, *_how_to_read(), cover.licence)
    sheet.set_column(0, 0, _COVER_WIDTH)
    title = one_line(cover.title) or COVER
    sheet.write_string(0, 0, title, written.look(bold=True, font_size=_TITLE_SIZE, **_quoted(title)))
    for row, words in enumerate((line for line in told if line.strip()), start=1):
        _write_cell(written, sheet, row, 0, cell=words)
    _set_paper(sheet, cover)
    sheet.activate()


def _write_sheet(written: _Book, told: Sheet, *, name: str, number: int) -> None:
    """Write a sheet: title, what it holds, how to read it, a link back, and the table. number: of the table."""
    sheet = written.book.add_worksheet(name)
    headings = headings_for(told.headings)
    rows = told.rows or (("No rows", *(NOT_APPLICABLE for _ in headings[1:])),)
    _write_top(written, sheet, told, name=name)
    for row, cells in enumerate(rows, start=HEADING_ROW + 1):
        for column, (cell, _) in enumerate(zip(cells, headings, strict=True)):
            _write_cell(written, sheet, row, column, cell=cell)
    for column, heading in enumerate(headings):
        sheet.set_column(column, column, _width_of(heading, [cells[column] for cells in rows]))
    last_row, last_column = HEADING_ROW + len(rows), len(headings) - 1
    options = {
        "name": table_name(number, name),
        "title": one_line(told.title),
        "description": one_line(told.about),
        "style": "Table Style Light 1",
        "first_column": True,
        "columns": [{"header": one, "header_format": written.look(bold=True, **_quoted(one))} for one in headings],
    }
    sheet.add_table(HEADING_ROW, 0, last_row, last_column, options)
    sheet.ignore_errors({"number_stored_as_text": f"A1:XFD{last_row + 1}"})
    sheet.freeze_panes(HEADING_ROW + 1, 1)
    sheet.repeat_rows(HEADING_ROW)
    _set_paper(sheet, written.cover)


def _write_top(written: _Book, sheet: Worksheet, told: Sheet, *, name: str) -> None:
    """Write the lines above a table, which run over the cells beside them and do not make their rows tall."""
    title, about = one_line(told.title) or name, one_line(told.about) or name
    reading = f"{one_line(written.cover.marking)} This sheet holds one table.".strip()
    sheet.write_string(_TITLE, 0, title, written.look(bold=True, text_wrap=False, **_quoted(title)))
    for row, words in ((_ABOUT, about), (_READING, reading)):
        sheet.write_string(row, 0, words, written.look(text_wrap=False, **_quoted(words)))
    back = COVER if name == CONTENTS else CONTENTS
    sheet.write_url(_LINK, 0, _address(back), string=f"Back to the sheet {back}")


def _write_cell(written: _Book, sheet: Worksheet, row: int, column: int, *, cell: SheetCell) -> None:
    """Write a cell in its kind: a number as a number, a day as a day, and all else as text that is no formula."""
    match cell:
        case Number() if math.isfinite(cell.value):
            sheet.write_number(row, column, _Exact(cell.value), written.look(num_format=cell.number_format))
        case Link():
            sheet.write_url(row, column, _address(cell.sheet), string=cell.sheet)
        case date() if _is_held(cell):
            sheet.write_datetime(row, column, cell, written.look(num_format=DAY_FORMAT))
        case _:
            words = shortened(_text_of(cell))
            sheet.write_string(row, column, words, written.look(**_quoted(words)))


def _text_of(cell: SheetCell) -> str:
    """Return a cell as a reader sees it."""
    match cell:
        case Number():
            return cell.printed if math.isfinite(cell.value) else NOT_AVAILABLE
        case Link():
            return cell.sheet
        case date():
            return format_date(cell)
        case _:
            return cell if cell.strip() else NOT_AVAILABLE


def _is_held(day: date) -> bool:
    return date(day.year, day.month, day.day) >= _FIRST_DAY


def _quoted(words: str) -> dict[str, bool]:
    """Return the look of text that would be a formula if somebody typed it anew: it stays text even then."""
    return {"quote_prefix": True} if words.startswith(_FORMULA_MARKS) else {}


def _address(name: str) -> str:
    return f"internal:'{name}'!A1"


def _width_of(heading: str, cells: Sequence[SheetCell]) -> int:
    """Return the width of a column in letters: of its longest word, or its longest cell where that is not too long."""
    word = max(map(len, heading.split()), default=0) + _PADDING  # beside it stands the button of the filter
    longest = max((len(line) for cell in cells for line in _text_of(cell).splitlines()), default=0) + 1
    return min(max(word, longest, _NARROWEST), _WIDEST)


def _set_paper(sheet: Worksheet, cover: Cover) -> None:
    """Set a sheet for paper: A4 across, as wide as one page, marked at the top and numbered at the foot."""
    title, marking = (shortened(one_line(words), most=_MOST_IN_MARGIN) for words in (cover.title, cover.marking))
    sheet.set_paper(_A4)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.set_header(f"&L{marking.replace('&', '&&')}" if marking else "")
    sheet.set_footer(f"&L{title.replace('&', '&&')}&RPage &P of &N")


def _in_english(workbook: bytes) -> bytes:
    """Return a workbook whose properties name its language, which xlsxwriter cannot say."""
    content = BytesIO()
    with ZipFile(BytesIO(workbook)) as old, ZipFile(content, "w", compression=ZIP_DEFLATED) as new:
        for part in old.infolist():
            held = old.read(part)
            told = held.replace(_END_OF_CORE, _LANGUAGE + _END_OF_CORE) if part.filename == _CORE else held
            new.writestr(part, told)
    return content.getvalue()
