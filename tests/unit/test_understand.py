"""From a draft to checked rows: every row is clean, aside with an error, or a repetition; nothing is lost."""

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made_up_drafts import DRAWN_ON, FILE, LA_CODE, Row, draft, heading_of, understood, whole_row

from csc_metrics.contracts.records.columns import Blank
from csc_metrics.contracts.records.tables import RECORD_TABLES
from csc_metrics.records.aside import ASIDE_SCHEMA
from csc_metrics.records.draft import Draft
from csc_metrics.records.faults import Faults
from csc_metrics.records.raw import RowFault
from csc_metrics.records.understand import FORGIVEN, Understood, understand

REFERRAL = {"referral_id": "R1", "child_id": "C1", "referred_on": "2026-05-01"}
ASSESSMENT = {"assessment_id": "A1", "child_id": "C1", "started_on": "2026-05-01"}


def rules(told: Understood) -> list[tuple[str, str]]:
    return list(told.faults.select("severity", "rule").iter_rows())


def counts(told: Understood) -> tuple[int, int, int, int]:
    """Return rows in, clean, aside, duplicates."""
    return (told.rows_in, told.rows.height, told.aside.height, told.duplicates)


def test_a_whole_row_becomes_a_typed_row_that_says_where_it_stands() -> None:
    told = understood("referrals", REFERRAL | {"is_no_further_action": "No", "source": "Police"})

    row = told.rows.row(0, named=True)
    assert (row["referred_on"], row["is_no_further_action"], row["source"]) == (date(2026, 5, 1), False, "6")
    assert (row["la_code"], row["source_file"], row["source_row"]) == (LA_CODE, FILE, 2)
    assert (row["extracted_on"], row["closed_on"]) == (DRAWN_ON, None)
    assert (counts(told), rules(told)) == ((1, 1, 0, 0), [])


def test_only_the_columns_of_the_file_are_supplied_and_made_identifiers_too() -> None:
    told = understand(
        draft(
            "referrals",
            {"child_id": "C1", "referred_on": "2026-05-01"},
            id_from={"referral_id": ("child_id", "referred_on")},
        ),
        words={},
    )

    assert told.supplied == ("referral_id", "child_id", "referred_on")
    assert told.rows["referral_id"].to_list() == ["C1 2026-05-01"]


def test_an_identifier_in_the_file_counts_before_a_made_one() -> None:
    told = understand(draft("referrals", REFERRAL, id_from={"referral_id": ("child_id", "referred_on")}), words={})

    assert told.rows["referral_id"].to_list() == ["R1"]


def test_an_identifier_is_made_though_a_later_part_is_unknown_and_not_where_child_or_day_is() -> None:
    contact = {"child_id": "C1", "contacted_on": "2026-05-01", "source": None}
    parts = {"contact_id": ("child_id", "contacted_on", "source")}
    told = understand(draft("contacts", contact, contact | {"contacted_on": None}, id_from=parts), words={})

    assert told.rows["contact_id"].to_list() == ["C1 2026-05-01 -"]
    assert rules(told) == [("error", "missing")]
    assert told.faults["column"].to_list() == [heading_of("contacted_on")]


def test_a_row_that_says_just_what_an_earlier_one_says_is_taken_once() -> None:
    told = understood("referrals", REFERRAL, REFERRAL | {"referral_id": "R2"}, REFERRAL)

    assert (counts(told), rules(told)) == ((3, 2, 0, 1), [])
    assert told.rows["source_row"].to_list() == [2, 3]


def test_rows_that_tell_the_same_record_differently_are_all_kept_aside() -> None:
    told = understood("referrals", REFERRAL, REFERRAL | {"source": "Police"}, REFERRAL | {"referral_id": "R2"})

    assert counts(told) == (3, 1, 2, 0)
    assert rules(told) == [("error", "key_twice")] * 2
    assert told.faults.select("row", "record", "field").rows() == [(2, "R1", "referral_id"), (3, "R1", "referral_id")]


