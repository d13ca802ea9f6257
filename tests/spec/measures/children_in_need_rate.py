"""Open episodes of need at 31 March per 10,000 children."""

from typing import Final

from spec.shapes import examples_of_a_rate
from spec.worked import MeasureSpec, Printed

from csc_metrics.contracts.vocabulary import PeriodType, Polarity

SPEC: Final = MeasureSpec(
    code="children_in_need_rate_per_10k",
    period_type=PeriodType.SNAPSHOT,
    polarity=Polarity.NO_JUDGEMENT,
    examples=examples_of_a_rate("children_in_need_episodes"),
    printed=Printed(
        year=2025,
        top=2926,
        bottom=52_901,
        value=553.1,
        sums="2,926 / 52,901 \N{MULTIPLICATION SIGN} 10,000 = 553.1",
    ),
    years=(2013, 2025),
    lait="CIN",
)
