"""Assessments of a child who was assessed in the twelve months before."""

from datetime import date
from typing import Final

from spec.worked_records import RecordsExample, RecordsSpec

SPEC: Final = RecordsSpec(
    code="repeat_assessments_pct",
    examples=(
        RecordsExample(
            rule="The same day of the year before still counts, a day earlier does not.",
            sums="1 of 2 = 50%",
            given={
                "assessments": """
                    assessment_id  child_id  started_on  authorised_on
                    A0             C0        2024-01-01  2024-01-02
                    A1             C1        2024-03-10  2024-03-31
                    A2             C1        2025-03-10  2025-03-31
                    A3             C2        2024-03-09  2024-03-31
                    A4             C2        2025-03-10  2025-03-31
                """,
            },
            until=date(2025, 3, 31),
            gives={
                "month 2025-03": (50.0, 1, 2),
            },
        ),
        RecordsExample(
            rule=("Two that began on one day are no repeat of each other; a child's third is a repeat of the second."),
            sums="1 of 3 = 33.3%",
            given={
                "assessments": """
                    assessment_id  child_id  started_on  authorised_on
                    A0             C0        2024-01-01  2024-01-02
                    A1             C1        2025-03-03  2025-03-10
                    A2             C1        2025-03-03  2025-03-10
                    A3             C1        2025-03-12  -
                    A4             C9        2024-03-01  2024-03-09
                """,
            },
            until=date(2025, 3, 31),
            gives={
                "month 2025-03": (100 / 3, 1, 3),
            },
        ),
        RecordsExample(
            rule="Twelve months before 29 February is 28 February.",
            sums="C1 (since 28 February 2023) and not C2 (since the 27th): 1 of 2 = 50%",
            given={
                "assessments": """
                    assessment_id child_id started_on authorised_on
                    A0            C0       2023-01-03 2023-01-04
                    A1            C1       2023-02-28 2023-03-01
                    A2            C2       2023-02-27 2023-03-01
                    A3            C1       2024-02-29 -
                    A4            C2       2024-02-29 -
                """,
            },
            until=date(2024, 2, 29),
            gives={"month 2024-02": (50.0, 1, 2)},
        ),
    ),
)
