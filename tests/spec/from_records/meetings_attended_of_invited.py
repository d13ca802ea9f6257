"""Agencies that came to meetings, of those invited."""

from datetime import date
from typing import Final

from spec.kinds_of_meetings import specs_of_kinds
from spec.worked_records import RecordsExample

SPECS: Final = specs_of_kinds(
    "<code>_attended_of_invited_pct",
    (
        RecordsExample(
            rule=(
                "Of the agencies invited, expected or not, somebody came or came in their place; what is not "
                "recorded is aside."
            ),
            sums="3 of 4 at M1 + 1 of 1 at M2 = 4 of 5; police at M2 were not invited, health there is not recorded",
            given={
                "meetings": """
                    meeting_id meeting_type status held_at          team
                    M1         strategy     held   2025-01-06T10:00 North
                    M2         strategy     held   2025-01-07T10:00 South
                """,
                "invitations": """
                    meeting_id agency        person_id attendance
                    M1         social_worker P1        attended
                    M1         police        P2        deputised
                    M1         health        P3        apologies
                    M1         housing       P4        attended
                    M2         social_worker P1        attended
                    M2         police        P2        not_invited
                    M2         health        P3        not_recorded
                """,
            },
            until=date(2025, 1, 31),
            gives={
                "month 2025-01": (80.0, 4, 5),
                "month 2025-01 agency=housing": (100.0, 1, 1),
                "month 2025-01 agency=health": (0.0, 0, 1),
                "month 2025-01 agency=police": (100.0, 1, 1),
                "month 2025-01 team=North": (75.0, 3, 4),
            },
            aside={"month 2025-01": 1, "month 2025-01 agency=health": 1},
        ),
        RecordsExample(
            rule=(
                "One person who comes is enough; if none came, and of one nothing is recorded, it is not known "
                "whether any did."
            ),
            sums="social_worker came, police did not: 1 of 2; health is aside",
            given={
                "meetings": """
                    meeting_id meeting_type status held_at
                    M1         strategy     held   2025-01-06T10:00
                """,
                "invitations": """
                    meeting_id agency        person_id attendance
                    M1         social_worker P1        apologies
                    M1         social_worker P2        attended
                    M1         police        P3        apologies
                    M1         police        P4        no_response
                    M1         health        P5        apologies
                    M1         health        P6        not_recorded
                """,
            },
            until=date(2025, 1, 31),
            gives={
                "month 2025-01": (50.0, 1, 2),
                "month 2025-01 agency=health": "zero_denominator",
            },
            aside={"month 2025-01": 1},
        ),
    ),
)
