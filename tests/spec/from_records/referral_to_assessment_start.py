"""Calendar days from the referral to the start of its first assessment."""

from datetime import date
from typing import Final

from spec.worked_records import RecordsExample, RecordsSpec

SPEC: Final = RecordsSpec(
    code="referral_to_assessment_start_median_days",
    examples=(
        RecordsExample(
            rule=(
                "The same day is 0 and a weekend counts; a reassessment is left out; one dated before its referral, "
                "or without one, is set aside."
            ),
            sums="of 0 and 3 days the middle: 1.5",
            given={
                "referrals": """
                    referral_id child_id contact_id referred_on
                    R1          C1       -          2025-02-07
                    R2          C2       -          2025-02-07
                    R3          C3       -          2025-02-07
                """,
                "assessments": """
                    assessment_id child_id referral_id referred_on started_on is_first_of_referral team
                    A1            C1       R1          2025-02-07  2025-02-07 yes                  North
                    A2            C2       R2          2025-02-07  2025-02-10 yes                  South
                    A3            C3       R3          2025-02-07  2025-02-06 yes                  South
                    A4            C4       -           -           2025-02-06 -                    South
                    A5            C1       R1          2025-02-07  2025-02-27 no                   North
                """,
            },
            until=date(2025, 2, 28),
            gives={
                "month 2025-02": (1.5, None, 2),
                "month 2025-02 team=South": (3.0, None, 1),
            },
            aside={"month 2025-02": 2},
        ),
        RecordsExample(
            rule="An assessment counts in the month in which it starts, and in the year to 31 March.",
            sums="1 April back to 31 March: 1 day, in April and in the year to March 2026",
            given={
                "referrals": """
                    referral_id child_id contact_id referred_on
                    R1          C1       -          2025-03-31
                    R2          C2       -          2025-04-10
                """,
                "assessments": """
                    assessment_id child_id referral_id referred_on started_on is_first_of_referral team
                    A0            C0       -           -           2025-03-02 -                    North
                    A1            C1       R1          2025-03-31  2025-04-01 yes                  North
                    A2            C2       R2          2025-04-10  2025-04-13 yes                  North
                """,
            },
            until=date(2026, 3, 31),
            gives={
                "month 2025-03": "zero_denominator",
                "month 2025-04": (2.0, None, 2),
                "year 2026": (2.0, None, 2),
            },
            aside={"month 2025-03": 1},
        ),
    ),
)
