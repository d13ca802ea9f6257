"""Completed assessments that took 45 working days or fewer from their own start."""

from datetime import date
from typing import Final

from spec.worked_records import RecordsExample, RecordsSpec

SPEC: Final = RecordsSpec(
    code="assessments_within_45_working_days_pct",
    examples=(
        RecordsExample(
            rule=(
                "45 working days after the start are in time and 46 are late, Easter and the May bank "
                "holidays left out."
            ),
            sums="1 of 2 = 50%",
            given={
                "assessments": """
                    assessment_id  child_id  started_on  authorised_on  team
                    A1             C1        2025-04-14  2025-06-20     North
                    A2             C2        2025-04-14  2025-06-23     South
                """,
            },
            until=date(2025, 6, 30),
            gives={
                "month 2025-06": (50.0, 1, 2),
                "month 2025-06 team=North": (100.0, 1, 1),
                "month 2025-06 team=South": (0.0, 0, 1),
            },
        ),
        RecordsExample(
            rule=(
                "An assessment authorised on the day that it started took 0 working days; a "
                "reassessment counts as any other."
            ),
            sums="2 of 2 = 100%",
            given={
                "assessments": """
                    assessment_id  child_id  started_on  authorised_on  is_first_of_referral
                    A1             C1        2025-03-03  2025-03-03     yes
                    A2             C1        2025-03-10  2025-03-31     no
                """,
            },
            until=date(2025, 3, 31),
            gives={
                "month 2025-03": (100.0, 2, 2),
            },
        ),
        RecordsExample(
            rule="A month without a completed assessment has no share, and an open one is in none.",
            sums="0 of 0: no share",
            given={
                "assessments": """
                    assessment_id  child_id  started_on  authorised_on
                    A1             C1        2025-03-03  2025-03-10
                    A2             C2        2025-03-04  -
                """,
            },
            until=date(2025, 4, 30),
            gives={
                "month 2025-03": (100.0, 1, 1),
                "month 2025-04": "zero_denominator",
            },
        ),
    ),
)
