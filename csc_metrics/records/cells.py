"""What the readers of spreadsheets and of delimited text have in common: headings, and cells without outer spaces."""

from collections import Counter
from collections.abc import Sequence

import polars as pl

from csc_metrics.records.raw import SOURCE_ROW


def without_outer_spaces(cells: pl.DataFrame) -> pl.DataFrame:
    """Return text cells without whitespace around them, non-breaking spaces too; a cell that is then empty is null.

    Input and output: one row per row of the source; String columns.
    """
    stripped = cells.select(pl.all().str.strip_chars())
    return stripped.select(pl.when(pl.all() != "").then(pl.all()))


def under_headings(
    cells: pl.DataFrame, headings: Sequence[str | None], *, names: Sequence[str]
) -> tuple[pl.DataFrame, list[str]]:
    """Put headings over columns; a column without heading or filled cell, or an empty repetition, is left out.

    Input: one row per row of the source; a String column per heading, in their order, and source_row as the last.
    names: what each column is called, those without a heading too.
    Returns: the rows with a String column per name and source_row; the names that stand twice over filled cells.
    """
    is_empty = [cells.height == column.null_count() for column in cells.get_columns()[:-1]]
    filled = Counter(name for name, empty in zip(names, is_empty, strict=True) if not empty)
    filled[SOURCE_ROW] += 1
    kept: dict[str, pl.Series] = {}
    for column, heading, name, empty in zip(cells.get_columns()[:-1], headings, names, is_empty, strict=True):
        if not empty or (heading is not None and name not in kept):
            kept[name] = column.alias(name)
    kept[SOURCE_ROW] = cells[SOURCE_ROW]
    return pl.DataFrame(list(kept.values())), [name for name, count in filled.items() if count > 1]
