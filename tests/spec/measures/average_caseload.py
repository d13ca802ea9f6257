"""Average caseload: cases over the full-time equivalent social workers who hold them."""

from typing import Final

from spec.shapes import examples_of_a_printed_ratio
from spec.worked import UNRELIABLE, Example, MeasureSpec, Printed

from csc_metrics.contracts.vocabulary import PeriodType, Polarity

SPEC: Final = MeasureSpec(
    code="average_caseload",
    period_type=PeriodType.SNAPSHOT,
    polarity=Polarity.LOW_IS_GOOD,
    examples=(
        Example(
            rule="Cases over the full-time equivalent social workers who hold cases; the printed figure is kept.",
            sums="2,093 cases / 110.8 FTE = 18.89, printed as 18.9",
            given={
                "average_caseload": [14.3, 18.9, 16.0, UNRELIABLE],
                "cases": [2068, 2093, 1600, UNRELIABLE],
                "case_holders_fte": [144.3, 110.8, 100, UNRELIABLE],
            },
            gives=[14.3, 18.9, 16.0, UNRELIABLE],
            tops=[2068, 2093, 1600, None],
            bottoms=[144.3, 110.8, 100, None],
        ),
        Example(
            rule="Two authorities that make one return share its figure, and the note says so on both.",
            sums="150 cases / 10 FTE = 15.0 for either partner",
            given={"average_caseload": [15.0] * 4, "cases": [150] * 4, "case_holders_fte": [10] * 4},
            gives=[15.0] * 4,
            noted="joint_return",
            notes=["joint_return"] * 4,
        ),
        *examples_of_a_printed_ratio(value="average_caseload", top="cases", bottom="case_holders_fte"),
    ),
    printed=Printed(year=2025, top=2093, bottom=110.8, value=18.9, sums="2,093 cases / 110.8 FTE = 18.9"),
    years=(2017, 2025),
    lait="Work_Force_AvgNumCase_SW",
)
