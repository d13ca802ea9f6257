"""Early help assessments that follow on from social care."""

from datetime import date
from typing import Final

from spec.worked_records import RecordsExample, RecordsSpec

SPEC: Final = RecordsSpec(
    code="step_downs_to_early_help",
    examples=(
        RecordsExample(
            rule=(
                "Early help that begins 30 days after a case closed follows on, 31 days after it does not; after a "
                "referral with no further action neither, and where nobody knows whether it was it is set aside."
            ),
            sums=(
                "February: C1 (30 January to 29 February: 30 days) of C1 and C3 and C4, of whom no episode is "
                "known; March: C2 came a day too late"
            ),
            given={
                "referrals": """
                    referral_id child_id referred_on is_no_further_action closed_on
                    R0          C0       2024-01-02  no                   2024-01-03
                    R1          C1       2024-01-10  no                   2024-01-30
                    R2          C2       2024-01-10  no                   2024-01-30
                    R3          C3       2024-02-10  yes                  2024-02-12
                    R4          C4       2024-02-10  -                    2024-02-12
                """,
                "assessments": """
                    assessment_id child_id started_on authorised_on outcome
                    A0            C0       2024-01-02 2024-01-03    in_need
                """,
                "early_help": """
                    child_id started_on organisation
                    C9       2024-01-05 School
                    C1       2024-02-29 School
                    C2       2024-03-01 School
                    C3       2024-02-13 Family_hub
                    C4       2024-02-13 Family_hub
                """,
            },
            until=date(2024, 3, 31),
            gives={
                "month 2024-02": 1,
                "month 2024-02 organisation=School": 1,
                "month 2024-03": 0,
            },
            aside={"month 2024-02": 1},
        ),
        RecordsExample(
            rule=(
                "An assessment that passes the child on to early help counts, too; with the closure after it, it is "
                "one step. The first month of the records is left out."
            ),
            sums="C1 (assessment and closure) and C2 (assessment): 2; C3 was found in need: none",
            given={
                "referrals": """
                    referral_id child_id referred_on is_no_further_action closed_on
                    R0          C0       2024-01-02  no                   2024-01-03
                    R1          C1       2024-01-10  no                   2024-02-09
                """,
                "assessments": """
                    assessment_id child_id started_on authorised_on outcome
                    A0            C0       2024-01-02 2024-01-03    in_need
                    A1            C1       2024-01-10 2024-02-05    early_help
                    A2            C2       2024-01-10 2024-02-05    early_help
                    A3            C3       2024-01-10 2024-02-05    in_need
                """,
                "early_help": """
                    child_id started_on organisation
                    C9       2024-01-05 School
                    C1       2024-02-12 School
                    C2       2024-02-05 Family_hub
                    C3       2024-02-12 School
                """,
            },
            until=date(2024, 2, 29),
            gives={
                "month 2024-02": 2,
                "month 2024-02 organisation=Family_hub": 1,
            },
        ),
    ),
)
