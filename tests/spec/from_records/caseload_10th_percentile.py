"""The caseload that a tenth of workers is at or below."""

from datetime import date
from typing import Final

from spec.worked_records import RecordsExample, RecordsSpec

SPEC: Final = RecordsSpec(
    code="caseload_10th_percentile",
    examples=(
        RecordsExample(
            rule="Each worker's cases are for a full-time equivalent: 4 with an FTE of 0.5 are 8.",
            sums="2, 4 and 8: 2 + (4 - 2) times 0.2 = 2.4",
            given={
                "allocations": """
                    person_id  person_type  worker_id  started_on  ended_on
                    C0         child        W1         2024-01-08  2025-01-20
                    A0         child        W1         2025-03-03  -
                    A1         child        W1         2025-03-03  -
                    A2         child        W1         2025-03-03  -
                    A3         child        W1         2025-03-03  -
                    B0         child        W2         2025-03-03  -
                    B1         child        W2         2025-03-03  -
                    B2         child        W2         2025-03-03  -
                    B3         child        W2         2025-03-03  -
                    D0         child        W3         2025-03-03  -
                """,
                "workers": """
                    worker_id  team   employment  fte  started_on  left_on
                    W1         North  permanent   1.0  2024-01-01  -
                    W2         North  agency      0.5  2024-01-01  -
                    W9         North  permanent   1.0  2024-01-01  2025-01-31
                    W3         South  permanent   0.5  2024-01-01  -
                """,
            },
            until=date(2025, 3, 31),
            gives={
                "at 2025-03-31": (2.4, None, 3),
                "at 2025-03-31 team=South": (2.0, None, 1),
            },
        ),
        RecordsExample(
            rule="More than 50 cases per FTE, an FTE of 0 and an unknown one are set aside.",
            sums="one worker with 4: 4",
            given={
                "allocations": """
                    person_id  person_type  worker_id  started_on  ended_on
                    C0         child        W1         2024-01-08  2025-01-20
                    A0         child        W1         2025-03-03  -
                    A1         child        W1         2025-03-03  -
                    A2         child        W1         2025-03-03  -
                    A3         child        W1         2025-03-03  -
                    B1         child        W4         2025-03-03  -
                    B2         child        W5         2025-03-03  -
                    B3         child        W6         2025-03-03  -
                """,
                "workers": """
                    worker_id  team   employment  fte   started_on  left_on
                    W1         North  permanent   1.0   2024-01-01  -
                    W2         North  agency      0.5   2024-01-01  -
                    W9         North  permanent   1.0   2024-01-01  2025-01-31
                    W4         North  permanent   0.0   2024-01-01  -
                    W5         North  permanent   -     2024-01-01  -
                    W6         North  permanent   0.01  2024-01-01  -
                """,
            },
            until=date(2025, 3, 31),
            gives={
                "at 2025-03-31": (4.0, None, 1),
            },
            aside={"at 2025-03-31": 3},
        ),
    ),
)
