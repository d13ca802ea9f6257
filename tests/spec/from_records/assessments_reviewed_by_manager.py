"""Completed assessments that a manager reviewed on the way."""

from datetime import date
from typing import Final

from spec.worked_records import RecordsExample, RecordsSpec

SPEC: Final = RecordsSpec(
    code="assessments_reviewed_by_manager_pct",
    examples=(
        RecordsExample(
            rule="A review on the day of authorisation counts; one after it, and none at all, do not.",
            sums="1 of 3 = 33.3%",
            given={
                "assessments": """
                    assessment_id  child_id  started_on  authorised_on  manager_reviewed_on  team
                    A1             C1        2025-03-03  2025-03-10     2025-03-10           North
                    A2             C2        2025-03-03  2025-03-10     2025-03-12           North
                    A3             C3        2025-03-03  2025-03-10     -                    South
                """,
            },
            until=date(2025, 3, 31),
            gives={
                "month 2025-03": (100 / 3, 1, 3),
                "month 2025-03 team=North": (50.0, 1, 2),
            },
        ),
        RecordsExample(
            rule="It is of assessments that were completed: an open one is not asked for a review yet.",
            sums="1 of 1 = 100%",
            given={
                "assessments": """
                    assessment_id  child_id  started_on  authorised_on  manager_reviewed_on
                    A1             C1        2025-03-03  2025-03-10     2025-03-05
                    A2             C2        2025-03-03  -              -
                """,
            },
            until=date(2025, 3, 31),
            gives={
                "month 2025-03": (100.0, 1, 1),
            },
        ),
    ),
)
