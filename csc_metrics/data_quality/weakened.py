"""What each fault weakens: which figures, of how many records, and what share of the table that is."""

from pathlib import Path
from typing import Final

import polars as pl

from csc_metrics.contracts.data_quality import WeakenedFigures
from csc_metrics.contracts.records.rules import Severity
from csc_metrics.data_quality.faults_by_rule import WHOLE_FILE
from csc_metrics.data_quality.held import HeldRecords, held_records
from csc_metrics.records.keys import NOT_THERE

_FULL: Final = 100
NOTHING: Final = "no figure"
"""What a notice weakens."""


def weakened_figures(clean: Path, la_code: str) -> pl.DataFrame:
    """Return what each fault that stands weakens, how many records it touches, and their share of the table.

    A row that is kept aside is counted nowhere, so that it weakens every figure that counts its table; a warning
    weakens what its rule says, in words. Records of a table are its clean ones and those kept aside. The columns at
    fault are told too: a measure of local records is weakened where it reads one of them.

    clean: folder of clean tables. Returns: schema WeakenedFigures; value in per cent.
    Raises: NoCleanRecords; CleanFolderFault; UnknownAuthority.
    """
    return weakened_figures_of(held_records(clean, la_code))


def weakened_figures_of(held: HeldRecords) -> pl.DataFrame:
    """Return as `weakened_figures` does, of records that are open already. Returns: schema WeakenedFigures."""
    faults = standing_faults(held)
    counted = faults.group_by("rule", "table", "severity", "weakens").agg(
        pl.col("field").drop_nulls().str.split(" ").explode(empty_as_null=False).unique().sort().alias("_fields"),
        pl.len().cast(pl.Int64).alias("faults"),
        pl.col("of").n_unique().cast(pl.Int64).alias("records"),
    )
    fields = pl.when(pl.col("_fields").list.len() > 0).then(pl.col("_fields").list.join(" "))
    found = counted.join(records_of_tables(held), on="table", how="left", validate="m:1").with_columns(
        pl.lit(held.la_code).alias("la_code"),
        fields.alias("fields"),
        (pl.col("records") / pl.col("records_of_table") * _FULL).alias("value"),
    )
    order = pl.col("severity").replace_strict({one.value: place for place, one in enumerate(Severity)})
    rows = found.sort(order, "records", "rule", "table", "weakens", descending=[False, True, False, False, False])
    return WeakenedFigures.validate(rows.select(list(WeakenedFigures.columns())))


def standing_faults(held: HeldRecords) -> pl.DataFrame:
    """Return the faults that stand, each with what it weakens and the record, row or file that has it.

    Returns: one row per fault; rule, table, severity, weakens, field, record, and of (what has the fault, as text).
    """
    is_error = pl.col("severity") == Severity.ERROR.value
    words = pl.concat_str(pl.lit("every figure that counts "), pl.col("table").str.replace_all("_", " "))
    lost = pl.when(pl.col("table").is_null()).then(pl.lit("every figure that counts what the file tells"))
    aside = lost.otherwise(words)
    weakens = pl.when(is_error).then(aside).otherwise(pl.col("weakens").fill_null(NOTHING))
    row = pl.concat_str(pl.col("file"), pl.col("row").cast(pl.String), separator=" ")
    is_named = ~pl.col("record").str.split(" ").list.contains(NOT_THERE)  # rows without a number are not one record
    return held.faults.select(
        "rule",
        pl.col("table").fill_null(WHOLE_FILE),
        "severity",
        weakens.alias("weakens"),
        "field",
        "record",
        pl.coalesce(pl.when(is_named).then("record"), row, "record", "file").alias("of"),
    )


def records_of_tables(held: HeldRecords) -> pl.DataFrame:
    """Return how many records each table has, those that are kept aside among them.

    Returns: one row per table; table, records_of_table.
    """
    clean = pl.DataFrame(
        {"table": list(held.rows), "clean": list(held.rows.values())}, schema={"table": pl.String, "clean": pl.Int64}
    )
    is_aside = pl.col("severity") == Severity.ERROR.value
    aside = standing_faults(held).filter(is_aside).group_by("table").agg(pl.col("of").n_unique().alias("aside"))
    of_tables = aside.filter(pl.col("table") != WHOLE_FILE)
    both = clean.join(of_tables, on="table", how="full", validate="1:1", coalesce=True)
    total = pl.col("clean").fill_null(0) + pl.col("aside").fill_null(0).cast(pl.Int64)
    return both.select("table", total.alias("records_of_table"))
