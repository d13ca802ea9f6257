"""Episodes whose first visits were made by several workers."""

from datetime import date
from typing import Final

from spec.worked_records import RecordsExample, RecordsSpec

SPEC: Final = RecordsSpec(
    code="first_visits_by_several_workers_pct",
    examples=(
        RecordsExample(
            rule=(
                "Of the first three visits; a fourth by somebody else changes nothing, and one visit "
                "alone tells nothing."
            ),
            sums="C1 of C1 and C2: 1 of 2 = 50%",
            given={
                "referrals": """
                    referral_id  child_id  referred_on  is_no_further_action  closed_on
                    R0           C0        2025-01-06   no                    2025-02-28
                    R1           C1        2025-03-03   no                    -
                    R2           C2        2025-03-03   no                    -
                    R3           C3        2025-03-03   no                    -
                """,
                "visits": """
                    child_id  worker_id  visited_on
                    C0        W1         2025-02-03
                    C1        W1         2025-03-05
                    C1        W2         2025-03-12
                    C2        W1         2025-03-05
                    C2        W1         2025-03-12
                    C2        W1         2025-03-19
                    C2        W2         2025-03-26
                    C3        W1         2025-03-05
                """,
            },
            until=date(2025, 6, 30),
            gives={
                "month 2025-03": (50.0, 1, 2),
            },
        ),
        RecordsExample(
            rule="A visit by nobody who is known leaves it open, unless two others are known.",
            sums="C1 aside; C2 counts: 1 of 1 = 100%",
            given={
                "referrals": """
                    referral_id  child_id  referred_on  is_no_further_action  closed_on
                    R0           C0        2025-01-06   no                    2025-02-28
                    R1           C1        2025-03-03   no                    -
                    R2           C2        2025-03-03   no                    -
                """,
                "visits": """
                    child_id  worker_id  visited_on
                    C0        W1         2025-02-03
                    C1        W1         2025-03-05
                    C1        -          2025-03-12
                    C2        W1         2025-03-05
                    C2        -          2025-03-12
                    C2        W3         2025-03-19
                """,
            },
            until=date(2025, 6, 30),
            gives={
                "month 2025-03": (100.0, 1, 1),
                "month 2025-05": "not_yet_known",
            },
            aside={"month 2025-03": 1},
        ),
        RecordsExample(
            rule=(
                "A visit belongs to the child's newest episode by then; an episode of which it is not recorded "
                "whether it was accepted is set aside."
            ),
            sums="C1: its second episode alone, with two visits by one worker: 0 of 1; C2 aside",
            given={
                "referrals": """
                    referral_id  child_id  referred_on  is_no_further_action  closed_on
                    R0           C0        2025-01-06   no                    2025-02-28
                    R1           C1        2025-03-03   no                    2025-03-10
                    R2           C1        2025-03-10   no                    -
                    R3           C2        2025-03-03   -                     -
                """,
                "visits": """
                    child_id  worker_id  visited_on
                    C0        W1         2025-02-03
                    C1        W1         2025-03-05
                    C1        W2         2025-03-10
                    C1        W2         2025-03-17
                    C2        W1         2025-03-05
                    C2        W2         2025-03-12
                """,
            },
            until=date(2025, 6, 30),
            gives={"month 2025-03": (0.0, 0, 1)},
            aside={"month 2025-03": 1},
        ),
        RecordsExample(
            rule="A visit on the Saturday after working day 45 is within 45 working days, one on the Monday is not.",
            sums="C1 on 5 April: 1 of 1; C2 has one visit in time and is left out",
            given={
                "referrals": """
                    referral_id  child_id  referred_on  is_no_further_action  closed_on
                    R0           C0        2025-01-01   no                    2025-01-03
                    R1           C1        2025-01-31   no                    -
                    R2           C2        2025-01-31   no                    -
                """,
                "visits": """
                    child_id  worker_id  visited_on
                    C0        W1         2025-01-06
                    C1        W1         2025-02-03
                    C1        W2         2025-04-05
                    C2        W1         2025-02-03
                    C2        W2         2025-04-07
                """,
            },
            until=date(2025, 6, 30),
            gives={
                "month 2025-01": (100.0, 1, 1),
            },
        ),
    ),
)
