"""Whatever colours a reader has chosen, every word stands out from its ground and every line of a chart is seen.

Measured on the pixels that Chromium paints, so that pictures, forced colours and what lies over what all count.
"""

from io import BytesIO
from typing import Any, Final

import numpy as np
import pytest
from matplotlib.colors import to_rgb
from matplotlib.image import imread
from numpy.typing import NDArray
from playwright.sync_api import Page

from browser.looks import LOOKS, add_rules, keep_first_measure, open_all
from browser.pages import OpenPage
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

Pixels = NDArray[np.float64]
"""Red, green and blue from 0 to 1, by row and column."""


def pixels_of(png: bytes) -> Pixels:
    return np.asarray(imread(BytesIO(png), format="png")[:, :, :3], dtype=np.float64)


def luminance(colours: Pixels) -> Pixels:
    linear = np.where(colours <= 0.04045, colours / 12.92, ((colours + 0.055) / 1.055) ** 2.4)
    return np.asarray(linear @ [0.2126, 0.7152, 0.0722])


def contrast(one: Pixels, other: Pixels) -> Pixels:
    high, low = np.maximum(luminance(one), luminance(other)), np.minimum(luminance(one), luminance(other))
    return np.asarray((high + 0.05) / (low + 0.05))


def ground_of(pixels: Pixels) -> Pixels:
    """Return the colour that most pixels have."""
    colours, counts = np.unique(pixels.reshape(-1, 3), axis=0, return_counts=True)
    return np.asarray(colours[counts.argmax()])


def faint_words(page: Page) -> list[str]:
    """Return the words of which no pixel stands out from their ground as much as words must."""
    painted = pixels_of(page.screenshot(full_page=True))
    faults = []
    for words, left, top, width, height in page.evaluate(WORDS):
        box = painted[round(top) : round(top + height), round(left) : round(left + width)]
        if not box.size:
            continue
        strongest = contrast(box, ground_of(box)).max()
        if strongest < ENOUGH_FOR_WORDS:
            faults.append(f"{strongest:.1f}: {words[:60]}")
    return faults


def faint_series(page: Page) -> list[str]:
    """Return the series of the first chart that are not painted in their colour, or not enough unlike its ground."""
    painted = pixels_of(page.locator("svg.chart").first.screenshot())
    height, width = painted.shape[:2]
    plot = painted[height // 8 :, : round(width * 0.65)]  # without the labels at the right and the unit above
    ground, faults = ground_of(plot), []
    for series, colour in SERIES.items():
        count = int((np.abs(plot - to_rgb(colour)).max(axis=2) < 0.04).sum())
        ratio = float(contrast(np.asarray(to_rgb(colour)), ground))
        if count < FEWEST_PIXELS or ratio < ENOUGH_FOR_LINES:
            faults.append(f"{series}: {count} pixels, {ratio:.1f} to 1")
    return faults


@pytest.mark.parametrize("name", ["Tameside", "index"])
@pytest.mark.parametrize("look", LOOKS)
def test_every_word_stands_out_from_its_ground(open_page: OpenPage, name: str, look: str) -> None:
    page = open_page(name, **LOOKS[look])
    keep_first_measure(page)
    open_all(page)

    assert faint_words(page) == []


@pytest.mark.parametrize("look", LOOKS)
def test_every_series_of_a_chart_stands_out_from_its_ground(open_page: OpenPage, look: str) -> None:
    assert faint_series(open_page(device_scale_factor=2, **LOOKS[look])) == []


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
    page = open_page(**LOOKS[look])
    keep_first_measure(page)
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
    page = open_page(device_scale_factor=2, **LOOKS[look])
    add_rules(page, rule)

    assert faint_series(page)


def test_contrast_is_counted_as_wcag_counts_it() -> None:
    white: Any = np.ones(3)
    assert contrast(white, np.zeros(3)) == pytest.approx(21.0)
    assert contrast(np.full(3, 0x77 / 255), white) == pytest.approx(4.48, abs=0.01)
