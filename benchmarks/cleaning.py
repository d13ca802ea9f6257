"""Measure what cleaning extracts costs, beside reading and writing the same Parquet, and print a table. Linux only."""

import argparse
import resource
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

import polars as pl

from benchmarks.machine import machine_in_words
from benchmarks.made_up_england import write_made_up_extracts
from benchmarks.measures import CLEAN, FLOOR_OF_COUNTING, STEPS
from csc_metrics.contracts.authorities import current_authorities
from csc_metrics.records.clean import clean_records
from csc_metrics.sample.story import DRAWN_ON
from csc_metrics.settings.model import Settings

_RAW, _CLEAN, _COPY = "raw", CLEAN, "copy"
_COMPRESSION_LEVEL: Final = 1
_CHANGED: Final = "contacts"
_MEBIBYTE_IN_KIBIBYTES: Final = 1024


@dataclass(frozen=True, kw_only=True)
class CleaningRow:
    """What one step took, in a process of its own.

    name: the step. rows: of all extracts. cpu_seconds: user and system, above those of an interpreter with the same
    imports. ratio: of those to reading and writing the same Parquet, or for
    counting to reading the clean Parquet and passing over it once. peak_mib_above_interpreter: most memory.
    """

    name: str
    authorities: int
    rows: int
    cpu_seconds: float
    ratio: float
    peak_mib_above_interpreter: float


def measure_cleaning(authorities: int) -> list[CleaningRow]:
    """Make up extracts of so many authorities, clean them again and again, count, and return what each step took."""
    codes = codes_of(authorities)
    with TemporaryDirectory() as folder:
        taken = {name: _run(name, Path(folder), codes) for name in _STEPS}
    idle = taken["interpreter"]
    rows = []
    for name in (*_TOLD, *STEPS):
        step, floor = taken[name], taken[FLOOR_OF_COUNTING if name in STEPS else FLOOR]
        rows.append(
            CleaningRow(
                name=name,
                authorities=len(codes),
                rows=taken[FLOOR_OF_COUNTING if name in STEPS else _WRITE].answer,
                cpu_seconds=step.cpu_seconds - idle.cpu_seconds,
                ratio=(step.cpu_seconds - idle.cpu_seconds) / (floor.cpu_seconds - idle.cpu_seconds),
                peak_mib_above_interpreter=step.peak_mib - idle.peak_mib,
            )
        )
    return rows


def codes_of(authorities: int) -> list[str]:
    """Return the codes of so many authorities, spread over the list of all so that small and large are among them."""
    known = [authority.la_code for authority in current_authorities()]
    wanted = min(max(authorities, 1), len(known))
    return [known[place * len(known) // wanted] for place in range(wanted)]


def table_of_cleaning(rows: Sequence[CleaningRow]) -> str:
    """Return the rows as a table."""
    lines = [
        "| step | authorities | rows | CPU seconds | to reading (and writing) | peak above interpreter, MiB |",
        "| --- | ---: | ---: | ---: | ---: | ---: |",
    ]
    lines += [
        f"| {row.name} | {row.authorities} | {row.rows:,} | {row.cpu_seconds:.2f} | {row.ratio:.2f} "
        f"| {row.peak_mib_above_interpreter:.0f} |"
        for row in rows
    ]
    return "\n".join(lines)


def _do_nothing(folder: Path, codes: Sequence[str]) -> int:
    """Only import what the steps import, and make one frame."""
    del codes
    return pl.DataFrame({"folder": [str(folder)]}).height


def _write_extracts(folder: Path, codes: Sequence[str]) -> int:
    return sum(write_made_up_extracts(folder / _RAW, code) for code in codes)


def _read_and_write(folder: Path, codes: Sequence[str]) -> int:
    rows = 0
    for code in codes:
        for path in sorted((folder / _RAW / code).rglob("*.parquet")):
            read = pl.read_parquet(path, hive_partitioning=False)
            place = folder / _COPY / path.relative_to(folder / _RAW)
            place.parent.mkdir(parents=True, exist_ok=True)
            read.write_parquet(place, compression="zstd", compression_level=_COMPRESSION_LEVEL)
            rows += read.height
    return rows


def _clean(folder: Path, codes: Sequence[str]) -> int:
    del codes
    return len(clean_records(folder / _RAW, folder / _CLEAN, settings=Settings()).changed)


def _change_one(folder: Path, codes: Sequence[str]) -> int:
    """Take the last row out of one extract of one authority, as if it had been corrected."""
    path = folder / _RAW / codes[len(codes) // 2] / DRAWN_ON.isoformat() / f"{_CHANGED}.parquet"
    rows = pl.read_parquet(path, hive_partitioning=False)
    rows.head(-1).write_parquet(path, compression="zstd", compression_level=_COMPRESSION_LEVEL)
    return 1


FLOOR: Final = "reading and writing the same Parquet"
"""The step that the others are compared with."""
_WRITE: Final = "making up and writing the extracts"
_STEPS: Final[Mapping[str, Callable[[Path, Sequence[str]], int]]] = {
    "interpreter": _do_nothing,
    _WRITE: _write_extracts,
    FLOOR: _read_and_write,
    "cleaning into an empty folder": _clean,
    "cleaning again, nothing changed": _clean,
    "changing an extract": _change_one,
    "cleaning after one extract changed": _clean,
    **STEPS,
}
_TOLD: Final = (_WRITE, FLOOR, *(name for name in _STEPS if name.startswith("cleaning")))


@dataclass(frozen=True, kw_only=True)
class _Taken:
    cpu_seconds: float
    peak_mib: float
    answer: int


def _run(name: str, folder: Path, codes: Sequence[str]) -> _Taken:
    """Run one step in a process of its own; it tells what the kernel counted of it."""
    command = [sys.executable, "-m", "benchmarks.cleaning", "--step", name, "--folder", str(folder), "--codes", *codes]
    told = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout.split()
    return _Taken(cpu_seconds=float(told[0]), peak_mib=float(told[1]), answer=int(told[2]))


def _peak_kibibytes() -> int:
    """Return the most memory that this process has held, as Linux tells it; getrusage would count its parent's too."""
    lines = Path("/proc/self/status").read_text(encoding="utf-8").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM:"))


def main(words: Sequence[str]) -> None:
    """Run the benchmark as the command line asks, or one step of it in this process. words: its arguments."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.cleaning", description=__doc__)
    parser.add_argument("--authorities", type=int, nargs="+", default=[len(current_authorities())], help="[all]")
    parser.add_argument("--step", choices=sorted(_STEPS), help=argparse.SUPPRESS)
    parser.add_argument("--folder", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--codes", nargs="+", help=argparse.SUPPRESS)
    given = parser.parse_args(words)
    if given.step:
        answer = _STEPS[given.step](given.folder, given.codes)
        used = resource.getrusage(resource.RUSAGE_SELF)
        print(used.ru_utime + used.ru_stime, _peak_kibibytes() / _MEBIBYTE_IN_KIBIBYTES, answer)
        return
    rows = [row for authorities in given.authorities for row in measure_cleaning(authorities)]
    print(f"{machine_in_words()}\n\n{table_of_cleaning(rows)}")


if __name__ == "__main__":
    main(sys.argv[1:])
