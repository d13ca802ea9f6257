"""Rows of measure values at month ends, made by hand, and what a chart drawn from them says."""

from collections.abc import Sequence
from datetime import date

import numpy as np
import pandas as pd
from lxml import html

from csc_metrics.contracts.vocabulary import Status


def month_rows(
    measure: str,
    values: Sequence[float | None],
    *,
    part: str = "all",
    first: date = date(2024, 11, 30),
    every: int = 1,
    without: Status = Status.TOO_FEW,
    period_type: str = "snapshot",
) -> pd.DataFrame:
    """Return a row for each value, the first at a month end, others so many months apart; None: without says why."""
    ends = pd.date_range(first, periods=len(values), freq=f"{every}ME")
    return pd.DataFrame(
        {
            "area_code": "001",
            "measure": measure,
            "breakdown": part,
            "source": "local",
            "period_type": period_type,
            "period_end": [day.date() for day in ends],
            "value": pd.Series(values, dtype="float64"),
            "status": [str(Status.OK if value is not None else without) for value in values],
        }
    )


def written(svg: str) -> list[str]:
    """Return the words of a chart, line by line."""
    return [str(text.text_content()) for text in html.fromstring(svg).xpath("//text")]


def lines(svg: str, colour: str) -> list[list[tuple[float, float]]]:
    """Return the pieces of the lines of one colour, each as its points, from the upper left corner of the chart.

    A place by itself, which only a mark shows, is no piece.
    """
    paths = html.fromstring(svg).xpath(f"//path[@stroke='{colour.lower()}' and not(ancestor::defs)]/@d")
    return [piece for path in paths for piece in _pieces(str(path)) if len(piece) > 1]


def areas(svg: str, colour: str) -> list[list[tuple[float, float]]]:
    """Return the areas of one colour, each as the points around it, from the upper left corner of the chart."""
    tree = html.fromstring(svg)
    found = [
        piece
        for path in tree.xpath(f"//path[@fill='{colour.lower()}' and not(ancestor::defs)]/@d")
        for piece in _pieces(str(path))
    ]
    for use in tree.xpath(f"//use[@fill='{colour.lower()}' and not(@stroke)]"):
        (path,) = tree.xpath(f"//path[@id='{use.get('href')[1:]}']/@d")
        right, down = float(use.get("x")), float(use.get("y"))
        found += [[(x + right, y + down) for x, y in piece] for piece in _pieces(str(path))]
    return found


def marks(svg: str, colour: str) -> list[tuple[float, float]]:
    """Return where the marks of one colour stand."""
    uses = html.fromstring(svg).xpath(f"//use[@fill='{colour.lower()}' and @stroke]")
    return [(float(use.get("x")), float(use.get("y"))) for use in uses]


def _pieces(path: str) -> list[list[tuple[float, float]]]:
    pieces = []
    for piece in path.replace("L", " ").replace("z", "").split("M")[1:]:
        numbers = np.array(piece.split(), dtype=float).reshape(-1, 2)
        pieces.append([(x, y) for x, y in numbers.tolist()])
    return pieces
