"""Sentences about the authority as a whole, from all its histories."""

from collections.abc import Collection, Sequence
from typing import Final

from csc_metrics.contracts.authorities import JOINT_RETURNS, Authority, authorities
from csc_metrics.contracts.vocabulary import Note, Outcome
from csc_metrics.narrative.history import History
from csc_metrics.narrative.numbers import format_date
from csc_metrics.narrative.sentence import Sentence
from csc_metrics.narrative.words import in_a_row, lower_first

_FEWEST_COMPARED: Final = 6
"""With fewer measures compared, "every measure" would say too much."""


def reorganised(authority: Authority) -> Sentence | None:
    """Say since when the authority has existed and to whom earlier figures belong."""
    if authority.existed_from is None:
        return None
    before = in_a_row([authorities()[code].name for code in authority.predecessors])
    return _about_the_authority(
        "reorganised",
        f"{authority.name} has existed since {format_date(authority.existed_from)}: earlier figures belong to {before} "
        "and are not joined to these.",
    )


def joint_return(found: Sequence[History]) -> Sentence | None:
    """Say that the latest workforce figures are shared, and with whom."""
    shared = [history for history in found if Note.JOINT_RETURN.value in (history.latest.note or "")]
    if not shared:
        return None
    authority = shared[0].authority
    (partner,) = (
        code for pair in JOINT_RETURNS if authority.la_code in pair for code in pair if code != authority.la_code
    )
    return _about_the_authority(
        "joint_return",
        f"The workforce figures are a joint return of {authority.name} and {authorities()[partner].name}: "
        "both show the same figures.",
    )


def all_within(found: Sequence[History]) -> Sentence | None:
    """Say that no measure lies outside the range of the neighbours."""
    compared = [history for history in found if history.latest.outcome != Outcome.NOT_COMPARED.value]
    if len(compared) < _FEWEST_COMPARED or any(history.is_outside for history in compared):
        return None
    return _about_the_authority(
        "all_within", "Every measure that can be compared lies within the range of the statistical neighbours."
    )


def also_outside(found: Sequence[History], *, told: Collection[str]) -> Sentence | None:
    """Name the measures outside the neighbours' range that no other opening sentence tells of.

    told: codes of the measures that have been told.
    """
    rest = [history for history in found if history.is_told_outside and history.measure.code not in told]
    if not rest:
        return None
    outcomes = dict.fromkeys(history.latest.outcome for history in rest)
    groups = [
        f"{in_a_row([_short(history) for history in rest if history.latest.outcome == outcome])} ({outcome})"
        for outcome in outcomes
    ]
    return _about_the_authority("also_outside", f"Also outside its neighbours' range: {'; '.join(groups)}.")


def _short(history: History) -> str:
    return lower_first(history.measure.short_title)


def _about_the_authority(kind: str, text: str) -> Sentence:
    return Sentence(kind=kind, measure="", parts=(text,))
