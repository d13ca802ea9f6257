"""Open assessments that had taken more than 45 working days."""

from datetime import date
from typing import Final

from spec.worked_records import RecordsExample, RecordsSpec

SPEC: Final = RecordsSpec(
    code="assessments_overdue",
    examples=(
        RecordsExample(
            rule="At 45 working days an assessment is not overdue, at 46 it is.",
            sums="referred on 27 January 45, on 24 January 46 working days before 31 March 2025",
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
                "at 2025-03-31": 1.0,
                "at 2025-03-31 team=South": 1.0,
                "at 2025-03-31 team=North": 0.0,
            },
        ),
        RecordsExample(
            rule="Where none is overdue it is 0, which is a figure.",
            sums="0 of 1",
            given={
                "assessments": """
                    assessment_id child_id referral_id referred_on started_on authorised_on is_first_of_referral team
                    A0            C0       -           -           2025-03-03 2025-03-04    -                    North
                    A1            C1       R1          2025-03-03  2025-03-04 -             yes                  North
                """,
            },
            until=date(2025, 3, 31),
            gives={
                "at 2025-03-31": 0.0,
            },
        ),
    ),
)
