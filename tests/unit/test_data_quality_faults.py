"""Faults by rule with their trend, what they weaken, and what is to be fixed first; worked out by hand here."""

from pathlib import Path

import polars as pl
import pytest
from cleaned import CLEAN, RAW, clean, cleaned
from made_up_records import MONTHS, TABLES, put, put_tables

from csc_metrics.data_quality.faults_by_rule import WHOLE_FILE, faults_by_extract
from csc_metrics.data_quality.fix_first import fix_first
from csc_metrics.data_quality.rule_words import words_of_rule
from csc_metrics.data_quality.weakened import weakened_figures

EARLIER, LATER = MONTHS
CHILDREN, VISITS, ALLOCATIONS = TABLES["children"], TABLES["visits"], TABLES["allocations"]


@pytest.fixture(autouse=True)
def work_in_an_empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def told(rule: str, table: str, *columns: str | pl.Expr) -> list[tuple[object, ...]]:
    """Return some columns of a rule's rows, in order of day."""
    rows = faults_by_extract(CLEAN, "001").filter((pl.col("rule") == rule) & (pl.col("table") == table))
    return rows.sort("extracted_on").select(pl.col("extracted_on").cast(pl.String), *columns).rows()


def weakened(rule: str) -> list[tuple[object, ...]]:
    rows = weakened_figures(CLEAN, "001").filter(pl.col("rule") == rule)
    return rows.select("severity", "weakens", "fields", "faults", "records", "records_of_table", "value").rows()


def to_fix() -> list[tuple[object, ...]]:
    return fix_first(CLEAN, "001").select("team", "place", "to_fix", "what", "table", "records").rows()


def test_faults_are_counted_per_1000_rows_of_each_extract_with_the_change() -> None:
    """1 of 2 rows in September, then 1 of 4 in October: 500 and 250 a thousand."""
    put_tables(RAW, ["children"], day=EARLIER, children=CHILDREN.with_cell(0, "ethnicity", "?!"))
    newer = CHILDREN.with_row(0, child_id="A3").with_row(0, child_id="A4", ethnicity="?!")
    put_tables(RAW, ["children"], day=LATER, children=newer)
    cleaned()

    counts = ("faults", "rows", "faults_per_1000_rows", "change")
    assert told("unknown_code", "children", *counts) == [
        (EARLIER, 1, 2, 500.0, None),
        (LATER, 1, 4, 250.0, -250.0),
    ]


def test_a_day_whose_extracts_lack_the_column_of_a_fault_does_not_count_for_it() -> None:
    """Nobody put ethnicity right in October: its extract does not speak of it."""
    put_tables(RAW, ["children"], day=EARLIER, children=CHILDREN.with_cell(0, "ethnicity", "?!"))
    put_tables(RAW, ["children"], day=LATER, children=CHILDREN.without_column("ethnicity"))
    cleaned()

    assert told("unknown_code", "children", "faults", "change") == [(EARLIER, 1, None)]


def test_days_whose_extracts_have_other_columns_are_not_compared() -> None:
    """500 a thousand, then 250: but the second extract asks for less, so that it may find less."""
    put_tables(RAW, ["children"], day=EARLIER, children=CHILDREN.with_cell(0, "ethnicity", "?!"))
    newer = CHILDREN.with_row(0, child_id="A3").with_row(0, child_id="A4", ethnicity="?!")
    put_tables(RAW, ["children"], day=LATER, children=newer.without_column("disability"))
    cleaned()

    counts = ("faults", "faults_per_1000_rows", "change")
    assert told("unknown_code", "children", *counts) == [(EARLIER, 1, 500.0, None), (LATER, 1, 250.0, None)]


def test_a_fault_that_a_newer_extract_put_right_is_mended() -> None:
    put_tables(RAW, ["children"], day=EARLIER, children=CHILDREN.with_cell(0, "ethnicity", "?!"))
    put_tables(RAW, ["children"], day=LATER)
    cleaned()

    assert told("unknown_code", "children", "faults", "standing", "mended") == [(EARLIER, 1, 0, 1), (LATER, 0, 0, 0)]


def test_a_fault_that_every_extract_repeats_is_never_mended() -> None:
    """The list to fix names the newest row alone; the older one, of the same record, was not put right."""
    for day in MONTHS:
        put_tables(RAW, ["children"], day=day, children=CHILDREN.with_cell(0, "ethnicity", "?!"))
    cleaned()

    assert told("unknown_code", "children", "faults", "standing", "mended") == [(EARLIER, 1, 1, 0), (LATER, 1, 1, 0)]
    assert weakened("unknown_code") == [("warning", "figures that use ethnicity", "ethnicity", 1, 1, 2, 50.0)]


