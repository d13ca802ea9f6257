"""What has moved since a day: each piece of evidence, and for or against what it speaks."""

from datetime import date
from typing import Any

import numpy as np
import polars as pl
import pytest
from made_up_board import QUORATE, months, update, updates, values_of

from csc_metrics.planning.since import SinceNotBefore, moved_since
from csc_metrics.settings.dated import DatedChange, RecordingChange
from csc_metrics.settings.model import Settings

SINCE, AS_AT = date(2025, 12, 31), date(2026, 4, 30)
STILL = [50.0, 52.0, 48.0, 51.0, 49.0, 50.0, 52.0, 48.0, 51.0, 49.0, 50.0, 51.0]
BEGINS = date(2025, 5, 1)


def evidence(*rows: dict[str, Any], values: pl.DataFrame | None = None, **told: Any) -> list[tuple[str, str]]:
    moved = moved_since(
        values if values is not None else values_of(),
        updates(*rows),
        since=SINCE,
        as_at=AS_AT,
        settings=Settings(**told),
    )
    return moved.select("moved", "evidence").rows()


def then(**told: Any) -> dict[str, Any]:
    return update(updated_on=date(2025, 12, 1), **told)


def now(**told: Any) -> dict[str, Any]:
    return update(updated_on=date(2026, 4, 1), **told)


LATER = {"due_on": date(2026, 12, 31)}


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([then(**LATER), now(status="done", done_on=date(2026, 3, 3), **LATER)], [("done", "for")]),
        ([then(status="done"), now(status="done")], []),
        ([now(**LATER)], [("opened", "neither")]),
        ([update(updated_on=SINCE, **LATER)], []),
        ([then(), now()], [("overdue", "against")]),
        ([then(due_on=date(2025, 11, 30)), now(due_on=date(2025, 11, 30))], []),
        ([then(), now(**LATER)], [("date_moved", "against")]),
        ([then(**LATER), now(due_on=date(2026, 6, 30))], [("date_moved", "for")]),
        ([then(status="done", **LATER), now(**LATER)], [("reopened", "against")]),
        ([then(**LATER), now(status="withdrawn", **LATER)], [("withdrawn", "neither")]),
        ([then(status="withdrawn", **LATER), now(**LATER)], [("reopened", "against")]),
        ([then(status="done", **LATER), now(status=None, **LATER)], []),
        ([now(status="done", done_on=date(2026, 3, 3))], [("done", "for"), ("opened", "neither")]),
        ([then(**LATER), update(updated_on=date(2026, 5, 1), status="done")], []),
    ],
)  # fmt: skip
def test_what_moved_of_an_action(rows: list[dict[str, Any]], expected: list[tuple[str, str]]) -> None:
    assert evidence(*rows) == expected


FEBRUARY, MARCH, APRIL = (date(2026, month, 15) for month in (2, 3, 4))


def dated_of(*rows: dict[str, Any]) -> dict[str, tuple[date | None, date | None]]:
    """Return the day of each way in which an action moved, and the update that first told it, where it is told."""
    moved = moved_since(values_of(), updates(*rows), since=SINCE, as_at=AS_AT)
    return {row["moved"]: (row["moved_on"], row["told_on"]) for row in moved.to_dicts()}


@pytest.mark.parametrize(
    ("before", "status", "moved"),
    [
        ("in_progress", "withdrawn", "withdrawn"),
        ("in_progress", "done", "done"),
        ("done", "in_progress", "reopened"),
        ("withdrawn", "in_progress", "reopened"),
    ],
)
def test_what_has_no_day_of_its_own_is_dated_by_the_first_update_that_said_so(
    before: str, status: str, moved: str
) -> None:
    again = [update(status=status, updated_on=day, **LATER) for day in (FEBRUARY, MARCH, APRIL)]
    assert dated_of(then(status=before, **LATER), *again) == {moved: (FEBRUARY, None)}


def test_a_day_done_after_the_day_of_the_figures_is_no_day_done() -> None:
    told = update(status="done", done_on=date(2026, 5, 20), updated_on=MARCH, **LATER)
    assert dated_of(then(**LATER), told) == {"done": (MARCH, None)}
    planned = update(done_on=date(2026, 5, 20), updated_on=MARCH, **LATER)
    assert dated_of(then(**LATER), planned) == {}


def test_what_was_done_before_the_day_and_told_after_it_has_moved_since_with_the_day_on_which_it_was_told() -> None:
    told = [update(status="done", done_on=date(2025, 12, 20), updated_on=day, **LATER) for day in (MARCH, APRIL)]
    assert dated_of(then(**LATER), *told) == {"done": (date(2025, 12, 20), MARCH)}


def test_an_action_is_overdue_from_the_day_on_which_it_was_open_and_due() -> None:
    late = {"due_on": date(2026, 1, 31)}
    opened = [update(updated_on=day, **late) for day in (MARCH, APRIL)]
    assert dated_of(*opened) == {"opened": (MARCH, None), "overdue": (MARCH, None)}
    reopened = [then(status="done", **late), update(updated_on=MARCH, **late)]
    assert dated_of(*reopened) == {"reopened": (MARCH, None), "overdue": (MARCH, None)}
    assert dated_of(then(**late), update(updated_on=MARCH, **late)) == {"overdue": (date(2026, 1, 31), None)}
    undated = then(due_on=None, original_due_on=None)
    told_late = update(due_on=date(2025, 12, 20), updated_on=MARCH)
    assert dated_of(undated, told_late)["overdue"] == (date(2025, 12, 20), MARCH)


