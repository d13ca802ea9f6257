"""Figures and small phrases that several sentences share."""

from collections.abc import Sequence
from datetime import date
from typing import Final

from csc_metrics.contracts.vocabulary import Note, PeriodType
from csc_metrics.measures.measure import Measure
from csc_metrics.narrative.history import History, Year
from csc_metrics.narrative.numbers import Rounding, format_date, format_number
from csc_metrics.narrative.sentence import Figure

_NUMBER_WORDS: Final = (
    *("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"),
    *("eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen", "twenty"),
)
_TEENS: Final = range(11, 14)
_SUFFIXES: Final = {1: "st", 2: "nd", 3: "rd"}
_ROUNDING_OF: Final[dict[str, Rounding]] = {"lower": "down", "upper": "up"}
_OF_TOP_OR_BOTTOM: Final = ("numerator", "denominator")


def number_word(number: int) -> str:
    """Return a whole number in words up to twenty, beyond in digits.

    >>> number_word(9), number_word(21)
    ('nine', '21')
    """
    return _NUMBER_WORDS[number] if 0 <= number < len(_NUMBER_WORDS) else str(number)


def lower_first(words: str) -> str:
    """Return words as they stand within a sentence.

    >>> lower_first("Average caseload")
    'average caseload'
    """
    return f"{words[:1].lower()}{words[1:]}"


def in_a_row(names: Sequence[str]) -> str:
    """Return names as a list in prose.

    >>> in_a_row(["Poole", "Bournemouth", "Dorset"])
    'Poole, Bournemouth and Dorset'
    """
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def ordinal(number: int) -> str:
    """Return a place: 142 → "142nd".

    >>> [ordinal(place) for place in (1, 12, 103, 142)]
    ['1st', '12th', '103rd', '142nd']
    """
    suffix = "th" if number % 100 in _TEENS else _SUFFIXES.get(number % 10, "th")
    return f"{number}{suffix}"


def figure(measure: Measure, year: Year, column: str, *, decimals: int | None = None) -> Figure:
    """Return one of the year's numbers as printed, with % where the measure is a percentage.

    column: of ReportRows; it must hold a number. decimals: where None, the measure's own, and for tops and bottoms
    none where they are whole numbers.
    """
    number = float(getattr(year, column))
    if decimals is None:
        decimals = decimals_of_parts(number) if column in _OF_TOP_OR_BOTTOM else measure.decimals
    text = format_number(number, decimals=decimals, rounding=_ROUNDING_OF.get(column, "half_up"))
    is_per_cent = measure.unit == "%" and column not in _OF_TOP_OR_BOTTOM
    return Figure(
        text=f"{text}%" if is_per_cent else text,
        measure=measure.code,
        period_end=year.period_end,
        column=column,
        decimals=decimals,
    )


def decimals_of_parts(*numbers: float) -> int:
    """Return the decimals with which tops or bottoms that stand together print: none where all are whole.

    >>> decimals_of_parts(117.5, 113.0), decimals_of_parts(2093.0)
    (1, 0)
    """
    return 0 if all(number == int(number) for number in numbers) else 1


def size_of_change(history: History) -> Figure:
    """Return how much the latest value changed, without its sign; "points" belong to the words around it."""
    change = history.latest.change or 0.0
    decimals = history.measure.decimals
    return Figure(
        text=format_number(abs(change), decimals=decimals),
        measure=history.measure.code,
        period_end=history.latest.period_end,
        column="change",
        decimals=decimals,
    )


def place(history: History, column: str) -> Figure:
    """Return a rank as "142nd", or how many are ranked as "151".

    column: england_rank or england_ranked; it must hold a number.
    """
    number = int(getattr(history.latest, column))
    return Figure(
        text=ordinal(number) if column == "england_rank" else str(number),
        measure=history.measure.code,
        period_end=history.latest.period_end,
        column=column,
        decimals=0,
    )


def statement(history: History, year: Year, *, decimals: int | None = None) -> tuple[str | Figure, ...]:
    """Return the measure's statement with a figure in its place: "31.3% of social workers were from an agency"."""
    told = figure(history.measure, year, "value", decimals=decimals)
    before, after = history.measure.stated(told.text)
    return (before, told, after)


def when(measure: Measure, day: date) -> str:
    """Return the words of a period: "At 30 September 2025" or "In the year to 31 March 2025".

    The twelve months of a rate of leavers are a year as well.
    """
    starts = {
        PeriodType.SNAPSHOT: "At",
        PeriodType.YEAR: "In the year to",
        PeriodType.ROLLING_12_MONTHS: "In the year to",
    }
    return f"{starts[measure.period_type]} {format_date(day)}"


def neighbours_compared(year: Year) -> str:
    """Return how many neighbours are spoken of: "all ten neighbours" or "the nine neighbours with a figure"."""
    held = number_word(year.neighbours_with_value or 0)
    if Note.JOINT_RETURN.value in (year.note or ""):
        return f"the {held} neighbours with a figure of their own"
    if year.neighbours_with_value == len(year.neighbours):
        return f"all {held} neighbours"
    return f"the {held} neighbours with a figure"


def unit_of_change(measure: Measure) -> str:
    """Return what a change is counted in, ready to follow a number."""
    return " percentage points" if measure.unit == "%" else ""
