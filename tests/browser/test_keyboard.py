"""Everything on a page is reached, seen and worked with the keyboard alone, in the order in which it is read."""

from collections.abc import Iterator
from itertools import pairwise
from typing import Any, Final

import pytest
from browser.looks import NARROW, open_all
from browser.own_reports import WHOLE
from browser.pages import INTERNAL, SHORT, OpenPage
from playwright.sync_api import Page

from csc_metrics.measures.registry import PUBLISHED_MEASURES as MEASURES

MOST_STOPS: Final = 900
NUMBER_THE_STOPS: Final = """() => {
    const stops = [...document.querySelectorAll('a[href], summary, .table, input, button')];
    stops.forEach((stop, at) => stop.dataset.stop = at);
    return stops.map(stop => stop.textContent.trim().slice(0, 60));
}"""
WHERE_FOCUS_IS: Final = """() => {
    const at = document.activeElement, box = at.getBoundingClientRect(), style = getComputedStyle(at);
    return {
        stop: at.dataset.stop,
        isOnScreen: box.width > 0 && box.height > 0 && box.bottom > 0 && box.top < innerHeight
            && box.right > 0 && box.left < innerWidth,
        isMarked: style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2,
    };
}"""
HEADINGS: Final = "[...document.querySelectorAll('h1, h2, h3, h4, h5, h6')].map(heading => Number(heading.tagName[1]))"


def stops_of(page: Page) -> Iterator[dict[str, Any]]:
    """Press Tab until focus leaves the page or comes round again, as Chromium sometimes has it; yield where it is."""
    met: set[str] = set()
    for _ in range(MOST_STOPS):
        page.keyboard.press("Tab")
        stop: dict[str, Any] = page.evaluate(WHERE_FOCUS_IS)
        if stop["stop"] is None or stop["stop"] in met:
            return
        met.add(stop["stop"])
        yield stop


def faults_of_tab_order(page: Page) -> list[str]:
    """Return every link, table, field and such that Tab does not reach in its turn, or that does not show its focus."""
    names = page.evaluate(NUMBER_THE_STOPS)
    reached = list(stops_of(page))
    order = [int(stop["stop"]) for stop in reached]
    missed = [f"not reached: {name}" for at, name in enumerate(names) if at not in order]
    unseen = [f"not seen: {names[int(s['stop'])]}" for s in reached if not (s["isOnScreen"] and s["isMarked"])]
    astray = [f"out of turn: {names[after]}" for before, after in pairwise([-1, *order]) if after < before]
    return missed + unseen + astray


def faults_of_headings(page: Page) -> list[str]:
    levels = page.evaluate(HEADINGS)
    skipped = [f"h{after} follows h{before}" for before, after in pairwise([0, *levels]) if after - before > 1]
    return skipped if levels.count(1) == 1 else [*skipped, f"{levels.count(1)} headings are h1"]


def faults_of_skip_link(page: Page) -> list[str]:
    """Return what is wrong with the first stop: it shows itself, and it moves focus past the masthead."""
    link = page.locator(".skip")
    hidden_at = link.bounding_box()
    page.keyboard.press("Tab")
    is_first = link.evaluate("link => link === document.activeElement")
    shown_at = link.bounding_box()
    page.keyboard.press("Enter")
    is_moved = page.locator("#main").evaluate("main => main === document.activeElement")
    checks = {
        "it is seen before it has focus": hidden_at is None or hidden_at["y"] + hidden_at["height"] > 0,
        "it is not the first stop": not is_first,
        "it is not seen when it has focus": shown_at is None or shown_at["y"] < 0 or shown_at["height"] < 24,
        "it does not move focus to the main content": not is_moved,
    }
    return [fault for fault, is_so in checks.items() if is_so]


def faults_of_charts_in_words(page: Page) -> list[str]:
    """Return the charts whose words do not open from the keyboard, or are not what a screen reader says."""
    faults = []
    for chart in page.locator("figure [role=img]").all():
        words = page.locator(f"details[id='{chart.get_attribute('aria-details')}']")
        if words.count() != 1:
            faults.append("a chart points to no words")
            continue
        words.locator("summary").press("Enter")
        shown = words.locator("p")
        name = chart.get_attribute("aria-label") or ""
        if not shown.is_visible() or shown.inner_text() != name:
            faults.append(f"not to be read beside the chart: {name!r}")
        if page.get_by_role("img", name=name, exact=True).count() != 1 or not name:
            faults.append(f"not announced once: {name!r}")
    return faults


