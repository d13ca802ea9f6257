"""Charts of an authority's own figures in words, from the rows that they are drawn from: for those who cannot see them.

The years beside neighbours are told by `csc_metrics.narrative.findings`.
"""

from collections.abc import Mapping, Sequence
from datetime import date

import polars as pl

from csc_metrics.comparison.funnel_points import FunnelPoint, funnel_points
from csc_metrics.contracts.vocabulary import Status
from csc_metrics.measures.attendance_parts import AgencyAttendance, attendance_by_agency
from csc_metrics.measures.measure import Measure
from csc_metrics.measures.meeting_kinds import MeetingKind
from csc_metrics.narrative.numbers import format_date, format_number, format_share, format_with_unit
from csc_metrics.narrative.own_sentences import Row, beside_neighbours, when_of
from csc_metrics.narrative.usual_limits import told_limit
from csc_metrics.narrative.words import in_a_row, lower_first
from csc_metrics.periods import one_year_before


def funnel_words(points: pl.DataFrame, *, measure: Measure, la_code: str, names: Mapping[str, str]) -> tuple[str, ...]:
    """Say what a funnel shows: how the authority lies beside its neighbours, and which of those lie outside.

    Input: points, schema AgainstOthers, as `csc_metrics.charts.funnel.draw_funnel` takes it. measure: of the rows.
    la_code: of the authority. names: la_code → name.
    Returns: one to three sentences; none where no funnel judges it. Raises: as `funnel_points`.
    """
    found = funnel_points(points, la_code=la_code)
    sentence = beside_neighbours(found.own) if found is not None else None
    if found is None or sentence is None:
        return ()
    outside = [one for one in found.others if one.is_outside]
    told = _outside_in_words(outside, centre=found.centre, names=names)
    without = [names[code] for code in found.without]
    more = f"; there is no figure for {in_a_row(without)}" if without else ""
    what = f"Funnel chart: {measure.title}, {names[la_code]} and its neighbours."
    return (what, sentence.plain, f"{told}{more}.")


def _outside_in_words(outside: Sequence[FunnelPoint], *, centre: float, names: Mapping[str, str]) -> str:
    if not outside:
        return "No neighbour lies outside the 99.8% limits"
    sides = {
        "above": [names[one.la_code] for one in outside if one.value > centre],
        "below": [names[one.la_code] for one in outside if one.value < centre],
    }
    told = [f"{in_a_row(found)} {side}" for side, found in sides.items() if found]
    return f"Of the neighbours, outside the 99.8% limits: {in_a_row(told)}"


def attendance_words(rows: pl.DataFrame, *, kind: MeetingKind, names: Mapping[str, str]) -> tuple[str, ...]:
    """Say what bars of attendance show: how often each agency came, and how often it was not invited.

    Input: rows, schema MeasureValues, as `csc_metrics.charts.attendance.draw_attendance` takes it. kind: of meeting.
    names: breakdown → the agency's name.
    Returns: one to three sentences; none where no agency has numbers. Raises: as `attendance_by_agency`.
    """
    found = attendance_by_agency(rows, kind=kind, parts=names)
    told = [one for one in found if one.is_told]
    if not told:
        return ()
    when = lower_first(when_of(rows.row(0, named=True), "period_end"))
    came = in_a_row([f"{names[one.part]} to {_of_all(one.came, one)}" for one in told])
    hidden = [names[one.part] for one in found if not one.is_told]
    more = f"; no numbers for {in_a_row(hidden)}" if hidden else ""
    what = f"Bar chart: who came to {kind.many} {when}, of all that should have had each agency."
    return (what, f"Came: {came}.", f"{_not_there(told, names=names)}{more}.")


def _of_all(places: int, one: AgencyAttendance) -> str:
    many, of_all = (format_number(number, decimals=0) for number in (places, one.meetings))
    return f"{many} of {of_all} ({format_share(places, one.meetings)})"


def _not_there(told: Sequence[AgencyAttendance], *, names: Mapping[str, str]) -> str:
    """Say why agencies were not there, each reason apart: not invited is no absence."""
    reasons = {
        "not invited": [(one, one.not_invited) for one in told],
        "absent": [(one, one.absent) for one in told],
        "a report alone": [(one, one.report_only) for one in told],
        "not recorded": [(one, one.not_recorded) for one in told],
    }
    said = [
        f"{reason}: {in_a_row([f'{names[one.part]} {format_number(many, decimals=0)}' for one, many in held if many])}"
        for reason, held in reasons.items()
        if any(many for _, many in held)
    ]
    words = "; ".join(said)
    return f"{words[:1].upper()}{words[1:]}" if said else "Nobody was missing"


