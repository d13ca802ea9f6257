"""`csc-metrics check` and `csc-metrics clean`: an authority's own extracts, and every fault in them."""

import json
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Final, Self

import click
import polars as pl

from csc_metrics.cli.progress import shown_progress
from csc_metrics.cli.source import settings_of
from csc_metrics.contracts.records.rules import Severity
from csc_metrics.errors import CscMetricsError, list_faults
from csc_metrics.records.clean import Cleaned, check_records, clean_records
from csc_metrics.records.fault_lists import fault_list, without_formulas
from csc_metrics.settings.model import Settings

_WIDTH: Final = 110
_ROWS_SHOWN: Final = 5
"""Rows of one kind of fault that are shown one by one; the list in the folder of clean tables names all."""
_SEVERITIES: Final = {
    Severity.ERROR: "Kept aside",
    Severity.WARNING: "Weakened",
    Severity.NOTICE: "To know",
}
_OF_A_KIND: Final = ("severity", "rule", "file", "column", "remedy", "weakens")


class DataWouldBeLost(CscMetricsError):
    """Rows or files have faults for which they are kept aside."""

    @classmethod
    def of(cls, cleaned: Cleaned) -> Self:
        """Word the error for what a check found."""
        files, rows = _files_lost(cleaned), _rows_aside(cleaned)
        parts = [_counted(len(files), "file"), _counted(rows, "row")]
        told = " and ".join(part for part in parts if not part.startswith("0 "))
        lists = ", ".join(str(path) for path in cleaned.lists if path.suffix == ".xlsx")
        return cls(
            f"{told} would be kept aside and not counted. Correct what is wrong in the case system and draw the "
            f"extract again; each fault with its remedy is in {lists or 'the list above'}."
        )

    @classmethod
    def of_files(cls, files: Sequence[str]) -> Self:
        """Word the error for files of which nothing could be taken."""
        return cls(
            f"{_counted(len(files), 'file')} could not be read; the clean tables are made of the others.\n"
            f"{list_faults(files)}\nRun `csc-metrics check`: it names what is wrong with each and what to do."
        )


def check(*, raw: Path, clean_folder: Path, settings_file: Path | None, output_format: str) -> None:
    """List every fault of the extracts. The arguments are the command's options.

    Raises: DataWouldBeLost where a row or file would be kept aside.
    """
    cleaned = _run(check_records, raw, clean_folder, settings_file)
    _print_faults(cleaned.faults, output_format=output_format)
    _tell_counts(cleaned)
    if cleaned.loses_data:
        raise DataWouldBeLost.of(cleaned)


def clean(*, raw: Path, clean_folder: Path, settings_file: Path | None) -> None:
    """Make the clean tables and print what became of the rows. The arguments are the command's options.

    Raises: DataWouldBeLost where a whole file could not be read.
    """
    cleaned = _run(clean_records, raw, clean_folder, settings_file)
    click.echo("\n".join(_lines_of_tables(cleaned)))
    _tell_counts(cleaned)
    for path in cleaned.lists:
        click.echo(f"To fix at source: {path}", err=True)
    if not cleaned.changed:
        click.echo("Nothing has changed since the last run.", err=True)
    lost = _files_lost(cleaned)
    if lost:
        raise DataWouldBeLost.of_files(lost)


def _run(work: Callable[..., Cleaned], raw: Path, clean_folder: Path, settings_file: Path | None) -> Cleaned:
    settings: Settings = settings_of(settings_file)
    with shown_progress() as tell:
        return work(raw, clean_folder, settings=settings, tell=tell)


def _print_faults(faults: pl.DataFrame, *, output_format: str) -> None:
    listed = fault_list(faults)
    if output_format == "csv":
        click.echo(without_formulas(listed).write_csv(), nl=False)
    elif output_format == "json":
        click.echo(json.dumps(listed.to_dicts(), default=str, ensure_ascii=False, indent=1))
    else:
        click.echo("\n".join(_lines_of_faults(listed)) or "No fault was found.")


def _lines_of_faults(listed: pl.DataFrame) -> Iterator[str]:
    """Give faults as lines: of each kind in a file what is wrong once, then the rows, then what to do."""
    for of_a_kind in listed.partition_by(_OF_A_KIND, maintain_order=True):
        first = of_a_kind.row(0, named=True)
        column = f", {first['column']}" if first["column"] else ""
        yield f"{_SEVERITIES[Severity(first['severity'])]}: {first['file']}{column}: {first['rule']}"
        shown = of_a_kind.filter(pl.col("row").is_not_null() | pl.col("value").is_not_null()).head(_ROWS_SHOWN)
        for row in shown.iter_rows(named=True):
            where = f"row {row['row']:,}" if row["row"] else "file"
            yield f"    {where}: {_visible(row['value']) if row['value'] is not None else '(empty)'}"
        if of_a_kind.height > _ROWS_SHOWN:
            yield f"    … and {of_a_kind.height - _ROWS_SHOWN:,} more rows"
        yield click.wrap_text(first["remedy"], width=_WIDTH, initial_indent="    ", subsequent_indent="    ")
        if first["weakens"]:
            yield f"    Weakens: {first['weakens']}"


def _visible(cell: str) -> str:
    """Return a cell with what cannot be seen as its code: a terminal obeys some of it."""
    return "".join(letter if letter.isprintable() else ascii(letter)[1:-1] for letter in cell)


def _lines_of_tables(cleaned: Cleaned) -> list[str]:
    """Return what became of the rows of all extracts and how many records they are, by authority and table."""
    rows: dict[tuple[str, str], list[int]] = {}
    for one in cleaned.balances:
        counts = (one.rows_in, one.clean, one.aside, one.duplicates)
        before = rows.get((one.la_code, one.table), [0, 0, 0, 0])
        rows[one.la_code, one.table] = [a + b for a, b in zip(before, counts, strict=True)]
    headings = ("rows in", "clean", "kept aside", "duplicates", "records")
    lines = [f"{'authority':10}{'table':24}" + "".join(f"{heading:>12}" for heading in headings)]
    for (la_code, table), of_rows in rows.items():
        told = (*of_rows, cleaned.records.get(la_code, {}).get(table, 0))
        lines.append(f"{la_code:10}{table:24}" + "".join(f"{count:>12,}" for count in told))
    return lines


def _tell_counts(cleaned: Cleaned) -> None:
    counted = cleaned.faults["severity"].value_counts()
    found = dict(counted.iter_rows())
    told = [_counted(found.get(severity.value, 0), severity.value) for severity in Severity]
    restated = sum(cleaned.restated.values())
    click.echo(f"{', '.join(told)}; {_counted(restated, 'figure')} restated by a newer extract.", err=True)


def _files_lost(cleaned: Cleaned) -> list[str]:
    """Return the files and sheets of which nothing could be taken."""
    is_lost = (pl.col("severity") == Severity.ERROR.value) & pl.col("row").is_null()
    return cleaned.faults.filter(is_lost)["file"].unique(maintain_order=True).to_list()


def _rows_aside(cleaned: Cleaned) -> int:
    return sum(one.aside for one in cleaned.balances)


def _counted(count: int, what: str) -> str:
    return f"{count:,} {what}{'' if count == 1 else 's'}"
