"""Columns of clean tables: each says its kind, what an empty cell means, and which words or numbers it may hold."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any, Final

import dataframely as dy

from csc_metrics.contracts.codes import words_of

EARLIEST: Final = date(1901, 1, 1)
LATEST: Final = date(2100, 12, 31)
"""A date outside these is a slip or a placeholder ("0001-01-01", "1900-01-01", "9999-12-31"), never a day."""
_META: Final = "csc_metrics"


class Kind(StrEnum):
    """How a cell is understood."""

    IDENTIFIER = "identifier"
    TEXT = "text"
    WORD = "word"
    AGENCY = "agency"
    DAY = "day"
    MOMENT = "moment"
    YES_NO = "yes_no"
    NUMBER = "number"


class Blank(StrEnum):
    """What an empty cell means: not allowed, not known, not happened yet, or nobody and none.

    A value that cannot be read may pass for an unknown one, with a warning. It must never pass for "not yet" or for
    "nobody": an assessment with an unreadable date of authorisation would look open. Such a row is kept aside.
    """

    NOT_ALLOWED = "not_allowed"
    UNKNOWN = "unknown"
    NOT_YET = "not_yet"
    NONE = "none"


class Key(StrEnum):
    """Whether a column is part of what tells a record: of a key of which every part is there, or one that may be empty.

    dataframely knows only the former; a table of the latter has the rule `Record` keeps for it.
    """

    NO = "no"
    WHOLE = "whole"
    WITH_BLANKS = "with_blanks"


@dataclass(frozen=True, kw_only=True)
class Column:
    """What records need to know of a column beyond its type. code_set: for words. is_key: part of what is unique.

    is_event: whether it is a day on which something happened, so that it cannot lie after the extract.
    filled_with: the word that an empty or unreadable cell stands for, where there is one.
    """

    kind: Kind
    blank: Blank
    code_set: str | None = None
    is_key: bool = False
    is_event: bool = False
    filled_with: str | None = None


def column_of(column: dy.Column) -> Column | None:
    """Return what a schema's column says of itself; None for the columns that say where a row came from."""
    found = (column.metadata or {}).get(_META)
    return found if isinstance(found, Column) else None


def identifier(description: str, *, key: Key = Key.NO, blank: Blank = Blank.NOT_ALLOWED) -> dy.String:
    """Return a column of identifiers. description: what they name."""
    return dy.String(**_common(Kind.IDENTIFIER, description, blank=blank, key=key), min_length=1)


def text(description: str, *, key: Key = Key.NO, blank: Blank = Blank.UNKNOWN) -> dy.String:
    """Return a column of free text, such as the name of a team. description: what it says."""
    return dy.String(**_common(Kind.TEXT, description, blank=blank, key=key), min_length=1)


def agency(description: str, *, key: Key = Key.NO, blank: Blank = Blank.UNKNOWN) -> dy.String:
    """Return a column of agencies, in lower case with underscores as in the settings. description: whose."""
    return dy.String(**_common(Kind.AGENCY, description, blank=blank, key=key), regex="^[a-z0-9_]+$")


def word(
    code_set: str,
    description: str,
    *,
    key: Key = Key.NO,
    blank: Blank = Blank.UNKNOWN,
    filled_with: str | None = None,
) -> dy.String:
    """Return a column that holds only the words of a code set, named by `code_set`.

    description: what they say. filled_with: the word that stands for an empty cell.
    """
    return dy.String(
        **_common(Kind.WORD, description, blank=blank, key=key, code_set=code_set, filled_with=filled_with),
        regex="^(" + "|".join(words_of(code_set)) + ")$",
    )


def day(description: str, *, key: Key = Key.NO, blank: Blank = Blank.NOT_ALLOWED, is_event: bool = True) -> dy.Date:
    """Return a column of dates. description: what happened on them."""
    return dy.Date(**_common(Kind.DAY, description, blank=blank, key=key, is_event=is_event), min=EARLIEST, max=LATEST)


def moment(description: str, *, blank: Blank = Blank.NOT_ALLOWED, is_event: bool = True) -> dy.Datetime:
    """Return a column of dates with the time of day, by the clock on the wall. description: what happened then.

    It states no bounds: dataframely would run a query to look at them, after which no process may fork. `records` holds
    every moment to the bounds of days.
    """
    return dy.Datetime(**_common(Kind.MOMENT, description, blank=blank, is_event=is_event))


def yes_no(description: str, *, blank: Blank = Blank.UNKNOWN) -> dy.Bool:
    """Return a column of yes and no. description: what is so, or not."""
    return dy.Bool(**_common(Kind.YES_NO, description, blank=blank))


def number(description: str, *, least: float, most: float, blank: Blank = Blank.UNKNOWN) -> dy.Float64:
    """Return a column of numbers within bounds. description: what they count, with the unit. least, most: allowed."""
    return dy.Float64(**_common(Kind.NUMBER, description, blank=blank), min=least, max=most)


def _common(
    kind: Kind,
    description: str,
    *,
    blank: Blank,
    key: Key = Key.NO,
    is_event: bool = False,
    code_set: str | None = None,
    filled_with: str | None = None,
) -> dict[str, Any]:
    about = Column(
        kind=kind,
        blank=blank,
        code_set=code_set,
        is_key=key is not Key.NO,
        is_event=is_event,
        filled_with=filled_with,
    )
    return {
        "nullable": blank is not Blank.NOT_ALLOWED and filled_with is None,
        "primary_key": key is Key.WHOLE,
        "description": description,
        "metadata": {_META: about},
    }
