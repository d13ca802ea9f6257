"""Completeness: of the rows that should have a field, how many have it, by team; worked out by hand here."""

from pathlib import Path

import polars as pl
import pytest
from cleaned import CLEAN, RAW, cleaned
from made_up_records import MONTHS, TABLES, cin_census, put, put_tables

from csc_metrics.contracts.codes import words_of
from csc_metrics.contracts.data_quality import Completeness
from csc_metrics.contracts.records.columns import Blank
from csc_metrics.contracts.records.tables import RECORD_TABLES
from csc_metrics.data_quality.completeness import completeness
from csc_metrics.data_quality.expected import fields_that_may_lack
from csc_metrics.data_quality.fix_first import fix_first
from csc_metrics.data_quality.teams import NO_TEAM

Counts = dict[str | None, tuple[int | None, int | None, float | None]]


@pytest.fixture(autouse=True)
def work_in_an_empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def counted(table: str, field: str) -> Counts:
    """Return (rows that should have a field, rows that have it, per cent) by team; None: the whole authority."""
    rows = completeness(CLEAN, "001").filter((pl.col("table") == table) & (pl.col("field") == field))
    return {row["team"]: (row["rows_expected"], row["rows_filled"], row["value"]) for row in rows.to_dicts()}


def status_of(table: str, field: str) -> str:
    rows = completeness(CLEAN, "001").filter((pl.col("table") == table) & (pl.col("field") == field))
    (status,) = rows.filter(pl.col("team").is_null())["status"]
    return str(status)


def test_a_field_is_counted_for_the_authority_and_for_each_team() -> None:
    workers = TABLES["workers"].with_row(0, worker_id="W3", fte=None).with_row(0, worker_id="W4", team=None, fte=None)
    put_tables(RAW, ["workers"], workers=workers)
    cleaned()

    assert counted("workers", "fte") == {
        None: (4, 2, 50.0),  # W1 to W4, of whom W1 and W2 have hours
        "North": (2, 1, 50.0),
        "South": (1, 1, 100.0),
        NO_TEAM: (1, 0, 0.0),
    }


def test_a_record_that_only_extracts_without_a_field_tell_of_is_not_asked_for_it() -> None:
    """W3 is told by an extract that has no hours: that nobody filled them in says nothing of recording."""
    put_tables(RAW, ["workers"], day=MONTHS[0], workers=TABLES["workers"].with_cell(1, "fte", None))
    newcomer = TABLES["workers"].with_row(0, worker_id="W3").only(2).without_column("fte")
    put_tables(RAW, ["workers"], workers=newcomer)
    cleaned()

    rows = completeness(CLEAN, "001").filter((pl.col("table") == "workers") & (pl.col("field") == "fte"))
    told = rows.select("team", "rows_expected", "rows_filled", "rows_not_asked").sort("team", nulls_last=False)
    assert told.rows() == [(None, 2, 1, 1), ("North", 1, 1, 1), ("South", 1, 0, 0)]


def test_a_record_that_an_older_extract_has_a_field_of_is_asked_for_it() -> None:
    put_tables(RAW, ["workers"], day=MONTHS[0], workers=TABLES["workers"].with_cell(1, "fte", None))
    put_tables(RAW, ["workers"], workers=TABLES["workers"].without_column("fte"))
    cleaned()

    assert counted("workers", "fte") == {None: (2, 1, 50.0), "North": (1, 1, 100.0), "South": (1, 0, 0.0)}


def test_a_team_is_a_field_that_is_not_told_by_team() -> None:
    put_tables(RAW, ["workers"], workers=TABLES["workers"].with_cell(0, "team", None))
    cleaned()

    assert counted("workers", "team") == {None: (2, 1, 50.0)}


def test_only_assessments_that_were_authorised_should_have_an_outcome() -> None:
    """S1 was authorised and has one; S2 is open; S3 was authorised and lacks it."""
    put_tables(RAW, ["assessments"], assessments=TABLES["assessments"].with_row(0, assessment_id="S3", outcome=None))
    cleaned()

    assert counted("assessments", "outcome") == {None: (2, 1, 50.0), "North": (2, 1, 50.0), "South": (0, 0, None)}


def test_an_attendance_that_is_not_recorded_counts_as_empty_where_the_meeting_was_held() -> None:
    """Of M1, which was held, police attended and health's cell is empty; M2 is pending, so nobody should have come."""
    put_tables(RAW, ["meetings", "invitations"], invitations=TABLES["invitations"].with_cell(1, "attendance", None))
    cleaned()

    assert counted("invitations", "attendance") == {None: (2, 1, 50.0), "North": (2, 1, 50.0), "South": (0, 0, None)}


def test_attendance_is_incomplete_where_no_extract_tells_which_meetings_were_held() -> None:
    put_tables(RAW, ["invitations"])
    cleaned()

    assert status_of("invitations", "attendance") == "incomplete"
    assert counted("invitations", "attendance") == {None: (None, None, None)}


def test_a_field_that_no_extract_has_is_not_collected_and_never_none_of_it() -> None:
    put_tables(RAW, ["workers"], workers=TABLES["workers"].without_column("fte"))
    cleaned()

    assert status_of("workers", "fte") == "not_collected"
    assert status_of("visits", "is_child_seen") == "not_collected"
    assert counted("workers", "fte") == {None: (None, None, None)}


