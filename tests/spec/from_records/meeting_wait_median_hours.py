"""Hours until meetings are held: the median."""

from datetime import date
from typing import Final

from spec.kinds_of_meetings import specs_of_kinds
from spec.worked_records import RecordsExample

from csc_metrics.settings.model import Settings, StrategyMeetingSettings

SPECS: Final = specs_of_kinds(
    "<code>_wait_median_hours",
    (
        RecordsExample(
            rule="Over the night of 30 March 2025, in which the clocks go forward, a day on the wall is 23 hours.",
            sums="M1 24 hours, M2 23 hours: the median is 23.5",
            given={
                "meetings": """
                    meeting_id meeting_type status decided_at       held_at          team
                    M1         strategy     held   2025-03-28T18:00 2025-03-29T18:00 North
                    M2         strategy     held   2025-03-29T18:00 2025-03-30T18:00 South
                """,
            },
            until=date(2025, 3, 31),
            gives={
                "month 2025-03": (23.5, None, 2),
                "month 2025-03 team=South": (23.0, None, 1),
            },
            aside={"month 2025-03": 0},
        ),
        RecordsExample(
            rule=(
                "Over the night in which the clocks go back a day has 25 hours; a time that no clock showed is the "
                "moment of the change."
            ),
            sums="M1 25 hours; M2 from 02:00 (for 01:30) until 03:30, 1.5 hours",
            given={
                "meetings": """
                    meeting_id meeting_type status decided_at       held_at
                    M1         strategy     held   2025-10-25T18:00 2025-10-26T18:00
                    M2         strategy     held   2026-03-29T01:30 2026-03-29T03:30
                """,
            },
            until=date(2026, 3, 31),
            gives={
                "month 2025-10": 25.0,
                "month 2026-03": 1.5,
            },
        ),
        RecordsExample(
            rule="A meeting whose decision is not known, or later than the meeting, is aside.",
            sums="of 6 and 3 hours the median is 4.5; M3 and M4 are aside",
            given={
                "meetings": """
                    meeting_id meeting_type status  decided_at       held_at          is_out_of_hours
                    M1         strategy     held    2025-01-06T10:00 2025-01-06T16:00 no
                    M2         strategy     held    2025-01-06T20:00 2025-01-06T23:00 yes
                    M3         strategy     held    -                2025-01-06T16:00 no
                    M4         strategy     held    2025-01-07T10:00 2025-01-06T16:00 no
                    M5         strategy     pending 2025-01-07T10:00 -                -
                """,
            },
            until=date(2025, 1, 31),
            gives={
                "month 2025-01": (4.5, None, 2),
                "month 2025-01 out_of_hours=yes": 3.0,
            },
            aside={"month 2025-01": 2, "month 2025-01 out_of_hours=no": 2},
        ),
        RecordsExample(
            rule=(
                "With the clock of the referral, hours run from the start of its day; without a known referral it "
                "is aside."
            ),
            sums="M1 from 00:00 on 6 January: 34 hours",
            given={
                "meetings": """
                    meeting_id meeting_type status referral_id decided_at       held_at
                    M1         strategy     held   R1          2025-01-07T09:00 2025-01-07T10:00
                    M2         strategy     held   R9          2025-01-07T09:00 2025-01-07T10:00
                    M3         strategy     held   -           2025-01-07T09:00 2025-01-07T10:00
                """,
                "referrals": """
                    referral_id child_id referred_on
                    R1          C1       2025-01-06
                """,
            },
            until=date(2025, 1, 31),
            gives={
                "month 2025-01": (34.0, None, 1),
            },
            aside={"month 2025-01": 2},
            settings=Settings(strategy_meeting=StrategyMeetingSettings(clock="referral")),
        ),
    ),
)
