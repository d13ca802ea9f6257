"""The index is searched and sorted with the keyboard alone, says what it shows, and is whole without scripts."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import pytest
from browser.looks import NARROW
from browser.pages import AUTHORITIES, FAILURE, OpenPage
from browser.test_alone import ELSEWHERE, Asked, is_elsewhere, read_through
from browser.test_axe import LOOKED_AT, run_axe, told
from browser.test_keyboard import faults_of_tab_order
from browser.test_print import print_page
from playwright.sync_api import Browser, Locator, Page, expect

from csc_metrics.contracts.authorities import current_authorities, find_authority
from csc_metrics.report.batch.index import write_index

PUNCTUATED: Final = ("St. Helens", "Stoke-on-Trent", "Stockton-on-Tees", "Bristol, City of", "Solihull", "Stockport")
BY_NAME: Final = [
    *("Alderbeck (made up)", "Bournemouth, Christchurch and Poole", "Bristol, City of", "Hackney", "Isles of Scilly"),
    *("Solihull", "St. Helens", "Stockport", "Stockton-on-Tees", "Stoke-on-Trent", "Tameside"),
]
"""As a person would put them, whatever punctuation there is."""
BY_REGION: Final = [
    *("Hackney",),  # Inner London
    *("Alderbeck (made up)",),  # Made-up region
    *("Stockton-on-Tees",),  # North East
    *("St. Helens", "Stockport", "Tameside"),  # North West
    *("Bournemouth, Christchurch and Poole", "Bristol, City of", "Isles of Scilly"),  # South West
    *("Solihull", "Stoke-on-Trent"),  # West Midlands
]
BY_REGION_FROM_THE_END: Final = [
    *("Solihull", "Stoke-on-Trent", "Bournemouth, Christchurch and Poole", "Bristol, City of", "Isles of Scilly"),
    *("St. Helens", "Stockport", "Tameside", "Stockton-on-Tees", "Alderbeck (made up)", "Hackney"),
]
"""Regions from Z to A; within a region names go from A to Z all the same."""
IS_FOCUSED: Final = "one => one === document.activeElement"
ROLES: Final = ("table", "row", "columnheader", "rowheader", "cell")


@pytest.fixture(scope="module")
def period(tmp_path_factory: pytest.TempPathFactory, pages: dict[str, Path]) -> Path:
    """A period's folder with the reports of `pages`, and copies of one in the place of those with punctuation."""
    folder = tmp_path_factory.mktemp("index") / "2025"
    shutil.copytree(pages["index"].parent, folder, ignore=shutil.ignore_patterns("short", "work"))
    for name in PUNCTUATED:
        one = find_authority(name)
        shutil.copytree(folder / "357-tameside", folder / f"{one.la_code}-{one.slug}")
    write_index(folder, failed={}, made=())
    return folder


@pytest.fixture
def index(open_page: OpenPage, period: Path) -> Page:
    return open_page(path=period / "index.html")


@pytest.fixture
def without_scripts(chromium: Browser, period: Path) -> Iterator[Page]:
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto((period / "index.html").as_uri())
    yield page
    context.close()


def shown(page: Page) -> list[str]:
    """Return the names in the rows that are seen, from the top."""
    rows = [row for row in page.locator("tbody tr").all() if row.is_visible()]
    ordered = sorted(rows, key=lambda row: (row.bounding_box() or {})["y"])
    return [row.locator("th").inner_text() for row in ordered]


def said(page: Page) -> str:
    return page.get_by_role("status").inner_text()


def tab_to(page: Page, wanted: Locator) -> None:
    """Press Tab until something has focus, as a reader without a mouse does."""
    for _ in range(60):
        page.keyboard.press("Tab")
        if wanted.evaluate(IS_FOCUSED):
            return
    pytest.fail("Tab does not reach it")


def sort_by(page: Page, heading: str, *, key: str = "Enter") -> None:
    tab_to(page, page.get_by_role("button", name=heading, exact=True))
    page.keyboard.press(key)


def sorted_by(page: Page) -> list[tuple[str, str]]:
    """Return the headings that say by what the table is sorted, and which way."""
    headings = page.locator("th[aria-sort]").all()
    return [(one.inner_text(), one.get_attribute("aria-sort") or "") for one in headings]


def test_rows_are_found_as_one_types_and_escape_brings_all_back(index: Page) -> None:
    tab_to(index, index.get_by_role("searchbox", name="Find an authority"))
    index.keyboard.type("st")
    assert set(shown(index)) >= {"St. Helens", "Stockport", "Stockton-on-Tees", "Stoke-on-Trent"}
    assert "Solihull" not in shown(index), "West Midlands has an st within a word"
    index.keyboard.type(" hel")
    assert shown(index) == ["St. Helens"]
    assert said(index) == "1 of 11 authorities, sorted by authority from A to Z."

    index.keyboard.press("Escape")
    assert shown(index) == BY_NAME
    assert index.get_by_role("searchbox").input_value() == ""
    assert said(index) == "All 11 authorities, sorted by authority from A to Z."


