"""What is left of a count without another one of the same: told by two figures that show both.

"428 contacts" beside "of 425 that were decided on" are three that nobody has decided on; "439 cases held" beside a
share of 437 are the two of a worker whose post is not known. Of 45 referrals, with 30 assessments completed and 10 more
open than before, 5 led to none. It is a count as any other, though no figure shows it. What is left of one agency's
invitations is of nobody: it tells of how many meetings nobody wrote down whether it came.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import permutations
from typing import Final

from csc_metrics.contracts.vocabulary import PeriodType
from csc_metrics.disclosure.declared_links import LEFT_OF_FLOWS, SAME, WITHIN, Told
from csc_metrics.disclosure.linked_counts import Flags, Floats, Sum
from csc_metrics.disclosure.publishable import OfWhom, of_whom
from csc_metrics.disclosure.sums_of_figures import ALL, Key
from csc_metrics.measures.registry import LOCAL_MEASURES
from csc_metrics.measures.units.caseloads import MOST_CASES_PER_FTE
from csc_metrics.periods import period_start_of

_SAME: Final = 1e-9
_QUARTERS: Final = 4
"""Of a year: over so many in a row what is left of flows is looked at."""
_CASES_OF_WORKERS: Final = "cases_held"
"""What is left of cases is those of some workers: as many as so few can hold are hidden."""
Counts = tuple[int, ...]
"""Counts, by their numbers."""
Beside = tuple[Key, Counts, Counts]
"""Key of what is counted, the numbers of counts that it is taken from, and of those that are taken from them."""


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
    found: dict[tuple[Counts, Counts], float] = {}
    for key, wholes, parts in beside_others(places, amounts):
        measure, _, part, *_ = key
        left = left_of(amounts, wholes, parts)
        is_process = of_whom(LOCAL_MEASURES[measure]) is OfWhom.PROCESS
        is_told = is_process and (is_process_exempt or part != ALL)
        is_told = is_told or bool(is_known[[*wholes, *parts]].all())
        if _SAME < left <= largest_small(key, threshold=threshold) and amounts[[*parts]].any() and not is_told:
            found[wholes, parts] = left
    sums: list[Sum] = [((*parts, amounts.size + at), wholes, True) for at, (wholes, parts) in enumerate(found)]
    return LeftOver(amounts=[*found.values()], sums=sums)


def left_of(amounts: Floats, wholes: Counts, parts: Counts) -> float:
    """Return what is left of counts without others. amounts: by number. wholes, parts: their numbers."""
    return float(amounts[[*wholes]].sum() - amounts[[*parts]].sum())


def beside_others(places: dict[Key, int], amounts: Floats) -> Iterator[Beside]:
    """Return counts that others are taken from, of the same or of what came and went: more is left of none than is.

    places: number of each count by measure, role, breakdown, period_type and period_end. amounts: by number.
    """
    yield from _of_same(places, amounts)
    yield from _of_within(places)
    yield from _of_flows(places, amounts)


def largest_small(key: Key, *, threshold: float) -> float:
    """Return the largest that is small of what is left of a count. key: of it. threshold: of children and workers."""
    return threshold * (MOST_CASES_PER_FTE if key[0] == _CASES_OF_WORKERS else 1)


def _of_same(places: dict[Key, int], amounts: Floats) -> Iterator[Beside]:
    """Return each of counts that would be one, were all recorded, beside each smaller one of them."""
    for group in SAME:
        of_period: dict[tuple[object, ...], dict[int, Key]] = {}
        for told in group:
            for key in _keys_of(places, told):
                of_period.setdefault(key[2:], {})[places[key]] = (*group[0], *key[2:])
        for numbers in of_period.values():
            pairs = permutations(numbers, 2)
            yield from ((numbers[part], (whole,), (part,)) for whole, part in pairs if amounts[whole] > amounts[part])


def _of_within(places: dict[Key, int]) -> Iterator[Beside]:
    """Return counts beside others that together are no more of the same."""
    for smaller, larger in WITHIN:
        for key in _keys_of(places, larger):
            parts = tuple(places[*one, *key[2:]] for one in smaller if (*one, *key[2:]) in places)
            if parts:
                yield key, (places[key],), parts


def _of_flows(places: dict[Key, int], amounts: Floats) -> Iterator[Beside]:
    """Return what came and stood before, beside what is gone and stands now; the other way round where that is more.

    Over some quarters in a row it is told as well, though a stock between them be hidden.
    """
    for stock, came, gone in LEFT_OF_FLOWS:
        for key in _keys_of(places, (came or gone)[0]):
            for span, before in _spans(key):
                days = [(*stock, key[2], PeriodType.SNAPSHOT.value, day) for day in (before, key[4])]
                came_in, gone_in = ([(*one, *at[2:]) for at in span for one in side] for side in (came, gone))
                if {*days, *came_in, *gone_in} <= places.keys():
                    wholes = *(places[one] for one in came_in), places[days[0]]
                    parts = *(places[one] for one in gone_in), places[days[1]]
                    yield (key, wholes, parts) if left_of(amounts, wholes, parts) >= 0 else (key, parts, wholes)


def _spans(key: Key) -> Iterator[tuple[list[Key], date]]:
    """Return a period by itself and with those before it, up to a year of quarters, and the day before the first."""
    measure, role, part, period_type, end = key
    span = []
    for _ in range(_QUARTERS if period_type == PeriodType.QUARTER.value else 1):
        span.append((measure, role, part, period_type, end))
        end = period_start_of(PeriodType(period_type), end) - timedelta(days=1)
        yield [*span], end


def _keys_of(places: dict[Key, int], told: Told) -> Iterator[Key]:
    return (key for key in places if key[:2] == told)
