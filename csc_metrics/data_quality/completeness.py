"""Completeness of recording: how many rows that should have a field have it, by table, field and team."""

from collections.abc import Sequence
from pathlib import Path
from typing import Final

import polars as pl

from csc_metrics.contracts.data_quality import Completeness
from csc_metrics.contracts.records.tables import RECORD_TABLES
from csc_metrics.contracts.vocabulary import Status
from csc_metrics.data_quality.asked import asked, with_asked
from csc_metrics.data_quality.expected import MEETING_STATUS, expected_of, fields_that_may_lack, is_filled
from csc_metrics.data_quality.held import HeldRecords, held_records
from csc_metrics.data_quality.teams import TEAM, TEAM_OF, has_team, with_team

_FULL: Final = 100


def completeness(clean: Path, la_code: str) -> pl.DataFrame:
    """Count how many rows that should have a field have it.

    A field counts only where an empty cell means "not known", and a record only where an extract that has the field
    tells of it: a census has no teams, so that of an assessment that it alone tells of no team is missing. What
    cleaning looks up in another table is asked of every record. A field that no extract supplies is not_collected,
    never 0%; where the column that tells which rows should have it is supplied by none, it is incomplete; where no row
    should have it, zero_denominator. Teams are told apart where a table, or one it is joined to, bears them.

    clean: folder of clean tables. Returns: schema Completeness; value in per cent.
    Raises: NoCleanRecords; CleanFolderFault; UnknownAuthority.
    """
    return completeness_of(held_records(clean, la_code))


def completeness_of(held: HeldRecords) -> pl.DataFrame:
    """Count as `completeness` does, of records that are open already.

    Returns: schema Completeness, in order of table, field and team.
    """
    counted = [_of_table(held, table) for table in RECORD_TABLES if fields_that_may_lack(table)]
    rows = pl.concat(counted)
    value = pl.when(pl.col("status") == Status.OK.value).then(pl.col("rows_filled") / pl.col("rows_expected") * _FULL)
    whole = rows.with_columns(pl.lit(held.la_code).alias("la_code"), value.alias("value"))
    return Completeness.validate(whole.select(list(Completeness.columns())))


def _of_table(held: HeldRecords, table: str) -> pl.DataFrame:
    """Return the counts of a table, of the whole authority and then of each team."""
    fields = fields_that_may_lack(table)
    found = [field for field in fields if held.is_supplied(table, field)]
    told = [field for field in found if _can_be_told(held, table, field)]
    without = {field: Status.NOT_COLLECTED if field not in found else Status.INCOMPLETE for field in fields}
    parts = [_without_count(table, field, status) for field, status in without.items() if field not in told]
    if told:
        rows = with_asked(held, table, rows=_rows_of(held, table), fields=told)
        parts.append(_counted(rows.with_columns(pl.lit(None, dtype=pl.String).alias(TEAM_OF)), table, told))
        of_teams = [field for field in told if field != TEAM]
        if has_team(held, table) and of_teams:
            parts.append(_counted(with_team(held, table, rows), table, of_teams))
    places = {field: place for place, field in enumerate(fields)}
    place = pl.col("field").replace_strict(places, return_dtype=pl.Int32)
    return pl.concat(parts).sort(place, TEAM, nulls_last=False, maintain_order=True)


def _can_be_told(held: HeldRecords, table: str, field: str) -> bool:
    """Whether some extract supplies what tells which rows should have a field."""
    return all(
        "meetings" in held.tables if needed == MEETING_STATUS else held.is_supplied(table, needed)
        for needed in expected_of(table, field).needs
    )


def _rows_of(held: HeldRecords, table: str) -> pl.DataFrame:
    """Return the rows of a table; invitations with the status of their meeting."""
    rows = held.tables[table]
    if table != "invitations" or "meetings" not in held.tables:
        return rows
    meetings = held.tables["meetings"].select("meeting_id", pl.col("status").alias(MEETING_STATUS))
    return rows.join(meetings, on="meeting_id", how="left", validate="m:1", maintain_order="left")


def _counted(rows: pl.DataFrame, table: str, fields: Sequence[str]) -> pl.DataFrame:
    """Return one row per field and team, with the rows that should have the field and those that have it.

    Input: rows, with the column TEAM_OF and those of `with_asked`.
    """
    flags = []
    for field in fields:
        should = expected_of(table, field).is_expected.fill_null(value=False)
        expected = should & pl.col(asked(field))
        flags += [
            expected.alias(f"expected {field}"),
            (expected & is_filled(table, field)).alias(f"filled {field}"),
            (should & ~pl.col(asked(field))).alias(f"left out {field}"),
        ]
    flagged = rows.with_columns(flags)  # first, since a condition that all rows meet is one value and not a column
    by_team = flagged.group_by(TEAM_OF).agg(pl.col("^(expected|filled|left out) .*$").sum())
    return pl.concat([_of_field(by_team, table, field) for field in fields])


def _of_field(by_team: pl.DataFrame, table: str, field: str) -> pl.DataFrame:
    counts = {"rows_expected": "expected", "rows_filled": "filled", "rows_not_asked": "left out"}
    ok, none = (pl.lit(status.value) for status in (Status.OK, Status.ZERO_DENOMINATOR))
    return by_team.select(
        pl.lit(table).alias("table"),
        pl.lit(field).alias("field"),
        pl.col(TEAM_OF).alias(TEAM),
        *(pl.col(f"{words} {field}").cast(pl.Int64).alias(name) for name, words in counts.items()),
        pl.when(pl.col(f"expected {field}") > 0).then(ok).otherwise(none).alias("status"),
    )


def _without_count(table: str, field: str, status: Status) -> pl.DataFrame:
    """Return the row of a field of which nothing can be counted."""
    names = dict.fromkeys(("table", "field", TEAM), pl.String)
    counts = dict.fromkeys(("rows_expected", "rows_filled", "rows_not_asked"), pl.Int64)
    row = {"table": table, "field": field, "status": status.value}
    return pl.DataFrame([dict.fromkeys(counts) | row], schema=names | counts | {"status": pl.String})
