"""Charts of own records on a public page: of what may be published alone."""

from collections.abc import Iterator
from typing import Final

import polars as pl

from csc_metrics.charts.lines_by_day import MOST_LINES, draw_lines_by_day
from csc_metrics.charts.open_work import draw_open_work_over_months
from csc_metrics.contracts.vocabulary import PeriodType, Status
from csc_metrics.measures.meeting_kinds import STRATEGY
from csc_metrics.measures.registry import LOCAL_MEASURES
from csc_metrics.narrative.attendance_words import attendance_lines_words
from csc_metrics.narrative.picture_words import open_work_words
from csc_metrics.report.page.model import Block, Picture
from csc_metrics.report.page.parts_of_figures import name_of_part
from csc_metrics.report.page.topic_pictures import OPEN_WORK, OWN_RECORDS, waits
from csc_metrics.report.public_records import PublicRecords
from csc_metrics.settings.model import Settings
from csc_metrics.settings.partner import WHOLE

_ATTENDED: Final = LOCAL_MEASURES[f"{STRATEGY.code}_attended_pct"]
_AGENCY: Final = "agency="
_FEWEST: Final = 2
"""Agencies that are told in the newest year, and years: with fewer there is nothing to hold beside another."""
_TITLES: Final = {
    "Strategy meetings, conferences and core groups": "Who comes and how long it takes, quarter by quarter",
    "Assessments and conferences": "How long it takes, and what is open, quarter by quarter",
    "Caseloads and workforce": "How long until a worker is found, quarter by quarter",
}


def pictures_block(records: PublicRecords, topic: str, *, code: str, whose: str, settings: Settings) -> Block | None:
    """Return the charts that a topic has beside those of single measures; None where nothing may be shown.

    records: what may be published. topic: as in the dictionary. code: names the topic on the page. whose: name of the
    authority. settings: expected agencies and target of strategy meetings.
    """
    if topic not in _TITLES:
        return None
    codes = [measure.code for measure in LOCAL_MEASURES.values() if measure.topic == topic]
    own = records.values.filter(pl.col("measure").is_in(codes))
    drawn = [
        *_attendance(own, whose=whose, settings=settings),
        *waits(own, period_type=PeriodType.QUARTER, whose=whose, settings=settings),
        *_open_work(own, whose=whose),
    ]
    return Block(code=f"{code}-quarters", title=_TITLES[topic], words=(), pictures=tuple(drawn)) if drawn else None


def _attendance(own: pl.DataFrame, *, whose: str, settings: Settings) -> Iterator[Picture]:
    """Give the share of strategy meetings that each expected agency came to, by year, of those told to the newest.

    A line that ends long before the others would show an old figure as if it were of today.
    """
    expected = [f"{_AGENCY}{agency}" for agency in settings.strategy_meeting.expected_agencies][:MOST_LINES]
    rows = own.filter(
        pl.col("breakdown").is_in(expected),
        measure=_ATTENDED.code,
        period_type=PeriodType.YEAR.value,
        status=Status.OK.value,
    )
    ends = own.filter(measure=_ATTENDED.code, period_type=PeriodType.YEAR.value)["period_end"].unique()
    newest = rows.filter(pl.col("period_end").is_in(ends.sort()[-1:].to_list()))["breakdown"].to_list()
    series = {
        name_of_part(part): dict(rows.filter(breakdown=part).select("period_end", "value").iter_rows())
        for part in expected
        if part in newest
    }
    if len(series) < _FEWEST or len(ends) < _FEWEST:
        return
    words = attendance_lines_words(series, what=STRATEGY.many, decimals=_ATTENDED.decimals)
    yield Picture(
        svg=draw_lines_by_day(series, unit="% of strategy meetings", code="attendance-by-year"),
        alternative=" ".join(words),
        caption=f"Attendance at strategy meetings by agency, each year to 31 March, {whose}: % of all held of "
        f"which it is recorded. Gaps: hidden. {OWN_RECORDS}",
    )


def _open_work(own: pl.DataFrame, *, whose: str) -> Iterator[Picture]:
    """Give open and overdue assessments at the month ends that close a quarter."""
    work = own.filter(pl.col("measure").is_in(OPEN_WORK), breakdown=WHOLE)
    svg = draw_open_work_over_months(work.to_pandas()) if work.height else None
    if svg is not None:
        yield Picture(
            svg=svg,
            alternative=" ".join(open_work_words(work)),
            caption=f"Open and overdue assessments at the end of each quarter, {whose}. {OWN_RECORDS}",
        )
