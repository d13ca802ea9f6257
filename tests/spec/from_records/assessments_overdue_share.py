"""The share of open assessments that had taken more than 45 working days."""

from datetime import date
from typing import Final

from spec.worked_records import RecordsExample, RecordsSpec

SPEC: Final = RecordsSpec(
    code="assessments_overdue_pct",
    examples=(
        RecordsExample(
            rule="It is of those that are open, whatever was completed.",
            sums="1 of 2 = 50%",
            given={
                "assessments": """
                    assessment_id child_id referral_id referred_on started_on authorised_on is_first_of_referral team
                    A0            C0       -           -           2025-03-03 2025-03-04    -                    North
                    A1            C1       R1          2025-01-27  2025-01-28 -             yes                  North
                    A2            C2       R2          2025-01-24  2025-01-28 -             yes                  South
                """,
            },
            until=date(2025, 3, 31),
            gives={
                "at 2025-03-31": (50.0, 1, 2),
                "at 2025-03-31 team=South": (100.0, 1, 1),
            },
        ),
        RecordsExample(
            rule="Where none is open there is no share.",
            sums="0 of 0: no share",
            given={
                "assessments": """
                    assessment_id child_id referral_id referred_on started_on authorised_on is_first_of_referral team
                    A0            C0       -           -           2025-03-03 2025-03-04    -                    North
                """,
            },
            until=date(2025, 3, 31),
            gives={
                "at 2025-03-31": "zero_denominator",
            },
        ),
    ),
)
