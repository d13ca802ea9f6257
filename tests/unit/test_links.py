"""Assessments find the referral that they belong to: worked examples, and plain Python that says the same."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from csc_metrics.contracts.records.assessments import Assessments
from csc_metrics.contracts.records.front_door import Referrals
from csc_metrics.records.links import linked_assessments

Row = Mapping[str, object]
WHERE = {"la_code": "357", "source_file": "a.csv", "source_row": 2, "extracted_on": date(2026, 10, 31)}


def day(text: str | None) -> date | None:
    """Return a day of 2026: "05-01"."""
    return None if text is None else date.fromisoformat(f"2026-{text}")


def referral(name: str, referred: str, closed: str | None = None, *, child: str = "C1") -> Row:
    return {"referral_id": name, "child_id": child, "referred_on": day(referred), "closed_on": day(closed)}


def assessment(name: str, started: str, *, child: str = "C1", **said: object) -> Row:
    return {"assessment_id": name, "child_id": child, "started_on": day(started), **said}


def assessments_of(rows: Sequence[Row]) -> pl.DataFrame:
    return pl.DataFrame([WHERE | dict(row) for row in rows], schema=Assessments.create_empty().schema)


def referrals_of(rows: Sequence[Row]) -> pl.DataFrame:
    return pl.DataFrame([WHERE | dict(row) for row in rows], schema=Referrals.create_empty().schema)


def linked(assessments: Sequence[Row], referrals: Sequence[Row]) -> dict[str, tuple[str | None, bool | None]]:
    """Return for each assessment its referral and whether it is the first of it."""
    found = linked_assessments(assessments_of(assessments), referrals_of(referrals))
    return {row["assessment_id"]: (row["referral_id"], row["is_first_of_referral"]) for row in found.to_dicts()}


def test_the_first_assessment_after_a_referral_belongs_to_it_and_bears_its_day() -> None:
    found = linked_assessments(assessments_of([assessment("A1", "05-03")]), referrals_of([referral("R1", "05-01")]))

    told = found.row(0, named=True)
    assert (told["referral_id"], told["referred_on"], told["is_first_of_referral"]) == ("R1", date(2026, 5, 1), True)


def test_a_later_assessment_before_the_next_referral_is_a_reassessment() -> None:
    rows = [assessment("A2", "07-01"), assessment("A1", "05-03")]

    assert linked(rows, [referral("R1", "05-01")]) == {"A2": ("R1", False), "A1": ("R1", True)}


def test_an_assessment_before_any_referral_has_none() -> None:
    assert linked([assessment("A1", "04-30")], [referral("R1", "05-01")]) == {"A1": (None, None)}


def test_an_assessment_on_the_day_of_the_referral_belongs_to_it() -> None:
    assert linked([assessment("A1", "05-01")], [referral("R1", "05-01")]) == {"A1": ("R1", True)}


@pytest.mark.parametrize(("started", "found"), [("06-01", ("R1", True)), ("06-02", (None, None))])
def test_an_assessment_on_the_day_of_closure_belongs_and_one_after_it_has_none(started: str, found: object) -> None:
    assert linked([assessment("A1", started)], [referral("R1", "05-01", "06-01")]) == {"A1": found}


def test_each_of_two_referrals_has_a_first_assessment_of_its_own() -> None:
    rows = [assessment("A1", "05-03"), assessment("A2", "07-03"), assessment("A3", "08-01")]
    referrals = [referral("R1", "05-01", "06-01"), referral("R2", "07-01")]

    assert linked(rows, referrals) == {"A1": ("R1", True), "A2": ("R2", True), "A3": ("R2", False)}


def test_after_a_later_closed_referral_an_earlier_open_one_is_not_taken() -> None:
    referrals = [referral("R1", "05-01"), referral("R2", "06-01", "06-10")]

    assert linked([assessment("A1", "07-01")], referrals) == {"A1": (None, None)}


def test_of_two_referrals_on_one_day_the_last_by_its_identifier_is_taken() -> None:
    referrals = [referral("R2", "05-01"), referral("R1", "05-01")]

    assert linked([assessment("A1", "05-03")], referrals) == {"A1": ("R2", True)}


def test_of_two_assessments_on_one_day_one_alone_is_the_first() -> None:
    rows = [assessment("A2", "05-03"), assessment("A1", "05-03")]

    assert linked(rows, [referral("R1", "05-01")]) == {"A2": ("R1", False), "A1": ("R1", True)}


def test_a_referral_of_another_child_is_never_taken() -> None:
    rows = [assessment("A1", "05-03", child="C2"), assessment("A2", "05-03", child="C1")]

    assert linked(rows, [referral("R1", "05-01", child="C1")]) == {"A1": (None, None), "A2": ("R1", True)}


def test_a_referral_that_the_extract_names_is_kept_even_where_dates_say_another() -> None:
    rows = [assessment("A1", "07-03", referral_id="R1")]
    found = linked_assessments(assessments_of(rows), referrals_of([referral("R1", "05-01"), referral("R2", "07-01")]))

    assert found.select("referral_id", "referred_on", "is_first_of_referral").row(0) == ("R1", day("05-01"), True)


def test_the_day_of_referral_that_the_extract_says_is_kept() -> None:
    rows = [assessment("A1", "07-03", referral_id="R1", referred_on=day("05-02"))]
    found = linked_assessments(assessments_of(rows), referrals_of([referral("R1", "05-01")]))

    assert found["referred_on"].to_list() == [day("05-02")]


def test_whether_it_is_the_first_is_kept_where_the_extract_says_so() -> None:
    rows = [
        assessment("A1", "05-03", referral_id="R1", is_first_of_referral=False),
        assessment("A2", "06-03", referral_id="R1", is_first_of_referral=True),
    ]

    assert linked(rows, [referral("R1", "05-01")]) == {"A1": ("R1", False), "A2": ("R1", True)}


def test_a_referral_that_no_extract_tells_of_stays_as_it_is_named() -> None:
    rows = [assessment("A1", "05-03", referral_id="R9")]

    assert linked(rows, [referral("R1", "05-01")]) == {"A1": ("R9", True)}


def test_without_any_referral_or_any_assessment_there_is_nothing_to_link() -> None:
    assert linked([assessment("A1", "05-03")], []) == {"A1": (None, None)}
    assert linked([], [referral("R1", "05-01")]) == {}


def plainly(assessments: Sequence[Row], referrals: Sequence[Row]) -> dict[object, tuple[object, object]]:
    """Say the same as the rule does, one assessment after another."""
    found: dict[object, object] = {}
    for one in assessments:
        before = [
            (other["referred_on"], other["referral_id"], other["closed_on"])
            for other in referrals
            if other["child_id"] == one["child_id"] and other["referred_on"] <= one["started_on"]
        ]
        _, name, closed = max(before, key=lambda told: told[:2], default=(None, None, None))
        is_open = closed is None or closed >= one["started_on"]
        found[one["assessment_id"]] = one.get("referral_id") or (name if is_open else None)
    firsts = {
        name: min(
            (one["started_on"], one["assessment_id"]) for one in assessments if found[one["assessment_id"]] == name
        )
        for name in found.values()
    }
    return {
        one["assessment_id"]: (
            found[one["assessment_id"]],
            None
            if found[one["assessment_id"]] is None
            else firsts[found[one["assessment_id"]]] == (one["started_on"], one["assessment_id"]),
        )
        for one in assessments
    }


few_days = st.integers(0, 12).map(lambda number: date(2026, 5, 1) + timedelta(days=number))
children = st.sampled_from(["C1", "C2"])
some_referrals = st.lists(
    st.tuples(children, few_days, st.none() | st.integers(0, 6)).map(
        lambda told: {
            "child_id": told[0],
            "referred_on": told[1],
            "closed_on": None if told[2] is None else told[1] + timedelta(days=told[2]),
        }
    ),
    max_size=5,
).map(lambda rows: [{"referral_id": f"R{number}", **row} for number, row in enumerate(rows)])
some_assessments = st.lists(
    st.tuples(children, few_days, st.none() | st.sampled_from(["R0", "R1", "R9"])).map(
        lambda told: {"child_id": told[0], "started_on": told[1], "referral_id": told[2]}
    ),
    max_size=6,
).map(lambda rows: [{"assessment_id": f"A{number}", **row} for number, row in enumerate(rows)])


@settings(deadline=None, max_examples=60)
@given(some_assessments, some_referrals)
def test_every_link_is_what_plain_python_finds(assessments: list[Row], referrals: list[Row]) -> None:
    assert linked(assessments, referrals) == plainly(assessments, referrals)


@settings(deadline=None, max_examples=30)
@given(some_assessments, some_referrals)
def test_rows_keep_their_order_and_whatever_else_they_say(assessments: list[Row], referrals: list[Row]) -> None:
    before = assessments_of(assessments)
    after = linked_assessments(before, referrals_of(referrals))

    said = [name for name in before.columns if name not in {"referral_id", "referred_on", "is_first_of_referral"}]
    assert after.select(said).equals(before.select(said))
    assert after.schema == before.schema
