"""What a chart costs: ours, and the same rows drawn the usual way, in one process and turn by turn."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Final

import matplotlib as mpl
import matplotlib.pyplot as plt
import pandas as pd
import polars as pl
import seaborn as sns

from benchmarks.results import ChartCost
from benchmarks.ways import NEIGHBOUR_MODEL, Asked
from csc_metrics.charts.years_against_neighbours import draw_years_against_neighbours
from csc_metrics.measures.measure import Measure
from csc_metrics.report.scrutiny import open_report

USUAL: Final = "seaborn, pyplot, tight_layout, bbox_inches=tight, PNG"
OURS: Final = "ours: SVG, text as text"


@dataclass(frozen=True, kw_only=True)
class ChartRows:
    """What one chart is drawn from. rows: columns of Comparisons, one authority and measure."""

    rows: pd.DataFrame
    measure: Measure
    name: str


def measure_charts(asked: Asked) -> list[ChartCost]:
    """Draw every chart of the reports the usual way and ours; return the usual way's cost first."""
    mpl.use("agg")
    charts = [chart for code in asked.codes for chart in rows_of_charts(code, asked.published)]
    for draw in (draw_usual, draw_ours):
        draw(charts[0])  # imports and fonts are not a chart's
    taken = [(_taken(draw_usual, chart), _taken(draw_ours, chart)) for chart in charts]
    usual, ours = zip(*taken, strict=True)
    return [_mean(USUAL, usual), _mean(OURS, ours)]


def rows_of_charts(code: str, published: str) -> list[ChartRows]:
    """Return what the charts of one authority's report are drawn from; published: as on the command line."""
    report = open_report(authority=code, published=published, neighbour_model=NEIGHBOUR_MODEL)
    return [
        ChartRows(
            rows=report.rows.filter(pl.col("measure") == history.measure.code).to_pandas(),
            measure=history.measure,
            name=report.authority.name,
        )
        for history in report.found
    ]


def draw_ours(chart: ChartRows) -> bytes:
    """Return the chart as it stands in a report."""
    svg = draw_years_against_neighbours(chart.rows, measure=chart.measure, authority_name=chart.name)
    return (svg or "").encode()


def draw_usual(chart: ChartRows) -> bytes:
    """Return the same range and lines as a notebook draws them without a thought for time: a PNG of 8 by 4.5 inches."""
    sns.set_theme(style="whitegrid")
    rows = chart.rows.assign(year=pd.to_datetime(chart.rows["period_end"]).dt.year)
    lines = {"value": chart.name, "england_value": "England", "neighbour_median": "Median of neighbours"}
    long = rows.rename(columns=lines).melt(id_vars="year", value_vars=list(lines.values()), var_name="line")
    figure, axes = plt.subplots(figsize=(8, 4.5))
    sns.lineplot(long, x="year", y="value", hue="line", style="line", markers=True, ax=axes)
    lowest, highest = (rows[name].astype(float) for name in ("neighbour_min", "neighbour_max"))
    axes.fill_between(rows["year"], lowest, highest, alpha=0.2, label="Range of neighbours")
    axes.set(title=chart.measure.title, xlabel="", ylabel=chart.measure.unit)
    axes.legend(loc="upper left", bbox_to_anchor=(1, 1))
    plt.tight_layout()
    written = BytesIO()
    figure.savefig(written, format="png", bbox_inches="tight")
    plt.close(figure)
    return written.getvalue()


def _taken(draw: Callable[[ChartRows], bytes], chart: ChartRows) -> tuple[float, int]:
    """Return CPU seconds of drawing a chart, and its bytes."""
    started = time.process_time()
    size = len(draw(chart))
    return time.process_time() - started, size


def _mean(name: str, taken: Sequence[tuple[float, int]]) -> ChartCost:
    seconds, sizes = zip(*taken, strict=True)
    return ChartCost(
        name=name, cpu_milliseconds=1000 * sum(seconds) / len(seconds), kilobytes=sum(sizes) / len(sizes) / 1024
    )
