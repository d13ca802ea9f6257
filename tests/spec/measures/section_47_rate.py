"""Child protection enquiries in the year per 10,000 children."""

from typing import Final

from spec.shapes import examples_of_a_rate
from spec.worked import MeasureSpec, Printed

from csc_metrics.contracts.vocabulary import PeriodType, Polarity

SPEC: Final = MeasureSpec(
    code="section_47_rate_per_10k",
    period_type=PeriodType.YEAR,
    polarity=Polarity.NO_JUDGEMENT,
    examples=examples_of_a_rate("section_47_enquiries"),
    printed=Printed(
        year=2025,
        top=2225,
        bottom=52_901,
        value=420.6,
        sums="2,225 / 52,901 \N{MULTIPLICATION SIGN} 10,000 = 420.6",
    ),
    years=(2013, 2025),
    lait="Section_47",
)
