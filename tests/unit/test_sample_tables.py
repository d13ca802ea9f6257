"""The made-up region: the same on every machine, linked throughout, and with the story that it is meant to tell."""

import hashlib
from datetime import date
from functools import cache

import polars as pl
import pytest

from csc_metrics.contracts.made_up_region import made_up_authorities
from csc_metrics.contracts.records.tables import RECORD_TABLES
from csc_metrics.records.schema_rules import rules_broken
from csc_metrics.sample.authority import MadeUpAuthority
from csc_metrics.sample.day_numbers import number_of
from csc_metrics.sample.story import DRAWN_ON, FIRST_ON, PARTNERS, story_of

ON = number_of(DRAWN_ON)
HUB_ON = date(2025, 1, 6)
SMALL = 0.2
PINNED = "c547045d9e6c962b1cf8f3062cc692054973c20da530e5306da869ee7b82de91"
"""Of the tables as text, not of any file's container. It changes with the story, and then on purpose."""


@cache
def tables(la_code: str, size: float = SMALL) -> dict[str, pl.DataFrame]:
    return MadeUpAuthority(story_of(la_code, size=size)).tables(on=ON)


def test_the_tables_are_the_same_bytes_for_the_same_seed() -> None:
    told = hashlib.sha256()
    for la_code in ("001", "002", "003", "357"):
        for name, rows in tables(la_code).items():
            told.update(name.encode())
            told.update(rows.write_csv().encode())
    assert told.hexdigest() == PINNED


def test_another_seed_tells_of_other_children() -> None:
    others = MadeUpAuthority(story_of("001", seed=358, size=SMALL)).tables(on=ON)
    assert not others["referrals"].equals(tables("001")["referrals"])


def test_there_are_eleven_authorities_with_names_of_their_own() -> None:
    assert list(made_up_authorities()) == [f"{number:03d}" for number in range(1, 12)]
    assert len({one.name for one in made_up_authorities().values()}) == 11


@pytest.mark.parametrize("name", RECORD_TABLES)
def test_every_clean_table_is_told_of_and_none_of_its_rows_breaks_a_rule(name: str) -> None:
    for la_code in ("001", "002"):
        rows = tables(la_code)[name]
        table = RECORD_TABLES[name]
        whole = pl.concat([table.empty, rows.select(pl.all())], how="diagonal_relaxed").with_columns(
            la_code=pl.lit(la_code), source_file=pl.lit("a"), source_row=pl.lit(2), extracted_on=pl.lit(DRAWN_ON)
        )
        assert rows.height > 10
        assert [
            rule for rule, _ in rules_broken(whole.select(table.empty.columns).cast(dict(table.empty.schema)), table)
        ] == []


def test_records_name_one_another() -> None:
    told = tables("001")
    children, meetings = set(told["children"]["child_id"]), set(told["meetings"]["meeting_id"])
    for name, rows in told.items():
        if "child_id" in rows.columns:
            assert set(rows["child_id"].drop_nulls()) <= children, name
    assert set(told["invitations"]["meeting_id"]) == meetings
    assert set(told["allocations"]["worker_id"].drop_nulls()) <= set(told["workers"]["worker_id"])
    assert set(told["assessments"]["referral_id"]) <= set(told["referrals"]["referral_id"])
    became = set(told["contacts"].filter(pl.col("outcome") == "referral")["contact_id"])
    assert set(told["referrals"]["contact_id"].drop_nulls()) == became
    assert told["referrals"].filter(pl.col("referred_on") >= FIRST_ON)["contact_id"].null_count() < 5
    assert set(told["meetings"]["enquiry_id"].drop_nulls()) <= set(told["section_47_enquiries"]["enquiry_id"])


def share_with_all_partners(first: date, last: date) -> float:
    """Return the share of the first authority's strategy meetings of a time to which all three agencies came."""
    told = tables("001", 1.0)
    is_within = pl.col("decided_at").dt.date().is_between(first, last)
    meetings = told["meetings"].filter(
        (pl.col("meeting_type") == "strategy") & (pl.col("status") == "held") & is_within
    )
    came: dict[str, set[str]] = {}
    for meeting, agency, word in told["invitations"].select("meeting_id", "agency", "attendance").iter_rows():
        if word in {"attended", "deputised"}:
            came.setdefault(meeting, set()).add(agency)
    whole = [set(PARTNERS) <= came.get(meeting, set()) for meeting in meetings["meeting_id"]]
    return sum(whole) / len(whole)


