"""From a draft to checked rows: cells understood, duplicates taken once, faulty rows kept aside, every fault named."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

import polars as pl

from csc_metrics.contracts.codes import words_of
from csc_metrics.contracts.records.columns import Blank, Column, Kind
from csc_metrics.contracts.records.rules import Rule, Severity
from csc_metrics.contracts.records.tables import RECORD_TABLES, RecordTable
from csc_metrics.records.cell_values import TYPES, is_type_of, understand_cells
from csc_metrics.records.dates import TIME_MISSING
from csc_metrics.records.draft import Draft
from csc_metrics.records.faults import FAULT_KINDS, all_faults, fault_rows, faults_of_rule

FORGIVEN_DAYS: Final = 31
"""Days after the date of an extract on which an event only gets a warning: extracts bear the last day of a month and
are drawn some days later."""
ASIDE_SCHEMA: Final = pl.Schema(
    {
        "la_code": pl.String,
        "table": pl.String,
        "file": pl.String,
        "row": pl.Int64,
        "extracted_on": pl.Date,
        "record": pl.String,
        "rules": pl.String,
        "cells": pl.String,
    }
)
"""Rows kept aside: one row per row and table; record: its key; rules with spaces between; cells as JSON."""
Words = Mapping[str, Mapping[str, str]]
"""Our column → their word → our word."""


@dataclass(frozen=True, kw_only=True)
class Understood:
    """What became of a draft.

    rows: clean rows, schema of the table; aside: schema ASIDE_SCHEMA, one row per row kept aside; faults: schema
    Faults. supplied: the columns that the file speaks of. duplicates: rows left out because the same row stood before.
    """

    rows: pl.DataFrame
    aside: pl.DataFrame
    faults: pl.DataFrame
    supplied: tuple[str, ...]
    rows_in: int
    duplicates: int


def understand(draft: Draft, *, words: Words) -> Understood:
    """Return the clean rows of a draft, the rows kept aside with their cells as written, and every fault.

    words: the authority's own words for codes, by column of the table.
    Returns: rows + aside + duplicates are as many as the draft has rows (of a draft that repeats: different rows).
    """
    return _Work(draft, words=words).done()


class _Work:
    """One draft under way. Every step adds to the faults; errors mark rows that are kept aside."""

    def __init__(self, draft: Draft, *, words: Words) -> None:
        self.draft = draft
        self.table: RecordTable = RECORD_TABLES[draft.table]
        self.words = words
        self.faults: list[pl.DataFrame] = []
        named = [name for name in self.table.columns if name in draft.cells.columns]
        made = [name for name in draft.id_from if name not in named]
        self.supplied = tuple(name for name in self.table.columns if name in {*named, *made})
        self.cells = draft.cells.select("source_row", *named)
        self.rows_in = self.cells.height
        self.typed = self.cells

    def done(self) -> Understood:
        self._take_repeated_rows_once()
        self.typed = self._typed()
        if self.draft.is_repeated:
            self._settle_descriptions()
        self._doubt_the_future()
        self._find_what_readers_saw()
        self._find_keys_told_twice()
        rows = self._kept()
        rows = self._that_break_no_rule(rows)
        self._warn(rows)
        faults = self._with_records(all_faults(self.faults))
        aside = self._aside(faults, kept=rows)
        return Understood(
            rows=rows,
            aside=aside,
            faults=faults,
            supplied=self.supplied,
            rows_in=self.rows_in,
            duplicates=self.rows_in - rows.height - aside.height,
        )

    def _take_repeated_rows_once(self) -> None:
        others = [name for name in self.cells.columns if name != "source_row"]
        once = self.cells.unique(subset=others, keep="first", maintain_order=True) if others else self.cells
        seen_faulty = {fault.row for fault in self.draft.faults}
        if seen_faulty and once.height < self.cells.height:
            spoilt = self.cells.filter(pl.col("source_row").is_in(list(seen_faulty)))
            whole = self.cells.filter(~pl.col("source_row").is_in(list(seen_faulty)))
            once = pl.concat([whole.unique(subset=others, keep="first", maintain_order=True), spoilt])
        self.cells = once

    def _typed(self) -> pl.DataFrame:
        columns = [self._typed_column(name, column) for name, column in self.table.columns.items()]
        typed = self.cells.select("source_row").with_columns(columns)
        for name, parts in self.draft.id_from.items():
            if name not in self.cells.columns:
                typed = typed.with_columns(_identifier_of(parts).alias(name))
        where = {
            "la_code": pl.lit(self.draft.la_code),
            "source_file": pl.lit(self.draft.file),
            "extracted_on": pl.lit(self.draft.extracted_on),
        }
        return typed.with_columns(**where).select(list(self.table.schema.columns()))

    def _typed_column(self, name: str, column: Column) -> pl.Series:
        dtype = TYPES[column.kind]
        if name not in self.cells.columns:
            values = pl.repeat(None, self.cells.height, dtype=dtype, eager=True)
        else:
            cells = self.cells[name]
            if cells.dtype != pl.String and is_type_of(column, cells.dtype):
                values = cells
            else:
                values = self._understood(name, column, cells.cast(pl.String))
        filled = values if column.filled_with is None else values.fill_null(column.filled_with)
        return filled.alias(name)

    def _understood(self, name: str, column: Column, cells: pl.Series) -> pl.Series:
        told = understand_cells(cells, column=column, meant=self.words.get(name, {}))
        values, rules = told["value"], told["fault"]
        if column.kind is Kind.NUMBER:
            values, rules = _within_bounds(values, rules, self.table, name)
        if rules.null_count() < len(rules):
            at = self.cells.select("source_row").with_columns(cells.alias("cell"), rules.alias("rule"))
            for rule in sorted(rules.drop_nulls().unique()):
                self._add_cell_faults(at.filter(pl.col("rule") == rule), str(rule), name, column)
        return values

    def _add_cell_faults(self, at: pl.DataFrame, rule: str, name: str, column: Column) -> None:
        is_warning = rule == TIME_MISSING or column.blank is Blank.UNKNOWN or column.filled_with is not None
        kind = FAULT_KINDS[rule]
        words = ", ".join(words_of(column.code_set)) if column.code_set else "our words"
        remedy = kind.remedy.format(table=self.draft.table, column=name, value='"their word"', words=words)
        self.faults.append(
            fault_rows(
                at,
                rule=rule,
                remedy=f"{kind.says} {remedy}",
                severity=Severity.WARNING if is_warning else Severity.ERROR,
                place=self._place(name, weakens=_weakens(name, rule) if is_warning else None),
                value=pl.col("cell"),
            )
        )

    def _place(self, name: str | None, *, weakens: str | None = None) -> dict[str, str | None]:
        return {
            "la_code": self.draft.la_code,
            "file": self.draft.file,
            "table": self.draft.table,
            "column": None if name is None else self.draft.headings.get(name, name),
            "field": name,
            "weakens": weakens,
        }

    def _settle_descriptions(self) -> None:
        """Make one row of the rows that tell of one record: a cell on which they differ is not known."""
        key = list(self.table.key)
        others = [name for name in self.table.columns if name not in key]
        counted = self.typed.group_by(key, maintain_order=True).agg(
            pl.col("source_row").first(),
            *(pl.col(name).drop_nulls().unique().len().alias(f"_n_{name}") for name in others),
            *(pl.col(name).drop_nulls().first() for name in others),
            pl.col("la_code", "source_file", "extracted_on").first(),
        )
        for name in others:
            at_odds = counted.filter(pl.col(f"_n_{name}") > 1)
            if not at_odds.is_empty():
                kind = FAULT_KINDS["described_differently"]
                place = self._place(name, weakens=_weakens(name, kind.rule))
                remedy = f"{kind.says} {kind.remedy}"
                self.faults.append(
                    fault_rows(
                        at_odds,
                        rule=kind.rule,
                        remedy=remedy,
                        severity=Severity.WARNING,
                        place=place,
                        value=pl.col(key[0]),
                    )
                )
        settled = [pl.when(pl.col(f"_n_{name}") <= 1).then(pl.col(name)).alias(name) for name in others]
        self.typed = counted.with_columns(settled).select(self.typed.columns)
        self.rows_in -= self.cells.height - self.typed.height
        self.cells = self.cells.join(self.typed.select("source_row"), on="source_row", how="semi")

    def _doubt_the_future(self) -> None:
        for name, column in self.table.columns.items():
            if column.is_event and name in self.supplied:
                self._doubt(name, column)

    def _doubt(self, name: str, column: Column) -> None:
        day = pl.col(name).cast(pl.Date)
        drawn = self.draft.extracted_on
        late = self.typed.filter(day > drawn).select("source_row", name)
        if late.is_empty():
            return
        far = day > drawn + timedelta(days=FORGIVEN_DAYS)
        for rows, rule in ((late.filter(far), "in_the_future"), (late.filter(~far), "after_the_extract")):
            is_warning = rule == "after_the_extract" or column.blank is Blank.UNKNOWN
            kind = FAULT_KINDS[rule]
            self.faults.append(
                fault_rows(
                    rows,
                    rule=rule,
                    remedy=f"{kind.says} {kind.remedy}",
                    severity=Severity.WARNING if is_warning else Severity.ERROR,
                    place=self._place(name, weakens=_weakens(name, rule) if is_warning else None),
                    value=pl.col(name),
                )
            )
        if column.blank is Blank.UNKNOWN:
            self.typed = self.typed.with_columns(pl.when(~far | pl.col(name).is_null()).then(pl.col(name)).alias(name))

    def _find_what_readers_saw(self) -> None:
        for fault in self.draft.faults:
            at = pl.DataFrame({"source_row": [fault.row], "cell": [fault.value]})
            place = self._place(None) | {"column": fault.column or None}
            self.faults.append(
                fault_rows(
                    at, rule=fault.rule, remedy=fault.remedy, severity=Severity.ERROR, place=place, value=pl.col("cell")
                )
            )

    def _find_keys_told_twice(self) -> None:
        key = list(self.table.key)
        candidates = self.typed.join(self._spoilt(), on="source_row", how="anti", maintain_order="left")
        whole = candidates.filter(pl.all_horizontal(pl.col(self._key_that_must_be_there()).is_not_null()))
        twice = whole.filter(pl.struct(key).is_duplicated())
        kind = FAULT_KINDS["key_twice"]
        self.faults.append(
            fault_rows(
                twice,
                rule=kind.rule,
                remedy=f"{kind.says} {kind.remedy}",
                severity=Severity.ERROR,
                place=self._place(None) | {"field": " ".join(key)},
                value=pl.concat_str(pl.col(key).cast(pl.String).fill_null("empty"), separator=", "),
            )
        )

    def _key_that_must_be_there(self) -> list[str]:
        return [name for name in self.table.key if self.table.columns[name].blank is Blank.NOT_ALLOWED]

    def _spoilt(self) -> pl.DataFrame:
        """Return the rows that have an error, once each; source_row."""
        errors = [faults.filter(pl.col("severity") == Severity.ERROR.value)["row"] for faults in self.faults]
        rows = pl.concat(errors).unique() if errors else pl.Series([], dtype=pl.Int64)
        return pl.DataFrame({"source_row": rows.cast(pl.Int64)})

    def _kept(self) -> pl.DataFrame:
        return self.typed.join(self._spoilt(), on="source_row", how="anti", maintain_order="left")

    def _that_break_no_rule(self, rows: pl.DataFrame) -> pl.DataFrame:
        """Return the rows that the table's schema accepts; each rule that a row breaks becomes a fault."""
        kept, failed = self.table.schema.filter(rows)
        if kept.height == rows.height:
            return rows
        details = failed.details()
        for name in failed.counts():
            if name == "primary_key" or name in self._made_here():
                continue  # what the identifier is made of has a fault of its own
            self._add_schema_faults(name, details.filter(pl.col(name) == "invalid"))
        return rows.join(kept.select("source_row"), on="source_row", how="semi", maintain_order="left")

    def _made_here(self) -> set[str]:
        return {f"{name}|nullability" for name in self.draft.id_from if name not in self.cells.columns}

    def _add_schema_faults(self, name: str, rows: pl.DataFrame) -> None:
        rule = next((rule for rule in self.table.rules if rule.name == name), None)
        if rule is not None:
            self.faults.append(faults_of_rule(rows, rule, place=self._place(None)))
            return
        column, _, check = name.partition("|")
        kind = FAULT_KINDS[_RULES_OF_CHECKS[check]]
        place = self._place(column)
        remedy = f"{kind.says} {kind.remedy}"
        self.faults.append(
            fault_rows(rows, rule=kind.rule, remedy=remedy, severity=Severity.ERROR, place=place, value=pl.col(column))
        )

    def _warn(self, rows: pl.DataFrame) -> None:
        for rule in self.table.warnings:
            if _can_be_judged(rule, self.supplied):
                self.faults.append(faults_of_rule(rows.filter(rule.is_broken), rule, place=self._place(None)))

    def _with_records(self, faults: pl.DataFrame) -> pl.DataFrame:
        """Return the faults with the key of the record that each is about."""
        if faults.is_empty():
            return faults
        told = self.typed.select(pl.col("source_row").alias("row"), record_of(self.table).alias("record"))
        found = faults.drop("record").join(told, on="row", how="left", validate="m:1", maintain_order="left")
        return found.select(faults.columns)

    def _aside(self, faults: pl.DataFrame, *, kept: pl.DataFrame) -> pl.DataFrame:
        """Return the rows that have an error, with every cell of theirs as it is written."""
        left = self.cells.join(kept.select("source_row"), on="source_row", how="anti", maintain_order="left")
        if left.is_empty():
            return pl.DataFrame(schema=ASIDE_SCHEMA)
        errors = (
            faults.filter(pl.col("severity") == Severity.ERROR.value)
            .group_by("row")
            .agg(pl.col("rule").unique().sort())
        )
        named = dict(zip(errors["row"], errors["rule"].list.join(" "), strict=True))
        records = dict(self.typed.select("source_row", record_of(self.table).alias("record")).iter_rows())
        whole = self.draft.cells.join(left.select("source_row"), on="source_row", how="semi", maintain_order="left")
        rows = [
            {
                "la_code": self.draft.la_code,
                "table": self.draft.table,
                "file": self.draft.file,
                "row": cells["source_row"],
                "extracted_on": self.draft.extracted_on,
                "record": records[cells["source_row"]],
                "rules": named[cells["source_row"]],
                "cells": json.dumps({k: v for k, v in cells.items() if v is not None}, default=str, ensure_ascii=False),
            }
            for cells in whole.iter_rows(named=True)
        ]
        return pl.DataFrame(rows, schema=ASIDE_SCHEMA)


