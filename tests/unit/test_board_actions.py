"""Actions of the improvement plan as at a day: what was promised and done, how late, and which are slow by rule."""

from datetime import date
from typing import Any

import numpy as np
import pandas as pd
import polars as pl
import pytest
from made_up_board import CASELOAD, QUORATE, months, update, updates, values_of

from csc_metrics.planning.actions import actions_now
from csc_metrics.planning.updates import NotActionUpdates
from csc_metrics.settings.dated import DatedChange, Rebase
from csc_metrics.settings.model import Settings
from csc_metrics.settings.partner import PartnerMeasure

APRIL = date(2026, 4, 30)
RISING = [50.0, 52.0, 48.0, 51.0, 49.0, 50.0, 52.0, 48.0, 51.0, 49.0, 50.0, 90.0]
STILL = [50.0, 52.0, 48.0, 51.0, 49.0, 50.0, 52.0, 48.0, 51.0, 49.0, 50.0, 51.0]
FALLING = [*RISING[:-1], 10.0]


def action(*rows: dict[str, Any], as_at: date = APRIL, values: pl.DataFrame | None = None) -> dict[str, Any]:
    told = actions_now(updates(*rows), as_at=as_at, values=values if values is not None else values_of())
    (row,) = told.to_dicts()
    return row


def test_the_newest_update_tells_how_far_an_action_is() -> None:
    first = update(updated_on=date(2026, 1, 31), rag="green", owner="Health")
    second = update(updated_on=date(2026, 2, 28), rag="red", owner=None, due_on=date(2026, 6, 30))
    row = action(first, second)

    assert (row["rag"], row["updated_on"], row["updates"], row["first_updated_on"]) == (
        *("red", date(2026, 2, 28), 2),
        date(2026, 1, 31),
    )
    assert row["owner"] == "Health", "an empty cell means not known: what was said before stands"
    assert (row["original_due_on"], row["due_on"], row["delay_months"]) == (date(2026, 3, 31), date(2026, 6, 30), 3)


def test_an_update_after_the_day_never_counts() -> None:
    later = update(updated_on=date(2026, 5, 31), status="done", done_on=date(2026, 5, 15))

    assert action(update(), later)["is_open"]
    assert actions_now(updates(later), as_at=APRIL, values=values_of()).is_empty()
    assert not action(update(), later, as_at=date(2026, 5, 31))["is_open"]


@pytest.mark.parametrize(
    ("first", "now", "months_moved"),
    [
        (date(2026, 1, 31), date(2026, 4, 30), 3),
        (date(2026, 1, 31), date(2026, 2, 27), 0),
        (date(2026, 1, 15), date(2026, 2, 15), 1),
        (date(2026, 1, 15), date(2026, 2, 14), 0),
        (date(2024, 2, 29), date(2025, 2, 28), 12),
        (date(2026, 4, 30), date(2026, 1, 31), -3),
        (None, date(2026, 1, 31), None),
    ],
)
def test_a_delay_is_told_in_whole_months(first: date | None, now: date, months_moved: int | None) -> None:
    assert action(update(original_due_on=first, due_on=now))["delay_months"] == months_moved


def test_an_action_is_overdue_the_day_after_its_present_due_date_while_it_is_open() -> None:
    moved = update(original_due_on=date(2025, 1, 31), due_on=date(2026, 2, 28))

    assert not action(moved, as_at=date(2026, 2, 28))["is_overdue"]
    assert action(moved, as_at=date(2026, 3, 1))["is_overdue"]
    assert action(moved, as_at=APRIL)["overdue_months"] == 2
    assert action(moved, as_at=date(2026, 2, 28))["overdue_months"] is None
    done = update(due_on=date(2026, 2, 28), updated_on=date(2026, 4, 15), status="done", done_on=date(2026, 4, 15))
    assert not action(moved, done)["is_overdue"]
    assert not action(moved, update(updated_on=APRIL, status="withdrawn"))["is_overdue"]


def test_what_was_done_is_told_beside_the_day_first_promised() -> None:
    row = action(update(status="done", done_on=date(2026, 1, 20), original_due_on=date(2025, 10, 31)))
    assert (row["is_open"], row["done_on"], row["done_late_months"]) == (False, date(2026, 1, 20), 2)


