"""Vacancy rate: vacant posts among vacant and filled posts."""

from typing import Final

from spec.shapes import examples_of_a_printed_ratio
from spec.worked import HIDDEN, OF_ZERO, Example, MeasureSpec, Printed

from csc_metrics.contracts.vocabulary import PeriodType, Polarity

SPEC: Final = MeasureSpec(
    code="vacancy_rate_pct",
    period_type=PeriodType.SNAPSHOT,
    polarity=Polarity.LOW_IS_GOOD,
    examples=(
        Example(
            rule="Vacant posts are a share of vacant and filled posts together.",
            sums="85 / (162.5 + 85) = 34.3%",
            given={
                "vacancy_rate_pct": [20.0, 34.3, 0.0, HIDDEN],
                "vacancies_fte": [40, 85, 0, HIDDEN],
                "social_workers_in_post_fte": [160, 162.5, 0, 100],
            },
            gives=[20.0, 34.3, OF_ZERO, HIDDEN],
            tops=[40, 85, 0, None],
            bottoms=[200, 247.5, 0, None],
        ),
        *examples_of_a_printed_ratio(
            value="vacancy_rate_pct", top="vacancies_fte", bottom="social_workers_in_post_fte"
        ),
    ),
    printed=Printed(year=2025, top=85, bottom=247.5, value=34.3, sums="85 / (162.5 + 85) = 34.3%"),
    years=(2017, 2025),
    lait="Work_Force_Vac_Rate",
)
