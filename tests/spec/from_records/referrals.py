"""Referrals and the children who were referred."""

from datetime import date
from typing import Final

from spec.worked_records import RecordsExample, RecordsSpec

SPECS: Final = (
    RecordsSpec(
        code="referrals",
        examples=(
            RecordsExample(
                rule="Each referral counts in the month of its day, a child as often as it was referred.",
                sums="January 2, February 1, quarter 3",
                given={
                    "referrals": """
                    referral_id child_id referred_on source primary_need
                    R1          C1       2025-01-01  6      N1
                    R2          C1       2025-01-31  2A     N5
                    R3          C2       2025-02-01  6      -
                """,
                },
                until=date(2025, 3, 31),
                gives={
                    "month 2025-01": 2,
                    "month 2025-02": 1,
                    "month 2025-03": 0,
                    "quarter 2025-Q1": 3,
                    "month 2025-01 source=6": 1,
                    "month 2025-01 primary_need=N5": 1,
                    "month 2025-02 primary_need=not_recorded": 1,
                },
            ),
            RecordsExample(
                rule="A year ends on 31 March; 29 February is a day like others.",
                sums="1 + 1 = 2 in the year to March 2024",
                given={
                    "referrals": """
                    referral_id child_id referred_on source primary_need
                    R1          C1       2023-04-01  6      N1
                    R2          C1       2024-02-29  6      N1
                    R3          C1       2024-04-01  6      N1
                """,
                },
                until=date(2024, 4, 30),
                gives={
                    "year 2024": 2,
                    "month 2024-02": 1,
                    "rolling 2024-04": 2,
                },
            ),
        ),
    ),
    RecordsSpec(
        code="referred_children",
        examples=(
            RecordsExample(
                rule="A child is counted once in a month, and once in a quarter, so that months do not add up.",
                sums="January C1; February C1 and C2; quarter C1 and C2 = 2, not 1 + 2 = 3",
                given={
                    "referrals": """
                    referral_id child_id referred_on source primary_need
                    R1          C1       2025-01-01  6      N1
                    R2          C1       2025-01-31  2A     N5
                    R3          C1       2025-02-01  6      N1
                    R4          C2       2025-02-01  6      N1
                """,
                },
                until=date(2025, 3, 31),
                gives={
                    "month 2025-01": 1,
                    "month 2025-02": 2,
                    "quarter 2025-Q1": 2,
                    "month 2025-03": 0,
                    "month 2025-01 source=6": 1,
                    "month 2025-01 source=2A": 1,
                },
            ),
            RecordsExample(
                rule="It counts once in the twelve months to each month end.",
                sums="C1 in the year to March 2025, and both in the twelve months to April",
                given={
                    "referrals": """
                    referral_id child_id referred_on source primary_need
                    R1          C1       2024-04-01  6      N1
                    R2          C1       2025-03-31  6      N1
                    R3          C2       2025-04-30  6      N1
                """,
                },
                until=date(2025, 4, 30),
                gives={
                    "year 2025": 1,
                    "rolling 2025-04": 2,
                },
            ),
        ),
    ),
)
"""One for each of them."""
