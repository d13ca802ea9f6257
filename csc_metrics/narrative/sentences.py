"""The few sentence types, each in one function: from a history to a sentence, or None where it has nothing to say.

Every number in them is a Figure, tied to its row and column. No sentence says why a figure is what it is.
"""

import re
from typing import Final

from csc_metrics.contracts.vocabulary import Note, Outcome, PeriodType, Status
from csc_metrics.narrative.history import History
from csc_metrics.narrative.numbers import format_date
from csc_metrics.narrative.sentence import Figure, Sentence
from csc_metrics.narrative.words import (
    LONGEST_IN_WORDS,
    figure,
    neighbours_compared,
    number_word,
    place,
    size_of_change,
    statement,
    unit_of_change,
    when,
)

FEWEST_CHANGES: Final = 4
"""Fewer yearly changes than this make no record."""
SHORTEST_RUN: Final = 3
"""Fewer years than this in one direction make no run."""
EDGE_OF_ENGLAND: Final = 0.1
"""The best and the worst tenth of England's authorities."""

_NONE_TO_ALL: Final = 100.0

_WHY_NO_VALUE: Final = {
    Status.SUPPRESSED.value: "DfE hides it because the numbers are small",
    Status.NOT_COLLECTED.value: "DfE prints it as not available",
    Status.UNRELIABLE.value: "DfE holds it back as unreliable",
    Status.LOW.value: "DfE says only that it rounds to 0 but is not 0",
    Status.ZERO_DENOMINATOR.value: "there was nothing to count it from",
    Status.NOT_APPLICABLE.value: "it does not apply",
    Status.TOO_FEW.value: "it would rest on too few children",
    Status.NOT_YET_KNOWN.value: "it cannot be known yet",
    Status.INCOMPLETE.value: "DfE hides small numbers within it",
}


def _sentence(kind: str, history: History, *parts: str | Figure) -> Sentence:
    return Sentence(kind=kind, measure=history.measure.code, parts=tuple(part for part in parts if part != ""))


def outside_neighbours(history: History) -> Sentence | None:
    """Say that the latest value lies outside the range of the neighbours; better or worse only with a polarity."""
    if not history.has_value or not history.is_outside:
        return None
    year, measure = history.latest, history.measure
    return _sentence(
        "outside_neighbours",
        history,
        f"{when(measure, year.period_end)}, ",
        *statement(history, year),
        f": {year.outcome} than in {neighbours_compared(year)} (",
        figure(measure, year, "neighbour_min"),
        " to ",
        figure(measure, year, "neighbour_max"),
        ").",
    )


def edge_of_england(history: History) -> Sentence | None:
    """Say that the authority is in the best or the worst tenth of England though within its neighbours' range."""
    year, measure = history.latest, history.measure
    if not history.has_value or history.is_outside or year.england_rank is None or year.england_ranked is None:
        return None
    standing = year.england_rank / year.england_ranked
    if EDGE_OF_ENGLAND < standing <= 1 - EDGE_OF_ENGLAND:
        return None
    return _sentence(
        "edge_of_england",
        history,
        f"{when(measure, year.period_end)}, ",
        *statement(history, year),
        ": ",
        place(history, "england_rank"),
        " of ",
        place(history, "england_ranked"),
        " authorities in England, where 1st is best, though within the range of its neighbours."
        if year.outcome == Outcome.SIMILAR.value
        else " authorities in England, where 1st is best.",
    )


def within_neighbours(history: History) -> Sentence | None:
    """Say that the latest value lies within the range of the neighbours, and give their median."""
    year, measure = history.latest, history.measure
    if not history.has_value or year.outcome != Outcome.SIMILAR.value:
        return None
    return _sentence(
        "within_neighbours",
        history,
        f"{when(measure, year.period_end)}, ",
        *statement(history, year),
        ", within the range of its neighbours (",
        figure(measure, year, "neighbour_min"),
        " to ",
        figure(measure, year, "neighbour_max"),
        ", median ",
        figure(measure, year, "neighbour_median"),
        ").",
    )


def alone(history: History) -> Sentence | None:
    """Give the latest value where too few neighbours have one to compare with."""
    year, measure = history.latest, history.measure
    if not history.has_value or year.outcome != Outcome.NOT_COMPARED.value:
        return None
    have = (
        f"only {number_word(year.neighbours_with_value)} of its neighbours"
        if year.neighbours
        else "it has no neighbours"
    )
    reason = f"{have} had a figure" if year.neighbours else f"{have} in this model"
    return _sentence(
        "alone",
        history,
        f"{when(measure, year.period_end)}, ",
        *statement(history, year),
        f"; {reason}, so it is not compared with them.",
    )


def record_change(history: History) -> Sentence | None:
    """Say that the latest yearly change is the largest in its direction that the figures hold."""
    changes = [year.change for year in history.years if year.change is not None]
    change = history.latest.change
    if not history.has_value or change is None or change == 0 or len(changes) < FEWEST_CHANGES:
        return None
    if abs(change) < max(abs(other) for other in changes):
        return None
    measure = history.measure
    first = history.with_value[0]
    return _sentence(
        "record_change",
        history,
        f"{when(measure, history.latest.period_end)}, ",
        *statement(history, history.latest),
        ", up by " if change > 0 else ", down by ",
        size_of_change(history),
        f"{unit_of_change(measure)} on a year before: the largest change from one year to the next in figures that "
        f"begin {'at' if measure.period_type is PeriodType.SNAPSHOT else 'with the year to'} "
        f"{format_date(first.period_end)}.",
    )


