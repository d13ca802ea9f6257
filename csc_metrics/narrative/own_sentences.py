"""Sentences about an authority's own figures: each type in one function, from rows to a sentence, or None.

What a figure is, compared with what, how sure, since when. Every number is a Figure, tied to the column of the row that
it was taken from and printed as in its table; a figure outside its usual variation is "likely a real change", never
more. No sentence says why a figure is what it is.
"""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Final

from csc_metrics.contracts.about_change import Assurance, Variation
from csc_metrics.contracts.vocabulary import NEIGHBOURS_IN_A_LIST, Outcome, PeriodType, Source
from csc_metrics.measures.measure import Measure
from csc_metrics.measures.registry import MEASURES
from csc_metrics.narrative.numbers import format_date, format_number, prints_as_nothing, unit_after
from csc_metrics.narrative.sentence import Figure, Sentence
from csc_metrics.narrative.sentence_types import SentenceType
from csc_metrics.narrative.usual_limits import LIMITS, told_limit
from csc_metrics.narrative.words import lower_first, number_word

Row = Mapping[str, object]
"""A row of ProcessSummaries or of AgainstOthers, by column."""
Parts = tuple[str | Figure, ...]
"""Words and figures, in reading order."""

VARIATION_WORDS: Final = {
    Variation.IMPROVING.value: "likely improving",
    Variation.WORSENING.value: "likely getting worse",
    Variation.RISING.value: "likely rising",
    Variation.FALLING.value: "likely falling",
    Variation.NONE.value: "within its usual variation",
    Variation.NOT_KNOWN.value: "too few periods to tell",
}
"""What a reader is told of a series' newest points."""
_PER_CENT: Final = "%"
_TIMES: Final = ("hours", "days", "working days")
_CHANGED: Final = {
    Variation.IMPROVING.value: "likely a real change for the better",
    Variation.WORSENING.value: "likely a real change for the worse",
    Variation.RISING.value: "likely a real rise",
    Variation.FALLING.value: "likely a real fall",
}
_ASSURED: Final = {
    Assurance.RELIABLY.value: " is likely to be met time after time, as things are",
    Assurance.NEVER.value: " is not likely to be met, as things are",
    Assurance.BY_CHANCE.value: " {met}; as things are it can go either way",
    Assurance.MOVED.value: " {met}",
}
_PERIODS: Final = {
    PeriodType.MONTH.value: ("month", 12),
    PeriodType.QUARTER.value: ("quarter", 4),
    PeriodType.YEAR.value: ("year", 1),
}
"""Type of period → its name, and how many a year has; of others a figure is of a day."""
_DAY: Final = ("count", 0)
_LONGER: Final = {
    PeriodType.QUARTER.value: "the quarter",
    PeriodType.YEAR.value: "the year",
    PeriodType.ROLLING_12_MONTHS.value: "the year",
}
_LIES: Final = {
    Outcome.BETTER.value: "better",
    Outcome.WORSE.value: "worse",
    Outcome.HIGHER.value: "higher",
    Outcome.LOWER.value: "lower",
}


def own_finding(summary: Row, *, is_old: bool = False) -> Sentence | None:
    """Return the finding as a title of ten words or fewer: the newest figure, and how it moves; of an old one, of when.

    summary: of ProcessSummaries. is_old: whether there is a newer period whose figure is not told. None without a
    figure.
    """
    if not isinstance(summary["latest"], float):
        return None
    latest, said = figure_of(summary, "latest", "last_on"), VARIATION_WORDS[str(summary["variation"])]
    ends = f" ({lower_first(when_of(summary, 'last_on')).removeprefix('in the ')})" if is_old else f", {said}"
    return _sentence(SentenceType.OWN_FINDING, summary, f"{_measure(summary).short_title}: ", latest, ends)


def newest_and_usual(summary: Row, *, since: date | None = None) -> Sentence | None:
    """Say what the newest figure is and whether it is within its usual variation.

    summary: of ProcessSummaries. since: last day of the first period of the signal that still holds
    (`csc_metrics.change.since.signals_since`); None: not said, nor where it is the newest. None without a figure.
    """
    if not isinstance(summary["latest"], float):
        return None
    return _sentence(
        SentenceType.NEWEST_AND_USUAL, summary, *stated(summary, "latest", "last_on"), *_how_usual(summary, since), "."
    )


def beside_neighbours(against: Row) -> Sentence | None:
    """Say how a figure lies beside the neighbours', and how sure that is.

    against: of AgainstOthers. None where it is not compared.
    """
    if against["outcome"] == Outcome.NOT_COMPARED.value:
        return None
    return _sentence(
        SentenceType.BESIDE_NEIGHBOURS,
        against,
        *stated(against, "value", "period_end"),
        ": ",
        *how_it_lies(against),
        ".",
    )


