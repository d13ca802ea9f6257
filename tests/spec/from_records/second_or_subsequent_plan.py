"""Child protection plans that began for a child who had been on one before."""

from datetime import date
from typing import Final

from spec.worked_records import RecordsExample, RecordsSpec

SPEC: Final = RecordsSpec(
    code="second_or_subsequent_plan_pct",
    examples=(
        RecordsExample(
            rule="An earlier plan counts however long ago it was, other kinds of plan do not.",
            sums="April 2024: C1 of C1 and C2 = 50%",
            given={
                "plans": """
                    child_id plan_type started_on ended_on   end_reason
                    C1       cp        2012-01-10 2012-06-30 -
                    C3       cp        2024-03-01 2024-03-31 -
                    C1       cp        2024-04-15 -          -
                    C2       cp        2024-04-15 -          -
                    C2       cin_plan  2024-01-10 2024-04-15 -
                """,
            },
            until=date(2024, 4, 30),
            gives={
                "month 2024-04": (50.0, 1, 2),
            },
        ),
        RecordsExample(
            rule=(
                "Each plan that begins counts, so a child with two in a year is in it twice; the first of them is "
                "no second."
            ),
            sums="year to March 2025: C1 again of C1, C1 and C2 = 1 of 3",
            given={
                "plans": """
                    child_id plan_type started_on ended_on   end_reason
                    C0       cp        2024-01-10 2024-04-01 -
                    C1       cp        2024-04-01 2024-06-30 -
                    C1       cp        2024-07-01 2025-03-30 -
                    C2       cp        2025-03-31 -          -
                """,
                "children": """
                    child_id born_on    ethnicity
                    C2       2025-04-30 -
                """,
            },
            until=date(2025, 3, 31),
            gives={
                "year 2025": (100 / 3, 1, 3),
                "year 2025 age_band=unborn": (0.0, 0, 1),
            },
        ),
    ),
)
