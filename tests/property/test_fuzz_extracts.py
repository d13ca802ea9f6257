"""What is valid by construction comes through whole and equal, whatever the file that tells of it."""

import pytest
from cleaning_worker import Outcome
from fuzzing import cleaned, few, for_its_share, in_order, without_places
from hypothesis import given
from strategies.clean_tables import as_cleaned
from strategies.extracts import FORMS, Extract, attendances, extracts


def said(outcome: Outcome) -> list[tuple[object, ...]]:
    """Return what is wrong with any row."""
    rows = [fault for fault in outcome.faults if fault["severity"] != "notice"]
    return [(fault["rule"], fault["row"], fault["column"], fault["value"]) for fault in rows]


@pytest.mark.parametrize("form", FORMS)
def test_valid_rows_come_through_a_file_of_any_form_whole_and_equal(form: str) -> None:
    @few(12)
    @given(extracts(forms=(form,)))
    def comes_through(extract: Extract) -> None:
        outcome = cleaned({extract.name: extract.content}, name=f"valid-{form}", is_whole=False)

        assert said(outcome) == []
        assert without_places(outcome.tables[extract.table]) == [as_cleaned(extract.table, row) for row in extract.rows]
        assert [one["rows_in"] for one in outcome.balances if one["table"] == extract.table] == [len(extract.rows)]

    for_its_share(comes_through)


@few(25)
@given(attendances())
def attendance_comes_through(extract: Extract) -> None:
    outcome = cleaned({extract.name: extract.content}, name="attendance")
    told = [
        {name: row[name] for name in ("meeting_id", "agency", "attendance")} for row in outcome.tables["invitations"]
    ]

    assert said(outcome) == []
    assert in_order(told) == in_order(extract.rows)


def test_attendance_with_a_column_for_each_agency_comes_through_whole_and_equal() -> None:
    for_its_share(attendance_comes_through)
