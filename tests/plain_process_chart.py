"""Process charts a second time, in plain Python: one series, a step at a time, None where there is no value."""

import math
from collections.abc import Sequence
from itertools import pairwise

Series = Sequence[float | None]


def told(values: Series) -> list[float]:
    return [value for value in values if value is not None]


def ranges_of(values: Series) -> list[float]:
    return [abs(new - old) for old, new in pairwise(values) if old is not None and new is not None]


def is_still(values: Series) -> bool:
    ranges = ranges_of(values)
    return bool(ranges) and 2 * ranges.count(0.0) >= len(ranges)


def mean_range(values: Series, *, screens: bool) -> float | None:
    ranges = ranges_of(values)
    if not ranges:
        return None
    mean = math.fsum(ranges) / len(ranges)
    kept = [one for one in ranges if not screens or mean == 0 or one < 3.267 * mean]
    return math.fsum(kept) / len(kept)


def xmr(values: Series, *, screens: bool) -> tuple[float, float, float] | None:
    """Return lower limit, centre and upper limit."""
    moved = mean_range(values, screens=screens and not is_still(values))
    if moved is None:
        return None
    centre = math.fsum(told(values)) / len(told(values))
    return centre - 2.66 * moved, centre, centre + 2.66 * moved


def p_prime(tops: Series, bottoms: Series, *, screens: bool) -> list[tuple[float, float, float] | None]:
    """Return limits of each period, in per cent."""
    share = math.fsum(told(tops)) / math.fsum(told(bottoms))
    sigmas = [None if bottom is None else math.sqrt(share * (1 - share) / bottom) for bottom in bottoms]
    away = [
        None if top is None else (top / bottom - share) / sigma if sigma else 0.0
        for top, bottom, sigma in zip(tops, bottoms, sigmas, strict=True)
    ]
    shares = [None if top is None else top / bottom for top, bottom in zip(tops, bottoms, strict=True)]
    moved = mean_range(away, screens=screens and not is_still(shares))
    wider = max(1.0, (moved or 0.0) / 1.128)
    return [
        None
        if sigma is None
        else (100 * max(0, share - 3 * sigma * wider), 100 * share, 100 * min(1, share + 3 * sigma * wider))
        for sigma in sigmas
    ]


def windows(length: int, size: int) -> list[range]:
    return [range(start, start + size) for start in range(length - size + 1)]


def marked(length: int, found: list[range]) -> list[bool]:
    return [any(place in window for window in found) for place in range(length)]


def in_run(values: Series, *, centre: float) -> list[bool]:
    def is_one_sided(window: range) -> bool:
        sides = {
            None if values[place] is None else (values[place] > centre) - (values[place] < centre) for place in window
        }
        return sides in ({1}, {-1})

    found = [window for window in windows(len(values), 7) if is_one_sided(window)]
    return marked(len(values), [] if is_still(values) else found)


def in_trend(values: Series) -> list[bool]:
    def moves_one_way(window: range) -> bool:
        seven = [values[place] for place in window]
        if None in seven:
            return False
        steps = [new - old for old, new in pairwise(seven)]
        return all(step > 0 for step in steps) or all(step < 0 for step in steps)

    return marked(len(values), [window for window in windows(len(values), 7) if moves_one_way(window)])


def near_limit(values: Series, *, centre: float, reach: float) -> list[bool]:
    def is_pair(window: range) -> bool:
        three = [values[place] for place in window]
        if None in three:
            return False
        high = all(one > centre for one in three) and sum(one > centre + reach * 2 / 3 for one in three) >= 2
        low = all(one < centre for one in three) and sum(one < centre - reach * 2 / 3 for one in three) >= 2
        return high or low

    return marked(len(values), [window for window in windows(len(values), 3) if is_pair(window)])


def outside(values: Series, *, centre: float, reach: float) -> list[bool]:
    return [value is not None and abs(value - centre) > reach for value in values]
