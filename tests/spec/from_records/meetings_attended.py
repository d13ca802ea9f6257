"""Expected agencies that came to meetings, of all meetings held."""

from datetime import date
from typing import Final

from spec.kinds_of_meetings import specs_of_kinds
from spec.worked_records import RecordsExample

SPECS: Final = specs_of_kinds(
    "<code>_attended_pct",
    (
        RecordsExample(
            rule=(
                "Of all strategy meetings held, an expected agency that was not invited did not attend; what is not "
                "recorded is aside."
            ),
            sums=(
                "2 of 3 at M1 (no health) + 1 of 2 at M2 (police not invited, health not recorded) = 3 of 5; M3 has "
                "no list"
            ),
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
                    M1         police        P2        deputised
                    M1         housing       P4        attended
                    M2         social_worker P1        attended
                    M2         police        P2        not_invited
                    M2         health        P3        not_recorded
                """,
            },
            until=date(2025, 1, 31),
            gives={
                "month 2025-01": (60.0, 3, 5),
                "month 2025-01 agency=police": (50.0, 1, 2),
                "month 2025-01 agency=health": (0.0, 0, 1),
            },
            aside={"month 2025-01": 4, "month 2025-01 agency=health": 2},
        ),
        RecordsExample(
            rule="A report in the place of a person is no attendance.",
            sums="2 of 3: the police sent a report",
            given={
                "meetings": """
                    meeting_id meeting_type status held_at
                    M1         strategy     held   2025-01-06T10:00
                """,
                "invitations": """
                    meeting_id agency        person_id attendance
                    M1         social_worker P1        attended
                    M1         police        P2        report_only
                    M1         health        P3        attended
                """,
            },
            until=date(2025, 2, 28),
            gives={
                "month 2025-01": (2 / 3 * 100, 2, 3),
                "month 2025-01 agency=police": (0.0, 0, 1),
                "month 2025-02": "zero_denominator",
            },
        ),
    ),
)
