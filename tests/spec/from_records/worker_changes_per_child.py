"""Changes of worker over twelve months for each child with a worker at their end."""

from datetime import date
from typing import Final

from spec.worked_records import RecordsExample, RecordsSpec

SPEC: Final = RecordsSpec(
    code="worker_changes_per_child",
    examples=(
        RecordsExample(
            rule="A first worker is no change; a helper's allocation is none either.",
            sums="2 changes / 2 children = 1",
            given={
                "allocations": """
                    person_id  person_type  worker_id  is_primary  started_on  ended_on
                    C0         child        W1         yes         2024-01-08  2024-03-29
                    C1         child        W1         yes         2024-06-03  2024-09-30
                    C1         child        W2         yes         2024-10-01  2025-01-31
                    C1         child        W1         yes         2025-02-01  -
                    C1         child        W3         no          2025-02-03  -
                    C2         child        W2         yes         2025-01-06  -
                """,
            },
            until=date(2025, 3, 31),
            gives={
                "rolling 2025-03": (1.0, 2, 2),
            },
        ),
        RecordsExample(
            rule="A change of the day before the twelve months is not in them.",
            sums="1 April 2024 is in, 31 March 2024 is not: 1 / 2 = 0.5",
            given={
                "allocations": """
                    person_id  person_type  worker_id  started_on  ended_on
                    C0         child        W1         2024-01-08  2024-03-29
                    C1         child        W1         2024-02-05  2024-03-30
                    C1         child        W2         2024-03-31  -
                    C2         child        W1         2024-02-05  2024-03-31
                    C2         child        W2         2024-04-01  -
                """,
            },
            until=date(2025, 3, 31),
            gives={
                "rolling 2025-03": (0.5, 1, 2),
            },
        ),
        RecordsExample(
            rule="By team, changes and children alike belong to the team that the allocation names.",
            sums="1 change / 2 children = 0.5, both of North, though W1 has moved to South",
            given={
                "allocations": """
                    person_id  person_type  worker_id  team   started_on  ended_on
                    C0         child        W1         North  2024-01-08  2024-03-29
                    C1         child        W2         North  2024-06-03  2024-09-30
                    C1         child        W1         North  2024-10-01  -
                    C2         child        W1         North  2025-01-06  -
                """,
                "workers": """
                    worker_id  team   employment  fte  started_on  left_on
                    W1         South  permanent   1.0  2024-01-01  -
                    W2         North  permanent   1.0  2024-01-01  2025-01-31
                """,
            },
            until=date(2025, 3, 31),
            gives={
                "rolling 2025-03": (0.5, 1, 2),
                "rolling 2025-03 team=North": (0.5, 1, 2),
            },
        ),
    ),
)
