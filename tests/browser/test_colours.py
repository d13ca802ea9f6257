"""Whatever colours a reader has chosen, every word stands out from its ground and every line of a chart is seen.

Measured on the pixels that Chromium paints, so that pictures, forced colours and what lies over what all count.
"""

from io import BytesIO
from typing import Any, Final

import numpy as np
import pytest
from browser.looks import LOOKS, add_rules, keep_a_few, open_all
from browser.own_reports import WHOLE
from browser.pages import INTERNAL, SHORT, OpenPage
from matplotlib.colors import to_rgb
from matplotlib.image import imread
from numpy.typing import NDArray
from playwright.sync_api import Page

from csc_metrics.charts import style

ENOUGH_FOR_WORDS: Final = 4.5
ENOUGH_FOR_LINES: Final = 3.0
"""WCAG 2.2, 1.4.3 and 1.4.11."""
FEWEST_PIXELS: Final = 60
SERIES: Final = {
    "authority": style.DARK_BLUE,
    "England": style.DARK_PINK,
    "median": style.DARK_GREY,
    "range": style.RANGE_EDGE_COLOUR,
}
WORDS: Final = """() => {
    const found = [], walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT), range = new Range();
    while (walker.nextNode()) {
        const text = walker.currentNode;
        if (!text.data.trim() || !text.parentElement.checkVisibility() || text.parentElement.matches('.skip')) continue;
        range.selectNodeContents(text);
        for (const box of range.getClientRects())
            found.push([text.data.trim(), box.left + scrollX, box.top + scrollY, box.width, box.height]);
    }
    return found;
}"""

ALL_OF_A_TABLE: Final = ".table { overflow: visible; }"
"""What a reader scrolls a wide table for is painted beside it."""
ONE_ABOVE_THE_OTHER: Final = [".beside { grid-template-columns: 1fr; }", ".panel { max-width: none; }"]
"""So that a chart is as large as the page, and its lines have a middle that no edge softens."""

Colours = NDArray[np.float64]
"""Red, green and blue from 0 to 1 along the last axis."""


def pixels_of(png: bytes) -> Colours:
    return np.asarray(imread(BytesIO(png), format="png")[:, :, :3], dtype=np.float64)


def luminance(colours: Colours) -> Colours:
    linear = np.where(colours <= 0.04045, colours / 12.92, ((colours + 0.055) / 1.055) ** 2.4)
    return np.asarray(linear @ [0.2126, 0.7152, 0.0722])


def contrast(one: Colours, other: Colours) -> Colours:
    high, low = np.maximum(luminance(one), luminance(other)), np.minimum(luminance(one), luminance(other))
    return np.asarray((high + 0.05) / (low + 0.05))


def painted_colours(pixels: Colours) -> Colours:
    """Return the colours of pixels, the commonest first: that is the ground."""
    packed = np.rint(pixels.reshape(-1, 3) * 255).astype(np.int64) @ [65536, 256, 1]
    colours, counts = np.unique(packed, return_counts=True)
    ordered = colours[np.argsort(-counts, kind="stable")]
    return np.stack([ordered // 65536, ordered // 256 % 256, ordered % 256], axis=-1) / 255


def faint_words(page: Page) -> list[str]:
    """Return the words of which no pixel stands out from their ground as much as words must."""
    painted = pixels_of(page.screenshot(full_page=True))
    faults = []
    for words, left, top, width, height in page.evaluate(WORDS):
        box = painted[round(top) : round(top + height), round(left) : round(left + width)]
        if not box.size:
            faults.append(f"not on the page: {words[:60]}")
            continue
        colours = painted_colours(box)
        strongest = contrast(colours, colours[0]).max()
        if strongest < ENOUGH_FOR_WORDS:
            faults.append(f"{strongest:.1f}: {words[:60]}")
    return faults


def faint_series(page: Page) -> list[str]:
    """Return the series of the first chart that are not painted in their colour, or not enough unlike its ground."""
    add_rules(page, *ONE_ABOVE_THE_OTHER)
    painted = pixels_of(page.locator("svg.chart").first.screenshot())
    height, width = painted.shape[:2]
    plot = painted[height // 8 :, : round(width * 0.65)]  # without the labels at the right and the unit above
    ground, faults = painted_colours(plot)[0], []
    for series, colour in SERIES.items():
        count = int((np.abs(plot - to_rgb(colour)).max(axis=2) < 0.04).sum())
        ratio = float(contrast(np.asarray(to_rgb(colour)), ground))
        if count < FEWEST_PIXELS or ratio < ENOUGH_FOR_LINES:
            faults.append(f"{series}: {count} pixels, {ratio:.1f} to 1")
    return faults


@pytest.mark.parametrize("name", [SHORT, INTERNAL, "index"])
@pytest.mark.parametrize("look", LOOKS)
def test_every_word_stands_out_from_its_ground(open_page: OpenPage, name: str, look: str) -> None:
    page = open_page(name, **LOOKS[look])
    open_all(page)

    assert faint_words(page) == []


@pytest.mark.parametrize("name", WHOLE)
@pytest.mark.parametrize("look", LOOKS)
def test_every_word_stands_out_in_each_kind_of_part(open_page: OpenPage, name: str, look: str) -> None:
    page = open_page(name, **LOOKS[look])
    open_all(page)
    keep_a_few(page)
    add_rules(page, ALL_OF_A_TABLE)

    assert faint_words(page) == []


@pytest.mark.parametrize("look", LOOKS)
def test_every_series_of_a_chart_stands_out_from_its_ground(open_page: OpenPage, look: str) -> None:
    assert faint_series(open_page(SHORT, **LOOKS[look])) == []


@pytest.mark.parametrize(
    ("look", "rule"),
    [
        ("light", ".source { color: #999999; }"),
        ("dark", ".source { color: #484f56; }"),
        ("light", "svg text { fill: #8a9299; }"),
        ("dark", "svg path[fill='#ffffff'] { fill: #14191e; }"),
        ("forced colours", "h3 { forced-color-adjust: none; color: #eeeeee; }"),
        ("forced dark colours", "svg path[fill='#ffffff'] { fill: #14191e; }"),
    ],
)
def test_faint_words_are_found(open_page: OpenPage, look: str, rule: str) -> None:
    page = open_page(SHORT, **LOOKS[look])
    add_rules(page, rule)

    assert faint_words(page)


@pytest.mark.parametrize(
    ("look", "rule"),
    [
        ("light", "svg path { stroke: #d9dde1; }"),
        ("dark", "svg path[fill='#ffffff'] { fill: #14191e; }"),
        ("forced dark colours", "svg path { stroke: none; }"),
    ],
)
def test_a_chart_that_cannot_be_seen_is_found(open_page: OpenPage, look: str, rule: str) -> None:
    page = open_page(SHORT, **LOOKS[look])
    add_rules(page, rule)

    assert faint_series(page)


def test_contrast_is_counted_as_wcag_counts_it() -> None:
    white: Any = np.ones(3)
    assert contrast(white, np.zeros(3)) == pytest.approx(21.0)
    assert contrast(np.full(3, 0x77 / 255), white) == pytest.approx(4.48, abs=0.01)
