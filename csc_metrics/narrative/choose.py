"""Which five sentences open the page: the strongest evidence first, spread over kinds and topics."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from csc_metrics.contracts.authorities import authorities
from csc_metrics.contracts.vocabulary import Note, Status
from csc_metrics.narrative.history import History
from csc_metrics.narrative.numbers import format_date
from csc_metrics.narrative.sentence import Sentence
from csc_metrics.narrative.sentences import (
    alone,
    between_bounds,
    edge_of_england,
    no_figure,
    outside_neighbours,
    parts_of_ratio,
    record_change,
    run_of_changes,
    steady_run,
    within_neighbours,
)

OPENING_SENTENCES: Final = 5

_SAME_KIND: Final = 0.6
_SAME_TOPIC: Final = 0.3
_SAME_MEASURE: Final = 0.8
_JUDGED: Final = 0.2
_FARTHEST: Final = 1.5
_RECENT_YEARS: Final = 4
_FEW: Final = 10
"""A ratio over fewer (workers or children) swings so widely that it opens a page only for want of others."""
_RESTS_ON_FEW: Final = 0.3
_LARGE_CHANGE: Final = 0.1


@dataclass(frozen=True, kw_only=True)
class _Candidate:
    sentence: Sentence
    topic: str
    weight: float


_WeightedType = tuple[Callable[[History], Sentence | None], Callable[[History], float]]


def opening_sentences(found: Sequence[History]) -> tuple[Sentence, ...]:
    """Return the five sentences that say what matters, chosen by the data alone.

    found: one history for each measure of one authority. A sentence counts for less when its kind, topic or measure
    has been spoken of; ties go to the registry's order. A page without enough to say has fewer.
    """
    left = _candidates(found)
    chosen: list[_Candidate] = []
    while left and len(chosen) < OPENING_SENTENCES:
        best = max(left, key=lambda candidate: candidate.weight - _repetition(candidate, chosen))
        chosen.append(best)
        left.remove(best)
    return tuple(candidate.sentence for candidate in chosen)


def reorganised(history: History) -> Sentence | None:
    """Say since when the authority has existed and to whom earlier figures belong."""
    authority = history.authority
    if authority.existed_from is None:
        return None
    before = " and ".join(authorities()[code].name for code in authority.predecessors)
    text = (
        f"{authority.name} has existed since {format_date(authority.existed_from)}: earlier figures belong to {before} "
        "and are not joined to these."
    )
    return Sentence(kind="reorganised", measure="", parts=(text,))


def joint_return(history: History) -> Sentence | None:
    """Say that the latest figure is one that two authorities share."""
    if not history.latest.note or Note.JOINT_RETURN.value not in history.latest.note:
        return None
    text = (
        f"The workforce figures of {history.authority.name} are a joint return with a neighbouring authority: "
        "both show the same figure."
    )
    return Sentence(kind="joint_return", measure="", parts=(text,))


def _candidates(found: Sequence[History]) -> list[_Candidate]:
    """Return every sentence that has something to say; those about the authority itself only once."""
    candidates = []
    once: set[str] = set()
    for history in found:
        for make, weigh in _TYPES:
            sentence = make(history)
            if sentence is None or sentence.kind in once:
                continue
            if sentence.kind in _ONCE:
                once.add(sentence.kind)
            weight = weigh(history) * (_RESTS_ON_FEW if _rests_on_few(history) else 1.0)
            candidates.append(_Candidate(sentence=sentence, topic=history.measure.topic, weight=weight))
    return candidates


def _rests_on_few(history: History) -> bool:
    bottom = history.latest.denominator
    return bottom is not None and bottom < _FEW


def _repetition(candidate: _Candidate, chosen: Sequence[_Candidate]) -> float:
    return sum(
        _SAME_KIND * (other.sentence.kind == candidate.sentence.kind)
        + _SAME_TOPIC * (other.topic == candidate.topic)
        + _SAME_MEASURE * (other.sentence.measure == candidate.sentence.measure)
        for other in chosen
    )


def _weigh_outside(history: History) -> float:
    """Weigh by how far outside the range lies the value, in widths of the range."""
    year = history.latest
    if year.value is None or year.neighbour_min is None or year.neighbour_max is None:
        return 0.0
    width = max(year.neighbour_max - year.neighbour_min, 1e-9)
    distance = max(year.value - year.neighbour_max, year.neighbour_min - year.value) / width
    return 1.0 + min(distance, _FARTHEST) + _JUDGED * history.is_judged


def _weigh_record(history: History) -> float:
    """Weigh by the size of the change beside the value that it set out from."""
    before, change = history.previous, history.latest.change
    if before is None or not before.value or change is None:
        return 0.8
    return 0.8 + min(abs(change) / before.value, 1.0)


def _weigh_parts(history: History) -> float:
    """Weigh the parts of a ratio by how much of it changed."""
    before, change = history.previous, history.latest.change
    share = abs(change) / before.value if before is not None and before.value and change is not None else 0.0
    return 1.2 + share if share >= _LARGE_CHANGE else 0.3


def _weigh_absence(history: History) -> float:
    """Weigh a missing figure: an authority's own gap matters more than a table that was not read."""
    if history.latest.note == Note.NOT_IN_FILES.value:
        return 0.4
    return 0.9 if history.latest.status in (Status.NOT_COLLECTED.value, Status.UNRELIABLE.value) else 0.6


def _weigh_reorganised(history: History) -> float:
    """Weigh a new authority while its own years are few."""
    begun = history.authority.existed_from
    if begun is None:
        return 0.0
    return 1.6 if history.latest.period_end.year - begun.year <= _RECENT_YEARS else 0.2


def _weigh_within(history: History) -> float:
    return 0.35 + _JUDGED * history.is_judged


_ONCE: Final = frozenset({"reorganised", "joint_return"})
_TYPES: Final[tuple[_WeightedType, ...]] = (
    (outside_neighbours, _weigh_outside),
    (edge_of_england, lambda history: 1.1 + _JUDGED * history.is_judged),
    (record_change, _weigh_record),
    (parts_of_ratio, _weigh_parts),
    (steady_run, lambda history: 0.6 + 0.1 * min(abs(run_of_changes(history)), 5)),
    (between_bounds, lambda _: 0.85),
    (no_figure, _weigh_absence),
    (reorganised, _weigh_reorganised),
    (joint_return, lambda _: 0.8),
    (within_neighbours, _weigh_within),
    (alone, lambda _: 0.3),
)
