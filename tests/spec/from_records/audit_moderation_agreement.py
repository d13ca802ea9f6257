"""Moderators who gave the auditor's grade."""

from datetime import date
from typing import Final

from spec.worked_records import RecordsExample, RecordsSpec

SPEC: Final = RecordsSpec(
    code="audit_moderation_agreement_pct",
    examples=(
        RecordsExample(
            rule="Only what was moderated is looked at.",
            sums="1 of 2 = 50%",
            given={
                "audits": """
                    audit_id  element   audited_on  area   grade       moderated_grade
                    A1        Planning  2025-03-03  North  good        good
                    A1        Visits    2025-03-03  North  inadequate  good
                    A2        Planning  2025-03-04  South  good        -
                """,
            },
            until=date(2025, 3, 31),
            gives={
                "month 2025-03": (50.0, 1, 2),
            },
        ),
        RecordsExample(
            rule="A moderator's grade of what the auditor did not grade is set aside.",
            sums="0 judged",
            given={
                "audits": """
                    audit_id  element   audited_on  area   grade  moderated_grade
                    A1        Planning  2025-03-03  North  -      good
                """,
            },
            until=date(2025, 3, 31),
            gives={
                "month 2025-03": "zero_denominator",
            },
            aside={"month 2025-03": 1},
        ),
    ),
)