def beside_a_year_before(summary: Row) -> Sentence | None:
    """Say by how much the newest figure differs from that of the same month a year before.

    It stands behind `newest_and_usual`, whose figure it speaks of. summary: of ProcessSummaries. None without both.
    """
    change = summary["same_month_change"]
    if not isinstance(change, float):
        return None
    size = figure_of(summary, "same_month_change", "last_on", amount=abs(change))
    if prints_as_nothing(change, decimals=size.decimals):
        return _sentence(SentenceType.BESIDE_A_YEAR_BEFORE, summary, "That is as it was a year before.")
    words = f"{_points(summary)} {'above' if change > 0 else 'below'} where it was a year before."
    return _sentence(SentenceType.BESIDE_A_YEAR_BEFORE, summary, "That is ", size, words)


def beside_its_target(summary: Row) -> Sentence | None:
    """Say whether the target of the settings is met, as things are, or how often it was.

    It stands behind `newest_and_usual`. summary: of ProcessSummaries. None without a target.
    """
    told = _ASSURED.get(str(summary["assurance"]))
    if told is None:
        return None
    target = figure_of(summary, "target", "last_on")
    met = told.format(met=times_met(summary["target_met"], summary["target_periods"], summary["period_type"]))
    return _sentence(
        SentenceType.BESIDE_ITS_TARGET, summary, "The target of ", target, f"{unit_of(summary, 'target')}{met}."
    )


def times_met(met: object, periods: object, period_type: object) -> str:
    """Return in how many of the periods of the last year a target was met, in words that stand behind it.

    met, periods: how many met it, and how many have a figure, 1 or more. period_type: of them.

    >>> times_met(10, 12, "month"), times_met(3, 3, "quarter")
    ('was met in ten of the last twelve months', 'was met in each of the last three quarters with a figure')
    >>> times_met(0, 1, "month")
    'was not met in the newest month'
    """
    many, of_year = int(str(periods)), _PERIODS.get(str(period_type), _DAY)
    name, whole = of_year
    if many == 1:
        return f"was {'' if met else 'not '}met in the newest {name}"
    how_many = "each" if met == many else "none" if not met else number_word(int(str(met)))
    with_figure = " with a figure" if many < whole else ""
    return f"was met in {how_many} of the last {number_word(many)} {name}s{with_figure}"


TYPES: Final[dict[SentenceType, Callable[[Row], Sentence | None]]] = {
    SentenceType.OWN_FINDING: own_finding,
    SentenceType.NEWEST_AND_USUAL: newest_and_usual,
    SentenceType.BESIDE_A_YEAR_BEFORE: beside_a_year_before,
    SentenceType.BESIDE_ITS_TARGET: beside_its_target,
    SentenceType.BESIDE_NEIGHBOURS: beside_neighbours,
}
"""Every type of sentence about an authority's own figures, by kind; the verdict on a dated change is in `impact`."""


def _how_usual(summary: Row, since: date | None) -> Parts:
    """Return what follows the figure: whether it is within its usual variation, and since when it is not."""
    told = _CHANGED.get(str(summary["variation"]))
    has_limits = isinstance(summary["lower_limit"], float) and isinstance(summary["upper_limit"], float)
    if summary["variation"] == Variation.NOT_KNOWN.value or not has_limits:
        return (": there are too few figures to tell whether that is usual",)
    if told is not None:
        when = since_words(since, summary["period_type"]) if since != summary["last_on"] else ""
        usual = figure_of(summary, "centre", "last_on")
        return f": {told}{when}. The usual figure is ", usual, unit_of(summary, "centre")
    lower, upper = (figure_of(summary, limit, "last_on") for limit in LIMITS)
    if lower.text == upper.text:
        return (", as it usually is",)
    return ", within its usual variation of ", lower, " to ", upper, unit_of(summary, "upper_limit")


def how_it_lies(against: Row) -> Parts:
    """Return how a figure lies beside its neighbours', with their range or what they have together.

    against: of AgainstOthers, of a figure that is compared.
    """
    held = against["neighbours_with_value"]
    several = number_word(int(held)) if isinstance(held, int) else ""
    whose = f"its {several} neighbours" if held == NEIGHBOURS_IN_A_LIST else f"the {several} neighbours with a figure"
    lowest, highest = (figure_of(against, name, "period_end") for name in ("neighbour_min", "neighbour_max"))
    their_range: Parts = ("(", lowest, " to ", highest, f"{unit_of(against, 'neighbour_max')}{_of_when(against)})")
    if against["is_flagged"] or against["is_worth_a_look"]:
        sure = (
            "more than chance explains" if against["is_flagged"] else "enough to be worth a look, but it may be chance"
        )
        way = "above" if _number(against, "value") > _number(against, "centre") else "below"
        centre = figure_of(against, "centre", "period_end")
        return f"{way} {whose} together (", centre, f"{unit_of(against, 'centre')}{_of_when(against)}) by {sure}"
    word = _LIES.get(str(against["outcome"]))
    if word is not None:
        return (f"{word} than in all of {whose} ", *their_range)
    if _number(against, "neighbour_min") <= _number(against, "value") <= _number(against, "neighbour_max"):
        return (f"within what {whose} have ", *their_range)
    return (f"outside what {whose} have ", *their_range, ", by no more than chance may explain")


