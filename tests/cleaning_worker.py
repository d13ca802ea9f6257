"""A process that cleans what it is given, over and over, so that whoever asks can end it if it hangs or dies.

It reads jobs from its standard input and writes outcomes to its standard output, each pickled.
"""

import contextlib
import json
import pickle
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final

import polars as pl

from csc_metrics.contracts.records.tables import RECORD_TABLES
from csc_metrics.records.clean import Cleaned, check_records, clean_records
from csc_metrics.settings.model import Settings

Files = Mapping[str, bytes]
"""Files by their path below the folder of extracts."""
Row = dict[str, Any]
MOST_BYTES: Final = 12 * 2**30
"""Of address space, where the system can hold a process to it: what asks for more is a find, not the machine's end."""


@dataclass(frozen=True, kw_only=True)
class Job:
    """What is to be cleaned. steps: files that are there at each cleaning, one after the other.

    is_whole: whether check is compared with clean, and a second cleaning with the first.
    """

    steps: Sequence[Files]
    is_whole: bool = True


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What came of a job: everything as plain Python has it. crash: a traceback, or nothing.

    tables: by name, rows of all authorities. aside: rows kept aside, their cells parsed. nobodys: of no authority.
    seconds: that all of it took. odd: what must hold of any cleaning and does not.
    """

    crash: str = ""
    tables: dict[str, list[Row]] = field(default_factory=dict)
    aside: list[Row] = field(default_factory=list)
    nobodys: list[Row] = field(default_factory=list)
    faults: list[Row] = field(default_factory=list)
    balances: list[Row] = field(default_factory=list)
    restated: int = 0
    seconds: float = 0.0
    odd: tuple[str, ...] = ()

    def of_severity(self, severity: str) -> list[Row]:
        return [fault for fault in self.faults if fault["severity"] == severity]


def outcome_of(job: Job) -> Outcome:
    """Return what comes of a job. Whatever is raised ends the process: a panic in Rust does so too."""
    begun = time.perf_counter()
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        told = _cleaned(job, Path(folder))
    return Outcome(**told, seconds=time.perf_counter() - begun)


def _cleaned(job: Job, folder: Path) -> Row:
    raw, clean, settings = folder / "raw", folder / "clean", Settings()
    checked = None
    for number, files in enumerate(job.steps):
        _put(raw, files)
        if job.is_whole and number == len(job.steps) - 1:
            checked = check_records(raw, clean, settings=settings)
        cleaned = clean_records(raw, clean, settings=settings)
    told = _found(clean, cleaned)
    odd = [*_out_of_balance(told)]
    if checked is not None:
        again = clean_records(raw, clean, settings=settings)
        odd += ["check and clean find different faults"] * (not checked.faults.equals(cleaned.faults))
        odd += [f"cleaning again changed {again.changed}"] * bool(again.changed)
        odd += ["cleaning again found other faults"] * (not again.faults.equals(cleaned.faults))
    return told | {"odd": tuple(odd)}


def _put(raw: Path, files: Files) -> None:
    for name, content in files.items():
        path = raw / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)


def _found(clean: Path, cleaned: Cleaned) -> Row:
    """Return what lies in the folder of clean tables, read anew, and what the run told of itself."""
    tables: dict[str, list[Row]] = {}
    for path in sorted(clean.glob("*/la_code=*/records.parquet")):
        rows = pl.read_parquet(path, hive_partitioning=False)
        RECORD_TABLES[path.parts[-3]].schema.validate(rows)
        tables.setdefault(path.parts[-3], []).extend(rows.to_dicts())
    aside = [row for path in sorted(clean.glob("aside/*.parquet")) for row in pl.read_parquet(path).to_dicts()]
    lost = [
        row
        for path in sorted(clean.glob("snapshots/la_code=unknown/*/aside.arrow"))
        for row in pl.read_ipc_stream(path).to_dicts()
    ]
    return {
        "tables": tables,
        "aside": [row | {"cells": json.loads(row["cells"])} for row in aside],
        "nobodys": [row | {"cells": json.loads(row["cells"])} for row in lost],
        "faults": cleaned.faults.to_dicts(),
        "balances": [asdict(one) for one in cleaned.balances],
        "restated": sum(cleaned.restated.values()),
    }


def _out_of_balance(told: Row) -> list[str]:
    """Return each file and table whose account does not add up, or is not what lies in the folder."""
    odd = []
    places = {(one["la_code"], one["table"], one["file"]) for one in told["balances"]}
    for place in sorted(places):
        balances = [one for one in told["balances"] if (one["la_code"], one["table"], one["file"]) == place]
        summed = {name: sum(one[name] for one in balances) for name in ("rows_in", "clean", "aside", "duplicates")}
        if summed["rows_in"] != summed["clean"] + summed["aside"] + summed["duplicates"] or min(summed.values()) < 0:
            odd.append(f"{place}: {summed} does not add up")
        kept = [*told["aside"], *told["nobodys"]]
        aside = sum((row["la_code"], row["table"], row["file"]) == place for row in kept)
        if aside != summed["aside"]:
            odd.append(f"{place}: {aside} rows are aside, the account says {summed['aside']}")
    return odd


def _hold_memory() -> None:
    """Hold this process to a bearable size, where the system knows how."""
    if find_spec("resource"):
        resource = import_module("resource")
        with contextlib.suppress(OSError, ValueError):
            resource.setrlimit(resource.RLIMIT_AS, (MOST_BYTES, MOST_BYTES))


def main() -> None:
    """Answer jobs until the input ends."""
    _hold_memory()
    jobs, outcomes = sys.stdin.buffer, sys.stdout.buffer
    sys.stdout = sys.stderr
    while True:
        try:
            job = pickle.load(jobs)
        except EOFError:
            return
        pickle.dump(outcome_of(job), outcomes)
        outcomes.flush()


if __name__ == "__main__":
    from cleaning_worker import main as run  # so that what is pickled is known by one name on both sides

    run()
