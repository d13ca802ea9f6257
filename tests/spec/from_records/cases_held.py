"""Children whose case a worker holds."""

from datetime import date
from typing import Final

from spec.worked_records import RecordsExample, RecordsSpec

SPEC: Final = RecordsSpec(
    code="cases_held",
    examples=(
        RecordsExample(
            rule=("Siblings are a case each, a case of an unknown worker is one too, and a case of nobody is none."),
            sums="C1, C2 and C4 = 3",
            given={
                "allocations": """
                    person_id  person_type  worker_id  started_on  ended_on
                    C0         child        W1         2024-01-08  2025-01-20
                    C1         child        W1         2025-03-03  -
                    C2         child        W1         2025-03-03  -
                    C3         child        -          2025-03-03  -
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
                "at 2025-03-31": 3.0,
                "at 2025-03-31 employment=permanent": 2.0,
                "at 2025-03-31 employment=not_recorded": 1.0,
            },
        ),
        RecordsExample(
            rule="A case that passes from one worker to another on a month's last day is held once.",
            sums="1 case, with W2",
            given={
                "allocations": """
                    person_id  person_type  worker_id  started_on  ended_on
                    C0         child        W1         2024-01-08  2025-01-20
                    C1         child        W1         2025-03-03  2025-03-31
                    C1         child        W2         2025-03-31  -
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
                "at 2025-03-31 employment=agency": 1.0,
            },
        ),
    ),
)
