"""Contacts decided on within one working day of the day they were made."""

from datetime import date
from typing import Final

from spec.worked_records import RecordsExample, RecordsSpec

SPEC: Final = RecordsSpec(
    code="contacts_decided_in_one_working_day_pct",
    examples=(
        RecordsExample(
            rule=(
                "The day of the contact is day 0: the next working day is in time, the one after it is late; a "
                "weekend and Christmas do not count."
            ),
            sums="2 of 4 = 50%: K1 (Friday to Monday) and K3 (24 to 27 December) in time; K2 and K4 a day later",
            given={
                "contacts": """
                    contact_id child_id contacted_on source decided_on outcome  is_out_of_hours
                    K1         C1       2024-12-06   6      2024-12-09 referral no
                    K2         C2       2024-12-06   2A     2024-12-10 referral no
                    K3         C3       2024-12-24   6      2024-12-27 referral no
                    K4         C4       2024-12-24   6      2024-12-30 referral no
                """,
            },
            until=date(2025, 1, 31),
            gives={
                "month 2024-12": (50.0, 2, 4),
                "month 2024-12 source=6": (200 / 3, 2, 3),
                "month 2024-12 source=2A": (0.0, 0, 1),
            },
        ),
        RecordsExample(
            rule=(
                "One made on a Saturday and decided on by Monday is in time, one on the same day too; one never "
                "decided on is late; an outcome without a day is set aside."
            ),
            sums="2 of 3; K4 is set aside",
            given={
                "contacts": """
                    contact_id child_id contacted_on source decided_on outcome    is_out_of_hours
                    K1         C1       2025-02-01   6      2025-02-03 referral   yes
                    K2         C2       2025-02-04   6      2025-02-04 referral   no
                    K3         C3       2025-02-04   6      -          -          no
                    K4         C4       2025-02-04   6      -          signposted no
                """,
            },
            until=date(2025, 3, 31),
            gives={
                "month 2025-02": (200 / 3, 2, 3),
                "month 2025-02 out_of_hours=yes": (100.0, 1, 1),
            },
            aside={"month 2025-02": 1},
        ),
        RecordsExample(
            rule="A month is not known until one working day after its end has gone by.",
            sums=(
                "28 February 2025 is a Friday: on Sunday 2 March its contacts can still be decided on in time, on "
                "Monday 3 March that is known"
            ),
            given={
                "contacts": """
                    contact_id child_id contacted_on source decided_on outcome  is_out_of_hours
                    K1         C1       2025-01-15   6      2025-01-15 referral no
                    K2         C2       2025-02-28   6      -          -        no
                """,
            },
            until=date(2025, 3, 2),
            gives={
                "month 2025-01": (100.0, 1, 1),
                "month 2025-02": "not_yet_known",
            },
        ),
    ),
)
