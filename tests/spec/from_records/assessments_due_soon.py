"""Open assessments with ten working days left or fewer, and none of them over."""

from datetime import date
from typing import Final

from spec.worked_records import RecordsExample, RecordsSpec

SPEC: Final = RecordsSpec(
    code="assessments_due_soon",
    examples=(
        RecordsExample(
            rule=("Ten working days left are soon, eleven are not; on the day itself it is due, a day later overdue."),
            sums="10 and 0 left count; 11 left and 1 over do not",
            given={
                "assessments": """
                    assessment_id child_id referral_id referred_on started_on authorised_on is_first_of_referral team
                    A0            C0       -           -           2025-03-03 2025-03-04    -                    North
                    A1            C1       R1          2025-02-10  2025-02-11 -             yes                  North
                    A2            C2       R2          2025-02-11  2025-02-12 -             yes                  North
                    A3            C3       R3          2025-01-27  2025-01-28 -             yes                  South
                    A4            C4       R4          2025-01-24  2025-01-28 -             yes                  South
                """,
            },
            until=date(2025, 3, 31),
            gives={
                "at 2025-03-31": 2.0,
                "at 2025-03-31 team=North": 1.0,
                "at 2025-03-31 team=South": 1.0,
            },
        ),
        RecordsExample(
            rule="A reassessment is due 45 working days after its own start.",
            sums="started 35 working days before 31 March",
            given={
                "assessments": """
                    assessment_id child_id referral_id referred_on started_on authorised_on is_first_of_referral team
                    A0            C0       -           -           2025-03-03 2025-03-04    -                    North
                    A1            C1       R1          2024-10-01  2025-02-10 -             no                   North
                """,
            },
            until=date(2025, 3, 31),
            gives={
                "at 2025-03-31": 1.0,
            },
        ),
    ),
)
