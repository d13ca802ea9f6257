"""Headings as they are written in extracts: with odd spaces, cases and marks."""

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Final

_NOT_LETTERS: Final = re.compile(r"[^a-z0-9]+")


@lru_cache(maxsize=4096)
def folded(heading: str) -> str:
    r"""Return a heading without what people and systems change: case, spaces of any kind, marks.

    >>> folded("  Child\u00a0Unique  ID "), folded("child_unique_id")
    ('child unique id', 'child unique id')
    """
    return _NOT_LETTERS.sub(" ", heading.casefold()).strip()


def heading_of(wanted: Iterable[str], headings: Sequence[str]) -> str | None:
    """Return the heading, as written, that is one of those wanted; None where none is.

    wanted: in order of preference. headings: of the file.
    """
    written = {folded(heading): heading for heading in reversed(headings)}
    return next((written[folded(name)] for name in wanted if folded(name) in written), None)


def found_headings(wanted: Mapping[str, Sequence[str]], headings: Sequence[str]) -> dict[str, str]:
    """Return our column → heading as written, of those that a file has.

    wanted: our column → the headings that it may have. headings: of the file.
    """
    found = {column: heading_of(names, headings) for column, names in wanted.items()}
    return {column: heading for column, heading in found.items() if heading is not None}
