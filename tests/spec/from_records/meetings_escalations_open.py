"""Escalations that are not resolved at a month end."""

from datetime import date
from typing import Final

from spec.kinds_of_meetings import specs_of_kinds
from spec.worked_records import RecordsExample

SPECS: Final = specs_of_kinds(
    "<code>_escalations_open",
    (
        RecordsExample(
            rule="An escalation about strategy meetings is open from its day until the day before it is resolved.",
            sums="31 January: M2; 28 February: M3",
            given={
                "meetings": """
                    meeting_id meeting_type status  held_at          escalated_on resolved_on delay_agency team
                    M1         strategy     held    2025-01-10T10:00 2025-01-08   2025-01-10  police       North
                    M2         strategy     held    2025-02-03T10:00 2025-01-31   2025-02-03  -            South
                    M3         strategy     pending -                2025-02-28   -           health       South
                    M4         strategy     held    2025-01-10T10:00 -            -           -            South
                    M5         core_group   held    2025-01-10T10:00 2025-01-08   2025-01-10  police       North
                """,
            },
            until=date(2025, 2, 28),
            gives={
                "at 2025-01-31": 1,
                "at 2025-02-28": 1,
                "at 2025-02-28 delay_agency=health": 1,
                "at 2025-01-31 team=South": 1,
            },
        ),
        RecordsExample(
            rule="One that is resolved on the last day of a month is not open at its end.",
            sums="0, then 1",
            given={
                "meetings": """
                    meeting_id meeting_type status held_at          escalated_on resolved_on
                    M1         strategy     held   2025-01-10T10:00 2025-01-08   2025-01-31
                    M2         strategy     held   2025-01-10T10:00 2025-02-01   -
                """,
            },
            until=date(2025, 2, 28),
            gives={
                "at 2025-01-31": 0,
                "at 2025-02-28": 1,
            },
        ),
    ),
)
