"""Contacts about children, by the day on which they were made."""

from datetime import date
from typing import Final

from spec.worked_records import RecordsExample, RecordsSpec

SPEC: Final = RecordsSpec(
    code="contacts",
    examples=(
        RecordsExample(
            rule="A contact counts in the month in which it was made, whatever became of it; siblings are one each.",
            sums="January 2, February 3, quarter 2 + 3 + 0 = 5",
            given={
                "contacts": """
                    contact_id child_id contacted_on source decided_on outcome           is_out_of_hours
                    K1         C1       2025-01-31   6      2025-02-03 referral          no
                    K2         C2       2025-01-31   6      2025-02-03 referral          no
                    K3         C3       2025-02-01   2A     -          -                 yes
                    K4         C4       2025-02-28   2A     2025-02-28 early_help        -
                    K5         C4       2025-02-28   -      2025-02-28 no_further_action no
                """,
            },
            until=date(2025, 3, 31),
            gives={
                "month 2025-01": 2,
                "month 2025-02": 3,
                "month 2025-03": 0,
                "quarter 2025-Q1": 5,
                "month 2025-02 source=2A": 2,
                "month 2025-02 source=not_recorded": 1,
                "month 2025-02 out_of_hours=yes": 1,
                "month 2025-02 out_of_hours=not_recorded": 1,
                "month 2025-02 outcome=not_recorded": 1,
            },
        ),
        RecordsExample(
            rule=(
                "A year ends on 31 March; the age is that of the day of the contact, and the month in which an "
                "extract ends too soon is left out."
            ),
            sums="year to March 2025: 1 + 1 = 2; on its first birthday a child is no longer under 1",
            given={
                "contacts": """
                    contact_id child_id contacted_on source decided_on outcome  is_out_of_hours
                    K1         C1       2024-04-01   6      2024-04-02 referral no
                    K2         C2       2025-03-31   6      2025-03-31 referral no
                    K3         C2       2025-04-01   6      2025-04-01 referral no
                """,
                "children": """
                    child_id born_on    ethnicity
                    C1       2023-04-01 WBRI
                    C2       -          AIND
                """,
            },
            until=date(2025, 4, 29),
            gives={
                "year 2025": 2,
                "year 2025 age_band=1_to_4": 1,
                "year 2025 age_band=not_recorded": 1,
                "year 2025 ethnicity=asian": 1,
            },
        ),
    ),
)
