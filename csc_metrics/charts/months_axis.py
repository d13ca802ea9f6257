"""The months below a chart: which of them are written, and how."""

import math
from datetime import date
from typing import Final

import numpy as np
import pandas as pd

from csc_metrics.charts import style
from csc_metrics.charts.drawing import Drawing, Numbers
from csc_metrics.charts.frame import Frame
from csc_metrics.narrative.numbers import format_date

_MOST_MONTHS_LABELLED, _LETTERS_OF_A_MONTH = 6, 3
_NAME_WIDTH: Final = 58.0
"""Points across that a month's name takes, with the space to the next."""
_JANUARY: Final = 1


def ends_between(ends: pd.Series) -> pd.DatetimeIndex:
    """Return the month ends from the first to the last, as far apart as the nearest two: quarters stay quarters.

    ends: timestamps of month ends, in any order, one or more.
    """
    number = np.sort(12 * ends.dt.year.to_numpy() + ends.dt.month.to_numpy())
    step = max(1, int(np.gcd.reduce(np.diff(number)))) if len(number) > 1 else 1
    return pd.date_range(ends.min(), ends.max(), freq=f"{step}ME")


def write_months(drawing: Drawing, *, ends: tuple[date, ...], across: Numbers, frame: Frame) -> None:
    """Mark each January below the plot and write it; where there are fewer than two, the first and last month.

    ends: month ends from first to last. across: points from the left edge for each.
    """
    written = _months_written(ends, across=across)
    marked = across[list(written)]
    breaks = np.tile([frame.bottom, frame.bottom - 5.0, np.nan], len(written))
    drawing.line(np.repeat(marked, 3), breaks, colour=style.DARK_GREY, width=0.8)
    for place, x in zip(written, marked.tolist(), strict=True):
        drawing.write(short_month(ends[place]), at=(x, frame.bottom - 10.0), size=style.NOTE_SIZE, ha="center")


def short_month(end: date) -> str:
    """Return a month as it stands on a chart. end: its last day.

    >>> short_month(date(2026, 1, 31))
    'Jan 2026'
    """
    _, month, year = format_date(end).split(" ")
    return f"{month[:_LETTERS_OF_A_MONTH]} {year}"


def _months_written(ends: tuple[date, ...], *, across: Numbers) -> tuple[int, ...]:
    """Return the places of the months whose names stand below the plot: never so many that they would meet."""
    januaries = [place for place, end in enumerate(ends) if end.month == _JANUARY]
    if len(januaries) < 2:
        return tuple(sorted({0, len(ends) - 1}))
    apart = float(across[januaries[1]] - across[januaries[0]])
    every = max(math.ceil(len(januaries) / _MOST_MONTHS_LABELLED), math.ceil(_NAME_WIDTH / apart))
    return tuple(januaries[::-1][::every][::-1])
