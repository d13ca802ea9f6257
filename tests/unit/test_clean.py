"""From an extract of any format to clean tables: every value as written by hand here, nothing guessed, nothing lost."""

import shutil
from datetime import date, datetime
from pathlib import Path

import polars as pl
import pytest
from cleaned import CLEAN, RAW, aside, clean, cleaned, faults, path_of, records, rules, words
from made_up_records import (
    ATTENDANCE,
    AUTHORITIES,
    DETAILS,
    LISTS,
    MONTHS,
    TABLES,
    Rows,
    annex_a_bytes,
    child,
    cin_census,
    parquet_bytes,
    put,
    put_annex_a,
    put_annex_a_as_csv,
    put_tables,
    table,
    workforce_census,
)
from made_up_workbook import Sheet, error, workbook_bytes

from csc_metrics.contracts.records.tables import RECORD_TABLES

HERE = f"001/{MONTHS[1]}"
NOTHING_AMISS = {"authority_not_listed"}


@pytest.fixture(autouse=True)
def work_in_an_empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def settings(text: str) -> None:
    Path("settings.toml").write_text(text, encoding="utf-8")


def day(text: str) -> date:
    return date.fromisoformat(text)


def moment(text: str) -> datetime:
    return datetime.fromisoformat(text)


# Every format


def test_an_extract_of_each_table_gives_that_table_and_no_fault() -> None:
    put_tables(RAW)
    cleaned()

    assert rules() == NOTHING_AMISS
    assert {name: len(words(name)) for name in RECORD_TABLES} == {name: len(TABLES[name].rows) for name in TABLES}
    assert words("meetings") == [
        {
            "meeting_id": "M1",
            "meeting_type": "strategy",
            "referral_id": "R1",
            "enquiry_id": "E1",
            "team": "North",
            "decided_at": moment("2026-07-06 10:00"),
            "held_at": moment("2026-07-07 09:30"),
            "status": "held",
            "format": "video",
        },
        {
            "meeting_id": "M2",
            "meeting_type": "strategy",
            "referral_id": "R2",
            "team": "South",
            "decided_at": moment("2026-07-08 11:15"),
            "status": "pending",
        },
    ]
    assert records("assessment_factors", "factor") == [("domestic_abuse_parent",), ("neglect",)]
    assert records("workers", "worker_id", "employment", "fte", "is_asye", "left_on") == [
        ("W1", "permanent", 1.0, False, None),
        ("W2", "agency", 0.6, False, day("2026-08-31")),
    ]


def test_a_row_says_where_it_is_from_and_when_it_was_drawn() -> None:
    put_tables(RAW, ["children"], day=MONTHS[0])
    cleaned()

    assert records("children", "child_id", "la_code", "source_file", "source_row", "extracted_on") == [
        ("A1", "001", "001/2026-09-30/children.csv", 2, day(MONTHS[0])),
        ("A2", "001", "001/2026-09-30/children.csv", 3, day(MONTHS[0])),
    ]


def annex_a_words() -> dict[str, list[dict[str, object]]]:
    return {name: words(name) for name in RECORD_TABLES if path_of(name).exists()}


def test_annex_a_gives_the_tables_of_its_first_eight_lists() -> None:
    put_annex_a(RAW)
    cleaned()

    told = annex_a_words()
    assert told["children"] == [
        {"child_id": "A1", "born_on": day("2015-03-27"), "sex": "female", "ethnicity": "WBRI", "disability": "no"},
        {"child_id": "A2", "born_on": day("2017-11-02"), "sex": "male", "ethnicity": "MWBC", "disability": "yes"},
    ]
    assert records("contacts", "child_id", "contacted_on", "source") == [
        ("A1", day("2026-07-01"), "6"),
        ("A2", day("2026-07-03"), "1A"),
    ]
    assert records("referrals", "child_id", "referred_on", "source", "closed_on", "closure_reason", "primary_need") == [
        ("A1", day("2026-07-02"), "6", None, None, "N1"),
        ("A2", day("2026-07-04"), "1A", day("2026-09-01"), "RC7", "N2"),
    ]
    assert records("assessments", "child_id", "referred_on", "started_on", "authorised_on", "outcome", "team") == [
        ("A1", day("2026-07-02"), day("2026-07-03"), day("2026-08-20"), "in_need", "North"),
        ("A2", day("2026-07-04"), day("2026-07-06"), None, None, "South"),
    ]
    assert records("section_47_enquiries", "child_id", "strategy_discussion_on", "icpc_on", "is_icpc_not_required") == [
        ("A1", day("2026-07-08"), day("2026-07-24"), False)
    ]
    assert records("plans", "child_id", "plan_type", "started_on", "ended_on") == [
        ("A1", "cp", day("2026-07-24"), None),
        ("A2", "cla", day("2026-08-01"), None),
    ]
    assert records("visits", "child_id", "visited_on", "is_child_seen", "is_seen_alone") == [
        ("A1", day("2026-08-03"), True, None),
        ("A1", day("2026-08-10"), None, True),
        ("A2", day("2026-08-05"), None, None),
    ]
    assert records("early_help", "child_id", "started_on", "completed_on", "organisation") == [
        ("A1", day("2026-05-01"), day("2026-06-15"), "Sure Start")
    ]
    assert set(told) == {
        *("children", "contacts", "early_help", "referrals", "assessments", "section_47_enquiries", "plans", "visits")
    }


