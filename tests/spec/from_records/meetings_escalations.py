"""Delays of meetings that were escalated to partners."""

from datetime import date
from typing import Final

from spec.kinds_of_meetings import specs_of_kinds
from spec.worked_records import RecordsExample

SPECS: Final = specs_of_kinds(
    "<code>_escalations",
    (
        RecordsExample(
            rule="Each strategy meeting whose delay was escalated counts by the day of the escalation, held or not.",
            sums="January M1 and M2, February M3",
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
                "month 2025-01": 2,
                "month 2025-01 delay_agency=police": 1,
                "month 2025-01 delay_agency=not_recorded": 1,
                "month 2025-02": 1,
                "month 2025-02 team=South": 1,
            },
        ),
        RecordsExample(
            rule="A month without an escalation has 0, since the extract has a place for them.",
            sums="0",
            given={
                "meetings": """
                    meeting_id meeting_type status held_at          escalated_on delay_agency
                    M1         strategy     held   2025-01-10T10:00 -            -
                """,
            },
            until=date(2025, 1, 31),
            gives={
                "month 2025-01": 0,
            },
        ),
    ),
)