def test_attendance_of_the_three_agencies_rises_from_40_to_98_per_cent_with_the_hub() -> None:
    assert share_with_all_partners(FIRST_ON, date(2025, 1, 5)) == pytest.approx(0.40, abs=0.03)
    assert share_with_all_partners(date(2025, 1, 7), DRAWN_ON) == pytest.approx(0.98, abs=0.015)


def median_wait(first: date, last: date) -> float:
    told = tables("001", 1.0)["meetings"]
    strategy = told.filter(
        (pl.col("meeting_type") == "strategy") & pl.col("decided_at").dt.date().is_between(first, last)
    )
    hours = strategy.select((pl.col("held_at") - pl.col("decided_at")).dt.total_minutes() / 60).to_series().median()
    assert isinstance(hours, float)
    return hours


def test_strategy_meetings_wait_for_more_than_a_day_before_the_hub_and_for_hours_after_it() -> None:
    assert median_wait(FIRST_ON, date(2025, 1, 1)) > 24
    assert median_wait(date(2025, 1, 7), date(2026, 3, 1)) < 8


def test_late_meetings_wait_for_the_police_more_often_than_for_anybody_else() -> None:
    agencies = tables("001", 1.0)["meetings"]["delay_agency"].drop_nulls().value_counts(sort=True)
    assert agencies["delay_agency"][0] == "police"


def referrals_between(first: date, last: date) -> int:
    return tables("001", 1.0)["referrals"].filter(pl.col("referred_on").is_between(first, last)).height


def test_referrals_surge_in_2024() -> None:
    assert referrals_between(date(2024, 1, 1), date(2024, 12, 31)) > 1.15 * referrals_between(
        date(2022, 1, 1), date(2022, 12, 31)
    )


def share_in_time(first: date, last: date) -> float:
    """Return the share of assessments authorised in a time within about 45 working days, 63 days."""
    done = tables("001", 1.0)["assessments"].filter(pl.col("authorised_on").is_between(first, last))
    days = done.select((pl.col("authorised_on") - pl.col("started_on")).dt.total_days()).to_series()
    return (days <= 63).sum() / len(days)


def test_timeliness_dips_while_the_backlog_is_cleared() -> None:
    before = share_in_time(date(2022, 1, 1), date(2023, 6, 30))
    while_cleared = share_in_time(date(2024, 10, 1), date(2025, 1, 31))
    after = share_in_time(date(2025, 9, 1), DRAWN_ON)
    assert while_cleared < before - 0.15
    assert after > while_cleared + 0.2


def caseload(on: date) -> float:
    told = tables("001", 1.0)
    held = told["allocations"].filter(
        pl.col("worker_id").is_not_null() & (pl.col("started_on") <= on) & pl.col("ended_on").fill_null(date.max).gt(on)
    )
    workers = told["workers"].join(held.select("worker_id").unique(), on="worker_id", how="semi")
    return float(held["person_id"].n_unique() / workers["fte"].sum())


def test_caseloads_fall_and_rise_and_fall_again() -> None:
    high, low, again, newest = (
        caseload(day) for day in (date(2021, 6, 30), date(2023, 3, 31), date(2025, 1, 31), DRAWN_ON)
    )
    assert high > low + 3
    assert again > low + 2
    assert newest < again - 1


def test_agency_staff_come_and_go() -> None:
    workers = tables("001", 1.0)["workers"].filter(pl.col("employment") == "agency")

    def share(on: date) -> float:
        present = tables("001", 1.0)["workers"].filter(
            (pl.col("started_on") <= on) & pl.col("left_on").fill_null(date.max).ge(on)
        )
        return float(present.filter(pl.col("employment") == "agency").height / present.height)

    assert workers["left_on"].null_count() < workers.height
    assert share(date(2024, 12, 31)) > share(date(2022, 10, 31)) + 0.08
    assert share(DRAWN_ON) < share(date(2024, 12, 31)) - 0.05


def test_what_is_told_on_an_earlier_day_is_told_again_later() -> None:
    """Each record of the older draw is in the newer one, but for what was still under way."""
    authority = MadeUpAuthority(story_of("002", size=SMALL))
    older, newer = (authority.tables(on=number_of(day)) for day in (date(2025, 12, 31), DRAWN_ON))
    for name in ("contacts", "early_help", "referrals", "assessments", "meetings", "allocations", "workers", "plans"):
        key = list(RECORD_TABLES[name].key)
        assert older[name].join(newer[name], on=key, how="anti", nulls_equal=True).is_empty(), name
    assert older["children"].join(newer["children"], on=older["children"].columns, how="anti").is_empty()
