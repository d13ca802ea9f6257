"""The improvement board's tables: partner measures, their data grades, actions by priority, and what moved since."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from typing import Final

import polars as pl

from csc_metrics.charts.years_against_neighbours import STATUS_WORDS
from csc_metrics.contracts.about_board import Grade
from csc_metrics.contracts.about_change import Assurance
from csc_metrics.contracts.vocabulary import PeriodType, Source
from csc_metrics.errors import did_you_mean
from csc_metrics.measures.counting.how import How
from csc_metrics.measures.registry import MEASURES
from csc_metrics.narrative.numbers import format_date, format_number
from csc_metrics.narrative.own_sentences import VARIATION_WORDS
from csc_metrics.narrative.recommendations import Recommendation
from csc_metrics.narrative.sentence import Figure
from csc_metrics.narrative.usual_limits import LIMITS, told_limit
from csc_metrics.report.page.change_tables import target_words
from csc_metrics.report.page.figure_cells import NO_CHANGE, NO_FIGURE, NO_PART, Row, change_words, period_words, printed
from csc_metrics.report.page.model import Cell, Count, DisplayTable, Picture
from csc_metrics.report.page.parts_of_figures import name_of_figure
from csc_metrics.report.page.quality_words import counted, share
from csc_metrics.report.page.trend_pictures import FigureKey

NO_PRIORITY: Final = "No priority recorded"
"""What actions are called that no update puts under one."""
_GRADES: Final = ("complete", "timely", "defined", "checked")
_NOT_RECORDED: Final = "not recorded"
_NONE: Final = "none"
_OK: Final = "ok"
_ACTION_STATUS_WORDS: Final = {
    "not_started": "Not started",
    "in_progress": "Under way",
    "done": "Done",
    "withdrawn": "Withdrawn",
}
_COLUMN_OF: Final = {"latest": "value", "change": "change_on_baseline"}
"""Columns of a scorecard that have other names in measures.csv."""
_NO_MEASURE: Final = "no measure is named"
_COUNTS: Final = (How.COUNT, How.DISTINCT)
_MEANS: Final = (*_COUNTS, How.RATE, How.QUANTILE)
"""Whose baseline is the mean of its months; that of a share or ratio is all tops over all bottoms."""


def scorecard_table(caption: str, scores: pl.DataFrame, *, lines: Mapping[FigureKey, Picture]) -> DisplayTable:
    """Return a row for each partner measure: latest, target, what it is, trend line, baseline, owner, data grade.

    caption: of the table. Input: scores, schema Scorecard, of one authority. lines: of `trend_pictures`, for its cells.
    """
    headings = (
        *("Measure", "Latest", "Target", "Movement", "The last two years", "Baseline", "Change", "Owner"),
        *("Data grade", "Open actions"),
    )
    rows = tuple((_name(row), _score_cells(row, lines)) for row in scores.to_dicts())
    return DisplayTable(caption=caption, headings=headings, rows=rows, is_wordy=True)


def _score_cells(row: Row, lines: Mapping[FigureKey, Picture]) -> tuple[Cell, ...]:
    return (
        _latest(row),
        _target(row),
        VARIATION_WORDS[str(row["variation"])] if row["months"] else NO_FIGURE,
        lines.get((str(row["measure"]), str(row["breakdown"])), NO_FIGURE),
        _baseline(row),
        _change(row),
        str(row["owner"]),
        grade_words(row),
        _actions_words(row),
    )


def _target(row: Row) -> Cell:
    """Return a target, and whether it will be met while nothing changes."""
    if not isinstance(row["target"], float):
        return "not set"
    is_judged = row["assurance"] != Assurance.NO_TARGET.value
    met = "not judged, since no direction is good in itself"
    if is_judged:
        met = target_words(row, periods="target_months", period_type=PeriodType.MONTH.value)
    if row["latest_on"] is None:
        return f"{printed(MEASURES[str(row['measure'])], row['target'])}: {met}"
    return _figure(row, "target"), f": {met}"


def grade_words(row: Row) -> str:
    """Return the four parts of a data grade in words, by what is known of each. row: of Scorecard.

    >>> grade_words({"complete": "yes", "timely": "not_known", "defined": "yes", "checked": "no"})
    'complete, defined; not checked; not known: timely'
    """
    by_grade = {grade: [part for part in _GRADES if row[part] == grade.value] for grade in Grade}
    told = [
        ", ".join(by_grade[Grade.YES]),
        ", ".join(f"not {part}" for part in by_grade[Grade.NO]),
        f"not known: {', '.join(by_grade[Grade.NOT_KNOWN])}" if by_grade[Grade.NOT_KNOWN] else "",
    ]
    return "; ".join(filter(None, told))


def grades_table(caption: str, scores: pl.DataFrame) -> DisplayTable:
    """Return a row for each partner measure with the number behind each part of its data grade.

    caption: of the table. Input: scores, schema Scorecard, of one authority.
    """
    headings = (
        *(
            "Measure",
            "Complete",
            "Least known",
            "Timely",
            "Came late",
            "Days behind",
            "Defined",
            "Changes of recording",
        ),
        *("Checked", "Records with a fault, at most"),
    )
    rows = tuple((_name(row), _grade_cells(row)) for row in scores.to_dicts())
    return DisplayTable(caption=caption, headings=headings, rows=rows)


def _grade_cells(row: Row) -> tuple[Cell, ...]:
    grades = {part: str(row[part]).replace("_", " ") for part in _GRADES}
    return (
        *(grades["complete"], _share(row["complete_pct"])),
        *(grades["timely"], _share(row["late_pct"]), _number(row["days_behind"])),
        *(grades["defined"], _number(row["recording_changes"])),
        *(grades["checked"], _share(row["faulty_pct"])),
    )


def limits_table(caption: str, scores: pl.DataFrame) -> DisplayTable:
    """Return a row for each partner measure: its latest top and bottom, and what its process chart rests on.

    caption: of the table. Input: scores, schema Scorecard, of one authority.
    """
    rows = []
    for row in scores.to_dicts():
        of_latest = [_value(row, name, is_count=True) for name in ("numerator", "denominator")]
        limits = [_value(row, name) for name in ("centre", *LIMITS)]
        months = [_number(row[name]) for name in ("months", "baseline_months")]
        rows.append((_name(row), (*of_latest, *limits, *months)))
    headings = (
        "Measure",
        "Numerator",
        "Denominator",
        "Usual",
        "Lower limit",
        "Upper limit",
        "Months",
        "Months of the baseline",
    )
    return DisplayTable(caption=caption, headings=headings, rows=tuple(rows))


def actions_table(caption: str, actions: pl.DataFrame) -> DisplayTable:
    """Return a row for each action, the slow ones first: promised and done, dates, rating, and why it is slow.

    caption: of the table. Input: actions, schema Actions, of one priority of one authority.
    """
    headings = (
        *("Action", "Slow to progress", "Rating", "Promised", "Done", "Due", "Owner", "Should move", "Updates"),
    )
    ordered = actions.sort("is_slow", "is_open", "due_on", "action_id", descending=[True, True, False, False])
    rows = tuple((str(row["title"] or row["action_id"]), _action_cells(row)) for row in ordered.to_dicts())
    return DisplayTable(caption=caption, headings=headings, rows=rows, is_wordy=True)


def _action_cells(row: Row) -> tuple[Cell, ...]:
    updates = f"{counted(_whole(row['updates']), 'update')}, newest {day_or_not_recorded(row['updated_on'])}"
    moves = f": {VARIATION_WORDS[str(row['variation'])]}" if row["latest_on"] is not None else ""
    return (
        slow_words(row),
        str(row["rag"] or _NOT_RECORDED),
        str(row["promised"] or _NOT_RECORDED),
        done_words(row),
        due_words(row),
        str(row["owner"] or _NOT_RECORDED),
        f"{measure_title(row['measure'])}{moves}",
        updates,
    )


def due_words(row: Row) -> str:
    """Return when an action was first due and is due now, and by how many months that has moved. row: of Actions.

    >>> due_words({"original_due_on": date(2025, 10, 31), "due_on": date(2026, 4, 30), "delay_months": 6})
    '31 October 2025, now 30 April 2026 (6 months later)'
    """
    first, due, delay = row["original_due_on"], row["due_on"], _whole(row["delay_months"])
    if first == due or due is None:
        return day_or_not_recorded(first)
    if first is None:
        return f"{day_or_not_recorded(due)}; when it was first due is not recorded"
    moved = f" ({counted(abs(delay), 'month')} {'earlier' if delay < 0 else 'later'})" if delay else ""
    return f"{day_or_not_recorded(first)}, now {day_or_not_recorded(due)}{moved}"


def done_words(row: Row) -> str:
    """Return what was done of what an action promised, and how late. row: of Actions.

    >>> told = {"status": "done", "done_on": date(2025, 3, 31), "done_late_months": 1, "is_open": False}
    >>> done_words(told)
    'Done on 31 March 2025, 1 month after it was first due'
    """
    status = _ACTION_STATUS_WORDS.get(str(row["status"]), "Not recorded")
    if not isinstance(row["done_on"], date) or row["status"] == "withdrawn":
        return status
    late = row["done_late_months"]
    after = f", {counted(late, 'month')} after it was first due" if isinstance(late, int) and late > 0 else ""
    return f"Done on {format_date(row['done_on'])}{after}"


def slow_words(row: Row) -> str:
    """Return why an action is slow to progress; "no" where it is not. row: of Actions."""
    late = row["overdue_months"]
    since = f" for {counted(late, 'month')}" if isinstance(late, int) and late > 0 else ""
    reasons = {
        f"overdue{since}": row["is_overdue"],
        f"unchanged for {counted(_whole(row['unchanged_updates']), 'update')}": row["is_unchanged"],
        "green while its measure is not moving": row["is_green_but_not_moving"],
    }
    return "; ".join(reason for reason, holds in reasons.items() if holds) or ("no" if row["is_open"] else NO_PART)


def _name(row: Row) -> str:
    return name_of_figure(MEASURES[str(row["measure"])], str(row["breakdown"]))


def measure_title(code: object) -> str:
    """Return the title of a measure that somebody named, with a hint where there is none. code: as it was given."""
    measure = MEASURES.get(str(code))
    if measure is not None:
        return measure.title_within
    return f"{code} (no measure has that code.{did_you_mean(str(code), MEASURES)})" if code else _NO_MEASURE


def _figure(row: Row, column: str, *, is_count: bool = False) -> Figure:
    """Return a number of a row as printed, tied to the month of measures.csv that it stands for.

    row: with measure, breakdown and latest_on. column: of it. is_count: whether it is a top or bottom.
    """
    measure, value, day = MEASURES[str(row["measure"])], float(str(row[column])), row["latest_on"]
    about = measure.from_records
    told = told_limit(value, unit=measure.unit) if column in LIMITS else value
    decimals = (0 if value.is_integer() else 1) if is_count else measure.decimals
    return Figure(
        text=format_number(value, decimals=decimals) if is_count else printed(measure, told),
        measure=measure.code,
        period_end=day if isinstance(day, date) else date.min,
        column=_COLUMN_OF.get(column, column),
        decimals=decimals,
        breakdown=str(row["breakdown"]),
        period_type=about.periods[0].value if about is not None else "",
        source=Source.LOCAL.value,
    )


def _value(row: Row, column: str, *, is_count: bool = False) -> Cell:
    return _figure(row, column, is_count=is_count) if isinstance(row[column], float) else NO_FIGURE


def with_when(row: Row, column: str, when: str) -> Cell:
    """Return a figure and when it is of; that there is none where there is none.

    row: with measure, breakdown and latest_on. column: of the figure. when: as printed.
    """
    return (_figure(row, column), f" ({when})") if isinstance(row[column], float) else NO_FIGURE


def _latest(row: Row) -> Cell:
    """Return the latest value with its month, and why a newer month has none."""
    newest = period_words(PeriodType.MONTH.value, row["newest_on"])
    why = STATUS_WORDS[str(row["status"])] if row["status"] != _OK else ""
    if not isinstance(row["latest"], float):
        return f"{NO_FIGURE}: {why}"
    told = f" ({period_words(PeriodType.MONTH.value, row['latest_on'])})"
    return _figure(row, "latest"), f"{told}; {newest}: {why}" if why else told


def _baseline(row: Row) -> Cell:
    """Return a baseline with its months; of a count by month that it is so many a month, else where it is a mean."""
    if not isinstance(row["baseline"], float):
        return NO_FIGURE
    about = MEASURES[str(row["measure"])].from_records
    mean = ""
    if about is not None and about.how in _MEANS:
        is_by_month = about.how in _COUNTS and PeriodType.MONTH in about.periods
        mean = " a month" if is_by_month else ", the mean of its months"
    return _figure(row, "baseline"), f"{mean} ({_span(row['baseline_from'], row['baseline_to'])})"


def _span(first: object, last: object) -> str:
    months = [period_words(PeriodType.MONTH.value, day) for day in (first, last)]
    return f"{months[0]} to {months[1]}"


def _change(row: Row) -> Cell:
    new, old = row["latest"], row["baseline"]
    if row["change"] is None or not isinstance(new, float) or not isinstance(old, float):
        return NO_CHANGE
    text, decimals = change_words(MEASURES[str(row["measure"])], new, old)
    return replace(_figure(row, "change"), text=text, decimals=decimals)


def _share(value: object) -> Cell:
    return Count(text=share(value)) if isinstance(value, float) else "not known"


def _number(value: object) -> Cell:
    return Count(text=format_number(float(value), decimals=0)) if isinstance(value, int | float) else NO_PART


def _actions_words(row: Row) -> str:
    if not isinstance(row["actions_open"], int):
        return NO_PART
    slow = f", {row['actions_slow']} slow" if row["actions_slow"] else ""
    return f"{row['actions_open']}{slow}" if row["actions_open"] else _NONE


def _whole(value: object) -> int:
    return value if isinstance(value, int) else 0


def day_or_not_recorded(day: object) -> str:
    """Return a day as printed, or that it is not recorded. day: a date or None."""
    return format_date(day) if isinstance(day, date) else _NOT_RECORDED


def recommendations_table(caption: str, told: Iterable[Recommendation]) -> DisplayTable:
    """Return a row for each recommendation: what, for whom to do, and what it rests on.

    caption: of the table. told: in order.
    """
    rows = tuple((one.words, (one.owner or _NOT_RECORDED, one.evidence)) for one in told)
    headings = ("Recommended", "For whom", "Evidence")
    return DisplayTable(caption=caption, headings=headings, rows=rows, is_wordy=True)


def priorities_of(rows: pl.DataFrame) -> Iterable[tuple[str, pl.DataFrame]]:
    """Give the rows of each priority with its name, in order of name; those without one last.

    Input: rows, with a column priority. Returns: name, and the rows of it.
    """
    for (priority,), of_it in rows.sort("priority", nulls_last=True, maintain_order=True).group_by(
        "priority", maintain_order=True
    ):
        yield str(priority or NO_PRIORITY), of_it
