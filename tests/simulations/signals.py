"""How often each rule of a process chart calls a point a signal though nothing changed.

Series are drawn by chance around a level that stays: independent, correlated from month to month, and with seasons.
The newest point is what a page tells, so that its signals are counted. Everything falls out alike each time.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np

from csc_metrics.change.chances import POINTS
from csc_metrics.change.limits import xmr_limits
from csc_metrics.change.rules import signals
from csc_metrics.change.seasons import usual_excess
from csc_metrics.change.series import Floats

SEED: Final = 20_260_401
SERIES: Final = 20_000
LENGTHS: Final = (24, 36, 60)
RULES: Final = ("outside", "run", "trend", "near", "any")
_LEVEL: Final = 100.0
_SPREAD: Final = 10.0
_FEW: Final = 0.3
_SWING: Final = 15.0
"""Of a season, each way: as referrals of England have it beside their spread from month to month."""


def independent(count: int, points: int, *, rng: np.random.Generator) -> Floats:
    return rng.normal(_LEVEL, _SPREAD, size=(count, points))


def correlated(count: int, points: int, *, rng: np.random.Generator, phi: float) -> Floats:
    """Return series of which each value keeps the share phi of the last one's distance from the level."""
    drawn = rng.normal(0, _SPREAD, size=(count, points))
    for at in range(1, points):
        drawn[:, at] = phi * drawn[:, at - 1] + (1 - phi**2) ** 0.5 * drawn[:, at]
    return _LEVEL + drawn


def seasonal(count: int, points: int, *, rng: np.random.Generator) -> Floats:
    return independent(count, points, rng=rng) + _SWING * np.sin(2 * np.pi * np.arange(points) / 12)


def few(count: int, points: int, *, rng: np.random.Generator) -> Floats:
    """Return counts of few, of which most are 0: as escalations or children without a worker are."""
    return rng.poisson(_FEW, size=(count, points)).astype(np.float64)


def whole_days(count: int, points: int, *, rng: np.random.Generator) -> Floats:
    """Return medians in whole days that mostly stay as they were."""
    return rng.choice([1.0, 1.0, 1.0, 1.0, 1.0, 0.0, 2.0], size=(count, points))


def adjusted(values: Floats) -> Floats:
    """Return values less their season where one is found, as a process chart does."""
    adds, is_seasonal = usual_excess(values)
    return values - np.where(is_seasonal[:, np.newaxis], adds, 0.0)


def false_signals(values: Floats) -> dict[str, float]:
    """Return by rule the share of series whose newest point is a signal of it; any: of at least one."""
    found = signals(values, limits=xmr_limits(values, screens=True))
    newest = {
        "outside": found.outside.either,
        "run": found.run.either,
        "trend": found.trend.either,
        "near": found.near.either & found.is_close,
        "any": found.directions() != 0,
    }
    return {rule: float(flags[:, -1].mean()) for rule, flags in newest.items()}


def any_in_series(values: Floats) -> float:
    """Return the share of series with a signal at any point."""
    return float((signals(values, limits=xmr_limits(values, screens=True)).directions() != 0).any(axis=1).mean())


KINDS: Final[dict[str, Callable[..., Floats]]] = {
    "independent": independent,
    "correlated, 0.3": lambda count, points, *, rng: correlated(count, points, rng=rng, phi=0.3),
    "correlated, 0.6": lambda count, points, *, rng: correlated(count, points, rng=rng, phi=0.6),
    "seasonal": seasonal,
    "seasonal, adjusted": lambda count, points, *, rng: adjusted(seasonal(count, points, rng=rng)),
    "independent, adjusted": lambda count, points, *, rng: adjusted(independent(count, points, rng=rng)),
    "counts of few, 0.3 a month": few,
    "medians of whole days": whole_days,
}
"""By name: what draws series of that kind."""


@dataclass(frozen=True, kw_only=True)
class Row:
    """Shares of series of a kind and a length whose newest point has a false signal, by rule, and at any point."""

    kind: str
    points: int
    newest: dict[str, float]
    anywhere: float


def table(*, count: int = SERIES) -> list[Row]:
    """Return a row for each kind and length, for the page that prints them. count: series in each."""
    rows = []
    for kind, draw in KINDS.items():
        for points in LENGTHS:
            values = draw(count, points, rng=np.random.default_rng([SEED, points]))
            rows.append(Row(kind=kind, points=points, newest=false_signals(values), anywhere=any_in_series(values)))
    return rows


def newest_by_chance(kind: str, *, count: int = SERIES) -> tuple[dict[str, float], ...]:
    """Return for each length of csc_metrics.change.chances the shares by rule."""
    return tuple(
        false_signals(KINDS[kind](count, points, rng=np.random.default_rng([SEED, points]))) for points in POINTS
    )
