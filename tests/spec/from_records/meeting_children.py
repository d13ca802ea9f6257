"""Children whom meetings were about: each child of each meeting."""

from datetime import date
from typing import Final

from spec.kinds_of_meetings import specs_of_kinds
from spec.worked_records import RecordsExample

SPECS: Final = specs_of_kinds(
    "<code>_children",
    (
        RecordsExample(
            rule="Brothers and sisters in strategy meetings count each, and a child once for each meeting.",
            sums="2 children of M1 + 1 of M2 = 3; M3 names nobody and is aside; M4 was not held",
            given={
                "meetings": """
                    meeting_id meeting_type status  held_at          team
                    M1         strategy     held    2025-01-06T10:00 North
                    M2         strategy     held    2025-01-20T10:00 South
                    M3         strategy     held    2025-01-21T10:00 South
                    M4         strategy     pending -                South
                """,
                "meeting_children": """
                    meeting_id child_id
                    M1         C1
                    M1         C2
                    M2         C1
                    M4         C3
                """,
            },
            until=date(2025, 1, 31),
            gives={
                "month 2025-01": 3,
                "month 2025-01 team=North": 2,
                "month 2025-01 team=South": 1,
            },
            aside={"month 2025-01": 1},
        ),
        RecordsExample(
            rule="A child's age is that on the day of the meeting: of 29 February, a year older on 1 March.",
            sums="C1 is 9 on 28 February and 10 on 1 March",
            given={
                "meetings": """
                    meeting_id meeting_type status held_at
                    M1         strategy     held   2026-02-28T10:00
                    M2         strategy     held   2026-03-01T10:00
                """,
                "meeting_children": """
                    meeting_id child_id
                    M1         C1
                    M2         C1
                """,
                "children": """
                    child_id born_on    ethnicity
                    C1       2016-02-29 WBRI
                """,
            },
            until=date(2026, 3, 31),
            gives={
                "month 2026-02 age_band=5_to_9": 1,
                "month 2026-03 age_band=10_to_15": 1,
                "month 2026-03 ethnicity=white": 1,
            },
        ),
    ),
)
