"""In a real browser, with real fonts, no label of a chart is cut off or written over another."""

from pathlib import Path
from typing import Final

import pytest
from browser.looks import NARROW, TEXT_SPACING, add_rules
from browser.own_reports import WHOLE
from browser.pages import SHORT, OpenPage, write_page
from playwright.sync_api import Page

LABELS: Final = """() => [...document.querySelectorAll('svg.chart')].map(svg => ({
    chart: svg.closest('section').id,
    frame: svg.getBoundingClientRect().toJSON(),
    labels: [...svg.querySelectorAll('text')].map(text => ({
        words: text.textContent, box: text.getBoundingClientRect().toJSON(),
    })),
}))"""
SMALLEST_WORDS: Final = """() => [...document.querySelectorAll('.panel svg.chart')].map(svg => {
    const scale = svg.getBoundingClientRect().width / svg.viewBox.baseVal.width;
    const sizes = [...svg.querySelectorAll('text')].map(text => parseFloat(getComputedStyle(text).fontSize) * scale);
    return [svg.closest('section').id, Math.min(...sizes)];
})"""
FEWEST_PX: Final = 8.5
"""Of a chart's words on a screen of 320 px: 9 by csc_metrics.charts.style, less the frame of the panel."""
SHARE_OF_HEIGHT: Final = 0.15
"""What two lines of one label may share: a box holds the room for accents above and tails below."""
FONTS: Final[dict[str, list[str]]] = {
    "the page's": [],
    "a wide one": ["svg text { font-family: 'DejaVu Sans', Verdana, sans-serif; }"],
}


def overlap(one: dict[str, float], other: dict[str, float], *, start: str, end: str) -> float:
    return min(one[end], other[end]) - max(one[start], other[start])


def faults_of_labels(page: Page) -> list[str]:
    """Return the labels that run out of their chart, and the pairs that are written over each other."""
    faults = []
    for chart in page.evaluate(LABELS):
        frame, labels = chart["frame"], chart["labels"]
        for at, label in enumerate(labels):
            box = label["box"]
            inside = min(overlap(box, frame, start="left", end="right") - box["width"],
                         overlap(box, frame, start="top", end="bottom") - box["height"])  # fmt: skip
            if inside < -1:
                faults.append(f"{chart['chart']}: {label['words']!r} is cut")
            for other in labels[at + 1 :]:
                across = overlap(box, other["box"], start="left", end="right")
                up = overlap(box, other["box"], start="top", end="bottom")
                if across > 1 and up > SHARE_OF_HEIGHT * min(box["height"], other["box"]["height"]):
                    faults.append(f"{chart['chart']}: {label['words']!r} and {other['words']!r}")
    return faults


@pytest.mark.parametrize("name", ["Tameside", "Bournemouth, Christchurch and Poole", "Isles of Scilly", *WHOLE])
@pytest.mark.parametrize("font", FONTS)
def test_no_label_is_cut_or_written_over(open_page: OpenPage, name: str, font: str) -> None:
    page = open_page(name)
    add_rules(page, *FONTS[font])
    assert faults_of_labels(page) == []

    page.set_viewport_size(NARROW["320 px"]["viewport"])
    assert faults_of_labels(page) == []


@pytest.mark.parametrize("name", ["Tameside", *WHOLE])
def test_the_words_of_every_chart_can_be_read_on_a_phone(open_page: OpenPage, name: str) -> None:
    sizes = open_page(name, **NARROW["320 px"]).evaluate(SMALLEST_WORDS)

    assert sizes
    assert [(chart, px) for chart, px in sizes if px < FEWEST_PX] == []


@pytest.mark.parametrize("name", ["Tameside", "Bournemouth, Christchurch and Poole", "Isles of Scilly", *WHOLE])
def test_no_label_is_cut_or_written_over_where_text_is_spaced(open_page: OpenPage, name: str) -> None:
    page = open_page(name, **NARROW["320 px"])
    add_rules(page, TEXT_SPACING)

    assert faults_of_labels(page) == []


@pytest.mark.shared
def test_no_label_is_cut_or_written_over_where_years_are_hidden(
    open_page: OpenPage, shared_dfe: Path, tmp_path: Path
) -> None:
    page = open_page(path=write_page(tmp_path, "Wandsworth", published=str(shared_dfe)))

    assert page.get_by_text("No value: ").count() > 0
    assert faults_of_labels(page) == []


@pytest.mark.parametrize(
    ("spoil", "fault"),
    [
        ("label.textContent = 'Southend-on-Sea and Thurrock'", "is cut"),
        ("label.setAttribute('transform', 'translate(270 -20)')", "is cut"),
        ("label.setAttribute('font-size', '48px')", " and "),
        ("label.setAttribute('transform', texts.at(-2).getAttribute('transform'))", " and "),
    ],
)
def test_a_label_that_is_cut_or_written_over_is_found(open_page: OpenPage, spoil: str, fault: str) -> None:
    page = open_page(SHORT)
    texts = "[...document.querySelector('svg').querySelectorAll('text')]"
    page.evaluate(f"() => {{ const texts = {texts}, label = texts.at(-1); {spoil} }}")

    assert [found for found in faults_of_labels(page) if fault in found]
