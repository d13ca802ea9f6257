"""Every word on every chart is inside it and over no other, for real figures."""

from pathlib import Path

import pandas as pd
import polars as pl
import pytest
from chart_words import boxes_of, faults_of_words

from csc_metrics.charts import years_against_neighbours as chart
from csc_metrics.charts.drawing import Drawing
from csc_metrics.charts.style import chart_style
from csc_metrics.measures.measure import Measure
from csc_metrics.report.scrutiny import open_report

TAMESIDE, LONG_NAME, NEW, ENDED = "357", "839", "941", "928"
"""Full history; the longest name; an authority since 2021; one until 2021."""


def drawings(authority: str, *, published: str) -> dict[str, Drawing]:
    """Return a drawing for each measure that has a value."""
    report = open_report(authority=authority, published=published)
    drawn = {
        history.measure.code: draw(
            report.rows.filter(pl.col("measure") == history.measure.code).to_pandas(),
            measure=history.measure,
            name=report.authority.name,
        )
        for history in report.found
    }
    return {code: drawing for code, drawing in drawn.items() if drawing is not None}


def draw(rows: pd.DataFrame, *, measure: Measure, name: str) -> Drawing | None:
    years = chart._read_years(rows)
    if years is None:
        return None
    with chart_style():
        return chart._draw(years, measure=measure, authority_name=name)


def faults(authority: str, *, published: str) -> dict[str, list[str]]:
    found = {code: faults_of_words(drawing) for code, drawing in drawings(authority, published=published).items()}
    assert len(found) > 9
    return {code: wrong for code, wrong in found.items() if wrong}


@pytest.mark.parametrize("authority", [TAMESIDE, "351", "353", "372"])
def test_words_on_charts_of_carried_figures_are_inside_and_apart(authority: str) -> None:
    assert faults(authority, published="carried") == {}


@pytest.mark.shared
@pytest.mark.parametrize("authority", [TAMESIDE, LONG_NAME, NEW, ENDED])
def test_words_on_charts_of_dfes_figures_are_inside_and_apart(authority: str, shared_dfe: Path) -> None:
    assert faults(authority, published=str(shared_dfe)) == {}


def with_words(words: str, *, at: tuple[float, float]) -> Drawing:
    """A chart of Tameside's with one thing more written on it."""
    drawing = drawings(TAMESIDE, published="carried")["average_caseload"]
    with chart_style():
        drawing.write(words, at=at, size=12.0)
    return drawing


def test_words_that_run_out_of_the_picture_are_seen() -> None:
    assert faults_of_words(with_words("Neighbours", at=(380.0, 20.0))) == ["'Neighbours' is cut off"]


def test_words_over_other_words_are_seen() -> None:
    whole = drawings(TAMESIDE, published="carried")["average_caseload"]
    box = next(box for box in boxes_of(whole) if box.words == "Tameside")

    assert faults_of_words(with_words("2020", at=(box.left, box.high))) == ["'Tameside' lies over '2020'"]
