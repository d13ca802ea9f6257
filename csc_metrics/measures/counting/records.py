"""The records of one authority as measures read them: clean tables, what extracts supply, settings, and population."""

from collections.abc import Callable, Iterable, Mapping
from copy import copy
from datetime import date
from functools import cached_property, reduce
from typing import Final, TypeVar, cast

import polars as pl

from csc_metrics.contracts.records.columns import EARLIEST, Kind
from csc_metrics.contracts.records.tables import RECORD_TABLES, RecordTable
from csc_metrics.measures.counting.coverage import (
    KIND_COLUMNS,
    PART_OF,
    RARE_KINDS,
    TOLD_WITH,
    WHOLE_BY,
    last_whole_month,
    month_of_said,
    months_whole,
)
from csc_metrics.measures.counting.months import Months, month_number
from csc_metrics.settings.model import Settings

T = TypeVar("T")
Rows = pl.DataFrame | pl.LazyFrame
"""A clean table, read or to be read."""
CHILD: Final = "_child"
"""Column of the place of a row's child in the table of children."""
_WORDS: Final = (Kind.TEXT, Kind.WORD, Kind.AGENCY)
_DRAWN: Final = "extracted_on"


class AuthorityRecords:
    """The records of one authority, and what measures work out from them, each once.

    la_code: the authority. tables: clean tables by name, rows of that authority alone; columns of a table that are
    wanting count as supplied by no extract. supplied: by table, the columns that extracts speak of; None: those that
    are there. settings: the authority's own numbers. until: day up to which the records tell; None: the newest day on
    which an extract was drawn, for each table its own. population: children aged 0 to 17 by mid-year day.
    """

    def __init__(
        self,
        la_code: str,
        tables: Mapping[str, Rows],
        *,
        supplied: Mapping[str, Iterable[str]] | None = None,
        settings: Settings | None = None,
        until: date | None = None,
        population: Mapping[date, float] | None = None,
    ) -> None:
        self.la_code = la_code
        self.settings = settings or Settings()
        self.population = dict(population or {})
        self._given = dict(tables)
        self._supplied = supplied
        self._until = until
        self._at: date | None = None
        self._read: dict[str, pl.DataFrame] = {}
        self._made: dict[Callable[..., object], object] = {}
        self._months: dict[str, Months] = {}
        self._untils: dict[str, date] = {}

    def table(self, name: str) -> pl.DataFrame:
        """Return a clean table, without rows where there is none.

        Words, agencies and free text are categories; columns that were not given are empty.
        Returns: the table's own columns and extracted_on, one row per record; where it has a child_id and there are
        children, CHILD (UInt32, the child's place among them).
        """
        if name not in self._read:
            self._read[name] = self._with_child(name, self._as_read(name))
        return self._read[name]

    def made(self, make: Callable[["AuthorityRecords"], T]) -> T:
        """Return what a function makes of these records; it is called once. make: the function."""
        if make not in self._made:
            self._made[make] = make(self)
        return cast("T", self._made[make])

    def has(self, table: str, *columns: str) -> bool:
        """Whether there is a record of a table, and an extract speaks of these columns."""
        return not self.table(table).is_empty() and all(self._is_supplied(table, column) for column in columns)

    def lacking(self, reads: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
        """Return what is wanting, as "visits" or "meetings.decided_at". reads: tables and columns that are needed."""
        found: list[str] = []
        for table, columns in reads.items():
            if not self.has(table):
                found.append(table)
            else:
                found += [f"{table}.{column}" for column in columns if not self._is_supplied(table, column)]
        return tuple(found)

    def until(self, table: str) -> date:
        """Return the day up to which a table tells: on which its newest extract was drawn."""
        if self._until is not None:
            return self._until
        if table not in self._untils:
            drawn = self.table(table)[_DRAWN].drop_nulls()
            days = self._days_of_events(table) if drawn.is_empty() else drawn
            self._untils[table] = cast("date", days.max()) if not days.is_empty() else EARLIEST
        return self._untils[table]

    def months(self, names: Iterable[str]) -> Months:
        """Return the months for which tables are all whole; ones without a record are not looked at.

        names: of tables, or of one kind of a table's records, as "plans.cp".
        """
        if self._at is not None:
            month = month_number(self._at)
            return Months(first=month, last=month, at=self._at)
        whole = [self._months_of(name) for name in names if self.has(name.partition(".")[0])]
        return reduce(Months.within, whole) if whole else Months(first=1, last=0)

    def as_at(self, day: date) -> "AuthorityRecords":
        """Return the same records with every snapshot taken at one day, in the place of month ends."""
        found = copy(self)
        vars(found).update(_at=day, _made={}, _months={})
        return found

    @cached_property
    def newest_month(self) -> int:
        """Number of the newest whole month of any table; that of 1901 where there is no record."""
        return max((last_whole_month(self.until(name)) for name in self._given), default=month_number(EARLIEST))

    def _months_of(self, name: str) -> Months:
        if name not in self._months:
            table, _, kind = name.partition(".")
            found = self._months_of_kind(table, kind) if kind else self._months_of_table(table)
            self._months[name] = self._as_said(found)
        return self._months[name]

    def _months_of_table(self, table: str) -> Months:
        rows, dated = self.table(table), table
        if table in PART_OF:
            dated, key = PART_OF[table]
            rows = self.table(dated).join(rows, on=key, how="semi")
        found = months_whole(dated, rows, until=self.until(table), said=self.settings.records.covers_from)
        if not self.has(TOLD_WITH.get(table, table)) or table not in TOLD_WITH:
            return found
        return Months(first=max(found.first, self._months_of_table(TOLD_WITH[table]).first), last=found.last)

    def _months_of_kind(self, table: str, kind: str) -> Months:
        """Return the months that a table is whole for one kind of its records; none where no record is of it."""
        rows = self.table(table).filter(pl.col(KIND_COLUMNS[table]) == kind)
        if rows.is_empty():
            return Months(first=1, last=0)
        if table not in RARE_KINDS:
            return months_whole(table, rows, until=self.until(table), said=self.settings.records.covers_from)
        whole = self._months_of_table(table)
        first = cast("date", rows[WHOLE_BY[table][0]].min())
        return Months(first=max(whole.first, month_number(first)), last=whole.last)

    def _as_said(self, months: Months) -> Months:
        """Return months without those before the day from which, by the settings, extracts tell everything."""
        said = self.settings.records.covers_from
        if said is None:
            return months
        return Months(first=max(months.first, month_of_said(said)), last=months.last)

    def _is_supplied(self, table: str, column: str) -> bool:
        told = self._supplied.get(table, ()) if self._supplied is not None else self._columns_given(table)
        return column in told or bool(self.table(table)[column].is_not_null().any())

    def _columns_given(self, table: str) -> list[str]:
        return self._given[table].lazy().collect_schema().names() if table in self._given else []

    def _as_read(self, name: str) -> pl.DataFrame:
        about = RECORD_TABLES[name]
        empty = about.empty.select(*about.columns, _DRAWN)
        rows = self._given[name].lazy() if name in self._given else empty.lazy()
        held = rows.collect_schema().names()
        wanted = [
            (pl.col(column) if column in held else pl.lit(None)).cast(_as_category(about, column, dtype)).alias(column)
            for column, dtype in empty.schema.items()
        ]
        return rows.select(wanted).collect()

    def _with_child(self, name: str, rows: pl.DataFrame) -> pl.DataFrame:
        """Add the place of each row's child among the children, once for all measures."""
        if name == "children" or "child_id" not in rows.columns or not self.has("children"):
            return rows
        places = self.made(children_by_place)
        return rows.join(places, on="child_id", how="left", validate="m:1", maintain_order="left")

    def _days_of_events(self, table: str) -> pl.Series:
        events = [name for name, column in RECORD_TABLES[table].columns.items() if column.is_event]
        rows = self.table(table)
        days = [rows[name].cast(pl.Date).drop_nulls() for name in events]
        return pl.concat(days) if days else pl.Series(dtype=pl.Date)


def children_by_place(records: AuthorityRecords) -> pl.DataFrame:
    """Return the place of each child in the table of children. Returns: child_id, CHILD; one row per child."""
    return records.table("children").select("child_id").with_row_index(CHILD)


def _as_category(table: RecordTable, column: str, dtype: pl.DataType) -> pl.DataType:
    """Return the type in which a column is read: words are categories, which sums need no look at the text for."""
    is_word = column in table.columns and table.columns[column].kind in _WORDS
    return pl.Categorical() if is_word else dtype
