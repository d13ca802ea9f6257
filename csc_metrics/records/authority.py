"""All extracts of one authority as one set of clean tables: merged, linked, checked across tables."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from csc_metrics.contracts.records.rules import Rule, Severity
from csc_metrics.contracts.records.tables import RECORD_TABLES
from csc_metrics.records.across import check_across, linked_too_early
from csc_metrics.records.aside import ASIDE_SCHEMA
from csc_metrics.records.attendance import ATTENDANCE_TOLD_OTHERWISE, settled_attendance
from csc_metrics.records.doubts import (
    NEWER_WORD_IS_ASIDE,
    TOLD_AGAIN,
    episodes_without_referral,
    in_doubt,
    records_gone,
    several_are_meant,
    standing_faults,
)
from csc_metrics.records.faults import all_faults, faults_of_rule, found_in
from csc_metrics.records.history import RESTATED_SCHEMA, Part, merge_parts
from csc_metrics.records.keys import record_of
from csc_metrics.records.links import linked_assessments
from csc_metrics.records.own_identifiers import NATURAL_KEYS, with_own_identifiers
from csc_metrics.records.schema_rules import rules_broken
from csc_metrics.records.snapshots import Snapshot, SnapshotPart
from csc_metrics.records.visits_told_twice import several_visited, with_workers


@dataclass(frozen=True, kw_only=True)
class Balance:
    """What became of the rows of one file or sheet that belong to one table: rows_in = clean + aside + duplicates."""

    la_code: str
    table: str
    file: str
    rows_in: int
    clean: int
    aside: int
    duplicates: int


@dataclass(frozen=True, kw_only=True)
class AuthorityTables:
    """One authority, clean.

    tables: by name, each of the table's schema. faults: schema Faults; those that a newer extract mended are left out.
    aside: schema ASIDE_SCHEMA. restated: schema RESTATED_SCHEMA. balances: one per file or sheet and table.
    supplied: by table, the columns that any extract speaks of. as_written: by table, the snapshot's file that holds
    just these rows, where one extract alone tells of it.
    """

    la_code: str
    tables: Mapping[str, pl.DataFrame]
    faults: pl.DataFrame
    aside: pl.DataFrame
    restated: pl.DataFrame
    balances: tuple[Balance, ...]
    supplied: Mapping[str, tuple[str, ...]]
    as_written: Mapping[str, Path]


def clean_authority(la_code: str, snapshots: Sequence[Snapshot]) -> AuthorityTables:
    """Return the clean tables of an authority from its snapshots, and everything that was found wrong.

    Raises: CleanFolderFault for a snapshot that cannot be read.
    """
    return _Authority(la_code, snapshots).done()


class _Authority:
    """One authority under way."""

    def __init__(self, la_code: str, snapshots: Sequence[Snapshot]) -> None:
        self.la_code = la_code
        self.snapshots = [one for one in snapshots if one.la_code == la_code]
        self.faults = [one.faults() for one in self.snapshots]
        self.aside = [one.aside() for one in self.snapshots]
        self.restated: list[pl.DataFrame] = []
        self.later_aside: dict[tuple[str, str], int] = {}
        self.again: dict[tuple[str, str], int] = {}
        self.tables: dict[str, pl.DataFrame] = {}
        self.read: dict[str, tuple[pl.DataFrame, Path]] = {}

    def done(self) -> AuthorityTables:
        parts = with_own_identifiers(self._parts())
        if "visits" in parts:
            parts["visits"] = with_workers(parts["visits"])
        for name in (name for name in RECORD_TABLES if name in parts):
            self._merge(name, parts[name])
        self._link()
        self._check_across()
        aside = [part for part in self.aside if not part.is_empty()]
        restated = [part for part in self.restated if not part.is_empty()]
        return AuthorityTables(
            la_code=self.la_code,
            tables=self.tables,
            faults=all_faults(self.faults),
            aside=pl.concat(aside) if aside else pl.DataFrame(schema=ASIDE_SCHEMA),
            restated=pl.concat(restated) if restated else pl.DataFrame(schema=RESTATED_SCHEMA),
            balances=tuple(self._balances()),
            supplied={name: _supplied(several) for name, several in parts.items()},
            as_written=self._as_written(),
        )

    def _as_written(self) -> dict[str, Path]:
        """Return the tables that are just what one part of a snapshot says, and its file."""
        return {name: path for name, (rows, path) in self.read.items() if self.tables.get(name) is rows}

    def _parts(self) -> dict[str, list[Part]]:
        found: dict[str, list[Part]] = {}
        for snapshot in self.snapshots:
            for part in snapshot.parts:
                told = snapshot.part(part)
                found.setdefault(part.table, []).append(told)
                self.read[part.table] = (told.rows, snapshot.folder / part.name)
        return found

    def _merge(self, name: str, parts: Sequence[Part]) -> None:
        merged = merge_parts(name, parts)
        self.faults.append(merged.faults)
        self.restated.append(merged.restated)
        if not merged.disputed.is_empty():
            rows = pl.concat([part.rows for part in parts])
            self._put_aside(
                name,
                rows.join(merged.disputed, on=merged.disputed.columns, how="semi", nulls_equal=True),
                rule="files_disagree",
            )
        if len(parts) == 1:
            self.tables[name] = merged.rows
        else:
            rows = self._accepted(name, self._without_doubtful(name, merged.rows, parts))
            self._warn_again(name, rows)
            if name in TOLD_AGAIN:
                self.faults.append(records_gone(name, parts, rows))
            self.tables[name] = rows
        self._doubt_what_is_told_twice(name, parts)

    def _doubt_what_is_told_twice(self, name: str, parts: Sequence[Part]) -> None:
        """Settle or warn of what two kinds of extract tell of in ways of their own."""
        if name == "invitations":
            self._settle_attendance(parts)
        if name in NATURAL_KEYS:
            self.faults.append(several_are_meant(name, parts))
        if name == "referrals":
            self.faults.append(episodes_without_referral(parts))
        if name == "visits":
            self.faults.append(several_visited(parts))

    def _settle_attendance(self, parts: Sequence[Part]) -> None:
        settled = settled_attendance(self.tables["invitations"], parts)
        if settled is not None:
            self.tables["invitations"] = settled.rows
            self.faults.append(settled.faults)
            self.restated.append(settled.restated)
            self.again = {("invitations", file): count for file, count in settled.again.items()}
            self._put_aside("invitations", settled.aside, rule=ATTENDANCE_TOLD_OTHERWISE.name)

    def _without_doubtful(self, name: str, rows: pl.DataFrame, parts: Sequence[Part]) -> pl.DataFrame:
        """Return the rows without those of which an extract tells in a row that was kept aside and is not mended.

        Faults of the table that a newer extract mended are forgotten.
        """
        told = all_faults(self.faults)
        is_own = pl.col("table").eq_missing(pl.lit(name))
        standing = standing_faults(name, told.filter(is_own), parts)
        self.faults = [told.filter(~is_own), standing]
        doubtful = in_doubt(name, rows, standing)
        if doubtful.is_empty():
            return rows
        found = faults_of_rule(doubtful, NEWER_WORD_IS_ASIDE, place={"table": name})
        self.faults.append(found_in(doubtful, found, record=record_of(RECORD_TABLES[name])))
        self._put_aside(name, doubtful, rule=NEWER_WORD_IS_ASIDE.name)
        key = list(RECORD_TABLES[name].key)
        return rows.join(doubtful.select(key), on=key, how="anti", nulls_equal=True, maintain_order="left")

    def _warn_again(self, name: str, rows: pl.DataFrame) -> None:
        """Add warnings that only words of two extracts together give rise to."""
        table = RECORD_TABLES[name]
        for rule in table.warnings:
            broken = rows.filter(rule.is_broken)
            if not broken.is_empty():
                found = found_in(broken, faults_of_rule(broken, rule, place={"table": name}), record=record_of(table))
                told = all_faults(self.faults).select("table", "rule", "record")
                self.faults.append(found.join(told, on=told.columns, how="anti", maintain_order="left"))

    def _accepted(self, name: str, rows: pl.DataFrame) -> pl.DataFrame:
        """Return the merged rows that the schema accepts: words of two extracts may be at odds with one another."""
        table = RECORD_TABLES[name]
        is_lost = pl.repeat(value=False, n=rows.height, dtype=pl.Boolean, eager=True)
        for rule, mask in rules_broken(rows, table):
            is_lost = is_lost | mask
            if isinstance(rule, Rule):
                lost = rows.filter(mask)
                found = faults_of_rule(lost, rule, place={"la_code": self.la_code, "table": name})
                self.faults.append(found_in(lost, found, record=record_of(table)))
        self._put_aside(name, rows.filter(is_lost), rule="words_at_odds")
        return rows.filter(~is_lost)

    def _link(self) -> None:
        if "assessments" in self.tables and "referrals" in self.tables:
            before = self.tables["assessments"]
            after = linked_assessments(before, self.tables["referrals"])
            looked_up = before["referred_on"].is_null() & after["referred_on"].is_not_null()
            self.faults.append(linked_too_early(after.filter(looked_up)))
            self.tables["assessments"] = after

    def _check_across(self) -> None:
        across = check_across(self.tables)
        self.faults.append(across.faults)
        errors = across.faults.filter(pl.col("severity") == Severity.ERROR.value)
        for name, rows in across.aside.items():
            self._put_aside(name, rows, rule=" ".join(sorted(errors.filter(pl.col("table") == name)["rule"].unique())))
        self.tables = dict(across.tables)

    def _put_aside(self, name: str, rows: pl.DataFrame, *, rule: str) -> None:
        if rows.is_empty():
            return
        for file, count in rows.group_by("source_file").len().iter_rows():
            self.later_aside[(name, file)] = self.later_aside.get((name, file), 0) + count
        told = [
            {
                "la_code": self.la_code,
                "table": name,
                "file": row["source_file"],
                "row": row["source_row"],
                "extracted_on": row["extracted_on"],
                "record": record,
                "rules": rule,
                "cells": json.dumps({k: v for k, v in row.items() if v is not None}, default=str, ensure_ascii=False),
            }
            for row, record in zip(
                rows.iter_rows(named=True), rows.select(record_of(RECORD_TABLES[name])).to_series(), strict=True
            )
        ]
        self.aside.append(pl.DataFrame(told, schema=ASIDE_SCHEMA))

    def _balances(self) -> list[Balance]:
        aside, again = dict(self.later_aside), dict(self.again)
        found = []
        for snapshot in self.snapshots:
            for part in snapshot.parts:
                later = _taken(aside, part, most=part.rows)
                repeated = _taken(again, part, most=part.rows - later)
                found.append(
                    Balance(
                        la_code=self.la_code,
                        table=part.table,
                        file=part.file,
                        rows_in=part.rows_in,
                        clean=part.rows - later - repeated,
                        aside=part.aside + later,
                        duplicates=part.duplicates + repeated,
                    )
                )
        return found


def _taken(left: dict[tuple[str, str], int], part: SnapshotPart, *, most: int) -> int:
    """Take what is left for the file and table of a part, as far as it has rows; return how much that is."""
    place = (part.table, part.file)
    taken = min(left.get(place, 0), most)
    left[place] = left.get(place, 0) - taken
    return taken


def _supplied(parts: Sequence[Part]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(column for part in parts for column in part.supplied))
