"""The list to fix at source: every fault with identifiers, as CSV and as a workbook, for the authority alone."""

import hashlib
from collections.abc import Sequence
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Final

import polars as pl
import xlsxwriter

from csc_metrics.contracts.made_up_region import authority_with_records
from csc_metrics.contracts.records.rules import Severity
from csc_metrics.records.extracts import NOBODY
from csc_metrics.records.faults import NO_FAULTS, Faults
from csc_metrics.records.places import is_code
from csc_metrics.records.snapshots import CleanFolderFault
from csc_metrics.records.store import write_if_other

FOLDER: Final = "faults"
_SUFFIXES: Final = (".csv", ".xlsx", ".parquet")
COLUMNS: Final = (
    *("severity", "rule", "file", "row", "column", "value", "remedy", "table", "record", "weakens", "extracted_on"),
    "la_code",
)
"""Of a list, in the order in which somebody reads it."""
_MOST_ROWS: Final = 50_000
"""That the workbook is given, which a person reads; the CSV holds all."""
_FORMULA_MARKS: Final = ("=", "+", "-", "@", "\t", "\r")
_WIDTHS: Final = (10, 26, 40, 8, 30, 30, 80, 20, 24, 30, 12, 8)
_SORTED_BY: Final = {severity.value: place for place, severity in enumerate(Severity)}


def fault_list(faults: pl.DataFrame) -> pl.DataFrame:
    """Return faults as a list for people: errors first, the newest extract first.

    Input: schema Faults. Returns: the columns of `COLUMNS`, one row per fault.
    """
    order = pl.col("severity").replace_strict(_SORTED_BY, return_dtype=pl.Int8)
    return faults.sort(
        order, "extracted_on", "file", "rule", "row", descending=[False, True, False, False, False], nulls_last=True
    ).select(COLUMNS)


def list_name(la_code: str) -> str:
    """Return the name of an authority's list, without its ending."""
    authority = authority_with_records(la_code)
    return f"{la_code}-{authority.slug}" if authority else la_code


def write_fault_lists(clean: Path, faults: pl.DataFrame, *, la_code: str) -> list[Path]:
    """Write the list of an authority as CSV, workbook and Parquet below the folder of clean tables.

    Without a fault there is no list. Cells that a spreadsheet would take for a formula are text in all of them. Parquet
    is written first: where a run was cut off, its hash tells that the others are not to be relied on.
    Input: faults, schema Faults. clean: the folder.
    Returns: paths of CSV and workbook. Raises: CleanFolderFault where they cannot be written.
    """
    place = clean / FOLDER / list_name(la_code)
    paths = [place.with_suffix(suffix) for suffix in _SUFFIXES]
    try:
        if faults.is_empty():
            for path in paths:
                path.unlink(missing_ok=True)
            return []
        listed = fault_list(faults)
        write_if_other(paths[2], _as_parquet(faults))
        write_if_other(paths[0], without_formulas(listed).write_csv(include_bom=True).encode())
        write_if_other(paths[1], _as_workbook(listed))
    except OSError as error:
        raise CleanFolderFault.not_writable(place.parent, error) from error
    return paths[:2]


def lists_of(clean: Path, *, la_code: str) -> list[Path]:
    """Return the paths of the CSV and the workbook that were last written for an authority; none without a fault.

    clean: folder of clean tables.
    """
    place = clean / FOLDER / list_name(la_code)
    paths = [place.with_suffix(suffix) for suffix in _SUFFIXES]
    return paths[:2] if all(path.is_file() for path in paths) else []


def hash_of_list(clean: Path, *, la_code: str) -> str | None:
    """Return the hash of an authority's list of faults, of its Parquet; none where there is no list.

    clean: folder of clean tables.
    """
    path = (clean / FOLDER / list_name(la_code)).with_suffix(_SUFFIXES[-1])
    return hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else None


