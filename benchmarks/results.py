"""What was measured, and the tables that say it; nothing here runs or reads a clock."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

PARTS: Final[Mapping[str, str]] = {
    "start": "start of each interpreter",
    "imports": "imports",
    "data": "data: reading, comparing",
    "charts": "charts",
    "tables": "tables, CSV",
    "page": "page: sentences, HTML",
    "rest": "rest: papermill, kernel, shell, files",
}
"""The parts that a report's time is told in, and how a table calls them; `rest` is what no other part took."""

FIRST_MARK: Final = "<!-- results: written by `make bench BENCH=--write` -->"
LAST_MARK: Final = "<!-- end of results -->"


@dataclass(frozen=True, kw_only=True)
class Spent:
    """What a way of making reports took. peak_bytes: of the whole tree of processes, shared pages counted once."""

    reports: int
    wall_seconds: float
    cpu_seconds: float
    peak_bytes: int

    @property
    def reports_a_minute(self) -> float:
        """Reports by wall clock."""
        return 60 * self.reports / self.wall_seconds

    @property
    def cpu_a_report(self) -> float:
        """CPU seconds of all processes, for one report."""
        return self.cpu_seconds / self.reports


@dataclass(frozen=True, kw_only=True)
class ChartCost:
    """What one chart takes on average. name: how it was drawn."""

    name: str
    cpu_milliseconds: float
    kilobytes: float


def add_rounds(rounds: Sequence[Spent]) -> Spent:
    """Return several rounds as one: seconds and reports added up, the highest of the peaks."""
    return Spent(
        reports=sum(one.reports for one in rounds),
        wall_seconds=sum(one.wall_seconds for one in rounds),
        cpu_seconds=sum(one.cpu_seconds for one in rounds),
        peak_bytes=max(one.peak_bytes for one in rounds),
    )


def parts_with_rest(measured: Mapping[str, float], *, total: float) -> dict[str, float]:
    """Return the seconds of every part, so that they add up to the total: what no part took is the rest.

    Raises: ValueError if the parts took more than the total, or one is not among PARTS.
    """
    unknown = sorted(set(measured) - set(PARTS) | {"rest"} & set(measured))
    rest = total - sum(measured.values())
    if unknown or rest < 0:
        raise ValueError(f"Parts do not add up: unknown {unknown}, {rest:.3f} seconds left of {total:.3f}.")
    return {part: measured.get(part, 0.0) for part in PARTS} | {"rest": rest}


def table_of_ways(ways: Mapping[str, Spent]) -> str:
    """Return the ways of making reports as a table; the first is the one that the others are compared with."""
    first = next(iter(ways.values()))
    rows = [
        [
            name,
            f"{way.reports_a_minute:.1f}",
            f"{way.reports_a_minute / first.reports_a_minute:.1f}",
            f"{way.cpu_a_report:.2f}",
            f"{first.cpu_a_report / way.cpu_a_report:.1f}",
            f"{way.peak_bytes / 2**20:.0f}",
        ]
        for name, way in ways.items()
    ]
    headings = ["way", "reports a minute", "times as many", "CPU seconds a report", "times as few", "peak memory, MiB"]
    return _table(headings, rows)


def table_of_parts(ways: Mapping[str, Mapping[str, float]]) -> str:
    """Return where the time goes: a row for each part, a column of CPU seconds a report for each way."""
    rows = [[words, *(f"{parts[part]:.3f}" for parts in ways.values())] for part, words in PARTS.items()]
    total = ["**all**", *(f"**{sum(parts.values()):.3f}**" for parts in ways.values())]
    return _table(["CPU seconds a report", *ways], [*rows, total])


def table_of_charts(charts: Sequence[ChartCost]) -> str:
    """Return what a chart costs; the first is the usual way, the others are told as shares of it."""
    rows = [
        [
            one.name,
            f"{one.cpu_milliseconds:.1f}",
            f"{one.cpu_milliseconds / charts[0].cpu_milliseconds:.2f}",
            f"{one.kilobytes:.1f}",
        ]
        for one in charts
    ]
    return _table(["chart", "CPU milliseconds", "share of the usual", "KB"], rows)


def put_between_marks(page: str, results: str) -> str:
    """Return the page with the results in the place of those before.

    Raises: ValueError unless each mark stands on the page once, the first before the last.
    """
    before, first, left = page.partition(FIRST_MARK)
    _, last, after = left.partition(LAST_MARK)
    if not (first and last) or page.count(FIRST_MARK) + page.count(LAST_MARK) != 2:
        raise ValueError(f"The page must hold {FIRST_MARK!r} and, below it, {LAST_MARK!r}, once each.")
    return f"{before}{FIRST_MARK}\n{results.strip()}\n{LAST_MARK}{after}"


def _table(headings: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = [headings, ["---", *("---:" for _ in headings[1:])], *rows]
    return "".join(f"| {' | '.join(cells)} |\n" for cells in lines)
