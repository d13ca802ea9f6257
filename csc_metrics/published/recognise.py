"""Which of DfE's tables a file holds: told by its category and its columns, never by its name."""

from collections.abc import Collection
from pathlib import Path
from typing import Final, Self

from csc_metrics.errors import CscMetricsError, did_you_mean
from csc_metrics.published.tables import AREA_COLUMNS, CATEGORY_COLUMNS, PUBLISHED_TABLES, PublishedTable
from csc_metrics.published.text import ASK_MAINTAINERS, FETCH_AGAIN, TextTable, UnreadableFile, require_even_table

_ENOUGH_COLUMNS: Final = 3
"""A table with fewer columns of its own is told by its category alone: several tables share columns."""


class RenamedColumn(CscMetricsError):
    """A file is one of DfE's tables but lacks a column that is read from it."""

    @classmethod
    def missing(cls, path: Path, table: PublishedTable, columns: list[str], hints: str) -> Self:
        """Word the error for the columns that are not there."""
        return cls(
            f"{path}: this is DfE's {table.title}, but it has no column {', '.join(columns)}.{hints} "
            f"{FETCH_AGAIN} {ASK_MAINTAINERS}"
        )

    @classmethod
    def without_category(cls, path: Path, table: PublishedTable, hint: str) -> Self:
        """Word the error for a table whose rows no longer say what they are about."""
        return cls(
            f"{path}: its columns are those of DfE's {table.title}, but the column that says so in each row (category) "
            f"is missing, renamed or worded otherwise.{hint} {FETCH_AGAIN} {ASK_MAINTAINERS}"
        )


def recognise(table: TextTable, *, tables: Collection[str]) -> PublishedTable | None:
    """Return the DfE table that a file holds, or None for a file that is not read.

    tables: codes of the tables that are asked for; oracles are known only where they are.
    Raises: RenamedColumn for a known table in which a column is missing; UnreadableFile for one without rows, with
    uneven rows, or with rows about something else.
    """
    wanted = [known for known in PUBLISHED_TABLES.values() if not known.is_oracle or known.code in tables]
    for known in wanted:
        if _has_category(table, known) or (known.category is None and _has_most_columns(table, known)):
            _require_columns(table, known)
            require_even_table(table)
            return known
    for known in wanted:
        _refuse_what_is_nearly(table, known)
    return None


def _refuse_what_is_nearly(table: TextTable, known: PublishedTable) -> None:
    """Refuse a file that would be a known table but for its rows or its category: it must not pass for unread."""
    if known.category is None:
        return
    has_columns = not _missing_columns(table, known)
    if has_columns and not table.rows:
        raise UnreadableFile.no_rows(table.path)
    heading = category_column(table)
    others = [] if heading is None else _other_lines(table, known, heading)
    if has_columns and others and len(others) * 2 < len(table.rows):
        raise UnreadableFile.foreign_rows(table.path, known.title, others)
    moved = [name for name in table.headings if name not in CATEGORY_COLUMNS and _is_all(table, known, name)]
    if (has_columns and moved) or _has_most_columns(table, known):
        hint = f" The column {moved[0]} holds it." if moved else ""
        raise RenamedColumn.without_category(table.path, known, hint)


def category_column(table: TextTable) -> str | None:
    """Return the heading under which this file says what its rows are about."""
    return next((heading for heading in CATEGORY_COLUMNS if heading in table.headings), None)


def _has_category(table: TextTable, known: PublishedTable) -> bool:
    heading = category_column(table)
    return heading is not None and known.category is not None and _is_all(table, known, heading)


def _is_all(table: TextTable, known: PublishedTable, heading: str) -> bool:
    """Whether every whole row says under a heading that it belongs to the table."""
    words = table.words_of(heading)
    return bool(words) and known.category is not None and all(known.category.fullmatch(word) for word in words)


def _other_lines(table: TextTable, known: PublishedTable, heading: str) -> list[str]:
    """Return the lines whose category is another one."""
    place = table.headings.index(heading)
    said = [
        (line, row[place].strip() if place < len(row) else "")
        for line, row in zip(table.lines, table.rows, strict=True)
    ]
    return [f"line {line}: {word!r}" for line, word in said if known.category and not known.category.fullmatch(word)]


def _has_most_columns(table: TextTable, known: PublishedTable) -> bool:
    own = list(known.required.values())
    held = sum(any(heading in table.headings for heading in headings) for headings in own)
    return len(own) >= _ENOUGH_COLUMNS and held * 2 > len(own)


def _missing_columns(table: TextTable, known: PublishedTable) -> list[tuple[str, ...]]:
    wanted = [(heading,) for heading in AREA_COLUMNS] + list(known.required.values())
    return [headings for headings in wanted if not any(heading in table.headings for heading in headings)]


def _require_columns(table: TextTable, known: PublishedTable) -> None:
    missing = _missing_columns(table, known)
    if missing:
        named = [" or ".join(headings) for headings in missing]
        own = {*AREA_COLUMNS, *(heading for headings in known.series.values() for heading in headings)}
        others = [heading for heading in table.headings if heading not in own]
        hints = "".join(dict.fromkeys(did_you_mean(headings[0], others) for headings in missing))
        raise RenamedColumn.missing(table.path, known, named, hints)
    if not table.rows:
        raise UnreadableFile.no_rows(table.path)
