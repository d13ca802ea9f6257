"""What falls out by chance in a made-up region: the same on any machine for the same seed and name.

Only the raw words of a bit generator are taken, whose order numpy guarantees, and only additions, multiplications and
divisions are made of them, whose results are the same on every processor.
"""

import hashlib
from collections.abc import Sequence
from typing import Final

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]
"""Days since 1 January 1970, minutes since then, counts or places."""
Floats = npt.NDArray[np.float64]
"""Shares, hours and levels."""
Bools = npt.NDArray[np.bool_]
"""Whether something is so, of each of many."""

_SEED_BYTES: Final = 16
_BITS_DROPPED: Final = 11
_PARTS: Final = 2.0**-53


class Chance:
    """A run of random numbers of its own for everything that has a name, so that a change in one leaves others be."""

    def __init__(self, seed: int, *names: str) -> None:
        told = hashlib.sha256("/".join([str(seed), *names]).encode()).digest()
        self._bits = np.random.PCG64(int.from_bytes(told[:_SEED_BYTES], "big"))

    def shares(self, count: int) -> Floats:
        """Return so many numbers from 0 to just below 1, each as likely as any other."""
        raw = np.asarray(self._bits.random_raw(count), dtype=np.uint64)
        return (raw >> np.uint64(_BITS_DROPPED)).astype(np.float64) * _PARTS

    def below(self, limit: int | Ints, count: int) -> Ints:
        """Return so many whole numbers from 0 to just below a limit, or each below a limit of its own."""
        return np.floor(self.shares(count) * limit).astype(np.int64)

    def is_so(self, share: float | Floats, count: int) -> Bools:
        """Return whether each of so many is so, where a share of all is; or each with a share of its own."""
        return self.shares(count) < share

    def pick(self, weights: Sequence[int], count: int) -> Ints:
        """Return so many places in a list of weights, each as often as it weighs."""
        upto = np.cumsum(np.asarray(weights, dtype=np.int64))
        return np.searchsorted(upto, self.below(int(upto[-1]), count), side="right").astype(np.int64)

    def between(self, levels: Sequence[float], count: int) -> Floats:
        """Return so many numbers whose quantiles, at equal steps from the least to the most, are these levels."""
        return at_level(levels, self.shares(count))

    def order(self, count: int) -> Ints:
        """Return the places of so many in an order that falls out by chance."""
        return np.argsort(self.shares(count), kind="stable").astype(np.int64)


def at_level(levels: Sequence[float], shares: Floats) -> Floats:
    """Return the quantiles of a distribution at shares from 0 to 1. levels: its quantiles at equal steps."""
    told = np.asarray(levels, dtype=np.float64)
    place = shares * (len(told) - 1)
    left = np.minimum(np.floor(place).astype(np.int64), len(told) - 2)
    return np.asarray(told[left] + (told[left + 1] - told[left]) * (place - left), dtype=np.float64)