def test_two_updates_in_a_row_that_change_nothing_but_their_day_make_an_action_slow() -> None:
    days = [date(2026, 1, 31), date(2026, 2, 28), date(2026, 3, 31), APRIL]
    due = {"due_on": date(2026, 12, 31)}
    same = [update(updated_on=day, **due) for day in days]

    assert [action(*same[:many])["unchanged_updates"] for many in (1, 2, 3, 4)] == [0, 1, 2, 3]
    assert [action(*same[:many])["is_slow"] for many in (1, 2, 3, 4)] == [False, False, True, True]
    assert action(*same[:3], update(updated_on=APRIL, rag="green", **due))["unchanged_updates"] == 0
    retold = [same[0], *(update(updated_on=day, owner="Health", title="Thresholds", **due) for day in days[1:3])]
    assert action(*retold)["is_unchanged"], "another owner and another title are no progress"


def unchanged(*rows: dict[str, Any], as_at: date = APRIL) -> int:
    """Return how many of an action's newest updates, one a month end from January on, left it as it was."""
    days = (date(2026, 1, 31), date(2026, 2, 28), date(2026, 3, 31), APRIL)
    told = [update(updated_on=day, **row) for day, row in zip(days, rows, strict=False)]
    return int(action(*told, as_at=as_at)["unchanged_updates"])


def test_a_due_date_that_is_typed_out_is_no_other_than_the_first_one_that_it_repeats() -> None:
    first, other = date(2026, 3, 31), date(2026, 6, 30)

    assert unchanged({"due_on": None}, {"due_on": first}, {"due_on": None}) == 2
    assert unchanged({"due_on": None}, {"due_on": other}) == 0
    assert unchanged({"due_on": other}, {"due_on": None}, {"due_on": other}) == 2, "a blank leaves it at the other day"


def test_a_blank_rating_leaves_it_at_the_last_that_was_said() -> None:
    green, blank = {"rag": "green"}, {"rag": None}
    due = date(2026, 12, 31)
    row = action(
        *(
            update(updated_on=date(2026, month, 28), due_on=due, **told)
            for month, told in ((1, green), (2, blank), (3, green), (4, blank))
        )
    )

    assert (row["rag"], row["unchanged_updates"], row["is_unchanged"]) == ("green", 3, True)
    assert unchanged(blank, green) == 0, "the first rating of all is news"
    assert unchanged(green, blank, {"rag": "red"}) == 0


def test_a_day_done_that_still_lies_ahead_is_a_promise_and_moving_it_is_no_progress() -> None:
    ahead = [{"done_on": date(2026, month, 15), "due_on": date(2026, 12, 31)} for month in (3, 4, 5, 6)]
    row = action(*(update(updated_on=date(2026, month, 28), **told) for month, told in enumerate(ahead, start=1)))

    assert (row["is_open"], row["done_on"], row["unchanged_updates"], row["is_unchanged"]) == (True, None, 3, True)
    assert unchanged(*ahead[:2], as_at=date(2026, 3, 20)) == 1, (
        "a promise that has since come due was one when it was made"
    )
    assert unchanged(ahead[0], {}, {"done_on": date(2026, 3, 15)}) == 0, "that it was done is news"


@pytest.mark.parametrize(
    ("figures", "rag", "variation", "is_slow"),
    [
        (STILL, "green", "none", True),
        (FALLING, "green", "worsening", True),
        (RISING, "green", "improving", False),
        (STILL, "amber", "none", False),
        (STILL[:5], "green", "not_known", False),
    ],
)
def test_green_while_its_measure_is_not_moving(
    figures: list[float], rag: str, variation: str, *, is_slow: bool
) -> None:
    of_now = months(figures, first=date(2025, 5, 1))
    row = action(update(rag=rag, measure=QUORATE, due_on=date(2026, 12, 31)), values=of_now)
    assert (row["variation"], row["is_green_but_not_moving"], row["is_slow"]) == (variation, is_slow, is_slow)


@pytest.mark.parametrize(
    ("target", "is_slow"), [(None, True), (51.0, False), (51.5, True)], ids=["no target", "target met", "target missed"]
)
def test_an_action_whose_measure_meets_its_target_need_not_move_it(target: float | None, *, is_slow: bool) -> None:
    settings = Settings(partner_measures=(PartnerMeasure(measure=QUORATE, owner="Police", target=target),))
    rows = updates(update(rag="green", measure=QUORATE, due_on=date(2026, 12, 31)))
    values = months(STILL, first=date(2025, 5, 1))
    (row,) = actions_now(rows, as_at=APRIL, values=values, settings=settings).to_dicts()

    assert (row["variation"], row["is_green_but_not_moving"]) == ("none", is_slow)