def test_a_row_that_is_aside_for_another_fault_does_not_put_its_namesake_aside() -> None:
    told = understood("referrals", REFERRAL, REFERRAL | {"referred_on": "30/02/2026"})

    assert counts(told) == (2, 1, 1, 0)
    assert rules(told) == [("error", "not_a_date")]


@pytest.mark.parametrize("table", RECORD_TABLES)
def test_a_row_with_no_more_than_it_must_have_is_clean_in_every_table(table: str) -> None:
    told = understood(table, whole_row(table))

    assert (counts(told), rules(told)) == ((1, 1, 0, 0), [])


MUST_BE_THERE = [
    (table.name, name)
    for table in RECORD_TABLES.values()
    for name, column in table.columns.items()
    if column.blank is Blank.NOT_ALLOWED and column.filled_with is None
]


@pytest.mark.parametrize(("table", "column"), MUST_BE_THERE)
def test_a_cell_that_must_not_be_empty_keeps_its_row_aside(table: str, column: str) -> None:
    told = understood(table, whole_row(table) | {column: None})

    assert (counts(told), rules(told)) == ((1, 0, 1, 0), [("error", "missing")])
    assert told.faults.select("column", "field", "value").row(0) == (heading_of(column), column, None)


UNREADABLE = {
    "day": ("30/02/2026", "not_a_date"),
    "moment": ("30/02/2026 10:00", "not_a_date"),
    "word": ("no such word", "unknown_code"),
    "agency": ("???", "unknown_code"),
    "yes_no": ("perhaps", "not_yes_or_no"),
    "number": ("some", "not_a_number"),
    "identifier": ("A\u200b1", "odd_identifier"),
    "text": ("x" * 2001, "text_too_long"),
}
EVERY_COLUMN = [(table.name, name) for table in RECORD_TABLES.values() for name in table.columns]


@pytest.mark.parametrize(("table", "name"), EVERY_COLUMN)
def test_an_unreadable_cell_costs_the_row_unless_the_column_may_be_unknown(table: str, name: str) -> None:
    column = RECORD_TABLES[table].columns[name]
    cell, rule = UNREADABLE[column.kind]
    told = understood(table, whole_row(table) | {name: cell})
    is_forgiven = column.blank is Blank.UNKNOWN or column.filled_with is not None

    [fault] = [fault for fault in told.faults.to_dicts() if fault["rule"] == rule]
    assert (fault["file"], fault["row"], fault["column"]) == (FILE, 2, heading_of(name))
    assert fault["value"] == cell[:60]
    assert fault["remedy"]
    assert (fault["severity"], counts(told)) == (("warning", (1, 1, 0, 0)) if is_forgiven else ("error", (1, 0, 1, 0)))
    assert (fault["weakens"] is not None) is is_forgiven
    if is_forgiven:
        assert told.rows[name].to_list() == [column.filled_with]


def test_an_assessment_whose_authorisation_cannot_be_read_never_passes_for_open() -> None:
    told = understood("assessments", ASSESSMENT | {"authorised_on": "soon"})

    assert (counts(told), rules(told)) == ((1, 0, 1, 0), [("error", "not_a_date")])


def test_every_unreadable_cell_of_a_row_is_named() -> None:
    told = understood("assessments", ASSESSMENT | {"started_on": "1/2/26", "authorised_on": "soon", "outcome": "?"})

    assert rules(told) == [("error", "ambiguous_date"), ("error", "not_a_date"), ("warning", "unknown_code")]
    assert told.aside["rules"].to_list() == ["ambiguous_date not_a_date"]
    assert counts(told) == (1, 0, 1, 0)


def test_every_empty_cell_of_a_row_that_must_not_be_is_named() -> None:
    told = understood("assessments", ASSESSMENT | {"child_id": None, "started_on": None})

    assert rules(told) == [("error", "missing")] * 2
    assert told.faults["field"].to_list() == ["child_id", "started_on"]


