"""Faults by rule with their trend: what each extract brought, per 1,000 rows, and what has been put right since."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Final

import polars as pl

from csc_metrics.contracts.data_quality import FaultsByExtract, FoundIn
from csc_metrics.data_quality.held import HeldRecords, held_records
from csc_metrics.data_quality.read_days import ReadDay
from csc_metrics.records.authority import clean_authority
from csc_metrics.records.snapshots import Snapshot

MOST_EXTRACTS: Final = 13
"""Of those looked back at: a year of monthly extracts, and the one a year before the newest."""
WHOLE_FILE: Final = "whole_file"
"""In the place of a table's name, for a fault of a file that could not be read as any."""
_PER: Final = 1_000
_KIND: Final = ("rule", "table", "severity", "found_in")
_FIELDS: Final = "_fields"
_LIKE: Final = "_like"
_SAME_FAULT: Final = ("severity", "rule", "file", "row", "column", "value", "table", "extracted_on", "record", "field")
_SAME_RECORD: Final = ("severity", "rule", "table", "record", "field")


def faults_by_extract(clean: Path, la_code: str) -> pl.DataFrame:
    """Count faults by rule, table and day of extract, beside the rows that were read.

    A fault in the rows of an extract is counted on its day, per 1,000 rows that the extracts of that day bring for the
    table. What only shows itself once all extracts are put together (an allocation to a worker of whom none tells) is
    counted as it stood after each extract, per 1,000 records that were held by then; the two are told apart by
    found_in. A rule that nothing broke on a day on which it could have shown itself has 0; a day on which the table was
    not read, or no extract of it has the columns at fault, has no row. A change is told against the newest earlier day
    whose extracts of the table are of the same kinds (lists, elements or own extracts) and have the same columns, and
    against no other. The newest thirteen days are counted.

    clean: folder of clean tables. Returns: schema FaultsByExtract.
    Raises: NoCleanRecords; CleanFolderFault; UnknownAuthority.
    """
    return faults_by_extract_of(held_records(clean, la_code))


def faults_by_extract_of(held: HeldRecords) -> pl.DataFrame:
    """Count as `faults_by_extract` does, of records that are open already. Returns: schema FaultsByExtract."""
    found = [*_in_extracts(held), *_over_all_extracts(held)]
    counted = pl.concat([_counted_nothing(), *(faults for faults, _ in found)])
    grid = _grid(counted, [read for _, read in found])
    key = [*_KIND, "extracted_on"]
    whole = grid.join(counted.drop(_FIELDS), on=key, how="left", validate="1:1").with_columns(
        pl.col("faults", "standing").fill_null(0), pl.lit(held.la_code).alias("la_code")
    )
    return FaultsByExtract.validate(_with_trend(whole).select(list(FaultsByExtract.columns())).sort(key))


def _grid(counted: pl.DataFrame, read: Sequence[ReadDay]) -> pl.DataFrame:
    """Return the days on which each rule is counted: those with a fault, and those on which one would have shown.

    Returns: one row per rule, table, severity, found_in and day; rows, and `_like`, which days have in common that may
    be held against one another.
    """
    is_file = pl.col("table") == WHOLE_FILE
    of_files = counted.filter(is_file).select(
        *_KIND, "extracted_on", pl.lit(None, dtype=pl.Int64).alias("rows"), pl.lit("").alias(_LIKE)
    )
    with_faults = set(counted.select(*_KIND, "extracted_on").rows())
    kinds = counted.filter(~is_file).group_by(_KIND).agg(pl.col(_FIELDS).explode(empty_as_null=False).unique())
    days = [
        {**dict(zip(_KIND, kind, strict=True)), "extracted_on": one.day, "rows": one.rows[kind[1]], _LIKE: likeness}
        for *kind, fields in kinds.iter_rows()
        for one in read
        if one.found_in.value == kind[3] and kind[1] in one.rows
        for likeness in [one.likeness(kind[0], kind[1])]
        if (*kind, one.day) in with_faults or one.can_show(kind[0], kind[1], fields)
    ]
    return pl.concat([pl.DataFrame(days, schema=of_files.schema), of_files])


def _with_trend(rows: pl.DataFrame) -> pl.DataFrame:
    """Add faults per 1,000 rows, the change against the last day alike, and those that were mended."""
    per_rows = pl.when(pl.col("rows") > 0).then(pl.col("faults") / pl.col("rows") * _PER)
    told = rows.with_columns(
        per_rows.alias("faults_per_1000_rows"), (pl.col("faults") - pl.col("standing")).alias("mended")
    )
    alike = [*_KIND, _LIKE]
    change = pl.col("faults_per_1000_rows").diff().over(alike, order_by="extracted_on")
    before = pl.col("extracted_on").shift(1).over(alike, order_by="extracted_on")
    return told.with_columns(change.alias("change"), pl.when(change.is_not_null()).then(before).alias("compared_with"))


