"""What stands on a page, before it is HTML."""

from dataclasses import dataclass
from typing import Final

from csc_metrics.measures.measure import Measure
from csc_metrics.narrative.sentence import Figure, Sentence
from csc_metrics.report.commentary import Commentary


@dataclass(frozen=True, kw_only=True)
class Approval:
    """Whether a page is a draft or approved. words: by whom and when; empty: nothing is said."""

    words: str
    is_approved: bool


OWN: Final = "own-"
"""What names a measure's part of a page begins with where its figures are own records': DfE may publish it, too."""
NOT_SAID: Final = Approval(words="", is_approved=False)
"""Of a page of which nobody says whether it is approved."""
NOTHING_SAID: Final = Commentary()
"""Of a page to which the service adds no word."""


@dataclass(frozen=True, kw_only=True)
class Count:
    """A number as printed that no measure stands behind: so many rows, or a share of them. text: with its unit."""

    text: str


@dataclass(frozen=True, kw_only=True)
class Picture:
    """A chart in a block or in a cell. svg: an <svg> element drawn by csc_metrics.charts.

    alternative: what it shows, in words. caption: measure, whose it is and where it comes from; none in a cell.
    """

    svg: str
    alternative: str
    caption: str = ""


@dataclass(frozen=True, kw_only=True)
class Told:
    """Words with a figure in them that run over several lines, as an explanation does. parts: in reading order."""

    parts: tuple[str | Figure, ...]


Cell = str | Figure | Count | Told | Picture | tuple[str | Figure, ...]
"""What stands in a cell: a figure, a count, a picture, words that say why there is none, or words and figures."""


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

    code: names it in addresses within the page; empty: as the measure. chart_svg: an <svg> element drawn by
    csc_metrics.charts, or None where no value can be drawn.
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
    code: str = ""

    @property
    def anchor(self) -> str:
        """What the page names it by in addresses."""
        return self.code or self.measure.code


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
class PagePart:
    """A part of a public page under one heading. code: names it in addresses within the page.

    words: what is said before all else. sections: measures, each with its chart. blocks: what is no single measure.
    """

    code: str
    title: str
    words: tuple[str, ...] = ()
    sections: tuple[MeasureSection, ...] = ()
    blocks: tuple[Block, ...] = ()


@dataclass(frozen=True, kw_only=True)
class ScrutinyPage:
    """A whole page. opening: at most six sentences. parts: in the order in which they stand.

    neighbours: names, nearest first. neighbour_model: empty where there are no neighbours to compare with.
    facts: (term, description) pairs printed at the foot: versions, settings, dates and inputs.
    not_known: what this page cannot tell, one sentence each. glossary: (word, meaning) pairs. approval: draft or
    approved, by whom and when. commentary: what the service says of each section. banner: what is said before all
    else, such as that the authority is made up; empty: nothing.
    """

    la_code: str
    la_name: str
    period_words: str
    opening: tuple[Sentence, ...]
    parts: tuple[PagePart, ...]
    neighbour_model: str
    neighbours: tuple[str, ...]
    not_known: tuple[str, ...]
    notes: tuple[str, ...]
    facts: tuple[tuple[str, str], ...]
    glossary: tuple[tuple[str, str], ...] = ()
    approval: Approval = NOT_SAID
    commentary: Commentary = NOTHING_SAID
    banner: str = ""


@dataclass(frozen=True, kw_only=True)
class Chapter:
    """A chapter of an internal page. opening: what it adds to what the page opens with, one sentence each.

    said_under: sections of the service's own words that stand at its head.
    """

    code: str
    title: str
    opening: tuple[str, ...]
    blocks: tuple[Block, ...]
    said_under: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class InternalPage:
    """A page for an authority's own people. kind: what report it is. as_of: on what it rests.

    banner, approval, commentary: as of `ScrutinyPage`.

    notes: what a reader should know, one paragraph each. facts: (term, description) pairs printed at the foot.
    """

    la_name: str
    kind: str
    as_of: str
    banner: str
    chapters: tuple[Chapter, ...]
    notes: tuple[str, ...]
    facts: tuple[tuple[str, str], ...]
    approval: Approval = NOT_SAID
    commentary: Commentary = NOTHING_SAID


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
