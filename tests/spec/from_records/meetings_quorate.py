"""Meetings that every agency of the quorum attended."""

from datetime import date
from typing import Final

from spec.kinds_of_meetings import specs_of_kinds
from spec.worked_records import RecordsExample

from csc_metrics.settings.model import Settings, StrategyMeetingSettings

SPECS: Final = specs_of_kinds(
    "<code>_quorate_pct",
    (
        RecordsExample(
            rule=(
                "One agency of the quorum that is certainly not there makes it not quorate; else one not recorded "
                "sets it aside."
            ),
            sums=(
                "M1 quorate; M2 (police absent) and M4 (police not invited) are not: 1 of 3; M3 and M5 (no list) "
                "are aside"
            ),
            given={
                "meetings": """
                    meeting_id meeting_type status held_at          team  is_out_of_hours
                    M1         strategy     held   2025-01-06T10:00 North no
                    M2         strategy     held   2025-01-07T20:00 North yes
                    M3         strategy     held   2025-01-08T10:00 South no
                    M4         strategy     held   2025-01-09T10:00 South -
                    M5         strategy     held   2025-01-10T10:00 South no
                """,
                "invitations": """
                    meeting_id agency        person_id attendance
                    M1         social_worker P1        attended
                    M1         police        P2        deputised
                    M1         health        P3        attended
                    M2         social_worker P1        attended
                    M2         police        P2        apologies
                    M2         health        P3        not_recorded
                    M3         social_worker P1        attended
                    M3         police        P2        attended
                    M3         health        P3        not_recorded
                    M4         social_worker P1        attended
                    M4         health        P3        not_recorded
                """,
            },
            until=date(2025, 1, 31),
            gives={
                "month 2025-01": (1 / 3 * 100, 1, 3),
                "month 2025-01 team=North": (50.0, 1, 2),
                "month 2025-01 out_of_hours=yes": (0.0, 0, 1),
                "month 2025-01 out_of_hours=no": (100.0, 1, 1),
                "month 2025-01 out_of_hours=not_recorded": (0.0, 0, 1),
            },
            aside={"month 2025-01": 2, "month 2025-01 team=South": 2},
        ),
        RecordsExample(
            rule="The quorum is a setting; a report is not a person.",
            sums="M1 without health is quorate, M2 with a report from the police is not: 1 of 2",
            given={
                "meetings": """
                    meeting_id meeting_type status held_at          team
                    M1         strategy     held   2025-01-06T10:00 North
                    M2         strategy     held   2025-01-07T10:00 South
                """,
                "invitations": """
                    meeting_id agency        person_id attendance
                    M1         social_worker P1        attended
                    M1         police        P2        attended
                    M1         health        P3        no_response
                    M2         social_worker P1        attended
                    M2         police        P2        report_only
                    M2         health        P3        attended
                """,
            },
            until=date(2025, 1, 31),
            gives={
                "month 2025-01": (50.0, 1, 2),
            },
            settings=Settings(strategy_meeting=StrategyMeetingSettings(quorum=("social_worker", "police"))),
        ),
    ),
)
