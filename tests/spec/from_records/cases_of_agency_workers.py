"""The share of cases that agency workers hold."""

from datetime import date
from typing import Final

from spec.worked_records import RecordsExample, RecordsSpec

SPEC: Final = RecordsSpec(
    code="cases_of_agency_workers_pct",
    examples=(
        RecordsExample(
            rule="A case of a worker whose employment is not known is set aside.",
            sums="1 of 3 = 33.3%",
            given={
                "allocations": """
                    person_id  person_type  worker_id  started_on  ended_on
                    C0         child        W1         2024-01-08  2025-01-20
                    C1         child        W1         2025-03-03  -
                    C2         child        W1         2025-03-03  -
                    C3         child        W2         2025-03-03  -
                    C4         child        W7         2025-03-03  -
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
                "at 2025-03-31": (100 / 3, 1, 3),
            },
            aside={"at 2025-03-31": 1},
        ),
        RecordsExample(
            rule="A worker counts as what the post was at the month end.",
            sums="permanent until January, agency since: 1 of 1 = 100%",
            given={
                "allocations": """
                    person_id  person_type  worker_id  started_on  ended_on
                    C0         child        W1         2024-01-08  2025-01-20
                    C1         child        W9         2025-01-06  -
                """,
                "workers": """
                    worker_id  team   employment  fte  started_on  left_on
                    W1         North  permanent   1.0  2024-01-01  -
                    W2         North  agency      0.5  2024-01-01  -
                    W9         North  permanent   1.0  2024-01-01  2025-01-31
                    W9         North  agency      1.0  2025-02-03  -
                """,
            },
            until=date(2025, 3, 31),
            gives={
                "at 2025-03-31": (100.0, 1, 1),
            },
        ),
    ),
)
