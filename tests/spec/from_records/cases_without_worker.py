"""Children's cases that are recorded as waiting for a worker."""

from datetime import date
from typing import Final

from spec.worked_records import RecordsExample, RecordsSpec

SPEC: Final = RecordsSpec(
    code="cases_without_worker",
    examples=(
        RecordsExample(
            rule="A case with an allocation to nobody waits, unless another one to a worker stands.",
            sums="C1 = 1",
            given={
                "allocations": """
                    person_id  person_type  worker_id  started_on  ended_on
                    C0         child        W1         2024-01-08  2025-01-20
                    C1         child        -          2025-03-20  -
                    C2         child        -          2025-03-20  -
                    C2         child        W1         2025-03-24  -
                    C3         child        W1         2025-03-03  -
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
                "at 2025-03-31": 1.0,
            },
        ),
        RecordsExample(
            rule=(
                "A carer who waits is no child's case; one that found a worker on the day after its "
                "last day still waited on it."
            ),
            sums="1 at 31 March",
            given={
                "allocations": """
                    person_id  person_type  worker_id  started_on  ended_on
                    C0         child        W1         2024-01-08  2025-01-20
                    F1         carer        -          2025-03-20  -
                    C1         child        -          2025-03-20  2025-03-31
                    C1         child        W1         2025-04-01  -
                """,
                "workers": """
                    worker_id  team   employment  fte  started_on  left_on
                    W1         North  permanent   1.0  2024-01-01  -
                    W2         North  agency      0.5  2024-01-01  -
                    W9         North  permanent   1.0  2024-01-01  2025-01-31
                """,
            },
            until=date(2025, 4, 30),
            gives={
                "at 2025-03-31": 1.0,
                "at 2025-04-30": 0.0,
            },
        ),
    ),
)
