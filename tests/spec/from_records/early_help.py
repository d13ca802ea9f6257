"""Early help assessments that began, by organisation."""

from datetime import date
from typing import Final

from spec.worked_records import RecordsExample, RecordsSpec

SPEC: Final = RecordsSpec(
    code="early_help_assessments_started",
    examples=(
        RecordsExample(
            rule="An assessment counts in the month in which it started, by the organisation that makes it.",
            sums="February 2, March 1",
            given={
                "early_help": """
                    child_id started_on completed_on organisation
                    C0       2024-01-02 2024-01-05   School
                    C1       2024-02-01 2024-03-01   School
                    C2       2024-02-29 2024-03-20   -
                    C3       2024-03-01 -            School
                """,
            },
            until=date(2024, 3, 31),
            gives={
                "month 2024-02": 2,
                "month 2024-02 organisation=not_recorded": 1,
                "month 2024-03": 1,
                "month 2024-03 organisation=School": 1,
            },
        ),
        RecordsExample(
            rule="A year ends on 31 March.",
            sums="1 April 2024 and 31 March 2025: 2",
            given={
                "early_help": """
                    child_id started_on organisation
                    C1       2024-04-01 School
                    C2       2025-03-31 School
                    C3       2025-04-01 School
                """,
            },
            until=date(2025, 4, 30),
            gives={
                "year 2025": 2,
                "year 2025 organisation=School": 2,
                "month 2025-04": 1,
            },
        ),
    ),
)
