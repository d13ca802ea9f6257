"""Re-referrals: referrals within 12 months of an earlier one, among all referrals."""

from typing import Final

from spec.shapes import examples_of_a_printed_ratio
from spec.worked import HIDDEN, Example, MeasureSpec, Printed

from csc_metrics.contracts.vocabulary import PeriodType, Polarity

SPEC: Final = MeasureSpec(
    code="re_referral_pct",
    period_type=PeriodType.YEAR,
    polarity=Polarity.LOW_IS_GOOD,
    examples=(
        Example(
            rule="Re-referrals over referrals, as DfE prints it per referral; top and bottom are kept.",
            sums="1,368 / 4,943 = 27.7%; 20 / 100 = 20%; 0 / 50 = 0%",
            given={
                "re_referral_pct": [20.0, 27.7, HIDDEN, 0],
                "re_referrals": [20, 1368, HIDDEN, 0],
                "referrals": [100, 4943, 60, 50],
            },
            gives=[20.0, 27.7, HIDDEN, 0.0],
            tops=[20, 1368, None, 0],
            bottoms=[100, 4943, 60, 50],
        ),
        *examples_of_a_printed_ratio(value="re_referral_pct", top="re_referrals", bottom="referrals"),
    ),
    printed=Printed(year=2025, top=1368, bottom=4943, value=27.7, sums="1,368 / 4,943 = 27.7%"),
    years=(2013, 2025),
    lait="ReReferral",
)