def test_annex_a_as_a_folder_of_csvs_gives_the_same_tables_as_its_workbook() -> None:
    put_annex_a(RAW)
    cleaned()
    of_workbook = annex_a_words()
    shutil.rmtree(RAW)
    shutil.rmtree(CLEAN)
    put_annex_a_as_csv(RAW)
    cleaned()

    assert annex_a_words() == of_workbook
    assert len(of_workbook) == 8


def spelt_oddly(rows: Rows) -> Rows:
    return rows.renamed({heading: f" {heading.upper().replace(' ', chr(0xA0) + ' ')} " for heading in rows.headings})


def test_order_of_sheets_and_odd_headings_change_nothing() -> None:
    put_annex_a(RAW)
    cleaned()
    usual = annex_a_words()
    shutil.rmtree(CLEAN)
    odd = {f"Sheet{place}": spelt_oddly(rows) for place, rows in enumerate(reversed(LISTS.values()))}
    put_annex_a(RAW, odd)
    cleaned()

    assert annex_a_words() == usual


def test_lists_9_to_11_are_named_as_not_used() -> None:
    put_annex_a(RAW)
    cleaned()

    found = {fault["file"]: fault["remedy"] for fault in faults() if fault["rule"] == "list_not_used"}
    assert list(found) == [f"{HERE}/annex_a.xlsx [List {number}]" for number in (10, 11, 9)]
    assert [remedy.split("Annex A, ")[1].split(":")[0] for remedy in found.values()] == [
        "list 10, adoption",
        "list 11, adopters",
        "list 9, care leavers",
    ]


@pytest.mark.parametrize(
    ("number", "lacking"), [(3, "Child Unique ID"), (7, "Child Unique ID"), (4, "Continuous Assessment Start Date")]
)
def test_a_list_without_a_heading_that_it_needs_is_a_named_fault(number: int, lacking: str) -> None:
    name = f"List {number}"
    put_annex_a(RAW, {**LISTS, name: LISTS[name].without_column(lacking)})
    called = clean()

    [fault] = [fault for fault in faults() if fault["severity"] == "error"]
    assert (fault["rule"], fault["value"], fault["file"]) == (
        "column_missing",
        lacking,
        f"{HERE}/annex_a.xlsx [{name}]",
    )
    assert f"Annex A, list {number}" in fault["remedy"]
    assert called.exit_code == 1
    assert len(records("contacts", "contact_id")) == 2


def test_a_cin_census_gives_its_tables() -> None:
    put(RAW, "001/cin.xml", cin_census())
    cleaned()

    assert words("children") == [
        {"child_id": "A1", "born_on": day("2015-03-27"), "sex": "female", "ethnicity": "WBRI", "disability": "no"}
    ]
    assert records("referrals", "child_id", "referred_on", "source", "is_no_further_action", "primary_need") == [
        ("A1", day("2026-01-05"), "6", False, "N1")
    ]
    assert records("assessments", "started_on", "authorised_on", "referred_on") == [
        (day("2026-01-06"), day("2026-02-20"), day("2026-01-05"))
    ]
    assert records("assessment_factors", "factor") == [("domestic_abuse_parent",), ("neglect",)]
    assert records("section_47_enquiries", "strategy_discussion_on", "icpc_on", "is_icpc_not_required") == [
        (day("2026-01-07"), day("2026-01-23"), False)
    ]
    assert records("plans", "plan_type", "started_on", "ended_on") == [
        ("cin_plan", day("2026-02-21"), None),
        ("cp", day("2026-01-23"), day("2026-02-20")),
    ]
    assert rules() == NOTHING_AMISS


@pytest.mark.parametrize(
    ("sex", "word"),
    [("<Sex>M</Sex>", "male"), ("<GenderCurrent>2</GenderCurrent>", "female"), ("<Gender>9</Gender>", "not_stated")],
)
def test_sex_and_the_older_fields_of_gender_are_one_column(sex: str, word: str) -> None:
    put(RAW, "001/cin.xml", cin_census(child(sex=sex)))
    cleaned()

    assert records("children", "sex") == [(word,)]


