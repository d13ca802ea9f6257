"""Conferences in time: the first two bands over all that were held."""

from typing import Final

from spec.shapes import example_of_a_total_without_a_number, share
from spec.worked import HIDDEN, INCOMPLETE, OF_ZERO, MeasureSpec, Printed

from csc_metrics.contracts.vocabulary import PeriodType, Polarity

NAMES: Final = (
    "initial_conferences",
    "initial_conferences_0_to_10_working_days",
    "initial_conferences_11_to_15_working_days",
    "initial_conferences_16_to_20_working_days",
    "initial_conferences_21_or_more_working_days",
)

SPEC: Final = MeasureSpec(
    code="icpc_within_15_working_days_pct",
    period_type=PeriodType.YEAR,
    polarity=Polarity.HIGH_IS_GOOD,
    examples=(
        share(
            NAMES,
            [100, 10, 65, 20, 5],
            [100, HIDDEN, 65, 20, 5],
            [100, HIDDEN, 65, 20, HIDDEN],
            [0, 0, 0, 0, 0],
            rule="Those of the first 15 working days over all; from the late bands where an early one is hidden; "
            "bounds where both sides hide one.",
            sums="(10 + 65) / 100 = 75%; (100 - 20 - 5) / 100 = 75%; from 65% to 100 - 20 = 80%; 0 of 0 is no share",
            gives=[75.0, 75.0, INCOMPLETE, OF_ZERO],
            notes=[None, "from_late_bands", "bands_hidden", None],
            bounds=[None, None, (65.0, 80.0), None],
            tops=[75, 75, None, 0],
        ),
        example_of_a_total_without_a_number(NAMES),
    ),
    printed=Printed(year=2025, top=373, bottom=693, value=53.8, sums="(28 + 345) / 693 = 53.8%"),
    years=(2013, 2025),
    lait="CP_conf_15days",
)
