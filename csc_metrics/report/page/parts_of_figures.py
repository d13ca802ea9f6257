"""Parts of a breakdown as people name them, in the order in which they look for them."""

import re
from collections.abc import Iterable
from typing import Final

from csc_metrics.contracts.codes import code_sets, words_of
from csc_metrics.measures.measure import Measure
from csc_metrics.settings.model import StrategyMeetingSettings

_MARK: Final = "="
_WHOLE: Final = "all"
_PER_CENT: Final = "%"
_SET_OF: Final = {
    "source": "referral_source",
    "primary_need": "primary_need",
    "closure_reason": "closure_reason",
    "plan_type": "plan_type",
}
"""Column → the code set whose meanings name it: its words are codes such as "1A"."""
_AGENCIES: Final = StrategyMeetingSettings().expected_agencies
_ORDERS: Final = {"final_grade": words_of("grade"), "agency": _AGENCIES, "delay_agency": _AGENCIES}
"""Column → its words, in order, before any other."""
_FIRST: Final = ("unborn", "same_day")
_LAST: Final = ("other", "not_known", "not_recorded")
_ABBREVIATED: Final = {"cin": "CIN", "cp": "CP", "cla": "CLA"}
_WORDS: Final = re.compile(r"[a-z0-9]+(?:_[a-z0-9]+)*")
_LEADING_NOUGHTS: Final = re.compile(r"\b0+(?=\d)")


def title_with_unit(measure: Measure) -> str:
    """Return a measure's title, with the unit behind it where that is in words that the title does not hold."""
    is_told = measure.unit == _PER_CENT or measure.unit.casefold() in measure.title.casefold()
    return measure.title if is_told else f"{measure.title} ({measure.unit})"


def name_of_figure(measure: Measure, breakdown: str) -> str:
    """Return the name of a figure: its measure with the unit, and its part where it is not the whole.

    measure: of the figure. breakdown: as in measure values.
    """
    title = title_with_unit(measure)
    return title if breakdown == _WHOLE else f"{title}: {name_of_part(breakdown)}"


def name_of_part(breakdown: str) -> str:
    """Return a part as a person writes it: the meaning of a code, a word without underscores, a name as it is.

    breakdown: as in measure values.

    >>> name_of_part("agency=social_worker"), name_of_part("all"), name_of_part("band=00_to_under_05")
    ('Social worker', 'All', '0 to under 5')
    >>> name_of_part("source=1C"), name_of_part("team=North_1")
    ('Individual: self', 'North_1')
    """
    column, _, value = breakdown.rpartition(_MARK)
    return name_of_value(column, value)


def name_of_value(column: str, value: str) -> str:
    """Return a word of a column as a person writes it.

    column: of unit rows. value: the word, as it stands there.

    >>> name_of_value("open_for", "61_or_more"), name_of_value("plan_type", "cp")
    ('61 or more', 'Child protection plan')
    """
    meaning = _meanings(column).get(value)
    if meaning is not None:
        return meaning
    if not _WORDS.fullmatch(value):
        return value
    words = _LEADING_NOUGHTS.sub("", " ".join(_ABBREVIATED.get(word, word) for word in value.split("_")))
    return words[:1].upper() + words[1:]


def in_order(parts: Iterable[str]) -> list[str]:
    """Return parts as people look for them: by the numbers in them, by grade, by who must come; unknown ones last.

    >>> in_order(["age_band=10_to_15", "age_band=not_recorded", "age_band=1_to_4", "age_band=under_1"])
    ['age_band=under_1', 'age_band=1_to_4', 'age_band=10_to_15', 'age_band=not_recorded']
    >>> in_order(["agency=education", "agency=health", "agency=social_worker"])
    ['agency=social_worker', 'agency=health', 'agency=education']
    """
    return sorted(parts, key=_place)


def _place(part: str) -> tuple[int, int, tuple[tuple[int, str], ...]]:
    column, _, value = part.rpartition(_MARK)
    order = _ORDERS.get(column, ())
    after = _LAST.index(value) + 1 if value in _LAST else 0
    rank = order.index(value) if value in order else len(order)
    if value in _FIRST:
        return (after, rank, ((-1, value),))
    if value.startswith("under_"):
        return (after, rank, ((0, ""),))
    pieces = re.findall(r"\d+|\D+", value.casefold())
    return (after, rank, tuple((int(piece), "") if piece.isdigit() else (0, piece) for piece in pieces))


def _meanings(column: str) -> dict[str, str]:
    """Return the meaning of each word of a column whose words are codes; nothing for another column."""
    return {code.word: code.meaning for code in code_sets().get(_SET_OF.get(column, ""), ())}
