"""What only several extracts together tell: records that are gone, that are kept aside, or that begin without cause."""

from datetime import date
from pathlib import Path

import polars as pl
import pytest
from made_up_xml import child_text, cin_text

from csc_metrics.records.clean import Cleaned, clean_records
from csc_metrics.records.doubts import NO_LONGER_TOLD
from csc_metrics.records.store import scan_clean
from csc_metrics.settings.model import Settings

SEPTEMBER, OCTOBER = "357/2026-09", "357/2026-10"
ALLOCATIONS = "person_id,worker_id,started_on,ended_on\n"
REFERRALS = "Child Unique ID,Date of Referral,Referral Source\n"
MEETINGS = "meeting_id,meeting_type,decided_at,held_at,status\n"
STILL_TOLD = "M9,strategy,2026-09-01 09:00,2026-09-02 09:00,held\n"
EPISODES = "Child Unique ID,CIN Start Date,CIN Closure Date\n"


@pytest.fixture
def raw(tmp_path: Path) -> Path:
    return tmp_path / "raw"


def put(raw: Path, place: str, name: str, text: str) -> None:
    (raw / place).mkdir(parents=True, exist_ok=True)
    (raw / place / name).write_text(text, encoding="utf-8")


def cleaned(raw: Path) -> Cleaned:
    return clean_records(raw, raw.parent / "clean", settings=Settings())


def table(raw: Path, name: str) -> pl.DataFrame:
    rows = scan_clean(raw.parent / "clean", name)
    assert rows is not None
    return rows.collect()


def restated(raw: Path) -> list[tuple[str, str, str]]:
    path = raw.parent / "clean" / "restated" / "357.csv"
    if not path.exists():
        return []
    return list(pl.read_csv(path).select("record", "column", "change").iter_rows())


def rules(found: Cleaned) -> set[tuple[str, str]]:
    return set(found.faults.select("severity", "rule").iter_rows())


def test_an_open_case_that_the_newest_extract_no_longer_tells_of_stays_and_is_doubted(raw: Path) -> None:
    """It may have ended, been deleted, or been given another day, as here: nobody can tell which."""
    put(raw, SEPTEMBER, "allocations.csv", f"{ALLOCATIONS}C1,W1,2026-09-01,\nC2,W1,2026-09-02,\n")
    put(raw, OCTOBER, "allocations.csv", f"{ALLOCATIONS}C1,W1,2026-09-03,\nC2,W1,2026-09-02,\n")
    found = cleaned(raw)
    assert table(raw, "allocations").height == 3
    (gone,) = found.faults.filter(pl.col("rule") == NO_LONGER_TOLD).to_dicts()
    assert (gone["severity"], gone["record"], gone["row"]) == ("warning", "C1 child W1 2026-09-01", 2)
    assert gone["weakens"] == "figures that count allocations"


def test_an_extract_of_current_cases_alone_takes_nobody_out_of_the_past(raw: Path) -> None:
    put(raw, SEPTEMBER, "allocations.csv", f"{ALLOCATIONS}C1,W1,2026-09-01,\nC2,W1,2026-09-01,\n")
    put(raw, OCTOBER, "allocations.csv", f"{ALLOCATIONS}C3,W2,2026-10-01,\n")
    found = cleaned(raw)
    assert set(table(raw, "allocations")["person_id"]) == {"C1", "C2", "C3"}
    assert [row["record"][:2] for row in found.faults.to_dicts()] == ["C1", "C2"]
    assert rules(found) == {("warning", NO_LONGER_TOLD)}


def test_a_closed_case_may_leave_the_window_of_a_newer_extract(raw: Path) -> None:
    put(raw, SEPTEMBER, "allocations.csv", f"{ALLOCATIONS}C1,W1,2026-01-01,2026-02-01\nC2,W1,2026-09-02,\n")
    put(raw, OCTOBER, "allocations.csv", f"{ALLOCATIONS}C2,W1,2026-09-02,\n")
    cleaned(raw)
    assert set(table(raw, "allocations")["person_id"]) == {"C1", "C2"}
    assert restated(raw) == []


def test_a_case_that_comes_back_is_told_again(raw: Path) -> None:
    put(raw, "357/2026-08", "allocations.csv", f"{ALLOCATIONS}C1,W1,2026-08-01,\nC2,W1,2026-08-02,\n")
    put(raw, SEPTEMBER, "allocations.csv", f"{ALLOCATIONS}C2,W1,2026-08-02,\n")
    put(raw, OCTOBER, "allocations.csv", f"{ALLOCATIONS}C1,W1,2026-08-01,\nC2,W1,2026-08-02,\n")
    cleaned(raw)
    assert set(table(raw, "allocations")["person_id"]) == {"C1", "C2"}
    assert restated(raw) == []


