"""Read the sheets of a workbook of Excel as rows of text, and name row by row what cannot be trusted.

Cells are read by fastexcel (calamine). What it would pass over in silence is looked for here: error cells, dates that
no calendar has, formulas without a value, merged cells, and cells so far out that the memory would not do.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import fastexcel
import polars as pl

from csc_metrics.records.cells import under_headings, without_outer_spaces
from csc_metrics.records.raw import SOURCE_ROW, RawTable, RowFault, UnreadableExtract
from csc_metrics.records.sheet_dates import impossible_dates, with_times_of_day, without
from csc_metrics.records.sheet_faults import CellPlace, cell_faults, formula_faults, lost_cells, merge_faults
from csc_metrics.records.sheet_xml import SheetMarks, SheetPart, letters_of, read_marks, read_sheet_parts
from csc_metrics.records.workbook_safety import CheckedArchive, check_workbook

MOST_CELLS: Final = 50_000_000
"""Of a sheet, from its first filled cell to its last, empty ones too: some 3 GB while it is read."""
ROWS_SEARCHED_FOR_HEADINGS: Final = 20
"""Title rows may stand above the headings, never more than these."""
FEWEST_HEADINGS: Final = 2
"""A row with fewer filled cells is a title, unless nothing else is there."""

_AS_WRITTEN: Final[dict[str, Any]] = {"header_row": None, "skip_rows": 0, "dtypes": "string"}
"""For fastexcel: every row from the first of the sheet, empty ones too, so that row numbers are those of Excel."""
_PANIC: Final = "PanicException"

Wanted = Callable[[Sequence[str]], int]
"""Says of the filled cells of a row how many of them are headings that are wanted."""


@dataclass(frozen=True, kw_only=True)
class _Loaded:
    """A sheet as it was read. cells: String columns, one row for each row of the sheet from the first."""

    cells: pl.DataFrame
    lost: tuple[CellPlace, ...]
    marks: SheetMarks | None


@dataclass(frozen=True, kw_only=True)
class Workbook:
    """A workbook that was seen to be safe and whole. sheets: names of those with rows, hidden ones too, in order."""

    path: Path
    sheets: tuple[str, ...]
    _checked: CheckedArchive = field(repr=False)
    _parts: dict[str, SheetPart] = field(repr=False)
    _is_1904: bool = field(repr=False)
    _reader: Any = field(repr=False)
    _kept: dict[str, _Loaded] = field(repr=False, default_factory=dict)

    def headings(self, name: str, *, wanted: Wanted | None = None) -> tuple[str, ...]:
        """Return the headings of a sheet, none if it is empty. What was read for them is kept until `read`.

        wanted: as of `read`. Raises: UnreadableExtract.
        """
        if name not in self._kept:
            self._kept[name] = self._load(name)
        cells = self._kept[name].cells
        place = _heading_place(cells, wanted=wanted)
        return () if place is None else tuple(cell for cell in cells.row(place) if cell is not None)

    def read(self, name: str, *, wanted: Wanted | None = None) -> RawTable:
        """Return the rows of a sheet below its headings; rows that are wholly empty are left out.

        wanted: the row among the first twenty filled ones for which it is highest has the headings; without it, or
        where it is nowhere above 0, the first row with two filled cells or more.
        Raises: UnreadableExtract where the sheet cannot be read or a heading stands twice.
        """
        loaded = self._kept.pop(name, None) or self._load(name)
        place = _heading_place(loaded.cells, wanted=wanted)
        if place is None:
            return RawTable(name=name, cells=pl.DataFrame(schema={SOURCE_ROW: pl.Int64}))
        names = self._named_columns(name, loaded, place)
        faults = _faults_below(loaded, place, names)
        below = _rows_below(loaded.cells, place, last=max((fault.row for fault in faults), default=0))
        is_kept = pl.any_horizontal(pl.exclude(SOURCE_ROW).is_not_null())
        if faults:
            is_kept |= pl.col(SOURCE_ROW).is_in({fault.row for fault in faults})
        rows, twice = under_headings(below.filter(is_kept), loaded.cells.row(place), names=names)
        if twice:
            raise UnreadableExtract.heading_twice(self.path, twice, place=f'sheet "{name}", row {place + 1}')
        return RawTable(name=name, cells=rows, faults=faults, above=_rows_above(loaded.cells, place))

    def _load(self, name: str) -> _Loaded:
        if name not in self._parts:
            raise UnreadableExtract.sheet_missing(self.path, name, known=self.sheets)
        signs = self._checked.signs[self._parts[name].part]
        marks = None
        if signs.is_unusual or signs.most_rows * signs.most_columns > MOST_CELLS or signs.has_formulas_or_merges:
            marks = read_marks(self._checked, self._parts[name])
            self._require_bearable(name, marks)
        with _clear_errors(self.path, f'sheet "{name}"'):
            cells = pl.DataFrame(self._reader.load_sheet(name, eager=True, **_AS_WRITTEN))
            is_whole = not signs.is_unusual and _filled(cells) == signs.values
            lost = () if is_whole else lost_cells(self._reader.load_sheet(name, **_AS_WRITTEN))
        cells = with_times_of_day(without_outer_spaces(cells), is_1904=self._is_1904)
        impossible = impossible_dates(cells, is_1904=self._is_1904)
        return _Loaded(cells=without(cells, impossible), lost=lost + impossible, marks=marks)

    def _require_bearable(self, name: str, marks: SheetMarks) -> None:
        if marks.last_row * (marks.last_column - marks.first_column + 1) > MOST_CELLS:
            corner = f"{letters_of(marks.last_column)}{marks.last_row}"
            raise UnreadableExtract.too_large(self.path, f'sheet "{name}" has filled cells as far out as {corner}')

    def _named_columns(self, name: str, loaded: _Loaded, place: int) -> list[str]:
        """Return what each column is called: its heading, or its letter where it has cells and no heading."""
        headings = loaded.cells.row(place)
        first = 1
        if None in headings:
            first = (loaded.marks or read_marks(self._checked, self._parts[name])).first_column
        return [heading or f"column {letters_of(first + column)}" for column, heading in enumerate(headings)]


def open_workbook(path: Path) -> Workbook:
    """Open a workbook of Excel (.xlsx, .xlsm) once it was seen to be one, whole, and of a bearable size.

    Links to other files are never followed, macros never run. Raises: UnreadableExtract.
    """
    checked = check_workbook(path)
    parts, is_1904 = read_sheet_parts(checked)
    with _clear_errors(path, "its list of sheets"):
        reader = fastexcel.read_excel(checked.content)
    return Workbook(
        path=path,
        sheets=tuple(part.name for part in parts),
        _checked=checked,
        _parts={part.name: part for part in parts},
        _is_1904=is_1904,
        _reader=reader,
    )


def sheet_names(path: Path) -> tuple[str, ...]:
    """Return the names of a workbook's sheets in the order of their tabs. Raises: UnreadableExtract."""
    return open_workbook(path).sheets


