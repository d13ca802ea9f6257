"""Up to which day a report of an earlier period tells, of an authority's own records."""

from datetime import date
from typing import Final, Self

from csc_metrics.errors import WrongUse
from csc_metrics.narrative.numbers import format_date
from csc_metrics.periods import PeriodRequest, parse_period

_YEAR_ENDS: Final = date(2000, 3, 31)
"""Years of children's figures end on 31 March."""


class PeriodNotCovered(WrongUse):
    """A period was asked for that ends after the newest extract of the authority's own records."""

    @classmethod
    def of(cls, period: str, *, newest: date) -> Self:
        """Word the error."""
        return cls(
            f"period {period!r} ends after {format_date(newest)}, the day of the newest extract of own records. Ask "
            "for an earlier period, leave it out for the newest figures, or clean a newer extract."
        )


def last_day_of(request: PeriodRequest | None) -> date | None:
    """Return the last day of a period asked for; of a year label 31 March. request: None: no period is asked for."""
    if request is None:
        return None
    return request.end or date(int(request.label), _YEAR_ENDS.month, _YEAR_ENDS.day)


def told_until(period: str, *, newest: date) -> date | None:
    """Return the last day that a report of own records tells of; None where no period is asked for.

    period: such as "2025", "2026-10" or "2026-Q1"; empty: none. newest: day of the newest extract.
    Raises: NotAPeriod; PeriodNotCovered.

    >>> str(told_until("2026-Q1", newest=date(2026, 3, 31)))
    '2026-03-31'
    """
    until = last_day_of(parse_period(period) if period else None)
    if until is not None and until > newest:
        raise PeriodNotCovered.of(period, newest=newest)
    return until
