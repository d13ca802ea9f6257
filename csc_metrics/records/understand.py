"""From a draft to checked rows: cells understood, duplicates taken once, faulty rows kept aside, every fault named."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Final

import polars as pl

from csc_metrics.contracts.codes import words_of
from csc_metrics.contracts.records.columns import Blank, Column, Kind
from csc_metrics.contracts.records.rules import Rule, Severity
from csc_metrics.contracts.records.tables import RECORD_TABLES, RecordTable
from csc_metrics.records.aside import NOTHING_ASIDE, rows_aside
from csc_metrics.records.cell_values import TYPES, as_text, doubt_typed, is_type_of, understand_cells, within_bounds
from csc_metrics.records.dates import TIME_MISSING
from csc_metrics.records.draft import Draft
from csc_metrics.records.faults import FAULT_KINDS, NO_FAULTS, all_faults, fault_rows, faults_of_rule
from csc_metrics.records.keys import are_all_different, record_of
from csc_metrics.records.nothing import nothing
from csc_metrics.records.quick import quick_look
from csc_metrics.records.raw import is_of_faults, places_in
from csc_metrics.records.schema_rules import rules_broken

FORGIVEN: Final = timedelta(31)
"""After the day of an extract an event within this time only gets a warning: extracts bear the last day of a month and
are drawn some days later."""
Words = Mapping[str, Mapping[str, str]]
"""Our column → their word → our word."""
_ID: Final = "_id"
_WORDS_IN_A_LINE: Final = 12


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
    quick = quick_look(draft, words=words)
    if quick is None:
        return Work(draft, words=words).done()
    if quick.doubtful.is_empty():
        named = tuple(name for name in RECORD_TABLES[draft.table].columns if name in draft.cells.columns)
        rows = quick.rows
        return Understood(
            rows=rows, aside=NOTHING_ASIDE, faults=NO_FAULTS, supplied=named, rows_in=rows.height, duplicates=0
        )
    others = Work(replace(draft, cells=quick.doubtful), words=words, plain=quick.plain).done()
    rows = quick.rows
    if not others.rows.is_empty():
        rows = pl.concat([rows, others.rows]).sort("source_row", maintain_order=True)
    return replace(others, rows=rows, rows_in=draft.cells.height)


class Work:
    """One draft on the long way: every cell is read, every fault is told.

    Every row has a number of its own, since several may stand on one line of a file. words: as of `understand`.
    plain: columns whose cells are known to mean what stands in them.
    """

    def __init__(self, draft: Draft, *, words: Words, plain: frozenset[str] = frozenset()) -> None:
        self.draft = draft
        self.plain = plain
        self.table: RecordTable = RECORD_TABLES[draft.table]
        self.words = words
        self.faults: list[pl.DataFrame] = []
        self.errors: list[pl.Series] = []
        self.named = [name for name in self.table.columns if name in draft.cells.columns]
        made = [name for name in draft.id_from if name not in self.named]
        self.supplied = tuple(name for name in self.table.columns if name in {*self.named, *made})
        self.whole = draft.cells.with_row_index(_ID)
        self.places = places_in(draft.cells)
        self.cells = _without_empty_text(self.whole[[_ID, *self.places, *self.named]], but=plain)
        self.rows_in = self.cells.height
        self.typed = self.cells
        self.named_by = {heading: name for name, heading in draft.headings.items()}
        self.seen = [fault for fault in draft.faults if not fault.column or fault.column in self.named_by]

    def done(self) -> Understood:
        """Return the clean rows, those kept aside, and every fault."""
        self._take_repeated_rows_once()
        self.typed = self._typed()
        if self.draft.is_repeated:
            self._settle_descriptions()
        self._doubt_the_future()
        self._find_what_readers_saw()
        self._find_keys_told_twice()
        rows = self._that_break_no_rule(self._without_errors(self.typed))
        self._warn(rows)
        aside = self._aside(rows)
        return Understood(
            rows=rows[list(self.table.all_columns)],
            aside=aside,
            faults=self._faults_with_records(),
            supplied=self.supplied,
            rows_in=self.rows_in,
            duplicates=self.rows_in - rows.height - aside.height,
        )

    def _add(
        self,
        rows: pl.DataFrame,
        rule: str,
        *,
        is_warning: bool,
        place: Mapping[str, str | None],
        value: pl.Expr,
        remedy: str = "",
    ) -> None:
        """Add a fault for each row. rows: with _id, source_row and what value reads."""
        if rows.is_empty():
            return
        severity = Severity.WARNING if is_warning else Severity.ERROR
        kind = FAULT_KINDS.get(rule)
        said = f"{kind.says} {remedy or kind.remedy}" if kind else remedy
        found = fault_rows(rows, rule=rule, remedy=said, severity=severity, place=place, value=value)
        self._keep(found, rows, severity=severity)

    def _keep(self, found: pl.DataFrame, rows: pl.DataFrame, *, severity: Severity) -> None:
        self.faults.append(found.hstack([rows[_ID]]))
        if severity is Severity.ERROR:
            self.errors.append(rows[_ID])

    def _place(self, name: str | None, *, weakens: str | None = None) -> dict[str, str | None]:
        return {
            "la_code": self.draft.la_code,
            "file": self.draft.file,
            "table": self.draft.table,
            "column": None if name is None else self.draft.headings.get(name, name),
            "field": name,
            "weakens": weakens,
        }

    def _take_repeated_rows_once(self) -> None:
        """Leave out rows that say just what an earlier one says; a row that its reader distrusts is no repetition."""
        told_by = [*self.table.key, *(part for parts in self.draft.id_from.values() for part in parts)]
        if are_all_different(self.cells.select(name for name in dict.fromkeys(told_by) if name in self.named)):
            return
        distrusted = is_of_faults(self.seen)
        trusted = self.cells.filter(~distrusted) if self.seen else self.cells
        once = trusted.unique(subset=self.named, keep="first", maintain_order=True) if self.named else trusted
        self.cells = pl.concat([once, self.cells.filter(distrusted)]) if self.seen else once

    def _typed(self) -> pl.DataFrame:
        columns = [self._typed_column(name, column) for name, column in self.table.columns.items()]
        typed = self.cells[[_ID, "source_row"]].hstack(columns)
        for name, parts in self.draft.id_from.items():
            if name not in self.named:
                typed = typed.with_columns(_identifier_of(parts).alias(name))
        where = {
            "la_code": pl.lit(self.draft.la_code),
            "source_file": pl.lit(self.draft.file),
            "extracted_on": pl.lit(self.draft.extracted_on),
        }
        return typed.with_columns(**where)[[_ID, *self.table.all_columns]]

    def _typed_column(self, name: str, column: Column) -> pl.Series:
        if name not in self.named:
            values = nothing(self.cells.height, dtype=TYPES[column.kind])
        elif name in self.plain:
            values = self.cells[name]
        else:
            values = self._understood(name, column, self.cells[name])
        is_filled = column.filled_with is None or not values.null_count()
        filled = values if is_filled else values.fill_null(column.filled_with)
        return filled.alias(name)

    def _is_understood_already(self, name: str, column: Column) -> bool:
        """Whether the file has typed its cells; numbers are looked at all the same, for their bounds."""
        kind = self.cells[name].dtype
        return kind != pl.String and column.kind is not Kind.NUMBER and is_type_of(column, kind)

    def _understood(self, name: str, column: Column, cells: pl.Series) -> pl.Series:
        if cells.dtype != pl.String and is_type_of(column, cells.dtype):
            told = doubt_typed(cells, column=column)
        else:
            told = understand_cells(as_text(cells), column=column, meant=self.words.get(name, {}))
        values, rules = told["value"], told["fault"]
        if column.kind is Kind.NUMBER:
            values, rules = within_bounds(values, rules, bounds=self.table.schema.columns()[name])
        if rules.null_count() < len(rules):
            at = self.cells[[_ID, "source_row"]].hstack([cells.alias("cell"), rules.alias("rule")])
            for rule in sorted(rules.drop_nulls().unique()):
                self._add_cell_faults(at.filter(pl.col("rule") == rule), str(rule), name, column)
        return values

    def _add_cell_faults(self, at: pl.DataFrame, rule: str, name: str, column: Column) -> None:
        is_warning = rule == TIME_MISSING or column.blank is Blank.UNKNOWN or column.filled_with is not None
        words = _words_allowed(column)
        remedy = FAULT_KINDS[rule].remedy.format(table=self.table.name, column=name, value='"their word"', words=words)
        place = self._place(name, weakens=_weakens(name, rule) if is_warning else None)
        self._add(at, rule, is_warning=is_warning, place=place, value=pl.col("cell"), remedy=remedy)

    def _settle_descriptions(self) -> None:
        """Make one row of the rows that tell of one record: a cell on which they differ is not known."""
        key = list(self.table.key)
        others = [name for name in self.table.columns if name not in key]
        known = {name: pl.col(name).drop_nulls() for name in others}
        counted = self.typed.group_by(key, maintain_order=True).agg(
            pl.col(_ID, "source_row", "la_code", "source_file", "extracted_on").first(),
            *(known[name].n_unique().alias(f"_n_{name}") for name in others),
            *(known[name].first() for name in others),
        )
        for name in others:
            at_odds = counted.filter(pl.col(f"_n_{name}") > 1)
            place = self._place(name, weakens=_weakens(name, "described_differently"))
            self._add(at_odds, "described_differently", is_warning=True, place=place, value=pl.col(key[0]))
        settled = [pl.when(pl.col(f"_n_{name}") <= 1).then(pl.col(name)).alias(name) for name in others]
        self.typed = counted.with_columns(settled).select(self.typed.columns)
        self.rows_in -= self.cells.height - self.typed.height
        self.cells = self.cells.join(self.typed.select(_ID), on=_ID, how="semi", maintain_order="left")

    def _doubt_the_future(self) -> None:
        for name, column in self.table.columns.items():
            if column.is_event and name in self.supplied and name not in self.plain:
                self._doubt(name, column)

    def _doubt(self, name: str, column: Column) -> None:
        day, drawn = pl.col(name).cast(pl.Date), self.draft.extracted_on
        latest = self.typed[name].max()
        if not isinstance(latest, date) or (latest.date() if isinstance(latest, datetime) else latest) <= drawn:
            return
        late = self.typed.filter(day > drawn).select(_ID, "source_row", name)
        is_far = day > drawn + FORGIVEN
        for rows, rule in ((late.filter(is_far), "in_the_future"), (late.filter(~is_far), "after_the_extract")):
            is_warning = rule == "after_the_extract" or column.blank is Blank.UNKNOWN
            place = self._place(name, weakens=_weakens(name, rule) if is_warning else None)
            self._add(rows, rule, is_warning=is_warning, place=place, value=pl.col(name))
        if column.blank is Blank.UNKNOWN:
            kept = pl.when(is_far.fill_null(value=False)).then(None).otherwise(pl.col(name))
            self.typed = self.typed.with_columns(kept.alias(name))

    def _find_what_readers_saw(self) -> None:
        """Add what the reader saw of a row; in a column that is not read it costs nothing."""
        alike: dict[tuple[str, str, str, str], list[tuple[int, str]]] = {}
        for fault in self.seen:
            place_of, number = fault.place
            alike.setdefault((fault.rule, fault.column, fault.remedy, place_of), []).append((number, fault.value))
        for (rule, heading, remedy, place_of), told in alike.items():
            name = self.named_by.get(heading)
            column = self.table.columns.get(name or "")
            is_warning = column is not None and column.blank is Blank.UNKNOWN
            values = pl.DataFrame(told, schema={place_of: pl.Int64, "told": pl.String}, orient="row")
            at = self.cells.select(_ID, *self.places).join(values, on=place_of, maintain_order="left")
            place = self._place(name, weakens=_weakens(str(name), rule) if is_warning else None)
            self._add(at, rule, is_warning=is_warning, place=place, value=pl.col("told"), remedy=remedy)

    def _find_keys_told_twice(self) -> None:
        key = list(self.table.key)
        must_be_there = [name for name in key if self.table.columns[name].blank is Blank.NOT_ALLOWED]
        if are_all_different(self.typed.select(key)):
            return
        whole = self._without_errors(self.typed).filter(pl.all_horizontal(pl.col(must_be_there).is_not_null()))
        twice = self._without_same_meaning(whole.filter(pl.struct(key).is_duplicated()))
        twice = twice.filter(pl.struct(key).is_duplicated())
        place = self._place(None) | {"field": " ".join(key)}
        self._add(twice, "key_twice", is_warning=False, place=place, value=record_of(self.table))

    def _without_same_meaning(self, rows: pl.DataFrame) -> pl.DataFrame:
        """Leave out rows that mean just what an earlier one means, written otherwise; none that has any fault."""
        told = [found.select(_ID) for found in self.faults]
        sound = rows.join(pl.concat(told), on=_ID, how="anti", maintain_order="left") if told else rows
        again = sound.filter(~pl.struct(list(self.table.columns)).is_first_distinct()).select(_ID)
        self.typed = self.typed.join(again, on=_ID, how="anti", maintain_order="left")
        return rows.join(again, on=_ID, how="anti", maintain_order="left")

    def _without_errors(self, rows: pl.DataFrame) -> pl.DataFrame:
        if not self.errors:
            return rows
        return rows.join(pl.concat(self.errors).unique().to_frame(), on=_ID, how="anti", maintain_order="left")

    def _that_break_no_rule(self, rows: pl.DataFrame) -> pl.DataFrame:
        """Return the rows that the table's schema accepts; each rule that a row breaks becomes a fault."""
        for broken, lost in rules_broken(rows, self.table):
            at = rows.filter(lost)
            if isinstance(broken, Rule):
                found = faults_of_rule(at, broken, place=self._place(None))
                self._keep(found, at, severity=Severity.ERROR)
            elif broken.column not in self.draft.id_from or broken.column in self.named:
                place = self._place(broken.column)
                self._add(at, broken.rule, is_warning=False, place=place, value=pl.col(broken.column))
            else:
                self.errors.append(at[_ID])  # what the identifier is made of has a fault of its own
        return self._without_errors(rows)

    def _warn(self, rows: pl.DataFrame) -> None:
        rules = [rule for rule in self.table.warnings if all(column in self.supplied for column in rule.columns)]
        masks = rows.select(rule.is_broken.fill_null(value=False).alias(rule.name) for rule in rules)
        for rule in rules:
            if masks[rule.name].any():
                at = rows.filter(masks[rule.name])
                self._keep(faults_of_rule(at, rule, place=self._place(None)), at, severity=rule.severity)

    def _record(self) -> pl.Expr:
        made = {name: parts for name, parts in self.draft.id_from.items() if name not in self.named}
        return record_of(self.table, made_of=made)

    def _faults_with_records(self) -> pl.DataFrame:
        """Return the faults with the key of the record that each is about. Returns: schema Faults."""
        found = [faults for faults in self.faults if not faults.is_empty()]
        if not found:
            return all_faults([])
        whole = pl.concat(found)
        records = self.typed.select(_ID, self._record().alias("record"))
        named = whole[[_ID]].join(records, on=_ID, how="left", validate="m:1", maintain_order="left")
        return all_faults([whole.with_columns(named["record"])[NO_FAULTS.columns]])

    def _aside(self, kept: pl.DataFrame) -> pl.DataFrame:
        """Return the rows that have an error, with every cell of theirs as it is written."""
        left = self.typed.join(kept.select(_ID), on=_ID, how="anti", maintain_order="left")
        if left.is_empty():
            return NOTHING_ASIDE
        errors = self._errors_by_row()
        records = dict(left.select(_ID, self._record()).iter_rows())
        written = self.whole[left[_ID].sort()]
        return rows_aside(
            self.draft,
            cells=written[self.draft.cells.columns],
            records=[records[row] for row in written[_ID]],
            rules=[" ".join(sorted(errors[row])) if row in errors else None for row in written[_ID]],
        )

    def _errors_by_row(self) -> dict[int, set[str]]:
        """Return the rules of the errors of each row that has any, by the row's number."""
        found: dict[int, set[str]] = {}
        for faults in self.faults:
            if not faults.is_empty() and faults["severity"][0] == Severity.ERROR.value:
                for row in faults[_ID]:
                    found.setdefault(row, set()).add(faults["rule"][0])
        return found


