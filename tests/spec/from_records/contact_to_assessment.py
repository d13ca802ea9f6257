"""Calendar days from the contact to the start of the first assessment of its referral."""

from datetime import date
from typing import Final

from spec.worked_records import RecordsExample, RecordsSpec

SPECS: Final = (
    RecordsSpec(
        code="contact_to_assessment_median_days",
        examples=(
            RecordsExample(
                rule=(
                    "Days run from the contact that the referral names, so that screening before the referral "
                    "counts; the same day is 0."
                ),
                sums=(
                    "of 0, 3 (Friday to Monday) and 20 days the one in the middle: 3; A4 lies before its contact "
                    "and A5 has none: set aside; A6 is a reassessment"
                ),
                given={
                    "contacts": """
                    contact_id child_id contacted_on source
                    K1         C1       2025-01-31   6
                    K2         C2       2025-02-03   2A
                    K3         C3       2025-02-03   6
                    K4         C4       2025-02-10   6
                """,
                    "referrals": """
                    referral_id child_id contact_id referred_on
                    R1          C1       K1         2025-02-03
                    R2          C2       K2         2025-02-03
                    R3          C3       K3         2025-02-14
                    R4          C4       K4         2025-02-10
                    R5          C5       -          2025-02-10
                """,
                    "assessments": """
                    assessment_id child_id referral_id referred_on started_on is_first_of_referral team
                    A1            C1       R1          2025-02-03  2025-02-03 yes                  North
                    A2            C2       R2          2025-02-03  2025-02-03 yes                  North
                    A3            C3       R3          2025-02-14  2025-02-23 yes                  South
                    A4            C4       R4          2025-02-10  2025-02-09 yes                  South
                    A5            C5       R5          2025-02-10  2025-02-10 yes                  South
                    A6            C1       R1          2025-02-03  2025-02-28 no                   North
                """,
                },
                until=date(2025, 2, 28),
                gives={
                    "month 2025-02": (3.0, None, 3),
                    "month 2025-02 source=6": (11.5, None, 2),
                    "month 2025-02 team=North": (1.5, None, 2),
                },
                aside={"month 2025-02": 2, "month 2025-02 team=South": 2},
            ),
            RecordsExample(
                rule="An assessment counts in the month in which it starts; without one there is no figure.",
                sums="February: 29 February back to 31 January = 29 days; March: none",
                given={
                    "contacts": """
                    contact_id child_id contacted_on source
                    K1         C1       2024-01-31   6
                    K2         C2       2024-03-20   6
                """,
                    "referrals": """
                    referral_id child_id contact_id referred_on
                    R1          C1       K1         2024-02-01
                    R2          C2       K2         2024-03-20
                """,
                    "assessments": """
                    assessment_id child_id referral_id referred_on started_on is_first_of_referral team
                    A0            C9       -           -           2024-01-31 -                    North
                    A1            C1       R1          2024-02-01  2024-02-29 yes                  North
                """,
                },
                until=date(2024, 3, 31),
                gives={
                    "month 2024-02": (29.0, None, 1),
                    "month 2024-03": "zero_denominator",
                },
            ),
        ),
    ),
    RecordsSpec(
        code="contact_to_assessment_90th_percentile_days",
        examples=(
            RecordsExample(
                rule=(
                    "The 90th percentile lies between the two next to it: of three it is 0.8 of the way from the "
                    "second to the third."
                ),
                sums="of 0, 3 and 20 days: 3 + 0.8 * 17 = 16.6",
                given={
                    "contacts": """
                    contact_id child_id contacted_on source
                    K1         C1       2025-01-31   6
                    K2         C2       2025-02-03   2A
                    K3         C3       2025-02-03   6
                    K4         C4       2025-02-10   6
                """,
                    "referrals": """
                    referral_id child_id contact_id referred_on
                    R1          C1       K1         2025-02-03
                    R2          C2       K2         2025-02-03
                    R3          C3       K3         2025-02-14
                    R4          C4       K4         2025-02-10
                    R5          C5       -          2025-02-10
                """,
                    "assessments": """
                    assessment_id child_id referral_id referred_on started_on is_first_of_referral team
                    A1            C1       R1          2025-02-03  2025-02-03 yes                  North
                    A2            C2       R2          2025-02-03  2025-02-03 yes                  North
                    A3            C3       R3          2025-02-14  2025-02-23 yes                  South
                    A4            C4       R4          2025-02-10  2025-02-09 yes                  South
                    A5            C5       R5          2025-02-10  2025-02-10 yes                  South
                    A6            C1       R1          2025-02-03  2025-02-28 no                   North
                """,
                },
                until=date(2025, 2, 28),
                gives={
                    "month 2025-02": (16.6, None, 3),
                    "month 2025-02 team=North": (2.7, None, 2),
                },
                aside={"month 2025-02": 2},
            ),
            RecordsExample(
                rule="Of one assessment it is the days of that one; without one there is no figure.",
                sums="February: 29 days; March: none",
                given={
                    "contacts": """
                    contact_id child_id contacted_on source
                    K1         C1       2024-01-31   6
                    K2         C2       2024-03-20   6
                """,
                    "referrals": """
                    referral_id child_id contact_id referred_on
                    R1          C1       K1         2024-02-01
                    R2          C2       K2         2024-03-20
                """,
                    "assessments": """
                    assessment_id child_id referral_id referred_on started_on is_first_of_referral team
                    A0            C9       -           -           2024-01-31 -                    North
                    A1            C1       R1          2024-02-01  2024-02-29 yes                  North
                """,
                },
                until=date(2024, 3, 31),
                gives={
                    "month 2024-02": (29.0, None, 1),
                    "month 2024-03": "zero_denominator",
                },
            ),
        ),
    ),
)
"""One for each of them."""
