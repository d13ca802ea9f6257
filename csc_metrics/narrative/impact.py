"""The verdict on a dated change in one sentence: what the figures say, and never what caused it."""

from collections.abc import Mapping
from datetime import date
from typing import Final

from csc_metrics.change.limits import TRIAL_BELOW_POINTS
from csc_metrics.contracts.about_change import Verdict
from csc_metrics.measures.measure import Measure
from csc_metrics.measures.registry import MEASURES
from csc_metrics.narrative.numbers import format_date, format_number, format_with_unit
from csc_metrics.narrative.sentence import Sentence
from csc_metrics.narrative.sentence_types import SentenceType

Row = Mapping[str, object]
"""A row of one of the tables of `csc_metrics.contracts.about_change`, by column."""
_SAID: Final = {
    Verdict.MOVED_AS_EXPECTED.value: "it moved as expected, by more than chance, whichever months are counted; that "
    "does not prove that the change moved it",
    Verdict.MOVED_THE_OTHER_WAY.value: "it moved the other way, by more than chance, whichever months are counted; "
    "that does not prove that the change moved it",
    Verdict.MOVED_OTHERWISE.value: "it moved by more than chance, whichever months are counted; whether that is good "
    "cannot be said, nor that the change moved it",
    Verdict.NO_CLEAR_MOVE.value: "that is no clear move, since it may be chance, or depend on which months are counted",
    Verdict.RECORDING_CHANGED.value: "recording changed at about the same time, so that nothing can be said of it",
    Verdict.NOT_ENOUGH_DATA.value: "there is not enough data, with fewer than 8 months on one side",
}
_SHORT: Final = f" It is compared with fewer than {TRIAL_BELOW_POINTS} months."
_BAD: Final = " The months just before were unusually bad, and would likely have been followed by better ones anyway."


def verdict_on_a_change(verdict: Row, *, impact: Row) -> Sentence:
    """Return the verdict on one series in one sentence, with a warning after it where the baseline is short or bad.

    verdict: row of Verdicts. impact: row of Impacts of all months of the same series and dated change.
    """
    measure = MEASURES[str(verdict["measure"])]
    day = verdict["changed_on"]
    when = format_date(day) if isinstance(day, date) else ""
    moved = f"{_figure(measure, impact['mean_before'])} before and {_figure(measure, impact['mean_after'])} after"
    several = f"{_many(impact['points_before'])} and {_many(impact['points_after'])}"
    change = f"{when} ({verdict['change_name']})"
    told = f"{measure.title_within}: {moved} {change}, on average over {several}"
    warnings = (_SHORT if verdict["is_baseline_short"] else "") + (_BAD if verdict["is_baseline_bad"] else "")
    words = f"{told}; {_SAID[str(verdict['verdict'])]}.{warnings}"
    return Sentence(kind=SentenceType.VERDICT_ON_A_CHANGE, measure=measure.code, parts=(words,))


def _figure(measure: Measure, value: object) -> str:
    if not isinstance(value, float):
        return "not known"
    return format_with_unit(value, decimals=measure.decimals, unit=measure.unit)


def _many(points: object) -> str:
    number = float(str(points))
    return f"{format_number(number, decimals=0)} month{'' if number == 1 else 's'}"
