"""The quick look at a whole draft says the same as the long way, or nothing."""

from datetime import date, datetime
from typing import Final

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from csc_metrics.contracts.records.tables import RECORD_TABLES
from csc_metrics.records.draft import Draft
from csc_metrics.records.quick import quick_look
from csc_metrics.records.understand import Work, understand

DRAWN: Final = date(2026, 3, 31)
moment: Final = datetime.fromisoformat
DAYS: Final = st.one_of(
    st.none(), st.dates(date(2025, 1, 1), date(2026, 3, 31)), st.sampled_from([date(1, 1, 1), date(2030, 1, 1)])
)
MOMENTS: Final = st.one_of(
    st.none(),
    st.datetimes(moment("2025-01-01 08:00"), moment("2026-03-30 08:00")).map(lambda at: at.replace(microsecond=0)),
    st.sampled_from([moment("2026-01-01 00:00"), moment("9999-12-31 01:00")]),
)
IDENTIFIERS: Final = st.one_of(
    st.none(), st.integers(0, 60).map("M{}".format), st.sampled_from(["", " M1", "M\t1", "É", "M" * 300])
)
ROWS: Final = st.lists(
    st.fixed_dictionaries(
        {
            "meeting_id": IDENTIFIERS,
            "meeting_type": st.sampled_from(["strategy", "core_group"]),
            "status": st.sampled_from(["held", "pending", "held", "Completed", None]),
            "team": st.sampled_from(["North", "South East", "South  East", None]),
            "decided_at": MOMENTS,
            "held_at": MOMENTS,
            "escalated_on": DAYS,
        }
    ),
    min_size=1,
    max_size=8,
)
SOUND: Final = st.lists(
    st.fixed_dictionaries(
        {
            "meeting_id": st.integers(0, 10**6).map("M{}".format),
            "meeting_type": st.sampled_from(["strategy", "core_group"]),
            "status": st.just("held"),
            "team": st.sampled_from(["North", "South East"]),
            "decided_at": st.just(moment("2026-01-05 09:30")),
            "held_at": st.just(moment("2026-01-06 09:30")),
            "escalated_on": st.dates(date(2025, 1, 1), date(2026, 3, 31)),
        }
    ),
    min_size=1,
    max_size=8,
    unique_by=lambda row: row["meeting_id"],
)
SCHEMA: Final = {
    name: dtype
    for name, dtype in RECORD_TABLES["meetings"].empty.schema.items()
    if name in {"meeting_id", "meeting_type", "status", "team", "decided_at", "held_at", "escalated_on"}
}


def draft_of(rows: list[dict[str, object]]) -> Draft:
    cells = pl.DataFrame(rows, schema=SCHEMA).with_columns(pl.int_range(1, pl.len() + 1).alias("source_row"))
    headings = {name: name for name in SCHEMA}
    return Draft(
        table="meetings", file="meetings.parquet", la_code="001", extracted_on=DRAWN, cells=cells, headings=headings
    )


@given(rows=ROWS)
@settings(max_examples=150, deadline=None)
def test_with_the_quick_look_a_draft_comes_to_the_same_as_without(rows: list[dict[str, object]]) -> None:
    draft = draft_of(rows)
    told, slow = understand(draft, words={}), Work(draft, words={}).done()
    assert (told.rows_in, told.duplicates, told.supplied) == (slow.rows_in, slow.duplicates, slow.supplied)
    assert_frame_equal(told.rows, slow.rows)
    assert_frame_equal(told.faults, slow.faults)
    assert_frame_equal(told.aside, slow.aside)


@given(rows=ROWS)
@settings(max_examples=100, deadline=None)
def test_of_the_rows_that_pass_the_quick_look_no_fault_is_told(rows: list[dict[str, object]]) -> None:
    draft = draft_of(rows)
    quick = quick_look(draft, words={})
    assert quick is not None
    assert quick.rows.height + quick.doubtful.height == len(rows)
    faulty = set(Work(draft, words={}).done().faults["row"])
    assert set(quick.rows["source_row"]) & faulty == set()


@given(rows=SOUND)
@settings(max_examples=30, deadline=None)
def test_sound_rows_pass_the_quick_look(rows: list[dict[str, object]]) -> None:
    quick = quick_look(draft_of(rows), words={})
    assert quick is not None
    assert quick.doubtful.is_empty()
    RECORD_TABLES["meetings"].schema.validate(quick.rows)
