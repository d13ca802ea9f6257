"""What a page is on paper: its sheets, their words and where they stand, and which charts are cut."""

from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from typing import Any, Final

from playwright.sync_api import Page
from pypdf import PdfReader

MARK_EACH_CHART: Final = """() => document.querySelectorAll('svg.chart').forEach((svg, at) => {
    const {x, y, width, height} = svg.viewBox.baseVal;
    const right = x + width - 20, top = y + 3, bottom = y + height - 1;
    const corners = {A: [x, top], B: [right, top], C: [x, bottom], D: [right, bottom]};
    for (const [corner, [left, up]] of Object.entries(corners)) {
        const mark = document.createElementNS('http://www.w3.org/2000/svg', 'text');
        mark.setAttribute('x', left);
        mark.setAttribute('y', up);
        mark.setAttribute('font-size', 4);
        mark.textContent = `QX${at}${corner}`;
        svg.append(mark);
    }
})"""


@dataclass(frozen=True, kw_only=True)
class Words:
    """A run of words on paper. left, up: in points from the lower left corner of a page."""

    words: str
    page: int
    left: float
    up: float


@dataclass(frozen=True, kw_only=True)
class Paper:
    """A page as printed: its sheets' width and height in points, their texts, and where each run of words is."""

    width: float
    height: float
    sheets: tuple[str, ...]
    placed: tuple[Words, ...]

    def found(self, words: str) -> list[Words]:
        return [run for run in self.placed if words in run.words]


def print_page(page: Page) -> Paper:
    """Mark the corners of a page's charts and print it."""
    page.evaluate(MARK_EACH_CHART)
    return read_paper(page.pdf(prefer_css_page_size=True))


def read_paper(content: bytes) -> Paper:
    """Read a PDF back. content: its bytes."""
    reader = PdfReader(BytesIO(content))
    placed: list[Words] = []
    sheets = []
    for number, sheet in enumerate(reader.pages):

        def note(words: str, own: list[float], text: list[float], *_: Any, number: int = number) -> None:
            left = own[0] * text[4] + own[2] * text[5] + own[4]
            up = own[1] * text[4] + own[3] * text[5] + own[5]
            placed.append(Words(words=words, page=number, left=left, up=up))

        sheets.append(sheet.extract_text(visitor_text=note))
    box = reader.pages[0].mediabox
    return Paper(width=float(box.width), height=float(box.height), sheets=tuple(sheets), placed=tuple(placed))


def charts_that_are_cut(paper: Paper, *, charts: int) -> Iterator[str]:
    """Yield the charts whose four corners are not on one sheet, inside its edges."""
    for at in range(charts):
        corners = [run for corner in "ABCD" for run in paper.found(f"QX{at}{corner}")]
        inside = [run for run in corners if 0 < run.left < paper.width - 14 and 0 < run.up < paper.height]
        if len(inside) != 4 or len({run.page for run in corners}) != 1:
            yield f"chart {at}: {corners}"
