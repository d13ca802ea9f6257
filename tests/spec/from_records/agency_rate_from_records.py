"""Agency FTE among all FTE in post at month ends."""

from datetime import date
from typing import Final

from spec.worked_records import RecordsExample, RecordsSpec

SPEC: Final = RecordsSpec(
    code="agency_rate_pct",
    examples=(
        RecordsExample(
            rule="Agency workers are outside in post: agency over agency and permanent together.",
            sums="0.5 / (0.5 + 1.5) = 25%",
            given={
                "workers": """
                    worker_id  team   role          employment  fte  started_on  left_on
                    W1         North  Practitioner  permanent   1.0  2024-01-01  -
                    W2         North  Practitioner  agency      0.5  2024-01-01  -
                    W3         South  Manager       permanent   0.5  2024-01-01  -
                    W9         North  Practitioner  permanent   1.0  2024-01-01  2025-01-31
                """,
            },
            until=date(2025, 3, 31),
            gives={
                "at 2025-03-31": (25.0, 0.5, 2.0),
                "at 2025-03-31 role_group=manager": (0.0, 0, 0.5),
                "at 2025-03-31 role_group=not_a_manager": (100 / 3, 0.5, 1.5),
            },
        ),
        RecordsExample(
            rule="The last day in a post is in it; an unknown FTE or employment is set aside.",
            sums="1.0 / 2.0 = 50%",
            given={
                "workers": """
                    worker_id  team   role          employment  fte  started_on  left_on
                    W1         North  Practitioner  permanent   1.0  2024-01-01  -
                    W2         North  Practitioner  agency      1.0  2024-01-01  2025-03-31
                    W3         South  Practitioner  agency      1.0  2024-01-01  2025-03-30
                    W4         South  Practitioner  agency      -    2024-01-01  -
                    W5         South  Practitioner  -           1.0  2024-01-01  -
                """,
            },
            until=date(2025, 3, 31),
            gives={
                "at 2025-03-31": (50.0, 1.0, 2.0),
            },
            aside={"at 2025-03-31": 2},
        ),
    ),
)