@pytest.mark.parametrize(
    ("words", "names"),
    [
        ("BRISTOL city", ["Bristol, City of"]),
        ("stoke on trent", ["Stoke-on-Trent"]),
        ("st. helens", ["St. Helens"]),
        ("Bournemouth, Christchurch & Poole", ["Bournemouth, Christchurch and Poole"]),
        ("bcp", ["Bournemouth, Christchurch and Poole"]),
        ("357", ["Tameside"]),
        ("west midlands", ["Solihull", "Stoke-on-Trent"]),
        ("failed", ["Hackney"]),
        ("made up", ["Alderbeck (made up)"]),
        ("  Isles  ", ["Isles of Scilly"]),
        (", .", BY_NAME),
    ],
)
def test_an_authority_is_found_by_name_code_region_or_status_however_it_is_typed(
    index: Page, words: str, names: list[str]
) -> None:
    index.get_by_role("searchbox").press_sequentially(words)

    assert shown(index) == names


def test_an_authority_is_found_by_words_of_its_headline(index: Page) -> None:
    headline = index.locator("tbody tr", has_text="Isles of Scilly").locator("td").nth(2).inner_text()
    index.get_by_role("searchbox").press_sequentially(headline)

    assert shown(index) == ["Isles of Scilly"]


def test_words_that_find_nothing_are_met_with_what_to_do(index: Page) -> None:
    index.get_by_role("searchbox").press_sequentially("<b>nobody")

    assert shown(index) == []
    assert said(index) == "No authority is found by these words. Escape clears them."


@pytest.mark.parametrize("key", ["Enter", "Space"])
def test_names_are_sorted_both_ways_whatever_their_punctuation(index: Page, key: str) -> None:
    assert shown(index) == BY_NAME
    assert sorted_by(index) == [("Authority", "ascending")]

    sort_by(index, "Authority", key=key)
    assert shown(index) == BY_NAME[::-1]
    assert sorted_by(index) == [("Authority", "descending")]
    assert said(index) == "All 11 authorities, sorted by authority from Z to A."

    index.keyboard.press(key)  # focus is still there
    assert shown(index) == BY_NAME
    assert sorted_by(index) == [("Authority", "ascending")]


def test_regions_are_sorted_both_ways_and_names_within_them_from_a_to_z(index: Page) -> None:
    sort_by(index, "Region")
    assert shown(index) == BY_REGION
    assert sorted_by(index) == [("Region", "ascending")]

    index.keyboard.press("Enter")
    assert shown(index) == BY_REGION_FROM_THE_END
    assert sorted_by(index) == [("Region", "descending")]
    assert said(index) == "All 11 authorities, sorted by region from Z to A."


def test_failures_come_first_when_statuses_go_from_z_to_a(index: Page) -> None:
    sort_by(index, "Run")
    assert shown(index) == [*(name for name in BY_NAME if name != "Hackney"), "Hackney"]

    index.keyboard.press("Enter")
    assert shown(index) == ["Hackney", *(name for name in BY_NAME if name != "Hackney")]


def test_what_is_found_stays_found_when_it_is_sorted(index: Page) -> None:
    index.get_by_role("searchbox").press_sequentially("north west")
    sort_by(index, "Authority")

    assert shown(index) == ["Tameside", "Stockport", "St. Helens"]
    assert said(index) == "3 of 11 authorities, sorted by authority from Z to A."


def test_the_live_region_is_one_and_was_there_before_it_spoke(index: Page, without_scripts: Page) -> None:
    assert index.get_by_role("status").count() == without_scripts.get_by_role("status").count() == 1
    assert said(index) == said(without_scripts) == "All 11 authorities, sorted by authority from A to Z."


@pytest.mark.parametrize("name", AUTHORITIES)
def test_the_headline_is_what_the_authority_s_page_says_first(index: Page, pages: dict[str, Path], name: str) -> None:
    told_on_index = index.locator("tbody tr", has_text=name).first.locator("td").nth(2).inner_text()
    index.goto(pages[name].as_uri())
    told_on_page = index.locator(".opening li").first.locator("p").first.inner_text()

    assert told_on_index == " ".join(told_on_page.split())
    assert told_on_index.endswith(".")


def test_a_failure_stands_in_its_row_and_in_the_list(index: Page) -> None:
    row = index.locator("tbody tr", has_text="Hackney")

    assert row.locator("td").nth(3).inner_text().split("\n\n") == ["Failed", f"Scrutiny report: {FAILURE}"]
    assert index.locator("dd").inner_text() == FAILURE


def test_every_link_opens_a_page_and_is_named_as_no_other(index: Page, period: Path) -> None:
    links = index.locator("tbody a").all()
    names = [(link.get_attribute("aria-label") or "") for link in links]

    assert all((period / (link.get_attribute("href") or "")).is_file() for link in links)
    assert len(names) == len(set(names)) == 10
    assert index.get_by_role("link", name="Performance report (internal), Alderbeck (made up)", exact=True).count() == 1


