"""Workers with cases whose posts have an FTE of 0."""

from datetime import date
from typing import Final

from spec.worked_records import RecordsExample, RecordsSpec

SPEC: Final = RecordsSpec(
    code="case_holders_without_fte",
    examples=(
        RecordsExample(
            rule="An FTE of 0 counts, an unknown one is set aside.",
            sums="1 of 3 holders",
            given={
                "allocations": """
                    person_id  person_type  worker_id  started_on  ended_on
                    C0         child        W1         2024-01-08  2025-01-20
                    C1         child        W1         2025-03-03  -
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
                "at 2025-03-31": 1.0,
            },
            aside={"at 2025-03-31": 1},
        ),
        RecordsExample(
            rule="One with an FTE of 0 and no case is none.",
            sums="0",
            given={
                "allocations": """
                    person_id  person_type  worker_id  started_on  ended_on
                    C0         child        W1         2024-01-08  2025-01-20
                    C1         child        W1         2025-03-03  -
                """,
                "workers": """
                    worker_id  team   employment  fte  started_on  left_on
                    W1         North  permanent   1.0  2024-01-01  -
                    W2         North  agency      0.5  2024-01-01  -
                    W9         North  permanent   1.0  2024-01-01  2025-01-31
                    W4         North  permanent   0.0  2024-01-01  -
                """,
            },
            until=date(2025, 3, 31),
            gives={
                "at 2025-03-31": 0.0,
            },
        ),
    ),
)
