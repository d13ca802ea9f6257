"""Late meetings of which no agency is recorded that they waited for."""

from datetime import date
from typing import Final

from spec.kinds_of_meetings import specs_of_kinds
from spec.worked_records import RecordsExample, RecordsSpec

from csc_metrics.measures.meeting_kinds import OTHER_KINDS, STRATEGY
from csc_metrics.settings.model import Settings, StrategyMeetingSettings

_CODE: Final = "<code>_delay_agency_not_recorded_pct"
_BY_TARGET: Final = (
    RecordsExample(
        rule="Of delayed strategy meetings, those without an agency.",
        sums="M2 of M1 and M2: 1 of 2; of M4 it is not known whether it was late",
        given={
            "meetings": """
                meeting_id meeting_type status decided_at       held_at          delay_agency delay_reason team
                M1         strategy     held   2025-01-06T10:00 2025-01-07T10:01 police       Leave        North
                M2         strategy     held   2025-01-06T10:00 2025-01-08T10:00 -            Unfound      South
                M3         strategy     held   2025-01-06T10:00 2025-01-07T10:00 health       Forms        South
                M4         strategy     held   -                2025-01-07T10:00 -            -            South
            """,
        },
        until=date(2025, 1, 31),
        gives={
            "month 2025-01": (50.0, 1, 2),
            "month 2025-01 team=North": (0.0, 0, 1),
            "month 2025-01 delay_reason=Unfound": (100.0, 1, 1),
        },
        aside={"month 2025-01": 1},
    ),
    RecordsExample(
        rule="Where none was delayed, there is no share.",
        sums="0 of 0",
        given={
            "meetings": """
                meeting_id meeting_type status decided_at       held_at          delay_agency delay_reason team
                M1         strategy     held   2025-01-06T10:00 2025-01-07T10:01 police       Leave        North
                M2         strategy     held   2025-01-06T10:00 2025-01-08T10:00 -            Unfound      South
                M3         strategy     held   2025-01-06T10:00 2025-01-07T10:00 health       Forms        South
                M4         strategy     held   -                2025-01-07T10:00 -            -            South
            """,
        },
        until=date(2025, 1, 31),
        gives={
            "month 2025-01": "zero_denominator",
        },
        settings=Settings(strategy_meeting=StrategyMeetingSettings(target_hours=48.0)),
    ),
)
_BY_AGREEMENT: Final = (
    RecordsExample(
        rule="Of initial child protection conferences held later than agreed, those without an agency.",
        sums="M2 of M1 and M2: 1 of 2",
        given={
            "meetings": """
                meeting_id meeting_type       status first_scheduled_at held_at          delay_agency delay_reason team
                M1         initial_conference held   2025-01-06T10:00   2025-01-07T09:00 police       Leave        North
                M2         initial_conference held   2025-01-06T10:00   2025-01-08T10:00 -            Unfound      South
                M3         initial_conference held   2025-01-07T09:00   2025-01-07T16:00 health       Forms        South
                M4         initial_conference held   -                  2025-01-07T10:00 -            -            South
            """,
        },
        until=date(2025, 1, 31),
        gives={
            "month 2025-01": (50.0, 1, 2),
        },
        aside={"month 2025-01": 1},
    ),
)
SPECS: Final = (
    RecordsSpec(code=STRATEGY.said(_CODE), examples=_BY_TARGET),
    *specs_of_kinds(_CODE, _BY_AGREEMENT, kinds=OTHER_KINDS),
)
