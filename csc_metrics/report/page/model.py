"""What stands on a scrutiny page, before it is HTML."""

from dataclasses import dataclass

from csc_metrics.measures.measure import Measure
from csc_metrics.narrative.sentence import Figure, Sentence

Cell = str | Figure | tuple[str | Figure, ...]
"""What stands in a table's cell: a figure, words that say why there is none, or both in reading order."""


@dataclass(frozen=True, kw_only=True)
class DisplayTable:
    """A table as in print. headings: of the columns, the first heads the row headings.

    rows: each a row heading and its cells.
    """

    caption: str
    headings: tuple[str, ...]
    rows: tuple[tuple[str, tuple[Cell, ...]], ...]


@dataclass(frozen=True, kw_only=True)
class MeasureSection:
    """One measure on the page: finding as title, chart, table, meaning, source.

    chart_svg: an <svg> element drawn by csc_metrics.charts, or None where no value can be drawn.
    chart_alternative: names measure, latest value, comparator and direction. chart_caption: measure, population,
    period, source. meaning: what it means and its caveats. settings and definition words come from `measure`.
    """

    measure: Measure
    finding: Sentence
    summary: tuple[Sentence, ...]
    chart_svg: str | None
    chart_alternative: str
    chart_caption: str
    table: DisplayTable
    meaning: tuple[str, ...]
    sources: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class ScrutinyPage:
    """A whole page. opening: the five sentences. neighbours: names, nearest first.

    facts: (term, description) pairs printed at the foot: versions, settings, dates and inputs.
    not_known: what this page cannot tell, one sentence each.
    """

    la_code: str
    la_name: str
    period_words: str
    opening: tuple[Sentence, ...]
    sections: tuple[MeasureSection, ...]
    neighbour_model: str
    neighbours: tuple[str, ...]
    not_known: tuple[str, ...]
    notes: tuple[str, ...]
    facts: tuple[tuple[str, str], ...]


@dataclass(frozen=True, kw_only=True)
class LinkedReport:
    """A finished report. href: of its page, relative to the index."""

    name: str
    href: str


@dataclass(frozen=True, kw_only=True)
class IndexPage:
    """A page over several reports. intro: paragraphs. failed: (name, what went wrong), each shown in full."""

    title: str
    intro: tuple[str, ...]
    reports: tuple[LinkedReport, ...]
    failed: tuple[tuple[str, str], ...]
