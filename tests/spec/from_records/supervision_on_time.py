"""Supervision sessions held by the day on which they were due."""

from datetime import date
from typing import Final

from spec.worked_records import RecordsExample, RecordsSpec

SPEC: Final = RecordsSpec(
    code="supervision_on_time_pct",
    examples=(
        RecordsExample(
            rule="On the day it is on time, a day later it is not, and not held is not on time.",
            sums="1 of 3 = 33.3%",
            given={
                "supervisions": """
                    supervision_id  worker_id  child_id  due_on      held_on
                    S1              W1         -         2025-03-10  2025-03-10
                    S2              W1         C1        2025-03-11  2025-03-12
                    S3              W2         -         2025-03-12  -
                """,
            },
            until=date(2025, 3, 31),
            gives={
                "month 2025-03": (100 / 3, 1, 3),
                "month 2025-03 about=case": (0.0, 0, 1),
                "month 2025-03 about=own": (50.0, 1, 2),
            },
        ),
        RecordsExample(
            rule="It counts in the month in which it was due; a session without such a day is in none.",
            sums="1 of 1 = 100%",
            given={
                "supervisions": """
                    supervision_id  worker_id  child_id  due_on      held_on
                    S1              W1         -         2025-03-31  2025-03-31
                    S2              W1         -         2025-04-01  -
                    S3              W1         -         -           2025-03-20
                """,
            },
            until=date(2025, 4, 30),
            gives={
                "month 2025-03": (100.0, 1, 1),
                "month 2025-04": (0.0, 0, 1),
            },
        ),
    ),
)
