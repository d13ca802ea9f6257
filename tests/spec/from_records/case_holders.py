"""Workers who hold cases, by DfE's bands."""

from datetime import date
from typing import Final

from spec.worked_records import RecordsExample, RecordsSpec

SPEC: Final = RecordsSpec(
    code="case_holders",
    examples=(
        RecordsExample(
            rule="A band holds its lower end: 5 cases per FTE are in 5 to under 10.",
            sums="4.0 and 5.0: one in each of two bands",
            given={
                "allocations": """
                    person_id  person_type  worker_id  started_on  ended_on
                    C0         child        W1         2024-01-08  2025-01-20
                    A0         child        W1         2025-03-03  -
                    A1         child        W1         2025-03-03  -
                    A2         child        W1         2025-03-03  -
                    A3         child        W1         2025-03-03  -
                    A4         child        W1         2025-03-03  -
                    B1         child        W2         2025-03-03  -
                    B2         child        W2         2025-03-03  -
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
                "at 2025-03-31": 2.0,
                "at 2025-03-31 band=05_to_under_10": 1.0,
                "at 2025-03-31 band=00_to_under_05": 1.0,
            },
        ),
        RecordsExample(
            rule="Who holds no case is no case holder.",
            sums="1 of 2 workers",
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
                "at 2025-03-31": 1.0,
            },
        ),
        RecordsExample(
            rule="Who is set aside, of an unknown FTE or with more than 50 cases per FTE, is in no band.",
            sums="W1 (unknown) and W2 (3 / 0.05 = 60) aside",
            given={
                "allocations": """
                    person_id  person_type  worker_id  started_on  ended_on
                    C0         child        W1         2024-01-08  2025-01-20
                    A1         child        W1         2025-03-03  -
                    B1         child        W2         2025-03-03  -
                    B2         child        W2         2025-03-03  -
                    B3         child        W2         2025-03-03  -
                    D1         child        W3         2025-03-03  -
                """,
                "workers": """
                    worker_id  team   employment  fte   started_on  left_on
                    W1         North  permanent   -     2024-01-01  -
                    W2         North  permanent   0.05  2024-01-01  -
                    W3         North  permanent   1.0   2024-01-01  -
                    W9         North  permanent   1.0   2024-01-01  2025-01-31
                """,
            },
            until=date(2025, 3, 31),
            gives={"at 2025-03-31": 1, "at 2025-03-31 band=not_recorded": 0},
            aside={"at 2025-03-31": 2, "at 2025-03-31 band=not_recorded": 2},
        ),
        RecordsExample(
            rule="Where a post's team is not known it is that of the cases; where those differ, the first by name.",
            sums="1 in North, whatever the order of its cases",
            given={
                "allocations": """
                    person_id  person_type  worker_id  team   started_on  ended_on
                    C0         child        W1         South  2024-01-08  2025-01-20
                    A1         child        W1         South  2025-03-03  -
                    A2         child        W1         North  2025-03-03  -
                """,
                "workers": """
                    worker_id  team   employment  fte  started_on  left_on
                    W1         -      permanent   1.0  2024-01-01  -
                    W9         East   permanent   1.0  2024-01-01  2025-01-31
                """,
            },
            until=date(2025, 3, 31),
            gives={"at 2025-03-31": 1, "at 2025-03-31 team=North": 1},
        ),
    ),
)
