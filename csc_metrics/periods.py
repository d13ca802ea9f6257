"""Working days, ages and periods: the only place where dates are counted.

The start day is day 0, so that 1 working day after a Friday is the Monday; a start on a non-working day is day 0 all
the same. With `first_day=1` a start on a working day is day 1. Source: CIN census guide 2023 to 2024, section 4.12
("15 working days after"); bank holidays: contracts/README.md.
"""

import csv
from bisect import bisect_left, bisect_right
from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache, lru_cache
from importlib.resources import files
from typing import Final, Literal, Self, TypeVar

import polars as pl

from csc_metrics.contracts.period_labels import PERIOD_FORM, NotAPeriod
from csc_metrics.contracts.vocabulary import PeriodType
from csc_metrics.errors import CscMetricsError

FirstDay = Literal[0, 1]
"""The number that the start day bears: 0 (DfE's "same day") or 1."""

FrameT = TypeVar("FrameT", pl.DataFrame, pl.LazyFrame)

_SATURDAY: Final = 5
_ONE_DAY: Final = timedelta(days=1)
_A_YEAR_IN_THAT_NUMBER: Final = 10_000
_EPOCH: Final = date(1970, 1, 1)
_DAY, _ANSWER, _STARTED_AT = "__day", "__answer", "__started_at"


class OutsideHolidayCalendar(CscMetricsError):
    """A date, or a working day counted from it, lies outside the years whose bank holidays are known."""

    @classmethod
    def of_dates(cls, days: Sequence[date], *, column: str | None) -> Self:
        """Word the error for dates that cannot be counted from; `column` is None for a single date."""
        return cls._worded(f"{' and '.join(map(str, days))} {'lies' if len(days) == 1 else 'lie'}", column=column)

    @classmethod
    def of_answer(cls, start: date, *, working_days: int, column: str | None) -> Self:
        """Word the error for a start day that is known and an answer that is not."""
        return cls._worded(f"{start} moved by {working_days} working days falls", column=column)

    @classmethod
    def _worded(cls, fact: str, *, column: str | None) -> Self:
        first_on, last_on = holiday_calendar_range()
        return cls(
            f"{column or 'date'}: {fact} outside the known bank holidays ({first_on} to {last_on}), so working days "
            "cannot be counted. Correct the date at its source if it is wrong; for a later year, add that year to "
            "csc_metrics/contracts/bank_holidays.csv (from www.gov.uk/bank-holidays)."
        )


@dataclass(frozen=True, kw_only=True)
class Period:
    """A period that a figure covers. label: as on the command line where it has such a form, else the end date."""

    period_type: PeriodType
    start: date
    end: date
    label: str


@dataclass(frozen=True, kw_only=True)
class PeriodRequest:
    """A period as asked for on the command line. kind: YEAR, MONTH or QUARTER.

    start, end: None for a year, because a year label means DfE's own year, which ends on 31 March for children's
    figures and on 30 September for the workforce.
    """

    label: str
    kind: PeriodType
    start: date | None
    end: date | None


@dataclass(frozen=True)
class _HolidayCalendar:
    """Every day, and every working day, from 1 January of the table's first year to 31 December of its last."""

    days: tuple[date, ...]
    working_days: tuple[date, ...]

    def number_at(self, start: date, *, first_day: FirstDay = 0) -> int:
        """Return how many working days have begun by a day; the start day itself is left out if it is day 1."""
        find = bisect_right if first_day == 0 else bisect_left
        return find(self.working_days, start)

    def answer(self, start: date, *, working_days: int, first_day: FirstDay) -> date | None:
        """Return the working day that lies so many after the start; None beyond the calendar."""
        if working_days == 0 and first_day == 0:
            return start
        number = self.number_at(start, first_day=first_day) + working_days
        return self.working_days[number - 1] if 1 <= number <= len(self.working_days) else None


@cache
def bank_holidays() -> dict[date, str]:
    """Return the bank holidays of England and Wales, day and title. Source: GOV.UK; see contracts/README.md.

    >>> bank_holidays()[date(2022, 9, 19)]
    'Bank Holiday for the State Funeral of Queen Elizabeth II'
    """
    table = files("csc_metrics.contracts").joinpath("bank_holidays.csv")
    rows = csv.DictReader(table.read_text(encoding="utf-8").splitlines())
    return {date.fromisoformat(row["holiday_on"]): row["title"] for row in rows}


def holiday_calendar_range() -> tuple[date, date]:
    """Return the first and the last date from which working days can be counted.

    >>> [str(day) for day in holiday_calendar_range()]
    ['2012-01-01', '2028-12-31']
    """
    days = _calendar().days
    return days[0], days[-1]


