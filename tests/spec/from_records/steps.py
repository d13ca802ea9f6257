"""Steps from one kind of plan to another, up and down."""

from datetime import date
from typing import Final

from spec.worked_records import RecordsExample, RecordsSpec

SPECS: Final = (
    RecordsSpec(
        code="step_ups",
        examples=(
            RecordsExample(
                rule=(
                    "Another kind that begins 7 days after the end, or 7 days before it, is a step; 8 days after is "
                    "none, and another plan of the same kind is none."
                ),
                sums=(
                    "February: C1 (15 to 22 February) of C1, C2 (8 days) and C5 (same kind); March: C1 (care began "
                    "7 days before the end), not C6 (50 days before)"
                ),
                given={
                    "plans": """
                    child_id plan_type started_on ended_on   end_reason
                    C0       cin_plan  2024-01-02 2024-01-31 -
                    C0       cp        2024-01-02 2024-01-31 -
                    C0       cla       2024-01-02 2024-01-31 -
                    C1       cin_plan  2024-01-10 2024-02-15 -
                    C1       cp        2024-02-22 2024-03-31 -
                    C1       cla       2024-03-24 -          -
                    C2       cin_plan  2024-01-10 2024-02-15 -
                    C2       cp        2024-02-23 -          -
                    C3       cp        2024-01-10 2024-02-29 -
                    C3       cin_plan  2024-03-01 -          -
                    C4       cla       2024-01-10 2024-02-29 -
                    C4       cin_plan  2024-02-28 -          -
                    C5       cin_plan  2024-01-10 2024-02-15 -
                    C5       cin_plan  2024-02-16 -          -
                    C6       cin_plan  2024-01-10 2024-03-31 -
                    C6       cp        2024-02-10 -          -
                """,
                },
                until=date(2024, 4, 30),
                gives={
                    "month 2024-02": 1,
                    "month 2024-02 step=cin_plan_to_cp": 1,
                    "month 2024-03": 1,
                    "month 2024-03 step=cp_to_cla": 1,
                    "month 2024-01": 0,
                    "month 2024-04": "not_yet_known",
                },
            ),
            RecordsExample(
                rule="Of several the nearest to the end counts, so that each end is one step at most.",
                sums=(
                    "C1: to a protection plan on 15 February and from it to care on 19 February; C5: of two on one "
                    "day the heavier: 3 steps"
                ),
                given={
                    "plans": """
                    child_id plan_type started_on ended_on   end_reason
                    C0       cin_plan  2024-01-02 2024-01-31 -
                    C0       cp        2024-01-02 2024-01-31 -
                    C0       cla       2024-01-02 2024-01-31 -
                    C1       cin_plan  2024-01-10 2024-02-15 -
                    C1       cp        2024-02-15 2024-02-19 -
                    C1       cla       2024-02-19 -          -
                    C2       cp        2024-02-10 2024-02-15 -
                    C2       cin_plan  2024-02-09 -          -
                    C3       cp        2024-02-10 2024-02-15 -
                    C3       cin_plan  2024-02-10 -          -
                    C4       cla       2024-01-10 2024-02-15 -
                    C4       cp        2024-02-16 -          -
                    C4       cin_plan  2024-02-18 -          -
                    C5       cin_plan  2024-01-10 2024-02-15 -
                    C5       cp        2024-02-16 -          -
                    C5       cla       2024-02-16 -          -
                """,
                },
                until=date(2024, 3, 31),
                gives={
                    "month 2024-02": 3,
                    "month 2024-02 step=cin_plan_to_cp": 1,
                    "month 2024-02 step=cp_to_cla": 1,
                    "month 2024-02 step=cin_plan_to_cla": 1,
                },
            ),
        ),
    ),
    RecordsSpec(
        code="step_downs",
        examples=(
            RecordsExample(
                rule="A lighter plan that begins for the same child around the end is a step down.",
                sums="February: C3 (the day after the end) and C4 (the day before it)",
                given={
                    "plans": """
                    child_id plan_type started_on ended_on   end_reason
                    C0       cin_plan  2024-01-02 2024-01-31 -
                    C0       cp        2024-01-02 2024-01-31 -
                    C0       cla       2024-01-02 2024-01-31 -
                    C1       cin_plan  2024-01-10 2024-02-15 -
                    C1       cp        2024-02-22 2024-03-31 -
                    C1       cla       2024-03-24 -          -
                    C2       cin_plan  2024-01-10 2024-02-15 -
                    C2       cp        2024-02-23 -          -
                    C3       cp        2024-01-10 2024-02-29 -
                    C3       cin_plan  2024-03-01 -          -
                    C4       cla       2024-01-10 2024-02-29 -
                    C4       cin_plan  2024-02-28 -          -
                    C5       cin_plan  2024-01-10 2024-02-15 -
                    C5       cin_plan  2024-02-16 -          -
                    C6       cin_plan  2024-01-10 2024-03-31 -
                    C6       cp        2024-02-10 -          -
                """,
                },
                until=date(2024, 4, 30),
                gives={
                    "month 2024-02": 2,
                    "month 2024-02 step=cp_to_cin_plan": 1,
                    "month 2024-02 step=cla_to_cin_plan": 1,
                    "month 2024-03": 0,
                },
            ),
            RecordsExample(
                rule=(
                    "A lighter plan that was there before the one that ended, or began with it, is none; the "
                    "nearest to the end counts."
                ),
                sums=(
                    "C2 and C3 had their child in need plan before; C4: from care to the protection plan (1 day), "
                    "not to the child in need plan (3 days): 1"
                ),
                given={
                    "plans": """
                    child_id plan_type started_on ended_on   end_reason
                    C0       cin_plan  2024-01-02 2024-01-31 -
                    C0       cp        2024-01-02 2024-01-31 -
                    C0       cla       2024-01-02 2024-01-31 -
                    C1       cin_plan  2024-01-10 2024-02-15 -
                    C1       cp        2024-02-15 2024-02-19 -
                    C1       cla       2024-02-19 -          -
                    C2       cp        2024-02-10 2024-02-15 -
                    C2       cin_plan  2024-02-09 -          -
                    C3       cp        2024-02-10 2024-02-15 -
                    C3       cin_plan  2024-02-10 -          -
                    C4       cla       2024-01-10 2024-02-15 -
                    C4       cp        2024-02-16 -          -
                    C4       cin_plan  2024-02-18 -          -
                    C5       cin_plan  2024-01-10 2024-02-15 -
                    C5       cp        2024-02-16 -          -
                    C5       cla       2024-02-16 -          -
                """,
                },
                until=date(2024, 3, 31),
                gives={
                    "month 2024-02": 1,
                    "month 2024-02 step=cla_to_cp": 1,
                },
            ),
        ),
    ),
)
"""One for each of them."""
