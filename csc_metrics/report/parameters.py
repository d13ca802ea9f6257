"""What a notebook's parameters are given as: papermill turns 357, 001 and 2025 into numbers, though all mean text."""

from collections.abc import Callable
from functools import wraps
from typing import Final, ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")
_AUTHORITY: Final = "authority"
_DIGITS_OF_A_CODE: Final = 3
"""Of DfE's code of an authority, leading zeros among them."""


def with_numbers_as_text(function: Callable[P, T]) -> Callable[P, T]:
    """Return a function that takes a whole number for the text that it was before papermill read it.

    function: takes a notebook's parameters by name. An authority's code has its leading zeros again.

    >>> with_numbers_as_text(lambda **given: given)(authority=1, period=2025, folder="pages")
    {'authority': '001', 'period': '2025', 'folder': 'pages'}
    """

    @wraps(function)
    def taking_numbers(*args: P.args, **kwargs: P.kwargs) -> T:
        for name, given in kwargs.items():
            if isinstance(given, int) and not isinstance(given, bool):
                kwargs[name] = f"{given:0{_DIGITS_OF_A_CODE}d}" if name == _AUTHORITY else str(given)
        return function(*args, **kwargs)

    return taking_numbers
