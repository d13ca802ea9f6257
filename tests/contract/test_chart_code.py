"""What makes a chart cheap, small and the same each time is kept: no second layout, no shared state, text as text."""

import ast
import os
import subprocess
import sys
from pathlib import Path
from typing import Final

import pytest
from contract.source import MODULES, dotted, name_of, tree_of
from lxml import html

CHART_MODULES: Final = [path for path in MODULES if name_of(path).startswith("charts/")]
LAYS_OUT_TWICE: Final = {
    "tight_layout",
    "bbox_inches",
    "constrained_layout",
    "layout",
    "set_layout_engine",
    "autolayout",
}
SHARED_STATE: Final = "matplotlib.pyplot"
MOST_BYTES_OF_A_CHART: Final = 16 * 1024

DRAW_ALL: Final = """
import sys
from csc_metrics.report import scrutiny
report = scrutiny.open_report(authority="357", published="carried")
for topic in dict.fromkeys(history.measure.topic for history in report.found):
    for section in scrutiny.sections(report, topic).sections:
        print(section.chart_svg)
"""


def costly_words(tree: ast.Module) -> list[str]:
    """Return the names by which a figure is laid out a second time or pyplot comes in, in the order of the code."""
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found += [alias.name for alias in node.names if alias.name == SHARED_STATE]
        elif isinstance(node, ast.ImportFrom):
            whole = [f"{node.module}.{alias.name}" for alias in node.names]
            found += [SHARED_STATE for name in whole if name.startswith(SHARED_STATE)]
        elif isinstance(node, ast.keyword) and node.arg in LAYS_OUT_TWICE:
            found.append(node.arg)
        elif isinstance(node, ast.Attribute) and node.attr in LAYS_OUT_TWICE:
            found.append(dotted(node) or node.attr)
        elif isinstance(node, ast.Constant) and str(node.value).rpartition(".")[2] in LAYS_OUT_TWICE | {"tight"}:
            found.append(str(node.value))
    return found


@pytest.mark.parametrize("path", CHART_MODULES, ids=name_of)
def test_no_chart_is_laid_out_twice_or_drawn_through_pyplot(path: Path) -> None:
    assert costly_words(tree_of(path)) == []


@pytest.mark.parametrize(
    "line",
    [
        "import matplotlib.pyplot as plt",
        "from matplotlib import pyplot",
        "from matplotlib.pyplot import subplots",
        "figure.tight_layout()",
        'figure.savefig(written, bbox_inches="tight")',
        'Figure(layout="constrained")',
        'settings = {"savefig.bbox": "tight"}',
        'settings = {"figure.constrained_layout": True}',
    ],
)
def test_a_second_layout_and_pyplot_are_seen(line: str) -> None:
    assert costly_words(ast.parse(line))


def drawn_in_a_process(hash_seed: str) -> list[str]:
    """Return every chart of Tameside's report, drawn by a process of its own whose sets have an order of their own."""
    environment = os.environ | {"PYTHONHASHSEED": hash_seed}
    done = subprocess.run(
        [sys.executable, "-c", DRAW_ALL], check=True, capture_output=True, encoding="utf-8", env=environment
    )
    return done.stdout.splitlines()


def test_charts_are_the_same_bytes_in_every_process_small_and_their_text_is_text() -> None:
    charts = drawn_in_a_process("1")
    assert len(charts) > 10
    assert charts == drawn_in_a_process("2")
    assert [len(chart.encode()) for chart in charts if len(chart.encode()) > MOST_BYTES_OF_A_CHART] == []
    assert all("England" in html.fromstring(chart).xpath("//text/text()") for chart in charts)
