"""Completed assessments that found no need for children's social care."""

from datetime import date
from typing import Final

from spec.worked_records import RecordsExample, RecordsSpec

SPEC: Final = RecordsSpec(
    code="assessments_not_in_need_pct",
    examples=(
        RecordsExample(
            rule="Not in need and passed on to early help both count; without an outcome it is set aside.",
            sums="2 of 3 = 66.7%",
            given={
                "assessments": """
                    assessment_id  child_id  started_on  authorised_on  outcome
                    A1             C1        2025-03-03  2025-03-10     not_in_need
                    A2             C2        2025-03-03  2025-03-10     early_help
                    A3             C3        2025-03-03  2025-03-10     in_need
                    A4             C4        2025-03-03  2025-03-10     -
                """,
            },
            until=date(2025, 3, 31),
            gives={
                "month 2025-03": (200 / 3, 2, 3),
            },
            aside={"month 2025-03": 1},
        ),
        RecordsExample(
            rule="An open assessment has found nothing yet.",
            sums="0 of 1 = 0%",
            given={
                "assessments": """
                    assessment_id  child_id  started_on  authorised_on  outcome
                    A1             C1        2025-03-03  2025-03-10     in_need
                    A2             C2        2025-03-03  -              not_in_need
                """,
            },
            until=date(2025, 3, 31),
            gives={
                "month 2025-03": (0.0, 0, 1),
            },
        ),
    ),
)
