"""The notebook on what it would take runs whole, says a range every time, and never a target."""

import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path

import nbformat
import polars as pl
import pytest
from made_up_records import MONTHS, TABLES, put_tables

from csc_metrics.contracts.about_planning import WhatItWouldTake
from csc_metrics.contracts.made_up_region import MADE_UP_NOTE
from csc_metrics.narrative.as_neighbours import as_neighbours_have
from csc_metrics.planning.kept_projections import kept_projections
from csc_metrics.records.clean import clean_records
from csc_metrics.report.batch.processes import ProcessForEach
from csc_metrics.report.capacity_view import open_capacity, workers_then
from csc_metrics.report.notebooks import run_notebook
from csc_metrics.settings.read import read_settings

NOTEBOOK = "capacity.ipynb"
CELLS = ["assumed", "children", "workers", "projections"]


@pytest.fixture(scope="module")
def processes() -> Iterator[ProcessForEach]:
    with ProcessForEach(workers=1) as executor:
        yield executor


def answers_of(processes: ProcessForEach, executed: Path, **parameters: str) -> dict[str, str]:
    """Run the notebook in a process of its own. Returns: what each cell shows as text, by its id."""
    processes.submit(run_notebook, NOTEBOOK, parameters=parameters, executed=executed).result()
    cells = [cell for cell in nbformat.read(executed, as_version=4).cells if cell.cell_type == "code"]
    html = {cell.id: "".join(out["data"].get("text/html", "") for out in cell.outputs if "data" in out) for cell in cells}
    without_style = {cell: re.sub(r"<style>.*?</style>", "", shown, flags=re.DOTALL) for cell, shown in html.items()}
    return {cell: unescape(re.sub(r"<[^>]+>", " ", shown)) for cell, shown in without_style.items() if shown}


def test_of_tameside_every_difference_is_a_range_and_nothing_is_a_target(
    processes: ProcessForEach, tmp_path: Path
) -> None:
    asked = {"authority": "Tameside", "clean": str(tmp_path), "published": "carried"}
    answers = answers_of(processes, tmp_path / "executed.ipynb", **asked)

    assert list(answers) == CELLS
    assert "If referrals were as neighbours have them, from their lower to their upper quartile" in answers["children"]
    assert "between 1,496 and 2,562 fewer" in answers["children"]
    assert "122.0 to 132.9" in answers["workers"]
    assert "this is no target and no forecast" in answers["assumed"]
    for cell in ("children", "workers", "projections"):
        assert not re.search(r"\b(should|target|must|needs? to|ought)\b", answers[cell])
        assert not re.search(r"\d (more|fewer)(?! and)", re.sub(r"between (none|[\d,.]+) (fewer )?and [\d,.]+ (more|fewer)", "", answers[cell]))
    assert not kept_projections(tmp_path, "357").is_empty(), "what was said is kept"


def test_of_a_made_up_authority_with_few_records_it_is_said_what_is_wanting(
    processes: ProcessForEach, tmp_path: Path
) -> None:
    put_tables(tmp_path / "raw", day=MONTHS[0])
    put_tables(tmp_path / "raw", assessments=TABLES["assessments"])
    clean_records(tmp_path / "raw", tmp_path / "clean", settings=read_settings(None))
    asked = {"authority": "001", "clean": str(tmp_path / "clean"), "published": "carried"}
    answers = answers_of(processes, tmp_path / "executed.ipynb", **asked)

    assert list(answers) == CELLS
    assert MADE_UP_NOTE in answers["assumed"]
    assert "only 0 of 10 neighbours have a figure" in answers["children"]
    assert "Nothing is said of a figure" in answers["projections"]


@pytest.mark.parametrize(
    ("lower", "upper", "expected"),
    [
        ((-300.0, -200.0), (-150.0, -100.0), "between 100 and 300 fewer."),
        ((100.0, 150.0), (200.0, 300.0), "between 100 and 300 more."),
        ((-300.0, -200.0), (50.0, 80.0), "between 300 fewer and 80 more."),
    ],
)
def test_the_sentence_is_from_the_least_of_the_lower_to_the_most_of_the_upper_quartile(
    lower: tuple[float, float], upper: tuple[float, float], expected: str
) -> None:
    rows = pl.DataFrame(
        [
            {"lever": "referral_rate_per_10k", "level": level, "difference_lower": ends[0], "difference_upper": ends[1]}
            for level, ends in (("lower_quartile", lower), ("median", (0.0, 0.0)), ("upper_quartile", upper))
        ],
        schema_overrides={"difference_lower": pl.Float64},
    ).with_columns(period_end=pl.date(2025, 3, 31))
    sentence = as_neighbours_have(rows)

    assert sentence is not None
    assert sentence.plain.endswith(f"there would be {expected}")
    assert as_neighbours_have(WhatItWouldTake.create_empty()) is None


@pytest.mark.shared
def test_where_the_workforce_is_wanting_it_is_said_and_is_no_part_that_does_not_exist(shared_dfe: Path) -> None:
    opened = open_capacity(authority="207", published=str(shared_dfe))
    shown = workers_then(opened)
    told = unescape(re.sub(r"<[^>]+>", " ", shown._repr_html_()))

    assert opened.would_take.filter(lever="children_in_need_rate_per_10k")["fte_now"].null_count() == 3
    assert "the authority's own figures of cases and workers and of agency workers are wanting." in told
    assert "n/a" not in told
    assert "Workers now" not in told, "no table of nothing"
