"""Which figures of an authority's own records a public edition can have at all, and of whom they tell.

What is published is kept small, since all of it must be protected together:

* The whole of the authority alone: no team, no age, ethnicity, need, source, role or duration. By agency only who was
  invited, who came, and for whom meetings waited, and that by year alone. Of one agency more is not published
  (quarters, reports alone, what is not recorded), for those are a few each: to hide them would hide much of the whole.
* Quarters, years to 31 March and the month ends that close a quarter. What only twelve months can tell: those to 31
  March. Months and other rolling years are left out, since the difference of two of them is a few children; nor are
  shares of a process told by month where they are exempt, for half of those would be hidden, and quarters with them.
* The highest of caseloads and the longest of waits: never, since each is one person's.
* Average caseloads without the cases and the FTE that they are worked out from.
"""

from enum import StrEnum
from typing import Final

import polars as pl

from csc_metrics.contracts.vocabulary import PeriodType
from csc_metrics.measures.counting.how import AtEnd, How
from csc_metrics.measures.measure import Measure
from csc_metrics.measures.registry import LOCAL_MEASURES


class OfWhom(StrEnum):
    """Of whom the units of a measure tell."""

    CHILDREN = "children"
    WORKERS = "workers"
    PROCESS = "process"


_ROWS: Final = {
    OfWhom.WORKERS: ("worker", "post"),
    OfWhom.PROCESS: (
        *("strategy meeting", "initial child protection conference", "review child protection conference"),
        *("core group", "meeting and agency", "session", "element"),
    ),
    OfWhom.CHILDREN: (
        *("case", "child", "episode", "referral", "first assessment", "assessment", "contact", "enquiry", "conference"),
        *("meeting and child", "plan", "period of care", "child protection plans", "periods of care"),
        *("child in need plans", "early help assessment", "time", "order"),
    ),
}
"""Of whom → what a unit row of a measure is, in its own word."""
_OF_ROW: Final = {row: whom for whom, rows in _ROWS.items() for row in rows}
_SHARES: Final = (How.SHARE, How.DISTINCT_SHARE)
_OF_A_WHOLE: Final = (How.SHARE, How.DISTINCT_SHARE, How.RATIO_PCT)
_EXTREMES: Final = (0.0, 1.0)
_WHOLE: Final = "all"
MEETINGS: Final = {
    "strategy_meeting": "strategy_meetings",
    "initial_conference": "initial_conferences",
    "review_conference": "review_conferences",
    "core_group": "core_groups",
}
"""How codes of measures begin that tell of one kind of meeting."""
_AGENCIES: Final = ("agency", "delay_agency")
BY_AGENCY: Final = tuple(
    code for one, many in MEETINGS.items() for code in (f"{one}_invited_pct", f"{one}_attended_pct", f"{many}_delayed")
)
"""Measures that are published by agency, by year."""
_QUARTER_ENDS: Final = (3, 6, 9, 12)
_YEAR_END: Final = 3
WITHOUT_COUNTS: Final = ("average_caseload", "average_caseload_with_carers")
"""Measures that are published as a figure alone: of cases held, beside children in need, those without a worker are
left, and of FTE beside workers the hours that are not worked."""
FEWEST_UNITS: Final = 10
"""No percentage, average or median of fewer units is published. Source: methods of the suite, section 5."""


def of_whom(measure: Measure) -> OfWhom:
    """Return of whom a measure of records tells. measure: counted from records.

    Raises: ValueError for a measure whose unit nobody has classed: it must be before it is published.

    >>> of_whom(LOCAL_MEASURES["average_caseload"]).value, of_whom(LOCAL_MEASURES["re_referral_pct"]).value
    ('workers', 'children')
    """
    about = measure.from_records
    if about is None or about.row not in _OF_ROW:
        raise ValueError(f"Nobody has said of whom {measure.code} tells: see csc_metrics.disclosure.publishable.")
    return _OF_ROW[about.row]


def of_one_person(measure: Measure) -> bool:
    """Return whether a measure of records is one person's: the highest or the lowest of all. measure: from records.

    >>> of_one_person(LOCAL_MEASURES["caseload_highest"]), of_one_person(LOCAL_MEASURES["caseload_median"])
    (True, False)
    """
    about = measure.from_records
    return about is not None and about.how is How.QUANTILE and about.quantile in _EXTREMES


def publishable(values: pl.DataFrame) -> pl.DataFrame:
    """Return the rows of local values that a public edition can have.

    Input and output: schema MeasureValues, of one source "local".
    """
    month, measure = pl.col("period_end").dt.month(), pl.col("measure")
    only_rolling = [code for code, one in LOCAL_MEASURES.items() if _is_only_rolling(one)]
    never = [code for code, one in LOCAL_MEASURES.items() if of_one_person(one)]
    is_quarter_end = (pl.col("period_type") == PeriodType.SNAPSHOT.value) & month.is_in(_QUARTER_ENDS)
    is_whole_period = pl.col("period_type").is_in([PeriodType.QUARTER.value, PeriodType.YEAR.value])
    is_year_end = measure.is_in(only_rolling) & (month == _YEAR_END)
    is_period = is_whole_period | is_quarter_end | is_year_end
    return values.filter(~measure.is_in(never), is_period, _is_of_all_or_agency())


def is_process_share(code: str) -> bool:
    """Return whether a measure is a share of meetings, agencies at meetings, sessions or audits: it describes no child.

    code: of a measure that is counted from records.

    >>> is_process_share("strategy_meeting_quorate_pct"), is_process_share("strategy_meetings_held")
    (True, False)
    """
    return of_whom(LOCAL_MEASURES[code]) is OfWhom.PROCESS and counted_how(code) in _SHARES


def _is_of_all_or_agency() -> pl.Expr:
    column = pl.col("breakdown").str.split("=").list.first()
    is_year = pl.col("period_type") == PeriodType.YEAR.value
    return (column == _WHOLE) | (column.is_in(_AGENCIES) & pl.col("measure").is_in(BY_AGENCY) & is_year)


def _is_only_rolling(measure: Measure) -> bool:
    about = measure.from_records
    return about is not None and about.periods == (PeriodType.ROLLING_12_MONTHS,)


def counted_how(code: str) -> How:
    """Return by what sum a measure is counted from records.

    code: of the measure. Raises: ValueError for one that is not counted from records.
    """
    about = LOCAL_MEASURES[code].from_records
    if about is None:  # every local measure has one
        raise ValueError(f"{code} is not counted from records.")
    return about.how


def has_rest(code: str) -> bool:
    """Return whether the top of a measure is part of its bottom, so that something is left between the two.

    Who left within a year is no part of who is there at its end. code: of a measure that is counted from records.

    >>> has_rest("re_referral_pct"), has_rest("turnover_rate_pct"), has_rest("average_caseload")
    (True, False, False)
    """
    about = LOCAL_MEASURES[code].from_records
    return about is not None and about.how in _OF_A_WHOLE and about.at_end is not AtEnd.BOTTOM
