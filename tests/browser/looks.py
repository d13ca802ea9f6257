"""How a reader may look at a page, and what a test does to one to see whether a check would find it out."""

from typing import Any, Final

from playwright.sync_api import Page

PHONE: Final = {"width": 320, "height": 640}
ZOOMED: Final = {"width": 320, "height": 256}
"""What is left of 1280 by 1024 pixels at 400%."""

LOOKS: Final[dict[str, dict[str, Any]]] = {
    "light": {"color_scheme": "light"},
    "dark": {"color_scheme": "dark"},
    "forced colours": {"forced_colors": "active"},
    "forced dark colours": {"forced_colors": "active", "color_scheme": "dark"},
}
NARROW: Final[dict[str, dict[str, Any]]] = {
    "320 px": {"viewport": PHONE},
    "400%": {"viewport": ZOOMED},
}

# WCAG 2.2, 1.4.12
TEXT_SPACING: Final = """* {
    line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important;
}"""
PARAGRAPH_SPACING: Final = "p { margin-bottom: 2em !important; }"


def open_all(page: Page) -> None:
    """Open all that a reader can open."""
    page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")


def keep_a_few(page: Page) -> None:
    """Take away what is like what stays: of a table's rows all but three, of a part's measures all but two.

    Of tables with the same headings the first stays.
    """
    page.evaluate("""() => {
        const met = new Set();
        for (const table of document.querySelectorAll('.table')) {
            const headings = table.querySelector('thead').textContent;
            if (met.has(headings)) table.remove();
            met.add(headings);
        }
        const one = '.measure:not(.block)', surplus = `tbody tr:nth-child(n + 4), ${one} ~ ${one} ~ ${one}`;
        document.querySelectorAll(surplus).forEach(one => one.remove());
    }""")


def add_rules(page: Page, *rules: str) -> None:
    """Add rules to the page's style sheet; the page's policy refuses a style sheet that is not its own."""
    for rule in rules:
        page.evaluate(
            "rule => { const [own] = document.styleSheets; own.insertRule(rule, own.cssRules.length); }", rule
        )
