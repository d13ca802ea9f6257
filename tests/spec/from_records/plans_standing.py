"""Plans and periods of care that stand at the end of each month."""

from datetime import date
from typing import Final

from spec.worked_records import RecordsExample, RecordsSpec

SPECS: Final = (
    RecordsSpec(
        code="child_protection_plans",
        examples=(
            RecordsExample(
                rule=(
                    "A plan that ends on the last day of a month does not stand at its end, one that begins on that "
                    "day does; other kinds do not count."
                ),
                sums="29 February: C1 and C2; 31 March: C2 and C3; 30 April: C3",
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
                    "at 2024-02-29": 2,
                    "at 2024-03-31": 2,
                    "at 2024-04-30": 1,
                    "at 2024-02-29 age_band=16_and_over": 1,
                    "at 2024-02-29 ethnicity=asian": 1,
                },
            ),
            RecordsExample(
                rule="A child with two plans that stand at once, as where an end was not recorded, counts once.",
                sums="29 February: C1 (two plans) and C2: 2",
                given={
                    "plans": """
                    child_id plan_type started_on ended_on   end_reason
                    C0       cp        2024-01-05 2024-01-31 -
                    C1       cp        2024-01-10 -          -
                    C1       cp        2024-02-20 -          -
                    C2       cp        2024-02-20 2024-03-01 -
                """,
                },
                until=date(2024, 2, 29),
                gives={"at 2024-02-29": 2},
            ),
            RecordsExample(
                rule="Where no record is of this kind it is not told, and never 0.",
                sums="a table that tells of another kind alone",
                given={
                    "plans": """
                    child_id plan_type started_on ended_on   end_reason
                    C4       cla       2024-01-05 2024-02-20 -
                """,
                },
                until=date(2024, 4, 30),
                gives={
                    "at 2024-04-30": "not_collected",
                },
            ),
        ),
    ),
    RecordsSpec(
        code="children_looked_after",
        examples=(
            RecordsExample(
                rule=(
                    "A period of care that ends on the last day of a month does not stand at its end, one that "
                    "begins on that day does; other kinds do not count."
                ),
                sums="29 February: C1 and C2; 31 March: C2 and C3; 30 April: C3",
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
                    "at 2024-02-29": 2,
                    "at 2024-03-31": 2,
                    "at 2024-04-30": 1,
                    "at 2024-02-29 age_band=16_and_over": 1,
                    "at 2024-02-29 ethnicity=asian": 1,
                },
            ),
            RecordsExample(
                rule="Where no record is of this kind it is not told, and never 0.",
                sums="a table that tells of another kind alone",
                given={
                    "plans": """
                    child_id plan_type started_on ended_on   end_reason
                    C4       cp        2024-01-05 2024-02-20 -
                """,
                },
                until=date(2024, 4, 30),
                gives={
                    "at 2024-04-30": "not_collected",
                },
            ),
        ),
    ),
    RecordsSpec(
        code="cin_plans",
        examples=(
            RecordsExample(
                rule=(
                    "A plan that ends on the last day of a month does not stand at its end, one that begins on that "
                    "day does; other kinds do not count."
                ),
                sums="29 February: C1 and C2; 31 March: C2 and C3; 30 April: C3",
                given={
                    "plans": """
                    child_id plan_type started_on ended_on   end_reason
                    C0       cin_plan  2024-01-05 2024-02-29 -
                    C1       cin_plan  2024-01-10 2024-03-31 x
                    C2       cin_plan  2024-02-29 2024-04-01 x
                    C3       cin_plan  2024-03-31 -          -
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
                    "at 2024-02-29": 2,
                    "at 2024-03-31": 2,
                    "at 2024-04-30": 1,
                    "at 2024-02-29 age_band=16_and_over": 1,
                    "at 2024-02-29 ethnicity=asian": 1,
                },
            ),
            RecordsExample(
                rule="Where no record is of this kind it is not told, and never 0.",
                sums="a table that tells of another kind alone",
                given={
                    "plans": """
                    child_id plan_type started_on ended_on   end_reason
                    C4       cp        2024-01-05 2024-02-20 -
                """,
                },
                until=date(2024, 4, 30),
                gives={
                    "at 2024-04-30": "not_collected",
                },
            ),
        ),
    ),
)
"""One for each of them."""
