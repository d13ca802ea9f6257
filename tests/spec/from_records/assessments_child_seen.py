"""Completed assessments for which the child was seen."""

from datetime import date
from typing import Final

from spec.worked_records import RecordsExample, RecordsSpec

SPEC: Final = RecordsSpec(
    code="assessments_child_seen_pct",
    examples=(
        RecordsExample(
            rule=(
                "Seen on the day of authorisation is in time, a day later is not, and an empty day counts as not seen."
            ),
            sums="1 of 3 = 33.3%",
            given={
                "assessments": """
                    assessment_id  child_id  started_on  authorised_on  child_seen_on
                    A1             C1        2025-03-03  2025-03-10     2025-03-10
                    A2             C2        2025-03-03  2025-03-10     2025-03-11
                    A3             C3        2025-03-03  2025-03-10     -
                """,
            },
            until=date(2025, 3, 31),
            gives={
                "month 2025-03": (100 / 3, 1, 3),
            },
        ),
        RecordsExample(
            rule="A child may have been seen before the assessment began.",
            sums="1 of 1 = 100%",
            given={
                "assessments": """
                    assessment_id  child_id  started_on  authorised_on  child_seen_on
                    A1             C1        2025-03-03  2025-03-10     2025-02-28
                """,
            },
            until=date(2025, 3, 31),
            gives={
                "month 2025-03": (100.0, 1, 1),
            },
        ),
    ),
)