@pytest.mark.parametrize(("day", "is_doubted"), [("2026-03-01", False), ("2026-07-01", True)])
def test_an_event_that_is_gone_is_doubted_only_within_the_time_that_the_newer_extract_covers(
    raw: Path, day: str, *, is_doubted: bool
) -> None:
    put(raw, SEPTEMBER, "list 3.csv", f"{REFERRALS}C1,{day},6: Police\nC2,2026-08-01,6: Police\n")
    put(raw, OCTOBER, "list 3.csv", f"{REFERRALS}C3,2026-05-01,6: Police\nC2,2026-08-01,6: Police\n")
    found = cleaned(raw)
    assert "C1" in set(table(raw, "referrals")["child_id"])
    assert rules(found) == ({("warning", NO_LONGER_TOLD)} if is_doubted else set())


ENQUIRY = "<Section47><S47ActualStartDate>{day}</S47ActualStartDate><ICPCnotRequired>1</ICPCnotRequired></Section47>"


def census(year: int, *enquiries: str) -> str:
    """Return a census of one open episode for each enquiry."""
    children = [
        child_text(
            f"<CINdetails><CINreferralDate>2021-06-01</CINreferralDate>{ENQUIRY.format(day=day)}</CINdetails>",
            identifiers=f"<LAchildID>A{day}</LAchildID>",
        )
        for day in enquiries
    ]
    return cin_text(*children, year=year, la_code="357")


def test_an_enquiry_of_an_earlier_census_is_not_doubted_where_the_newer_one_tells_of_an_old_case(raw: Path) -> None:
    """A census tells of cases open in its year, with whatever they had before it: others of that time are closed."""
    put(raw, "357", "cin_2025.xml", census(2025, "2023-05-02", "2024-10-01"))
    put(raw, "357", "cin_2026.xml", census(2026, "2023-05-02"))
    found = cleaned(raw)
    assert table(raw, "section_47_enquiries").height == 2
    assert ("section_47_enquiries", NO_LONGER_TOLD) not in set(found.faults.select("table", "rule").iter_rows())


def test_a_plan_in_need_that_a_census_tells_of_is_not_doubted_by_a_newer_annex_a(raw: Path) -> None:
    """Annex A has lists of protection plans and of care, in the very columns of a census, and none of plans in need."""
    in_need = "<CINPlanDates><CINPlanStartDate>2025-07-01</CINPlanStartDate></CINPlanDates>"
    details = f"<CINdetails><CINreferralDate>2025-06-01</CINreferralDate>{in_need}</CINdetails>"
    put(raw, "357/2026-03-31", "cin_2026.xml", cin_text(child_text(details), year=2026, la_code="357"))
    heading = "Child Unique ID,Child Protection Plan Start Date,Child Protection Plan End Date\n"
    put(raw, "357/2026-09-30/Annex A", "List 7.csv", f"{heading}A2,01/06/2026,\n")
    found = cleaned(raw)
    assert table(raw, "plans").select("plan_type").to_series().to_list() == ["cin_plan", "cp"]
    assert ("plans", NO_LONGER_TOLD) not in set(found.faults.select("table", "rule").iter_rows())


def test_a_protection_plan_that_a_census_tells_of_is_not_doubted_by_an_annex_a_of_six_months(raw: Path) -> None:
    """It may have ended in between, before the six months: only a census should tell of it again."""
    plan = "<ChildProtectionPlans><CPPstartDate>2025-07-01</CPPstartDate></ChildProtectionPlans>"
    details = f"<CINdetails><CINreferralDate>2025-06-01</CINreferralDate>{plan}</CINdetails>"
    put(raw, "357/2026-03-31", "cin_2026.xml", cin_text(child_text(details), year=2026, la_code="357"))
    heading = "Child Unique ID,Child Protection Plan Start Date,Child Protection Plan End Date\n"
    put(raw, "357/2026-12-31/Annex A", "List 7.csv", f"{heading}A2,01/11/2026,\n")
    assert ("plans", NO_LONGER_TOLD) not in set(cleaned(raw).faults.select("table", "rule").iter_rows())


def test_a_pending_meeting_that_was_held_restates_nothing(raw: Path) -> None:
    put(raw, SEPTEMBER, "meetings.csv", f"{MEETINGS}M1,strategy,2026-09-29 09:00,,pending\n")
    put(raw, OCTOBER, "meetings.csv", f"{MEETINGS}M1,strategy,2026-09-29 09:00,2026-10-02 09:00,held\n")
    cleaned(raw)
    assert restated(raw) == []


def test_an_enquiry_of_its_own_year_that_a_census_drawn_again_leaves_out_is_doubted(raw: Path) -> None:
    put(raw, "357/2026-05-01", "cin_2026.xml", census(2026, "2025-09-01", "2026-02-03"))
    put(raw, "357/2026-06-30", "cin_2026.xml", census(2026, "2025-09-01").replace("2026-05-01T", "2026-06-30T"))
    found = cleaned(raw)
    assert ("section_47_enquiries", NO_LONGER_TOLD) in set(found.faults.select("table", "rule").iter_rows())


