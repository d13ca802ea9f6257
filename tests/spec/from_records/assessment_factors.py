"""Factors that completed assessments found."""

from datetime import date
from typing import Final

from spec.worked_records import RecordsExample, RecordsSpec

SPECS: Final = (
    RecordsSpec(
        code="assessments_with_factors",
        examples=(
            RecordsExample(
                rule=(
                    "An assessment counts once, and once for each of its factors; one that found none, one without "
                    "a word on factors and one that is open do not."
                ),
                sums="A1 and A2 = 2; neglect 1, domestic abuse of a parent 1",
                given={
                    "referrals": """
                    referral_id child_id referred_on
                    R1          C1       2024-02-01
                """,
                    "assessments": """
                    assessment_id child_id referral_id started_on authorised_on team
                    A1            C1       R1          2024-02-01 2024-02-29    North
                    A2            C2       -           2024-02-01 2024-02-29    North
                    A3            C3       -           2024-02-01 2024-02-29    South
                    A4            C4       -           2024-02-01 2024-02-29    South
                    A5            C5       -           2024-02-01 -             South
                """,
                    "assessment_factors": """
                    assessment_id factor
                    A1            domestic_abuse_parent
                    A1            trafficking
                    A1            neglect
                    A2            domestic_abuse_child
                    A2            gangs
                    A3            no_factors_identified
                    A5            neglect
                """,
                },
                until=date(2024, 2, 29),
                gives={
                    "month 2024-02": 2,
                    "month 2024-02 factor=neglect": 1,
                    "month 2024-02 factor=domestic_abuse_parent": 1,
                    "month 2024-02 factor=gangs": 1,
                    "month 2024-02 team=North": 2,
                },
            ),
            RecordsExample(
                rule="It counts on the day of authorisation, in the year to 31 March.",
                sums="year to March 2025: A1 and A2; April: A3",
                given={
                    "referrals": """
                    referral_id child_id referred_on
                    R1          C1       2024-04-01
                    R2          C2       2025-03-31
                """,
                    "assessments": """
                    assessment_id child_id referral_id started_on authorised_on team
                    A1            C1       R1          2024-04-01 2024-04-01    North
                    A2            C2       R2          2025-03-31 2025-03-31    North
                    A3            C1       R1          2025-02-10 2025-04-01    South
                """,
                    "assessment_factors": """
                    assessment_id factor
                    A1            domestic_abuse_person
                    A1            child_sexual_exploitation
                    A2            child_criminal_exploitation
                    A2            domestic_abuse_child
                    A2            domestic_abuse_parent
                    A3            going_missing
                """,
                },
                until=date(2025, 4, 30),
                gives={
                    "year 2025": 2,
                    "month 2025-04": 1,
                    "month 2025-04 factor=going_missing": 1,
                },
            ),
        ),
    ),
    RecordsSpec(
        code="assessments_with_domestic_abuse_pct",
        examples=(
            RecordsExample(
                rule=(
                    "Of the child, a parent or another person. One that found no factor is in the denominator, one "
                    "without a word on factors is not."
                ),
                sums="A1 (a parent) and A2 (the child) of A1, A2 and A3",
                given={
                    "referrals": """
                    referral_id child_id referred_on
                    R1          C1       2024-02-01
                """,
                    "assessments": """
                    assessment_id child_id referral_id started_on authorised_on team
                    A1            C1       R1          2024-02-01 2024-02-29    North
                    A2            C2       -           2024-02-01 2024-02-29    North
                    A3            C3       -           2024-02-01 2024-02-29    South
                    A4            C4       -           2024-02-01 2024-02-29    South
                    A5            C5       -           2024-02-01 -             South
                """,
                    "assessment_factors": """
                    assessment_id factor
                    A1            domestic_abuse_parent
                    A1            trafficking
                    A1            neglect
                    A2            domestic_abuse_child
                    A2            gangs
                    A3            no_factors_identified
                    A5            neglect
                """,
                },
                until=date(2024, 2, 29),
                gives={
                    "month 2024-02": (200 / 3, 2, 3),
                    "month 2024-02 team=North": (100.0, 2, 2),
                    "month 2024-02 team=South": (0.0, 0, 1),
                },
            ),
            RecordsExample(
                rule="It counts in the year to 31 March of the authorisation, once however many persons it names.",
                sums="A1 and A2 (two persons) of 2; April 0 of A3",
                given={
                    "referrals": """
                    referral_id child_id referred_on
                    R1          C1       2024-04-01
                    R2          C2       2025-03-31
                """,
                    "assessments": """
                    assessment_id child_id referral_id started_on authorised_on team
                    A1            C1       R1          2024-04-01 2024-04-01    North
                    A2            C2       R2          2025-03-31 2025-03-31    North
                    A3            C1       R1          2025-02-10 2025-04-01    South
                """,
                    "assessment_factors": """
                    assessment_id factor
                    A1            domestic_abuse_person
                    A1            child_sexual_exploitation
                    A2            child_criminal_exploitation
                    A2            domestic_abuse_child
                    A2            domestic_abuse_parent
                    A3            going_missing
                """,
                },
                until=date(2025, 4, 30),
                gives={
                    "year 2025": (100.0, 2, 2),
                    "month 2025-04": (0.0, 0, 1),
                },
            ),
        ),
    ),
    RecordsSpec(
        code="assessments_with_exploitation_pct",
        examples=(
            RecordsExample(
                rule="Gangs and trafficking are exploitation.",
                sums="A1 (trafficking) and A2 (gangs) of A1, A2 and A3",
                given={
                    "referrals": """
                    referral_id child_id referred_on
                    R1          C1       2024-02-01
                """,
                    "assessments": """
                    assessment_id child_id referral_id started_on authorised_on team
                    A1            C1       R1          2024-02-01 2024-02-29    North
                    A2            C2       -           2024-02-01 2024-02-29    North
                    A3            C3       -           2024-02-01 2024-02-29    South
                    A4            C4       -           2024-02-01 2024-02-29    South
                    A5            C5       -           2024-02-01 -             South
                """,
                    "assessment_factors": """
                    assessment_id factor
                    A1            domestic_abuse_parent
                    A1            trafficking
                    A1            neglect
                    A2            domestic_abuse_child
                    A2            gangs
                    A3            no_factors_identified
                    A5            neglect
                """,
                },
                until=date(2024, 2, 29),
                gives={
                    "month 2024-02": (200 / 3, 2, 3),
                    "month 2024-02 team=North": (100.0, 2, 2),
                },
            ),
            RecordsExample(
                rule="Sexual and criminal exploitation are, too; going missing is a factor of its own and is not.",
                sums="A1 and A2 of 2; April 0 of A3",
                given={
                    "referrals": """
                    referral_id child_id referred_on
                    R1          C1       2024-04-01
                    R2          C2       2025-03-31
                """,
                    "assessments": """
                    assessment_id child_id referral_id started_on authorised_on team
                    A1            C1       R1          2024-04-01 2024-04-01    North
                    A2            C2       R2          2025-03-31 2025-03-31    North
                    A3            C1       R1          2025-02-10 2025-04-01    South
                """,
                    "assessment_factors": """
                    assessment_id factor
                    A1            domestic_abuse_person
                    A1            child_sexual_exploitation
                    A2            child_criminal_exploitation
                    A2            domestic_abuse_child
                    A2            domestic_abuse_parent
                    A3            going_missing
                """,
                },
                until=date(2025, 4, 30),
                gives={
                    "year 2025": (100.0, 2, 2),
                    "month 2025-04": (0.0, 0, 1),
                },
            ),
        ),
    ),
)
"""One for each of them."""
