"""Children looked after at 31 March per 10,000 children, in whole numbers as DfE prints it."""

from typing import Final

from spec.shapes import examples_of_a_printed_ratio
from spec.worked import HIDDEN, NOT_APPLICABLE, Example, MeasureSpec, Printed

from csc_metrics.contracts.vocabulary import PeriodType, Polarity

SPEC: Final = MeasureSpec(
    code="looked_after_rate_per_10k",
    period_type=PeriodType.SNAPSHOT,
    polarity=Polarity.NO_JUDGEMENT,
    examples=(
        Example(
            rule="DfE's printed rate, in whole numbers, with its count and its population.",
            sums="600 / 50,000 \N{MULTIPLICATION SIGN} 10,000 = 120; 596 / 50,100 \N{MULTIPLICATION SIGN} 10,000 = "
            "118.96, printed as 119",
            given={
                "looked_after_rate_per_10k": [120, 119, HIDDEN, NOT_APPLICABLE],
                "children_looked_after": [600, 596, HIDDEN, NOT_APPLICABLE],
                "population_of_looked_after_rate": [50_000, 50_100, 900, 320],
            },
            gives=[120.0, 119.0, HIDDEN, NOT_APPLICABLE],
            tops=[600, 596, None, None],
            bottoms=[50_000, 50_100, 900, 320],
        ),
        *examples_of_a_printed_ratio(
            value="looked_after_rate_per_10k", top="children_looked_after", bottom="population_of_looked_after_rate"
        ),
    ),
    printed=Printed(
        year=2025,
        top=652,
        bottom=52_901,
        value=123,
        sums="652 / 52,901 \N{MULTIPLICATION SIGN} 10,000 = 123.2, printed as 123",
        decimals=0,
    ),
    years=(2019, 2025),
    lait="LAC",
)
