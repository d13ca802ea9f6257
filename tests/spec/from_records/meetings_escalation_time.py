"""Working days until escalations are resolved."""

from datetime import date
from typing import Final

from spec.kinds_of_meetings import specs_of_kinds
from spec.worked_records import RecordsExample

SPECS: Final = specs_of_kinds(
    "<code>_escalation_median_working_days",
    (
        RecordsExample(
            rule=(
                "Escalations about strategy meetings count when they are resolved; the day of the escalation is day 0."
            ),
            sums="M1 (Wednesday to Friday) 2 in January, M2 (Friday to Monday) 1 in February",
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
                "month 2025-01": (2.0, None, 1),
                "month 2025-02": (1.0, None, 1),
                "month 2025-01 delay_agency=police": 2.0,
            },
        ),
        RecordsExample(
            rule="One that was resolved before it was escalated, or of which no day of escalation is known, is aside.",
            sums="M1 resolved on the same day: 0",
            given={
                "meetings": """
                    meeting_id meeting_type status held_at          escalated_on resolved_on
                    M1         strategy     held   2025-01-10T10:00 2025-01-08   2025-01-08
                    M2         strategy     held   2025-01-10T10:00 2025-01-08   2025-01-07
                    M3         strategy     held   2025-01-10T10:00 -            2025-01-08
                """,
            },
            until=date(2025, 1, 31),
            gives={
                "month 2025-01": (0.0, None, 1),
            },
            aside={"month 2025-01": 2},
        ),
    ),
)
