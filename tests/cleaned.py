"""What a call of `csc-metrics check` or `clean` left behind, as tests look at it: read from the files, not the code."""

import csv
import json
import shutil
from pathlib import Path

import polars as pl
from unit.test_command_line import Called, call

RAW, CLEAN = Path("raw"), Path("clean")
"""Below the folder in which a test works."""


def clean(*more: str) -> Called:
    return call("clean", "--raw", str(RAW), "--clean", str(CLEAN), *more)


def check(*more: str) -> Called:
    return call("check", "--raw", str(RAW), "--clean", str(CLEAN), *more)


def cleaned() -> Called:
    """Clean, and see that nothing was lost as a whole file and nothing was said that has no words."""
    called = clean()
    assert called.exit_code == 0, called.told
    assert "Traceback" not in called.told
    return called


def path_of(table: str, la_code: str = "001") -> Path:
    return CLEAN / table / f"la_code={la_code}" / "records.parquet"


def records(table: str, *columns: str, la_code: str = "001") -> list[tuple[object, ...]]:
    """Return some columns of a clean table, in order; no row where there is no such table."""
    path = path_of(table, la_code)
    if not path.exists():
        return []
    rows = pl.read_parquet(path, hive_partitioning=False).select(columns).rows()
    return sorted(rows, key=lambda row: tuple(map(str, row)))


def words(table: str, la_code: str = "001") -> list[dict[str, object]]:
    """Return the filled cells of each row of a clean table, but for those that say where it is from."""
    rows = pl.read_parquet(path_of(table, la_code), hive_partitioning=False)
    kept = rows.drop("la_code", "source_file", "source_row", "extracted_on").to_dicts()
    return sorted(({k: v for k, v in row.items() if v is not None} for row in kept), key=str)


def faults(la_code: str = "001") -> list[dict[str, str]]:
    """Return the list of faults of an authority, as the CSV has it."""
    paths = sorted((CLEAN / "faults").glob(f"{la_code}*.csv"))
    return [row for path in paths for row in csv.DictReader(path.read_text(encoding="utf-8-sig").splitlines())]


def rules(la_code: str = "001") -> set[str]:
    return {fault["rule"] for fault in faults(la_code)}


def aside(la_code: str = "001") -> list[dict[str, object]]:
    """Return the rows kept aside of an authority, their cells as written."""
    path = CLEAN / "aside" / f"{la_code}.parquet"
    if not path.exists():
        return []
    rows = pl.read_parquet(path).to_dicts()
    return [row | {"cells": json.loads(row["cells"])} for row in rows]


def restated(la_code: str = "001") -> list[dict[str, str]]:
    path = CLEAN / "restated" / f"{la_code}.csv"
    return list(csv.DictReader(path.read_text(encoding="utf-8-sig").splitlines())) if path.exists() else []


def tables_in(clean_folder: Path = CLEAN) -> dict[str, bytes]:
    """Return the bytes of every clean table, by its path below the folder."""
    paths = sorted(clean_folder.glob("*/la_code=*/records.parquet"))
    return {path.relative_to(clean_folder).as_posix(): path.read_bytes() for path in paths}


def everything_in(folder: Path) -> dict[str, tuple[bytes, int]]:
    """Return bytes and time of modification of every file below a folder."""
    files = [path for path in sorted(folder.rglob("*")) if path.is_file()]
    return {path.relative_to(folder).as_posix(): (path.read_bytes(), path.stat().st_mtime_ns) for path in files}


def anew() -> None:
    """Take the clean folder away, so that the next call begins afresh."""
    shutil.rmtree(CLEAN, ignore_errors=True)
