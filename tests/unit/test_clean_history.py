"""Extracts accumulate: nothing older is lost, the newest word wins, and what it changed is counted and listed."""

import shutil
from datetime import date
from itertools import permutations
from pathlib import Path

import pytest
from cleaned import CLEAN, RAW, aside, clean, cleaned, faults, records, restated, rules, tables_in
from made_up_records import LISTS, MONTHS, TABLES, Rows, child, cin_census, put, put_annex_a, put_tables

EARLIER, LATER = MONTHS
OPEN = TABLES["assessments"].only(1)


@pytest.fixture(autouse=True)
def work_in_an_empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def day(text: str) -> date:
    return date.fromisoformat(text)


def authorised() -> list[tuple[object, ...]]:
    return records("assessments", "assessment_id", "authorised_on")


def test_a_six_month_window_keeps_what_lies_before_it() -> None:
    put_annex_a(RAW, {"List 3": LISTS["List 3"].only(0)}, day=EARLIER)
    cleaned()
    put_annex_a(RAW, {"List 3": LISTS["List 3"].only(1)}, day=LATER)
    cleaned()

    assert records("referrals", "child_id", "extracted_on") == [("A1", day(EARLIER)), ("A2", day(LATER))]


def test_a_raw_file_that_is_taken_away_keeps_its_snapshot() -> None:
    put_tables(RAW, ["children"], day=EARLIER, children=TABLES["children"].only(0))
    cleaned()
    shutil.rmtree(RAW)
    put_tables(RAW, ["children"], day=LATER, children=TABLES["children"].only(1))
    cleaned()

    assert records("children", "child_id") == [("A1",), ("A2",)]


def test_a_corrected_file_of_the_same_day_replaces_its_own_word_only() -> None:
    put(RAW, f"001/{LATER}/children north.csv", TABLES["children"].only(0).csv())
    put(RAW, f"001/{LATER}/children south.csv", TABLES["children"].only(1).csv())
    cleaned()
    put(RAW, f"001/{LATER}/children north.csv", TABLES["children"].only(0).with_cell(0, "child_id", "A7").csv())
    cleaned()

    assert records("children", "child_id", "source_file") == [
        ("A2", f"001/{LATER}/children south.csv"),
        ("A7", f"001/{LATER}/children north.csv"),
    ]
    assert restated() == []


def test_a_corrected_file_that_now_has_no_row_tells_of_nothing() -> None:
    put_tables(RAW, ["children", "visits"])
    cleaned()
    put_tables(RAW, ["children"], children=TABLES["children"].without_rows())
    cleaned()

    assert (records("children", "child_id"), len(records("visits", "child_id"))) == ([], 2)


def test_a_corrected_file_that_cannot_be_read_keeps_the_word_before() -> None:
    put_tables(RAW, ["children"])
    cleaned()
    put(RAW, f"001/{LATER}/children.csv", b"\xff\xfe\x00")

    called = clean()

    assert called.exit_code == 1
    assert records("children", "child_id") == [("A1",), ("A2",)]
    assert rules() & {"wrong_encoding", "file_empty"}


def test_a_renamed_file_is_not_counted_twice() -> None:
    put(RAW, f"001/{LATER}/children.csv", TABLES["children"].csv())
    cleaned()
    (RAW / f"001/{LATER}/children.csv").rename(RAW / f"001/{LATER}/children final.csv")
    called = cleaned()

    assert "children                           2           2           0           0" in called.text
    assert {row[0] for row in records("children", "source_file")} == {f"001/{LATER}/children final.csv"}
    assert len(list(CLEAN.glob("snapshots/*/*"))) == 1


def test_extracts_that_move_to_another_authority_leave_nothing_behind() -> None:
    put_tables(RAW, ["children", "visits"], la_code="001")
    put_tables(RAW, ["assessments"], la_code="002", assessments=OPEN.with_cell(0, "authorised_on", "never"))
    cleaned()
    (RAW / "001").rename(RAW / "003")
    cleaned()

    assert {name.split("la_code=")[1][:3] for name in tables_in()} == {"002", "003"}
    assert faults("001") == []
    assert faults("several") == []
    assert not (CLEAN / "provenance" / "001.json").exists()
    assert len(records("children", "child_id", la_code="003")) == 2


def test_the_newest_word_wins_column_by_column() -> None:
    """A column that an extract does not have says nothing; an empty cell of one that it has is a word."""
    put_tables(RAW, ["referrals"], day=EARLIER)
    without_need = TABLES["referrals"].without_column("primary_need").with_cell(1, "closed_on", None)
    put_tables(RAW, ["referrals"], day=LATER, referrals=without_need.with_cell(0, "closed_on", "2026-10-01"))
    cleaned()

    assert records("referrals", "referral_id", "closed_on", "primary_need") == [
        ("R1", day("2026-10-01"), "N1"),
        ("R2", None, "N2"),
    ]


