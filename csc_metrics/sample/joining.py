"""Entries of several parts as one: what each month, team or kind of meeting adds to the columns of a whole."""

from collections.abc import Callable, Sequence
from dataclasses import Field, fields
from typing import Any, ClassVar, Protocol, TypeVar

import numpy as np


class _Columns(Protocol):
    """A dataclass whose fields are columns, an entry each: arrays, pairs of arrays, or such a dataclass again."""

    __dataclass_fields__: ClassVar[dict[str, Field[Any]]]


Whole = TypeVar("Whole", bound=_Columns)


def joined(kind: Callable[..., Whole], parts: Sequence[Whole]) -> Whole:
    """Return the entries of all parts, those of each after those of the part before. kind: the class of the parts."""
    return kind(**{one.name: _end_to_end([getattr(part, one.name) for part in parts]) for one in fields(parts[0])})


def _end_to_end(told: list[Any]) -> object:
    if isinstance(told[0], np.ndarray):
        return np.concatenate(told)
    if isinstance(told[0], tuple):
        return tuple(_end_to_end(list(ends)) for ends in zip(*told, strict=True))
    return joined(type(told[0]), told)
