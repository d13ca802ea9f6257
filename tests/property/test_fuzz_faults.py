"""What is wrong by construction is told and kept; neither the order of rows nor that of files makes a difference."""

from collections import Counter
from collections.abc import Iterable

from cleaning_worker import Outcome, Row
from fuzzing import cleaned, few, for_its_share, in_order, without_places
from hypothesis import given
from hypothesis import strategies as st
from made_up_records import MONTHS
from strategies.faulty import Faulty, faulty_extracts, messy_file, messy_lines

from csc_metrics.contracts.records.tables import RECORD_TABLES

TABLES = st.sampled_from(tuple(RECORD_TABLES))


@few(40)
@given(faulty_extracts())
def each_fault_is_told(extract: Faulty) -> None:
    outcome = cleaned({extract.name: extract.content}, name="faulty")
    told = Counter((fault["field"], fault["value"]) for fault in outcome.faults)

    assert without_places(outcome.tables[extract.table]) == extract.clean
    assert len(outcome.aside) == extract.aside
    for fault, times in Counter(extract.faults).items():
        assert told[fault] >= times, (fault, told)


def test_every_fault_is_told_costs_its_own_row_at_most_and_leaves_the_others_whole() -> None:
    for_its_share(each_fault_is_told)


def without(rows: Iterable[Row], *places: str) -> list[Row]:
    return in_order([{name: cell for name, cell in row.items() if name not in places} for row in rows])


def meaning(outcome: Outcome) -> dict[str, object]:
    """Return all that came of files, but for the files and lines that it is from."""
    return {
        "tables": {name: in_order(without_places(rows)) for name, rows in outcome.tables.items() if rows},
        "aside": without(outcome.aside, "file", "row", "cells"),
        "faults": without(outcome.faults, "file", "row"),
    }


@few(30)
@given(TABLES, st.data())
def rows_in_any_order(table: str, data: st.DataObject) -> None:
    lines = data.draw(messy_lines(table))
    name = f"001/{MONTHS[1]}/{table}.csv"
    one, other = (
        cleaned({name: messy_file(table, told)}, name="order-of-rows")
        for told in (lines, data.draw(st.permutations(lines)))
    )

    assert meaning(one) == meaning(other)
    assert sum(one["rows_in"] for one in other.balances if one["table"] == table) == len(
        [line for line in lines if any(line)]
    )


def test_the_order_of_rows_makes_no_difference() -> None:
    for_its_share(rows_in_any_order)


DAYS = st.lists(st.sampled_from(MONTHS), min_size=2, max_size=3)


@few(20)
@given(TABLES, DAYS, st.data())
def files_in_any_order(table: str, days: list[str], data: st.DataObject) -> None:
    contents = [(day, messy_file(table, data.draw(messy_lines(table)))) for day in days]
    one, other = (
        cleaned(
            {f"001/{day}/{table} {place}.csv": content for place, (day, content) in enumerate(files)},
            name="order-of-files",
            is_whole=False,
        )
        for files in (contents, contents[::-1])
    )

    assert meaning(one) == meaning(other)
    assert one.restated == other.restated


def test_the_order_of_files_makes_no_difference() -> None:
    for_its_share(files_in_any_order)


@few(12)
@given(TABLES, DAYS, st.data())
def files_one_after_the_other(table: str, days: list[str], data: st.DataObject) -> None:
    files = {
        f"001/{day}/{table} {place}.csv": messy_file(table, data.draw(messy_lines(table)))
        for place, day in enumerate(days)
    }
    at_once = cleaned(files, name="at-once", is_whole=False)
    steps = [{name: content} for name, content in data.draw(st.permutations(sorted(files.items())))]
    bit_by_bit = cleaned(*steps, name="bit-by-bit")

    assert bit_by_bit.tables == at_once.tables
    assert in_order(bit_by_bit.aside) == in_order(at_once.aside)
    assert in_order(bit_by_bit.faults) == in_order(at_once.faults)


def test_files_that_come_one_after_the_other_come_to_the_same_as_all_at_once() -> None:
    for_its_share(files_one_after_the_other)
