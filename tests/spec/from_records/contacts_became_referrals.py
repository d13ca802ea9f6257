"""Contacts that became referrals, of those that have been decided on."""

from datetime import date
from typing import Final

from spec.worked_records import RecordsExample, RecordsSpec

SPEC: Final = RecordsSpec(
    code="contacts_became_referrals_pct",
    examples=(
        RecordsExample(
            rule=(
                "A contact that is still waiting is in neither part; one that was decided on and bears no outcome "
                "is set aside."
            ),
            sums="1 of 2 = 50%; K3 waits, K4 is set aside",
            given={
                "contacts": """
                    contact_id child_id contacted_on source decided_on outcome    is_out_of_hours
                    K1         C1       2025-01-10   6      2025-01-10 referral   no
                    K2         C2       2025-01-10   2A     2025-01-13 signposted no
                    K3         C3       2025-01-31   6      -          -          no
                    K4         C4       2025-01-10   6      2025-01-10 -          no
                """,
            },
            until=date(2025, 2, 28),
            gives={
                "month 2025-01": (50.0, 1, 2),
                "month 2025-01 source=6": (100.0, 1, 1),
                "month 2025-01 source=2A": (0.0, 0, 1),
                "month 2025-02": "zero_denominator",
            },
            aside={"month 2025-01": 1, "month 2025-01 source=6": 1},
        ),
        RecordsExample(
            rule="It counts in the month in which it was made, not in that of the decision; out of hours stands apart.",
            sums="January 1 of 1, out of hours 1 of 1; February 0 of 1",
            given={
                "contacts": """
                    contact_id child_id contacted_on source decided_on outcome           is_out_of_hours
                    K1         C1       2025-01-31   6      2025-02-03 referral          yes
                    K2         C2       2025-02-01   6      2025-02-03 no_further_action no
                """,
            },
            until=date(2025, 2, 28),
            gives={
                "month 2025-01": (100.0, 1, 1),
                "month 2025-01 out_of_hours=yes": (100.0, 1, 1),
                "month 2025-02": (0.0, 0, 1),
                "month 2025-02 out_of_hours=no": (0.0, 0, 1),
            },
        ),
    ),
)
