"""Sentences about the authority as a whole, from all its histories."""

from collections.abc import Sequence
from typing import Final

from csc_metrics.contracts.authorities import JOINT_RETURNS, Authority, authorities
from csc_metrics.contracts.vocabulary import Note, Outcome
from csc_metrics.narrative.history import History
from csc_metrics.narrative.numbers import format_date
from csc_metrics.narrative.sentence import Sentence
from csc_metrics.narrative.sentence_types import SentenceType
from csc_metrics.narrative.sentences import no_figure, why_no_figure
from csc_metrics.narrative.words import in_a_row, lower_first

_FEWEST_TOGETHER: Final = 3
_FEWEST_COMPARED: Final = 6
"""With fewer measures compared, "every measure" would say too much."""


def reorganised(authority: Authority) -> Sentence | None:
    """Say since when the authority has existed and to whom earlier figures belong."""
    if authority.existed_from is None:
        return None
    before = in_a_row([authorities()[code].name for code in authority.predecessors])
    return _about_the_authority(
        SentenceType.REORGANISED,
        f"{authority.name} has existed since {format_date(authority.existed_from)}: earlier figures belong to {before} "
        "and are not joined to these.",
    )


def joint_return(found: Sequence[History]) -> Sentence | None:
    """Say that the latest workforce figures are shared, and with whom.

    found: one history for each measure of one authority.
    """
    shared = [history for history in found if Note.JOINT_RETURN.value in (history.latest.note or "")]
    if not shared:
        return None
    authority = shared[0].authority
    (partner,) = (
        code for pair in JOINT_RETURNS if authority.la_code in pair for code in pair if code != authority.la_code
    )
    return _about_the_authority(
        SentenceType.JOINT_RETURN,
        f"The workforce figures are a joint return of {authority.name} and {authorities()[partner].name}: "
        "both show the same figures.",
    )


def missing_together(found: Sequence[History]) -> tuple[Sentence | None, tuple[str, ...]]:
    """Name in one sentence three or more measures of a topic that have no figure for one reason.

    found: one history for each measure of one authority.
    Returns: the sentence, and the codes of the measures that it names; None and nothing where there are fewer.
    """
    reasons: dict[tuple[str, str], list[History]] = {}
    for history in found:
        if no_figure(history) is not None and history.latest.note is None:
            reasons.setdefault((history.measure.topic, why_no_figure(history)), []).append(history)
    for (_, reason), missing in reasons.items():
        if len(missing) >= _FEWEST_TOGETHER:
            names = in_a_row([lower_first(history.measure.title) for history in missing])
            days = sorted({history.latest.period_end for history in missing})
            dates = in_a_row([format_date(day) for day in days])
            text = f"There are no figures of {dates} for {names}: of each, {reason}."
            return _about_the_authority(SentenceType.MISSING_TOGETHER, text), tuple(one.measure.code for one in missing)
    return None, ()


def all_within(found: Sequence[History]) -> Sentence | None:
    """Say that no measure lies outside the range of the neighbours.

    found: one history for each measure of one authority. With few that can be compared, nothing is said.
    """
    compared = [history for history in found if history.latest.outcome != Outcome.NOT_COMPARED.value]
    if len(compared) < _FEWEST_COMPARED or any(history.is_outside for history in compared):
        return None
    return _about_the_authority(
        SentenceType.ALL_WITHIN,
        "Every measure that can be compared lies within the range of the statistical neighbours.",
    )


def also_outside(rest: Sequence[History]) -> Sentence:
    """Name measures outside the neighbours' range that no other opening sentence tells of, with the side of each.

    rest: the histories of those measures.
    """
    outcomes = dict.fromkeys(history.latest.outcome for history in rest)
    groups = [
        f"{in_a_row([_short(history) for history in rest if history.latest.outcome == outcome])} ({outcome})"
        for outcome in outcomes
    ]
    return _about_the_authority(SentenceType.ALSO_OUTSIDE, f"Also outside its neighbours' range: {'; '.join(groups)}.")


def _short(history: History) -> str:
    return lower_first(history.measure.short_title)


def _about_the_authority(kind: SentenceType, text: str) -> Sentence:
    return Sentence(kind=kind, measure="", parts=(text,))
