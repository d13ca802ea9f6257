"""Strategy meetings that wait for longer than the authority's target."""

from datetime import date
from typing import Final

from spec.worked_records import RecordsExample, RecordsSpec

from csc_metrics.settings.model import Settings, StrategyMeetingSettings

SPEC: Final = RecordsSpec(
    code="strategy_meetings_overdue",
    examples=(
        RecordsExample(
            rule=(
                "At midnight after 31 January, one decided on at 00:00 that day has waited for 24 hours, which is "
                "not longer."
            ),
            sums="M1 (24 hours and a minute) is overdue, M2 is not; of M3 the decision is not known: aside",
            given={
                "meetings": """
                    meeting_id meeting_type status  decided_at       requested_at     held_at          team
                    M1         strategy     pending 2025-01-30T23:59 -                -                North
                    M2         strategy     pending 2025-01-31T00:00 -                -                South
                    M3         strategy     pending -                2025-01-10T10:00 -                South
                    M4         strategy     held    2025-01-10T10:00 -                2025-01-31T10:00 South
                """,
            },
            until=date(2025, 2, 28),
            gives={
                "at 2025-01-31": 1,
                "at 2025-01-31 team=South": 0,
                "at 2025-02-28": 2,
            },
            aside={"at 2025-01-31": 1},
        ),
        RecordsExample(
            rule="The hours are a setting.",
            sums="M1 has waited for 48 hours of the 72 allowed, M2 for 96",
            given={
                "meetings": """
                    meeting_id meeting_type status  decided_at       requested_at held_at
                    M1         strategy     pending 2025-01-30T00:00 -            -
                    M2         strategy     held    2025-01-28T00:00 -            2025-02-03T10:00
                """,
            },
            until=date(2025, 1, 31),
            gives={
                "at 2025-01-31": 1,
            },
            settings=Settings(strategy_meeting=StrategyMeetingSettings(target_hours=72.0)),
        ),
    ),
)
