"""What the readers of spreadsheets and of delimited text have in common: headings, and cells without outer spaces."""

from collections import Counter
from collections.abc import Callable, Sequence

import polars as pl

from csc_metrics.records.raw import SOURCE_ROW


def without_outer_spaces(cells: pl.DataFrame) -> pl.DataFrame:
    """Return text cells without whitespace around them, non-breaking spaces too; a cell that is then empty is null.

    Input and output: one row per row of the source; String columns.
    """
    stripped = cells.select(pl.all().str.strip_chars())
    return stripped.select(pl.when(pl.all() != "").then(pl.all()))


def under_headings(
    cells: pl.DataFrame, headings: Sequence[str | None], *, letters: Callable[[int], str]
) -> tuple[pl.DataFrame, list[str]]:
    """Put headings over columns; a column without heading or filled cell, or an empty repetition, is left out.

    Input: one row per row of the source; a String column per heading, in their order, and source_row as the last.
    letters: what a column without heading is called, from its place.
    Returns: the rows with their headings, and the headings that stand twice over filled cells.
    """
    is_empty = [cells.height == cells[:, place].null_count() for place in range(len(headings))]
    named = [heading or letters(place) for place, heading in enumerate(headings)]
    filled = Counter(name for name, empty in zip(named, is_empty, strict=True) if not empty)
    kept: dict[str, pl.Series] = {}
    for place, name in enumerate(named):
        is_wanted = headings[place] is not None or not is_empty[place]
        if is_wanted and (name not in kept or not is_empty[place]):
            kept[name] = cells[:, place].alias(name)
    rows = pl.DataFrame([*kept.values(), cells[SOURCE_ROW]])
    return rows, [name for name, count in filled.items() if count > 1]
