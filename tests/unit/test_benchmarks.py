"""What the benchmark says of its measurements adds up and stands in its place; no test here asserts a time."""

import importlib.util
import os
import subprocess
import sys
from functools import reduce
from importlib import import_module
from pathlib import Path
from types import ModuleType

import matplotlib as mpl
import numpy as np
import polars as pl
import pytest
from contract.source import REPOSITORY
from spec.test_against_others import CODES, everybody_else, values_of

from benchmarks.chart_costs import ChartRows, draw_ours, draw_usual, rows_of_charts
from benchmarks.cleaning import FLOOR, codes_of, measure_cleaning
from benchmarks.evidence import (
    CHARTS,
    COMPARED,
    DISCLOSED,
    IN_PANDAS,
    EvidenceRow,
    in_pandas,
    measure_evidence,
    table_of_evidence,
)
from benchmarks.made_up_england import made_up_tables
from benchmarks.measures import STEPS
from benchmarks.results import (
    FIRST_MARK,
    LAST_MARK,
    PARTS,
    ChartCost,
    Spent,
    add_rounds,
    parts_with_rest,
    put_between_marks,
    table_of_charts,
    table_of_parts,
    table_of_ways,
)
from benchmarks.ways import Asked, environment, require_pages, with_command_line, with_ours
from csc_metrics.change.process_chart import process_points
from csc_metrics.comparison.against_others import against_others
from csc_metrics.contracts.authorities import current_authorities
from csc_metrics.settings.model import ProcessChartSettings, Settings

HOOKS = REPOSITORY / "benchmarks" / "hooks"
MIB = 2**20

SLOW = Spent(reports=2, wall_seconds=20.0, cpu_seconds=16.0, peak_bytes=300 * MIB)
FAST = Spent(reports=2, wall_seconds=4.0, cpu_seconds=2.0, peak_bytes=450 * MIB)


def cells(table: str) -> list[list[str]]:
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in table.splitlines()]


def test_ways_are_compared_with_the_first() -> None:
    _, _, slow, fast = cells(table_of_ways({"slow": SLOW, "fast": FAST}))

    assert slow == ["slow", "6.0", "1.0", "8.00", "1.0", "300"]
    assert fast == ["fast", "30.0", "5.0", "1.00", "8.0", "450"]


def test_rounds_add_up_and_the_highest_peak_counts() -> None:
    assert add_rounds([SLOW, FAST]) == Spent(reports=4, wall_seconds=24.0, cpu_seconds=18.0, peak_bytes=450 * MIB)


def test_parts_add_up_to_the_total() -> None:
    parts = parts_with_rest({"imports": 5.0, "charts": 0.5}, total=7.0)

    assert list(parts) == list(PARTS)
    assert sum(parts.values()) == 7.0
    assert parts["rest"] == 1.5


@pytest.mark.parametrize("wrong", [{"imports": 8.0}, {"import": 1.0}, {"rest": 1.0}])
def test_parts_that_cannot_add_up_are_refused(wrong: dict[str, float]) -> None:
    with pytest.raises(ValueError, match="add up"):
        parts_with_rest(wrong, total=7.0)


def test_the_last_line_of_the_parts_is_their_sum() -> None:
    parts = parts_with_rest({"imports": 5.25, "data": 0.25}, total=7.0)
    headings, _, *rows, total = cells(table_of_parts({"slow": parts, "fast": parts_with_rest({}, total=1.0)}))

    assert headings[1:] == ["slow", "fast"]
    assert [float(row[1]) for row in rows] == list(parts.values())
    assert total == ["**all**", "**7.000**", "**1.000**"]


def test_charts_are_told_as_shares_of_the_usual() -> None:
    usual = ChartCost(name="usual", cpu_milliseconds=150.0, kilobytes=44.0)
    ours = ChartCost(name="ours", cpu_milliseconds=12.0, kilobytes=4.6)

    assert cells(table_of_charts([usual, ours]))[2:] == [
        ["usual", "150.0", "1.00", "44.0"],
        ["ours", "12.0", "0.08", "4.6"],
    ]