def test_what_only_all_extracts_together_show_is_counted_as_it_stood_after_each() -> None:
    put_tables(RAW, ["allocations", "workers"], day=EARLIER, allocations=ALLOCATIONS.with_cell(0, "worker_id", "W9"))
    put_tables(RAW, ["workers"], day=LATER, workers=TABLES["workers"].with_row(0, worker_id="W9"))
    cleaned()

    assert told("no_such_worker", "allocations", "found_in", "faults", "rows", "standing", "mended") == [
        (EARLIER, "all_extracts", 1, 2, 0, 1),
        (LATER, "all_extracts", 0, 2, 0, 0),
    ]


def test_a_day_without_an_extract_of_the_table_has_no_count() -> None:
    put_tables(RAW, ["children"], day=EARLIER, children=CHILDREN.with_cell(0, "ethnicity", "?!"))
    put_tables(RAW, ["visits"], day=LATER)
    cleaned()

    assert told("unknown_code", "children", "faults") == [(EARLIER, 1)]


def test_a_day_whose_extracts_lack_the_column_at_fault_has_no_count_and_puts_nothing_right() -> None:
    """October's extract has no ethnicity: that it has no wrong one says nothing."""
    put_tables(RAW, ["children"], day=EARLIER, children=CHILDREN.with_cell(0, "ethnicity", "?!"))
    put_tables(RAW, ["children"], day=LATER, children=CHILDREN.without_column("ethnicity"))
    cleaned()

    assert told("unknown_code", "children", "faults", "standing", "mended") == [(EARLIER, 1, 1, 0)]


def test_a_rule_across_columns_is_counted_where_one_part_has_all_of_them() -> None:
    """Without the last day of a plan none can end before it starts."""
    wrong = TABLES["plans"].with_cell(0, "ended_on", "2026-07-01")
    put_tables(RAW, ["plans"], day=EARLIER, plans=wrong)
    put_tables(RAW, ["plans"], day=LATER, plans=TABLES["plans"].without_column("ended_on"))
    cleaned()

    assert told("ended_before_started", "plans", "faults", "standing") == [(EARLIER, 1, 1)]


def test_a_rule_across_tables_is_counted_once_the_other_table_is_there() -> None:
    """No extract of September tells of a worker, so that nobody can be missing among them."""
    put_tables(RAW, ["allocations"], day=EARLIER, allocations=ALLOCATIONS.with_cell(0, "worker_id", "W9"))
    put_tables(RAW, ["allocations", "workers"], day=LATER, allocations=ALLOCATIONS.with_cell(0, "worker_id", "W9"))
    cleaned()

    assert told("no_such_worker", "allocations", "faults", "change") == [(LATER, 1, None)]


def test_that_something_is_no_longer_told_shows_from_the_second_extract_on() -> None:
    """Of K1, K2 and K3 the second is gone in October. With August's extract alone nothing can be gone.

    Without the day of a decision, too, an extract should tell again of contacts of the time that it covers.
    """
    contacts = TABLES["contacts"].without_column("decided_on").without_column("outcome")
    for day, rows in (
        ("2026-08-31", contacts),
        (EARLIER, contacts),
        (LATER, contacts.with_cell(1, "contact_id", "K3")),
    ):
        put_tables(RAW, ["contacts"], day=day, contacts=rows)
    cleaned()

    assert told("no_longer_told", "contacts", "faults", "change") == [
        (EARLIER, 0, None),
        (LATER, 1, pytest.approx(1000 / 3)),
    ]


def test_a_fault_of_the_key_is_counted_on_every_day_of_its_table() -> None:
    twice = CHILDREN.with_row(0, sex="M")
    put_tables(RAW, ["children"], day=EARLIER, children=twice.without_column("disability"))
    put_tables(RAW, ["children"], day=LATER)
    cleaned()

    assert told("key_twice", "children", "faults", "rows", "change") == [(EARLIER, 2, 3, None), (LATER, 0, 2, None)]


def test_a_change_is_told_against_the_last_day_with_the_same_columns() -> None:
    """August and October have the same columns; September's extract has one less, so that neither is held against it.

    1 of 2 rows in August and September, then 1 of 4: 500 and 250 a thousand.
    """
    august = "2026-08-31"
    wrong = CHILDREN.with_cell(0, "ethnicity", "?!")
    put_tables(RAW, ["children"], day=august, children=wrong)
    put_tables(RAW, ["children"], day=EARLIER, children=wrong.without_column("disability"))
    put_tables(RAW, ["children"], day=LATER, children=wrong.with_row(1, child_id="A3").with_row(1, child_id="A4"))
    cleaned()

    compared = pl.col("compared_with").cast(pl.String)
    assert told("unknown_code", "children", "change", compared) == [
        (august, None, None),
        (EARLIER, None, None),
        (LATER, -250.0, august),
    ]


