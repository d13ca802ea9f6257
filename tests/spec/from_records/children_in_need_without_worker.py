"""Open episodes of need whose child no worker holds."""

from datetime import date
from typing import Final

from spec.worked_records import RecordsExample, RecordsSpec

SPEC: Final = RecordsSpec(
    code="children_in_need_without_worker",
    examples=(
        RecordsExample(
            rule=(
                "Nobody recorded that C2 waits: it is found all the same; a closed or refused referral is no episode."
            ),
            sums="1 of 2 open episodes",
            given={
                "referrals": """
                    referral_id  child_id  referred_on  is_no_further_action  closed_on
                    R0           C0        2024-01-08   no                    2025-01-20
                    R1           C1        2025-03-03   no                    -
                    R2           C2        2025-03-03   no                    -
                    R3           C3        2025-03-03   yes                   -
                    R4           C4        2025-03-03   no                    2025-03-31
                """,
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
            rule="An allocation to nobody is no worker.",
            sums="1 of 1",
            given={
                "referrals": """
                    referral_id  child_id  referred_on  is_no_further_action  closed_on
                    R0           C0        2024-01-08   no                    2025-01-20
                    R1           C1        2025-03-03   no                    -
                """,
                "allocations": """
                    person_id  person_type  worker_id  started_on  ended_on
                    C0         child        W1         2024-01-08  2025-01-20
                    C1         child        -          2025-03-03  -
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
    ),
)
