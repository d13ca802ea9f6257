"""Numbers and dates as a reader sees them: rounded half up, here and nowhere else."""

from datetime import date
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Decimal
from typing import Literal

_PERCENT = "%"
MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
"""In English whatever the machine's language."""
_PER_CENT_OF_ALL = 100
_MEANT = 9
"""Decimal places beyond which a figure holds nothing but binary noise."""


_ROUNDING = {"half_up": ROUND_HALF_UP, "down": ROUND_FLOOR, "up": ROUND_CEILING}

Rounding = Literal["half_up", "down", "up"]
"""Which way a number that lies between two printed ones goes."""


def format_number(value: float, *, decimals: int, rounding: Rounding = "half_up") -> str:
    """Return a number rounded half up, with thousands separators and a true minus sign.

    Half up is on the decimal number that is meant, not on its binary tail: a mean of 16.45 that the machine holds as
    16.449999999999996 prints as 16.5. rounding: "down" and "up" are for the ends of an interval, which printed must
    still hold what lies between them.

    >>> format_number(16.449999999999996, decimals=1), format_number(-0.04, decimals=1)
    ('16.5', '0.0')
    >>> format_number(12345.5, decimals=0)
    '12,346'
    """
    rounded = Decimal(f"{value:.{_MEANT}f}").quantize(Decimal(1).scaleb(-decimals), rounding=_ROUNDING[rounding])
    if rounded == 0:
        rounded = abs(rounded)
    return f"{rounded:,}".replace("-", "\N{MINUS SIGN}")


def format_with_unit(value: float, *, decimals: int, unit: str) -> str:
    """Return a number with its unit: "31.3%" or "934.4 per 10,000 children".

    >>> format_with_unit(31.3, decimals=1, unit="%")
    '31.3%'
    """
    number = format_number(value, decimals=decimals)
    return f"{number}%" if unit == _PERCENT else f"{number} {unit}"


def format_share(part: float, whole: float) -> str:
    """Return a share in whole per cent; what is neither none nor all is never printed as if it were.

    part: from 0 to the whole. whole: above 0.

    >>> format_share(124, 191), format_share(1, 300), format_share(299, 300), format_share(300, 300)
    ('65%', 'under 1%', 'over 99%', '100%')
    """
    share = _PER_CENT_OF_ALL * part / whole
    if 0 < share < 1:
        return "under 1%"
    if _PER_CENT_OF_ALL - 1 < share < _PER_CENT_OF_ALL:
        return "over 99%"
    return f"{format_number(share, decimals=0)}%"


def format_date(day: date) -> str:
    """Return a date as the page prints it.

    >>> format_date(date(2026, 11, 21))
    '21 November 2026'
    """
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"