def test_a_list_of_a_return_and_an_own_extract_with_the_same_columns_are_not_alike() -> None:
    headings = (
        "Child Unique ID,Assessment start date,Assessment completion date,Organisation completing assessment",
        "child_id,started_on,completed_on,organisation",
    )
    for day, heading, name in zip(MONTHS, headings, ("list", "early_help"), strict=True):
        put(RAW, f"001/{day}/{name}.csv", f"{heading}\nA1,2026-05-01,,School\nA2,soon,,School\n")
    cleaned()

    assert told("not_a_date", "early_help", "faults", "change") == [(EARLIER, 1, None), (LATER, 1, None)]


def test_an_extract_without_a_row_does_not_make_days_unlike() -> None:
    """October has an empty list beside the same extract as September."""
    wrong = CHILDREN.with_cell(0, "ethnicity", "?!")
    put_tables(RAW, ["children"], day=EARLIER, children=wrong)
    put_tables(RAW, ["children"], day=LATER, children=wrong)
    put(RAW, f"001/{LATER}/more/children.csv", "child_id,born_on\n")
    cleaned()

    assert told("unknown_code", "children", "change") == [(EARLIER, None), (LATER, 0.0)]


def test_a_row_that_is_kept_aside_weakens_every_figure_that_counts_its_table() -> None:
    """One of three visits: two are clean, and the third is kept aside for its day."""
    put_tables(RAW, ["visits"], visits=VISITS.with_row(0, visited_on="soon"))
    cleaned()

    assert weakened("not_a_date") == [
        ("error", "every figure that counts visits", "visited_on", 1, 1, 3, pytest.approx(100 / 3))
    ]


def test_rows_without_an_identifier_are_not_taken_for_one_record() -> None:
    children = CHILDREN.with_row(0, child_id=None, sex="M").with_row(0, child_id=None, sex="F")
    put_tables(RAW, ["children"], children=children)
    cleaned()

    assert weakened("missing") == [("error", "every figure that counts children", "child_id", 2, 2, 4, 50.0)]


def test_where_all_rows_of_a_table_are_kept_aside_they_are_all_its_records() -> None:
    put_tables(RAW, ["visits"], visits=VISITS.only(0).with_cell(0, "visited_on", "soon"))
    cleaned()

    assert weakened("not_a_date") == [("error", "every figure that counts visits", "visited_on", 1, 1, 1, 100.0)]


def test_a_file_that_cannot_be_read_weakens_what_it_would_tell() -> None:
    put_tables(RAW, ["children"])
    put(RAW, f"001/{LATER}/visits.csv", b"\xff\xfe\x00")
    assert clean().exit_code == 1

    assert weakened("wrong_encoding") == [
        ("error", "every figure that counts what the file tells", None, 1, 1, None, None)
    ]
    assert (None, 1, "fault", "wrong_encoding", WHOLE_FILE, 1) in to_fix()


def test_what_costs_most_comes_first_and_each_team_has_its_own_list() -> None:
    """Rows kept aside, then warnings, then empty fields; the most records first; notices are left out."""
    visits = VISITS.with_cell(0, "is_seen_alone", None).with_row(0, visited_on="soon")
    workers = TABLES["workers"].with_cell(0, "fte", "many").with_row(0, worker_id="W3", role=None, fte=None)
    put_tables(RAW, ["visits", "workers"], visits=visits, workers=workers)
    cleaned()

    assert to_fix() == [
        ("North", 1, "fault", "not_a_number", "workers", 1),  # W1
        ("North", 2, "empty", "fte", "workers", 2),  # W1 and W3
        ("North", 3, "empty", "is_seen_alone", "visits", 1),
        ("North", 4, "empty", "role", "workers", 1),
        (None, 1, "fault", "not_a_date", "visits", 1),  # kept aside: of no team
    ]


def test_without_a_fault_or_a_gap_there_is_nothing_to_fix() -> None:
    put_tables(RAW, ["visits", "workers"])
    cleaned()

    assert (to_fix(), weakened("missing"), told("missing", "visits", "faults")) == ([], [], [])


@pytest.mark.parametrize(
    ("rule", "table", "says"),
    [
        ("missing", "children", "This must not be empty."),
        (
            "no_longer_told",
            "visits",
            "An earlier extract tells of this; the newest of its kind, which should, does not.",
        ),
        ("wrong_encoding", WHOLE_FILE, "Wrong encoding."),
    ],
)
def test_a_rule_has_words_that_hold_no_records_data(rule: str, table: str, says: str) -> None:
    assert words_of_rule(rule, table if rule != "no_longer_told" else "referrals").says == says
