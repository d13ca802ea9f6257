"""What an authority's figures say in plain words, and what could be asked about them, for notebooks."""

from typing import Final

import polars as pl

from csc_metrics.change.process_chart import ProcessCharts, process_charts
from csc_metrics.change.since import signals_since
from csc_metrics.change.verdict import verdicts
from csc_metrics.contracts.about_change import Variation
from csc_metrics.contracts.vocabulary import PeriodType
from csc_metrics.narrative.own_sentences import (
    beside_a_year_before,
    beside_its_target,
    beside_neighbours,
    newest_and_usual,
)
from csc_metrics.narrative.questions import questions
from csc_metrics.report.comparison_view import ComparisonView
from csc_metrics.report.data_quality import Shown
from csc_metrics.report.page.model import Block

MOST_MEASURES: Final = 12
"""Measures that are spoken of: those that moved most beyond their usual variation."""
_MONTHLY: Final = (PeriodType.MONTH.value, PeriodType.SNAPSHOT.value)
_QUIET: Final = (Variation.NONE.value, Variation.NOT_KNOWN.value)


def in_words(view: ComparisonView) -> Shown:
    """Return what the measures that moved most say, a paragraph each: how sure, since when, beside whom.

    view: of `csc_metrics.report.comparison_view.open_view`.
    """
    charts = _charts(view)
    width = pl.col("upper_limit") - pl.col("lower_limit")
    away = (pl.col("latest") - pl.col("centre")).abs() / pl.when(width > 0).then(width)
    moved = charts.summaries.filter(~pl.col("variation").is_in(_QUIET))
    strongest = moved.sort(away, "measure", descending=[True, False], nulls_last=True).head(MOST_MEASURES)
    since = {row["measure"]: row["since"] for row in signals_since(charts.points).to_dicts()}
    beside = {row["measure"]: row for row in _against(view).to_dicts()}
    words = []
    for row in strongest.to_dicts():
        measure = row["measure"]
        told = [newest_and_usual(row, since=since.get(measure)), beside_a_year_before(row), beside_its_target(row)]
        told += [beside_neighbours(beside[measure])] if measure in beside else []
        words.append(" ".join(sentence.plain for sentence in told if sentence is not None))
    return _shown("in-words", "In plain words", words=tuple(words) or ("No figure is beyond its usual variation.",))


def what_could_be_asked(view: ComparisonView) -> Shown:
    """Return up to six questions that the figures raise. view: of `csc_metrics.report.comparison_view.open_view`."""
    own = view.values.filter(pl.col("breakdown") == "all", pl.col("period_type").is_in(_MONTHLY))
    asked = questions(
        against=_against(view), summaries=_charts(view).summaries, verdicts=verdicts(own, settings=view.settings)
    )
    words = tuple(question.plain for question in asked) or ("Nothing in the figures raises a question.",)
    return _shown("asked", "What could be asked", words=words)


def _charts(view: ComparisonView) -> ProcessCharts:
    own = view.values.filter(pl.col("breakdown") == "all", pl.col("period_type").is_in(_MONTHLY))
    return process_charts(own, settings=view.settings)


def _against(view: ComparisonView) -> pl.DataFrame:
    return view.against.filter(breakdown="all", neighbour_model=view.settings.neighbours.model)


def _shown(code: str, title: str, *, words: tuple[str, ...]) -> Shown:
    return Shown([Block(code=code, title=title, words=words)])
