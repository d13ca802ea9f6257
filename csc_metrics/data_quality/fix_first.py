"""What each team should put right first: rows that count nowhere, then weak ones, then empty fields."""

from pathlib import Path
from typing import Final

import polars as pl

from csc_metrics.contracts.data_quality import FixFirst, ToFix
from csc_metrics.contracts.records.rules import Severity
from csc_metrics.contracts.records.tables import RECORD_TABLES
from csc_metrics.contracts.vocabulary import Status
from csc_metrics.data_quality.completeness import completeness_of
from csc_metrics.data_quality.held import HeldRecords, held_records
from csc_metrics.data_quality.teams import TEAM, TEAM_OF, has_team, with_team
from csc_metrics.data_quality.weakened import standing_faults
from csc_metrics.records.doubts import NEWER_WORD_IS_ASIDE
from csc_metrics.records.keys import record_of

_WHAT: Final = ("team", "to_fix", "what", "table", "severity")
_RANKS: Final = {Severity.ERROR.value: 0, Severity.WARNING.value: 1, None: 2}
BY_COST: Final = (
    pl.col("severity").replace_strict(_RANKS, return_dtype=pl.Int8),
    pl.col("what") == NEWER_WORD_IS_ASIDE.name,
    pl.col("records").neg(),
    "what",
    "table",
)
"""Order in which things are to be fixed. A record whose newer word is kept aside is put right with that other row."""


def fix_first(clean: Path, la_code: str) -> pl.DataFrame:
    """Return what each team should put right, in the order in which it costs most.

    First come rows that are kept aside, which count nowhere (those aside for want of another row last of these); then
    warnings; then empty fields; notices cost nothing and are left out. Within each, the most records first. A fault has
    a team where its record is in the clean tables and these bear teams; one of a row that is kept aside seldom has.
    Empty fields of tables without teams stand with no team, too.

    clean: folder of clean tables. Returns: schema FixFirst.
    Raises: NoCleanRecords; CleanFolderFault; UnknownAuthority.
    """
    held = held_records(clean, la_code)
    return fix_first_of(held, completeness_of(held))


def fix_first_of(held: HeldRecords, filled: pl.DataFrame) -> pl.DataFrame:
    """Return as `fix_first` does, of records that are open already.

    Input: filled, schema Completeness. Returns: schema FixFirst, in order of team and place.
    """
    both = pl.concat([_faults(held), _empty_fields(filled)])
    rows = both.sort(TEAM, *BY_COST, nulls_last=True)
    place = pl.int_range(1, pl.len() + 1, dtype=pl.Int64).over(TEAM)
    whole = rows.with_columns(place.alias("place"), pl.lit(held.la_code).alias("la_code"))
    return FixFirst.validate(whole.select(list(FixFirst.columns())))


def _empty_fields(filled: pl.DataFrame) -> pl.DataFrame:
    """Return the fields that lack, by team; those of the whole authority where there is no team.

    Input: schema Completeness.
    """
    lacking = (pl.col("rows_expected") - pl.col("rows_filled")).alias("records")
    counted = filled.filter(pl.col("status") == Status.OK.value).with_columns(lacking).filter(pl.col("records") > 0)
    has_teams = pl.col(TEAM).is_not_null().any().over("table", "field")
    kept = counted.filter(pl.col(TEAM).is_not_null() | ~has_teams)
    return kept.select(
        TEAM,
        pl.lit(ToFix.EMPTY.value).alias("to_fix"),
        pl.col("field").alias("what"),
        "table",
        pl.lit(None, dtype=pl.String).alias("severity"),
        "records",
    )


def _faults(held: HeldRecords) -> pl.DataFrame:
    """Return the faults that stand, by team."""
    faults = standing_faults(held).filter(pl.col("severity") != Severity.NOTICE.value)
    teams = _teams_of_records(held)
    found = faults.join(teams, on=["table", "record"], how="left", validate="m:1")  # as many rows as faults
    return (
        found.with_columns(pl.lit(ToFix.FAULT.value).alias("to_fix"), pl.col("rule").alias("what"))
        .group_by(_WHAT)
        .agg(pl.col("of").n_unique().cast(pl.Int64).alias("records"))
    )


def _teams_of_records(held: HeldRecords) -> pl.DataFrame:
    """Return the team of every clean record that bears one. Returns: one row per record; table, record, team."""
    nothing = pl.DataFrame(schema={"table": pl.String, "record": pl.String, TEAM: pl.String})
    found = [nothing]
    for table in (name for name in held.tables if has_team(held, name)):
        rows = with_team(held, table, held.tables[table])
        record = record_of(RECORD_TABLES[table]).alias("record")
        found.append(rows.select(pl.lit(table).alias("table"), record, pl.col(TEAM_OF).alias(TEAM)))
    return pl.concat(found).unique(["table", "record"], keep="first", maintain_order=True)
