"""Which five sentences open the page: the strongest evidence first, no measure twice, nothing outside left untold."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from csc_metrics.contracts.vocabulary import Note, Status
from csc_metrics.narrative.changes import parts_of_ratio, record_change, run_of_changes, start_of_run, steady_run
from csc_metrics.narrative.history import History
from csc_metrics.narrative.sentence import Sentence
from csc_metrics.narrative.sentences import (
    alone,
    between_bounds,
    decimals_that_tell_apart,
    edge_of_england,
    no_figure,
    outside_neighbours,
    outside_whom,
    too_few_to_compare,
    within_neighbours,
)
from csc_metrics.narrative.whole import all_within, also_outside, joint_return, missing_together, reorganised

OPENING_SENTENCES: Final = 5
"""So many sentences open a page, and no more."""

_SAME_KIND: Final = 0.3
_SAME_TOPIC: Final = 0.3
_JUDGED: Final = 0.2
_FARTHEST: Final = 1.5
_RECENT_YEARS: Final = 4
_LARGE_CHANGE: Final = 0.1
_LONGEST_RUN_WEIGHED: Final = 5
_BEFORE_ANY_FIGURE: Final = 3.0


@dataclass(frozen=True, kw_only=True)
class _Candidate:
    sentence: Sentence
    topic: str
    weight: float


_WeightedType = tuple[Callable[[History], Sentence | None], Callable[[History], float]]


def opening_sentences(found: Sequence[History]) -> tuple[Sentence, ...]:
    """Return the five sentences that say what matters, chosen by the data alone, the weightiest first.

    found: one history for each measure of one authority. A kind or a topic counts for less once it has been told; no
    measure is told twice. Measures outside the neighbours' range that find no place are named together in the last
    sentence. Only where nothing more is to say, measures within the range are told. Ties go to the registry's order.
    """
    together, missing = missing_together(found)
    spoken_for = [history for history in found if history.measure.code not in missing]
    chosen = _choose(_candidates(spoken_for, _STRONG) + _about_the_whole(found, together), already=[])
    told = {candidate.sentence.measure for candidate in chosen}
    if all(history.measure.code in told for history in found if history.is_told_outside):
        return _in_order(chosen) + _in_order(_choose(_candidates(spoken_for, _QUIET), already=chosen))
    first = chosen[: OPENING_SENTENCES - 1]
    told = {candidate.sentence.measure for candidate in first}
    untold = [history for history in found if history.is_told_outside and history.measure.code not in told]
    if len(untold) == 1:
        return _in_order([*first, *_candidates(untold, (_OUTSIDE,))])
    return (*_in_order(first), also_outside(untold))


def _in_order(chosen: Sequence[_Candidate]) -> tuple[Sentence, ...]:
    return tuple(candidate.sentence for candidate in sorted(chosen, key=lambda one: -one.weight))


def _choose(left: list[_Candidate], *, already: Sequence[_Candidate]) -> list[_Candidate]:
    """Return what more is chosen beside what is already: best first, until there are five or nothing is left."""
    chosen: list[_Candidate] = []
    while len(already) + len(chosen) < OPENING_SENTENCES:
        told = [*already, *chosen]
        measures = {one.sentence.measure for one in told if one.sentence.measure}
        open_ = [one for one in left if one not in chosen and one.sentence.measure not in measures]
        if not open_:
            break
        chosen.append(max(open_, key=lambda one: one.weight - _repetition(one, told)))
    return chosen


def _repetition(candidate: _Candidate, told: Sequence[_Candidate]) -> float:
    return sum(
        _SAME_KIND * (one.sentence.kind == candidate.sentence.kind) + _SAME_TOPIC * (one.topic == candidate.topic)
        for one in told
    )


def _candidates(found: Sequence[History], types: Sequence[_WeightedType]) -> list[_Candidate]:
    """Return every sentence of these types that has something to say."""
    return [
        _Candidate(sentence=sentence, topic=history.measure.topic, weight=weigh(history))
        for history in found
        for make, weigh in types
        for sentence in [make(history)]
        if sentence is not None
    ]


def _about_the_whole(found: Sequence[History], together: Sentence | None) -> list[_Candidate]:
    """Return the sentences about the authority; what a reader must know before any figure weighs most."""
    sentences = [
        (reorganised(found[0].authority), _weight_of_reorganised(found[0])),
        (joint_return(found), _BEFORE_ANY_FIGURE),
        (together, 1.6),
        (all_within(found), 1.7),
    ]
    return [
        _Candidate(sentence=sentence, topic=sentence.kind, weight=weight)
        for sentence, weight in sentences
        if sentence is not None and weight > 0
    ]


def distance_outside(history: History) -> float:
    """Return how far outside the neighbours' range the latest value lies, in widths of that range."""
    year = history.latest
    if year.value is None or year.neighbour_min is None or year.neighbour_max is None:
        return 0.0
    width = max(year.neighbour_max - year.neighbour_min, 1e-9)
    return max(year.value - year.neighbour_max, year.neighbour_min - year.value, 0.0) / width


