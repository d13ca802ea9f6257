"""Each team's list of work on the day of the newest extract: overdue, due soon, without a worker, waiting meetings."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final, Self

import polars as pl

from csc_metrics.contracts.vocabulary import PeriodType
from csc_metrics.errors import WrongUse, did_you_mean
from csc_metrics.measures.counting.behind import ASIDE, COUNTED, rows_behind
from csc_metrics.measures.counting.records import AuthorityRecords
from csc_metrics.measures.registry import LOCAL_MEASURES
from csc_metrics.periods import period_ending


@dataclass(frozen=True, kw_only=True)
class Worklist:
    """A list of work. words: what stands in it. measures: codes of those whose counted rows it is made of."""

    words: str
    measures: tuple[str, ...]


WORKLISTS: Final[Mapping[str, Worklist]] = {
    "overdue": Worklist(words="assessments beyond their time", measures=("assessments_overdue",)),
    "due_soon": Worklist(words="assessments due within ten working days", measures=("assessments_due_soon",)),
    "unallocated": Worklist(
        words="children's cases that wait for a worker, and open episodes whose child has none",
        measures=("cases_without_worker", "children_in_need_without_worker"),
    ),
    "waiting_meetings": Worklist(
        words="meetings that wait to be held",
        measures=(
            "strategy_meetings_waiting",
            "initial_conferences_waiting",
            "review_conferences_waiting",
            "core_groups_waiting",
        ),
    ),
}
"""By name, as on the command line."""


class NoSuchWorklist(WrongUse):
    """No list of work has this name."""

    @classmethod
    def named(cls, name: str) -> Self:
        """Word the error for a name that is not among WORKLISTS."""
        hint = did_you_mean(name, WORKLISTS)
        return cls(f"No list of work is called {name!r}.{hint} Name one of: {', '.join(WORKLISTS)}.")


def find_worklist(name: str) -> Worklist:
    """Return the list of work of a name.

    name: one of WORKLISTS. Raises: NoSuchWorklist.
    """
    if name not in WORKLISTS:
        raise NoSuchWorklist.named(name)
    return WORKLISTS[name]


def worklist(records: AuthorityRecords, name: str) -> tuple[date, pl.DataFrame]:
    """Return a list of work as it stood on the day of the newest extract of what it is made of.

    records: of one authority. name: one of WORKLISTS.
    Returns: that day; and one row per unit, measure (its code) first, then team and the columns of its unit rows.
    Raises: NoSuchWorklist; NothingBehind where none of it can be told.
    """
    measures = [LOCAL_MEASURES[code] for code in find_worklist(name).measures]
    reads = {one.code: one.from_records.reads for one in measures if one.from_records is not None}
    told = [one for one in measures if not records.lacking(reads[one.code])] or measures
    day = max(records.until(table) for one in told for table in reads[one.code])
    standing = records.as_at(day)
    at = period_ending(PeriodType.SNAPSHOT, day)
    found = [
        rows_behind(standing, one, period=at).filter(pl.col(COUNTED)).with_columns(pl.lit(one.code).alias("measure"))
        for one in told
    ]
    rows = pl.concat(found, how="diagonal_relaxed").drop(COUNTED, ASIDE)
    first = [column for column in ("measure", "team") if column in rows.columns]
    return day, rows.select(*first, pl.exclude(first)).sort(*first[::-1], nulls_last=True, maintain_order=True)
