"""Children who come back within six months of closure, and with the same need."""

from datetime import date
from typing import Final

from spec.worked_records import RecordsExample, RecordsSpec

SPECS: Final = (
    RecordsSpec(
        code="returned_within_six_months_pct",
        examples=(
            RecordsExample(
                rule="Six months after 31 August end on 28 February; the day of closure itself counts.",
                sums=(
                    "C1 (28 February) and C3 (the same day) of C1, C2 (1 March: too late) and C3; C4 is set aside, "
                    "C5 had no episode, C6 died"
                ),
                given={
                    "referrals": """
                    referral_id child_id referred_on is_no_further_action closed_on  closure_reason primary_need
                    R1          C1       2024-01-10  no                   2024-08-31 RC7            N1
                    R2          C1       2025-02-28  no                   -          -              N1
                    R3          C2       2024-01-10  no                   2024-08-31 RC8            N1
                    R4          C2       2025-03-01  no                   -          -              N1
                    R5          C3       2024-01-10  no                   2024-08-31 RC7            N5
                    R6          C3       2024-08-31  no                   -          -              N1
                    R7          C4       2024-01-10  -                    2024-08-31 RC7            N1
                    R8          C5       2024-01-10  yes                  2024-08-31 RC7            N1
                    R9          C6       2024-01-10  no                   2024-08-31 RC2            N1
                """,
                },
                until=date(2025, 3, 31),
                gives={
                    "month 2024-08": (200 / 3, 2, 3),
                    "month 2024-08 closure_reason=RC8": (0.0, 0, 1),
                    "month 2024-08 primary_need=N5": (100.0, 1, 1),
                    "month 2024-09": "zero_denominator",
                    "month 2024-10": "not_yet_known",
                },
                aside={"month 2024-08": 1},
            ),
            RecordsExample(
                rule=(
                    "Two referrals of one day are no return of each other; a month is known once its last closure "
                    "is six months old."
                ),
                sums="August 0 of 2; September: C2 and C4 of C2, C3 and C4",
                given={
                    "referrals": """
                    referral_id child_id referred_on is_no_further_action closed_on  closure_reason primary_need
                    R1          C1       2024-08-01  no                   2024-08-01 RC8            N1
                    R2          C1       2024-08-01  no                   2024-08-01 RC8            N1
                    R3          C2       2024-08-01  no                   2024-09-30 RC8            N0
                    R4          C2       2025-03-30  no                   -          -              N1
                    R5          C3       2024-08-01  no                   2024-09-30 RC8            N0
                    R6          C4       2024-08-01  no                   2024-09-30 RC8            N1
                    R7          C4       2025-03-30  yes                  -          -              -
                """,
                },
                until=date(2025, 3, 31),
                gives={
                    "month 2024-08": (0.0, 0, 2),
                    "month 2024-09": (200 / 3, 2, 3),
                    "month 2024-10": "not_yet_known",
                },
            ),
        ),
    ),
    RecordsSpec(
        code="returned_for_same_need_pct",
        examples=(
            RecordsExample(
                rule="The need of the next referral counts: another need is a return for another reason.",
                sums="C1 came back with N1 again, C3 with N1 after N5, C2 too late: 1 of 3",
                given={
                    "referrals": """
                    referral_id child_id referred_on is_no_further_action closed_on  closure_reason primary_need
                    R1          C1       2024-01-10  no                   2024-08-31 RC7            N1
                    R2          C1       2025-02-28  no                   -          -              N1
                    R3          C2       2024-01-10  no                   2024-08-31 RC8            N1
                    R4          C2       2025-03-01  no                   -          -              N1
                    R5          C3       2024-01-10  no                   2024-08-31 RC7            N5
                    R6          C3       2024-08-31  no                   -          -              N1
                    R7          C4       2024-01-10  -                    2024-08-31 RC7            N1
                    R8          C5       2024-01-10  yes                  2024-08-31 RC7            N1
                    R9          C6       2024-01-10  no                   2024-08-31 RC2            N1
                """,
                },
                until=date(2025, 3, 31),
                gives={
                    "month 2024-08": (100 / 3, 1, 3),
                    "month 2024-08 primary_need=N1": (50.0, 1, 2),
                },
                aside={"month 2024-08": 1},
            ),
            RecordsExample(
                rule=(
                    "Where the child came back and a need is not stated, the episode is set aside; where it did "
                    "not, no need matters."
                ),
                sums="C2 (N0) and C4 (empty) are set aside; C3 did not come back: 0 of 1",
                given={
                    "referrals": """
                    referral_id child_id referred_on is_no_further_action closed_on  closure_reason primary_need
                    R1          C1       2024-08-01  no                   2024-08-01 RC8            N1
                    R2          C1       2024-08-01  no                   2024-08-01 RC8            N1
                    R3          C2       2024-08-01  no                   2024-09-30 RC8            N0
                    R4          C2       2025-03-30  no                   -          -              N1
                    R5          C3       2024-08-01  no                   2024-09-30 RC8            N0
                    R6          C4       2024-08-01  no                   2024-09-30 RC8            N1
                    R7          C4       2025-03-30  yes                  -          -              -
                """,
                },
                until=date(2025, 3, 31),
                gives={
                    "month 2024-09": (0.0, 0, 1),
                    "month 2024-08": (0.0, 0, 2),
                },
                aside={"month 2024-09": 2},
            ),
        ),
    ),
)
"""One for each of them."""
