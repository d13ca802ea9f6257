"""Agencies that sent a report to meetings and nobody."""

from datetime import date
from typing import Final

from spec.kinds_of_meetings import specs_of_kinds
from spec.worked_records import RecordsExample

SPECS: Final = specs_of_kinds(
    "<code>_report_only_pct",
    (
        RecordsExample(
            rule="Of the agencies invited, the police sent a report and nobody; what is not recorded is aside.",
            sums="1 of 2 at M1; health there is not recorded",
            given={
                "meetings": """
                    meeting_id meeting_type status held_at          team
                    M1         strategy     held   2025-01-06T10:00 North
                """,
                "invitations": """
                    meeting_id agency        person_id attendance
                    M1         social_worker P1        attended
                    M1         police        P2        report_only
                    M1         health        P3        not_recorded
                """,
            },
            until=date(2025, 1, 31),
            gives={
                "month 2025-01": (50.0, 1, 2),
                "month 2025-01 agency=police": (100.0, 1, 1),
            },
            aside={"month 2025-01": 1},
        ),
        RecordsExample(
            rule="An agency of which one person came and another sent a report attended.",
            sums="0 of 2: police came, health was absent; no social worker was invited",
            given={
                "meetings": """
                    meeting_id meeting_type status held_at          team
                    M1         strategy     held   2025-01-06T10:00 North
                """,
                "invitations": """
                    meeting_id agency person_id attendance
                    M1         police P1        report_only
                    M1         police P2        attended
                    M1         health P3        no_response
                """,
            },
            until=date(2025, 1, 31),
            gives={
                "month 2025-01": (0.0, 0, 2),
            },
            aside={"month 2025-01": 0},
        ),
    ),
)
