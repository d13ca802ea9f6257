"""Chapters of internal pages: they show themselves under a notebook's cell, and are put together as a page."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from csc_metrics.report.commentary_shown import tell_what_is_not_shown
from csc_metrics.report.page.model import Block, Chapter, InternalPage
from csc_metrics.report.page.render import render_blocks, render_internal


@dataclass(frozen=True, kw_only=True)
class ShownChapter(Chapter):
    """A chapter that shows itself under a notebook's cell."""

    def _repr_html_(self) -> str:
        return render_blocks(self.blocks)


def chapter_of(
    code: str, title: str, blocks: Iterable[Block], *, opening: tuple[str, ...] = (), said_under: tuple[str, ...] = ()
) -> ShownChapter:
    """Return a chapter. code: names it in addresses within the page. title: its heading. blocks: what stands in it.

    opening: what it adds to what the page opens with, one sentence each. said_under: sections of the service's own
    words that stand at its head.
    """
    return ShownChapter(code=code, title=title, opening=opening, blocks=tuple(blocks), said_under=said_under)


def write_page(page: InternalPage, path: Path) -> None:
    """Write an internal page into a file, and say on standard error which of the service's words it does not show.

    page: put together. path: of the file.
    """
    html = render_internal(page)
    path.write_text(html, encoding="utf-8", newline="\n")
    tell_what_is_not_shown(page.commentary, html, page=path.name)
