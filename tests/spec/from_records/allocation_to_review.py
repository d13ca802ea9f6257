"""Working days from the first allocation to a manager's first review."""

from datetime import date
from typing import Final

from spec.worked_records import RecordsExample, RecordsSpec

SPEC: Final = RecordsSpec(
    code="allocation_to_review_median_working_days",
    examples=(
        RecordsExample(
            rule=(
                "From a Friday to the Monday after it is one working day; the allocation is the first "
                "on or after the referral."
            ),
            sums="1 and 3: (1 + 3) / 2 = 2",
            given={
                "assessments": """
                    assessment_id child_id referred_on started_on authorised_on is_first_of_referral manager_reviewed_on
                    A1            C1       2025-03-05  2025-03-06 2025-03-20    yes                  2025-03-10
                    A2            C2       2025-03-05  2025-03-06 2025-03-20    yes                  2025-03-10
                """,
                "allocations": """
                    person_id  person_type  worker_id  started_on  ended_on
                    C1         child        W1         2025-01-06  2025-02-03
                    C1         child        W2         2025-03-07  -
                    C2         child        W1         2025-03-05  -
                """,
            },
            until=date(2025, 3, 31),
            gives={
                "month 2025-03": (2.0, None, 2),
            },
        ),
        RecordsExample(
            rule="A review before any allocation to a worker is set aside.",
            sums="0 judged, 1 aside",
            given={
                "assessments": """
                    assessment_id child_id referred_on started_on authorised_on is_first_of_referral manager_reviewed_on
                    A1            C1       2025-03-05  2025-03-06 2025-03-20    yes                  2025-03-10
                """,
                "allocations": """
                    person_id  person_type  worker_id  started_on  ended_on
                    C1         child        -          2025-03-05  2025-03-12
                    C1         child        W2         2025-03-12  -
                    C9         child        W2         2025-03-03  2025-03-12
                """,
            },
            until=date(2025, 3, 31),
            gives={
                "month 2025-03": "zero_denominator",
            },
            aside={"month 2025-03": 1},
        ),
        RecordsExample(
            rule="One of which no referral is known is set aside; a reassessment has no such clock and is left out.",
            sums="A1: 3 working days; A2 aside",
            given={
                "assessments": """
                    assessment_id child_id referred_on started_on authorised_on is_first_of_referral manager_reviewed_on
                    A1            C1       2025-03-05  2025-03-06 2025-03-20    yes                  2025-03-10
                    A2            C2       -           2025-03-06 2025-03-20    -                    2025-03-10
                    A3            C3       2025-03-05  2025-03-06 2025-03-20    no                   2025-03-10
                """,
                "allocations": """
                    person_id  person_type  worker_id  started_on  ended_on
                    C1         child        W1         2025-03-05  -
                    C2         child        W1         2025-03-05  -
                    C3         child        W2         2025-03-05  -
                    C9         child        W2         2025-03-03  2025-03-12
                """,
            },
            until=date(2025, 3, 31),
            gives={
                "month 2025-03": (3.0, None, 1),
            },
            aside={"month 2025-03": 1},
        ),
    ),
)
