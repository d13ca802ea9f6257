"""How longer work tells of its steps. The work itself prints nothing: who calls it shows them as a bar or as lines."""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Step:
    """So many steps of a piece of work are done.

    work: what is under way, in words. what: a line about the step just done; none where the work has only begun.
    is_result: whether the line says what became of something that was asked for, so that it is worth keeping.
    """

    work: str
    done: int
    steps: int
    what: str = ""
    is_result: bool = False


Tell = Callable[[Step], None]
"""What work calls after each step, and once before the first."""


def tell_nobody(step: Step) -> None:
    """Take a step and show nothing, for callers who want no progress."""
    del step
