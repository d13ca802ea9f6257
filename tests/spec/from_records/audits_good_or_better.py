"""What audits graded good or outstanding."""

from datetime import date
from typing import Final

from spec.worked_records import RecordsExample, RecordsSpec

SPEC: Final = RecordsSpec(
    code="audits_good_or_better_pct",
    examples=(
        RecordsExample(
            rule="The moderator's grade stands in the place of the auditor's; without any grade it is set aside.",
            sums="outstanding and good of 3 = 66.7%",
            given={
                "audits": """
                    audit_id  element   audited_on  area   grade        moderated_grade
                    A1        Planning  2025-03-03  North  outstanding  -
                    A1        Visits    2025-03-03  North  inadequate   good
                    A2        Planning  2025-03-04  South  good         requires_improvement
                    A2        Visits    2025-03-04  South  -            -
                """,
            },
            until=date(2025, 3, 31),
            gives={
                "month 2025-03": (200 / 3, 2, 3),
                "month 2025-03 element=Planning": (50.0, 1, 2),
            },
            aside={"month 2025-03": 1},
        ),
        RecordsExample(
            rule="A quarter is that of the calendar.",
            sums="1 of 2 = 50% from January to March",
            given={
                "audits": """
                    audit_id  element   audited_on  area   grade       moderated_grade
                    A0        Planning  2024-12-31  North  inadequate  -
                    A1        Planning  2025-01-01  North  good        -
                    A2        Planning  2025-03-31  North  inadequate  -
                """,
            },
            until=date(2025, 3, 31),
            gives={
                "quarter 2025-Q1": (50.0, 1, 2),
            },
        ),
    ),
)
