"""Many extracts, one word on each record: the newest, column by column; nothing that was said is lost in silence."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made_up_drafts import LA_CODE, Row, part, referral
from polars.testing import assert_frame_equal

from csc_metrics.contracts.records.tables import RECORD_TABLES
from csc_metrics.records.authority import AuthorityTables, clean_authority
from csc_metrics.records.draft import Draft
from csc_metrics.records.faults import Faults
from csc_metrics.records.files import ExtractFile
from csc_metrics.records.history import RESTATED_SCHEMA, Merged, Part, merge_parts
from csc_metrics.records.snapshots import Fresh, read_snapshots, write_snapshots
from csc_metrics.records.understand import understand

AUGUST, SEPTEMBER, OCTOBER = date(2026, 8, 31), date(2026, 9, 30), date(2026, 10, 31)


def closing(drawn_on: date, closed_on: str | None, *, file: str = "a") -> Part:
    return part("referrals", drawn_on, referral(closed_on=closed_on), file=file)


def words(merged: Merged, *columns: str) -> list[tuple[object, ...]]:
    return merged.rows.select(columns).rows()


def restated(merged: Merged) -> list[tuple[object, ...]]:
    return merged.restated.select("column", "change", "was", "became").rows()


def test_the_newest_word_on_a_record_stands_and_bears_its_file_and_day() -> None:
    merged = merge_parts(
        "referrals",
        [
            part("referrals", AUGUST, referral(source="6"), file="old"),
            part("referrals", SEPTEMBER, referral(source="9"), file="new"),
        ],
    )

    assert words(merged, "source", "source_file", "extracted_on") == [("9", "new", SEPTEMBER)]


def test_a_record_that_only_an_older_extract_tells_of_is_never_lost() -> None:
    merged = merge_parts(
        "referrals",
        [part("referrals", AUGUST, referral("R1"), referral("R2")), part("referrals", SEPTEMBER, referral("R2"))],
    )

    assert words(merged, "referral_id", "extracted_on") == [("R1", AUGUST), ("R2", SEPTEMBER)]
    assert restated(merged) == []


def test_a_column_that_a_newer_extract_does_not_have_says_nothing() -> None:
    merged = merge_parts(
        "referrals",
        [
            part("referrals", AUGUST, referral(source="6", closed_on="2026-06-01")),
            part("referrals", SEPTEMBER, referral()),
        ],
    )

    assert words(merged, "source", "closed_on") == [("6", date(2026, 6, 1))]
    assert restated(merged) == []


def test_an_empty_cell_of_a_column_that_it_has_is_a_word_and_is_told_as_emptied() -> None:
    merged = merge_parts("referrals", [closing(AUGUST, "2026-06-01"), closing(SEPTEMBER, None)])

    assert words(merged, "closed_on") == [(None,)]
    assert restated(merged) == [("closed_on", "emptied", "2026-06-01", None)]


def test_a_changed_cell_is_told_with_both_words_days_and_place() -> None:
    merged = merge_parts("referrals", [closing(AUGUST, "2026-06-01"), closing(SEPTEMBER, "2026-06-02", file="new")])

    [row] = merged.restated.to_dicts()
    assert row == {
        "la_code": LA_CODE,
        "table": "referrals",
        "record": "R1",
        "column": "closed_on",
        "change": "changed",
        "was": "2026-06-01",
        "became": "2026-06-02",
        "was_extracted_on": AUGUST,
        "extracted_on": SEPTEMBER,
        "file": "new",
        "row": 2,
    }


@pytest.mark.parametrize(
    ("closed_on", "changes"),
    [("2026-08-30", [("closed_on", "late", None, "2026-08-30")]), ("2026-08-31", []), ("2026-09-01", [])],
)
def test_what_had_happened_by_the_extract_before_and_was_not_in_it_is_late(closed_on: str, changes: object) -> None:
    merged = merge_parts("referrals", [closing(AUGUST, None), closing(SEPTEMBER, closed_on)])

    assert (words(merged, "closed_on"), restated(merged)) == ([(date.fromisoformat(closed_on),)], changes)


def test_a_cell_filled_later_that_is_no_event_is_no_change() -> None:
    unknown, known = ({"child_id": "C1", "born_on": born} for born in (None, "2015-01-01"))
    merged = merge_parts("children", [part("children", AUGUST, unknown), part("children", SEPTEMBER, known)])

    assert (words(merged, "born_on"), restated(merged)) == ([(date(2015, 1, 1),)], [])


def test_a_change_is_measured_against_the_last_extract_that_spoke_of_the_column() -> None:
    parts = [closing(AUGUST, None), part("referrals", SEPTEMBER, referral()), closing(OCTOBER, "2026-09-15")]
    merged = merge_parts("referrals", parts)

    assert (words(merged, "closed_on"), restated(merged)) == ([(date(2026, 9, 15),)], [])


def test_every_change_on_the_way_is_told_though_it_comes_back() -> None:
    parts = [closing(AUGUST, "2026-06-01"), closing(SEPTEMBER, None), closing(OCTOBER, "2026-06-01")]
    merged = merge_parts("referrals", parts)

    assert [change for _, change, _, _ in restated(merged)] == ["emptied", "late"]


def test_files_of_one_day_that_tell_different_columns_are_put_together() -> None:
    merged = merge_parts(
        "referrals",
        [
            part("referrals", AUGUST, referral(source="6"), file="list 3"),
            part("referrals", AUGUST, referral(closed_on="2026-06-01"), file="list 6"),
        ],
    )

    assert words(merged, "source", "closed_on") == [("6", date(2026, 6, 1))]
    assert (restated(merged), merged.faults.height, merged.disputed.height) == ([], 0, 0)


@pytest.mark.parametrize("other", ["2026-06-02", None])
def test_files_of_one_day_that_differ_where_empty_means_not_yet_are_both_out(other: str | None) -> None:
    merged = merge_parts("referrals", [closing(AUGUST, "2026-06-01", file="a"), closing(AUGUST, other, file="b")])

    assert merged.rows.is_empty()
    assert merged.disputed.select("source_file", "source_row", "referral_id").rows() == [("a", 2, "R1"), ("b", 2, "R1")]
    assert merged.faults.select("severity", "rule", "file", "record").rows() == [
        ("error", "files_disagree", "a", "R1"),
        ("error", "files_disagree", "b", "R1"),
    ]


def test_after_a_dispute_the_word_of_another_day_stands() -> None:
    disputed = [closing(SEPTEMBER, "2026-06-01", file="a"), closing(SEPTEMBER, "2026-06-02", file="b")]
    merged = merge_parts("referrals", [closing(AUGUST, None, file="a"), *disputed])

    assert words(merged, "closed_on", "extracted_on") == [(None, AUGUST)]
    assert merged.disputed["extracted_on"].to_list() == [SEPTEMBER, SEPTEMBER]


def test_files_of_one_day_that_differ_on_what_may_be_unknown_leave_it_unknown() -> None:
    merged = merge_parts(
        "referrals",
        [part("referrals", AUGUST, referral(source=word), file=file) for file, word in (("a", "6"), ("b", "9"))],
    )

    assert words(merged, "source") == [(None,)]
    [fault] = merged.faults.to_dicts()
    assert (fault["severity"], fault["rule"], fault["field"]) == ("warning", "described_differently", "source")
    assert fault["weakens"] == "figures that use source"


def test_of_files_of_one_day_an_unknown_cell_does_not_contradict_a_known_one() -> None:
    merged = merge_parts(
        "referrals",
        [part("referrals", AUGUST, referral(source=word), file=file) for file, word in (("a", "6"), ("b", None))],
    )

    assert (words(merged, "source"), merged.faults.height) == ([("6",)], 0)


def invitation(drawn_on: date, attendance: str, *, file: str = "a", supplied: Sequence[str] = ()) -> Part:
    row = {"meeting_id": "M1", "agency": "police", "person_id": None, "attendance": attendance}
    return part("invitations", drawn_on, row, file=file, supplied=supplied)


def test_a_word_that_stands_for_an_empty_cell_does_not_contradict_a_known_one() -> None:
    merged = merge_parts("invitations", [invitation(AUGUST, "attended"), invitation(AUGUST, "not_recorded", file="b")])

    assert (words(merged, "attendance"), merged.faults.height) == ([("attended",)], 0)


def test_a_word_that_stands_for_an_empty_cell_stays_where_no_file_knows_better() -> None:
    both = [invitation(AUGUST, "not_recorded"), invitation(AUGUST, "not_recorded", file="b")]
    odd = [invitation(AUGUST, "attended"), invitation(AUGUST, "apologies", file="b")]

    assert words(merge_parts("invitations", both), "attendance") == [("not_recorded",)]
    assert words(merge_parts("invitations", odd), "attendance") == [("not_recorded",)]


def test_a_newer_file_without_the_column_does_not_overwrite_it_with_the_word_for_empty() -> None:
    newer = invitation(SEPTEMBER, "not_recorded", supplied=("meeting_id", "agency", "person_id"))

    assert words(merge_parts("invitations", [invitation(AUGUST, "attended"), newer]), "attendance") == [("attended",)]


def test_records_whose_key_has_an_empty_part_are_still_one_record() -> None:
    merged = merge_parts("invitations", [invitation(AUGUST, "no_response"), invitation(SEPTEMBER, "attended")])

    assert words(merged, "attendance") == [("attended",)]
    assert restated(merged) == [("attendance", "changed", "no_response", "attended")]


def test_one_part_alone_and_parts_without_rows_are_merged_too() -> None:
    alone = part("referrals", AUGUST, referral())
    empty = Part(extracted_on=SEPTEMBER, rows=alone.rows.clear(), supplied=("referral_id",))

    for merged in (merge_parts("referrals", [alone]), merge_parts("referrals", [alone, empty])):
        assert_frame_equal(merged.rows, alone.rows)
        assert merged.restated.schema == RESTATED_SCHEMA
        assert merged.disputed.is_empty()


days = st.sampled_from([AUGUST, SEPTEMBER, OCTOBER])
optional = ("source", "closed_on", "closure_reason")
cells = st.fixed_dictionaries(
    {
        "child_id": st.just("C1"),
        "referred_on": st.just("2026-05-01"),
        "source": st.sampled_from([None, "6", "9"]),
        "closed_on": st.sampled_from([None, None, "2026-06-01", "2026-09-15"]),
        "closure_reason": st.sampled_from([None, "RC1"]),
    }
)


@st.composite
def several_parts(draw: st.DrawFn) -> list[Part]:
    count = draw(st.integers(2, 4))
    found = []
    for number in range(count):
        names = [name for name in optional if draw(st.booleans())]
        ids = draw(st.lists(st.sampled_from(["R1", "R2", "R3"]), unique=True, max_size=3))
        rows = [draw(cells) for _ in ids]
        kept = [
            {"referral_id": one} | {name: cell for name, cell in row.items() if name not in optional or name in names}
            for one, row in zip(ids, rows, strict=True)
        ]
        supplied = ("referral_id", "child_id", "referred_on", *names)
        found.append(part("referrals", draw(days), *kept, supplied=supplied, file=f"file {number}"))
    return found


@settings(deadline=None, max_examples=25)
@given(several_parts(), st.randoms(use_true_random=False))
def test_the_order_in_which_parts_come_makes_no_difference(parts: list[Part], random: object) -> None:
    shuffled = list(parts)
    random.shuffle(shuffled)
    one, other = merge_parts("referrals", parts), merge_parts("referrals", shuffled)

    assert_frame_equal(one.rows, other.rows)
    assert_frame_equal(one.restated, other.restated, check_row_order=False)
    assert_frame_equal(one.faults, other.faults, check_row_order=False)
    assert_frame_equal(one.disputed, other.disputed, check_row_order=False)


def plainly(parts: Sequence[Part]) -> dict[str, dict[str, object]]:
    """Say for each record what stands, one extract after another: the newest day that speaks of a column."""
    certain, found = ("closed_on",), {}
    by_day: dict[tuple[str, date], list[dict[str, object]]] = {}
    for one in parts:
        for row in one.rows.to_dicts():
            said = {name: row[name] for name in optional if name in one.supplied}
            by_day.setdefault((row["referral_id"], one.extracted_on), []).append(said)
    for (record, _), rows in sorted(by_day.items(), key=lambda item: item[0][1]):
        told = {name: {row[name] for row in rows if name in row} for name in optional}
        if any(len(told[name]) > 1 for name in certain):
            continue
        stands = found.setdefault(record, dict.fromkeys(optional))
        for name in optional:
            if told[name]:
                known = told[name] - {None}
                stands[name] = known.pop() if len(known) == 1 else None
    return found


@settings(deadline=None, max_examples=40)
@given(several_parts())
def test_what_stands_is_what_plain_python_finds(parts: list[Part]) -> None:
    merged = merge_parts("referrals", parts)

    assert {row["referral_id"]: {name: row[name] for name in optional} for row in merged.rows.to_dicts()} == plainly(
        parts
    )
    RECORD_TABLES["referrals"].schema.validate(merged.rows)
    Faults.validate(merged.faults)


def cleaned(folder: Path, *extracts: tuple[date, str, Row]) -> AuthorityTables:
    """Return the tables of an authority from extracts of one row each: day, table and cells."""
    for number, (drawn_on, table, row) in enumerate(extracts):
        name = f"{LA_CODE}/{drawn_on}/{number}.csv"
        told = Draft(
            table=table,
            file=name,
            la_code=LA_CODE,
            extracted_on=drawn_on,
            cells=pl.DataFrame([row | {"source_row": 2}], schema_overrides={"source_row": pl.Int64}),
            headings={column: column for column in row},
        )
        fresh = Fresh(
            file=ExtractFile(path=folder / name, name=name),
            sha256=str(number),
            fingerprint="settings",
            understood=[(told, understand(told, words={}))],
            faults=[],
            la_code=LA_CODE,
        )
        write_snapshots(folder, fresh)
    return clean_authority(LA_CODE, read_snapshots(folder))


ASSESSED = {"assessment_id": "A1", "child_id": "C1", "started_on": "2026-05-01"}


def test_words_of_two_extracts_that_are_at_odds_when_put_together_keep_the_record_aside(tmp_path: Path) -> None:
    found = cleaned(
        tmp_path,
        (AUGUST, "assessments", ASSESSED | {"authorised_on": "2026-05-20"}),
        (SEPTEMBER, "assessments", ASSESSED | {"started_on": "2026-06-01"}),
    )

    assert found.tables["assessments"].is_empty()
    assert found.aside.select("record", "rules", "extracted_on").rows() == [("A1", "words_at_odds", SEPTEMBER)]
    [fault] = found.faults.to_dicts()
    assert (fault["severity"], fault["rule"], fault["record"]) == ("error", "authorised_before_started", "A1")
    assert fault["value"] == "started_on 2026-06-01, authorised_on 2026-05-20"
    assert fault["file"] == f"{LA_CODE}/{SEPTEMBER}/1.csv"


def test_words_of_two_extracts_that_agree_stand_together(tmp_path: Path) -> None:
    found = cleaned(
        tmp_path,
        (AUGUST, "assessments", ASSESSED | {"authorised_on": "2026-05-20"}),
        (SEPTEMBER, "assessments", ASSESSED | {"started_on": "2026-05-02"}),
    )

    row = found.tables["assessments"].row(0, named=True)
    assert (row["started_on"], row["authorised_on"]) == (date(2026, 5, 2), date(2026, 5, 20))
    assert (found.faults.height, found.aside.height, found.restated["column"].to_list()) == (0, 0, ["started_on"])


def test_a_fault_that_a_newer_extract_mended_is_told_no_more(tmp_path: Path) -> None:
    wrong, right = ASSESSED | {"authorised_on": "soon"}, ASSESSED | {"authorised_on": "2026-05-20"}
    found = cleaned(tmp_path, (AUGUST, "assessments", wrong), (SEPTEMBER, "assessments", right))

    assert found.tables["assessments"]["authorised_on"].to_list() == [date(2026, 5, 20)]
    assert found.faults.is_empty()


def test_rows_of_a_dispute_are_aside_and_the_balance_holds(tmp_path: Path) -> None:
    found = cleaned(
        tmp_path,
        (AUGUST, "assessments", ASSESSED | {"authorised_on": "2026-05-20"}),
        (AUGUST, "assessments", ASSESSED | {"authorised_on": "2026-05-21"}),
    )

    assert found.tables["assessments"].is_empty()
    assert found.aside.select("record", "rules").rows() == [("A1", "files_disagree")] * 2
    assert [(one.rows_in, one.clean, one.aside, one.duplicates) for one in found.balances] == [(1, 0, 1, 0)] * 2
