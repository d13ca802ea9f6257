"""What was restated since the extract before: fields whose figures the newest extract changed, emptied or made late."""

from collections.abc import Sequence
from pathlib import Path
from typing import Final

import polars as pl

from csc_metrics.contracts.data_quality import Change, RestatedSinceLast
from csc_metrics.contracts.records.tables import RECORD_TABLES, RecordTable
from csc_metrics.contracts.vocabulary import Status
from csc_metrics.data_quality.held import HeldRecords, held_records
from csc_metrics.records.history import Part
from csc_metrics.records.keys import record_of

FOLDER: Final = "restated"


def restated_since_last(clean: Path, la_code: str) -> pl.DataFrame:
    """Count the records of which the newest extract of a table says otherwise than the last one that spoke of them.

    0 means that records were compared and none differs. A field that no earlier extract has is not_yet_known: with one
    extract nothing can have been restated.

    clean: folder of clean tables. Returns: schema RestatedSinceLast; fields that the newest extract has.
    Raises: NoCleanRecords; CleanFolderFault; UnknownAuthority.
    """
    return restated_since_last_of(held_records(clean, la_code))


def restated_since_last_of(held: HeldRecords) -> pl.DataFrame:
    """Count as `restated_since_last` does, of records that are open already. Returns: schema RestatedSinceLast."""
    compared = pl.concat([_nothing_compared(), *(_compared(held, table) for table in held.parts)])
    key = ["table", "field", "change", "extracted_on"]
    found = compared.join(_counted(held), on=key, how="left", validate="1:1").with_columns(
        pl.lit(held.la_code).alias("la_code"),
        pl.when(pl.col("status") == Status.OK.value).then(pl.col("records").fill_null(0)).alias("records"),
    )
    places = {table: place for place, table in enumerate(RECORD_TABLES)}
    place = pl.col("table").replace_strict(places, return_dtype=pl.Int32)
    rows = found.sort(place, maintain_order=True).select(list(RestatedSinceLast.columns()))
    return RestatedSinceLast.validate(rows)


def _nothing_compared() -> pl.DataFrame:
    texts = dict.fromkeys(("table", "field", "change", "status"), pl.String)
    return pl.DataFrame(schema=texts | {"extracted_on": pl.Date, "records_compared": pl.Int64})


def _compared(held: HeldRecords, table: str) -> pl.DataFrame:
    """Return one row per field and change that the newest extract of a table can have restated."""
    parts, about = held.parts[table], RECORD_TABLES[table]
    newest = max(part.extracted_on for part in parts)
    rows = []
    for field in (name for name, column in about.columns.items() if name not in about.key):
        told = [part for part in parts if field in part.supplied]
        if newest not in {part.extracted_on for part in told}:
            continue
        before = [part for part in told if part.extracted_on < newest]
        now = [part for part in told if part.extracted_on == newest]
        of_field = {"table": table, "field": field, "extracted_on": newest}
        of_field |= {"status": (Status.OK if before else Status.NOT_YET_KNOWN).value}
        of_field |= {"records_compared": _told_by_both(about, now, before) if before else None}
        changes = [change for change in Change if change is not Change.LATE or about.columns[field].is_event]
        rows += [of_field | {"change": change.value} for change in changes]
    return pl.DataFrame(rows, schema=_nothing_compared().schema)


def _told_by_both(about: RecordTable, now: Sequence[Part], before: Sequence[Part]) -> int:
    """Return how many records the newest extract and an earlier one both tell of."""
    record = record_of(about).alias("record")
    newer, older = (pl.concat([part.rows.select(record) for part in parts]).unique() for parts in (now, before))
    return newer.join(older, on="record", how="semi").height


def _counted(held: HeldRecords) -> pl.DataFrame:
    """Return the records that newer extracts changed, by table, field, change and day of the newer extract."""
    texts = ("table", "record", "column", "change", "was_extracted_on", "extracted_on")
    path = held.clean / FOLDER / f"{held.la_code}.csv"
    if path.is_file():
        rows = pl.read_csv(path, columns=list(texts), infer_schema=False)
    else:
        rows = pl.DataFrame(schema=dict.fromkeys(texts, pl.String))
    days = rows.with_columns(pl.col("was_extracted_on", "extracted_on").str.to_date())
    return days.group_by("table", pl.col("column").alias("field"), "change", "extracted_on").agg(
        pl.col("record").n_unique().cast(pl.Int64).alias("records"),
        pl.col("was_extracted_on").min().alias("first_said_on"),
        pl.col("was_extracted_on").max().alias("last_said_on"),
    )
