"""Words of a vocabulary by their place in it: arrays hold small numbers, tables hold words."""

from collections.abc import Sequence
from enum import StrEnum

import numpy as np
import numpy.typing as npt
import polars as pl


def words_by_place(words: Sequence[StrEnum], places: npt.NDArray[np.integer]) -> pl.Series:
    """Return words by their place in a vocabulary, as text. words: the vocabulary. places: from 0.

    >>> class Answer(StrEnum):
    ...     YES = "yes"
    ...     NO = "no"
    >>> words_by_place(tuple(Answer), np.array([1, 0, 1])).to_list()
    ['no', 'yes', 'no']
    """
    return pl.Series([word.value for word in words], dtype=pl.String).gather(places.astype(np.uint32))
