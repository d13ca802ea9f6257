"""Strategy meetings held within the authority's target."""

from datetime import date
from typing import Final

from spec.worked_records import RecordsExample, RecordsSpec

from csc_metrics.settings.model import Settings, StrategyMeetingSettings

SPEC: Final = RecordsSpec(
    code="strategy_meeting_within_target_pct",
    examples=(
        RecordsExample(
            rule=(
                "24 hours to the minute are in time, a minute more is late; on 30 March 2025 the clock on the wall "
                "shows 25."
            ),
            sums="M1 and M3 (24 hours, though 25 on the wall) in time, M2 late: 2 of 3; M4 is aside, M5 waits",
            given={
                "meetings": """
                    meeting_id meeting_type status  decided_at       held_at          team  is_out_of_hours
                    M1         strategy     held    2025-03-06T10:00 2025-03-07T10:00 North no
                    M2         strategy     held    2025-03-06T10:00 2025-03-07T10:01 South no
                    M3         strategy     held    2025-03-29T12:00 2025-03-30T13:00 North yes
                    M4         strategy     held    -                2025-03-06T10:00 South no
                    M5         strategy     pending 2025-03-06T10:00 -                South -
                """,
            },
            until=date(2025, 3, 31),
            gives={
                "month 2025-03": (2 / 3 * 100, 2, 3),
                "month 2025-03 team=South": (0.0, 0, 1),
                "month 2025-03 out_of_hours=yes": (100.0, 1, 1),
            },
            aside={"month 2025-03": 1},
        ),
        RecordsExample(
            rule=(
                "The hours are the authority's own setting, and so is the clock: here from the start of the day of "
                "the referral."
            ),
            sums="M1 took 34 hours and M2 50 of the 48 allowed: 1 of 2",
            given={
                "meetings": """
                    meeting_id meeting_type status referral_id decided_at       held_at
                    M1         strategy     held   R1          2025-01-07T09:00 2025-01-07T10:00
                    M2         strategy     held   R1          2025-01-07T09:00 2025-01-08T02:00
                """,
                "referrals": """
                    referral_id child_id referred_on
                    R1          C1       2025-01-06
                """,
            },
            until=date(2025, 1, 31),
            gives={
                "month 2025-01": (50.0, 1, 2),
            },
            settings=Settings(strategy_meeting=StrategyMeetingSettings(clock="referral", target_hours=48.0)),
        ),
    ),
)
