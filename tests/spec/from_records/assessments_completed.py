"""Assessments that were completed, by how long they took."""

from datetime import date
from typing import Final

from spec.worked_records import RecordsExample, RecordsSpec

SPEC: Final = RecordsSpec(
    code="assessments_completed",
    examples=(
        RecordsExample(
            rule="Each counts in the month of its authorisation, and in DfE's band of its working days.",
            sums="1 + 1 + 1 = 3",
            given={
                "assessments": """
                    assessment_id  child_id  started_on  authorised_on  team
                    A1             C1        2024-02-29  2024-02-29     North
                    A2             C2        2024-02-29  2024-03-14     North
                    A3             C3        2024-02-29  2024-03-15     North
                """,
            },
            until=date(2024, 3, 31),
            gives={
                "month 2024-02 duration=same_day": 1.0,
                "month 2024-03": 2.0,
                "month 2024-03 duration=1_to_10": 1.0,
                "month 2024-03 duration=11_to_20": 1.0,
                "month 2024-03 team=North": 2.0,
            },
        ),
        RecordsExample(
            rule="A year ends on 31 March: what is authorised on 1 April belongs to the next.",
            sums="1, then 1 more",
            given={
                "assessments": """
                    assessment_id  child_id  started_on  authorised_on
                    A0             C0        2024-03-25  2024-04-02
                    A1             C1        2025-03-03  2025-03-31
                    A2             C2        2025-03-03  2025-04-01
                """,
            },
            until=date(2025, 4, 30),
            gives={
                "year 2025": 2.0,
                "month 2025-03": 1.0,
                "month 2025-04": 1.0,
                "rolling 2025-04": 2.0,
            },
        ),
    ),
)
