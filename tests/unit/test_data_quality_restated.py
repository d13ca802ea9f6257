"""What the newest extract said otherwise, counted by field; and what is asked of a folder of clean tables."""

from pathlib import Path

import polars as pl
import pytest
from cleaned import CLEAN, RAW, cleaned
from made_up_records import MONTHS, TABLES, put_tables

from csc_metrics.contracts.authorities import UnknownAuthority
from csc_metrics.data_quality.held import NoCleanRecords, authorities_held, find_authority_with_records, held_records
from csc_metrics.data_quality.restated import restated_since_last
from csc_metrics.data_quality.whole import open_data_quality
from csc_metrics.records.snapshots import CleanFolderFault

EARLIER, LATER = MONTHS


@pytest.fixture(autouse=True)
def work_in_an_empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def restated(table: str) -> dict[tuple[str, str], tuple[int | None, int | None]]:
    """Return (field, change) → (records changed, records compared) where any was changed."""
    rows = restated_since_last(CLEAN, "001").filter((pl.col("table") == table) & (pl.col("records") != 0))
    return {(row["field"], row["change"]): (row["records"], row["records_compared"]) for row in rows.to_dicts()}


def test_what_the_newest_extract_changed_emptied_or_told_late_is_counted_by_field() -> None:
    """S1 and S2 stand in both extracts, S3 in the newest alone; of S1 two fields differ, S2 was authorised before."""
    put_tables(RAW, ["assessments"], day=EARLIER)
    newer = (
        TABLES["assessments"]
        .with_cell(0, "authorised_on", "2026-08-21")
        .with_cell(0, "manager_reviewed_on", None)
        .with_cell(1, "authorised_on", "2026-09-15")
        .with_row(0, assessment_id="S3")
    )
    put_tables(RAW, ["assessments"], day=LATER, assessments=newer)
    cleaned()

    assert restated("assessments") == {
        ("authorised_on", "changed"): (1, 2),
        ("authorised_on", "late"): (1, 2),
        ("manager_reviewed_on", "emptied"): (1, 2),
    }


def test_nothing_that_differs_is_0_of_the_records_compared() -> None:
    for day in MONTHS:
        put_tables(RAW, ["visits"], day=day)
    cleaned()

    rows = restated_since_last(CLEAN, "001").filter(pl.col("field") == "is_seen_alone")
    assert rows.select("change", "records", "records_compared", "status").rows() == [
        ("changed", 0, 2, "ok"),
        ("emptied", 0, 2, "ok"),
    ]


def test_with_one_extract_it_is_not_yet_known() -> None:
    put_tables(RAW, ["visits"])
    cleaned()

    rows = restated_since_last(CLEAN, "001")
    assert set(rows.select("records", "status").rows()) == {(None, "not_yet_known")}


def test_attendance_that_is_recorded_later_is_no_restatement_and_one_that_is_lost_is_emptied() -> None:
    """In September nothing is recorded of P2; in October P2 came, and of P1 nothing is recorded any more."""
    invitations = TABLES["invitations"].with_cell(1, "attendance", None)
    put_tables(RAW, ["meetings", "invitations"], day=EARLIER, invitations=invitations)
    newer = invitations.with_cell(0, "attendance", None).with_cell(1, "attendance", "attended")
    put_tables(RAW, ["meetings", "invitations"], day=LATER, invitations=newer)
    cleaned()

    assert restated("invitations") == {("attendance", "emptied"): (1, 3)}


def test_only_what_the_newest_extract_of_a_table_changed_counts() -> None:
    """A change of September's is no longer news in October."""
    for day, sex in (("2026-08-31", "F"), (EARLIER, "M"), (LATER, "M")):
        put_tables(RAW, ["children"], day=day, children=TABLES["children"].with_cell(0, "sex", sex))
    cleaned()

    assert restated("children") == {}


def test_an_authority_without_records_is_told_what_to_do_and_which_are_there() -> None:
    put_tables(RAW, ["children"])
    cleaned()

    with pytest.raises(
        NoCleanRecords, match=r"no clean tables of Tameside \(357\).*Alderbeck \(001\).*csc-metrics clean"
    ):
        held_records(CLEAN, "Tameside")
    assert [one.name for one in authorities_held(CLEAN)] == ["Alderbeck"]


@pytest.mark.parametrize("spoilt", ["children/la_code=001/records.parquet", "faults/001-alderbeck.csv"])
def test_clean_tables_that_are_not_as_they_were_left_are_refused(spoilt: str) -> None:
    put_tables(RAW, ["children"], children=TABLES["children"].with_cell(0, "sex", "?!"))
    cleaned()
    (CLEAN / spoilt).unlink()

    with pytest.raises(NoCleanRecords, match=r"not as `csc-metrics clean` left them. Run it again"):
        held_records(CLEAN, "001")


def test_a_snapshot_that_is_damaged_is_named() -> None:
    put_tables(RAW, ["children"])
    cleaned()
    (part,) = CLEAN.glob("snapshots/*/*/part-*.parquet")
    part.write_bytes(b"")

    with pytest.raises(CleanFolderFault, match="this snapshot cannot be read"):
        open_data_quality(CLEAN, "001")


@pytest.mark.parametrize("asked", ["001", "Alderbeck", " alderbeck "])
def test_a_made_up_authority_goes_by_code_or_name(asked: str) -> None:
    assert find_authority_with_records(asked).la_code == "001"


def test_a_wrong_name_gets_the_nearest_right_one_among_the_made_up_too() -> None:
    with pytest.raises(UnknownAuthority, match="Alderbeck"):
        find_authority_with_records("Alderbek")
    with pytest.raises(UnknownAuthority, match="Tameside"):
        find_authority_with_records("Tamside")


def test_everything_together_says_the_same_as_each_by_itself() -> None:
    for day in MONTHS:
        put_tables(RAW, day=day)
    cleaned()

    whole = open_data_quality(CLEAN, "alderbeck")

    assert [str(day) for day in whole.days] == list(MONTHS)
    assert dict(whole.tables())["restated"].equals(restated_since_last(CLEAN, "001"))
    names = [name for name, _ in whole.tables()]
    assert names == ["completeness", "timeliness", "ages", "faults", "restated", "weakened", "to_fix"]
