"""Rows of an extract as they will stand in a file: a clean table's cells, and what was written in their place."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

import polars as pl

ISO_DAY: Final = "%Y-%m-%d"
BRITISH_DAY: Final = "%d/%m/%Y"
_TIME: Final = " %H:%M"
Written = Mapping[tuple[int, str], str]
"""Row (from 0) and column → the text that stands there instead of the cell."""


@dataclass(frozen=True, kw_only=True)
class Style:
    """How a case system writes. day: format of a day. yes, no: its words. headings: our column → its heading.

    words: column → our word → its word.
    """

    day: str = ISO_DAY
    yes: str = "yes"
    no: str = "no"
    headings: Mapping[str, str] = field(default_factory=dict)
    words: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """Rows of one clean table. rows: its columns, typed. written: cells that say something else."""

    table: str
    rows: pl.DataFrame
    written: Written = field(default_factory=dict)

    def text(self, style: Style) -> pl.DataFrame:
        """Return the cells as a case system writes them. style: how.

        Returns: the same rows; columns under its headings, all text, null where empty.
        """
        told = self.rows.select(_text(name, kind, style) for name, kind in self.rows.schema.items())
        for name in {column for _, column in self.written}:
            cells = told[name].to_list()
            for (row, column), text in self.written.items():
                if column == name:
                    cells[row] = text or None
            told = told.with_columns(pl.Series(name, cells, dtype=pl.String))
        return told.rename({name: style.headings.get(name, name) for name in told.columns})


def _text(name: str, kind: pl.DataType, style: Style) -> pl.Expr:
    cell = pl.col(name)
    if kind == pl.Date:
        return cell.dt.strftime(style.day)
    if isinstance(kind, pl.Datetime):
        return cell.dt.strftime(style.day + _TIME)
    if kind == pl.Boolean:
        return pl.when(cell).then(pl.lit(style.yes)).when(~cell).then(pl.lit(style.no)).alias(name)
    if kind.is_float():
        return cell.round(1).cast(pl.String).str.strip_suffix(".0")
    return cell.replace(style.words[name]) if name in style.words else cell.cast(pl.String)
