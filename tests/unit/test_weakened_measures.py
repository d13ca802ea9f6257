"""Which measures a fault weakens: those that count its table, or read a column at fault."""

import polars as pl
import pytest

from csc_metrics.contracts.data_quality import WeakenedFigures
from csc_metrics.measures.registry import LOCAL_MEASURES
from csc_metrics.measures.weakened_measures import weakened_measures


def weakened_by(severity: str, *, table: str = "meetings", fields: str | None) -> set[str]:
    """Return the codes of the measures that one fault weakens."""
    row = {"la_code": "001", "rule": "held_before_decided", "table": table, "severity": severity, "fields": fields}
    others = {"weakens": "words", "faults": 1, "records": 1, "records_of_table": 10, "value": 10.0}
    given = pl.DataFrame([row | others], schema=WeakenedFigures.create_empty().schema)
    return set(weakened_measures(given)["measure"])


def test_a_doubtful_column_weakens_the_measures_that_read_it_and_no_others() -> None:
    found = weakened_by("warning", fields="decided_at held_at")
    reading = {
        code
        for code, measure in LOCAL_MEASURES.items()
        if {"decided_at", "held_at"} & {*measure.from_records.reads.get("meetings", ())}
    }
    assert found == reading
    assert "strategy_meeting_wait_median_hours" in found
    assert "average_caseload" not in found


def test_a_row_that_is_kept_aside_weakens_every_measure_that_counts_its_table() -> None:
    found = weakened_by("error", fields="started_on", table="allocations")
    assert found == {code for code, one in LOCAL_MEASURES.items() if "allocations" in one.from_records.reads}
    assert {"average_caseload", "worker_changes_per_child"} <= found


@pytest.mark.parametrize(
    ("severity", "table", "fields"), [("notice", "meetings", "held_at"), ("error", "whole_file", None)]
)
def test_a_notice_and_a_whole_file_weaken_no_measure_by_name(severity: str, table: str, fields: str | None) -> None:
    assert weakened_by(severity, table=table, fields=fields) == set()
