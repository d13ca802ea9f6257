"""Section 47 enquiries by the strategy discussion that began them."""

from datetime import date
from typing import Final

from spec.worked_records import RecordsExample, RecordsSpec

SPECS: Final = (
    RecordsSpec(
        code="section_47_enquiries",
        examples=(
            RecordsExample(
                rule="An enquiry counts in the month of its strategy discussion, one for each child.",
                sums="January 2, February 1, quarter 3",
                given={
                    "section_47_enquiries": """
                    enquiry_id child_id strategy_discussion_on icpc_on    is_icpc_not_required outcome
                    E1         C1       2025-01-31             2025-02-20 no                   conference
                    E2         C2       2025-01-31             -          yes                  not_substantiated
                    E3         C3       2025-02-01             -          -                    -
                """,
                },
                until=date(2025, 3, 31),
                gives={
                    "month 2025-01": 2,
                    "month 2025-02": 1,
                    "month 2025-03": 0,
                    "quarter 2025-Q1": 3,
                    "month 2025-01 outcome=not_substantiated": 1,
                    "month 2025-02 outcome=not_recorded": 1,
                },
            ),
            RecordsExample(
                rule="An unborn child has an age band of its own.",
                sums="one of a child expected in June",
                given={
                    "section_47_enquiries": """
                    enquiry_id child_id strategy_discussion_on icpc_on is_icpc_not_required outcome
                    E1         C1       2025-01-31             -       yes                  other
                """,
                    "children": """
                    child_id born_on    ethnicity
                    C1       2025-06-01 -
                """,
                },
                until=date(2025, 1, 31),
                gives={
                    "month 2025-01 age_band=unborn": 1,
                },
            ),
        ),
    ),
    RecordsSpec(
        code="section_47_rate_per_10k",
        examples=(
            RecordsExample(
                rule="The children are those of the mid-year before the end.",
                sums="2 of 40,000 children = 0.5 per 10,000",
                given={
                    "section_47_enquiries": """
                    enquiry_id child_id strategy_discussion_on icpc_on is_icpc_not_required outcome
                    E1         C1       2024-04-01             -       yes                  other
                    E2         C1       2025-03-31             -       yes                  other
                """,
                },
                until=date(2025, 3, 31),
                gives={
                    "year 2025": (0.5, 2, 40000),
                },
                population={"2024-06-30": 40_000},
            ),
            RecordsExample(
                rule=(
                    "Where no newer number of children is held, one up to two years older is taken; an older one is "
                    "not."
                ),
                sums="2 of 20,000 = 1; without one there is no rate",
                given={
                    "section_47_enquiries": """
                    enquiry_id child_id strategy_discussion_on icpc_on is_icpc_not_required outcome
                    E1         C1       2024-04-01             -       yes                  other
                    E2         C1       2025-03-31             -       yes                  other
                    E3         C1       2026-03-31             -       yes                  other
                """,
                },
                until=date(2026, 3, 31),
                gives={
                    "year 2025": (1.0, 2, 20000),
                    "year 2026": ("not_collected", 1, None),
                },
                population={"2022-06-30": 20_000},
            ),
        ),
    ),
    RecordsSpec(
        code="section_47_no_further_action_pct",
        examples=(
            RecordsExample(
                rule=(
                    "Only the outcome no further action counts; that concerns were not substantiated is another. "
                    "One without an outcome is set aside."
                ),
                sums="1 of 4 = 25%",
                given={
                    "section_47_enquiries": """
                    enquiry_id child_id strategy_discussion_on icpc_on    is_icpc_not_required outcome
                    E1         C1       2025-01-06             -          yes                  no_further_action
                    E2         C2       2025-01-06             -          yes                  not_substantiated
                    E3         C3       2025-01-06             2025-01-20 no                   conference
                    E4         C4       2025-01-06             -          yes                  other
                    E5         C5       2025-01-06             -          -                    -
                """,
                },
                until=date(2025, 1, 31),
                gives={
                    "month 2025-01": (25.0, 1, 4),
                },
                aside={"month 2025-01": 1},
            ),
            RecordsExample(
                rule="It counts in the year to 31 March of the strategy discussion.",
                sums="year to March 2025: 1 of 2; April 0 of 1",
                given={
                    "section_47_enquiries": """
                    enquiry_id child_id strategy_discussion_on icpc_on is_icpc_not_required outcome
                    E1         C1       2024-04-01             -       yes                  no_further_action
                    E2         C2       2025-03-31             -       yes                  other
                    E3         C3       2025-04-01             -       yes                  other
                """,
                },
                until=date(2025, 4, 30),
                gives={
                    "year 2025": (50.0, 1, 2),
                    "month 2025-04": (0.0, 0, 1),
                },
            ),
        ),
    ),
)
"""One for each of them."""