def test_a_field_that_no_row_should_have_has_nothing_to_count() -> None:
    put_tables(RAW, ["plans"])
    cleaned()

    assert (status_of("plans", "end_reason"), counted("plans", "end_reason")) == (
        "zero_denominator",
        {None: (0, 0, None)},
    )


def test_a_childs_records_are_those_of_the_team_that_holds_the_case_or_last_did() -> None:
    """A1 went from South to North; A2's case was closed in South."""
    moved = TABLES["allocations"].with_row(
        0, worker_id="W2", team="South", started_on="2026-07-01", ended_on="2026-07-02"
    )
    put_tables(
        RAW,
        ["children", "allocations", "workers"],
        allocations=moved,
        children=TABLES["children"].with_cell(0, "ethnicity", None),
    )
    cleaned()

    assert counted("children", "ethnicity") == {None: (2, 1, 50.0), "North": (1, 0, 0.0), "South": (1, 1, 100.0)}


def test_the_newest_word_is_what_counts() -> None:
    put_tables(RAW, ["children"], day=MONTHS[0], children=TABLES["children"].with_cell(0, "sex", None))
    put_tables(RAW, ["children"], day=MONTHS[1])
    cleaned()

    assert counted("children", "sex") == {None: (2, 2, 100.0)}


def not_asked(table: str, field: str) -> dict[str | None, int | None]:
    """Return how many rows that should have a field are told by extracts without it alone, by team."""
    rows = completeness(CLEAN, "001").filter((pl.col("table") == table) & (pl.col("field") == field))
    return dict(rows.select("team", "rows_not_asked").iter_rows())


def test_a_record_that_only_an_extract_without_the_field_tells_of_is_not_counted_for_it() -> None:
    """The census has no teams: of its assessment of A1 nobody asked one. S1 lacks its team, S2 has one."""
    put(RAW, f"001/{MONTHS[0]}/cin.xml", cin_census())
    put_tables(RAW, ["assessments"], assessments=TABLES["assessments"].with_cell(0, "team", None))
    cleaned()

    assert counted("assessments", "team") == {None: (2, 1, 50.0)}
    assert not_asked("assessments", "team") == {None: 1}
    assert fix_first(CLEAN, "001").filter(pl.col("what") == "team")["records"].to_list() == [1]


def test_a_record_that_any_extract_with_the_field_tells_of_is_counted_for_it() -> None:
    """September's extract has no role: W1 and W2 are told anew in October, which has one; W3 is not."""
    older = TABLES["workers"].with_row(0, worker_id="W3").without_column("role")
    put_tables(RAW, ["workers"], day=MONTHS[0], workers=older)
    put_tables(RAW, ["workers"], day=MONTHS[1], workers=TABLES["workers"].with_cell(0, "role", None))
    cleaned()

    assert counted("workers", "role") == {None: (2, 1, 50.0), "North": (1, 0, 0.0), "South": (1, 1, 100.0)}
    assert not_asked("workers", "role") == {None: 1, "North": 1, "South": 0}


def test_a_field_that_no_counted_record_was_asked_for_has_nothing_to_count() -> None:
    """October's extract of assessments, which has outcomes, tells of S2 alone, and that is open."""
    put_tables(RAW, ["assessments"], day=MONTHS[0], assessments=TABLES["assessments"].without_column("outcome"))
    put_tables(RAW, ["assessments"], day=MONTHS[1], assessments=TABLES["assessments"].only(1))
    cleaned()

    assert (status_of("assessments", "outcome"), not_asked("assessments", "outcome")[None]) == ("zero_denominator", 1)


def test_what_cleaning_fills_from_another_table_is_asked_of_every_record() -> None:
    """September's extract names no referrals; S1's is looked up. S3 is of a child without any, and lacks one."""
    assessments = TABLES["assessments"]
    older = assessments.only(0).with_row(0, assessment_id="S3", child_id="A2", started_on="2026-07-01")
    put_tables(RAW, ["assessments"], day=MONTHS[0], assessments=older.without_column("referral_id"))
    put_tables(RAW, ["assessments", "referrals"], day=MONTHS[1], assessments=assessments.only(1))
    cleaned()

    assert counted("assessments", "referral_id")[None] == (3, 2, pytest.approx(200 / 3))
    assert not_asked("assessments", "referral_id")[None] == 0


def test_every_field_in_which_empty_means_not_known_is_told_of() -> None:
    put_tables(RAW)
    cleaned()

    rows = completeness(CLEAN, "001").filter(pl.col("team").is_null())
    told = set(rows.select("table", "field").iter_rows())
    assert told == {(table, field) for table in RECORD_TABLES for field in fields_that_may_lack(table)}
    assert all(RECORD_TABLES[table].columns[field].blank is Blank.UNKNOWN for table, field in told)
    assert "not_recorded" in words_of("attendance")


def test_a_share_that_is_not_that_of_its_rows_is_refused() -> None:
    put_tables(RAW, ["workers"])
    cleaned()
    right = completeness(CLEAN, "001")
    assert Completeness.is_valid(right)
    assert not Completeness.is_valid(right.with_columns(pl.lit(50.0).alias("value")))
