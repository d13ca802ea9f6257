"""Referrals decided on within one working day."""

from datetime import date
from typing import Final

from spec.worked_records import RecordsExample, RecordsSpec

SPEC: Final = RecordsSpec(
    code="referrals_decided_in_one_working_day_pct",
    examples=(
        RecordsExample(
            rule=(
                "The day of the referral is day 0: Friday to Monday is in time, to Tuesday late; Saturday to Monday "
                "is in time."
            ),
            sums="2 of 3",
            given={
                "referrals": """
                    referral_id child_id referred_on decided_on is_no_further_action source
                    R1          C1       2025-02-07  2025-02-10 no                   6
                    R2          C2       2025-02-07  2025-02-11 no                   2A
                    R3          C3       2025-02-08  2025-02-10 no                   6
                """,
            },
            until=date(2025, 3, 31),
            gives={
                "month 2025-02": (200 / 3, 2, 3),
                "month 2025-02 source=6": (100.0, 2, 2),
                "month 2025-02 source=2A": (0.0, 0, 1),
            },
        ),
        RecordsExample(
            rule=(
                "One that waits is late; one that ended with no further action, or has closed, was decided on, "
                "nobody knows when: set aside. The newest month is known one working day after its end."
            ),
            sums="February 0 of 1; 31 March 2025 is a Monday, so that March is known on 1 April",
            given={
                "referrals": """
                    referral_id child_id referred_on decided_on is_no_further_action closed_on  source
                    R1          C1       2025-02-07  -          no                   -          6
                    R2          C2       2025-02-07  -          yes                  -          6
                    R5          C5       2025-02-07  -          no                   2025-02-20 6
                    R3          C3       2025-03-31  -          -                    -          6
                    R4          C4       2025-03-28  2025-03-31 -                    -          6
                """,
            },
            until=date(2025, 3, 31),
            gives={
                "month 2025-02": (0.0, 0, 1),
                "month 2025-03": "not_yet_known",
            },
            aside={"month 2025-02": 2},
        ),
    ),
)