def _weigh_outside(history: History) -> float:
    return 1.0 + min(distance_outside(history), _FARTHEST) + _JUDGED * history.is_judged


def _share_changed(history: History) -> float:
    before, change = history.previous, history.latest.change
    if before is None or not before.value or change is None:
        return 0.0
    return min(abs(change) / abs(before.value), 1.0)


def _weigh_parts(history: History) -> float:
    """Weigh the parts of a ratio by how much of it changed."""
    share = _share_changed(history)
    return 1.8 + share if share >= _LARGE_CHANGE else 0.3


def _weigh_run(history: History) -> float:
    """Weigh a run by its length, and for less where England went the same way."""
    run, start, latest = run_of_changes(history), start_of_run(history), history.latest
    weight = 0.6 + 0.1 * min(abs(run), _LONGEST_RUN_WEIGHED)
    if start.england_value is None or latest.england_value is None:
        return weight
    return weight - 0.3 * ((latest.england_value - start.england_value) * run > 0)


def _weigh_absence(history: History) -> float:
    """Weigh a missing figure: an authority's own gap matters more than a table that was not read."""
    if history.latest.note == Note.NOT_IN_FILES.value:
        return 0.4
    return 0.9 if history.latest.status in (Status.NOT_COLLECTED.value, Status.UNRELIABLE.value) else 0.6


def _weight_of_reorganised(history: History) -> float:
    """Weigh a new authority's sentence while its own years are few; later it stands in the notes alone."""
    begun = history.authority.existed_from
    return 0.0 if begun is None or history.latest.period_end.year - begun.year > _RECENT_YEARS else _BEFORE_ANY_FIGURE


def _saying_outside(make: Callable[[History], Sentence | None]) -> Callable[[History], Sentence | None]:
    """Let a sentence about a change end with where the value lies, if it lies outside the neighbours' range."""

    def made(history: History) -> Sentence | None:
        sentence = make(history)
        if sentence is None or not history.is_told_outside:
            return sentence
        if decimals_that_tell_apart(history) != history.measure.decimals:
            return None  # printed as usual it would look like the edge: outside_neighbours tells it exactly
        *before, last = sentence.parts
        parts = (*before, str(last).removesuffix("."), "; ", *outside_whom(history), ").")
        return replace(sentence, parts=tuple(part for part in parts if part != ""))

    return made


_OUTSIDE: Final[_WeightedType] = (outside_neighbours, _weigh_outside)
_STRONG: Final[tuple[_WeightedType, ...]] = (
    _OUTSIDE,
    (edge_of_england, lambda history: 1.1 + _JUDGED * history.is_judged),
    (_saying_outside(record_change), lambda history: 0.8 + _share_changed(history)),
    (_saying_outside(parts_of_ratio), _weigh_parts),
    (_saying_outside(steady_run), _weigh_run),
    (between_bounds, lambda _: 0.85),
    (no_figure, _weigh_absence),
    (too_few_to_compare, lambda _: 0.35),
)
_QUIET: Final[tuple[_WeightedType, ...]] = (
    (within_neighbours, lambda history: 0.3 + _JUDGED * history.is_judged),
    (alone, lambda _: 0.2),
)
