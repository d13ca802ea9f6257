"""From many extracts to one word on each record: the newest, column by column; and what a newer extract changed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Final

import polars as pl

from csc_metrics.contracts.records.columns import Blank
from csc_metrics.contracts.records.rules import WHERE_FROM, Severity
from csc_metrics.contracts.records.tables import RECORD_TABLES, RecordTable
from csc_metrics.records.faults import FAULT_KINDS, NO_FAULTS, all_faults, fault_rows, found_in
from csc_metrics.records.keys import record_of

RESTATED_SCHEMA: Final = pl.Schema(
    {
        "la_code": pl.String,
        "table": pl.String,
        "record": pl.String,
        "column": pl.String,
        "change": pl.String,
        "was": pl.String,
        "became": pl.String,
        "was_extracted_on": pl.Date,
        "extracted_on": pl.Date,
        "file": pl.String,
        "row": pl.Int64,
    }
)
"""What a newer extract said otherwise: one row per record, column and change; change: changed, emptied, or late (it had
happened when the earlier extract was drawn, which did not yet hold it)."""
NOT_YET: Final = {("meetings", "status"): "pending"}
"""Table and column → the word that stands until something has come of it: another word then restates nothing."""
_PART: Final = "_part"


@dataclass(frozen=True, kw_only=True)
class Part:
    """Rows of one clean table from one sheet or file.

    rows: schema of the table. supplied: columns that the file speaks of. made: identifiers that were made for want of
    any in the file. source: what it was read as, as of `Draft`; empty where a snapshot does not say it.
    """

    extracted_on: date
    rows: pl.DataFrame
    supplied: tuple[str, ...]
    made: tuple[str, ...] = ()
    source: str = ""


@dataclass(frozen=True, kw_only=True)
class Merged:
    """One word on each record of a table.

    rows: schema of the table. restated: schema RESTATED_SCHEMA. faults: schema Faults. disputed: source_file,
    source_row, extracted_on and key columns of rows that files of one day tell differently, which must be kept aside.
    """

    rows: pl.DataFrame
    restated: pl.DataFrame
    faults: pl.DataFrame
    disputed: pl.DataFrame


def merge_parts(name: str, parts: Sequence[Part]) -> Merged:
    """Return the newest word on each record of a table, column by column, and what was restated on the way.

    A column that an extract does not have says nothing; an empty cell of one that it has is a word. Files of one day
    that differ where an empty cell means "not yet", or in the record itself, are in dispute: none of their rows
    stands. Where an empty cell means "not known", what they differ in is not known.
    name: of the table. parts: in any order; rows of one file come in one part or more.
    """
    table = RECORD_TABLES[name]
    if len(parts) == 1:
        return Merged(rows=parts[0].rows, restated=_none_restated(), faults=NO_FAULTS, disputed=_nothing_disputed(name))
    return _Merging(table, sorted(parts, key=_order_of)).done()


def _order_of(part: Part) -> tuple[date, str, tuple[str, ...]]:
    """By what parts are sorted, so that the order in which they come makes no difference."""
    files = part.rows["source_file"]
    return part.extracted_on, "" if files.is_empty() else str(files[0]), part.supplied


@cache
def _none_restated() -> pl.DataFrame:
    return pl.DataFrame(schema=RESTATED_SCHEMA)


@cache
def _nothing_disputed(table: str) -> pl.DataFrame:
    return RECORD_TABLES[table].empty.select("source_file", "source_row", "extracted_on", *RECORD_TABLES[table].key)


class _Merging:
    """The parts of one table under way to one word on each record."""

    def __init__(self, table: RecordTable, parts: Sequence[Part]) -> None:
        self.table = table
        self.parts = parts
        self.key = list(table.key)
        self.others = [name for name in table.columns if name not in table.key]
        self.faults: list[pl.DataFrame] = []

    def done(self) -> Merged:
        whole = pl.concat([part.rows.with_columns(pl.lit(at).alias(_PART)) for at, part in enumerate(self.parts)])
        is_single = pl.struct(self.key).is_unique()
        single = whole.filter(is_single)
        several = self._with_what_is_supplied(whole.filter(~is_single))
        disputed = self._disputed(several)
        settled = several.join(disputed, on=disputed.columns, how="anti", nulls_equal=True, maintain_order="left")
        days = self._one_word_a_day(settled)
        rows = pl.concat([single.drop(_PART), self._newest(days)]).sort(self.key, nulls_last=True)
        return Merged(
            rows=rows,
            restated=self._restated(days),
            faults=all_faults(self.faults),
            disputed=disputed,
        )

    def _with_what_is_supplied(self, rows: pl.DataFrame) -> pl.DataFrame:
        """Add for each column whether the file of a row speaks of it."""
        said = [
            pl.col(_PART).is_in([at for at, part in enumerate(self.parts) if name in part.supplied]).alias(f"_s_{name}")
            for name in self.others
        ]
        return rows.with_columns(said)

    def _disputed(self, rows: pl.DataFrame) -> pl.DataFrame:
        """Return the rows of one record and day that differ where no side may be left out; each becomes a fault."""
        certain = [name for name in self.others if self.table.columns[name].blank is not Blank.UNKNOWN]
        place = ["source_file", "source_row", "extracted_on", *self.key]
        if rows.is_empty() or not certain:
            return rows.clear().select(place)
        day = [*self.key, "extracted_on"]
        differing = [
            pl.when(pl.col(f"_s_{name}")).then(pl.struct(name)).drop_nulls().n_unique().over(day) > 1
            for name in certain
        ]
        at_odds = rows.filter(pl.any_horizontal(differing)).unique(place, maintain_order=True)
        self._add_faults(at_odds, "files_disagree", field=" ".join(certain), value=self._words_of(certain))
        return at_odds.select(place)

    def _words_of(self, columns: Sequence[str]) -> pl.Expr:
        told = [pl.concat_str(pl.lit(f"{name} "), pl.col(name).cast(pl.String).fill_null("empty")) for name in columns]
        return pl.concat_str(told, separator=", ")

    def _add_faults(self, rows: pl.DataFrame, rule: str, *, field: str, value: pl.Expr) -> None:
        kind = FAULT_KINDS[rule]
        is_error = rule == "files_disagree"
        found = fault_rows(
            rows,
            rule=rule,
            remedy=f"{kind.says} {kind.remedy}",
            severity=Severity.ERROR if is_error else Severity.WARNING,
            place={
                "table": self.table.name,
                "field": field,
                "column": None if is_error else field,
                "weakens": None if is_error else f"figures that use {field}",
            },
            value=value,
        )
        self.faults.append(found_in(rows, found, record=record_of(self.table)))

    def _one_word_a_day(self, rows: pl.DataFrame) -> pl.DataFrame:
        """Return one row for each record and day: what its files say together."""
        day = [*self.key, "extracted_on"]
        words = []
        for name in self.others:
            said = pl.col(name).filter(pl.col(f"_s_{name}"))
            if self.table.columns[name].blank is Blank.UNKNOWN:
                stands_for_empty = pl.lit(self.table.columns[name].filled_with)
                known = said.filter(said.is_not_null() & said.ne_missing(stands_for_empty))
                words += [
                    pl.when(known.n_unique() <= 1).then(known.first()).fill_null(stands_for_empty).alias(name),
                    (known.n_unique() > 1).alias(f"_odd_{name}"),
                ]
            else:
                words.append(said.first().alias(name))
        supplied = [pl.col(f"_s_{name}").any() for name in self.others]
        where = [pl.col(name).last() for name in WHERE_FROM if name != "extracted_on"]
        days = rows.group_by(day, maintain_order=True).agg(*words, *supplied, *where)
        for name in self.others:
            if f"_odd_{name}" in days.columns:
                odd = days.filter(pl.col(f"_odd_{name}"))
                if not odd.is_empty():
                    self._add_faults(odd, "described_differently", field=name, value=pl.lit(None, dtype=pl.String))
        return days.sort("extracted_on", maintain_order=True)

    def _newest(self, days: pl.DataFrame) -> pl.DataFrame:
        words = [pl.col(name).filter(pl.col(f"_s_{name}")).last() for name in self.others]
        where = [pl.col(name).last() for name in WHERE_FROM]
        rows = days.group_by(self.key, maintain_order=True).agg(*words, *where)
        filled = [
            pl.col(name).fill_null(column.filled_with)
            for name, column in self.table.columns.items()
            if column.filled_with is not None
        ]
        return rows.with_columns(filled).select(list(self.table.all_columns))

    def _restated(self, days: pl.DataFrame) -> pl.DataFrame:
        """Return what each newer day said otherwise of a record than the last day that spoke of the column."""
        changes = [self._changes_of(name, days) for name in self.others]
        found = [change for change in changes if not change.is_empty()]
        if not found:
            return _none_restated()
        return pl.concat(found).sort("table", "record", "column", "extracted_on", nulls_last=True)

    def _changes_of(self, name: str, days: pl.DataFrame) -> pl.DataFrame:
        stands_for_empty = self.table.columns[name].filled_with
        spoken = days.filter(pl.col(f"_s_{name}"))
        if stands_for_empty is not None:
            spoken = spoken.with_columns(pl.when(pl.col(name) != stands_for_empty).then(pl.col(name)).alias(name))
        said = spoken.with_columns(
            pl.col(name).shift(1).over(self.key).alias("_was"),
            pl.col("extracted_on").shift(1).over(self.key).alias("_was_on"),
        )
        now, was = pl.col(name), pl.col("_was")
        told = said.with_columns(self._change(name).alias("change")).filter(pl.col("change").is_not_null())
        return told.select(
            "la_code",
            pl.lit(self.table.name).alias("table"),
            record_of(self.table).alias("record"),
            pl.lit(name).alias("column"),
            "change",
            was.cast(pl.String).alias("was"),
            now.cast(pl.String).alias("became"),
            pl.col("_was_on").alias("was_extracted_on"),
            "extracted_on",
            pl.col("source_file").alias("file"),
            pl.col("source_row").alias("row"),
        )

    def _change(self, name: str) -> pl.Expr:
        """Return in a word what a newer day did to a column; null where it did nothing to speak of."""
        now, was = pl.col(name), pl.col("_was")
        return (
            pl.when(was.is_not_null() & now.is_null())
            .then(pl.lit("emptied"))
            .when(was.is_not_null() & (was != now) & (was.cast(pl.String) != NOT_YET.get((self.table.name, name), "")))
            .then(pl.lit("changed"))
            .when(self._is_late(name))
            .then(pl.lit("late"))
        )

    def _is_late(self, name: str) -> pl.Expr:
        """Whether something had happened before the day of the extract before, which did not hold it."""
        if not self.table.columns[name].is_event:
            return pl.lit(value=False)
        has_before = pl.col("_was_on").is_not_null() & pl.col("_was").is_null()
        return has_before & pl.col(name).is_not_null() & (pl.col(name).cast(pl.Date) < pl.col("_was_on"))
