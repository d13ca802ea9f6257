"""Returns in which nothing is wrong come through whole and equal: Annex A in both its forms, and the two censuses."""

import pytest
from cleaning_worker import Outcome, Row
from fuzzing import cleaned, few, for_its_share, in_order
from hypothesis import given
from strategies.annex_a import AnnexA, annexes
from strategies.censuses import Census, cin_censuses, workforce_censuses


def assert_told(outcome: Outcome, expected: dict[str, list[Row]]) -> None:
    """See that each table holds just the records expected, and no row was kept aside."""
    assert outcome.of_severity("error") == []
    assert outcome.aside == []
    assert {name for name, rows in outcome.tables.items() if rows} == set(expected)
    for name, rows in expected.items():
        columns = {column for row in rows for column in row}
        told = [{column: row[column] for column in columns} for row in outcome.tables[name]]
        assert in_order(told) == in_order([dict.fromkeys(columns) | row for row in rows]), name


@pytest.mark.parametrize("form", ["workbook", "folder of CSV files"])
def test_annex_a_comes_through_whole_and_equal(form: str) -> None:
    @few(25)
    @given(annexes(is_workbook=form == "workbook"))
    def comes_through(annex: AnnexA) -> None:
        assert_told(cleaned(annex.files, name="annex-a", is_whole=False), annex.expected)

    for_its_share(comes_through)


@few(25)
@given(cin_censuses())
def cin_comes_through(census: Census) -> None:
    assert_told(cleaned({census.name: census.content}, name="cin", is_whole=False), census.expected)


def test_a_cin_census_comes_through_whole_and_equal() -> None:
    for_its_share(cin_comes_through)


@few(20)
@given(workforce_censuses())
def workforce_comes_through(census: Census) -> None:
    assert_told(cleaned({census.name: census.content}, name="workforce", is_whole=False), census.expected)


def test_a_workforce_census_comes_through_whole_and_equal() -> None:
    for_its_share(workforce_comes_through)