def read_sheet(path: Path, name: str, *, wanted: Wanted | None = None) -> RawTable:
    """Return the rows of one sheet of a workbook. wanted: as of `Workbook.read`. Raises: UnreadableExtract."""
    return open_workbook(path).read(name, wanted=wanted)


@contextmanager
def _clear_errors(path: Path, place: str) -> Iterator[None]:
    """Word what goes wrong in Rust: its errors, and its panics, which Python knows by no class that can be imported."""
    try:
        yield
    except fastexcel.FastExcelError as error:
        reason = str(error).splitlines()[0]
        raise UnreadableExtract.damaged_workbook(path, f"{place}: {reason}") from error
    except BaseException as error:
        if type(error).__name__ != _PANIC:
            raise
        raise UnreadableExtract.damaged_workbook(path, f"{place}: {error}") from None


def _filled(cells: pl.DataFrame) -> int:
    return cells.height * cells.width - sum(column.null_count() for column in cells)


def _rows_above(cells: pl.DataFrame, place: int) -> tuple[int, ...]:
    """Return the rows above that of the headings which fill half as many cells as it does, as no title does."""
    filled = cells.head(place + 1).select(pl.sum_horizontal(pl.all().is_not_null())).to_series()
    enough = max(FEWEST_HEADINGS, filled[place] / 2)
    return tuple(row for row, count in enumerate(filled[:place], start=1) if count >= enough)


def _rows_below(cells: pl.DataFrame, place: int, *, last: int) -> pl.DataFrame:
    """Return the rows below that of the headings, up to the last, with the numbers that the sheet shows beside them."""
    longer = pl.concat([cells, cells.clear(last - cells.height)]) if last > cells.height else cells
    numbers = pl.int_range(1, longer.height + 1, dtype=pl.Int64, eager=True).alias(SOURCE_ROW)
    return longer.with_columns(numbers).slice(place + 1)


def _heading_place(cells: pl.DataFrame, *, wanted: Wanted | None) -> int | None:
    """Return the place of the row of headings; none where no cell is filled."""
    rows = _first_filled_rows(cells)
    scores = {place: wanted(row) if wanted else 0 for place, row in rows.items()}
    best = max(scores, key=scores.__getitem__, default=None)
    if best is None or scores[best] > 0:
        return best
    return next((place for place, row in rows.items() if len(row) >= FEWEST_HEADINGS), best)


def _first_filled_rows(cells: pl.DataFrame) -> dict[int, list[str]]:
    """Return the filled cells of the first rows that have any, by place."""
    found: dict[int, list[str]] = {}
    for place, row in enumerate(cells.iter_rows()):
        filled = [cell for cell in row if cell is not None]
        if filled:
            found[place] = filled
        if len(found) == ROWS_SEARCHED_FOR_HEADINGS:
            break
    return found


def _faults_below(loaded: _Loaded, place: int, names: list[str]) -> tuple[RowFault, ...]:
    """Return what is wrong with rows below the headings, in the order of the rows."""
    row = place + 1

    def named(column: int) -> str:
        return names[column] if 0 <= column < len(names) else ""

    faults = cell_faults(loaded.lost, below=row, named=named)
    if loaded.marks:
        faults += formula_faults(loaded.marks, below=row, named=named)
        faults += merge_faults(loaded.marks, below=row)
    return tuple(sorted(faults, key=lambda fault: fault.row))
