"""Chapters of internal pages: they show themselves under a notebook's cell, and are put together as a page."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from csc_metrics.report.commentary_shown import tell_what_is_not_shown
from csc_metrics.report.interactive import show_blocks
from csc_metrics.report.page.model import Block, Chapter, InternalPage
from csc_metrics.report.page.render import render_internal


@dataclass(frozen=True, kw_only=True)
class ShownChapter(Chapter):
    """A chapter that shows itself under a notebook's cell. instead: what it says there where it has no block."""

    instead: str = ""

    def _repr_html_(self) -> str:
        nothing = Block(code=self.code, title=self.title, words=(self.instead,))
        return show_blocks(self.blocks or (nothing,))


def chapter_of(
    code: str,
    title: str,
    blocks: Iterable[Block],
    *,
    opening: tuple[str, ...] = (),
    said_under: tuple[str, ...] = (),
    instead: str = "",
) -> ShownChapter:
    """Return a chapter. code: names it in addresses within the page. title: its heading. blocks: what stands in it.

    opening: what it adds to what the page opens with, one sentence each. said_under: sections of the service's own
    words that stand at its head. instead: what a notebook says where it has no block, and no page shows it.
    """
    return ShownChapter(
        code=code, title=title, opening=opening, blocks=tuple(blocks), said_under=said_under, instead=instead
    )


def write_page(page: InternalPage, path: Path) -> None:
    """Write an internal page into a file, without chapters that say nothing.

    On standard error it is said which of the service's words stand nowhere on it. page: put together. path: of the
    file.
    """
    held = tuple(chapter for chapter in page.chapters if chapter.blocks or chapter.opening or chapter.said_under)
    html = render_internal(replace(page, chapters=held))
    path.write_text(html, encoding="utf-8", newline="\n")
    tell_what_is_not_shown(page.commentary, html, page=path.name)
