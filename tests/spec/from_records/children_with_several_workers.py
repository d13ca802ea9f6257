"""Children with three or more different workers in twelve months."""

from datetime import date
from typing import Final

from spec.worked_records import RecordsExample, RecordsSpec

SPEC: Final = RecordsSpec(
    code="children_with_three_or_more_workers_pct",
    examples=(
        RecordsExample(
            rule="The same worker twice is one; C2 has had two, C1 three.",
            sums="1 of 2 = 50%",
            given={
                "allocations": """
                    person_id  person_type  worker_id  started_on  ended_on
                    C0         child        W1         2024-01-08  2024-03-29
                    C1         child        W1         2024-06-03  2024-09-30
                    C1         child        W2         2024-10-01  2025-01-31
                    C1         child        W3         2025-02-01  -
                    C2         child        W1         2024-06-03  2024-09-30
                    C2         child        W2         2024-10-01  2025-01-31
                    C2         child        W1         2025-02-01  -
                """,
            },
            until=date(2025, 3, 31),
            gives={
                "rolling 2025-03": (50.0, 1, 2),
            },
        ),
        RecordsExample(
            rule="A worker whose last day lay before the twelve months is not in them.",
            sums="last day 31 March 2024: out; 1 April 2024: in",
            given={
                "allocations": """
                    person_id  person_type  worker_id  started_on  ended_on
                    C0         child        W1         2024-01-08  2024-03-29
                    C1         child        W1         2024-01-08  2024-03-31
                    C1         child        W2         2024-04-01  2024-09-30
                    C1         child        W3         2024-10-01  -
                    C2         child        W1         2024-01-08  2024-04-01
                    C2         child        W2         2024-04-02  2024-09-30
                    C2         child        W3         2024-10-01  -
                """,
            },
            until=date(2025, 3, 31),
            gives={
                "rolling 2025-03": (50.0, 1, 2),
            },
        ),
    ),
)
