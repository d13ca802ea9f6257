"""What lines of attendance by agency show, in words: for those who cannot see them."""

from collections.abc import Mapping
from datetime import date

from csc_metrics.narrative.numbers import format_date, format_with_unit
from csc_metrics.narrative.words import in_a_row
from csc_metrics.periods import one_year_before


def attendance_lines_words(series: Mapping[str, Mapping[date, float]], *, what: str, decimals: int) -> tuple[str, ...]:
    """Say of each agency what share of meetings it came to in its newest year, and in the one before.

    series: agency → last day of a year → per cent, of those that may be told. what: the meetings. decimals: with
    which shares are printed. Returns: a sentence on the chart, and one on each agency that has a figure.
    """
    told = [(name, shares) for name, shares in series.items() if shares]
    if not told:
        return ()
    names = in_a_row([name for name, _ in told])
    lines = (_of_agency(name, shares, decimals=decimals) for name, shares in told)
    return (f"Line chart: share of {what} that agencies came to, by year: {names}.", *lines)


def _of_agency(name: str, shares: Mapping[date, float], *, decimals: int) -> str:
    newest = max(shares)
    now = format_with_unit(shares[newest], decimals=decimals, unit="%")
    said = f"{name}: {now} in the year to {format_date(newest)}"
    before = shares.get(one_year_before(newest))
    if before is None:
        return f"{said}."
    return f"{said}, {format_with_unit(before, decimals=decimals, unit='%')} a year before."
