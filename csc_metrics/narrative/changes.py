"""Sentences about how a measure moved: on the year before, over several years, and in its parts."""

import re
from typing import Final

from csc_metrics.contracts.vocabulary import PeriodType
from csc_metrics.narrative.history import History, Year
from csc_metrics.narrative.numbers import format_date, prints_as_nothing
from csc_metrics.narrative.sentence import Figure, Sentence
from csc_metrics.narrative.sentence_types import SentenceType
from csc_metrics.narrative.sentences import make_sentence
from csc_metrics.narrative.words import (
    decimals_of_parts,
    figure,
    number_word,
    size_of_change,
    statement,
    unit_of_change,
    when,
)

FEWEST_CHANGES: Final = 5
"""Fewer yearly changes than this make no record."""
SMALLEST_RECORD: Final = 0.1
"""A change of less than this share of the value before it is no record worth telling."""
_MEANT: Final = 9
"""Decimal places beyond which a difference is nothing but binary noise, so that ties are seen as ties."""
SHORTEST_RUN: Final = 3
"""Fewer years than this in one direction make no run."""


def change_on_the_year_before(history: History) -> Sentence | None:
    """Say how the latest value changed on the year before."""
    before, measure, latest = history.previous, history.measure, history.latest
    if before is None or latest.change is None:
        return None
    had = figure(measure, before, "value")
    size = size_of_change(history)
    if prints_as_nothing(latest.change, decimals=measure.decimals):
        word = "Unchanged" if latest.change == 0 else "Almost unchanged"
        return make_sentence(SentenceType.CHANGE_ON_THE_YEAR_BEFORE, history, f"{word} on the year before (", had, ").")
    return make_sentence(
        SentenceType.CHANGE_ON_THE_YEAR_BEFORE,
        history,
        "Up by " if latest.change > 0 else "Down by ",
        size,
        f"{unit_of_change(measure)} on the year before (",
        had,
        ").",
    )


def record_change(history: History) -> Sentence | None:
    """Say that the latest yearly change is larger than every other, in either direction, that the figures hold."""
    others = [round(abs(year.change), _MEANT) for year in history.years[:-1] if year.change is not None]
    before, change = history.previous, history.latest.change
    if before is None or change is None or history.rests_on_few or len(others) + 1 < FEWEST_CHANGES:
        return None
    if round(abs(change), _MEANT) <= max(others) or abs(change) < SMALLEST_RECORD * abs(before.value or 0.0):
        return None
    return make_sentence(
        SentenceType.RECORD_CHANGE,
        history,
        f"{when(history.measure, history.latest.period_end)}, ",
        *statement(history, history.latest),
        ", up from " if change > 0 else ", down from ",
        figure(history.measure, before, "value"),
        f" a year before: the largest of the {number_word(len(others) + 1)} yearly changes in these figures.",
    )


def steady_run(history: History) -> Sentence | None:
    """Say that the value has moved in one direction for three yearly changes or more, and how England moved."""
    run = run_of_changes(history)
    if not _is_run(history) or history.rests_on_few:
        return None
    return make_sentence(
        SentenceType.STEADY_RUN,
        history,
        f"{when(history.measure, history.latest.period_end)}, ",
        *statement(history, history.latest),
        f": {'up' if run > 0 else 'down'} ",
        *_since_when(history, run),
    )


def run_in_brief(history: History) -> Sentence | None:
    """Say of a run only its direction, length and start, where the latest value has been told."""
    run = run_of_changes(history)
    if not _is_run(history):
        return None
    return make_sentence(SentenceType.RUN_IN_BRIEF, history, "Up " if run > 0 else "Down ", *_since_when(history, run))


def run_of_changes(history: History) -> int:
    """Return for how many yearly changes in a row the value has risen (positive) or fallen (negative)."""
    run = 0
    for year in reversed(history.years):
        if year.change is None or year.change == 0 or (run and (year.change > 0) != (run > 0)):
            break
        run += 1 if year.change > 0 else -1
    return run


def _is_run(history: History) -> bool:
    """Return whether the latest run is long enough to be told, and is seen in printed figures, its newest step too."""
    decimals, change = history.measure.decimals, history.latest.change
    if abs(run_of_changes(history)) < SHORTEST_RUN or change is None or prints_as_nothing(change, decimals=decimals):
        return False
    then, now = (figure(history.measure, year, "value") for year in (start_of_run(history), history.latest))
    return then.text != now.text


def start_of_run(history: History) -> Year:
    """Return the year from which the latest run set out."""
    return history.years[-abs(run_of_changes(history)) - 1]


def parts_of_ratio(history: History) -> Sentence | None:
    """Set the top and the bottom of the latest ratio beside those of the year before, and claim no cause."""
    year, before, measure = history.latest, history.previous, history.measure
    if measure.parts_statement is None or before is None or history.rests_on_few:
        return None
    if None in (year.numerator, year.denominator, before.numerator, before.denominator):
        return None
    figures = {"value": figure(measure, year, "value"), "value_before": figure(measure, before, "value")}
    for column in ("numerator", "denominator"):
        decimals = decimals_of_parts(getattr(year, column), getattr(before, column))
        figures[column] = figure(measure, year, column, decimals=decimals)
        figures[f"{column}_before"] = figure(measure, before, column, decimals=decimals)
    words = measure.parts_statement.replace("{day}", format_date(year.period_end))
    if figures["value"].text == figures["value_before"].text:
        words = words.replace("went from {value_before} to {value}", "stayed at {value}")
    parts = re.split(r"\{(\w+)\}", words)
    return make_sentence(
        SentenceType.PARTS_OF_RATIO, history, *(figures[part] if at % 2 else part for at, part in enumerate(parts))
    )


def _since_when(history: History, run: int) -> tuple[str | Figure, ...]:
    measure, start, latest = history.measure, start_of_run(history), history.latest
    england: tuple[str | Figure, ...] = ()
    if start.england_value is not None and latest.england_value is not None:
        then, now = (figure(measure, year, "england_value") for year in (start, latest))
        is_same = then.text == now.text
        england = ("; England stayed at ", now) if is_same else ("; England went from ", then, " to ", now)
    at = "at" if measure.period_type is PeriodType.SNAPSHOT else "in the year to"
    return (
        f"for {number_word(abs(run))} years running, from ",
        figure(measure, start, "value"),
        f" {at} {format_date(start.period_end)}",
        *england,
        ".",
    )
