"""Elements of practice that audits graded, by grade."""

from datetime import date
from typing import Final

from spec.worked_records import RecordsExample, RecordsSpec

SPEC: Final = RecordsSpec(
    code="audit_grades",
    examples=(
        RecordsExample(
            rule="Each element of an audit counts once, under the grade after moderation.",
            sums="good 2, inadequate 1",
            given={
                "audits": """
                    audit_id  element   audited_on  area   grade       moderated_grade
                    A1        Planning  2025-03-03  North  good        -
                    A1        Visits    2025-03-03  North  inadequate  good
                    A2        Planning  2025-03-04  South  inadequate  -
                """,
            },
            until=date(2025, 3, 31),
            gives={
                "month 2025-03": 3.0,
                "month 2025-03 final_grade=good": 2.0,
                "month 2025-03 final_grade=inadequate": 1.0,
            },
        ),
        RecordsExample(
            rule="What nobody graded is set aside.",
            sums="1 graded, 1 aside",
            given={
                "audits": """
                    audit_id  element   audited_on  area   grade  moderated_grade
                    A1        Planning  2025-03-03  North  good   -
                    A2        Planning  2025-03-04  South  -      -
                """,
            },
            until=date(2025, 3, 31),
            gives={
                "month 2025-03": 1.0,
            },
            aside={"month 2025-03": 1},
        ),
    ),
)
