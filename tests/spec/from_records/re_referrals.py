"""Referrals within 12 months of an earlier one of the same child: per referral and per child."""

from datetime import date
from typing import Final

from spec.worked_records import RecordsExample, RecordsSpec

SPECS: Final = (
    RecordsSpec(
        code="re_referral_pct",
        examples=(
            RecordsExample(
                rule=(
                    "The same day of the year after is within 12 months, the day after it is not; after 29 February "
                    "the 28th is the last."
                ),
                sums=(
                    "February 2025: R5 (28 February after 29 February) of R4 and R5 = 1 of 2; March: R6 (1 March "
                    "after 29 February) no, R7 (31 March after 31 March) yes = 1 of 2; April: R8 (1 April after 31 "
                    "March) no"
                ),
                given={
                    "referrals": """
                    referral_id child_id referred_on source primary_need
                    R0          C0       2024-02-01  6      N1
                    R1          C1       2024-02-29  6      N1
                    R2          C2       2024-02-29  6      N1
                    R3          C3       2024-03-31  6      N1
                    R9          C5       2024-03-31  6      N1
                    R4          C4       2025-02-01  6      N1
                    R5          C1       2025-02-28  6      N1
                    R6          C2       2025-03-01  2A     N1
                    R7          C3       2025-03-31  6      N1
                    R8          C5       2025-04-01  6      N1
                """,
                },
                until=date(2025, 4, 30),
                gives={
                    "month 2025-02": (50.0, 1, 2),
                    "month 2025-03": (50.0, 1, 2),
                    "month 2025-03 source=2A": (0.0, 0, 1),
                    "month 2025-04": (0.0, 0, 1),
                },
            ),
            RecordsExample(
                rule=(
                    "Two referrals of one day are no re-referral of each other, but both are one of an earlier day. "
                    "The twelve months after the records begin are left out: what came before is not known."
                ),
                sums="records begin in January 2024, so that January 2025 is the first month: 2 of 4",
                given={
                    "referrals": """
                    referral_id child_id referred_on source primary_need
                    R1          C1       2024-01-15  6      N1
                    R2          C2       2024-06-01  6      N1
                    R3          C2       2025-01-06  6      N1
                    R4          C2       2025-01-06  2A     N1
                    R5          C3       2025-01-06  6      N1
                    R6          C3       2025-01-06  6      N1
                """,
                },
                until=date(2025, 3, 31),
                gives={
                    "month 2025-01": (50.0, 2, 4),
                    "month 2025-01 source=2A": (100.0, 1, 1),
                    "month 2025-02": "zero_denominator",
                },
            ),
            RecordsExample(
                rule=(
                    "Twelve months are those of the calendar, not 365 days: where 29 February lies between, they "
                    "are 366."
                ),
                sums=(
                    "February 2024: R3 (29 February after 28 February of the year before) no: 0 of 1; March 2024: "
                    "R5 (15 March after 15 March, 366 days) yes: 1 of 1"
                ),
                given={
                    "referrals": """
                    referral_id child_id referred_on source primary_need
                    R1          C1       2023-02-01  6      N1
                    R2          C2       2023-02-28  6      N1
                    R4          C3       2023-03-15  6      N1
                    R3          C2       2024-02-29  6      N1
                    R5          C3       2024-03-15  6      N1
                """,
                },
                until=date(2024, 3, 31),
                gives={
                    "month 2024-02": (0.0, 0, 1),
                    "month 2024-03": (100.0, 1, 1),
                },
            ),
        ),
    ),
    RecordsSpec(
        code="re_referred_children_pct",
        examples=(
            RecordsExample(
                rule="A child is counted once in a period, however often it came back.",
                sums="January: C1 of C1 and C2 = 1 of 2; year to March 2026: C1 and C2 of three children",
                given={
                    "referrals": """
                    referral_id child_id referred_on source primary_need
                    R1          C1       2024-03-15  6      N1
                    R2          C1       2025-01-06  6      N1
                    R3          C1       2025-04-20  2A     N1
                    R4          C1       2025-04-30  6      N1
                    R5          C2       2025-04-01  6      N1
                    R6          C2       2025-05-06  6      N1
                    R7          C3       2025-05-06  6      N1
                """,
                },
                until=date(2026, 3, 31),
                gives={
                    "month 2025-04": (50.0, 1, 2),
                    "month 2025-04 source=2A": (100.0, 1, 1),
                    "year 2026": (200 / 3, 2, 3),
                },
            ),
            RecordsExample(
                rule="An earlier referral counts however long before the period it lies, up to 12 months.",
                sums="March 2025: C1 (31 March after 31 March) of C1 and C2",
                given={
                    "referrals": """
                    referral_id child_id referred_on source primary_need
                    R1          C1       2024-03-31  6      N1
                    R0          C9       2024-03-01  6      N1
                    R2          C1       2025-03-31  6      N1
                    R3          C2       2025-03-31  6      N1
                    R4          C9       2025-04-01  6      N1
                """,
                },
                until=date(2025, 4, 30),
                gives={
                    "month 2025-03": (50.0, 1, 2),
                    "month 2025-04": (0.0, 0, 1),
                },
            ),
        ),
    ),
)
"""One for each of them."""
