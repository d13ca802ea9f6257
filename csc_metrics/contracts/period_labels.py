"""How a person writes a period, and which label is meant by other ways of writing one."""

import re
from collections.abc import Callable
from typing import Final, Self

from csc_metrics.errors import WrongUse

PERIOD_FORM: Final = re.compile(r"(?P<year>20[0-9]{2})(?:-(?P<month>0[1-9]|1[0-2])|-Q(?P<quarter>[1-4]))?")
"""A label as it must be written: 2025, 2026-10 or 2026-Q1."""

_EN_DASH: Final = "\N{EN DASH}"
_MONTHS: Final = ("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC")
_MONTH_WORD: Final = f"(?P<word>{'|'.join(_MONTHS)})[A-Z]*"
_OTHER_WAYS: Final[tuple[tuple[str, Callable[[re.Match[str]], str]], ...]] = (
    (r"(20\d\d)-?(?:20)?(\d\d)", lambda found: _financial_year(found[1], found[2])),
    (r"(\d\d)-(\d\d)", lambda found: _financial_year(f"20{found[1]}", found[2])),
    (r"(20\d\d)-?Q-?([1-4])", lambda found: f"{found[1]}-Q{found[2]}"),
    (r"Q-?([1-4])-?(20\d\d)", lambda found: f"{found[2]}-Q{found[1]}"),
    (r"(20\d\d)-([1-9])", lambda found: f"{found[1]}-0{found[2]}"),
    (r"(20\d\d-\d\d)-\d\d", lambda found: found[1]),
    (rf"{_MONTH_WORD}-?(?P<year>20\d\d)", lambda found: _month(found["year"], found["word"])),
    (r"(?:Y|FY)?-?(\d\d)", lambda found: f"20{found[1]}"),
    (r"(20\d\d)", lambda found: found[1]),
)
"""Ways of writing a period that are met in children's services, in capitals with hyphens, and the label of each."""


class NotAPeriod(WrongUse):
    """A period was asked for in a form that is not known."""

    @classmethod
    def of_text(cls, text: str) -> Self:
        """Word the error: what was given, what may be meant, and the three forms."""
        meant = label_meant(text)
        hint = f" Did you mean {meant}?" if meant else ""
        return cls(
            f'"{text}" is not a period.{hint} Write a year label such as 2025 (DfE\'s own year), a month such as '
            "2026-10, or a quarter such as 2026-Q1 (January to March); years run from 2000 to 2099."
        )


def label_meant(text: str) -> str:
    """Return the label that a person may have meant by another way of writing a period; nothing where none is near.

    >>> label_meant("2024/25"), label_meant("q1 2025"), label_meant("March 2025"), label_meant("latest")
    ('2025', '2025-Q1', '2025-03', '')
    """
    written = re.sub(rf"[\s/._{_EN_DASH}-]+", "-", text.strip().upper())
    labels = (form(found) for way, form in _OTHER_WAYS if (found := re.fullmatch(way, written)))
    return next((label for label in labels if PERIOD_FORM.fullmatch(label)), "")


def _financial_year(first: str, second: str) -> str:
    """Return DfE's label of a year written as 2024-25: the year that it ends in; nothing if they do not follow."""
    return str(int(first) + 1) if (int(first) + 1) % 100 == int(second) else ""


def _month(year: str, word: str) -> str:
    return f"{year}-{_MONTHS.index(word) + 1:02d}"
