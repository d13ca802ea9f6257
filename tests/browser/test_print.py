"""Printed to PDF, no chart is cut, no table loses its headings, and what is closed on screen is there on paper."""

import re
from pathlib import Path
from typing import Final

import pytest
from browser.looks import add_rules
from browser.pages import INTERNAL, SECTIONS_OF_SHORT, SHORT, OpenPage
from browser.paper import Paper, Words, charts_that_are_cut, print_page
from playwright.sync_api import Page

from csc_metrics.contracts.made_up_region import MADE_UP_NOTE
from csc_metrics.measures.registry import PUBLISHED_MEASURES as MEASURES

MARGIN: Final = 15 / 25.4 * 72
"""Of a sheet, in points, at the left and the right."""


def sheets_of_table_without_headings(paper: Paper, *, heading: str, row: str) -> list[int]:
    """Return the sheets that have rows of a table and not its headings."""
    return [at for at, text in enumerate(paper.sheets) if row in text and heading not in " ".join(text.split())]


def lengthen_first_table(page: Page) -> None:
    page.evaluate("""() => {
        const body = document.querySelector('tbody');
        for (let at = 0; at < 80; at++) body.append(body.rows[0].cloneNode(true));
    }""")


def measures_spread_over_sheets(paper: Paper, *, measures: int) -> list[int]:
    """Return the sheets on which a measure begins and does not end, or ends and did not begin, or where two stand."""
    begins, ends = ([text.count(words) for text in paper.sheets] for words in ("What it means", "to be reviewed by"))
    assert (sum(begins), sum(ends)) == (measures, measures)
    return [at for at, both in enumerate(zip(begins, ends, strict=True)) if both not in ((0, 0), (1, 1))]


@pytest.fixture(scope="module", params=["Tameside", "Bournemouth, Christchurch and Poole"])
def paper(request: pytest.FixtureRequest, tab: Page, pages: dict[str, Path]) -> Paper:
    """A page of all measures, printed as it stands."""
    tab.goto(pages[request.param].as_uri())
    return print_page(tab)


def test_no_chart_is_cut(paper: Paper) -> None:
    assert list(charts_that_are_cut(paper, charts=len(MEASURES))) == []


@pytest.mark.parametrize(
    "rule",
    [
        ".beside, figure, .panel { display: block; } .panel svg { height: 600mm; }",
        ".panel { position: relative; left: -60mm; }",
        ".panel { height: 20mm; overflow: hidden; } .panel svg { margin-top: -40mm; }",
    ],
)
def test_a_chart_that_is_cut_is_found(open_page: OpenPage, rule: str) -> None:
    page = open_page(SHORT)
    add_rules(page, f"@media print {{ {rule} }}")

    assert list(charts_that_are_cut(print_page(page), charts=SECTIONS_OF_SHORT))


def test_each_measure_has_a_sheet_to_itself(paper: Paper) -> None:
    assert measures_spread_over_sheets(paper, measures=len(MEASURES)) == []


@pytest.mark.parametrize("rule", [".definition { margin-top: 150mm; }", ".measure + .measure { break-before: avoid; }"])
def test_a_measure_that_shares_or_leaves_its_sheet_is_found(open_page: OpenPage, rule: str) -> None:
    page = open_page(SHORT)
    add_rules(page, f"@media print {{ {rule} }}")

    assert measures_spread_over_sheets(print_page(page), measures=SECTIONS_OF_SHORT)


def test_a_table_that_breaks_repeats_its_headings(open_page: OpenPage) -> None:
    page = open_page(SHORT)
    lengthen_first_table(page)
    paper = print_page(page)

    assert sum("30 September 2025 18.9" in text for text in paper.sheets) > 1
    assert sheets_of_table_without_headings(paper, heading="Neighbours' median", row="30 September 2025 18.9") == []


def test_a_table_that_breaks_without_its_headings_is_found(open_page: OpenPage) -> None:
    page = open_page(SHORT)
    lengthen_first_table(page)
    add_rules(page, "thead { display: table-row-group; }")

    paper = print_page(page)
    assert sheets_of_table_without_headings(paper, heading="Neighbours' median", row="30 September 2025 18.9")


def test_definitions_that_are_closed_on_screen_are_printed(paper: Paper) -> None:
    assert sum(text.count("Counted (numerator)") for text in paper.sheets) == len(MEASURES)
    assert not [text for text in paper.sheets if "chart in words" in text], "the words beside it say the same"


def test_definitions_that_stay_closed_are_missed(open_page: OpenPage) -> None:
    page = open_page(SHORT)
    add_rules(page, "@media print { details::details-content { content-visibility: hidden; display: none; } }")

    assert not [text for text in print_page(page).sheets if "Counted (numerator)" in text]


def test_every_sheet_is_numbered_and_none_is_all_but_empty(paper: Paper) -> None:
    numbers = [f"Page {at} of {len(paper.sheets)}" for at in range(1, len(paper.sheets) + 1)]
    assert [number for number, text in zip(numbers, paper.sheets, strict=True) if number not in text] == []
    assert [at for at, text in enumerate(paper.sheets, start=1) if len(text.split()) < 80] == []


def words_beyond_the_edge(paper: Paper) -> list[Words]:
    """Return the runs of words that begin in the right margin of a sheet, or beyond it."""
    return [run for run in paper.placed if run.words.strip() and run.left > paper.width - MARGIN]


def test_an_internal_page_is_printed_whole_with_its_note_first(open_page: OpenPage) -> None:
    page = open_page(INTERNAL)
    captions = page.locator("caption").all_text_contents()
    paper = print_page(page)
    printed = " ".join(" ".join(paper.sheets).split())

    assert re.match(rf"(?:Page 1 of \d+ )?{re.escape(MADE_UP_NOTE)}", " ".join(paper.sheets[0].split()))
    assert len(captions) > 20
    assert [caption for caption in captions if caption not in printed] == []
    assert words_beyond_the_edge(paper) == []


def test_a_table_that_is_wider_than_paper_is_found(open_page: OpenPage) -> None:
    page = open_page(INTERNAL)
    add_rules(page, "@media print { .block table { position: relative; left: 90mm; } }")

    assert words_beyond_the_edge(print_page(page))
