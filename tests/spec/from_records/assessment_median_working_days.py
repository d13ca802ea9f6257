"""The middle of the working days that assessments took."""

from datetime import date
from typing import Final

from spec.worked_records import RecordsExample, RecordsSpec

SPEC: Final = RecordsSpec(
    code="assessment_median_working_days",
    examples=(
        RecordsExample(
            rule="Of an even number it lies half way between the two in the middle.",
            sums="1, 2, 4 and 9: (2 + 4) / 2 = 3",
            given={
                "assessments": """
                    assessment_id  child_id  started_on  authorised_on
                    A1             C1        2025-03-03  2025-03-04
                    A2             C2        2025-03-03  2025-03-05
                    A3             C3        2025-03-03  2025-03-07
                    A4             C4        2025-03-03  2025-03-14
                """,
            },
            until=date(2025, 3, 31),
            gives={
                "month 2025-03": (3.0, None, 4),
            },
        ),
        RecordsExample(
            rule="A weekend between counts nothing: a Friday to the Monday is one working day.",
            sums="1 and 1: 1",
            given={
                "assessments": """
                    assessment_id  child_id  started_on  authorised_on
                    A1             C1        2025-03-07  2025-03-10
                    A2             C2        2025-03-08  2025-03-10
                """,
            },
            until=date(2025, 3, 31),
            gives={
                "month 2025-03": (1.0, None, 2),
            },
        ),
    ),
)
