"""First assessments of referrals authorised within 45 working days of the referral."""

from datetime import date
from typing import Final

from spec.worked_records import RecordsExample, RecordsSpec

SPEC: Final = RecordsSpec(
    code="assessments_within_45_working_days_of_referral_pct",
    examples=(
        RecordsExample(
            rule="45 working days after a referral are in time and 46 are late, Christmas left out.",
            sums="1 of 2 = 50%",
            given={
                "assessments": """
                    assessment_id child_id referral_id referred_on started_on authorised_on is_first_of_referral team
                    A1            C1       R1          2024-12-20  2024-12-23 2025-02-26    yes                  North
                    A2            C2       R2          2024-12-20  2024-12-23 2025-02-27    yes                  South
                """
            },
            until=date(2025, 3, 31),
            gives={
                "month 2025-02": (50.0, 1, 2),
                "month 2025-02 team=North": (100.0, 1, 1),
                "month 2025-02 team=South": (0.0, 0, 1),
                "month 2025-03": "zero_denominator",
            },
        ),
        RecordsExample(
            rule="A referral on a Saturday is day 0 as one on the Friday before is: day 45 is the same for both.",
            sums="Friday 20 and Saturday 21 December 2024, authorised on 26 February, day 45; A3 a day later: 2 of 3",
            given={
                "assessments": """
                    assessment_id child_id referral_id referred_on started_on authorised_on is_first_of_referral
                    A1            C1       R1          2024-12-20  2024-12-23 2025-02-26    yes
                    A2            C2       R2          2024-12-21  2024-12-23 2025-02-26    yes
                    A3            C3       R3          2024-12-21  2024-12-23 2025-02-27    yes
                """
            },
            until=date(2025, 3, 31),
            gives={"month 2025-02": (200 / 3, 2, 3)},
        ),
        RecordsExample(
            rule=(
                "A reassessment has no clock of the referral and is left out; without a known referral, or dated "
                "before it, an assessment is set aside."
            ),
            sums="A1 of A1; A2 is a reassessment; A3 (no referral) and A4 (started before it) aside",
            given={
                "assessments": """
                    assessment_id child_id referral_id referred_on started_on authorised_on is_first_of_referral team
                    A1            C1       R1          2025-03-03  2025-03-03 2025-03-03    yes                  North
                    A2            C1       R1          2024-03-04  2025-03-05 2025-03-10    no                   North
                    A3            C3       -           -           2025-03-05 2025-03-10    -                    South
                    A4            C4       R4          2025-03-06  2025-03-05 2025-03-10    yes                  -
                """
            },
            until=date(2025, 3, 31),
            gives={"month 2025-03": (100.0, 1, 1), "month 2025-03 team=South": "zero_denominator"},
            aside={"month 2025-03": 2, "month 2025-03 team=South": 1, "month 2025-03 team=not_recorded": 1},
        ),
        RecordsExample(
            rule="31 March belongs to the year that ends then; a child's age is that on the day of authorisation.",
            sums="year to 31 March 2025: A1, 15 years old; April: A2, 16 years old since 31 March",
            given={
                "assessments": """
                    assessment_id child_id referral_id referred_on started_on authorised_on is_first_of_referral
                    A0            C0       R0          2024-04-01  2024-04-01 2024-04-02    yes
                    A1            C1       R1          2025-03-03  2025-03-03 2025-03-31    yes
                    A2            C2       R2          2025-03-03  2025-03-03 2025-04-01    yes
                """,
                "children": """
                    child_id born_on    ethnicity
                    C0       2010-04-02 WBRI
                    C1       2009-04-01 WBRI
                    C2       2009-03-31 CHNE
                """,
            },
            until=date(2025, 4, 30),
            gives={
                "year 2025": (100.0, 2, 2),
                "month 2025-03 age_band=10_to_15": (100.0, 1, 1),
                "month 2025-04 age_band=16_and_over": (100.0, 1, 1),
                "month 2025-04 ethnicity=asian": (100.0, 1, 1),
            },
        ),
    ),
)
