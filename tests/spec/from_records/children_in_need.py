"""Open episodes of need at the end of each month, and those that begin and end."""

from datetime import date
from typing import Final

from spec.worked_records import RecordsExample, RecordsSpec

SPECS: Final = (
    RecordsSpec(
        code="children_in_need",
        examples=(
            RecordsExample(
                rule=(
                    "An episode that closes on the last day of a month is not open at its end, one that is referred "
                    "on that day is. A referral with no further action begins none; of one without a word on it, it "
                    "is open until it is closed."
                ),
                sums=(
                    "31 March: R2 (closes on 1 April), R3 (referred that day) and R5 = 3; 29 February: R1 and R2 = "
                    "2; 30 April: R3 and R5 = 2"
                ),
                given={
                    "referrals": """
                    referral_id child_id referred_on is_no_further_action closed_on  closure_reason primary_need source
                    R0          C0       2024-01-05  no                   2024-02-29 RC7            N1           6
                    R1          C1       2024-01-10  no                   2024-03-31 RC7            N1           6
                    R2          C2       2024-02-29  no                   2024-04-01 RC8            N5           6
                    R3          C3       2024-03-31  no                   -          -              -            2A
                    R4          C4       2024-03-05  yes                  -          -              -            6
                    R5          C5       2024-03-05  -                    -          -              -            6
                """,
                },
                until=date(2024, 4, 30),
                gives={
                    "at 2024-02-29": 2,
                    "at 2024-03-31": 3,
                    "at 2024-04-30": 2,
                    "at 2024-03-31 primary_need=N5": 1,
                    "at 2024-03-31 primary_need=not_recorded": 2,
                },
            ),
            RecordsExample(
                rule=(
                    "The age is that of the day at which the episode stands: on a 29 February child the year turns "
                    "on 1 March."
                ),
                sums=(
                    "one child, born on 29 February 2008: 15 on 29 February 2024 is 16 that day; a year earlier 14 "
                    "on 28 February"
                ),
                given={
                    "referrals": """
                    referral_id child_id referred_on is_no_further_action closed_on  closure_reason primary_need source
                    R0          C0       2022-12-05  no                   2023-01-10 RC7            N1           6
                    R1          C1       2023-01-10  no                   -          -              N1           6
                """,
                    "children": """
                    child_id born_on    ethnicity
                    C1       2008-02-29 WBRI
                """,
                },
                until=date(2024, 2, 29),
                gives={
                    "at 2024-01-31 age_band=10_to_15": 1,
                    "at 2024-02-29 age_band=16_and_over": 1,
                    "at 2024-02-29 ethnicity=white": 1,
                },
            ),
        ),
    ),
    RecordsSpec(
        code="children_in_need_rate_per_10k",
        examples=(
            RecordsExample(
                rule="The children are those of the mid-year before the end of the month.",
                sums="3 of 15,000 children = 2 per 10,000",
                given={
                    "referrals": """
                    referral_id child_id referred_on is_no_further_action closed_on  closure_reason primary_need source
                    R0          C0       2024-01-05  no                   2024-02-29 RC7            N1           6
                    R1          C1       2024-01-10  no                   2024-03-31 RC7            N1           6
                    R2          C2       2024-02-29  no                   2024-04-01 RC8            N5           6
                    R3          C3       2024-03-31  no                   -          -              -            2A
                    R4          C4       2024-03-05  yes                  -          -              -            6
                    R5          C5       2024-03-05  -                    -          -              -            6
                """,
                },
                until=date(2024, 4, 30),
                gives={
                    "at 2024-03-31": (2.0, 3, 15000),
                },
                population={"2023-06-30": 15_000},
            ),
            RecordsExample(
                rule="Without a number of children there is no rate, and never 0.",
                sums="3 of nobody knows how many",
                given={
                    "referrals": """
                    referral_id child_id referred_on is_no_further_action closed_on  closure_reason primary_need source
                    R0          C0       2024-01-05  no                   2024-02-29 RC7            N1           6
                    R1          C1       2024-01-10  no                   2024-03-31 RC7            N1           6
                    R2          C2       2024-02-29  no                   2024-04-01 RC8            N5           6
                    R3          C3       2024-03-31  no                   -          -              -            2A
                    R4          C4       2024-03-05  yes                  -          -              -            6
                    R5          C5       2024-03-05  -                    -          -              -            6
                """,
                },
                until=date(2024, 4, 30),
                gives={
                    "at 2024-03-31": ("not_collected", 3, None),
                },
            ),
        ),
    ),
    RecordsSpec(
        code="children_in_need_started",
        examples=(
            RecordsExample(
                rule=(
                    "An episode begins with a referral that did not end with no further action; where that is not "
                    "recorded it is set aside."
                ),
                sums="March: R3; R4 is none; R5 is set aside",
                given={
                    "referrals": """
                    referral_id child_id referred_on is_no_further_action closed_on  closure_reason primary_need source
                    R0          C0       2024-01-05  no                   2024-02-29 RC7            N1           6
                    R1          C1       2024-01-10  no                   2024-03-31 RC7            N1           6
                    R2          C2       2024-02-29  no                   2024-04-01 RC8            N5           6
                    R3          C3       2024-03-31  no                   -          -              -            2A
                    R4          C4       2024-03-05  yes                  -          -              -            6
                    R5          C5       2024-03-05  -                    -          -              -            6
                """,
                },
                until=date(2024, 4, 30),
                gives={
                    "month 2024-02": 1,
                    "month 2024-03": 1,
                    "month 2024-03 source=2A": 1,
                    "month 2024-04": 0,
                },
                aside={"month 2024-03": 1},
            ),
            RecordsExample(
                rule="A year ends on 31 March.",
                sums="1 April 2024 to 31 March 2025: 2",
                given={
                    "referrals": """
                    referral_id child_id referred_on is_no_further_action primary_need
                    R1          C1       2024-04-01  no                   N1
                    R2          C2       2025-03-31  no                   N2
                    R3          C3       2025-04-01  no                   N1
                """,
                },
                until=date(2025, 4, 30),
                gives={
                    "year 2025": 2,
                    "year 2025 primary_need=N2": 1,
                    "month 2025-04": 1,
                },
            ),
        ),
    ),
    RecordsSpec(
        code="children_in_need_ended",
        examples=(
            RecordsExample(
                rule="An episode counts in the month in which it closed, by its reason.",
                sums="March: R1; April: R2; February: R0",
                given={
                    "referrals": """
                    referral_id child_id referred_on is_no_further_action closed_on  closure_reason primary_need source
                    R0          C0       2024-01-05  no                   2024-02-29 RC7            N1           6
                    R1          C1       2024-01-10  no                   2024-03-31 RC7            N1           6
                    R2          C2       2024-02-29  no                   2024-04-01 RC8            N5           6
                    R3          C3       2024-03-31  no                   -          -              -            2A
                    R4          C4       2024-03-05  yes                  -          -              -            6
                    R5          C5       2024-03-05  -                    -          -              -            6
                """,
                },
                until=date(2024, 4, 30),
                gives={
                    "month 2024-02": 1,
                    "month 2024-03": 1,
                    "month 2024-03 closure_reason=RC7": 1,
                    "month 2024-04": 1,
                    "month 2024-04 closure_reason=RC8": 1,
                },
            ),
            RecordsExample(
                rule=(
                    "A referral with no further action has no episode to close; where that is not recorded it is "
                    "set aside."
                ),
                sums="1, with 1 set aside",
                given={
                    "referrals": """
                    referral_id child_id referred_on is_no_further_action closed_on  closure_reason primary_need source
                    R1          C1       2024-01-10  no                   2024-01-31 RC8            N1           6
                    R2          C2       2024-01-10  yes                  2024-01-31 -              -            6
                    R3          C3       2024-01-10  -                    2024-01-31 RC8            N1           6
                """,
                },
                until=date(2024, 1, 31),
                gives={
                    "month 2024-01": 1,
                },
                aside={"month 2024-01": 1},
            ),
        ),
    ),
)
"""One for each of them."""
