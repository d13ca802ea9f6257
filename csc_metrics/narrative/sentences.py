"""Sentences about the level of a measure, each type in one function: from a history to a sentence, or None.

Every number in them is a Figure, tied to its row and column. No sentence says why a figure is what it is.
"""

from typing import Final

from csc_metrics.contracts.vocabulary import Note, Outcome, Quartile, Status
from csc_metrics.narrative.history import History, Year
from csc_metrics.narrative.numbers import format_number
from csc_metrics.narrative.sentence import Figure, Sentence
from csc_metrics.narrative.sentence_types import SentenceType
from csc_metrics.narrative.words import (
    figure,
    lower_first,
    neighbours_compared,
    number_word,
    place,
    statement,
    when,
)

EDGE_OF_ENGLAND: Final = 0.1
"""The best and the worst tenth of England's authorities."""
OLDEST_EARLIER_FIGURE: Final = 2
"""An earlier figure is told in place of a missing one only while it is at most so many years older."""

_NONE_TO_ALL: Final = 100.0
_MOST_DECIMALS: Final = 3
_WHY_NO_VALUE: Final = {
    Status.SUPPRESSED.value: "DfE hides it because the numbers are small",
    Status.NOT_COLLECTED.value: "DfE prints it as not available",
    Status.UNRELIABLE.value: "DfE holds it back as unreliable",
    Status.LOW.value: "DfE prints only that it rounds to 0 but is not 0",
    Status.ZERO_DENOMINATOR.value: "there was nothing to count it from",
    Status.NOT_APPLICABLE.value: "DfE marks it as not applicable",
    Status.TOO_FEW.value: "it would rest on too few children",
    Status.NOT_YET_KNOWN.value: "it cannot be known yet",
    Status.INCOMPLETE.value: "DfE hides small numbers within it",
}
_QUARTERS: Final = {
    Quartile.A.value: "in the best quarter",
    Quartile.B.value: "in the second-best quarter",
    Quartile.C.value: "in the third-best quarter",
    Quartile.D.value: "in the bottom quarter",
}


def make_sentence(kind: SentenceType, history: History, *parts: str | Figure) -> Sentence:
    """Return a sentence about a history's measure, empty parts left out.

    kind: the sentence type, which is the name of the function that asks for it.
    """
    return Sentence(kind=kind, measure=history.measure.code, parts=tuple(part for part in parts if part != ""))


def outside_neighbours(history: History) -> Sentence | None:
    """Say that the latest value lies outside the range of the neighbours; better or worse only with a polarity."""
    if not history.is_told_outside:
        return None
    year, measure = history.latest, history.measure
    decimals = decimals_that_tell_apart(history)
    return make_sentence(
        SentenceType.OUTSIDE_NEIGHBOURS,
        history,
        f"{when(measure, year.period_end)}, ",
        *statement(history, year, decimals=decimals),
        *_from_the_year_before(history),
        ": ",
        *outside_whom(history, decimals=decimals),
        *_and_england(history),
        ").",
    )


def outside_whom(history: History, *, decimals: int | None = None) -> tuple[str | Figure, ...]:
    """Return on which side of which neighbours' range a value lies; the bracket that follows the range is left open."""
    year, measure = history.latest, history.measure
    return (
        f"{year.outcome} than in {neighbours_compared(year)} (",
        figure(measure, year, "neighbour_min", decimals=decimals),
        " to ",
        figure(measure, year, "neighbour_max", decimals=decimals),
    )


def within_neighbours(history: History) -> Sentence | None:
    """Say that the latest value lies within the range of the neighbours, and give their median."""
    year, measure = history.latest, history.measure
    if not history.has_value or history.rests_on_few or year.outcome != Outcome.SIMILAR.value:
        return None
    return make_sentence(
        SentenceType.WITHIN_NEIGHBOURS,
        history,
        f"{when(measure, year.period_end)}, ",
        *statement(history, year),
        ", within the range of its neighbours (",
        figure(measure, year, "neighbour_min"),
        " to ",
        figure(measure, year, "neighbour_max"),
        ", median ",
        figure(measure, year, "neighbour_median"),
        *_and_england(history),
        ").",
    )


def edge_of_england(history: History) -> Sentence | None:
    """Say that the authority is in the best or the worst tenth of England though not outside its neighbours' range."""
    year, measure = history.latest, history.measure
    if not history.has_value or history.rests_on_few or history.is_outside:
        return None
    if year.england_rank is None or year.england_ranked is None:
        return None
    standing = year.england_rank / year.england_ranked
    if EDGE_OF_ENGLAND < standing <= 1 - EDGE_OF_ENGLAND:
        return None
    neighbours: tuple[str | Figure, ...] = ()
    if year.outcome == Outcome.SIMILAR.value:
        low, high = (figure(measure, year, column) for column in ("neighbour_min", "neighbour_max"))
        neighbours = ("; its neighbours range from ", low, " to ", high)
    return make_sentence(
        SentenceType.EDGE_OF_ENGLAND,
        history,
        f"{when(measure, year.period_end)}, ",
        *statement(history, year),
        ": ",
        *_rank_of_ranked(history),
        ", in the best tenth" if standing <= EDGE_OF_ENGLAND else ", in the worst tenth",
        *neighbours,
        ".",
    )


