"""Every measure of records does what its worked examples say: small tables of records with their sums in sight.

The examples stand in `spec/from_records/`; `spec/worked_records.py` says how they are written.
"""

from typing import Final

import pytest
from spec.worked_records import RecordsExample, counted, records_specs, row_at

from csc_metrics.measures.registry import LOCAL_MEASURES

SPECS: Final = records_specs()
EXAMPLES: Final = [(code, example) for code, spec in SPECS.items() for example in spec.examples]

each_example = pytest.mark.parametrize(
    ("code", "example"), EXAMPLES, ids=[f"{code}: {example.rule}" for code, example in EXAMPLES]
)


def as_written(cell: object) -> object:
    """Return what a figure must equal: a number but for binary noise, a status to the letter."""
    return pytest.approx(cell, rel=1e-12) if isinstance(cell, int | float) else cell


def test_each_measure_has_a_spec_and_each_spec_a_measure() -> None:
    assert list(SPECS) == list(LOCAL_MEASURES), "write tests/spec/from_records/<name>.py for a new measure"
    assert [code for code, spec in SPECS.items() if not spec.examples] == []


@each_example
def test_a_worked_example_gives_what_its_sums_say(code: str, example: RecordsExample) -> None:
    values = counted(code, example)
    for where, cell in example.gives.items():
        row = row_at(values, where)
        told = cell if isinstance(cell, tuple) else (cell,)
        value = row["status"] if row["value"] is None else row["value"]
        assert value == as_written(told[0]), where
        if isinstance(cell, tuple):
            assert (row["numerator"], row["denominator"]) == tuple(map(as_written, told[1:])), where


@each_example
def test_rows_that_cannot_be_judged_are_counted_beside_the_figure(code: str, example: RecordsExample) -> None:
    values = counted(code, example)
    for where, many in example.aside.items():
        assert row_at(values, where)["rows_aside"] == many, where


@each_example
def test_the_order_of_the_records_makes_no_difference(code: str, example: RecordsExample) -> None:
    def turned(text: str) -> str:
        heading, *rows = text.strip().splitlines()
        return "\n".join([heading, *reversed(rows)])

    backwards = {name: turned(text) for name, text in example.given.items()}
    other = RecordsExample(
        rule=example.rule,
        sums=example.sums,
        given=backwards,
        until=example.until,
        gives=example.gives,
        settings=example.settings,
        population=example.population,
    )
    assert counted(code, other).equals(counted(code, example))


@pytest.mark.parametrize("code", LOCAL_MEASURES)
def test_without_records_a_measure_is_not_collected_and_never_0(code: str) -> None:
    example = SPECS[code].examples[0]
    empty = {name: text.strip().splitlines()[0] for name, text in example.given.items()}
    nothing = RecordsExample(rule="", sums="", given=empty, until=example.until, gives={})
    values = counted(code, nothing)
    assert set(values["status"]) <= {"not_collected", "not_applicable"}
    assert values["value"].to_list() == [None] * len(LOCAL_MEASURES[code].from_records.periods)
