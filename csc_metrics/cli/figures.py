"""`csc-metrics measures` and `csc-metrics compare`: the long tables, for people and for machines."""

import json
import sys
from collections.abc import Sequence
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Final, Self

import click
import polars as pl

from csc_metrics.cli.local_comparisons import compared_locally
from csc_metrics.cli.local_figures import local_values
from csc_metrics.cli.progress import shown_progress
from csc_metrics.cli.publication import publishable_values
from csc_metrics.cli.source import settings_of, tell_source
from csc_metrics.comparison.published_data import (
    PublishedData,
    compare_authorities,
    folder_of_published,
    load_published_data,
)
from csc_metrics.contracts.authorities import Authority, authorities
from csc_metrics.contracts.made_up_region import made_up_authorities
from csc_metrics.contracts.tables import Comparisons
from csc_metrics.contracts.vocabulary import Note, Source
from csc_metrics.data_quality.held import find_authority_with_records
from csc_metrics.errors import WrongUse
from csc_metrics.measures.measure import Measure
from csc_metrics.measures.registry import MEASURES, find_measures, published_only
from csc_metrics.measures.select import chosen_period_ends, complete_measure_values
from csc_metrics.narrative.numbers import format_number
from csc_metrics.periods import PeriodRequest, parse_period

_MEASURE_COLUMNS: Final = ("area_code", "measure", "period_end", "value", "numerator", "denominator", "status", "note")
_LOCAL_COLUMNS: Final = (
    *("area_code", "measure", "breakdown", "period_type", "period_end", "value", "numerator", "denominator"),
    *("status", "rows_aside", "note"),
)
_COMPARE_COLUMNS: Final = (
    "la_name",
    "measure",
    "period_end",
    "value",
    "change",
    "neighbour_median",
    "england_value",
    "england_rank",
    "quartile",
    "outcome",
    "status",
)
_LOCAL_COMPARE_COLUMNS: Final = (
    *("la_name", "measure", "breakdown", "period_type", "period_end", "value", "change", "neighbour_mean"),
    *("neighbour_median", "neighbours_with_value", "comparator_period_end", "outcome", "status"),
)
_IN_UNIT: Final = ("value", "change", "neighbour_mean", "neighbour_median", "england_value")


class NotPublishedOf(WrongUse):
    """DfE publishes no figure of an authority."""

    @classmethod
    def made_up(cls, authority: Authority) -> Self:
        """Word the error for an authority of the made-up region."""
        return cls(
            f"DfE publishes nothing of {authority.name}, which is made up. Ask for its own figures with "
            "--source local; --clean names the folder of its clean tables where that is not data_clean."
        )


def print_measures(
    *,
    authority_names: tuple[str, ...],
    periods: tuple[str, ...],
    measure_codes: tuple[str, ...],
    source: str,
    clean_folder: Path,
    published: str | None,
    settings_file: Path | None,
    publication: bool,
    output_format: str,
) -> None:
    """Print the long table of measure values. The arguments are the command's options.

    Raises: NotPublishedOf for a made-up authority, where own records are not asked for.
    """
    if source == Source.LOCAL.value:
        count = publishable_values if publication else local_values
        values = count(
            clean_folder,
            authority_names=authority_names,
            measures=find_measures(measure_codes),
            requests=[parse_period(period) for period in periods],
            published=published,
            settings=settings_of(settings_file),
        )
        _print(values, output_format=output_format, columns=_LOCAL_COLUMNS)
        return
    _print_published(authority_names, periods, measure_codes, published, settings_file, output_format)


def _print_published(
    authority_names: tuple[str, ...],
    periods: tuple[str, ...],
    measure_codes: tuple[str, ...],
    published: str | None,
    settings_file: Path | None,
    output_format: str,
) -> None:
    """Print published measure values, of which DfE has hidden what must be hidden."""
    wanted = published_only(find_measures(measure_codes))
    la_codes = _codes_in_published(authority_names)
    requests = [parse_period(period) for period in periods]
    data = _load(published, settings_file, wanted)
    keys = _period_keys(data, wanted, requests) if requests else data.period_keys(wanted)
    values = _values(data, wanted, la_codes=la_codes, keys=keys)
    tell_source(data.unused, is_carried=data.is_carried, published=published)
    _print(values, output_format=output_format, columns=_MEASURE_COLUMNS)


def print_comparisons(
    *,
    authority_names: tuple[str, ...],
    period: str,
    measure_codes: tuple[str, ...],
    neighbour_model: str | None,
    source: str,
    clean_folder: Path,
    published: str | None,
    settings_file: Path | None,
    publication: bool,
    output_format: str,
) -> None:
    """Print measure values beside their comparators. The arguments are the command's options.

    Raises: NotPublishedOf for a made-up authority, where own records are not asked for.
    """
    request = parse_period(period) if period else None
    if source == Source.LOCAL.value:
        asked = authority_names, request, measure_codes, neighbour_model
        _print_local_comparisons(clean_folder, *asked, published, settings_file, output_format, publication=publication)
        return
    _print_published_comparisons(
        authority_names, request, measure_codes, neighbour_model, published, settings_file, output_format
    )


def _codes_in_published(names: Sequence[str]) -> list[str]:
    """Return the codes of authorities of which DfE publishes figures. Raises: UnknownAuthority; NotPublishedOf."""
    found = [find_authority_with_records(name) for name in names]
    for one in found:
        if one.la_code in made_up_authorities():
            raise NotPublishedOf.made_up(one)
    return [one.la_code for one in found]


