"""Measure reports made the command-line way and ours, turn by turn, and print the tables; see README.md here."""

import argparse
import os
import sys
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

import polars as pl

from benchmarks.chart_costs import measure_charts
from benchmarks.evidence import measure_evidence, table_of_evidence
from benchmarks.machine import machine_in_words
from benchmarks.parts import measure_parts
from benchmarks.process_tree import adopt_orphans, measure
from benchmarks.records import measure_records
from benchmarks.results import (
    ChartCost,
    Spent,
    add_rounds,
    put_between_marks,
    table_of_charts,
    table_of_parts,
    table_of_ways,
)
from benchmarks.ways import NEIGHBOUR_MODEL, Asked, Way, all_ways, environment, require_pages
from csc_metrics.comparison.published_data import CARRIED
from csc_metrics.contracts.authorities import find_authority
from csc_metrics.narrative.numbers import format_date
from csc_metrics.published.carry import CARRIED_AUTHORITY
from csc_metrics.published.neighbours import carried_neighbours

PAGE: Final = Path(__file__).resolve().parent / "README.md"
_FEW: Final = 3


def main(words: Sequence[str]) -> None:
    """Run the benchmark as the command line asks. words: its arguments."""
    given = _arguments(words)
    adopt_orphans()
    asked = Asked(codes=_authorities(given.reports), published=_published(given.published))
    machine = machine_in_words()
    ways = all_ways(os.cpu_count() or 1)
    _warm_up(ways, asked)
    few = Asked(codes=asked.codes[:_FEW], published=asked.published)  # one report is like another the first way
    spent = _in_turns(ways, asked, rounds=given.rounds)
    parts = {way.name: measure_parts(way, of_whom) for way, of_whom in ((ways[0], few), (ways[1], asked))}
    results = _in_words(spent, parts, measure_charts(asked), asked=asked, machine=machine, rounds=given.rounds)
    results = f"{results.rstrip()}\n{_evidence_in_words(given.published, rounds=given.rounds)}\n"
    if given.authorities:
        results = f"{results.rstrip()}\n{measure_records((given.authorities,))}\n"
    print(results)
    if given.write:
        PAGE.write_text(put_between_marks(PAGE.read_text(encoding="utf-8"), results), encoding="utf-8")


def _arguments(words: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--reports", type=int, default=11, help="reports in a round [11: Tameside and its neighbours]")
    parser.add_argument("--rounds", type=int, default=2, help="how often the ways take turns [2]")
    parser.add_argument("--authorities", type=int, default=153, help="whose records are cleaned [153]; 0: no records")
    parser.add_argument("--published", type=Path, help="folder of DfE's files [the figures that the package carries]")
    parser.add_argument("--write", action="store_true", help="put the tables into benchmarks/README.md")
    return parser.parse_args(words)


def _authorities(reports: int) -> tuple[str, ...]:
    """Return Tameside and its neighbours, of whom the package carries every year; as many as asked."""
    code = find_authority(CARRIED_AUTHORITY).la_code
    near = carried_neighbours().filter((pl.col("la_code") == code) & (pl.col("neighbour_model") == NEIGHBOUR_MODEL))
    return (code, *near["neighbour_code"])[: max(reports, 1)]


def _published(folder: Path | None) -> str:
    return CARRIED if folder is None else str(folder.resolve())


def _warm_up(ways: Sequence[Way], asked: Asked) -> None:
    """Run each way once: bytecode is compiled, fonts are known and files are in memory before the clock starts."""
    for way in ways:
        _one_round(way, Asked(codes=asked.codes[:1], published=asked.published))


def _in_turns(ways: Sequence[Way], asked: Asked, *, rounds: int) -> dict[str, Spent]:
    """Return what each way took over all rounds; they take turns, so that other work on the machine meets all alike."""
    taken: dict[str, list[Spent]] = {way.name: [] for way in ways}
    for turn in range(rounds):
        for way in ways:
            taken[way.name].append(_one_round(way, asked))
            print(f"round {turn + 1}: {way.name}: {taken[way.name][-1].wall_seconds:.1f} seconds", file=sys.stderr)
    return {name: add_rounds(spent) for name, spent in taken.items()}


def _one_round(way: Way, asked: Asked) -> Spent:
    with TemporaryDirectory() as folder:
        spent = measure(way.commands(asked), reports=len(asked.codes), folder=Path(folder), environment=environment())
        require_pages(Path(folder), asked.codes)
    return spent


def _evidence_in_words(published: Path | None, *, rounds: int) -> str:
    """Return what charts and comparison take. published: folder of DfE's files, or None: England is not compared."""
    rows = measure_evidence(published=published, rounds=rounds)
    return f"""
Process charts and comparison with neighbours: every measure of the made-up region by month, in every part:

{table_of_evidence(rows)}"""


def _in_words(
    spent: Mapping[str, Spent],
    parts: Mapping[str, Mapping[str, float]],
    charts: Sequence[ChartCost],
    *,
    asked: Asked,
    machine: str,
    rounds: int,
) -> str:
    """Return the tables and what they were measured on and with."""
    today = format_date(datetime.now(tz=UTC).date())
    figures = "the figures that the package carries" if asked.published == CARRIED else "DfE's files"
    return f"""
Measured on {today}: {machine}. rounds: {rounds}; reports in each: {len(asked.codes)}; {figures}.

{table_of_ways(spent)}
Where the time goes, by a run of its own whose processes tell how they spent it:

{table_of_parts(parts)}
The charts alone, drawn turn by turn from the same rows:

{table_of_charts(charts)}"""


if __name__ == "__main__":
    main(sys.argv[1:])