@pytest.mark.parametrize(("written", "meant"), [("0", False), ("false", False), ("1", True), ("true", True)])
def test_yes_and_no_of_a_census_come_as_numbers_or_words(written: str, meant: object) -> None:
    put(RAW, "001/cin.xml", cin_census(child(details=DETAILS.replace("NFA>0<", f"NFA>{written}<"))))
    cleaned()

    assert records("referrals", "is_no_further_action") == [(meant,)]


def test_several_cin_files_of_one_authority_are_one_set_of_records() -> None:
    put(RAW, "001/first.xml", cin_census(child("A1"), child("A2")))
    put(RAW, "001/second.xml", cin_census(child("A2"), child("A3")))
    cleaned()

    assert [row[0] for row in records("children", "child_id")] == ["A1", "A2", "A3"]
    assert len(records("assessments", "assessment_id")) == 3
    assert rules() == NOTHING_AMISS


def test_a_workforce_census_gives_workers_and_says_that_vacancies_are_not_used() -> None:
    put(RAW, "001/csww.xml", workforce_census())
    cleaned()

    assert words("workers") == [
        {
            "worker_id": "SW1",
            "role": "case holder",
            "employment": "permanent",
            "fte": 0.8,
            "started_on": day("2024-01-08"),
        }
    ]
    assert rules() == NOTHING_AMISS | {"vacancies_not_used"}


def test_parquet_gives_what_csv_gives_whether_its_columns_are_typed_or_text() -> None:
    names = ("workers", "allocations", "visits")
    put_tables(RAW, names)
    cleaned()
    of_csv = {name: words(name) for name in names}
    shutil.rmtree(RAW)
    shutil.rmtree(CLEAN)
    put(RAW, f"{HERE}/allocations.parquet", parquet_bytes(TABLES["allocations"].frame()))
    put(RAW, f"{HERE}/visits.parquet", parquet_bytes(with_days(TABLES["visits"].frame(), "visited_on")))
    typed = with_days(TABLES["workers"].frame(), "started_on", "left_on").with_columns(pl.col("fte").cast(pl.Float64))
    put(RAW, f"{HERE}/workers.parquet", parquet_bytes(typed.with_columns(pl.col("team").cast(pl.Categorical))))
    cleaned()

    assert {name: words(name) for name in names} == of_csv


def with_days(rows: pl.DataFrame, *columns: str) -> pl.DataFrame:
    return rows.with_columns(pl.col(column).str.to_date() for column in columns)


@pytest.mark.parametrize("number", [float("inf"), 99.0, -1.0])
def test_a_number_out_of_bounds_in_parquet_is_not_known(number: float) -> None:
    rows = TABLES["workers"].frame().with_columns(pl.Series("fte", [number, float("nan")]))
    put(RAW, f"{HERE}/workers.parquet", parquet_bytes(rows))
    cleaned()

    assert records("workers", "worker_id", "fte") == [("W1", None), ("W2", None)]
    assert [(fault["severity"], fault["row"], fault["column"]) for fault in faults() if fault["row"]] == [
        ("warning", "1", "fte")
    ]


def test_parquet_with_lists_in_its_cells_is_a_named_fault_and_others_are_read() -> None:
    rows = TABLES["workers"].frame().with_columns(pl.Series("team", [["North"], ["South"]]))
    put(RAW, f"{HERE}/workers.parquet", parquet_bytes(rows))
    put_tables(RAW, ["children"])
    called = clean()

    assert (called.exit_code, rules() - NOTHING_AMISS) == (1, {"no_single_values"})
    assert len(records("children", "child_id")) == 2


@pytest.mark.parametrize("separator", [";", "\t"])
def test_another_separator_changes_nothing(separator: str) -> None:
    put(RAW, f"{HERE}/children.csv", TABLES["children"].csv(separator=separator))
    cleaned()

    assert records("children", "child_id", "sex") == [("A1", "female"), ("A2", "male")]


def test_a_workbook_of_two_sheets_fills_two_tables_and_names_a_third() -> None:
    sheets = [TABLES["workers"].sheet("Workers"), TABLES["vacancies"].sheet("vacancies"), Sheet("Notes", [["a", "b"]])]
    put(RAW, f"{HERE}/workforce.xlsx", workbook_bytes(sheets))
    cleaned()

    assert records("workers", "worker_id", "source_file") == [
        ("W1", f"{HERE}/workforce.xlsx [Workers]"),
        ("W2", f"{HERE}/workforce.xlsx [Workers]"),
    ]
    assert records("vacancies", "post_id") == [("V1",)]
    assert [fault["file"] for fault in faults() if fault["rule"] == "not_read"] == [f"{HERE}/workforce.xlsx [Notes]"]