def waiting_words(
    values: pl.DataFrame, *, median: Measure, ninetieth: Measure, target: float | None = None
) -> tuple[str, ...]:
    """Say what a chart of waits shows: the newest figures, whether they rose on a year before, and the target.

    Input: values, schema MeasureValues, as `csc_metrics.charts.waiting.draw_waiting` takes it. median, ninetieth: of
    the same time. target: in their unit; None: there is none.
    Returns: one to three sentences; none where no period has both.
    """
    by_day = _by_day(values, median=median, ninetieth=ninetieth)
    if by_day.is_empty():
        return ()
    newest = by_day.row(-1, named=True)
    half, nine = (_time(newest[name], median) for name in ("half", "nine"))
    what, when = median.title.partition(":")[0], when_of(newest, "period_end")
    told = f"{when}, half within {half} and nine in ten within {nine}{_beside_a_year_before(by_day, median)}."
    aim = () if target is None else (_kept(newest, target=target, measure=median),)
    return (f"Line chart: {lower_first(what)}.", told, *aim)


def _kept(newest: Row, *, target: float, measure: Measure) -> str:
    """Say how many kept to a target, as times print. newest: with half and nine, within which so many were done."""
    half, nine = (float(str(newest[name])) for name in ("half", "nine"))
    if _is_within(nine, target, measure):
        who = "Nine in ten or more"
    elif _is_within(half, target, measure):
        who = "Between half and nine in ten"
    else:
        who = "Fewer than half"
    decimals = 0 if target == int(target) else measure.decimals
    return f"{who} met the target of {format_with_unit(target, decimals=decimals, unit=measure.unit)}."


def _is_within(time: float, target: float, measure: Measure) -> bool:
    return time <= target or _time(time, measure) == _time(target, measure)


def _by_day(values: pl.DataFrame, *, median: Measure, ninetieth: Measure) -> pl.DataFrame:
    """Return period_type, period_end, half and nine of each period that has both, the newest last."""
    key = ["period_type", "period_end"]
    told = values.filter(pl.col("status") == Status.OK.value).select(*key, "measure", "value")
    half, nine = (
        told.filter(measure=measure.code).select(*key, pl.col("value").alias(name))
        for measure, name in ((median, "half"), (ninetieth, "nine"))
    )
    return half.join(nine, on=key, how="inner", validate="1:1").sort("period_end")


def _beside_a_year_before(by_day: pl.DataFrame, median: Measure) -> str:
    """Say how the newest median lies beside that of the same month a year before; nothing where that is not known."""
    newest = by_day.row(-1, named=True)
    before = by_day.filter(period_end=one_year_before(newest["period_end"]))
    if before.is_empty():
        return ""
    then = before.row(0, named=True)
    half, nine = (_time(then[name], median) for name in ("half", "nine"))
    return f"; {_moved(newest['half'], then['half'], median)} a year before ({half} and {nine})"


def _moved(new: float, old: float, measure: Measure) -> str:
    """Return how one figure lies beside an older one, as both are printed."""
    if _time(new, measure) == _time(old, measure):
        return "the middle time was the same as"
    return "the middle time was longer than" if new > old else "the middle time was shorter than"


def _time(value: float, measure: Measure) -> str:
    return format_with_unit(value, decimals=measure.decimals, unit=measure.unit)


def before_after_words(values: pl.DataFrame, *, measure: Measure, impact: Row) -> tuple[str, ...]:
    """Say what a chart of before and after shows: both means, and how the newest value lies beside what was usual.

    What may be concluded is said by `csc_metrics.narrative.impact.verdict_on_a_change`; this says what is drawn.

    Input: values, schema MeasureValues, as `csc_metrics.charts.before_after.draw_before_after` takes it. measure: of
    the series. impact: row of Impacts of all months.
    Returns: one to three sentences; none where no month has a value.
    """
    told = values.filter(pl.col("status") == Status.OK.value).sort("period_end")
    if told.is_empty():
        return ()
    newest, day = told.row(-1, named=True), impact["changed_on"]
    marked = f"{impact['change_name']}, {format_date(day)}" if isinstance(day, date) else impact["change_name"]
    before, after = (_mean(impact[name], measure) for name in ("mean_before", "mean_after"))
    usual = _beside_usual(newest["value"], measure, impact)
    value, when = _time(newest["value"], measure), lower_first(when_of(newest, "period_end"))
    return (
        f"Line chart: {lower_first(measure.title)}, with a change marked ({marked}).",
        f"On average it was {before} before and {after} after.",
        f"The newest figure, {when}, is {value}{usual}.",
    )


def _mean(value: object, measure: Measure) -> str:
    return _time(value, measure) if isinstance(value, float) else "not known"


def _beside_usual(value: float, measure: Measure, impact: Row) -> str:
    """Return how a value lies beside the limits of before; nothing where there are none."""
    lower, upper = impact["lower_limit"], impact["upper_limit"]
    if not isinstance(lower, float) or not isinstance(upper, float):
        return ""
    side = "above" if value > upper else "below" if value < lower else "within"
    low, high = (_time(told_limit(end, unit=measure.unit), measure) for end in (lower, upper))
    return f", {side} what was usual before ({low} to {high})"
