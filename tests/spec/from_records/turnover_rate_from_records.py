"""FTE of permanent leavers in twelve months over those in post at their end."""

from datetime import date
from typing import Final

from spec.worked_records import RecordsExample, RecordsSpec

SPEC: Final = RecordsSpec(
    code="turnover_rate_pct",
    examples=(
        RecordsExample(
            rule="Leavers of all twelve months over the FTE in post in the last of them.",
            sums="1.5 / 2.0 = 75%",
            given={
                "workers": """
                    worker_id  team   role          employment  fte  started_on  left_on
                    W1         North  Practitioner  permanent   1.0  2023-01-02  -
                    W2         North  Practitioner  permanent   1.0  2024-06-03  -
                    W3         North  Practitioner  permanent   1.0  2023-01-02  2024-04-01
                    W4         North  Practitioner  permanent   0.5  2023-01-02  2025-03-30
                    W5         North  Practitioner  agency      1.0  2023-01-02  2024-10-31
                    W9         North  Practitioner  permanent   1.0  2023-01-02  2024-03-31
                """,
            },
            until=date(2025, 3, 31),
            gives={
                "rolling 2025-03": (75.0, 1.5, 2.0),
            },
        ),
        RecordsExample(
            rule=(
                "Who begins in another post by 31 days later has moved and is no leaver; after 32 "
                "days it is a leaver who came back."
            ),
            sums="W4 alone: 1.0 / 2.0 = 50%",
            given={
                "workers": """
                    worker_id  team   role          employment  fte  started_on  left_on
                    W3         North  Practitioner  permanent   1.0  2023-01-02  2024-10-31
                    W3         South  Practitioner  permanent   1.0  2024-12-01  -
                    W4         North  Practitioner  permanent   1.0  2023-01-02  2024-10-31
                    W4         South  Practitioner  permanent   1.0  2024-12-02  -
                    W9         North  Practitioner  permanent   1.0  2023-01-02  2024-03-31
                """,
            },
            until=date(2025, 3, 31),
            gives={
                "rolling 2025-03": (50.0, 1.0, 2.0),
            },
        ),
        RecordsExample(
            rule=(
                "Set aside are workers of unknown FTE or employment: leavers of all twelve months, and once each, "
                "however long they have been there, those in post at the end."
            ),
            sums="1.0 / 2.0 = 50%; W3 (a leaver) and W5 (in post) aside",
            given={
                "workers": """
                    worker_id  team   role          employment  fte  started_on  left_on
                    W1         North  Practitioner  permanent   2.0  2023-01-02  -
                    W3         North  Practitioner  -           1.0  2023-01-02  2024-07-31
                    W4         North  Practitioner  permanent   1.0  2023-01-02  2024-10-31
                    W5         North  Practitioner  permanent   -    2023-01-02  -
                    W9         North  Practitioner  permanent   1.0  2023-01-02  2024-03-31
                """,
            },
            until=date(2025, 3, 31),
            gives={"rolling 2025-03": (50.0, 1.0, 2.0)},
            aside={"rolling 2025-03": 2},
        ),
    ),
)
