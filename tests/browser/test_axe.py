"""axe-core finds nothing against WCAG 2.2 A and AA, with every rule on and nothing allowed."""

from collections.abc import Iterable
from typing import Any, Final

import pytest
from axe_playwright_python.sync_playwright import Axe
from browser.looks import LOOKS, NARROW, keep_a_few, open_all
from browser.own_reports import WHOLE
from browser.pages import INTERNAL, SHORT, OpenPage
from playwright.sync_api import Page

LEVELS: Final = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa")
LOOKED_AT: Final = {name: (LOOKS | NARROW)[name] for name in ("light", "dark", "forced colours", "320 px")}
MEASURED: Final = {"color-contrast"}
"""What axe leaves open over pictures, scrolled cells and forced colours; test_colours.py measures every word's."""


def run_axe(page: Page) -> dict[str, Any]:
    options = {"runOnly": {"type": "tag", "values": list(LEVELS)}, "resultTypes": ["violations", "incomplete"]}
    response: dict[str, Any] = Axe().run(page, options=options).response
    return response


def told(results: Iterable[dict[str, Any]]) -> list[str]:
    """Return, of each rule that was not passed, its name and the elements."""
    return [f"{rule['id']}: {node['target']} {node['html'][:90]}" for rule in results for node in rule["nodes"]]


@pytest.mark.parametrize(
    ("name", "look"),
    [
        ("Tameside", "light"),
        *((INTERNAL, look) for look in LOOKED_AT),
        *((SHORT, look) for look in LOOKED_AT if look != "light"),
        *(("index", look) for look in LOOKED_AT),
        *((name, "light") for name in WHOLE),
    ],
)
def test_axe_finds_nothing(open_page: OpenPage, name: str, look: str) -> None:
    page = open_page(name, **LOOKED_AT[look])
    open_all(page)

    found = run_axe(page)

    assert told(found["violations"]) == []
    assert told(rule for rule in found["incomplete"] if rule["id"] not in MEASURED) == []
    assert {"color-contrast", "html-has-lang", "bypass"} <= {rule["id"] for rule in found["passes"]}


@pytest.mark.parametrize("name", ["Tameside", *WHOLE])
@pytest.mark.parametrize("look", [look for look in LOOKED_AT if look != "light"])
def test_axe_finds_nothing_however_each_kind_of_part_is_looked_at(open_page: OpenPage, name: str, look: str) -> None:
    page = open_page(name, **LOOKED_AT[look])
    open_all(page)
    keep_a_few(page)

    found = run_axe(page)

    assert told(found["violations"]) == []
    assert told(rule for rule in found["incomplete"] if rule["id"] not in MEASURED) == []


@pytest.mark.parametrize(
    ("look", "spoil", "rule"),
    [
        ("light", "document.documentElement.removeAttribute('lang')", "html-has-lang"),
        ("light", "document.querySelector('[role=img]').removeAttribute('aria-label')", "role-img-alt"),
        ("light", "document.querySelector('summary').textContent = ''", "summary-name"),
        ("light", "document.querySelector('.source').style.color = '#aaaaaa'", "color-contrast"),
        ("dark", "document.querySelector('.source').style.color = '#484f56'", "color-contrast"),
        ("forced colours", "document.title = ''", "document-title"),
        ("320 px", "document.querySelector('.table').removeAttribute('tabindex')", "scrollable-region-focusable"),
        ("320 px", "document.querySelector('[name=viewport]').content = 'maximum-scale=1'", "meta-viewport"),
    ],
)
def test_axe_finds_a_spoilt_page(open_page: OpenPage, look: str, spoil: str, rule: str) -> None:
    page = open_page(SHORT, **LOOKED_AT[look])
    open_all(page)
    page.evaluate(spoil)

    assert rule in [found["id"] for found in run_axe(page)["violations"]]
