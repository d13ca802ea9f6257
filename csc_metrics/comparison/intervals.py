"""Confidence intervals of proportions and counts, for whole arrays at once.

A complete count has an interval because the same system would not have had exactly the same figure in another month.
"""

from typing import Final, Self

import numpy as np
import numpy.typing as npt
from scipy.special import chdtri, ndtri

from csc_metrics.errors import CscMetricsError

Numbers = npt.ArrayLike
"""A number or an array of numbers."""
Floats = npt.NDArray[np.float64]
"""An array of numbers."""

CONFIDENCE: Final = 0.95
"""Of an interval, where no other is asked for."""
EXACT_BELOW: Final = 10
"""Counts below this have the exact interval, others Byar's. Source: PHE's technical guide on confidence intervals."""
_BYAR: Final = 9
"""Of Byar's approximation: cubes of normal deviates, after Wilson and Hilferty."""


class NoInterval(CscMetricsError):
    """There is no interval of such numbers."""

    @classmethod
    def of_denominator(cls, lowest: float) -> Self:
        """Word the error for a denominator that is not above 0."""
        return cls(f"A denominator is {lowest:g}. Give denominators above 0, and leave out rows without any.")

    @classmethod
    def of_numerator(cls, lowest: float) -> Self:
        """Word the error for a numerator or count below 0."""
        return cls(f"A numerator or count is {lowest:g}. Give numbers of 0 or more.")

    @classmethod
    def of_more_than_all(cls, numerator: float, denominator: float) -> Self:
        """Word the error for a part that is larger than its whole."""
        return cls(
            f"A numerator, {numerator:g}, is above its denominator, {denominator:g}: that is no proportion. "
            "Give a numerator that is part of its denominator, or use count_interval."
        )

    @classmethod
    def of_confidence(cls, confidence: float) -> Self:
        """Word the error for a confidence that is not between 0 and 1."""
        return cls(f"The confidence is {confidence:g}. Give a number between 0 and 1, such as 0.95.")


def wilson_interval(
    numerator: Numbers, denominator: Numbers, *, confidence: float = CONFIDENCE
) -> tuple[Floats, Floats]:
    """Return the lower and upper end of the Wilson interval of proportions, each from 0 to 1.

    numerator, denominator: numbers or arrays alike. NaN gives NaN.
    Raises: NoInterval where a denominator is not above 0, or a numerator below 0 or above its denominator.
    Source: Wilson 1927; PHE's technical guide on confidence intervals.

    >>> [round(float(end), 6) for end in wilson_interval(65, 100)]
    [0.552544, 0.736358]
    """
    top, bottom = np.broadcast_arrays(np.asarray(numerator, np.float64), np.asarray(denominator, np.float64))
    _refuse_what_is_no_proportion(top, bottom)
    deviate = _deviate(confidence)
    share, squared = top / bottom, deviate**2
    middle = share + squared / (2 * bottom)
    half = deviate * np.sqrt(share * (1 - share) / bottom + squared / (4 * bottom**2))
    scale = 1 + squared / bottom
    return np.where(top == 0, 0.0, (middle - half) / scale), np.where(top == bottom, 1.0, (middle + half) / scale)


def byar_interval(count: Numbers, *, confidence: float = CONFIDENCE) -> tuple[Floats, Floats]:
    """Return the lower and upper end of Byar's interval of counts. It is close from a count of 10 on.

    Raises: NoInterval where a count is below 0.
    Source: Breslow and Day 1987; PHE's technical guide on confidence intervals.

    >>> [round(float(end), 6) for end in byar_interval(65)]
    [50.163188, 82.849139]
    """
    counts = _counts(count)
    deviate = _deviate(confidence)
    held, more = np.where(counts == 0, np.nan, counts), counts + 1
    lower = held * (1 - 1 / (_BYAR * held) - deviate / (3 * np.sqrt(held))) ** 3
    upper = more * (1 - 1 / (_BYAR * more) + deviate / (3 * np.sqrt(more))) ** 3
    return np.where(counts == 0, 0.0, lower), upper


def exact_poisson_interval(count: Numbers, *, confidence: float = CONFIDENCE) -> tuple[Floats, Floats]:
    """Return the lower and upper end of the exact Poisson interval of counts, by the chi-squared distribution.

    Raises: NoInterval where a count is below 0.
    Source: Garwood 1936; PHE's technical guide on confidence intervals.

    >>> [round(float(end), 6) for end in exact_poisson_interval(5)]
    [1.623486, 11.668332]
    """
    counts = _counts(count)
    _deviate(confidence)
    outside = (1 - confidence) / 2
    lower = chdtri(np.where(counts == 0, np.nan, 2 * counts), 1 - outside) / 2
    upper = chdtri(2 * counts + 2, outside) / 2
    return np.where(counts == 0, 0.0, lower), upper


def count_interval(count: Numbers, *, confidence: float = CONFIDENCE) -> tuple[Floats, Floats]:
    """Return the lower and upper end of the interval of counts: exact below 10, else Byar's.

    Raises: NoInterval where a count is below 0.
    Source: PHE's technical guide on confidence intervals.

    >>> [round(float(end), 4) for end in count_interval([5, 65])[0]]
    [1.6235, 50.1632]
    """
    counts = _counts(count)
    is_few = counts < EXACT_BELOW
    exact, near = exact_poisson_interval(counts, confidence=confidence), byar_interval(counts, confidence=confidence)
    return np.where(is_few, exact[0], near[0]), np.where(is_few, exact[1], near[1])


def _deviate(confidence: float) -> float:
    """Return how many standard deviations hold a share of a normal distribution. Raises: NoInterval."""
    if not 0 < confidence < 1:
        raise NoInterval.of_confidence(confidence)
    return float(ndtri((1 + confidence) / 2))


def _counts(count: Numbers) -> Floats:
    """Return counts as an array. Raises: NoInterval."""
    counts = np.asarray(count, np.float64)
    if np.any(counts < 0):
        raise NoInterval.of_numerator(float(np.nanmin(counts)))
    return counts


def _refuse_what_is_no_proportion(top: Floats, bottom: Floats) -> None:
    """Refuse numbers that are no proportion. Raises: NoInterval."""
    if np.any(bottom <= 0):
        raise NoInterval.of_denominator(float(np.nanmin(bottom)))
    _counts(top)
    is_more = top > bottom
    if np.any(is_more):
        first = np.argmax(is_more)
        raise NoInterval.of_more_than_all(float(top.flat[first]), float(bottom.flat[first]))
