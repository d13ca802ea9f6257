"""Agencies invited to meetings of which nobody recorded whether they came."""

from datetime import date
from typing import Final

from spec.kinds_of_meetings import specs_of_kinds
from spec.worked_records import RecordsExample

SPECS: Final = specs_of_kinds(
    "<code>_not_recorded_pct",
    (
        RecordsExample(
            rule="Of the agencies invited, health is not recorded; a meeting without a list of invitations is aside.",
            sums="1 of 3 at M1; M2 has no list: its 3 expected agencies are aside",
            given={
                "meetings": """
                    meeting_id meeting_type status held_at          team
                    M1         strategy     held   2025-01-06T10:00 North
                    M2         strategy     held   2025-01-07T10:00 South
                """,
                "invitations": """
                    meeting_id agency        person_id attendance
                    M1         social_worker P1        attended
                    M1         police        P2        no_response
                    M1         health        P3        not_recorded
                """,
            },
            until=date(2025, 1, 31),
            gives={
                "month 2025-01": (1 / 3 * 100, 1, 3),
                "month 2025-01 agency=health": (100.0, 1, 1),
                "month 2025-01 team=South": "zero_denominator",
            },
            aside={"month 2025-01": 3},
        ),
        RecordsExample(
            rule=(
                "One person who came is enough to know that the agency did; an agency that was not invited is not "
                "in it."
            ),
            sums="1 of 2: police, of whom one sent apologies and of the other nothing is recorded",
            given={
                "meetings": """
                    meeting_id meeting_type status held_at          team
                    M1         strategy     held   2025-01-06T10:00 North
                """,
                "invitations": """
                    meeting_id agency        person_id attendance
                    M1         social_worker P1        attended
                    M1         social_worker P2        not_recorded
                    M1         police        P3        apologies
                    M1         police        P4        not_recorded
                    M1         health        P5        not_invited
                """,
            },
            until=date(2025, 1, 31),
            gives={
                "month 2025-01": (50.0, 1, 2),
            },
        ),
    ),
)
