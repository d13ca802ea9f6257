"""Initial child protection conferences: working days since the strategy discussion."""

from datetime import date
from typing import Final

from spec.worked_records import RecordsExample, RecordsSpec

SPECS: Final = (
    RecordsSpec(
        code="icpc_within_15_working_days_pct",
        examples=(
            RecordsExample(
                rule=(
                    "The strategy discussion is day 0: 15 working days are in time and 16 are late, Christmas and "
                    "New Year left out; a discussion on a Saturday counts from there."
                ),
                sums=(
                    "E1 (15) and E3 (15 from Saturday) of E1, E2 (16) and E3; E4 lies before its discussion, E5 was "
                    "held though not required: set aside"
                ),
                given={
                    "section_47_enquiries": """
                    enquiry_id child_id strategy_discussion_on icpc_on    is_icpc_not_required outcome
                    E1         C1       2024-12-20             2025-01-15 no                   conference
                    E2         C2       2024-12-20             2025-01-16 no                   conference
                    E3         C3       2024-12-21             2025-01-15 no                   conference
                    E4         C4       2025-01-20             2025-01-17 no                   conference
                    E5         C5       2025-01-06             2025-01-10 yes                  conference
                    E6         C6       2025-01-06             -          yes                  not_substantiated
                """,
                },
                until=date(2025, 1, 31),
                gives={
                    "month 2025-01": (200 / 3, 2, 3),
                    "month 2024-12": "zero_denominator",
                },
                aside={"month 2025-01": 2},
            ),
            RecordsExample(
                rule=(
                    "A conference counts in the month, and the year to 31 March, in which it was held; one of the "
                    "same day is in time."
                ),
                sums="year: E1 (0) and E2 (15) of 2; April: E3 (16): 0 of 1",
                given={
                    "section_47_enquiries": """
                    enquiry_id child_id strategy_discussion_on icpc_on    is_icpc_not_required outcome
                    E1         C1       2025-01-06             2025-01-06 no                   conference
                    E2         C2       2025-03-10             2025-03-31 -                    conference
                    E3         C3       2025-03-10             2025-04-01 no                   conference
                """,
                    "children": """
                    child_id born_on    ethnicity
                    C1       2025-01-06 WBRI
                    C2       2009-03-31 -
                    C3       2009-04-02 -
                """,
                },
                until=date(2025, 4, 30),
                gives={
                    "month 2025-03": (100.0, 1, 1),
                    "month 2025-04": (0.0, 0, 1),
                    "month 2025-01 age_band=under_1": (100.0, 1, 1),
                    "month 2025-03 age_band=16_and_over": (100.0, 1, 1),
                    "month 2025-04 age_band=10_to_15": (0.0, 0, 1),
                },
            ),
        ),
    ),
    RecordsSpec(
        code="section_47_to_conference_median_working_days",
        examples=(
            RecordsExample(
                rule="The middle of the working days of conferences held; those that cannot be told are set aside.",
                sums="of 15, 15 and 16 working days: 15",
                given={
                    "section_47_enquiries": """
                    enquiry_id child_id strategy_discussion_on icpc_on    is_icpc_not_required outcome
                    E1         C1       2024-12-20             2025-01-15 no                   conference
                    E2         C2       2024-12-20             2025-01-16 no                   conference
                    E3         C3       2024-12-21             2025-01-15 no                   conference
                    E4         C4       2025-01-20             2025-01-17 no                   conference
                    E5         C5       2025-01-06             2025-01-10 yes                  conference
                    E6         C6       2025-01-06             -          yes                  not_substantiated
                """,
                },
                until=date(2025, 1, 31),
                gives={
                    "month 2025-01": (15.0, None, 3),
                    "month 2024-12": "zero_denominator",
                },
                aside={"month 2025-01": 2},
            ),
            RecordsExample(
                rule="Of an even number it is halfway between the two in the middle.",
                sums="quarter to March: of 0 and 15 working days: 7.5",
                given={
                    "section_47_enquiries": """
                    enquiry_id child_id strategy_discussion_on icpc_on    is_icpc_not_required outcome
                    E1         C1       2025-01-06             2025-01-06 no                   conference
                    E2         C2       2025-03-10             2025-03-31 -                    conference
                    E3         C3       2025-03-10             2025-04-01 no                   conference
                """,
                    "children": """
                    child_id born_on    ethnicity
                    C1       2025-01-06 WBRI
                    C2       2009-03-31 -
                    C3       2009-04-02 -
                """,
                },
                until=date(2025, 4, 30),
                gives={
                    "quarter 2025-Q1": (7.5, None, 2),
                    "month 2025-04": (16.0, None, 1),
                },
            ),
        ),
    ),
)
"""One for each of them."""
