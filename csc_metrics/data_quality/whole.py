"""All that is known of the quality of an authority's recording, opened once."""

from collections.abc import Iterator
from dataclasses import dataclass, fields
from datetime import date
from pathlib import Path

import polars as pl

from csc_metrics.contracts.authorities import Authority
from csc_metrics.data_quality.completeness import completeness_of
from csc_metrics.data_quality.faults_by_rule import days_looked_at, faults_by_extract_of
from csc_metrics.data_quality.fix_first import fix_first_of
from csc_metrics.data_quality.held import held_records
from csc_metrics.data_quality.restated import restated_since_last_of
from csc_metrics.data_quality.timeliness import extract_ages_of, timeliness_of
from csc_metrics.data_quality.weakened import weakened_figures_of


@dataclass(frozen=True, kw_only=True)
class DataQuality:
    """The quality of one authority's recording.

    days: on which extracts were drawn. looked_at: those of them whose faults are counted.
    completeness: schema Completeness. timeliness: schema RecordingTimeliness. ages: schema ExtractAges.
    faults: schema FaultsByExtract. restated: schema RestatedSinceLast. weakened: schema WeakenedFigures.
    to_fix: schema FixFirst.
    """

    authority: Authority
    days: tuple[date, ...]
    looked_at: tuple[date, ...]
    completeness: pl.DataFrame
    timeliness: pl.DataFrame
    ages: pl.DataFrame
    faults: pl.DataFrame
    restated: pl.DataFrame
    weakened: pl.DataFrame
    to_fix: pl.DataFrame

    def tables(self) -> Iterator[tuple[str, pl.DataFrame]]:
        """Give each table with its name, in the order in which a reader asks.

        Returns: (name, rows of one of the schemas above).
        """
        for field in fields(self):
            rows = getattr(self, field.name)
            if isinstance(rows, pl.DataFrame):
                yield field.name, rows


def open_data_quality(clean: Path, la_code: str) -> DataQuality:
    """Return all that is known of the quality of an authority's recording.

    clean: folder of clean tables. la_code: code or name, real or made up.
    Raises: NoCleanRecords; CleanFolderFault; UnknownAuthority.
    """
    held = held_records(clean, la_code)
    filled = completeness_of(held)
    return DataQuality(
        authority=held.authority,
        days=held.days,
        looked_at=days_looked_at(held),
        completeness=filled,
        timeliness=timeliness_of(held),
        ages=extract_ages_of(held),
        faults=faults_by_extract_of(held),
        restated=restated_since_last_of(held),
        weakened=weakened_figures_of(held),
        to_fix=fix_first_of(held, filled),
    )
