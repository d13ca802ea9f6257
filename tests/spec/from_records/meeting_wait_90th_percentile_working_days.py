"""Working days until meetings are held: the 90th percentile."""

from datetime import date
from typing import Final

from spec.kinds_of_meetings import specs_of_kinds
from spec.worked_records import RecordsExample

SPECS: Final = specs_of_kinds(
    "<code>_wait_90th_percentile_working_days",
    (
        RecordsExample(
            rule="The 90th percentile lies between the two waits next to it.",
            sums="of 0, 1 and 5 working days it lies 0.9 x 2 = 1.8 steps above the first: 1 + 0.8 x 4 = 4.2",
            given={
                "meetings": """
                    meeting_id meeting_type status decided_at       held_at
                    M1         strategy     held   2025-01-06T10:00 2025-01-06T11:00
                    M2         strategy     held   2025-01-06T10:00 2025-01-07T10:00
                    M3         strategy     held   2025-01-06T10:00 2025-01-13T10:00
                """,
            },
            until=date(2025, 1, 31),
            gives={
                "month 2025-01": (4.2, None, 3),
            },
        ),
        RecordsExample(
            rule="A meeting held before it was decided on is aside.",
            sums="1 working day",
            given={
                "meetings": """
                    meeting_id meeting_type status decided_at       held_at
                    M1         strategy     held   2025-01-06T10:00 2025-01-07T11:00
                    M2         strategy     held   2025-01-08T10:00 2025-01-07T11:00
                """,
            },
            until=date(2025, 1, 31),
            gives={
                "month 2025-01": (1.0, None, 1),
            },
            aside={"month 2025-01": 1},
        ),
    ),
)
