"""Faults planted in known places of a made-up region's extracts, so that what `check` finds can be counted."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import polars as pl

from csc_metrics.sample.chance import Chance
from csc_metrics.sample.sheets import Sheet

FIRST_ROW: Final = 2
"""Row of a file on which its first record stands, below the headings."""


@dataclass(frozen=True, kw_only=True)
class Planter:
    """A way to do something wrong in a table, and the rule that it breaks.

    where: which rows will do. cells: column → what to write there, an expression over the row; text in a column of
    another type stands as it is. is_added: whether the wrong row is one more, beside the one it was made of.
    breaks_both: whether both of them break the rule then.
    """

    rule: str
    table: str
    where: pl.Expr
    cells: Mapping[str, pl.Expr]
    is_added: bool = False
    breaks_both: bool = False

    def is_possible(self, rows: pl.DataFrame) -> bool:
        """Whether a table has every column that it writes.

        Input: rows, of the table.
        """
        return set(self.cells) <= set(rows.columns)

    def writes_text(self, rows: pl.DataFrame) -> bool:
        """Whether it writes text into a column of another type.

        Input: rows, of the table.
        """
        told = rows.head(0).select(what.alias(column) for column, what in self.cells.items()).schema
        return any(kind != rows.schema[name] for name, kind in told.items())


@dataclass(frozen=True, kw_only=True)
class Planted:
    """A fault that was planted. row: of the file, from 1."""

    la_code: str
    table: str
    file: str
    row: int
    rule: str


@dataclass(frozen=True, kw_only=True)
class Grown:
    """A sheet with faults in it. faults: row of the sheet, from 0, and the rule that it breaks."""

    sheet: Sheet
    faults: tuple[tuple[int, str], ...] = ()

    def planted(self, *, la_code: str, file: str, lines: Sequence[int] | None = None) -> list[Planted]:
        """Return the faults, placed. file: as faults name it.

        lines: line of each row; if not said, the first row stands below the headings.
        """
        return [
            Planted(
                la_code=la_code,
                table=self.sheet.table,
                file=file,
                row=row + FIRST_ROW if lines is None else lines[row],
                rule=rule,
            )
            for row, rule in self.faults
        ]


def planted_in(sheet: Sheet, planters: Sequence[Planter], *, chance: Chance, each: int) -> Grown:
    """Return a sheet in which each way of doing wrong is met so many times, each in a row of its own.

    Where fewer rows will do, all of those are taken. planters: of the sheet's table. chance: which of the rows.
    """
    growing = _Growing(sheet)
    for planter in planters:
        rows = growing.rows.with_columns(planter.where.fill_null(value=False).alias("_"))
        places = np.nonzero(rows["_"].to_numpy())[0]
        free = [int(places[place]) for place in chance.order(len(places)) if int(places[place]) not in growing.used]
        for place in free[:each]:
            growing.plant(planter, place)
    return growing.done()


class _Growing:
    """A sheet in which faults are being planted."""

    def __init__(self, sheet: Sheet) -> None:
        self.table = sheet.table
        self.rows = sheet.rows
        self.known = sheet.rows.height
        self.used: set[int] = set()
        self.added: list[pl.DataFrame] = []
        self.changed: dict[int, pl.DataFrame] = {}
        self.written = dict(sheet.written)
        self.faults: list[tuple[int, str]] = []

    def plant(self, planter: Planter, place: int) -> None:
        row = self.rows[place]
        told = row.select(what.alias(column) for column, what in planter.cells.items())
        texts = [name for name in told.columns if told.schema[name] != row.schema[name]]
        wrong = row.with_columns(told.drop(texts)) if len(texts) < len(told.columns) else row
        at = self.known + len(self.added) if planter.is_added else place
        if planter.is_added:
            self.added.append(wrong)
        else:
            self.changed[place] = wrong
        self.written |= {(at, name): told[name][0] for name in texts}
        self.used.add(place)
        self.faults.append((at, planter.rule))
        if planter.breaks_both:
            self.faults.append((place, planter.rule))

    def done(self) -> Grown:
        if not self.faults:
            return Grown(sheet=Sheet(table=self.table, rows=self.rows, written=self.written))
        parts, upto = [], 0
        for place in sorted(self.changed):
            parts += [self.rows[upto:place], self.changed[place]]
            upto = place + 1
        rows = pl.concat([*parts, self.rows[upto:], *self.added])
        return Grown(sheet=Sheet(table=self.table, rows=rows, written=self.written), faults=tuple(self.faults))
