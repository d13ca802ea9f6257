"""Which months a table is whole for: extracts hold old records that are still open long before they hold all."""

from datetime import date
from typing import Final

import numpy as np
import polars as pl

from csc_metrics.contracts.records.columns import EARLIEST
from csc_metrics.measures.counting.months import (
    YEAR,
    Bools,
    Floats,
    Ints,
    Months,
    first_day,
    last_day,
    month_number,
    month_number_expr,
)
from csc_metrics.periods import holiday_calendar_range

WHOLE_BY: Final[dict[str, tuple[str, ...]]] = {
    "contacts": ("contacted_on",),
    "early_help": ("completed_on", "started_on"),
    "referrals": ("closed_on", "referred_on"),
    "assessments": ("authorised_on", "started_on"),
    "events": ("occurred_on",),
    "section_47_enquiries": ("strategy_discussion_on",),
    "meetings": ("held_at", "decided_at"),
    "workers": ("left_on",),
    "vacancies": ("filled_on",),
    "allocations": ("ended_on",),
    "plans": ("ended_on", "started_on"),
    "visits": ("visited_on",),
    "supervisions": ("due_on", "held_on"),
    "audits": ("audited_on",),
    "feedback": ("asked_on",),
    "action_updates": ("updated_on",),
}
"""Clean table → the days by which it is seen from when on it is whole, the first that is filled at all.

Where records last, it is the day on which they ended: whoever draws "all that were open since April" gets old referrals
that are still open, and none that had closed by then.
"""
_EARLIEST: Final = month_number(max(EARLIEST, holiday_calendar_range()[0]))
_FEWEST_OF_USUAL: Final = 0.25
_FEWEST_OF_THREE: Final = 0.5
_SPARSE: Final = 10
_LATEST_BEGINNING: Final = 7
_SAID_AND_USUAL: Final = 6
"""Months in a row with as many as usual that bear out from when on, by the settings, extracts tell everything."""
TOLD_WITH: Final = {"assessments": "referrals", "section_47_enquiries": "referrals"}
"""Table → the one whose records its own belong to: of old cases that are open still an extract tells with the referral
all that belongs to it, so that a table is not whole before the other is."""
KIND_COLUMNS: Final = {"plans": "plan_type", "meetings": "meeting_type", "events": "event_type"}
"""Tables whose kinds of records begin on different days, as where a census tells of plans and not of care."""
RARE_KINDS: Final = ("events",)
"""Of these a kind may not occur for a year: it is whole where its table is, from the month of its first record on."""
PART_OF: Final = {"assessment_factors": ("assessments", "assessment_id")}
"""Tables without a day of their own → the table by whose days they are seen to be whole, and the key to it."""


def months_whole(table: str, rows: pl.DataFrame, *, until: date, said: date | None = None) -> Months:
    """Return the months that a table is whole for.

    The last is the newest month that had ended when the newest extract was drawn. From there it goes back for as long
    as each month and the two after it have half of what is usual, and none has less than a quarter unless the two
    before it make up for it; where a month has ten or fewer as a rule, until twelve months have none. A first month
    that begins after its seventh day is left out. A typing slip of years before is no start. An extract of what was
    referred since a day, and not of what was open, cannot be told from a whole one: the setting records.covers_from
    is there for that. Where it says so, and six months in a row from that day on are as usual, quiet months after them
    are a fall, not a start: they and what was before them are counted. No month before the known bank holidays is
    counted: its working days are not known.
    Input: rows of the table. until: day up to which the records tell. said: the day from which, by the settings,
    extracts tell everything; months before it may be among those returned. None: nobody has said.
    """
    from_said = None if said is None else month_of_said(said)
    last = last_whole_month(until)
    if table not in WHOLE_BY:
        return Months(first=_EARLIEST, last=last)
    ends = next((rows[name] for name in WHOLE_BY[table] if rows[name].is_not_null().any()), None)
    if ends is None:
        return Months(first=last, last=last)
    days = pl.DataFrame({"day": ends.cast(pl.Date)}).filter(pl.col("day").is_not_null())
    numbers = days.select(month_number_expr(pl.col("day"))).to_series().to_numpy().astype(np.int64)
    numbers = numbers[numbers <= last]
    if not len(numbers):
        return Months(first=last, last=last)
    first, is_sparse = _first_month(numbers, last, from_said)
    if not is_sparse and first != from_said and _begins_late(days["day"], first):
        first += 1
    return Months(first=max(first, _EARLIEST), last=last)


def month_of_said(said: date) -> int:
    """Return the number of the first month that is whole if extracts tell everything from a day. said: the day."""
    return month_number(said) + (said.day > 1)


def last_whole_month(until: date) -> int:
    """Return the number of the newest month that has ended by a day, which counts as over. until: the day."""
    month = month_number(until)
    return month if until == last_day(month) else month - 1


def _first_month(numbers: Ints, last: int, from_said: int | None) -> tuple[int, bool]:
    """Return the first month of the run that ends with the last month, and whether the table has few rows a month."""
    least = int(numbers.min())
    counts = np.bincount(numbers - least, minlength=last - least + 1)
    usual = float(np.median(counts[-2 * YEAR :]))
    if usual <= _SPARSE:
        return least + _after_a_year_without(counts), True
    after, before = _mean_of_three(counts), _mean_of_three(counts[::-1])[::-1]
    is_few = (counts < usual * _FEWEST_OF_USUAL) & (before < usual * _FEWEST_OF_THREE)
    is_usual = ~is_few & (after >= usual * _FEWEST_OF_THREE)
    newest = int(np.nonzero(is_usual)[0][-1])  # a month of late with hardly any is told, not hidden
    too_few = np.nonzero(~is_usual[: newest + 1])[0]
    first = int(too_few[-1]) + 1 if len(too_few) else 0
    if from_said is not None:
        first = min([first, *_as_usual_since(is_usual, max(from_said - least, 0))])
    return least + first, False


def _as_usual_since(is_usual: Bools, since: int) -> list[int]:
    """Return the first month of those from one on from which six in a row are as usual; none where no six are."""
    months = is_usual[since:]
    in_a_row = [bool(months[at : at + _SAID_AND_USUAL].all()) for at in range(len(months) - _SAID_AND_USUAL + 1)]
    return [since + in_a_row.index(True)] if True in in_a_row else []


def _mean_of_three(counts: Ints) -> Floats:
    """Return for each month the mean of it and the two after it, as far as there are any."""
    upto = np.concatenate([[0], np.cumsum(counts)])
    begins = np.arange(len(counts))
    ends = np.minimum(begins + 3, len(counts))
    return np.asarray((upto[ends] - upto[begins]) / (ends - begins), dtype=np.float64)


def _after_a_year_without(counts: Ints) -> int:
    """Return the first month with a record after the last twelve months that had none."""
    with_record = np.nonzero(counts)[0]
    gaps = np.nonzero(np.diff(with_record) > YEAR)[0]
    return int(with_record[gaps[-1] + 1]) if len(gaps) else int(with_record[0])


def _begins_late(days: pl.Series, first: int) -> bool:
    """Whether the first day of the first month with any record lies after its first seven days."""
    in_month = days.filter((days >= first_day(first)) & (days < first_day(first + 1)))
    return not in_month.is_empty() and int(in_month.dt.day().to_numpy().min()) > _LATEST_BEGINNING
