"""Agency rate: agency workers among all social workers."""

from typing import Final

from spec.shapes import examples_of_a_printed_ratio
from spec.worked import LOW, Example, MeasureSpec, Printed

from csc_metrics.contracts.vocabulary import PeriodType, Polarity

SPEC: Final = MeasureSpec(
    code="agency_rate_pct",
    period_type=PeriodType.SNAPSHOT,
    polarity=Polarity.LOW_IS_GOOD,
    examples=(
        Example(
            rule="Agency workers are no part of those in post, so the bottom is both together.",
            sums="74 / (162.5 + 74) = 31.3%",
            given={
                "agency_rate_pct": [20.0, 31.3, 0.0, LOW],
                "agency_workers_fte": [40, 74, 0, LOW],
                "social_workers_in_post_fte": [160, 162.5, 100, 100],
            },
            gives=[20.0, 31.3, 0.0, LOW],
            tops=[40, 74, 0, None],
            bottoms=[200, 236.5, 100, None],
        ),
        *examples_of_a_printed_ratio(
            value="agency_rate_pct", top="agency_workers_fte", bottom="social_workers_in_post_fte"
        ),
    ),
    printed=Printed(year=2025, top=74, bottom=236.5, value=31.3, sums="74 / (162.5 + 74) = 31.3%"),
    years=(2017, 2025),
    lait="Work_Force_Agecy_Rate",
)
