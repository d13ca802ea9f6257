"""How long cases without a worker had waited, in the middle."""

from datetime import date
from typing import Final

from spec.worked_records import RecordsExample, RecordsSpec

SPEC: Final = RecordsSpec(
    code="cases_without_worker_median_days",
    examples=(
        RecordsExample(
            rule="Calendar days from the start of the allocation to nobody to the month end.",
            sums="11 and 1 days: (11 + 1) / 2 = 6",
            given={
                "allocations": """
                    person_id  person_type  worker_id  started_on  ended_on
                    C0         child        W1         2024-01-08  2025-01-20
                    C1         child        -          2025-03-20  -
                    C2         child        -          2025-03-30  -
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
                "at 2025-03-31": (6.0, None, 2),
            },
        ),
        RecordsExample(
            rule="Where none waits there is nothing to tell.",
            sums="0 cases: no figure",
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
                """,
            },
            until=date(2025, 3, 31),
            gives={
                "at 2025-03-31": "zero_denominator",
            },
        ),
    ),
)
