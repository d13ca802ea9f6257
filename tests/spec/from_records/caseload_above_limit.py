"""Workers who hold more cases than the authority's limit."""

from datetime import date
from typing import Final

from spec.worked_records import RecordsExample, RecordsSpec

from csc_metrics.settings.model import CaseloadSettings, Settings

SPEC: Final = RecordsSpec(
    code="caseload_above_limit_pct",
    examples=(
        RecordsExample(
            rule="Exactly at the limit is not above it; newly qualified workers have their own.",
            sums="W2 (8 above 4) and W3 (3 above 2): 2 of 3 = 66.7%",
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
                    D1         child        W3         2025-03-03  -
                    D2         child        W3         2025-03-03  -
                """,
                "workers": """
                    worker_id  team   employment  fte  is_asye  started_on  left_on
                    W1         North  permanent   1.0  no       2024-01-01  -
                    W2         North  agency      0.5  no       2024-01-01  -
                    W3         South  permanent   1.0  yes      2024-01-01  -
                    W9         North  permanent   1.0  no       2024-01-01  2025-01-31
                """,
            },
            until=date(2025, 3, 31),
            gives={
                "at 2025-03-31": (200 / 3, 2, 3),
                "at 2025-03-31 newly_qualified=yes": (100.0, 1, 1),
            },
            settings=Settings(caseload=CaseloadSettings(limit_cases_per_fte=4, newly_qualified_limit_cases_per_fte=2)),
        ),
        RecordsExample(
            rule="Without a limit in the settings it does not apply.",
            sums="no limit: no share",
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
                "at 2025-03-31": "not_applicable",
            },
        ),
    ),
)
