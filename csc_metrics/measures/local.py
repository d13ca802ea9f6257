"""Measures that only an authority's own records tell: what they have alike is said here, once."""

from datetime import date
from typing import Final

from csc_metrics.contracts.vocabulary import PeriodType, Polarity
from csc_metrics.measures.counting.how import FromRecords
from csc_metrics.measures.measure import Measure

NO_COUNT: Final = "none: a count"
"""In the place of a denominator, of a count."""
NO_TARGET: Final = "Neither many nor few are good in themselves, so it has no target."
"""Of what carries no judgement."""
NOT_PRINTED: Final = "DfE prints no figure of it."
"""Of what no published table holds."""
COUNT_FOR_THE_RATE: Final = (
    "Authorities differ in size: what DfE prints is compared by the rate, which is a measure of its own."
)
"""Of a count beside which stands a rate that is compared."""
REVIEW_ON: Final = date(2027, 3, 31)
"""Day by which the words of these measures are looked at again."""


def local_measure(
    code: str,
    *,
    topic: str,
    title: str,
    short_title: str,
    statement: str,
    definition: str,
    numerator: str,
    unit: str,
    why_it_matters: str,
    source: str,
    caveats: tuple[str, ...],
    from_records: FromRecords,
    denominator: str = NO_COUNT,
    decimals: int = 0,
    polarity: Polarity = Polarity.NO_JUDGEMENT,
    period_type: PeriodType = PeriodType.MONTH,
    no_target_reason: str = NO_TARGET,
    no_published_counterpart_reason: str = NOT_PRINTED,
) -> Measure:
    """Return a measure without a target and a published counterpart, counted from records alone; see `Measure`."""
    return Measure(
        code=code,
        topic=topic,
        title=title,
        short_title=short_title,
        statement=statement,
        parts_statement=None,
        definition=definition,
        numerator=numerator,
        denominator=denominator,
        unit=unit,
        decimals=decimals,
        polarity=polarity,
        period_type=period_type,
        why_it_matters=why_it_matters,
        target=None,
        no_target_reason=no_target_reason,
        source=source,
        published_counterpart=None,
        no_published_counterpart_reason=no_published_counterpart_reason,
        caveats=caveats,
        review_on=REVIEW_ON,
        from_records=from_records,
    )
