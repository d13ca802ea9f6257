"""Measures that only an authority's own records tell: what they have alike is said here, once."""

from dataclasses import dataclass
from datetime import date
from typing import Final

from csc_metrics.contracts.vocabulary import PeriodType, Polarity
from csc_metrics.measures.measure import Measure

COUNT_FOR_THE_RATE: Final = (
    "Authorities differ in size: what DfE prints is compared by the rate, which is a measure of its own."
)
"""Of a count beside which stands a rate that is compared."""


@dataclass(frozen=True, kw_only=True)
class LocalMeasure(Measure):
    """A measure of records alone: a count without a judgement, a target and a published counterpart, but where it says.

    Its fields are those of `Measure`.
    """

    parts_statement: str | None = None
    denominator: str = "none: a count"
    decimals: int = 0
    polarity: Polarity = Polarity.NO_JUDGEMENT
    period_type: PeriodType = PeriodType.MONTH
    target: str | None = None
    no_target_reason: str = "Neither many nor few are good in themselves, so it has no target."
    published_counterpart: str | None = None
    no_published_counterpart_reason: str | None = "DfE prints no figure of it."
    review_on: date = date(2027, 3, 31)
