"""How long reports take: Tameside and its ten neighbours rendered as `csc-metrics report` does, beside a floor.

The floor, measured in the same run, is drawing the same charts alone in a process that has imported everything.
Prints a table. CPU seconds of a report are what its own process spent; reading DfE's files and the imports, done once
for all reports, are in the wall seconds alone.
"""

import json
import os
import platform
import tempfile
import time
from pathlib import Path

import polars as pl

from csc_metrics.charts.years_against_neighbours import draw_years_against_neighbours
from csc_metrics.contracts.authorities import find_authority
from csc_metrics.published.neighbours import carried_neighbours
from csc_metrics.report.batch.processes import ProcessForEach
from csc_metrics.report.batch.run import ReportRun, render_reports
from csc_metrics.report.scrutiny import open_report

REAL_FILES = Path(__file__).parent.parent.parent / "shared" / "data" / "dfe"
MODEL = "2025"
WORKERS = 2


def reports(codes: list[str], published: Path | None) -> tuple[float, float]:
    """Render a report for each code into a new folder; return wall and CPU seconds."""
    wall = time.perf_counter()
    with tempfile.TemporaryDirectory() as folder, ProcessForEach(workers=WORKERS) as executor:
        run = ReportRun(
            authorities=tuple(find_authority(code) for code in codes),
            period="",
            published=published,
            settings=None,
            neighbour_model=MODEL,
            reports=Path(folder),
        )
        result = render_reports(run, executor=executor, tell=lambda _: None)
        if result.failed:
            raise SystemExit(f"failed: {result.failed}")
        runs = [json.loads(path.read_text(encoding="utf-8")) for path in Path(folder).rglob("run.json")]
    return time.perf_counter() - wall, sum(one["cpu_seconds"] for one in runs)


def charts_alone(codes: list[str], published: Path | None) -> float:
    """Draw every chart of the same reports and nothing else; return CPU seconds of the drawing."""
    spent = 0.0
    for code in codes:
        report = open_report(authority=code, published=str(published or "carried"), neighbour_model=MODEL)
        for history in report.found:
            rows = report.rows.filter(pl.col("measure") == history.measure.code).to_pandas()
            started = time.process_time()
            draw_years_against_neighbours(rows, measure=history.measure, authority_name=report.authority.name)
            spent += time.process_time() - started
    return spent


def main() -> None:
    """Measure, and print the table."""
    published = REAL_FILES if REAL_FILES.is_dir() else None
    near = carried_neighbours().filter((pl.col("la_code") == "357") & (pl.col("neighbour_model") == MODEL))
    codes = ["357", *near["neighbour_code"]]
    wall, cpu = reports(codes, published)
    floor = charts_alone(codes, published)
    print(f"Python {platform.python_version()}, {os.cpu_count()} processors, {WORKERS} reports at a time")
    print(f"figures: {'DfE files' if published else 'carried by the package'}; reports: {len(codes)}")
    print("| what | reports a minute | CPU seconds a report | times the floor |")
    print("|---|---|---|---|")
    print(f"| csc-metrics report | {60 * len(codes) / wall:.1f} | {cpu / len(codes):.2f} | {cpu / floor:.1f} |")
    print(f"| charts alone (floor) | | {floor / len(codes):.2f} | 1.0 |")
    print(f"wall seconds, reading DfE's files and starting included: {wall:.1f}")


if __name__ == "__main__":
    main()