def test_results_take_the_place_of_those_before_and_nothing_else_moves() -> None:
    page = f"# Benchmarks\n\n{FIRST_MARK}\n{LAST_MARK}\nafter\n"
    once = put_between_marks(page, "| old |")

    assert once == f"# Benchmarks\n\n{FIRST_MARK}\n| old |\n{LAST_MARK}\nafter\n"
    assert put_between_marks(once, "\n| new |\n\n") == once.replace("old", "new")


@pytest.mark.parametrize("page", ["", FIRST_MARK, LAST_MARK + FIRST_MARK, FIRST_MARK + LAST_MARK + LAST_MARK])
def test_a_page_without_its_marks_is_refused(page: str) -> None:
    with pytest.raises(ValueError, match="once each"):
        put_between_marks(page, "| new |")


def test_the_page_in_the_repository_has_its_marks() -> None:
    page = (REPOSITORY / "benchmarks" / "README.md").read_text(encoding="utf-8")
    assert "| new |" in put_between_marks(page, "| new |")


def test_both_ways_are_asked_for_the_same_reports_of_the_same_figures() -> None:
    asked = Asked(codes=("357", "353"), published="carried")
    by_hand, (ours,) = with_command_line(asked), with_ours(asked, workers=2)

    assert [command[2] for command in by_hand[::2]] == ["357.ipynb", "353.ipynb"]
    assert [command[-1] for command in by_hand[1::2]] == ["357.ipynb", "353.ipynb"]
    assert ours.count("--authority") == 2
    for command in (*by_hand[::2], ours):
        assert {"carried", "2025"} <= set(command)


def test_a_way_that_left_a_page_out_is_refused(tmp_path: Path) -> None:
    (tmp_path / "357.html").touch()
    place = tmp_path / "reports" / "latest" / "353-oldham" / "public"
    place.mkdir(parents=True)
    (place / "scrutiny.html").touch()

    require_pages(tmp_path, ["357", "353"])
    with pytest.raises(SystemExit, match="352"):
        require_pages(tmp_path, ["357", "352"])


