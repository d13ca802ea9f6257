"""What stands on and under a chart: the finding as title, the alternative in words, the caption, the summary."""

from csc_metrics.contracts.vocabulary import Outcome, Status
from csc_metrics.narrative.history import History
from csc_metrics.narrative.numbers import format_number, format_with_unit
from csc_metrics.narrative.sentence import Sentence
from csc_metrics.narrative.sentences import (
    alone,
    between_bounds,
    change_on_a_year_before,
    no_figure,
    outside_neighbours,
    parts_of_ratio,
    run_of_changes,
    standing_in_england,
    steady_run,
    top_and_bottom,
    within_neighbours,
)
from csc_metrics.narrative.words import neighbours_compared, when

_TITLE_OF_STATUS = {
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


def finding(history: History) -> Sentence:
    """Return the finding as a title of ten words or fewer: "Vacancies: worse than every neighbour"."""
    return Sentence(
        kind="finding", measure=history.measure.code, parts=(f"{history.measure.short_title}: {_told(history)}",)
    )


def _told(history: History) -> str:
    year = history.latest
    if not history.has_value:
        return _TITLE_OF_STATUS[year.status]
    if year.outcome == Outcome.NOT_COMPARED.value:
        return "too few neighbours to compare"
    if history.is_outside:
        return f"{year.outcome} than every neighbour"
    return "within its neighbours' range"


def summary(history: History) -> tuple[Sentence, ...]:
    """Return the sentences under the title: level, change, run, place in England, what it is made of."""
    types = (
        outside_neighbours,
        within_neighbours,
        alone,
        between_bounds,
        no_figure,
        change_on_a_year_before,
        steady_run,
        standing_in_england,
        parts_of_ratio,
        top_and_bottom,
    )
    found = [make(history) for make in types]
    if history.measure.parts_statement is not None and found[-2] is not None:
        found.pop()
    return tuple(sentence for sentence in found if sentence is not None)


def chart_alternative(history: History) -> str:
    """Return the chart in words: measure, latest value, comparator and direction."""
    measure, year = history.measure, history.latest
    name = history.authority.name
    if not history.with_value:
        return f"{measure.title}, {name}: no figure in the years held."
    last = history.with_value[-1]
    told = [
        f"{measure.title}, {name}, {len(history.with_value)} years with a figure. "
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
        told.append(f" No figure {when(measure, year.period_end)[0].lower()}{when(measure, year.period_end)[1:]}.")
    return "".join(told)


def _direction(history: History) -> str:
    years = history.with_value
    last = years[-1]
    if len(years) == 1:
        return "There is one year only, so no direction."
    if last.change is None:
        return "The year before has no figure, so no direction."
    if last.change == 0:
        return "Unchanged on the year before."
    word = "Up" if last.change > 0 else "Down"
    run = abs(run_of_changes(history)) if last is history.latest else 1
    return f"{word} on the year before." if run <= 1 else f"{word} for {run} years running."


def _with_unit(history: History, value: float | None) -> str:
    measure = history.measure
    return "not known" if value is None else format_with_unit(value, decimals=measure.decimals, unit=measure.unit)


def _number(history: History, value: float | None) -> str:
    measure = history.measure
    unit = "%" if measure.unit == "%" else ""
    return "not known" if value is None else f"{format_number(value, decimals=measure.decimals)}{unit}"


def chart_caption(history: History) -> str:
    """Return measure, population, period and source of a chart."""
    measure, years = history.measure, history.years
    first, last = years[0].period_end.year, years[-1].period_end.year
    span = f"{first}" if first == last else f"{first} to {last}"
    return (
        f"{measure.title} ({measure.unit}), {history.authority.name}, its statistical neighbours and England, {span}. "
        f"Source: {measure.source}."
    )
