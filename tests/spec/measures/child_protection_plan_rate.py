"""Children on a child protection plan at 31 March per 10,000 children."""

from typing import Final

from spec.shapes import examples_of_a_rate
from spec.worked import MeasureSpec, Printed

from csc_metrics.contracts.vocabulary import PeriodType, Polarity

SPEC: Final = MeasureSpec(
    code="child_protection_plan_rate_per_10k",
    period_type=PeriodType.SNAPSHOT,
    polarity=Polarity.NO_JUDGEMENT,
    examples=examples_of_a_rate("child_protection_plans"),
    printed=Printed(
        year=2025,
        top=462,
        bottom=52_901,
        value=87.3,
        sums="462 / 52,901 \N{MULTIPLICATION SIGN} 10,000 = 87.3",
    ),
    years=(2013, 2025),
    lait="CPP_rate",
)
