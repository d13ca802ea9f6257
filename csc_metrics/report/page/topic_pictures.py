"""Charts that a topic has beside process charts: spread of caseloads, open work, who came to meetings, and waits."""

from collections.abc import Iterator
from typing import Final

import polars as pl

from csc_metrics.charts.attendance import draw_attendance
from csc_metrics.charts.caseload_spread import DRAWN, draw_caseload_spread
from csc_metrics.charts.narrow_months import Level
from csc_metrics.charts.open_work import draw_open_work, draw_open_work_over_months
from csc_metrics.charts.waiting import draw_waiting
from csc_metrics.contracts.vocabulary import PeriodType, Status
from csc_metrics.measures.meeting_kinds import INITIAL_CONFERENCE, STRATEGY, MeetingKind
from csc_metrics.measures.registry import LOCAL_MEASURES
from csc_metrics.narrative.chart_words import attendance_words, waiting_words
from csc_metrics.narrative.picture_words import caseload_spread_words, open_work_words
from csc_metrics.report.page.figure_cells import period_words
from csc_metrics.report.page.model import Picture
from csc_metrics.report.page.parts_of_figures import name_of_part
from csc_metrics.settings.model import Settings
from csc_metrics.settings.partner import WHOLE

OWN_RECORDS: Final = "From the authority's own records."
OPEN_WORK: Final = ("assessments_open", "assessments_overdue", "assessments_due_soon")
_OPEN_FOR: Final = "open_for="
_AGENCY: Final = "agency="
_WAITS: Final = (
    ("strategy_meeting_wait_median_hours", "strategy_meeting_wait_90th_percentile_hours"),
    ("assessment_median_working_days", "assessment_90th_percentile_working_days"),
    ("referral_to_allocation_median_days", "referral_to_allocation_90th_percentile_days"),
)
"""Median and 90th percentile of the same time."""
_WAITED_FOR_MEETINGS: Final = _WAITS[0]


def topic_pictures(own: pl.DataFrame, *, whose: str, settings: Settings) -> Iterator[Picture]:
    """Give the charts of a topic, by month: those of which the rows hold anything.

    Input: own, schema MeasureValues, of one authority and topic, every figure in every part. whose: name of the
    authority. settings: caseload limit, who is expected at meetings, and target of strategy meetings.
    """
    yield from _caseloads(own, whose=whose, settings=settings)
    yield from _open_work(own, whose=whose)
    yield from _attendance(own, whose=whose, settings=settings)
    yield from waits(own, period_type=PeriodType.MONTH, whose=whose, settings=settings)


def _caseloads(own: pl.DataFrame, *, whose: str, settings: Settings) -> Iterator[Picture]:
    """Give the spread of caseloads over the months."""
    whole = own.filter(pl.col("measure").is_in(DRAWN), breakdown=WHOLE)
    limit = settings.caseload.limit_cases_per_fte
    svg = draw_caseload_spread(whole.to_pandas(), limit=limit) if whole.height else None
    if svg is not None:
        words = " ".join(caseload_spread_words(whole, limit=limit))
        yield Picture(svg=svg, alternative=words, caption=f"Spread of caseloads, {whose}. {OWN_RECORDS}")


def _open_work(own: pl.DataFrame, *, whose: str) -> Iterator[Picture]:
    """Give open assessments by how long they had been open, and over the months."""
    work = own.filter(pl.col("measure").is_in(OPEN_WORK))
    if work.is_empty():
        return
    by_age = work.filter((pl.col("breakdown") == WHOLE) | pl.col("breakdown").str.starts_with(_OPEN_FOR))
    words = " ".join(open_work_words(by_age))
    svg = draw_open_work(by_age.to_pandas())
    if svg is not None:
        yield Picture(
            svg=svg, alternative=words, caption=f"Open assessments by working days open, {whose}. {OWN_RECORDS}"
        )
    over_months = work.filter(breakdown=WHOLE)
    svg = draw_open_work_over_months(over_months.to_pandas())
    if svg is not None:
        words = " ".join(open_work_words(over_months))
        yield Picture(
            svg=svg, alternative=words, caption=f"Open and overdue assessments by month, {whose}. {OWN_RECORDS}"
        )


def _attendance(own: pl.DataFrame, *, whose: str, settings: Settings) -> Iterator[Picture]:
    """Give, for strategy meetings and initial conferences, what became of each agency's place in the newest month."""
    expected: tuple[tuple[MeetingKind, tuple[str, ...]], ...] = (
        (STRATEGY, settings.strategy_meeting.expected_agencies),
        (INITIAL_CONFERENCE, settings.conference.expected_agencies),
    )
    for kind, agencies in expected:
        names = {f"{_AGENCY}{agency}": name_of_part(f"{_AGENCY}{agency}") for agency in agencies}
        rows = own.filter(
            pl.col("measure").str.starts_with(f"{kind.code}_"),
            pl.col("breakdown").is_in(list(names)),
            period_type=PeriodType.MONTH.value,
        )
        ends = rows.filter(status=Status.OK.value)["period_end"]
        told = rows.filter(pl.col("period_end").is_in(ends.sort()[-1:].to_list()))
        svg = draw_attendance(told.to_pandas(), kind=kind, names=names) if told.height else None
        if svg is not None:
            when = period_words(PeriodType.MONTH.value, told["period_end"].item(0))
            words = " ".join(attendance_words(told, kind=kind, names=names))
            caption = f"Who came to {kind.many}, {when}, {whose}: of all meetings held. {OWN_RECORDS}"
            yield Picture(svg=svg, alternative=words, caption=caption)


def waits(own: pl.DataFrame, *, period_type: PeriodType, whose: str, settings: Settings) -> Iterator[Picture]:
    """Give a chart for each wait of which the rows hold both the median and the 90th percentile.

    Input: own, schema MeasureValues, of one authority. period_type: whose periods are drawn. whose: name of the
    authority. settings: target of strategy meetings.
    """
    for codes in _WAITS:
        rows = own.filter(pl.col("measure").is_in(codes), breakdown=WHOLE, period_type=period_type.value)
        if set(rows.filter(status=Status.OK.value)["measure"]) != set(codes):
            continue
        median, ninetieth = (LOCAL_MEASURES[code] for code in codes)
        target = settings.strategy_meeting.target_hours if codes == _WAITED_FOR_MEETINGS else None
        level = Level(name="Target", value=target) if target is not None else None
        svg = draw_waiting(rows.to_pandas(), median=median, ninetieth=ninetieth, target=level)
        if svg is not None:
            words = " ".join(waiting_words(rows, median=median, ninetieth=ninetieth, target=target))
            title = median.title.partition(":")[0]
            caption = f"{title} ({median.unit}): half and nine in ten, {whose}. {OWN_RECORDS}"
            yield Picture(svg=svg, alternative=words, caption=caption)