def test_a_column_that_a_file_has_typed_is_taken_as_it_is() -> None:
    told_as_text = draft("referrals", REFERRAL, REFERRAL | {"referral_id": "R2", "referred_on": "0001-01-01"})
    cells = told_as_text.cells.with_columns(pl.col("referred_on").str.to_date("%Y-%m-%d"))
    told = understand(replace(told_as_text, cells=cells), words={})

    assert told.rows["referred_on"].to_list() == [date(2026, 5, 1)]
    assert rules(told) == [("error", "date_out_of_range")]


def test_a_number_out_of_bounds_counts_as_not_known() -> None:
    rows = [
        whole_row("workers", worker_id=f"W{number}", fte=fte) for number, fte in enumerate(("0", "1.5", "1.51", "-0.1"))
    ]
    told = understood("workers", *rows)

    assert told.rows["fte"].to_list() == [0.0, 1.5, None, None]
    assert rules(told) == [("warning", "number_out_of_range")] * 2


def test_an_unknown_word_names_the_words_that_the_column_may_hold() -> None:
    told = understood("children", {"child_id": "C1", "sex": "blue"})

    assert "[codes.children.sex]" in told.faults["remedy"][0]
    assert "female, male, neither, not_stated" in told.faults["remedy"][0]


def test_the_authoritys_own_words_are_understood() -> None:
    told = understood("children", {"child_id": "C1", "sex": "lass"}, words={"sex": {"Lass": "female"}})

    assert (told.rows["sex"].to_list(), rules(told)) == (["female"], [])


def test_a_meeting_without_a_time_of_day_stands_and_its_hours_are_weakened() -> None:
    told = understood("meetings", whole_row("meetings", status="held", held_at="2026-05-02"))

    assert told.rows["held_at"].to_list() == [datetime.fromisoformat("2026-05-02 00:00")]
    assert told.faults.select("severity", "rule", "weakens").rows() == [
        ("warning", "time_missing", "hours from held_at")
    ]


AFTER = [
    (0, []),
    (1, [("warning", "after_the_extract")]),
    (FORGIVEN.days, [("warning", "after_the_extract")]),
    (FORGIVEN.days + 1, [("error", "in_the_future")]),
]


@pytest.mark.parametrize(("days", "expected"), AFTER)
def test_an_event_up_to_31_days_after_the_extract_is_doubted_and_beyond_that_is_kept_aside(
    days: int, expected: list[tuple[str, str]]
) -> None:
    told = understood("referrals", REFERRAL | {"referred_on": f"{DRAWN_ON + timedelta(days=days)}"})

    assert rules(told) == expected
    assert told.aside.height == [severity for severity, _ in expected].count("error")


@pytest.mark.parametrize(("days", "is_known"), [(31, True), (32, False)])
def test_a_future_day_that_may_be_unknown_is_then_not_known(days: int, *, is_known: bool) -> None:
    seen = DRAWN_ON + timedelta(days=days)
    told = understood("assessments", ASSESSMENT | {"child_seen_on": f"{seen}"})

    assert told.rows["child_seen_on"].to_list() == [seen if is_known else None]
    assert rules(told) == [("warning", "after_the_extract" if is_known else "in_the_future")]


def test_a_day_that_is_no_event_may_lie_in_the_future() -> None:
    assert rules(understood("children", {"child_id": "C1", "born_on": "2027-03-01"})) == []
    assert rules(understood("workers", whole_row("workers", left_on="2027-03-01"))) == []


def test_repeated_descriptions_of_a_child_are_one_row() -> None:
    rows = [
        {"child_id": "C1", "sex": "Male", "born_on": "2015-01-01"},
        {"child_id": "C1", "sex": None, "born_on": "01/01/2015"},
        {"child_id": "C2", "sex": "Female", "born_on": None},
    ]
    told = understand(draft("children", *rows, is_repeated=True), words={})

    assert told.rows.select("child_id", "sex", "born_on").rows() == [
        ("C1", "male", date(2015, 1, 1)),
        ("C2", "female", None),
    ]
    assert (rules(told), told.rows["source_row"].to_list()) == ([], [2, 4])


