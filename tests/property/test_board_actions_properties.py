"""Actions of any plan are what a second, plain way of working them out says, in whatever order updates come."""

from collections import defaultdict
from datetime import date
from typing import Any

import plain_board as plain
import polars as pl
from hypothesis import given
from hypothesis import strategies as st
from made_up_board import update, updates, values_of

from csc_metrics.planning.actions import actions_now
from csc_metrics.planning.since import moved_since

DAYS = st.dates(date(2025, 1, 1), date(2025, 12, 31))
MAYBE = st.one_of(st.none(), DAYS)
UPDATES = st.lists(
    st.builds(
        update,
        st.sampled_from(["1", "2", "3"]),
        la_code=st.sampled_from(["001", "002"]),
        owner=st.sampled_from([None, "Police", "Health"]),
        original_due_on=MAYBE,
        due_on=MAYBE,
        done_on=st.one_of(st.none(), st.none(), DAYS),
        rag=st.sampled_from([None, "red", "green"]),
        status=st.sampled_from([None, "in_progress", "in_progress", "done", "withdrawn"]),
        updated_on=DAYS,
    ),
    max_size=25,
    unique_by=lambda one: (one["la_code"], one["action_id"], one["updated_on"]),
)


def by_action(rows: list[dict[str, Any]]) -> dict[tuple[str, str], list[dict[str, Any]]]:
    found: dict[tuple[str, str], list[dict[str, Any]]] = defaultdict(list)
    for row in rows:
        found[row["la_code"], row["action_id"]].append(row)
    return found


@given(rows=UPDATES, as_at=DAYS)
def test_actions_are_what_a_plain_way_says(rows: list[dict[str, Any]], as_at: date) -> None:
    told = actions_now(updates(*rows), as_at=as_at, values=values_of())
    ours = {(row["la_code"], row["action_id"]): row for row in told.to_dicts()}
    expected = {key: plain.action(of_it, as_at) for key, of_it in by_action(rows).items()}
    expected = {key: row for key, row in expected.items() if row is not None}

    assert {key: {name: ours[key][name] for name in row} for key, row in expected.items()} == expected
    assert ours.keys() == expected.keys()


@given(rows=UPDATES, as_at=DAYS, turned=st.randoms(use_true_random=False))
def test_neither_the_order_of_rows_nor_what_comes_later_makes_a_difference(
    rows: list[dict[str, Any]], as_at: date, turned: Any
) -> None:
    shuffled = [row for row in rows if row["updated_on"] <= as_at]
    turned.shuffle(shuffled)
    told = actions_now(updates(*rows), as_at=as_at, values=values_of())
    assert told.equals(actions_now(updates(*shuffled), as_at=as_at, values=values_of()))


@given(
    rows=UPDATES,
    since=st.dates(date(2025, 1, 1), date(2025, 6, 30)),
    as_at=st.dates(date(2025, 7, 1), date(2025, 12, 31)),
)
def test_what_is_done_since_is_what_is_done_now_and_was_not_then(
    rows: list[dict[str, Any]], since: date, as_at: date
) -> None:
    moved = moved_since(values_of(), updates(*rows), since=since, as_at=as_at)
    done = {tuple(row) for row in moved.filter(moved="done").select("la_code", "about").iter_rows()}
    expected = set()
    for key, of_it in by_action(rows).items():
        now, then = plain.action(of_it, as_at), plain.action(of_it, since)
        is_done = now is not None and not now["is_open"] and now["status"] != "withdrawn"
        was_done = then is not None and not then["is_open"] and then["status"] != "withdrawn"
        if is_done and not was_done:
            expected.add(key)

    assert done == expected
    overdue = moved.filter(pl.col("moved") == "overdue")
    assert overdue.filter(pl.col("due_now") >= as_at).is_empty()
