"""A page stands alone: nothing is asked of a network, and nothing is missing where scripts are switched off."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from browser.own_reports import WHOLE
from browser.pages import INTERNAL
from playwright.sync_api import Browser, Page, Request, Route

from csc_metrics.measures.registry import PUBLISHED_MEASURES as MEASURES

ELSEWHERE = "https://example.invalid"


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What a page asks for that is no file beside it. sent: what its own policy let out; here that is refused too."""

    wanted: list[str] = field(default_factory=list)
    sent: list[str] = field(default_factory=list)


def read_through(page: Page, path: Path) -> Asked:
    """Open a page, read and print all of it, and note every request but those for files."""
    asked = Asked()

    def note(request: Request) -> None:
        if is_elsewhere(request.url):
            asked.wanted.append(request.url)

    def refuse(route: Route) -> None:
        asked.sent.append(route.request.url)
        route.abort()

    page.on("request", note)
    page.route(is_elsewhere, refuse)
    page.goto(path.as_uri())
    for summary in page.locator("summary").all():
        summary.press("Enter")
    page.keyboard.press("End")
    page.pdf()
    page.unroute(is_elsewhere)
    page.remove_listener("request", note)
    return asked


def is_elsewhere(address: str) -> bool:
    return not address.startswith(("file:", "about:"))


@pytest.mark.parametrize("name", ["Tameside", INTERNAL, *WHOLE, "index"])
def test_no_request_leaves_the_page(tab: Page, pages: dict[str, Path], name: str) -> None:
    assert read_through(tab, pages[name]) == Asked()


@pytest.mark.parametrize(
    "spoil",
    [
        f'<img src="{ELSEWHERE}/a.png" alt="">',
        f'<link rel="stylesheet" href="{ELSEWHERE}/a.css">',
        f'<script src="{ELSEWHERE}/a.js"></script>',
        f"<style>@font-face {{ font-family: x; src: url({ELSEWHERE}/a.woff2); }} h1 {{ font-family: x; }}</style>",
        f"<style>@media print {{ h1 {{ background: url({ELSEWHERE}/a.png); }} }}</style>",
        f"<script>fetch('{ELSEWHERE}/a')</script>",
    ],
)
def test_a_request_that_leaves_is_noted(tab: Page, pages: dict[str, Path], tmp_path: Path, spoil: str) -> None:
    before, policy, after = pages["index"].read_text(encoding="utf-8").partition("<meta http-equiv=")
    spoilt = tmp_path / "spoilt.html"
    spoilt.write_text(f"{before}<meta {after}".replace("</main>", f"{spoil}</main>"), encoding="utf-8")
    assert policy

    assert read_through(tab, spoilt).sent[0].startswith(ELSEWHERE)


def test_the_pages_policy_stops_a_request_that_slips_in(tab: Page, pages: dict[str, Path], tmp_path: Path) -> None:
    text = pages["index"].read_text(encoding="utf-8")
    slipped = tmp_path / "slipped.html"
    slipped.write_text(text.replace("</main>", f'<img src="{ELSEWHERE}/a.png" alt=""></main>'), encoding="utf-8")

    assert read_through(tab, slipped) == Asked(wanted=[f"{ELSEWHERE}/a.png"], sent=[])


def parts_that_need_a_script(page: Page) -> Iterator[str]:
    """Yield what a reader without scripts does not get: charts, tables, and words that open."""
    for part in ("svg.chart", ".its-table summary", ".in-words summary"):
        if not _are_all_seen(page, part):
            yield part
    for summary in page.locator("summary").all():
        summary.press("Enter")
    for part in (".table", ".in-words p", ".definition dl"):
        if not _are_all_seen(page, part):
            yield part


def _are_all_seen(page: Page, part: str) -> bool:
    """Whether there is at least one for each measure, and each is seen."""
    found = [one.is_visible() for one in page.locator(part).all()]
    return len(found) >= len(MEASURES) and all(found)


@pytest.fixture
def tab_without_scripts(chromium: Browser) -> Iterator[Page]:
    context = chromium.new_context(java_script_enabled=False)
    yield context.new_page()
    context.close()


def test_nothing_is_missing_without_scripts(tab_without_scripts: Page, pages: dict[str, Path]) -> None:
    tab_without_scripts.goto(pages["Tameside"].as_uri())

    assert list(parts_that_need_a_script(tab_without_scripts)) == []


def test_a_part_that_waits_for_a_script_is_found(
    tab_without_scripts: Page, pages: dict[str, Path], tmp_path: Path
) -> None:
    waiting = tmp_path / "waiting.html"
    text = pages["Tameside"].read_text(encoding="utf-8").replace('<div class="table"', '<div hidden class="table"', 1)
    waiting.write_text(text.replace('<div class="definition"', '<div hidden class="definition"', 1), encoding="utf-8")
    tab_without_scripts.goto(waiting.as_uri())

    assert list(parts_that_need_a_script(tab_without_scripts)) == [".table", ".definition dl"]
