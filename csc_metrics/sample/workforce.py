"""Workers, allocations, vacancies, supervision and visits of a made-up authority, as told on a day."""

from typing import Final

import numpy as np
import polars as pl

from csc_metrics.sample.allocations import NOBODY
from csc_metrics.sample.casework import Casework, known, only, parts_of_cases, team_names
from csc_metrics.sample.chance import Ints
from csc_metrics.sample.course import Course
from csc_metrics.sample.day_numbers import NEVER, number_of
from csc_metrics.sample.months import MONTH_ENDS, MONTH_STARTS
from csc_metrics.sample.people import identifiers, numbered
from csc_metrics.sample.story import DRAWN_ON

_VACANT_BEFORE_DAYS: Final = 40
_WITHOUT_COVER: Final = 3
"""Of so many vacant posts one has nobody from an agency. Source: DfE, workforce 2025 (agency staff cover 73.6%)."""
_HELD_AFTER_DAYS: Final = 9
_NOT_HELD: Final = 0.09
_VISITS_EVERY_DAYS: Final = 34
_VISITS_TOLD_DAYS: Final = 365
_FIRST_VISIT_AFTER: Final = 4


def workers_table(work: Casework, *, on: int) -> pl.DataFrame:
    """Return the workers. on: day on which they are told. Returns: columns of the clean table `workers`."""
    staff = work.workload.staff
    told = np.nonzero(staff.started <= on)[0]
    names = team_names(staff)
    return pl.DataFrame(
        {
            "worker_id": worker_ids(work, told),
            "team": pl.Series([names[worker] for worker in told], dtype=pl.String),
            "role": pl.Series([staff.role[worker] for worker in told], dtype=pl.String),
            "employment": pl.Series(np.where(staff.is_agency[told], "agency", "permanent"), dtype=pl.String),
            "fte": pl.Series(staff.fte_tenths[told] / 10),
            "is_asye": pl.Series(staff.is_newly_qualified[told]),
            "started_on": known(staff.started[told], on=on),
            "left_on": known(staff.left[told], on=on),
        }
    )


def worker_ids(work: Casework, workers: Ints) -> pl.Series:
    """Return the identifiers of workers by number."""
    return identifiers(f"W{work.people.story.la_code}", workers)


def vacancies_table(work: Casework, *, on: int) -> pl.DataFrame:
    """Return the vacant posts: those that agency staff fill, and others that nobody does.

    on: day on which they are told. Returns: columns of the clean table `vacancies`.
    """
    staff = work.workload.staff
    covered = np.nonzero(staff.is_agency & (staff.started - _VACANT_BEFORE_DAYS <= on))[0]
    names = team_names(staff)
    posts = np.concatenate([covered, covered[::_WITHOUT_COVER]])
    is_covered = np.arange(len(posts)) < len(covered)
    first = staff.started[posts] - np.where(is_covered, _VACANT_BEFORE_DAYS, 15)
    last = np.where(staff.left[posts] == NEVER, NEVER, staff.left[posts] + np.where(is_covered, 1, 0))
    return pl.DataFrame(
        {
            "post_id": identifiers(f"P{work.people.story.la_code}", np.arange(len(posts))),
            "team": pl.Series([names[worker] for worker in posts], dtype=pl.String),
            "role": pl.Series([staff.role[worker] for worker in posts], dtype=pl.String),
            "fte": pl.Series(np.ones(len(posts))),
            "vacant_from_on": known(first, on=on),
            "filled_on": known(last, on=on),
            "is_covered_by_agency": pl.Series(is_covered),
        }
    )


def allocations_table(work: Casework, *, on: int) -> pl.DataFrame:
    """Return who holds which child's case. Returns: columns of the clean table `allocations`."""
    workload, people = work.workload, work.people
    parts, spell, first, last = _spells(work, on=on)
    worker = workload.spells.worker[spell]
    names = [*team_names(workload.staff), ""]
    has_worker = worker != NOBODY
    return pl.DataFrame(
        {
            "person_id": people.child_ids(people.child[parts]),
            "person_type": pl.repeat("child", len(parts), eager=True),
            "worker_id": only(worker_ids(work, np.maximum(worker, 0)), has_worker),
            "is_primary": pl.repeat(value=True, n=len(parts), eager=True),
            "team": only(pl.Series([names[number] for number in worker], dtype=pl.String), has_worker),
            "plan_type": _plan_type(people.cases.course, people.case[parts], first),
            "started_on": known(first, on=on),
            "ended_on": known(last, on=on),
        }
    )


