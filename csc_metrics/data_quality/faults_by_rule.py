"""Faults by rule with their trend: what each extract brought, per 1,000 rows, and what has been put right since."""

from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Final

import polars as pl

from csc_metrics.contracts.data_quality import FaultsByExtract, FoundIn
from csc_metrics.data_quality.held import HeldRecords, held_records
from csc_metrics.records.authority import clean_authority

MOST_EXTRACTS: Final = 13
"""Of those looked back at: a year of monthly extracts, and the one a year before the newest."""
WHOLE_FILE: Final = "whole_file"
"""In the place of a table's name, for a fault of a file that could not be read as any."""
_PER: Final = 1_000
_KIND: Final = ("rule", "table", "severity", "found_in")
_SAME_FAULT: Final = ("severity", "rule", "file", "row", "column", "value", "table", "extracted_on", "record", "field")
_SAME_RECORD: Final = ("severity", "rule", "table", "record", "field")


def faults_by_extract(clean: Path, la_code: str) -> pl.DataFrame:
    """Count faults by rule, table and day of extract, beside the rows that were read.

    A fault in the rows of an extract is counted on its day, per 1,000 rows that the extracts of that day bring for the
    table. What only shows itself once all extracts are put together (an allocation to a worker of whom none tells) is
    counted as it stood after each extract, per 1,000 records that were held by then; the two are told apart by
    found_in. A rule that nothing broke on a day on which its table was read has 0; a day on which the table was not
    read, or none of the columns that the rule is broken in, has no row. Two days are compared where their extracts of
    the table have the same columns. The newest thirteen days are counted.

    clean: folder of clean tables. Returns: schema FaultsByExtract.
    Raises: NoCleanRecords; CleanFolderFault; UnknownAuthority.
    """
    return faults_by_extract_of(held_records(clean, la_code))


def faults_by_extract_of(held: HeldRecords) -> pl.DataFrame:
    """Count as `faults_by_extract` does, of records that are open already. Returns: schema FaultsByExtract."""
    found = [*_in_extracts(held), *_over_all_extracts(held)]
    counted = pl.concat([_counted_nothing(), *(faults for faults, _ in found)])
    read = pl.concat([_read_nothing(), *(rows for _, rows in found)])
    kinds = counted.group_by(_KIND).agg(pl.col("fields").explode(empty_as_null=False).unique().alias("_fields"))
    is_file = pl.col("table") == WHOLE_FILE
    of_tables = kinds.join(read, on=["table", "found_in"], how="inner", validate="m:m").filter(_is_asked())
    nothing = [pl.lit(None).cast(read.schema[name]).alias(name) for name in ("rows", "columns")]
    of_files = counted.filter(is_file).select(*_KIND, "extracted_on", *nothing)
    grid = pl.concat([of_tables.select(of_files.columns), of_files])
    key = [*_KIND, "extracted_on"]
    whole = grid.join(counted.drop("fields"), on=key, how="left", validate="1:1").with_columns(
        pl.col("faults", "standing").fill_null(0), pl.lit(held.la_code).alias("la_code")
    )
    return FaultsByExtract.validate(_with_trend(whole).select(list(FaultsByExtract.columns())).sort(key))


def _is_asked() -> pl.Expr:
    """Return whether extracts of a day speak of a column that a rule is broken in; of a whole row they always do."""
    speaks = pl.col("columns").str.split(" ").list.set_intersection("_fields").list.len() > 0
    return pl.col("columns").is_null() | (pl.col("_fields").list.len() == 0) | speaks


def _with_trend(rows: pl.DataFrame) -> pl.DataFrame:
    """Add faults per 1,000 rows, the change against the extract before if that is alike, and what was mended."""
    per_rows = pl.when(pl.col("rows") > 0).then(pl.col("faults") / pl.col("rows") * _PER)
    told = rows.with_columns(
        per_rows.alias("faults_per_1000_rows"), (pl.col("faults") - pl.col("standing")).alias("mended")
    )
    is_alike = pl.col("columns").eq_missing(pl.col("columns").shift(1))
    change = pl.when(is_alike).then(pl.col("faults_per_1000_rows").diff()).over(_KIND, order_by="extracted_on")
    return told.with_columns(change.alias("change"))


def days_looked_at(held: HeldRecords) -> tuple[date, ...]:
    """Return the newest days of extracts that are counted, in order."""
    return held.days[-MOST_EXTRACTS:]


def _in_extracts(held: HeldRecords) -> Iterator[tuple[pl.DataFrame, pl.DataFrame]]:
    """Give for each day the faults in rows of its extracts, and the rows read; what stands is in the present list."""
    for day in days_looked_at(held):
        of_day = [one for one in held.snapshots if one.extracted_on == day]
        faults = pl.concat([one.faults() for one in of_day])
        is_standing = _stands(faults, held.faults)
        rows: dict[str, int] = {}
        columns: dict[str, set[str]] = {}
        for part in (part for one in of_day for part in one.parts):
            rows[part.table] = rows.get(part.table, 0) + part.rows_in
            columns.setdefault(part.table, set()).update(part.supplied if part.rows_in else ())
        yield _counted(faults, is_standing, day, FoundIn.EXTRACT), _read(rows, day, FoundIn.EXTRACT, columns=columns)


def _over_all_extracts(held: HeldRecords) -> Iterator[tuple[pl.DataFrame, pl.DataFrame]]:
    """Give for each day the faults that no extract shows by itself, as they stood once those up to it were read."""
    in_extracts = pl.concat([held.faults.clear(), *(one.faults() for one in held.snapshots)])
    for day in days_looked_at(held):
        told, rows = _as_of(held, day)
        faults = told.filter(~_is_among(told, in_extracts, _SAME_FAULT))
        is_standing = _stands(faults, held.faults)
        yield _counted(faults, is_standing, day, FoundIn.ALL_EXTRACTS), _read(rows, day, FoundIn.ALL_EXTRACTS)


def _as_of(held: HeldRecords, day: date) -> tuple[pl.DataFrame, dict[str, int]]:
    """Return the faults that stood, and the rows that each clean table had, once the extracts up to a day were read."""
    if day == held.days[-1]:
        return held.faults, dict(held.rows)
    until = [one for one in held.snapshots if one.extracted_on is not None and one.extracted_on <= day]
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
            pl.col("field").drop_nulls().str.split(" ").explode(empty_as_null=False).unique().alias("fields"),
        )
    )


def _counted_nothing() -> pl.DataFrame:
    texts: dict[str, pl.DataType] = dict.fromkeys(_KIND, pl.String())
    counts = {"extracted_on": pl.Date(), "faults": pl.Int64(), "standing": pl.Int64(), "fields": pl.List(pl.String())}
    return pl.DataFrame(schema=texts | counts)


def _read(
    rows: Mapping[str, int], day: date, found_in: FoundIn, *, columns: Mapping[str, set[str]] | None = None
) -> pl.DataFrame:
    """Return what was read on a day: table, found_in, extracted_on, rows and columns (one text; null: all)."""
    told = [
        {
            "table": table,
            "found_in": found_in.value,
            "extracted_on": day,
            "rows": count,
            "columns": None if columns is None else " ".join(sorted(columns[table])),
        }
        for table, count in rows.items()
    ]
    return pl.DataFrame(told, schema=_read_nothing().schema)


def _read_nothing() -> pl.DataFrame:
    texts = dict.fromkeys(("table", "found_in"), pl.String)
    return pl.DataFrame(schema=texts | {"extracted_on": pl.Date, "rows": pl.Int64, "columns": pl.String})
