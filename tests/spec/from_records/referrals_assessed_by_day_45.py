"""Referrals that went to assessment, followed for 45 working days."""

from datetime import date
from typing import Final

from spec.worked_records import RecordsExample, RecordsSpec

SPEC: Final = RecordsSpec(
    code="referrals_assessed_by_day_45_pct",
    examples=(
        RecordsExample(
            rule="One that is still open counts as not done: a backlog cannot hide.",
            sums="1 of 3 = 33.3%",
            given={
                "assessments": """
                    assessment_id child_id referral_id referred_on started_on authorised_on is_first_of_referral team
                    A1 C1 R1 2025-03-03 2025-03-04 2025-04-01 yes North
                    A2 C2 R2 2025-03-03 2025-03-04 2025-06-20 yes North
                    A3 C3 R3 2025-03-04 2025-03-05 - yes South
                """,
                "referrals": """
                    referral_id child_id referred_on closed_on
                    R1 C1 2025-03-03 2025-03-31
                    R2 C2 2025-03-03 -
                    R3 C3 2025-03-04 -
                """,
            },
            until=date(2025, 6, 30),
            gives={
                "month 2025-03": (33.333333333333336, 1, 3),
                "month 2025-03 team=South": (0.0, 0, 1),
            },
        ),
        RecordsExample(
            rule="A month is told once 45 working days have passed since its end: 9 June for March 2025.",
            sums="told on 9 June, not on 8 June",
            given={
                "assessments": """
                    assessment_id child_id referral_id referred_on started_on authorised_on is_first_of_referral team
                    A1 C1 R1 2025-03-03 2025-03-04 2025-04-01 yes North
                """,
                "referrals": """
                    referral_id child_id referred_on closed_on
                    R1 C1 2025-03-03 2025-03-31
                """,
            },
            until=date(2025, 6, 8),
            gives={
                "month 2025-03": "not_yet_known",
            },
        ),
        RecordsExample(
            rule="A reassessment belongs to no referral's clock; an assessment dated before its referral is set aside.",
            sums='1 of 1 = 100%",
            given={
                "assessments": """
                    assessment_id child_id referral_id referred_on started_on authorised_on is_first_of_referral team
                    A1 C1 R1 2025-03-03 2025-03-04 2025-04-01 yes North
                    A2 C1 R1 2025-03-03 2025-04-07 - no North
                    A3 C3 R3 2025-03-05 2025-03-04 2025-04-01 yes North
                """,
                "referrals": """
                    referral_id child_id referred_on closed_on
                    R1 C1 2025-03-03 2025-03-31
                    R3 C3 2025-03-05 2025-03-31
                """,
            },
            until=date(2025, 7, 31),
            gives={
                "month 2025-03": (100.0, 1, 1),
            },
            aside={"month 2025-03": 1},
        ),
    ),
)
