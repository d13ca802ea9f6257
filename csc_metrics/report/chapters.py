"""Chapters of internal pages: they show themselves under a notebook's cell, and are put together as a page."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from csc_metrics.report.interactive import show_blocks
from csc_metrics.report.page.model import Block, Chapter, InternalPage
from csc_metrics.report.page.render import render_internal


@dataclass(frozen=True, kw_only=True)
class ShownChapter(Chapter):
    """A chapter that shows itself under a notebook's cell."""

    def _repr_html_(self) -> str:
        return show_blocks(self.blocks)


def chapter_of(
    code: str, title: str, blocks: Iterable[Block], *, opening: tuple[str, ...] = (), said_under: tuple[str, ...] = ()
) -> ShownChapter:
    """Return a chapter. code: names it in addresses within the page. title: its heading. blocks: what stands in it.

    opening: what it adds to what the page opens with, one sentence each. said_under: sections of the service's own
    words that stand at its head.
    """
    return ShownChapter(code=code, title=title, opening=opening, blocks=tuple(blocks), said_under=said_under)


def write_page(page: InternalPage, path: Path) -> None:
    """Write an internal page into a file. page: put together. path: of the file."""
    path.write_text(render_internal(page), encoding="utf-8", newline="\n")
