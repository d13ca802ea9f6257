"""Ranges in words: rounded outward, so that what is printed holds what was worked out, and never one number twice."""

from csc_metrics.narrative.numbers import format_number

_MINUS = "\N{MINUS SIGN}"
_ZERO = "none"


def ends_outward(lower: float, upper: float, *, decimals: int) -> tuple[str, str]:
    """Return the ends of a range as printed, rounded outward: half up, and alike, where it is one number.

    lower, upper: its ends.

    >>> ends_outward(2058.2, 2058.4, decimals=0), ends_outward(13.04, 13.04, decimals=1)
    (('2,058', '2,059'), ('13.0', '13.0'))
    """
    if lower == upper:
        number = format_number(lower, decimals=decimals)
        return number, number
    low = format_number(lower, decimals=decimals, rounding="down")
    return low, format_number(upper, decimals=decimals, rounding="up")


def range_words(lower: float, upper: float, *, decimals: int, unit: str = "") -> str:
    """Return a range as printed; one number where its ends are.

    lower, upper: its ends. unit: what follows each number, such as "%".

    >>> range_words(91.96, 92.04, decimals=1, unit="%"), range_words(2093.0, 2093.0, decimals=0)
    ('91.9% to 92.1%', '2,093')
    """
    low, high = (f"{end}{unit}" for end in ends_outward(lower, upper, decimals=decimals))
    return low if low == high else f"{low} to {high}"


def sizes_outward(lower: float, upper: float, *, decimals: int) -> tuple[str, str]:
    """Return how large both ends of a difference are, without their signs, rounded outward; "none" in the place of 0.

    lower, upper: its ends; fewer is negative.

    >>> sizes_outward(-2497.3, -1957.7, decimals=0), sizes_outward(-111.0, -0.2, decimals=0)
    (('2,498', '1,957'), ('111', 'none'))
    """
    low = format_number(lower, decimals=decimals, rounding="down")
    ends = (low, format_number(upper, decimals=decimals, rounding="up"))
    least, most = (_ZERO if not end.strip("0.") else end.removeprefix(_MINUS) for end in ends)
    return least, most


def more_or_fewer_words(lower: float, upper: float, *, decimals: int) -> tuple[str, ...]:
    """Return a difference as a range in words: so many more, or fewer, or from fewer to more; sizes stand apart.

    lower, upper: its ends; fewer is negative. Returns: words and sizes in turn, words first; joined they read.

    >>> "".join(more_or_fewer_words(-2497.3, -1957.7, decimals=0))
    'between 1,957 and 2,498 fewer'
    >>> "".join(more_or_fewer_words(-3.2, 4.0, decimals=1)), "".join(more_or_fewer_words(0.0, 0.0, decimals=0))
    ('between 3.2 fewer and 4.0 more', 'no more and no fewer')
    """
    least, most = sizes_outward(lower, upper, decimals=decimals)
    if least == most == _ZERO:
        return ("no more and no fewer",)
    if least == most and lower == upper:
        return "", least, " fewer" if upper < 0 else " more"
    if upper <= 0:
        return "between ", most, " and ", least, " fewer"
    if lower >= 0:
        return "between ", least, " and ", most, " more"
    return "between ", least, " fewer and ", most, " more"
