"""Referrals of twelve months for every 10,000 children."""

from datetime import date
from typing import Final

from spec.worked_records import RecordsExample, RecordsSpec

SPEC: Final = RecordsSpec(
    code="referral_rate_per_10k",
    examples=(
        RecordsExample(
            rule="The children are those of the mid-year before the end.",
            sums="2 of 20,000 children = 1 per 10,000",
            given={
                "referrals": """
                    referral_id child_id referred_on source primary_need
                    R1          C1       2024-04-01  6      N1
                    R2          C1       2025-03-31  6      N1
                """,
            },
            until=date(2025, 3, 31),
            gives={
                "year 2025": (1.0, 2, 20000),
                "rolling 2025-03": (1.0, 2, 20000),
            },
            population={"2024-06-30": 20_000, "2023-06-30": 10_000},
        ),
        RecordsExample(
            rule="Without a number of children there is no rate, and never 0.",
            sums="2 of nobody knows how many",
            given={
                "referrals": """
                    referral_id child_id referred_on source primary_need
                    R1          C1       2024-04-01  6      N1
                    R2          C1       2025-03-31  6      N1
                """,
            },
            until=date(2025, 3, 31),
            gives={
                "year 2025": ("not_collected", 2, None),
            },
        ),
    ),
)
