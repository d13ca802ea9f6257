"""From elements to cells: single values, lists of codes, and what stands twice or is not known."""

from collections.abc import Iterable, Sequence
from typing import Final

import polars as pl
from lxml import etree

from csc_metrics.records.raw import SOURCE_ELEMENT, SOURCE_ROW, RawTable, RowFault
from csc_metrics.records.safe_xml import LOCAL_NAMES

Cells = dict[str, str | None]
"""The cells of one row by heading; every heading that the row may have is there from the start."""
Conflict = tuple[str, str, str]
"""What makes a cell untrustworthy: the fault's rule, the heading, what is written."""
_REMEDIES: Final = {
    "element_twice": "Keep the one that is right, and run the export again.",
    "element_not_text": "It must hold text alone: correct the export.",
}
_LONGEST_VALUE: Final = 60


def fill_cells(cells: Cells, group: etree._Element, *, conflicts: list[Conflict]) -> list[etree._Element]:
    """Put the text of a group's elements into the cells of that name; return the elements for which there is none.

    cells: changed here. conflicts: gains one for each element that stands twice with different text, of which the
    cell keeps the first, and for each that holds elements. An empty element says nothing.
    """
    others = []
    for leaf in group:
        tag = leaf.tag
        if tag not in cells:  # most files have no namespace, so this is asked first
            tag = LOCAL_NAMES[tag]
            if tag not in cells:
                others.append(leaf)
                continue
        text = (leaf.text or "").strip()
        if len(leaf):
            conflicts.append(("element_not_text", tag, text))
        if text:
            before = cells[tag]
            if before is None:
                cells[tag] = text
            elif before != text:
                conflicts.append(("element_twice", tag, f"{before}, {text}"))
    return others


def join_codes(elements: Iterable[etree._Element], *, group: str, tag: str, unknown: list[str]) -> str | None:
    """Return the codes in all groups of that name among the elements, joined by one space; none where there are none.

    tag: of each code, in a group or beside it. unknown: gains the name of every other element.
    """
    codes = []
    for element in elements:
        name = LOCAL_NAMES[element.tag]
        for code in element if name == group else (element,):
            if LOCAL_NAMES[code.tag] != tag:
                unknown.append(LOCAL_NAMES[code.tag])
            elif text := (code.text or "").strip():
                codes.append(text)
    return " ".join(codes) or None


class RowsOfKind:
    """Rows of one kind of element, collected until they are taken as a table. name: of the kind. columns: headings."""

    def __init__(self, name: str, *, columns: Sequence[str]) -> None:
        self.name = name
        self.columns = tuple(columns)
        self._rows: list[tuple[str | int | None, ...]] = []
        self._faults: list[RowFault] = []
        self._taken = 0

    def add(self, values: Iterable[str | None], *, line: int, conflicts: Iterable[Conflict]) -> None:
        """Add one row: its values in the order of the columns, the line it stands on, the conflicts within it."""
        self._rows.append((*values, line))
        for rule, column, value in conflicts:
            told = {"rule": rule, "column": column, "value": value[:_LONGEST_VALUE], "remedy": _REMEDIES[rule]}
            self._faults.append(RowFault(row=line, element=self._taken + len(self._rows), **told))

    def __len__(self) -> int:
        """Return how many rows were added since they were last taken."""
        return len(self._rows)

    def take(self) -> RawTable:
        """Return the rows added since the last time, as a table, and begin anew; elements are counted on."""
        cells: Sequence[Sequence[str | int | None]] = list(zip(*self._rows, strict=True)) or [()] * self._width
        types = [*([pl.String] * len(self.columns)), pl.Int64]
        headings = (*self.columns, SOURCE_ROW)
        series = [pl.Series(*column) for column in zip(headings, cells, types, strict=True)]
        last = self._taken + len(self._rows)
        elements = pl.int_range(self._taken + 1, last + 1, dtype=pl.Int64, eager=True).alias(SOURCE_ELEMENT)
        table = RawTable(name=self.name, cells=pl.DataFrame([*series, elements]), faults=tuple(self._faults))
        self._rows, self._faults, self._taken = [], [], last
        return table

    @property
    def _width(self) -> int:
        return len(self.columns) + 1
