"""What has moved since a day, as tables and in few words: evidence for progress, against it, and for neither."""

from datetime import date
from typing import Final

import polars as pl

from csc_metrics.contracts.about_board import Evidence, Moved
from csc_metrics.contracts.about_change import Verdict
from csc_metrics.contracts.vocabulary import PeriodType
from csc_metrics.measures.registry import MEASURES
from csc_metrics.narrative.own_sentences import VARIATION_WORDS
from csc_metrics.narrative.words import lower_first
from csc_metrics.report.page.board_tables import day_or_not_recorded, measure_title, with_when
from csc_metrics.report.page.figure_cells import NO_FIGURE, NO_PART, Row, period_words
from csc_metrics.report.page.model import Cell, DisplayTable
from csc_metrics.settings.partner import WHOLE

_MOVED_WORDS: Final = {
    Moved.DONE.value: "Done",
    Moved.OPENED.value: "Opened",
    Moved.OVERDUE.value: "Become overdue",
    Moved.DATE_MOVED.value: "Due date moved",
    Moved.REOPENED.value: "Open again",
    Moved.WITHDRAWN.value: "Withdrawn",
    Moved.FIGURE.value: "Measure",
    Moved.DATED_CHANGE.value: "Dated change",
    Moved.RECORDING_CHANGED.value: "Recording changed",
}
_EVIDENCE_WORDS: Final = {
    Evidence.FOR.value: "for progress",
    Evidence.AGAINST.value: "against it",
    Evidence.NEITHER.value: "neither",
}
_VERDICT_WORDS: Final = {
    Verdict.MOVED_AS_EXPECTED.value: "moved as expected; that does not show that the change moved it",
    Verdict.MOVED_THE_OTHER_WAY.value: "moved the other way",
    Verdict.MOVED_OTHERWISE.value: "moved; whether that is good cannot be said",
    Verdict.NO_CLEAR_MOVE.value: "no clear move",
    Verdict.RECORDING_CHANGED.value: "recording changed at about the same time",
    Verdict.NOT_ENOUGH_DATA.value: "not enough months to tell",
}
_OF_MEASURES: Final = (Moved.FIGURE.value, Moved.DATED_CHANGE.value, Moved.RECORDING_CHANGED.value)


def since_table(caption: str, moved: pl.DataFrame) -> DisplayTable:
    """Return a row for each piece of evidence on a priority: for progress first, then against it, then the others.

    caption: of the table. Input: moved, schema MovedSince, of one priority of one authority.
    """
    order = {evidence.value: place for place, evidence in enumerate(Evidence)}
    ordered = sorted(moved.to_dicts(), key=lambda row: order[str(row["evidence"])])
    rows = tuple((_about(row), _since_cells(row)) for row in ordered)
    headings = ("What", "Evidence", "Kind", "Then", "Now", "Finding")
    return DisplayTable(caption=caption, headings=headings, rows=rows, is_wordy=True)


def evidence_name(row: Row) -> str:
    """Return what a piece of evidence is, an action or a figure, and what it did, in few words. row: of MovedSince."""
    moved = str(row["moved"])
    did = _MOVED_WORDS[moved] if moved != Moved.FIGURE.value else VARIATION_WORDS[str(row["variation"])]
    return f"{_about(row)}: {lower_first(did)}"


def _about(row: Row) -> str:
    if row["moved"] not in _OF_MEASURES:
        return str(row["name"] or row["about"])
    title = measure_title(row["about"])
    return f"{title} ({row['name']})" if row["name"] else title


def _since_cells(row: Row) -> tuple[Cell, ...]:
    moved = str(row["moved"])
    head = (_EVIDENCE_WORDS[str(row["evidence"])], _MOVED_WORDS[moved])
    if moved == Moved.FIGURE.value:
        return (*head, *_figures_then_and_now(row), _said_of_figure(row))
    if moved in _OF_MEASURES:
        said = _VERDICT_WORDS.get(str(row["verdict"]), "what moved may be that alone")
        return (*head, NO_PART, NO_PART, f"{day_or_not_recorded(row['moved_on'])}: {said}")
    said = f"on {day_or_not_recorded(row['moved_on'])}" if row["moved_on"] else NO_PART
    said += f", first told on {day_or_not_recorded(row['told_on'])}" if row["told_on"] else ""
    due = [f"due {day_or_not_recorded(row[name])}" if row[name] else NO_PART for name in ("due_then", "due_now")]
    return (*head, *due, said)


def _figures_then_and_now(row: Row) -> tuple[Cell, ...]:
    if str(row["about"]) not in MEASURES:
        return NO_FIGURE, NO_FIGURE
    cells: list[Cell] = []
    for name in ("then", "now"):
        day, value = row[f"{name}_on"], row[f"value_{name}"]
        told = {"measure": row["about"], "breakdown": WHOLE, "latest_on": day, "value": value}
        cells.append(with_when(told, "value", period_words(PeriodType.MONTH.value, day)))
    return tuple(cells)


def _said_of_figure(row: Row) -> str:
    if row["now_on"] is None:
        return "no figure by month is told of it"
    if row["now_on"] == row["then_on"]:
        return "no newer month is told"
    said, since = VARIATION_WORDS[str(row["variation"])], row["signal_since"]
    if not isinstance(since, date):
        return said
    is_before = isinstance(row["then_on"], date) and since <= row["then_on"]
    before = ": it had moved before the first of the two days" if is_before else ""
    return f"{said} since {period_words(PeriodType.MONTH.value, since)}{before}"
