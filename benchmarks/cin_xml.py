"""Measure how a CIN census is read from XML, beside a bare pass over its elements, and print a table."""

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
from lxml import etree

from benchmarks.machine import machine_in_words
from benchmarks.made_up_cin import write_made_up_cin_xml
from csc_metrics.records.cin_xml import open_cin_xml

ROUNDS: Final = 3
"""How often each way is run; the run with the least CPU time counts, for other work on the machine only adds to it."""
_SEED: Final = 20_260_331
_MEBIBYTE_IN_KIBIBYTES: Final = 1024


@dataclass(frozen=True, kw_only=True)
class CinXmlRow:
    """What one way of reading took, in a process of its own.

    name: the way. cpu_seconds: user and system, above those of an interpreter with the same imports. ratio: of those
    to the bare pass over the same file. peak_mib_above_interpreter: most memory, above that interpreter's.
    """

    name: str
    children: int
    cpu_seconds: float
    ratio: float
    peak_mib_above_interpreter: float


def measure_cin_xml(children: int) -> list[CinXmlRow]:
    """Write a made-up census of so many children, and return what the bare pass and our reader take on it."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "cin.xml"
        write_made_up_cin_xml(path, children=children, seed=_SEED)
        taken = {name: _least(name, path) for name in _WAYS}
    idle_seconds, idle_peak = taken["interpreter"]
    bare = taken["bare iterparse"][0] - idle_seconds
    return [
        CinXmlRow(
            name=name,
            children=children,
            cpu_seconds=seconds - idle_seconds,
            ratio=(seconds - idle_seconds) / bare,
            peak_mib_above_interpreter=peak - idle_peak,
        )
        for name, (seconds, peak) in taken.items()
        if name != "interpreter"
    ]


def table_of_cin_xml(rows: Sequence[CinXmlRow]) -> str:
    """Return the rows as a table."""
    lines = [
        "| way | children | CPU seconds | to bare | peak above interpreter, MiB |",
        "| --- | ---: | ---: | ---: | ---: |",
    ]
    lines += [
        f"| {row.name} | {row.children:,} | {row.cpu_seconds:.2f} | {row.ratio:.2f} "
        f"| {row.peak_mib_above_interpreter:.0f} |"
        for row in rows
    ]
    return "\n".join(lines)


def _do_nothing(path: Path) -> None:
    """Only import what the ways import, and make one frame."""
    pl.DataFrame({"path": [str(path)]})


def _pass_over(path: Path) -> None:
    for _ in etree.iterparse(path):
        pass


def _read(path: Path) -> None:
    for batch in open_cin_xml(path).batches():
        del batch


_WAYS: Final[Mapping[str, Callable[[Path], None]]] = {
    "interpreter": _do_nothing,
    "bare iterparse": _pass_over,
    "our reader": _read,
}


def _least(name: str, path: Path) -> tuple[float, float]:
    """Return the fewest CPU seconds of several runs, and the highest peak of memory in MiB."""
    runs = [_run(name, path) for _ in range(ROUNDS)]
    return min(seconds for seconds, _ in runs), max(peak for _, peak in runs)


def _run(name: str, path: Path) -> tuple[float, float]:
    """Run one way in a process of its own; it tells what the kernel counted of it."""
    command = [sys.executable, "-m", "benchmarks.cin_xml", "--way", name, "--file", str(path)]
    told = subprocess.run(command, check=True, capture_output=True, text=True).stdout.split()
    return float(told[0]), float(told[1])


def main(words: Sequence[str]) -> None:
    """Run the benchmark as the command line asks, or one way of it in this process. words: its arguments."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.cin_xml", description=__doc__)
    parser.add_argument("--children", type=int, nargs="+", default=[10_000, 100_000], help="sizes [10000 100000]")
    parser.add_argument("--way", choices=sorted(_WAYS), help=argparse.SUPPRESS)
    parser.add_argument("--file", type=Path, help=argparse.SUPPRESS)
    given = parser.parse_args(words)
    if given.way:
        _WAYS[given.way](given.file)
        used = resource.getrusage(resource.RUSAGE_SELF)
        print(used.ru_utime + used.ru_stime, used.ru_maxrss / _MEBIBYTE_IN_KIBIBYTES)
        return
    rows = [row for children in given.children for row in measure_cin_xml(children)]
    print(f"{machine_in_words()}\n\n{table_of_cin_xml(rows)}")


if __name__ == "__main__":
    main(sys.argv[1:])