def _of_when(against: Row) -> str:
    """Return whose the neighbours' figures are and of when, where that is not the figure's own day."""
    day = against["comparator_period_end"]
    if not isinstance(day, date) or (
        day == against["period_end"] and against["comparator_source"] == Source.LOCAL.value
    ):
        return ""
    return f"; DfE's figures of {format_date(day)}"


def stated(row: Row, column: str, day: str) -> Parts:
    """Return when and what a figure is, in the words of its measure.

    row: of ProcessSummaries or of AgainstOthers. column: of the figure. day: column of the day that it stands for.
    """
    figure = figure_of(row, column, day)
    before, after = _measure(row).stated(figure.text)
    return f"{when_of(row, day)}, {before}", figure, f"{unit_of(row, column)}{after}"


def when_of(row: Row, day: str) -> str:
    """Return when a figure is of: "On 31 March 2025", "In March 2025" or "In the year to 31 March 2025".

    row: with period_type. day: column of the last day of the period.
    """
    end = row[day]
    if not isinstance(end, date):
        return "At an unknown time"
    if row["period_type"] == PeriodType.SNAPSHOT.value:
        return f"On {format_date(end)}"
    if row["period_type"] == PeriodType.MONTH.value:
        return f"In {_month(end)}"
    return f"In {_LONGER[str(row['period_type'])]} to {format_date(end)}"


def since_words(since: date | None, period_type: object) -> str:
    """Return since when a signal holds, as it stands behind it; nothing where that is not known.

    since: last day of its first period. period_type: of it.

    >>> since_words(date(2025, 3, 31), "quarter"), since_words(date(2025, 3, 31), "month")
    (' since the quarter to 31 March 2025', ' since March 2025')
    """
    if since is None:
        return ""
    if period_type == PeriodType.MONTH.value:
        return f" since {_month(since)}"
    words = _LONGER.get(str(period_type))
    return f" since {words} to {format_date(since)}" if words is not None else f" since {format_date(since)}"


def _month(day: date) -> str:
    return format_date(day).partition(" ")[2]


def _points(row: Row) -> str:
    measure = _measure(row)
    return " points" if measure.unit == _PER_CENT else unit_of(row, "same_month_change")


def unit_of(row: Row, column: str) -> str:
    """Return the unit that follows a figure, where it is one of time: other units are in the measure's own words.

    row: of ProcessSummaries, of AgainstOthers or of Scorecard. column: of the figure.
    """
    measure = _measure(row)
    if measure.unit not in _TIMES:
        return ""
    number = format_number(abs(_number(row, column)), decimals=measure.decimals)
    return f" {unit_after(number, measure.unit)}"


def _measure(row: Row) -> Measure:
    return MEASURES[str(row["measure"])]


def _number(row: Row, column: str) -> float:
    return float(str(row[column]))


def figure_of(row: Row, column: str, day: str, *, amount: float | None = None) -> Figure:
    """Return a number of a row as printed in its table, with % where the measure is a percentage.

    Limits of usual variation are told as far as a figure can lie (`csc_metrics.narrative.usual_limits`).
    row: of ProcessSummaries, of AgainstOthers or of Scorecard. column: of the number. day: column of the day that it
    stands for. amount: what is printed of it, such as its size without a sign; None: as it is.
    """
    measure, end = _measure(row), row[day]
    number = _number(row, column) if amount is None else amount
    told = told_limit(number, unit=measure.unit) if column in LIMITS else number
    text = format_number(told, decimals=measure.decimals)
    is_per_cent = measure.unit == _PER_CENT and column != "same_month_change"
    return Figure(
        text=f"{text}%" if is_per_cent else text,
        measure=measure.code,
        period_end=end if isinstance(end, date) else date.min,
        column=column,
        decimals=measure.decimals,
        breakdown=str(row.get("breakdown", "all")),
        period_type=str(row.get("period_type", "")),
        source=str(row.get("source", "")),
    )


def _sentence(kind: SentenceType, row: Row, *parts: str | Figure) -> Sentence:
    return Sentence(kind=kind, measure=str(row["measure"]), parts=tuple(part for part in parts if part != ""))
