"""What `csc-metrics report --pdf` prints, read back: whole, tagged, numbered, and silent about the machine."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Final

import pytest
from browser.own_reports import WHOLE
from browser.pages import INTERNAL
from browser.paper import MARK_EACH_CHART, Paper, charts_that_are_cut, read_paper
from playwright.sync_api import Browser, Page
from pypdf import PdfReader
from pypdf.generic import BooleanObject, Destination

from csc_metrics.report.pdf import find_browser, print_to_pdf

A4: Final = (round(210 / 25.4 * 72), round(297 / 25.4 * 72))
"""Width and height in points."""
FOLDER: Final = "St. Helens' pages, 100% #1"
"""What an address must quote."""


@dataclass(frozen=True, kw_only=True)
class Printed:
    """A page's PDF. charts: how many the page has. title: the page's own."""

    path: Path
    charts: int
    title: str

    @cached_property
    def reader(self) -> PdfReader:
        return PdfReader(self.path)

    @cached_property
    def paper(self) -> Paper:
        return read_paper(self.path.read_bytes())


def browser_of(chromium: Browser) -> Path:
    """Return the browser that the command would take, else Playwright's own."""
    return find_browser() or Path(chromium.browser_type.executable_path)


@pytest.fixture(scope="module", params=["Tameside", INTERNAL, *WHOLE])
def printed(
    request: pytest.FixtureRequest,
    chromium: Browser,
    tab: Page,
    pages: dict[str, Path],
    tmp_path_factory: pytest.TempPathFactory,
) -> Printed:
    """A page whose charts' corners are marked, printed as the command prints it."""
    tab.goto(pages[request.param].as_uri())
    tab.evaluate(MARK_EACH_CHART)
    page = tmp_path_factory.mktemp("printed") / FOLDER / "page.html"
    page.parent.mkdir()
    page.write_text(tab.content(), encoding="utf-8")
    print_to_pdf(page, page.with_suffix(".pdf"), browser=browser_of(chromium))
    charts = tab.locator("svg.chart").count()
    return Printed(path=page.with_suffix(".pdf"), charts=charts, title=tab.title())


def test_it_is_on_a4_and_every_sheet_is_numbered(printed: Printed) -> None:
    sheets = printed.paper.sheets

    assert {(round(sheet.mediabox.width), round(sheet.mediabox.height)) for sheet in printed.reader.pages} == {A4}
    assert len(sheets) > 1
    assert [at for at, text in enumerate(sheets, start=1) if f"Page {at} of {len(sheets)}" not in text] == []
    assert [at for at, text in enumerate(sheets, start=1) if printed.title in text] == [], "the browser's own header"


def test_it_has_its_title_its_language_and_tags_for_those_who_listen(printed: Printed) -> None:
    root, told = printed.reader.root_object, printed.reader.metadata

    assert told is not None
    assert told.title == printed.title
    assert root["/MarkInfo"] == {"/Type": "/MarkInfo", "/Marked": BooleanObject(value=True)}
    assert root["/Lang"].startswith("en")
    assert {"/H1", "/H2", "/Table", "/TH"} <= set(kinds_of_tags(root["/StructTreeRoot"]))


def kinds_of_tags(node: object) -> Iterator[str]:
    """Yield the kind of each tag below a node of the tree of tags."""
    left = [node]
    while left:
        one = left.pop()
        one = one.get_object() if hasattr(one, "get_object") else one
        if isinstance(one, list):
            left += one
        elif isinstance(one, dict):
            if "/S" in one:
                yield str(one["/S"])
            left.append(one.get("/K"))


def test_its_outline_leads_to_the_pages_headings(printed: Printed, tab: Page) -> None:
    headings = set(tab.locator("h2").all_text_contents())
    outline = [one.title for one in flat(printed.reader.outline) if one.title in headings]

    assert len(outline) > 3


def flat(outline: list[Destination | list[Destination]]) -> Iterator[Destination]:
    for one in outline:
        if isinstance(one, list):
            yield from flat(one)
        else:
            yield one


def test_no_chart_is_cut(printed: Printed) -> None:
    assert printed.charts >= 1
    assert list(charts_that_are_cut(printed.paper, charts=printed.charts)) == []


def test_its_words_are_words_and_what_is_closed_on_screen_is_among_them(printed: Printed, tab: Page) -> None:
    text = " ".join(" ".join(printed.paper.sheets).split())
    closed = [" ".join(words.split()) for words in tab.locator("details caption, details dt").all_text_contents()]

    assert " ".join(tab.locator("h1").inner_text().split()) in text
    assert len(closed) > 5
    assert [words for words in closed if words not in text] == []


def told_of_the_machine(pdf: Path) -> list[str]:
    """Return what a PDF tells of the folder in which it was printed: on its sheets, in links and about itself."""
    reader = PdfReader(pdf)
    notes = [note.get_object() for sheet in reader.pages for note in sheet.get("/Annots", [])]
    links = [str(note["/A"].get("/URI", "")) for note in notes if "/A" in note]
    about = [str(value) for value in (reader.metadata or {}).values()]
    told = [*about, *links, *read_paper(pdf.read_bytes()).sheets]
    return [one for one in told if "file:" in one or pdf.parent.parent.name in one]


def test_it_names_no_folder_of_the_machine(printed: Printed) -> None:
    """A public PDF would carry the name of whoever printed it."""
    assert told_of_the_machine(printed.path) == []


def test_a_link_that_names_the_folder_is_found(chromium: Browser, pages: dict[str, Path], tmp_path: Path) -> None:
    spoilt = tmp_path / FOLDER / "page.html"
    spoilt.parent.mkdir()
    text = pages["index"].read_text(encoding="utf-8")
    spoilt.write_text(text.replace("</main>", '<a href="measures.csv">Figures</a></main>'), encoding="utf-8")

    print_to_pdf(spoilt, spoilt.with_suffix(".pdf"), browser=browser_of(chromium))

    assert any(one.endswith("/measures.csv") for one in told_of_the_machine(spoilt.with_suffix(".pdf")))


def test_nothing_but_the_pdf_is_left_beside_the_page(printed: Printed) -> None:
    assert sorted(path.name for path in printed.path.parent.iterdir()) == ["page.html", "page.pdf"]