def test_figures_that_a_newer_extract_changed_are_counted_and_listed() -> None:
    put_tables(RAW, ["assessments"], day=EARLIER)
    newer = TABLES["assessments"].with_cell(0, "authorised_on", "2026-08-21").with_cell(0, "manager_reviewed_on", None)
    put_tables(RAW, ["assessments"], day=LATER, assessments=newer.with_cell(1, "authorised_on", "2026-09-15"))
    called = cleaned()

    told = sorted((row["record"], row["column"], row["change"], row["was"], row["became"]) for row in restated())
    assert told == [
        ("S1", "authorised_on", "changed", "2026-08-20", "2026-08-21"),
        ("S1", "manager_reviewed_on", "emptied", "2026-07-10", ""),
        ("S2", "authorised_on", "late", "", "2026-09-15"),
    ]
    assert "3 figures restated" in called.told
    assert {row["extracted_on"] for row in restated()} == {LATER}


def test_what_happened_after_the_earlier_extract_is_no_restatement() -> None:
    put_tables(RAW, ["assessments"], day=EARLIER, assessments=OPEN)
    put_tables(RAW, ["assessments"], day=LATER, assessments=OPEN.with_cell(0, "authorised_on", "2026-10-15"))
    cleaned()

    assert authorised() == [("S2", day("2026-10-15"))]
    assert restated() == []


def test_a_fault_that_a_newer_extract_mended_leaves_the_list() -> None:
    put_tables(RAW, ["assessments"], day=EARLIER, assessments=OPEN.with_cell(0, "authorised_on", "soon"))
    cleaned()
    assert "not_a_date" in rules()
    put_tables(RAW, ["assessments"], day=LATER, assessments=OPEN.with_cell(0, "authorised_on", "2026-10-15"))
    cleaned()

    assert "not_a_date" not in rules()
    assert authorised() == [("S2", day("2026-10-15"))]


def test_a_fault_of_the_newest_extract_takes_the_older_word_aside_with_it() -> None:
    put_tables(RAW, ["assessments"], day=EARLIER, assessments=OPEN)
    put_tables(RAW, ["assessments"], day=LATER, assessments=OPEN.with_cell(0, "authorised_on", "soon"))
    cleaned()

    assert {"not_a_date", "newer_word_is_aside"} <= rules()
    told = sorted((row["extracted_on"], row["record"], row["rules"]) for row in aside())
    assert told == [(day(EARLIER), "S2", "newer_word_is_aside"), (day(LATER), "S2", "not_a_date")]
    assert records("assessments", "assessment_id", "extracted_on") == []


def test_two_records_whose_keys_read_alike_are_two() -> None:
    """Identifiers with spaces: meeting "M 1" with child "2" and meeting "M" with child "1 2"."""
    put_tables(RAW, ["meeting_children"], day=EARLIER)
    rows = Rows(("meeting_id", "child_id"), (("M 1", "2"), ("M", "1 2"), (None, "3")))
    put_tables(RAW, ["meeting_children"], day=LATER, meeting_children=rows)
    cleaned()

    assert records("meeting_children", "meeting_id", "child_id") == [
        ("M", "1 2"),
        ("M 1", "2"),
        ("M1", "A1"),
        ("M2", "A2"),
    ]


def test_two_files_of_one_day_that_disagree_are_both_kept_aside() -> None:
    put(RAW, f"001/{LATER}/assessments a.csv", TABLES["assessments"].csv())
    put(RAW, f"001/{LATER}/assessments b.csv", OPEN.with_cell(0, "authorised_on", "2026-10-01").csv())
    cleaned()

    assert authorised() == [("S1", day("2026-08-20"))]
    assert [(row["file"][-5:], row["row"], row["rules"]) for row in aside()] == [
        ("a.csv", 3, "files_disagree"),
        ("b.csv", 2, "files_disagree"),
    ]
    assert {fault["rule"] for fault in faults() if fault["severity"] == "error"} == {"files_disagree"}


def test_two_files_of_one_day_that_disagree_on_what_may_be_unknown_make_it_unknown() -> None:
    put(RAW, f"001/{LATER}/children a.csv", TABLES["children"].csv())
    put(RAW, f"001/{LATER}/children b.csv", TABLES["children"].with_cell(0, "sex", "M").csv())
    cleaned()

    assert records("children", "child_id", "sex") == [("A1", None), ("A2", "male")]
    assert "described_differently" in rules()


