"""Figures of sentences about own records under the column names that measures.csv has for them."""

from dataclasses import replace
from typing import Final

from csc_metrics.contracts.vocabulary import Source
from csc_metrics.narrative.sentence import Figure, Sentence

_COLUMN_OF: Final = {"latest": "value", "same_month_change": "change_on_year"}
"""Column of ProcessSummaries → its name in measures.csv, where that is another."""


def as_in_measures_csv(sentence: Sentence) -> Sentence:
    """Return a sentence of `csc_metrics.narrative.own_sentences` whose figures stand in measures.csv.

    sentence: made from a row of ProcessSummaries.
    """
    parts = [_renamed(part) if isinstance(part, Figure) else part for part in sentence.parts]
    return replace(sentence, parts=tuple(parts))


def _renamed(figure: Figure) -> Figure:
    column = _COLUMN_OF.get(figure.column, figure.column)
    return replace(figure, column=column, source=Source.LOCAL.value)
