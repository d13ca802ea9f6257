"""Hours until meetings are held: the 90th percentile."""

from datetime import date
from typing import Final

from spec.kinds_of_meetings import specs_of_kinds
from spec.worked_records import RecordsExample

SPECS: Final = specs_of_kinds(
    "<code>_wait_90th_percentile_hours",
    (
        RecordsExample(
            rule="The 90th percentile lies between the two waits next to it.",
            sums="of 1, 2, 3, 4 and 10 hours it lies 0.9 x 4 = 3.6 steps above the first: 4 + 0.6 x 6 = 7.6",
            given={
                "meetings": """
                    meeting_id meeting_type status decided_at       held_at
                    M1         strategy     held   2025-01-06T10:00 2025-01-06T11:00
                    M2         strategy     held   2025-01-06T10:00 2025-01-06T12:00
                    M3         strategy     held   2025-01-06T10:00 2025-01-06T13:00
                    M4         strategy     held   2025-01-06T10:00 2025-01-06T14:00
                    M5         strategy     held   2025-01-06T10:00 2025-01-06T20:00
                """,
            },
            until=date(2025, 1, 31),
            gives={
                "month 2025-01": (7.6, None, 5),
            },
        ),
        RecordsExample(
            rule="Of one meeting it is that wait; of none there is none.",
            sums="January 1.5 hours, February none",
            given={
                "meetings": """
                    meeting_id meeting_type status decided_at       held_at
                    M1         strategy     held   2025-01-06T10:00 2025-01-06T11:30
                """,
            },
            until=date(2025, 2, 28),
            gives={
                "month 2025-01": (1.5, None, 1),
                "month 2025-02": "zero_denominator",
            },
        ),
    ),
)
