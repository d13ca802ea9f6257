"""Numbers as people write them in a scorecard: "31.3%", "1,234", "n/a", "c". What could be another number is none."""

import re
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Final

from csc_metrics.contracts.vocabulary import SYMBOL_STATUS, Status

_SPACES: Final = re.compile(r"[\s\u00a0\u2007\u2009\u202f]+")
_DASHES: Final = str.maketrans({"\N{MINUS SIGN}": "-", "\N{EN DASH}": "-", "\N{EM DASH}": "-"})
_NUMBER: Final = re.compile(
    r"(?P<sign>-?) ?(?P<whole>[0-9]{1,3}(?:,[0-9]{3})+|[0-9]{1,3}(?: [0-9]{3})+|[0-9]*)(?:\.(?P<rest>[0-9]+))?"
    r" ?(?P<per_cent>%|per ?cent)?",
    re.IGNORECASE,
)
_BELOW: Final = re.compile(r"(?:<|\u2264|<=|under|below|fewer than|less than) ?[0-9]+ ?%?", re.IGNORECASE)
_MOST_DIGITS: Final = 12
"""Before the point: no count of children, cases or working hours has more."""
_MEANT: Final = 9
"""Decimal places beyond which a figure holds nothing but binary noise."""
_WITHOUT: Final = {
    Status.SUPPRESSED: ("*", "**", "suppressed", "hidden", "redacted", "supp"),
    Status.NOT_COLLECTED: (
        *("", "-", "--", ".", "..", "...", "n/a", "na", "n.a.", "#n/a", "nil return", "none", "null", "tbc", "nan"),
        *("not available", "not collected", "not recorded", "no data", "not known", "unknown"),
    ),
    Status.NOT_APPLICABLE: ("not applicable",),
    Status.ZERO_DENOMINATOR: ("#div/0!",),
}
"""Why a cell has no figure → the words for it, beside DfE's symbols, which may stand in brackets."""
_WORDS: Final = {word: status for status, words in _WITHOUT.items() for word in words} | SYMBOL_STATUS


@dataclass(frozen=True, kw_only=True)
class WrittenNumber:
    """What a cell says. value, decimals: None unless status is ok. is_per_cent: whether a per cent sign stands there.

    decimals: places behind the point as written, since 31 and 31.0 do not claim the same.
    """

    value: float | None
    decimals: int | None
    status: Status
    is_per_cent: bool = False


def understand_number(cell: str) -> WrittenNumber | None:
    """Return the number that a cell means, or why it has none; None where it is neither.

    Thousands stand in groups of three, so that "31,3" is no number: it may be 31.3 or 313.

    cell: as it is written.

    >>> understand_number("1,234.50").value, understand_number(" 31.3 %").decimals, understand_number("31,3")
    (1234.5, 1, None)
    >>> understand_number("[c]").status.value, understand_number("<5").status.value, understand_number("0").value
    ('suppressed', 'suppressed', 0.0)
    """
    text = _SPACES.sub(" ", cell).strip().translate(_DASHES)
    status = _WORDS.get(text.casefold()) or _WORDS.get(text.casefold().removeprefix("[").removesuffix("]"))
    if status is None and _BELOW.fullmatch(text):
        status = Status.SUPPRESSED
    if status is not None:
        return WrittenNumber(value=None, decimals=None, status=status)
    found = _NUMBER.fullmatch(text)
    if found is None or not (found["whole"] or found["rest"]):
        return None
    digits = re.sub(r"[, ]", "", found["whole"])
    return _number(digits, found) if len(digits) <= _MOST_DIGITS else None


def _number(digits: str, found: re.Match[str]) -> WrittenNumber:
    rest = found["rest"] or ""
    return WrittenNumber(
        value=float(f"{found['sign']}{digits or '0'}.{rest or '0'}"),
        decimals=len(rest),
        status=Status.OK,
        is_per_cent=found["per_cent"] is not None,
    )


def is_same_as_printed(value: float, printed: float, *, decimals: int) -> bool:
    """Return whether a figure prints as another one, half up at its decimals, as pages print.

    value: unrounded. printed: the other one. decimals: with which that is written.

    >>> is_same_as_printed(31.25, 31.3, decimals=1), is_same_as_printed(31.24, 31.3, decimals=1)
    (True, False)
    """
    step = Decimal(1).scaleb(-min(decimals, _MEANT))
    of_both = (Decimal(f"{number:.{_MEANT}f}").quantize(step, rounding=ROUND_HALF_UP) for number in (value, printed))
    return len(set(of_both)) == 1
