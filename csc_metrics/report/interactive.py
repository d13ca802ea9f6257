"""Tables that an analyst searches and sorts under a notebook's cell, where a live kernel and itables are there.

Reports that are made with nobody looking on show the same tables as printed, and so does a notebook without itables.
"""

import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Final, NamedTuple, Protocol
from uuid import uuid4

from csc_metrics.report.page.model import Block, DisplayTable
from csc_metrics.report.page.render import render_blocks, render_bundle, render_interactive
from csc_metrics.report.page.sorting import sort_keys

SEEN_AT_ONCE: Final = 15
"""Rows that are taken in without searching: a table of no more stays as printed."""
_ITABLES: Final = "itables"
_is_printed: Final[ContextVar[bool]] = ContextVar("_is_printed", default=False)
_brought_by: Final[set[str]] = set()
"""Cells of this kernel under which the code that searches and sorts was put."""


class LargerTable(NamedTuple):
    """A table that can be searched. place: among all tables of an output. keys: as of `sort_keys`."""

    place: int
    keys: list[list[str]]


def show_blocks(blocks: Sequence[Block]) -> str:
    """Return blocks as the HTML that a notebook shows under a cell; where possible, larger tables can be searched.

    blocks: of a chapter. The first time in a kernel, the code that does it is shown too: it comes out of itables, and
    nothing is asked of a network.
    """
    larger = larger_tables(blocks)
    if not larger or not can_be_searched():
        return render_blocks(blocks)
    _bring_bundle()
    return render_interactive(blocks, name=uuid4().hex, plan=[one._asdict() for one in larger])


def larger_tables(blocks: Sequence[Block]) -> list[LargerTable]:
    """Return the tables with more rows than are seen at once. blocks: in the order in which they are shown."""
    return [
        LargerTable(place, sort_keys(table))
        for place, table in enumerate(_tables_of(blocks))
        if len(table.rows) > SEEN_AT_ONCE
    ]


def can_be_searched() -> bool:
    """Whether somebody looks on: code runs in a live kernel, not in a report being made, and itables is there."""
    return not _is_printed.get() and _kernel() is not None and find_spec(_ITABLES) is not None


@contextmanager
def as_printed() -> Iterator[None]:
    """Let everything that is shown within be as printed, also in a process that a live kernel has started."""
    token = _is_printed.set(True)
    try:
        yield
    finally:
        _is_printed.reset(token)


def _tables_of(blocks: Sequence[Block]) -> list[DisplayTable]:
    """Return all tables in the order in which a page has them: of each block those in the open, then the folded."""
    return [
        table
        for block in blocks
        for tables in (block.tables, *(tables for _, tables in block.folded))
        for table in tables
    ]


class _Kernel(Protocol):
    """What is asked of a kernel; its class is that of the front end."""

    def get_parent(self) -> Mapping[str, Mapping[str, object]]: ...


def _kernel() -> _Kernel | None:
    """Return the kernel that runs this code; None where there is none."""
    ipython = sys.modules.get("IPython")  # where it was never loaded, there is no kernel
    found: _Kernel | None = getattr(ipython.get_ipython(), "kernel", None) if ipython is not None else None
    return found


def _bring_bundle() -> None:
    """Show the code that searches and sorts once in a kernel, and again where the cell that shows it is run again."""
    kernel = _kernel()
    cell = str(kernel.get_parent().get("metadata", {}).get("cellId", "")) if kernel is not None else ""
    if not _brought_by or (cell and cell in _brought_by):
        script = Path(import_module(f"{_ITABLES}.options").dt_bundle)
        html = render_bundle(script=script.read_bytes(), style=script.with_suffix(".css").read_bytes())
        sys.modules["IPython"].display.display_html(html, raw=True)
        _brought_by.add(cell)
