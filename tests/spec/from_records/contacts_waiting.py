"""Contacts that no decision had been made on at the end of a month."""

from datetime import date
from typing import Final

from spec.worked_records import RecordsExample, RecordsSpec

SPEC: Final = RecordsSpec(
    code="contacts_waiting",
    examples=(
        RecordsExample(
            rule="One decided on the last day of the month does not wait at its end, one decided the day after does.",
            sums="31 January: K2; 28 February: none",
            given={
                "contacts": """
                    contact_id child_id contacted_on source decided_on outcome  is_out_of_hours
                    K1         C1       2025-01-30   6      2025-01-31 referral no
                    K2         C2       2025-01-31   2A     2025-02-01 referral no
                """,
            },
            until=date(2025, 2, 28),
            gives={
                "at 2025-01-31": 1,
                "at 2025-01-31 source=2A": 1,
                "at 2025-02-28": 0,
            },
        ),
        RecordsExample(
            rule=(
                "One without a decision waits at every month end; one that bears an outcome and no day of decision "
                "is left out."
            ),
            sums="K1 on both days; K2 is left out",
            given={
                "contacts": """
                    contact_id child_id contacted_on source decided_on outcome    is_out_of_hours
                    K1         C1       2025-01-30   6      -          -          no
                    K2         C2       2025-01-30   6      -          signposted no
                    K3         C3       2025-01-30   6      2025-01-30 signposted no
                """,
            },
            until=date(2025, 2, 28),
            gives={
                "at 2025-01-31": 1,
                "at 2025-02-28": 1,
            },
        ),
    ),
)