def test_a_dispute_takes_the_undisputed_word_of_an_earlier_day_aside_for_a_reason_of_its_own() -> None:
    """A census bears its own day, so that one file name and line may tell of several days."""
    put(RAW, "001/a.xml", cin_census())
    cleaned()
    june = cin_census().replace("2026-05-01T", "2026-06-01T")
    put(RAW, "001/a.xml", june)
    put(RAW, "001/b.xml", june.replace("AuthorisationDate>2026-02-20", "AuthorisationDate>2026-02-21"))
    cleaned()

    assert records("assessments", "authorised_on", "extracted_on") == []
    assert [(row["file"], row["extracted_on"], row["rules"]) for row in aside() if row["table"] == "assessments"] == [
        ("001/a.xml [Assessments]", day("2026-06-01"), "files_disagree"),
        ("001/b.xml [Assessments]", day("2026-06-01"), "files_disagree"),
        ("001/a.xml [Assessments]", day("2026-05-01"), "newer_word_is_aside"),
    ]


def test_an_identifier_of_the_case_system_names_the_record_that_annex_a_tells_of_too() -> None:
    put_annex_a(RAW, {"List 3": LISTS["List 3"], "List 4": LISTS["List 4"]}, day=EARLIER)
    put_tables(RAW, ["referrals", "assessments"], day=LATER)
    cleaned()

    assert records("referrals", "referral_id") == [("R1",), ("R2",)]
    assert records("assessments", "assessment_id", "referral_id") == [("S1", "R1"), ("S2", "R2")]


ARRIVING = {
    f"001/{EARLIER}/assessments.csv": TABLES["assessments"].with_cell(0, "authorised_on", "soon").csv(),
    f"001/{LATER}/assessments.csv": TABLES["assessments"].with_cell(1, "authorised_on", "2026-09-01").csv(),
    f"001/{LATER}/more assessments.csv": OPEN.without_column("authorised_on").with_cell(0, "team", "West").csv(),
    "001/2026-08-31/cin.xml": cin_census(child("A1"), child("A2")).encode(),
}


def test_clean_tables_have_the_same_bytes_in_whatever_order_extracts_arrive() -> None:
    results = set()
    for order in [*permutations(ARRIVING)][::3]:
        for folder in (RAW, CLEAN):
            shutil.rmtree(folder, ignore_errors=True)
        for name in order:
            put(RAW, name, ARRIVING[name])
            cleaned()
        results.add((tuple(tables_in().items()), tuple(map(str, faults())), tuple(map(str, restated()))))

    assert len(results) == 1
    assert authorised()[-1] == ("S2", day("2026-09-01"))


def columns_of(printed: str) -> list[dict[str, str]]:
    """Return the table that `clean` prints, line by line: figures end where their heading ends."""
    heading, *lines = [line for line in printed.splitlines() if line]
    names = ["authority", "table", "rows in", "clean", "kept aside", "duplicates", "records"]
    ends = [heading.index(name) + len(name) for name in names[2:]]
    starts = [34, *ends[:-1]]
    return [
        dict(zip(names, [line[:10].strip(), line[10:34].strip()], strict=False))
        | {name: line[start:end].strip() for name, start, end in zip(names[2:], starts, ends, strict=True)}
        for line in lines
    ]


def test_clean_tells_beside_the_rows_of_all_extracts_how_many_records_they_are() -> None:
    put_tables(RAW, ["children"], day=MONTHS[0])
    put_tables(RAW, ["children"], day=MONTHS[1], children=TABLES["children"].with_row(0, child_id="A3"))
    put_tables(RAW, ["workers"], la_code="002", workers=TABLES["workers"].with_cell(0, "started_on", "soon"))
    told = [
        {
            "authority": "001",
            "table": "children",
            "rows in": "5",
            "clean": "5",
            "kept aside": "0",
            "duplicates": "0",
            "records": "3",
        },
        {
            "authority": "002",
            "table": "workers",
            "rows in": "2",
            "clean": "1",
            "kept aside": "1",
            "duplicates": "0",
            "records": "1",
        },
    ]
    called = cleaned()
    assert columns_of(called.text) == told
    assert columns_of(cleaned().text) == told, "a second run reads it from the account"


def test_rows_of_nobody_are_no_records() -> None:
    put(RAW, f"{MONTHS[1]}/children.csv", TABLES["children"].with_column("la_code", "Nowhere", "001").csv())
    told = {row["authority"]: row["records"] for row in columns_of(cleaned().text)}

    assert told == {"001": "1", "unknown": "0"}
