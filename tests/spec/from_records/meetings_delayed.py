"""Meetings that came late, by the agency and the reason that they waited for."""

from datetime import date
from typing import Final

from spec.kinds_of_meetings import specs_of_kinds
from spec.worked_records import RecordsExample, RecordsSpec

from csc_metrics.measures.meeting_kinds import OTHER_KINDS, STRATEGY
from csc_metrics.settings.model import Settings, StrategyMeetingSettings

_CODE: Final = "<code>s_delayed"
_BY_TARGET: Final = (
    RecordsExample(
        rule=(
            "Strategy meetings are delayed beyond the 24 hours of the target; delays without an agency are shown apart."
        ),
        sums="M1 (a minute beyond) for the police, M2 for nobody named: 2; M3 was in time, M4 is aside",
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
            "month 2025-01": 2,
            "month 2025-01 delay_agency=police": 1,
            "month 2025-01 delay_agency=not_recorded": 1,
            "month 2025-01 delay_reason=Unfound": 1,
            "month 2025-01 team=North": 1,
        },
        aside={"month 2025-01": 1},
    ),
    RecordsExample(
        rule="The hours are a setting, and a month in which none was late has 0.",
        sums="M2 took 48 hours and no longer: 0",
        given={
            "meetings": """
                meeting_id meeting_type status decided_at       held_at          delay_agency delay_reason team
                M1         strategy     held   2025-01-06T10:00 2025-01-07T10:01 police       Leave        North
                M2         strategy     held   2025-01-06T10:00 2025-01-08T10:00 -            Unfound      South
                M3         strategy     held   2025-01-06T10:00 2025-01-07T10:00 health       Forms        South
                M4         strategy     held   -                2025-01-07T10:00 -            -            South
            """,
        },
        until=date(2025, 2, 28),
        gives={
            "month 2025-01": 0,
            "month 2025-02": 0,
        },
        settings=Settings(strategy_meeting=StrategyMeetingSettings(target_hours=48.0)),
    ),
)
_BY_AGREEMENT: Final = (
    RecordsExample(
        rule="Initial child protection conferences are delayed if held on a later day than was agreed at first.",
        sums="M1 and M2: 2; M3 was later on the same day, of M4 no first time is recorded: aside",
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
            "month 2025-01": 2,
            "month 2025-01 delay_agency=police": 1,
            "month 2025-01 delay_agency=not_recorded": 1,
            "month 2025-01 team=North": 1,
        },
        aside={"month 2025-01": 1},
    ),
)
SPECS: Final = (
    RecordsSpec(code=STRATEGY.said(_CODE), examples=_BY_TARGET),
    *specs_of_kinds(_CODE, _BY_AGREEMENT, kinds=OTHER_KINDS),
)
