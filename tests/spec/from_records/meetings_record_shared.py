"""Records of meetings shared within one working day."""

from datetime import date
from typing import Final

from spec.kinds_of_meetings import specs_of_kinds
from spec.worked_records import RecordsExample

SPECS: Final = specs_of_kinds(
    "<code>_record_shared_in_one_working_day_pct",
    (
        RecordsExample(
            rule=(
                "The record of a strategy meeting on a Friday is in time on the Monday, that of 24 December on the "
                "27th."
            ),
            sums=(
                "M1 and M3 in time; M2 (two working days) and M4 (not shared) not: 2 of 4; M5 was shared before it "
                "was held: aside"
            ),
            given={
                "meetings": """
                    meeting_id meeting_type status held_at          record_shared_at team
                    M1         strategy     held   2024-12-20T15:00 2024-12-23T23:59 North
                    M2         strategy     held   2024-12-20T15:00 2024-12-24T00:00 North
                    M3         strategy     held   2024-12-24T15:00 2024-12-27T12:00 South
                    M4         strategy     held   2024-12-20T15:00 -                South
                    M5         strategy     held   2024-12-20T15:00 2024-12-20T14:00 South
                """,
            },
            until=date(2025, 1, 2),
            gives={
                "month 2024-12": (50.0, 2, 4),
                "month 2024-12 team=North": (50.0, 1, 2),
            },
            aside={"month 2024-12": 1},
        ),
        RecordsExample(
            rule="Until the working day after a period is over, what will be shared in time is not known.",
            sums="an extract of 1 January, a bank holiday, comes a day too early for December",
            given={
                "meetings": """
                    meeting_id meeting_type status held_at          record_shared_at
                    M1         strategy     held   2024-11-29T15:00 2024-11-29T17:00
                    M2         strategy     held   2024-12-31T15:00 -
                """,
            },
            until=date(2025, 1, 1),
            gives={
                "month 2024-11": (100.0, 1, 1),
                "month 2024-12": "not_yet_known",
            },
        ),
    ),
)
