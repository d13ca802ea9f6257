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
                    A0            C0       R0          2025-02-03  2025-02-04 2025-02-10    yes                  North
                    A1            C1       R1          2025-03-03  2025-03-04 2025-04-01    yes                  North
                    A2            C2       R2          2025-03-03  2025-03-04 2025-06-20    yes                  North
                    A3            C3       R3          2025-03-04  2025-03-05 -             yes                  South
                """,
            },
            until=date(2025, 6, 30),
            gives={
                "month 2025-03": (100 / 3, 1, 3),
                "month 2025-03 team=South": (0.0, 0, 1),
            },
        ),
        RecordsExample(
            rule=(
                "A month is told once nothing of it can be in time any more: 45 working days after March 2025 are over "
                "on Friday 6 June, and what is authorised on that weekend is still within them."
            ),
            sums="told on Sunday 8 June, not on 7 June",
            given={
                "assessments": """
                    assessment_id child_id referral_id referred_on started_on authorised_on is_first_of_referral team
                    A0            C0       R0          2025-02-03  2025-02-04 2025-02-10    yes                  North
                    A1            C1       R1          2025-03-03  2025-03-04 2025-04-01    yes                  North
                """,
            },
            until=date(2025, 6, 7),
            gives={
                "month 2025-03": "not_yet_known",
            },
        ),
        RecordsExample(
            rule="On the Sunday after working day 45 the same month is told.",
            sums="1 of 1 = 100%",
            given={
                "assessments": """
                    assessment_id child_id referral_id referred_on started_on authorised_on is_first_of_referral team
                    A0            C0       R0          2025-02-03  2025-02-04 2025-02-10    yes                  North
                    A1            C1       R1          2025-03-03  2025-03-04 2025-04-01    yes                  North
                """,
            },
            until=date(2025, 6, 8),
            gives={
                "month 2025-03": (100.0, 1, 1),
            },
        ),
        RecordsExample(
            rule=(
                "A reassessment belongs to no referral's clock; an assessment dated before its referral is set aside."
            ),
            sums="1 of 1 = 100%",
            given={
                "assessments": """
                    assessment_id child_id referral_id referred_on started_on authorised_on is_first_of_referral team
                    A0            C0       R0          2025-02-03  2025-02-04 2025-02-10    yes                  North
                    A1            C1       R1          2025-03-03  2025-03-04 2025-04-01    yes                  North
                    A2            C1       R1          2025-03-03  2025-04-07 -             no                   North
                    A3            C3       R3          2025-03-05  2025-03-04 2025-04-01    yes                  North
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
