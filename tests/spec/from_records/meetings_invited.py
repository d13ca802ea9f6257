"""Expected agencies that were invited to meetings."""

from datetime import date
from typing import Final

from spec.kinds_of_meetings import specs_of_kinds
from spec.worked_records import RecordsExample

from csc_metrics.settings.model import Settings, StrategyMeetingSettings

SPECS: Final = specs_of_kinds(
    "<code>_invited_pct",
    (
        RecordsExample(
            rule=(
                "An expected agency that the list does not name was not invited; one of which attendance is not "
                "recorded was."
            ),
            sums="2 of 3 at M1 (no health) + 2 of 3 at M2 (no police) = 4 of 6; M3 has no list: its 3 are aside",
            given={
                "meetings": """
                    meeting_id meeting_type status held_at          team
                    M1         strategy     held   2025-01-06T10:00 North
                    M2         strategy     held   2025-01-07T10:00 South
                    M3         strategy     held   2025-01-08T10:00 South
                """,
                "invitations": """
                    meeting_id agency        person_id attendance
                    M1         social_worker P1        attended
                    M1         police        P2        no_response
                    M2         social_worker P1        attended
                    M2         police        P2        not_invited
                    M2         health        P3        not_recorded
                """,
            },
            until=date(2025, 1, 31),
            gives={
                "month 2025-01": (4 / 6 * 100, 4, 6),
                "month 2025-01 agency=police": (50.0, 1, 2),
                "month 2025-01 agency=health": (50.0, 1, 2),
                "month 2025-01 agency=social_worker": (100.0, 2, 2),
                "month 2025-01 team=North": (4 / 6 * 100, 2, 3),
            },
            aside={"month 2025-01": 3, "month 2025-01 agency=police": 1},
        ),
        RecordsExample(
            rule=(
                "An agency counts once however many of its people are invited; others than those expected do not count."
            ),
            sums="1 of 2: police by two people; education by nobody; housing is not expected",
            given={
                "meetings": """
                    meeting_id meeting_type status held_at          team
                    M1         strategy     held   2025-01-06T10:00 North
                """,
                "invitations": """
                    meeting_id agency  person_id attendance
                    M1         police  P1        not_invited
                    M1         police  P2        apologies
                    M1         housing P3        attended
                """,
            },
            until=date(2025, 1, 31),
            gives={
                "month 2025-01": (50.0, 1, 2),
                "month 2025-01 agency=education": (0.0, 0, 1),
            },
            settings=Settings(
                strategy_meeting=StrategyMeetingSettings(expected_agencies=("police", "education"), quorum=("police",))
            ),
        ),
    ),
)
