"""Tables under a notebook's cell, in a browser: searched, sorted as numbers and days, and nothing is asked for."""

from pathlib import Path
from types import SimpleNamespace
from typing import Final

import IPython
import pytest
from browser.test_axe import run_axe, told
from playwright.sync_api import Browser, Locator, Page, expect

from csc_metrics.report import interactive
from csc_metrics.report.interactive import SEEN_AT_ONCE, show_blocks
from csc_metrics.report.page.model import Block, Count, DisplayTable

DAYS: Final = ("9 March 2026", "10 February 2026", "not recorded")
MANY: Final = SEEN_AT_ONCE + 3
SORTED_IN_TURN: Final = ("ascending", "descending")
ROWS: Final = tuple((f"Team {number}", (Count(text=f"{number * 700:,}"), DAYS[number % 3])) for number in range(MANY))
TABLE: Final = DisplayTable(caption="Cases by team", headings=("Team", "Cases", "Due"), rows=ROWS)


@pytest.fixture
def asked() -> list[str]:
    return []


@pytest.fixture
def shown(chromium: Browser, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, asked: list[str]) -> Page:
    """A page of what two outputs of a notebook hold: the code, and a block with a table."""
    brought: list[str] = []
    kernel = SimpleNamespace(get_parent=dict)
    monkeypatch.setattr(IPython, "get_ipython", lambda: SimpleNamespace(kernel=kernel))
    monkeypatch.setattr(IPython.display, "display_html", lambda html, raw: brought.append(html))
    monkeypatch.setattr(interactive, "_brought_by", set())
    html = show_blocks([Block(code="teams", title="Teams", words=(), tables=(TABLE,))])
    path = tmp_path / "output.html"
    page_html = f'<!doctype html><html lang="en"><title>Output</title><main><h1>Output</h1><h2>Cell</h2>{html}</main>'
    path.write_text("".join([page_html, *brought]), encoding="utf-8")
    page = chromium.new_page()
    page.on("request", lambda request: asked.append(request.url))
    page.goto(path.as_uri())
    expect(page.get_by_role("searchbox")).to_be_visible()
    return page


def column(page: Page, number: int) -> Locator:
    return page.locator(f"tbody tr > :nth-child({number})")


def sort_by(page: Page, heading: str, *, until: str) -> None:
    """Presses Enter on a heading until the table says that it is sorted that way.

    The table sorts after the key has been answered, so that each press waits for its own sorting to be told.
    """
    header = page.get_by_role("columnheader", name=heading)
    for told_as in SORTED_IN_TURN[: SORTED_IN_TURN.index(until) + 1]:
        header.get_by_role("button").press("Enter")
        expect(header).to_have_attribute("aria-sort", told_as)


def test_at_first_the_rows_are_those_of_the_printed_table_in_its_order_under_its_caption(shown: Page) -> None:
    expect(shown.locator("caption")).to_have_text(TABLE.caption)
    expect(column(shown, 1)).to_have_text([heading for heading, _ in ROWS])
    expect(column(shown, 2)).to_have_text([cells[0].text for _, cells in ROWS])


def test_numbers_are_sorted_as_numbers_and_days_as_days_with_the_keyboard(shown: Page) -> None:
    sort_by(shown, "Cases", until="descending")
    expect(column(shown, 2)).to_have_text([f"{number * 700:,}" for number in reversed(range(MANY))])
    sort_by(shown, "Due", until="descending")
    expect(column(shown, 3)).to_have_text(sorted((cells[1] for _, cells in ROWS), key=DAYS.index))


def test_rows_are_found_by_words_that_stand_in_them_and_by_nothing_that_does_not(shown: Page) -> None:
    box = shown.get_by_role("searchbox", name="Search this table")
    box.fill("Team 12")
    expect(column(shown, 1)).to_have_text(["Team 12"])
    box.fill("data-order")
    expect(shown.locator("tbody")).to_have_text("No row holds these words.")


def test_nothing_but_the_page_itself_is_asked_for(shown: Page, asked: list[str], tmp_path: Path) -> None:
    sort_by(shown, "Cases", until="ascending")
    elsewhere = [url for url in asked if not url.startswith(("blob:", "data:", tmp_path.as_uri()))]
    assert elsewhere == []


def test_who_cannot_see_or_use_a_mouse_can_use_the_table(shown: Page) -> None:
    assert told(run_axe(shown)["violations"]) == []
