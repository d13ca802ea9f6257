"""For which months a kind of record, and a table without days of its own, is whole."""

from datetime import date

import polars as pl
from spec.worked_records import frame_of

from csc_metrics.measures.counting.records import AuthorityRecords

PLANS = """
    child_id plan_type started_on ended_on
    C1       cp        2023-01-02 2024-01-31
    C2       cp        2023-02-01 2024-03-31
    C3       cin_plan  2023-02-01 2024-02-29
"""
EVENTS = """
    child_id event_type                 occurred_on
    C1       missing                    2022-01-05
    C2       emergency_protection_order 2022-03-05
    C1       missing                    2022-09-05
    C1       missing                    2023-05-05
    C2       emergency_protection_order 2024-02-05
"""
ASSESSMENTS = """
    assessment_id child_id started_on authorised_on
    A1            C1       2024-01-02 2024-01-31
    A2            C2       2024-01-02 2024-02-29
    A3            C3       2024-01-02 2024-03-31
"""
FACTORS = """
    assessment_id factor
    A2            neglect
"""


def months_of(name: str, **tables: str) -> list[tuple[int, int]]:
    """Return the first and the last whole month of a table or a kind, as year and month; none: an empty list."""
    given: dict[str, pl.DataFrame] = {table: frame_of(table, text) for table, text in tables.items()}
    months = AuthorityRecords("357", given, until=date(2024, 3, 31)).months([name])
    return [divmod(number, 12) for number in (months.first, months.last)] if len(months) else []


def test_a_kind_of_plan_is_told_from_the_month_in_which_one_of_it_first_ended() -> None:
    assert months_of("plans.cp", plans=PLANS) == [(2024, 0), (2024, 2)]
    assert months_of("plans.cin_plan", plans=PLANS) == [(2024, 1), (2024, 2)]


def test_a_kind_without_a_record_is_told_in_no_month_though_its_table_has_others() -> None:
    assert months_of("plans.cla", plans=PLANS) == []
    assert months_of("events.police_protection", events=EVENTS) == []


def test_a_rare_kind_of_event_may_be_away_for_more_than_a_year() -> None:
    """Its table is whole all the time, so that the months between two emergency protection orders had none."""
    assert months_of("events.emergency_protection_order", events=EVENTS) == [(2022, 2), (2024, 2)]
    assert months_of("events.missing", events=EVENTS) == [(2022, 0), (2024, 2)]


def test_factors_are_told_from_the_month_of_the_first_assessment_that_has_any() -> None:
    assert months_of("assessment_factors", assessments=ASSESSMENTS, assessment_factors=FACTORS) == [
        (2024, 1),
        (2024, 2),
    ]
    assert months_of("assessments", assessments=ASSESSMENTS) == [(2024, 0), (2024, 2)]


REFERRALS = """
    referral_id child_id referred_on closed_on
    R1          C1       2023-12-01  2024-02-10
    R2          C2       2023-12-01  2024-02-29
"""


def test_assessments_are_not_whole_before_the_referrals_that_they_belong_to() -> None:
    """In January no episode had closed: what is told of it are cases that were open still."""
    assert months_of("assessments", assessments=ASSESSMENTS) == [(2024, 0), (2024, 2)]
    assert months_of("assessments", assessments=ASSESSMENTS, referrals=REFERRALS) == [(2024, 1), (2024, 2)]


def test_an_older_extract_of_referrals_does_not_hide_newer_assessments() -> None:
    newer, older = pl.lit(date(2024, 3, 31)), pl.lit(date(2024, 2, 29))
    tables = {
        "assessments": frame_of("assessments", ASSESSMENTS).with_columns(extracted_on=newer),
        "referrals": frame_of("referrals", REFERRALS).with_columns(extracted_on=older),
    }
    months = AuthorityRecords("357", tables).months(["assessments"])
    assert divmod(months.last, 12) == (2024, 2)
