"""A visit that Annex A gives without its worker is the visit of the authority's own extract, wherever that is sure."""

from datetime import date

import polars as pl
from made_up_drafts import part

from csc_metrics.records.history import Part, merge_parts
from csc_metrics.records.visits_told_twice import several_visited, with_workers

AUGUST, SEPTEMBER = date(2026, 8, 31), date(2026, 9, 30)


def own(*visits: tuple[str, str | None, str], drawn_on: date = SEPTEMBER) -> Part:
    rows = [{"child_id": child, "worker_id": worker, "visited_on": day} for child, worker, day in visits]
    return part("visits", drawn_on, *rows, file="visits.csv", supplied=("child_id", "worker_id", "visited_on"))


def list_7(*visits: tuple[str, str], drawn_on: date = SEPTEMBER, **said: bool) -> Part:
    rows = [{"child_id": child, "visited_on": day, "is_seen_alone": True} | said for child, day in visits]
    return part("visits", drawn_on, *rows, file="annex_a.xlsx [List 7]")


def merged(*parts: Part) -> list[tuple[object, ...]]:
    rows = merge_parts("visits", with_workers(parts)).rows
    return rows.select("child_id", "worker_id", "visited_on", "is_seen_alone").sort(pl.all()).rows()


def test_a_visit_without_its_worker_is_the_only_one_of_that_child_and_day() -> None:
    assert merged(own(("C1", "W1", "2026-08-04")), list_7(("C1", "2026-08-04"))) == [
        ("C1", "W1", date(2026, 8, 4), True)
    ]


def test_it_makes_no_difference_which_extract_is_the_newer() -> None:
    older = own(("C1", "W1", "2026-08-04"), drawn_on=AUGUST)
    assert merged(older, list_7(("C1", "2026-08-04"))) == [("C1", "W1", date(2026, 8, 4), True)]


def test_other_children_and_days_stay_visits_of_their_own() -> None:
    told = merged(own(("C1", "W1", "2026-08-04")), list_7(("C1", "2026-08-05"), ("C2", "2026-08-04")))

    assert [(child, worker) for child, worker, *_ in told] == [("C1", None), ("C1", "W1"), ("C2", None)]


def test_a_visit_on_a_day_of_several_workers_stays_and_is_told() -> None:
    parts = with_workers([own(("C1", "W1", "2026-08-04"), ("C1", "W2", "2026-08-04")), list_7(("C1", "2026-08-04"))])
    found = several_visited(parts)

    assert len(merged(*parts)) == 3
    assert found.select("rule", "severity", "file", "field").rows() == [
        ("several_visited", "warning", "annex_a.xlsx [List 7]", "child_id visited_on")
    ]


def test_a_worker_told_by_two_extracts_is_one_worker() -> None:
    parts = [own(("C1", "W1", "2026-08-04"), drawn_on=day) for day in (AUGUST, SEPTEMBER)]

    assert len(merged(*parts, list_7(("C1", "2026-08-04")))) == 1
    assert several_visited(with_workers([*parts, list_7(("C1", "2026-08-04"))])).is_empty()


def test_a_worker_who_is_not_known_names_nobody() -> None:
    assert merged(own(("C1", None, "2026-08-04")), list_7(("C1", "2026-08-04"))) == [
        ("C1", None, date(2026, 8, 4), True)
    ]


def test_without_an_own_extract_visits_stay_as_they_are() -> None:
    parts = [list_7(("C1", "2026-08-04")), list_7(("C1", "2026-08-30"))]

    assert [one.rows["worker_id"].to_list() for one in with_workers(parts)] == [[None], [None]]
    assert several_visited(parts).is_empty()
