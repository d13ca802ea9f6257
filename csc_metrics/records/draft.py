"""Rows of one file that belong to one clean table, their columns named as ours, their cells still as written."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Final

import polars as pl

from csc_metrics.records.raw import RowFault

EXTRACT: Final = "extract"
"""Source of rows of an authority's own extract, as beside a list of Annex A or an element of a census."""


@dataclass(frozen=True, kw_only=True)
class Draft:
    """Rows that are to become rows of a clean table.

    table: its name. file: file and sheet, as named to a person. la_code: whose they are. extracted_on: when drawn.
    cells: one row per row of the file; a column for each of the table's columns that the file has (text, or typed
    already), `source_row`, and of XML `source_element`. headings: our column → the heading in the file.
    id_from: the columns from which an identifier is made where the file has none: (column, its parts).
    is_repeated: whether the rows tell again and again of the same records, as each list of Annex A tells of children;
    then rows that differ in one cell are one record of which that cell is not known.
    faults: of rows that must be kept aside, seen while the file was read. source: what they were read as: a list of
    Annex A ("list 7"), an element of a census, or an own extract.
    """

    table: str
    file: str
    la_code: str
    extracted_on: date
    cells: pl.DataFrame
    headings: Mapping[str, str]
    id_from: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    is_repeated: bool = False
    faults: tuple[RowFault, ...] = ()
    source: str = EXTRACT