def working_day_after(day: date, working_days: int, *, first_day: FirstDay = 0) -> date:
    """Return the working day that lies so many working days after a day; before it, if the number is negative.

    Zero working days after is the day itself. Going back, the answer is the working day from which counting forward
    reaches the day: one working day before a Saturday is the Thursday, since Friday and Saturday are the same count.

    Raises: OutsideHolidayCalendar if the day or the answer lies outside the known bank holidays.
    Source: CIN census guide 2023 to 2024, section 4.12.

    >>> str(working_day_after(date(2024, 12, 20), 15))
    '2025-01-15'
    """
    return _working_day_after(day, working_days=working_days, first_day=first_day, column=None)


def working_days_between(start: date, end: date, *, first_day: FirstDay = 0) -> int:
    """Return the number of working days after `start`, up to and including `end`; negative if `end` is earlier.

    Raises: OutsideHolidayCalendar if either day lies outside the known bank holidays.
    Source: CIN census guide 2023 to 2024, section 4.9.

    >>> working_days_between(date(2024, 12, 20), date(2024, 12, 23))
    1
    """
    calendar = _calendar()
    _refuse_outside((start, end), column=None)
    return calendar.number_at(end) - calendar.number_at(start, first_day=first_day)


def add_working_days(frame: FrameT, *, start: str, working_days: int, into: str, first_day: FirstDay = 0) -> FrameT:
    """Add the working day that lies so many working days after the start day, by the rule of `working_day_after`.

    A lazy frame stays lazy, but its smallest and largest start day are collected at once, so that a date outside the
    calendar is an error here and not a null later: put this after the filters, and before costly joins.

    Input: any rows; `start` (Date, may be null).
    Returns: the same rows in the same order; `into` (Date), null where `start` is null.
    Raises: OutsideHolidayCalendar if a start day or an answer lies outside the known bank holidays.
    Source: CIN census guide 2023 to 2024, sections 4.9 and 4.12.

    >>> enquiries = pl.DataFrame({"started_on": [date(2024, 12, 20), None]})
    >>> due = add_working_days(enquiries, start="started_on", working_days=15, into="conference_due_on")
    >>> [str(day) for day in due["conference_due_on"]]
    ['2025-01-15', 'None']
    """
    for day in _earliest_and_latest(frame, column=start):
        _working_day_after(day, working_days=working_days, first_day=first_day, column=start)
    found = _look_up(frame.lazy(), _answers(working_days, first_day), on=start)
    return _as_given(frame, found.with_columns(pl.col(_ANSWER).alias(into)).drop(_ANSWER))


def count_working_days(frame: FrameT, *, start: str, end: str, into: str, first_day: FirstDay = 0) -> FrameT:
    """Count the working days after the start day, up to and including the end day; negative if the end is earlier.

    A lazy frame stays lazy, but the smallest and largest of both dates are collected at once; see `add_working_days`.

    Input: any rows; `start` and `end` (Date, may be null).
    Returns: the same rows in the same order; `into` (working days, Int32), null where either date is null.
    Raises: OutsideHolidayCalendar if a date lies outside the known bank holidays.
    Source: CIN census guide 2023 to 2024, section 4.9.

    >>> assessments = pl.DataFrame({"referred_on": [date(2024, 12, 20)], "authorised_on": [date(2025, 2, 26)]})
    >>> counted = count_working_days(assessments, start="referred_on", end="authorised_on", into="took_working_days")
    >>> counted["took_working_days"].to_list()
    [45]
    """
    for column in (start, end):
        _refuse_outside(_earliest_and_latest(frame, column=column), column=column)
    if isinstance(frame, pl.DataFrame):
        numbers = _number_of(frame[end], first_day=0) - _number_of(frame[start], first_day=first_day)
        return frame.with_columns(numbers.alias(into))
    started = _look_up(frame.lazy(), _numbers(first_day), on=start).rename({_ANSWER: _STARTED_AT})
    counted = _look_up(started, _numbers(0), on=end).with_columns((pl.col(_ANSWER) - pl.col(_STARTED_AT)).alias(into))
    return _as_given(frame, counted.drop(_ANSWER, _STARTED_AT))


