"""Cases of children and carers for each full-time equivalent worker who holds any."""

from datetime import date
from typing import Final

from spec.worked_records import RecordsExample, RecordsSpec

SPEC: Final = RecordsSpec(
    code="average_caseload_with_carers",
    examples=(
        RecordsExample(
            rule="A carer is a case as a child is.",
            sums="2 children and 1 carer / 1.5 FTE = 2",
            given={
                "allocations": """
                    person_id  person_type  worker_id  started_on  ended_on
                    C0         child        W1         2024-01-08  2025-01-20
                    C1         child        W1         2025-03-03  -
                    C2         child        W1         2025-03-03  -
                    F1         carer        W2         2025-03-03  -
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
                "at 2025-03-31": (2.0, 3, 1.5),
                "at 2025-03-31 employment=agency": (2.0, 1, 0.5),
            },
        ),
        RecordsExample(
            rule="Without carers it is the average caseload.",
            sums="2 / 1.0 = 2",
            given={
                "allocations": """
                    person_id  person_type  worker_id  started_on  ended_on
                    C0         child        W1         2024-01-08  2025-01-20
                    C1         child        W1         2025-03-03  -
                    C2         child        W1         2025-03-03  -
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
                "at 2025-03-31": (2.0, 2, 1.0),
            },
        ),
    ),
)
