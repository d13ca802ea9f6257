"""Which figures of an authority's own records a public edition can have at all, and of whom they tell.

* Teams, and anything by worker: never. A small team is its one worker.
* The highest of caseloads and the longest of waits: never, since each is one person's.
* The whole: quarters, years to 31 March and the month ends that close a quarter. Parts (age, ethnicity, source): years
  and 31 March, since a quarter of a part is mostly a few children, and to hide those would hide the rest with them.
  What only twelve months can tell: those to 31 March. Months and other rolling years are left out, since the difference
  of two of them is a few children. Process measures have every period, of all and by agency, once they are exempt.
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
_OF_A_WHOLE: Final = (How.SHARE, How.DISTINCT_SHARE, How.RATIO_PCT)
_OF_ONE_PERSON: Final = ("highest_caseload", "cases_without_worker_longest_days")
_NEVER_BY: Final = ("team",)
_OF_ALL_OR_AGENCY: Final = ("all", "agency")
_QUARTER_ENDS: Final = (3, 6, 9, 12)
_YEAR_END: Final = 3
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


def publishable(values: pl.DataFrame) -> pl.DataFrame:
    """Return the rows of local values that a public edition can have.

    Input and output: schema MeasureValues, of one source "local".
    """
    column, month = pl.col("breakdown").str.split("=").list.first(), pl.col("period_end").dt.month()
    only_rolling = [code for code, one in LOCAL_MEASURES.items() if _is_only_rolling(one)]
    is_year = (pl.col("period_type") == PeriodType.YEAR.value) | (
        (month == _YEAR_END)
        & ((pl.col("period_type") == PeriodType.SNAPSHOT.value) | pl.col("measure").is_in(only_rolling))
    )
    is_quarter = (pl.col("period_type") == PeriodType.QUARTER.value) | (
        (pl.col("period_type") == PeriodType.SNAPSHOT.value) & month.is_in(_QUARTER_ENDS)
    )
    return values.filter(
        ~column.is_in(_NEVER_BY),
        ~pl.col("measure").is_in(_OF_ONE_PERSON),
        is_year | (is_quarter & column.is_in(_OF_ALL_OR_AGENCY)),
    )


def process_figures(values: pl.DataFrame) -> pl.DataFrame:
    """Return whole-authority process figures, of all or by agency, in every period: no child is described by them.

    Input and output: schema MeasureValues, of one source "local".
    """
    codes = [code for code, one in LOCAL_MEASURES.items() if of_whom(one) is OfWhom.PROCESS]
    column = pl.col("breakdown").str.split("=").list.first()
    return values.filter(pl.col("measure").is_in(codes), column.is_in(_OF_ALL_OR_AGENCY))


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
