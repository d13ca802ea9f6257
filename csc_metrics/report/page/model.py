"""What stands on a page, before it is HTML."""

from dataclasses import dataclass

from csc_metrics.measures.measure import Measure
from csc_metrics.narrative.sentence import Figure, Sentence


@dataclass(frozen=True, kw_only=True)
class Count:
    """A number as printed that no measure stands behind: so many rows, or a share of them. text: with its unit."""

    text: str


Cell = str | Figure | Count | tuple[str | Figure, ...]
"""What stands in a table's cell: a figure, a count, words that say why there is none, or words and figures."""


@dataclass(frozen=True, kw_only=True)
class DisplayTable:
    """A table as in print. headings: of the columns, the first heads the row headings.

    rows: each a row heading and its cells. is_wordy: whether words in it run over several lines.
    """

    caption: str
    headings: tuple[str, ...]
    rows: tuple[tuple[str, tuple[Cell, ...]], ...]
    is_wordy: bool = False


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
    not_known: what this page cannot tell, one sentence each. banner: what is said before all else, such as that the
    authority is made up; empty: nothing.
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
    banner: str = ""


@dataclass(frozen=True, kw_only=True)
class Picture:
    """A chart in a block. svg: an <svg> element drawn by csc_metrics.charts. alternative: what it shows, in words.

    caption: measure, whose it is and where it comes from.
    """

    svg: str
    alternative: str
    caption: str


@dataclass(frozen=True, kw_only=True)
class Block:
    """A part of a chapter that answers one question: words first, then charts, tables under them.

    code: names it in addresses within the page. words: paragraphs. pictures: charts. tables: in the open. folded: (what
    it holds, tables) that a reader opens.
    """

    code: str
    title: str
    words: tuple[str, ...]
    pictures: tuple[Picture, ...] = ()
    tables: tuple[DisplayTable, ...] = ()
    folded: tuple[tuple[str, tuple[DisplayTable, ...]], ...] = ()


@dataclass(frozen=True, kw_only=True)
class Chapter:
    """A chapter of an internal page. opening: what it adds to what the page opens with, one sentence each."""

    code: str
    title: str
    opening: tuple[str, ...]
    blocks: tuple[Block, ...]


@dataclass(frozen=True, kw_only=True)
class InternalPage:
    """A page for an authority's own people. kind: what report it is. as_of: on what it rests.

    banner: as of `ScrutinyPage`.

    notes: what a reader should know, one paragraph each. facts: (term, description) pairs printed at the foot.
    """

    la_name: str
    kind: str
    as_of: str
    banner: str
    chapters: tuple[Chapter, ...]
    notes: tuple[str, ...]
    facts: tuple[tuple[str, str], ...]


@dataclass(frozen=True, kw_only=True)
class LinkedReport:
    """A finished report. name: what kind it is. href: of its page, relative to the index."""

    name: str
    href: str


@dataclass(frozen=True, kw_only=True)
class ListedAuthority:
    """An authority's row in an index. name: marked where it is made up. region: its name.

    also: code and other names, by which it is found too. headline: what its first report says first, empty where
    nothing is known of it. is_headline_internal: whether that is told to the authority's own people alone.
    failed: (kind of report, what went wrong) of those that could not be made. is_internal: whether any of its reports,
    made or failed, is for its own people alone.
    """

    name: str
    region: str
    also: tuple[str, ...]
    reports: tuple[LinkedReport, ...]
    headline: str
    is_headline_internal: bool
    failed: tuple[tuple[str, str], ...]
    is_internal: bool


@dataclass(frozen=True, kw_only=True)
class IndexPage:
    """A page over several reports. intro: paragraphs. authorities: by name. banner: as of `ScrutinyPage`.

    failed: (name, what went wrong), each shown in full before the table.
    """

    title: str
    intro: tuple[str, ...]
    authorities: tuple[ListedAuthority, ...]
    failed: tuple[tuple[str, str], ...]
    banner: str = ""
