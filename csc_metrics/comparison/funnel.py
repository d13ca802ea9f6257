"""Funnel limits of proportions and of counts, with additive overdispersion, for whole arrays at once."""

from typing import Final

import numpy as np
import numpy.typing as npt
from scipy.special import ndtri

Floats = npt.NDArray[np.float64]
"""An array of numbers; NaN where there is none."""

WORTH_A_LOOK: Final = 0.95
"""Share of authorities like their neighbours that lie within the inner limits."""
FLAG: Final = 0.998
"""Share of authorities like their neighbours that lie within the outer limits; outside them is a flag."""
PERCENT: Final = 100.0
"""Proportions are told in percent."""
PER_CHILDREN: Final = 10_000.0
"""Rates are told for so many children."""
WINSORISED_SHARE: Final = 0.1
"""Share of z-scores pulled in at either end before overdispersion is measured. Source: Spiegelhalter 2005."""


def _left_of_a_normal(share: float) -> float:
    """Return the mean square that is left of standard normal scores once a share at either end is pulled in."""
    cut = float(ndtri(1 - share))
    density = float(np.exp(-(cut**2) / 2) / np.sqrt(2 * np.pi))
    return 1 - 2 * share - 2 * cut * density + 2 * share * cut**2


LEFT_BY_WINSORISING: Final = _left_of_a_normal(WINSORISED_SHARE)
"""Of the mean square of normal scores, 0.68: without it authorities would seem a fifth more alike than they are, and
4% to 5% of England's would lie outside limits that are meant for two in a thousand."""


def proportion_variance(centre_pct: npt.ArrayLike, denominator: npt.ArrayLike) -> Floats:
    """Return the sampling variance of percentages about a centre, in percentage points squared.

    Source: normal approximation to the binomial.

    >>> round(float(proportion_variance(50, 100)), 6)
    25.0
    """
    centre, many = np.asarray(centre_pct, np.float64), np.asarray(denominator, np.float64)
    with np.errstate(divide="ignore", invalid="ignore"):
        variance: Floats = np.where(many > 0, centre * (PERCENT - centre) / many, np.nan)
    return variance


def rate_variance(centre: npt.ArrayLike, population: npt.ArrayLike) -> Floats:
    """Return the sampling variance of rates per 10,000 about a centre, in the rate's unit squared.

    Source: normal approximation to the Poisson distribution.

    >>> round(float(rate_variance(400, 10_000)), 6)
    400.0
    """
    rate, many = np.asarray(centre, np.float64), np.asarray(population, np.float64)
    with np.errstate(divide="ignore", invalid="ignore"):
        variance: Floats = np.where(many > 0, rate * PER_CHILDREN / many, np.nan)
    return variance


def limits(
    centre: npt.ArrayLike,
    variance: npt.ArrayLike,
    *,
    confidence: float,
    overdispersion: npt.ArrayLike = 0.0,
    highest: npt.ArrayLike = np.inf,
) -> tuple[Floats, Floats]:
    """Return lower and upper limits about a centre, clipped at 0 and at the highest value that there is.

    variance: of sampling. overdispersion: standard deviation beyond it, in the unit of the centre.
    Source: Spiegelhalter 2005, "Funnel plots for comparing institutional performance", additive model.
    """
    middle = np.asarray(centre, np.float64)
    half = ndtri((1 + confidence) / 2) * np.sqrt(np.asarray(variance) + np.square(overdispersion))
    most = np.asarray(highest, np.float64)
    return np.clip(middle - half, 0.0, most), np.clip(middle + half, 0.0, most)


def funnel_of_proportions(
    denominator: npt.ArrayLike, *, centre_pct: npt.ArrayLike, confidence: float, overdispersion: npt.ArrayLike = 0.0
) -> tuple[Floats, Floats]:
    """Return the funnel limits of percentages, each from 0 to 100. It is not the Wilson interval.

    denominator: of each percentage. overdispersion: in percentage points.
    Source: Spiegelhalter 2005; methods of the suite, section 3.

    >>> ends = funnel_of_proportions(598, centre_pct=80.642448, confidence=WORTH_A_LOOK)
    >>> [round(float(end), 3) for end in ends]
    [77.476, 83.809]
    """
    variance = proportion_variance(centre_pct, denominator)
    return limits(centre_pct, variance, confidence=confidence, overdispersion=overdispersion, highest=PERCENT)


def funnel_of_counts(
    population: npt.ArrayLike, *, centre: npt.ArrayLike, confidence: float, overdispersion: npt.ArrayLike = 0.0
) -> tuple[Floats, Floats]:
    """Return the funnel limits of rates per 10,000 children, never below 0.

    population: behind each rate. overdispersion: per 10,000.
    Source: Spiegelhalter 2005.

    >>> [round(float(end), 2) for end in funnel_of_counts(10_000, centre=400, confidence=WORTH_A_LOOK)]
    [360.8, 439.2]
    """
    return limits(centre, rate_variance(centre, population), confidence=confidence, overdispersion=overdispersion)


def overdispersion_of(distance: Floats, variance: Floats) -> Floats:
    """Return the standard deviation of authorities beyond chance, for each column, in the unit of the distances.

    distance: each value less its centre, a row for each authority and a column for each series; NaN where there is
    none. variance: of sampling. The z-scores are winsorised at a tenth from either end, and their mean square is
    divided by what that leaves of normal ones; tau squared is found by the method of moments from how far it is above
    1, and is 0 where it is not or where two are not there.
    Source: Spiegelhalter 2005 and 2012 (additive random effects, DerSimonian and Laird's moments).
    """
    with np.errstate(divide="ignore", invalid="ignore"):
        score = distance / np.sqrt(variance)
        weight = np.where(np.isfinite(score), 1 / variance, 0.0)
    held = np.isfinite(score)
    many = held.sum(axis=0)
    pulled = np.where(held, winsorised(np.where(held, score, np.nan)), 0.0)
    total = weight.sum(axis=0)
    with np.errstate(divide="ignore", invalid="ignore"):
        spread = total - np.square(weight).sum(axis=0) / total
        squared = (np.square(pulled).sum(axis=0) / LEFT_BY_WINSORISING - (many - 1)) / spread
    return np.sqrt(np.where((many > 1) & (squared > 0), squared, 0.0))


def winsorised(score: Floats, *, share: float = WINSORISED_SHARE) -> Floats:
    """Return each column with its lowest and highest values pulled in to the value at a share from the end.

    score: NaN where there is none. Cut points by linear interpolation (R type 7).
    Source: Spiegelhalter 2005.

    >>> winsorised(np.arange(11.0)[:, np.newaxis])[:, 0].tolist()
    [1.0, 1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0, 9.0, 9.0]
    """
    ordered = np.sort(score, axis=0)  # NaN last
    last = np.isfinite(score).sum(axis=0) - 1
    low, high = (_at(ordered, np.maximum(last, 0) * where) for where in (share, 1 - share))
    return np.clip(score, low, high)


def _at(ordered: Floats, place: Floats) -> Floats:
    """Return each column's value at a place between its rows."""
    below = np.floor(place).astype(np.int64)
    above = np.ceil(place).astype(np.int64)
    lower, upper = (np.take_along_axis(ordered, at[np.newaxis], axis=0)[0] for at in (below, above))
    found: Floats = lower + (upper - lower) * (place - below)
    return found
