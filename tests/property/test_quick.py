"""The quick look at a whole draft says the same as the long way, or nothing."""

from datetime import date, datetime
from typing import Final

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from csc_metrics.contracts.records.tables import RECORD_TABLES
from csc_metrics.records.draft import Draft
from csc_metrics.records.quick import NOTHING_SEEN, quick_look, quick_rows
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
    return drawn("meetings", pl.DataFrame(rows, schema=SCHEMA))


def drawn(table: str, rows: pl.DataFrame) -> Draft:
    cells = rows.with_columns(pl.int_range(1, pl.len() + 1).alias("source_row"))
    headings = {name: name for name in rows.columns}
    return Draft(table=table, file=f"{table}.parquet", la_code="001", extracted_on=DRAWN, cells=cells, headings=headings)


def assert_same_on_both_ways(draft: Draft) -> None:
    quick, slow = understand(draft, words={}), Work(draft, words={}, look=NOTHING_SEEN).done()
    assert_frame_equal(quick.rows, slow.rows)
    assert_frame_equal(quick.faults, slow.faults)
    assert_frame_equal(quick.aside, slow.aside)
    assert (quick.rows_in, quick.duplicates, quick.supplied) == (slow.rows_in, slow.duplicates, slow.supplied)


@given(rows=ROWS)
@settings(max_examples=150, deadline=None)
def test_after_a_quick_look_the_same_is_told_as_without(rows: list[dict[str, object]]) -> None:
    assert_same_on_both_ways(draft_of(rows))


@given(rows=SOUND)
@settings(max_examples=30, deadline=None)
def test_sound_rows_pass_the_quick_look(rows: list[dict[str, object]]) -> None:
    draft = draft_of(rows)
    assert quick_look(draft, words={}).is_sound
    RECORD_TABLES["meetings"].schema.validate(quick_rows(draft))
    assert_same_on_both_ways(draft)


INVITATIONS: Final = st.lists(
    st.fixed_dictionaries(
        {
            "meeting_id": st.sampled_from(["M1", "M2", "", None]),
            "agency": st.sampled_from(["police", "health", "_police", "social__worker", "Housing", "", "_", None]),
            "person_id": st.sampled_from(["", "P1", "P2", None]),
            "attendance": st.sampled_from(["attended", "apologies", "perhaps", "", None]),
        }
    ),
    min_size=1,
    max_size=6,
)


@given(rows=INVITATIONS)
@settings(max_examples=100, deadline=None)
def test_empty_and_repeated_keys_are_told_alike_with_and_without_a_quick_look(rows: list[dict[str, object]]) -> None:
    columns = dict.fromkeys(("meeting_id", "agency", "person_id", "attendance"), pl.String())
    assert_same_on_both_ways(drawn("invitations", pl.DataFrame(rows, schema=columns)))
