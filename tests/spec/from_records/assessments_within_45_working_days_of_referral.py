"""First assessments of referrals authorised within 45 working days of the referral."""

from datetime import date
from typing import Final

from spec.worked_records import RecordsExample, RecordsSpec

SPEC: Final = RecordsSpec(
    code="assessments_within_45_working_days_of_referral_pct",
    examples=(
        RecordsExample(
            rule="45 working days after a referral are in time and 46 are late, Christmas left out.",
            sums="1 of 2 = 50%",
            given={
                "assessments": """
                    assessment_id child_id referral_id referred_on started_on authorised_on is_first_of_referral team
                    A1            C1       R1          2024-12-20  2024-12-23 2025-02-26    yes                  North
                    A2            C2       R2          2024-12-20  2024-12-23 2025-02-27    yes                  South
                """
            },
            until=date(2025, 3, 31),
            gives={
                "month 2025-02": (50.0, 1, 2),
                "month 2025-02 team=North": (100.0, 1, 1),
                "month 2025-02 team=South": (0.0, 0, 1),
                "month 2025-03": "zero_denominator",
            },
        ),
    ),
)
