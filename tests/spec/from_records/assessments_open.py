"""Assessments that were open at a month end, by how long they had been."""

from datetime import date
from typing import Final

from spec.worked_records import RecordsExample, RecordsSpec

SPEC: Final = RecordsSpec(
    code="assessments_open",
    examples=(
        RecordsExample(
            rule="One that is authorised on the last day of a month is not open at its end.",
            sums="1 of 2 is open",
            given={
                "assessments": """
                    assessment_id child_id referral_id referred_on started_on authorised_on is_first_of_referral team
                    A1            C1       -           -           2025-03-03 2025-03-31    -                    North
                    A2            C2       -           -           2025-03-03 -             -                    South
                """,
            },
            until=date(2025, 3, 31),
            gives={
                "at 2025-03-31": 1.0,
                "at 2025-03-31 team=South": 1.0,
                "at 2025-03-31 open_for=11_to_20": 1.0,
            },
        ),
        RecordsExample(
            rule=(
                "The clock of a referral's first assessment runs from the referral, of any other from its own start."
            ),
            sums="both open 20 working days at 31 March: since Monday 3 March",
            given={
                "assessments": """
                    assessment_id child_id referral_id referred_on started_on authorised_on is_first_of_referral team
                    A0            C0       -           -           2025-03-03 2025-03-04    -                    North
                    A1            C1       R1          2025-03-03  2025-03-24 -             yes                  North
                    A2            C2       R2          2025-01-06  2025-03-03 -             no                   North
                """,
            },
            until=date(2025, 3, 31),
            gives={
                "at 2025-03-31": 2.0,
                "at 2025-03-31 open_for=11_to_20": 2.0,
            },
        ),
    ),
)
