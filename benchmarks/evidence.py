"""What process charts and comparison with neighbours take, in CPU seconds, beside the usual way in pandas; a table."""

import argparse
import resource
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

import pandas as pd
import polars as pl

from benchmarks.machine import machine_in_words
from csc_metrics.change.process_chart import process_charts
from csc_metrics.comparison.against_others import against_others
from csc_metrics.comparison.local_data import local_against_others
from csc_metrics.comparison.published_data import load_published_data
from csc_metrics.contracts.made_up_region import made_up_authorities, made_up_population
from csc_metrics.contracts.records.tables import RECORD_TABLES
from csc_metrics.contracts.tables import MeasureValues
from csc_metrics.contracts.vocabulary import AreaType, PeriodType
from csc_metrics.disclosure.disclose import disclose
from csc_metrics.measures.counting.records import AuthorityRecords
from csc_metrics.measures.counting.values import values_from_records
from csc_metrics.measures.registry import LOCAL_MEASURES, MEASURES
from csc_metrics.published.neighbours import carried_neighbours
from csc_metrics.records.clean import clean_records
from csc_metrics.records.store import scan_clean
from csc_metrics.sample.authority import MadeUpAuthority
from csc_metrics.sample.day_numbers import number_of
from csc_metrics.sample.story import DRAWN_ON, FIRST_ON, story_of
from csc_metrics.settings.model import RecordsSettings, Settings

_SETTINGS: Final = Settings(records=RecordsSettings(covers_from=FIRST_ON))
_BY_MONTH: Final = (PeriodType.MONTH.value, PeriodType.SNAPSHOT.value)
_KEY: Final = ["area_code", "measure", "breakdown", "period_type"]
_COLUMN: Final = ["measure", "breakdown", "period_type", "period_end"]
_RANGES: Final = 2.66
_RUN: Final = 7


@dataclass(frozen=True, kw_only=True)
class EvidenceRow:
    """What one step took. figures: rows that went in. cpu_seconds: the least of the rounds, user and system."""

    name: str
    figures: int
    cpu_seconds: float


def measure_evidence(*, published: Path | None, rounds: int = 3, size: float = 1.0) -> list[EvidenceRow]:
    """Count all measures of the made-up region by month, chart and compare them, and return what each step took.

    published: folder of DfE's files, of which all of England is compared by both models; None: not measured. rounds:
    how often the steps take turns. size: times as many children.
    """
    every = _region_values(size)
    values = every.filter(pl.col("period_type").is_in(_BY_MONTH))
    neighbours = carried_neighbours()
    steps: dict[str, tuple[int, Callable[[], object]]] = {
        CHARTS: (values.height, lambda: process_charts(values)),
        COMPARED: (values.height, lambda: _compared(values, neighbours)),
        IN_PANDAS: (values.height, lambda: in_pandas(values)),
        DISCLOSED: (every.height, lambda: disclose(every)),
    }
    if published is not None:
        measures = [measure for measure in MEASURES.values() if measure.tables]
        data = load_published_data(published, measures=measures, settings=Settings(), tell=lambda _: None)
        areas = data.values.filter(pl.col("area_type") == AreaType.AUTHORITY.value)
        steps[ENGLAND] = (
            2 * areas.height,
            lambda: against_others(data.values, completed=areas, neighbours=data.neighbours),
        )
    taken: dict[str, list[float]] = {name: [] for name in steps}
    for _ in range(rounds):
        for name, (_, step) in steps.items():
            taken[name].append(_cpu_seconds_of(step))
    return [
        EvidenceRow(name=name, figures=figures, cpu_seconds=min(taken[name])) for name, (figures, _) in steps.items()
    ]


