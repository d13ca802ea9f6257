"""Second or subsequent plans: child protection plans begun for a child who had been on one before, among all begun."""

from typing import Final

from spec.shapes import examples_of_a_printed_ratio
from spec.worked import HIDDEN, OF_ZERO, UNRELIABLE, Example, MeasureSpec, Printed

from csc_metrics.contracts.vocabulary import PeriodType, Polarity

SPEC: Final = MeasureSpec(
    code="second_or_subsequent_plan_pct",
    period_type=PeriodType.YEAR,
    polarity=Polarity.LOW_IS_GOOD,
    examples=(
        Example(
            rule="Plans that are a second or subsequent one over all plans that began in the year, as DfE prints it.",
            sums="119 / 552 = 21.6%; 0 / 40 = 0%; 0 / 0 is no share",
            given={
                "second_or_subsequent_plan_pct": [21.6, 0, HIDDEN, "not_applicable"],
                "second_or_subsequent_plans_started": [119, 0, HIDDEN, 0],
                "child_protection_plans_started": [552, 40, 60, 0],
            },
            gives=[21.6, 0.0, HIDDEN, OF_ZERO],
            tops=[119, 0, None, 0],
            bottoms=[552, 40, 60, 0],
        ),
        Example(
            rule="Where DfE hides how many plans began but prints that none was a second one, 0% is a value.",
            sums="0 / hidden, printed as 0%",
            given={
                "second_or_subsequent_plan_pct": [0, 20.0, 25.0, 30.0],
                "second_or_subsequent_plans_started": [0, 20, 25, 30],
                "child_protection_plans_started": [HIDDEN, 100, 100, 100],
            },
            gives=[0.0, 20.0, 25.0, 30.0],
            tops=[0, 20, 25, 30],
            bottoms=[None, 100, 100, 100],
        ),
        Example(
            rule="DfE's share of a region leaves out an authority whose second plans are unreliable, though its plans "
            "are among those that began: the share stays as printed, and the authority has none.",
            sums="1,660 / (7,490 - 440) = 23.5%, printed as 23.6% from counts that are not rounded; unreliable / 437",
            given={
                "second_or_subsequent_plan_pct": [23.6, UNRELIABLE, 20.0, 25.0],
                "second_or_subsequent_plans_started": [1660, UNRELIABLE, 20, 25],
                "child_protection_plans_started": [7490, 437, 100, 100],
            },
            gives=[23.6, UNRELIABLE, 20.0, 25.0],
            tops=[1660, None, 20, 25],
            bottoms=[7490, 437, 100, 100],
        ),
        *examples_of_a_printed_ratio(
            value="second_or_subsequent_plan_pct",
            top="second_or_subsequent_plans_started",
            bottom="child_protection_plans_started",
        ),
    ),
    printed=Printed(year=2025, top=119, bottom=552, value=21.6, sums="119 / 552 = 21.6%"),
    years=(2013, 2025),
    lait="PrevRegCPR",
    lait_lacks=frozenset({(year, "420") for year in (2017, 2021, 2022, 2025)}),
    lait_lacks_reason="the Isles of Scilly began too few plans to print how many, none of them a second one: DfE's "
    "table says 0%, LAIT leaves the cell empty.",
)