def test_days_of_excel_are_days_whether_typed_or_text() -> None:
    rows = [["child_id", "born_on"], ["A1", date(2015, 3, 27)], ["A2", "2/11/2017"], ["A3", 42090]]
    put(RAW, f"{HERE}/children.xlsx", workbook_bytes([Sheet("children", rows)]))
    cleaned()

    assert records("children", "child_id", "born_on") == [
        ("A1", day("2015-03-27")),
        ("A2", day("2017-11-02")),
        ("A3", day("2015-03-27")),
    ]


# Meetings


def test_meetings_with_a_child_to_a_row_are_one_meeting_and_its_children() -> None:
    rows = TABLES["meetings"].only(0, 0, 1).with_column("child_id", "A1", "A3", "A2")
    put(RAW, f"{HERE}/meetings.csv", rows.csv())
    called = cleaned()

    assert [row[0] for row in records("meetings", "meeting_id")] == ["M1", "M2"]
    assert records("meeting_children", "meeting_id", "child_id") == [("M1", "A1"), ("M1", "A3"), ("M2", "A2")]
    assert "meetings                           3           2           0           1" in called.text


LONG = table(
    "meeting_id,agency,attendance",
    "M1,police,Yes",
    "M1,health,Apologies",
    "M2,Police,",
    "M2,HEALTH,Did not attend",
)
AGENCIES_CAME = [
    ("M1", "health", "apologies"),
    ("M1", "police", "attended"),
    ("M2", "health", "no_response"),
    ("M2", "police", "not_recorded"),
]


@pytest.mark.parametrize(("name", "rows"), [("invitations", LONG), ("attendance", ATTENDANCE)])
def test_attendance_long_and_wide_give_the_same_invitations(name: str, rows: Rows) -> None:
    put(RAW, f"{HERE}/{name}.csv", rows.csv())
    cleaned()

    assert records("invitations", "meeting_id", "agency", "attendance") == AGENCIES_CAME


@pytest.mark.parametrize(("name", "rows"), [("invitations", LONG), ("attendance", ATTENDANCE)])
def test_no_is_no_word_of_attendance_and_the_fault_says_how_to_map_it(name: str, rows: Rows) -> None:
    column = "attendance" if name == "invitations" else "Police"
    put(RAW, f"{HERE}/{name}.csv", rows.with_cell(0, column, "No").csv())
    cleaned()

    [fault] = [fault for fault in faults() if fault["rule"] == "unknown_code"]
    assert (fault["row"], fault["column"], fault["value"]) == ("2", column, "No")
    assert "[codes.invitations.attendance]" in fault["remedy"]
    assert "apologies" in fault["remedy"]
    assert records("invitations", "meeting_id", "agency", "attendance")[1] == ("M1", "police", "not_recorded")

    settings('[codes.invitations.attendance]\n"no" = "no_response"\n')
    cleaned()
    assert "unknown_code" not in rules()
    assert records("invitations", "meeting_id", "agency", "attendance")[1] == ("M1", "police", "no_response")


def test_a_child_whom_nobody_tells_of_is_a_warning_and_no_reason_why_another_row_is_aside() -> None:
    put_tables(RAW, ["children", "meetings"])
    put(RAW, f"{HERE}/meeting_children.csv", "meeting_id,child_id\nM1,A1\nM1,00A2\nM77,A1\n")
    cleaned()

    assert ("M1", "00A2") in records("meeting_children", "meeting_id", "child_id")
    assert [(row["table"], row["rules"]) for row in aside()] == [("meeting_children", "no_such_meeting")]
    [fault] = [fault for fault in faults() if fault["rule"] == "no_such_child"]
    assert (fault["severity"], fault["row"], fault["value"]) == ("warning", "3", "child_id 00A2")
    assert fault["weakens"] == "figures by age, sex or ethnicity"


def test_an_invitation_to_no_meeting_is_kept_aside() -> None:
    put_tables(RAW, ["meetings", "invitations"], invitations=TABLES["invitations"].with_cell(0, "meeting_id", "M9"))
    cleaned()

    assert [(row["row"], row["rules"]) for row in aside()] == [(2, "no_such_meeting")]
    assert len(records("invitations", "meeting_id")) == 2


# Settings