def test_commands_may_compile_bytecode_and_find_this_checkout(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONDONTWRITEBYTECODE", "1")
    given = environment(HOOKS)

    assert "PYTHONDONTWRITEBYTECODE" not in given
    assert given["PYTHONPATH"].split(os.pathsep)[:2] == [str(HOOKS), str(REPOSITORY)]


def hooks() -> ModuleType:
    """Return the hooks without installing them."""
    spec = importlib.util.spec_from_file_location("hooks_under_test", HOOKS / "sitecustomize.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_every_function_whose_time_is_told_is_there_and_every_part_is_known() -> None:
    """A renamed function would be counted to the rest without a word."""
    for (module, path), part in hooks().PART_OF.items():
        if module.startswith("csc_metrics."):
            assert callable(reduce(getattr, path.split("."), import_module(module))), path
        assert part in PARTS


def test_a_process_tells_which_parts_its_time_went_to(tmp_path: Path) -> None:
    code = "import csc_metrics.report.scrutiny as s; s.open_report(authority='357', published='carried')"
    told = environment(HOOKS) | {hooks().FOLDER_VARIABLE: str(tmp_path)}
    subprocess.run([sys.executable, "-c", code], check=True, env=told)

    (path,) = tmp_path.iterdir()
    parts = {line.split()[0]: float(line.split()[1]) for line in path.read_text(encoding="utf-8").splitlines()}
    assert set(parts) == {"start", "imports", "data"}
    assert min(parts.values()) > 0


def test_time_within_a_part_is_not_that_of_the_part_around_it(monkeypatch: pytest.MonkeyPatch) -> None:
    module = hooks()
    clock = iter([1.0, 2.0, 4.0, 8.0, 16.0])
    monkeypatch.setattr(module.time, "process_time", lambda: next(clock))
    watch = module.Stopwatch()
    watch.begin("page")
    watch.begin("charts")
    watch.end()
    watch.end()

    assert watch.spent == {"start": 1.0, "page": 2.0 + 8.0, "charts": 4.0}


def first_chart() -> ChartRows:
    return rows_of_charts("357", "carried")[0]


def test_the_usual_chart_is_a_picture_and_ours_is_svg() -> None:
    with mpl.rc_context():  # the usual way changes the look of whatever is drawn after it
        assert draw_usual(first_chart()).startswith(b"\x89PNG")
    assert draw_ours(first_chart()).startswith(b"<svg ")


SMALL = "420"
"""The authority with the fewest children."""


def test_made_up_extracts_are_the_same_on_every_run_and_their_records_name_one_another() -> None:
    first, again = made_up_tables(SMALL), made_up_tables(SMALL)
    assert first.keys() == again.keys()
    assert all(first[name].equals(again[name]) for name in first)
    known = set(first["meetings"]["meeting_id"])
    named = first["invitations"]["meeting_id"].is_in(known).mean()
    assert isinstance(named, float)
    assert named > 0.95


def test_the_authorities_of_a_small_run_are_spread_over_all() -> None:
    assert codes_of(3) != [one.la_code for one in current_authorities()[:3]]
    assert len(set(codes_of(12))) == 12
    assert len(codes_of(10_000)) == len(current_authorities())


def test_cleaning_is_told_beside_reading_and_writing_and_counting_beside_passing_over_the_same_parquet() -> None:
    told = [row.name for row in measure_cleaning(1)]
    cleaning, counting = told[:5], told[5:]
    assert cleaning == [cleaning[0], FLOOR, *(name for name in cleaning if name.startswith("cleaning"))]
    assert cleaning[0] == "making up and writing the extracts"
    assert counting == list(STEPS)


def test_charts_and_comparison_are_told_beside_pandas() -> None:
    rows = measure_evidence(published=None, rounds=1, size=0.02)

    assert [row.name for row in rows] == [CHARTS, COMPARED, IN_PANDAS, DISCLOSED]
    assert len({row.figures for row in rows[:3]}) == 1
    assert rows[3].figures > rows[0].figures
    assert all(row.figures > 100_000 and row.cpu_seconds > 0 for row in rows)


def test_the_table_of_evidence_tells_each_figure_beside_pandas() -> None:
    rows = [
        EvidenceRow(name=CHARTS, figures=500, cpu_seconds=1.0),
        EvidenceRow(name=IN_PANDAS, figures=1_000, cpu_seconds=8.0),
    ]

    assert [line[1:] for line in cells(table_of_evidence(rows))[2:]] == [
        ["500", "1.00", "0.25"],
        ["1,000", "8.00", "1.00"],
    ]


def test_the_pandas_way_finds_the_same_limits_and_the_same_neighbours() -> None:
    """It is no straw man: what it does, it does as ours does."""
    chance = np.random.default_rng(7)
    ends = pl.date_range(pl.date(2024, 1, 1), pl.date(2025, 12, 1), "1mo", eager=True).dt.month_end()
    months = [
        values_of(
            "average_caseload", {code: (float(top), 10.0) for code, top in zip(CODES, tops, strict=True)}
        ).with_columns(period_end=pl.lit(day), period_type=pl.lit("month"))
        for day, tops in zip(ends, chance.normal(150, 30, (ends.len(), len(CODES))), strict=True)
    ]
    is_far = (pl.col("area_code") == CODES[0]) & (pl.col("period_end") == ends[12])
    values = pl.concat(months).with_columns(pl.when(is_far).then(40.0).otherwise("value").alias("value"))
    values = values.sort("area_code", "period_end")
    unscreened = Settings(process_chart=ProcessChartSettings(screens_moving_ranges=False))
    ours = process_points(values, settings=unscreened)
    beside = against_others(values, completed=values, neighbours=everybody_else()).filter(neighbour_model="2025")
    theirs = pl.from_pandas(in_pandas(values)).sort("area_code", "period_end")

    assert theirs["centre"].to_list() == pytest.approx(ours["centre"].to_list())
    assert theirs["is_outside"].to_list() == ours["is_outside"].to_list()
    assert theirs["is_outside"].any()
    for name, told in {"mean": "neighbour_mean", "median": "neighbour_median", "min": "neighbour_min"}.items():
        assert theirs[name].to_list() == pytest.approx(beside[told].to_list())
