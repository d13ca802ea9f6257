"""Working days: what holds for every date, against a plain loop and against numpy."""

from datetime import date, timedelta
from itertools import pairwise

import numpy as np
import polars as pl
from hypothesis import assume, given
from hypothesis import strategies as st

from csc_metrics.periods import (
    add_working_days,
    bank_holidays,
    count_working_days,
    working_day_after,
    working_days_between,
)

ONE_DAY = timedelta(days=1)
HOLIDAYS = np.array(list(bank_holidays()), dtype="datetime64[D]")

# A year is kept free at either end, so that no answer leaves the calendar.
days = st.dates(date(2013, 1, 1), date(2027, 12, 31))
days_or_none = st.none() | days
numbers = st.integers(-200, 200)


def is_working(day: date) -> bool:
    return day.weekday() < 5 and day not in bank_holidays()


def count_by_loop(start: date, end: date) -> int:
    if end < start:
        return -count_by_loop(end, start)
    return sum(is_working(start + number * ONE_DAY) for number in range(1, (end - start).days + 1))


@given(start=days, number=numbers)
def test_adding_and_then_counting_comes_back(start: date, number: int) -> None:
    assert working_days_between(start, working_day_after(start, number)) == number


@given(start=days, number=st.integers(1, 200))
def test_an_answer_is_the_first_working_day_that_counts_so_many(start: date, number: int) -> None:
    answer = working_day_after(start, number)
    assert is_working(answer)
    assert count_by_loop(start, answer - ONE_DAY) == number - 1


@given(start=days, number=st.integers(-200, -1))
def test_going_back_gives_a_working_day_too(start: date, number: int) -> None:
    answer = working_day_after(start, number)
    assert is_working(answer)
    assert count_by_loop(answer, start) == -number


@given(start=days, gap=st.integers(-400, 400))
def test_counting_agrees_with_a_plain_loop(start: date, gap: int) -> None:
    end = start + gap * ONE_DAY
    assume(date(2012, 1, 1) <= end <= date(2028, 12, 31))
    assert working_days_between(start, end) == count_by_loop(start, end)


@given(start=days, end=days)
def test_counting_agrees_with_numpy(start: date, end: date) -> None:
    earlier, later = sorted([start, end])
    counted = int(np.busday_count(earlier + ONE_DAY, later + ONE_DAY, holidays=HOLIDAYS))
    assert working_days_between(start, end) == (counted if start <= end else -counted)


@given(start=days, end=days)
def test_day_1_is_day_0_seen_from_the_eve(start: date, end: date) -> None:
    assert working_days_between(start, end, first_day=1) == working_days_between(start - ONE_DAY, end)


@given(pairs=st.lists(st.tuples(days_or_none, days_or_none), max_size=30), first_day=st.sampled_from([0, 1]))
def test_a_table_is_counted_as_its_rows_are(pairs: list[tuple[date | None, date | None]], first_day: int) -> None:
    frame = pl.DataFrame(pairs, schema={"start": pl.Date, "end": pl.Date}, orient="row")
    counted = count_working_days(frame, start="start", end="end", into="days", first_day=first_day)
    assert counted["days"].to_list() == [
        None if start is None or end is None else working_days_between(start, end, first_day=first_day)
        for start, end in pairs
    ]


@given(starts=st.lists(days_or_none, max_size=30), number=numbers, first_day=st.sampled_from([0, 1]))
def test_a_table_is_moved_as_its_rows_are(starts: list[date | None], number: int, first_day: int) -> None:
    frame = pl.LazyFrame({"start": starts}, schema={"start": pl.Date})
    moved = add_working_days(frame, start="start", working_days=number, into="due", first_day=first_day).collect()
    assert moved["due"].to_list() == [
        None if start is None else working_day_after(start, number, first_day=first_day) for start in starts
    ]


@given(starts=st.lists(days, min_size=2, max_size=30), number=numbers)
def test_a_later_start_never_has_an_earlier_answer(starts: list[date], number: int) -> None:
    answers = [working_day_after(start, number) for start in sorted(starts)]
    assert all(earlier <= later for earlier, later in pairwise(answers))