def in_pandas(values: pl.DataFrame) -> pd.DataFrame:
    """Chart and compare as an analyst writes it in pandas: XmR limits, points outside and in a run, others' range.

    It does far less: two rules of four, no seasons, no p' chart, no funnel, no evidence.
    values: schema MeasureValues. Returns: a row for each figure.
    """
    frame = values.select(*_KEY, "period_end", "value").to_pandas()
    frame = frame.sort_values([*_KEY, "period_end"])
    series = frame.groupby(_KEY, sort=False)["value"]
    frame["centre"] = series.transform("mean")
    frame["moving_range"] = series.diff().abs()
    reach = _RANGES * frame.groupby(_KEY, sort=False)["moving_range"].transform("mean")
    frame["is_outside"] = (frame["value"] - frame["centre"]).abs() > reach
    is_above = (frame["value"] > frame["centre"]).astype(float)
    above = is_above.groupby([frame[name] for name in _KEY], sort=False).rolling(_RUN).sum()
    frame["is_in_run"] = (above == _RUN).to_numpy() | (above == 0).to_numpy()
    found = []
    for code in frame["area_code"].unique():
        others = frame[frame["area_code"] != code].groupby(_COLUMN, sort=False)["value"]
        beside = others.agg(["mean", "median", "min", "max", "count"]).reset_index()
        found.append(frame[frame["area_code"] == code].merge(beside, on=_COLUMN, how="left"))
    beside_others: pd.DataFrame = pd.concat(found)
    return beside_others


def _compared(values: pl.DataFrame, neighbours: pl.DataFrame) -> pl.DataFrame:
    return local_against_others(
        values,
        completed=values,
        published=MeasureValues.create_empty(),
        neighbours=neighbours,
        neighbour_models=["2025"],
    )


def _region_values(size: float) -> pl.DataFrame:
    """Return every measure of the made-up region in every part and period: made up, cleaned and counted."""
    found = []
    with TemporaryDirectory() as folder:
        raw, clean = Path(folder) / "raw", Path(folder) / "clean"
        for code in made_up_authorities():
            place = raw / code / DRAWN_ON.isoformat()
            place.mkdir(parents=True)
            for name, rows in MadeUpAuthority(story_of(code, size=size)).tables(on=number_of(DRAWN_ON)).items():
                rows.write_parquet(place / f"{name}.parquet")
        clean_records(raw, clean, settings=Settings())
        for code in made_up_authorities():
            scanned = {table: scan_clean(clean, table, la_codes=[code]) for table in RECORD_TABLES}
            tables = {table: rows for table, rows in scanned.items() if rows is not None}
            records = AuthorityRecords(code, tables, settings=_SETTINGS, population=made_up_population(code))
            found.append(values_from_records(records, list(LOCAL_MEASURES.values())))
    return MeasureValues.cast(pl.concat(found))


def _cpu_seconds_of(step: Callable[[], object]) -> float:
    before = resource.getrusage(resource.RUSAGE_SELF)
    step()
    after = resource.getrusage(resource.RUSAGE_SELF)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


CHARTS: Final = "process charts of every figure by month, points and summaries"
COMPARED: Final = "every figure by month beside the neighbours' own"
IN_PANDAS: Final = "limits, two rules and the others' range in pandas"
DISCLOSED: Final = "hiding what may not be published, of every figure of all periods"
ENGLAND: Final = "England's published figures of all years, both models of neighbours"


def table_of_evidence(rows: Sequence[EvidenceRow]) -> str:
    """Return the rows as a table, each beside what pandas takes for a figure."""
    (usual,) = (row.cpu_seconds / row.figures for row in rows if row.name == IN_PANDAS)
    lines = ["| step | figures | CPU seconds | share of pandas, a figure |", "| --- | ---: | ---: | ---: |"]
    lines += [
        f"| {row.name} | {row.figures:,} | {row.cpu_seconds:.2f} | {row.cpu_seconds / row.figures / usual:.2f} |"
        for row in rows
    ]
    return "\n".join(lines)


def main(words: Sequence[str]) -> None:
    """Run the benchmark as the command line asks. words: its arguments."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.evidence", description=__doc__)
    parser.add_argument("--published", type=Path, help="folder of DfE's files, for England's figures [not measured]")
    parser.add_argument("--rounds", type=int, default=3, help="how often the steps take turns [3]")
    given = parser.parse_args(words)
    rows = measure_evidence(published=given.published, rounds=given.rounds)
    print(f"{machine_in_words()}\n\n{table_of_evidence(rows)}")


if __name__ == "__main__":
    main(sys.argv[1:])