def test_without_scripts_the_table_is_whole_by_name_and_offers_no_search(without_scripts: Page) -> None:
    assert shown(without_scripts) == BY_NAME
    assert not without_scripts.locator("input").is_visible()
    assert without_scripts.locator("button").count() == 0
    assert sorted_by(without_scripts) == [("Authority", "ascending")]
    assert [one.inner_text() for one in without_scripts.locator("thead th").all()] == [
        *("Authority", "Region", "Reports", "Headline", "Run")
    ]


@pytest.mark.parametrize("look", LOOKED_AT)
def test_axe_finds_nothing_once_rows_are_found_and_sorted(open_page: OpenPage, period: Path, look: str) -> None:
    page = open_page(path=period / "index.html", **LOOKED_AT[look])
    page.get_by_role("searchbox").fill("s")
    sort_by(page, "Region")
    results = run_axe(page)

    assert told(results["violations"]) == []
    assert {"target-size", "label", "aria-required-children"} <= {rule["id"] for rule in results["passes"]}


def test_axe_finds_a_search_without_its_label(index: Page) -> None:
    index.evaluate("document.querySelector('.finder label').remove()")

    assert "label" in [rule["id"] for rule in run_axe(index)["violations"]]


@pytest.mark.parametrize("look", [{}, NARROW["320 px"]], ids=["desktop", "320 px"])
def test_tab_goes_from_search_to_headings_to_links_in_turn(
    open_page: OpenPage, period: Path, look: dict[str, Any]
) -> None:
    page = open_page(path=period / "index.html", **look)

    assert faults_of_tab_order(page) == []


def test_on_a_narrow_screen_each_row_is_a_block_and_still_a_row_of_the_table(open_page: OpenPage, period: Path) -> None:
    page = open_page(path=period / "index.html", **NARROW["320 px"])
    row = page.locator("tbody tr", has_text="Tameside")
    lefts = {round((cell.bounding_box() or {})["x"]) for cell in row.locator("th, td").all()}

    assert len(lefts) == 1
    assert {role: page.get_by_role(role).count() for role in ROLES} == {
        "table": 1,
        "row": 12,
        "columnheader": 5,
        "rowheader": 11,
        "cell": 44,
    }


def test_no_request_leaves_the_index_while_it_is_searched_and_nothing_is_kept(index: Page) -> None:
    asked: list[str] = []
    index.on("request", lambda request: asked.append(request.url))
    index.get_by_role("searchbox").press_sequentially("tameside")
    index.keyboard.press("Enter")
    sort_by(index, "Region")

    assert asked == []
    assert index.evaluate("localStorage.length + sessionStorage.length + document.cookie.length") == 0
    assert index.url.endswith("/index.html")


def test_the_policy_runs_the_index_s_own_script_and_no_other(tab: Page, period: Path, tmp_path: Path) -> None:
    text = (period / "index.html").read_text(encoding="utf-8")
    slipped = tmp_path / "slipped.html"
    other = f"<script>document.title = 'slipped'; fetch('{ELSEWHERE}')</script>"
    slipped.write_text(text.replace("</main>", f"{other}</main>"), encoding="utf-8")

    assert read_through(tab, slipped) == Asked()
    assert tab.title() != "slipped"
    expect(tab.get_by_role("searchbox")).to_be_visible()
    assert not is_elsewhere(tab.url)


def test_a_script_that_was_tampered_with_does_not_run_and_the_table_is_whole(
    tab: Page, period: Path, tmp_path: Path
) -> None:
    text = (period / "index.html").read_text(encoding="utf-8")
    tampered = tmp_path / "tampered.html"
    tampered.write_text(text.replace("(() => {", "document.title = 'tampered'; (() => {", 1), encoding="utf-8")
    tab.goto(tampered.as_uri())

    assert tab.title() != "tampered"
    assert not tab.get_by_role("searchbox").is_visible()
    assert shown(tab) == BY_NAME


def test_all_of_england_is_found_as_fast_as_one_types(open_page: OpenPage, tmp_path: Path) -> None:
    """Every authority has its row, and one letter costs less than what a person would notice."""
    folder = tmp_path / "2025"
    folder.mkdir()
    write_index(folder, failed={one.la_code: FAILURE for one in current_authorities()}, made=())
    page = open_page(path=folder / "index.html")
    assert len(shown(page)) == 153
    took = page.evaluate("""() => {
        const box = document.querySelector('input'), start = performance.now();
        box.value = 'tameside';
        box.dispatchEvent(new Event('input'));
        return performance.now() - start;
    }""")

    assert shown(page) == ["Tameside"]
    assert took < 100


def test_on_paper_each_sheet_repeats_every_heading_and_there_is_no_search(index: Page) -> None:
    index.evaluate("""() => {
        const body = document.querySelector('tbody');
        for (let at = 0; at < 40; at++) body.append(body.rows[0].cloneNode(true));
    }""")
    sheets = [" ".join(text.split()) for text in print_page(index).sheets]

    assert len(sheets) > 2
    assert ["Authority Region Reports Headline Run" in text for text in sheets] == [True] * len(sheets)
    assert not [text for text in sheets if "Find an authority" in text]
    assert "All 11 authorities, sorted by authority from A to Z." in sheets[0]
