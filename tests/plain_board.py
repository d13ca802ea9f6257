"""Actions a second time, in plain Python: one action, its updates as dictionaries, a step at a time."""

import calendar
from collections.abc import Sequence
from datetime import date
from itertools import pairwise
from typing import Any

Update = dict[str, Any]
STANDING = ("priority", "title", "promised", "owner", "original_due_on", "due_on", "rag", "measure")


def plus_months(day: date, many: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + many, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def whole_months(start: date | None, end: date | None) -> int | None:
    """Count upwards, a month at a time, until the next one would be too late."""
    if start is None or end is None:
        return None
    if end < start:
        back = whole_months(end, start)
        return -back if back is not None else None
    many = 0
    while plus_months(start, many + 1) <= end:
        many += 1
    return many


def as_told(updates: Sequence[Update], as_at: date) -> list[Update]:
    """Return an action's updates up to a day, in order, with what they leave out filled from the one before.

    has_been_done_on: the day done that had come when it was said, for a day to come is a promise.
    """
    told: list[Update] = []
    for one in sorted((one for one in updates if one["updated_on"] <= as_at), key=lambda one: one["updated_on"]):
        before = told[-1] if told else dict.fromkeys((*STANDING, "status", "done_on", "has_been_done_on"))
        filled = one | {name: one[name] if one[name] is not None else before[name] for name in (*STANDING, "status")}
        is_as_it_was = one["status"] in (None, "done")
        if one["done_on"] is None and is_as_it_was:
            filled["done_on"] = before["done_on"]
        if one["done_on"] is not None and one["done_on"] <= one["updated_on"]:
            filled["has_been_done_on"] = one["done_on"]
        else:
            filled["has_been_done_on"] = before["has_been_done_on"] if is_as_it_was else None
        told.append(filled)
    return told


def due_of(one: Update) -> date | None:
    return one["due_on"] if one["due_on"] is not None else one["original_due_on"]


def action(updates: Sequence[Update], as_at: date) -> dict[str, Any] | None:
    """Return what is told of an action that has no measure with a figure; None where no update came by the day."""
    told = as_told(updates, as_at)
    if not told:
        return None
    newest = told[-1]
    due = due_of(newest)
    done_on = newest["done_on"] if newest["done_on"] is not None and newest["done_on"] <= as_at else None
    is_withdrawn = newest["status"] == "withdrawn"
    is_done = not is_withdrawn and (newest["status"] == "done" or done_on is not None)
    is_open = not is_done and not is_withdrawn
    unchanged = 0
    for older, newer in reversed(list(pairwise(told))):
        if due_of(older) != due_of(newer):
            break
        if any(older[name] != newer[name] for name in ("status", "rag", "has_been_done_on")):
            break
        unchanged += 1
    is_overdue = is_open and due is not None and due < as_at
    return {
        "due_on": due,
        "delay_months": whole_months(newest["original_due_on"], due),
        "overdue_months": whole_months(due, as_at) if is_overdue else None,
        "done_late_months": whole_months(newest["original_due_on"], done_on) if is_done else None,
        "rag": newest["rag"],
        "status": newest["status"],
        "owner": newest["owner"],
        "is_open": is_open,
        "updates": len(told),
        "unchanged_updates": unchanged,
        "is_overdue": is_overdue,
        "is_unchanged": is_open and unchanged >= 2,
        "is_slow": is_overdue or (is_open and unchanged >= 2),
    }
