"""Plans and periods of care that stand at the end of each month, for every 10,000 children."""

from datetime import date
from typing import Final

from spec.worked_records import RecordsExample, RecordsSpec

SPECS: Final = (
    RecordsSpec(
        code="child_protection_plan_rate_per_10k",
        examples=(
            RecordsExample(
                rule="The children are those of the mid-year before the end of the month.",
                sums="2 of 10,000 children = 2 per 10,000",
                given={
                    "plans": """
                    child_id plan_type started_on ended_on   end_reason
                    C0       cp        2024-01-05 2024-02-29 -
                    C1       cp        2024-01-10 2024-03-31 x
                    C2       cp        2024-02-29 2024-04-01 x
                    C3       cp        2024-03-31 -          -
                    C4       cla       2024-01-05 2024-02-20 -
                    C4       cla       2024-03-01 -          -
                """,
                    "children": """
                    child_id born_on    ethnicity
                    C1       2008-02-29 WBRI
                    C2       -          AIND
                """,
                },
                until=date(2024, 4, 30),
                gives={
                    "at 2024-03-31": (2.0, 2, 10000),
                },
                population={"2023-06-30": 10_000},
            ),
            RecordsExample(
                rule="Without a number of children there is no rate, and never 0.",
                sums="2 of nobody knows how many",
                given={
                    "plans": """
                    child_id plan_type started_on ended_on   end_reason
                    C0       cp        2024-01-05 2024-02-29 -
                    C1       cp        2024-01-10 2024-03-31 x
                    C2       cp        2024-02-29 2024-04-01 x
                    C3       cp        2024-03-31 -          -
                    C4       cla       2024-01-05 2024-02-20 -
                    C4       cla       2024-03-01 -          -
                """,
                    "children": """
                    child_id born_on    ethnicity
                    C1       2008-02-29 WBRI
                    C2       -          AIND
                """,
                },
                until=date(2024, 4, 30),
                gives={
                    "at 2024-03-31": ("not_collected", 2, None),
                },
            ),
        ),
    ),
    RecordsSpec(
        code="looked_after_rate_per_10k",
        examples=(
            RecordsExample(
                rule="The children are those of the mid-year before the end of the month.",
                sums="2 of 10,000 children = 2 per 10,000",
                given={
                    "plans": """
                    child_id plan_type started_on ended_on   end_reason
                    C0       cla       2024-01-05 2024-02-29 -
                    C1       cla       2024-01-10 2024-03-31 x
                    C2       cla       2024-02-29 2024-04-01 x
                    C3       cla       2024-03-31 -          -
                    C4       cp        2024-01-05 2024-02-20 -
                    C4       cp        2024-03-01 -          -
                """,
                    "children": """
                    child_id born_on    ethnicity
                    C1       2008-02-29 WBRI
                    C2       -          AIND
                """,
                },
                until=date(2024, 4, 30),
                gives={
                    "at 2024-03-31": (2.0, 2, 10000),
                },
                population={"2023-06-30": 10_000},
            ),
            RecordsExample(
                rule="Without a number of children there is no rate, and never 0.",
                sums="2 of nobody knows how many",
                given={
                    "plans": """
                    child_id plan_type started_on ended_on   end_reason
                    C0       cla       2024-01-05 2024-02-29 -
                    C1       cla       2024-01-10 2024-03-31 x
                    C2       cla       2024-02-29 2024-04-01 x
                    C3       cla       2024-03-31 -          -
                    C4       cp        2024-01-05 2024-02-20 -
                    C4       cp        2024-03-01 -          -
                """,
                    "children": """
                    child_id born_on    ethnicity
                    C1       2008-02-29 WBRI
                    C2       -          AIND
                """,
                },
                until=date(2024, 4, 30),
                gives={
                    "at 2024-03-31": ("not_collected", 2, None),
                },
            ),
        ),
    ),
)
"""One for each of them."""