@pytest.mark.parametrize("name", ["Tameside", "Isles of Scilly", "index"])
def test_tab_reaches_every_link_table_and_description_in_turn(open_page: OpenPage, name: str) -> None:
    page = open_page(name)
    open_all(page)

    assert faults_of_tab_order(page) == []
    assert page.locator(".table").count() >= (0 if name == "index" else len(MEASURES))


@pytest.mark.parametrize("name", [INTERNAL, *WHOLE])
def test_tab_reaches_every_link_and_table_of_a_whole_report_in_turn(open_page: OpenPage, name: str) -> None:
    page = open_page(name)
    open_all(page)

    assert faults_of_tab_order(page) == []
    assert page.locator(".table").count() > 10


@pytest.mark.parametrize(
    ("spoil", "fault"),
    [
        ("document.querySelector('.table').removeAttribute('tabindex')", "not reached: Average caseload, Tameside"),
        ("document.querySelector('.in-words summary').tabIndex = -1", "not reached: Average caseload: chart in words"),
        ("document.querySelector('.contents a').tabIndex = 1", "out of turn: "),
        ("document.querySelector('.more a').style.outline = 'none'", "not seen: See "),
        ("document.querySelector('.more a').style.position = 'fixed'; "
         "document.querySelector('.more a').style.left = '-99rem'", "not seen: See "),
    ],
)  # fmt: skip
def test_a_stop_that_is_missed_unseen_or_out_of_turn_is_found(open_page: OpenPage, spoil: str, fault: str) -> None:
    page = open_page(SHORT)
    page.evaluate(spoil)

    assert [found for found in faults_of_tab_order(page) if found.startswith(fault)]


@pytest.mark.parametrize("name", ["Tameside", "Isles of Scilly", INTERNAL, *WHOLE, "index"])
def test_headings_go_down_a_level_at_a_time_from_one_h1(open_page: OpenPage, name: str) -> None:
    assert faults_of_headings(open_page(name)) == []


@pytest.mark.parametrize("spoil", ["h2.outerHTML = '<h1>x</h1>'", "h2.outerHTML = '<h4>x</h4>'", "h1.remove()"])
def test_a_heading_out_of_order_is_found(open_page: OpenPage, spoil: str) -> None:
    page = open_page(SHORT)
    page.evaluate(
        f"() => {{ const h1 = document.querySelector('h1'), h2 = document.querySelector('.measures h2'); {spoil} }}"
    )

    assert faults_of_headings(page)


@pytest.mark.parametrize("name", ["Tameside", INTERNAL, *WHOLE, "index"])
def test_the_skip_link_comes_first_shows_itself_and_moves_focus(open_page: OpenPage, name: str) -> None:
    assert faults_of_skip_link(open_page(name)) == []


@pytest.mark.parametrize(
    ("spoil", "fault"),
    [
        ("link.style.top = '0'", "it is seen before it has focus"),
        ("document.body.append(link)", "it is not the first stop"),
        ("link.style.top = '-20rem'", "it is not seen when it has focus"),
        ("document.querySelector('#main').removeAttribute('tabindex')", "it does not move focus to the main content"),
    ],
)
def test_a_skip_link_that_fails_is_found(open_page: OpenPage, spoil: str, fault: str) -> None:
    page = open_page(SHORT)
    page.evaluate(f"() => {{ const link = document.querySelector('.skip'); {spoil} }}")

    assert fault in faults_of_skip_link(page)


@pytest.mark.parametrize("name", ["Tameside", *WHOLE])
def test_every_chart_is_announced_once_and_opens_in_words(open_page: OpenPage, name: str) -> None:
    page = open_page(name)

    assert page.get_by_role("img").count() == page.locator(".panel, .drawn").count() > 0
    assert faults_of_charts_in_words(page) == []


@pytest.mark.parametrize(
    "spoil",
    [
        "document.querySelector('.in-words').remove()",
        "document.querySelector('.in-words p').textContent = 'A chart.'",
        "document.querySelector('.in-words p').hidden = true",
        "document.querySelector('[role=img]').parentElement.ariaHidden = 'true'",
    ],
)
def test_a_chart_without_its_words_is_found(open_page: OpenPage, spoil: str) -> None:
    page = open_page(SHORT)
    page.evaluate(spoil)

    assert len(faults_of_charts_in_words(page)) == 1


def test_arrow_keys_bring_the_hidden_columns_of_a_table_into_view(open_page: OpenPage) -> None:
    page = open_page(**NARROW["320 px"])
    open_all(page)
    table = page.locator(".table").first

    assert table.evaluate("table => table.scrollWidth > table.clientWidth")
    table.focus()
    for _ in range(MOST_STOPS):
        page.keyboard.press("ArrowRight")
        if table.evaluate("table => table.scrollLeft > 100"):
            break
    else:
        pytest.fail("the arrow keys do not scroll the table")
