"""The folder of clean tables: Parquet by table and authority, each file written whole or not at all.

data_clean/meetings/la_code=357/records.parquet      aside/357.parquet      restated/357.csv      provenance/357.json
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from io import BytesIO
from pathlib import Path
from typing import Any, Final
from uuid import uuid4

import polars as pl

from csc_metrics import __version__
from csc_metrics.contracts.records.tables import RECORD_TABLES
from csc_metrics.records.authority import AuthorityTables, Balance
from csc_metrics.records.snapshots import COMPRESSION_LEVEL, CleanFolderFault, Snapshot

RECORDS: Final = "records.parquet"
_PROVENANCE: Final = "provenance"
_ASIDE: Final = "aside"
_RESTATED: Final = "restated"


def scan_clean(clean: Path, table: str, *, la_codes: Sequence[str] = ()) -> pl.LazyFrame | None:
    """Return a clean table; None where no extract gave it.

    clean: folder of clean tables. table: its name. la_codes: authorities wanted; none: all there are.
    Returns: schema of the table (`csc_metrics.contracts.records.tables`), one file read for each authority.
    """
    paths = sorted((clean / table).glob(f"la_code=*/{RECORDS}"))
    wanted = [path for path in paths if not la_codes or path.parent.name.removeprefix("la_code=") in la_codes]
    return pl.scan_parquet(wanted, hive_partitioning=False) if wanted else None


@dataclass(frozen=True, kw_only=True)
class Account:
    """What was told of an authority when its tables were written: balances, and how many figures were restated.

    records: table → its rows. fault_list: hash of the list of faults that was written with them; none where there was
    no fault.
    """

    balances: tuple[Balance, ...]
    records: Mapping[str, int]
    restated: int
    fault_list: str | None


def account_of(clean: Path, la_code: str) -> Account | None:
    """Return the account of an authority's last cleaning; None where there is none. clean: folder of clean tables."""
    told = _provenance(clean, la_code)
    if "fault_list" not in told:
        return None
    balances = tuple(Balance(**balance) for balance in told["balances"])
    return Account(balances=balances, records=told["rows"], restated=told["restated"], fault_list=told["fault_list"])


def is_up_to_date(clean: Path, la_code: str, snapshots: Sequence[Snapshot]) -> bool:
    """Whether the clean tables of an authority are as they were last written, from exactly these snapshots.

    clean: folder of clean tables. snapshots: of the authority.
    """
    told = _provenance(clean, la_code)
    if told.get("made_from") != _made_from(snapshots):
        return False
    return all(_is_as_written(clean / name, sha256) for name, sha256 in told.get("files", {}).items())


def write_authority(
    clean: Path, tables: AuthorityTables, snapshots: Sequence[Snapshot], *, fault_list: str | None
) -> list[str]:
    """Write the clean tables of an authority; a file whose bytes would be the same is not touched.

    The account of what they were made from is written last, so that a run that was cut off is seen and done again.
    clean: folder of clean tables. snapshots: of the authority. fault_list: hash of the list of faults, which must have
    been written before. Returns: names of the files that were changed.
    Raises: CleanFolderFault where the folder cannot be written.
    """
    before = _files_of(clean, tables.la_code)
    contents = _contents(tables)
    try:
        changed = [name for name, content in contents.items() if write_if_other(clean / name, content)]
        for name in sorted(before - contents.keys()):
            (clean / name).unlink(missing_ok=True)
            changed.append(name)
        files = {name: hashlib.sha256(content).hexdigest() for name, content in contents.items()}
        account = _account(tables, snapshots, files=files, fault_list=fault_list)
        write_if_other(clean / _PROVENANCE / f"{tables.la_code}.json", account)
    except OSError as error:
        raise CleanFolderFault.not_writable(clean, error) from error
    return changed


def _files_of(clean: Path, la_code: str) -> set[str]:
    """Return the names of an authority's files, whatever its account says: a run that was cut off wrote none."""
    paths = (*clean.glob(f"*/la_code={la_code}/{RECORDS}"), *_beside_tables(clean, la_code))
    return {path.relative_to(clean).as_posix() for path in paths if path.is_file()}


