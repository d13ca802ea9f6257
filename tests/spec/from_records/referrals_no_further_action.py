"""Referrals that ended with no further action."""

from datetime import date
from typing import Final

from spec.worked_records import RecordsExample, RecordsSpec

SPEC: Final = RecordsSpec(
    code="referrals_no_further_action_pct",
    examples=(
        RecordsExample(
            rule="One of which it is not recorded is set aside, not counted as accepted.",
            sums="1 of 2 = 50%",
            given={
                "referrals": """
                    referral_id child_id referred_on is_no_further_action source
                    R1          C1       2025-02-03  yes                  6
                    R2          C2       2025-02-03  no                   2A
                    R3          C3       2025-02-03  -                    6
                """,
            },
            until=date(2025, 2, 28),
            gives={
                "month 2025-02": (50.0, 1, 2),
                "month 2025-02 source=6": (100.0, 1, 1),
            },
            aside={"month 2025-02": 1},
        ),
        RecordsExample(
            rule="It counts in the month, and in the year to 31 March, of the day of the referral.",
            sums="year to March 2025: 1 of 2; April: 0 of 1",
            given={
                "referrals": """
                    referral_id child_id referred_on is_no_further_action source
                    R1          C1       2024-04-01  yes                  6
                    R2          C2       2025-03-31  no                   6
                    R3          C3       2025-04-01  no                   6
                """,
            },
            until=date(2025, 4, 30),
            gives={
                "year 2025": (50.0, 1, 2),
                "month 2025-04": (0.0, 0, 1),
            },
        ),
    ),
)