def read_fault_list(clean: Path, *, la_code: str) -> pl.DataFrame | None:
    """Return the faults that were last listed for an authority; None where the list was taken away or is damaged.

    clean: folder of clean tables. Returns: schema Faults.
    """
    place = clean / FOLDER / list_name(la_code)
    paths = [place.with_suffix(suffix) for suffix in _SUFFIXES]
    if not any(path.exists() for path in paths):
        return NO_FAULTS
    try:
        return pl.read_parquet(paths[-1]) if all(path.is_file() for path in paths) else None
    except pl.exceptions.PolarsError:
        return None


def remove_other_lists(clean: Path, la_codes: Sequence[str]) -> None:
    """Remove the lists of authorities of which no extract tells any more, and nobody's when it is not among them.

    clean: folder of clean tables. la_codes: those whose lists stay. Raises: CleanFolderFault.
    """
    kept = {list_name(code) for code in la_codes}
    try:
        for path in (clean / FOLDER).glob("*.*"):
            is_ours = path.stem == NOBODY or (is_code(path.stem[:3]) and path.stem == list_name(path.stem[:3]))
            if is_ours and path.stem not in kept and path.suffix in _SUFFIXES:
                path.unlink(missing_ok=True)
    except OSError as error:
        raise CleanFolderFault.not_writable(clean / FOLDER, error) from error


def _as_parquet(faults: pl.DataFrame) -> bytes:
    content = BytesIO()
    faults.select(list(Faults.columns())).write_parquet(content)
    return content.getvalue()


def without_formulas(listed: pl.DataFrame) -> pl.DataFrame:
    """Return a list in which each text that a spreadsheet would take for a formula has an apostrophe before it.

    Input: listed, the columns of `COLUMNS`, one row per fault. Returns: the same rows and columns.
    """
    texts = [name for name, kind in listed.schema.items() if kind == pl.String]
    is_formula = [pl.col(name).str.slice(0, 1).is_in(_FORMULA_MARKS) for name in texts]
    return listed.with_columns(
        pl.when(risky).then(pl.concat_str(pl.lit("'"), pl.col(name))).otherwise(pl.col(name)).alias(name)
        for name, risky in zip(texts, is_formula, strict=True)
    )


def _as_workbook(listed: pl.DataFrame) -> bytes:
    content = BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = xlsxwriter.Workbook(content, options)
    book.set_properties({"title": "Faults to fix at source", "created": _NO_TIME})
    _write_faults(book, listed.head(_MOST_ROWS))
    _write_summary(book, listed)
    book.close()
    return content.getvalue()


def _write_faults(book: xlsxwriter.Workbook, listed: pl.DataFrame) -> None:
    sheet = book.add_worksheet("Faults")
    bold, wrapped = book.add_format({"bold": True}), book.add_format({"text_wrap": True, "valign": "top"})
    for column, (name, width) in enumerate(zip(COLUMNS, _WIDTHS, strict=True)):
        sheet.set_column(column, column, width, wrapped)
        sheet.write_string(0, column, name, bold)
    for row, cells in enumerate(listed.iter_rows(), start=1):
        for column, cell in enumerate(cells):
            if isinstance(cell, int):
                sheet.write_number(row, column, cell)
            elif cell is not None:
                sheet.write_string(row, column, str(cell))
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, max(listed.height, 1), len(COLUMNS) - 1)


_SUMMARY: Final = (("severity", 10), ("rule", 30), ("faults", 10), ("remedy", 100))


def _write_summary(book: xlsxwriter.Workbook, listed: pl.DataFrame) -> None:
    sheet = book.add_worksheet("By rule")
    counted = listed.group_by("severity", "rule", maintain_order=True).agg(pl.len(), pl.col("remedy").first())
    for column, (name, width) in enumerate(_SUMMARY):
        sheet.set_column(column, column, width)
        sheet.write_string(0, column, name)
    for row, (severity, rule, count, remedy) in enumerate(counted.iter_rows(), start=1):
        sheet.write_row(row, 0, (severity, rule, count, remedy))
    if listed.height > _MOST_ROWS:
        sheet.write_string(counted.height + 2, 0, f"The first sheet holds {_MOST_ROWS:,} faults; the CSV holds all.")
    sheet.freeze_panes(1, 0)


_NO_TIME: Final = datetime(2000, 1, 1, tzinfo=UTC).replace(tzinfo=None)
