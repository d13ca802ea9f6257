"""How rows of a return become rows of clean tables: which column comes from which heading."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

import polars as pl

from csc_metrics.records.draft import Draft
from csc_metrics.records.headings import found_headings
from csc_metrics.records.raw import RawTable, places_in


@dataclass(frozen=True, kw_only=True)
class Feed:
    """One clean table that rows of a return feed.

    table: its name. columns: our column → headings that it may have. constants: our column → the cell of every row.
    id_from: our identifier → the columns that it is made of, the child and a day first. needs: columns without which
    a row is no record of the table (a row of list 7 without a visit); is_repeated: as of `Draft`.
    """

    table: str
    columns: Mapping[str, tuple[str, ...]]
    constants: Mapping[str, str] = field(default_factory=dict)
    id_from: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    needs: tuple[str, ...] = ()
    is_repeated: bool = False

    def draft(self, raw: RawTable, *, file: str, la_code: str, extracted_on: date, source: str) -> Draft:
        """Return the rows of a raw table as a draft of this clean table.

        file: as named to a person. extracted_on: when it was drawn. source: the list or element.
        """
        headings = found_headings(self.columns, raw.headings)
        named = (pl.col(heading).alias(column) for column, heading in headings.items())
        cells = raw.cells.select(*places_in(raw.cells), *named)
        for column in self.needs:
            cells = cells.filter(pl.col(column).is_not_null()) if column in headings else cells.clear()
        constants = [pl.lit(cell).alias(column) for column, cell in self.constants.items()]
        return Draft(
            table=self.table,
            file=file,
            la_code=la_code,
            extracted_on=extracted_on,
            cells=cells.with_columns(constants),
            headings=headings,
            id_from=self.id_from,
            is_repeated=self.is_repeated,
            faults=raw.faults,
            source=source,
        )


def drafts_of(
    feeds: tuple[Feed, ...], raw: RawTable, *, file: str, la_code: str, extracted_on: date, source: str
) -> Iterator[Draft]:
    """Give a draft for each clean table that rows of a return feed.

    feeds: of the list or element. file: as named to a person. extracted_on: when it was drawn. source: its name.
    """
    for feed in feeds:
        yield feed.draft(raw, file=file, la_code=la_code, extracted_on=extracted_on, source=source)
