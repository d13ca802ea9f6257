"""Where ticks and labels go, worked out before anything is drawn."""

import math
from collections.abc import Sequence
from typing import Final

_ROUND_STEPS: Final = (1.0, 2.0, 2.5, 5.0)
_FEWEST_INTERVALS: Final = 3
_MOST_INTERVALS: Final = 5


def choose_ticks(highest: float) -> tuple[float, ...]:
    """Return four to six round numbers from 0 to the first that is not below the highest value.

    The axis always starts at 0: a line that starts elsewhere makes a small difference look large.

    >>> choose_ticks(31.3), choose_ticks(934.4)
    ((0.0, 10.0, 20.0, 30.0, 40.0), (0.0, 250.0, 500.0, 750.0, 1000.0))
    """
    highest = highest if highest > 0 else 1.0
    power = math.floor(math.log10(highest))
    steps = [m * 10.0**k for k in range(power - 1, power + 1) for m in _ROUND_STEPS]
    counts = [(step, math.ceil(highest / step - 1e-9)) for step in steps]
    fitting = [(step * n, n, step) for step, n in counts if _FEWEST_INTERVALS <= n <= _MOST_INTERVALS]
    _, intervals, step = min(fitting)
    return tuple(round(step * i, 9) for i in range(intervals + 1))


def spread_labels(
    wanted: Sequence[float], *, heights: Sequence[float], lowest: float, highest: float
) -> tuple[float, ...]:
    """Return centres for labels that stand one above the other, as near to the wanted ones as no overlap allows.

    The least sum of squared moves, by pooling neighbours that collide (isotonic regression); then kept within bounds.

    wanted, heights: centre and height of each label, in any order. lowest, highest: edges of the room there is.

    >>> spread_labels([10, 11], heights=[4, 4], lowest=0, highest=20)
    (8.5, 12.5)
    """
    order = sorted(range(len(wanted)), key=lambda i: (wanted[i], i))
    offsets, reach = [], 0.0
    for i in order:
        offsets.append(reach + heights[i] / 2)
        reach += heights[i]
    pooled = _pool([wanted[i] - offset for i, offset in zip(order, offsets, strict=True)])
    kept = (min(max(base, lowest), highest - reach) for base in pooled)
    centres = {i: base + offset for i, base, offset in zip(order, kept, offsets, strict=True)}
    return tuple(centres[i] for i in range(len(wanted)))


def _pool(values: Sequence[float]) -> list[float]:
    """Return the nearest values that never fall: those that would are replaced by their mean."""
    pools: list[list[float]] = []
    for value in values:
        pools.append([value])
        while len(pools) > 1 and _mean(pools[-2]) > _mean(pools[-1]):
            last = pools.pop()
            pools[-1] += last
    return [_mean(pool) for pool in pools for _ in pool]


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values)
