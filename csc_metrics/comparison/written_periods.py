"""Periods as scorecards write them: a day in British order, a label such as 2024/25, "year to 31 March 2025"."""

import re
from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

import polars as pl

from csc_metrics.contracts.period_labels import PERIOD_FORM, label_meant
from csc_metrics.contracts.vocabulary import PeriodType
from csc_metrics.periods import parse_period
from csc_metrics.records.dates import AMBIGUOUS_DATE, DATE_OUT_OF_RANGE, understand_days

_TO: Final = r"\s+(?:to|ending|ended|end)\s+(?P<rest>.+)"
_KINDS: Final = (
    (re.compile(rf"(?:rolling\s+)?(?:12|twelve)\s+months{_TO}", re.IGNORECASE), PeriodType.ROLLING_12_MONTHS),
    (re.compile(rf"(?:financial\s+)?year{_TO}", re.IGNORECASE), PeriodType.YEAR),
    (re.compile(r"y/?e\s+(?P<rest>.+)", re.IGNORECASE), PeriodType.YEAR),
    (re.compile(rf"quarter{_TO}", re.IGNORECASE), PeriodType.QUARTER),
    (re.compile(rf"month{_TO}", re.IGNORECASE), PeriodType.MONTH),
    (re.compile(r"(?:as\s+)?at\s+(?P<rest>.+)", re.IGNORECASE), None),
)
"""What may stand before a day or a month, and the kind of period that it says."""
_EN_DASH: Final = "\N{EN DASH}"
_FINANCIAL_QUARTER: Final = re.compile(
    rf"(?:Q(?P<before>[1-4])\s*)?(?P<first>20\d\d)\s*[/{_EN_DASH}-]\s*(?:20)?(?P<last>\d\d)(?:\s*Q(?P<after>[1-4]))?",
    re.IGNORECASE,
)
_TWO_YEARS: Final = re.compile(r"\d\D+\d|\d{6}")
_FINANCIAL_YEAR_END: Final = (3, 31)
_MONTHS_OF_A_QUARTER, _MONTHS_OF_A_YEAR = 3, 12
_CENTURY: Final = 100
_WHY: Final = {
    AMBIGUOUS_DATE: "it could be another day",
    DATE_OUT_OF_RANGE: "no scorecard is of that time",
}


@dataclass(frozen=True, kw_only=True)
class WrittenPeriod:
    """What a cell says. period_type: None where it tells no kind. period_end: None for a label such as 2025.

    year: the year in which a period ends that has a label of years; else None. A financial year has both: 2024/25 ends
    on 31 March 2025, while DfE's label 2025 means the day of each of its tables.
    """

    period_type: PeriodType | None = None
    period_end: date | None = None
    year: int | None = None


def understand_periods(cells: Sequence[str]) -> list[WrittenPeriod | str]:
    """Return the period that each cell of a column means, or why it means none.

    A label is read as on the command line: 2025 is DfE's year, 2026-10 a month, 2026-Q1 January to March. 2024/25 is a
    financial year, and Q1 2024/25 its first quarter, April to June. A day alone does not tell its kind.

    cells: a whole column, since a day such as 3/4/2025 is judged by the others.

    >>> told = understand_periods(["31/3/2025", "2024/25", "year to May 2025", "Q1 2024/25", "2025", "lately"])
    >>> [str(one.period_end or one.year) for one in told[:5]]
    ['2025-03-31', '2025-03-31', '2025-05-31', '2024-06-30', '2025']
    >>> told[5]
    'it is no period'
    """
    parts = [_kind_and_rest(cell) for cell in cells]
    days = understand_days(pl.Series([rest or None for _, rest in parts], dtype=pl.String))
    told = zip(parts, days["value"], days["fault"], strict=True)
    return [_period(kind, rest, day=day, fault=fault) for (kind, rest), day, fault in told]


def _kind_and_rest(cell: str) -> tuple[PeriodType | None, str]:
    text = " ".join(cell.split())
    for pattern, kind in _KINDS:
        found = pattern.fullmatch(text)
        if found is not None:
            return kind, found["rest"]
    return None, text


def _period(kind: PeriodType | None, rest: str, *, day: date | None, fault: str | None) -> WrittenPeriod | str:
    if day is not None:
        return WrittenPeriod(period_type=kind, period_end=day)
    if fault in _WHY:
        return _WHY[fault]
    quarter = _quarter_of_a_financial_year(rest)
    if quarter is not None:
        return WrittenPeriod(period_type=PeriodType.QUARTER, period_end=quarter)
    return _labelled(kind, rest)


def _labelled(kind: PeriodType | None, rest: str) -> WrittenPeriod | str:
    """Return the period of a label; behind "year to" a month says when the year ends."""
    label = rest if PERIOD_FORM.fullmatch(rest) else label_meant(rest)
    if not label:
        return "it is no period"
    asked = parse_period(label)
    if asked.end is None:
        year = int(asked.label)
        end = date(year, *_FINANCIAL_YEAR_END) if _TWO_YEARS.search(rest) else None
        return WrittenPeriod(period_type=kind, period_end=end, year=year)
    return WrittenPeriod(period_type=kind or asked.kind, period_end=asked.end)


def _quarter_of_a_financial_year(text: str) -> date | None:
    """Return the last day of a quarter written as "Q1 2024/25", which begins in April; None for other text."""
    found = _FINANCIAL_QUARTER.fullmatch(text)
    number = (found["before"] or found["after"]) if found else None
    if found is None or number is None or (int(found["first"]) + 1) % _CENTURY != int(found["last"]):
        return None
    month = (int(number) * _MONTHS_OF_A_QUARTER) % _MONTHS_OF_A_YEAR + _MONTHS_OF_A_QUARTER
    year = int(found["first"]) + (month == _MONTHS_OF_A_QUARTER)
    return date(year, month, monthrange(year, month)[1])
