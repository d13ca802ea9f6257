"""What a measure is: its words, and the ordinary function that counts it."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from typing import Final, Self

import polars as pl

from csc_metrics.contracts.vocabulary import PeriodType, Polarity
from csc_metrics.measures.counting.how import FromRecords

_ONE: Final = "1"
PublishedCount = Callable[[pl.LazyFrame], pl.LazyFrame]
"""What counts a measure from published figures; see `Measure.count_published`."""


@dataclass(frozen=True, kw_only=True)
class Measure:
    """One measure, declared once: every page, table, sentence and dictionary takes its words from here.

    code: the name in tables and on the command line. topic: the part of a report that it stands in.
    title: as a heading, without the unit. short_title: a few words, for findings of ten words or fewer.
    statement: a clause with {value} where the figure goes ("{value} of social workers were from an agency").
    statement_of_one: the same for a count that prints as 1 ("there was {value} referral"); None for what is no count.
    parts_statement: a sentence with {day} and {value}, {numerator}, {denominator}, each also as {…_before}, for a
    ratio whose top and bottom a reader should see apart; None for the others.
    unit: "%" or words that follow a number ("per 10,000 children", "cases per full-time social worker").
    decimals: places that a reader sees; figures are kept unrounded.
    target, published_counterpart: the fact, or, where there is none, the reason in the field beside it.
    tables: DfE tables that `count_published` needs, by code; none for a measure that DfE does not publish.
    count_published: from published figures (schema PublishedFigures) to one row per area and period end with
    numerator, denominator, value, lower, upper, interval_kind, status and note; None where `tables` is empty.
    from_records: how it is counted from an authority's own records; None where it is not.
    """

    code: str
    topic: str
    title: str
    short_title: str
    statement: str
    parts_statement: str | None
    definition: str
    numerator: str
    denominator: str
    unit: str
    decimals: int
    polarity: Polarity
    period_type: PeriodType
    why_it_matters: str
    target: str | None
    no_target_reason: str | None
    source: str
    published_counterpart: str | None
    no_published_counterpart_reason: str | None
    caveats: tuple[str, ...]
    review_on: date
    tables: tuple[str, ...] = ()
    count_published: PublishedCount | None = None
    from_records: FromRecords | None = None
    statement_of_one: str | None = None

    @property
    def title_within(self) -> str:
        """The title as it stands in a sentence that has a colon of its own: with a comma in the place of one."""
        return self.title.replace(": ", ", ")

    def stated(self, printed: str) -> tuple[str, str]:
        """Return what stands before and after a figure in the measure's words. printed: the figure, as it is read."""
        is_one = printed == _ONE and self.statement_of_one is not None
        before, after = str(self.statement_of_one if is_one else self.statement).split("{value}")
        return before, after

    def without_breakdowns(self) -> Self:
        """Return the same measure, told from records of all units alone."""
        if self.from_records is None:
            return self
        return replace(self, from_records=replace(self.from_records, breakdowns=()))