def test_columns_and_codes_are_mapped_in_the_settings() -> None:
    rows = TABLES["meetings"].renamed({"held_at": "Date of meeting", "meeting_id": "Form number", "status": "State"})
    put(RAW, f"{HERE}/strategy forms.csv", rows.with_cell(0, "State", "Gehalten").csv())
    settings(
        '[records.files]\n"strategy forms*" = "meetings"\n'
        '[columns.meetings]\nheld_at = "Date of  MEETING"\nmeeting_id = "Form number"\nstatus = "State"\n'
        '[codes.meetings.status]\n"gehalten" = "held"\n'
    )
    cleaned()

    assert records("meetings", "meeting_id", "held_at", "status") == [
        ("M1", moment("2026-07-07 09:30"), "held"),
        ("M2", None, "pending"),
    ]
    assert rules() == NOTHING_AMISS


def test_records_that_sorting_has_put_above_their_headings_are_told() -> None:
    place = f"001/{MONTHS[1]}/referrals.xlsx"
    head, first, *others = TABLES["referrals"].sheet("referrals").rows
    put(RAW, place, workbook_bytes([Sheet("referrals", [first, head, *others])]))
    cleaned()

    told = [fault for fault in faults() if fault["rule"] == "rows_above_headings"]
    assert [(fault["severity"], fault["file"], fault["value"]) for fault in told] == [
        ("warning", f"{place} [referrals]", "1")
    ]


def test_a_column_that_is_not_used_is_named() -> None:
    put_tables(RAW, ["children"], children=TABLES["children"].with_column("Shoe size", "31", "29"))
    cleaned()

    assert [fault["value"] for fault in faults() if fault["rule"] == "column_not_used"] == ["Shoe size"]


# Whose and when


def test_an_extract_of_several_authorities_says_in_a_column_whose_each_row_is() -> None:
    rows = TABLES["meetings"].with_column("la_code", *AUTHORITIES)
    put(RAW, f"{MONTHS[1]}/meetings.csv", rows.csv())
    cleaned()

    assert [records("meetings", "meeting_id", la_code=code) for code in AUTHORITIES] == [[("M1",)], [("M2",)]]
    assert (rules("001"), rules("002"), rules("unknown")) == (NOTHING_AMISS, NOTHING_AMISS, set())


@pytest.mark.parametrize("code", [None, "Nowhere", "1"])
def test_a_row_of_no_authority_that_is_known_is_kept_aside_and_listed(code: str | None) -> None:
    rows = TABLES["meetings"].with_column("la_code", "001", code)
    put(RAW, f"{MONTHS[1]}/meetings.csv", rows.csv())
    called = cleaned()

    [fault] = [fault for fault in faults("unknown") if fault["severity"] == "error"]
    assert (fault["rule"], fault["row"], fault["value"]) == ("authority_unknown", "3", code or "")
    assert "unknown   meetings                           1           0           1           0" in called.text
    assert records("meetings", "meeting_id") == [("M1",)]
    [kept] = list(CLEAN.glob("snapshots/la_code=unknown/*/aside.arrow"))
    assert "M2" in pl.read_ipc_stream(kept)["cells"].item()


def test_a_fault_of_a_sheet_is_listed_though_every_row_beside_it_says_another_authority_than_its_folder() -> None:
    meetings = TABLES["meetings"].with_column("la_code", "001", "001")
    sheets = [meetings.sheet("meetings"), TABLES["workers"].without_column("started_on").sheet("workers")]
    put(RAW, f"002/{MONTHS[1]}/region.xlsx", workbook_bytes(sheets))
    called = clean()

    assert called.exit_code == 1
    assert [(fault["rule"], fault["value"]) for fault in faults("002") if fault["severity"] == "error"] == [
        ("authority_differs", "001"),
        ("authority_differs", "001"),
        ("column_missing", "started_on"),
    ]
    assert (rules("001"), path_of("meetings", "001").exists()) == (set(), False)


@pytest.mark.parametrize("own", ["002", None, " ", "002 "])
def test_a_row_that_says_another_authority_than_its_folder_is_kept_aside_there(own: str | None) -> None:
    rows = TABLES["meetings"].with_column("LA code", "001", own)
    put(RAW, f"002/{MONTHS[1]}/meetings.csv", rows.csv())
    called = cleaned()

    [fault] = [fault for fault in faults("002") if fault["severity"] == "error"]
    assert (fault["rule"], fault["row"], fault["column"], fault["value"]) == (
        "authority_differs",
        "2",
        "LA code",
        "001",
    )
    assert all(word in fault["remedy"] for word in ("another authority", "folder", "move", "Correct"))
    assert [(row["row"], row["rules"], row["cells"]["meeting_id"]) for row in aside("002")] == [
        (2, "authority_differs", "M1")
    ]
    assert records("meetings", "meeting_id", la_code="002") == [("M2",)]
    assert "002       meetings                           2           1           1           0" in called.text
    assert (rules("001"), records("meetings", "meeting_id")) == (set(), [])


