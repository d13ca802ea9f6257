"""What it would take in one sentence: always a range, from the neighbours' lower quartile to their upper one."""

from datetime import date
from typing import Final

import polars as pl

from csc_metrics.contracts.about_planning import Level
from csc_metrics.measures.registry import MEASURES
from csc_metrics.narrative.numbers import format_number
from csc_metrics.narrative.sentence import Figure, Sentence
from csc_metrics.narrative.words import lower_first

LEVEL_NAMES: Final = {
    Level.LOWER_QUARTILE.value: "Lower quartile",
    Level.MEDIAN.value: "Median",
    Level.UPPER_QUARTILE.value: "Upper quartile",
}
"""How a level among the neighbours is named, the lowest first."""
_ENDS = (Level.LOWER_QUARTILE.value, Level.UPPER_QUARTILE.value)


def as_neighbours_have(rows: pl.DataFrame) -> Sentence | None:
    """Say how many more or fewer there would be, were one figure as neighbours have it.

    Input: rows, schema WhatItWouldTake, of one authority and lever. None for a lever that is no rate, or without a
    figure. The ends are the least and the most of both quartiles, with chance and single neighbours allowed for.
    """
    told = rows.filter(pl.col("level").is_in(_ENDS)).drop_nulls(["difference_lower", "difference_upper"])
    if told.height < len(_ENDS):
        return None
    least = told.sort("difference_lower").row(0, named=True)
    most = told.sort("difference_upper").row(-1, named=True)
    measure = MEASURES[str(least["lever"])]
    start = f"If {lower_first(measure.title)} were as neighbours have them, from their lower to their upper quartile"
    low, high = _figure(least, "difference_lower"), _figure(most, "difference_upper")
    if most["difference_upper"] <= 0:
        words = (f"{start}, there would be between ", high, " and ", low, " fewer.")
    elif least["difference_lower"] >= 0:
        words = (f"{start}, there would be between ", low, " and ", high, " more.")
    else:
        words = (f"{start}, there would be between ", low, " fewer and ", high, " more.")
    return Sentence(kind="as_neighbours_have", measure=measure.code, parts=words)


def between(least: float, most: float, *, decimals: int) -> str:
    """Return a range in words; only where both ends are one number it is "about" it.

    least, most: its ends.

    >>> between(2310.6, 2559.2, decimals=0), between(13.0, 13.0, decimals=0)
    ('between 2,311 and 2,559', 'about 13')
    """
    low, high = ends_as_printed(least, most, decimals=decimals)
    return f"about {low}" if low == high else f"between {low} and {high}"


def ends_as_printed(least: float, most: float, *, decimals: int) -> tuple[str, str]:
    """Return the ends of a range as printed: rounded half up, and outwards where a range would look like one number.

    least, most: the ends.

    >>> ends_as_printed(2310.6, 2559.2, decimals=0), ends_as_printed(2058.2, 2058.4, decimals=0)
    (('2,311', '2,559'), ('2,058', '2,059'))
    """
    low, high = (format_number(end, decimals=decimals) for end in (least, most))
    if low != high or least == most:
        return low, high
    return (
        format_number(least, decimals=decimals, rounding="down"),
        format_number(most, decimals=decimals, rounding="up"),
    )


def _figure(row: dict[str, object], column: str) -> Figure:
    end = row["period_end"]
    return Figure(
        text=format_number(abs(float(str(row[column]))), decimals=0),
        measure=str(row["lever"]),
        period_end=end if isinstance(end, date) else date.min,
        column=column,
        decimals=0,
    )
