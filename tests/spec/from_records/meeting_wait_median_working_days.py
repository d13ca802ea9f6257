"""Working days until meetings are held: the median."""

from datetime import date
from typing import Final

from spec.kinds_of_meetings import specs_of_kinds
from spec.worked_records import RecordsExample

from csc_metrics.settings.model import ClockSettings, Settings

SPECS: Final = specs_of_kinds(
    "<code>_wait_median_working_days",
    (
        RecordsExample(
            rule="Weekends and Christmas are no working days, and the day of the decision is day 0.",
            sums=(
                "M1 (Friday to Monday) 1, M2 (24 to 27 December) 1, M3 (same day) 0, M4 (Friday to Saturday) 0: the "
                "median is 0.5"
            ),
            given={
                "meetings": """
                    meeting_id meeting_type status decided_at       held_at          team
                    M1         strategy     held   2024-12-20T16:00 2024-12-23T09:00 North
                    M2         strategy     held   2024-12-24T16:00 2024-12-27T09:00 North
                    M3         strategy     held   2024-12-20T09:00 2024-12-20T16:00 South
                    M4         strategy     held   2024-12-20T16:00 2024-12-21T10:00 South
                """,
            },
            until=date(2024, 12, 31),
            gives={
                "month 2024-12": (0.5, None, 4),
                "month 2024-12 team=North": 1.0,
                "month 2024-12 team=South": 0.0,
            },
        ),
        RecordsExample(
            rule=(
                "A decision at the weekend is day 0 all the same; where the authority calls the first day day 1, it "
                "counts one more."
            ),
            sums="M1 (Saturday to Monday) 1; M2 (Monday to Monday) 1: the median is 1",
            given={
                "meetings": """
                    meeting_id meeting_type status decided_at       held_at
                    M1         strategy     held   2025-01-04T16:00 2025-01-06T09:00
                    M2         strategy     held   2025-01-06T09:00 2025-01-06T16:00
                    M3         strategy     held   -                2025-01-06T16:00
                """,
            },
            until=date(2025, 1, 31),
            gives={
                "month 2025-01": (1.0, None, 2),
            },
            aside={"month 2025-01": 1},
            settings=Settings(clock=ClockSettings(first_day=1)),
        ),
    ),
)
