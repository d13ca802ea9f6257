"""Who came, told for each agency in one extract and for each person in another: nobody is counted twice."""

import json
from pathlib import Path

import pytest
from cleaned import CLEAN, RAW, anew, aside, cleaned, faults, records, restated, tables_in
from made_up_drafts import clean_rows
from made_up_records import MONTHS, put

from csc_metrics.records.attendance import ATTENDANCE_TOLD_OTHERWISE, settled_attendance
from csc_metrics.records.history import Part

RULE = ATTENDANCE_TOLD_OTHERWISE.name
LONG, WIDE = "invitations", "attendance"
OLDER, NEWER = MONTHS


@pytest.fixture(autouse=True)
def work_in_an_empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def by_person(*rows: str, day: str = NEWER, headings: str = "meeting_id,agency,person_id,attendance") -> None:
    put(RAW, f"001/{day}/{LONG}.csv", "\n".join([headings, *rows]) + "\n")


def by_agency(*rows: str, day: str = NEWER) -> None:
    put(RAW, f"001/{day}/{WIDE}.csv", "\n".join(["meeting_id,police,health", *rows]) + "\n")


def came() -> list[tuple[object, ...]]:
    return records("invitations", "meeting_id", "agency", "person_id", "attendance")


def balance(file: str) -> tuple[int, int, int, int]:
    """Return rows in, clean, aside and duplicates of a file, over all its parts."""
    account = json.loads((CLEAN / "provenance/001.json").read_text(encoding="utf-8"))
    told = [one for one in account["balances"] if one["file"] == f"001/{file}.csv"]
    found = tuple(sum(one[name] for one in told) for name in ("rows_in", "clean", "aside", "duplicates"))
    assert found[0] == sum(found[1:])
    assert all(one[name] >= 0 for one in told for name in ("clean", "aside", "duplicates"))
    return found[0], found[1], found[2], found[3]


def errors() -> list[tuple[str, str, str, str]]:
    return [(f["rule"], f["file"], f["row"], f["value"]) for f in faults() if f["severity"] == "error"]


@pytest.mark.parametrize("days", [(OLDER, NEWER), (NEWER, OLDER), (NEWER, NEWER)])
@pytest.mark.parametrize("word", ["attended", "Apologies", "", "Not recorded"])
def test_a_word_on_an_agency_that_one_of_its_persons_bears_out_adds_no_invitation(
    word: str, days: tuple[str, str]
) -> None:
    by_person("M1,police,P1,attended", "M1,police,P2,apologies", day=days[0])
    by_agency(f"M1,{word},attended", day=days[1])
    cleaned()

    assert came() == [
        ("M1", "health", None, "attended"),
        ("M1", "police", "P1", "attended"),
        ("M1", "police", "P2", "apologies"),
    ]
    assert (balance(f"{days[0]}/{LONG}"), balance(f"{days[1]}/{WIDE}")) == ((2, 2, 0, 0), (2, 1, 0, 1))
    assert (errors(), restated()) == ([], [])


def test_a_word_on_an_agency_that_none_of_its_persons_bears_out_is_kept_aside_with_both_words() -> None:
    by_person("M1,police,P1,no response", "M1,police,P2,apologies")
    by_agency("M1,attended,attended")
    called = cleaned()

    file = f"001/{NEWER}/{WIDE}.csv"
    assert errors() == [(RULE, file, "2", "agency attended, persons apologies no_response")]
    assert [(row["file"], row["row"], row["record"], row["rules"]) for row in aside()] == [
        (file, 2, "M1 police -", RULE)
    ]
    assert came() == [
        ("M1", "health", None, "attended"),
        ("M1", "police", "P1", "no_response"),
        ("M1", "police", "P2", "apologies"),
    ]
    assert balance(f"{NEWER}/{WIDE}") == (2, 1, 1, 0)
    assert "invitations                        4           3           1           0" in called.text


@pytest.mark.parametrize("days", [(OLDER, NEWER), (NEWER, OLDER), (NEWER, NEWER)])
@pytest.mark.parametrize("headings", ["meeting_id,agency,person_id,attendance", "meeting_id,agency,person_id,Notes"])
def test_where_nothing_is_recorded_of_the_one_person_invited_the_word_on_the_agency_is_theirs(
    headings: str, days: tuple[str, str]
) -> None:
    by_person("M1,police,P1,", day=days[0], headings=headings)
    by_agency("M1,deputy,", day=days[1])
    cleaned()

    assert came() == [("M1", "health", None, "not_recorded"), ("M1", "police", "P1", "deputised")]
    assert (balance(f"{days[0]}/{LONG}"), balance(f"{days[1]}/{WIDE}")) == ((1, 1, 0, 0), (2, 1, 0, 1))
    assert errors() == []