def age_on(born_on: date, day: date) -> int | None:
    """Return the age on a day in completed years; None before birth (an expected child has no age).

    Someone born on 29 February is a year older on 1 March of a year without that day.
    Source: Family Law Reform Act 1969, section 9 (an age is attained at the start of the anniversary of birth).

    >>> age_on(date(2008, 2, 29), date(2026, 2, 28)), age_on(date(2008, 2, 29), date(2026, 3, 1))
    (17, 18)
    """
    if day < born_on:
        return None
    return day.year - born_on.year - ((day.month, day.day) < (born_on.month, born_on.day))


def ages_on(born_on: pl.Series, on: pl.Series) -> pl.Series:
    """Return the age of each on a day of its own, in completed years, by the rule of `age_on`, for many at once.

    Input: two series of type Date, as long as each other. Returns: years (Int32; null before birth or without a day).

    >>> ages_on(pl.Series([date(2008, 2, 29)]), pl.Series([date(2026, 2, 28)])).to_list()
    [17]
    """
    # As year, month and day in one number, two days are so many years apart as their difference has ten thousands.
    years = (_as_one_number("on") - _as_one_number("born_on")) // _A_YEAR_IN_THAT_NUMBER
    rows = pl.DataFrame([born_on.alias("born_on"), on.alias("on")])
    return rows.select(pl.when(years >= 0).then(years).alias(born_on.name)).to_series()


def _as_one_number(day: str) -> pl.Expr:
    of = pl.col(day).dt
    return of.year() * _A_YEAR_IN_THAT_NUMBER + of.month().cast(pl.Int32) * 100 + of.day()


def parse_period(text: str) -> PeriodRequest:
    """Return the period that a person asked for: a year label, a month or a quarter.

    Raises: NotAPeriod for any other text.

    >>> request = parse_period("2026-Q1")
    >>> str(request.kind), str(request.start), str(request.end)
    ('quarter', '2026-01-01', '2026-03-31')
    """
    form = PERIOD_FORM.fullmatch(text)
    if form is None:
        raise NotAPeriod.of_text(text)
    year = int(form["year"])
    if form["month"]:
        kind, last_month = PeriodType.MONTH, int(form["month"])
    elif form["quarter"]:
        kind, last_month = PeriodType.QUARTER, 3 * int(form["quarter"])
    else:
        return PeriodRequest(label=text, kind=PeriodType.YEAR, start=None, end=None)
    end = date(year, last_month, monthrange(year, last_month)[1])
    return PeriodRequest(label=text, kind=kind, start=period_start_of(kind, end), end=end)


def one_year_before(period_end: date) -> date:
    """Return the end of the period one year before: `years_later` of -1. A record's 12 months are another matter."""
    return years_later(period_end, years=-1)


def years_later(period_end: date, *, years: int) -> date:
    """Return the end of the period so many years later, in February its last day. years: may be below 0.

    >>> str(years_later(date(2024, 2, 29), years=1)), str(one_year_before(date(2025, 2, 28)))
    ('2025-02-28', '2024-02-29')
    """
    year, month = period_end.year + years, period_end.month
    is_month_end = period_end.day == monthrange(period_end.year, month)[1]
    return date(year, month, monthrange(year, month)[1] if is_month_end else period_end.day)


def one_year_before_expr(period_end: pl.Expr) -> pl.Expr:
    """Return `one_year_before` as an expression (Date; null stays null).

    >>> ends = pl.DataFrame({"period_end": [date(2024, 2, 29)]})
    >>> str(ends.select(one_year_before_expr(pl.col("period_end"))).item())
    '2023-02-28'
    """
    year_before = period_end.dt.offset_by("-1y")
    is_month_end = period_end == period_end.dt.month_end()
    return pl.when(is_month_end).then(year_before.dt.month_end()).otherwise(year_before)


