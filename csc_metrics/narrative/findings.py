"""What stands on and under a chart: the finding as title, the alternative in words, the caption, the summary."""

from collections.abc import Callable, Sequence

from csc_metrics.contracts.vocabulary import Outcome, PeriodType, Status
from csc_metrics.narrative.changes import (
    SHORTEST_RUN,
    change_on_the_year_before,
    parts_of_ratio,
    run_in_brief,
    run_of_changes,
)
from csc_metrics.narrative.choose import distance_outside
from csc_metrics.narrative.history import History, Year
from csc_metrics.narrative.numbers import format_date, format_number, format_with_unit
from csc_metrics.narrative.sentence import Sentence
from csc_metrics.narrative.sentence_types import SentenceType
from csc_metrics.narrative.sentences import (
    alone,
    between_bounds,
    decimals_that_tell_apart,
    has_useful_bounds,
    no_figure,
    outside_neighbours,
    standing_in_england,
    too_few_to_compare,
    top_and_bottom,
    within_neighbours,
)
from csc_metrics.narrative.words import lower_first, neighbours_compared, number_word, when

JUST_OUTSIDE = 0.05
"""Less than this share of the range's width beyond its edge is only just outside."""
STATUS_TITLES = {
    Status.SUPPRESSED.value: "hidden by DfE",
    Status.INCOMPLETE.value: "known only between two bounds",
    Status.NOT_COLLECTED.value: "no figure for this period",
    Status.UNRELIABLE.value: "held back as unreliable",
    Status.LOW.value: "rounds to 0 but is not 0",
    Status.ZERO_DENOMINATOR.value: "nothing to count it from",
    Status.NOT_APPLICABLE.value: "does not apply",
    Status.TOO_FEW.value: "too few to show",
    Status.NOT_YET_KNOWN.value: "not known yet",
}
"""Why there is no figure, in a title's few words."""


def finding(history: History) -> Sentence:
    """Return the finding as a title of ten words or fewer: "Vacancies: worse than every neighbour"."""
    return Sentence(
        kind=SentenceType.FINDING,
        measure=history.measure.code,
        parts=(f"{history.measure.short_title}: {_told(history)}",),
    )


def _told(history: History) -> str:
    year = history.latest
    if year.status == Status.INCOMPLETE.value and not has_useful_bounds(history):
        return STATUS_TITLES[Status.SUPPRESSED.value]
    if not history.has_value:
        return STATUS_TITLES[year.status]
    if history.rests_on_few:
        return "too few to compare"
    if year.outcome == Outcome.NOT_COMPARED.value:
        return "too few neighbours to compare" if year.neighbours_with_value is not None else "no neighbours held"
    return _told_outside(history) if history.is_outside else "within its neighbours' range"


def _told_outside(history: History) -> str:
    year = history.latest
    if distance_outside(history) < JUST_OUTSIDE:
        return "just outside its neighbours' range"
    is_whole = year.neighbours_with_value == len(year.neighbours)
    return f"{year.outcome} than every neighbour{'' if is_whole else ' with a figure'}"


def summary(history: History) -> tuple[Sentence, ...]:
    """Return the sentences under the title: level, change, run, place in England, what it is made of."""
    level = _first_of(
        history,
        (outside_neighbours, within_neighbours, too_few_to_compare, alone, between_bounds, no_figure),
    )
    if history.rests_on_few:
        return () if level is None else (level,)
    change = None if history.is_told_outside else change_on_the_year_before(history)
    made_of = parts_of_ratio(history) or top_and_bottom(history)
    told = (level, change, run_in_brief(history), standing_in_england(history), made_of)
    return tuple(sentence for sentence in told if sentence is not None)


def _first_of(history: History, types: Sequence[Callable[[History], Sentence | None]]) -> Sentence | None:
    return next((sentence for make in types for sentence in [make(history)] if sentence is not None), None)


def chart_alternative(history: History) -> str:
    """Return the chart in words: measure, latest value, comparator and direction."""
    measure, year = history.measure, history.latest
    name = history.authority.name
    if not history.with_value:
        return f"Line chart: {measure.title}, {name}. There is no figure in the years held."
    last = history.with_value[-1]
    told = [
        f"Line chart: {measure.title}, {name}, {_years(history)} with a figure. "
        f"{when(measure, last.period_end)}: {_with_unit(history, last.value)}"
    ]
    if last.neighbour_median is not None:
        told.append(
            f"; the median of {neighbours_compared(last)} was {_number(history, last.neighbour_median)}, "
            f"their range {_number(history, last.neighbour_min)} to {_number(history, last.neighbour_max)}"
        )
    if last.england_value is not None:
        told.append(f"; England {_number(history, last.england_value)}")
    told.append(f". {_direction(history)}")
    if last is not year:
        told.append(f" No figure {lower_first(when(measure, year.period_end))}.")
    return "".join(told)


def _years(history: History) -> str:
    count = len(history.with_value)
    return "one year" if count == 1 else f"{number_word(count)} years"


def _direction(history: History) -> str:
    years = history.with_value
    last = years[-1]
    if len(years) == 1:
        return "There is one year only, so no direction."
    if last.change is None:
        return f"The year before has no figure; {_moved_since(history, years[-2])}."
    if last.change == 0:
        return "Unchanged on the year before."
    word = "Up" if last.change > 0 else "Down"
    run = abs(run_of_changes(history)) if last is history.latest else 1
    return f"{word} on the year before." if run < SHORTEST_RUN else f"{word} for {number_word(run)} years running."


def _moved_since(history: History, before: Year) -> str:
    """Return the direction of the last value since an earlier year that has one, and which year that is."""
    difference = (history.with_value[-1].value or 0.0) - (before.value or 0.0)
    word = "unchanged" if difference == 0 else "up" if difference > 0 else "down"
    the_year = "" if history.measure.period_type is PeriodType.SNAPSHOT else "the year to "
    return f"{word} on {the_year}{format_date(before.period_end)}"


def _with_unit(history: History, value: float | None) -> str:
    decimals = decimals_that_tell_apart(history)
    return "not known" if value is None else format_with_unit(value, decimals=decimals, unit=history.measure.unit)


def _number(history: History, value: float | None) -> str:
    unit = "%" if history.measure.unit == "%" else ""
    decimals = decimals_that_tell_apart(history)
    return "not known" if value is None else f"{format_number(value, decimals=decimals)}{unit}"


def chart_caption(history: History) -> str:
    """Return measure, population, period and source of a chart."""
    measure, years = history.measure, history.years
    first, last = (format_date(years[at].period_end) for at in (0, -1))
    span = first if first == last else f"{first} to {last}"
    return (
        f"{measure.title}, {measure.unit}, {history.authority.name}, its statistical neighbours and England, {span}. "
        f"Source: {measure.source}."
    )