@pytest.mark.parametrize("said", ["Nowhere", "1", "02"])
def test_a_row_in_a_folder_that_says_no_authority_that_is_known_is_kept_aside_there_too(said: str) -> None:
    put(RAW, f"002/{MONTHS[1]}/meetings.csv", TABLES["meetings"].with_column("la_code", said, "002").csv())
    cleaned()

    assert [(row["row"], row["rules"]) for row in aside("002")] == [(2, "authority_differs")]
    assert rules("unknown") == set()


@pytest.mark.parametrize("said", ["357", "Tameside", "tameside mbc", "E08000008"])
def test_a_column_that_says_the_folders_authority_by_any_name_says_nothing_else(said: str) -> None:
    put(RAW, f"357/{MONTHS[1]}/meetings.csv", TABLES["meetings"].with_column("LA", said, said).csv())
    cleaned()

    assert records("meetings", "meeting_id", la_code="357") == [("M1",), ("M2",)]
    assert rules("357") == set()


@pytest.mark.parametrize("codes", [[357, 358], [357.0, 358.0], ["357", "358"], ["357", None], ["", "357"]])
def test_codes_of_authorities_that_a_program_kept_as_numbers_are_codes(codes: list[object]) -> None:
    rows = TABLES["meetings"].frame().with_columns(pl.Series("la_code", codes))
    put(RAW, f"357/{MONTHS[1]}/meetings.parquet", parquet_bytes(rows))
    cleaned()

    others = [(row["row"], row["rules"]) for row in aside("357")]
    assert others == ([(2, "authority_differs")] if codes[1] in (358, "358") else [])
    assert len(records("meetings", "meeting_id", la_code="357")) == 2 - len(others)


def test_attendance_and_children_of_a_meeting_of_another_authority_are_kept_aside_with_it() -> None:
    rows = TABLES["meetings"].only(0, 1).with_column("child_id", "A1", "A2").with_column("la_code", "001", "002")
    put(RAW, f"002/{MONTHS[1]}/meetings.csv", rows.csv())
    put(RAW, f"002/{MONTHS[1]}/attendance.csv", ATTENDANCE.with_column("la_code", "001", "002").csv())
    cleaned()

    assert records("meeting_children", "meeting_id", "child_id", la_code="002") == [("M2", "A2")]
    assert {row[0] for row in records("invitations", "meeting_id", la_code="002")} == {"M2"}
    assert {(row["table"], row["rules"]) for row in aside("002")} == {
        ("meetings", "authority_differs"),
        ("meeting_children", "authority_differs"),
        ("invitations", "authority_differs"),
    }


def test_a_row_of_another_authority_puts_no_record_of_the_same_number_in_doubt() -> None:
    """Numbers of two case systems coincide: the folder's own M1 is another meeting."""
    put(RAW, f"002/{MONTHS[0]}/meetings.csv", TABLES["meetings"].csv())
    wrong = TABLES["meetings"].with_column("la_code", "001", "001").with_cell(0, "held_at", "soon")
    put(RAW, f"002/{MONTHS[1]}/meetings.csv", wrong.csv())
    cleaned()

    assert records("meetings", "meeting_id", la_code="002") == [("M1",), ("M2",)]
    assert [(row["row"], row["rules"]) for row in aside("002")] == [
        (2, "authority_differs not_a_date"),
        (3, "authority_differs"),
    ]


def test_rows_that_were_moved_into_a_folder_that_names_no_authority_are_each_authoritys() -> None:
    rows = TABLES["meetings"].with_column("la_code", *AUTHORITIES)
    put(RAW, f"002/{MONTHS[1]}/meetings.csv", rows.csv())
    cleaned()
    shutil.move(RAW / "002" / MONTHS[1], RAW / MONTHS[1])
    cleaned()

    assert [records("meetings", "meeting_id", la_code=code) for code in AUTHORITIES] == [[("M1",)], [("M2",)]]
    assert (rules("001"), rules("002"), aside("002")) == (NOTHING_AMISS, NOTHING_AMISS, [])


@pytest.mark.parametrize("folder", ["357/", ""])
def test_a_row_whose_authority_is_a_cell_in_error_is_kept_aside(folder: str) -> None:
    settings('[records]\nauthority = "357"\n')
    rows = [["child_id", "LA"], ["A1", error("#N/A")], ["A2", "357"]]
    put(RAW, f"{folder}{MONTHS[1]}/children.xlsx", workbook_bytes([Sheet("children", rows)]))
    cleaned()

    [fault] = [fault for fault in faults("357") if fault["severity"] == "error"]
    assert (fault["rule"], fault["row"], fault["column"]) == ("cell_error", "2", "LA")
    assert records("children", "child_id", la_code="357") == [("A2",)]


