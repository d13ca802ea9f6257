"""What it would take in one sentence: always a range, from the neighbours' lower quartile to their upper one."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Final

import polars as pl

from csc_metrics.contracts.about_planning import Level
from csc_metrics.measures.registry import MEASURES
from csc_metrics.narrative.ranges import ends_outward, more_or_fewer_words
from csc_metrics.narrative.sentence import Figure, Sentence
from csc_metrics.narrative.sentence_types import SentenceType
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
    both = rows.filter(pl.col("level").is_in(_ENDS)).drop_nulls(["difference_lower", "difference_upper"])
    if both.height < len(_ENDS):
        return None
    least = both.sort("difference_lower").row(0, named=True)
    most = both.sort("difference_upper").row(-1, named=True)
    measure = MEASURES[str(least["lever"])]
    start = f"If {lower_first(measure.title)} were as neighbours have them, from their lower to their upper quartile"
    words = more_or_fewer_words(float(least["difference_lower"]), float(most["difference_upper"]), decimals=0)
    ends = [(least, "difference_lower"), (most, "difference_upper")]
    ends = ends[::-1] if most["difference_upper"] <= 0 else ends
    told = (f"{start}, there would be ", *_with_figures(words, ends), ".")
    return Sentence(kind=SentenceType.AS_NEIGHBOURS_HAVE, measure=measure.code, parts=told)


def between(least: float, most: float, *, decimals: int) -> str:
    """Return a range in words, rounded outward; only where both ends are one number it is "about" it.

    least, most: its ends.

    >>> between(2310.6, 2559.2, decimals=0), between(13.0, 13.0, decimals=0)
    ('between 2,310 and 2,560', 'about 13')
    """
    low, high = ends_outward(least, most, decimals=decimals)
    return f"about {low}" if low == high else f"between {low} and {high}"


def _with_figures(words: Sequence[str], ends: Sequence[tuple[dict[str, object], str]]) -> Iterator[str | Figure]:
    """Give words as they are, and every second one, the size of an end, tied to the row that it was taken from."""
    for place, word in enumerate(words):
        row, column = ends[place // 2] if place % 2 else ({}, "")
        yield _figure(row, column, word) if row and word[0].isdigit() else word


def _figure(row: dict[str, object], column: str, text: str) -> Figure:
    end = row["period_end"]
    return Figure(
        text=text,
        measure=str(row["lever"]),
        period_end=end if isinstance(end, date) else date.min,
        column=column,
        decimals=0,
    )