def _spells(work: Casework, *, on: int) -> tuple[Ints, Ints, Ints, Ints]:
    """Return the part and the spell of each allocation of a child, its first day and its last."""
    spells, people = work.workload.spells, work.people
    begun = np.nonzero(spells.first <= on)[0]
    parts, spell = parts_of_cases(people, spells.case[begun], begun)
    last = np.minimum(spells.last[spell], people.closed[parts])
    lasts = last > spells.first[spell]
    return parts[lasts], spell[lasts], spells.first[spell[lasts]], last[lasts]


def _plan_type(course: Course, case: Ints, day: Ints) -> pl.Series:
    """Return the plan that a child is on, on a day."""

    def holds(spell: tuple[Ints, Ints]) -> pl.Series:
        return pl.Series((spell[0][case] <= day) & (spell[1][case] > day))

    told = pl.DataFrame(
        {
            "cla": holds(course.care),
            "cp": holds(course.protection),
            "cin": holds(course.cin) | holds(course.step_down),
        }
    )
    chosen = pl.when("cla").then(pl.lit("cla")).when("cp").then(pl.lit("cp")).when("cin").then(pl.lit("cin_plan"))
    return told.select(chosen).to_series()


def supervisions_table(work: Casework, *, on: int) -> pl.DataFrame:
    """Return each worker's own supervision, due once a month. Returns: columns of the clean table `supervisions`."""
    staff, story = work.workload.staff, work.people.story
    in_post = (staff.started[:, None] <= MONTH_STARTS[None, :]) & (staff.left[:, None] >= MONTH_ENDS[None, :])
    worker, month = np.nonzero(in_post & (on >= MONTH_STARTS)[None, :])
    chance = story.chance("supervision")
    count = len(staff.left) * len(MONTH_ENDS)
    number = worker * len(MONTH_ENDS) + month
    due = MONTH_STARTS[month] + chance.below(26, count)[number]
    held = due - 3 + chance.below(_HELD_AFTER_DAYS + 3, count)[number]
    is_held = ~chance.is_so(_NOT_HELD, count)[number]
    return pl.DataFrame(
        {
            "supervision_id": identifiers(f"S{story.la_code}", number),
            "worker_id": worker_ids(work, worker.astype(np.int64)),
            "due_on": known(due, on=NEVER - 1),
            "held_on": only(known(held, on=on), is_held),
        }
    )


def visits_table(work: Casework, *, on: int) -> pl.DataFrame:
    """Return the visits of the last twelve months, about one a month while a worker holds the case.

    on: day on which they are told. Returns: columns of the clean table `visits`.
    """
    people, chance = work.people, work.people.story.chance("visits")
    parts, spell, first, last = _spells(work, on=number_of(DRAWN_ON))
    worker = work.workload.spells.worker[spell]
    begins = first + _FIRST_VISIT_AFTER
    many = np.where(worker == NOBODY, 0, (np.minimum(last, number_of(DRAWN_ON)) - begins) // _VISITS_EVERY_DAYS + 1)
    many = np.maximum(many, 0)
    row = np.repeat(np.arange(len(parts)), many)
    day = begins[row] + numbered(many) * _VISITS_EVERY_DAYS + chance.below(_VISITS_EVERY_DAYS - 6, len(row))
    is_seen, is_alone = chance.is_so(0.94, len(row)), chance.is_so(0.66, len(row))
    is_told = (day <= np.minimum(last[row], on)) & (day >= np.maximum(begins[row], on - _VISITS_TOLD_DAYS))
    found = pl.DataFrame(
        {
            "child_id": people.child_ids(people.child[parts[row]]),
            "worker_id": worker_ids(work, np.maximum(worker[row], 0)),
            "visited_on": known(day, on=on),
            "is_child_seen": pl.Series(is_seen),
            "is_seen_alone": pl.Series(is_seen & is_alone),
        }
    ).filter(pl.Series(is_told))
    return found.unique(["child_id", "worker_id", "visited_on"], keep="first", maintain_order=True)