def test_settings_say_whose_only_the_rows_are_that_say_none_themselves() -> None:
    settings('[records]\nauthority = "357"\n')
    put(RAW, f"{MONTHS[1]}/meetings.csv", TABLES["meetings"].with_column("la_code", "001", None).csv())
    cleaned()

    assert [records("meetings", "meeting_id", la_code=code) for code in ("001", "357")] == [[("M1",)], [("M2",)]]
    assert (aside("001"), aside("357")) == ([], [])


@pytest.mark.parametrize(
    ("folder", "code"),
    [("357", "357"), ("357-tameside", "357"), ("Tameside", "357"), ("st helens", "342"), ("region/001", "001")],
)
def test_a_folder_says_whose_an_extract_is(folder: str, code: str) -> None:
    put(RAW, f"{folder}/2026-10/children.csv", TABLES["children"].csv())
    cleaned()

    assert len(records("children", "child_id", la_code=code)) == 2


@pytest.mark.parametrize(
    ("name", "drawn"),
    [
        ("001/2026-10-31/children.csv", "2026-10-31"),
        ("001/2026-10/children.csv", "2026-10-31"),
        ("001/children Sept 2026.csv", "2026-09-30"),
        ("001/2026-09-30/children 31.10.2026.csv", "2026-10-31"),
    ],
)
def test_folder_or_name_say_when_an_extract_was_drawn(name: str, drawn: str) -> None:
    put(RAW, name, TABLES["children"].csv())
    cleaned()

    assert records("children", "extracted_on") == [(day(drawn),)] * 2


def test_a_census_says_itself_whose_and_when() -> None:
    put(RAW, "cin.xml", cin_census(la_code="002"))
    cleaned()

    assert records("children", "child_id", "extracted_on", la_code="002") == [("A1", day("2026-05-01"))]


@pytest.mark.parametrize(("said", "code"), [("357", "357"), ("Tameside", "357"), ("001", "001")])
def test_settings_say_whose_where_no_folder_does(said: str, code: str) -> None:
    settings(f'[records]\nauthority = "{said}"\n')
    put(RAW, "2026-10/children.csv", TABLES["children"].csv())
    put(RAW, "002/2026-10/children.csv", TABLES["children"].csv())
    cleaned()

    assert [len(records("children", "child_id", la_code=one)) for one in (code, "002")] == [2, 2]


def test_a_census_in_the_folder_of_another_authority_is_not_read() -> None:
    put(RAW, "001/cin.xml", cin_census(la_code="002"))
    called = clean()

    assert (called.exit_code, list(CLEAN.glob("*/la_code=*/records.parquet"))) == (1, [])
    assert [(fault["rule"], fault["value"]) for fault in faults("001")] == [("authority_differs", "002")]


def test_where_nothing_says_whose_an_extract_is_nothing_is_guessed() -> None:
    put(RAW, "2026-10/children.csv", TABLES["children"].csv())
    called = clean()

    assert (called.exit_code, list(CLEAN.glob("*/la_code=*/records.parquet"))) == (1, [])
    assert [fault["rule"] for fault in faults("unknown")] == ["authority_unknown"]


def test_where_nothing_says_when_an_extract_was_drawn_nothing_is_guessed() -> None:
    put(RAW, "001/children.csv", TABLES["children"].csv())
    called = clean()

    assert (called.exit_code, list(CLEAN.glob("*/la_code=*/records.parquet"))) == (1, [])
    assert [fault["rule"] for fault in faults() if fault["severity"] == "error"] == ["day_unknown"]


def test_a_file_whose_name_says_two_days_is_not_read_and_the_fault_says_which_and_what_to_do() -> None:
    name = "annex_a_2026-04-01_2026-09-30.xlsx"
    put(RAW, f"001/{name}", annex_a_bytes({"List 1": LISTS["List 1"]}))
    called = clean()

    assert (called.exit_code, list(CLEAN.glob("*/la_code=*/records.parquet"))) == (1, [])
    [fault] = [fault for fault in faults() if fault["severity"] == "error"]
    assert (fault["rule"], fault["file"], fault["value"]) == ("day_unknown", f"001/{name}", "2026-04-01, 2026-09-30")
    assert all(word in fault["remedy"] for word in ("2026-04-01 and 2026-09-30", "folder named by the day"))

    (RAW / "001/2026-10-05").mkdir()
    shutil.move(RAW / "001" / name, RAW / "001/2026-10-05" / name)
    cleaned()
    assert records("contacts", "extracted_on") == [(day("2026-10-05"),)] * 2
    assert rules() == NOTHING_AMISS


