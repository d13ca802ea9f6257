"""Referrals in the year per 10,000 children."""

from typing import Final

from spec.shapes import examples_of_a_rate
from spec.worked import MeasureSpec, Printed

from csc_metrics.contracts.vocabulary import PeriodType, Polarity

SPEC: Final = MeasureSpec(
    code="referral_rate_per_10k",
    period_type=PeriodType.YEAR,
    polarity=Polarity.NO_JUDGEMENT,
    examples=examples_of_a_rate("referrals"),
    printed=Printed(
        year=2025,
        top=4943,
        bottom=52_901,
        value=934.4,
        sums="4,943 / 52,901 \N{MULTIPLICATION SIGN} 10,000 = 934.4",
    ),
    years=(2013, 2025),
    lait="CPP_Total_Rateper10,000",
)