def _without_empty_text(cells: pl.DataFrame, *, but: frozenset[str]) -> pl.DataFrame:
    """Return cells in which empty text is no text; readers of text give none, Parquet may. but: columns without."""
    texts = [name for name, kind in cells.schema.items() if kind == pl.String and name not in but]
    if not texts:
        return cells
    return cells.with_columns(pl.when(pl.col(name) != "").then(pl.col(name)).alias(name) for name in texts)


def _words_allowed(column: Column) -> str:
    """Return the words of a column in a line, or where they are listed."""
    words = words_of(column.code_set) if column.code_set else ()
    return ", ".join(words) if 0 < len(words) <= _WORDS_IN_A_LINE else "the words in data_raw/templates/README.md"


_SURE_PARTS: Final = 2


def _weakens(name: str, rule: str) -> str:
    return f"hours from {name}" if rule == TIME_MISSING else f"figures that use {name}"


def _identifier_of(parts: Sequence[str]) -> pl.Expr:
    """Return an identifier made of what tells a record from others where the file has none.

    It is null where one of the first two parts is: the child and the day. What else there is may be unknown.
    """
    sure, others = parts[:_SURE_PARTS], parts[_SURE_PARTS:]
    told = [pl.col(part).cast(pl.String) for part in sure]
    return pl.concat_str([*told, *(pl.col(part).cast(pl.String).fill_null("-") for part in others)], separator=" ")