def test_a_census_that_says_itself_when_it_was_drawn_may_have_two_days_in_its_name() -> None:
    put(RAW, "001/cin_2025-04-01_2026-03-31.xml", cin_census())
    cleaned()

    assert records("children", "extracted_on") == [(day("2026-05-01"),)]


@pytest.mark.parametrize("said", ["../../Bath", "a/b", "Tamside"])
def test_an_authority_in_the_settings_that_is_none_makes_no_folder_of_its_name(said: str) -> None:
    settings(f'[records]\nauthority = "{said}"\n')
    put(RAW, "2026-10/children.csv", TABLES["children"].csv())
    called = clean()

    assert called.exit_code == 1
    assert f"line 2: records.authority: No authority is called {said!r}." in called.told
    assert not CLEAN.exists()


# Rows that say the same, or not


def test_a_row_that_says_the_same_in_other_spelling_is_a_duplicate() -> None:
    rows = TABLES["children"].with_row(0, born_on="27/03/2015", sex="Female")
    put_tables(RAW, ["children"], children=rows)
    called = cleaned()

    assert "children                           3           2           0           1" in called.text
    assert len(records("children", "child_id")) == 2


def test_rows_of_one_key_that_differ_are_all_kept_aside() -> None:
    put_tables(RAW, ["children"], children=TABLES["children"].with_row(0, born_on="2015-03-28"))
    cleaned()

    assert [(row["row"], row["rules"]) for row in aside()] == [(2, "key_twice"), (4, "key_twice")]
    assert records("children", "child_id") == [("A2",)]


def test_a_row_kept_aside_keeps_every_cell_as_it_is_written() -> None:
    rows = TABLES["assessments"].with_cell(0, "authorised_on", "soon").with_cell(0, "team", "N\u00f6rth, =1+1")
    put_tables(RAW, ["assessments"], assessments=rows)
    cleaned()

    [row] = aside()
    assert row["cells"] == {k: v for k, v in zip(rows.headings, rows.rows[0], strict=True) if v is not None}
    assert (row["table"], row["row"], row["rules"]) == ("assessments", 2, "not_a_date")


def test_an_annex_a_of_another_month_is_read_by_its_own_name() -> None:
    put(RAW, "001/Annex_A_2026_Sep.xlsx", annex_a_bytes({"List 1": LISTS["List 1"]}))
    cleaned()

    assert records("contacts", "child_id", "extracted_on") == [("A1", day(MONTHS[0])), ("A2", day(MONTHS[0]))]


def test_an_extract_whose_headings_the_settings_name_is_no_list_of_annex_a() -> None:
    settings('[columns.contacts]\ncontacted_on = "Date of Contact"\nchild_id = "Child ID"\n')
    put(RAW, f"001/{MONTHS[1]}/contacts.csv", "contact_id,Child ID,Date of Contact\nK7,A1,2026-07-01\n")
    cleaned()

    assert records("contacts", "contact_id", "child_id") == [("K7", "A1")]


def test_identifiers_that_a_program_kept_as_fractions_are_those_of_other_extracts() -> None:
    rows = pl.DataFrame({"worker_id": [1.0, 2.0], "started_on": ["2026-01-05", "2026-01-06"]})
    put(RAW, f"001/{MONTHS[1]}/workers.parquet", parquet_bytes(rows))
    cleaned()

    assert records("workers", "worker_id") == [("1",), ("2",)]


def test_children_of_meetings_are_read_where_the_settings_name_the_headings_of_meetings() -> None:
    settings('[columns.meetings]\nmeeting_id = "Meeting Ref"\nmeeting_type = "Type"\n')
    rows = "Meeting Ref,Child ID,Type,status\nM2,A1,strategy,pending\nM2,A2,strategy,pending\n"
    put(RAW, f"001/{MONTHS[1]}/meetings.csv", rows)
    cleaned()

    assert records("meetings", "meeting_id") == [("M2",)]
    assert records("meeting_children", "meeting_id", "child_id") == [("M2", "A1"), ("M2", "A2")]


def test_an_extract_under_our_own_names_is_read_beside_settings_for_another_system_and_that_is_noted() -> None:
    settings('[columns.meetings]\ndecided_at = "Decision to hold"\n')
    put(
        RAW,
        f"001/{MONTHS[1]}/meetings.csv",
        "meeting_id,meeting_type,decided_at,status\nM2,strategy,2026-07-01 09:00,pending\n",
    )
    cleaned()

    assert records("meetings", "meeting_id", "decided_at") == [("M2", datetime.fromisoformat("2026-07-01 09:00"))]
    (noted,) = [fault for fault in faults() if fault["rule"] == "heading_of_ours"]
    assert (noted["severity"], noted["value"]) == ("notice", "Decision to hold")
    assert "decided_at is read in its place" in noted["remedy"]
