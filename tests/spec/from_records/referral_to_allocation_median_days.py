"""Days from a referral to the first worker, in the middle."""

from datetime import date
from typing import Final

from spec.worked_records import RecordsExample, RecordsSpec

SPEC: Final = RecordsSpec(
    code="referral_to_allocation_median_days",
    examples=(
        RecordsExample(
            rule="Calendar days to the first allocation to a worker; one to nobody does not end the wait.",
            sums="0, 2 and 7 days: 2",
            given={
                "referrals": """
                    referral_id  child_id  referred_on  is_no_further_action  closed_on
                    R0           C0        2025-01-06   no                    2025-02-28
                    R1           C1        2025-03-03   no                    -
                    R2           C2        2025-03-07   no                    -
                    R3           C3        2025-03-03   no                    -
                """,
                "allocations": """
                    person_id  person_type  worker_id  started_on  ended_on
                    C0         child        W1         2025-01-06  2025-02-28
                    C1         child        W1         2025-03-03  -
                    C2         child        -          2025-03-07  2025-03-08
                    C2         child        W1         2025-03-09  -
                    C3         child        W2         2025-03-10  -
                """,
            },
            until=date(2025, 3, 31),
            gives={
                "month 2025-03": (2.0, None, 3),
            },
        ),
        RecordsExample(
            rule=(
                "What follows the child's next referral belongs to that; a referral without further "
                "action waits for nobody."
            ),
            sums="R2 alone: 1 day",
            given={
                "referrals": """
                    referral_id  child_id  referred_on  is_no_further_action  closed_on
                    R0           C0        2025-01-06   no                    2025-02-28
                    R1           C1        2025-03-03   no                    2025-03-10
                    R2           C1        2025-03-17   no                    -
                    R3           C3        2025-03-03   yes                   2025-03-04
                """,
                "allocations": """
                    person_id  person_type  worker_id  started_on  ended_on
                    C0         child        W1         2025-01-06  2025-02-28
                    C1         child        W1         2025-03-18  -
                    C3         child        W2         2025-03-05  -
                """,
            },
            until=date(2025, 3, 31),
            gives={
                "month 2025-03": (1.0, None, 1),
            },
        ),
        RecordsExample(
            rule="A referral of which it is not recorded whether it was accepted is set aside.",
            sums="C1: 7 days; C2 aside",
            given={
                "referrals": """
                    referral_id  child_id  referred_on  is_no_further_action  closed_on
                    R0           C0        2025-01-06   no                    2025-02-28
                    R1           C1        2025-03-03   no                    -
                    R2           C2        2025-03-03   -                     -
                """,
                "allocations": """
                    person_id  person_type  worker_id  started_on  ended_on
                    C0         child        W1         2025-01-06  2025-02-28
                    C1         child        W1         2025-03-10  -
                    C2         child        W1         2025-03-03  -
                """,
            },
            until=date(2025, 3, 31),
            gives={"month 2025-03": (7.0, None, 1)},
            aside={"month 2025-03": 1},
        ),
    ),
)