@pytest.mark.parametrize(
    ("newest", "expected"),
    [(90.0, "for"), (10.0, "against"), (50.0, "neither")],
    ids=["likely improving", "likely getting worse", "within its usual variation"],
)
def test_what_moved_of_a_figure(newest: float, expected: str) -> None:
    values = months([*STILL[:-1], newest], first=BEGINS)
    moved = moved_since(values, updates(then(measure=QUORATE, **LATER)), since=SINCE, as_at=AS_AT)
    (row,) = moved.to_dicts()

    assert (row["moved"], row["about"], row["evidence"]) == ("figure", QUORATE, expected)
    assert (row["then_on"], row["value_then"]) == (SINCE, 48.0)
    assert (row["now_on"], row["value_now"]) == (AS_AT, newest)


@pytest.mark.parametrize(
    ("figures", "since", "expected"),
    [
        ([*STILL, 90.0, 91.0, 92.0, 93.0], date(2026, 6, 30), ("improving", "neither")),
        ([*STILL, 90.0, 91.0, 92.0, 91.0], date(2026, 4, 30), ("improving", "for")),
        ([*STILL, 10.0, 9.0, 8.0, 7.0], date(2026, 6, 30), ("worsening", "neither")),
        ([None, None, *STILL[2:], 90.0, 91.0], date(2025, 5, 31), ("improving", "neither")),
    ],
    ids=["moved before", "moved after", "got worse before", "no figure then"],
)
def test_a_figure_that_moved_before_the_day_or_has_none_then_is_evidence_for_neither(
    figures: list[float | None], since: date, expected: tuple[str, str]
) -> None:
    values = months(figures, first=BEGINS)
    linked = updates(update(measure=QUORATE, updated_on=date(2025, 5, 1), **LATER))
    (row,) = moved_since(values, linked, since=since, as_at=date(2026, 8, 31)).filter(moved="figure").to_dicts()

    assert (row["variation"], row["evidence"]) == expected


def test_without_a_newer_month_or_a_figure_there_is_evidence_for_neither() -> None:
    linked = then(measure=QUORATE, **LATER)
    assert evidence(linked, values=months([*STILL[:7], 90.0], first=BEGINS)) == [("figure", "neither")]
    assert evidence(linked) == [("figure", "neither")]


def dated(changed_on: date) -> dict[str, Any]:
    change = DatedChange(changed_on=changed_on, name="Hub", measures=(QUORATE,), expected_shape="level")
    return {"changes": (change,)}


def test_a_dated_change_between_the_days_is_evidence_by_its_verdict_and_an_earlier_one_is_none() -> None:
    noise = np.random.default_rng(7).normal(0, 2, size=40)
    moved = np.where(np.arange(40) < 28, 40.0, 70.0) + noise
    values = months(moved.tolist(), first=date(2023, 1, 1), bottoms=[50.0] * 40)
    linked = update(measure=QUORATE, updated_on=date(2025, 1, 1), **LATER)
    hub = Settings(**dated(date(2025, 5, 1)))

    told = moved_since(values, updates(linked), since=date(2025, 4, 30), as_at=AS_AT, settings=hub)
    (row,) = told.filter(moved="dated_change").to_dicts()
    assert (row["name"], row["verdict"], row["evidence"]) == ("Hub", "moved_as_expected", "for")
    later = moved_since(values, updates(linked), since=date(2025, 5, 1), as_at=AS_AT, settings=hub)
    assert later.filter(moved="dated_change").is_empty()


def test_a_change_of_recording_between_the_days_speaks_against() -> None:
    told = RecordingChange(changed_on=date(2026, 2, 1), what="New form", measures=(QUORATE,))
    before = RecordingChange(changed_on=SINCE, what="Old form", measures=(QUORATE,))
    values = months([*STILL[:-1], 90.0], first=BEGINS)
    found = evidence(then(measure=QUORATE, **LATER), values=values, recording_changes=(told, before))
    assert found == [("figure", "for"), ("recording_changed", "against")]


def test_a_measure_of_two_actions_is_told_once_for_a_priority_and_actions_without_one_stand_last() -> None:
    rows = [then(action_id=number, measure=QUORATE, **LATER) for number in ("1", "2")]
    nobody = then(action_id="3", priority=None, measure=QUORATE, **LATER)
    told = moved_since(months(STILL, first=BEGINS), updates(*rows, nobody), since=SINCE, as_at=AS_AT)

    assert sorted(told["priority"].to_list(), key=str) == ["Front door", None]
    assert told["moved"].to_list() == ["figure", "figure"]


def test_the_day_must_lie_before_that_of_the_figures() -> None:
    with pytest.raises(SinceNotBefore, match="since 2026-04-30 does not lie before 2026-04-30"):
        moved_since(values_of(), updates(now()), since=AS_AT, as_at=AS_AT)