def test_a_cell_on_which_descriptions_of_a_child_differ_is_not_known() -> None:
    rows = [{"child_id": "C1", "sex": "Male", "born_on": "2015-01-01"}, {"child_id": "C1", "sex": "F", "born_on": None}]
    told = understand(draft("children", *rows, is_repeated=True), words={})

    assert told.rows.select("child_id", "sex", "born_on").rows() == [("C1", None, date(2015, 1, 1))]
    [fault] = told.faults.to_dicts()
    assert (fault["severity"], fault["rule"], fault["field"]) == ("warning", "described_differently", "sex")
    assert (fault["record"], fault["column"]) == ("C1", heading_of("sex"))


def test_descriptions_without_an_identifier_are_aside_and_not_taken_together() -> None:
    rows = [{"child_id": None, "sex": "Male"}, {"child_id": "C1", "sex": "F"}]
    told = understand(draft("children", *rows, is_repeated=True), words={})

    assert (told.rows["child_id"].to_list(), told.aside.height) == (["C1"], 1)
    assert rules(told) == [("error", "missing")]


def seen_by_reader(*, row: int, column: str = "") -> RowFault:
    return RowFault(rule="error_cell", row=row, column=column, value="#REF!", remedy="Mend the formula.")


def test_a_row_that_its_reader_distrusts_is_kept_aside_with_the_readers_words() -> None:
    told = understand(draft("referrals", REFERRAL, faults=[seen_by_reader(row=2)]), words={})

    [fault] = told.faults.to_dicts()
    assert (fault["severity"], fault["rule"], fault["value"]) == ("error", "error_cell", "#REF!")
    assert (fault["remedy"], fault["column"]) == ("Mend the formula.", None)
    assert counts(told) == (1, 0, 1, 0)


@pytest.mark.parametrize(
    ("column", "severity", "aside"),
    [("referred_on", "error", 1), ("closed_on", "error", 1), ("source", "warning", 0)],
)
def test_a_cell_that_its_reader_distrusts_costs_the_row_unless_it_may_be_unknown(
    column: str, severity: str, aside: int
) -> None:
    row = REFERRAL | {"source": None, "closed_on": None}
    told = understand(draft("referrals", row, faults=[seen_by_reader(row=2, column=heading_of(column))]), words={})

    assert told.faults.filter(pl.col("rule") == "error_cell")["severity"].to_list() == [severity]
    assert told.aside.height == aside


def test_a_fault_of_a_column_that_is_not_read_costs_nothing() -> None:
    told = understand(draft("referrals", REFERRAL, faults=[seen_by_reader(row=2, column="Shoe size")]), words={})

    assert (counts(told), rules(told)) == ((1, 1, 0, 0), [])


def test_a_row_that_its_reader_distrusts_is_no_repetition_of_another() -> None:
    told = understand(draft("referrals", REFERRAL, REFERRAL, faults=[seen_by_reader(row=3)]), words={})

    assert counts(told) == (2, 1, 1, 0)


def test_several_rows_on_one_line_are_rows_of_their_own() -> None:
    rows = [REFERRAL, REFERRAL | {"referral_id": "R2", "referred_on": "soon"}, REFERRAL | {"referral_id": "R3"}]
    told = understand(draft("referrals", *rows, lines=[7, 7, 7]), words={})

    assert (counts(told), rules(told)) == ((3, 2, 1, 0), [("error", "not_a_date")])
    assert told.rows["referral_id"].to_list() == ["R1", "R3"]
    assert told.faults.select("row", "record").rows() == [(7, "R2")]


def test_cells_of_rows_aside_are_kept_as_written() -> None:
    row = REFERRAL | {"referred_on": "30/02/2026", "source": 'the "police"', "closed_on": None}
    told = understood("referrals", row)

    [aside] = told.aside.to_dicts()
    assert json.loads(aside["cells"]) == {name: cell for name, cell in row.items() if cell is not None}
    assert (aside["la_code"], aside["table"], aside["file"], aside["row"]) == (LA_CODE, "referrals", FILE, 2)
    assert (aside["extracted_on"], aside["record"], aside["rules"]) == (DRAWN_ON, "R1", "not_a_date")