def period_start_of(period_type: PeriodType, period_end: date) -> date:
    """Return the first day of the period of that type which ends on that day; for a snapshot the same day.

    >>> str(period_start_of(PeriodType.YEAR, date(2025, 9, 30)))
    '2024-10-01'
    """
    match period_type:
        case PeriodType.SNAPSHOT:
            return period_end
        case PeriodType.YEAR | PeriodType.ROLLING_12_MONTHS:
            return one_year_before(period_end) + _ONE_DAY
        case PeriodType.QUARTER:
            months = period_end.year * 12 + period_end.month - 3
            return date(months // 12, months % 12 + 1, 1)
        case PeriodType.MONTH:
            return period_end.replace(day=1)


def period_start_of_expr(period_type: PeriodType, period_end: pl.Expr) -> pl.Expr:
    """Return `period_start_of` as an expression (Date; null stays null).

    >>> ends = pl.DataFrame({"period_end": [date(2026, 3, 31)]})
    >>> str(ends.select(period_start_of_expr(PeriodType.QUARTER, pl.col("period_end"))).item())
    '2026-01-01'
    """
    match period_type:
        case PeriodType.SNAPSHOT:
            return period_end
        case PeriodType.YEAR | PeriodType.ROLLING_12_MONTHS:
            return one_year_before_expr(period_end).dt.offset_by("1d")
        case PeriodType.QUARTER:
            return period_end.dt.month_start().dt.offset_by("-2mo")
        case PeriodType.MONTH:
            return period_end.dt.month_start()


def period_ending(period_type: PeriodType, period_end: date) -> Period:
    """Return the period of that type which ends on that day.

    >>> period_ending(PeriodType.MONTH, date(2026, 10, 31)).label
    '2026-10'
    """
    match period_type:
        case PeriodType.YEAR:
            label = str(period_end.year)
        case PeriodType.QUARTER:
            label = f"{period_end.year}-Q{(period_end.month + 2) // 3}"
        case PeriodType.MONTH:
            label = f"{period_end:%Y-%m}"
        case PeriodType.SNAPSHOT | PeriodType.ROLLING_12_MONTHS:
            label = period_end.isoformat()
    start = period_start_of(period_type, period_end)
    return Period(period_type=period_type, start=start, end=period_end, label=label)


@cache
def _calendar() -> _HolidayCalendar:
    # Plain Python, not polars: a query before a fork hangs the child, and scalars are used before one.
    holidays = bank_holidays()
    first_on, last_on = date(min(holidays).year, 1, 1), date(max(holidays).year, 12, 31)
    days = tuple(first_on + number * _ONE_DAY for number in range((last_on - first_on).days + 1))
    working_days = tuple(day for day in days if day.weekday() < _SATURDAY and day not in holidays)
    return _HolidayCalendar(days=days, working_days=working_days)


def _working_day_after(day: date, *, working_days: int, first_day: FirstDay, column: str | None) -> date:
    _refuse_outside((day,), column=column)
    answer = _calendar().answer(day, working_days=working_days, first_day=first_day)
    if answer is None:
        raise OutsideHolidayCalendar.of_answer(day, working_days=working_days, column=column)
    return answer


def _refuse_outside(days: Sequence[date], *, column: str | None) -> None:
    first_on, last_on = holiday_calendar_range()
    outside = [day for day in days if not first_on <= day <= last_on]
    if outside:
        raise OutsideHolidayCalendar.of_dates(outside, column=column)


def _number_of(days: pl.Series, *, first_day: FirstDay) -> pl.Series:
    """Return the number of the working day of each day, by its place in the calendar; null stays null."""
    places = days.to_physical() - (_calendar().days[0] - _EPOCH).days
    return _numbers(first_day)[_ANSWER].gather(places.cast(pl.UInt32))


def _earliest_and_latest(frame: pl.DataFrame | pl.LazyFrame, *, column: str) -> tuple[date, ...]:
    ends = frame.lazy().select(pl.col(column).min().alias("earliest"), pl.col(column).max().alias("latest"))
    earliest, latest = ends.collect().row(0)
    return () if earliest is None else tuple(sorted({earliest, latest}))


def _look_up(frame: pl.LazyFrame, table: pl.DataFrame, *, on: str) -> pl.LazyFrame:
    """Add `_ANSWER` from a table with one row per day: as many rows as the frame has, in its order."""
    return frame.join(table.lazy(), left_on=on, right_on=_DAY, how="left", validate="m:1", maintain_order="left")


def _as_given(given: FrameT, result: pl.LazyFrame) -> FrameT:
    return result if isinstance(given, pl.LazyFrame) else result.collect()


@lru_cache(maxsize=32)
def _answers(working_days: int, first_day: FirstDay) -> pl.DataFrame:
    """Return one row per day of the calendar and the working day so many after it; null beyond the calendar."""
    calendar = _calendar()
    answers = [calendar.answer(day, working_days=working_days, first_day=first_day) for day in calendar.days]
    return pl.DataFrame({_DAY: calendar.days, _ANSWER: answers}, schema={_DAY: pl.Date, _ANSWER: pl.Date})


@cache
def _numbers(first_day: FirstDay) -> pl.DataFrame:
    """Return one row per day of the calendar and the number of working days up to it, as a start day counts them."""
    calendar = _calendar()
    numbers = [calendar.number_at(day, first_day=first_day) for day in calendar.days]
    return pl.DataFrame({_DAY: calendar.days, _ANSWER: numbers}, schema={_DAY: pl.Date, _ANSWER: pl.Int32})
