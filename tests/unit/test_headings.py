"""Headings are found whatever people and systems do to their spaces, cases and marks."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from csc_metrics.records.headings import folded, found_headings, heading_of

WANTED = "Child Unique ID"


@pytest.mark.parametrize(
    "written",
    [
        "Child Unique ID",
        "child unique id",
        "CHILD UNIQUE ID",
        "  Child  Unique\tID ",
        "Child\N{NO-BREAK SPACE}Unique\N{NO-BREAK SPACE}ID",
        "Child\nUnique ID",
        "child_unique_id",
        "Child-Unique-ID:",
        "Child Unique ID?",
        "\N{ZERO WIDTH NO-BREAK SPACE}Child Unique ID",
    ],
)
def test_a_heading_is_found_through_odd_spaces_case_and_marks(written: str) -> None:
    assert heading_of([WANTED], ["Sex", written]) == written


@pytest.mark.parametrize("written", ["Child Unique", "ChildUniqueID", "Child Unique ID 2", "Unique ID Child", ""])
def test_another_heading_is_not_taken_for_it(written: str) -> None:
    assert heading_of([WANTED], [written]) is None


def test_headings_are_taken_in_the_order_in_which_they_are_preferred() -> None:
    assert heading_of(["Sex", "Gender"], ["Gender", "Sex"]) == "Sex"
    assert heading_of(["Sex", "Gender"], ["Gender"]) == "Gender"


def test_of_two_headings_that_fold_to_one_the_first_in_the_file_counts() -> None:
    assert heading_of(["sex"], ["Sex", "SEX?"]) == "Sex"


def test_columns_without_a_heading_are_left_out_and_the_others_keep_their_writing() -> None:
    wanted = {"child_id": ("Child ID", WANTED), "sex": ("Sex",), "born_on": ("Date of Birth", "DoB")}

    assert found_headings(wanted, ["DOB", "child unique id "]) == {"child_id": "child unique id ", "born_on": "DOB"}


@given(st.text())
def test_folding_twice_is_folding_once(heading: str) -> None:
    assert folded(folded(heading)) == folded(heading)