def test_which_of_several_persons_came_is_not_guessed() -> None:
    by_person("M1,police,P1,", "M1,police,P2,")
    by_agency("M1,attended,")
    cleaned()

    assert errors() == [(RULE, f"001/{NEWER}/{WIDE}.csv", "2", "agency attended, persons not_recorded")]
    assert [row[2:] for row in came()] == [(None, "not_recorded"), ("P1", "not_recorded"), ("P2", "not_recorded")]
    assert balance(f"{NEWER}/{WIDE}") == (2, 1, 1, 0)


def test_a_newer_word_on_persons_stands_and_what_it_changed_is_listed() -> None:
    by_agency("M1,apologies,", day=OLDER)
    by_person("M1,police,P1,attended", "M1,police,P2,no response", day=NEWER)
    cleaned()

    assert [row for row in came() if row[1] == "police"] == [
        ("M1", "police", "P1", "attended"),
        ("M1", "police", "P2", "no_response"),
    ]
    assert (errors(), aside(), balance(f"{OLDER}/{WIDE}")) == ([], [], (2, 1, 0, 1))
    [change] = restated()
    assert (change["table"], change["record"], change["column"]) == ("invitations", "M1 police -", "attendance")
    assert (change["change"], change["was"], change["became"]) == ("changed", "apologies", "attended no_response")
    assert (change["was_extracted_on"], change["extracted_on"]) == (OLDER, NEWER)
    assert change["file"] == f"001/{NEWER}/{LONG}.csv"


def test_a_newer_word_on_the_agency_stands_and_the_persons_that_it_contradicts_are_kept_aside() -> None:
    by_person("M1,police,P1,apologies", "M1,police,P2,", "M1,health,P3,attended", day=OLDER)
    by_agency("M1,attended,attended", day=NEWER)
    cleaned()

    file = f"001/{OLDER}/{LONG}.csv"
    assert came() == [("M1", "health", "P3", "attended"), ("M1", "police", None, "attended")]
    assert errors() == [(RULE, file, row, "agency attended, persons apologies") for row in ("2", "3")]
    assert [(row["record"], row["cells"]["person_id"]) for row in aside()] == [
        ("M1 police P1", "P1"),
        ("M1 police P2", "P2"),
    ]
    assert (balance(f"{OLDER}/{LONG}"), balance(f"{NEWER}/{WIDE}")) == ((3, 1, 2, 0), (2, 1, 0, 1))


def test_a_word_on_the_agency_that_extracts_of_two_days_tell_adds_nothing_in_either() -> None:
    by_person("M1,police,P1,attended", "M1,health,P2,apologies")
    by_agency("M1,attended,attended", day=OLDER)
    by_agency("M1,attended,attended", day=NEWER)
    cleaned()

    assert came() == [("M1", "health", "P2", "apologies"), ("M1", "police", "P1", "attended")]
    assert (balance(f"{OLDER}/{WIDE}"), balance(f"{NEWER}/{WIDE}")) == ((2, 0, 0, 2), (2, 0, 1, 1))


def test_a_person_who_is_not_named_beside_one_who_is_stays_an_invitation() -> None:
    by_person("M1,police,P1,attended", "M1,police,,apologies")
    by_agency("M1,attended,", day=OLDER)
    cleaned()

    assert [row[2:] for row in came() if row[1] == "police"] == [(None, "apologies"), ("P1", "attended")]


def test_a_second_run_and_another_order_of_reading_give_the_same_bytes() -> None:
    by_person("M1,police,P1,attended", day=OLDER)
    cleaned()
    by_agency("M1,apologies,attended", day=NEWER)
    cleaned()
    once = tables_in()
    assert "Nothing has changed" in cleaned().told
    assert tables_in() == once
    anew()
    cleaned()
    assert tables_in() == once


def test_where_only_one_of_the_two_kinds_is_there_nothing_is_looked_at() -> None:
    rows = clean_rows("invitations", {"meeting_id": "M1", "agency": "police", "attendance": "attended"})
    for supplied in (("meeting_id", "agency", "attendance"), ("meeting_id", "agency", "person_id", "attendance")):
        part = Part(extracted_on=rows["extracted_on"][0], rows=rows, supplied=supplied)
        assert settled_attendance(rows, [part, part]) is None