def _print_local_comparisons(
    clean_folder: Path,
    authority_names: tuple[str, ...],
    request: PeriodRequest | None,
    measure_codes: tuple[str, ...],
    neighbour_model: str | None,
    published: str | None,
    settings_file: Path | None,
    output_format: str,
    *,
    publication: bool,
) -> None:
    """Print local values beside their neighbours'."""
    settings = settings_of(settings_file)
    with shown_progress() as tell:
        rows = compared_locally(
            clean_folder,
            authority_names=authority_names,
            measures=find_measures(measure_codes),
            request=request,
            neighbour_model=neighbour_model or settings.neighbours.model,
            published=published,
            settings=settings,
            tell=tell,
            publication=publication,
        )
    _print(rows, output_format=output_format, columns=_LOCAL_COMPARE_COLUMNS)


def _print_published_comparisons(
    authority_names: tuple[str, ...],
    request: PeriodRequest | None,
    measure_codes: tuple[str, ...],
    neighbour_model: str | None,
    published: str | None,
    settings_file: Path | None,
    output_format: str,
) -> None:
    """Print published values beside their comparators; DfE has hidden what must be hidden."""
    wanted = published_only(find_measures(measure_codes))
    la_codes = _codes_in_published(authority_names)
    data = _load(published, settings_file, wanted)
    keys = _period_keys(data, wanted, [request])
    rows = compare_authorities(
        data,
        la_codes=la_codes or _authorities_of(keys),
        period_ends=keys,
        neighbour_model=neighbour_model or settings_of(settings_file).neighbours.model,
    )
    if not la_codes:
        rows = rows.filter(_existed())
    tell_source(data.unused, is_carried=data.is_carried, published=published)
    _print(rows.select(list(Comparisons.create_empty().schema)), output_format=output_format, columns=_COMPARE_COLUMNS)


def _load(published: str | None, settings_file: Path | None, wanted: Sequence[Measure]) -> PublishedData:
    folder, settings = folder_of_published(published), settings_of(settings_file)
    with shown_progress() as tell:
        return load_published_data(folder, measures=wanted, settings=settings, tell=tell)


def _period_keys(
    data: PublishedData, wanted: Sequence[Measure], requests: Sequence[PeriodRequest | None]
) -> list[tuple[str, date]]:
    """Return (measure code, period end) for each period asked for; None asks for each measure's latest."""
    ends = [chosen_period_ends(data.values, measures=wanted, period=request) for request in requests]
    return sorted({key for chosen in ends for key in chosen.items()})


def _values(
    data: PublishedData, wanted: Sequence[Measure], *, la_codes: Sequence[str], keys: Sequence[tuple[str, date]]
) -> pl.DataFrame:
    """Return the values of the authorities named, complete; or those of every area that the files hold."""
    if la_codes:
        return complete_measure_values(data.values, measures=wanted, la_codes=la_codes, period_ends=keys)
    chosen = pl.DataFrame(keys, schema={"measure": pl.String, "period_end": pl.Date}, orient="row")
    areas = complete_measure_values(data.values, measures=wanted, la_codes=_authorities_of(keys), period_ends=keys)
    others = data.values.filter(pl.col("area_type") != "authority").join(
        chosen, on=["measure", "period_end"], how="semi"
    )
    return pl.concat([areas.filter(_existed()), others])


def _authorities_of(keys: Sequence[tuple[str, date]]) -> list[str]:
    days = {day for _, day in keys}
    return [code for code, one in authorities().items() if any(one.existed_on(day) for day in days)]


def _existed() -> pl.Expr:
    return pl.col("note").fill_null("") != Note.AUTHORITY_DID_NOT_EXIST.value


def _print(rows: pl.DataFrame, *, output_format: str, columns: Sequence[str]) -> None:
    """Print rows to standard output: unrounded for machines, rounded half up in the table for people."""
    flat = rows.with_columns(pl.col(pl.List(pl.String)).list.join(" "))
    if output_format == "csv":
        click.echo(flat.write_csv(), nl=False)
    elif output_format == "json":
        click.echo(json.dumps(rows.to_dicts(), default=str, ensure_ascii=False, indent=1))
    elif output_format == "parquet":
        parquet = BytesIO()
        rows.write_parquet(parquet)
        sys.stdout.buffer.write(parquet.getvalue())
    else:
        click.echo(_as_text(rows.select(columns)))


def _as_text(rows: pl.DataFrame) -> str:
    """Return rows as a table of text, columns as wide as they need to be, numbers to the right."""
    is_number = [dtype.is_numeric() for dtype in rows.dtypes]
    cells = [[_cell(row, column) for column in rows.columns] for row in rows.iter_rows(named=True)]
    widths = [max(map(len, column)) for column in zip(rows.columns, *cells, strict=True)]
    lines = [
        "  ".join(
            cell.rjust(width) if right else cell.ljust(width)
            for cell, width, right in zip(line, widths, is_number, strict=True)
        ).rstrip()
        for line in [rows.columns, *cells]
    ]
    return "\n".join(lines)


def _cell(row: dict[str, object], column: str) -> str:
    value = row[column]
    if value is None:
        return ""
    if isinstance(value, float):
        decimals = MEASURES[str(row["measure"])].decimals if column in _IN_UNIT else int(value != int(value))
        return format_number(value, decimals=decimals)
    return str(value)
