"""What happens in children's lives: going missing, police protection, emergency protection orders."""

from datetime import date
from typing import Final

from spec.worked_records import RecordsExample, RecordsSpec

SPECS: Final = (
    RecordsSpec(
        code="missing_episodes",
        examples=(
            RecordsExample(
                rule="An episode counts on the day on which it began, a child as often as it went missing.",
                sums="February 2, March 1; January is not told: the first record of this kind is of February",
                given={
                    "events": """
                    child_id event_type        occurred_on ended_on
                    C1       missing           2024-02-29  2024-03-02
                    C1       missing           2024-02-10  2024-02-10
                    C2       missing           2024-03-31  -
                    C3       police_protection 2024-01-15  2024-01-16
                    C3       police_protection 2024-02-15  2024-02-16
                """,
                },
                until=date(2024, 4, 30),
                gives={
                    "month 2024-02": 2,
                    "month 2024-03": 1,
                    "month 2024-04": 0,
                },
            ),
            RecordsExample(
                rule="Where no record is of this kind it is not told, and never 0.",
                sums="a table that tells of other events alone",
                given={
                    "events": """
                    child_id event_type        occurred_on ended_on
                    C3       police_protection 2024-02-15  2024-02-16
                """,
                },
                until=date(2024, 4, 30),
                gives={
                    "month 2024-04": "not_collected",
                },
            ),
        ),
    ),
    RecordsSpec(
        code="children_missing",
        examples=(
            RecordsExample(
                rule="A child counts once in a period, however often it went missing.",
                sums="February 1, March 1; January is not told: the first record of this kind is of February",
                given={
                    "events": """
                    child_id event_type        occurred_on ended_on
                    C1       missing           2024-02-29  2024-03-02
                    C1       missing           2024-02-10  2024-02-10
                    C2       missing           2024-03-31  -
                    C3       police_protection 2024-01-15  2024-01-16
                    C3       police_protection 2024-02-15  2024-02-16
                """,
                },
                until=date(2024, 4, 30),
                gives={
                    "month 2024-02": 1,
                    "month 2024-03": 1,
                    "month 2024-04": 0,
                },
            ),
            RecordsExample(
                rule="Where no record is of this kind it is not told, and never 0.",
                sums="a table that tells of other events alone",
                given={
                    "events": """
                    child_id event_type        occurred_on ended_on
                    C3       police_protection 2024-02-15  2024-02-16
                """,
                },
                until=date(2024, 4, 30),
                gives={
                    "month 2024-04": "not_collected",
                },
            ),
        ),
    ),
    RecordsSpec(
        code="police_protections",
        examples=(
            RecordsExample(
                rule="Each time counts on its first day.",
                sums="February 2, March 1; January is not told: the first record of this kind is of February",
                given={
                    "events": """
                    child_id event_type        occurred_on ended_on
                    C1       police_protection 2024-02-29  2024-03-02
                    C1       police_protection 2024-02-10  2024-02-10
                    C2       police_protection 2024-03-31  -
                    C3       missing           2024-01-15  2024-01-16
                    C3       missing           2024-02-15  2024-02-16
                """,
                },
                until=date(2024, 4, 30),
                gives={
                    "month 2024-02": 2,
                    "month 2024-03": 1,
                    "month 2024-04": 0,
                },
            ),
            RecordsExample(
                rule="Where no record is of this kind it is not told, and never 0.",
                sums="a table that tells of other events alone",
                given={
                    "events": """
                    child_id event_type occurred_on ended_on
                    C3       missing    2024-02-15  2024-02-16
                """,
                },
                until=date(2024, 4, 30),
                gives={
                    "month 2024-04": "not_collected",
                },
            ),
        ),
    ),
    RecordsSpec(
        code="emergency_protection_orders",
        examples=(
            RecordsExample(
                rule="Each order counts on its first day.",
                sums="February 2, March 1; January is not told: the first record of this kind is of February",
                given={
                    "events": """
                    child_id event_type                 occurred_on ended_on
                    C1       emergency_protection_order 2024-02-29  2024-03-02
                    C1       emergency_protection_order 2024-02-10  2024-02-10
                    C2       emergency_protection_order 2024-03-31  -
                    C3       missing                    2024-01-15  2024-01-16
                    C3       missing                    2024-02-15  2024-02-16
                """,
                },
                until=date(2024, 4, 30),
                gives={
                    "month 2024-02": 2,
                    "month 2024-03": 1,
                    "month 2024-04": 0,
                },
            ),
            RecordsExample(
                rule="Where no record is of this kind it is not told, and never 0.",
                sums="a table that tells of other events alone",
                given={
                    "events": """
                    child_id event_type occurred_on ended_on
                    C3       missing    2024-02-15  2024-02-16
                """,
                },
                until=date(2024, 4, 30),
                gives={
                    "month 2024-04": "not_collected",
                },
            ),
        ),
    ),
)
"""One for each of them."""
