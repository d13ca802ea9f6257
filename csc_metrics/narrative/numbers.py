"""Numbers and dates as a reader sees them: rounded half up, here and nowhere else."""

from datetime import date
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Decimal
from typing import Final, Literal

_PERCENT = "%"
MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
"""In English whatever the machine's language."""
_PER_CENT_OF_ALL = 100
_MEANT = 9
"""Decimal places beyond which a figure holds nothing but binary noise."""
_ONE_OF: Final = {
    "cases per social worker": "case per social worker",
    "children": "child",
    "enquiries": "enquiry",
    "per 10,000 children": "per 10,000 children",
    "periods of care": "period of care",
}
"""Units of one, where it is not the unit without its last letter."""


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


def prints_as_nothing(value: float, *, decimals: int) -> bool:
    """Return whether a number prints as 0, though it may not be 0.

    >>> prints_as_nothing(-0.04, decimals=1), prints_as_nothing(0.05, decimals=1)
    (True, False)
    """
    return not format_number(value, decimals=decimals).strip("0.")


def format_with_unit(value: float, *, decimals: int, unit: str) -> str:
    """Return a number with its unit, in the singular where it prints as 1: "31.3%" or "934.4 per 10,000 children".

    >>> format_with_unit(31.3, decimals=1, unit="%"), format_with_unit(1.2, decimals=0, unit="meetings")
    ('31.3%', '1 meeting')
    """
    number = format_number(value, decimals=decimals)
    return f"{number}%" if unit == _PERCENT else f"{number} {unit_after(number, unit)}"


def unit_after(number: str, unit: str) -> str:
    """Return a unit as it stands behind a number as printed: in the singular behind 1, though not behind 1.0.

    >>> unit_after("1", "working days"), unit_after("1.0", "hours"), unit_after("1", "children")
    ('working day', 'hours', 'child')
    """
    return _ONE_OF.get(unit, unit.removesuffix("s")) if number == "1" else unit


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
