"""What a measure says of how it is counted from records: which rows, by what sum, in which periods and parts."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

import polars as pl

from csc_metrics.contracts.vocabulary import Note, PeriodType
from csc_metrics.measures.counting.records import AuthorityRecords
from csc_metrics.settings.model import Settings

UnitRows = Callable[[AuthorityRecords], pl.DataFrame]
"""From an authority's records to one row for each unit that a measure counts: a child, a meeting, an assessment.

Its columns: `on` (Date; the day by which the row falls into a period, or the month end of a snapshot), and as `How`
needs them `top` and `bottom` (true or false, or amounts such as FTE), `amount` (of a quantile) and `key` (what is
counted once); `is_aside` (true: it belongs here, and cannot be judged); a column for each breakdown (but those by
age band and ethnicity, which the row's child tells: see `with_child`); and what a person needs to find the record
again. A row that is aside counts in nothing else.
"""
FLOW: Final = (PeriodType.MONTH, PeriodType.QUARTER, PeriodType.YEAR, PeriodType.ROLLING_12_MONTHS)
"""Periods of what happens: months, quarters, years to 31 March and rolling twelve months."""
SNAPSHOT: Final = (PeriodType.SNAPSHOT,)
"""Of what stands at the end of a month."""
YEARS: Final = (PeriodType.YEAR, PeriodType.ROLLING_12_MONTHS)
"""Of what only twelve months can tell."""
ROLLING: Final = (PeriodType.ROLLING_12_MONTHS,)
"""Of what is told of the twelve months up to each month end."""


class How(StrEnum):
    """By what sum unit rows become a value.

    count: rows whose top is true, or the sum of tops. distinct: different keys among rows whose top is true.
    share: rows whose top is true per rows whose bottom is, in per cent. distinct_share: the same of different keys.
    ratio: tops per bottoms. ratio_pct: the same in per cent.
    rate: tops per 10,000 children aged 0 to 17. quantile: of the amounts, linear between two (R's type 7).
    """

    COUNT = "count"
    DISTINCT = "distinct"
    SHARE = "share"
    DISTINCT_SHARE = "distinct_share"
    RATIO = "ratio"
    RATIO_PCT = "ratio_pct"
    RATE = "rate"
    QUANTILE = "quantile"


class AtEnd(StrEnum):
    """What of a period of several months is counted in its last month alone: as turnover is of those in post then.

    neither: all months count. bottom: tops of all months, bottoms of the last. both: unit rows belong to the periods
    that end with their month, as of children who had a worker then, and what had come before.
    """

    NEITHER = "neither"
    BOTTOM = "bottom"
    BOTH = "both"


@dataclass(frozen=True, kw_only=True)
class FromRecords:
    """How a measure is counted from records.

    words: the same in words, as a methodology page has it: which rows, which day, what is left aside.
    units: the function that gives its unit rows. row: what one of them is ("assessment").
    reads: clean table → columns without which it cannot be told. dates: of those tables, the ones that must be whole
    for a month to be counted; none: all that it reads.
    breakdowns: columns of the unit rows; in the long table "team=North". periods: types of period that it has.
    quantile: of How.QUANTILE, from 0 to 1.
    known_after: from the end of a period to the last day on which its units can still change; None: at once.
    at_end: what is counted in a period's last month alone.
    history_months: of the first months for which the records are whole, so many are not told, because a unit looks back
    so far.
    needs_setting: whether the settings give what it needs; None: nothing. note_without: said where they do not.
    """

    words: str
    units: UnitRows
    row: str
    how: How
    reads: Mapping[str, tuple[str, ...]]
    dates: tuple[str, ...] = ()
    breakdowns: tuple[str, ...] = ()
    periods: tuple[PeriodType, ...] = FLOW
    quantile: float | None = None
    at_end: AtEnd = AtEnd.NEITHER
    known_after: Callable[[date], date] | None = None
    history_months: int = 0
    needs_setting: Callable[[Settings], bool] | None = None
    note_without: Note | None = None

    @property
    def dated_tables(self) -> tuple[str, ...]:
        """The tables that must be whole for a month to be counted."""
        return self.dates or tuple(self.reads)