def test_an_extract_without_rows_or_of_no_known_column_is_understood_too() -> None:
    nothing = understand(draft("referrals"), words={})
    unknown = understand(draft("referrals", {"shoe_size": "44"}, {"shoe_size": "44"}), words={})

    assert (counts(nothing), rules(nothing)) == ((0, 0, 0, 0), [])
    assert counts(unknown) == (2, 0, 2, 0)


TABLES = ("referrals", "assessments", "meetings", "invitations", "workers", "children", "allocations", "action_updates")
some_cells = st.sampled_from(
    [
        None,
        "1",
        "2",
        "yes",
        "no",
        "held",
        "pending",
        "red",
        "male",
        "child",
        "police",
        "",
        "?",
        "A\u200b",
        "x y/z\"'",
        "2026-05-01",
        "02/05/2026",
        "2026-05-03 10:00:00",
        "3/4/26",
        "5/25/2026",
        "9999-12-31",
        "2026-11-05",
        "2027-06-01",
    ]
)


@st.composite
def drafts(draw: st.DrawFn) -> Draft:
    table = draw(st.sampled_from(TABLES))
    names = draw(st.lists(st.sampled_from(list(RECORD_TABLES[table].columns)), min_size=1, unique=True))
    whole = whole_row(table)
    row = st.fixed_dictionaries({name: st.just(whole.get(name, "1")) | some_cells for name in names})
    rows = draw(st.lists(row, min_size=1, max_size=6))
    filled = [whole | one if draw(st.booleans()) else one for one in rows]
    lines = draw(st.lists(st.integers(2, 6), min_size=len(rows), max_size=len(rows)))
    places = st.builds(seen_by_reader, row=st.integers(2, 6), column=st.sampled_from(["", *map(heading_of, names)]))
    return draft(table, *filled, lines=lines, faults=draw(st.lists(places, max_size=2)))


@settings(deadline=None, max_examples=35)
@given(drafts())
def test_every_row_is_clean_or_aside_with_an_error_or_a_duplicate(given_draft: Draft) -> None:
    told = understand(given_draft, words={})

    assert told.rows_in == given_draft.cells.height == told.rows.height + told.aside.height + told.duplicates
    assert told.duplicates >= 0
    RECORD_TABLES[given_draft.table].schema.validate(told.rows)
    Faults.validate(told.faults)
    assert told.aside.schema == ASIDE_SCHEMA
    assert_has_errors(told)
    assert_kept_as_written(told.aside, given_draft)


def assert_has_errors(told: Understood) -> None:
    """Every row aside names its rules, each an error on its line, and there are no errors of other rows."""
    errors = told.faults.filter(pl.col("severity") == "error")
    for aside in told.aside.to_dicts():
        on_line = errors.filter(pl.col("row") == aside["row"])["rule"]
        assert aside["rules"]
        assert set(aside["rules"].split()) <= set(on_line)
    assert errors.select("row").unique().height <= told.aside.height


def assert_kept_as_written(aside: pl.DataFrame, given_draft: Draft) -> None:
    written = Counter(
        (
            row.pop("source_row"),
            json.dumps({name: cell for name, cell in row.items() if cell is not None}, ensure_ascii=False),
        )
        for row in given_draft.cells.select("source_row", pl.exclude("source_row")).to_dicts()
    )
    assert Counter(aside.select("row", "cells").rows()) <= written


@settings(deadline=None, max_examples=30)
@given(
    st.lists(
        st.fixed_dictionaries(
            {"child_id": st.sampled_from([None, "C1", "C2"]), "sex": some_cells, "born_on": some_cells}
        ),
        max_size=6,
    )
)
def test_of_a_draft_that_repeats_every_different_record_is_clean_or_aside(rows: Sequence[Row]) -> None:
    told = understand(draft("children", *rows, is_repeated=True), words={})

    assert told.rows_in == told.rows.height + told.aside.height + told.duplicates
    assert told.duplicates >= 0
    assert set(told.rows["child_id"]) == {row["child_id"] for row in rows if row["child_id"]}
    RECORD_TABLES["children"].schema.validate(told.rows)
