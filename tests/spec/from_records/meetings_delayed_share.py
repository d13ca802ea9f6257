"""The share of meetings that came late."""

from datetime import date
from typing import Final

from spec.kinds_of_meetings import specs_of_kinds
from spec.worked_records import RecordsExample, RecordsSpec

from csc_metrics.measures.meeting_kinds import OTHER_KINDS, STRATEGY

_CODE: Final = "<code>_delayed_pct"
_BY_TARGET: Final = (
    RecordsExample(
        rule=(
            "Of strategy meetings held, those beyond the 24 hours of the target; one whose decision is not known "
            "is aside."
        ),
        sums="M1 and M2 of M1 to M3: 2 of 3",
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
            "month 2025-01": (2 / 3 * 100, 2, 3),
            "month 2025-01 team=South": (50.0, 1, 2),
        },
        aside={"month 2025-01": 1},
    ),
    RecordsExample(
        rule="Over the night in which the clocks go back, 24 hours on the wall are 25.",
        sums="M1 is late: 1 of 1",
        given={
            "meetings": """
                meeting_id meeting_type status decided_at       held_at          is_out_of_hours
                M1         strategy     held   2025-10-25T12:00 2025-10-26T12:00 yes
            """,
        },
        until=date(2025, 10, 31),
        gives={
            "month 2025-10": (100.0, 1, 1),
            "month 2025-10 out_of_hours=yes": (100.0, 1, 1),
        },
    ),
)
_BY_AGREEMENT: Final = (
    RecordsExample(
        rule="Of initial child protection conferences held, those on a later day than was agreed at first.",
        sums="M1 and M2 of M1 to M3: 2 of 3",
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
            "month 2025-01": (2 / 3 * 100, 2, 3),
            "month 2025-01 team=South": (50.0, 1, 2),
        },
        aside={"month 2025-01": 1},
    ),
)
SPECS: Final = (
    RecordsSpec(code=STRATEGY.said(_CODE), examples=_BY_TARGET),
    *specs_of_kinds(_CODE, _BY_AGREEMENT, kinds=OTHER_KINDS),
)
