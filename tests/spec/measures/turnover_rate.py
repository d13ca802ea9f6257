"""Turnover: leavers of twelve months over those in post at their end."""

from typing import Final

from spec.shapes import examples_of_a_printed_ratio
from spec.worked import OF_ZERO, Example, MeasureSpec, Printed

from csc_metrics.contracts.vocabulary import PeriodType, Polarity

SPEC: Final = MeasureSpec(
    code="turnover_rate_pct",
    period_type=PeriodType.ROLLING_12_MONTHS,
    polarity=Polarity.LOW_IS_GOOD,
    examples=(
        Example(
            rule="Those who left in the twelve months to 30 September over those in post on that day.",
            sums="29.7 / 162.5 = 18.3%; 0 / 0 is no share, 0 / 2 = 0%",
            given={
                "turnover_rate_pct": [10.0, 18.3, 0.0, 0.0],
                "leavers_fte": [16, 29.7, 0, 0],
                "social_workers_in_post_fte": [160, 162.5, 0, 2],
            },
            gives=[10.0, 18.3, OF_ZERO, 0.0],
            tops=[16, 29.7, 0, 0],
            bottoms=[160, 162.5, 0, 2],
        ),
        *examples_of_a_printed_ratio(value="turnover_rate_pct", top="leavers_fte", bottom="social_workers_in_post_fte"),
    ),
    printed=Printed(year=2025, top=29.7, bottom=162.5, value=18.3, sums="29.7 / 162.5 = 18.3%"),
    years=(2017, 2025),
    lait="Work_Force_TO_Rate",
)
