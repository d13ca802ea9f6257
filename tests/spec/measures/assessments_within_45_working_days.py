"""Assessments in time: the bands up to 45 working days over all that were completed."""

from typing import Final

from spec.shapes import example_of_a_total_without_a_number, share
from spec.worked import HIDDEN, INCOMPLETE, MeasureSpec, Printed

from csc_metrics.contracts.vocabulary import PeriodType, Polarity

NAMES: Final = (
    "assessments_completed",
    "assessments_same_day",
    "assessments_1_to_10_working_days",
    "assessments_11_to_20_working_days",
    "assessments_21_to_30_working_days",
    "assessments_31_to_40_working_days",
    "assessments_41_to_45_working_days",
    "assessments_46_to_50_working_days",
    "assessments_51_to_60_working_days",
    "assessments_61_or_more_working_days",
)
FROM_LATE: Final = "from_late_bands"

SPEC: Final = MeasureSpec(
    code="assessments_within_45_working_days_pct",
    period_type=PeriodType.YEAR,
    polarity=Polarity.HIGH_IS_GOOD,
    examples=(
        share(
            NAMES,
            [100, 0, 10, 20, 30, 15, 5, 10, 6, 4],
            [100, 0, 10, 20, 30, 15, 1, 10, 6, 4],
            [50, 0, 0, 0, 0, 0, 0, 20, 20, 10],
            [40, 0, 10, 10, 10, 5, 5, 0, 0, 0],
            rule="The six bands up to 45 working days over the published total, even where the bands fall short of it.",
            sums="(0 + 10 + 20 + 30 + 15 + 5) / 100 = 80%; (0 + 10 + 20 + 30 + 15 + 1) / 100 = 76%; 0 / 50 = 0%; "
            "40 / 40 = 100%",
            gives=[80.0, 76.0, 0.0, 100.0],
            tops=[80, 76, 0, 40],
        ),
        share(
            NAMES,
            [100, HIDDEN, 10, 20, 30, 15, 2, 10, 6, 4],
            [100, 0, 10, 20, 30, 15, 5, 10, 6, 4],
            [60, 0, 10, 20, HIDDEN, HIDDEN, 20, 0, 0, 6],
            [60, 0, 10, 20, 2, 2, 20, 0, 0, 6],
            rule="Where an early band is hidden and the late ones are whole, the share is had from the late ones, and "
            "noted.",
            sums="(100 - 10 - 6 - 4) / 100 = 80%, where adding up what is left would say 77%; (60 - 6) / 60 = 90%",
            gives=[80.0, 80.0, 90.0, 90.0],
            notes=[FROM_LATE, None, FROM_LATE, None],
            tops=[80, 80, 54, 54],
        ),
        share(
            NAMES,
            [100, 0, 10, 20, 30, 15, 5, 10, 6, HIDDEN],
            [100, 0, 10, 20, 30, 15, 5, HIDDEN, HIDDEN, HIDDEN],
            [10, 0, 2, 2, 2, 1, 1, 1, 1, HIDDEN],
            [10, 0, 2, 2, 2, 1, 1, HIDDEN, 1, 0],
            rule="A late band that is hidden takes nothing from the share.",
            sums="80 / 100 = 80%; 8 / 10 = 80%",
            gives=[80.0, 80.0, 80.0, 80.0],
        ),
        share(
            NAMES,
            [100, HIDDEN, 10, 20, 30, 15, 2, 10, 6, HIDDEN],
            [100, 0, 10, 20, 30, 15, 5, 10, 6, 4],
            [50, HIDDEN, HIDDEN, 10, 10, 5, 5, HIDDEN, HIDDEN, 10],
            [50, 2, 3, 10, 10, 5, 5, 2, 3, 10],
            rule="Where both sides of the limit hide a band there is no value, only what it must lie between.",
            sums="77 are known to be in time and 16 to be late: from 77% to 100 - 16 = 84%; 30 / 50 and 10 / 50: from "
            "60% to 80%",
            gives=[INCOMPLETE, 80.0, INCOMPLETE, 70.0],
            notes=["bands_hidden", None, "bands_hidden", None],
            bounds=[(77.0, 84.0), None, (60.0, 80.0), None],
            tops=[None, 80, None, 35],
        ),
        example_of_a_total_without_a_number(NAMES),
    ),
    printed=Printed(
        year=2024,
        top=3497,
        bottom=4214,
        value=83.0,
        sums="(38 + 476 + 959 + 831 + 871 + 322) / 4,214 = 3,497 / 4,214 = 83.0%",
    ),
    years=(2014, 2024),
    lait="Continue_Assess_Comp",
)