def steady_run(history: History) -> Sentence | None:
    """Say that the value has moved in one direction for three yearly changes or more."""
    run = run_of_changes(history)
    if abs(run) < SHORTEST_RUN:
        return None
    measure, latest = history.measure, history.latest
    start = history.with_value[-abs(run) - 1]
    length = number_word(abs(run)) if abs(run) <= LONGEST_IN_WORDS else "more than ten"
    return _sentence(
        "steady_run",
        history,
        f"{when(measure, latest.period_end)}, ",
        *statement(history, latest),
        f": {'up' if run > 0 else 'down'} for {length} years running, from ",
        figure(measure, start, "value"),
        f" {'at' if measure.period_type is PeriodType.SNAPSHOT else 'in the year to'} {format_date(start.period_end)}.",
    )


def run_of_changes(history: History) -> int:
    """Return for how many yearly changes in a row the value has risen (positive) or fallen (negative)."""
    run = 0
    for year in reversed(history.years):
        if year.change is None or year.change == 0 or (run and (year.change > 0) != (run > 0)):
            break
        run += 1 if year.change > 0 else -1
    return run


def parts_of_ratio(history: History) -> Sentence | None:
    """Set the top and the bottom of the latest ratio beside those of the year before, and claim no cause."""
    year, before, measure = history.latest, history.previous, history.measure
    if measure.parts_statement is None or before is None:
        return None
    if None in (year.numerator, year.denominator, before.numerator, before.denominator):
        return None
    figures = {
        "value": figure(measure, year, "value"),
        "numerator": figure(measure, year, "numerator"),
        "denominator": figure(measure, year, "denominator"),
        "numerator_before": figure(measure, before, "numerator"),
        "denominator_before": figure(measure, before, "denominator"),
    }
    parts = re.split(r"\{(\w+)\}", measure.parts_statement.replace("{day}", format_date(year.period_end)))
    return _sentence("parts_of_ratio", history, *(figures[part] if at % 2 else part for at, part in enumerate(parts)))


def between_bounds(history: History) -> Sentence | None:
    """Give the bounds of a figure within which DfE hides small numbers."""
    year, measure = history.latest, history.measure
    if not has_useful_bounds(history):
        return None
    before, after = measure.statement.split("{value}")
    return _sentence(
        "between_bounds",
        history,
        f"{when(measure, year.period_end)}, {before}between ",
        figure(measure, year, "lower"),
        " and ",
        figure(measure, year, "upper"),
        f"{after}; DfE hides small numbers, so the exact figure is not known.",
    )


def has_useful_bounds(history: History) -> bool:
    """Whether a hidden figure is known to lie between bounds that say more than "from none to all"."""
    year = history.latest
    if year.status != Status.INCOMPLETE.value or year.lower is None or year.upper is None:
        return False
    return year.upper - year.lower < _NONE_TO_ALL


def no_figure(history: History) -> Sentence | None:
    """Say why there is no figure for the latest period, and when there last was one."""
    year, measure = history.latest, history.measure
    if history.has_value or has_useful_bounds(history):
        return None
    name = f"{measure.title[0].lower()}{measure.title[1:]}"
    reason = _WHY_NO_VALUE[year.status]
    if year.note == Note.NOT_IN_FILES.value:
        reason = "the files read hold none for that period"
    if year.note == Note.AUTHORITY_DID_NOT_EXIST.value:
        reason = f"{history.authority.name} did not exist then"
    period = when(measure, year.period_end)
    head = f"There is no figure for {name} {period[0].lower()}{period[1:]}: {reason}"
    if not history.with_value:
        return _sentence("no_figure", history, f"{head}.")
    last = history.with_value[-1]
    earlier = when(measure, last.period_end)
    return _sentence(
        "no_figure",
        history,
        f"{head}. {earlier}, ",
        *statement(history, last),
        ".",
    )


def change_on_a_year_before(history: History) -> Sentence | None:
    """Say how the latest value changed on the year before."""
    before, measure, latest = history.previous, history.measure, history.latest
    if before is None or latest.change is None:
        return None
    had = figure(measure, before, "value")
    if latest.change == 0:
        return _sentence("change_on_a_year_before", history, "Unchanged on a year before (", had, ").")
    return _sentence(
        "change_on_a_year_before",
        history,
        "Up by " if latest.change > 0 else "Down by ",
        size_of_change(history),
        f"{unit_of_change(measure)} on a year before (",
        had,
        ").",
    )


def standing_in_england(history: History) -> Sentence | None:
    """Give rank and quarter among England's authorities, where the measure has a polarity."""
    year = history.latest
    if year.england_rank is None or year.quartile is None:
        return None
    return _sentence(
        "standing_in_england",
        history,
        "Ranked ",
        place(history, "england_rank"),
        " of ",
        place(history, "england_ranked"),
        f" authorities in England, where 1st is best; quarter {year.quartile} of A (best) to D.",
    )


def top_and_bottom(history: History) -> Sentence | None:
    """Say what the latest figure is made of."""
    year, measure = history.latest, history.measure
    if not history.has_value or year.numerator is None or year.denominator is None:
        return None
    return _sentence(
        "top_and_bottom",
        history,
        "That is ",
        figure(measure, year, "numerator"),
        f" {measure.numerator}, over ",
        figure(measure, year, "denominator"),
        f" {measure.denominator}.",
    )
