"""From cells of text to values of a column's kind, each with what is wrong where it means none."""

from collections.abc import Callable, Mapping
from typing import Final

import dataframely as dy
import polars as pl

from csc_metrics.contracts.codes import word_meant, words_of
from csc_metrics.contracts.records.columns import Column, Kind
from csc_metrics.records.dates import doubt_days, doubt_moments, understand_days, understand_moments
from csc_metrics.records.nothing import nothing

LONGEST_IDENTIFIER: Final = 200
"""Characters: an identifier of a case system has at most some dozens; beyond this, cells have run together."""
LONGEST_TEXT: Final = 2000
"""Characters that free text may have."""
_UNSEEN: Final = r"[\p{C}\u{2028}\u{2029}\u{FFFD}]"
_EDGE: Final = "|"
_ODD_SPACES: Final = ("  ", f"{_EDGE} ", f" {_EDGE}")
"""Two spaces, or one at the edge of a cell; a cell that holds the mark of an edge itself is looked at closer."""
_SPACES: Final = r"[\s\u{00A0}]+"
_NOT_IN_AN_AGENCY: Final = r"[^a-z0-9]+"
_YES: Final = frozenset({"yes", "y", "true", "1", "t"})
_NO: Final = frozenset({"no", "n", "false", "0", "f"})
_NO_FAULT: Final = pl.lit(None, dtype=pl.String())


def understand_cells(cells: pl.Series, *, column: Column, meant: Mapping[str, str]) -> pl.DataFrame:
    """Return the value that each cell of a column means, and what is wrong where it means none.

    Input: cells, text, null for an empty cell. meant: the authority's own words and ours, in whatever case.
    Returns: one row per cell; value (in the column's type, null where empty or at fault), fault (the rule's name, or
    null). Where only the time of day is missing, the value stands beside the fault.
    """
    if meant:
        cells = _with_our_words(cells, meant)
    return _READERS[column.kind](cells, column)


def doubt_typed(values: pl.Series, *, column: Column) -> pl.DataFrame:
    """Return values that a file has typed as the column's kind, and what is wrong with them.

    Input: values, of the column's type. Returns: one row per value; value, fault, as of `understand_cells`.
    """
    if column.kind is Kind.DAY:
        return doubt_days(values)
    if column.kind is Kind.MOMENT:
        return doubt_moments(values)
    return pl.DataFrame({"value": values, "fault": nothing(len(values), dtype=pl.String())})


def as_text(cells: pl.Series) -> pl.Series:
    """Return cells as text; whole numbers that a program kept as fractions lose their ".0".

    Input: cells of any single type. Returns: String.

    >>> as_text(pl.Series([1.0, None])).to_list(), as_text(pl.Series([0.5, 1.0])).to_list()
    (['1', None], ['0.5', '1.0'])
    """
    if cells.dtype.is_float() and (cells == cells.floor()).all():
        return cells.cast(pl.Int64, strict=False).cast(pl.String)
    return cells.cast(pl.String)


def is_type_of(column: Column, dtype: pl.DataType) -> bool:
    """Whether a column that a file has typed already holds what this kind of column holds."""
    return dtype == TYPES[column.kind]


TYPES: Final[dict[Kind, pl.DataType]] = {
    Kind.IDENTIFIER: pl.String(),
    Kind.TEXT: pl.String(),
    Kind.WORD: pl.String(),
    Kind.AGENCY: pl.String(),
    Kind.DAY: pl.Date(),
    Kind.MOMENT: pl.Datetime("us"),
    Kind.YES_NO: pl.Boolean(),
    Kind.NUMBER: pl.Float64(),
}
"""The type of each kind of column."""


def _with_our_words(cells: pl.Series, meant: Mapping[str, str]) -> pl.Series:
    folded = {" ".join(theirs.casefold().split()): ours for theirs, ours in meant.items()}
    return _by_word(cells, lambda cell: folded.get(" ".join(cell.casefold().split()), cell))


def _by_word(
    cells: pl.Series, of_cell: Callable[[str], str | bool | None], *, dtype: pl.DataType | None = None
) -> pl.Series:
    """Return the answer for each cell, asked once for each different word."""
    words = cells.unique().drop_nulls()
    answers = pl.DataFrame(
        {"word": words, "answer": pl.Series([of_cell(word) for word in words], dtype=dtype or pl.String())}
    )
    asked = pl.DataFrame({"word": cells})
    return asked.join(answers, on="word", how="left", validate="m:1", maintain_order="left")["answer"]


def _identifiers(cells: pl.Series, column: Column) -> pl.DataFrame:
    del column
    cell = pl.col("cell")
    if _is_plain(cells, longest=LONGEST_IDENTIFIER):
        return _as_it_is(cells)
    cells = _without_outer_spaces(cells)
    is_odd = cell.str.contains(_UNSEEN) | (cell.str.len_chars() > LONGEST_IDENTIFIER)
    return _told(cells, fault=pl.when(is_odd).then(pl.lit("odd_identifier")))


def _without_outer_spaces(cells: pl.Series) -> pl.Series:
    """Return cells without spaces around them: Parquet keeps them, and one number must not pass for two."""
    stripped = pl.col("cell").str.strip_chars()
    return pl.DataFrame({"cell": cells}).select(pl.when(stripped != "").then(stripped)).to_series()