@pytest.mark.parametrize(("begun", "is_slow"), [(date(2024, 12, 1), False), (date(2025, 2, 1), True)])
def test_an_action_whose_measure_moved_as_expected_since_it_began_is_no_slow_one(begun: date, *, is_slow: bool) -> None:
    """What is usual is drawn anew from the hub on, so that the newest month is within its usual variation."""
    noise = np.random.default_rng(7).normal(0, 1, size=40)
    told = (np.where(np.arange(40) < 24, 20.0, 51.0) + noise).tolist()
    opened = date(2025, 1, 1)
    settings = Settings(
        changes=(DatedChange(changed_on=opened, name="Hub", measures=(QUORATE,), expected_shape="level"),),
        rebases=(Rebase(rebased_on=opened, reason="Hub", measures=(QUORATE,)),),
    )
    rows = updates(update(rag="green", measure=QUORATE, due_on=date(2026, 12, 31), updated_on=begun))
    values = months(told, first=date(2023, 1, 1), bottoms=[50.0] * 40)
    (row,) = actions_now(rows, as_at=APRIL, values=values, settings=settings).to_dicts()

    assert (row["variation"], row["is_green_but_not_moving"]) == ("none", is_slow)


@pytest.mark.parametrize(("begins", "is_slow"), [(date(2025, 2, 1), True), (date(2025, 1, 1), False)])
def test_a_figure_of_more_than_three_months_ago_says_nothing_of_a_rating_of_now(begins: date, *, is_slow: bool) -> None:
    """Twelve months from February 2025 end on 31 January 2026, three months before 30 April; from January, earlier."""
    green = update(rag="green", measure=QUORATE, due_on=date(2026, 12, 31))
    assert action(green, values=months(STILL, first=begins))["is_slow"] == is_slow


@pytest.mark.parametrize(
    ("statuses", "done_on", "is_open"),
    [
        (("done", None), [date(2026, 2, 20), None], False),
        (("done", "done"), [date(2026, 2, 20), None], False),
        (("in_progress", None), [date(2026, 2, 20), None], False),
        (("done", "in_progress"), [date(2026, 2, 20), None], True),
        (("withdrawn", None), [None, None], False),
        (("done", "in_progress", None), [date(2026, 2, 20), None, None], True),
        (("done", "in_progress", "done"), [date(2026, 2, 20), None, None], False),
    ],
)
def test_a_blank_status_leaves_an_action_as_it_was_and_its_day_done_stands_until_it_is_open_again(
    statuses: tuple[str | None, ...], done_on: list[date | None], *, is_open: bool
) -> None:
    rows = [
        update(status=status, done_on=day, updated_on=date(2026, month, 28))
        for month, status, day in zip((2, 3, 4), statuses, done_on, strict=False)
    ]
    row = action(*rows)
    is_done_still = "in_progress" not in statuses[1:] and statuses[0] != "withdrawn"

    assert (row["is_open"], row["done_on"]) == (is_open, date(2026, 2, 20) if is_done_still else None)
    told = [status for status in statuses if status is not None]
    assert row["status"] == told[-1]


def test_a_figure_after_the_day_or_of_another_authority_or_part_is_no_figure_of_the_action() -> None:
    begins = date(2025, 7, 1)
    others = [months(RISING, first=begins, la_code="002"), months(RISING, first=begins, breakdown="team=North")]
    values = values_of(months(RISING, first=begins), *others)
    row = action(update(rag="green", measure=QUORATE), values=values)

    assert (row["latest"], row["latest_on"], row["variation"]) == (49.0, APRIL, "none"), "not the 90.0 of June"


def test_a_measure_without_a_monthly_figure_or_that_is_none_is_not_judged() -> None:
    row = action(update(rag="green", measure="hub_visits", due_on=date(2026, 12, 31)), values=months(STILL))
    assert (row["measure"], row["variation"], row["is_slow"]) == ("hub_visits", "not_known", False)
    assert action(update(rag="green"))["variation"] is None


def test_two_authorities_may_number_their_actions_alike_and_pandas_gives_the_same() -> None:
    frame = updates(update(), update(la_code="002", status="done", done_on=date(2026, 1, 30), measure=CASELOAD))
    told = actions_now(frame, as_at=APRIL, values=values_of())

    assert told.select("la_code", "action_id", "is_open").rows() == [("001", "1.1", True), ("002", "1.1", False)]
    asked = pd.DataFrame(frame.to_dicts())
    assert actions_now(asked, as_at=APRIL, values=values_of().to_pandas()).equals(told)


def test_a_frame_that_is_not_of_updates_is_refused_with_the_nearest_names() -> None:
    with pytest.raises(NotActionUpdates, match=r"need due_on; the frame has .* Did you mean done_on"):
        actions_now(updates(update()).drop("due_on"), as_at=APRIL, values=values_of())