def alone(history: History) -> Sentence | None:
    """Give the latest value where too few neighbours have one to compare with."""
    year, measure = history.latest, history.measure
    if not history.has_value or history.rests_on_few or year.outcome != Outcome.NOT_COMPARED.value:
        return None
    reason = "it has no neighbours in this model"
    if year.neighbours and year.neighbours_with_value is None:
        reason = "the figures read do not hold all of its neighbours"
    elif year.neighbours:
        reason = f"{number_word(year.neighbours_with_value or 0)} of its neighbours can be set beside it"
    return make_sentence(
        SentenceType.ALONE,
        history,
        f"{when(measure, year.period_end)}, ",
        *statement(history, year),
        f"; {reason}, so it is not compared with them.",
    )


def too_few_to_compare(history: History) -> Sentence | None:
    """Give the latest value with what it rests on where that is too few workers or children to compare."""
    year, measure = history.latest, history.measure
    if not history.has_value or not history.rests_on_few:
        return None
    bottom = figure(measure, year, "denominator")
    if measure.unit == "%" and year.numerator is None:
        rests_on: tuple[str | Figure, ...] = ("out of ", bottom, " in all")
    elif measure.unit == "%":
        rests_on = (figure(measure, year, "numerator"), " out of ", bottom)
    else:
        whom = " children" if history.is_rate_of_children else " full-time equivalent social workers"
        rests_on = ("this rests on ", bottom, whom)
    return make_sentence(
        SentenceType.TOO_FEW_TO_COMPARE,
        history,
        f"{when(measure, year.period_end)}, ",
        *statement(history, year),
        ": ",
        *rests_on,
        ", too few to compare.",
    )


def between_bounds(history: History) -> Sentence | None:
    """Give the bounds of a figure within which DfE hides small numbers."""
    year, measure = history.latest, history.measure
    if not has_useful_bounds(history):
        return None
    before, after = measure.statement.split("{value}")
    return make_sentence(
        SentenceType.BETWEEN_BOUNDS,
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
    """Say why there is no figure for the latest period, and what the last one was if it is not old."""
    year, measure = history.latest, history.measure
    if history.has_value or has_useful_bounds(history):
        return None
    period = lower_first(when(measure, year.period_end))
    head = f"There is no figure for {lower_first(measure.title)} {period}: {why_no_figure(history)}."
    last = history.with_value[-1] if history.with_value else None
    if last is None or year.period_end.year - last.period_end.year > OLDEST_EARLIER_FIGURE:
        return make_sentence(SentenceType.NO_FIGURE, history, head)
    earlier = statement(history, last)
    return make_sentence(SentenceType.NO_FIGURE, history, f"{head} {when(measure, last.period_end)}, ", *earlier, ".")


def standing_in_england(history: History) -> Sentence | None:
    """Give rank and quarter among England's authorities, where the measure has a polarity."""
    year = history.latest
    if year.england_rank is None or year.quartile is None or history.rests_on_few:
        return None
    return make_sentence(
        SentenceType.STANDING_IN_ENGLAND,
        history,
        "Ranked ",
        *_rank_of_ranked(history),
        f", where 1st is best: {_QUARTERS[year.quartile]}.",
    )


def top_and_bottom(history: History) -> Sentence | None:
    """Say what the latest figure is made of."""
    year, measure = history.latest, history.measure
    if not history.has_value or year.numerator is None or year.denominator is None:
        return None
    return make_sentence(
        SentenceType.TOP_AND_BOTTOM,
        history,
        "That is ",
        figure(measure, year, "numerator"),
        f" {measure.numerator}, {'out of' if measure.unit == '%' else 'for'} ",
        figure(measure, year, "denominator"),
        f" {measure.denominator}.",
    )


def _rank_of_ranked(history: History) -> tuple[str | Figure, ...]:
    return (
        place(history, "england_rank"),
        " of the ",
        place(history, "england_ranked"),
        " authorities in England with a figure",
    )


def _and_england(history: History) -> tuple[str | Figure, ...]:
    if history.latest.england_value is None:
        return ()
    return ("; England ", figure(history.measure, history.latest, "england_value"))


def _from_the_year_before(history: History) -> tuple[str | Figure, ...]:
    """Say from where the value came, unless both print alike."""
    before, change = history.previous, history.latest.change
    if before is None or change is None:
        return ()
    had = figure(history.measure, before, "value")
    if had.text == figure(history.measure, history.latest, "value").text:
        return ()
    return (", up from " if change > 0 else ", down from ", had, " a year before")


def decimals_that_tell_apart(history: History) -> int:
    """Return as many decimals as make the value print otherwise than the edge of the range that it lies outside."""
    year = history.latest
    if not history.is_told_outside or year.value is None or year.neighbour_min is None or year.neighbour_max is None:
        return history.measure.decimals
    edge = year.neighbour_max if year.value > year.neighbour_max else year.neighbour_min
    places = range(history.measure.decimals, _MOST_DECIMALS)
    differ = (at for at in places if format_number(year.value, decimals=at) != format_number(edge, decimals=at))
    return next(differ, _MOST_DECIMALS)


def why_no_figure(history: History) -> str:
    """Return the reason for which the latest period has no figure, as a clause."""
    year, authority = history.latest, history.authority
    if year.note == Note.NOT_IN_FILES.value:
        return "the files read hold none for that period"
    if year.note == Note.POPULATION_NOT_IN_FILES.value:
        return "there is no population estimate to set the count against"
    if year.note == Note.AUTHORITY_DID_NOT_EXIST.value:
        return f"{authority.name} {_did_not_exist(history, year)}"
    return _WHY_NO_VALUE[year.status]


def _did_not_exist(history: History, year: Year) -> str:
    begun = history.authority.existed_from
    return "did not exist yet" if begun is not None and year.period_end < begun else "no longer existed"
