"""Whole reports, read as files: figures stand in their tables, sentences are plain, files small and the same again.

It needs no browser, but the pages that those tests open.
"""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Final

import pytest
import textstat
from browser.own_reports import BOARD, PERFORMANCE, SCRUTINY, WHOLE, write_board, write_performance, write_scrutiny
from browser.pages import AUTHORITIES
from figures_on_page import figures_not_in_tables
from lxml import html

FEWEST_FIGURES: Final = {SCRUTINY: 100, PERFORMANCE: 500, BOARD: 60, "Tameside": 300, "Isles of Scilly": 10}
"""Of a page on which all are looked at, so that a page without any does not pass."""
MOST_BYTES: Final = 1_500_000
OLDEST_READER: Final = 14
SENTENCES: Final = (
    "//section[@class='opening wide']//li/p[not(@class)]",
    "//section[contains(@class, 'measure')]/h3",
    "//p[@class='summary']",
    "//p[@class='said']",
    "//details[@class='in-words']/p",
    "//section[@id='not-known']//li",
)
"""Of a scrutiny page: opening, findings, summaries, words of parts, charts in words, and what cannot be told."""


def sentences_of(page: Path) -> list[str]:
    """Return the generated sentences of a scrutiny page, each with an end; a finding has none of its own."""
    tree = html.document_fromstring(page.read_text(encoding="utf-8"))
    found = [" ".join(one.text_content().split()) for path in SENTENCES for one in tree.xpath(path)]
    return [words if re.search(r"[.?!]$", words) else f"{words}." for words in dict.fromkeys(found)]


def age_of_reader(sentences: list[str]) -> float:
    """Return Flesch and Kincaid's grade and five years."""
    return float(textstat.textstat.flesch_kincaid_grade(" ".join(sentences))) + 5


@pytest.mark.parametrize("name", FEWEST_FIGURES)
def test_every_figure_stands_in_the_tables_of_its_run(pages: dict[str, Path], name: str) -> None:
    many, wrong = figures_not_in_tables(pages[name])

    assert wrong == []
    assert many >= FEWEST_FIGURES[name]


def test_a_figure_that_no_table_holds_is_found(pages: dict[str, Path], tmp_path: Path) -> None:
    page = pages[BOARD]
    spoilt = tmp_path / page.name
    text, many = re.subn(r'(data-decimals="\d">)\d', r"\g<1>7,7", page.read_text(encoding="utf-8"), count=1)
    spoilt.write_text(text, encoding="utf-8")
    (tmp_path / "measures.csv").write_bytes((page.parent / "measures.csv").read_bytes())

    assert many == 1
    assert len(figures_not_in_tables(spoilt)[1]) == 1


@pytest.mark.parametrize("name", [*AUTHORITIES, SCRUTINY])
def test_a_reader_of_fourteen_can_read_the_scrutiny_report(pages: dict[str, Path], name: str) -> None:
    sentences = sentences_of(pages[name])

    assert len(sentences) > 20
    assert age_of_reader(sentences) <= OLDEST_READER


def test_sentences_for_older_readers_are_found() -> None:
    heavy = "Notwithstanding considerable methodological heterogeneity, multidisciplinary attendance deteriorated."

    assert age_of_reader([heavy]) > OLDEST_READER


@pytest.mark.parametrize("name", [*AUTHORITIES, *WHOLE])
def test_a_page_is_small_enough_to_send(pages: dict[str, Path], name: str) -> None:
    assert pages[name].stat().st_size <= MOST_BYTES


@pytest.mark.parametrize(
    ("name", "write", "settings"),
    [
        (SCRUTINY, write_scrutiny, "settings.toml"),
        (PERFORMANCE, write_performance, "settings.toml"),
        (BOARD, write_board, "approved.toml"),
    ],
)
def test_written_again_a_report_has_the_same_bytes(
    pages: dict[str, Path], name: str, write: Callable[..., Path], settings: str
) -> None:
    page = pages[name]
    work = page.parent.parent / "work"
    again = write(work, work / f"{name}, again", settings=work / settings)

    assert contents(again.parent) == contents(page.parent)


def contents(folder: Path) -> dict[str, bytes]:
    files = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}