def record_of(table: RecordTable) -> pl.Expr:
    """Return the key of a row as text, its parts with spaces between; null where a part that must be there is not."""
    told = [
        pl.col(name).cast(pl.String)
        if column.blank is Blank.NOT_ALLOWED
        else pl.col(name).cast(pl.String).fill_null("-")
        for name, column in table.columns.items()
        if column.is_key
    ]
    return pl.concat_str(told, separator=" ")


_RULES_OF_CHECKS: Final = {
    "nullability": "missing",
    "min_length": "missing",
    "regex": "unknown_code",
    "min": "date_out_of_range",
    "max": "date_out_of_range",
}
_SURE_PARTS: Final = 2


def _weakens(name: str, rule: str) -> str:
    return f"hours from {name}" if rule == TIME_MISSING else f"figures that use {name}"


def _can_be_judged(rule: Rule, supplied: Sequence[str]) -> bool:
    return all(column in supplied for column in rule.columns)


def _identifier_of(parts: Sequence[str]) -> pl.Expr:
    """Return an identifier made of what tells a record from others where the file has none.

    It is null where one of the first two parts is: the child and the day. What else there is may be unknown.
    """
    sure, others = parts[:_SURE_PARTS], parts[_SURE_PARTS:]
    told = [pl.col(part).cast(pl.String) for part in sure]
    return pl.concat_str([*told, *(pl.col(part).cast(pl.String).fill_null("-") for part in others)], separator=" ")


def _within_bounds(values: pl.Series, rules: pl.Series, table: RecordTable, name: str) -> tuple[pl.Series, pl.Series]:
    bounds = table.schema.columns()[name]
    least, most = getattr(bounds, "min", None), getattr(bounds, "max", None)
    told = pl.DataFrame({"value": values, "rule": rules})
    outside = ~pl.col("value").is_between(least, most)
    told = told.with_columns(
        pl.when(outside).then(pl.lit("number_out_of_range")).otherwise(pl.col("rule")).alias("rule"),
        pl.when(~outside).then(pl.col("value")).alias("value"),
    )
    return told["value"], told["rule"]
