"""Rows of an extract as they stand in its file: text under headings, before anything is understood."""

from dataclasses import dataclass
from pathlib import Path
from typing import Final, Self

import polars as pl

from csc_metrics.errors import CscMetricsError

SOURCE_ROW: Final = "source_row"
"""Column that says on which row of a sheet, or on which line of a CSV or XML file, a record stands (from 1)."""


class UnreadableExtract(CscMetricsError):
    """A file of an authority's own cannot be read, or not wholly. rule: a short name of what is wrong with it."""

    def __init__(self, message: str, *, rule: str, remedy: str) -> None:
        super().__init__(f"{message} {remedy}")
        self.what = message
        self.rule = rule
        self.remedy = remedy

    @classmethod
    def not_openable(cls, path: Path, error: OSError) -> Self:
        """Word the error for a file that the system does not let us read."""
        return cls(
            f"{path}: cannot be opened ({error.strerror}).",
            rule="file_not_openable",
            remedy="Close it elsewhere and check who may read it.",
        )


@dataclass(frozen=True, kw_only=True)
class RowFault:
    """Something wrong with one row, seen while its file was read, that the cells alone no longer show.

    rule: its short name. row: of the sheet or file, from 1. column: heading, or none for the whole row.
    value: as it stands, at most 60 characters. remedy: what to do at the source.
    """

    rule: str
    row: int
    column: str
    value: str
    remedy: str


@dataclass(frozen=True, kw_only=True)
class RawTable:
    """The rows of one sheet, CSV file or kind of XML element.

    name: sheet, or kind of element; none for a CSV file.
    cells: one row per row of the source; a String column per heading as it is written (null for an empty cell), and
    `source_row` (Int64). Date cells of Excel are ISO text with a time.
    faults: of rows whose cells cannot be trusted, which must be kept aside.
    """

    name: str
    cells: pl.DataFrame
    faults: tuple[RowFault, ...] = ()
