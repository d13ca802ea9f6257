"""A page fits 320 pixels, 400% zoom and wider text: nothing to scroll sideways to, nothing cut."""

from typing import Any, Final

import pytest
from browser.looks import NARROW, PARAGRAPH_SPACING, TEXT_SPACING, add_rules, open_all
from browser.own_reports import WHOLE
from browser.pages import INTERNAL, SHORT, OpenPage
from playwright.sync_api import Page

BEYOND_THE_EDGE: Final = """() => {
    const root = document.documentElement, faults = [];
    if (root.scrollWidth > root.clientWidth) faults.push(`the page is ${root.scrollWidth} px wide`);
    for (const one of document.body.querySelectorAll('*:not(.table *):not(svg *)')) {
        const box = one.getBoundingClientRect();
        if (box.right > root.clientWidth + 0.5 && box.width > 0) faults.push(`beyond the edge: ${one.outerHTML}`);
    }
    return faults.map(fault => fault.slice(0, 90));
}"""
CUT: Final = """() => [...document.body.querySelectorAll('*:not(.table):not(svg):not(svg *)')].filter(one => {
    const hides = getComputedStyle(one);
    return (hides.overflowX !== 'visible' && one.scrollWidth > one.clientWidth + 1)
        || (hides.overflowY !== 'visible' && one.scrollHeight > one.clientHeight + 1);
}).map(one => `cut: ${one.outerHTML}`.slice(0, 90))"""
SCROLLED: Final = """() => [...document.querySelectorAll('.table')]
    .filter(one => one.checkVisibility() && one.scrollWidth > one.clientWidth + 1)
    .map(one => one.querySelector('caption').textContent)"""
OVER_EACH_OTHER: Final = """() => {
    const extent = one => {  // of the words, which may leave the box
        const words = document.createRange();
        words.selectNodeContents(one);
        return words.getBoundingClientRect();
    };
    const blocks = [...document.body.querySelectorAll('h1, h2, h3, h4, p, li:not(:has(p, ul)), figcaption, dt, dd, '
        + 'summary, caption, tr, .panel')]
        .filter(one => one.checkVisibility()).map(one => [one, extent(one)]);
    const faults = [];
    blocks.forEach(([one, box], at) => {
        const [next, below] = blocks[at + 1] ?? [one, box];
        const isBeside = below.left >= box.right - 1 || below.right <= box.left + 1;
        if (next !== one && !one.contains(next) && !isBeside && box.height && below.height
            && below.top < box.bottom - 1 && below.bottom > box.top + 1)
            faults.push(`${next.outerHTML.slice(0, 60)} lies over ${one.outerHTML.slice(0, 60)}`);
    });
    return faults;
}"""


def faults_of_fit(page: Page) -> list[str]:
    """Return what reaches beyond the right edge, is cut, or lies over what stands before it; tables scroll alone."""
    found: list[str] = [*page.evaluate(BEYOND_THE_EDGE), *page.evaluate(CUT), *page.evaluate(OVER_EACH_OTHER)]
    return found


@pytest.mark.parametrize(
    "name", ["Tameside", "Bournemouth, Christchurch and Poole", "Isles of Scilly", INTERNAL, *WHOLE, "index"]
)
@pytest.mark.parametrize("width", NARROW)
def test_a_page_fits_without_sideways_scrolling(open_page: OpenPage, name: str, width: str) -> None:
    page = open_page(name, **NARROW[width])
    open_all(page)

    assert faults_of_fit(page) == []


@pytest.mark.parametrize("name", WHOLE)
def test_no_table_needs_scrolling_sideways_on_a_desk_those_one_opens_included(open_page: OpenPage, name: str) -> None:
    page = open_page(name)
    open_all(page)
    assert page.locator(".table").count() > 5
    assert page.evaluate(SCROLLED) == []

    add_rules(page, "tbody th { white-space: nowrap !important; min-width: 50rem !important; }")
    assert page.evaluate(SCROLLED)


@pytest.mark.parametrize("name", ["Tameside", "Bournemouth, Christchurch and Poole", INTERNAL, *WHOLE, "index"])
@pytest.mark.parametrize("width", [{}, NARROW["320 px"]], ids=["desktop", "320 px"])
def test_wider_spaced_text_is_neither_cut_nor_written_over(
    open_page: OpenPage, name: str, width: dict[str, Any]
) -> None:
    page = open_page(name, **width)
    open_all(page)
    add_rules(page, TEXT_SPACING, PARAGRAPH_SPACING)

    assert faults_of_fit(page) == []


@pytest.mark.parametrize(
    ("rules", "fault"),
    [
        ([".second { min-width: 30rem; }"], "the page is 5"),
        ([".second { min-width: 30rem; }", "body { overflow-x: hidden; }"], "beyond the edge: "),
        ([".table { overflow-x: visible; }"], "the page is "),
        ([".label { height: 1rem; overflow: hidden; }"], "cut: "),
        ([".summary { height: 1rem; }"], "<p"),
    ],
)
def test_a_page_that_does_not_fit_is_found(open_page: OpenPage, rules: list[str], fault: str) -> None:
    page = open_page(SHORT, **NARROW["320 px"])
    open_all(page)
    add_rules(page, *rules)

    assert [found for found in faults_of_fit(page) if found.startswith(fault)]


def test_a_line_too_high_for_its_box_is_found_when_text_is_spaced(open_page: OpenPage) -> None:
    page = open_page(SHORT, **NARROW["320 px"])
    page.evaluate("document.querySelectorAll('p').forEach(one => one.style.height = `${one.offsetHeight}px`)")
    assert faults_of_fit(page) == []

    add_rules(page, TEXT_SPACING, "p { overflow: hidden; }")
    assert [found for found in faults_of_fit(page) if found.startswith("cut: ")]
