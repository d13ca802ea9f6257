"""Plans and periods of care that begin and end."""

from datetime import date
from typing import Final

from spec.worked_records import RecordsExample, RecordsSpec

SPECS: Final = (
    RecordsSpec(
        code="child_protection_plans_started",
        examples=(
            RecordsExample(
                rule=(
                    "It counts in the month in which it began, a child as often as one began for it; other kinds do "
                    "not count."
                ),
                sums="February C1 and C2 twice: 3",
                given={
                    "plans": """
                    child_id plan_type started_on ended_on   end_reason
                    C1       cp        2024-02-29 2024-03-31 Risk_reduced
                    C2       cp        2024-02-01 2024-02-29 Moved_away
                    C2       cp        2024-02-29 2024-04-01 -
                    C3       cla       2024-02-29 2024-03-31 -
                """,
                },
                until=date(2024, 4, 30),
                gives={
                    "month 2024-02": 3,
                    "month 2024-03": 0,
                },
            ),
            RecordsExample(
                rule="A year ends on 31 March.",
                sums="1 April 2024 and 31 March 2025: 2",
                given={
                    "plans": """
                    child_id plan_type started_on ended_on   end_reason
                    C1       cp        2024-04-01 2024-04-01 Moved_away
                    C2       cp        2025-03-31 2025-03-31 Moved_away
                    C3       cp        2025-04-01 -          -
                """,
                },
                until=date(2025, 4, 30),
                gives={
                    "year 2025": 2,
                    "month 2025-04": 1,
                },
            ),
        ),
    ),
    RecordsSpec(
        code="child_protection_plans_ended",
        examples=(
            RecordsExample(
                rule="It counts in the month in which it ended, by its reason; what lasts has no end.",
                sums="February 1, March 1, April 1",
                given={
                    "plans": """
                    child_id plan_type started_on ended_on   end_reason
                    C1       cp        2024-02-29 2024-03-31 Risk_reduced
                    C2       cp        2024-02-01 2024-02-29 Moved_away
                    C2       cp        2024-02-29 2024-04-01 -
                    C3       cla       2024-02-29 2024-03-31 -
                """,
                },
                until=date(2024, 4, 30),
                gives={
                    "month 2024-02": 1,
                    "month 2024-03": 1,
                    "month 2024-03 end_reason=Risk_reduced": 1,
                    "month 2024-04": 1,
                    "month 2024-04 end_reason=not_recorded": 1,
                },
            ),
            RecordsExample(
                rule="A year ends on 31 March.",
                sums="1 April 2024 and 31 March 2025: 2",
                given={
                    "plans": """
                    child_id plan_type started_on ended_on   end_reason
                    C1       cp        2024-04-01 2024-04-01 Moved_away
                    C2       cp        2025-03-31 2025-03-31 Moved_away
                    C3       cp        2025-04-01 -          -
                """,
                },
                until=date(2025, 4, 30),
                gives={
                    "year 2025": 2,
                    "month 2025-04": 0,
                },
            ),
        ),
    ),
    RecordsSpec(
        code="children_looked_after_started",
        examples=(
            RecordsExample(
                rule=(
                    "It counts in the month in which it began, a child as often as one began for it; other kinds do "
                    "not count."
                ),
                sums="February C1 and C2 twice: 3",
                given={
                    "plans": """
                    child_id plan_type started_on ended_on   end_reason
                    C1       cla       2024-02-29 2024-03-31 Risk_reduced
                    C2       cla       2024-02-01 2024-02-29 Moved_away
                    C2       cla       2024-02-29 2024-04-01 -
                    C3       cp        2024-02-29 2024-03-31 -
                """,
                },
                until=date(2024, 4, 30),
                gives={
                    "month 2024-02": 3,
                    "month 2024-03": 0,
                },
            ),
            RecordsExample(
                rule="A year ends on 31 March.",
                sums="1 April 2024 and 31 March 2025: 2",
                given={
                    "plans": """
                    child_id plan_type started_on ended_on   end_reason
                    C1       cla       2024-04-01 2024-04-01 Moved_away
                    C2       cla       2025-03-31 2025-03-31 Moved_away
                    C3       cla       2025-04-01 -          -
                """,
                },
                until=date(2025, 4, 30),
                gives={
                    "year 2025": 2,
                    "month 2025-04": 1,
                },
            ),
        ),
    ),
    RecordsSpec(
        code="children_looked_after_ended",
        examples=(
            RecordsExample(
                rule="It counts in the month in which it ended, by its reason; what lasts has no end.",
                sums="February 1, March 1, April 1",
                given={
                    "plans": """
                    child_id plan_type started_on ended_on   end_reason
                    C1       cla       2024-02-29 2024-03-31 Risk_reduced
                    C2       cla       2024-02-01 2024-02-29 Moved_away
                    C2       cla       2024-02-29 2024-04-01 -
                    C3       cp        2024-02-29 2024-03-31 -
                """,
                },
                until=date(2024, 4, 30),
                gives={
                    "month 2024-02": 1,
                    "month 2024-03": 1,
                    "month 2024-03 end_reason=Risk_reduced": 1,
                    "month 2024-04": 1,
                    "month 2024-04 end_reason=not_recorded": 1,
                },
            ),
            RecordsExample(
                rule="A year ends on 31 March.",
                sums="1 April 2024 and 31 March 2025: 2",
                given={
                    "plans": """
                    child_id plan_type started_on ended_on   end_reason
                    C1       cla       2024-04-01 2024-04-01 Moved_away
                    C2       cla       2025-03-31 2025-03-31 Moved_away
                    C3       cla       2025-04-01 -          -
                """,
                },
                until=date(2025, 4, 30),
                gives={
                    "year 2025": 2,
                    "month 2025-04": 0,
                },
            ),
        ),
    ),
    RecordsSpec(
        code="cin_plans_started",
        examples=(
            RecordsExample(
                rule=(
                    "It counts in the month in which it began, a child as often as one began for it; other kinds do "
                    "not count."
                ),
                sums="February C1 and C2 twice: 3",
                given={
                    "plans": """
                    child_id plan_type started_on ended_on   end_reason
                    C1       cin_plan  2024-02-29 2024-03-31 Risk_reduced
                    C2       cin_plan  2024-02-01 2024-02-29 Moved_away
                    C2       cin_plan  2024-02-29 2024-04-01 -
                    C3       cp        2024-02-29 2024-03-31 -
                """,
                },
                until=date(2024, 4, 30),
                gives={
                    "month 2024-02": 3,
                    "month 2024-03": 0,
                },
            ),
            RecordsExample(
                rule="A year ends on 31 March.",
                sums="1 April 2024 and 31 March 2025: 2",
                given={
                    "plans": """
                    child_id plan_type started_on ended_on   end_reason
                    C1       cin_plan  2024-04-01 2024-04-01 Moved_away
                    C2       cin_plan  2025-03-31 2025-03-31 Moved_away
                    C3       cin_plan  2025-04-01 -          -
                """,
                },
                until=date(2025, 4, 30),
                gives={
                    "year 2025": 2,
                    "month 2025-04": 1,
                },
            ),
        ),
    ),
    RecordsSpec(
        code="cin_plans_ended",
        examples=(
            RecordsExample(
                rule="It counts in the month in which it ended, by its reason; what lasts has no end.",
                sums="February 1, March 1, April 1",
                given={
                    "plans": """
                    child_id plan_type started_on ended_on   end_reason
                    C1       cin_plan  2024-02-29 2024-03-31 Risk_reduced
                    C2       cin_plan  2024-02-01 2024-02-29 Moved_away
                    C2       cin_plan  2024-02-29 2024-04-01 -
                    C3       cp        2024-02-29 2024-03-31 -
                """,
                },
                until=date(2024, 4, 30),
                gives={
                    "month 2024-02": 1,
                    "month 2024-03": 1,
                    "month 2024-03 end_reason=Risk_reduced": 1,
                    "month 2024-04": 1,
                    "month 2024-04 end_reason=not_recorded": 1,
                },
            ),
            RecordsExample(
                rule="A year ends on 31 March.",
                sums="1 April 2024 and 31 March 2025: 2",
                given={
                    "plans": """
                    child_id plan_type started_on ended_on   end_reason
                    C1       cin_plan  2024-04-01 2024-04-01 Moved_away
                    C2       cin_plan  2025-03-31 2025-03-31 Moved_away
                    C3       cin_plan  2025-04-01 -          -
                """,
                },
                until=date(2025, 4, 30),
                gives={
                    "year 2025": 2,
                    "month 2025-04": 0,
                },
            ),
        ),
    ),
)
"""One for each of them."""
