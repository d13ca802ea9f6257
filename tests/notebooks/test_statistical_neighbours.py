"""The notebook on statistical neighbours and one's own past runs whole: with records, and with DfE's figures alone."""

from collections.abc import Callable, Iterator
from html import unescape
from pathlib import Path

import nbformat
import polars as pl
import pytest
from made_up_records import MONTHS, TABLES, put_tables

from csc_metrics.contracts.made_up_region import MADE_UP_NOTE
from csc_metrics.measures.counting.opened import population_of
from csc_metrics.published.carry import carried_published
from csc_metrics.records.clean import clean_records
from csc_metrics.report import comparison_view, working_view
from csc_metrics.report.batch.processes import ProcessForEach
from csc_metrics.report.notebooks import run_notebook
from csc_metrics.settings.read import read_settings

NOTEBOOK = "statistical_neighbours.ipynb"
CELLS = [
    *("whose", "beside", "out-of-step", "in-words", "asked", "moved"),
    *("quorate", "caseload", "caseload-moved", "timeliness", "changes"),
]
CHANGE = """
changes = [{ changed_on = 2026-10-15, name = "Hub", measures = ["strategy_meeting_quorate_pct"], \
expected_shape = "level" }]
"""


@pytest.fixture(scope="module")
def processes() -> Iterator[ProcessForEach]:
    with ProcessForEach(workers=1) as executor:
        yield executor


def comparison_view_values(clean: Path) -> pl.DataFrame:
    return comparison_view.open_view(authority="357", clean=str(clean), published="carried").values


def working_view_values(clean: Path) -> pl.DataFrame:
    return working_view.open_view(authority="357", clean=str(clean), topics=["Children in need, protected and looked after"]).values


def answers_of(processes: ProcessForEach, executed: Path, **parameters: str) -> dict[str, str]:
    """Run the notebook in a process of its own. Returns: what each cell shows as HTML, by its id."""
    processes.submit(run_notebook, NOTEBOOK, parameters=parameters, executed=executed).result()
    cells = [cell for cell in nbformat.read(executed, as_version=4).cells if cell.cell_type == "code"]
    html = {cell.id: "".join(out["data"].get("text/html", "") for out in cell.outputs if "data" in out) for cell in cells}
    return {cell: unescape(shown) for cell, shown in html.items() if shown}


def test_without_records_dfes_figures_stand_beside_neighbours_of_both_models(
    processes: ProcessForEach, tmp_path: Path
) -> None:
    asked = {"authority": "Tameside", "clean": str(tmp_path / "none"), "published": "carried"}
    answers = answers_of(processes, tmp_path / "executed.ipynb", **asked)

    assert list(answers) == CELLS
    assert "every figure is DfE's" in answers["whose"]
    assert "Neighbours by the model of 2021:" in answers["whose"]
    assert "Neighbours by the model of 2025:" in answers["whose"]
    assert "Tameside beside its neighbours" in answers["beside"]
    assert "30 September 2025" in answers["beside"]
    assert "18.9" in answers["beside"], "the average caseload, as DfE prints it"
    assert "would lie outside the 99.8% limits" in answers["out-of-step"]
    assert "The settings name no dated change" in answers["changes"]


def test_of_records_the_newest_months_are_shown_and_each_dated_change(processes: ProcessForEach, tmp_path: Path) -> None:
    put_tables(tmp_path / "raw", day=MONTHS[0])
    put_tables(tmp_path / "raw", assessments=TABLES["assessments"])
    clean_records(tmp_path / "raw", tmp_path / "clean", settings=read_settings(None))
    settings = tmp_path / "settings.toml"
    settings.write_text(CHANGE, encoding="utf-8")
    asked = {"authority": "001", "clean": str(tmp_path / "clean"), "published": "carried", "settings": str(settings)}
    answers = answers_of(processes, tmp_path / "executed.ipynb", **asked)

    assert list(answers) == CELLS
    assert MADE_UP_NOTE in answers["whose"]
    assert "Neighbours by the model of 2021 and of 2025: Brackenholt" in answers["whose"], "both have the same"
    assert "counted from the authority's own records" in answers["whose"]
    assert "series are looked at" in answers["moved"]
    assert "there is not enough data, with fewer than 8 months on one side" in answers["changes"]
    assert "nothing is recorded of it" in answers["changes"]


@pytest.mark.parametrize("view_of", [comparison_view_values, working_view_values])
def test_rates_of_a_real_authority_are_counted_by_the_children_who_live_there(
    view_of: Callable[[Path], pl.DataFrame], tmp_path: Path
) -> None:
    put_tables(tmp_path / "raw", la_code="357", day=MONTHS[0])
    put_tables(tmp_path / "raw", la_code="357")
    clean_records(tmp_path / "raw", tmp_path / "clean", settings=read_settings(None))
    rates = view_of(tmp_path / "clean").filter(measure="child_protection_plan_rate_per_10k", breakdown="all")
    rates = rates.filter(pl.col("value").is_not_null())

    assert rates.height
    assert set(rates["denominator"]) <= set(population_of(carried_published().figures, "357").values())