def _texts(cells: pl.Series, column: Column) -> pl.DataFrame:
    del column
    if _is_plain(cells, longest=LONGEST_TEXT):
        return _as_it_is(cells)
    if cells.str.contains(_SPACES).any():
        words = pl.col("cell").str.replace_all(_SPACES, " ").str.strip_chars()
        cells = pl.DataFrame({"cell": cells}).select(pl.when(words != "").then(words)).to_series()
    return _told(cells, fault=pl.when(pl.col("cell").str.len_chars() > LONGEST_TEXT).then(pl.lit("text_too_long")))


def _is_plain(cells: pl.Series, *, longest: int) -> bool:
    """Whether all cells hold nothing but letters, digits and marks of ASCII and single spaces within, none too long.

    One look over the text of a whole column costs a fraction of a look at each cell.
    """
    if (cells.str.len_bytes() > longest).any():
        return False
    text = f"{_EDGE}{cells.str.join(_EDGE)[0]}{_EDGE}"
    return text.isascii() and text.isprintable() and not any(odd in text for odd in _ODD_SPACES)


def _as_it_is(cells: pl.Series) -> pl.DataFrame:
    """Return cells that mean what stands in them."""
    return pl.DataFrame({"value": cells, "fault": nothing(len(cells), dtype=pl.String())})


def _agencies(cells: pl.Series, column: Column) -> pl.DataFrame:
    del column
    words = _by_word(cells, agency_word)
    return pl.DataFrame({"value": words, "fault": _where(words.is_null() & cells.is_not_null(), "unknown_code")})


def agency_word(written: str) -> str | None:
    """Return an agency as the settings write it; None where nothing of it is left. written: the cell.

    >>> agency_word("Social worker"), agency_word("Children & Families (Health)")
    ('social_worker', 'children_families_health')
    """
    slug = pl.Series([written.casefold()]).str.replace_all(_NOT_IN_AN_AGENCY, "_").str.strip_chars("_")[0]
    return slug or None


def _words(cells: pl.Series, column: Column) -> pl.DataFrame:
    if cells.is_in(words_of(str(column.code_set))).all(ignore_nulls=True):
        return _as_it_is(cells)
    words = _by_word(cells, lambda cell: word_meant(str(column.code_set), cell))
    return pl.DataFrame({"value": words, "fault": _where(words.is_null() & cells.is_not_null(), "unknown_code")})


def _answers(cells: pl.Series, column: Column) -> pl.DataFrame:
    del column
    answers = _by_word(cells, _yes_or_no, dtype=pl.Boolean())
    return pl.DataFrame({"value": answers, "fault": _where(answers.is_null() & cells.is_not_null(), "not_yes_or_no")})


def _yes_or_no(cell: str) -> bool | None:
    word = cell.strip().casefold()
    word = word[2:].strip() if word[1:2] == ")" else word
    return True if word in _YES else False if word in _NO else None


def _numbers(cells: pl.Series, column: Column) -> pl.DataFrame:
    del column
    numbers = cells.str.strip_chars().cast(pl.Float64, strict=False)
    numbers = pl.DataFrame({"n": numbers}).select(pl.when(pl.col("n").is_finite()).then(pl.col("n")))["n"]
    return pl.DataFrame({"value": numbers, "fault": _where(numbers.is_null() & cells.is_not_null(), "not_a_number")})


def _days(cells: pl.Series, column: Column) -> pl.DataFrame:
    del column
    return understand_days(cells)


def _moments(cells: pl.Series, column: Column) -> pl.DataFrame:
    del column
    return understand_moments(cells)


_READERS: Final[dict[Kind, Callable[[pl.Series, Column], pl.DataFrame]]] = {
    Kind.IDENTIFIER: _identifiers,
    Kind.TEXT: _texts,
    Kind.WORD: _words,
    Kind.AGENCY: _agencies,
    Kind.DAY: _days,
    Kind.MOMENT: _moments,
    Kind.YES_NO: _answers,
    Kind.NUMBER: _numbers,
}


def _where(is_at_fault: pl.Series, rule: str) -> pl.Series:
    told = pl.DataFrame({"at": is_at_fault}).select(pl.when(pl.col("at")).then(pl.lit(rule)).otherwise(_NO_FAULT))
    return told.to_series()


def _told(cells: pl.Series, *, fault: pl.Expr) -> pl.DataFrame:
    told = pl.DataFrame({"cell": cells}).with_columns(fault.cast(pl.String).alias("fault"))
    return told.select(pl.when(pl.col("fault").is_null()).then(pl.col("cell")).alias("value"), "fault")


def within_bounds(values: pl.Series, rules: pl.Series, *, bounds: dy.Column) -> tuple[pl.Series, pl.Series]:
    """Return numbers without those outside what a column allows, and the faults with `number_out_of_range` for these.

    Input: values, rules: value and fault as `understand_cells` returns them. bounds: the column of a schema.
    """
    least, most = getattr(bounds, "min", None), getattr(bounds, "max", None)
    is_outside = ~pl.col("value").is_between(least, most)
    told = pl.DataFrame({"value": values, "rule": rules}).with_columns(
        pl.when(is_outside).then(pl.lit("number_out_of_range")).otherwise(pl.col("rule")).alias("rule"),
        pl.when(~is_outside).then(pl.col("value")).alias("value"),
    )
    return told["value"], told["rule"]
