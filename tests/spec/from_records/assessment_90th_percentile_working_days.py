"""The working days that a tenth of assessments took at least."""

from datetime import date
from typing import Final

from spec.worked_records import RecordsExample, RecordsSpec

SPEC: Final = RecordsSpec(
    code="assessment_90th_percentile_working_days",
    examples=(
        RecordsExample(
            rule="It lies between two assessments as far as its share says.",
            sums="0, 1, 2, 3, 4 and 10: 4 + (10 - 4) times 0.5 = 7",
            given={
                "assessments": """
                    assessment_id  child_id  started_on  authorised_on  team
                    A1             C1        2025-03-03  2025-03-03     North
                    A2             C2        2025-03-03  2025-03-04     North
                    A3             C3        2025-03-03  2025-03-05     North
                    A4             C4        2025-03-03  2025-03-06     North
                    A5             C5        2025-03-03  2025-03-07     North
                    A6             C6        2025-03-03  2025-03-17     South
                """,
            },
            until=date(2025, 3, 31),
            gives={
                "month 2025-03": (7.0, None, 6),
                "month 2025-03 team=South": (10.0, None, 1),
            },
        ),
        RecordsExample(
            rule="A year is told from all its assessments, not from its months.",
            sums="0 and 20 in two months: 0 + 20 times 0.9 = 18",
            given={
                "assessments": """
                    assessment_id  child_id  started_on  authorised_on
                    A0             C0        2024-04-02  2024-04-02
                    A1             C1        2025-03-03  2025-03-31
                """,
            },
            until=date(2025, 3, 31),
            gives={
                "year 2025": (18.0, None, 2),
                "month 2025-03": (20.0, None, 1),
            },
        ),
    ),
)
