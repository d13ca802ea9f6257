"""`csc-metrics measures --source local`: the long table of what is counted from an authority's own records."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Self

import click
import polars as pl

from csc_metrics.comparison.children import ChildrenOfAuthorities
from csc_metrics.comparison.published_data import folder_of_published
from csc_metrics.contracts.tables import MeasureValues
from csc_metrics.data_quality.held import NoCleanRecords, authorities_held, find_authority_with_records
from csc_metrics.errors import CscMetricsError
from csc_metrics.measures.counting.opened import open_authority_records
from csc_metrics.measures.counting.records import AuthorityRecords
from csc_metrics.measures.counting.select import period_ends_held, values_asked
from csc_metrics.measures.counting.values import values_from_records
from csc_metrics.measures.measure import Measure
from csc_metrics.periods import PeriodRequest
from csc_metrics.settings.model import Settings


class NoSuchLocalPeriod(CscMetricsError):
    """No measure of records has a figure for the periods asked for."""

    @classmethod
    def asked(cls, labels: Sequence[str], held: tuple[date, date] | None) -> Self:
        """Word the error for periods that the records do not tell of. held: first and last day they tell of."""
        told = f"the records are whole from {held[0]} to {held[1]}" if held else "no record is whole for a month"
        return cls(
            f"No measure has a figure for {', '.join(labels)}: {told}. Ask for a period within it, or clean newer "
            "extracts."
        )


def local_values(
    clean: Path,
    *,
    authority_names: Sequence[str],
    measures: Sequence[Measure],
    requests: Sequence[PeriodRequest],
    published: str | None,
    settings: Settings,
) -> pl.DataFrame:
    """Return measures counted from the records of authorities; of all that are held where none is named.

    clean: folder of clean tables. measures: those wanted; requests: periods; none: all. published: where population is
    read, for rates. Returns: schema MeasureValues.
    Raises: NoCleanRecords; UnknownAuthority; NoSuchLocalPeriod; the errors of csc_metrics.published.
    """
    counted = [measure for measure in measures if measure.from_records is not None]
    codes = codes_of(clean, authority_names)
    people = ChildrenOfAuthorities(counted, folder_of_published(published))
    found = []
    for code in codes:
        records = open_authority_records(clean, code, settings=settings, population=people.of(code))
        found.append(values_from_records(records, counted))
        _tell_what_is_wanting(records, counted)
    values = pl.concat([MeasureValues.create_empty(), *found])
    if not requests:
        return values
    asked = values_asked(values, measures=counted, requests=requests, la_codes=codes)
    if asked["value"].is_not_null().any():
        return asked
    raise NoSuchLocalPeriod.asked([request.label for request in requests], period_ends_held(values))


def _tell_what_is_wanting(records: AuthorityRecords, measures: Sequence[Measure]) -> None:
    """Say on standard error which tables and columns no extract gives, and of how many measures nothing is told so."""
    kept: dict[str, int] = {}
    for measure in measures:
        for name in records.lacking(measure.from_records.reads) if measure.from_records is not None else ():
            kept[name] = kept.get(name, 0) + 1
    for name, many in sorted(kept.items()):
        of_measures = "1 measure is" if many == 1 else f"{many} measures are"
        click.echo(f"{records.la_code}: no extract tells of {name}, so that {of_measures} not counted.", err=True)


def codes_of(clean: Path, names: Sequence[str]) -> list[str]:
    """Return the codes of the authorities named, or of all that are held.

    clean: folder of clean tables. names: names or codes. Raises: NoCleanRecords; UnknownAuthority.
    """
    if names:
        return list(dict.fromkeys(find_authority_with_records(name).la_code for name in names))
    held = [one.la_code for one in authorities_held(clean)]
    if not held:
        raise NoCleanRecords.of_anybody(clean)
    return held
