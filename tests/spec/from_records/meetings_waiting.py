"""Meetings that wait to be held at a month end."""

from datetime import date
from typing import Final

from spec.kinds_of_meetings import specs_of_kinds
from spec.worked_records import RecordsExample

SPECS: Final = specs_of_kinds(
    "<code>s_waiting",
    (
        RecordsExample(
            rule=(
                "A meeting waits from the day of the decision or request until the day before it is held; a "
                "cancelled one never."
            ),
            sums=(
                "31 January: M1 and M2; 28 February: M2 and M5; M3 was held on 31 January; M6 has neither day and "
                "is aside"
            ),
            given={
                "meetings": """
                    meeting_id meeting_type status    decided_at       requested_at     held_at          team
                    M1         strategy     held      2025-01-30T10:00 -                2025-02-03T10:00 North
                    M2         strategy     pending   2025-01-31T23:00 2025-02-01T09:00 -                North
                    M3         strategy     held      2025-01-20T10:00 -                2025-01-31T23:30 South
                    M4         strategy     cancelled 2025-01-20T10:00 -                -                South
                    M5         strategy     pending   -                2025-02-10T10:00 -                South
                    M6         strategy     pending   -                -                -                South
                """,
            },
            until=date(2025, 2, 28),
            gives={
                "at 2025-01-31": 2,
                "at 2025-02-28": 2,
                "at 2025-02-28 team=South": 1,
                "at 2025-01-31 team=North": 2,
            },
            aside={"at 2025-01-31": 0, "at 2025-02-28": 1},
        ),
        RecordsExample(
            rule=(
                "What is decided on after a month end does not wait at it; held and decided on the same day is "
                "never waiting."
            ),
            sums="31 March 0, 30 April 1",
            given={
                "meetings": """
                    meeting_id meeting_type status decided_at       requested_at held_at
                    M1         strategy     held   2025-03-31T10:00 -            2025-03-31T15:00
                    M2         strategy     held   2025-04-01T00:00 -            2025-05-02T10:00
                """,
            },
            until=date(2025, 5, 31),
            gives={
                "at 2025-03-31": 0,
                "at 2025-04-30": 1,
                "at 2025-05-31": 0,
            },
        ),
    ),
)