def _beside_tables(clean: Path, la_code: str) -> tuple[Path, Path]:
    return clean / _ASIDE / f"{la_code}.parquet", clean / _RESTATED / f"{la_code}.csv"


def remove_others(clean: Path, la_codes: Sequence[str]) -> list[str]:
    """Remove the clean tables of authorities of which no extract tells any more, as of one that moved elsewhere.

    clean: folder of clean tables. la_codes: of those that stay. Returns: names of the files that were removed.
    Raises: CleanFolderFault where they cannot be removed.
    """
    found = {path.parent.name.removeprefix("la_code=") for path in clean.glob(f"*/la_code=*/{RECORDS}")}
    found |= {path.stem for path in (clean / _PROVENANCE).glob("[0-9][0-9][0-9].json")}
    removed = [name for code in sorted(found - {*la_codes}) for name in sorted(_files_of(clean, code))]
    accounts = [f"{_PROVENANCE}/{code}.json" for code in sorted(found - {*la_codes})]
    try:
        for name in (*removed, *accounts):
            (clean / name).unlink(missing_ok=True)
    except OSError as error:
        raise CleanFolderFault.not_writable(clean, error) from error
    return removed


def write_if_other(path: Path, content: bytes) -> bool:
    """Put bytes into a file unless they are there already; a reader meets the old file or the new one, never a half.

    Returns: whether the file was changed. Raises: OSError where the system refuses.
    """
    if path.is_file() and path.stat().st_size == len(content) and path.read_bytes() == content:
        return False
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f".{path.name}.{uuid4().hex}")
    try:
        beside.write_bytes(content)
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)
    return True


def _contents(tables: AuthorityTables) -> dict[str, bytes]:
    found = {
        f"{name}/la_code={tables.la_code}/{RECORDS}": tables.as_written[name].read_bytes()
        if name in tables.as_written
        else _as_parquet(rows.select(list(RECORD_TABLES[name].all_columns)))
        for name, rows in tables.tables.items()
    }
    if not tables.aside.is_empty():
        found[f"{_ASIDE}/{tables.la_code}.parquet"] = _as_parquet(tables.aside)
    if not tables.restated.is_empty():
        found[f"{_RESTATED}/{tables.la_code}.csv"] = tables.restated.write_csv(include_bom=True).encode()
    return found


def _as_parquet(rows: pl.DataFrame) -> bytes:
    content = BytesIO()
    rows.write_parquet(content, compression_level=COMPRESSION_LEVEL, statistics=False)
    return content.getvalue()


def _account(
    tables: AuthorityTables, snapshots: Sequence[Snapshot], *, files: Mapping[str, str], fault_list: str | None
) -> bytes:
    told = {
        "la_code": tables.la_code,
        "csc_metrics": __version__,
        "made_from": _made_from(snapshots),
        "extracts": [
            {"file": one.file, "sha256": one.sha256, "extracted_on": str(one.extracted_on or "")} for one in snapshots
        ],
        "balances": [asdict(balance) for balance in tables.balances],
        "rows": {name: rows.height for name, rows in tables.tables.items()},
        "supplied": {name: list(columns) for name, columns in tables.supplied.items()},
        "rows_aside": tables.aside.height,
        "faults": tables.faults.height,
        "fault_list": fault_list,
        "restated": tables.restated.height,
        "files": files,
    }
    return (json.dumps(told, indent=1, ensure_ascii=False, sort_keys=True) + "\n").encode()


def _made_from(snapshots: Sequence[Snapshot]) -> str:
    return hashlib.sha256("\n".join(sorted(one.identity for one in snapshots)).encode()).hexdigest()


def _provenance(clean: Path, la_code: str) -> dict[str, Any]:
    try:
        told = json.loads((clean / _PROVENANCE / f"{la_code}.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return told if isinstance(told, dict) else {}


def _is_as_written(path: Path, sha256: str) -> bool:
    return path.is_file() and hashlib.sha256(path.read_bytes()).hexdigest() == sha256
