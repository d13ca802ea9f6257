"""Larger tables under a notebook's cell: searched and sorted where a kernel and itables are, else as printed."""

import json
import re
from collections.abc import Sequence
from types import SimpleNamespace
from typing import Any, Final
from unittest.mock import create_autospec

import IPython
import pytest
from papermill.engines import NotebookExecutionManager

from csc_metrics.report import interactive
from csc_metrics.report.data_quality import Shown
from csc_metrics.report.engine import InProcessEngine
from csc_metrics.report.interactive import SEEN_AT_ONCE, as_printed, can_be_searched, larger_tables
from csc_metrics.report.page.model import Block, Count, DisplayTable
from csc_metrics.report.page.render import render_blocks
from csc_metrics.report.page.sorting import sort_keys


def table_of(many: int) -> DisplayTable:
    rows = tuple((f"Team {number}", (Count(text=f"{number * 700:,}"), "3 March 2026")) for number in range(many))
    return DisplayTable(caption=f"Cases, {many} teams", headings=("Team", "Cases", "Due"), rows=rows)


def column_of(*cells: Any) -> list[str]:
    rows = tuple((str(number), (cell,)) for number, cell in enumerate(cells))
    return [keys[1] for keys in sort_keys(DisplayTable(caption="", headings=("", ""), rows=rows))]


SMALL: Final = table_of(SEEN_AT_ONCE)
LARGE: Final = table_of(SEEN_AT_ONCE + 1)
BLOCK: Final = Block(code="teams", title="Teams", words=(), tables=(SMALL, LARGE), folded=(("Others", (SMALL, LARGE)),))
SHOWN: Final = Shown([BLOCK])


@pytest.fixture
def live(monkeypatch: pytest.MonkeyPatch) -> SimpleNamespace:
    """A kernel that runs the cell of this name. brought: the HTML that was shown besides results."""
    found = SimpleNamespace(cell="first", brought=[])
    kernel = SimpleNamespace(get_parent=lambda: {"metadata": {"cellId": found.cell} if found.cell else {}})
    monkeypatch.setattr(IPython, "get_ipython", lambda: SimpleNamespace(kernel=kernel))
    monkeypatch.setattr(IPython.display, "display_html", lambda html, raw: found.brought.append(html))
    monkeypatch.setattr(interactive, "_brought_by", set())
    return found


def plan_in(html: str) -> list[dict[str, Any]]:
    """Return what the script of an output is told of its tables."""
    (told,) = re.findall(r'^\}\)\("\w+", (\[.*\]), "\w+"\);$', html, re.MULTILINE)
    return json.loads(told)


def test_without_a_kernel_tables_are_as_printed() -> None:
    assert SHOWN._repr_html_() == render_blocks(SHOWN)


@pytest.mark.usefixtures("live")
def test_without_itables_tables_are_as_printed(monkeypatch: pytest.MonkeyPatch) -> None:
    assert can_be_searched()
    monkeypatch.setattr(interactive, "find_spec", lambda _: None)
    assert SHOWN._repr_html_() == render_blocks(SHOWN)


def test_in_a_report_that_a_live_kernel_makes_tables_are_as_printed(
    live: SimpleNamespace, monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[bool] = []
    monkeypatch.setattr("csc_metrics.report.engine._run_cells", lambda _: said.append(can_be_searched()))
    InProcessEngine.execute_managed_notebook(create_autospec(NotebookExecutionManager), "python3")
    assert said == [False]
    assert can_be_searched(), "and afterwards the kernel's own cells can again"
    with as_printed():
        assert SHOWN._repr_html_() == render_blocks(SHOWN)
    assert live.brought == []


@pytest.mark.usefixtures("live")
def test_small_tables_are_as_printed_in_a_kernel_too() -> None:
    small = Shown([Block(code="teams", title="Teams", words=(), tables=(SMALL,))])
    assert small._repr_html_() == render_blocks(small)


@pytest.mark.usefixtures("live")
def test_what_can_be_searched_holds_the_printed_table_whole_and_a_key_for_each_of_its_cells() -> None:
    html = SHOWN._repr_html_()
    assert render_blocks(SHOWN) in html
    assert [one["place"] for one in plan_in(html)] == [1, 3]
    for one in plan_in(html):
        assert [len(keys) for keys in one["keys"]] == [len(LARGE.headings)] * len(LARGE.rows)


@pytest.mark.usefixtures("live")
def test_words_of_the_data_cannot_end_the_script() -> None:
    rows = tuple(("</script><script>alert(1)</script>", ()) for _ in range(SEEN_AT_ONCE + 1))
    odd = Shown([Block(code="x", title="x", words=(), tables=(DisplayTable(caption="x", headings=("x",), rows=rows),))])
    html = odd._repr_html_()
    assert (html.count("<script>"), html.count("</script>"), "alert(1)<" in html) == (1, 1, False)


def test_the_code_is_shown_once_in_a_kernel_and_again_with_the_cell_that_showed_it(live: SimpleNamespace) -> None:
    for cell, brought in (("first", 1), ("second", 1), ("first", 2), ("third", 2)):
        live.cell = cell
        SHOWN._repr_html_()
        assert len(live.brought) == brought, cell


def test_a_front_end_that_does_not_name_its_cells_gets_the_code_once(live: SimpleNamespace) -> None:
    live.cell = ""
    SHOWN._repr_html_()
    SHOWN._repr_html_()
    assert len(live.brought) == 1


def test_nothing_that_is_shown_asks_for_an_address(live: SimpleNamespace) -> None:
    """The code itself stands in the page in base 64; what a browser asks for is held by the tests in a browser."""
    html = SHOWN._repr_html_() + "".join(live.brought)
    assert re.findall(r"https?:|(?:src|href)=|@import|url\(|//\w+\.\w+/", html) == []


@pytest.mark.parametrize(
    ("cells", "keys"),
    [
        ((Count(text="1,204"), Count(text="\N{MINUS SIGN}4.6"), Count(text="31.3%")), ["1204", "-4.6", "31.3"]),
        ((Count(text="+3.1 points"), "not compared"), ["3.1", ""]),
        ((Count(text="none"), Count(text="7")), ["", "7"]),
        (("31 March 2026", "1 April 2025, 09:30", "not recorded"), ["2026-03-31", "2025-04-01T09:30", ""]),
        (("March 2026", "year to 31 March 2025"), ["2026-03-01", "2025-03-31"]),
        (("Yes", "no"), ["yes", "no"]),
    ],
    ids=["numbers", "a change", "words among numbers", "days", "periods", "words"],
)
def test_a_column_is_sorted_by_what_it_holds(cells: Sequence[Any], keys: list[str]) -> None:
    assert column_of(*cells) == keys


def test_a_table_of_no_rows_has_no_keys_and_is_not_large() -> None:
    empty = DisplayTable(caption="None", headings=("Team",), rows=())
    assert sort_keys(empty) == []
    assert larger_tables([Block(code="x", title="x", words=(), tables=(empty,))]) == []