@pytest.mark.parametrize(
    ("meeting", "is_doubted"),
    [
        ("M1,strategy,2026-09-10 09:00,,pending", True),
        ("M1,strategy,,,pending", True),
        ("M1,strategy,2026-09-10 09:00,2026-09-11 09:00,held", False),
        ("M1,strategy,2026-09-10 09:00,,cancelled", False),
    ],
)
def test_a_meeting_that_is_gone_is_doubted_if_it_was_pending(raw: Path, meeting: str, *, is_doubted: bool) -> None:
    """The others would look more timely without it. One that was held or cancelled may leave the extract."""
    put(raw, SEPTEMBER, "meetings.csv", f"{MEETINGS}{meeting}\n{STILL_TOLD}")
    put(raw, OCTOBER, "meetings.csv", f"{MEETINGS}{STILL_TOLD}")
    found = cleaned(raw)

    assert set(table(raw, "meetings")["meeting_id"]) == {"M1", "M9"}
    told = found.faults.select("severity", "rule", "record", "row", "weakens").rows()
    assert told == ([("warning", NO_LONGER_TOLD, "M1", 2, "figures that count meetings")] if is_doubted else [])


def test_a_pending_meeting_that_a_newer_extract_tells_of_is_not_doubted(raw: Path) -> None:
    pending = ["M1,strategy,2026-09-10 09:00,,pending\n", "M2,strategy,2026-09-10 09:00,,pending\n"]
    put(raw, SEPTEMBER, "meetings.csv", f"{MEETINGS}{''.join(pending)}")
    put(raw, OCTOBER, "meetings.csv", f"{MEETINGS}M1,strategy,2026-09-10 09:00,2026-10-01 10:00,held\n{pending[1]}")

    assert rules(cleaned(raw)) == set()


def test_extracts_of_two_kinds_do_not_doubt_what_the_other_tells(raw: Path) -> None:
    put(raw, SEPTEMBER, "list 6.csv", f"{EPISODES}C1,2026-09-01,\n")
    put(raw, OCTOBER, "list 3.csv", f"{REFERRALS}C2,2026-10-01,6: Police\n")
    assert rules(cleaned(raw)) == set()
    assert set(table(raw, "referrals")["child_id"]) == {"C1", "C2"}


def test_a_closure_that_cannot_be_read_does_not_leave_the_case_open_by_another_list_of_the_same_day(raw: Path) -> None:
    put(raw, OCTOBER, "list 3.csv", f"{REFERRALS}C1,2026-09-14,6: Police\n")
    put(raw, OCTOBER, "list 6.csv", f"{EPISODES}C1,2026-09-14,31/09/2026\n")
    found = cleaned(raw)
    assert table(raw, "referrals").is_empty()
    assert rules(found) == {("error", "not_a_date"), ("error", "newer_word_is_aside")}


def test_an_older_word_does_not_stand_where_a_newer_one_had_to_be_kept_aside(raw: Path) -> None:
    put(raw, SEPTEMBER, "allocations.csv", f"{ALLOCATIONS}C1,W1,2026-09-01,\n")
    put(raw, OCTOBER, "allocations.csv", f"{ALLOCATIONS}C1,W1,2026-09-01,20/10/26\n")
    found = cleaned(raw)
    assert table(raw, "allocations").is_empty()
    assert rules(found) == {("error", "ambiguous_date"), ("error", "newer_word_is_aside")}
    assert [(one.rows_in, one.clean, one.aside) for one in found.balances] == [(1, 0, 1), (1, 0, 1)]


def test_a_newer_word_stands_where_an_older_one_was_kept_aside_and_the_old_fault_is_mended(raw: Path) -> None:
    put(raw, SEPTEMBER, "allocations.csv", f"{ALLOCATIONS}C1,W1,2026-09-01,20/09/26\n")
    put(raw, OCTOBER, "allocations.csv", f"{ALLOCATIONS}C1,W1,2026-09-01,20/09/2026\n")
    found = cleaned(raw)
    assert table(raw, "allocations")["ended_on"].to_list() == [date(2026, 9, 20)]
    assert rules(found) == set()


@pytest.mark.parametrize(
    ("started", "is_doubted"), [("2026-08-03", True), ("2026-08-01", False), ("2026-01-01", False)]
)
def test_an_episode_that_begins_without_a_referral_weakens_the_number_of_referrals(
    raw: Path, started: str, *, is_doubted: bool
) -> None:
    put(raw, OCTOBER, "list 3.csv", f"{REFERRALS}C1,2026-08-01,6: Police\n")
    put(raw, OCTOBER, "list 6.csv", f"{EPISODES}C1,{started},\n")
    assert rules(cleaned(raw)) == ({("warning", "episode_without_referral")} if is_doubted else set())
    assert table(raw, "referrals").height == (1 if started == "2026-08-01" else 2)
