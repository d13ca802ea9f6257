"""What is left of a count without another one of the same: told by two figures that show both.

"428 contacts" beside "of 425 that were decided on" are three that nobody has decided on; "439 cases held" beside an
average of 437 are the two of a worker whose post is not known. It is a count as any other, though no figure shows it.
What is left of one agency's invitations is of nobody: it tells of how many meetings nobody wrote down whether it came.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import permutations
from typing import Final

from csc_metrics.disclosure.declared_links import SAME, WITHIN, Told
from csc_metrics.disclosure.linked_counts import Flags, Floats, Sum
from csc_metrics.disclosure.publishable import OfWhom, of_whom
from csc_metrics.disclosure.sums_of_figures import ALL, Key
from csc_metrics.measures.registry import LOCAL_MEASURES
from csc_metrics.measures.units.caseloads import MOST_CASES_PER_FTE

_SAME: Final = 1e-9
_CASES_OF_WORKERS: Final = "cases_held"
"""What is left of cases is those of some workers: as many as so few can hold are hidden."""
_Pairs = dict[tuple[int, tuple[int, ...]], float]


@dataclass(frozen=True, kw_only=True)
class LeftOver:
    """What is left of counts, numbered after them.

    amounts: how many. sums: each with what it is left of.
    """

    amounts: list[float]
    sums: list[Sum]


def left_over(
    places: dict[Key, int], amounts: Floats, *, is_known: Flags, threshold: float, is_process_exempt: bool
) -> LeftOver:
    """Return what is left of counts without others, where it is too small to be told.

    places: number of each count by measure, role, breakdown, period_type and period_end. amounts: by number.
    is_known: by number, whether readers have it: what is left between such ones they have as well, and nothing hides
    it. threshold: the largest that is small. is_process_exempt: whether what is left of a whole authority's meetings,
    sessions or audits may be told.
    """
    found: _Pairs = {}
    for key, whole, parts in beside_others(places, amounts):
        measure, _, part, *_ = key
        left = float(amounts[whole] - amounts[[*parts]].sum())
        most = largest_small(key, threshold=threshold)
        is_process = of_whom(LOCAL_MEASURES[measure]) is OfWhom.PROCESS
        is_told = is_process and (is_process_exempt or part != ALL)
        is_told = is_told or bool(is_known[[whole, *parts]].all())
        if _SAME < left <= most and amounts[[*parts]].all() and not is_told:
            found[whole, parts] = left
    sums: list[Sum] = [((*parts, amounts.size + at), (whole,), True) for at, (whole, parts) in enumerate(found)]
    return LeftOver(amounts=[*found.values()], sums=sums)


def beside_others(places: dict[Key, int], amounts: Floats) -> Iterator[tuple[Key, int, tuple[int, ...]]]:
    """Return each count that has others of the same that are a part of it: its key and number, and theirs.

    places: number of each count by measure, role, breakdown, period_type and period_end. amounts: by number.
    """
    yield from _of_same(places, amounts)
    yield from _of_within(places)


def largest_small(key: Key, *, threshold: float) -> float:
    """Return the largest that is small of what is left of a count. key: of it. threshold: of children and workers."""
    return threshold * (MOST_CASES_PER_FTE if key[0] == _CASES_OF_WORKERS else 1)


def _of_same(places: dict[Key, int], amounts: Floats) -> Iterator[tuple[Key, int, tuple[int, ...]]]:
    """Return each of counts that would be one, were all recorded, beside each smaller one of them."""
    for group in SAME:
        of_period: dict[tuple[object, ...], dict[int, Key]] = {}
        for told in group:
            for key in _keys_of(places, told):
                of_period.setdefault(key[2:], {})[places[key]] = (*group[0], *key[2:])
        for numbers in of_period.values():
            pairs = permutations(numbers, 2)
            yield from ((numbers[part], whole, (part,)) for whole, part in pairs if amounts[whole] > amounts[part])


def _of_within(places: dict[Key, int]) -> Iterator[tuple[Key, int, tuple[int, ...]]]:
    """Return counts beside others that together are no more of the same."""
    for smaller, larger in WITHIN:
        for key in _keys_of(places, larger):
            parts = tuple(places[*one, *key[2:]] for one in smaller if (*one, *key[2:]) in places)
            if parts:
                yield key, places[key], parts


def _keys_of(places: dict[Key, int], told: Told) -> Iterator[Key]:
    return (key for key in places if key[:2] == told)
