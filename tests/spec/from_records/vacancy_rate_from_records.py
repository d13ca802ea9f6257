"""Vacant FTE among vacant and permanent FTE at month ends."""

from datetime import date
from typing import Final

from spec.worked_records import RecordsExample, RecordsSpec

SPEC: Final = RecordsSpec(
    code="vacancy_rate_pct",
    examples=(
        RecordsExample(
            rule="A post that is filled on a day is not vacant on it; agency workers are outside in post.",
            sums="1.0 / (1.0 + 1.5) = 40%",
            given={
                "vacancies": """
                    post_id  team   role          fte  vacant_from_on  filled_on
                    P0       North  Practitioner  1.0  2024-06-03      2025-01-06
                    P1       North  Practitioner  1.0  2025-02-03      -
                    P2       South  Practitioner  1.0  2025-02-03      2025-03-31
                """,
                "workers": """
                    worker_id  team   role          employment  fte  started_on  left_on
                    W1         North  Practitioner  permanent   1.0  2024-01-01  -
                    W2         South  Practitioner  permanent   0.5  2024-01-01  -
                    W3         South  Practitioner  agency      1.0  2024-01-01  -
                    W9         North  Practitioner  permanent   1.0  2024-01-01  2025-01-31
                """,
            },
            until=date(2025, 3, 31),
            gives={
                "at 2025-03-31": (40.0, 1.0, 2.5),
                "at 2025-03-31 team=South": (0.0, 0, 0.5),
            },
        ),
        RecordsExample(
            rule="Managers are told apart by the words of the settings.",
            sums="1.0 / (1.0 + 0.5) = 66.7% of managers' posts",
            given={
                "vacancies": """
                    post_id  team   role          fte  vacant_from_on  filled_on
                    P0       North  Practitioner  1.0  2024-06-03      2025-01-06
                    P1       North  Manager       1.0  2025-02-03      -
                """,
                "workers": """
                    worker_id  team   role          employment  fte  started_on  left_on
                    W1         North  Practitioner  permanent   1.0  2024-01-01  -
                    W2         South  Director      permanent   0.5  2024-01-01  -
                    W9         North  Practitioner  permanent   1.0  2024-01-01  2025-01-31
                """,
            },
            until=date(2025, 3, 31),
            gives={
                "at 2025-03-31": (40.0, 1.0, 2.5),
                "at 2025-03-31 role_group=manager": (200 / 3, 1.0, 1.5),
            },
        ),
        RecordsExample(
            rule="A worker who may be permanent or not is set aside, as is a post of unknown FTE.",
            sums="1.0 / (1.0 + 1.0) = 50%; W2 and P2 aside",
            given={
                "vacancies": """
                    post_id  team   role          fte  vacant_from_on  filled_on
                    P0       North  Practitioner  1.0  2024-06-03      2025-01-06
                    P1       North  Practitioner  1.0  2025-02-03      -
                    P2       North  Practitioner  -    2025-02-03      -
                """,
                "workers": """
                    worker_id  team   role          employment  fte  started_on  left_on
                    W1         North  Practitioner  permanent   1.0  2024-01-01  -
                    W2         South  Practitioner  -           0.5  2024-01-01  -
                    W9         North  Practitioner  permanent   1.0  2024-01-01  2025-01-31
                """,
            },
            until=date(2025, 3, 31),
            gives={"at 2025-03-31": (50.0, 1.0, 2.0)},
            aside={"at 2025-03-31": 2, "at 2025-03-31 team=South": 1},
        ),
    ),
)
