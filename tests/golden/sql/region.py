"""The made-up region's clean tables as the second opinion reads them: as Parquet, half of the authorities untidy.

The sample tells nearly everything, so that little is unknown. In every second authority cells that may be empty are
emptied here and there, and days change places where a rule only warns of it: all that clean tables let through.
"""

from datetime import date
from pathlib import Path
from typing import Final

import numpy as np
import polars as pl

from csc_metrics.contracts.made_up_region import made_up_authorities
from csc_metrics.contracts.records.columns import Blank, Column
from csc_metrics.contracts.records.rules import Severity
from csc_metrics.contracts.records.tables import RECORD_TABLES, RecordTable
from csc_metrics.sample.authority import MadeUpAuthority
from csc_metrics.sample.day_numbers import number_of
from csc_metrics.sample.story import DRAWN_ON, story_of

Tables = dict[str, pl.DataFrame]
EMPTIED: Final = 0.03
"""Share of cells emptied in a column that may have empty ones."""
TURNED: Final = 0.03
"""Share of rows in which two days change places."""
ESCALATED: Final = 0.1
"""Share of meetings that are escalated besides those of the sample."""
MAY_BE_EMPTY: Final = (Blank.UNKNOWN, Blank.NOT_YET, Blank.NONE)
HELD_AT: Final = "held_at"
"""Never emptied: a meeting that was held says when."""


def tables_of(la_code: str) -> Tables:
    """Return the clean tables of an authority. Returns: name → the columns of the clean table, extracted_on."""
    told = MadeUpAuthority(story_of(la_code)).tables(on=number_of(DRAWN_ON))
    told["assessments"] = with_first_of_referral(told["assessments"])
    is_untidy = list(made_up_authorities()).index(la_code) % 2 == 1
    return {name: as_clean(untidied(name, rows) if is_untidy else rows, name, la_code) for name, rows in told.items()}


def with_first_of_referral(assessments: pl.DataFrame) -> pl.DataFrame:
    """Say of each assessment whether it is the first of its referral, as cleaning does."""
    place = pl.struct("started_on", "assessment_id").rank("ordinal").over("referral_id")
    return assessments.with_columns((place == 1).alias("is_first_of_referral"))


def as_clean(rows: pl.DataFrame, name: str, la_code: str) -> pl.DataFrame:
    """Return rows with all columns of their clean table, and whose they are."""
    schema = RECORD_TABLES[name].empty.schema
    told = rows.with_columns(pl.lit(la_code).alias("la_code"), pl.lit(DRAWN_ON).alias("extracted_on"))
    wanted = [pl.col(column) if column in told.columns else pl.lit(None).alias(column) for column in schema]
    return told.select(wanted).cast(dict(schema))


def untidied(name: str, rows: pl.DataFrame) -> pl.DataFrame:
    """Return rows in which some cells are empty and some days have changed places."""
    table, chance = RECORD_TABLES[name], np.random.default_rng(sum(name.encode()))
    rows = escalated(rows, chance) if name == "meetings" else rows
    told = emptied(turned(rows, table, chance), table, chance)
    return unlinked(told) if name == "assessments" else told


def unlinked(assessments: pl.DataFrame) -> pl.DataFrame:
    """Leave nothing of a referral where none is named, as cleaning does: without one nobody knows which was first."""
    is_named = pl.col("referral_id").is_not_null()
    return assessments.with_columns(
        pl.when(is_named).then("referred_on").alias("referred_on"),
        pl.when(is_named).then(pl.col("is_first_of_referral").fill_null(value=True)).alias("is_first_of_referral"),
    )


def escalated(meetings: pl.DataFrame, chance: np.random.Generator) -> pl.DataFrame:
    """Escalate some meetings of every kind, as the sample does with strategy meetings alone."""
    is_hit = pl.Series(chance.random(meetings.height) < ESCALATED) & meetings["escalated_on"].is_null()
    days = pl.Series(chance.integers(0, 30, meetings.height))
    resolved = pl.col("decided_at").cast(pl.Date) + pl.duration(days=days)
    return meetings.with_columns(
        pl.when(is_hit).then(pl.col("decided_at").cast(pl.Date)).otherwise("escalated_on").alias("escalated_on"),
        pl.when(is_hit & (resolved <= DRAWN_ON)).then(resolved).otherwise("resolved_on").alias("resolved_on"),
    )


def turned(rows: pl.DataFrame, table: RecordTable, chance: np.random.Generator) -> pl.DataFrame:
    for rule in table.rules:
        earlier, later = rule.columns
        if rule.severity is Severity.WARNING and rows.schema[earlier] == rows.schema[later] != pl.Boolean:
            is_hit = pl.Series(chance.random(rows.height) < TURNED)
            at = is_hit & rows[earlier].is_not_null() & rows[later].is_not_null()
            rows = rows.with_columns(
                pl.when(at).then(later).otherwise(earlier).alias(earlier),
                pl.when(at).then(earlier).otherwise(later).alias(later),
            )
    return rows.filter(is_kept(table))


def is_kept(table: RecordTable) -> pl.Expr:
    """Return whether a row breaks no rule that would keep it out of the clean table."""
    broken = [rule.is_broken.fill_null(value=False) for rule in table.rules if rule.severity is Severity.ERROR]
    return ~pl.any_horizontal(pl.lit(value=False), *broken)


def emptied(rows: pl.DataFrame, table: RecordTable, chance: np.random.Generator) -> pl.DataFrame:
    for name, column in table.columns.items():
        if name in rows.columns and may_be_emptied(name, column):
            is_hit = pl.Series(chance.random(rows.height) < EMPTIED)
            rows = rows.with_columns(pl.when(~is_hit).then(name).otherwise(pl.lit(column.filled_with)).alias(name))
    return rows


def may_be_emptied(name: str, column: Column) -> bool:
    return column.blank in MAY_BE_EMPTY and not column.is_key and name != HELD_AT


def write_region(folder: Path) -> dict[str, Tables]:
    """Write each clean table of all authorities as one Parquet file. Returns: la_code → tables."""
    region = {la_code: tables_of(la_code) for la_code in made_up_authorities()}
    for name in RECORD_TABLES:
        pl.concat([tables[name] for tables in region.values()]).write_parquet(folder / f"{name}.parquet")
    return region


COVERS_FROM: Final = date(2021, 4, 1)
"""Day from which the made-up extracts tell everything."""
