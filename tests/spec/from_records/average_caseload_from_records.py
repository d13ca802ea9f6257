"""Cases for each full-time equivalent worker who holds one or more, at month ends."""

from datetime import date
from typing import Final

from spec.worked_records import RecordsExample, RecordsSpec

SPEC: Final = RecordsSpec(
    code="average_caseload",
    examples=(
        RecordsExample(
            rule="Cases of all holders over the FTE of those who hold any: a worker without cases is not in it.",
            sums="3 cases / (1.0 + 0.5) FTE = 2",
            given={
                "allocations": """
                    person_id  person_type  worker_id  started_on  ended_on
                    C0         child        W1         2024-01-08  2025-01-20
                    C1         child        W1         2025-03-03  -
                    C2         child        W1         2025-03-03  -
                    C3         child        W2         2025-03-31  -
                """,
                "workers": """
                    worker_id  team   employment  fte  started_on  left_on
                    W1         North  permanent   1.0  2024-01-01  -
                    W2         North  agency      0.5  2024-01-01  -
                    W9         North  permanent   1.0  2024-01-01  2025-01-31
                    W3         South  permanent   1.0  2024-01-01  -
                """,
            },
            until=date(2025, 3, 31),
            gives={
                "at 2025-03-31": (2.0, 3, 1.5),
                "at 2025-03-31 employment=agency": (2.0, 1, 0.5),
                "at 2025-03-31 team=North": (2.0, 3, 1.5),
            },
        ),
        RecordsExample(
            rule=(
                "An allocation stands on its last day; a child has one case, with the worker of the "
                "newest; a helper holds none."
            ),
            sums="1 case / 0.5 FTE = 2",
            given={
                "allocations": """
                    person_id  person_type  worker_id  is_primary  started_on  ended_on
                    C0         child        W1         yes         2024-01-08  2025-01-20
                    C1         child        W1         yes         2025-03-03  2025-03-31
                    C1         child        W2         yes         2025-03-31  -
                    C2         child        W1         no          2025-03-03  -
                    C3         child        W1         yes         2025-03-03  2025-03-30
                """,
                "workers": """
                    worker_id  team   employment  fte  started_on  left_on
                    W1         North  permanent   1.0  2024-01-01  -
                    W2         North  agency      0.5  2024-01-01  -
                    W9         North  permanent   1.0  2024-01-01  2025-01-31
                """,
            },
            until=date(2025, 3, 31),
            gives={
                "at 2025-03-31": (2.0, 1, 0.5),
            },
        ),
        RecordsExample(
            rule=(
                "Carers are not in it; a worker of whom no FTE is known is set aside with the cases; "
                "an FTE of 0 adds cases alone."
            ),
            sums="3 cases / 1.0 FTE = 3",
            given={
                "allocations": """
                    person_id  person_type  worker_id  started_on  ended_on
                    C0         child        W1         2024-01-08  2025-01-20
                    C1         child        W1         2025-03-03  -
                    C2         child        W1         2025-03-03  -
                    F1         carer        W1         2025-03-03  -
                    C3         child        W4         2025-03-03  -
                    C4         child        W5         2025-03-03  -
                """,
                "workers": """
                    worker_id  team   employment  fte  started_on  left_on
                    W1         North  permanent   1.0  2024-01-01  -
                    W2         North  agency      0.5  2024-01-01  -
                    W9         North  permanent   1.0  2024-01-01  2025-01-31
                    W4         North  permanent   0.0  2024-01-01  -
                    W5         North  permanent   -    2024-01-01  -
                """,
            },
            until=date(2025, 3, 31),
            gives={
                "at 2025-03-31": (3.0, 3, 1.0),
            },
            aside={"at 2025-03-31": 1},
        ),
    ),
)