def days_looked_at(held: HeldRecords) -> tuple[date, ...]:
    """Return the newest days of extracts that are counted, in order."""
    return held.days[-MOST_EXTRACTS:]


def _in_extracts(held: HeldRecords) -> Iterator[tuple[pl.DataFrame, ReadDay]]:
    """Give for each day the faults in rows of its extracts, and what was read; what stands is in the present list."""
    for day in days_looked_at(held):
        of_day = [one for one in held.snapshots if one.extracted_on == day]
        faults = pl.concat([one.faults() for one in of_day])
        is_standing = _stands(faults, held.faults)
        parts = [part for one in of_day for part in one.parts]
        rows = {table: sum(part.rows_in for part in parts if part.table == table) for table in {p.table for p in parts}}
        read = ReadDay(day=day, found_in=FoundIn.EXTRACT, rows=rows, snapshots=tuple(of_day))
        yield _counted(faults, is_standing, day, FoundIn.EXTRACT), read


def _over_all_extracts(held: HeldRecords) -> Iterator[tuple[pl.DataFrame, ReadDay]]:
    """Give for each day the faults that no extract shows by itself, as they stood once those up to it were read."""
    in_extracts = pl.concat([held.faults.clear(), *(one.faults() for one in held.snapshots)])
    for day in days_looked_at(held):
        until = [one for one in held.snapshots if one.extracted_on is not None and one.extracted_on <= day]
        told, rows = _as_of(held, until)
        faults = told.filter(~_is_among(told, in_extracts, _SAME_FAULT))
        is_standing = _stands(faults, held.faults)
        read = ReadDay(day=day, found_in=FoundIn.ALL_EXTRACTS, rows=rows, snapshots=tuple(until))
        yield _counted(faults, is_standing, day, FoundIn.ALL_EXTRACTS), read


def _as_of(held: HeldRecords, until: Sequence[Snapshot]) -> tuple[pl.DataFrame, Mapping[str, int]]:
    """Return the faults that stood, and the rows that each clean table had, once the extracts up to a day were read."""
    if until[-1].extracted_on == held.days[-1]:
        return held.faults, held.rows
    tables = clean_authority(held.la_code, until)
    return tables.faults, {name: rows.height for name, rows in tables.tables.items()}


def _stands(faults: pl.DataFrame, standing: pl.DataFrame) -> pl.Series:
    """Return whether each fault stands: it is still listed, or is listed anew of the same record by a newer extract.

    Input: schema Faults, both.
    """
    of_record = _is_among(faults, standing.filter(pl.col("record").is_not_null()), _SAME_RECORD)
    return of_record | _is_among(faults, standing, _SAME_FAULT)


def _is_among(faults: pl.DataFrame, others: pl.DataFrame, columns: tuple[str, ...]) -> pl.Series:
    """Return whether each fault is among others, being the same in these columns.

    Input: schema Faults, both.
    """
    known = others.select(columns).unique().with_columns(pl.lit(value=True).alias("_known"))
    found = faults.join(known, on=columns, how="left", validate="m:1", nulls_equal=True, maintain_order="left")
    return found["_known"].fill_null(value=False)


def _counted(faults: pl.DataFrame, is_standing: pl.Series, day: date, found_in: FoundIn) -> pl.DataFrame:
    """Return the faults of a day by rule, table and severity. Input: faults, schema Faults."""
    return (
        faults.with_columns(
            is_standing.alias("_standing"),
            pl.col("table").fill_null(WHOLE_FILE),
            pl.lit(found_in.value).alias("found_in"),
            pl.lit(day, dtype=pl.Date).alias("extracted_on"),
        )
        .group_by(*_KIND, "extracted_on")
        .agg(
            pl.len().cast(pl.Int64).alias("faults"),
            pl.col("_standing").sum().cast(pl.Int64).alias("standing"),
            pl.col("field").unique().sort().alias(_FIELDS),
        )
    )


def _counted_nothing() -> pl.DataFrame:
    kinds = dict.fromkeys(_KIND, pl.String) | {"extracted_on": pl.Date, "faults": pl.Int64, "standing": pl.Int64}
    return pl.DataFrame(schema=kinds | {_FIELDS: pl.List(pl.String)})
